// Places: rounded, sealed, their owner's alone; and the memory that matching asks.
#include "places/places.hpp"
#include "areas/areas.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "bus/bus.hpp"
#include "accounts/accounts.hpp"
#include "db/testing.hpp"
#include "jobs/jobs.hpp"
#include <cmath>
#include <filesystem>
#include <random>
#include <unistd.h>

using namespace places;

namespace {

struct KeyFolder {
    std::string folder = (std::filesystem::temp_directory_path() / ("salve-places-" + std::to_string(::getpid()))).string();
    KeyFolder() { std::filesystem::create_directories(folder); }
    ~KeyFolder() { std::filesystem::remove_all(folder); }
};

db::Schema const schemas[] = {jobs::schema, accounts::schema, areas::schema, places::schema};

struct Town : KeyFolder, db::testing::World {
    AccountId ada, ben, cleo;
    areas::Outline north, south;

    Town() : World(schemas) {
        keep_keys_in(folder + "/keys");
        ada = join("ada"), ben = join("ben"), cleo = join("cleo");
        (void)database.write([](db::Write& write) {
            return areas::import_outlines(write, R"({"type":"FeatureCollection","features":[
                {"type":"Feature","properties":{"name":"North","code":"n"},"geometry":{"type":"Polygon","coordinates":[[[0,1],[2,1],[2,2],[0,2],[0,1]]]}},
                {"type":"Feature","properties":{"name":"South","code":"s"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,1],[0,1],[0,0]]]}}]})", {"wards", "DE"});
        });
        north = *database.read([](db::Read& read) { return areas::find(read, "wards", "n"); });
        south = *database.read([](db::Read& read) { return areas::find(read, "wards", "s"); });
    }
    template <class F> auto write(F work) { advance(1); return database.write(work); }
    template <class F> auto read(F work) { return database.read(work); }
    AccountId join(std::string const& username) {
        return write([&](db::Write& write) {
            accounts::SignUp form{username, username + "@people.example", "a long enough password"};
            form.agreement = form.confirmed = true;
            form.password_hash = "no password fits this";
            return accounts::sign_up(write, form);
        })->id;
    }
    base::Result<Place> add(AccountId who, Wanted const& wanted) { return write([&](db::Write& write) { return places::add(write, who, wanted); }); }
    Place here(AccountId who, double latitude, double longitude, int precision = 5) {
        return *add(who, {.label = "", .position = areas::Point{latitude, longitude}, .precision = precision});
    }
    std::vector<Place> of(AccountId who) {
        return read([&](db::Read& read) { return chosen(read, who)->places; });
    }
    std::vector<AccountId> in(areas::Shape const& shape) {
        return read([&](db::Read& read) { return meeting(read, shape); });
    }
};

areas::Shape around(double latitude, double longitude, double kilometers) { return {.polygons = {}, .circles = {{{latitude, longitude}, kilometers}}}; }

// Every text that the room keeps, on either engine.
std::string kept_texts(db::Read& read) {
    constexpr db::Query places{"test.places", "SELECT sealed FROM place ORDER BY id"}, wishes{"test.wishes", "SELECT topics_sealed FROM place_wishes"};
    std::string all;
    for (auto const& query : {places, wishes}) read.each(query, {}, [&](db::Row const& row) { all += row.text(0) + "\n"; });
    return all;
}

}  // namespace

TEST_CASE_FIXTURE(Town, "statements are taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(Town, "a position is rounded to the chosen precision, and the circle that is kept holds where it really is") {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> latitude(-90, 90), longitude(-180, 180);
    for (int times = 0; times < 4000; ++times) {
        areas::Point const exact{latitude(random), longitude(random)};
        for (auto const kilometers : precisions) {
            auto const circle = rounded(exact, kilometers);
            CHECK(circle.kilometers == kilometers);
            CHECK(areas::kilometers(exact, circle.center) <= kilometers);
            CHECK(rounded(circle.center, kilometers).center == circle.center);
        }
    }
    // Two who live next to each other cannot be told apart.
    CHECK(rounded({42.32651, -122.87559}, 5).center == rounded({42.32702, -122.87101}, 5).center);
    for (areas::Point const edge : {areas::Point{90, 180}, areas::Point{-90, -180}, areas::Point{0, 180}})
        CHECK(areas::kilometers(edge, rounded(edge, 1).center) <= 1);
}

