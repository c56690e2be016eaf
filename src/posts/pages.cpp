// The pages of posts: one with its thread, the composer, what one saved, and more about a post.
#include "posts/pages.hpp"
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "notifications/notifications.hpp"
#include "posts/page_parts.hpp"

namespace posts {
using base::refuse, base::Result, base::Why;
using html::Words;

namespace {

constexpr int page_size = 20;

Result<Post> asked_for(http::Request const& request, db::Read& read) {
    auto id = request.parameters.id<PostId>("id");
    auto post = id ? find(read, *id, request.account()) : std::nullopt;
    if (post && post->boost_of) post = find(read, post->boost_of, request.account());
    if (!post) return refuse(Why::not_found, "There is no such post.");
    return *post;
}

Result<accounts::Account> author_of(db::Read& read, Post const& post) {
    auto author = accounts::find(read, post.author);
    if (!author) return refuse(Why::not_found, "There is no such post.");
    return *author;
}

std::vector<PostId> ids_of(std::vector<Post> const& posts) {
    std::vector<PostId> ids;
    for (auto const& post : posts) ids.push_back(post.id);
    return ids;
}

http::Answer show_thread(http::Request const& request, db::Read& read) {
    auto post = TRY(asked_for(request, read));
    auto author = TRY(author_of(read, post));
    // An address under another's name is not the post's.
    auto named = request.parameters.text("name");
    if (base::fold(named) != base::fold(author.handle())) return http::redirect("/@" + author.handle() + "/" + post.id.text(), 302);

    Words words(request.locale);
    auto viewer = request.account();
    auto around = thread(read, post.id, viewer);
    Look in_thread{viewer, read.now, false, true}, open{viewer, read.now, true, true};
    auto title = words("{name} on {site}", {{"name", author.name}, {"site", base::site_name()}});
    html::Page page{.title = title};
    page.main = words.fill(pages::Thread{
        .heading = title, .before = fill_cards(words, read, cards(read, ids_of(around.before), viewer), in_thread),
        .open = fill_cards(words, read, cards(read, {post.id}, viewer), open),
        .reply = viewer ? composer(words, request, nullptr, &post) : html::Safe{},
        .after = fill_cards(words, read, cards(read, ids_of(around.after), viewer), in_thread)});
    bool everyone = post.visibility == Visibility::everyone || post.visibility == Visibility::unlisted;
    page.canonical = post.url(author.username);
    page.index = everyone && post.visibility == Visibility::everyone && author.indexable;
    if (everyone && post.content_note.empty()) page.description = base::shorten(post.text, 200);
    return html::page(request, read, std::move(page));
}

// The short address, for links that know only the id.
http::Answer find_thread(http::Request const& request, db::Read& read) {
    auto post = TRY(asked_for(request, read));
    auto author = TRY(author_of(read, post));
    return http::redirect("/@" + author.handle() + "/" + post.id.text(), 302);
}

http::Answer write_page(http::Request const& request, db::Read& read, base::Refusal const* refusal) {
    Words words(request.locale);
    std::optional<Post> parent;
    for (auto const* field : {"reply", "in_reply_to_id"})
        if (auto id = request.fields.id<PostId>(field); id && !parent) parent = find(read, *id, request.account());
    html::Page page{.title = parent ? words("Reply") : words("New post")};
    Look look{request.account(), read.now, false, true};
    page.main = words.fill(pages::New{.heading = page.title,
                                      .parent = parent ? fill_cards(words, read, cards(read, {parent->id}, request.account()), look) : html::Safe{},
                                      .composer = composer(words, request, refusal, parent ? &*parent : nullptr)});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

http::Answer new_post(http::Request const& request, db::Read& read) { return write_page(request, read, nullptr); }

http::Answer publish_form(http::Request const& request, db::Write& write) {
    auto const& fields = request.fields;
    Draft draft{std::string(fields.text("status")), std::string(fields.text("spoiler_text"))};
    draft.visibility = visibility_of(fields.text("visibility"));
    draft.reply_to = fields.id<PostId>("in_reply_to_id").value_or(PostId{});
    draft.idempotency_key = fields.text("idempotency_key");
    auto post = publish(write, request.account(), draft);
    if (!post) return write_page(request, write, &post.error());
    if (!post->reply_to) return http::redirect("/home");
    return http::redirect("/posts/" + post->thread.text() + "#p" + post->id.text());
}

http::Answer more(http::Request const& request, db::Read& read) {
    auto post = TRY(asked_for(request, read));
    auto author = TRY(author_of(read, post));
    Words words(request.locale);
    bool own = post.author == request.account(), pinned = marks(read, request.account(), {post.id}).front().pinned;
    html::Page page{.title = words("More about this post")};
    page.main = words.fill(pages::More{.address = post.url(author.username), .id = post.id, .favourites = post.favourites, .boosts = post.boosts,
                                       .own = own, .csrf = html::csrf_field(request), .pin_value = pinned ? "0" : "1",
                                       .pin_words = pinned ? words("Unpin from my page") : words("Pin to my page")});
    return html::page(request, read, std::move(page));
}

http::Answer people(http::Request const& request, db::Read& read) {
    auto post = TRY(asked_for(request, read));
    Words words(request.locale);
    constexpr int most = 80;
    bool boosts = request.fields.text("what") == "boosts";
    std::vector<AccountId> ids;
    for (auto const& who : boosts ? boosted_by(read, post.id, {.limit = most}) : favourited_by(read, post.id, {.limit = most})) ids.push_back(who.account);
    html::Safe rows;
    for (auto const& account : accounts::find_all(read, ids))
        rows += words.fill(pages::Person{.picture = accounts::picture(account), .address = "/@" + account.handle(), .name = account.name, .handle = account.handle()});
    html::Page page{.title = boosts ? words("Shared by") : words("Supported by")};
    page.main = words.fill(pages::People{.heading = page.title, .people = rows, .back = "/posts/" + post.id.text()});
    return html::page(request, read, std::move(page));
}

template <class Rows>
http::Answer list_page(http::Request const& request, db::Read& read, Rows rows, std::string address, std::string title, std::string empty) {
    Words words(request.locale);
    auto before = request.fields.integer("before").value_or(0);
    auto found = rows(read, request.account(), Page{.before = before, .limit = page_size});
    std::vector<PostId> ids;
    for (auto const& row : found) ids.push_back(row.post);
    auto older = static_cast<int>(found.size()) == page_size ? address + "?before=" + std::to_string(found.back().at) : std::string();
    html::Page page{.title = words(title), .current = address};
    page.main = words.fill(pages::List{.heading = page.title, .about = words("Only you can see this list."),
                                       .cards = card_list(words, read, ids, request.account(), read.now), .older = older,
                                       .empty = ids.empty() ? words(empty) : std::string(), .landscape = html::avatar("", 3, html::Shape::circle)});
    return html::page(request, read, std::move(page));
}

http::Answer saved(http::Request const& request, db::Read& read) {
    return list_page(request, read, bookmarks, "/bookmarks", "Saved", "What you save for later is kept here.");
}

http::Answer supported(http::Request const& request, db::Read& read) {
    return list_page(request, read, favourites, "/favourites", "Supported", "Posts you support are kept here.");
}

// The sentences of notifications about posts.
void show_notifications() {
    auto about_post = [](std::string sentence, std::string icon) {
        return [sentence, icon](notifications::Notification const& told, accounts::Account const& from, db::Read& read,
                                Words const& words) -> std::optional<notifications::Shown> {
            auto post = find(read, told.post, told.account);
            if (!post) return std::nullopt;
            html::Safe excerpt;
            html::escape(excerpt.markup, post->content_note.empty() ? base::shorten(post->text, 160) : words("Contains: {note}", {{"note", post->content_note}}));
            return notifications::Shown{words(sentence, {{"name", from.name}}), "/posts/" + post->id.text(), std::move(excerpt), icon};
        };
    };
    notifications::show_as("mention", about_post("{name} mentioned you", "at-sign"));
    notifications::show_as("status", about_post("{name} posted", "bell"));
    notifications::show_as("reblog", about_post("{name} shared your post", "repeat-2"));
    notifications::show_as("favourite", about_post("{name} supports your post", "heart"));
}

}  // namespace

html::Safe composer(Words const& words, http::Request const& request, base::Refusal const* refusal, Post const* reply_to) {
    auto const& fields = request.fields;
    auto kept = [&](char const* field) { return refusal ? std::string(fields.text(field)) : std::string(); };
    auto parent_author = reply_to ? reply_to->author : AccountId{};
    auto text = kept("status");
    // Whoever is answered is named, unless it is oneself.
    if (!refusal && reply_to && parent_author != request.account())
        for (auto const& mention : reply_to->mentions)
            if (mention.account != request.account()) text += "@" + mention.handle + " ";
    auto visibility = visibility_of(kept("visibility")).value_or(reply_to ? reply_to->visibility : Visibility::everyone);
    return words.fill(pages::Composer{
        .csrf = html::csrf_field(request), .summary = html::summary(words, refusal), .key = crypto::new_token(),
        .reply_to = reply_to ? reply_to->id.text() : std::string(), .label = reply_to ? words("Your reply") : words("Ask or share something"),
        .text_fault = html::at_fault(refusal, "status"), .text = text, .text_error = html::field_error(words, refusal, "status"), .limit = longest(),
        .note = refusal ? kept("spoiler_text") : reply_to ? reply_to->content_note : std::string(), .to_everyone = visibility == Visibility::everyone,
        .to_unlisted = visibility == Visibility::unlisted, .to_followers = visibility == Visibility::followers, .to_named = visibility == Visibility::direct,
        .send = reply_to ? words("Reply") : words("Post")});
}

html::Safe card(Words const& words, db::Read& read, Card const& one, base::Time now, bool open_thread) {
    return fill_cards(words, read, {one}, {AccountId{}, now, open_thread});
}

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/@:name/:id", Open::to_anyone, show_thread);
    pages.get("/posts/:id", Open::to_anyone, find_thread);
    pages.get("/new", Open::to_members, new_post);
    pages.post("/posts", Open::to_members, publish_form);
    pages.get("/posts/:id/more", Open::to_members, more);
    pages.get("/posts/:id/people", Open::to_anyone, people);
    pages.get("/bookmarks", Open::to_members, saved);
    pages.get("/favourites", Open::to_members, supported);
    add_actions(pages);
    show_notifications();
}

}  // namespace posts
