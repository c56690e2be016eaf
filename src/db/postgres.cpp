// The PostgreSQL engine: runs changes SERIALIZABLE and again after a conflict, reads in one snapshot each.
#include "db/postgres.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "db/schema.hpp"
#include <algorithm>
#include <random>
#include <sys/eventfd.h>
#include <unistd.h>

namespace db {
namespace {

using namespace std::chrono_literals;
using Connection = PostgresConnection;
using Clock = std::chrono::steady_clock;

constexpr int most_attempts = 20;
constexpr int most_unique_attempts = 3;
constexpr auto longest_maintenance = 1h;  // a migration or a check may take long on a large database

inline constexpr Query
    put_outbox{"db.put_outbox", "INSERT INTO outbox (origin, kind, id_1, id_2, id_3, id_4) VALUES ($1, $2, $3, $4, $5, $6)"},
    current_horizon{"db.current_horizon", "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"},
    has_outbox{"db.has_outbox", "SELECT to_regclass('outbox') IS NOT NULL"},
    try_migration_lock{"db.try_migration_lock", "SELECT pg_try_advisory_lock(hashtext('salve migrate'), hashtext(current_schema()))"},
    is_there{"db.is_there", "SELECT 1"};

std::int64_t random_number(std::int64_t below) {
    static thread_local std::mt19937_64 generator{std::random_device{}()};
    return std::uniform_int_distribution<std::int64_t>(0, below - 1)(generator);
}

class PostgresRead final : public Read {
public:
    PostgresRead(Connection& connection, base::Time moment) : connection_(connection) { now = moment; }
    void each(Query const& query, Arguments arguments, std::function<void(Row const&)> const& take) override {
        connection_.each(query, arguments, take);
    }

private:
    Connection& connection_;
};

class PostgresWrite final : public Write {
public:
    PostgresWrite(Connection& connection, Engine& engine, EmitHooks const& hooks)
        : connection_(connection), engine_(engine), hooks_(hooks) { now = engine.time(); }
    void each(Query const& query, Arguments arguments, std::function<void(Row const&)> const& take) override {
        connection_.each(query, arguments, take);
    }
    std::int64_t run(Query const& query, Arguments arguments) override { return connection_.run(query, arguments); }

    std::vector<base::Event> events;

private:
    void emit_event(base::Event event) override {
        events.push_back(event);
        for (auto const& hook : hooks_) hook(*this, event);
    }
    std::int64_t next_id() override { return engine_.ids.next(now); }

    Connection& connection_;
    Engine& engine_;
    EmitHooks const& hooks_;
};

}  // namespace

PostgresDatabase::PostgresDatabase(Options given, std::span<Schema const> all)
    : Engine(std::move(given), all), origin_(random_number(std::numeric_limits<std::int64_t>::max())), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    refuse_plaintext(options.postgresql);
    // The first connection tells at once whether the address is right, and from where on others' events are news.
    auto first = connect(std::chrono::milliseconds(options.statement_deadline));
    PostgresRead read(*first, 0);
    if (read.number(has_outbox, {})) horizon_ = read.number(current_horizon, {});
    for (int i = 0; i < std::max(1, options.readers); ++i)
        threads_.emplace_back([this, own = std::move(first)]() mutable { serve(reading_, std::move(own)); });
    for (int i = 0; i < std::max(1, options.writers); ++i) threads_.emplace_back([this] { serve(writing_, nullptr); });
    threads_.emplace_back([this] { listen(); });
}

PostgresDatabase::~PostgresDatabase() {
    {
        std::scoped_lock both(reading_.mutex, writing_.mutex);
        stopping_ = true;
    }
    reading_.waiting.notify_all();
    writing_.waiting.notify_all();
    ::eventfd_write(wake_, 1);
    {
        std::lock_guard lock(pausing_mutex_);  // whoever pauses has either seen `stopping_` or will be woken
    }
    pausing_.notify_all();
    for (auto& thread : threads_) thread.join();  // each finishes what was waiting
    ::close(wake_);
}

std::unique_ptr<Connection> PostgresDatabase::connect(std::chrono::milliseconds deadline) const {
    return std::make_unique<Connection>(options.postgresql, deadline, options.throwaway);
}

bool PostgresDatabase::push(Lane& lane, std::function<void(std::unique_ptr<Connection>&)> work) {
    std::lock_guard lock(lane.mutex);
    if (stopping_) return false;
    lane.work.push_back(std::move(work));
    lane.waiting.notify_one();
    return true;
}

