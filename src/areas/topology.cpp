// Finds the corners where rings part, and simplifies the lines between them.
#include "areas/topology.hpp"
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <unordered_map>

namespace areas {
namespace {

std::uint64_t key(Spot spot) { return std::uint64_t{static_cast<std::uint32_t>(spot.x)} << 32 | static_cast<std::uint32_t>(spot.y); }

Line without_repeats(Line ring) {
    ring.erase(std::ranges::unique(ring).begin(), ring.end());
    while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
    return ring;
}

// A corner parts its lines when not every ring that comes through has the same two neighbours there.
class Partings {
public:
    void pass(Spot before, Spot here, Spot after) {
        auto const pair = std::minmax(before, after);
        auto [at, is_new] = seen_.try_emplace(key(here), Passed{pair.first, pair.second, false});
        if (!is_new && (at->second.first != pair.first || at->second.second != pair.second)) at->second.parts = true;
    }
    bool at(Spot spot) const { return seen_.at(key(spot)).parts; }

private:
    struct Passed { Spot first, second; bool parts; };
    std::unordered_map<std::uint64_t, Passed> seen_;
};

double square(double value) { return value * value; }

// How far a corner lies from a stretch, in spots northward, squared.
double distance(Spot at, Spot from, Spot to) {
    auto const shrink = std::cos((double(from.y) + to.y) / 2 / Spot::per_degree * std::numbers::pi / 180);
    auto const dx = (double(to.x) - from.x) * shrink, dy = double(to.y) - from.y;
    auto const px = (double(at.x) - from.x) * shrink, py = double(at.y) - from.y;
    auto const length = dx * dx + dy * dy;
    auto const t = length > 0 ? std::clamp((px * dx + py * dy) / length, 0.0, 1.0) : 0;
    return square(px - t * dx) + square(py - t * dy);
}

Line simplified(Line const& line, double tolerance) {
    if (line.size() < 3) return line;
    std::vector<bool> kept(line.size());
    kept.front() = kept.back() = true;
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, line.size() - 1}};
    while (!open.empty()) {
        auto const [first, last] = open.back();
        open.pop_back();
        auto farthest = 0.0;
        auto at = first;
        for (auto i = first + 1; i < last; ++i)
            if (auto const far = distance(line[i], line[first], line[last]); far > farthest) farthest = far, at = i;
        if (farthest <= tolerance * tolerance) continue;
        kept[at] = true;
        open.emplace_back(first, at);
        open.emplace_back(at, last);
    }
    Line left;
    for (std::size_t i = 0; i < line.size(); ++i)
        if (kept[i]) left.push_back(line[i]);
    return left;
}

}  // namespace

Topology::Topology(std::vector<Line> const& closed_rings) {
    Partings partings;
    std::vector<Line> given;
    for (auto const& each : closed_rings) {
        auto const& ring = given.emplace_back(without_repeats(each));
        for (std::size_t i = 0; i < ring.size(); ++i)
            partings.pass(ring[(i + ring.size() - 1) % ring.size()], ring[i], ring[(i + 1) % ring.size()]);
    }
    std::map<Line, std::uint32_t> known;
    // A line is kept in one direction, whichever ring came first.
    auto use = [&](Line line) {
        auto backwards = line;
        std::ranges::reverse(backwards);
        bool const reversed = backwards < line;
        auto const& kept = reversed ? backwards : line;
        auto const [at, is_new] = known.try_emplace(kept, static_cast<std::uint32_t>(arcs.size()));
        if (is_new) arcs.push_back(kept);
        return Use{at->second, reversed};
    };
    for (auto& ring : given) {
        auto& uses = rings.emplace_back();
        if (ring.size() < 3) continue;
        auto start = std::ranges::find_if(ring, [&](Spot spot) { return partings.at(spot); });
        // A ring that touches no other begins at its lowest corner: the same island, given twice, is one line.
        if (start == ring.end()) start = std::ranges::min_element(ring);
        std::ranges::rotate(ring, start);
        ring.push_back(ring.front());
        for (std::size_t begin = 0, i = 1; i < ring.size(); ++i)
            if (i + 1 == ring.size() || partings.at(ring[i])) {
                uses.push_back(use(Line(ring.begin() + static_cast<std::ptrdiff_t>(begin), ring.begin() + static_cast<std::ptrdiff_t>(i) + 1)));
                begin = i;
            }
    }
}

Line Topology::ring(std::size_t number) const {
    Line whole;
    for (auto const [arc, reversed] : rings[number]) {
        auto line = arcs[arc];
        if (reversed) std::ranges::reverse(line);
        whole.insert(whole.end(), whole.empty() ? line.begin() : line.begin() + 1, line.end());
    }
    return whole.size() >= 4 ? whole : Line{};
}

void Topology::simplify(double degrees_north) {
    for (auto& arc : arcs) arc = simplified(arc, degrees_north * Spot::per_degree);
}

}  // namespace areas
