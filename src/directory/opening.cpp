// Whether a place is open: pure, from its hours, its special days and the clocks of its time zone.
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "html/words.hpp"
#include <algorithm>

namespace directory {
namespace {

constexpr base::Time ahead = 14 * base::day;
struct Span { base::Time from = 0, to = 0; };

// Hours of a local day, which begins at `midnight` of its clocks as if they were UTC. A day that is special has its own
// hours only; a night that began the evening before still ends when it does.
std::vector<Hours> hours_of_day(Location const& location, base::Time midnight) {
    auto const date = base::iso8601(midnight).substr(0, 10);
    if (auto const special = std::ranges::find(location.exceptions, date, &Exception::date); special != location.exceptions.end()) return special->hours;
    // 1 January 1970 was a Thursday.
    auto const days = midnight / base::day;
    auto const weekday = static_cast<int>(((days + 3) % 7 + 7) % 7) + 1;
    std::vector<Hours> made;
    for (auto const& each : location.hours)
        if (each.day == weekday) made.push_back(each);
    return made;
}

}  // namespace

Opening opening(Location const& location, base::Time now) {
    if (!location.active || (location.hours.empty() && location.exceptions.empty())) return {};
    auto const there = html::time_there(location.zone, now);
    auto const today = there - (there % base::day + base::day) % base::day;
    std::vector<Span> spans;
    for (int each = -2; each <= 15; ++each) {
        auto const midnight = today + each * base::day;
        for (auto const& hours : hours_of_day(location, midnight)) {
            Span const span{html::time_when_clocks_show(location.zone, midnight + hours.from * base::minute), html::time_when_clocks_show(location.zone, midnight + hours.to * base::minute)};
            if (span.from < span.to) spans.push_back(span);  // not what clocks skip as a whole
        }
    }
    std::ranges::sort(spans, {}, &Span::from);
    Opening made;
    for (auto const& each : spans) {
        if (each.to <= now) continue;
        if (each.from > now && !made.open) {
            made.changes_at = each.from;
            break;
        }
        if (made.open && each.from > made.changes_at) break;
        made.open = true;
        made.changes_at = std::max(made.changes_at, each.to);
    }
    if (made.changes_at > now + ahead) made.changes_at = 0;
    return made;
}

}  // namespace directory
