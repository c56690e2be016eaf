// Where a million places lie: trees of cells by their middles, one for each order of size, so that one wide circle does not
// widen the search for all small ones. A cell that no edge of the shape comes near is taken, or left, as a whole.
#include "areas/planar.hpp"
#include <array>
#include <bit>
#include <cmath>
#include <mutex>
#include <numbers>
#include <shared_mutex>
#include <unordered_map>

namespace areas {
namespace {

constexpr std::size_t full = 64;  // places of a cell before it is split in four
constexpr int deepest = 24;       // a cell of two meters: people at one address stay in one list
constexpr double sizes[] = {1, 8, 64, 512, 1e9};  // kilometers: the radius up to which each tree takes circles

struct Place { double x, y, kilometers; std::int64_t number; };

struct Cell {
    double west, south, east, north;
    std::array<std::int32_t, 4> below{-1, -1, -1, -1};
    std::vector<Place> places;  // of a cell that is not split
    std::size_t count = 0;      // in all below
    double widest = 0;          // kilometers; never less than the widest circle below
    bool is_split() const { return below[0] >= 0; }
    double middle_x() const { return (west + east) / 2; }
    double middle_y() const { return (south + north) / 2; }
    std::size_t quarter(Place const& place) const { return (place.x >= middle_x() ? 1u : 0u) + (place.y >= middle_y() ? 2u : 0u); }
};

// What a search asks about: the parts of the shape, with the list of edges that come near the cell that is looked at.
struct Near { std::vector<std::pair<std::uint32_t, std::uint32_t>> edges; std::vector<std::uint32_t> circles; };

class Search {
public:
    Search(Ground const& ground, std::vector<std::int64_t>& found) : ground_(ground), found_(found) {
        for (std::uint32_t field = 0; field < ground.fields().size(); ++field)
            for (std::uint32_t edge = 0; edge < ground.fields()[field].edges().size(); ++edge) everything_.edges.emplace_back(field, edge);
        for (std::uint32_t circle = 0; circle < ground.circles().size(); ++circle) everything_.circles.push_back(circle);
    }

    void look(std::vector<Cell> const& cells) { look(cells, cells.front(), everything_); }

private:
    void look(std::vector<Cell> const& cells, Cell const& cell, Near const& above) {
        if (cell.count == 0) return;
        Corner const middle{cell.middle_x(), cell.middle_y()};
        Extent const box{cell.west, cell.south, cell.east, cell.north};
        auto const reach = widened(box, cell.widest);
        Near near;
        for (auto const& [field, edge] : above.edges)
            if (extent_of(ground_.fields()[field].edges()[edge]).meets(reach)) near.edges.emplace_back(field, edge);
        for (auto const circle : above.circles)
            if (reach_of(circle).meets(reach)) near.circles.push_back(circle);
        if (std::ranges::any_of(near.circles, [&](std::uint32_t circle) { return covers(ground_.circles()[circle], cell); })) {
            take(cells, cell);
        } else if (near.edges.empty() && near.circles.empty()) {
            if (std::ranges::any_of(ground_.fields(), [&](Field const& field) { return field.holds(middle); })) take(cells, cell);
        } else if (cell.is_split()) {
            for (auto const below : cell.below) look(cells, cells[static_cast<std::size_t>(below)], near);
        } else {
            for (auto const& place : cell.places)
                if (meets(place, near)) found_.push_back(place.number);
        }
    }

    // No point of a cell is farther from its middle than half its sides together.
    static bool covers(Circle const& circle, Cell const& cell) {
        auto const sides = (cell.east - cell.west + cell.north - cell.south) / 2 * std::numbers::pi / 180 * earth_radius;
        return kilometers(circle.center, Point{cell.middle_y(), cell.middle_x()}) + sides <= circle.kilometers;
    }

    Extent reach_of(std::uint32_t circle) const {
        auto const& [center, kilometers] = ground_.circles()[circle];
        return widened({center.longitude, center.latitude, center.longitude, center.latitude}, kilometers);
    }

    bool meets(Place const& place, Near const& near) const {
        Corner const center{place.x, place.y};
        for (auto const circle : near.circles)
            if (kilometers(ground_.circles()[circle].center, Point{place.y, place.x}) <= ground_.circles()[circle].kilometers + place.kilometers) return true;
        if (std::ranges::any_of(ground_.fields(), [&](Field const& field) { return field.holds(center); })) return true;
        auto const reach = widened({place.x, place.y, place.x, place.y}, place.kilometers);
        return std::ranges::any_of(near.edges, [&](auto const& each) {
            auto const& edge = ground_.fields()[each.first].edges()[each.second];
            return extent_of(edge).meets(reach) && kilometers(center, edge) <= place.kilometers;
        });
    }

    void take(std::vector<Cell> const& cells, Cell const& cell) {
        for (auto const& place : cell.places) found_.push_back(place.number);
        if (cell.is_split())
            for (auto const below : cell.below) take(cells, cells[static_cast<std::size_t>(below)]);
    }

    Ground const& ground_;
    std::vector<std::int64_t>& found_;
    Near everything_;
};

class Tree {
public:
    Tree() { cells_.push_back({-180, -90, 180, 90}); }

    void add(Place const& place) {
        std::size_t at = 0;
        for (int depth = 0;; ++depth) {
            auto& cell = cells_[at];
            ++cell.count;
            cell.widest = std::max(cell.widest, place.kilometers);
            if (!cell.is_split() && (cell.places.size() < full || depth == deepest)) { cell.places.push_back(place); return; }
            if (!cell.is_split()) split(at);
            at = static_cast<std::size_t>(cells_[at].below[cells_[at].quarter(place)]);
        }
    }

