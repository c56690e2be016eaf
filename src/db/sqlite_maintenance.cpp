// What is done to the SQLite database as a whole: migrations, copies, checks.
#include "db/sqlite.hpp"

namespace db {

base::Result<base::Done> SqliteDatabase::migrate() {
    if (!writing_) return base::refuse(base::Why::unavailable, "The database was opened for reading only.");
    std::lock_guard lock(writing_mutex_);
    auto& connection = *writing_;
    SqliteRead read(connection, time());
    bool had_tables = read.number({"db.table_count", "SELECT count(*) FROM sqlite_master"}, {}) > 0;
    connection.execute(create_schema_migration);
    auto applied = read.rows(applied_migrations, {}, [](Row const& row) {
        return AppliedMigration{row.text(0), static_cast<int>(row.integer(1)), row.text(2)};
    });
    auto pending = TRY(plan_migrations(schemas, applied));
    if (pending.empty()) return base::Done{};
    if (had_tables) TRY(backup(options.file + ".before-" + std::to_string(applied.size() + 1) + ".backup"));
    // A table that others point at can only be rebuilt with the check off; it is made up for before each commit.
    connection.execute("PRAGMA foreign_keys=OFF");
    std::string failure;
    for (auto const& [capability, migration, checksum] : pending) {
        try {
            connection.execute("BEGIN IMMEDIATE");
            connection.execute(spelled(migration->text, sqlite_spelling));
            connection.run(put_migration, {capability, migration->number, migration->name, checksum, read.now});
            read.each({"db.foreign_keys", "PRAGMA foreign_key_check"}, {}, [](Row const& row) {
                throw Broken(Broken::Kind::constraint, "it leaves a row of " + row.text(0) + " without its " + row.text(2));
            });
            connection.execute("COMMIT");
        } catch (Broken const& wrong) {
            leave_after_lost_sync(sqlite3_extended_errcode(connection.handle()));
            if (connection.in_transaction()) connection.execute("ROLLBACK");
            failure = "Migration " + std::to_string(migration->number) + " of " + std::string(capability) + " failed: " + wrong.what();
            break;
        }
    }
    connection.execute("PRAGMA foreign_keys=ON");
    if (!failure.empty()) return base::refuse(base::Why::unavailable, failure);
    return base::Done{};
}

std::vector<std::string> SqliteDatabase::check() {
    std::vector<std::string> findings;
    wait_read([&](Read& read) {
        read.each({"db.integrity", "PRAGMA integrity_check"}, {}, [&](Row const& row) {
            if (row.view(0) != "ok") findings.push_back("file: " + row.text(0));
        });
        read.each({"db.foreign_keys", "PRAGMA foreign_key_check"}, {}, [&](Row const& row) {
            findings.push_back("foreign key: row " + row.text(1) + " of " + row.text(0) + " points at no row of " + row.text(2));
        });
        find_broken_invariants(read, schemas, findings);
    });
    return findings;
}

base::Result<base::Done> SqliteDatabase::backup(std::string const& file) {
    auto connection = borrow();
    auto outcome = copy_online(*connection, file);
    give_back(std::move(connection));
    return outcome;
}

std::vector<std::string> SqliteDatabase::check_statements() {
    auto connection = borrow();
    auto faults = unprepared(schemas, [&](Query const& query) { connection->prepare_only(query); });
    give_back(std::move(connection));
    return faults;
}

bool SqliteDatabase::healthy() {
    try {
        wait_read([](Read& read) { read.number({"db.one", "SELECT 1"}, {}); });
        return true;
    } catch (Broken const&) {
        return false;
    }
}

}  // namespace db