TEST_CASE_FIXTURE(Town, "what is kept is the rounded position, so the exact one was never held") {
    auto const added = here(ada, 42.32651, -122.87559, 20);
    auto const kept = of(ada);
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].circle.kilometers == 20);
    CHECK(areas::kilometers(kept[0].circle.center, rounded({42.32651, -122.87559}, 20).center) < 0.01);
    CHECK(areas::kilometers(kept[0].circle.center, {42.32651, -122.87559}) > 0.1);
    CHECK(added.id == kept[0].id);
}

TEST_CASE_FIXTURE(Town, "a place and topics are sealed: what the data holds tells neither where nor what, and all places look alike") {
    (void)add(ada, {.kind = Kind::family, .label = "Grandmother Lindqvist", .outline = north.id});
    (void)add(ada, {.kind = Kind::work, .label = "", .position = areas::Point{42.3, -122.8}, .precision = 1});
    (void)write([&](db::Write& write) { return set_wishes(write, ada, {.topics = {"Measles"}}); });
    auto const kept = read([](db::Read& read) { return kept_texts(read); });
    for (auto const* word : {"Lindqvist", "family", "42.3", "-122.8", "easles", "North"}) CHECK(kept.find(word) == kept.npos);
    CHECK(kept.find(std::to_string(north.id)) == kept.npos);
    auto const lines = base::split(kept, '\n');
    CHECK(lines[0].size() == lines[1].size());
    CHECK(of(ada)[0].label == "Grandmother Lindqvist");
    CHECK(read([&](db::Read& read) { return wishes(read, ada).topics; }) == std::vector<std::string>{"measles"});
    // A row given to somebody else opens for nobody, and its new owner is not left out of any alert.
    (void)write([&](db::Write& write) -> base::Result<base::Done> {
        write.run({"test.steal", "UPDATE place SET account_id = $1"}, {ben});
        return base::Done{};
    });
    CHECK(of(ben).empty());
    CHECK(read([&](db::Read& read) { return chosen(read, ben)->unreadable; }));
    CHECK(in(around(-60, 60, 1)) == std::vector{ben});
}

