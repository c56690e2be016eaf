// The SQLite engine: many readers, one writer that commits the waiting changes together (group commit). Private to db.
#pragma once
#include "db/sqlite_file.hpp"
#include <condition_variable>
#include <deque>
#include <thread>

namespace db {

class SqliteRead final : public Read {
public:
    SqliteRead(SqliteConnection& connection, base::Time moment) : connection_(connection) { now = moment; }
    void each(Query const& query, Arguments arguments, std::function<void(Row const&)> const& take) override {
        connection_.each(query, arguments, take);
    }

private:
    SqliteConnection& connection_;
};

class SqliteDatabase final : public Engine {
public:
    SqliteDatabase(Options, std::span<Schema const>);
    ~SqliteDatabase() override;

    base::Result<base::Done> migrate() override;
    void start_read(std::function<void(Read&)> work, Done done) override;
    void start_write(std::function<bool(Write&)> work, Done done) override;
    void wait_read(std::function<void(Read&)> const& work) override;
    void wait_write(std::function<bool(Write&)> const& work) override;
    base::Result<base::Done> backup(std::string const& file) override;
    std::vector<std::string> check() override;
    std::vector<std::string> check_statements() override;
    bool healthy() override;
    bool is_postgresql() const override { return false; }

private:
    using Connection = SqliteConnection;

    struct Change {
        std::function<bool(Write&)> work;
        Done done;
        std::exception_ptr wrong;
    };
    struct Question {
        std::function<void(Read&)> work;
        Done done;
    };

    std::unique_ptr<Connection> open_reader() const;
    std::unique_ptr<Connection> borrow();
    void give_back(std::unique_ptr<Connection>);
    std::exception_ptr closed() const;

    std::exception_ptr answer_one(Connection&, std::function<void(Read&)> const&);
    void answer(Connection&);

    void write_changes();
    std::size_t commit_together(std::span<Change>);
    bool run_change(Change&, EmitHooks const&, std::vector<base::Event>&);
    void leave_after_lost_sync(int code) const;
    void empty_the_log();

    std::optional<FileLock> lock_;
    std::unique_ptr<Connection> writing_;  // the only one that writes and the only one that empties the log
    std::mutex writing_mutex_;             // held by whoever uses it: the writer thread, or migrate()
    int log_pages_ = 0;
    std::atomic<std::thread::id> writer_id_;

    std::mutex changes_mutex_;
    std::condition_variable changes_waiting_;
    std::deque<Change> changes_;

    std::mutex questions_mutex_;
    std::condition_variable questions_waiting_;
    std::deque<Question> questions_;
    std::atomic<bool> stopping_ = false;  // changed under both mutexes, so that no waiter misses it

    std::mutex idle_mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;  // for wait_read
    std::vector<std::thread> threads_;
};

}  // namespace db
