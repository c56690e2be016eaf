// The threads that work the queue off, and keep claims alive while they do.
#include "base/log.hpp"
#include "base/time.hpp"
#include "jobs/jobs.hpp"
#include "jobs/queries.hpp"
#include "jobs/queue.hpp"
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

namespace jobs {
namespace {

using namespace std::chrono_literals;
// A job whose time comes, or whose ring was lost, is seen this late at most.
constexpr auto poll = 1s;
constexpr auto heartbeat = 1min;

// Rung by commits, which may come from a database that outlives the runner.
struct Bell {
    std::mutex mutex;
    std::condition_variable rung;
    std::uint64_t rings = 0;
    bool stopping = false;

    void ring() {
        {
            std::lock_guard lock(mutex);
            ++rings;
        }
        rung.notify_all();
    }
};

// A run that outlasts its period does not follow upon itself without a break.
base::Time next_run(base::Time began, base::Time ended, base::Time period) { return std::max(began + period, ended + base::second); }

}  // namespace

// On Linux a thread has a niceness of its own.
void stand_back(int by) { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), ::getpriority(PRIO_PROCESS, 0) + by); }

struct Runner::Inside {
    db::Database& database;
    int const thread_count;
    // Constant after start.
    std::map<std::string, Work, std::less<>> handlers;
    std::string kinds = ",", kinds_apart = ",";
    struct Schedule { base::Time period; std::function<void()> what; };
    std::map<std::string, Schedule, std::less<>> schedules;

    std::shared_ptr<Bell> bell = std::make_shared<Bell>();
    std::vector<std::thread> threads;
    std::mutex mutex;  // guards the rest: what this process is at
    std::list<Claim> running;
    std::set<std::string> running_schedules;
    std::set<std::string> strangers;  // kinds nobody here handles, already logged

    explicit Inside(db::Database& data, int count) : database(data), thread_count(count) {
        database.on_commit([bell = bell](std::span<base::Event const> events) {
            if (std::ranges::find(events, Added::kind, &base::Event::kind) != events.end()) bell->ring();
        });
    }

    void add_schedules();
    bool run_something(int worker);
    bool run_schedule();
    bool run_job(std::string const& of_kinds, int worker);
    base::Result<base::Done> work(Job const&);
    void settle(Claim const&, base::Result<base::Done> const&);
    void log_strangers();
    void keep_claims();
    void work_until_stopped(int worker);
    void beat_until_stopped();
};

void Runner::Inside::add_schedules() {
    if (schedules.empty()) return;
    (void)database.write([this](db::Write& write) -> base::Result<base::Done> {
        for (auto const& [name, schedule] : schedules) {
            write.run(sql::add_schedule, {name, write.now});
            write.run(sql::hasten_schedule, {name, write.now + std::max(schedule.period, lease)});
        }
        return base::Done{};
    });
}

// The thread after the last one is for what is done apart.
bool Runner::Inside::run_something(int worker) {
    return worker == thread_count ? run_job(kinds_apart, 0) : run_schedule() || run_job(kinds, worker);
}

bool Runner::Inside::run_schedule() {
    if (schedules.empty()) return false;
    auto due = database.read([](db::Read& read) {
        return read.rows(sql::due_schedules, {read.now}, [](db::Row const& row) { return row.text(0); });
    });
    auto ours = std::ranges::find_if(due, [this](auto const& name) { return schedules.contains(name); });
    if (ours == due.end()) return false;
    auto const& [name, schedule] = *schedules.find(*ours);

    base::Time began = 0;
    database.wait_write([&](db::Write& write) {
        began = write.run(sql::claim_schedule, {name, write.now + lease, write.now}) == 1 ? write.now : 0;
        return true;
    });
    if (began == 0) return true;  // another process was first; look again
    { std::lock_guard lock(mutex); running_schedules.insert(name); }
    try {
        schedule.what();
    } catch (std::exception const&) {
        base::log(base::Level::error, "schedule failed", {{"name", name}});
    }
    { std::lock_guard lock(mutex); running_schedules.erase(name); }
    database.wait_write([&](db::Write& write) {
        write.run(sql::end_schedule, {name, next_run(began, write.now, schedule.period)});
        return true;
    });
    return true;
}

bool Runner::Inside::run_job(std::string const& of_kinds, int worker) {
    // Looking costs a reader a few microseconds; claiming for nothing would cost the one writer a transaction.
    auto const found = database.read([&](db::Read& read) { return due(read, of_kinds, worker + 1); });
    if (found.empty()) return false;
    // Each worker takes another one, or they would all be after the first.
    auto const& job = found[static_cast<std::size_t>(worker) % found.size()];
    std::optional<Claim> claimed;
    database.wait_write([&](db::Write& write) {
        claimed = claim(write, job);
        return true;
    });
    if (!claimed) return true;
    std::list<Claim>::iterator place;
    {
        std::lock_guard lock(mutex);
        place = running.insert(running.end(), *claimed);
    }
    auto outcome = work(claimed->job);
    {
        std::lock_guard lock(mutex);
        running.erase(place);
    }
    settle(*claimed, outcome);
    return true;
}

