// Search: people and hashtags, by how their names start.
#pragma once
#include "http/router.hpp"

namespace search {

void add_pages(http::Router::Section pages);  // /search?q=

}  // namespace search
