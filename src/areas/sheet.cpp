// Takes the outlines around what is shaded, and dissolves them into land and border lines.
#include "areas/sheet.hpp"
#include "areas/packing.hpp"
#include <cmath>
#include <map>
#include <numbers>
#include <set>

namespace areas {
namespace {

constexpr double degrees_with_counties = 9, degrees_with_states = 60;  // the highest window that shows them
constexpr std::size_t most_counties = 160;

Level level_of(Outline const& outline) {
    return outline.scheme == "ISO3166-1" ? Level::country : outline.scheme == "ISO3166-2" ? Level::state : Level::county;
}

}  // namespace

// A circle as a ring of corners, each as far from the middle as the next, on the globe.
Ring round(Circle const& circle) {
    constexpr int corners = 48;
    constexpr double degree = std::numbers::pi / 180;
    auto const angle = circle.kilometers / earth_radius, latitude = circle.center.latitude * degree;
    Ring ring;
    for (int i = 0; i < corners; ++i) {
        auto const bearing = 2 * std::numbers::pi * i / corners;
        auto const up = std::asin(std::clamp(std::sin(latitude) * std::cos(angle) + std::cos(latitude) * std::sin(angle) * std::cos(bearing), -1.0, 1.0));
        auto const across = std::atan2(std::sin(bearing) * std::sin(angle) * std::cos(latitude), std::cos(angle) - std::sin(latitude) * std::sin(up));
        ring.push_back({up / degree, circle.center.longitude + across / degree});
    }
    ring.push_back(ring.front());
    return ring;
}

namespace {

// Outer rings one way round and holes the other, so that what overlaps is filled all the same.
Line oriented(Line line, bool is_hole) {
    double area = 0;
    for (std::size_t i = 1; i < line.size(); ++i) area += double(line[i - 1].x) * line[i].y - double(line[i].x) * line[i - 1].y;
    if ((area < 0) != is_hole) std::ranges::reverse(line);
    return line;
}

// Islets that a coarse map shows as nothing but bytes.
bool is_tiny(Dots const& dots, double units) {
    auto const [west, east] = std::ranges::minmax(dots, {}, &Dot::x);
    auto const [north, south] = std::ranges::minmax(dots, {}, &Dot::y);
    constexpr double worth_it = 3;
    return std::max(east.x - west.x, south.y - north.y) < worth_it * units;
}

bool is_on_the_antimeridian(Spot spot) { return std::abs(spot.x) == static_cast<std::int32_t>(180 * Spot::per_degree); }

}  // namespace

Sheet::Sheet(db::Read& read, Map const& map, View const& view) : view_(view) {
    auto around = near(read, view.box());
    std::set<std::string> with_states;
    std::size_t counties = 0;
    for (auto const& [outline, box] : around) {
        if (level_of(outline) == Level::state && view.degrees_high() <= degrees_with_states) with_states.insert(outline.country);
        counties += level_of(outline) == Level::county;
    }
    for (auto const& [outline, box] : around) {
        auto const level = level_of(outline);
        if (level == Level::country && with_states.contains(outline.code)) continue;
        if (level == Level::state && !with_states.contains(outline.country)) continue;
        if (level == Level::county && (view.degrees_high() > degrees_with_counties || counties > most_counties)) continue;
        take(*shape_of(read, outline), level, -1, outline.name);
    }
    for (auto const& shaded : map.shaded) {
        auto shape = shaded.shape;
        for (auto const& circle : shape.circles) shape.polygons.push_back({{round(circle)}});
        take(shape, Level::shaded, static_cast<int>(shaded.tone), shaded.name);
    }
    topology_ = Topology(rings_);
}

void Sheet::take(Shape const& shape, Level level, int tone, std::string name) {
    Piece piece{level, tone, std::move(name), {}};
    for (auto const& polygon : shape.polygons) {
        auto& rings = piece.polygons.emplace_back();
        for (std::size_t i = 0; i < polygon.rings.size(); ++i) {
            Line line;
            for (auto const& corner : unrolled(polygon.rings[i])) line.push_back(spot_of({corner.y, corner.x}));
            if (line.size() < 4 || view_.seen_of_ring(view_.dots(line)).empty()) continue;
            rings.push_back(rings_.size());
            rings_.push_back(oriented(std::move(line), i > 0));
        }
        if (rings.empty()) piece.polygons.pop_back();
    }
    if (!piece.polygons.empty()) pieces_.push_back(std::move(piece));
}

bool Sheet::is_land(Piece const& piece) const { return piece.level == Level::country || piece.level == Level::state; }

// What two neighbours share is not the edge of the land: the rest is joined to rings again.
std::string Sheet::land(Topology const& topology, double units) const {
    std::map<std::pair<std::uint32_t, bool>, int> uses;
    for (auto const& piece : pieces_)
        if (is_land(piece))
            for (auto const& polygon : piece.polygons)
                for (auto const ring : polygon)
                    for (auto const& [arc, reversed] : topology.rings[ring]) ++uses[{arc, reversed}];
    std::multimap<Spot, std::pair<std::uint32_t, bool>> leaving;
    for (auto const& [use, count] : uses) {
        auto const back = uses.find({use.first, !use.second});
        auto const& line = topology.arcs[use.first];
        for (int left = count - (back == uses.end() ? 0 : back->second); left > 0; --left)
            leaving.emplace(use.second ? line.back() : line.front(), use);
    }
    std::string path;
    while (!leaving.empty()) {
        Line ring;
        for (auto next = leaving.begin(); next != leaving.end(); next = leaving.find(ring.back())) {
            auto line = topology.arcs[next->second.first];
            if (next->second.second) std::ranges::reverse(line);
            leaving.erase(next);
            ring.insert(ring.end(), ring.empty() ? line.begin() : line.begin() + 1, line.end());
            if (ring.front() == ring.back()) break;
        }
        if (auto const dots = view_.dots(ring); !is_tiny(dots, units)) path += path_of(view_.seen_of_ring(dots), true);
    }
    return path;
}

// Each border once, as that of the largest area that it bounds.
std::string Sheet::lines(Topology const& topology, double units, Level level, Lines wanted_lines) const {
    std::vector<Level> highest(topology.arcs.size(), Level::shaded);
    for (auto const& piece : pieces_) {
        if (piece.level == Level::county && wanted_lines != Lines::all) continue;
        for (auto const& polygon : piece.polygons)
            for (auto const ring : polygon)
                for (auto const& [arc, reversed] : topology.rings[ring]) highest[arc] = std::min(highest[arc], piece.level);
    }
    std::string path;
    for (std::size_t arc = 0; arc < topology.arcs.size(); ++arc) {
        bool const wanted = level == Level::county ? highest[arc] == Level::county : highest[arc] <= Level::state;
        auto const& line = topology.arcs[arc];
        if (!wanted || (is_on_the_antimeridian(line.front()) && std::ranges::all_of(line, is_on_the_antimeridian))) continue;
        auto const dots = view_.dots(line);
        if (line.front() == line.back() && is_tiny(dots, units)) continue;
        for (auto const& seen : view_.seen_of_line(dots)) path += path_of(seen, false);
    }
    return path;
}

std::string Sheet::shaded(Topology const& topology, double units, Piece const& piece) const {
    std::string path;
    Dots somewhere;
    for (auto const& polygon : piece.polygons)
        for (auto const ring : polygon) {
            auto const dots = view_.dots(topology.ring(ring));
            if (somewhere.empty()) somewhere = view_.dots(rings_[ring]);
            if (!dots.empty() && !is_tiny(dots, units)) path += path_of(view_.seen_of_ring(dots), true);
        }
    if (!path.empty() || somewhere.empty()) return path;
    // A place too small to see is a spot.
    auto const [x, y] = somewhere.front();
    constexpr double half = 2;
    return path_of({{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}}, true);
}

Sheet::Drawn Sheet::draw(double units, Lines wanted) const {
    auto topology = topology_;
    topology.simplify(view_.degrees_of(units));
    Drawn drawn{land(topology, units), wanted == Lines::none ? "" : lines(topology, units, Level::state, wanted),
                wanted == Lines::all ? lines(topology, units, Level::county, wanted) : "", {}};
    for (auto const& piece : pieces_)
        if (piece.tone >= 0) drawn.shaded[piece.tone] += shaded(topology, units, piece);
    return drawn;
}

std::vector<Sheet::Part> Sheet::parts() const {
    std::vector<Part> all;
    for (auto const& piece : pieces_) {
        Part part{piece.name, piece.level, piece.tone, {}};
        for (auto const& polygon : piece.polygons)
            for (auto const ring : polygon)
                if (auto seen = view_.seen_of_ring(view_.dots(rings_[ring])); seen.size() > 2) part.rings.push_back(std::move(seen));
        if (!part.rings.empty() && !piece.name.empty() && piece.level != Level::country) all.push_back(std::move(part));
    }
    // What is shaded, which was taken last, is named first; the rest as far as there is room.
    std::ranges::rotate(all, std::ranges::find_if(all, [](Part const& part) { return part.tone >= 0; }));
    return all;
}

}  // namespace areas
