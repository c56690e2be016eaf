// Appointments: when care is to be had, who has it, and what became of it. FHIR R4 Schedule, Slot and Appointment.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "directory/directory.hpp"
#include "html/html.hpp"
#include "http/hub.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace appointments {

using base::AccountId;
using directory::LocationId, directory::ServiceId, directory::StaffId;
using ScheduleId = base::Id<struct ScheduleTag>;
using SlotId = base::Id<struct SlotTag>;
using AppointmentId = base::Id<struct AppointmentTag>;

extern db::Schema const schema;

enum class Mode { in_person, video, phone };
std::string_view text_of(Mode);
std::optional<Mode> mode_of(std::string_view);

// When somebody (or a service as a whole: staff 0) sees people at one place. Times are those of the place's clocks.
struct Schedule {
    ScheduleId id;
    AccountId organization;
    LocationId location;
    ServiceId service;                            // 0: any of the place
    StaffId staff;                                // 0: whoever is there (a vaccination line)
    std::string name;                             // what people read: "Dr. Okafor", "Flu vaccination"
    std::string zone;                             // IANA; the place's unless said otherwise
    std::vector<directory::Hours> weekly;         // recurring availability
    std::vector<directory::Exception> exceptions; // a date with hours of its own; without hours: nobody is there
    std::string from, until;                      // dates, YYYY-MM-DD; "" for no end
    int minutes = 20;                             // of a slot, 5 to 480
    int before = 0, after = 0;                    // buffers round each appointment, minutes
    int places = 1;                               // people at once (a group, a vaccination line)
    std::int64_t lead_minutes = 60;               // not booked later than so long before
    std::int64_t ahead_days = 60;                 // published so far ahead, at most 366
    std::int64_t cancel_minutes = 1440;           // cancelled or moved by the patient until so long before
    std::vector<Mode> modes{Mode::in_person};
    std::string video_address;                    // of the room; told to who booked only
    std::string instructions;                     // what to bring
    bool needs_phone = false;
    bool active = true;
    bool part2 = false;                           // 42 CFR Part 2: see records::is_part2
    base::Time updated_at = 0;
};
// An editor's. Refused with the field: hours that overlap, the same practitioner elsewhere at that time (by staff or account),
// an impossible local time, a zone nobody knows, a video schedule without address...
base::Result<Schedule> add(db::Write&, AccountId by, Schedule const&);
base::Result<Schedule> change(db::Write&, AccountId by, Schedule const&);   // free slots are laid anew, booked ones stay
std::optional<Schedule> find(db::Read&, ScheduleId);
std::vector<Schedule> schedules_of(db::Read&, LocationId);                  // active ones
std::vector<Schedule> all_schedules_of(db::Read&, AccountId organization);
std::vector<Schedule> list_schedules(db::Read&, ScheduleId after, int limit);  // active ones everywhere, in the order of ids

// Slots are laid ahead by a job and with each change of their schedule.
enum class State { free, held, busy, blocked };                            // FHIR: free, busy-tentative, busy, busy-unavailable
std::string_view text_of(State);                                           // FHIR's words
struct Slot { SlotId id; ScheduleId schedule; base::Time start = 0, end = 0; State state = State::free; int taken = 0; base::Time updated_at = 0; };
std::optional<Slot> find_slot(db::Read&, SlotId);
// Free ones that may be booked now, soonest first. `after`: the last one of the page before.
std::vector<Slot> free_slots(db::Read&, ScheduleId, base::Time from, base::Time to, int limit, SlotId after = {});
std::vector<Slot> slots_of(db::Read&, ScheduleId, base::Time from, base::Time to, int limit, SlotId after = {});  // of every state
// Across places: the soonest of each schedule that fits. The place is found as in directory::Question.
struct Search { std::string specialty; std::optional<areas::Point> near; double within = 25; base::Time from = 0, to = 0; std::optional<Mode> mode; std::string language; int limit = 20; };
struct Offer { Slot slot; Schedule schedule; double distance = -1; };
std::vector<Offer> search(db::Read&, Search const&);
void lay(db::Write&, ScheduleId);      // up to ahead_days from now

