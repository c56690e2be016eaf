// Booking: one place for one person, moved and cancelled by the rules of its schedule, and what became of it.
#include "appointments/inside.hpp"
#include "appointments/queries.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "html/html.hpp"
#include "records/records.hpp"
#include <algorithm>
#include <limits>

namespace appointments {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

constexpr std::string_view statuses[] = {"booked", "arrived", "fulfilled", "cancelled", "noshow"};
constexpr int longest_reason = 1000, longest_phone = 40;

Result<std::string> text_in(std::string_view field, std::string_view typed, int longest) {
    if (typed.size() > static_cast<std::size_t>(longest) * 16) return refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    if (!base::is_utf8(typed)) return refuse_field(std::string(field), "ERR_INVALID", "This text cannot be read.");
    auto text = base::trim(base::normalize(typed));
    if (base::graphemes(text) > longest) return refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    return text;
}

std::string about(std::string_view column, AppointmentId id) { return "appointment." + std::string(column) + "." + id.text() + ".1"; }

struct Sealed { std::string reason, phone, why; };
struct Row { Appointment appointment; Sealed sealed; };
Row row_of(db::Row const& row) {
    Appointment made{.id = row.id<AppointmentId>(0), .slot = row.id<SlotId>(1), .schedule = row.id<ScheduleId>(2), .patient = row.id<AccountId>(3), .organization = row.id<AccountId>(4), .location = row.id<LocationId>(5),
                     .start = row.integer(6), .end = row.integer(7), .mode = static_cast<Mode>(row.integer(8)), .status = static_cast<Status>(row.integer(9)), .reason = {}, .phone = {}, .sequence = row.integer(10),
                     .cancelled_by = row.id<AccountId>(11), .cancelled_for = {}, .confirmed = row.boolean(12), .created_at = row.integer(13), .updated_at = row.integer(14)};
    return {std::move(made), {row.text(15), row.text(16), row.text(17)}};
}
Appointment bare(db::Row const& row) { return row_of(row).appointment; }

std::string seal(db::Write& write, AccountId patient, std::string_view plain, std::string const& what) {
    if (plain.empty()) return {};
    auto const key = records::key(write, records::key_of_person(write, patient));
    if (!key) throw std::runtime_error("the key of a person's records cannot be opened: is the key file another one?");
    return key->seal(plain, what);
}

void open(db::Read& read, Row& row) {
    auto const id = records::known_key_of_person(read, row.appointment.patient);
    auto const key = id ? records::key(read, *id) : std::nullopt;
    if (!key) return;
    row.appointment.reason = key->open(row.sealed.reason, about("reason", row.appointment.id)).value_or("");
    row.appointment.phone = key->open(row.sealed.phone, about("phone", row.appointment.id)).value_or("");
    row.appointment.cancelled_for = key->open(row.sealed.why, about("why", row.appointment.id)).value_or("");
}

void note(db::Write& write, AccountId by, Appointment const& appointment, records::Action action) {
    records::note(write, {.person = by, .organization = by == appointment.patient ? AccountId{} : appointment.organization, .patient = appointment.patient, .action = action, .what = "appointment", .about = appointment.id.text()});
}

// The patient has nothing else then, and neither has who sees them.
Result<Done> check_free(db::Write& write, AccountId patient, Schedule const& schedule, Slot const& slot, AppointmentId moving = {}) {
    if (auto const other = write.one(sql::at_that_time, {patient, slot.start, slot.end, moving}, [](db::Row const& row) { return row.integer(0); }))
        return refuse(Why::conflict, "You have another appointment at that time.");
    auto const practitioner = write.number(sql::practitioner_of, {schedule.id});
    auto const from = slot.start - schedule.before * base::minute, to = slot.end + schedule.after * base::minute;
    if (practitioner && write.number(sql::practitioner_busy, {practitioner, from, to, slot.id})) return refuse(Why::conflict, "They see somebody else at that time, at another place.");
    return Done{};
}

struct Chosen { Slot slot; Schedule schedule; };
Result<Chosen> chosen(db::Write& write, SlotId id, bool by_patient) {
    auto const slot = find_slot(write, id);
    auto const schedule = slot ? find(write, slot->schedule) : std::nullopt;
    if (!schedule) return refuse(Why::not_found, "There is no such time.");
    if (slot->start <= write.now) return refuse_field("slot", "ERR_INVALID", "This time is past.");
    if (by_patient && !is_bookable(*schedule, *slot, write.now)) return refuse_field("slot", "ERR_INVALID", "This time is too soon to be booked here.");
    return Chosen{*slot, *schedule};
}

Result<Done> check_limit(db::Read& read, Appointment const& appointment) {
    auto const schedule = find(read, appointment.schedule);
    if (appointment.start - schedule->cancel_minutes * base::minute <= read.now) return refuse(Why::conflict, "It is too late to change this here. Please call.");
    return Done{};
}

// By the patient, or by a responder; to others it is not there.
Result<Appointment> for_either(db::Read& read, AccountId by, AppointmentId id) {
    auto const found = find_unchecked(read, id);
    if (found && found->patient == by) return *found;
    return for_team(read, by, id);
}

}  // namespace

