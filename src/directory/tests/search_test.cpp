// Finding care: what fits, in which order, through memory and without it.
#include "bus/bus.hpp"
#include "directory/index.hpp"
#include "towns.hpp"
#include <algorithm>

using namespace testing_towns;
using Names = std::vector<std::string>;

namespace {

struct Finding : Town {
    LocationId put(std::string const& name, double north, std::string const& specialty, auto change) {
        auto location = ward(clinic);
        location.name = name;
        location.specialty = specialty;
        location.position = {5 + north, 5};
        change(location);
        auto const made = added(ada, location);
        REQUIRE(made.has_value());
        return made->id;
    }
    LocationId put(std::string const& name, double north, std::string const& specialty) { return put(name, north, specialty, [](Location&) {}); }
    Answer ask(Question const& question) { return read([&](db::Read& read) { return search(read, question); }); }
    Names names(Question const& question) {
        Names made;
        for (auto const& each : ask(question).found) made.push_back(each.location.name);
        return made;
    }
    void serves(LocationId location, std::string const& specialty, std::string const& name, bool video) {
        REQUIRE(write([&](db::Write& write) { return add_service(write, ada, {.location = location, .specialty = specialty, .name = name, .video = video}); }).has_value());
    }
    void score(LocationId location, double mean, double effective) {
        (void)write([&](db::Write& write) -> base::Result<base::Done> {
            set_score(write, location, {.mean = mean, .low = mean - 0.3, .high = mean + 0.3, .effective = effective, .reviews = static_cast<std::int64_t>(effective)});
            return base::Done{};
        });
    }
};

constexpr areas::Point middle{5, 5};

}  // namespace

TEST_CASE_FIXTURE(Finding, "care is found by its kind, by a condition, by a service, by a name and by the beginning of a word") {
    put("Rowan Street", 0, "family");
    put("Bright Teeth", 0.01, "dental");
    auto const harbor = put("Harbor House", 0.02, "family");
    serves(harbor, "mental_health", "Talking group", true);
    CHECK(names({.text = "dentist"}) == Names{"Bright Teeth"});
    CHECK(names({.text = "Dentists"}) == Names{"Bright Teeth"});
    CHECK(names({.text = "DEPRESS"}) == Names{"Harbor House"});
    CHECK(names({.text = "talking"}) == Names{"Harbor House"});
    CHECK(names({.text = "rowan str"}) == Names{"Rowan Street"});
    CHECK(names({.text = "family doctor"}).size() == 2);
    CHECK(names({.specialty = "mental_health"}) == Names{"Harbor House"});
    CHECK(names({.video = true}) == Names{"Harbor House"});
    CHECK(names({.text = "owan"}).empty());
    CHECK(names({.text = "veterinary"}).empty());
    CHECK(names({.specialty = "no such kind"}).empty());
    check();
}

TEST_CASE_FIXTURE(Finding, "what is too far, closed, in another language or not to be entered is left out") {
    put("Near", 0.1, "family", [](Location& each) { each.languages = {"es-MX", "en"}, each.access = {"step_free"}, each.accepts_new = true; });
    put("Far", 0.5, "family", [](Location& each) { each.hours = {}; });
    CHECK(names({.near = middle, .within = 25}) == Names{"Near"});
    CHECK(names({.near = middle, .within = 100}).size() == 2);
    CHECK(names({.language = "es"}) == Names{"Near"});
    CHECK(names({.language = "e"}).empty());
    CHECK(names({.access = "step_free"}) == Names{"Near"});
    CHECK(names({.accepts_new = true}) == Names{"Near"});
    auto const found = ask({.near = middle}).found;
    REQUIRE(found.size() == 1);
    CHECK(found[0].distance == doctest::Approx(11.1).epsilon(0.01));
}

TEST_CASE_FIXTURE(Finding, "open now agrees with the hours that a page shows, at every hour of a week, through nights and special days") {
    auto const id = put("Night", 0, "urgent", [this](Location& each) {
        each.hours = {{1, 8 * 60, 12 * 60}, {5, 22 * 60, 26 * 60}, {7, 20 * 60, 28 * 60}};
        each.exceptions = {{base::iso8601(now() + 2 * base::day).substr(0, 10), "", {{1, 10 * 60, 27 * 60}}}, {base::iso8601(now() + 3 * base::day).substr(0, 10), "", {}}};
    });
    int open = 0;
    for (int hour = 0; hour < 10 * 24; ++hour) {
        advance(base::hour);
        auto const location = *read([&](db::Read& read) { return find(read, id); });
        auto const is = opening(location, now()).open;
        open += is;
        CHECK(names({.open_now = true}).size() == (is ? 1u : 0u));
    }
    CHECK(open > 10);
}

