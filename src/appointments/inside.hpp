// What the files of appointments share.
#pragma once
#include "appointments/appointments.hpp"
#include "teams/teams.hpp"

namespace appointments {

struct Span { base::Time start = 0, end = 0; };
// When somebody is there, between two moments; by the clocks of the schedule's zone. Pure.
std::vector<Span> availability(Schedule const&, base::Time from, base::Time to);
// The slots of these, buffers between them. What clocks skip is none; what they show twice is one.
std::vector<Span> laid(Schedule const&, base::Time from, base::Time to);

std::vector<Schedule> schedules_with(db::Read&, std::int64_t practitioner);  // active ones
Slot slot_of(db::Row const&);
Wait wait_of(db::Row const&);

base::Refusal not_there();                                       // "There is no such appointment."
std::optional<Appointment> find_unchecked(db::Read&, AppointmentId);  // with its sealed words opened
base::Result<Appointment> for_team(db::Read&, AccountId by, AppointmentId);
bool is_bookable(Schedule const&, Slot const&, base::Time now);  // by a patient: in time

// A place of a slot: taken when there is one that nobody else is kept; refused otherwise.
base::Result<Slot> take_place(db::Write&, AccountId person, SlotId);
void give_back(db::Write&, SlotId);       // and offers it to who waits
base::Time held_until(db::Read&, SlotId, AccountId person);  // 0: it is not kept for them
void settle(db::Write&, ScheduleId, SlotId);
void offer_free(db::Write&, Schedule const&, Slot const&);

// What is told: reminders, letters with the event, links (telling.cpp).
void tell_booked(db::Write&, Appointment const&);
void tell_moved(db::Write&, Appointment const&);
void tell_cancelled(db::Write&, Appointment const&);
void tell_fulfilled(db::Write&, Appointment const&);
void stop_reminding(db::Write&, Appointment const&);
void tell_offer(db::Write&, Wait const&, Slot const&);
void remind_again(db::Write&, AccountId patient);  // as they chose now
std::string event_text(db::Read&, Appointment const&);  // an iCalendar file, for downloading

}  // namespace appointments