TEST_CASE_FIXTURE(Town, "what makes no sense is refused at its field") {
    auto const field = [&](Wanted const& wanted) {
        auto const outcome = add(ada, wanted);
        return outcome ? std::string() : outcome.error().fields.front().field;
    };
    CHECK(field({.label = "", .outline = 17, .position = std::nullopt}) == "outline");
    CHECK(field({.label = "", .position = std::nullopt}) == "outline");
    CHECK(field({.label = "", .position = areas::Point{91, 0}}) == "position");
    CHECK(field({.label = "", .position = areas::Point{std::nan(""), 0}}) == "position");
    CHECK(field({.label = "", .position = areas::Point{9, 0}, .precision = 3}) == "precision");
    CHECK(field({.label = std::string(61, 'x'), .outline = north.id, .position = std::nullopt}) == "label");
    CHECK(field({.label = std::string(1'000'000, 'x'), .outline = north.id, .position = std::nullopt}) == "label");
    for (std::size_t i = 0; i < most_places; ++i) here(ada, 1, 1);
    CHECK(field({.label = "", .outline = north.id, .position = std::nullopt}) == "outline");
    CHECK_FALSE(write([&](db::Write& write) { return set_wishes(write, ada, {.topics = std::vector<std::string>(1, std::string(100'000, 'x'))}); }));
    std::vector<std::string> many;
    for (int i = 0; i < 25; ++i) many.push_back("topic " + std::to_string(i));
    CHECK_FALSE(write([&](db::Write& write) { return set_wishes(write, ada, {.topics = many}); }));
    check();
}

TEST_CASE_FIXTURE(Town, "a place is its owner's alone to take away, and stands in their export") {
    auto const place = here(ada, 1.5, 1);
    CHECK_FALSE(write([&](db::Write& write) { return remove(write, ben, place.id); }));
    CHECK(of(ada).size() == 1);
    add_export();
    auto const mine = read([&](db::Read& read) { return accounts::export_all(read, ada); });
    CHECK(mine.contains("\"kilometers\":5"));
    CHECK_FALSE(read([&](db::Read& read) { return accounts::export_all(read, ben); }).contains("\"kilometers\""));
    CHECK(write([&](db::Write& write) { return remove(write, ada, place.id); }));
    CHECK(of(ada).empty());
}

TEST_CASE_FIXTURE(Town, "who goes leaves no place, no topic and no wish") {
    here(ada, 1.5, 1);
    (void)write([&](db::Write& write) { return set_wishes(write, ada, {.topics = {"heat"}, .push = false, .mail = Mail::none, .mail_from = 2}); });
    (void)write([&](db::Write& write) -> base::Result<base::Done> { forget(write, ada); return base::Done{}; });
    CHECK(read([](db::Read& read) { return kept_texts(read); }).empty());
    CHECK(read([&](db::Read& read) { return wishes(read, ada).push; }));
}

TEST_CASE_FIXTURE(Town, "places meet a shape by outline and by position, and memory gives what the data gives") {
    (void)add(ada, {.label = "", .outline = north.id, .position = std::nullopt});
    here(ben, 0.5, 0.5, 20);
    (void)add(cleo, {.label = "", .outline = south.id, .position = std::nullopt});
    (void)write([&](db::Write& write) { return set_wishes(write, cleo, {.topics = {"heat"}}); });
    std::mt19937 random(11);
    std::uniform_real_distribution<double> degrees(-1, 3), size(1, 90);
    std::vector<std::pair<areas::Shape, std::vector<AccountId>>> asked;
    for (int times = 0; times < 60; ++times) {
        auto shape = around(degrees(random), degrees(random), size(random));
        auto found = in(shape);
        asked.emplace_back(std::move(shape), std::move(found));
    }
    CHECK(in(around(1.6, 1, 1)) == std::vector{ada});
    CHECK(in(around(0.5, 0.5, 1)) == std::vector{ben, cleo});

    bus::Bus bus;
    database.on_commit([&](std::span<base::Event const> events) { bus.publish(events); });
    Memory memory(bus, database);
    memory.load();
    for (auto const& [shape, found] : asked) CHECK(in(shape) == found);
    CHECK(read([&](db::Read& read) { return chosen(read, cleo)->topics; }) == std::vector<std::string>{"heat"});

    // What changes counts at once, also before memory was read anew, and after.
    auto const moved = here(ada, -20, 30, 1);
    CHECK(in(around(-20, 30, 5)) == std::vector{ada});
    bus.drain();
    CHECK(in(around(-20, 30, 5)) == std::vector{ada});
    (void)write([&](db::Write& write) { return remove(write, ada, moved.id); });
    CHECK(in(around(-20, 30, 5)).empty());
    bus.drain();
    CHECK(in(around(-20, 30, 5)).empty());
    CHECK(in(around(1.6, 1, 1)) == std::vector{ada});
    bus.stop();
}

TEST_CASE_FIXTURE(Town, "members are listed in pages, without those who are gone") {
    auto const first = read([](db::Read& read) { return members_after(read, {}, 2); });
    CHECK(first == std::vector{ada, ben});
    (void)write([&](db::Write& write) -> base::Result<base::Done> {
        write.run({"test.remove", "UPDATE account SET removed_at = 1 WHERE id = $1"}, {cleo});
        return base::Done{};
    });
    CHECK(read([&](db::Read& read) { return members_after(read, ben, 2); }).empty());
}
