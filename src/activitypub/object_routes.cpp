// Addresses of posts and of what belongs to them: activity, replies, likes, shares, stamps, threads; and the same at pages.
#include "activitypub/asking.hpp"
#include "activitypub/collections.hpp"
#include "activitypub/keys.hpp"
#include "activitypub/receiving.hpp"
#include "activitypub/synchronization.hpp"
#include <algorithm>

namespace activitypub {

using base::Result;
using http::Answer, http::Open, http::Request;

namespace {

constexpr int page_size = 40, most_in_thread = 4000;

Result<Shown> shown(Request const& request, db::Read& read) {
    TRY(may_ask(read, asker_of(request)));
    return post_named(read, asker_of(request), request.parameters.text("name"), request.parameters.text("id"));
}

http::Response private_unless_open(http::Response response, posts::Post const& post) {
    if (!is_open(post)) response.with("Cache-Control", "private, no-store");
    return response;
}

Answer document_of(db::Read& read, Shown const& found) {
    auto document = found.post.boost_of ? announce_of(read, found.post, found.author) : object_of(read, found.post, found.author, true);
    return private_unless_open(as_activity(std::move(document)), found.post);
}

// Where a post was that others know of: they may forget it.
http::Response tombstone(Request const& request) {
    base::Json out;
    out.object().key("@context").raw(plain_context).pair("type", "Tombstone");
    out.pair("id", base::site_url() + "/users/" + std::string(request.parameters.text("name")) + "/statuses/" + std::string(request.parameters.text("id")));
    return as_activity(out.end().take(), 410);
}

Answer show_object(Request const& request, db::Read& read) {
    if (!wants_activity(request)) {
        auto number = base::parse<PostId>(request.parameters.text("id"));
        auto author = TRY(actor_named(read, request.parameters.text("name")));
        if (!number) return nothing_here();
        return http::redirect("/@" + author.username + "/" + number->text(), 302).with("Vary", "Accept");
    }
    auto found = shown(request, read);
    if (found) return document_of(read, *found);
    if (found.error().why == base::Why::gone && actor_named(read, request.parameters.text("name"))) return tombstone(request);
    return std::unexpected(found.error());
}

Answer show_activity(Request const& request, db::Read& read) {
    auto found = TRY(shown(request, read));
    auto document = found.post.boost_of ? announce_of(read, found.post, found.author) : create_of(read, found.post, found.author);
    return private_unless_open(as_activity(std::move(document)), found.post);
}

// The open ones among these that are greater than `after`, oldest first, by their ids.
Items page_of(db::Read& read, std::vector<posts::Post> posts, std::int64_t after) {
    std::ranges::sort(posts, {}, &posts::Post::id);
    Items items;
    for (auto const& post : posts) {
        if (post.id.value <= after || !is_open(post) || post.local_only || post.boost_of) continue;
        if (std::ssize(items.all) == page_size) break;
        items.all.push_back(base::json_quote(uri_of(read, post)));
        items.next = "min_id=" + post.id.text() + "&page=true";
    }
    if (std::ssize(items.all) < page_size) items.next.clear();
    return items;
}

std::int64_t after_in(Request const& request) { return base::parse_id(request.fields.text("min_id")).value_or(0); }

Answer answer_paged(Request const& request, db::Read& read, Collection const& collection, std::vector<posts::Post> posts) {
    if (!request.fields.flag("page").value_or(false)) return as_activity(collection_document(collection));
    auto after = after_in(request);
    auto query = after ? "min_id=" + std::to_string(after) + "&page=true" : std::string("page=true");
    return as_activity(page_document(collection, query, page_of(read, std::move(posts), after)));
}

Answer show_replies(Request const& request, db::Read& read) {
    auto found = TRY(shown(request, read));
    auto thread = posts::thread(read, found.post.id, {}, most_in_thread);
    std::erase_if(thread.after, [&](posts::Post const& post) { return post.reply_to != found.post.id; });
    return answer_paged(request, read, {.id = found.post.uri(found.author.username) + "/replies", .ordered = false}, std::move(thread.after));
}

Answer show_count(Request const& request, db::Read& read, std::string_view name, std::int64_t posts::Post::* count) {
    auto found = TRY(shown(request, read));
    Collection counted{.id = found.post.uri(found.author.username) + "/" + std::string(name), .total = found.post.*count, .ordered = false, .paged = false};
    return private_unless_open(as_activity(collection_document(counted)), found.post);
}

// Everything that everybody may read of a conversation that began here, so that it can be fetched whole.
Answer show_context(Request const& request, db::Read& read) {
    TRY(may_ask(read, asker_of(request)));
    auto id = base::parse<PostId>(request.parameters.text("id"));
    auto root = id ? posts::find(read, *id, {}) : std::nullopt;
    if (!root || root->thread != root->id || !may_federate(*root) || root->boost_of) return nothing_here();
    auto author = accounts::find(read, root->author);
    if (!author || author->hidden()) return nothing_here();
    auto thread = posts::thread(read, root->id, {}, most_in_thread).after;
    thread.push_back(*root);
    return answer_paged(request, read, {.id = context_uri(root->id), .ordered = false, .attributed_to = author->uri()}, std::move(thread));
}

// That one post may quote another: true as long as its author says so.
Answer show_stamp(Request const& request, db::Read& read) {
    TRY(may_ask(read, asker_of(request)));
    auto author = TRY(actor_named(read, request.parameters.text("name")));
    auto id = base::parse<PostId>(request.parameters.text("id"));
    auto quoting = id ? posts::find_unchecked(read, *id) : std::nullopt;
    if (!quoting || quoting->quote.state != posts::QuoteState::accepted || quoting->local_only) return nothing_here();
    auto quoted = posts::find_unchecked(read, quoting->quote.post);
    if (!quoted || quoted->author != author.id || quoted->local_only) return nothing_here();
    return as_activity(stamp_of(author, quoting->id, uri_of(read, *quoting), quoted->uri(author.username)));
}

// A page asked for as ActivityStreams. What needs a signature is read at its id, which the page's address leads to.
Answer profile_as_activity(Request const& request, db::Read& read) {
    auto account = TRY(actor_named(read, request.parameters.text("name")));
    auto key = stored_public_key(read, account.id);
    if (!key || authorized_fetch() || !may_ask(read, {})) return http::redirect(account.uri(), 302).with("Vary", "Accept");
    return as_activity(actor_document(read, account, *key));
}

Answer thread_as_activity(Request const& request, db::Read& read) {
    auto account = TRY(actor_named(read, request.parameters.text("name")));
    auto found = may_ask(read, {}) ? post_named(read, {}, account.username, request.parameters.text("id")) : nothing_here();
    if (found) return document_of(read, *found);
    posts::Post asked;
    asked.id = base::parse<PostId>(request.parameters.text("id")).value_or(PostId{});
    if (!asked.id) return nothing_here();
    return http::redirect(asked.uri(account.username), 302).with("Vary", "Accept");
}

}  // namespace

void add_object_routes(http::Router::Section api, db::Database& database) {
    auto get = [&](std::string_view pattern, http::Reader reader) { api.get(pattern, Open::to_anyone, std::move(reader)).first(recognizing(database)); };
    get("/users/:name/statuses/:id", show_object);
    get("/users/:name/statuses/:id/activity", show_activity);
    get("/users/:name/statuses/:id/replies", show_replies);
    get("/users/:name/statuses/:id/likes", [](Request const& request, db::Read& read) { return show_count(request, read, "likes", &posts::Post::favourites); });
    get("/users/:name/statuses/:id/shares", [](Request const& request, db::Read& read) { return show_count(request, read, "shares", &posts::Post::boosts); });
    get("/users/:name/quote_authorizations/:id", show_stamp);
    get("/contexts/:id", show_context);
}

void answer_pages(http::Router& router) {
    router.also("/@:name", wants_activity, profile_as_activity);
    router.also("/@:name/:id", wants_activity, thread_as_activity);
}

void add_routes(http::Router::Section api, db::Database& database) {
    add_synchronization_routes(api, database);
    add_inboxes(api, database);
    add_discovery_routes(api, database);
    add_actor_routes(api, database);
    add_object_routes(api, database);
}

}  // namespace activitypub
