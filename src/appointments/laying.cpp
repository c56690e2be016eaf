// From recurring hours to slots: through exceptions, buffers, time zones and daylight saving.
#include "appointments/inside.hpp"
#include "appointments/queries.hpp"
#include "base/time.hpp"
#include "html/words.hpp"
#include <algorithm>

namespace appointments {

namespace {

std::string day_text(base::Time midnight) { return base::iso8601(midnight).substr(0, 10); }

// Of a local day, which begins at `midnight` of its clocks as if they were UTC.
std::vector<directory::Hours> hours_of_day(Schedule const& schedule, base::Time midnight) {
    auto const date = day_text(midnight);
    if ((!schedule.from.empty() && date < schedule.from) || (!schedule.until.empty() && date > schedule.until)) return {};
    if (auto const special = std::ranges::find(schedule.exceptions, date, &directory::Exception::date); special != schedule.exceptions.end()) return special->hours;
    auto const days = midnight / base::day;  // 1 January 1970 was a Thursday
    auto const weekday = static_cast<int>(((days + 3) % 7 + 7) % 7) + 1;
    std::vector<directory::Hours> made;
    for (auto const& each : schedule.weekly)
        if (each.day == weekday) made.push_back(each);
    return made;
}

// Each local day that has a part between the two moments, and the one before it, whose night may reach in.
template <class F>
void each_day(Schedule const& schedule, base::Time from, base::Time to, F what) {
    auto const first = html::time_there(schedule.zone, from) / base::day * base::day - base::day;
    auto const last = html::time_there(schedule.zone, to) / base::day * base::day;
    for (auto midnight = first; midnight <= last; midnight += base::day) what(midnight);
}

// When clocks show it; nothing for what they skip.
std::optional<base::Time> moment(Schedule const& schedule, base::Time local) {
    auto const at = html::time_when_clocks_show(schedule.zone, local);
    if (html::time_there(schedule.zone, at) != local) return std::nullopt;
    return at;
}

}  // namespace

std::vector<Span> availability(Schedule const& schedule, base::Time from, base::Time to) {
    std::vector<Span> made;
    each_day(schedule, from, to, [&](base::Time midnight) {
        for (auto const& hours : hours_of_day(schedule, midnight)) {
            Span const span{html::time_when_clocks_show(schedule.zone, midnight + hours.from * base::minute), html::time_when_clocks_show(schedule.zone, midnight + hours.to * base::minute)};
            if (span.start < span.end && span.start < to && span.end > from) made.push_back(span);
        }
    });
    std::ranges::sort(made, {}, &Span::start);
    return made;
}

std::vector<Span> laid(Schedule const& schedule, base::Time from, base::Time to) {
    std::vector<Span> made;
    auto const pitch = schedule.before + schedule.minutes + schedule.after;
    each_day(schedule, from, to, [&](base::Time midnight) {
        for (auto const& hours : hours_of_day(schedule, midnight)) {
            for (int minute = hours.from; minute + pitch <= hours.to; minute += pitch) {
                auto const start = moment(schedule, midnight + (minute + schedule.before) * base::minute);
                if (!start || *start < from || *start >= to) continue;
                Span const span{*start, *start + schedule.minutes * base::minute};
                if (made.empty() || made.back().end + (schedule.before + schedule.after) * base::minute <= span.start) made.push_back(span);
            }
        }
    });
    return made;
}

void lay(db::Write& write, ScheduleId id) {
    auto const schedule = find(write, id);
    if (!schedule || !schedule->active) return;
    auto const there = write.rows(sql::spans_of, {id, write.now - base::day}, [](db::Row const& row) { return Span{row.integer(0), row.integer(1)}; });
    auto next = there.begin();
    for (auto const& span : laid(*schedule, write.now, write.now + schedule->ahead_days * base::day)) {
        while (next != there.end() && next->end <= span.start) ++next;
        if (next != there.end() && next->start < span.end) continue;  // booked before the hours were others
        write.run(sql::insert_slot, {write.new_id<SlotId>(), id, span.start, span.end, schedule->places, write.now});
    }
}


}  // namespace appointments
