// Rings cut where more than two of them come together: what neighbours share is one line, simplified once for both.
#pragma once
#include <compare>
#include <cstdint>
#include <vector>

namespace areas {

// A corner of an outline as it is kept: about a meter apart, so that neighbours' corners are equal.
struct Spot {
    static constexpr double per_degree = 100'000;
    std::int32_t x = 0, y = 0;  // east, north
    auto operator<=>(Spot const&) const = default;
};
using Line = std::vector<Spot>;

struct Topology {
    struct Use { std::uint32_t arc; bool reversed; };
    std::vector<Line> arcs;
    std::vector<std::vector<Use>> rings;  // in the order in which they were given

    explicit Topology(std::vector<Line> const& closed_rings);
    Line ring(std::size_t) const;          // as it is now, closed; empty when nothing is left of it
    void simplify(double degrees_north);   // Douglas-Peucker; the ends of arcs stay
};

}  // namespace areas