void PostgresDatabase::serve(Lane& lane, std::unique_ptr<Connection> connection) {
    for (;;) {
        std::function<void(std::unique_ptr<Connection>&)> work;
        {
            std::unique_lock lock(lane.mutex);
            lane.waiting.wait(lock, [&] { return stopping_ || !lane.work.empty(); });
            if (lane.work.empty()) return;
            work = std::move(lane.work.front());
            lane.work.pop_front();
        }
        work(connection);
    }
}

bool PostgresDatabase::pause(std::chrono::milliseconds time) {
    std::unique_lock lock(pausing_mutex_);
    return !pausing_.wait_for(lock, time, [&] { return stopping_.load(); });
}

namespace {

void notify_closed(Database::Done const& done) {
    Engine::finish(done, std::make_exception_ptr(Broken(Broken::Kind::other, "the database is closing")));
}

}  // namespace

void PostgresDatabase::start_read(std::function<void(Read&)> work, Done done) {
    bool taken = push(reading_, [this, work = std::move(work), done](std::unique_ptr<Connection>& connection) {
        auto outcome = persist(connection, [&] { return try_read(connection, work); });
        reads.fetch_add(1, std::memory_order_relaxed);
        finish(done, outcome.wrong);
    });
    if (!taken) notify_closed(done);
}

void PostgresDatabase::start_write(std::function<bool(Write&)> work, Done done) {
    bool taken = push(writing_, [this, work = std::move(work), done](std::unique_ptr<Connection>& connection) {
        auto outcome = persist(connection, [&] { return try_write(connection, work); });
        if (outcome.kept) {
            ++commits;
            ++changes;
            tell(outcome.events);
        }
        if (!outcome.events.empty()) tell_other_nodes();
        finish(done, outcome.wrong);
    });
    if (!taken) notify_closed(done);
}

// Tries again what can be tried again without doubt: a conflict, or a connection lost before COMMIT was sent.
template <class Try>
PostgresDatabase::Attempt PostgresDatabase::persist(std::unique_ptr<Connection>& connection, Try const& attempt) {
    auto give_up = Clock::now() + std::chrono::milliseconds(options.statement_deadline);
    for (int number = 1;; ++number) {
        Attempt outcome;
        try {
            if (!connection) connection = connect(std::chrono::milliseconds(options.statement_deadline));
            outcome = attempt();
        } catch (Broken const& wrong) {  // could not connect
            outcome.trouble = wrong.kind == Broken::Kind::deadline ? Trouble::deadline : Trouble::lost;
            outcome.wrong = std::current_exception();
        }
        if (connection && !connection->usable()) connection.reset();
        bool again = false;
        switch (outcome.trouble) {
            case Trouble::conflict: again = number < most_attempts; break;
            case Trouble::unique: again = number < most_unique_attempts; break;
            case Trouble::lost: again = !outcome.committing && Clock::now() < give_up; break;
            case Trouble::none: case Trouble::refused: case Trouble::deadline: break;
        }
        // Jitter, so that those who met do not meet again.
        if (outcome.committing && outcome.trouble >= Trouble::deadline)
            outcome.wrong = std::make_exception_ptr(Broken(
                outcome.trouble == Trouble::deadline ? Broken::Kind::deadline : Broken::Kind::other,
                "no answer to COMMIT: whether the change was kept is not known"));
        if (!again || !pause(std::chrono::milliseconds(1 + random_number(std::min(1 << std::min(number, 8), 200))))) return outcome;
        ++retries;
    }
}

PostgresDatabase::Attempt PostgresDatabase::try_write(std::unique_ptr<Connection>& connection, std::function<bool(Write&)> const& work) {
    Attempt outcome;
    auto hooks = emit_hooks();
    PostgresWrite write(*connection, *this, *hooks);
    try {
        connection->forget_trouble();
        connection->execute("BEGIN ISOLATION LEVEL SERIALIZABLE");
        bool keep = work(write);
        // A statement that failed has undone the change, even if the rule went on after it.
        if (connection->what_was_thrown()) std::rethrow_exception(connection->what_was_thrown());
        if (keep) {
            for (auto const& event : write.events)
                connection->run(put_outbox, {origin_, event.kind, event.ids[0], event.ids[1], event.ids[2], event.ids[3]});
            outcome.committing = true;
            if (connection->execute("COMMIT") != "COMMIT") throw Broken(Broken::Kind::other, "the change was rolled back by the server");
            outcome.kept = true;
            outcome.events = std::move(write.events);
        } else {
            connection->execute("ROLLBACK");
        }
        return outcome;
    } catch (...) {
        outcome.wrong = std::current_exception();
    }
    outcome.trouble = connection->trouble();
    if (auto thrown = connection->what_was_thrown()) outcome.wrong = thrown;
    if (!connection->usable()) return outcome;
    try {
        connection->execute("ROLLBACK");
    } catch (Broken const&) {
        // The connection is given up by whoever sees that it is no longer usable.
    }
    return outcome;
}

