// Push: sends notifications to apps and browsers through their push services (RFC 8030, 8291, 8292, and the drafts before).
#pragma once
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace push {

using base::AccountId;

extern db::Schema const schema;

// Whose doings are sent: everybody's, those of people one follows, of followers, nobody's.
enum class Policy { all, followed, follower, none };
std::string_view text_of(Policy);
std::optional<Policy> policy_of(std::string_view);

struct Subscription {
    std::int64_t id = 0;
    AccountId account;
    std::int64_t grant = 0;    // the token or session it belongs to, and ends with
    std::string endpoint;
    std::string p256dh, auth;  // the receiver's keys, base64url
    bool standard = false;     // RFC 8291 (aes128gcm); else the draft's aesgcm
    std::vector<std::string> alerts;  // kinds of notifications
    Policy policy = Policy::all;
};

// One for a grant: a new one takes the earlier one's place. Refused with the field at fault: endpoint, p256dh, auth.
base::Result<Subscription> subscribe(db::Write&, Subscription const&);
std::optional<Subscription> find(db::Read&, AccountId, std::int64_t grant);
std::vector<Subscription> all_of(db::Read&, AccountId);
base::Result<Subscription> change(db::Write&, AccountId, std::int64_t grant, std::vector<std::string> const& alerts, Policy);
void unsubscribe(db::Write&, AccountId, std::int64_t grant);
void forget(db::Write&, AccountId);  // the account was removed

// Reads the key that push services know this server by, or makes one at the first start (0600).
void keep_in(std::string const& folder);
std::string server_key();  // public, base64url: apps subscribe with it

// One message that is the same for many: an alert. `text` is JSON as apps read it.
struct Note {
    std::string text;
    std::string topic;     // a later message of the same topic takes the place of one that was not fetched (RFC 8030, 5.4)
    base::Time until = 0;  // nobody needs it any more
    bool urgent = false;
};
struct Parcel { Subscription to; std::shared_ptr<Note const> note; };
enum class Outcome { delivered, gone, again };  // gone: the subscription has ended; again: the push service wants it later

// Sends to very many devices from one thread: many at once, connections kept, each push service for itself. A service that
// fails has a rest, and what is for it comes back as `again`.
class Carrier {
public:
    Carrier();
    ~Carrier();
    std::vector<Outcome> carry(std::span<Parcel const>);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

std::vector<Subscription> all_of(db::Read&, std::vector<AccountId> const&);  // of all these accounts
std::vector<Subscription> with_ids(db::Read&, std::vector<std::int64_t> const&);
void remove(db::Write&, std::int64_t subscription);  // its push service said that it is gone

// For db::Database::on_emit: makes the jobs of a notification, and ends subscriptions with their grant.
void hear(db::Write&, base::Event const&);
void add_export();  // push.json of accounts::export_all
void add_jobs(jobs::Runner&, db::Database&);
void add_pages(http::Router::Section pages);  // /settings/push, and the service worker of our own pages

}  // namespace push
