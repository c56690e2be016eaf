// Posts for a moment to come. The job is stored with the post; the post goes with its publication, in one change: so it is
// said once, whatever stops in between.
#include "base/time.hpp"
#include "drafts/inside.hpp"
#include "drafts/queries.hpp"
#include <algorithm>
#include <limits>

namespace drafts {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

constexpr std::string_view publish_job = "drafts.publish";

auto no_such_post() { return refuse(Why::not_found, "There is no such scheduled post."); }

Scheduled scheduled_in(db::Row const& row) { return {row.integer(0), row.id<AccountId>(1), draft_of(row.view(2)), row.integer(3), {}}; }

Scheduled with_media(db::Read& read, Scheduled post) {
    if (!post.draft.media.empty()) post.media = media::find_attachments(read, post.account, post.draft.media);
    return post;
}

Result<Done> check_moment(db::Read& read, AccountId account, std::int64_t id, base::Time at) {
    constexpr base::Time furthest = 10 * 365 * base::day;
    if (at < read.now + soonest) return refuse_field("scheduled_at", "ERR_INVALID", "Scheduled at must be at least five minutes ahead");
    if (at > read.now + furthest) return refuse_field("scheduled_at", "ERR_INVALID", "Scheduled at is too far into the future");
    auto day = at / base::day * base::day;
    if (read.number(sql::count_scheduled_between, {account, day, day + base::day, id}) >= most_a_day)
        return refuse_field("scheduled_at", "ERR_TOO_MANY", "You have exceeded the limit of " + std::to_string(most_a_day) + " scheduled posts for that day");
    return Done{};
}

// Whom it reaches is what its author sees now, not what their preferences or another's post will say then.
posts::Visibility visibility_now(db::Read& read, AccountId account, posts::Draft const& draft) {
    if (draft.visibility) return *draft.visibility;
    if (auto parent = draft.reply_to ? posts::find(read, draft.reply_to, account) : std::nullopt) return parent->visibility;
    return posts::visibility_of(accounts::preferences(read, account).visibility).value_or(posts::Visibility::everyone);
}

// What waits for a moment that was moved finds its time not come, and ends.
void add_job(db::Write& write, std::int64_t id, base::Time at) {
    auto name = std::to_string(id);
    jobs::add(write, publish_job, name, at, name + "/" + std::to_string(at));
}

Result<Done> check_media(db::Read& read, AccountId account, posts::Draft const& draft) {
    auto found = media::find_attachments(read, account, draft.media);
    bool free = std::ranges::all_of(found, [](media::Attachment const& each) { return !each.post; });
    if (found.size() != draft.media.size() || !free) return refuse_field("media_ids", "ERR_INVALID", "There is no such attachment.");
    return Done{};
}

// What its time finds unsayable (its parent is gone, the author may not post any more) is kept with the reason.
void keep_as_draft(db::Write& write, Scheduled const& post, std::string const& why) {
    write.run(sql::delete_scheduled, {post.id, post.account});
    // Past the limit of drafts as well: nothing that was written is lost.
    write.run(sql::insert_draft, {write.new_id<base::Id<Kept>>(), post.account, content_of(post.draft), why, write.now});
}

Result<Done> publish_due(db::Database& database, std::int64_t id) {
    std::optional<Scheduled> post;
    auto outcome = database.write([&](db::Write& write) -> Result<Done> {
        post = write.one(sql::scheduled_due, {id, write.now}, scheduled_in);
        if (!post) return Done{};
        auto draft = post->draft;
        draft.idempotency_key = "scheduled/" + std::to_string(id);
        TRY(posts::publish(write, post->account, draft));
        write.run(sql::delete_scheduled, {id, post->account});
        return Done{};
    });
    if (outcome) return Done{};
    return database.write([&](db::Write& write) -> Result<Done> {
        if (write.one(sql::scheduled_due, {id, write.now}, scheduled_in)) keep_as_draft(write, *post, outcome.error().message);
        return Done{};
    });
}

}  // namespace

Result<Scheduled> schedule(db::Write& write, AccountId account, posts::Draft const& asked, base::Time at) {
    auto draft = asked;
    if (!draft.idempotency_key.empty()) {
        auto since = base::first_id_at(write.now - base::hour);
        if (auto first = write.one(sql::scheduled_with_key, {account, draft.idempotency_key, since}, scheduled_in)) return with_media(write, *first);
    }
    TRY(posts::check(write, account, draft));
    TRY(check_media(write, account, draft));
    TRY(check_moment(write, account, 0, at));
    if (write.number(sql::count_scheduled, {account}) >= most_scheduled)
        return refuse_field("scheduled_at", "ERR_TOO_MANY", "You have exceeded the limit of " + std::to_string(most_scheduled) + " scheduled posts");
    draft.visibility = visibility_now(write, account, draft);
    // Descriptions belong to the attachments: they hold from now on.
    for (auto const& [id, details] : draft.media_details) TRY(media::describe(write, account, id, details));
    media::reserve(write, account, draft.media, at);
    auto id = write.new_id<base::Id<Scheduled>>();
    write.run(sql::insert_scheduled, {id, account, content_of(draft), draft.idempotency_key, at});
    add_job(write, id.value, at);
    return *find_scheduled(write, account, id.value);
}

std::vector<Scheduled> scheduled(db::Read& read, AccountId account, posts::Page page) {
    std::vector<Scheduled> all;
    if (page.after) {
        all = read.rows(sql::all_scheduled_after, {account, page.after, page.limit}, scheduled_in);
        std::ranges::reverse(all);
    } else {
        auto from = page.before ? page.before : std::numeric_limits<std::int64_t>::max();
        all = read.rows(sql::all_scheduled_before, {account, from, page.since, page.limit}, scheduled_in);
    }
    for (auto& each : all) each = with_media(read, std::move(each));
    return all;
}

std::optional<Scheduled> find_scheduled(db::Read& read, AccountId account, std::int64_t id) {
    auto found = read.one(sql::scheduled_of, {id, account}, scheduled_in);
    return found ? std::optional(with_media(read, std::move(*found))) : std::nullopt;
}

Result<Scheduled> move(db::Write& write, AccountId account, std::int64_t id, base::Time at) {
    auto post = find_scheduled(write, account, id);
    if (!post) return no_such_post();
    TRY(check_moment(write, account, id, at));
    write.run(sql::move_scheduled, {id, account, at});
    media::reserve(write, account, post->draft.media, at);
    add_job(write, id, at);
    return *find_scheduled(write, account, id);
}

Result<Done> cancel(db::Write& write, AccountId account, std::int64_t id) {
    if (write.run(sql::delete_scheduled, {id, account}) == 0) return no_such_post();
    return Done{};
}

Result<Kept> unschedule(db::Write& write, AccountId account, std::int64_t id) {
    auto post = find_scheduled(write, account, id);
    if (!post) return no_such_post();
    TRY(cancel(write, account, id));
    return create(write, account, post->draft);
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle(std::string(publish_job), [&database](jobs::Job const& job) -> Result<Done> {
        auto id = base::parse_id(job.payload);
        return id ? publish_due(database, *id) : Done{};
    });
}

}  // namespace drafts
