// Transactions and named statements; the same SQL text runs on SQLite and PostgreSQL.
#pragma once
#include "base/event.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include <cstdint>
#include <exception>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace db {

// A statement. Parameters are $1, $2, ...; `LIST($1)` stands for a list of ids: `WHERE id IN LIST($1)`;
// `COLLATE BINARY` orders by bytes on both engines: ranges of prefixes need it.
struct Query {
    std::string_view name;  // "posts.insert_post": appears in logs and metrics
    std::string_view text;
};

// A numbered, frozen step of a capability's tables. Forward only, one transaction each.
struct Migration {
    int number;
    std::string_view name;
    std::string_view text;
};

// Everything a capability keeps, from its folder: generated as <folder>/schema.hpp.
struct Schema {
    std::string_view capability;
    std::span<Migration const> migrations;
    std::span<Query const> invariants;  // queries that must return nothing
    std::span<Query const> queries;     // every named statement: prepared on both engines in the tests
};

using List = std::vector<std::int64_t>;

// What a parameter holds. Text is copied when the statement is run, not before: keep it alive until then.
class Value {
public:
    Value() = default;
    Value(std::nullopt_t) {}
    Value(bool truth) : held_(truth) {}
    template <std::integral I> requires(!std::same_as<I, bool>)
    Value(I number) : held_(static_cast<std::int64_t>(number)) {}
    Value(double number) : held_(number) {}
    Value(std::string_view text) : held_(text) {}
    Value(std::string const& text) : held_(std::string_view(text)) {}
    Value(char const* text) : held_(std::string_view(text)) {}
    template <class Tag> Value(base::Id<Tag> id) : held_(id.value) {}
    Value(List const& list) : held_(&list) {}
    template <class T> Value(std::optional<T> const& maybe) { if (maybe) *this = Value(*maybe); }

    using Held = std::variant<std::monostate, std::int64_t, double, bool, std::string_view, List const*>;
    Held const& held() const { return held_; }

private:
    Held held_;
};

// One row of an answer, valid during the call that was given it. Columns count from 0.
class Row {
public:
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;  // 0 for NULL
    virtual double real(int column) const = 0;
    virtual std::string_view view(int column) const = 0;  // "" for NULL; valid until the next row
    bool boolean(int column) const { return integer(column) != 0; }
    std::string text(int column) const { return std::string(view(column)); }
    template <class AnyId> AnyId id(int column) const { return AnyId{integer(column)}; }
    std::optional<std::int64_t> maybe_integer(int column) const {
        return is_null(column) ? std::nullopt : std::optional(integer(column));
    }

protected:
    ~Row() = default;
};

using Arguments = std::initializer_list<Value>;

// A consistent view of the data. Every call sees the same moment.
class Read {
public:
    virtual ~Read() = default;

    virtual void each(Query const&, Arguments, std::function<void(Row const&)> const&) = 0;

    template <class Make>
    auto rows(Query const& query, Arguments arguments, Make make) {
        std::vector<std::decay_t<decltype(make(std::declval<Row const&>()))>> made;
        each(query, arguments, [&](Row const& row) { made.push_back(make(row)); });
        return made;
    }

    // The first row, or nothing.
    template <class Make>
    auto one(Query const& query, Arguments arguments, Make make) {
        std::optional<std::decay_t<decltype(make(std::declval<Row const&>()))>> made;
        each(query, arguments, [&](Row const& row) { if (!made) made = make(row); });
        return made;
    }

    // The first column of the first row; 0 when there is none.
    std::int64_t number(Query const& query, Arguments arguments) {
        return one(query, arguments, [](Row const& row) { return row.integer(0); }).value_or(0);
    }

    base::Time now = 0;  // fixed for the whole transaction
};

// One all-or-nothing change. Only handlers of unsafe HTTP methods are given one. A rule may be run again, so it
// touches nothing but this.
class Write : public Read {
public:
    virtual std::int64_t run(Query const&, Arguments) = 0;  // rows changed

    // Announces what happened: stored with this change, told to subscribers after the commit.
    template <base::IsEvent E>
    void emit(E const& happened) { emit_event(base::to_event(happened)); }

