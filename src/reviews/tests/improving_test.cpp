// Marks over time: what chance does is told from what it does not, and nothing of fewer than ten people can be computed.
#include "reviews/improving.hpp"
#include <doctest/doctest.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <random>

using namespace reviews;

namespace {

constexpr int start = 2024 * 12 + 10;
constexpr std::array<double, 5> usual{8, 7, 10, 25, 50}, worse{25, 20, 20, 20, 15};

struct World {
    std::mt19937_64 random;
    std::vector<Mark> marks;
    int person = 0;
    explicit World(std::uint64_t seed) : random(seed) {}
    std::int64_t below(std::int64_t limit) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit)); }
    void month(int month, std::int64_t people, std::array<double, 5> const& chances) {
        std::discrete_distribution<int> marking(chances.begin(), chances.end());
        for (std::int64_t i = 0; i < people; ++i) marks.push_back({month, "p" + std::to_string(person++), marking(random) + 1, 1});
    }
};

Chart chart_in(World const& world, int months) {
    auto const history = history_of(world.marks, start + months);
    REQUIRE(history.stretches.size() == static_cast<std::size_t>(months));
    return chart_of(history.stretches);
}

}  // namespace

TEST_CASE("more than 95 of 100 places where nothing changed are said to be within what chance does, however long they are watched") {
    for (int const months : {8, 12, 16, 17, 24}) {
        int alarms = 0;
        for (std::uint64_t seed = 1; seed <= 600; ++seed) {
            World world(seed);
            for (int m = 0; m < months; ++m) world.month(start + m, 10 + world.below(7), usual);
            alarms += chart_in(world, months).verdict != Verdict::chance;
        }
        CAPTURE(months);
        CHECK(alarms < 600 * 5 / 100);
    }
}

TEST_CASE("a place that became worse for good is found in more than 9 of 10 worlds, and one bad month is found, too") {
    int found = 0, single = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        World lasting(seed), once(seed);
        for (int m = 0; m < 24; ++m) {
            lasting.month(start + m, 14 + lasting.below(7), m < 12 ? usual : worse);
            once.month(start + m, 30, m == 15 ? std::array<double, 5>{70, 20, 10, 0, 0} : usual);
        }
        found += chart_in(lasting, 24).verdict == Verdict::beyond;
        auto const chart = chart_in(once, 24);
        single += chart.limits[15].outside;
    }
    CHECK(found > 180);
    CHECK(single > 190);
}

TEST_CASE("a run on one side of the middle is told with where it begins, and a mean on the middle ends it") {
    std::vector<Stretch> all;
    for (int i = 0; i < 16; ++i) all.push_back({start + i, start + i, 12, i < 8 ? 3.9 : 4.1, 12, 1});
    auto chart = chart_of(all);
    CHECK(chart.verdict == Verdict::beyond);
    REQUIRE(chart.runs.size() == 2);
    CHECK(chart.runs[1].first == 8);
    CHECK(chart.runs[1].count == 8);
    CHECK(chart.runs[1].above);
    CHECK(std::ranges::none_of(chart.limits, &Limits::outside));
    std::swap(all[3].mean, all[12].mean);
    CHECK(chart_of(all).verdict == Verdict::chance);
}

TEST_CASE("limits are narrower where more people told, and there are none of fewer than six stretches") {
    std::vector<Stretch> all;
    for (int i = 0; i < 5; ++i) all.push_back({start + i, start + i, 12, 4, 12, 1});
    CHECK(chart_of(all).verdict == Verdict::too_few);
    CHECK(chart_of(all).limits.empty());
    all.push_back({start + 5, start + 5, 48, 4, 48, 1});
    auto const chart = chart_of(all);
    REQUIRE(chart.limits.size() == 6);
    CHECK(chart.limits[5].high - 4 == doctest::Approx((chart_of(all).limits[0].high - 4) / 2).epsilon(0.01));
    CHECK(chart_of({}).verdict == Verdict::too_few);
}

TEST_CASE("months are put together until ten people told, the running month waits, and what is left over is not told") {
    World world(1);
    int month = start;
    for (int const people : {4, 5, 3, 12, 0, 9}) world.month(month++, people, usual);
    auto const history = history_of(world.marks, start + 6);
    REQUIRE(history.stretches.size() == 2);
    CHECK(history.stretches[0].first == start);
    CHECK(history.stretches[0].last == start + 2);
    CHECK(history.stretches[0].people == 12);
    CHECK(history.stretches[1].people == 12);
    REQUIRE(history.waiting);
    CHECK(history.waiting->first == start + 4);
    CHECK(history.waiting->people == 0);
    CHECK(history.waiting->mean == 0);
    CHECK_FALSE(history_of(world.marks, start).waiting);
}

TEST_CASE("ten reviews of nine people are not ten people, and who marked nothing or counts for nothing is none of them") {
    World world(2);
    world.month(start, 9, usual);
    world.marks.push_back(world.marks.front());
    world.marks.push_back({start, "silent", 0, 1});
    world.marks.push_back({start, "ring", 5, 0});
    CHECK(history_of(world.marks, start + 1).stretches.empty());
    world.marks.push_back({start, "tenth", 5, 1});
    CHECK(history_of(world.marks, start + 1).stretches.size() == 1);
}

TEST_CASE("whatever months are looked at one after the other, no difference of what was shown is of fewer than ten people") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        World world(seed);
        for (int m = 0; m < 24; ++m) world.month(start + m, world.below(9), usual);
        std::vector<Stretch> before;
        for (int until = start + 1; until <= start + 24; ++until) {
            auto const now = history_of(world.marks, until);
            // What was shown is shown unchanged: only whole stretches come, each of ten people or more.
            REQUIRE(now.stretches.size() >= before.size());
            for (std::size_t i = 0; i < before.size(); ++i) {
                CHECK(now.stretches[i].first == before[i].first);
                CHECK(now.stretches[i].last == before[i].last);
                CHECK(now.stretches[i].people == before[i].people);
                CHECK(now.stretches[i].mean == before[i].mean);
            }
            for (auto const& each : now.stretches) CHECK(each.people >= fewest_people);
            before = now.stretches;
        }
    }
}

TEST_CASE("an area is compared with from three places on, each of ten people or more, and each counts the same") {
    std::vector<Level> places{{12, 4}, {100, 3}};
    CHECK_FALSE(area_mean(places));
    places.push_back({9, 1});
    CHECK_FALSE(area_mean(places));
    places.push_back({10, 5});
    CHECK(*area_mean(places) == doctest::Approx(4));
}

TEST_CASE("months are read and written as calendars do") {
    CHECK(month_text(month_of("2026-01-31")) == "2026-01");
    CHECK(month_text(month_of("2025-12") + 1) == "2026-01");
    CHECK(month_of("2026-11-23") - month_of("2024-11-23") == 24);
    CHECK(month_of("") == 0);
}
