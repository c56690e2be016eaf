// Outlines as text in the database: differences between corners, in as few bytes as each needs, in base64.
#pragma once
#include "areas/areas.hpp"
#include "areas/topology.hpp"

namespace areas {

using Rings = std::vector<Line>;  // of one polygon

Spot spot_of(Point);
Point point_of(Spot);
std::string packed(std::vector<Rings> const&);
Shape unpacked(std::string_view);  // throws when the text is none of packed()'s

}  // namespace areas
