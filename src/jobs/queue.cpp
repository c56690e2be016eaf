// Claiming and settling. Portable SQL is enough: a claim changes one row if it still is as it was seen, so of two that
// claim a job at once, one changes nothing.
#include "jobs/queue.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "jobs/queries.hpp"
#include "jobs/restarting.hpp"
#include <algorithm>

namespace jobs {

namespace {
constexpr std::int64_t attempts_freed = 2;
}  // namespace

std::vector<Job> due(db::Read& read, std::string_view kinds, int most) {
    return read.rows(sql::find_due, {read.now, kinds, most}, job_in);
}

std::optional<Claim> claim(db::Write& write, Job const& seen) {
    // Its claim ended without a word so often that it must be what ends the process.
    if (seen.attempts >= most_attempts) {
        write.run(sql::bury_abandoned, {seen.id, "The server stopped during the last attempt.", write.now, seen.attempts});
        return std::nullopt;
    }
    Claim claim{seen, write.new_id<base::Id<Claim>>().value};
    ++claim.job.attempts;
    if (write.run(sql::claim_job, {seen.id, claim.number, write.now + lease, write.now, seen.attempts}) == 0) return std::nullopt;
    return claim;
}

void renew(db::Write& write, Claim const& claim) {
    write.run(sql::renew_claim, {claim.job.id, claim.number, write.now + lease});
}

void finish(db::Write& write, Claim const& claim) {
    write.run(sql::finish_job, {claim.job.id, claim.number});
}

Fate fail(db::Write& write, Claim const& claim, std::string_view error) {
    auto const id = claim.job.id;
    if (write.number(sql::claim_of, {id}) != claim.number) return Fate::ignored;
    auto reason = base::shorten(base::normalize(error), 500);
    if (reason.empty()) reason = "No reason was given.";
    if (claim.job.attempts >= most_attempts) {
        write.run(sql::bury, {id, reason});
        return Fate::dead;
    }
    // One with the same key was added meanwhile, and will do this one's work.
    if (write.run(sql::drop_when_alike_waits, {id}) == 0)
        write.run(sql::put_back, {id, claim.number, write.now + pause_after(id, claim.job.attempts), reason});
    return Fate::again;
}

void free_claims(db::Write& write, bool alone) {
    auto const node = write.new_id<base::Id<Claim>>().value / 1024 % 64;
    write.run(sql::free_jobs, {write.now, attempts_freed, node});
    if (alone) write.run(sql::free_schedules, {write.now, write.now + lease});
}

base::Time pause_after(std::int64_t job, int attempts) {
    auto const pause = std::min(base::minute << std::clamp(attempts, 0, 20), base::day);
    auto const mixed = (static_cast<std::uint64_t>(job) + static_cast<std::uint64_t>(attempts)) * 0x9E3779B97F4A7C15ull;
    return pause - pause / 4 * static_cast<base::Time>(mixed >> 54) / 1024;
}

}  // namespace jobs
