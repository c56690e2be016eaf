// The index finds what asking each place finds; and the geometry agrees with other ways to compute it.
#include "areas/planar.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <map>
#include <numbers>
#include <random>
#include <set>
#include <thread>

using namespace areas;

namespace {

constexpr double degree = std::numbers::pi / 180;

// Seeded, and by its own arithmetic the same on every library.
class Dice {
public:
    explicit Dice(unsigned seed) : engine_(seed) {}
    double between(double low, double high) { return low + (high - low) * (static_cast<double>(engine_()) / 4'294'967'296.0); }
    std::int64_t number(std::int64_t below) { return static_cast<std::int64_t>(between(0, static_cast<double>(below))); }

private:
    std::mt19937 engine_;
};

double turned(double longitude) { return longitude - 360 * std::floor((longitude + 180) / 360); }

// A star round its middle: concave, sometimes over the antimeridian, sometimes with a hole.
Polygon star(Dice& dice) {
    auto const latitude = dice.between(-75, 75), longitude = dice.between(-180, 180), size = std::pow(10, dice.between(-1.5, 1.1));
    auto const corners = 3 + dice.number(20);
    auto ring = [&](double scale) {
        Ring made;
        for (std::int64_t i = 0; i < corners; ++i) {
            auto const angle = 2 * std::numbers::pi * double(i) / double(corners), reach = size * scale * dice.between(0.4, 1);
            made.push_back({latitude + reach * std::sin(angle), turned(longitude + reach * std::cos(angle))});
        }
        made.push_back(made.front());
        return made;
    };
    Polygon polygon{{ring(1)}};
    if (dice.number(4) == 0) polygon.rings.push_back(ring(0.3));
    return polygon;
}

Shape any_shape(Dice& dice) {
    Shape shape;
    for (auto parts = 1 + dice.number(3); parts > 0; --parts) {
        if (dice.number(3) == 0) shape.circles.push_back({{dice.between(-89, 89), dice.between(-180, 180)}, std::pow(10, dice.between(-0.5, 3))});
        else shape.polygons.push_back(star(dice));
    }
    return shape;
}

Circle any_place(Dice& dice) {
    constexpr double towns[][2] = {{44, -123}, {-17.8, 178}, {52.9, 172.9}, {51.5, 0}, {-33.9, 151.2}};
    auto const kilometers = dice.number(3) == 0 ? 0 : std::pow(10, dice.between(-1, dice.number(50) == 0 ? 3 : 1.5));
    if (dice.number(3) == 0) return {{dice.between(-90, 90), dice.between(-180, 180)}, kilometers};
    auto const& town = towns[dice.number(5)];
    return {{town[0] + dice.between(-8, 8), turned(town[1] + dice.between(-8, 8))}, kilometers};
}

// Insideness by the sum of the angles under which the edges are seen.
bool winds_round(Ring const& ring, Point point) {
    double sum = 0;
    auto unrolled = ring.front().longitude;
    std::vector<std::pair<double, double>> corners;
    for (auto const& each : ring) {
        unrolled += std::remainder(each.longitude - unrolled, 360);
        corners.emplace_back(unrolled, each.latitude);
    }
    auto const x = corners.front().first + std::remainder(point.longitude - corners.front().first, 360);
    for (auto const shift : {-360.0, 0.0, 360.0}) {
        double turns = 0;
        for (std::size_t i = 1; i < corners.size(); ++i) {
            auto const a = std::atan2(corners[i - 1].second - point.latitude, corners[i - 1].first - x - shift);
            auto const b = std::atan2(corners[i].second - point.latitude, corners[i].first - x - shift);
            turns += std::remainder(b - a, 2 * std::numbers::pi);
        }
        sum = std::max(sum, std::abs(turns));
    }
    return sum > 3;
}

// How near a polygon's edges come, by walking along them.
double walked(Polygon const& polygon, Point point) {
    auto least = 1e9;
    for (auto const& ring : polygon.rings)
        for (std::size_t i = 1; i < ring.size(); ++i)
            for (int step = 0; step <= 400; ++step) {
                auto const t = step / 400.0;
                auto const x = ring[i - 1].longitude + t * std::remainder(ring[i].longitude - ring[i - 1].longitude, 360);
                auto const y = ring[i - 1].latitude + t * (ring[i].latitude - ring[i - 1].latitude);
                // The spherical law of cosines, by vectors.
                auto const cosine = std::sin(y * degree) * std::sin(point.latitude * degree) +
                                    std::cos(y * degree) * std::cos(point.latitude * degree) * std::cos((x - point.longitude) * degree);
                least = std::min(least, std::acos(std::clamp(cosine, -1.0, 1.0)) * 6371.0088);
            }
    return least;
}

}  // namespace

TEST_CASE("holding a point agrees with the sum of angles on random polygons") {
    Dice dice(20261122);
    int inside = 0;
    for (int i = 0; i < 4'000; ++i) {
        auto const polygon = star(dice);
        auto const& corner = polygon.rings[0][static_cast<std::size_t>(dice.number(3))];
        Point const point{std::clamp(corner.latitude + dice.between(-3, 3), -90.0, 90.0), turned(corner.longitude + dice.between(-3, 3))};
        bool expected = false;
        for (auto const& ring : polygon.rings) expected ^= winds_round(ring, point);
        CHECK(holds({{polygon}, {}}, point) == expected);
        inside += expected;
    }
    CHECK(inside > 300);
}

TEST_CASE("a circle meets a polygon when walking along the edges comes as near, to one percent up to 1,000 km") {
    Dice dice(7);
    int near = 0;
    for (int i = 0; i < 400; ++i) {
        auto const polygon = star(dice);
        auto const& corner = polygon.rings[0][0];
        Point const point{std::clamp(corner.latitude + dice.between(-9, 9), -85.0, 85.0), turned(corner.longitude + dice.between(-9, 9))};
        if (holds({{polygon}, {}}, point)) continue;
        auto const distance = walked(polygon, point);
        if (distance > 1000 || distance < 1) continue;
        ++near;
        CAPTURE(distance);
        CHECK(meets({{polygon}, {}}, Circle{point, distance * 1.01}));
        CHECK_FALSE(meets({{polygon}, {}}, Circle{point, distance * 0.99}));
    }
    CHECK(near > 150);
}

TEST_CASE("shapes that share a point meet, and those that meet do so both ways") {
    Dice dice(11);
    int met = 0;
    for (int i = 0; i < 1'000; ++i) {
        Shape const a{{star(dice)}, {}};
        auto other = star(dice);
        auto const& to = a.polygons[0].rings[0][0];
        auto const from = other.rings[0][0];
        for (auto& ring : other.rings)
            for (auto& corner : ring) corner = {std::clamp(corner.latitude - from.latitude + to.latitude + 0.7, -89.0, 89.0), turned(corner.longitude - from.longitude + to.longitude - 0.3)};
        Shape const b{{other}, {}};
        bool const meeting = meets(a, b);
        CHECK(meeting == meets(b, a));
        bool shared = false;
        auto const box = box_of(a);
        auto const east = box.west > box.east ? box.east + 360 : box.east;
        for (int k = 0; k < 30 && !shared; ++k) {
            Point const point{dice.between(box.south, box.north), turned(dice.between(box.west, east))};
            shared = holds(a, point) && holds(b, point);
        }
        if (shared) CHECK(meeting);
        met += meeting;
    }
    CHECK(met > 100);
    CHECK(met < 950);
}

TEST_CASE("the index finds the places that asking each of them finds, also after removals") {
    Dice dice(42);
    Index index;
    std::map<std::int64_t, Circle> places;
    std::vector<Shape> shapes;
    for (int i = 0; i < 500; ++i) shapes.push_back(any_shape(dice));
    for (std::int64_t number = 1; number <= 20'000; ++number) index.add(number * 3, places[number * 3] = any_place(dice));
    std::map<std::int64_t, Shape> outlines;
    std::map<std::int64_t, std::int64_t> of_place;
    for (std::int64_t outline = 1; outline <= 60; ++outline) outlines[outline] = {{star(dice)}, {}};
    for (std::int64_t number = 0; number < 600; ++number) index.add_outline(100'000 + number, of_place[100'000 + number] = 1 + dice.number(60));
    for (std::int64_t number = 3; number <= 60'000; number += 30) index.remove(number), places.erase(number);
    for (std::int64_t number = 100'000; number < 100'600; number += 7) index.remove(number), of_place.erase(number);
    index.remove(-5);
    CHECK(index.size() == places.size() + of_place.size());
    auto const shape_of = [&](std::int64_t outline) { return std::make_shared<Shape const>(outlines.at(outline)); };
    std::size_t met = 0;
    for (auto const& shape : shapes) {
        // The shape is laid out once; far places are told by their latitude alone, widely.
        Ground const ground(shape);
        auto const box = box_of(shape);
        std::vector<std::int64_t> expected;
        for (auto const& [number, place] : places) {
            auto const margin = place.kilometers / 111 + 0.1;
            if (place.center.latitude < box.south - margin || place.center.latitude > box.north + margin) continue;
            if (ground.meets(place)) expected.push_back(number);
        }
        std::set<std::int64_t> in_use;
        for (auto const& [outline, area] : outlines)
            if (meets(shape, area)) in_use.insert(outline);
        for (auto const& [number, outline] : of_place)
            if (in_use.contains(outline)) expected.push_back(number);
        CHECK(index.meeting(shape, shape_of) == expected);
        met += expected.size();
    }
    CHECK(met > 5'000);
}

TEST_CASE("a number may stand for several places, told once and removed at once") {
    Index index;
    index.add(9, {{10, 10}, 5});
    index.add(9, {{10.01, 10}, 5});
    index.add_outline(9, 1);
    index.add(4, {{10, 10}, 0});
    Shape const around{{}, {{{10, 10}, 50}}};
    auto const none = [](std::int64_t) { return std::make_shared<Shape const>(); };
    CHECK(index.size() == 4);
    CHECK(index.meeting(around, none) == std::vector<std::int64_t>{4, 9});
    index.remove(9);
    CHECK(index.meeting(around, none) == std::vector<std::int64_t>{4});
    CHECK(index.size() == 1);
    CHECK(index.meeting({}, none).empty());
    for (std::int64_t number = 10; number < 1'000; ++number) index.add(number, {{10, 10}, 0});  // at one address
    CHECK(index.meeting(around, none).size() == 991);
}

TEST_CASE("places are added while others ask") {
    Index index;
    std::thread adds([&] {
        for (std::int64_t number = 0; number < 3'000; ++number) index.add(number, {{10 + double(number % 100) / 1000, 10}, 1});
    });
    std::size_t last = 0;
    bool grows = true;
    for (int i = 0; i < 200; ++i) {
        auto const found = index.meeting({{}, {{{10, 10}, 500}}}, [](std::int64_t) { return nullptr; }).size();
        grows = grows && found >= last;
        last = found;
    }
    adds.join();
    CHECK(grows);
    CHECK(index.meeting({{}, {{{10, 10}, 500}}}, [](std::int64_t) { return nullptr; }).size() == 3'000);
}
