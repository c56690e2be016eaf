// Moments as people read them, in each language's own order and the reader's time zone.
#include "base/settings.hpp"
#include "base/time.hpp"
#include "html/words.hpp"
#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
#include <unicode/dtfmtsym.h>
#include <unicode/dtptngen.h>
#include <unicode/reldatefmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>

namespace html {

base::Setting<std::string> time_zone{"server.time_zone", "UTC",
    "The time zone in which pages tell the time to readers who have chosen none and whose browser told none: an IANA name like Europe/Madrid."};

namespace {

// Kept per thread, as ICU's formatters are no shared things.
icu::TimeZone const& zone_named(std::string_view name) {
    thread_local std::map<std::string, std::unique_ptr<icu::TimeZone>, std::less<>> kept;
    auto const wanted = name.empty() ? std::string(time_zone()) : std::string(name);
    auto& zone = kept[wanted];
    if (!zone) zone.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(is_time_zone(wanted) ? wanted : "UTC")));
    return *zone;
}

using icu::UnicodeString;

// ICU's own English is American; ours writes the day first and am and pm small.
std::unique_ptr<icu::SimpleDateFormat> date_format(icu::Locale const& locale, bool with_time) {
    UErrorCode status = U_ZERO_ERROR;
    UnicodeString pattern = with_time ? u"d MMMM y, h:mm a" : u"d MMMM y";
    bool const english = std::string_view(locale.getLanguage()) == "en";
    if (!english) {
        std::unique_ptr<icu::DateTimePatternGenerator> generator(icu::DateTimePatternGenerator::createInstance(locale, status));
        if (U_SUCCESS(status)) pattern = generator->getBestPattern(with_time ? u"yMMMMdjmm" : u"yMMMMd", status);
    }
    auto made = std::make_unique<icu::SimpleDateFormat>(pattern, locale, status);
    if (english) {
        icu::DateFormatSymbols symbols(locale, status);
        UnicodeString const halves[] = {u"am", u"pm"};
        symbols.setAmPmStrings(halves, 2);
        made->setDateFormatSymbols(symbols);
    }
    return made;
}

}  // namespace

std::vector<std::string> const& time_zones() {
    static auto const all = [] {
        std::vector<std::string> names{"UTC"};
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::StringEnumeration> known(icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, status));
        while (auto const* name = U_SUCCESS(status) ? known->next(nullptr, status) : nullptr) names.emplace_back(name);
        std::ranges::sort(names);
        return names;
    }();
    return all;
}

std::string_view known_zone(std::string_view name) {
    // Browsers also tell older names of the same zones: Asia/Calcutta.
    static auto const all = [] {
        std::vector<std::string> names;
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::StringEnumeration> known(icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, nullptr, nullptr, status));
        while (auto const* each = U_SUCCESS(status) ? known->next(nullptr, status) : nullptr) names.emplace_back(each);
        std::ranges::sort(names);
        return names;
    }();
    auto const found = std::ranges::lower_bound(all, name, {}, [](std::string const& each) { return std::string_view(each); });
    return found != all.end() && *found == name ? std::string_view(*found) : std::string_view();
}

bool is_time_zone(std::string_view name) { return !known_zone(name).empty(); }

base::Time time_there(std::string_view zone, base::Time time) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t raw = 0, summer = 0;
    zone_named(zone).getOffset(static_cast<UDate>(time), false, raw, summer, status);
    return time + raw + summer;
}

base::Time time_when_clocks_show(std::string_view zone, base::Time shown) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t raw = 0, summer = 0;
    zone_named(zone).getOffset(static_cast<UDate>(shown), true, raw, summer, status);
    return shown - raw - summer;
}

base::Result<base::Time> Words::moment_in(std::string_view field, std::string_view local) const {
    auto const meant = moment(local);
    if (!meant) return base::refuse_field(std::string(field), "ERR_INVALID", "Choose a date and a time.");
    if (time_there(zone_, *meant) != *base::parse_iso8601(std::string(local) + "Z")) return base::refuse_field(std::string(field), "ERR_INVALID", "Clocks go forward then, and skip this time. Choose another one.");
    return *meant;
}

std::string formatted_by(std::string_view locale, std::string_view zone, std::string_view skeleton, base::Time time) {
    thread_local std::map<std::pair<std::string, std::string>, std::unique_ptr<icu::SimpleDateFormat>> kept;
    auto& format = kept[{std::string(locale), std::string(skeleton)}];
    UErrorCode status = U_ZERO_ERROR;
    if (!format) {
        icu::Locale const language(std::string(locale).c_str());
        std::unique_ptr<icu::DateTimePatternGenerator> generator(icu::DateTimePatternGenerator::createInstance(language, status));
        auto const pattern = generator->getBestPattern(UnicodeString::fromUTF8(std::string(skeleton)), status);
        format = std::make_unique<icu::SimpleDateFormat>(pattern, language, status);
        if (locale.starts_with("en")) {
            icu::DateFormatSymbols symbols(language, status);
            UnicodeString const halves[] = {u"am", u"pm"};
            symbols.setAmPmStrings(halves, 2);
            format->setDateFormatSymbols(symbols);
        }
    }
    format->setTimeZone(zone_named(zone));
    UnicodeString text;
    format->format(static_cast<UDate>(time), text);
    std::string made;
    text.toUTF8String(made);
    return made;
}

std::string formatted_date(icu::Locale const& locale, std::string_view zone, bool with_time, base::Time time) {
    thread_local std::map<std::pair<std::string, bool>, std::unique_ptr<icu::SimpleDateFormat>> kept;
    auto& format = kept[{locale.getName(), with_time}];
    if (!format) format = date_format(locale, with_time);
    format->setTimeZone(zone_named(zone));
    UnicodeString text;
    std::string made;
    return format->format(static_cast<UDate>(time), text).toUTF8String(made);
}

std::string relative_time(icu::Locale const& locale, std::int64_t count, Unit unit) {
    // "5 minutes ago" and its few dozen siblings are asked for all the time.
    thread_local std::map<std::tuple<std::string, std::int64_t, Unit>, std::string> kept;
    auto& made = kept[{locale.getName(), count, unit}];
    if (!made.empty()) return made;
    UErrorCode status = U_ZERO_ERROR;
    icu::RelativeDateTimeFormatter const formatter(locale, status);
    UnicodeString text;
    switch (unit) {
    case Unit::now: formatter.format(UDAT_DIRECTION_PLAIN, UDAT_ABSOLUTE_NOW, text, status); break;
    case Unit::minutes: formatter.format(static_cast<double>(count), UDAT_DIRECTION_LAST, UDAT_RELATIVE_MINUTES, text, status); break;
    case Unit::hours: formatter.format(static_cast<double>(count), UDAT_DIRECTION_LAST, UDAT_RELATIVE_HOURS, text, status); break;
    case Unit::yesterday: formatter.format(UDAT_DIRECTION_LAST, UDAT_ABSOLUTE_DAY, text, status); break;
    }
    text.toUTF8String(made);
    return made;
}

}  // namespace html
