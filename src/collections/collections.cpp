// The rules of collections: how many, how long, whose, and who sees them.
#include "collections/collections.hpp"
#include "base/json.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "collections/queries.hpp"
#include "collections/schema.hpp"
#include <limits>

namespace collections {
using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

Collection collection_of(db::Row const& row) {
    return {row.id<CollectionId>(0), row.id<AccountId>(1), row.text(2), row.text(3), row.boolean(4), row.integer(5)};
}

Result<Collection> owned(db::Read& read, AccountId owner, CollectionId id) {
    auto found = find(read, id, owner);
    if (!found || found->owner != owner) return refuse(Why::not_found, "There is no such collection.");
    return std::move(*found);
}

Result<std::string> checked(std::string_view typed, std::string field, std::int64_t longest) {
    if (std::ssize(typed) > 16 * longest || !base::is_utf8(typed) || base::graphemes(typed) > longest)
        return refuse_field(std::move(field), "ERR_TOO_LONG", "At most " + std::to_string(longest) + " characters.");
    return base::trim(base::normalize(typed));
}

Result<Collection> with(Collection collection, Draft const& draft, base::Time now) {
    collection.title = TRY(checked(draft.title, "title", longest_title));
    if (collection.title.empty()) return refuse_field("title", "ERR_BLANK", "Give the collection a name.");
    collection.about = TRY(checked(draft.about, "about", longest_about));
    collection.is_public = draft.is_public;
    collection.changed_at = now;
    return collection;
}

void erase(db::Write& write, CollectionId id) {
    write.run(sql::empty_collection, {id});
    write.run(sql::delete_collection, {id});
}

using KeptId = base::Id<struct KeptTag>;

std::string exported(db::Read& read, AccountId account) {
    base::Json json;
    json.array();
    for (auto const& each : all_of(read, account)) {
        json.object().pair("title", each.title).pair("about", each.about).pair("public", each.is_public).key("posts").array();
        for (auto const& kept : posts_in(read, each.id, 0, static_cast<int>(most_posts))) json.value(kept.post.text());
        json.end().end();
    }
    return json.end().take();
}

}  // namespace

std::string Collection::url() const { return base::site_url() + "/collections/" + id.text(); }

Result<Collection> create(db::Write& write, AccountId owner, Draft const& draft) {
    if (write.number(sql::count_collections, {owner}) >= most_collections)
        return refuse_field("title", "ERR_TOO_MANY", "There can be at most " + std::to_string(most_collections) + " collections.");
    auto made = TRY(with({.owner = owner}, draft, write.now));
    made.id = write.new_id<CollectionId>();
    write.run(sql::insert_collection, {made.id, owner, made.title, made.about, made.is_public, made.changed_at});
    return made;
}

Result<Collection> change(db::Write& write, AccountId owner, CollectionId id, Draft const& draft) {
    auto made = TRY(with(TRY(owned(write, owner, id)), draft, write.now));
    write.run(sql::update_collection, {id, made.title, made.about, made.is_public, made.changed_at});
    return made;
}

Result<Done> remove(db::Write& write, AccountId owner, CollectionId id) {
    TRY(owned(write, owner, id));
    erase(write, id);
    return Done{};
}

Result<Done> add(db::Write& write, AccountId owner, CollectionId id, PostId post) {
    TRY(owned(write, owner, id));
    auto found = posts::find(write, post, owner);
    if (!found) return refuse(Why::not_found, "There is no such post.");
    if (count(write, id) >= most_posts) return refuse(Why::invalid, "A collection holds at most " + std::to_string(most_posts) + " posts.");
    write.run(sql::insert_post, {write.new_id<KeptId>(), id, found->boost_of ? found->boost_of : found->id});
    return Done{};
}

Result<Done> take_out(db::Write& write, AccountId owner, CollectionId id, PostId post) {
    TRY(owned(write, owner, id));
    write.run(sql::delete_post, {id, post});
    return Done{};
}

void hear(db::Write& write, base::Event const& event) {
    if (event.kind == posts::Deleted::kind) write.run(sql::forget_post, {base::from_event<posts::Deleted>(event).post});
}

void forget(db::Write& write, AccountId account) {
    for (auto const& each : all_of(write, account)) erase(write, each.id);
}

std::optional<Collection> find(db::Read& read, CollectionId id, AccountId viewer) {
    auto found = read.one(sql::find_collection, {id}, collection_of);
    if (found && !found->is_public && found->owner != viewer) return std::nullopt;
    return found;
}

std::vector<Collection> all_of(db::Read& read, AccountId owner) { return read.rows(sql::collections_of, {owner}, collection_of); }

std::vector<Kept> posts_in(db::Read& read, CollectionId id, std::int64_t before, int limit) {
    auto below = before ? before : std::numeric_limits<std::int64_t>::max();
    return read.rows(sql::posts_in, {id, below, limit}, [](db::Row const& row) { return Kept{row.integer(0), row.id<PostId>(1)}; });
}

std::int64_t count(db::Read& read, CollectionId id) { return read.number(sql::count_posts, {id}); }

std::vector<CollectionId> holding(db::Read& read, AccountId owner, PostId post) {
    return read.rows(sql::holding, {owner, post}, [](db::Row const& row) { return row.id<CollectionId>(0); });
}

void add_export() { accounts::add_to_export("collections.json", exported); }

}  // namespace collections
