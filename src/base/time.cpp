// Moments as text, and back.
#include "base/time.hpp"
#include <array>
#include <chrono>
#include <cstdio>

namespace base {
namespace {

using namespace std::chrono;

struct Parts {
    int year, month, day, weekday, hour, minute, second, millisecond;
};

Parts parts_of(Time time) {
    sys_time<milliseconds> moment{milliseconds{time}};
    auto midnight = floor<days>(moment);
    year_month_day date{midnight};
    hh_mm_ss clock{moment - midnight};
    return {int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())), int(weekday{midnight}.c_encoding()),
            int(clock.hours().count()), int(clock.minutes().count()), int(clock.seconds().count()), int(clock.subseconds().count())};
}

// Reads a text from its front; every step says whether it fitted.
struct Cursor {
    std::string_view rest;
    bool literal(std::string_view any_of) {
        if (rest.empty() || !any_of.contains(rest[0])) return false;
        rest.remove_prefix(1);
        return true;
    }
    bool digits(std::size_t count, int& number) {
        if (rest.size() < count) return false;
        number = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest[i] < '0' || rest[i] > '9') return false;
            number = number * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(count);
        return true;
    }
};

// ".5" is 500; what is finer than a millisecond is cut.
bool fraction(Cursor& cursor, int& milliseconds) {
    int weight = 100, digit = 0, count = 0;
    while (cursor.digits(1, digit)) {
        milliseconds += digit * weight;
        weight /= 10;
        ++count;
    }
    return count > 0;
}

bool offset(Cursor& cursor, Time& milliseconds) {
    if (cursor.literal("Zz")) return true;
    auto sign = cursor.rest.starts_with('-') ? -1 : 1;
    int hours = 0, minutes = 0;
    if (!cursor.literal("+-") || !cursor.digits(2, hours)) return false;
    cursor.literal(":");
    if (!cursor.digits(2, minutes) || hours > 23 || minutes > 59) return false;
    milliseconds = sign * (hours * hour + minutes * minute);
    return true;
}

}  // namespace

Time clock_now() { return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count(); }

std::string iso8601(Time time) {
    auto at = parts_of(time);
    std::array<char, 64> text;
    auto size = std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", at.year, at.month, at.day, at.hour,
                              at.minute, at.second, at.millisecond);
    return {text.data(), static_cast<std::size_t>(size)};
}

std::string http_date(Time time) {
    static constexpr char const* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr char const* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto at = parts_of(time);
    std::array<char, 64> text;
    auto size = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", weekdays[at.weekday], at.day,
                              months[at.month - 1], at.year, at.hour, at.minute, at.second);
    return {text.data(), static_cast<std::size_t>(size)};
}

std::optional<Time> parse_iso8601(std::string_view text) {
    Cursor cursor{text};
    int year = 0, month = 0, day_of_month = 0;
    if (!cursor.digits(4, year) || !cursor.literal("-") || !cursor.digits(2, month) || !cursor.literal("-") ||
        !cursor.digits(2, day_of_month))
        return std::nullopt;
    year_month_day date{std::chrono::year{year}, std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(day_of_month))};
    if (!date.ok()) return std::nullopt;
    Time midnight = sys_days{date}.time_since_epoch().count() * base::day;
    if (cursor.rest.empty()) return midnight;

    int hours = 0, minutes = 0, seconds = 0, milliseconds = 0;
    Time ahead = 0;
    if (!cursor.literal("Tt ") || !cursor.digits(2, hours) || !cursor.literal(":") || !cursor.digits(2, minutes)) return std::nullopt;
    if (cursor.literal(":") && !cursor.digits(2, seconds)) return std::nullopt;
    if (cursor.literal(".") && !fraction(cursor, milliseconds)) return std::nullopt;
    if (!offset(cursor, ahead) || !cursor.rest.empty() || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
    return midnight + hours * hour + minutes * minute + seconds * second + milliseconds - ahead;
}

}  // namespace base
