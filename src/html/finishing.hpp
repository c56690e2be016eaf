// What a higher room does to the content of every page before it is framed: emoji become pictures. Set while the site starts.
#pragma once
#include "html/html.hpp"
#include <functional>

namespace html {

using Finish = std::function<Safe(db::Read&, Safe)>;
void finish_pages_with(Finish);

}  // namespace html
