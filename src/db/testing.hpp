// A fresh database for everybody's tests: SQLite in a temporary folder, or a fresh PostgreSQL schema when
// SALVE_TEST_POSTGRESQL holds a postgresql:// address (see tools/with_postgres). For test files only: it needs doctest.
#pragma once
#include "db/database.hpp"
#include <atomic>
#include <doctest/doctest.h>

namespace db::testing {

// Where a throwaway database lives. Gone, with everything in it, when this is.
class Place {
public:
    Place();
    ~Place();
    Place(Place const&) = delete;

    bool is_postgresql() const { return !address_.empty(); }
    Options options() const;                             // to open (and open again) what lives here
    std::string file(std::string_view name = "salve.db") const;  // a path in the temporary folder
    // For what rules cannot do: any SQL, on a connection of its own, outside the engine.
    void execute(std::string const& script) const;

private:
    std::string folder_, address_, schema_;
};

// A migrated database and its place. Use it like a pointer.
class Fresh {
public:
    explicit Fresh(std::span<Schema const>);
    Database* operator->() const { return database_.get(); }
    Database& operator*() const { return *database_; }
    Place& place() const { return *place_; }

private:
    std::unique_ptr<Place> place_;  // outlives the database
    std::unique_ptr<Database> database_;
};

inline Fresh open(std::span<Schema const> schemas) { return Fresh(schemas); }

// The base of a test's fixture: TEST_CASE_FIXTURE(World, "...") with struct World : db::testing::World {...}.
class World {
public:
    explicit World(std::span<Schema const> schemas) : fresh_(schemas), database(*fresh_) {
        database.clock = [this] { return moment_.load(); };
    }

    void set_now(base::Time moment) { moment_ = moment; }
    void advance(base::Time milliseconds) { moment_ += milliseconds; }
    base::Time now() const { return moment_; }

    // Every invariant holds, and the engine finds no fault. Call it at the end of a test.
    void check() {
        auto findings = database.check();
        for (auto const& finding : findings) FAIL_CHECK(finding);
        CHECK(findings.empty());
    }

    // The engine takes every named statement.
    void check_statements() {
        for (auto const& fault : database.check_statements()) FAIL_CHECK(fault);
    }

private:
    std::atomic<base::Time> moment_{1'795'000'000'000};  // in November 2026
    Fresh fresh_;

public:
    Database& database;
};

}  // namespace db::testing
