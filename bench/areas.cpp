// Measures matching an alert with areas: a million places in the index, one alert at a time; and every random shape of an
// alert with every area, beside asking for each edge and each corner without any preparation.
// usage: bench_areas; prints one JSON object.
#include "areas/planar.hpp"
#include "db/database.hpp"
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <numbers>
#include <random>

namespace {

using namespace areas;
using Clock = std::chrono::steady_clock;

constexpr int places = 1'000'000, alerts = 500, shapes = 4'786, fields = 2'126;

double milliseconds_since(Clock::time_point began) { return std::chrono::duration<double, std::milli>(Clock::now() - began).count(); }

// Of this thread alone: others that keep the cores busy do not show in it.
double cpu_milliseconds() {
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

std::mt19937_64 dice(20261122);
double between(double low, double high) { return std::uniform_real_distribution(low, high)(dice); }
double turned(double longitude) { return longitude - 360 * std::floor((longitude + 180) / 360); }

// Most people live in towns: three of four places lie near one of 2,000.
std::vector<Point> towns() {
    std::vector<Point> all;
    for (int i = 0; i < 2'000; ++i) all.push_back({between(-50, 68), between(-180, 180)});
    return all;
}

Point near(Point town, double degrees) {
    return {std::clamp(town.latitude + between(-degrees, degrees), -89.0, 89.0), turned(town.longitude + between(-degrees, degrees))};
}

Polygon star(Point middle, double size, int corners) {
    Ring ring;
    for (int i = 0; i < corners; ++i) {
        auto const angle = 2 * std::numbers::pi * i / corners, reach = size * between(0.5, 1);
        ring.push_back({std::clamp(middle.latitude + reach * std::sin(angle), -89.9, 89.9), turned(middle.longitude + reach * std::cos(angle))});
    }
    ring.push_back(ring.front());
    return {{std::move(ring)}};
}

// From a flash flood in one valley to a storm over several countries.
Shape alert(std::vector<Point> const& around) {
    auto const middle = near(around[static_cast<std::size_t>(between(0, static_cast<double>(around.size())))], 2);
    if (between(0, 5) < 1) return {{}, {{middle, std::pow(10, between(0.5, 2.7))}}};
    return {{star(middle, std::pow(10, between(-1, 0.8)), static_cast<int>(between(5, 60)))}, {}};
}

double part(std::vector<double> sorted, double of) { return sorted[static_cast<std::size_t>(of * static_cast<double>(sorted.size() - 1))]; }

// The counties of the program, as they are kept.
std::vector<std::shared_ptr<Shape const>> counties() {
    auto const folder = std::filesystem::temp_directory_path() / ("bench-areas-" + std::to_string(std::random_device{}()));
    std::filesystem::create_directories(folder);
    db::Options options;
    options.file = folder / "areas.db";
    options.throwaway = true;
    db::Schema const schemas[] = {schema};
    auto database = db::Database::open(options, schemas);
    if (!database->migrate()) std::abort();
    auto const began = Clock::now();
    import_built_in(*database);
    std::printf("{\"import_milliseconds\": %.0f, ", milliseconds_since(began));
    std::vector<std::shared_ptr<Shape const>> all;
    database->read([&](db::Read& read) {
        for (auto const& state : within(read, "US"))
            for (auto const& county : within(read, state.code)) all.push_back(shape_of(read, county));
        return 0;
    });
    database.reset();
    std::filesystem::remove_all(folder);
    return all;
}

void match_places(std::vector<Point> const& around, std::vector<std::shared_ptr<Shape const>> const& outlines) {
    Index index;
    auto const began = Clock::now();
    std::vector<Circle> circles;
    for (int i = 0; i < places; ++i) {
        auto const kilometers = i % 3 ? std::pow(10, between(-1, 1.3)) : 0;
        auto const center = i % 4 ? near(around[static_cast<std::size_t>(i) % around.size()], 0.4) : Point{between(-60, 75), between(-180, 180)};
        circles.push_back({center, kilometers});
        index.add(i + 1, circles.back());
    }
    for (std::size_t i = 0; i < outlines.size(); ++i)
        for (int each = 0; each < 10; ++each) index.add_outline(places + 1 + static_cast<std::int64_t>(i * 10) + each, static_cast<std::int64_t>(i));
    auto const built = milliseconds_since(began);
    auto const outline = [&](std::int64_t number) { return outlines[static_cast<std::size_t>(number)]; };
    (void)index.meeting(alert(around), outline);  // outlines are laid out once
    std::vector<double> times, worked;
    std::vector<std::size_t> found;
    int checked = 0, wrong = 0;
    for (int i = 0; i < alerts; ++i) {
        auto const shape = alert(around);
        auto const start = Clock::now();
        auto const cpu = cpu_milliseconds();
        auto const meeting = index.meeting(shape, outline);
        worked.push_back(cpu_milliseconds() - cpu);
        times.push_back(milliseconds_since(start));
        found.push_back(meeting.size());
        if (i % 25) continue;
        Ground const ground(shape);
        std::vector<std::int64_t> expected;
        for (std::size_t k = 0; k < circles.size(); ++k)
            if (ground.meets(circles[k])) expected.push_back(static_cast<std::int64_t>(k) + 1);
        for (std::size_t k = 0; k < outlines.size(); ++k)
            if (ground.meets(Ground(*outlines[k])))
                for (int each = 0; each < 10; ++each) expected.push_back(places + 1 + static_cast<std::int64_t>(k * 10) + each);
        ++checked;
        wrong += meeting != expected;
    }
    auto const everywhere = cpu_milliseconds();
    auto const all = index.meeting({{}, {{{0, 0}, 20'038}}}, outline).size();
    auto const whole = cpu_milliseconds() - everywhere;
    std::ranges::sort(times);
    std::ranges::sort(worked);
    std::ranges::sort(found);
    std::printf("\"build_milliseconds\": %.0f, \"p50\": %.3f, \"p99\": %.3f, \"slowest\": %.3f, \"cpu_p50\": %.3f, \"cpu_p99\": %.3f, \"cpu_slowest\": %.3f, \"found_p50\": %zu, \"found_most\": %zu, \"checked\": %d, \"wrong\": %d, "
                "\"everywhere_milliseconds\": %.1f, \"everywhere_found\": %zu, ",
                built, part(times, 0.5), part(times, 0.99), times.back(), part(worked, 0.5), part(worked, 0.99), worked.back(), found[found.size() / 2], found.back(), checked, wrong, whole, all);
}

// By the book, and by nothing of ours: edges that cross, or a corner of one in the other, by even-odd; a turn round the globe
// either way. The random corners never lie on another's edge.
using Corners = std::vector<std::pair<double, double>>;

Corners corners_of(Ring const& ring) {
    Corners all;
    for (auto const& point : ring) {
        auto x = point.longitude;
        if (!all.empty()) x = all.back().first + std::remainder(x - all.back().first, 360);
        all.emplace_back(x, point.latitude);
    }
    return all;
}

bool plainly_holds(Corners const& ring, double x, double y) {
    bool odd = false;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        auto const [ax, ay] = ring[i - 1];
        auto const [bx, by] = ring[i];
        if ((ay > y) != (by > y) && x < ax + (y - ay) * (bx - ax) / (by - ay)) odd = !odd;
    }
    return odd;
}

bool plainly_meets(Corners const& a, Corners const& b) {
    auto const side = [](auto from, auto to, double x, double y) { return (to.first - from.first) * (y - from.second) - (to.second - from.second) * (x - from.first) > 0; };
    for (auto const turn : {-360.0, 0.0, 360.0}) {
        if (plainly_holds(a, b[0].first + turn, b[0].second) || plainly_holds(b, a[0].first - turn, a[0].second)) return true;
        for (std::size_t i = 1; i < a.size(); ++i)
            for (std::size_t k = 1; k < b.size(); ++k) {
                auto p = b[k - 1], q = b[k];
                p.first += turn, q.first += turn;
                if (side(a[i - 1], a[i], p.first, p.second) != side(a[i - 1], a[i], q.first, q.second) &&
                    side(p, q, a[i - 1].first, a[i - 1].second) != side(p, q, a[i].first, a[i].second)) return true;
            }
    }
    return false;
}

void match_areas(std::vector<Point> const& around) {
    std::vector<Shape> random, areas;
    for (int i = 0; i < shapes; ++i) random.push_back({{star(near(around[static_cast<std::size_t>(i) % around.size()], 2), std::pow(10, between(-1, 0.8)), static_cast<int>(between(5, 20)))}, {}});
    for (int i = 0; i < fields; ++i) areas.push_back({{star(near(around[static_cast<std::size_t>(i) % around.size()], 2), std::pow(10, between(-1, 0.5)), static_cast<int>(between(5, 30)))}, {}});
    auto const began = cpu_milliseconds();
    std::vector<bool> ours;
    std::vector<Ground> grounds;
    for (auto const& each : areas) grounds.emplace_back(each);
    std::size_t meeting = 0;
    for (auto const& each : random) {
        Ground const ground(each);
        for (auto const& area : grounds) ours.push_back(ground.meets(area)), meeting += ours.back();
    }
    auto const seconds = (cpu_milliseconds() - began) / 1000;
    auto const plain = cpu_milliseconds();
    std::vector<Corners> corners;
    for (auto const& each : areas) corners.push_back(corners_of(each.polygons[0].rings[0]));
    std::size_t at = 0, different = 0;
    for (auto const& each : random) {
        auto const ring = corners_of(each.polygons[0].rings[0]);
        for (auto const& area : corners) different += plainly_meets(ring, area) != ours[at++];
    }
    std::printf("\"pairs\": %zu, \"meeting\": %zu, \"seconds\": %.3f, \"plain_seconds\": %.1f, \"different\": %zu}\n", at, meeting, seconds, (cpu_milliseconds() - plain) / 1000, different);
}

}  // namespace

int main() {
    auto const around = towns();
    match_places(around, counties());
    match_areas(around);
}
