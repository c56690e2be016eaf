// Ends polls at their time. The job is stored with the poll, so a restart forgets none; the poll remembers that it ended,
// so a job that runs twice tells once.
#include "polls/polls.hpp"
#include "polls/queries.hpp"

namespace polls {

void add_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle("polls.end", [&database](jobs::Job const& job) -> base::Result<base::Done> {
        auto post = base::parse<PostId>(job.payload);
        if (!post) return base::Done{};
        return database.write([&](db::Write& write) -> base::Result<base::Done> {
            if (write.run(sql::end_poll, {*post, write.now})) write.emit(Ended{*post});
            return base::Done{};
        });
    });
}

}  // namespace polls
