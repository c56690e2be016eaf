// The pages of posts: one with its thread, the composer, what one saved, and more about a post.
#include "posts/pages.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "blocks/blocks.hpp"
#include "posts/page_parts.hpp"
#include "posts/reading.hpp"

namespace posts {
using base::refuse, base::Result, base::Why;
using html::Words;

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

namespace {

constexpr int page_size = 20;

std::vector<PostId> ids_of(std::vector<Post> const& posts) {
    std::vector<PostId> ids;
    for (auto const& post : posts) ids.push_back(post.id);
    return ids;
}

// The post as search engines read it.
html::Safe linked_data_of(Post const& post, accounts::Account const& author) {
    base::Json json;
    json.object().pair("@context", "https://schema.org").pair("@type", "SocialMediaPosting").pair("url", post.url(author.username)).pair("datePublished", base::iso8601(post.created_at));
    if (post.edited_at) json.pair("dateModified", base::iso8601(post.edited_at));
    json.pair("headline", base::shorten(post.text, 110)).pair("text", post.text).pair("inLanguage", post.language).pair("commentCount", post.replies);
    json.key("author").object().pair("@type", author.is_organization() ? "Organization" : "Person").pair("name", author.name).pair("url", author.url()).end().end();
    return html::linked_data(json.take());
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
    Look in_thread{.viewer = viewer, .now = read.now, .in_thread = true, .context = "thread"},
        open{.viewer = viewer, .now = read.now, .open_thread = true, .in_thread = true};
    auto title = words("{name} on {site}", {{"name", author.name}, {"site", base::site_name()}});
    bool sensitive = post.visibility == Visibility::direct || std::ranges::any_of(post.hashtags, [](std::string const& tag) { return html::is_sensitive_topic(tag); });
    html::Page page{.title = sensitive ? words("Posts") : title, .live = "/live/posts/" + post.id.text(), .kind = "article", .sensitive = sensitive};
    page.main = words.fill(pages::Thread{
        .heading = title, .posted = undo_bar(words, read, request), .before = fill_cards(words, read, cards(read, ids_of(around.before), viewer), in_thread),
        .open = fill_cards(words, read, cards(read, {post.id}, viewer), open),
        .reply = viewer && permissions(read, post, viewer).reply ? composer(words, read, request, nullptr, &post) : html::Safe{}, .address = "/@" + author.handle() + "/" + post.id.text(),
        .new_forms = words.counted("{count, plural, one {# new reply} other {# new replies}}"), .after = fill_cards(words, read, cards(read, ids_of(around.after), viewer), in_thread)});
    bool everyone = is_open(post.visibility) && !post.local_only;
    if (everyone) page.canonical = post.url(author.username);
    page.index = everyone && post.visibility == Visibility::everyone && author.indexable;
    // What a content note covers is shown nowhere else either.
    if (everyone && post.content_note.empty()) {
        page.description = base::shorten(post.text, 200);
        if (!post.sensitive && !post.media.empty()) page.image = post.media.front().preview_address;
    }
    if (page.image.empty()) page.image = author.avatar;
    if (page.index && post.content_note.empty()) page.head = linked_data_of(post, author);
    return html::page(request, read, std::move(page));
}

// The short address, for links that know only the id.
http::Answer find_thread(http::Request const& request, db::Read& read) {
    auto post = TRY(asked_for(request, read));
    auto author = TRY(author_of(read, post));
    return http::redirect("/@" + author.handle() + "/" + post.id.text(), 302);
}

std::vector<MoreSlot>& more_slots() {
    static std::vector<MoreSlot> registered;
    return registered;
}

// What can be done about its author, and what other rooms add.
html::Safe others(Words const& words, http::Request const& request, db::Read& read, Post const& post, accounts::Account const& author) {
    html::Safe made;
    if (post.author != request.account()) {
        auto standing = blocks::between(read, request.account(), post.author);
        made = blocks::menu(words, request, author.id, standing);
    }
    for (auto const& slot : more_slots()) made += slot(words, request, read, post, author);
    return made;
}

// Whether the reader's own post is what this one quotes.
bool quotes_theirs(db::Read& read, Post const& post, AccountId viewer) {
    if (!post.quote.post || post.author == viewer || post.quote.state != QuoteState::accepted) return false;
    auto quoted = find_unchecked(read, post.quote.post);
    return quoted && quoted->author == viewer;
}

http::Answer results(http::Request const& request, db::Read& read) {
    auto post = TRY(asked_for(request, read));
    Words words(request.locale);
    Look look{.viewer = request.account(), .now = read.now, .in_thread = true, .results = true};
    html::Page page{.title = words("Results so far")};
    page.main = words.fill(pages::One{.heading = page.title, .card = fill_cards(words, read, cards(read, {post.id}, request.account()), look),
                                      .back = "/posts/" + post.id.text()});
    return html::page(request, read, std::move(page));
}

http::Answer quotes(http::Request const& request, db::Read& read) {
    auto post = TRY(asked_for(request, read));
    Words words(request.locale);
    auto ids = quotes_of(read, post.id, request.account(), {.before = request.fields.integer("before").value_or(0), .limit = page_size});
    auto older = static_cast<int>(ids.size()) == page_size ? "/posts/" + post.id.text() + "/quotes?before=" + ids.back().text() : std::string();
    html::Page page{.title = words("Posts that quote it")};
    page.main = words.fill(pages::List{.heading = page.title, .tabs = false, .supported = false, .about = "", .cards = card_list(words, read, ids, request.account(), read.now, "public"),
                                       .older = older, .empty = ids.empty() ? words("No post that quotes it is shown to you.") : std::string(),
                                       .landscape = html::avatar("", 2, html::Shape::circle)});
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
    html::Page page{.title = words(title), .current = "/bookmarks"};
    page.main = words.fill(pages::List{.heading = page.title, .tabs = true, .supported = address == "/favourites", .about = words("Only you can see this list."),
                                       .cards = card_list(words, read, ids, request.account(), read.now, ""), .older = older,
                                       .empty = ids.empty() ? words(empty) : std::string(), .landscape = html::avatar("", 3, html::Shape::circle)});
    return html::page(request, read, std::move(page));
}

http::Answer saved(http::Request const& request, db::Read& read) {
    return list_page(request, read, bookmarks, "/bookmarks", "Saved", "What you save for later is kept here.");
}

http::Answer supported(http::Request const& request, db::Read& read) {
    return list_page(request, read, favourites, "/favourites", "Supported", "Posts you support are kept here.");
}

}  // namespace

html::Safe card(Words const& words, db::Read& read, Card const& one, base::Time now, bool open_thread) {
    return fill_cards(words, read, {one}, {.now = now, .open_thread = open_thread});
}

void add_to_more(MoreSlot slot) { more_slots().push_back(std::move(slot)); }

http::Answer more(http::Request const& request, db::Read& read) {
    auto post = TRY(asked_for(request, read));
    auto author = TRY(author_of(read, post));
    Words words(request.locale);
    auto viewer = request.account();
    auto mine = marks(read, viewer, {post.id}).front();
    auto quoting = permissions(read, post, viewer).quote;
    bool own = post.author == viewer;
    html::Page page{.title = words("More about this post")};
    page.main = words.fill(pages::More{
        .address = post.url(author.username), .quotable = quoting != Permissions::Quoting::no, .id = post.id,
        .on_request = quoting == Permissions::Quoting::on_request, .favourites = post.favourites, .boosts = post.boosts, .quotes = post.quotes,
        .edited = post.edited_at != 0, .own = own, .csrf = html::csrf_field(request), .mute_value = mine.muted ? "0" : "1",
        .mute_words = mine.muted ? words("Tell me of this conversation again") : words("Mute this conversation"),
        .revocable = quotes_theirs(read, post, viewer), .pin_value = mine.pinned ? "0" : "1",
        .pin_words = mine.pinned ? words("Unpin from my page") : words("Pin to my page"), .others = others(words, request, read, post, author),
        .policy = own ? policy_fields(words, post.policy) : html::Safe{}});
    return html::page(request, read, std::move(page));
}

void add_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/@:name/:id", Open::to_anyone, show_thread);
    pages.get("/posts/:id", Open::to_anyone, find_thread);
    pages.get("/posts/:id/more", Open::to_members, more);
    pages.get("/posts/:id/people", Open::to_anyone, people);
    pages.get("/posts/:id/quotes", Open::to_anyone, quotes);
    pages.get("/posts/:id/results", Open::to_anyone, results);
    pages.get("/bookmarks", Open::to_members, saved);
    pages.get("/favourites", Open::to_members, supported);
    add_composing(pages);
    add_history(pages);
    add_actions(pages);
    show_notifications();
}

}  // namespace posts
