// Addresses of actors and of what is theirs: outbox, followers, following, pins, hashtags.
#include "activitypub/asking.hpp"
#include "activitypub/collections.hpp"
#include "activitypub/keys.hpp"
#include "follows/follows.hpp"
#include "timelines/timelines.hpp"

namespace activitypub {

using http::Answer, http::Open, http::Request;

namespace {

constexpr int page_size = 20, page_of_people = 40;

// The key is made before somebody can ask for the document that shows it.
http::Aside with_key(db::Database& database) {
    return [&database, recognize = recognizing(database)](http::Request& request) -> base::Result<base::Done> {
        TRY(recognize(request));
        auto account = database.read([&](db::Read& read) { return actor_named(read, request.parameters.text("name")); });
        if (account && wants_activity(request)) request.prepared.push_back(public_key_of(database, account->id));
        return base::Done{};
    };
}

std::string key_in(Request const& request) {
    for (auto const& each : request.prepared)
        if (auto key = std::any_cast<std::string>(&each)) return *key;
    return {};
}

Answer show_actor(Request const& request, db::Read& read) {
    auto account = TRY(actor_named(read, request.parameters.text("name")));
    if (!wants_activity(request)) return http::redirect("/@" + account.username, 302).with("Vary", "Accept");
    TRY(may_ask(read, asker_of(request)));
    return as_activity(actor_document(read, account, key_in(request)));
}

std::int64_t before_in(Request const& request) { return base::parse_id(request.fields.text("max_id")).value_or(0); }
bool asks_for_page(Request const& request) { return request.fields.flag("page").value_or(false); }
std::string query_of(Request const& request) {
    auto before = before_in(request);
    return before ? "max_id=" + std::to_string(before) + "&page=true" : "page=true";
}

std::string activity_of(db::Read& read, posts::Post const& post, accounts::Account const& author) {
    return post.boost_of ? announce_of(read, post, author) : create_of(read, post, author);
}

Answer show_outbox(Request const& request, db::Read& read) {
    auto account = TRY(actor_named(read, request.parameters.text("name")));
    TRY(may_ask(read, asker_of(request)));
    Collection outbox{.id = account.uri() + "/outbox", .total = account.posts};
    if (!asks_for_page(request)) return as_activity(collection_document(outbox));
    auto ids = timelines::account(read, account.id, {}, {}, {.before = before_in(request), .limit = page_size});
    Items items;
    // Read as a visitor reads: what is not for everybody is not in it.
    for (auto const& post : posts::find_all(read, ids, {})) {
        auto boosted = post.boost_of ? posts::find(read, post.boost_of, {}) : std::nullopt;
        if (post.local_only || (post.boost_of && (!boosted || boosted->local_only))) continue;
        items.all.push_back(activity_of(read, post, account));
    }
    if (std::ssize(ids) == page_size) items.next = "max_id=" + ids.back().text() + "&page=true";
    return as_activity(page_document(outbox, query_of(request), items));
}

using Lister = std::vector<follows::Entry> (*)(db::Read&, AccountId, std::int64_t, int);

Answer show_people(Request const& request, db::Read& read, std::string_view name, Lister list, std::int64_t accounts::Account::* count) {
    auto account = TRY(actor_named(read, request.parameters.text("name")));
    TRY(may_ask(read, asker_of(request)));
    Collection people{.id = account.uri() + "/" + std::string(name), .total = account.*count, .paged = !account.hide_collections};
    if (!asks_for_page(request) || account.hide_collections) return as_activity(collection_document(people));
    auto entries = list(read, account.id, before_in(request), page_of_people);
    std::vector<AccountId> ids;
    for (auto const& entry : entries) ids.push_back(entry.account);
    Items items;
    for (auto const& each : accounts::find_all(read, ids))
        if (!each.hidden()) items.all.push_back(base::json_quote(each.uri()));
    if (std::ssize(entries) == page_of_people) items.next = "max_id=" + std::to_string(entries.back().id) + "&page=true";
    return as_activity(page_document(people, query_of(request), items));
}

std::string whole_collection(Collection const& collection, Items const& items) {
    base::Json out;
    out.object().key("@context").raw(object_context).pair("id", collection.id).pair("type", collection.ordered ? "OrderedCollection" : "Collection");
    out.pair("totalItems", static_cast<std::int64_t>(items.all.size())).key(collection.ordered ? "orderedItems" : "items").array();
    for (auto const& item : items.all) out.raw(item);
    return out.end().end().take();
}

Answer show_featured(Request const& request, db::Read& read) {
    auto account = TRY(actor_named(read, request.parameters.text("name")));
    TRY(may_ask(read, asker_of(request)));
    Items items;
    for (auto const& post : posts::find_all(read, posts::pinned(read, account.id), {}))
        if (may_federate(post)) items.all.push_back(object_of(read, post, account, false));
    return as_activity(whole_collection({.id = account.uri() + "/collections/featured"}, items));
}

Answer show_tags(Request const& request, db::Read& read) {
    auto account = TRY(actor_named(read, request.parameters.text("name")));
    TRY(may_ask(read, asker_of(request)));
    Items items;
    for (auto const& tag : posts::featured_tags(read, account.id)) {
        base::Json out;
        out.object().pair("type", "Hashtag").pair("href", base::site_url() + "/tags/" + http::percent_encode(tag.name)).pair("name", "#" + tag.name).end();
        items.all.push_back(out.take());
    }
    return as_activity(whole_collection({.id = account.uri() + "/collections/tags", .ordered = false}, items));
}

Answer show_empty_outbox(Request const&, db::Read&) {
    if (!federate()) return nothing_here();
    return as_activity(whole_collection({.id = server_actor_uri() + "/outbox"}, {}));
}

}  // namespace

void add_actor_routes(http::Router::Section api, db::Database& database) {
    api.get("/users/:name", Open::to_anyone, show_actor).first(with_key(database));
    api.get("/users/:name/outbox", Open::to_anyone, show_outbox).first(recognizing(database));
    api.get("/users/:name/followers", Open::to_anyone, [](Request const& request, db::Read& read) {
        return show_people(request, read, "followers", follows::followers, &accounts::Account::followers);
    }).first(recognizing(database));
    api.get("/users/:name/following", Open::to_anyone, [](Request const& request, db::Read& read) {
        return show_people(request, read, "following", follows::following, &accounts::Account::following);
    }).first(recognizing(database));
    api.get("/users/:name/collections/featured", Open::to_anyone, show_featured).first(recognizing(database));
    api.get("/users/:name/collections/tags", Open::to_anyone, show_tags).first(recognizing(database));
    // Its own document is for everybody: two servers that ask each other for signatures would wait forever.
    api.get("/actor", Open::to_anyone, [](Request const& request, db::Read&) -> Answer {
        if (!federate()) return nothing_here();
        return as_activity(server_actor_document(key_in(request)));
    }).first(http::Aside([&database](Request& request) -> base::Result<base::Done> {
        request.prepared.push_back(public_key_of(database, the_server));
        return base::Done{};
    }));
    api.get("/actor/outbox", Open::to_anyone, show_empty_outbox);
}

}  // namespace activitypub
