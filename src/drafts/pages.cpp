// The pages of drafts and scheduled posts. Every step is a form: nothing needs a script.
#include "drafts/pages.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "drafts/drafts.hpp"
#include "html/prose.hpp"
#include "teams/teams.hpp"
#include <algorithm>

namespace drafts {
using base::refuse, base::Result, base::Why;
using html::Words;

namespace {

constexpr int page_size = 20;

Result<std::int64_t> id_in(http::Request const& request) {
    auto id = request.parameters.integer("id");
    if (!id) return refuse(Why::not_found, "There is no such draft.");
    return *id;
}

Result<Kept> kept_in(http::Request const& request, db::Read& read) {
    auto kept = find(read, request.account(), TRY(id_in(request)));
    if (!kept) return refuse(Why::not_found, "There is no such draft.");
    return std::move(*kept);
}

std::string title_of(Words const& words, posts::Draft const& draft) {
    auto first = draft.content_note.empty() ? draft.text : draft.content_note;
    auto line = base::trim(first.substr(0, first.find('\n')));
    return line.empty() ? words("Without text") : base::shorten(line, 80);
}

std::string older_of(std::string address, std::size_t shown, std::int64_t last) {
    return shown == page_size ? address + "?before=" + std::to_string(last) : std::string();
}

// A private message in the making, or words about what others should not see.
bool is_sensitive(posts::Draft const& draft) {
    if (draft.visibility == posts::Visibility::direct) return true;
    return std::ranges::any_of(html::find_in(draft.text), [](html::Found const& found) { return found.kind == html::Found::Kind::hashtag && html::is_sensitive_topic(found.inner); });
}

http::Answer show_list(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    auto all = list(read, request.account(), request.fields.integer("before").value_or(0), page_size);
    html::Safe rows;
    for (auto const& kept : all)
        rows += words.fill(pages::Row{.id = kept.id, .title = title_of(words, kept.draft), .when = html::time_tag(words, kept.changed_at, read.now),
                                      .media = kept.draft.media.size(), .poll = kept.draft.poll.has_value(), .note = words(kept.note),
                                      .csrf = html::csrf_field(request)});
    html::Page page{.title = words("Drafts"), .current = "/drafts"};
    page.sensitive = std::ranges::any_of(all, [](Kept const& kept) { return is_sensitive(kept.draft); });
    page.main = words.fill(pages::List{.rows = rows, .empty = all.empty(), .landscape = html::avatar("", 3, html::Shape::circle),
                                       .older = older_of("/drafts", all.size(), all.empty() ? 0 : all.back().id)});
    return html::page(request, read, std::move(page));
}

http::Answer edit_page(http::Request const& request, db::Read& read, Kept const& kept, base::Refusal const* refusal) {
    Words words(request.locale);
    auto visibility = kept.draft.visibility.value_or(posts::Visibility::everyone);
    html::Page page{.title = words("Edit draft"), .current = "/drafts"};
    page.sensitive = is_sensitive(kept.draft);
    page.main = words.fill(pages::Edit{
        .note = kept.note.empty() ? std::string() : words(kept.note), .reply_to = kept.draft.reply_to ? kept.draft.reply_to.text() : std::string(), .id = kept.id,
        .csrf = html::csrf_field(request), .summary = html::summary(words, refusal), .version = kept.version,
        .status_fault = html::at_fault(refusal, "status"), .text = kept.draft.text, .status_error = html::field_error(words, refusal, "status"),
        .content_note = kept.draft.content_note, .to_everyone = visibility == posts::Visibility::everyone,
        .to_unlisted = visibility == posts::Visibility::unlisted, .to_followers = visibility == posts::Visibility::followers,
        .to_named = visibility == posts::Visibility::direct, .at = request.fields.text("scheduled_at"),
        .at_fault = html::at_fault(refusal, "scheduled_at"), .at_error = html::field_error(words, refusal, "scheduled_at"),
        .now = words.date_time(read.now)});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

http::Answer show_one(http::Request const& request, db::Read& read) { return edit_page(request, read, TRY(kept_in(request, read)), nullptr); }

// What the form has changes; what it has no field for (media, a poll, what it answers) stays.
posts::Draft changed(posts::Draft draft, http::Fields const& fields) {
    draft.text = fields.text("status");
    draft.content_note = fields.text("spoiler_text");
    draft.visibility = posts::visibility_of(fields.text("visibility"));
    return draft;
}

// By the clock of who typed it.
Result<base::Time> moment_in(http::Request const& request) { return Words(request.locale).moment_in("scheduled_at", request.fields.text("scheduled_at")); }

// Saves, and does what the button says. Gives the address to go to.
Result<std::string> act(http::Request const& request, db::Write& write, Kept const& kept) {
    auto account = request.account();
    TRY(change(write, account, kept.id, request.fields.integer("version").value_or(0), kept.draft));
    auto then = request.fields.text("then");
    if (then == "publish") {
        auto const id = TRY(publish(write, account, kept.id)).id.text();
        teams::wrote(write, request, account, "post", id);
        return "/posts/" + id;
    }
    if (then != "schedule") return "/drafts";
    auto const planned = TRY(schedule(write, account, kept.draft, TRY(moment_in(request))));
    teams::wrote(write, request, account, "post.schedule", std::to_string(planned.id));
    TRY(remove(write, account, kept.id));
    return "/scheduled";
}

http::Answer save(http::Request const& request, db::Write& write) {
    auto kept = TRY(kept_in(request, write));
    kept.draft = changed(std::move(kept.draft), request.fields);
    auto next = act(request, write, kept);
    if (!next) return edit_page(request, write, kept, &next.error());
    return http::redirect(*next);
}

struct Files { std::vector<media::Taken> taken; };

// Decoding is slow: it is done before the change. What is no picture is left out, and the draft is kept without it.
Result<base::Done> take_files(http::Request& request) {
    Files files;
    for (auto const& upload : request.uploads)
        if (upload.field == "media[]" && upload.size > 0)
            if (auto taken = media::take(upload, nullptr, request.account())) files.taken.push_back(std::move(*taken));
    request.prepared.emplace_back(std::move(files));
    return base::Done{};
}

// From the composer: what was typed and chosen there is kept, and a moment can be chosen next.
http::Answer keep(http::Request const& request, db::Write& write) {
    auto draft = posts::draft_in_form(request.fields);
    for (auto const& each : request.prepared)
        if (auto const* files = std::any_cast<Files>(&each))
            for (auto const& taken : files->taken)
                if (draft.media.size() < media::most_attachments) draft.media.push_back(TRY(media::keep(write, request.account(), taken, {})).id);
    for (auto const& [id, details] : draft.media_details) (void)media::describe(write, request.account(), id, details);
    // A draft is a person's own: whoever chose an organization reads so before anything is published in the wrong name.
    bool const for_another = !request.fields.text("post_as").empty();
    auto kept = TRY(create(write, request.account(), draft, for_another ? "You chose to post this as an organization. A draft is your own: act for the organization to post it there." : ""));
    return http::redirect("/drafts/" + std::to_string(kept.id));
}

// While somebody types: the draft is made once and changed then. Answered in place; without a script the button keeps it.
http::Answer keep_quietly(http::Request const& request, db::Write& write) {
    auto draft = posts::draft_in_form(request.fields);
    auto account = request.account();
    auto known = find(write, account, request.fields.integer("draft_id").value_or(0));
    auto kept = known ? TRY(change(write, account, known->id, known->version, draft)) : TRY(create(write, account, draft));
    Words words(request.locale);
    return html::fragment(words.fill(pages::Kept{.id = kept.id, .when = words.date_time(kept.changed_at)}));
}

http::Answer publish_now(http::Request const& request, db::Write& write) {
    auto kept = TRY(kept_in(request, write));
    auto post = publish(write, request.account(), kept.id);
    if (!post) return edit_page(request, write, kept, &post.error());
    teams::wrote(write, request, request.account(), "post", post->id.text());
    return http::redirect("/posts/" + post->id.text());
}

http::Answer show_scheduled(http::Request const& request, db::Read& read) {
    Words words(request.locale);
    auto all = scheduled(read, request.account(), {.before = request.fields.integer("before").value_or(0), .limit = page_size});
    html::Safe rows;
    for (auto const& post : all)
        rows += words.fill(pages::ScheduledRow{.id = post.id, .title = title_of(words, post.draft), .iso = base::iso8601(post.at),
                                               .when = words.date_time(post.at), .media = post.draft.media.size(), .poll = post.draft.poll.has_value(),
                                               .csrf = html::csrf_field(request)});
    html::Page page{.title = words("Scheduled"), .current = "/drafts"};
    page.sensitive = std::ranges::any_of(all, [](Scheduled const& post) { return is_sensitive(post.draft); });
    page.main = words.fill(pages::Scheduled{.rows = rows, .empty = all.empty(), .landscape = html::avatar("", 4, html::Shape::circle),
                                            .older = older_of("/scheduled", all.size(), all.empty() ? 0 : all.back().id)});
    return html::page(request, read, std::move(page));
}

http::Answer edit_scheduled(http::Request const& request, db::Write& write) {
    auto kept = TRY(unschedule(write, request.account(), TRY(id_in(request))));
    return http::redirect("/drafts/" + std::to_string(kept.id));
}

http::Answer publish_scheduled(http::Request const& request, db::Write& write) {
    auto kept = TRY(unschedule(write, request.account(), TRY(id_in(request))));
    auto post = publish(write, request.account(), kept.id);
    if (!post) return std::unexpected(post.error());
    teams::wrote(write, request, request.account(), "post", post->id.text());
    return http::redirect("/posts/" + post->id.text());
}

}  // namespace

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/drafts", Open::to_members, show_list);
    pages.get("/drafts/:id", Open::to_members, show_one);
    pages.post("/drafts", Open::to_members, keep).body_up_to(media::largest_upload()).first(take_files);
    pages.post("/drafts/quietly", Open::to_members, keep_quietly).limited({"drafts", 300, 900}).says("Keeps what is being typed");
    pages.post("/drafts/:id", Open::to_members, save);
    pages.post("/drafts/:id/publish", Open::to_members, publish_now);
    pages.post("/drafts/:id/delete", Open::to_members, [](http::Request const& request, db::Write& write) -> http::Answer {
        TRY(remove(write, request.account(), TRY(id_in(request))));
        return http::redirect("/drafts");
    });
    pages.get("/scheduled", Open::to_members, show_scheduled);
    pages.post("/scheduled/:id/edit", Open::to_members, edit_scheduled);
    pages.post("/scheduled/:id/publish", Open::to_members, publish_scheduled);
    pages.post("/scheduled/:id/cancel", Open::to_members, [](http::Request const& request, db::Write& write) -> http::Answer {
        TRY(cancel(write, request.account(), TRY(id_in(request))));
        return http::redirect("/scheduled");
    });
    posts::after_sending([](db::Write& write, http::Request const& request, posts::Post const&) {
        if (auto id = request.fields.integer("draft_id").value_or(0)) (void)remove(write, request.account(), id);
    });
    posts::add_to_composer([](Words const& words, http::Request const&) { return words.fill(pages::Keep{}); });
    html::add_to_frame([](html::Frame& frame, http::Request const& request, db::Read&) {
        if (request.account()) frame.navigation.push_back({"/drafts", "pencil-line", "Drafts", 0, false});
    });
}

}  // namespace drafts
