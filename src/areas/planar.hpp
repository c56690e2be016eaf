// A shape laid out for asking it many times: its rings unrolled over the antimeridian, as edges in degrees.
#pragma once
#include "areas/areas.hpp"
#include <cstdint>

namespace areas {

constexpr double earth_radius = 6371.0088;  // kilometers, the mean one

struct Corner { double x = 0, y = 0; };  // degrees east, degrees north
struct Edge { Corner a, b; };

// A box in degrees whose west may lie past -180 and whose east past 180.
struct Extent {
    double west = 0, south = 0, east = 0, north = 0;
    void take(Corner);
    void take(Extent const&);
    bool meets(Extent const&) const;  // also a turn round the globe away
    double width() const { return east - west; }
};
Extent extent_of(Edge const&);
// What holds everything within `kilometers` of the extent.
Extent widened(Extent, double kilometers);

// The ring with every edge the short way round, from a longitude of -180 to 180. One that runs round a pole is closed over it.
std::vector<Corner> unrolled(Ring const&);

double kilometers(Corner, Edge const&);
bool is_on(Corner, Edge const&);

// One polygon. Its rings stand as often as they reach into -180 to 180, a turn apart.
class Field {
public:
    explicit Field(Polygon const&);

    bool holds(Corner) const;           // on an edge is inside
    bool holds_within(Corner) const;    // on an edge is outside
    bool meets(Field const&) const;     // whether their insides overlap: a border in common is not enough
    std::span<Edge const> edges() const { return edges_; }
    Extent const& extent() const { return extent_; }
    std::optional<Corner> inside() const;  // a point well within; none in a polygon without an inside

private:
    enum class Side { outside, edge, inside };
    Side side(Corner) const;
    bool enters(Field const&, std::vector<std::vector<double>> const& touched) const;

    std::vector<Edge> edges_;                // by ring
    std::vector<std::size_t> ring_ends_;
    std::vector<std::uint32_t> bands_, band_starts_;  // edges by latitude, for holds()
    Extent extent_;                          // of the first copy of each ring
};

class Ground {
public:
    explicit Ground(Shape const&);

    bool holds(Corner) const;
    bool meets(Circle const&) const;
    bool meets(Ground const&) const;
    std::span<Field const> fields() const { return fields_; }
    std::span<Circle const> circles() const { return circles_; }
    bool may_meet(Extent const&) const;

private:
    std::vector<Field> fields_;
    std::vector<Circle> circles_;
    std::vector<Extent> circle_extents_;
};

}  // namespace areas
