// Slots: which are free, and who keeps one while they make up their mind.
#include "appointments/inside.hpp"
#include "appointments/queries.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <cmath>
#include <map>

namespace appointments {

using base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

constexpr std::string_view states[] = {"free", "busy-tentative", "busy", "busy-unavailable"};
constexpr int most_places = 500;  // that one search looks at

struct Soonest { ScheduleId schedule; base::Time start = 0; };
Soonest soonest_of(db::Row const& row) { return {row.id<ScheduleId>(0), row.integer(1)}; }

std::string pattern(std::optional<Mode> mode) { return mode ? "%," + std::string(text_of(*mode)) + ",%" : std::string(); }

// The places around, with how far they are.
std::map<std::int64_t, double> places_near(db::Read& read, Search const& asked) {
    std::map<std::int64_t, double> made;
    directory::Question question{.specialty = {}, .language = asked.language, .near = asked.near, .within = asked.within, .order = asked.near ? directory::Order::distance : directory::Order::best, .limit = most_places};
    for (auto const& each : directory::search(read, question).found) made.emplace(each.location.id.value, each.distance);
    return made;
}

// A patient's other holds go: one form at a time.
void let_others_go(db::Write& write, AccountId person, SlotId kept) {
    for (auto const slot : write.rows(sql::holds_by, {person, kept}, [](db::Row const& row) { return row.id<SlotId>(0); })) (void)let_go(write, person, slot);
}

}  // namespace

std::string_view text_of(State state) { return states[static_cast<int>(state)]; }

Slot slot_of(db::Row const& row) {
    return {row.id<SlotId>(0), row.id<ScheduleId>(1), row.integer(2), row.integer(3), static_cast<State>(row.integer(4)), static_cast<int>(row.integer(5)), row.integer(6)};
}

std::optional<Slot> find_slot(db::Read& read, SlotId id) { return read.one(sql::find_slot, {id}, slot_of); }

bool is_bookable(Schedule const& schedule, Slot const& slot, base::Time now) {
    return schedule.active && slot.start > now && slot.start >= now + schedule.lead_minutes * base::minute;
}

std::vector<Slot> free_slots(db::Read& read, ScheduleId id, base::Time from, base::Time to, int limit, SlotId after) {
    auto const schedule = find(read, id);
    if (!schedule || !schedule->active) return {};
    auto const last = after ? find_slot(read, after) : std::nullopt;
    auto const soonest = std::max(from, read.now + std::max<std::int64_t>(schedule->lead_minutes * base::minute, 1));
    return read.rows(sql::free_slots, {id, soonest, to, last ? last->start : 0, limit}, slot_of);
}

std::vector<Slot> slots_of(db::Read& read, ScheduleId id, base::Time from, base::Time to, int limit, SlotId after) {
    auto const last = after ? find_slot(read, after) : std::nullopt;
    return read.rows(sql::slots_of, {id, from, to, last ? last->start : 0, limit}, slot_of);
}

std::vector<Offer> search(db::Read& read, Search const& asked) {
    auto const from = std::max(asked.from, read.now + 1), to = asked.to ? asked.to : read.now + 366 * base::day;
    auto const mode = pattern(asked.mode);
    bool const by_place = asked.near || !asked.language.empty() || asked.specialty.empty();
    auto const near = by_place ? places_near(read, asked) : std::map<std::int64_t, double>();
    std::vector<Soonest> found;
    if (by_place) {
        db::List places;
        for (auto const& [id, distance] : near) places.push_back(id);
        if (!places.empty()) found = read.rows(sql::soonest_at_places, {places, from, to, read.now, mode, asked.specialty.empty() ? asked.limit : most_places}, soonest_of);
    } else {
        found = read.rows(sql::soonest_by_specialty, {asked.specialty, from, to, read.now, mode, asked.limit}, soonest_of);
    }
    std::vector<Offer> made;
    for (auto const& each : found) {
        if (std::ssize(made) == asked.limit) break;
        if (by_place && !asked.specialty.empty() && !read.number(sql::is_of_specialty, {each.schedule, asked.specialty})) continue;
        auto schedule = find(read, each.schedule);
        auto slot = read.one(sql::slot_at, {each.schedule, each.start}, slot_of);
        auto const place = near.find(schedule->location.value);
        made.push_back({*slot, std::move(*schedule), place == near.end() ? -1 : place->second});
    }
    return made;
}

base::Time held_until(db::Read& read, SlotId id, AccountId person) {
    auto const until = read.number(sql::hold_of, {id, person});
    return until > read.now ? until : 0;
}

void settle(db::Write& write, ScheduleId schedule, SlotId id) {
    write.run(sql::settle_slot, {id, write.now});
    write.emit(SlotChanged{schedule, id});
}

Result<Slot> hold(db::Write& write, AccountId person, SlotId id) {
    auto const slot = find_slot(write, id);
    auto const schedule = slot ? find(write, slot->schedule) : std::nullopt;
    if (!schedule) return refuse(Why::not_found, "There is no such time.");
    if (slot->start <= write.now) return refuse_field("slot", "ERR_INVALID", "This time is past.");
    if (!is_bookable(*schedule, *slot, write.now)) return refuse_field("slot", "ERR_INVALID", "This time is too soon to be booked here.");
    let_others_go(write, person, id);
    auto const room = write.number(sql::slot_room, {id}) - write.number(sql::others_hold, {id, person});
    if (room <= 0) return refuse(Why::conflict, "Somebody else has this time. Please choose another.");
    write.run(sql::put_hold, {id, person, write.now + hold_lasts, std::int64_t{0}});
    settle(write, schedule->id, id);
    return *find_slot(write, id);
}

Result<base::Done> let_go(db::Write& write, AccountId person, SlotId id) {
    auto const slot = find_slot(write, id);
    if (!slot || !write.run(sql::delete_hold, {id, person})) return base::Done{};
    settle(write, slot->schedule, id);
    if (auto const schedule = find(write, slot->schedule)) offer_free(write, *schedule, *find_slot(write, id));
    return base::Done{};
}

Result<Slot> take_place(db::Write& write, AccountId person, SlotId id) {
    if (write.number(sql::slot_room, {id}) - write.number(sql::others_hold, {id, person}) <= 0 || !write.run(sql::take_place, {id, write.now}))
        return refuse(Why::conflict, "Somebody else has this time. Please choose another.");
    write.run(sql::delete_hold, {id, person});
    auto const slot = *find_slot(write, id);
    settle(write, slot.schedule, id);
    return slot;
}

void give_back(db::Write& write, SlotId id) {
    write.run(sql::give_place_back, {id, write.now});
    auto const slot = *find_slot(write, id);
    settle(write, slot.schedule, id);
    if (auto const schedule = find(write, slot.schedule)) offer_free(write, *schedule, *find_slot(write, id));
}

}  // namespace appointments