PostgresDatabase::Attempt PostgresDatabase::try_read(std::unique_ptr<Connection>& connection, std::function<void(Read&)> const& work) {
    Attempt outcome;
    try {
        connection->forget_trouble();
        connection->execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        PostgresRead read(*connection, time());
        work(read);
        connection->execute("COMMIT");
        return outcome;
    } catch (...) {
        outcome.wrong = std::current_exception();
    }
    outcome.trouble = connection->trouble();
    if (auto thrown = connection->what_was_thrown()) outcome.wrong = thrown;
    if (!connection->usable()) return outcome;
    try {
        connection->execute("ROLLBACK");
    } catch (Broken const&) {
    }
    return outcome;
}

base::Result<base::Done> PostgresDatabase::migrate() {
    std::unique_ptr<Connection> connection;
    std::string step = "Migrating";
    try {
        connection = connect(std::chrono::milliseconds(options.statement_deadline));
        PostgresRead read(*connection, time());
        // Other nodes starting at the same moment wait here, and then find nothing left to do.
        for (auto until = Clock::now() + 60s; !read.number(try_migration_lock, {}); std::this_thread::sleep_for(100ms))
            if (Clock::now() > until) return base::refuse(base::Why::unavailable, "Another process is migrating the database. Try again when it has finished.");
        connection->set_deadline(longest_maintenance);
        connection->execute("SET statement_timeout = 0");
        connection->execute(create_schema_migration);
        auto applied = read.rows(applied_migrations, {}, [](Row const& row) {
            return AppliedMigration{row.text(0), static_cast<int>(row.integer(1)), row.text(2)};
        });
        std::vector<Schema> all{sql::schema_of_folder};
        all.insert(all.end(), schemas.begin(), schemas.end());
        for (auto const& [capability, migration, checksum] : TRY(plan_migrations(all, applied))) {
            step = "Migration " + std::to_string(migration->number) + " of " + std::string(capability);
            connection->execute("BEGIN");
            connection->execute(spelled(migration->text, postgresql_spelling));
            connection->run(put_migration, {capability, migration->number, migration->name, checksum, read.now});
            connection->execute("COMMIT");
        }
        return base::Done{};  // closing the connection gives the lock and any open transaction back
    } catch (Broken const& wrong) {
        return base::refuse(base::Why::unavailable, step + " failed: " + wrong.what());
    }
}

base::Result<base::Done> PostgresDatabase::backup(std::string const& file) {
    return base::refuse(base::Why::unavailable,
                        "PostgreSQL makes its own backups: pg_dump --format=custom --file=" + file + " --dbname=ADDRESS, with the database's address.");
}

std::vector<std::string> PostgresDatabase::check() {
    std::vector<std::string> findings;
    auto connection = connect(longest_maintenance);
    connection->execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    PostgresRead read(*connection, time());
    find_broken_invariants(read, schemas, findings);
    return findings;
}

std::vector<std::string> PostgresDatabase::check_statements() {
    auto connection = connect(std::chrono::milliseconds(options.statement_deadline));
    return unprepared(schemas, [&](Query const& query) { connection->prepare_only(query); });
}

bool PostgresDatabase::healthy() {
    // Waits less than a statement may take: who asks would rather hear no than nothing.
    struct Answer {
        std::binary_semaphore come{0};
        bool good = false;
    };
    auto answer = std::make_shared<Answer>();
    start_read([](Read& read) { read.number(is_there, {}); }, [answer](std::exception_ptr wrong) {
        answer->good = !wrong;
        answer->come.release();
    });
    return answer->come.try_acquire_for(2s) && answer->good;
}

std::unique_ptr<Database> open_postgresql(Options options, std::span<Schema const> schemas) {
    return std::make_unique<PostgresDatabase>(std::move(options), schemas);
}

}  // namespace db
