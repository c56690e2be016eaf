// Reading and writing moments. A moment is base::Time, Unix milliseconds in UTC; rules take theirs from db::Read::now.
#pragma once
#include "base/id.hpp"

namespace base {

inline constexpr Time second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

Time clock_now();                                    // for the edges only: rules use the transaction's `now`
std::string iso8601(Time);                           // 2026-11-22T13:51:39.000Z
std::optional<Time> parse_iso8601(std::string_view);  // date, or date and time with Z or an offset
std::string http_date(Time);                         // Sun, 22 Nov 2026 13:51:39 GMT (RFC 9110, 5.6.7)

}  // namespace base