TEST_CASE_FIXTURE(Finding, "the order is the published formula, and everything that counts is told") {
    auto const best = put("Well reviewed", 0.01, "family", [](Location& each) { each.accepts_new = true; });
    auto const few = put("Few reviews", 0.01, "family");
    put("Dentist", 0.01, "dental");
    score(best, 4.6, 40);
    score(few, 5, 3);
    auto const found = ask({.text = "family doctor", .near = middle}).found;
    REQUIRE(found.size() == 2);
    CHECK(found[0].location.name == "Well reviewed");
    auto const& points = found[0].points;
    CHECK(points.match == 40);
    CHECK(points.near == doctest::Approx(30 * 5 / (5 + found[0].distance)));
    CHECK(points.reviews == doctest::Approx(18));
    CHECK(points.checked == 5);
    CHECK(points.accepts == 5);
    CHECK(found[0].rank == doctest::Approx(points.sum()));
    CHECK(found[1].points.reviews == 14);  // 5.0 of three tells nothing
    CHECK(found[1].points.accepts == 0);
    CHECK(names({.order = Order::rating}) == Names{"Well reviewed", "Dentist", "Few reviews"});
    CHECK(names({.order = Order::name}) == Names{"Dentist", "Few reviews", "Well reviewed"});
    advance(fresh_for + base::day);
    CHECK(ask({.text = "family doctor"}).found[0].points.checked == 0);
}

TEST_CASE_FIXTURE(Finding, "pages follow each other without a gap and without a place twice") {
    for (int i = 0; i < 9; ++i) put("Place " + std::to_string(i), 0.01 * i, "family");
    Names all;
    Question question{.order = Order::name, .limit = 4};
    for (bool more = true; more;) {
        auto const answer = ask(question);
        CHECK(answer.total == 9);
        for (auto const& each : answer.found) all.push_back(each.location.name);
        more = answer.next != 0;
        question.after = answer.next;
    }
    CHECK(all.size() == 9);
    CHECK(std::ranges::is_sorted(all));
    CHECK(std::ranges::adjacent_find(all) == all.end());
}

TEST_CASE_FIXTURE(Finding, "memory finds what the tables hold, from the first search after a change, and forgets what closed or is hidden") {
    put("Before", 0, "family");
    bus::Bus bus;
    database.on_commit([&](std::span<base::Event const> events) { bus.publish(events); });
    Memory memory(bus, database);
    memory.load();
    CHECK(names({}) == Names{"Before"});
    auto const id = put("After", 0.01, "dental");
    CHECK(names({.order = Order::name}) == Names{"After", "Before"});
    bus.drain();
    CHECK(names({.order = Order::name}) == Names{"After", "Before"});
    score(id, 4.9, 30);
    bus.drain();
    CHECK(names({.order = Order::rating}) == Names{"After", "Before"});
    auto const close = [&](bool active) {
        auto location = *read([&](db::Read& read) { return find(read, id); });
        location.active = active;
        REQUIRE(write([&](db::Write& write) { return change(write, ada, location); }).has_value());
    };
    close(false);
    CHECK(names({}) == Names{"Before"});
    bus.drain();
    CHECK(names({}) == Names{"Before"});
    REQUIRE(write([&](db::Write& write) { return accounts::suspend(write, clinic); }).has_value());
    bus.drain();
    CHECK(names({}).empty());
    bus.stop();
}

TEST_CASE_FIXTURE(Finding, "a place is known by the city and the postal code of what is there, else by its outline") {
    put("One", 0, "family", [](Location& each) { each.city = "Müllheim", each.postal_code = "79379"; });
    put("Two", 0.2, "family", [](Location& each) { each.city = "Müllheim"; });
    auto const named = [&](std::string_view text) { return read([&](db::Read& read) { return place_named(read, text); }); };
    REQUIRE(named("mullheim"));
    CHECK(named("mullheim")->position.latitude == doctest::Approx(5.1));
    CHECK(named(" 79379 ")->position.latitude == doctest::Approx(5));
    REQUIRE(named("Germany"));
    CHECK(named("Germany")->position.latitude == doctest::Approx(5));
    CHECK_FALSE(named("Atlantis"));
    CHECK_FALSE(named(""));
}

TEST_CASE_FIXTURE(Finding, "every statement of searching uses an index") {
    if (database.is_postgresql()) return;  // its plans depend on how much is there
    for (auto const& query : schema.queries) {
        auto const name = query.name;
        if (!name.ends_with("entries_after") && !name.ends_with("entry_by_id") && !name.ends_with("entry_services_between") && !name.ends_with("location_by_id") && !name.ends_with("score_of") && !name.ends_with("brought_location")) continue;
        std::string const text = "EXPLAIN QUERY PLAN " + std::string(query.text);
        db::Query const plan{"test.plan", text};
        bool searched = false;
        auto const look = [&](db::Row const& row) {
            CHECK_MESSAGE(!row.view(3).starts_with("SCAN"), std::string(name), ": ", row.text(3));
            searched = searched || row.view(3).starts_with("SEARCH");
        };
        read([&](db::Read& read) {
            if (name.ends_with("brought_location")) read.each(plan, {1, "", ""}, look);
            else if (name.ends_with("entries_after") || name.ends_with("between")) read.each(plan, {1, 2}, look);
            else read.each(plan, {1}, look);
            return 0;
        });
        CHECK_MESSAGE(searched, std::string(name));
    }
}
