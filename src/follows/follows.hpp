// Follows: who reads whom. A locked account approves each follower.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include <optional>
#include <string>
#include <vector>

namespace follows {

using base::AccountId;

extern db::Schema const schema;

struct Wish {  // what a follower wants from one person; absent members stay as they are
    std::optional<bool> boosts;   // also what they boost (default yes)
    std::optional<bool> notify;   // a notification for each post (default no)
};

// What one person is to another, in Mastodon's words.
struct Relationship {
    AccountId id;
    bool following = false, requested = false, showing_boosts = true, notifying = false;
    bool followed_by = false, requested_by = false;
};

base::Result<Relationship> follow(db::Write&, AccountId follower, AccountId followed, Wish = {});
base::Result<Relationship> unfollow(db::Write&, AccountId follower, AccountId followed);  // also withdraws a request
base::Result<Relationship> approve(db::Write&, AccountId followed, AccountId follower);
base::Result<Relationship> reject(db::Write&, AccountId followed, AccountId follower);
base::Result<Relationship> remove_follower(db::Write&, AccountId followed, AccountId follower);
void forget(db::Write&, AccountId);  // the account was removed

Relationship between(db::Read&, AccountId me, AccountId other);
std::vector<Relationship> between(db::Read&, AccountId me, std::vector<AccountId> const& others);  // in the order asked
bool is_follower(db::Read&, AccountId follower, AccountId followed);

// Pages of lists, newest first, by the follow's id: `before` 0 starts at the newest.
struct Entry { std::int64_t id; AccountId account; };
std::vector<Entry> followers(db::Read&, AccountId, std::int64_t before, int limit);
std::vector<Entry> following(db::Read&, AccountId, std::int64_t before, int limit);
std::vector<Entry> requests(db::Read&, AccountId, std::int64_t before, int limit);
struct Followed { AccountId account; bool boosts; };
std::vector<Followed> all_followed_by(db::Read&, AccountId follower);
std::vector<AccountId> notified_by(db::Read&, AccountId author);  // followers who want a notification for each post

struct Began { static constexpr std::string_view kind = "follows.began"; AccountId follower, followed; };
struct Ended { static constexpr std::string_view kind = "follows.ended"; AccountId follower, followed; };

void add_export();  // follows.json of accounts::export_all
void add_pages(http::Router::Section pages);  // followers, following, requests, the buttons
html::Safe button(html::Words const&, Relationship const&, accounts::Account const& other);

}  // namespace follows
