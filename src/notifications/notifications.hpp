// Notifications: what happened that concerns one person. Capabilities tell; how a kind reads is registered by who knows it.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace notifications {

using base::AccountId, base::PostId;

extern db::Schema const schema;

// `kind` is Mastodon's word where it has one.
inline constexpr std::string_view kinds[] = {"mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update", "quote", "quoted_update",
                                             "admin.sign_up", "admin.report", "moderation_warning", "severed_relationships"};
// About alerts: a question is answered, declined, or came in for an agency. Mastodon has no words for them.
inline constexpr std::string_view alert_kinds[] = {"alert_answer", "alert_declined", "alert_question"};
constexpr bool is_about_alert(std::string_view kind) { return kind == alert_kinds[0] || kind == alert_kinds[1] || kind == alert_kinds[2]; }

struct Notification {
    std::int64_t id = 0;
    AccountId account;  // who is told
    std::string kind;
    AccountId from;     // who did it
    PostId post;        // 0 for none
    std::int64_t about = 0;  // what else it is about: a report, a warning; 0 for none
    base::Time at = 0;
    std::int64_t bucket = 0;  // of its group; 0: it stands alone
    bool head = true;         // the newest of its group
    bool filtered = false;    // waits in the requests
    bool read = false;
};

// Nobody is told of what they did themselves (but for a poll's end), nor twice of the same, nor by whom they blocked,
// muted or are blocked by. Their policy may send it to the requests, or nowhere.
void tell(db::Write&, AccountId account, std::string_view kind, AccountId from, PostId post = {}, std::int64_t about = 0);
void take_back(db::Write&, AccountId account, std::string_view kind, AccountId from, PostId post = {});
void forget_post(db::Write&, PostId);      // a deleted post's notifications go with it
void forget_account(db::Write&, AccountId);
void forget_between(db::Write&, AccountId account, AccountId from);  // `account` blocked `from`

struct Filter {
    std::vector<std::string> only, without;  // kinds
    AccountId from;                          // 0: anybody
    bool include_filtered = false;           // also what waits in the requests
};
struct Page { std::int64_t before = 0, since = 0, after = 0; int limit = 40; };  // ids; `after` gives the oldest first newer than it
std::vector<Notification> list(db::Read&, AccountId, Page, Filter const& = {});  // newest first
std::optional<Notification> find(db::Read&, AccountId, std::int64_t id);
std::int64_t unread(db::Read&, AccountId);  // at most 1,000
void mark_read(db::Write&, AccountId, std::int64_t up_to);
void dismiss(db::Write&, AccountId, std::int64_t id);
void clear(db::Write&, AccountId);

// Groups: support and shares of one post, and follows, that came within 12 hours are one entry. A group stands where its
// newest notification does, and on one page only.
inline constexpr int sample_size = 8;
struct Group {
    std::string key;                // favourite-<post>-<bucket>, follow-<bucket>, ungrouped-<id>
    Notification newest;
    std::int64_t count = 1;
    std::int64_t oldest_on_page = 0;
    std::vector<AccountId> people;  // newest first, at most sample_size
};
bool is_groupable(std::string_view kind);
std::string group_key(Notification const&);
// `grouped`: the kinds that the asker wants in groups; empty for all that can be.
std::vector<Group> groups(db::Read&, AccountId, Page, Filter const& = {}, std::vector<std::string> const& grouped = {});
std::optional<Group> find_group(db::Read&, AccountId, std::string_view key);
struct Member { std::int64_t id; AccountId account; };
std::vector<Member> members(db::Read&, AccountId, std::string_view key, std::int64_t before, int limit);  // newest first
std::int64_t unread_groups(db::Read&, AccountId);
void dismiss_group(db::Write&, AccountId, std::string_view key);

// What becomes of notifications by people one hardly knows.
enum class Treatment { accept, filter, drop };  // filter: into the requests
std::string_view text_of(Treatment);
std::optional<Treatment> treatment_of(std::string_view);
struct Policy {
    Treatment not_following = Treatment::accept, not_followers = Treatment::accept, new_accounts = Treatment::accept;
    Treatment private_mentions = Treatment::filter, limited_accounts = Treatment::filter;
};
Policy policy(db::Read&, AccountId);
void set_policy(db::Write&, AccountId, Policy const&);

// What only higher rooms know (posts registers it): how the two stand, and what the post is.
struct Circumstances {
    bool following = false;          // the told follows who did it
    base::Time follower_since = 0;   // since when they follow the told; 0: they do not
    bool private_mention = false;    // a direct post in a conversation to which the told said nothing
};
void judge_by(std::function<Circumstances(db::Read&, Notification const&)>);

// People whose notifications wait.
struct Request {
    std::int64_t id = 0;
    AccountId from;
    PostId last_post;
    base::Time created_at = 0, updated_at = 0;
    std::int64_t count = 0;
};
std::vector<Request> requests(db::Read&, AccountId, Page);
std::optional<Request> find_request(db::Read&, AccountId, std::int64_t id);
base::Result<base::Done> accept(db::Write&, AccountId, std::int64_t request);   // lets them in for good, with what waits
base::Result<base::Done> dismiss_request(db::Write&, AccountId, std::int64_t request);
std::vector<AccountId> permitted(db::Read&, AccountId);  // who was let in
struct Pending { std::int64_t requests = 0, notifications = 0; };  // at most 100 each
Pending pending(db::Read&, AccountId);

void hear(db::Write&, base::Event const&);  // of db::Database::on_emit: a block takes notifications with it

struct Told { static constexpr std::string_view kind = "notifications.told"; AccountId account; std::int64_t notification; };
struct Read { static constexpr std::string_view kind = "notifications.read"; AccountId account; };      // read, taken back or put away
struct Merged { static constexpr std::string_view kind = "notifications.merged"; AccountId account; };  // requests were let in

// How notifications of one kind are shown: the sentence and what it is about. Registered at start by the capability
// that tells them. `others`: how many more people did the same.
struct Shown { std::string sentence; std::string address; html::Safe detail; std::string icon; };
using Show = std::function<std::optional<Shown>(Notification const&, accounts::Account const& from, db::Read&, html::Words const&)>;
void show_as(std::string kind, Show);
std::optional<Shown> shown(Notification const&, accounts::Account const& from, db::Read&, html::Words const&, std::int64_t others = 0);

void add_export();  // notifications.json of accounts::export_all
void add_pages(http::Router::Section pages);  // /notifications, /notifications/requests, /settings/notifications

}  // namespace notifications