// FHIR R4 Appointment.status
enum class Status { booked, arrived, fulfilled, cancelled, noshow };
std::string_view text_of(Status);
std::optional<Status> status_of(std::string_view);
struct Appointment {
    AppointmentId id;
    SlotId slot;
    ScheduleId schedule;
    AccountId patient;
    AccountId organization;
    LocationId location;
    base::Time start = 0, end = 0;
    Mode mode = Mode::in_person;
    Status status = Status::booked;
    std::string reason, phone;          // sealed at rest; empty for who may not read it
    std::int64_t sequence = 0;          // iCalendar: grows with each move
    AccountId cancelled_by;
    std::string cancelled_for;          // sealed at rest
    bool confirmed = false;             // by the patient, from a reminder
    base::Time created_at = 0, updated_at = 0;
};
struct Wanted { SlotId slot; Mode mode = Mode::in_person; std::string reason, phone; };
inline constexpr base::Time hold_lasts = 10LL * 60 * 1000;
// A slot is kept for one person while they fill in the form; it comes back by itself. Refused (conflict) when somebody has it.
base::Result<Slot> hold(db::Write&, AccountId person, SlotId);
base::Result<base::Done> let_go(db::Write&, AccountId person, SlotId);
// Refused: taken (conflict), in the past or too soon, the person has something else then (conflict, says what time), a mode
// the schedule does not have. A key (Idempotency-Key) twice is one booking.
base::Result<Appointment> book(db::Write&, AccountId person, Wanted const&, std::string_view key = {});
base::Result<Appointment> reschedule(db::Write&, AccountId by, AppointmentId, SlotId);      // the patient until the limit, or a responder
base::Result<Appointment> cancel(db::Write&, AccountId by, AppointmentId, std::string_view why = {});
base::Result<Appointment> confirm(db::Write&, AccountId patient, AppointmentId);            // "I will come"
// By a responder of the organization: arrived, fulfilled (gives the review token), noshow. Not before it began (arrived: an hour).
base::Result<Appointment> mark(db::Write&, AccountId by, AppointmentId, Status);
// The patient's own, or of the organization for its responders; others find nothing.
std::optional<Appointment> find(db::Read&, AccountId reader, AppointmentId);
std::vector<Appointment> of_patient(db::Read&, AccountId patient, bool upcoming, AppointmentId after, int limit);
std::vector<Appointment> of_organization(db::Read&, AccountId organization, base::Time from, base::Time to, AppointmentId after, int limit);  // by start; without sealed words
std::vector<AccountId> patients_of(db::Read&, AccountId organization, AccountId after, int limit);  // who ever had one
bool is_patient_of(db::Read&, AccountId organization, AccountId person);
std::vector<AccountId> not_seen_since(db::Read&, AccountId organization, base::Time before, int limit);  // whose last one was before, longest ago first

// Who would like an earlier one. A slot that comes free is held for the first whose wish it fits, for two hours, then the next.
using WaitId = base::Id<struct WaitTag>;
struct Wait { WaitId id; AccountId patient; ScheduleId schedule; base::Time from = 0, to = 0; base::Time created_at = 0; SlotId offered; base::Time offered_until = 0; };
inline constexpr base::Time offer_lasts = 2LL * 3600 * 1000;
base::Result<Wait> wait_for(db::Write&, AccountId patient, ScheduleId, base::Time from, base::Time to);
base::Result<base::Done> stop_waiting(db::Write&, AccountId patient, WaitId);
base::Result<Appointment> take_offer(db::Write&, AccountId patient, WaitId, Wanted const&);
std::vector<Wait> waits_of(db::Read&, AccountId patient);
std::vector<Wait> waits_for(db::Read&, ScheduleId);   // in their order

void sweep(db::Write&);                               // each minute: holds and offers that ended

struct Changed { static constexpr std::string_view kind = "appointments.changed"; AppointmentId appointment; };
struct SlotChanged { static constexpr std::string_view kind = "appointments.slot_changed"; ScheduleId schedule; SlotId slot; };

void hear(db::Write&, base::Event const&);            // for db::Database::on_emit: who is reminded otherwise from now on
void add_reminders();                                 // words of reminders, the calendar, links in letters: while the site starts
void tell_open_pages(bus::Bus&, db::Database&, http::Hub&);
// /care/:id/book, /slots, /appointments, /waits, /organizations/:username/{schedules,appointments}
void add_pages(http::Router::Section pages, db::Database&);
void add_api(http::Router::Section, db::Database&);  // /api/salve/v1/appointments and beside it: docs/api/appointments.md
void add_jobs(jobs::Runner&, db::Database&);
void add_export();
void forget_account(db::Write&, AccountId);

}  // namespace appointments
