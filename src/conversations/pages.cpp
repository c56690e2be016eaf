// The pages of private messages: all conversations, one of them, and a new one.
#include "base/text.hpp"
#include "conversations/conversations.hpp"
#include "conversations/pages.hpp"
#include "crypto/crypto.hpp"
#include "emojis/emojis.hpp"
#include "inbox/inbox.hpp"
#include "teams/teams.hpp"
#include <algorithm>

namespace conversations {
using base::refuse, base::Result, base::Why;
using html::Words;

namespace {

constexpr int page_size = 20, messages_shown = 40;

std::string names_of(Words const& words, std::vector<accounts::Account> const& people) {
    std::string names;
    for (auto const& person : people) (names += names.empty() ? "" : ", ") += person.name;
    return names.empty() ? words("Yourself") : names;
}

// Whoever is written to is named at the start; here everybody knows.
std::string_view without_names(std::string_view html) {
    constexpr std::string_view opening = "<p>", name = "<span class=\"h-card\"", end = "</span></a></span> ";
    if (!html.starts_with(opening)) return html;
    auto rest = html.substr(opening.size());
    while (rest.starts_with(name)) {
        auto over = rest.find(end);
        if (over == rest.npos) break;
        rest.remove_prefix(over + end.size());
    }
    return rest;
}

std::string_view without_names_in_text(std::string_view text) {
    while (text.starts_with('@')) {
        auto space = text.find(' ');
        if (space == text.npos) break;
        text.remove_prefix(space + 1);
    }
    return text;
}

html::Safe row_of(Words const& words, db::Read& read, AccountId me, Conversation const& each) {
    auto last = posts::find(read, each.last, me);
    if (!last) return {};
    auto others = accounts::find_all(read, people(*last, me));
    auto covered = posts::covering(read, me, *last, "notifications");
    auto excerpt = !covered.empty() ? words("Covered: {titles}", {{"titles", covered}}) : last->content_note.empty() ? base::shorten(std::string(without_names_in_text(last->text)), 90) : last->content_note;
    return words.fill(pages::Row{.picture = others.empty() ? html::avatar("", me.value, html::Shape::circle) : accounts::picture(others.front()), .id = each.thread,
                                 .names = names_of(words, others), .unread = each.unread, .when = html::time_tag(words, last->created_at, read.now),
                                 .own = last->author == me, .excerpt = excerpt});
}

http::Answer show_all(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    auto me = request.account();
    auto found = list(read, me, {.before = request.fields.integer("before").value_or(0), .limit = page_size});
    html::Safe rows;
    for (auto const& each : found) rows += row_of(words, read, me, each);
    html::Page page{.title = words("Messages"), .current = "/messages", .sensitive = true};
    page.main = words.fill(pages::List{.rows = rows, .landscape = html::avatar("", 3, html::Shape::circle),
                                       .older = std::ssize(found) == page_size ? "/messages?before=" + found.back().last.text() : std::string()});
    return html::page(request, read, std::move(page));
}

Result<Conversation> asked_for(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<PostId>("id");
    auto found = id ? find(read, request.account(), *id) : std::nullopt;
    if (!found) return refuse(Why::not_found, "There is no such conversation.");
    return *found;
}

html::Safe message(Words const& words, db::Read& read, posts::Post const& post, AccountId me) {
    auto author = accounts::find(read, post.author);
    if (!author) return {};
    auto covered = post.author == me ? std::string() : posts::covering(read, me, post, "thread");
    auto note = !covered.empty() ? words("Covered: {titles}", {{"titles", covered}}) : post.content_note.empty() ? "" : words("Contains: {note}", {{"note", post.content_note}});
    html::Safe text{std::string(post.html.size() == without_names(post.html).size() ? "" : "<p>")};
    text += emojis::drawn(read, html::Safe{std::string(without_names(post.html))});
    return words.fill(pages::Message{.own = post.author == me, .id = post.id, .author = author->name, .when = html::time_tag(words, post.created_at, read.now), .note = note,
                                     .language = post.language, .text = text,
                                     .media = post.media.empty() ? html::Safe{} : media::gallery(words, post.media, post.sensitive || !note.empty())});
}

http::Response thread_page(http::Request const& request, db::Read& read, Conversation const& shown, base::Refusal const* refusal) {
    Words words(request.locale);
    auto me = request.account();
    auto ids = messages(read, me, shown.thread, request.fields.integer("before").value_or(0), messages_shown);
    auto older = std::ssize(ids) == messages_shown ? "/messages/" + shown.thread.text() + "?before=" + ids.back().text() : std::string();
    std::ranges::reverse(ids);
    html::Safe said, rows;
    for (auto const& post : posts::find_all(read, ids, me)) said += message(words, read, post, me);
    auto last = posts::find(read, shown.last, me);
    auto others = last ? accounts::find_all(read, people(*last, me)) : std::vector<accounts::Account>{};
    for (auto const& person : others)
        rows += words.fill(pages::Person{.picture = accounts::picture(person), .address = "/@" + person.handle(), .name = person.name, .handle = person.handle()});
    // The tab's title may be seen by others: it names nobody.
    html::Page page{.title = words("Messages"), .current = "/messages", .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Thread{
        .names = names_of(words, others), .unread = shown.unread, .id = shown.thread, .csrf = html::csrf_field(request), .older = older, .messages = said,
        .summary = html::summary(words, refusal), .key = crypto::new_token(), .fault = html::at_fault(refusal, "status"),
        .text = refusal ? request.fields.text("status") : std::string_view(), .error = html::field_error(words, refusal, "status"), .people = rows});
    return html::page(request, read, std::move(page));
}

http::Answer show_one(http::Request const& request, db::Read& read) { return thread_page(request, read, TRY(asked_for(request, read)), nullptr); }

http::Answer send(http::Request const& request, db::Write& write) {
    auto shown = TRY(asked_for(request, write));
    auto me = request.account();
    auto last = posts::find(write, shown.last, me);
    if (!last) return refuse(Why::not_found, "There is no such conversation.");
    if (base::trim(request.fields.text("status")).empty()) {
        base::Refusal empty = base::refuse_field("status", "ERR_BLANK", "Write something first.").error();
        return thread_page(request, write, shown, &empty);
    }
    posts::Draft draft;
    for (auto const& person : accounts::find_all(write, people(*last, me))) draft.text += "@" + person.handle() + " ";
    draft.text += request.fields.text("status");
    draft.visibility = posts::Visibility::direct;
    draft.reply_to = last->id;
    draft.idempotency_key = request.fields.text("idempotency_key");
    inbox::Acting const acting(accounts::behind(write, *request.person));
    auto sent = posts::publish(write, me, draft);
    if (!sent) return thread_page(request, write, shown, &sent.error());
    teams::wrote(write, request, me, "message", sent->id.text());
    (void)mark_read(write, me, shown.thread);
    return http::redirect("/messages/" + shown.thread.text() + "#p" + sent->id.text());
}

http::Answer read_one(http::Request const& request, db::Write& write) {
    auto shown = TRY(asked_for(request, write));
    TRY(mark_read(write, request.account(), shown.thread));
    if (!request.wants_fragment()) return http::redirect("/messages/" + shown.thread.text());
    return html::fragment(html::Safe{"<span id=\"read\"></span>"});
}

http::Answer put_away(http::Request const& request, db::Write& write) {
    auto shown = TRY(asked_for(request, write));
    TRY(remove(write, request.account(), shown.thread));
    return http::redirect("/messages");
}

http::Response new_page(http::Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    auto to = std::string(request.fields.text("to"));
    if (!refusal && !to.empty() && !to.starts_with('@')) to = "@" + to;
    html::Page page{.title = words("Messages"), .current = "/messages", .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::New{.csrf = html::csrf_field(request), .summary = html::summary(words, refusal), .key = crypto::new_token(),
                                      .to_error = html::field_error(words, refusal, "to"), .to = to, .to_fault = html::at_fault(refusal, "to"),
                                      .text_error = html::field_error(words, refusal, "status"), .text_fault = html::at_fault(refusal, "status"),
                                      .text = refusal ? request.fields.text("status") : std::string_view()});
    return html::page(request, read, std::move(page));
}

http::Answer show_new(http::Request const& request, db::Read& read) { return new_page(request, read, nullptr); }

// Everybody who is named must be there: a message to nobody would be lost.
Result<std::string> names_in(db::Read& read, std::string_view typed) {
    std::string names;
    for (auto each : base::split(typed, ' ')) {
        auto name = base::trim(each);
        if (name.empty()) continue;
        auto account = accounts::find_by_handle(read, name);
        if (!account || account->hidden()) return base::refuse_field("to", "ERR_INVALID", "There is nobody by that name.");
        names += "@" + account->handle() + " ";
    }
    if (names.empty()) return base::refuse_field("to", "ERR_BLANK", "Say who should get it.");
    return names;
}

http::Answer start(http::Request const& request, db::Write& write) {
    auto refused = [&](base::Refusal const& refusal) { return new_page(request, write, &refusal); };
    auto names = names_in(write, request.fields.text("to"));
    if (!names) return refused(names.error());
    if (base::trim(request.fields.text("status")).empty()) return refused(base::refuse_field("status", "ERR_BLANK", "Write something first.").error());
    posts::Draft draft;
    draft.text = *names + std::string(request.fields.text("status"));
    draft.visibility = posts::Visibility::direct;
    draft.idempotency_key = request.fields.text("idempotency_key");
    auto sent = posts::publish(write, request.account(), draft);
    if (!sent) return refused(sent.error());
    teams::wrote(write, request, request.account(), "message", sent->id.text());
    return http::redirect("/messages/" + (sent->thread ? sent->thread : sent->id).text());
}

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/messages", Open::to_members, show_all).says("One's private messages, by conversation");
    pages.get("/messages/new", Open::to_members, show_new);
    pages.get("/messages/:id", Open::to_members, show_one);
    pages.post("/messages", Open::to_members, start);
    pages.post("/messages/:id", Open::to_members, send);
    pages.post("/messages/:id/read", Open::to_members, read_one);
    pages.post("/messages/:id/put-away", Open::to_members, put_away);
    html::add_to_frame([](html::Frame& frame, http::Request const& request, db::Read& read) {
        if (!request.account()) return;
        auto entry = std::ranges::find(frame.navigation, "/messages", &html::Entry::address);
        if (entry != frame.navigation.end()) entry->count = unread(read, request.account());
    });
}

}  // namespace conversations
