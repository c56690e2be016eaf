// Landscapes of Larkspur, painted by code: the demo world needs pictures, and ships none.
#pragma once
#include <string>
#include <string_view>

namespace demo {

// A PNG of 960 by 640 pixels, always the same for a name: river, meadow, smoke, evening or clearing.
std::string painted(std::string_view name);

}  // namespace demo
