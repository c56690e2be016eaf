// Help lines at once, for pages where somebody just said that they may be in danger.
#pragma once
#include "html/html.hpp"

namespace html {

// What to do now, and the lines of this country; without lines of their own the emergency number, which always works.
Safe help_at_once(Words const&, std::string_view region);

}  // namespace html
