// What the renderer needs of the words beyond their face.
#pragma once
#include "html/html.hpp"
#include <span>
#include <unicode/locid.h>

namespace html {

// An ICU pattern with its arguments; without the escape. A text without a brace is taken as it is.
std::string format(Words const&, std::string_view english, std::span<std::pair<std::string_view, Argument> const>);

// "22 November 2026", with_time ", 1:51 pm"; "5 minutes ago". Kept per thread: ICU's formatters are no shared things.
// `zone` is a name that is_time_zone() knows, or "" for the server's.
std::string formatted_date(icu::Locale const&, std::string_view zone, bool with_time, base::Time);
// By the parts that are wanted (an ICU skeleton: "jmm" for a time, "EEEEdMMMM" for a day with its weekday), in a zone as above.
std::string formatted_by(std::string_view locale, std::string_view zone, std::string_view skeleton, base::Time);
base::Time time_there(std::string_view zone, base::Time);           // what clocks show there, as if it were UTC
base::Time time_when_clocks_show(std::string_view zone, base::Time shown);
std::string_view known_zone(std::string_view name);                 // the same, lasting; "" for an unknown one
enum class Unit { now, minutes, hours, yesterday };
std::string relative_time(icu::Locale const&, std::int64_t count, Unit);

// One language's catalog, as tools/embed_assets.py writes it from web/locales/*.json.
struct Catalog {
    std::string_view locale;
    std::span<std::pair<std::string_view, std::string_view> const> words;
};
std::span<Catalog const> catalogs();

}  // namespace html
