// Hours, days, languages and kinds of care in the reader's words, and as a team types them.
#include "directory/showing.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/pages.hpp"
#include "html/words.hpp"
#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <unicode/dtfmtsym.h>
#include <unicode/dtptngen.h>
#include <unicode/smpdtfmt.h>

namespace directory {

using html::Words;

namespace {

constexpr int day_long = 24 * 60;

icu::SimpleDateFormat* clock_of(std::string_view locale) {
    thread_local std::map<std::string, std::unique_ptr<icu::SimpleDateFormat>, std::less<>> kept;
    auto& format = kept[std::string(locale)];
    if (format) return format.get();
    UErrorCode status = U_ZERO_ERROR;
    icu::Locale const reader{std::string(locale).c_str()};
    bool const english = std::string_view(reader.getLanguage()) == "en";
    icu::UnicodeString pattern = u"h:mm a";
    if (!english) {
        std::unique_ptr<icu::DateTimePatternGenerator> generator(icu::DateTimePatternGenerator::createInstance(reader, status));
        if (U_SUCCESS(status)) pattern = generator->getBestPattern("jmm", status);
    }
    format = std::make_unique<icu::SimpleDateFormat>(pattern, reader, status);
    if (english) {
        icu::DateFormatSymbols symbols(reader, status);
        icu::UnicodeString const halves[] = {u"am", u"pm"};
        symbols.setAmPmStrings(halves, 2);
        format->setDateFormatSymbols(symbols);
    }
    format->setTimeZone(*icu::TimeZone::getGMT());
    return format.get();
}

// "9", "9:30" and "09.30" are understood; -1 for what is no time.
int typed_clock(std::string_view text) {
    auto const typed = base::trim(text);
    int hour = -1, minute = 0;
    auto const* const end = typed.data() + typed.size();
    auto const read = std::from_chars(typed.data(), end, hour);
    if (read.ec != std::errc{}) return -1;
    if (read.ptr != end) {
        if (*read.ptr != ':' && *read.ptr != '.') return -1;
        auto const rest = std::from_chars(read.ptr + 1, end, minute);
        if (rest.ec != std::errc{} || rest.ptr != end || rest.ptr != read.ptr + 3) return -1;
    }
    return hour >= 0 && hour <= 24 && minute >= 0 && minute < 60 && hour * 60 + minute <= day_long ? hour * 60 + minute : -1;
}

std::string plain_clock(int minutes) {
    auto const shown = minutes == day_long ? day_long : minutes % day_long;
    return std::to_string(shown / 60) + (shown % 60 < 10 ? ":0" : ":") + std::to_string(shown % 60);
}

}  // namespace

std::string clock_words(Words const& words, int minutes) {
    icu::UnicodeString text;
    std::string made;
    return clock_of(words.locale())->format(static_cast<UDate>(minutes % day_long) * base::minute, text).toUTF8String(made);
}

std::string day_words(Words const& words, int day) {
    UErrorCode status = U_ZERO_ERROR;
    icu::DateFormatSymbols const symbols(icu::Locale(std::string(words.locale()).c_str()), status);
    int32_t count = 0;
    auto const* const names = symbols.getWeekdays(count, icu::DateFormatSymbols::STANDALONE, icu::DateFormatSymbols::WIDE);
    std::string made;
    auto const index = day % 7 + 1;  // ICU counts from Sunday, 1
    if (names && index < count) names[index].toUTF8String(made);
    return made;
}

std::string date_words(Words const& words, std::string_view date) {
    auto const day = base::parse_iso8601(date);
    return day ? html::formatted_date(icu::Locale(std::string(words.locale()).c_str()), "UTC", false, *day) : std::string(date);
}

std::string language_words(Words const& words, std::string_view tag) {
    UErrorCode status = U_ZERO_ERROR;
    auto const language = icu::Locale::forLanguageTag(std::string(tag), status);
    icu::UnicodeString name;
    std::string made;
    if (U_SUCCESS(status)) language.getDisplayName(icu::Locale(std::string(words.locale()).c_str()), name).toUTF8String(made);
    // Sign languages have names in few languages yet.
    if ((made.empty() || made == tag) && words.locale() != "en") return language_words(Words("en"), tag);
    return made.empty() ? std::string(tag) : made;
}

std::string hours_words(Words const& words, std::vector<Hours> const& all) {
    if (all.empty()) return words("Closed");
    std::string made;
    for (auto const& each : all) {
        if (!made.empty()) made += ", ";
        made += each.from == 0 && each.to == day_long ? words("Around the clock") : clock_words(words, each.from) + " – " + clock_words(words, each.to);
    }
    return made;
}

std::string until_words(Words const& words, Location const& location, Opening const& opening, base::Time now) {
    if (!opening.changes_at) return {};
    auto const there = html::time_there(location.zone, opening.changes_at), today = html::time_there(location.zone, now);
    auto const minutes = static_cast<int>((there % base::day + base::day) % base::day / base::minute);
    auto when = clock_words(words, minutes);
    if (there / base::day != today / base::day) when = day_words(words, static_cast<int>((there / base::day + 3) % 7) + 1) + ", " + when;
    return opening.open ? words("until {when}", {{"when", when}}) : words("opens {when}", {{"when", when}});
}

std::string kind_words(Words const& words, std::string_view specialty) {
    auto const* const found = find_specialty(specialty);
    return found ? std::string(words.plain(found->words)) : std::string();
}

std::string access_words(Words const& words, Location const& location) {
    std::string made;
    for (auto const& each : access_features())
        if (std::ranges::find(location.access, each.code) != location.access.end()) made += (made.empty() ? "" : words(", ")) + std::string(words.plain(each.words));
    return made;
}

std::string languages_words(Words const& words, std::vector<std::string> const& tags) {
    std::string made;
    for (auto const& each : tags) made += (made.empty() ? "" : words(", ")) + language_words(words, each);
    return made;
}

std::string where_words(Location const& location) {
    std::string made = location.street;
    for (auto const& each : {location.postal_code.empty() ? location.city : location.postal_code + " " + location.city, location.region})
        if (!each.empty()) made += (made.empty() ? "" : ", ") + each;
    return made;
}

html::Safe staff_rows(Words const& words, db::Read& read, LocationId location) {
    html::Safe made;
    for (auto const& each : staff_of(read, location)) {
        auto account = each.account ? accounts::find(read, each.account) : std::nullopt;
        if (account && account->hidden()) account.reset();
        auto const by = each.verified_by ? accounts::find(read, each.verified_by) : std::nullopt;
        words.fill(made, pages::Person{.picture = account ? accounts::picture(*account) : html::avatar("", each.id.value, html::Shape::circle), .handle = account ? account->handle() : std::string(), .name = each.name,
                                       .role = each.role, .specialty = kind_words(words, each.specialty), .languages = languages_words(words, each.languages), .credential = each.credential,
                                       .registry = each.registry, .checked = each.verified_at ? words.date(each.verified_at) : std::string(), .by = by ? by->name : std::string()});
    }
    return made;
}

std::optional<std::vector<Hours>> typed_hours(int day, std::string_view text) {
    std::vector<Hours> made;
    for (auto each : base::split(text, ',')) {
        auto span = base::trim(each);
        if (span.empty()) continue;
        // People's keyboards make longer dashes of it.
        for (std::string_view dash : {"–", "—"})
            if (auto const at = span.find(dash); at != span.npos) span.replace(at, dash.size(), "-");
        auto const dash = span.find('-');
        if (dash == span.npos) return std::nullopt;
        auto const from = typed_clock(std::string_view(span).substr(0, dash));
        auto to = typed_clock(std::string_view(span).substr(dash + 1));
        if (from < 0 || to < 0 || from == day_long) return std::nullopt;
        if (to <= from) to += day_long;
        made.push_back({day, from, to});
    }
    return made;
}

std::string hours_as_typed(std::vector<Hours> const& all) {
    std::string made;
    for (auto const& each : all) made += (made.empty() ? "" : ", ") + plain_clock(each.from) + "-" + plain_clock(each.to);
    return made;
}

std::optional<std::vector<Exception>> typed_exceptions(std::string_view text) {
    std::vector<Exception> made;
    for (auto line : base::split(text, '\n')) {
        auto rest = base::trim(line);
        if (rest.empty()) continue;
        Exception day{rest.substr(0, 10), {}, {}};
        rest = rest.size() > 10 ? base::trim(rest.substr(10)) : std::string();
        // Hours stand first, and go on as long as a comma does; what follows is the reason.
        while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
            auto end = std::min(rest.find(' '), rest.size());
            auto const span = rest.substr(0, end);
            auto const hours = typed_hours(1, span);
            if (!hours) return std::nullopt;
            day.hours.insert(day.hours.end(), hours->begin(), hours->end());
            rest = base::trim(rest.substr(end));
        }
        day.reason = rest;
        made.push_back(std::move(day));
    }
    return made;
}

std::string exceptions_as_typed(std::vector<Exception> const& all) {
    std::string made;
    for (auto const& each : all) made += each.date + (each.hours.empty() ? "" : " " + hours_as_typed(each.hours)) + (each.reason.empty() ? "" : " " + each.reason) + "\n";
    return made;
}

html::Safe specialty_options(Words const& words, std::string_view chosen) {
    std::vector<std::pair<std::string, std::string_view>> all;
    for (auto const& each : specialties()) all.emplace_back(words.plain(each.words), each.code);
    std::ranges::sort(all, {}, [](auto const& each) { return base::fold_plain(each.first); });
    html::Safe made;
    for (auto const& [shown, code] : all) words.fill(made, pages::Option{.value = code, .chosen = code == chosen, .words = shown});
    return made;
}

}  // namespace directory
