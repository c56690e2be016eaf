// ActivityPub: how this server speaks with other servers of the open social web. It translates, and owns no rules.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include "posts/posts.hpp"
#include <memory>
#include <string>
#include <string_view>

namespace activitypub {

using base::AccountId, base::PostId;

extern db::Schema const schema;

inline base::Setting<bool> federate{"activitypub.federate", true, "Whether this server speaks with other servers at all."};
inline base::Setting<bool> authorized_fetch{"activitypub.authorized_fetch", false, "Whether other servers must sign their requests also to read public posts and profiles, so that blocked servers cannot."};
inline base::Setting<bool> allow_list{"activitypub.allow_list", false, "Whether this server speaks only with the servers that moderators allowed."};
inline base::Setting<std::int64_t> remote_days{"activitypub.remote_days", 90, "After how many days posts of other servers go that nobody here follows, shared, quoted, saved, supported, answered or is named in, and accounts that nothing here leads to. 0 keeps all."};

// WebFinger, NodeInfo, actors, objects, collections, inboxes.
void add_routes(http::Router::Section api, db::Database&);
void answer_pages(http::Router&);  // profiles and posts at the addresses of their pages; after the pages were added
void add_pages(http::Router::Section pages);  // /admin/federation

void keep_keys_in(std::string key_file);              // seals signing keys; while the site starts
std::int64_t servers_told(db::Read&, base::PostId);  // inboxes that something about a post was queued for
void add_jobs(jobs::Runner&, db::Database&);          // what was received and what is fetched
void hear(db::Write&, base::Event const&);            // db::Database::on_emit: what happened here becomes activities
void forget(db::Write&, AccountId);                   // the account was removed

// Sends what waits to other servers: its own threads, connections kept open, each host at its own pace.
class Deliverer {
public:
    explicit Deliverer(db::Database&);
    ~Deliverer();
    void start();
    void wake();  // there is something new: after each commit that queued
    void stop();  // lets what is on its way end
    void deliver_due();  // what is due now, on the calling thread, until nothing is: for tests
    std::string metrics() const;  // Prometheus text

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

// Finding by name or address, on other servers where needed. Slow: not inside a transaction, not on an I/O loop.
base::Result<AccountId> find_person(db::Database&, std::string_view handle_or_address);
base::Result<PostId> find_post(db::Database&, std::string_view address);

}  // namespace activitypub
