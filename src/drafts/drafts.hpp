// Drafts: posts that are not said yet, kept for later or for a moment that was chosen.
#pragma once
#include "base/result.hpp"
#include "db/database.hpp"
#include "http/fields.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include "posts/posts.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace drafts {

using base::AccountId;

extern db::Schema const schema;

inline constexpr int most_drafts = 100, most_scheduled = 300, most_a_day = 25;
inline constexpr base::Time soonest = 5 * 60 * 1000;  // a post is scheduled at least so far ahead

// Kept until its author deletes or publishes it. `version` counts changes.
struct Kept {
    std::int64_t id = 0;
    posts::Draft draft;
    std::string note;  // why it was not published at its time; "" usually
    std::int64_t version = 1;
    base::Time changed_at = 0;
};
std::vector<Kept> list(db::Read&, AccountId, std::int64_t before = 0, int limit = 40);  // newest first
std::optional<Kept> find(db::Read&, AccountId, std::int64_t id);
base::Result<Kept> create(db::Write&, AccountId, posts::Draft const&, std::string_view note = {});
// Refused as a conflict when it was changed since `version`.
base::Result<Kept> change(db::Write&, AccountId, std::int64_t id, std::int64_t version, posts::Draft const&);
base::Result<base::Done> remove(db::Write&, AccountId, std::int64_t id);
base::Result<posts::Post> publish(db::Write&, AccountId, std::int64_t id);  // and it is a draft no more

// Published within seconds of its time, once, by a job. What cannot be published then becomes a draft with a note.
struct Scheduled {
    std::int64_t id = 0;
    AccountId account;
    posts::Draft draft;
    base::Time at = 0;
    std::vector<media::Attachment> media;
};
// Refused: what could not be published now; less than `soonest` ahead (what lies in the past, the caller publishes at
// once); more than most_scheduled, or most_a_day for one day. The same idempotency key within an hour gives the first again.
base::Result<Scheduled> schedule(db::Write&, AccountId, posts::Draft const&, base::Time at);
std::vector<Scheduled> scheduled(db::Read&, AccountId, posts::Page);
std::optional<Scheduled> find_scheduled(db::Read&, AccountId, std::int64_t id);
base::Result<Scheduled> move(db::Write&, AccountId, std::int64_t id, base::Time at);
base::Result<base::Done> cancel(db::Write&, AccountId, std::int64_t id);
base::Result<Kept> unschedule(db::Write&, AccountId, std::int64_t id);  // a draft again

void forget(db::Write&, AccountId);  // the account was removed
void add_export();                   // drafts.json of accounts::export_all

// {"status": .., "visibility": ..}: as apps send it. Reading refuses, naming the field, what cannot be read.
void write(base::Json&, posts::Draft const&);
base::Result<posts::Draft> draft_in(http::Fields const&);

void add_jobs(jobs::Runner&, db::Database&);
void add_api(http::Router::Section);    // /api/salve/v1/drafts
void add_pages(http::Router::Section);  // /drafts, /scheduled

}  // namespace drafts
