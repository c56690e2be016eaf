// Maps to choose from: counties of a state, states of a country, or all countries, each outline a path of its own.
#include "areas/outlines.hpp"
#include "areas/packing.hpp"
#include "areas/sheet.hpp"
#include <algorithm>
#include <cmath>
#include <set>

namespace areas {
namespace {

constexpr int map_width = 720, map_height = 440;
constexpr double simplified_to = 0.7;   // units of the picture
constexpr double far_off = 4.5;         // times the usual distance: Alaska and Guam would shrink all other states
constexpr std::size_t most_around = 120;

double middle_of(std::vector<double> values) {
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

// Which of the values lie with most of them.
std::vector<bool> together(std::vector<double> const& values) {
    auto const middle = middle_of(values);
    std::vector<double> distances;
    for (auto const value : values) distances.push_back(std::abs(value - middle));
    auto const usual = std::max(middle_of(distances), 0.2);
    std::vector<bool> kept;
    for (auto const distance : distances) kept.push_back(distance <= far_off * usual);
    return kept;
}

// The window that shows most of the outlines, as a shape.
Shape window_of(db::Read& read, std::vector<Outline> const& outlines) {
    std::vector<Box> boxes;
    std::vector<double> norths, easts;
    for (auto const& outline : outlines) {
        auto box = box_of(*shape_of(read, outline));
        if (box.west > box.east) box.east += 360;
        boxes.push_back(box);
        norths.push_back((box.south + box.north) / 2), easts.push_back((box.west + box.east) / 2);
    }
    if (boxes.empty()) return {};
    auto const by_north = together(norths), by_east = together(easts);
    Box all{90, 540, -90, -540};
    for (std::size_t i = 0; i < boxes.size(); ++i)
        if (by_north[i] && by_east[i])
            all = {std::min(all.south, boxes[i].south), std::min(all.west, boxes[i].west), std::max(all.north, boxes[i].north), std::max(all.east, boxes[i].east)};
    if (all.south > all.north || all.east > 180) return {};
    return {.polygons = {{{{{all.south, all.west}, {all.south, all.east}, {all.north, all.east}, {all.north, all.west}, {all.south, all.west}}}}}, .circles = {}};
}

// Paths that share their borders, as the outlines do.
std::vector<std::string> paths_of(std::vector<Shape const*> const& shapes, View const& view) {
    std::vector<Line> lines;
    std::vector<std::size_t> owners;
    for (std::size_t i = 0; i < shapes.size(); ++i)
        for (auto const& polygon : shapes[i]->polygons)
            for (auto const& ring : polygon.rings) {
                Line line;
                for (auto const& corner : unrolled(ring)) line.push_back(spot_of({corner.y, corner.x}));
                if (line.size() < 4 || view.seen_of_ring(view.dots(line)).empty()) continue;
                lines.push_back(std::move(line)), owners.push_back(i);
            }
    Topology topology(lines);
    topology.simplify(view.degrees_of(simplified_to));
    std::vector<std::string> paths(shapes.size());
    for (std::size_t i = 0; i < lines.size(); ++i) paths[owners[i]] += path_of(view.seen_of_ring(view.dots(topology.ring(i))), true);
    return paths;
}

}  // namespace

ChoiceMap choice_map(db::Read& read, std::string_view code, Shape const& own) {
    auto const inside = code.empty() ? of_scheme(read, "ISO3166-1") : within(read, code);
    View const view(code.empty() ? Shape{} : window_of(read, inside), map_width, map_height);
    ChoiceMap map{.width = map_width, .height = map_height, .middle = view.middle(), .units_north = view.units_north(), .units_east = view.units_east(), .choices = {}, .own = {}};
    std::set<std::int64_t> known;
    for (auto const& outline : inside) known.insert(outline.id), map.choices.push_back({outline, {}});
    if (!code.empty() && !inside.empty()) {
        std::size_t left = most_around;
        for (auto const& [outline, box] : near(read, view.box()))
            if (outline.scheme == inside.front().scheme && !known.contains(outline.id) && left > 0) --left, map.choices.push_back({outline, {}, true});
    }
    std::vector<std::shared_ptr<Shape const>> held;
    std::vector<Shape const*> shapes;
    for (auto const& choice : map.choices) held.push_back(shape_of(read, choice.outline)), shapes.push_back(held.back().get());
    auto rounded = own;
    for (auto const& circle : own.circles) rounded.polygons.push_back({{round(circle)}});
    shapes.push_back(&rounded);
    auto paths = paths_of(shapes, view);
    map.own = std::move(paths.back());
    for (std::size_t i = 0; i < map.choices.size(); ++i) map.choices[i].path = std::move(paths[i]);
    std::erase_if(map.choices, [](Choice const& choice) { return choice.around && choice.path.empty(); });
    return map;
}

}  // namespace areas
