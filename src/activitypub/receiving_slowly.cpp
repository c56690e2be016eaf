// The rest of what activities mean, where other servers must be asked first: moves, what groups announce, posts told by name.
#include "activitypub/objects.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/receiving_parts.hpp"
#include "base/time.hpp"
#include <algorithm>

namespace activitypub {

using base::Done, base::refuse, base::Result, base::Why;

namespace {

constexpr base::Time between_moves = 7 * base::day;

posts::Visibility visibility_of_boost(Document const& activity) {
    auto open = [](Document const& list) { return names(list, everyone) || names(list, "as:Public") || names(list, "Public"); };
    if (open(activity["to"])) return posts::Visibility::everyone;
    return open(activity["cc"]) || !activity["to"].is_there() ? posts::Visibility::unlisted : posts::Visibility::followers;
}

// What somebody moved to says itself that the old account is its own; here or on another server.
Result<Done> move_slowly(db::Database& database, Actor const& actor, Document const& activity) {
    auto target = id_of(activity["target"]);
    auto ours = database.read([&](db::Read& read) { return local(read, target); });
    AccountId to;
    if (ours) {
        auto names_it = database.read([&](db::Read& read) { return accounts::aliases(read, ours->id); });
        if (std::ranges::find(names_it, actor.account, &accounts::Account::id) == names_it.end()) return Done{};
        to = ours->id;
    } else {
        if (!is_proper(target)) return Done{};
        auto document = TRY(fetch_document(database, target, Redirects::anywhere));
        auto read = TRY(read_actor(document));
        if (read.remote.uri != target || std::ranges::find(read.also_known_as, actor.uri) == read.also_known_as.end()) return Done{};
        to = TRY(keep_fetched_actor(database, document)).account;
    }
    return database.write([&](db::Write& write) -> Result<Done> {
        auto last = write.one(sql::actor_by_uri, {actor.uri}, [](db::Row const& row) { return row.integer(11); }).value_or(0);
        if (to == actor.account || (last && last + between_moves > write.now)) return Done{};
        write.run(sql::set_actor_moved, {actor.account, write.now});
        accounts::set_moved(write, actor.account, to);
        return Done{};
    });
}

// What began a conversation is shared by the group; answers only stand in it.
Result<Done> take_announced_post(db::Database& database, Actor const& actor, Document const& activity, Document const& made) {
    auto post = TRY(fetch_post(database, id_of(made), 1));
    return database.write([&](db::Write& write) -> Result<Done> {
        auto found = posts::find_unchecked(write, post);
        if (!found || found->reply_to || !id_of(made["inReplyTo"]).empty()) return Done{};
        return take_boost(write, actor, activity, post);
    });
}

// A server vouches for those who live there, and for nobody else.
Result<Done> take_announced_like(db::Database& database, Actor const& actor, Document const& deed, Document const& post) {
    auto who = id_of(deed["actor"]);
    if (!is_proper(who) || !same_host(who, actor.uri)) return Done{};
    if (!database.read([&](db::Read& read) { return posts::find_by_uri(read, id_of(post)); })) return Done{};
    auto by = TRY(fetch_actor(database, who));
    return database.write([&](db::Write& write) { return quietly(take(write, by, deed)); });
}

// A group announces what was done in it: what that made is fetched from where it lives, and what it changed is looked at there.
Result<Done> announce_slowly(db::Database& database, Actor const& actor, Document const& activity) {
    auto object = activity["object"];
    if (!object.is_object() || !is_activity(object) || has_type(object, {"Announce"})) {
        auto post = TRY(fetch_post(database, has_type(object, {"Announce"}) ? id_of(object["object"]) : id_of(object), 1));
        return database.write([&](db::Write& write) { return take_boost(write, actor, activity, post); });
    }
    auto inner = object["object"];
    if (has_type(object, {"Create"})) return take_announced_post(database, actor, activity, inner);
    if (has_type(object, {"Update", "Delete"})) {
        bool known = database.read([&](db::Read& read) { return posts::find_by_uri(read, id_of(inner)).has_value(); });
        return known ? ask_origin(database, id_of(inner)) : Result<Done>(Done{});
    }
    if (has_type(object, {"Like", "EmojiReact"})) return take_announced_like(database, actor, object, inner);
    if (has_type(object, {"Undo"}) && has_type(inner, {"Like", "EmojiReact"})) return take_announced_like(database, actor, object, inner["object"]);
    return Done{};
}

}  // namespace

Result<Done> take_boost(db::Write& write, Actor const& actor, Document const& activity, PostId post) {
    auto uri = std::string(activity["id"].text());
    if (uri.empty()) uri = actor.uri + "#boost/" + post.text();
    return quietly(posts::receive_boost(write, {.uri = uri, .by = actor.account, .of = post, .visibility = visibility_of_boost(activity),
                                                .created_at = base::parse_iso8601(activity["published"].text()).value_or(0)}));
}

Result<Done> take_slowly(db::Database& database, Actor const& actor, Document const& activity) {
    if (has_type(activity, {"Move"})) return move_slowly(database, actor, activity);
    if (has_type(activity, {"Announce"})) return announce_slowly(database, actor, activity);
    if (has_type(activity, {"Create"})) {
        TRY(fetch_post(database, id_of(activity["object"]), 1));
        return Done{};
    }
    if (!has_type(activity, {"QuoteRequest"})) return Done{};
    auto quoting = TRY(fetch_post(database, id_of(activity["instrument"]), 1));
    return database.write([&](db::Write& write) { return settle_request(write, actor, activity, quoting); });
}

}  // namespace activitypub
