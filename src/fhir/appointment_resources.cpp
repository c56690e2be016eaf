// Appointment: one's own, booked, moved and cancelled as the room of appointments allows; $find and $book.
#include "appointments/appointments.hpp"
#include "base/time.hpp"
#include "fhir/engine.hpp"
#include "fhir/family.hpp"

namespace fhir {

using appointments::Appointment, appointments::Schedule;
using base::refuse, base::refuse_field, base::Result, base::Why;
using http::Answer, http::Open, http::Request;

namespace {

void participant(Writer& writer, std::string_view type, std::string const& id, std::string_view display, std::string_view status) {
    if (id == "0") return;
    writer.json.object();
    writer.link("actor", type, id, display);
    writer.json.pair("status", status).end();
}

void where_and_who(Writer& writer, Schedule const& schedule, std::string_view status) {
    participant(writer, "Location", schedule.location.text(), "", status);
    participant(writer, "Practitioner", schedule.staff.text(), schedule.name, status);
    participant(writer, "HealthcareService", schedule.service.text(), "", status);
}

void care(Writer& writer, std::vector<Coding> const& codings) {
    if (codings.empty()) return;
    writer.json.key("serviceType").array();
    writer.concept_of(codings);
    writer.json.end();
}

void mode(base::Json& json, appointments::Mode mode) {
    json.key("extension").array().object().pair("url", extension_url("mode")).pair("valueCode", appointments::text_of(mode)).end().end();
}

Resource appointment(db::Read& read, Appointment const& booked) {
    auto const schedule = appointments::find(read, booked.schedule).value_or(Schedule{.location = booked.location});
    Resource made{.type = "Appointment", .id = booked.id.text(), .updated = booked.updated_at, .key = booked.id.value};
    Writer writer(made, schedule.part2 ? std::vector{part2_label} : std::vector<Coding>{});
    auto& json = writer.json;
    auto const status = std::string(appointments::text_of(booked.status));
    auto const codings = schedule.id ? care_codings(read, schedule) : std::vector<Coding>{};
    mode(json, booked.mode);
    json.pair("status", status);
    if (!booked.cancelled_for.empty()) writer.coded("cancelationReason", {}, booked.cancelled_for);
    care(writer, codings);
    if (!booked.reason.empty()) {
        json.key("reasonCode").array();
        writer.concept_of({}, booked.reason);
        json.end();
    }
    writer.moment("start", booked.start).moment("end", booked.end);
    json.pair("minutesDuration", (booked.end - booked.start) / base::minute).key("slot").array().object().pair("reference", "Slot/" + booked.slot.text()).end().end();
    writer.moment("created", booked.created_at);
    writer.text("patientInstruction", schedule.instructions);
    json.key("participant").array();
    participant(writer, "Patient", booked.patient.text(), "", "accepted");
    where_and_who(writer, schedule, "accepted");
    json.end();
    writer.finish();
    made.tokens = {{"status", "http://hl7.org/fhir/appointmentstatus", status}};
    for (auto const& each : codings) made.tokens.push_back({"service-type", each.system, each.code});
    made.moments = {{"date", booked.start, booked.start + 1}};
    made.links = {{"patient", "Patient", booked.patient.text()}, {"actor", "Patient", booked.patient.text()}, {"actor", "Location", booked.location.text()}, {"location", "Location", booked.location.text()}, {"slot", "Slot", booked.slot.text()}};
    if (schedule.staff) made.links.insert(made.links.end(), {{"practitioner", "Practitioner", schedule.staff.text()}, {"actor", "Practitioner", schedule.staff.text()}});
    if (schedule.service) made.links.push_back({"actor", "HealthcareService", schedule.service.text()});
    return made;
}

// All of one's own, in pages of their room; each is opened as its reader may.
std::vector<Resource> own(db::Read& read, AccountId person) {
    constexpr int at_once = 100;
    std::vector<Resource> all;
    for (bool const upcoming : {true, false})
        for (appointments::AppointmentId after{};;) {
            auto const page = appointments::of_patient(read, person, upcoming, after, at_once);
            for (auto const& each : page)
                if (auto const opened = appointments::find(read, person, each.id)) all.push_back(appointment(read, *opened));
            if (std::ssize(page) < at_once) break;
            after = page.back().id;
        }
    return all;
}

std::optional<appointments::SlotId> slot_in(http::Document const& document) {
    for (auto const& each : document["slot"].list())
        if (auto const id = referenced(each, "Slot")) return appointments::SlotId{*id};
    return std::nullopt;
}

// A patient books for themselves: another patient's id is as unknown as one that nobody has.
Result<base::Done> check_patient(http::Document const& document, AccountId person) {
    for (auto const& each : document["participant"].list()) {
        auto const reference = each["actor"]["reference"].text();
        if (reference.contains("Patient/") && referenced(each["actor"], "Patient") != person.value) return refuse(Why::not_found, "There is no such patient.");
    }
    return base::Done{};
}

Result<appointments::Mode> mode_in(db::Read& read, http::Document const& document, appointments::SlotId slot) {
    for (auto const& each : document["extension"].list())
        if (each["url"].text() == extension_url("mode")) {
            auto const said = appointments::mode_of(each["valueCode"].text());
            if (!said) return refuse_field("mode", "ERR_INCLUSION", "Choose in_person, video or phone.");
            return *said;
        }
    auto const found = appointments::find_slot(read, slot);
    auto const schedule = found ? appointments::find(read, found->schedule) : std::nullopt;
    return schedule && !schedule->modes.empty() ? schedule->modes.front() : appointments::Mode::in_person;
}

std::string reason_in(http::Document const& document) {
    for (auto const& each : document["reasonCode"].list())
        if (!each["text"].text().empty()) return std::string(each["text"].text());
    return std::string(document["description"].text());
}

std::string phone_in(http::Document const& document) {
    for (auto const& each : document["extension"].list())
        if (each["url"].text() == extension_url("phone")) return std::string(each["valueString"].text());
    return {};
}

Result<Resource> book(db::Write& write, Request const& request, Asker const& asker, http::Document const& document) {
    TRY(check_patient(document, asker.person));
    auto const status = document["status"].text();
    if (status != "booked" && status != "proposed" && status != "pending") return refuse_field("status", "ERR_INCLUSION", "An appointment is made with the status booked.");
    auto const slot = slot_in(document);
    if (!slot) return refuse_field("slot", "ERR_BLANK", "Name the slot to be booked.");
    auto const made = TRY(appointments::book(write, asker.person, {.slot = *slot, .mode = TRY(mode_in(write, document, *slot)), .reason = reason_in(document), .phone = phone_in(document)}, request.header("idempotency-key")));
    return appointment(write, made);
}

// What changes: the status cancelled, another slot, or the patient's acceptance.
Result<Resource> change(db::Write& write, Request const& request, Asker const& asker, http::Document const& document) {
    TRY(check_patient(document, asker.person));
    auto const id = request.parameters.id<appointments::AppointmentId>("id").value_or(appointments::AppointmentId{});
    auto const before = appointments::find(write, asker.person, id);
    if (!before) return refuse(Why::not_found, "There is no such appointment.");
    auto const status = appointments::status_of(document["status"].text());
    if (!status) return refuse_field("status", "ERR_INCLUSION", "This status is not known here.");
    auto const slot = slot_in(document);
    if (*status == appointments::Status::cancelled && before->status != *status)
        return appointment(write, TRY(appointments::cancel(write, asker.person, id, document["cancelationReason"]["text"].text())));
    if (*status != before->status) return refuse_field("status", "ERR_INVALID", "A patient cancels; the other states are the team's.");
    if (slot && *slot != before->slot) return appointment(write, TRY(appointments::reschedule(write, asker.person, id, *slot)));
    return appointment(write, TRY(appointments::confirm(write, asker.person, id)));
}

Kind appointment_kind() {
    Kind kind{.type = "Appointment", .record = "appointment", .names_record = true};
    kind.parameters = {{"patient", Of::link, "Whose"}, {"actor", Of::link, "Patient, Location, Practitioner or HealthcareService"}, {"location", Of::link, "Where"}, {"practitioner", Of::link, "With whom"}, {"slot", Of::link, "In which slot"}, {"status", Of::token, "booked, arrived, fulfilled, cancelled or noshow"}, {"service-type", Of::token, "The kind of care"}, {"date", Of::moment, "When it begins"}};
    kind.includes = {"actor", "location", "practitioner", "slot", "patient"};
    kind.find = [](db::Read& read, Asker const& asker, std::int64_t id) -> std::optional<Resource> {
        auto const found = appointments::find(read, asker.person, appointments::AppointmentId{id});
        return found && found->patient == asker.person ? std::optional(appointment(read, *found)) : std::nullopt;
    };
    kind.list = [](db::Read& read, Asker const& asker, Search const&, std::int64_t after, int limit) { return page_of(own(read, asker.person), after, limit); };
    kind.create = book;
    kind.update = change;
    return kind;
}

// What $find offers: an appointment that is not there yet, with the slot that would be its own.
std::string proposed(db::Read& read, Schedule const& schedule, appointments::Slot const& slot) {
    Resource none{.type = "Appointment"};
    Writer writer(none, Writer::Bare{});
    mode(writer.json, schedule.modes.empty() ? appointments::Mode::in_person : schedule.modes.front());
    writer.json.pair("status", "proposed");
    care(writer, care_codings(read, schedule));
    writer.moment("start", slot.start).moment("end", slot.end);
    writer.json.pair("minutesDuration", (slot.end - slot.start) / base::minute).key("slot").array().object().pair("reference", "Slot/" + slot.id.text()).end().end();
    writer.json.key("participant").array();
    where_and_who(writer, schedule, "needs-action");
    writer.json.end();
    writer.finish();
    return none.body;
}

// A parameter of an operation: of the address, or of a Parameters resource in the body.
struct Given {
    Request const& request;
    http::Document body;
    std::string text(std::string_view name) const {
        if (auto const said = request.fields.text(name); !said.empty()) return std::string(said);
        for (auto const& each : body["parameter"].list()) {
            if (each["name"].text() != name) continue;
            for (auto kind : {"valueDateTime", "valueDate", "valueString", "valueCode", "valueUri", "valueInstant"})
                if (!each[kind].text().empty()) return std::string(each[kind].text());
            if (auto const reference = each["valueReference"]["reference"].text(); !reference.empty()) return std::string(reference);
            if (auto const code = each["valueCoding"]["code"].text(); !code.empty()) return std::string(code);
            if (auto const number = each["valueInteger"].integer()) return std::to_string(*number);
        }
        return {};
    }
    std::optional<std::int64_t> id(std::string_view name) const {
        auto const said = text(name);
        return said.empty() ? std::nullopt : std::optional(base::parse_id(said.substr(said.rfind('/') + 1)).value_or(-1));
    }
};

Result<Given> given_in(Request const& request) {
    if (request.body.empty()) return Given{request, {}};
    return Given{request, TRY(resource_in(request, "Parameters"))};
}

Result<base::Time> moment_in(Given const& given, std::string_view name, base::Time otherwise) {
    auto const said = given.text(name);
    if (said.empty()) return otherwise;
    auto const at = base::parse_iso8601(said);
    if (!at) return refuse_field(std::string(name), "FHIR_400", "This is not a date.");
    return *at;
}

struct Offered { Schedule schedule; appointments::Slot slot; };

// At one place every free time of its schedules, soonest first; else the soonest of each schedule that fits.
std::vector<Offered> offers(db::Read& read, Given const& given, base::Time from, base::Time to, int limit) {
    std::vector<Offered> all;
    auto const location = given.id("location"), practitioner = given.id("practitioner"), organization = given.id("organization");
    auto fits = [&](Schedule const& each) { return (!practitioner || each.staff.value == *practitioner) && (!organization || each.organization.value == *organization); };
    auto const staff = practitioner && !location ? directory::find_staff(read, directory::StaffId{*practitioner}) : std::nullopt;
    if (location || staff) {
        for (auto const& schedule : appointments::schedules_of(read, staff ? staff->location : directory::LocationId{*location}))
            if (fits(schedule))
                for (auto const& slot : appointments::free_slots(read, schedule.id, from, to, limit)) all.push_back({schedule, slot});
    } else if (organization) {
        for (auto const& schedule : appointments::all_schedules_of(read, AccountId{*organization}))
            if (fits(schedule))
                for (auto const& slot : appointments::free_slots(read, schedule.id, from, to, limit)) all.push_back({schedule, slot});
    } else {
        for (auto& each : appointments::search(read, {.specialty = given.text("specialty"), .near = std::nullopt, .from = from, .to = to, .mode = std::nullopt, .limit = limit})) all.push_back({std::move(each.schedule), each.slot});
    }
    std::erase_if(all, [&](Offered const& each) { return !is_shown(read, each.schedule.organization); });
    std::ranges::sort(all, {}, [](Offered const& each) { return std::pair(each.slot.start, each.slot.id); });
    if (std::ssize(all) > limit) all.resize(static_cast<std::size_t>(limit));
    return all;
}

Answer find_times(Request const& request, db::Read& read) {
    TRY(check_format(request));
    auto const given = TRY(given_in(request));
    auto const from = TRY(moment_in(given, "start", read.now)), to = TRY(moment_in(given, "end", from + 31 * base::day));
    auto const limit = static_cast<int>(std::clamp<std::int64_t>(base::parse_id(given.text("_count")).value_or(20), 1, most_on_a_page));
    auto const found = offers(read, given, from, to, limit);
    base::Json json;
    json.object().pair("resourceType", "Bundle").pair("type", "searchset").pair("total", static_cast<std::int64_t>(found.size()));
    if (!found.empty()) {
        json.key("entry").array();
        for (auto const& each : found) json.object().key("resource").raw(proposed(read, each.schedule, each.slot)).key("search").object().pair("mode", "match").end().end();
        json.end();
    }
    json.end();
    return give(json.take());
}

// The appointment comes inside Parameters (appt-resource), or by itself.
Answer book_one(Request const& request, db::Write& write) {
    TRY(check_format(request));
    auto const sent = http::Document::read(request.body);
    if (!sent) return refuse_field("body", "FHIR_400", "This is no resource in JSON.");
    auto document = *sent;
    for (auto const& each : (*sent)["parameter"].list())
        if (each["resource"]["resourceType"].text() == "Appointment") document = each["resource"];
    if (document["resourceType"].text() != "Appointment") return refuse_field("appt-resource", "FHIR_400", "Send the appointment to be booked.");
    auto const made = TRY(book(write, request, asker_of(request), document));
    base::Json json;
    json.object().pair("resourceType", "Bundle").pair("type", "collection").key("entry").array();
    json.object().pair("fullUrl", address_of(made)).key("resource").raw(made.with_version()).end().end().end();
    return give(json.take(), 201).with("ETag", made.tag()).with("Location", address_of(made));
}

}  // namespace

void add_operations(http::Router::Section section) {
    section.get("/fhir/Appointment/$find", Open::to_anyone, find_times).says("Free times across schedules, as proposed appointments");
    auto& posted = section.post("/fhir/Appointment/$find", Open::to_anyone, {});
    posted.writer = nullptr;
    posted.reader = find_times;
    posted.without_csrf().says("The same, with the question in a Parameters resource");
    section.post("/fhir/Appointment/$book", {Open::to_members, "patient/Appointment.c"}, book_one).says("Books one of the times that $find offered");
}

void add_appointments(std::vector<Kind>& all) { all.push_back(appointment_kind()); }

}  // namespace fhir
