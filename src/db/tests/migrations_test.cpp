// Tables come to be once, in order, and never behind anybody's back.
#include "schema.hpp"
#include <algorithm>
#include <filesystem>
#include <thread>

using db::testing::Place;

namespace {

constexpr db::Migration first[] = {{1, "create", "CREATE TABLE thing (id BIGINT PRIMARY KEY); CREATE TABLE part (thing_id BIGINT NOT NULL REFERENCES thing (id))"}};
constexpr db::Migration second[] = {first[0], {2, "name", "ALTER TABLE thing ADD COLUMN name TEXT NOT NULL DEFAULT 'it'"}};
constexpr db::Migration changed[] = {{1, "create", "CREATE TABLE thing (id BIGINT PRIMARY KEY, colour TEXT); CREATE TABLE part (thing_id BIGINT)"}};
constexpr db::Migration wrong[] = {first[0], {2, "half", "CREATE TABLE half (id BIGINT PRIMARY KEY); CREATE TABLE thing (id BIGINT)"}};
constexpr db::Migration other[] = {{1, "create", "CREATE TABLE other_thing (id BIGINT PRIMARY KEY REFERENCES thing (id))"}};

constexpr db::Query has_half{"test.has_half", "SELECT count(*) FROM half"}, count{"test.count", "SELECT count(*) FROM thing WHERE id = $1"},
    named{"test.named", "SELECT count(*) FROM thing WHERE name = 'it'"};

struct Outcome {
    bool done;
    std::string message;
};

Outcome migrate(Place& place, std::vector<db::Schema> schemas) {
    auto outcome = db::Database::open(place.options(), schemas)->migrate();
    return {outcome.has_value(), outcome ? "" : outcome.error().message};
}

std::int64_t number(Place& place, db::Query const& query, db::Arguments arguments = {}) {
    return db::Database::open(place.options(), {})->read([&](db::Read& read) { return read.number(query, arguments); });
}

std::vector<std::string> backups(Place& place) {
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator(place.file("")))
        if (entry.path().extension() == ".backup") names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
}

}  // namespace

TEST_CASE("migrating again does nothing, and a new migration keeps the rows") {
    Place place;
    CHECK(migrate(place, {{"thing", first}, {"other", other}}).done);
    place.execute("INSERT INTO thing (id) VALUES (7)");
    CHECK(migrate(place, {{"thing", first}, {"other", other}}).done);
    CHECK(backups(place).empty());
    CHECK(migrate(place, {{"thing", second}, {"other", other}}).done);
    CHECK(number(place, named) == 1);
}

TEST_CASE("a SQLite file that has tables is copied before it is migrated") {
    Place place;
    if (place.is_postgresql()) return;
    REQUIRE(migrate(place, {{"thing", first}}).done);
    place.execute("INSERT INTO thing (id) VALUES (7)");
    REQUIRE(migrate(place, {{"thing", second}}).done);
    CHECK(backups(place) == std::vector<std::string>{"salve.db.before-2.backup"});
    REQUIRE(db::restore(place.file("salve.db.before-2.backup"), place.file()));
    CHECK(purse::broken_by([&] { number(place, named); }));  // from before the column
    CHECK(number(place, count, {7}) == 1);
}

TEST_CASE("a migration that was changed after it had been applied is refused by name") {
    Place place;
    REQUIRE(migrate(place, {{"thing", first}}).done);
    auto outcome = migrate(place, {{"thing", changed}});
    CHECK(!outcome.done);
    CHECK(outcome.message.contains("Migration 1 of thing was changed"));
}

TEST_CASE("a database newer than the program is refused") {
    Place place;
    REQUIRE(migrate(place, {{"thing", second}, {"other", other}}).done);
    CHECK(migrate(place, {{"thing", first}, {"other", other}}).message.contains("newer than this program"));
    CHECK(migrate(place, {{"thing", second}}).message.contains("newer than this program"));
}

TEST_CASE("a migration that fails leaves nothing of itself and all of those before it") {
    Place place;
    auto outcome = migrate(place, {{"thing", wrong}});
    CHECK(!outcome.done);
    CHECK(outcome.message.contains("Migration 2 of thing failed"));
    CHECK(purse::broken_by([&] { number(place, has_half); }));
    CHECK(number(place, count, {7}) == 0);
    CHECK(migrate(place, {{"thing", second}}).done);
}

TEST_CASE("a table that others point at can be rebuilt, but not so that they point at nothing") {
    static constexpr db::Migration rebuild[] = {first[0], {2, "rebuild",
        "CREATE TABLE fresh (id BIGINT PRIMARY KEY, size BIGINT NOT NULL); INSERT INTO fresh SELECT id, 1 FROM thing;"
        "DROP TABLE thing; ALTER TABLE fresh RENAME TO thing"}};
    static constexpr db::Migration lose[] = {first[0], {2, "lose", "DELETE FROM thing"}};
    Place place;
    if (place.is_postgresql()) return;  // there a table is altered in place
    REQUIRE(migrate(place, {{"thing", first}}).done);
    place.execute("INSERT INTO thing (id) VALUES (7); INSERT INTO part (thing_id) VALUES (7)");
    CHECK(migrate(place, {{"thing", lose}}).message.contains("without its thing"));
    CHECK(migrate(place, {{"thing", rebuild}}).done);
    CHECK(number(place, {"test.size", "SELECT size FROM thing WHERE id = 7"}) == 1);
    db::Schema const schemas[] = {{"thing", rebuild}};
    auto database = db::Database::open(place.options(), schemas);
    CHECK(database->check().empty());
    CHECK(purse::broken_by([&] {
        database->wait_write([](db::Write& write) { write.run({"test.stray", "INSERT INTO part (thing_id) VALUES (9)"}, {}); return true; });
    }) == db::Broken::Kind::constraint);  // checked again after the migration
}

TEST_CASE("processes that migrate at once migrate once") {
    Place place;
    if (!place.is_postgresql()) return;  // a SQLite file has one process
    std::atomic<int> done = 0;
    std::vector<std::thread> nodes;
    for (int node = 0; node < 4; ++node) nodes.emplace_back([&] { done += migrate(place, {{"thing", second}, {"other", other}}).done; });
    for (auto& node : nodes) node.join();
    CHECK(done == 4);
}

TEST_CASE_FIXTURE(purse::World, "a statement that an engine does not take is found before it is needed") {
    static constexpr db::Query queries[] = {purse::whole, purse::among, {"purse.mistaken", "SELECT colour FROM purse"}};
    static constexpr db::Schema schemas[] = {{"purse", purse::migrations, {}, queries}};
    db::testing::Fresh fresh(schemas);
    auto faults = fresh->check_statements();
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].starts_with("purse.mistaken: "));
    check_statements();
}
