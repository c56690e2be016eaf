// The rules of following: who may follow whom, what a locked account must approve, and what is counted.
#include "follows/follows.hpp"
#include "follows/queries.hpp"
#include "follows/schema.hpp"
#include "notifications/notifications.hpp"
#include <limits>

namespace follows {
using base::Done, base::refuse, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

Result<accounts::Account> person(db::Read& read, AccountId id) {
    auto found = accounts::find(read, id);
    if (!found || found->suspended_at) return refuse(Why::not_found, "There is no such account.");
    return *found;
}

void begin(db::Write& write, AccountId follower, AccountId followed, bool boosts, bool notify) {
    write.run(sql::insert_follow, {write.new_id<base::Id<struct FollowTag>>(), follower, followed, boosts, notify});
    accounts::count_followers(write, followed, 1);
    accounts::count_following(write, follower, 1);
    notifications::tell(write, followed, "follow", follower);
    write.emit(Began{follower, followed});
}

bool end(db::Write& write, AccountId follower, AccountId followed) {
    if (!write.run(sql::delete_follow, {follower, followed})) return false;
    accounts::count_followers(write, followed, -1);
    accounts::count_following(write, follower, -1);
    notifications::take_back(write, followed, "follow", follower);
    write.emit(Ended{follower, followed});
    return true;
}

bool withdraw(db::Write& write, AccountId follower, AccountId followed) {
    if (!write.run(sql::delete_request, {follower, followed})) return false;
    notifications::take_back(write, followed, "follow_request", follower);
    return true;
}

std::vector<Entry> entries(db::Read& read, db::Query const& query, AccountId of, std::int64_t before, int limit) {
    auto from = before ? before : std::numeric_limits<std::int64_t>::max();
    return read.rows(query, {of, from, limit}, [](db::Row const& row) { return Entry{row.integer(0), row.id<AccountId>(1)}; });
}

}  // namespace

Result<Relationship> follow(db::Write& write, AccountId follower, AccountId followed, Wish wish) {
    if (follower == followed) return refuse(Why::forbidden, "You cannot follow yourself.");
    auto other = TRY(person(write, followed));
    auto now = between(write, follower, followed);
    if (now.following) {
        write.run(sql::change_follow, {follower, followed, wish.boosts, wish.notify});
        // A reader's feed may have to lose or gain boosts.
        write.emit(Began{follower, followed});
    } else if (now.requested) {
        write.run(sql::change_request, {follower, followed, wish.boosts, wish.notify});
    } else if (other.locked) {
        write.run(sql::insert_request, {write.new_id<base::Id<struct FollowTag>>(), follower, followed, wish.boosts.value_or(true), wish.notify.value_or(false)});
        notifications::tell(write, followed, "follow_request", follower);
    } else {
        begin(write, follower, followed, wish.boosts.value_or(true), wish.notify.value_or(false));
    }
    return between(write, follower, followed);
}

Result<Relationship> unfollow(db::Write& write, AccountId follower, AccountId followed) {
    end(write, follower, followed);
    withdraw(write, follower, followed);
    return between(write, follower, followed);
}

Result<Relationship> approve(db::Write& write, AccountId followed, AccountId follower) {
    struct Asked { bool boosts, notify; };
    auto asked = write.one(sql::request_of, {follower, followed}, [](db::Row const& row) { return Asked{row.boolean(0), row.boolean(1)}; });
    if (!asked) return refuse(Why::not_found, "There is no such follow request.");
    withdraw(write, follower, followed);
    begin(write, follower, followed, asked->boosts, asked->notify);
    return between(write, followed, follower);
}

Result<Relationship> reject(db::Write& write, AccountId followed, AccountId follower) {
    if (!withdraw(write, follower, followed)) return refuse(Why::not_found, "There is no such follow request.");
    return between(write, followed, follower);
}

Result<Relationship> remove_follower(db::Write& write, AccountId followed, AccountId follower) {
    end(write, follower, followed);
    return between(write, followed, follower);
}

void forget(db::Write& write, AccountId account) {
    using Pair = std::pair<AccountId, AccountId>;
    auto pairs = write.rows(sql::everyone_around, {account}, [](db::Row const& row) { return Pair{row.id<AccountId>(0), row.id<AccountId>(1)}; });
    for (auto const& [follower, followed] : pairs) end(write, follower, followed);
    write.run(sql::delete_requests_around, {account});
}

Relationship between(db::Read& read, AccountId me, AccountId other) {
    auto found = read.one(sql::relationship, {me, other}, [&](db::Row const& row) {
        Relationship relationship{other};
        relationship.following = !row.is_null(0);
        relationship.requested = !row.is_null(2);
        auto wish = relationship.following ? 0 : 2;
        relationship.showing_boosts = relationship.following || relationship.requested ? row.boolean(wish) : false;
        relationship.notifying = row.boolean(wish + 1);
        relationship.followed_by = !row.is_null(4);
        relationship.requested_by = !row.is_null(5);
        return relationship;
    });
    return found.value_or(Relationship{other});
}

std::vector<Relationship> between(db::Read& read, AccountId me, std::vector<AccountId> const& others) {
    std::vector<Relationship> all;
    for (auto other : others) all.push_back(between(read, me, other));
    return all;
}

bool is_follower(db::Read& read, AccountId follower, AccountId followed) {
    return read.number(sql::is_follower, {follower, followed}) == 1;
}

std::vector<Entry> followers(db::Read& read, AccountId of, std::int64_t before, int limit) { return entries(read, sql::followers, of, before, limit); }
std::vector<Entry> following(db::Read& read, AccountId of, std::int64_t before, int limit) { return entries(read, sql::following, of, before, limit); }
std::vector<Entry> requests(db::Read& read, AccountId of, std::int64_t before, int limit) { return entries(read, sql::requests, of, before, limit); }

std::vector<Followed> all_followed_by(db::Read& read, AccountId follower) {
    return read.rows(sql::all_followed_by, {follower}, [](db::Row const& row) { return Followed{row.id<AccountId>(0), row.boolean(1)}; });
}

std::vector<AccountId> notified_by(db::Read& read, AccountId author) {
    return read.rows(sql::notified_by, {author}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

}  // namespace follows
