// What patients are told of their appointments: reminders, letters with the event for their calendar, links that answer.
#include "appointments/queries.hpp"
#include "appointments/showing.hpp"
#include "base/json.hpp"
#include "base/settings.hpp"
#include "base/time.hpp"
#include "mail/mail.hpp"
#include "reminders/reminders.hpp"
#include "reviews/reviews.hpp"

namespace appointments {

using html::Words;

namespace {

constexpr std::string_view kind = "appointment", confirming = "appointment.confirm", cancelling = "appointment.cancel";

std::string address_of(Appointment const& appointment) { return "/appointments/" + appointment.id.text(); }

std::string where(db::Read& read, Words const& words, Appointment const& appointment) {
    auto const schedule = find(read, appointment.schedule);
    if (appointment.mode == Mode::video) return schedule->video_address;
    if (appointment.mode == Mode::phone) return words("By phone: they call you");
    auto const place = directory::find(read, appointment.location);
    auto text = place->name;
    for (auto const& part : {place->street, place->city})
        if (!part.empty()) text += ", " + part;
    return text;
}

// In the clocks of the place: that is where the person will be. By video and phone in their own.
std::string when(db::Read& read, Words const& words, Appointment const& appointment) {
    if (appointment.mode != Mode::in_person) return words.date_time(appointment.start);
    auto const zone = find(read, appointment.schedule)->zone;
    return moment_words(words, zone, appointment.start) + " (" + zone + ")";
}

reminders::Event event_of(db::Read& read, Words const& words, Appointment const& appointment) {
    auto const schedule = find(read, appointment.schedule);
    auto const facts = accounts::login_facts(read, {appointment.patient});
    // A Part 2 program does not name itself in somebody's calendar.
    auto const name = schedule->part2 ? words("Appointment") : schedule->name;
    return {.uid = "appointment-" + appointment.id.text() + "@" + base::site_domain(), .summary = name, .description = schedule->part2 ? std::string() : schedule->instructions,
            .location = schedule->part2 ? std::string() : where(read, words, appointment), .address = html::absolute(address_of(appointment)), .start = appointment.start, .end = appointment.end,
            .changed_at = appointment.updated_at, .sequence = appointment.sequence, .cancelled = appointment.status == Status::cancelled, .organizer = mail::from(),
            .attendee = facts.empty() ? std::string() : facts.front().email};
}

std::string sender_address() {
    auto const& text = mail::from();
    auto const open = text.rfind('<');
    return open == text.npos ? text : text.substr(open + 1, text.find('>', open) - open - 1);
}

std::string event_part(db::Read& read, Words const& words, Appointment const& appointment, std::string_view method) {
    auto event = event_of(read, words, appointment);
    event.organizer = sender_address();
    return reminders::calendar({event}, method);
}

std::vector<std::string> facts_of(db::Read& read, Words const& words, Appointment const& appointment) {
    auto const schedule = find(read, appointment.schedule);
    std::vector<std::string> parts{when(read, words, appointment), schedule->name + "\n" + where(read, words, appointment)};
    if (!schedule->instructions.empty()) parts.push_back(schedule->instructions);
    return parts;
}

void add_answers(db::Write& write, Words const& words, Appointment const& appointment, std::vector<std::string>& parts) {
    auto const schedule = find(write, appointment.schedule);
    auto const limit = appointment.start - schedule->cancel_minutes * base::minute;
    if (!appointment.confirmed) parts.push_back(words("I will come:") + "\n" + reminders::link(write, {appointment.patient, std::string(confirming), appointment.id.text()}, appointment.start));
    if (limit > write.now) parts.push_back(words("I cannot come, cancel it:") + "\n" + reminders::link(write, {appointment.patient, std::string(cancelling), appointment.id.text()}, limit));
    parts.push_back(words("See or move it:") + "\n" + html::absolute(address_of(appointment)));
}

reminders::Said said(db::Write& write, Words const& words, Appointment const& appointment, std::string subject, std::string first, std::string_view method) {
    std::vector<std::string> parts{std::move(first)};
    for (auto& each : facts_of(write, words, appointment)) parts.push_back(std::move(each));
    // Links are for the letter alone.
    if (method == "REQUEST" && reminders::choice(write, appointment.patient).mail) add_answers(write, words, appointment, parts);
    return {.push = words("There is news about something you booked."), .subject = std::move(subject), .text = mail::paragraphs(parts), .address = address_of(appointment),
            .calendar = event_part(write, words, appointment, method), .method = std::string(method)};
}

void remind(db::Write& write, Appointment const& appointment) {
    std::vector<base::Time> at;
    for (auto const minutes : reminders::choice(write, appointment.patient).lead) at.push_back(appointment.start - minutes * base::minute);
    reminders::set(write, appointment.patient, kind, appointment.id.text(), at);
}

std::optional<Appointment> named(db::Read& read, std::string_view about) {
    auto const id = base::parse<AppointmentId>(about);
    return id ? find_unchecked(read, *id) : std::nullopt;
}

std::optional<reminders::Said> reminder_text(db::Write& write, Words const& words, reminders::Reminder const& due) {
    auto const found = named(write, due.about);
    if (!found || found->status != Status::booked || found->start <= write.now) return std::nullopt;
    auto made = said(write, words, *found, words("A reminder from {site}", {{"site", base::site_name()}}), words("You have an appointment:"), "REQUEST");
    made.push = words("You have an appointment soon. Open it here.");
    return made;
}

std::vector<reminders::Event> events(db::Read& read, Words const& words, AccountId person) {
    constexpr int most = 200;
    std::vector<reminders::Event> made;
    for (auto const& each : of_patient(read, person, true, {}, most)) made.push_back(event_of(read, words, each));
    return made;
}

std::string question(db::Read& read, Words const& words, reminders::Once const& once, std::string_view english) {
    auto const found = named(read, once.about);
    return found ? words(english, {{"when", when(read, words, *found)}}) : words("This appointment does not take place.");
}

}  // namespace

void tell_booked(db::Write& write, Appointment const& made) {
    auto const words = reminders::words_for(write, made.patient);
    remind(write, made);
    reminders::tell_now(write, made.patient, said(write, words, made, words("You booked something at {site}", {{"site", base::site_name()}}), words("This is booked for you:"), "REQUEST"), "booked:" + made.id.text(), false);
}

void tell_moved(db::Write& write, Appointment const& made) {
    auto const words = reminders::words_for(write, made.patient);
    remind(write, made);
    reminders::tell_now(write, made.patient, said(write, words, made, words("A new time, at {site}", {{"site", base::site_name()}}), words("Your appointment has a new time:"), "REQUEST"), "moved:" + made.id.text() + ":" + std::to_string(made.sequence));
}

void stop_reminding(db::Write& write, Appointment const& over) { reminders::clear(write, over.patient, kind, over.id.text()); }

void tell_cancelled(db::Write& write, Appointment const& made) {
    auto const words = reminders::words_for(write, made.patient);
    stop_reminding(write, made);
    reminders::tell_now(write, made.patient, said(write, words, made, words("Something was cancelled at {site}", {{"site", base::site_name()}}), words("This appointment is cancelled:"), "CANCEL"), "cancelled:" + made.id.text());
}

// The right to review goes to the patient alone; of whom it was given to nothing is kept.
void tell_fulfilled(db::Write& write, Appointment const& made) {
    auto const words = reminders::words_for(write, made.patient);
    auto const token = reviews::new_token(write, {made.location, base::iso8601(made.start).substr(0, 7)});
    auto const link = html::absolute(directory::address_of(made.location) + "/review?visit=" + token);
    auto const text = mail::paragraphs({words("You were there. If you like, say how it was: others read it without your name, and the place can learn from it."), link, words("The link works once. We do not keep who has it.")});
    reminders::tell_now(write, made.patient, {.push = {}, .subject = words("How was it?"), .text = text, .address = {}, .calendar = {}, .method = {}}, "fulfilled:" + made.id.text(), false);
}

void tell_offer(db::Write& write, Wait const& wait, Slot const& slot) {
    auto const words = reminders::words_for(write, wait.patient);
    auto const schedule = find(write, wait.schedule);
    auto const text = mail::paragraphs({words("A time that you wait for is free:"), moment_words(words, schedule->zone, slot.start) + " (" + schedule->zone + ")\n" + schedule->name,
                                        words("It is kept for you until {when}.", {{"when", words.date_time(wait.offered_until)}}), html::absolute("/appointments")});
    reminders::tell_now(write, wait.patient, {.push = words("Something you wait for is free. It is kept for you for a while."), .subject = words("Something is free at {site}", {{"site", base::site_name()}}), .text = text, .address = "/appointments", .calendar = {}, .method = {}},
                        "offer:" + wait.id.text() + ":" + slot.id.text());
}

void remind_again(db::Write& write, AccountId patient) {
    for (auto const id : write.rows(sql::coming_ids, {patient, write.now}, [](db::Row const& row) { return row.id<AppointmentId>(0); })) remind(write, *find_unchecked(write, id));
}

std::string event_text(db::Read& read, Appointment const& appointment) { return event_part(read, reminders::words_for(read, appointment.patient), appointment, "PUBLISH"); }

void add_reminders() {
    reminders::tell_with(std::string(kind), reminder_text);
    reminders::add_events(events);
    reminders::do_with(std::string(confirming), {[](db::Read& read, Words const& words, reminders::Once const& once) { return question(read, words, once, "Will you come, {when}?"); },
                                                 [](db::Read&, Words const& words, reminders::Once const&) { return words("I will come"); },
                                                 [](db::Write& write, reminders::Once const& once) -> base::Result<std::string> {
                                                     TRY(confirm(write, once.person, base::parse<AppointmentId>(once.about).value_or(AppointmentId{})));
                                                     return reminders::words_for(write, once.person)("Thank you. They expect you.");
                                                 }});
    reminders::do_with(std::string(cancelling), {[](db::Read& read, Words const& words, reminders::Once const& once) { return question(read, words, once, "Cancel your appointment, {when}?"); },
                                                 [](db::Read&, Words const& words, reminders::Once const&) { return words("Cancel it"); },
                                                 [](db::Write& write, reminders::Once const& once) -> base::Result<std::string> {
                                                     TRY(cancel(write, once.person, base::parse<AppointmentId>(once.about).value_or(AppointmentId{})));
                                                     return reminders::words_for(write, once.person)("It is cancelled. Somebody else can have the time.");
                                                 }});
}

void hear(db::Write& write, base::Event const& event) {
    if (event.kind == reminders::Chosen::kind) remind_again(write, base::from_event<reminders::Chosen>(event).account);
}

}  // namespace appointments
