// The PostgreSQL engine: a pool of connections, SERIALIZABLE with retries, and word from other nodes. Private to db.
#pragma once
#include "db/postgres_connection.hpp"
#include <condition_variable>
#include <deque>
#include <set>
#include <thread>

namespace db {

class PostgresDatabase final : public Engine {
public:
    PostgresDatabase(Options, std::span<Schema const>);
    ~PostgresDatabase() override;

    base::Result<base::Done> migrate() override;
    void start_read(std::function<void(Read&)> work, Done done) override;
    void start_write(std::function<bool(Write&)> work, Done done) override;
    base::Result<base::Done> backup(std::string const& file) override;
    std::vector<std::string> check() override;
    std::vector<std::string> check_statements() override;
    bool healthy() override;
    bool is_postgresql() const override { return true; }

private:
    using Connection = PostgresConnection;

    // Work waiting for one kind of thread; each thread has a connection of its own, made when first needed.
    struct Lane {
        std::mutex mutex;
        std::condition_variable waiting;
        std::deque<std::function<void(std::unique_ptr<Connection>&)>> work;
    };

    std::unique_ptr<Connection> connect(std::chrono::milliseconds deadline) const;
    bool push(Lane&, std::function<void(std::unique_ptr<Connection>&)>);
    void serve(Lane&, std::unique_ptr<Connection>);
    bool pause(std::chrono::milliseconds);  // false when the database closes meanwhile

    // One try; the events are those it committed.
    struct Attempt {
        std::exception_ptr wrong;
        Trouble trouble = Trouble::none;
        bool committing = false;  // the answer to COMMIT is what was missed: it may have been kept
        bool kept = false;
        std::vector<base::Event> events;
    };
    Attempt try_write(std::unique_ptr<Connection>&, std::function<bool(Write&)> const&);
    Attempt try_read(std::unique_ptr<Connection>&, std::function<void(Read&)> const&);
    template <class Try>
    Attempt persist(std::unique_ptr<Connection>&, Try const&);

    void listen();
    void read_outbox(Connection&);
    void tell_other_nodes();
    void tell(std::span<base::Event const>);

    Lane reading_, writing_;
    std::vector<std::thread> threads_;
    std::atomic<bool> stopping_ = false;  // changed under both lanes' mutexes, so that no waiter misses it

    std::mutex pausing_mutex_;
    std::condition_variable pausing_;

    std::mutex telling_;  // subscribers are told by one thread at a time

    std::int64_t const origin_;  // of this process's rows in the outbox
    int const wake_;             // eventfd: something for other nodes was committed, or the end
    std::atomic<bool> announce_ = false;
    // Of the listening thread alone:
    std::int64_t horizon_ = 0;                                 // every transaction before it was seen
    std::set<std::pair<std::int64_t, std::int64_t>> seen_;     // (transaction, id) of rows seen at or past the horizon
};

}  // namespace db
