// The queue as rows: adding, and what an administrator sees and does.
#include "jobs/jobs.hpp"
#include "jobs/queries.hpp"
#include "jobs/queue.hpp"
#include "jobs/schema.hpp"
#include <algorithm>

namespace jobs {

constinit db::Schema const schema = sql::schema_of_folder;

void add(db::Write& write, std::string_view kind, std::string_view payload, base::Time run_at, std::string_view key) {
    auto id = write.new_id<base::Id<Job>>();
    auto const due = std::max(run_at, write.now);
    if (write.run(sql::add_job, {id, kind, key, payload, due}) == 1 && due == write.now) write.emit(Added{id.value});
}

std::vector<Waiting> overview(db::Read& read) {
    return read.rows(sql::count_by_kind, {}, [](db::Row const& row) {
        auto oldest = row.is_null(3) ? 0 : base::time_of(row.integer(3));
        return Waiting{row.text(0), row.integer(1), row.integer(2), oldest};
    });
}

std::vector<Dead> dead(db::Read& read, int limit) {
    return read.rows(sql::list_dead, {limit}, [](db::Row const& row) {
        return Dead{job_in(row), row.text(5)};
    });
}

base::Result<base::Done> retry(db::Write& write, std::int64_t id) {
    if (write.number(sql::is_dead, {id}) == 0)
        return base::refuse(base::Why::not_found, "There is no such dead job.");
    if (write.run(sql::drop_when_alike_waits, {id}) == 0) write.run(sql::revive, {id, write.now});
    return base::Done{};
}

}  // namespace jobs
