// Follows: who reads whom. A locked account approves each follower.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "blocks/blocks.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace follows {

using base::AccountId;

extern db::Schema const schema;

inline base::Setting<std::string> staff_picks{"follows.staff_picks", "", "Names of accounts (separated by commas) that newcomers are suggested to follow first."};

struct Wish {  // what a follower wants from one person; absent members stay as they are
    std::optional<bool> boosts;   // also what they boost (default yes)
    std::optional<bool> notify;   // a notification for each post (default no)
    std::optional<std::vector<std::string>> languages;  // only posts in these (default and empty: all)
};

// What one person is to another, in Mastodon's words.
struct Relationship {
    AccountId id;
    bool following = false, requested = false, showing_boosts = true, notifying = false;
    bool followed_by = false, requested_by = false, endorsed = false;
    std::vector<std::string> languages;
    std::string note;             // what one noted about them; nobody else sees it
    blocks::Standing standing;
};

// Whoever blocked the other, or was blocked, cannot follow: the other is not found.
base::Result<Relationship> follow(db::Write&, AccountId follower, AccountId followed, Wish = {});
base::Result<Relationship> unfollow(db::Write&, AccountId follower, AccountId followed);  // also withdraws a request
base::Result<Relationship> approve(db::Write&, AccountId followed, AccountId follower);
base::Result<Relationship> reject(db::Write&, AccountId followed, AccountId follower);
base::Result<Relationship> remove_follower(db::Write&, AccountId followed, AccountId follower);
base::Result<Relationship> set_note(db::Write&, AccountId me, AccountId other, std::string_view text);  // "" takes it away
base::Result<Relationship> endorse(db::Write&, AccountId me, AccountId other);  // on one's profile; only whom one follows
base::Result<Relationship> unendorse(db::Write&, AccountId me, AccountId other);
// After accounts::Moved, some at a time: true while there are more. Who follows here follows the new account instead, as
// before (boosts, notifications, languages, lists), without being asked again: the new account named the old one as its own.
bool take_followers_along(db::Write&, AccountId from, AccountId to, int most = 100);
// What people here noted about the old account, and that they blocked or muted it, holds for the new one too.
void carry_over(db::Database&, AccountId from, AccountId to);

// Follows that a block or a suspension ended at once: each person concerned is told how many.
enum class Cause { domain_block, user_domain_block, account_suspension };  // Mastodon's words
std::string_view text_of(Cause);
struct Severance {
    std::int64_t id = 0;
    AccountId account;        // who lost them
    Cause cause = Cause::domain_block;
    std::string target;       // the server, or the account's name
    std::int64_t followers = 0, following = 0;
    base::Time at = 0;
};
std::optional<Severance> find_severance(db::Read&, std::int64_t id);
// Everything between people here and a server that moderators blocked.
void sever_domain(db::Write&, std::string_view domain);
// An account of another server was suspended here: it follows nobody here any more.
void sever_account(db::Write&, AccountId);
void forget(db::Write&, AccountId);  // the account was removed
// For db::Database::on_emit: blocks end follows in the same transaction.
void hear(db::Write&, base::Event const&);

Relationship between(db::Read&, AccountId me, AccountId other);
std::vector<Relationship> between(db::Read&, AccountId me, std::vector<AccountId> const& others);  // in the order asked
bool is_follower(db::Read&, AccountId follower, AccountId followed);
base::Time follower_since(db::Read&, AccountId follower, AccountId followed);  // 0: does not follow

// Pages of lists, newest first, by the follow's id: `before` 0 starts at the newest, `after` pages upwards. Whom the
// viewer does not want to hear from is left out.
struct Entry { std::int64_t id; AccountId account; };
struct Page { std::int64_t before = 0, since = 0, after = 0; int limit = 40; };
std::vector<Entry> followers(db::Read&, AccountId, Page, AccountId viewer);
std::vector<Entry> following(db::Read&, AccountId, Page, AccountId viewer);
std::vector<Entry> requests(db::Read&, AccountId, Page, AccountId viewer);
std::vector<Entry> endorsed(db::Read&, AccountId, Page, AccountId viewer);
std::vector<Entry> followers(db::Read&, AccountId, std::int64_t before, int limit);
std::vector<Entry> following(db::Read&, AccountId, std::int64_t before, int limit);
std::vector<Entry> requests(db::Read&, AccountId, std::int64_t before, int limit);
struct Followed { AccountId account; bool boosts; std::string languages; };  // separated by spaces; "" for all
std::vector<Followed> all_followed_by(db::Read&, AccountId follower);
std::vector<AccountId> notified_by(db::Read&, AccountId author);  // followers who want a notification for each post
std::vector<AccountId> familiar_followers(db::Read&, AccountId me, AccountId other, int limit);  // whom `me` follows too

// Whom one could follow: staff's picks, friends of friends, the most followed. Dismissed ones never come back.
struct Suggestion { AccountId account; std::vector<std::string_view> sources; };  // Mastodon's words: featured, friends_of_friends, most_followed
std::vector<Suggestion> suggestions(db::Read&, AccountId me, int limit);
// The same, at most eight, for the column beside every page: found once an hour for each reader, while a SuggestionMemory
// lives, as friends of friends take milliseconds to find. Whoever is no longer one to suggest is left out at once.
std::vector<Suggestion> suggestions_beside(db::Read&, AccountId me, int limit);
// One for the process.
class SuggestionMemory {
public:
    explicit SuggestionMemory(bus::Bus&);
    ~SuggestionMemory();
    SuggestionMemory(SuggestionMemory const&) = delete;
    struct Inside;

private:
    std::shared_ptr<Inside> inside_;
};
base::Result<base::Done> dismiss_suggestion(db::Write&, AccountId me, AccountId other);

// People who want to be found: those who posted last, or who came last, first. `viewer` 0 is a visitor.
enum class Order { active, newest };
struct Listing { Order order = Order::active; bool local = false; int limit = 40, offset = 0; };
std::vector<AccountId> directory(db::Read&, AccountId viewer, Listing const&);

struct Began { static constexpr std::string_view kind = "follows.began"; AccountId follower, followed; };
// `follower` followed `from` and follows `to` in its place; what hangs on the follow goes along. Told before `from` ends.
struct WentAlong { static constexpr std::string_view kind = "follows.went_along"; AccountId follower, from, to; };
struct Ended { static constexpr std::string_view kind = "follows.ended"; AccountId follower, followed; };
// Somebody waits to be let in: a locked account's follower, and any follower of an account of another server. `by` is who
// ended that: the follower took it back, the followed refused; 0 when neither did.
struct Requested { static constexpr std::string_view kind = "follows.requested"; AccountId follower, followed; };
struct Withdrawn { static constexpr std::string_view kind = "follows.withdrawn"; AccountId follower, followed, by; };

void add_export();  // follows.json of accounts::export_all
void add_pages(http::Router::Section pages);  // followers, following, requests, people, the buttons
html::Safe button(html::Words const&, Relationship const&, accounts::Account const& other);
html::Safe menu(html::Words const&, http::Request const&, Relationship const&);       // the buttons of a profile's menu
html::Safe note_form(html::Words const&, http::Request const&, Relationship const&);  // one's own note about somebody
html::Safe side(http::Request const&, db::Read&);  // whom one could follow, for the column beside home; empty when nobody

}  // namespace follows
