// Within how long each kind is to be answered, counted while the team is there, and how long answers took.
#include "base/time.hpp"
#include "inbox/inside.hpp"
#include "inbox/queries.hpp"
#include <algorithm>

namespace inbox {

using base::Result;

namespace {

constexpr std::int64_t longest_target = 60 * 24 * 60;  // minutes: sixty days
constexpr int days_ahead = 400;                        // past the longest target in an office open a quarter of each day
constexpr int minutes_of_day = 24 * 60;

// A clock time of a day where the office is; what clocks skip counts as the moment they skip to. Days are counted by the
// moment at which they begin in UTC.
base::Time moment_at(html::Words const& clock, base::Time day, int minute) { return clock.moment(base::iso8601(day + minute * base::minute).substr(0, 16)).value_or(0); }

base::Time day_of(html::Words const& clock, base::Time moment) { return base::parse_iso8601(clock.local(moment).substr(0, 10)).value_or(0); }

// As ISO 8601 counts them: the first day of 1970 was a Thursday.
int weekday_of(base::Time day) { return static_cast<int>((day / base::day + 3) % 7) + 1; }

struct Wait { Kind kind; base::Time arrived, due, answered; };

std::vector<Wait> waits(db::Read& read, AccountId organization, base::Time since) {
    auto all = read.rows(sql::answers_since, {organization, since}, [](db::Row const& row) { return Wait{static_cast<Kind>(row.integer(0)), row.integer(1), row.integer(2), row.integer(3)}; });
    read.each(sql::waiting_since, {organization, since}, [&](db::Row const& row) { all.push_back({static_cast<Kind>(row.integer(0)), row.integer(1), row.integer(2), 0}); });
    return all;
}

Times times_of(std::vector<Wait> const& all, std::optional<Kind> kind, base::Time from, base::Time until, base::Time now) {
    Times made;
    std::vector<base::Time> took;
    for (auto const& each : all) {
        if ((kind && each.kind != *kind) || each.arrived < from || each.arrived >= until) continue;
        ++made.arrived;
        made.late += each.answered ? each.answered > each.due : each.due <= now;
        made.overdue += !each.answered && each.due <= now;
        if (each.answered) took.push_back(each.answered - each.arrived);
    }
    made.answered = std::ssize(took);
    if (took.empty()) return made;
    std::ranges::sort(took);
    auto const middle = took.size() / 2;
    made.median = took.size() % 2 ? took[middle] : (took[middle - 1] + took[middle]) / 2;
    return made;
}

Result<base::Done> check(Targets const& wanted) {
    for (auto const kind : kinds)
        if (auto const minutes = wanted.minutes.at(static_cast<std::size_t>(kind)); minutes < 1 || minutes > longest_target)
            return base::refuse_field("target_" + std::string(text_of(kind)), "ERR_INVALID", "A target is between a minute and 1,440 hours.");
    if (!html::is_time_zone(wanted.zone)) return base::refuse_field("zone", "ERR_INVALID", "Choose a time zone of the list.");
    for (auto const& each : wanted.hours) {
        bool const twice = std::ranges::count(wanted.hours, each.day, &Hours::day) > 1;
        if (twice || each.day < 1 || each.day > 7 || each.from < 0 || each.to > minutes_of_day || each.from >= each.to)
            return base::refuse_field("from_" + std::to_string(each.day), "ERR_INVALID", "Office hours end after they begin.");
    }
    return base::Done{};
}

}  // namespace

Targets targets(db::Read& read, AccountId organization) {
    Targets made;
    read.each(sql::targets, {organization}, [&](db::Row const& row) { made.minutes.at(static_cast<std::size_t>(row.integer(0))) = row.integer(1); });
    made.zone = read.one(sql::zone_of, {organization}, [](db::Row const& row) { return row.text(0); }).value_or(made.zone);
    made.hours = read.rows(sql::hours_of, {organization}, [](db::Row const& row) { return Hours{static_cast<int>(row.integer(0)), static_cast<int>(row.integer(1)), static_cast<int>(row.integer(2))}; });
    return made;
}

Result<base::Done> set_targets(db::Write& write, AccountId by, AccountId organization, Targets const& wanted) {
    TRY(teams::allow(write, organization, by, teams::Role::owner));
    TRY(check(wanted));
    for (auto const kind : kinds) write.run(sql::put_target, {organization, static_cast<std::int64_t>(kind), wanted.minutes[static_cast<std::size_t>(kind)]});
    write.run(sql::put_zone, {organization, wanted.zone});
    write.run(sql::delete_hours, {organization});
    for (auto const& each : wanted.hours) write.run(sql::put_hours, {organization, each.day, each.from, each.to});
    for (auto const& item : write.rows(sql::waiting, {organization, 0, ItemId{}, -1, 0, write.now, AccountId{}, 100'000}, item_of))
        write.run(sql::set_due, {item.id, due_at(wanted, item.kind, item.arrived_at)});
    teams::record(write, organization, by, "inbox.targets_set");
    return base::Done{};
}

base::Time due_at(Targets const& targets, Kind kind, base::Time arrived) {
    auto left = targets.minutes.at(static_cast<std::size_t>(kind)) * base::minute;
    if (targets.hours.empty()) return arrived + left;
    http::Locale place("en");
    place.zone = targets.zone;
    html::Words const clock(place);
    auto day = day_of(clock, arrived);
    for (int i = 0; i < days_ahead; ++i, day += base::day) {
        auto const hours = std::ranges::find(targets.hours, weekday_of(day), &Hours::day);
        if (hours == targets.hours.end()) continue;
        auto const opens = std::max(arrived, moment_at(clock, day, hours->from)), closes = moment_at(clock, day, hours->to);
        if (closes - opens >= left) return opens + left;
        left -= std::max<base::Time>(0, closes - opens);
    }
    return moment_at(clock, day, 0);
}

Times times(db::Read& read, AccountId organization, std::optional<Kind> kind, base::Time since) { return times_of(waits(read, organization, since), kind, since, read.now + 1, read.now); }

std::vector<Times> times_each(db::Read& read, AccountId organization, std::optional<Kind> kind, base::Time since, base::Time length) {
    auto const all = waits(read, organization, since);
    std::vector<Times> made;
    for (auto from = since; from < read.now; from += length) made.push_back(times_of(all, kind, from, std::min(from + length, read.now + 1), read.now));
    return made;
}

}  // namespace inbox
