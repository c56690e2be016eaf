// The SQLite engine: many readers, one writer that commits the waiting changes together (group commit).
#include "db/sqlite.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace db {
namespace {

using Connection = SqliteConnection;

class SqliteWrite final : public Write {
public:
    SqliteWrite(Connection& connection, Engine& engine, EmitHooks const& hooks)
        : connection_(connection), engine_(engine), hooks_(hooks) { now = engine.time(); }

    void each(Query const& query, Arguments arguments, std::function<void(Row const&)> const& take) override {
        remembering([&] { connection_.each(query, arguments, take); });
    }
    std::int64_t run(Query const& query, Arguments arguments) override {
        std::int64_t count = 0;
        remembering([&] { count = connection_.run(query, arguments); });
        return count;
    }

    std::vector<base::Event> events;
    std::exception_ptr broken;  // a change whose statement failed is not kept, even if the rule caught the failure (as PostgreSQL)

private:
    void emit_event(base::Event event) override {
        events.push_back(event);
        for (auto const& hook : hooks_) hook(*this, event);
    }
    std::int64_t next_id() override { return engine_.ids.next(now); }

    template <class F>
    void remembering(F const& statement) {
        try {
            statement();
        } catch (Broken const&) {
            broken = std::current_exception();
            throw;
        }
    }

    Connection& connection_;
    Engine& engine_;
    EmitHooks const& hooks_;
};

inline constexpr Query savepoint{"db.savepoint", "SAVEPOINT change"}, release{"db.release", "RELEASE change"},
    undo{"db.undo", "ROLLBACK TO change"}, begin_write{"db.begin_write", "BEGIN IMMEDIATE"}, begin_read{"db.begin_read", "BEGIN"},
    commit{"db.commit", "COMMIT"}, rollback{"db.rollback", "ROLLBACK"};

constexpr std::size_t most_changes_at_once = 256;
constexpr auto longest_batch = std::chrono::milliseconds(50);
constexpr int checkpoint_after_pages = 1000, insist_after_pages = 16'000;

}  // namespace

SqliteDatabase::SqliteDatabase(Options given, std::span<Schema const> all) : Engine(std::move(given), all) {
    if (!options.read_only) {
        lock_.emplace(options.file);
        writing_ = std::make_unique<Connection>(options.file, Connection::Access::writes, options.throwaway);
        writing_->execute("PRAGMA cache_size=-" + std::to_string(options.write_cache_kilobytes));
        sqlite3_wal_hook(writing_->handle(), [](void* self, sqlite3*, char const*, int pages) {
            static_cast<SqliteDatabase*>(self)->log_pages_ = pages;
            return SQLITE_OK;
        }, this);
    }
    // Opened before any thread runs, so that a failure here leaves nothing behind.
    std::vector<std::unique_ptr<Connection>> readers;
    for (int i = 0; i < std::max(1, options.readers); ++i) readers.push_back(open_reader());
    for (auto& reader : readers) threads_.emplace_back([this, own = std::move(reader)] { answer(*own); });
    if (writing_) threads_.emplace_back([this] { write_changes(); });
}

SqliteDatabase::~SqliteDatabase() {
    {
        std::scoped_lock both(changes_mutex_, questions_mutex_);
        stopping_ = true;
    }
    changes_waiting_.notify_all();
    questions_waiting_.notify_all();
    for (auto& thread : threads_) thread.join();  // each finishes what was waiting
}

void SqliteDatabase::start_read(std::function<void(Read&)> work, Done done) {
    {
        std::lock_guard lock(questions_mutex_);
        if (!stopping_) {
            questions_.push_back({std::move(work), std::move(done)});
            questions_waiting_.notify_one();
            return;
        }
    }
    finish(done, closed());
}

void SqliteDatabase::start_write(std::function<bool(Write&)> work, Done done) {
    {
        std::lock_guard lock(changes_mutex_);
        if (!stopping_ && writing_) {
            changes_.push_back({std::move(work), std::move(done), nullptr});
            changes_waiting_.notify_one();
            return;
        }
    }
    finish(done, closed());
}

// On the calling thread: a hand-over to another one costs more than most reads.
void SqliteDatabase::wait_read(std::function<void(Read&)> const& work) {
    auto connection = borrow();
    if (auto wrong = answer_one(*connection, work)) {
        give_back(std::move(connection));
        std::rethrow_exception(wrong);
    }
    give_back(std::move(connection));
}

void SqliteDatabase::wait_write(std::function<bool(Write&)> const& work) {
    if (std::this_thread::get_id() == writer_id_) throw std::logic_error("wait_write on the writer thread would wait for itself");
    Engine::wait_write(work);
}

std::unique_ptr<SqliteConnection> SqliteDatabase::open_reader() const { return std::make_unique<Connection>(options.file, Connection::Access::reads); }

std::unique_ptr<SqliteConnection> SqliteDatabase::borrow() {
    {
        std::lock_guard lock(idle_mutex_);
        if (!idle_.empty()) {
            auto taken = std::move(idle_.back());
            idle_.pop_back();
            return taken;
        }
    }
    return open_reader();
}

void SqliteDatabase::give_back(std::unique_ptr<Connection> connection) {
    std::lock_guard lock(idle_mutex_);
    idle_.push_back(std::move(connection));
}

std::exception_ptr SqliteDatabase::closed() const {
    return std::make_exception_ptr(Broken(Broken::Kind::other, stopping_ ? "the database is closing" : "the database was opened for reading only"));
}

