// What the renderer needs of the words beyond their face.
#pragma once
#include "html/html.hpp"
#include <span>
#include <unicode/locid.h>

namespace html {

// An ICU pattern with its arguments; without the escape. A text without a brace is taken as it is.
std::string format(Words const&, std::string_view english, std::span<std::pair<std::string_view, Argument> const>);

// "22 November 2026", with_time ", 1:51 pm"; "5 minutes ago". Kept per thread: ICU's formatters are no shared things.
std::string formatted_date(icu::Locale const&, bool with_time, base::Time);
enum class Unit { now, minutes, hours, yesterday };
std::string relative_time(icu::Locale const&, std::int64_t count, Unit);

// One language's catalog, as tools/embed_assets.py writes it from web/locales/*.json.
struct Catalog {
    std::string_view locale;
    std::span<std::pair<std::string_view, std::string_view> const> words;
};
std::span<Catalog const> catalogs();

}  // namespace html