    void remove(Place const& place) {
        for (std::size_t at = 0;;) {
            auto& cell = cells_[at];
            --cell.count;
            if (cell.is_split()) { at = static_cast<std::size_t>(cell.below[cell.quarter(place)]); continue; }
            auto const found = std::ranges::find_if(cell.places, [&](Place const& each) { return each.number == place.number && each.x == place.x && each.y == place.y && each.kilometers == place.kilometers; });
            *found = cell.places.back();
            cell.places.pop_back();
            return;
        }
    }

    std::vector<Cell> const& cells() const { return cells_; }

private:
    void split(std::size_t at) {
        auto const places = std::exchange(cells_[at].places, {});
        auto const parent = cells_[at];
        for (std::size_t i = 0; i < 4; ++i) {
            cells_[at].below[i] = static_cast<std::int32_t>(cells_.size());
            cells_.push_back({i & 1 ? parent.middle_x() : parent.west, i & 2 ? parent.middle_y() : parent.south,
                              i & 1 ? parent.east : parent.middle_x(), i & 2 ? parent.north : parent.middle_y()});
        }
        for (auto const& place : places) {
            auto& cell = cells_[static_cast<std::size_t>(cells_[at].below[parent.quarter(place)])];
            ++cell.count;
            cell.widest = std::max(cell.widest, place.kilometers);
            cell.places.push_back(place);
        }
    }

    std::vector<Cell> cells_;
};

// By bytes, lowest first: very many numbers are put in order faster than by comparing them.
void sort_numbers(std::vector<std::int64_t>& numbers) {
    constexpr std::size_t worth_it = 20'000;
    if (numbers.size() < worth_it || std::ranges::min(numbers) < 0) { std::ranges::sort(numbers); return; }
    auto const bits = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(std::ranges::max(numbers))));
    constexpr int digit = 11;
    std::vector<std::int64_t> other(numbers.size());
    for (int shift = 0; shift < bits; shift += digit) {
        std::array<std::size_t, (1u << digit) + 1> starts{};
        auto const of = [&](std::int64_t number) { return static_cast<std::size_t>(number >> shift) & ((1u << digit) - 1); };
        for (auto const number : numbers) ++starts[of(number) + 1];
        for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
        for (auto const number : numbers) other[starts[of(number)]++] = number;
        numbers.swap(other);
    }
}

std::size_t tree_for(double kilometers) {
    std::size_t tree = 0;
    while (tree + 1 < std::size(sizes) && kilometers > sizes[tree]) ++tree;
    return tree;
}

}  // namespace

struct Index::Inside {
    mutable std::shared_mutex guard;
    // Guarded by it.
    std::array<Tree, std::size(sizes)> trees;
    std::unordered_map<std::int64_t, std::vector<std::int64_t>> places_of_outline;
    std::unordered_multimap<std::int64_t, Place> circles;
    std::unordered_multimap<std::int64_t, std::int64_t> outlines;  // of a place

    // Guarded by `laying`: the outlines laid out, each good for as long as its shape is the same object.
    mutable std::mutex laying;
    mutable std::unordered_map<std::int64_t, std::pair<std::shared_ptr<Shape const>, std::shared_ptr<Ground const>>> laid;

    std::shared_ptr<Ground const> ground_of(std::int64_t outline, std::shared_ptr<Shape const> const& shape) const {
        std::lock_guard const lock(laying);
        auto& [of, ground] = laid[outline];
        if (of != shape) of = shape, ground = std::make_shared<Ground const>(*shape);
        return ground;
    }
};

Index::Index() : inside_(std::make_unique<Inside>()) {}
Index::~Index() = default;

void Index::add(std::int64_t number, Circle const& circle) {
    auto const longitude = circle.center.longitude - 360 * std::floor((circle.center.longitude + 180) / 360);
    Place const place{circle.center.longitude == 180 ? 180 : longitude, std::clamp(circle.center.latitude, -90.0, 90.0), std::max(0.0, circle.kilometers), number};
    std::unique_lock const lock(inside_->guard);
    inside_->circles.emplace(number, place);
    inside_->trees[tree_for(place.kilometers)].add(place);
}

void Index::add_outline(std::int64_t place, std::int64_t outline) {
    std::unique_lock const lock(inside_->guard);
    inside_->outlines.emplace(place, outline);
    inside_->places_of_outline[outline].push_back(place);
}

void Index::remove(std::int64_t number) {
    std::unique_lock const lock(inside_->guard);
    auto const [first, last] = inside_->circles.equal_range(number);
    for (auto at = first; at != last; ++at) inside_->trees[tree_for(at->second.kilometers)].remove(at->second);
    inside_->circles.erase(first, last);
    auto const [begin, end] = inside_->outlines.equal_range(number);
    for (auto at = begin; at != end; ++at) {
        auto const of = inside_->places_of_outline.find(at->second);
        if (of == inside_->places_of_outline.end()) continue;
        std::erase(of->second, number);
        if (of->second.empty()) inside_->places_of_outline.erase(of);
    }
    inside_->outlines.erase(begin, end);
}

std::size_t Index::size() const {
    std::shared_lock const lock(inside_->guard);
    return inside_->circles.size() + inside_->outlines.size();
}

std::vector<std::int64_t> Index::meeting(Shape const& shape, std::function<std::shared_ptr<Shape const>(std::int64_t)> const& outlines) const {
    Ground const ground(shape);
    std::vector<std::int64_t> found;
    std::shared_lock const lock(inside_->guard);
    Search search(ground, found);
    for (auto const& tree : inside_->trees) search.look(tree.cells());
    for (auto const& [outline, places] : inside_->places_of_outline) {
        auto const about = outlines(outline);
        if (about && ground.meets(*inside_->ground_of(outline, about))) found.insert(found.end(), places.begin(), places.end());
    }
    sort_numbers(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

}  // namespace areas