std::string_view text_of(Status status) { return statuses[static_cast<int>(status)]; }
std::optional<Status> status_of(std::string_view text) {
    auto const found = std::ranges::find(statuses, text);
    if (found == std::end(statuses)) return std::nullopt;
    return static_cast<Status>(found - std::begin(statuses));
}

base::Refusal not_there() { return {Why::not_found, "There is no such appointment.", {}}; }

std::optional<Appointment> find_unchecked(db::Read& read, AppointmentId id) {
    auto found = read.one(sql::find_appointment, {id}, row_of);
    if (!found) return std::nullopt;
    open(read, *found);
    return found->appointment;
}

Result<Appointment> for_team(db::Read& read, AccountId by, AppointmentId id) {
    auto const found = find_unchecked(read, id);
    if (!found || !by) return std::unexpected(not_there());
    if (!teams::role_in(read, found->organization, by)) return std::unexpected(not_there());
    TRY(teams::allow(read, found->organization, by, teams::Role::responder));
    return *found;
}

std::optional<Appointment> find(db::Read& read, AccountId reader, AppointmentId id) {
    auto found = for_either(read, reader, id);
    return found ? std::optional(*found) : std::nullopt;
}

Result<Appointment> book(db::Write& write, AccountId person, Wanted const& wanted, std::string_view key) {
    if (auto const known = write.one(sql::find_by_key, {person, key}, [](db::Row const& row) { return row.id<AppointmentId>(0); })) return *find_unchecked(write, *known);
    auto const [slot, schedule] = TRY(chosen(write, wanted.slot, true));
    auto const account = accounts::find(write, person);
    if (!account || account->is_organization()) return refuse(Why::forbidden, "An organization cannot be a patient.");
    if (std::ranges::find(schedule.modes, wanted.mode) == schedule.modes.end()) return refuse_field("mode", "ERR_INVALID", "Choose how you want to be seen.");
    auto const reason = TRY(text_in("reason", wanted.reason, longest_reason)), phone = TRY(text_in("phone", wanted.phone, longest_phone));
    if (phone.empty() && (schedule.needs_phone || wanted.mode == Mode::phone)) return refuse_field("phone", "ERR_BLANK", "Write the number where you can be reached.");
    TRY(check_free(write, person, schedule, slot));
    TRY(take_place(write, person, slot.id));
    auto const id = write.new_id<AppointmentId>();
    write.run(sql::insert_appointment, {id, slot.id, schedule.id, person, schedule.organization, schedule.location, slot.start, slot.end, static_cast<std::int64_t>(wanted.mode), seal(write, person, reason, about("reason", id)),
                                        seal(write, person, phone, about("phone", id)), key, write.now});
    auto const made = *find_unchecked(write, id);
    note(write, person, made, records::Action::create);
    write.emit(Changed{id});
    tell_booked(write, made);
    return made;
}

Result<Appointment> reschedule(db::Write& write, AccountId by, AppointmentId id, SlotId to) {
    auto const before = TRY(for_either(write, by, id));
    bool const by_patient = before.patient == by;
    if (before.status != Status::booked) return refuse(Why::conflict, "This appointment cannot be moved any more.");
    if (by_patient) TRY(check_limit(write, before));
    auto const [slot, schedule] = TRY(chosen(write, to, by_patient));
    if (schedule.organization != before.organization) return refuse_field("slot", "ERR_INVALID", "Choose a time of the same organization.");
    if (slot.id == before.slot) return before;
    if (std::ranges::find(schedule.modes, before.mode) == schedule.modes.end()) return refuse_field("slot", "ERR_INVALID", "You cannot be seen that way then.");
    TRY(check_free(write, before.patient, schedule, slot, id));
    TRY(take_place(write, before.patient, slot.id));
    write.run(sql::move_appointment, {id, slot.id, schedule.id, slot.start, slot.end, write.now});
    give_back(write, before.slot);
    auto const made = *find_unchecked(write, id);
    note(write, by, made, records::Action::update);
    write.emit(Changed{id});
    tell_moved(write, made);
    return made;
}