std::exception_ptr SqliteDatabase::answer_one(Connection& connection, std::function<void(Read&)> const& work) {
    std::exception_ptr wrong;
    try {
        connection.run(begin_read, {});
        SqliteRead read(connection, time());
        work(read);
        connection.run(commit, {});
    } catch (...) {
        wrong = std::current_exception();
        if (connection.in_transaction()) sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    reads.fetch_add(1, std::memory_order_relaxed);
    return wrong;
}

void SqliteDatabase::answer(Connection& connection) {
    for (;;) {
        Question question;
        {
            std::unique_lock lock(questions_mutex_);
            questions_waiting_.wait(lock, [&] { return stopping_ || !questions_.empty(); });
            if (questions_.empty()) return;
            question = std::move(questions_.front());
            questions_.pop_front();
        }
        finish(question.done, answer_one(connection, question.work));
    }
}

void SqliteDatabase::write_changes() {
    writer_id_ = std::this_thread::get_id();
    std::vector<Change> batch;
    for (;;) {
        {
            std::unique_lock lock(changes_mutex_);
            changes_waiting_.wait(lock, [&] { return stopping_ || !changes_.empty(); });
            if (changes_.empty()) return;
            while (!changes_.empty() && batch.size() < most_changes_at_once) {
                batch.push_back(std::move(changes_.front()));
                changes_.pop_front();
            }
        }
        for (std::span<Change> left = batch; !left.empty();) left = left.subspan(commit_together(left));
        batch.clear();
        empty_the_log();
    }
}

// Whether the change was kept. What it did is undone otherwise, and `wrong` is set if it threw.
bool SqliteDatabase::run_change(Change& change, EmitHooks const& hooks, std::vector<base::Event>& events) {
    writing_->run(savepoint, {});
    SqliteWrite write(*writing_, *this, hooks);
    bool keep = false;
    try {
        keep = change.work(write);
        change.wrong = write.broken;
    } catch (...) {
        change.wrong = std::current_exception();
    }
    if (!writing_->in_transaction()) return false;  // SQLite gave the whole transaction up (disk full)
    if (!keep || change.wrong) {
        writing_->run(undo, {});
        keep = false;
    } else {
        std::ranges::move(write.events, std::back_inserter(events));
    }
    writing_->run(release, {});
    return keep;
}

// Runs changes from the front, commits them with one sync, and tells everybody. Returns how many it dealt with.
std::size_t SqliteDatabase::commit_together(std::span<Change> batch) {
    auto hooks = emit_hooks();
    std::vector<base::Event> events;
    std::size_t dealt = 0, kept = 0;
    std::exception_ptr lost;
    {
        std::lock_guard lock(writing_mutex_);
        try {
            writing_->run(begin_write, {});
            auto until = std::chrono::steady_clock::now() + longest_batch;
            do {
                kept += run_change(batch[dealt], *hooks, events);
                ++dealt;
                if (!writing_->in_transaction())
                    throw Broken(Broken::Kind::full, "the transaction was given up");
            } while (dealt < batch.size() && std::chrono::steady_clock::now() < until);
            writing_->run(commit, {});
        } catch (...) {
            lost = std::current_exception();
            leave_after_lost_sync(sqlite3_extended_errcode(writing_->handle()));
            if (writing_->in_transaction()) writing_->run(rollback, {});
        }
    }
    if (lost) {
        dealt = std::max<std::size_t>(dealt, 1);
        if (dealt > 1) {
            // One of them spoiled it (a deferred constraint, the last free page): run again, each alone, so that only that one fails.
            for (std::size_t i = 0; i < dealt; ++i) {
                batch[i].wrong = nullptr;
                commit_together(batch.subspan(i, 1));
            }
            retries += static_cast<std::int64_t>(dealt);
            return dealt;
        }
        if (!batch[0].wrong) batch[0].wrong = lost;
        kept = 0;
        events.clear();
    }
    if (kept) ++commits;
    changes += static_cast<std::int64_t>(kept);
    tell_committed(events);
    for (auto& change : batch.first(dealt)) finish(change.done, change.wrong);
    return dealt;
}

// After a failed fsync the kernel may have dropped the pages and call the next one a success: only starting again from the log tells the truth.
void SqliteDatabase::leave_after_lost_sync(int code) const {
    if (code != SQLITE_IOERR_FSYNC && code != SQLITE_IOERR_DIR_FSYNC) return;
    base::log(base::Level::error, "disk_sync_failed", {{"code", std::int64_t{code}}});
    std::_Exit(70);
}

// Moves the log into the file once it is long: after the answers left, by the one connection that may.
void SqliteDatabase::empty_the_log() {
    std::lock_guard lock(writing_mutex_);
    if (log_pages_ < checkpoint_after_pages) return;
    // A log that readers kept from being emptied for long is worth a short wait for them.
    bool insist = log_pages_ >= insist_after_pages;
    if (insist) sqlite3_busy_timeout(writing_->handle(), 100);
    int code = sqlite3_wal_checkpoint_v2(writing_->handle(), nullptr, insist ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (insist) sqlite3_busy_timeout(writing_->handle(), 5000);
    if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return;
    leave_after_lost_sync(sqlite3_extended_errcode(writing_->handle()));
    base::log(base::Level::error, "checkpoint_failed", {{"code", std::int64_t{code}}});
}

std::unique_ptr<Database> open_sqlite(Options options, std::span<Schema const> schemas) {
    return std::make_unique<SqliteDatabase>(std::move(options), schemas);
}

}  // namespace db
