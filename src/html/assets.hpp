// The embedded assets, as tools/embed_assets.py writes them.
#pragma once
#include "http/router.hpp"
#include <span>
#include <string_view>

namespace html {

struct Asset {
    std::string_view name;     // app.css
    std::string_view address;  // /assets/app.3f9c2d10ab.css
    std::string_view type;
    std::string_view plain, brotli, gzip;  // the latter two may be empty
};
std::span<Asset const> assets();

void add_asset_routes(http::Router::Section&);

}  // namespace html
