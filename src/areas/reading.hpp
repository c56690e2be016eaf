// Outlines out of a file: TopoJSON and GeoJSON (RFC 7946), with what their writers call name and code.
#pragma once
#include "areas/packing.hpp"

namespace areas {

struct Named {
    std::string code, name, within;
    std::vector<Rings> polygons;
};

// In the order of the file; what comes twice under one code is one outline of all its parts. `object` picks one of a
// TopoJSON's objects.
base::Result<std::vector<Named>> read_outlines(std::string_view json, std::string_view object);

// All at once, so that neighbours keep the same border. What would vanish keeps its shape.
void simplify(std::vector<Named>&, double meters);

}  // namespace areas
