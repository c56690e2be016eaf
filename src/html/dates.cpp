// Moments as people read them, in each language's own order. Zone: UTC, until a reader has one.
#include "html/words.hpp"
#include <map>
#include <memory>
#include <tuple>
#include <unicode/dtfmtsym.h>
#include <unicode/dtptngen.h>
#include <unicode/reldatefmt.h>
#include <unicode/smpdtfmt.h>

namespace html {
namespace {

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
    made->setTimeZone(*icu::TimeZone::getGMT());
    return made;
}

}  // namespace

std::string formatted_date(icu::Locale const& locale, bool with_time, base::Time time) {
    thread_local std::map<std::pair<std::string, bool>, std::unique_ptr<icu::SimpleDateFormat>> kept;
    auto& format = kept[{locale.getName(), with_time}];
    if (!format) format = date_format(locale, with_time);
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
