// The spellings of one place: FIPS, SAME and UGC for counties and states, ISO 3166 by letters and by number.
#pragma once
#include "areas/areas.hpp"

namespace areas {

struct Key { std::string scheme, code; bool operator==(Key const&) const = default; };

std::string scheme_of(std::string_view spelled);  // "ISO 3166-2" is ISO3166-2; a scheme of one's own stays as it is
// Where a code is kept, whatever it is spelled by. Nothing for a code that its scheme cannot have.
std::optional<Key> key_of(std::string_view scheme, std::string_view code);
// What the outline of a code lies in by its code alone: a county in "US-OR", "US-OR" in "US".
std::string code_around(Key const&);

}  // namespace areas
