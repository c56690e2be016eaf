// Outlines near a box, for maps and for asking what lies at a point.
#pragma once
#include "areas/areas.hpp"

namespace areas {

std::vector<std::pair<Outline, Box>> near(db::Read&, Box const&);
std::vector<Outline> of_scheme(db::Read&, std::string_view scheme);  // by name

}  // namespace areas
