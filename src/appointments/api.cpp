// Booking for programs: /api/salve/v1/care/:id/slots, /slots, /appointments and /waits (docs/api/appointments.md). The same rules
// as the pages, and the same record of who looked.
#include "appointments/inside.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "records/records.hpp"
#include <algorithm>
#include <charconv>

namespace appointments {

using base::refuse, base::refuse_field, base::Result, base::Why, http::Open, http::Request;

namespace {

constexpr int at_once = 40, most_free = 100, most_offers = 50;
constexpr http::Limit booking_limit{"booking", 60, 600};

http::Response kept_private(std::string body) { return http::json(std::move(body)).with("Cache-Control", "no-store"); }
http::Response for_everybody(std::string body) { return http::json(std::move(body)).with("Access-Control-Allow-Origin", "*"); }

AccountId reader_of(Request const& request, db::Read& read) {
    auto const person = accounts::behind(read, *request.person);
    return person ? person : request.account();
}

int limit_in(Request const& request, int most) { return static_cast<int>(std::clamp<std::int64_t>(request.fields.integer("limit").value_or(20), 1, most)); }

Result<base::Time> moment_in(Request const& request, std::string_view field, base::Time otherwise) {
    auto const typed = request.fields.text(field);
    if (typed.empty()) return otherwise;
    auto const at = base::parse_iso8601(typed);
    if (!at) return refuse_field(std::string(field), "ERR_INVALID", "Give a moment as ISO 8601 writes it.");
    return *at;
}

Result<std::optional<Mode>> mode_in(Request const& request) {
    auto const typed = request.fields.text("mode");
    auto const mode = mode_of(typed);
    if (!typed.empty() && !mode) return refuse_field("mode", "ERR_INCLUSION", "One of in_person, video, phone.");
    return mode;
}

void write_slot(base::Json& json, Schedule const& schedule, Slot const& slot) {
    json.pair("id", slot.id.text()).pair("start", base::iso8601(slot.start)).pair("end", base::iso8601(slot.end)).pair("time_zone", schedule.zone).pair("url", html::absolute("/slots/" + slot.id.text()));
    json.key("schedule").object().pair("id", schedule.id.text()).pair("name", schedule.name).pair("place", schedule.location.text()).key("modes").array();
    for (auto const each : schedule.modes) json.value(text_of(each));
    json.end().pair("needs_phone", schedule.needs_phone).pair("cancel_minutes", schedule.cancel_minutes).end();
}

http::Answer give_slots(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<LocationId>("id");
    auto const place = id ? directory::find(read, *id) : std::nullopt;
    auto const organization = place && place->active ? accounts::find(read, place->organization) : std::nullopt;
    if (!organization || organization->hidden()) return refuse(Why::not_found, "There is no such place of care.");
    auto const mode = TRY(mode_in(request));
    auto const from = TRY(moment_in(request, "from", read.now)), to = TRY(moment_in(request, "to", read.now + 366 * base::day));
    auto const only = request.fields.id<ScheduleId>("schedule");
    struct Free { Slot slot; Schedule const* schedule; };
    auto const all = schedules_of(read, place->id);
    auto const limit = limit_in(request, most_free);
    std::vector<Free> found;
    for (auto const& each : all) {
        if ((only && each.id != *only) || (mode && std::ranges::find(each.modes, *mode) == each.modes.end())) continue;
        for (auto const& slot : free_slots(read, each.id, from, to, limit)) found.push_back({slot, &each});
    }
    std::ranges::sort(found, {}, [](Free const& each) { return std::pair(each.slot.start, each.slot.id.value); });
    if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
    base::Json json;
    json.array();
    for (auto const& each : found) {
        json.object();
        write_slot(json, *each.schedule, each.slot);
        json.end();
    }
    return for_everybody(json.end().take());
}

Result<std::optional<areas::Point>> point_in(Request const& request) {
    auto const typed = request.fields.text("at");
    if (typed.empty()) return std::nullopt;
    areas::Point point;
    auto const* const end = typed.data() + typed.size();
    auto const north = std::from_chars(typed.data(), end, point.latitude);
    bool const comma = north.ec == std::errc() && north.ptr != end && *north.ptr == ',';
    auto const east = comma ? std::from_chars(north.ptr + 1, end, point.longitude) : north;
    if (!comma || east.ec != std::errc() || east.ptr != end || !(std::abs(point.latitude) <= 90) || !(std::abs(point.longitude) <= 180)) return refuse_field("at", "ERR_INVALID", "Latitude and longitude: 42.31,-122.88.");
    return point;
}

http::Answer give_search(Request const& request, db::Read& read) {
    auto const& fields = request.fields;
    Search asked{.specialty = std::string(fields.text("kind")), .near = TRY(point_in(request)), .within = static_cast<double>(std::clamp<std::int64_t>(fields.integer("within").value_or(25), 1, 200)), .from = TRY(moment_in(request, "from", 0)),
                 .to = TRY(moment_in(request, "to", 0)), .mode = TRY(mode_in(request)), .language = std::string(fields.text("language").substr(0, 40)), .limit = limit_in(request, most_offers)};
    if (!asked.specialty.empty() && !directory::find_specialty(asked.specialty)) return refuse_field("kind", "ERR_INCLUSION", "A code of /api/salve/v1/care/specialties.");
    base::Json json;
    json.array();
    for (auto const& each : search(read, asked)) {
        json.object();
        write_slot(json, each.schedule, each.slot);
        json.key("distance");
        each.distance < 0 ? json.null() : json.value(each.distance);
        json.end();
    }
    return for_everybody(json.end().take());
}

void write_appointment(base::Json& json, db::Read& read, Appointment const& one) {
    auto const organization = accounts::find(read, one.organization), patient = accounts::find(read, one.patient);
    auto const schedule = find(read, one.schedule);
    json.object().pair("id", one.id.text()).pair("status", text_of(one.status)).pair("start", base::iso8601(one.start)).pair("end", base::iso8601(one.end)).pair("time_zone", schedule ? schedule->zone : std::string());
    json.pair("mode", text_of(one.mode)).pair("name", schedule ? schedule->name : std::string()).pair("slot", one.slot.text()).pair("schedule", one.schedule.text()).pair("place", one.location.text());
    json.pair("organization", organization ? organization->handle() : std::string()).pair("patient", patient ? patient->handle() : std::string()).pair("reason", one.reason).pair("phone", one.phone).pair("confirmed", one.confirmed);
    if (!one.cancelled_for.empty()) json.pair("cancelled_for", one.cancelled_for);
    if (schedule && one.status == Status::booked) {
        if (one.mode == Mode::video) json.pair("video_address", schedule->video_address);
        json.pair("instructions", schedule->instructions).pair("cancel_until", base::iso8601(one.start - schedule->cancel_minutes * base::minute));
    }
    json.end();
}

http::Response shown(db::Read& read, Appointment const& one) {
    base::Json json;
    write_appointment(json, read, one);
    return kept_private(json.take());
}

void write_look(db::Write& write, AccountId reader, Appointment const& one, std::string detail) {
    records::note(write, {.person = reader, .organization = reader == one.patient ? AccountId{} : one.organization, .patient = one.patient, .action = records::Action::read, .what = "appointment", .about = one.id.text(), .detail = std::move(detail)});
}

std::vector<Appointment> listed(Request const& request, db::Read& read) {
    return of_patient(read, reader_of(request, read), !request.fields.flag("past").value_or(false), request.fields.id<AppointmentId>("after").value_or(AppointmentId{}), limit_in(request, at_once));
}

http::Answer give_own(Request const& request, db::Read& read) {
    base::Json json;
    json.array();
    for (auto const& each : listed(request, read)) write_appointment(json, read, each);
    return kept_private(json.end().take());
}

Result<AppointmentId> id_in(Request const& request) {
    auto const id = request.parameters.id<AppointmentId>("id");
    if (!id) return std::unexpected(not_there());
    return *id;
}

http::Answer give_one(Request const& request, db::Read& read) {
    auto const found = find(read, reader_of(request, read), TRY(id_in(request)));
    if (!found) return std::unexpected(not_there());
    return shown(read, *found);
}

// A look that could not be written down does not take place.
http::Aside noting_list(db::Database& database) {
    return [&database](Request& request) -> Result<base::Done> {
        return database.write([&](db::Write& write) -> Result<base::Done> {
            for (auto const& each : listed(request, write)) write_look(write, each.patient, each, "list");
            return base::Done{};
        });
    };
}

http::Aside noting_one(db::Database& database) {
    return [&database](Request& request) -> Result<base::Done> {
        return database.write([&](db::Write& write) -> Result<base::Done> {
            auto const id = request.parameters.id<AppointmentId>("id");
            auto const reader = reader_of(request, write);
            if (auto const found = id ? find(write, reader, *id) : std::nullopt) write_look(write, reader, *found, {});
            return base::Done{};
        });
    };
}

Result<SlotId> slot_in(Request const& request) {
    auto const id = request.fields.id<SlotId>("slot");
    if (!id) return refuse_field("slot", "ERR_BLANK", "Say which time.");
    return *id;
}

http::Answer post_booking(Request const& request, db::Write& write) {
    auto const id = TRY(slot_in(request));
    auto const slot = find_slot(write, id);
    auto const schedule = slot ? find(write, slot->schedule) : std::nullopt;
    if (!schedule) return refuse(Why::not_found, "There is no such time.");
    Wanted const wanted{id, TRY(mode_in(request)).value_or(schedule->modes.front()), std::string(request.fields.text("reason")), std::string(request.fields.text("phone"))};
    auto const header = request.header("idempotency-key");
    auto const key = header.empty() ? request.fields.text("idempotency_key") : header;
    return shown(write, TRY(book(write, reader_of(request, write), wanted, key.substr(0, 100))));
}

template <class F>
auto changing(F change) {
    return [change](Request const& request, db::Write& write) -> http::Answer { return shown(write, TRY(change(request, write, reader_of(request, write), TRY(id_in(request))))); };
}

Result<Appointment> move_one(Request const& request, db::Write& write, AccountId by, AppointmentId id) { return reschedule(write, by, id, TRY(slot_in(request))); }
Result<Appointment> cancel_one(Request const& request, db::Write& write, AccountId by, AppointmentId id) { return cancel(write, by, id, request.fields.text("why")); }
Result<Appointment> confirm_one(Request const&, db::Write& write, AccountId by, AppointmentId id) { return confirm(write, by, id); }
Result<Appointment> mark_one(Request const& request, db::Write& write, AccountId by, AppointmentId id) {
    TRY(for_team(write, by, id));
    auto const status = status_of(request.fields.text("status"));
    if (!status) return refuse_field("status", "ERR_INCLUSION", "One of arrived, fulfilled, noshow.");
    return mark(write, by, id, *status);
}

http::Answer post_hold(Request const& request, db::Write& write) {
    auto const person = reader_of(request, write);
    auto const kept = TRY(hold(write, person, request.parameters.id<SlotId>("id").value_or(SlotId{})));
    base::Json json;
    json.object();
    write_slot(json, *find(write, kept.schedule), kept);
    return kept_private(json.pair("held_until", base::iso8601(held_until(write, kept.id, person))).end().take());
}

http::Answer end_hold(Request const& request, db::Write& write) {
    TRY(let_go(write, reader_of(request, write), request.parameters.id<SlotId>("id").value_or(SlotId{})));
    return kept_private("{}");
}

void write_wait(base::Json& json, db::Read& read, Wait const& wait) {
    json.object().pair("id", wait.id.text()).pair("schedule", wait.schedule.text()).pair("from", base::iso8601(wait.from)).pair("to", base::iso8601(wait.to));
    auto const slot = wait.offered && wait.offered_until > read.now ? find_slot(read, wait.offered) : std::nullopt;
    if (slot) json.key("offered").object().pair("slot", slot->id.text()).pair("start", base::iso8601(slot->start)).pair("until", base::iso8601(wait.offered_until)).end();
    json.end();
}

http::Answer give_waits(Request const& request, db::Read& read) {
    base::Json json;
    json.array();
    for (auto const& each : waits_of(read, reader_of(request, read))) write_wait(json, read, each);
    return kept_private(json.end().take());
}

http::Answer post_wait(Request const& request, db::Write& write) {
    auto const id = request.fields.id<ScheduleId>("schedule");
    if (!id) return refuse_field("schedule", "ERR_BLANK", "Say whose time is waited for.");
    auto const made = TRY(wait_for(write, reader_of(request, write), *id, TRY(moment_in(request, "from", write.now)), TRY(moment_in(request, "to", write.now + 30 * base::day))));
    base::Json json;
    write_wait(json, write, made);
    return kept_private(json.take());
}

WaitId wait_in(Request const& request) { return request.parameters.id<WaitId>("id").value_or(WaitId{}); }

http::Answer take_one(Request const& request, db::Write& write) {
    Wanted const wanted{{}, TRY(mode_in(request)).value_or(Mode::in_person), std::string(request.fields.text("reason")), std::string(request.fields.text("phone"))};
    return shown(write, TRY(take_offer(write, reader_of(request, write), wait_in(request), wanted)));
}

http::Answer end_wait(Request const& request, db::Write& write) {
    TRY(stop_waiting(write, reader_of(request, write), wait_in(request)));
    return kept_private("{}");
}

}  // namespace

void add_api(http::Router::Section api, db::Database& database) {
    constexpr http::Access reading{Open::to_members, "care:read"}, writing{Open::to_members, "care:write"};
    std::string const base = "/api/salve/v1", all = base + "/appointments", one = all + "/:id";
    api.get(base + "/care/:id/slots", Open::to_anyone, give_slots).says("The free times of a place of care, soonest first").takes_field("schedule", "string", "Only those of one schedule.").takes_field("mode", "string", "in_person, video or phone.")
        .takes_field("from", "string", "ISO 8601; now when left out.").takes_field("to", "string", "ISO 8601.").takes_field("limit", "integer", "1 to 100; 20 when left out.");
    api.get(base + "/slots", Open::to_anyone, give_search).says("The soonest free time of each schedule that fits, across places").takes_field("kind", "string", "A code of /api/salve/v1/care/specialties.")
        .takes_field("at", "string", "Latitude and longitude, rounded to 0.01 degree: 42.31,-122.88.").takes_field("within", "integer", "Kilometers, 1 to 200; 25 when left out.").takes_field("mode", "string", "in_person, video or phone.")
        .takes_field("language", "string", "BCP 47.").takes_field("from", "string", "ISO 8601.").takes_field("to", "string", "ISO 8601.").takes_field("limit", "integer", "1 to 50; 20 when left out.");
    api.post(base + "/slots/:id/hold", writing, post_hold).limited(booking_limit).says("Keeps a time for ten minutes, while a form is filled in. Any other kept time is let go.");
    api.remove(base + "/slots/:id/hold", writing, end_hold).says("Lets it go.");
    api.get(all, reading, give_own).first(noting_list(database)).says("Your appointments, soonest first").takes_field("past", "boolean", "Those that are over, latest first.").takes_field("after", "string", "The id of the last one of the page before.")
        .takes_field("limit", "integer", "1 to 40; 20 when left out.");
    api.post(all, writing, post_booking).limited(booking_limit).says("Books a time. The header Idempotency-Key makes sending twice one booking.").takes_field("slot", "string", "Its id.", true).takes_field("mode", "string", "in_person, video or phone; the schedule's first when left out.")
        .takes_field("reason", "string", "Up to 1,000 characters; sealed.").takes_field("phone", "string", "Where one is called; sealed.");
    api.get(one, reading, give_one).first(noting_one(database)).says("One appointment: yours, or of an organization whose inbox you answer");
    api.post(one + "/move", writing, changing(move_one)).limited(booking_limit).says("Moves it to another time.").takes_field("slot", "string", "The id of the new time.", true);
    api.post(one + "/cancel", writing, changing(cancel_one)).says("Cancels it.").takes_field("why", "string", "Up to 1,000 characters; sealed.");
    api.post(one + "/confirm", writing, changing(confirm_one)).says("Says that one will come.");
    api.post(one + "/status", writing, changing(mark_one)).says("What became of it; the team's.").takes_field("status", "string", "arrived, fulfilled or noshow.", true);
    api.get(base + "/waits", reading, give_waits).says("What you wait for, with what is kept for you");
    api.post(base + "/waits", writing, post_wait).limited(booking_limit).says("Waits for a time to come free.").takes_field("schedule", "string", "Its id.", true).takes_field("from", "string", "ISO 8601; now when left out.").takes_field("to", "string", "ISO 8601; in 30 days when left out.");
    api.post(base + "/waits/:id/take", writing, take_one).says("Books the time that is kept for you.").takes_field("mode", "string", "in_person, video or phone.").takes_field("reason", "string", "Sealed.").takes_field("phone", "string", "Sealed.");
    api.remove(base + "/waits/:id", writing, end_wait).says("Waits no more.");
}

}  // namespace appointments
