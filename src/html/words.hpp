// What the renderer needs of the words beyond their face.
#pragma once
#include "html/html.hpp"
#include <span>

namespace html {

// An ICU pattern with its arguments; without the escape. A text without a brace is taken as it is.
std::string format(Words const&, std::string_view english, std::span<std::pair<std::string_view, Argument> const>);

// One language's catalog, as tools/embed_assets.py writes it from web/locales/*.json.
struct Catalog {
    std::string_view locale;
    std::span<std::pair<std::string_view, std::string_view> const> words;
};
std::span<Catalog const> catalogs();

}  // namespace html
