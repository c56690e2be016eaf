// The waiting list: what comes free is kept for the first whose wish it fits, for two hours, then for the next.
#include "appointments/inside.hpp"
#include "appointments/queries.hpp"
#include "base/time.hpp"
#include "records/records.hpp"
#include <algorithm>

namespace appointments {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

base::Refusal no_wait() { return {Why::not_found, "You do not wait for this.", {}}; }

Result<Wait> own(db::Read& read, AccountId patient, WaitId id) {
    auto const found = read.one(sql::find_wait, {id}, wait_of);
    if (!found || found->patient != patient) return std::unexpected(no_wait());
    return *found;
}

// What was kept for somebody is kept for the next.
void pass_on(db::Write& write, Wait const& wait) {
    auto const slot = wait.offered;
    write.run(sql::delete_hold, {slot, wait.patient});
    write.run(sql::offer, {wait.id, std::int64_t{0}, std::int64_t{0}});
    write.run(sql::put_declined, {wait.id, slot});
    settle(write, wait.schedule, slot);
    if (auto const schedule = find(write, wait.schedule)) offer_free(write, *schedule, *find_slot(write, slot));
}

void remove(db::Write& write, Wait const& wait) {
    write.run(sql::delete_declined, {wait.id});
    write.run(sql::delete_wait, {wait.id});
}

}  // namespace

Wait wait_of(db::Row const& row) {
    return {row.id<WaitId>(0), row.id<AccountId>(1), row.id<ScheduleId>(2), row.integer(3), row.integer(4), row.integer(5), row.id<SlotId>(6), row.integer(7)};
}

Result<Wait> wait_for(db::Write& write, AccountId patient, ScheduleId id, base::Time from, base::Time to) {
    auto const schedule = find(write, id);
    if (!schedule || !schedule->active) return refuse(Why::not_found, "There is no such schedule.");
    if (to <= write.now || to < from) return refuse_field("to", "ERR_INVALID", "Choose a day to come.");
    if (to > write.now + 366 * base::day) return refuse_field("to", "ERR_INVALID", "Choose a day within a year.");
    if (write.one(sql::wait_of_for, {patient, id}, wait_of)) return refuse(Why::conflict, "You wait for this already.");
    auto const made = write.new_id<WaitId>();
    write.run(sql::insert_wait, {made, patient, id, from, to, write.now});
    return *write.one(sql::find_wait, {made}, wait_of);
}

Result<Done> stop_waiting(db::Write& write, AccountId patient, WaitId id) {
    auto const wait = TRY(own(write, patient, id));
    if (wait.offered) pass_on(write, wait);
    remove(write, wait);
    return Done{};
}

Result<Appointment> take_offer(db::Write& write, AccountId patient, WaitId id, Wanted const& typed) {
    auto const wait = TRY(own(write, patient, id));
    if (!wait.offered || wait.offered_until <= write.now) return refuse(Why::conflict, "This offer is over. You still wait.");
    auto wanted = typed;
    auto const schedule = *find(write, wait.schedule);
    wanted.slot = wait.offered;
    if (std::ranges::find(schedule.modes, wanted.mode) == schedule.modes.end()) wanted.mode = schedule.modes.front();
    if (wanted.phone.empty()) wanted.phone = records::particulars(write, patient).phone;
    auto const made = TRY(book(write, patient, wanted));
    remove(write, wait);
    return made;
}

std::vector<Wait> waits_of(db::Read& read, AccountId patient) { return read.rows(sql::waits_of, {patient}, wait_of); }
std::vector<Wait> waits_for(db::Read& read, ScheduleId schedule) { return read.rows(sql::waits_for, {schedule}, wait_of); }

void offer_free(db::Write& write, Schedule const& schedule, Slot const& slot) {
    if (slot.state != State::free || !is_bookable(schedule, slot, write.now)) return;
    auto wait = write.one(sql::next_wait, {schedule.id, slot.start, slot.id}, wait_of);
    if (!wait) return;
    wait->offered = slot.id;
    wait->offered_until = std::min(write.now + offer_lasts, slot.start - schedule.lead_minutes * base::minute);
    write.run(sql::put_hold, {slot.id, wait->patient, wait->offered_until, wait->id});
    write.run(sql::offer, {wait->id, slot.id, wait->offered_until});
    settle(write, schedule.id, slot.id);
    tell_offer(write, *wait, slot);
}

void sweep(db::Write& write) {
    struct Ended { SlotId slot; AccountId person; WaitId wait; };
    for (auto const& each : write.rows(sql::ended_holds, {write.now}, [](db::Row const& row) { return Ended{row.id<SlotId>(0), row.id<AccountId>(1), row.id<WaitId>(2)}; })) {
        if (auto const wait = each.wait ? write.one(sql::find_wait, {each.wait}, wait_of) : std::nullopt) pass_on(write, *wait);
        else (void)let_go(write, each.person, each.slot);
    }
    for (auto const& each : write.rows(sql::waits_over, {write.now}, wait_of)) remove(write, each);
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    auto const writing = [&database](void (*what)(db::Write&)) {
        return [&database, what] {
            (void)database.write([&](db::Write& write) -> Result<Done> {
                what(write);
                return Done{};
            });
        };
    };
    runner.every("appointments.sweep", base::minute, writing(sweep));
    runner.every("appointments.lay", base::day, [&database] {
        // One schedule a change: nobody who books waits for all of them.
        for (auto const id : database.read([](db::Read& read) { return read.rows(sql::active_schedules, {}, [](db::Row const& row) { return row.id<ScheduleId>(0); }); }))
            (void)database.write([&](db::Write& write) -> Result<Done> {
                lay(write, id);
                return Done{};
            });
    });
}

}  // namespace appointments
