// What the two engines share: subscribers, ids, counters, list parameters, the plan of a migration. Private to db.
#pragma once
#include "base/id.hpp"
#include "db/database.hpp"
#include <atomic>
#include <memory>
#include <mutex>
#include <semaphore>

namespace db {

std::unique_ptr<Database> open_sqlite(Options, std::span<Schema const>);
std::unique_ptr<Database> open_postgresql(Options, std::span<Schema const>);

// How an engine spells what the two do not spell alike.
struct Spelling {
    std::string_view list_before, list_after;  // LIST($2) becomes list_before + "$2" + list_after
    std::string_view binary;                   // COLLATE BINARY: by bytes, so that a prefix is a range in every locale
    std::string_view engine;                   // what follows a line `-- only: <engine>`, up to `-- both`, is the others' not
};
inline constexpr Spelling sqlite_spelling{"(SELECT value FROM json_each(", "))", "COLLATE BINARY", "sqlite"};
inline constexpr Spelling postgresql_spelling{"(SELECT unnest(", "::bigint[]))", "COLLATE \"C\"", "postgresql"};

// Quoted text and comments stay as they are.
std::string spelled(std::string_view text, Spelling const&);

// "[1,2,3]" with the brackets of the engine.
void write_list(std::string& target, List const&, char open, char close);

// A row that can also be shown whole, for the findings of check().
class WideRow : public Row {
public:
    virtual int columns() const = 0;

protected:
    ~WideRow() = default;
};

std::vector<std::string> unprepared(std::span<Schema const>, std::function<void(Query const&)> const& prepare);
void find_broken_invariants(Read&, std::span<Schema const>, std::vector<std::string>& findings);

// Both engines say so in the same words: a statement is given exactly as many values as it names.
[[noreturn]] void refuse_argument_count(Query const&, int takes, std::size_t given);

struct AppliedMigration {
    std::string capability;
    int number;
    std::string checksum;
};

struct PendingMigration {
    std::string_view capability;
    Migration const* migration;
    std::string checksum;
};

std::string checksum_of(std::string_view text);  // SHA-256, in hexadecimal

// What is left to do, in order. Refuses a changed migration and one this program does not know.
base::Result<std::vector<PendingMigration>> plan_migrations(std::span<Schema const>, std::span<AppliedMigration const>);

inline constexpr char const* create_schema_migration =
    "CREATE TABLE IF NOT EXISTS schema_migration (capability TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL,"
    " checksum TEXT NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY (capability, number))";
inline constexpr Query applied_migrations{"db.applied_migrations", "SELECT capability, number, checksum FROM schema_migration"};
inline constexpr Query put_migration{"db.put_migration",
    "INSERT INTO schema_migration (capability, number, name, checksum, applied_at) VALUES ($1, $2, $3, $4, $5)"};

using EmitHooks = std::vector<std::function<void(Write&, base::Event const&)>>;
using CommitHooks = std::vector<std::function<void(std::span<base::Event const>)>>;

// The part of a database that is the same whatever keeps the rows.
class Engine : public Database {
public:
    Engine(Options, std::span<Schema const>);

    void wait_read(std::function<void(Read&)> const& work) override;
    void wait_write(std::function<bool(Write&)> const& work) override;
    void on_emit(std::function<void(Write&, base::Event const&)>) override;
    void on_commit(std::function<void(std::span<base::Event const>)>) override;
    Statistics statistics() const override;

    base::Time time() const;
    std::shared_ptr<EmitHooks const> emit_hooks() const;
    void tell_committed(std::span<base::Event const>);  // a subscriber that throws is logged and does not stop the others
    static void finish(Done const&, std::exception_ptr);  // calls `done`; what it throws is logged

    Options const options;
    std::vector<Schema> const schemas;
    base::IdMaker ids;
    std::atomic<std::int64_t> commits{0}, changes{0}, reads{0}, retries{0};

private:
    std::mutex mutable subscribers_mutex_;  // guards the two pointers; what they point at never changes
    std::shared_ptr<EmitHooks const> emit_hooks_ = std::make_shared<EmitHooks>();
    std::shared_ptr<CommitHooks const> commit_hooks_ = std::make_shared<CommitHooks>();
};

}  // namespace db
