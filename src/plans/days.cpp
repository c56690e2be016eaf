// The patient's days: what is to be done on them, and when medicines remind, through every change of clocks.
#include "base/time.hpp"
#include "filters/filters.hpp"
#include "plans/inside.hpp"
#include "plans/queries.hpp"
#include "reminders/reminders.hpp"
#include <algorithm>
#include <tuple>

namespace plans {

namespace {

constexpr int laid_days = 7;
constexpr base::Time laid_again_after = 20 * base::hour;
constexpr int laid_at_once = 200;

base::Time day_after(base::Time moment, int days) { return moment + days * base::day; }

// How many of the patient's days lie between two moments.
std::int64_t days_between(html::Words const& clock, base::Time from, base::Time to) {
    auto const first = base::parse_iso8601(local_date(clock, from)), last = base::parse_iso8601(local_date(clock, to));
    return first && last ? (*last - *first) / base::day : 0;
}

// The last time that something of this kind was done decides when it is due again.
template <class Done>
base::Time last_of(std::vector<Done> const& all, std::string Done::*code, std::string_view wanted) {
    base::Time last = 0;
    for (auto const& each : all)
        if (each.*code == wanted) last = std::max(last, each.at);
    return last;
}

void add_doses(db::Read& read, html::Words const& clock, Item const& item, std::vector<Due>& onto) {
    auto const today = local_date(clock, read.now);
    auto const taken = doses(read, item, moment_at(clock, today, "00:00"));
    for (auto const& time : item.times) {
        auto const at = moment_at(clock, today, time);
        if (at + base::hour < base::time_of(item.id.value)) continue;  // before it was begun
        if (std::ranges::none_of(taken, [&](Dose const& dose) { return dose.due_at == at; })) onto.push_back({item, at, at + base::hour < read.now});
    }
}

}  // namespace

bool is_date(std::string_view text) {
    auto const day = text.size() == 10 ? base::parse_iso8601(text) : std::nullopt;
    return day && base::iso8601(*day).substr(0, 10) == text && text >= "1900" && text < "2200";
}

std::optional<int> minute_of(std::string_view clock) {
    auto const digit = [&](std::size_t i) { return clock[i] >= '0' && clock[i] <= '9'; };
    if (clock.size() != 5 || clock[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
    auto const hour = (clock[0] - '0') * 10 + clock[1] - '0', minute = (clock[3] - '0') * 10 + clock[4] - '0';
    if (hour > 23 || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

html::Words clock_of(db::Read& read, AccountId patient) {
    http::Locale locale;
    locale.zone = accounts::place(read, patient).zone;
    return html::Words(locale);
}

std::string local_date(html::Words const& clock, base::Time moment) { return clock.local(moment).substr(0, 10); }

base::Time moment_at(html::Words const& clock, std::string_view date, std::string_view time) { return clock.moment(std::string(date) + 'T' + std::string(time)).value_or(0); }

std::vector<Due> due(db::Read& read, Plan const& plan, std::vector<Item> const& all, std::vector<Response> const& answers, std::vector<Measurement> const& values) {
    std::vector<Due> made;
    if (plan.status != PlanStatus::active) return made;
    auto const clock = clock_of(read, plan.patient);
    auto const today = local_date(clock, read.now);
    for (auto const& item : all) {
        if (item.done || item.kind == Kind::goal) continue;
        if (item.kind == Kind::medicine) {
            add_doses(read, clock, item, made);
            continue;
        }
        bool const repeats = item.every_days > 0;
        auto const last = !repeats ? 0 : item.kind == Kind::check_in ? last_of(answers, &Response::questionnaire, item.link) : last_of(values, &Measurement::measure, item.link);
        if (last && days_between(clock, last, read.now) < item.every_days) continue;
        if (!repeats && !item.due.empty() && item.due > today) continue;
        made.push_back({item, 0, (!item.due.empty() && item.due < today) || (last && days_between(clock, last, read.now) > item.every_days)});
    }
    // What has a time of its own by it, then what is late, then the rest in the order of the plan.
    std::ranges::sort(made, {}, [](Due const& each) { return std::tuple(each.at ? 1 : each.late ? 0 : 2, each.at, each.item.id); });
    return made;
}

// Moments in the past are left out by the reminders themselves; `laid_at` says when the days ahead need their own.
void lay(db::Write& write, Plan const& plan, Item const& item) {
    if (item.kind != Kind::medicine) return;
    std::vector<base::Time> moments;
    if (!item.done && plan.status == PlanStatus::active) {
        auto const clock = clock_of(write, plan.patient);
        auto const first = base::parse_iso8601(local_date(clock, write.now)).value_or(write.now);
        for (int ahead = 0; ahead <= laid_days; ++ahead) {
            auto const date = base::iso8601(day_after(first, ahead)).substr(0, 10);
            for (auto const& time : item.times)
                if (auto const at = moment_at(clock, date, time); at > write.now) moments.push_back(at);
        }
    }
    reminders::set(write, plan.patient, "medication", item.id.text(), moments);
    write.run(sql::set_laid, {item.id, write.now});
}

void lay_all_of(db::Write& write, Plan const& plan) {
    for (auto const& each : items_of(write, key_of(write, plan.id), plan.id)) lay(write, plan, each);
}

void reminders_cleared(db::Write& write, Plan const& plan, ItemId item) { reminders::clear(write, plan.patient, "medication", item.text()); }

void clear_reminders(db::Write& write, Plan const& plan) {
    for (auto const& each : write.rows(sql::item_ids, {plan.id}, [](db::Row const& row) { return row.id<ItemId>(0); })) reminders_cleared(write, plan, each);
}

void lay_medicines(db::Write& write) {
    struct Waiting { ItemId item; PlanId plan; };
    auto const all = write.rows(sql::items_to_lay, {-1, 0, write.now - laid_again_after, laid_at_once}, [](db::Row const& row) { return Waiting{row.id<ItemId>(0), row.id<PlanId>(1)}; });
    for (auto const& each : all) {
        auto const plan = stored(write, each.plan);
        auto const item = stored_item(write, each.item);
        if (plan && item) lay(write, plan->plan, *item);
        else write.run(sql::set_laid, {each.item, write.now});  // its key is gone: it is not looked at again before tomorrow
    }
}

// Lock screens and letters are read by others: no word of what it is stands there.
void add_reminders() {
    reminders::tell_with("medication", [](db::Write& write, html::Words const& words, reminders::Reminder const& reminder) -> std::optional<reminders::Said> {
        auto const id = base::parse<ItemId>(reminder.about);
        auto const item = id ? stored_item(write, *id) : std::nullopt;
        auto const plan = item ? stored(write, item->plan) : std::nullopt;
        if (!plan || item->done || plan->plan.status != PlanStatus::active || plan->plan.patient != reminder.person) return std::nullopt;
        for (auto const& dose : doses(write, *item, reminder.at))
            if (dose.due_at == reminder.at) return std::nullopt;
        auto const said = words("You have a reminder.");
        return reminders::Said{.push = said, .subject = said, .text = said + "\n\n" + html::absolute(address_of(item->plan)), .address = address_of(item->plan)};
    });
}

bool hides(db::Read& read, AccountId reader, Plan const& plan, Measure const& measure) {
    if (!measure.shielded || reader != plan.patient) return false;
    if (plan.hides_numbers) return true;
    auto const on = filters::shields_of(read, reader);
    return std::ranges::find(on, measure.code == "calories" ? "calories" : "weights") != on.end();
}

}  // namespace plans
