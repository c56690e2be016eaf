// Claims: how the jobs of one table are shared by several processes, some of which will be killed.
#pragma once
#include "base/time.hpp"
#include "jobs/jobs.hpp"
#include <optional>

namespace jobs {

inline constexpr int most_attempts = 12;
// How long a claim holds without a sign of life. Longer than any pause of a healthy process.
inline constexpr base::Time lease = 5 * base::minute;

struct Claim {
    Job job;
    std::int64_t number = 0;  // of the claim: what is said about a job that was claimed again since is ignored
};

inline Job job_in(db::Row const& row) {
    return {row.integer(0), row.text(1), row.text(2), row.integer(3), static_cast<int>(row.integer(4))};
}

// The first few that may be claimed. `kinds` is ",mail.send,push.send,".
std::vector<Job> due(db::Read&, std::string_view kinds, int most);
// Nothing when it is no longer as `due` saw it: somebody else was first.
std::optional<Claim> claim(db::Write&, Job const&);
void renew(db::Write&, Claim const&);
void finish(db::Write&, Claim const&);
enum class Fate { ignored, again, dead };
Fate fail(db::Write&, Claim const&, std::string_view error);

// min(2^attempts minutes, a day), made up to a quarter shorter so that jobs that failed together do not return together.
base::Time pause_after(std::int64_t job, int attempts);

}  // namespace jobs
