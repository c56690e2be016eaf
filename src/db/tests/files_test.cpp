// The database as a file: copies, replacement, faults, and that one process at a time writes it.
#include "schema.hpp"
#include <filesystem>
#include <fstream>
#include <thread>

using purse::World;

namespace {

std::unique_ptr<db::Database> open(db::testing::Place const& place, bool read_only = false) {
    auto options = place.options();
    options.read_only = read_only;
    return db::Database::open(options, purse::schemas);
}

std::int64_t number(db::Database& database, db::Query const& query) {
    return database.read([&](db::Read& read) { return read.number(query, {}); });
}

void put(db::Database& database, std::int64_t id) {
    database.wait_write([&](db::Write& write) {
        write.run(purse::put, {id, "owner" + std::to_string(id), 1});
        write.run(purse::put_coin, {id, id});
        return true;
    });
}

}  // namespace

TEST_CASE("a copy made while changes go on holds whole changes, and is a database again once restored") {
    db::testing::Place place;
    auto database = open(place);
    REQUIRE(database->migrate());
    if (place.is_postgresql()) {
        auto outcome = database->backup(place.file("copy"));
        CHECK(outcome.error().message.contains("pg_dump"));
        return;
    }
    for (int id = 1; id <= 10; ++id) put(*database, id);
    std::atomic<bool> stop = false;
    std::thread writer([&] { for (int id = 11; !stop; ++id) put(*database, id); });
    auto outcome = database->backup(place.file("copy"));
    stop = true;
    writer.join();
    REQUIRE(outcome);
    CHECK(!std::filesystem::exists(place.file("copy.partial")));
    auto last = number(*database, purse::count);

    CHECK(db::restore(place.file("copy"), place.file()).error().message.contains("in use"));
    database.reset();
    REQUIRE(db::restore(place.file("copy"), place.file()));
    database = open(place);
    auto restored = number(*database, purse::count);
    CHECK(restored >= 10);
    CHECK(restored <= last);
    CHECK(number(*database, purse::count_coins) == restored);
    CHECK(database->check().empty());
    put(*database, 1'000'000);
}

TEST_CASE("a damaged, foreign or missing backup is refused, and the database stays as it was") {
    db::testing::Place place;
    if (place.is_postgresql()) return;
    {
        auto database = open(place);
        REQUIRE(database->migrate());
        for (int id = 1; id <= 300; ++id) put(*database, id);
        REQUIRE(database->backup(place.file("copy")));
    }
    {
        std::fstream copy(place.file("copy"), std::ios::in | std::ios::out | std::ios::binary);
        copy.seekp(4096 * 3);
        copy << std::string(4096 * 3, '\xA5');
    }
    std::ofstream(place.file("letter")) << "Dear Ada, this is not a database, however long it may be.";
    std::ofstream(place.file("empty"));
    CHECK(db::restore(place.file("copy"), place.file()).error().message.contains("damaged"));
    CHECK(!db::restore(place.file("letter"), place.file()));
    CHECK(!db::restore(place.file("empty"), place.file()));
    CHECK(!db::restore(place.file("nowhere"), place.file()));
    CHECK(number(*open(place), purse::count) == 300);
}

TEST_CASE("the log of the replaced file does not come back into the restored one") {
    db::testing::Place place;
    if (place.is_postgresql()) return;
    {
        auto database = open(place);
        REQUIRE(database->migrate());
        put(*database, 1);
        REQUIRE(database->backup(place.file("copy")));
        for (int id = 2; id <= 50; ++id) put(*database, id);
        // As after a crash: the file with its log, both as they were in the middle of it.
        for (auto end : {"", "-wal"}) std::filesystem::copy_file(place.file() + end, place.file("crashed.db") + end);
    }
    REQUIRE(db::restore(place.file("copy"), place.file("crashed.db")));
    auto options = place.options();
    options.file = place.file("crashed.db");
    auto database = db::Database::open(options, purse::schemas);
    CHECK(number(*database, purse::count) == 1);
    CHECK(database->check().empty());
}

TEST_CASE("while a database is open nobody else opens it for writing, but it can be read, checked and copied") {
    db::testing::Place place;
    if (place.is_postgresql()) return;
    auto database = open(place);
    REQUIRE(database->migrate());
    put(*database, 1);
    CHECK(purse::broken_by([&] { open(place); }) == db::Broken::Kind::busy);
    auto beside = open(place, true);
    CHECK(number(*beside, purse::count) == 1);
    CHECK(beside->check().empty());
    CHECK(beside->backup(place.file("copy")));
    CHECK(purse::broken_by([&] { put(*beside, 2); }) == db::Broken::Kind::other);
    CHECK(!beside->migrate());
    put(*database, 2);
    CHECK(number(*beside, purse::count) == 2);
    database.reset();
    CHECK(number(*open(place), purse::count) == 2);
}

TEST_CASE_FIXTURE(World, "check names the invariant that does not hold, how often, and the first row") {
    CHECK(database.check().empty());
    CHECK(database.healthy());
    change([](db::Write& write) { write.run(purse::put, {5, "nobody", 1}); });
    auto findings = database.check();
    REQUIRE(findings.size() == 1);
    CHECK(findings[0] == "purse.nobody_is_called_nobody does not hold: 1 row: 5, nobody");
}

TEST_CASE("a row that points at nothing is found") {
    db::testing::Place place;
    if (place.is_postgresql()) return;  // it allows no such row
    auto database = open(place);
    REQUIRE(database->migrate());
    place.execute("PRAGMA foreign_keys=OFF; INSERT INTO coin (id, purse_id) VALUES (1, 77)");
    auto findings = database->check();
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].contains("of coin points at no row of purse"));
}

TEST_CASE("a folder that is not there is told as such") {
    db::Options options;
    options.file = "/nowhere/at/all/salve.db";
    std::string message;
    try {
        db::Database::open(options, {});
    } catch (db::Broken const& wrong) {
        message = wrong.what();
    }
    CHECK(message.contains("/nowhere/at/all/salve.db"));
}