    template <class AnyId>
    AnyId new_id() { return AnyId{next_id()}; }

protected:
    virtual void emit_event(base::Event) = 0;
    virtual std::int64_t next_id() = 0;
};

// The engine gave out: disk full, connection lost, constraint broken by a rule that did not check. Caught in http and jobs.
struct Broken : std::runtime_error {
    enum class Kind { other, full, constraint, deadline, busy };
    Kind kind;
    Broken(Kind which, std::string const& detail) : std::runtime_error(detail), kind(which) {}
};

struct Options {
    std::string file;         // SQLite: path of the file; empty when `postgresql` is set
    std::string postgresql;   // postgresql://...: used when not empty
    int readers = 2;          // connections and threads that answer reads
    int writers = 4;          // PostgreSQL only: SQLite has one writer
    int node = 0;             // 0 to 63; part of every id
    bool throwaway = false;   // tests: no fsync
    std::int64_t write_cache_kilobytes = 8'000;  // SQLite: more when very much is written in one go
    std::int64_t statement_deadline = 10'000;  // milliseconds, our own, on every PostgreSQL statement
    bool read_only = false;   // SQLite: beside a running server, for backup and check; every write is refused
};

// Counters since the database was opened, for /metrics.
struct Statistics {
    std::int64_t commits = 0;  // durable commits: on SQLite one can hold many changes
    std::int64_t changes = 0;  // changes kept
    std::int64_t reads = 0;
    std::int64_t retries = 0;  // changes run again after a conflict
};

// One database, either engine. Opening it applies no migration: see migrate().
// Threads: any thread may call any function. `done` runs on a database thread and must be short.
class Database {
public:
    static std::unique_ptr<Database> open(Options, std::span<Schema const>);
    virtual ~Database() = default;

    // Brings the tables up to date; backs a SQLite file up first when something will change. Refuses a changed (frozen)
    // migration and a database newer than this program.
    virtual base::Result<base::Done> migrate() = 0;

    // Runs on a database thread; `work` may be called again after a conflict. For a write, `work` says whether to keep
    // the change; `done` gets what went wrong, and runs after the commit is durable and live subscribers were told.
    using Done = std::function<void(std::exception_ptr)>;
    virtual void start_read(std::function<void(Read&)> work, Done done) = 0;
    virtual void start_write(std::function<bool(Write&)> work, Done done) = 0;

    // The same, waiting for the end. Throws Broken. Not to be called on an I/O loop.
    virtual void wait_read(std::function<void(Read&)> const& work) = 0;
    virtual void wait_write(std::function<bool(Write&)> const& work) = 0;

    template <class F>
    auto read(F work) {
        using T = std::invoke_result_t<F, Read&>;
        std::optional<T> made;
        wait_read([&](Read& read) { made.emplace(work(read)); });
        return std::move(*made);
    }

    // A refusal undoes the change.
    template <class F>
    auto write(F work) {
        using T = std::invoke_result_t<F, Write&>;
        std::optional<T> made;
        wait_write([&](Write& write) { made.emplace(work(write)); return made->has_value(); });
        return std::move(*made);
    }

    // Runs inside the transaction for each emitted event, before the commit: where durable subscribers get their jobs.
    virtual void on_emit(std::function<void(Write&, base::Event const&)>) = 0;
    // Runs after each commit, in order, before `done`: memory only, short. Also told what other nodes committed.
    virtual void on_commit(std::function<void(std::span<base::Event const>)>) = 0;

    // SQLite: an online copy into `file`. PostgreSQL: refused, with the pg_dump command to use.
    virtual base::Result<base::Done> backup(std::string const& file) = 0;
    // Engine integrity and all invariants; each finding is one line for people.
    virtual std::vector<std::string> check() = 0;
    // Has the engine prepare every named statement of the schemas; each one it does not take is one line.
    virtual std::vector<std::string> check_statements() = 0;
    // What an application may rely on being true when it answers /health/ready.
    virtual bool healthy() = 0;
    virtual bool is_postgresql() const = 0;
    virtual Statistics statistics() const = 0;

    // For tests and the demo: moments other than the clock's.
    std::function<base::Time()> clock;
};

// Replaces `file` by a backup, after checking it. The database must not be open.
base::Result<base::Done> restore(std::string const& backup, std::string const& file);

}  // namespace db