Result<Appointment> cancel(db::Write& write, AccountId by, AppointmentId id, std::string_view why) {
    auto const before = TRY(for_either(write, by, id));
    if (before.status == Status::cancelled) return before;
    if (before.status != Status::booked) return refuse(Why::conflict, "This appointment cannot be cancelled any more.");
    if (before.patient == by) TRY(check_limit(write, before));
    auto const reason = TRY(text_in("why", why, longest_reason));
    write.run(sql::cancel_appointment, {id, by, seal(write, before.patient, reason, about("why", id)), write.now});
    give_back(write, before.slot);
    auto const made = *find_unchecked(write, id);
    note(write, by, made, records::Action::update);
    write.emit(Changed{id});
    tell_cancelled(write, made);
    return made;
}

Result<Appointment> confirm(db::Write& write, AccountId patient, AppointmentId id) {
    auto const found = find_unchecked(write, id);
    if (!found || found->patient != patient) return std::unexpected(not_there());
    if (found->status != Status::booked) return refuse(Why::conflict, "This appointment does not take place.");
    write.run(sql::confirm_appointment, {id, write.now});
    note(write, patient, *found, records::Action::update);
    write.emit(Changed{id});
    return *find_unchecked(write, id);
}

Result<Appointment> mark(db::Write& write, AccountId by, AppointmentId id, Status status) {
    auto const before = TRY(for_team(write, by, id));
    if (before.status == status) return before;
    bool const open = before.status == Status::booked || before.status == Status::arrived;
    if (status == Status::booked || status == Status::cancelled || !open) return refuse_field("status", "ERR_INVALID", "It cannot become that any more.");
    auto const early = status == Status::arrived ? before.start - base::hour : before.start;
    if (write.now < early) return refuse_field("status", "ERR_INVALID", "It did not begin yet.");
    write.run(sql::set_status, {id, static_cast<std::int64_t>(status), write.now});
    auto const made = *find_unchecked(write, id);
    note(write, by, made, records::Action::update);
    teams::record(write, made.organization, by, "appointments." + std::string(text_of(status)), id.text());
    write.emit(Changed{id});
    stop_reminding(write, made);
    if (status == Status::fulfilled) tell_fulfilled(write, made);
    return made;
}

std::vector<Appointment> of_patient(db::Read& read, AccountId patient, bool upcoming, AppointmentId after, int limit) {
    auto const last = after ? find_unchecked(read, after) : std::nullopt;
    if (upcoming) return read.rows(sql::coming_of_patient, {patient, read.now, last ? last->start : 0, last ? last->id.value : 0, limit}, bare);
    constexpr auto end = std::numeric_limits<std::int64_t>::max();
    return read.rows(sql::past_of_patient, {patient, read.now, last ? last->start : end, last ? last->id.value : end, limit}, bare);
}

std::vector<Appointment> of_organization(db::Read& read, AccountId organization, base::Time from, base::Time to, AppointmentId after, int limit) {
    auto const last = after ? find_unchecked(read, after) : std::nullopt;
    return read.rows(sql::of_organization, {organization, from, to, last ? last->start : 0, last ? last->id.value : 0, limit}, bare);
}

std::vector<AccountId> not_seen_since(db::Read& read, AccountId organization, base::Time before, int limit) {
    return read.rows(sql::not_seen_since, {organization, before, limit}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

std::vector<AccountId> patients_of(db::Read& read, AccountId organization, AccountId after, int limit) {
    return read.rows(sql::patients_of, {organization, after, limit}, [](db::Row const& row) { return row.id<AccountId>(0); });
}
bool is_patient_of(db::Read& read, AccountId organization, AccountId person) { return read.number(sql::is_patient, {organization, person}) > 0; }

}  // namespace appointments