base::Result<base::Done> Runner::Inside::work(Job const& job) {
    try {
        return handlers.find(job.kind)->second(job);
    } catch (std::exception const& broken) {
        return base::refuse(base::Why::unavailable, broken.what());
    }
}

void Runner::Inside::settle(Claim const& claim, base::Result<base::Done> const& outcome) {
    auto fate = Fate::ignored;
    database.wait_write([&](db::Write& write) {
        if (outcome) finish(write, claim);
        else fate = fail(write, claim, outcome.error().message);
        return true;
    });
    // The error's text may name people: it stays in the database.
    if (fate != Fate::ignored)
        base::log(fate == Fate::dead ? base::Level::error : base::Level::warning, fate == Fate::dead ? "job died" : "job failed",
                  {{"kind", claim.job.kind}, {"id", claim.job.id}, {"attempts", std::int64_t{claim.job.attempts}}});
}

void Runner::Inside::log_strangers() {
    auto kinds_found = database.read([this](db::Read& read) {
        return read.rows(sql::unknown_kinds, {read.now, kinds + kinds_apart.substr(1)}, [](db::Row const& row) { return row.text(0); });
    });
    std::lock_guard lock(mutex);
    for (auto const& kind : kinds_found)
        if (strangers.insert(kind).second) base::log(base::Level::warning, "nobody handles this kind of job", {{"kind", kind}});
}

void Runner::Inside::keep_claims() {
    std::vector<Claim> claims;
    std::vector<std::string> names;
    {
        std::lock_guard lock(mutex);
        claims.assign(running.begin(), running.end());
        names.assign(running_schedules.begin(), running_schedules.end());
    }
    if (claims.empty() && names.empty()) return;
    database.wait_write([&](db::Write& write) {
        for (auto const& claim : claims) renew(write, claim);
        for (auto const& name : names) write.run(sql::renew_schedule, {name, write.now + lease});
        return true;
    });
}

void Runner::Inside::work_until_stopped(int worker) {
    stand_back(5);
    for (;;) {
        std::uint64_t heard = 0;
        {
            std::lock_guard lock(bell->mutex);
            if (bell->stopping) return;
            heard = bell->rings;
        }
        auto found = false;
        try {
            found = run_something(worker);
        } catch (std::exception const& broken) {
            // The database is away: nothing is lost, claims end by themselves.
            base::log(base::Level::error, "jobs wait for the database", {{"error", std::string_view(broken.what())}});
        }
        if (found) continue;
        std::unique_lock lock(bell->mutex);
        bell->rung.wait_for(lock, poll, [&] { return bell->stopping || bell->rings != heard; });
    }
}

void Runner::Inside::beat_until_stopped() {
    for (;;) {
        try {
            keep_claims();
            log_strangers();
        } catch (std::exception const& broken) {
            base::log(base::Level::error, "claims could not be renewed", {{"error", std::string_view(broken.what())}});
        }
        std::unique_lock lock(bell->mutex);
        if (bell->rung.wait_for(lock, heartbeat, [&] { return bell->stopping; })) return;
    }
}

Runner::Runner(db::Database& database, int threads) : inside_(std::make_unique<Inside>(database, threads)) {}

Runner::~Runner() { stop(); }

void Runner::handle(std::string kind, Work work) {
    inside_->kinds += kind + ",";
    inside_->handlers.insert_or_assign(std::move(kind), std::move(work));
}

void Runner::handle_apart(std::string kind, Work work) {
    inside_->kinds_apart += kind + ",";
    inside_->handlers.insert_or_assign(std::move(kind), std::move(work));
}

bool Runner::is_stopping() const {
    std::lock_guard lock(inside_->bell->mutex);
    return inside_->bell->stopping;
}

void Runner::every(std::string name, base::Time period, std::function<void()> what) {
    inside_->schedules.insert_or_assign(std::move(name), Inside::Schedule{period, std::move(what)});
}

void Runner::start() {
    inside_->add_schedules();
    auto count = inside_->thread_count + (inside_->kinds_apart == "," ? 0 : 1);
    for (int i = 0; i < count; ++i)
        inside_->threads.emplace_back([inside = inside_.get(), i] { inside->work_until_stopped(i); });
    inside_->threads.emplace_back([inside = inside_.get()] { inside->beat_until_stopped(); });
}

void Runner::wake() { inside_->bell->ring(); }

void Runner::stop() {
    {
        std::lock_guard lock(inside_->bell->mutex);
        inside_->bell->stopping = true;
    }
    inside_->bell->rung.notify_all();
    for (auto& thread : inside_->threads) thread.join();
    inside_->threads.clear();
}

void Runner::run_due() {
    inside_->add_schedules();
    inside_->log_strangers();
    while (inside_->run_something(0) || inside_->run_something(inside_->thread_count)) {}
}

}  // namespace jobs
