// Schedule and Slot: when care is to be had, open to everybody.
#include "appointments/appointments.hpp"
#include "base/time.hpp"
#include "fhir/engine.hpp"
#include "fhir/family.hpp"

namespace fhir {

namespace {

constexpr std::string_view capacity = "http://fhir-registry.smarthealthit.org/StructureDefinition/slot-capacity";

// The kind of care: the service's, else the place's.
std::string care_of(db::Read& read, appointments::Schedule const& schedule) {
    auto const service = schedule.service ? directory::find_service(read, schedule.service) : std::nullopt;
    if (service) return service->specialty;
    auto const place = directory::find(read, schedule.location);
    return place ? place->specialty : std::string();
}

void found_by_care(Resource& made, std::vector<Coding> const& care) {
    for (auto const& each : care) {
        made.tokens.push_back({"service-type", each.system, each.code});
        made.tokens.push_back({"specialty", each.system, each.code});
    }
}

void actor(Resource& made, Writer& writer, std::string_view type, std::string id, std::string_view display) {
    if (id == "0") return;
    writer.json.object().pair("reference", std::string(type) + "/" + id);
    if (!display.empty()) writer.json.pair("display", display);
    writer.json.end();
    made.links.push_back({"actor", std::string(type), std::move(id)});
}

Resource schedule_resource(db::Read& read, appointments::Schedule const& schedule) {
    Resource made{.type = "Schedule", .id = schedule.id.text(), .updated = schedule.updated_at, .key = schedule.id.value};
    Writer writer(made);
    auto& json = writer.json;
    auto const care = specialty_codings(care_of(read, schedule));
    json.pair("active", schedule.active);
    if (!care.empty()) {
        json.key("serviceType").array();
        writer.concept_of(care);
        json.end().key("specialty").array();
        writer.concept_of(care);
        json.end();
    }
    json.key("actor").array();
    actor(made, writer, "Location", schedule.location.text(), "");
    actor(made, writer, "Practitioner", schedule.staff.text(), schedule.name);
    actor(made, writer, "HealthcareService", schedule.service.text(), "");
    json.end();
    if (!schedule.from.empty() || !schedule.until.empty()) {
        json.key("planningHorizon").object();
        writer.text("start", schedule.from).text("end", schedule.until);
        json.end();
    }
    writer.text("comment", schedule.name + (schedule.instructions.empty() ? "" : ": " + schedule.instructions));
    writer.finish();
    found_by_care(made, care);
    made.tokens.push_back({"active", "", schedule.active ? "true" : "false"});
    auto const from = base::parse_iso8601(schedule.from).value_or(0), until = base::parse_iso8601(schedule.until).value_or(std::numeric_limits<base::Time>::max() - base::day);
    made.moments = {{"date", from, until + base::day}};
    return made;
}

Kind schedule_kind() {
    Kind kind{.type = "Schedule", .open = true};
    kind.parameters = {{"actor", Of::link, "Location, Practitioner or HealthcareService"}, {"service-type", Of::token, "The kind of care"}, {"specialty", Of::token, "The kind of care"}, {"active", Of::token, "true"}, {"date", Of::moment, "While it runs"}};
    kind.includes = {"actor"};
    kind.find = [](db::Read& read, Asker const&, std::int64_t id) -> std::optional<Resource> {
        auto const found = appointments::find(read, appointments::ScheduleId{id});
        return found && is_shown(read, found->organization) ? std::optional(schedule_resource(read, *found)) : std::nullopt;
    };
    kind.list = [](db::Read& read, Asker const&, Search const& search, std::int64_t after, int limit) {
        std::vector<Resource> all;
        // Of one place they are few; a practitioner's or a service's are compared by the engine.
        if (search.first("actor").contains("Location/")) {
            for (auto const& each : appointments::schedules_of(read, directory::LocationId{search.first_id("actor").value_or(-1)}))
                if (is_shown(read, each.organization)) all.push_back(schedule_resource(read, each));
            return page_of(std::move(all), after, limit);
        }
        for (auto const& each : appointments::list_schedules(read, appointments::ScheduleId{after}, limit)) all.push_back(is_shown(read, each.organization) ? schedule_resource(read, each) : passed_over(each.id.value));
        return all;
    };
    return kind;
}

Resource slot_resource(appointments::Schedule const& schedule, std::vector<Coding> const& care, appointments::Slot const& slot) {
    Resource made{.type = "Slot", .id = slot.id.text(), .updated = slot.updated_at, .key = slot.start};
    Writer writer(made);
    auto& json = writer.json;
    auto const status = std::string(appointments::text_of(slot.state));
    if (schedule.places > 1) json.key("extension").array().object().pair("url", capacity).pair("valueInteger", schedule.places - slot.taken).end().end();
    if (!care.empty()) {
        json.key("serviceType").array();
        writer.concept_of(care);
        json.end();
    }
    writer.found_by("schedule", "schedule", "Schedule", slot.schedule.text());
    json.pair("status", status);
    writer.moment("start", slot.start).moment("end", slot.end);
    writer.finish();
    found_by_care(made, care);
    made.tokens.push_back({"status", "http://hl7.org/fhir/slotstatus", status});
    made.moments = {{"start", slot.start, slot.start + 1}};
    return made;
}

Kind slot_kind() {
    Kind kind{.type = "Slot", .open = true};
    kind.parameters = {{"schedule", Of::link, "Whose times; needed"}, {"start", Of::moment, "When it begins"}, {"status", Of::token, "free, busy, busy-tentative or busy-unavailable"}, {"service-type", Of::token, "The kind of care"}, {"specialty", Of::token, "The kind of care"}};
    kind.includes = {"schedule"};
    kind.check = [](Search const& search) -> base::Result<base::Done> {
        if (!search.first_id("schedule") && !search.first_id("_id")) return base::refuse_field("schedule", "FHIR_400", "Name one schedule: a server has too many times for one answer. Appointment/$find looks across schedules.");
        return base::Done{};
    };
    kind.find = [](db::Read& read, Asker const&, std::int64_t id) -> std::optional<Resource> {
        auto const slot = appointments::find_slot(read, appointments::SlotId{id});
        auto const schedule = slot ? appointments::find(read, slot->schedule) : std::nullopt;
        return schedule && is_shown(read, schedule->organization) ? std::optional(slot_resource(*schedule, specialty_codings(care_of(read, *schedule)), *slot)) : std::nullopt;
    };
    kind.list = [find = kind.find](db::Read& read, Asker const& asker, Search const& search, std::int64_t after, int limit) {
        std::vector<Resource> all;
        if (auto const id = search.first_id("_id")) {
            auto one = after ? std::nullopt : find(read, asker, *id);
            if (one) all.push_back(std::move(*one));
            return all;
        }
        auto const schedule = appointments::find(read, appointments::ScheduleId{*search.first_id("schedule")});
        if (!schedule || !is_shown(read, schedule->organization)) return all;
        auto const care = specialty_codings(care_of(read, *schedule));
        auto const asked = search.within("start");
        for (auto const& slot : appointments::slots_of(read, schedule->id, std::max(asked.from, after + 1), asked.to, limit)) all.push_back(slot_resource(*schedule, care, slot));
        return all;
    };
    return kind;
}

}  // namespace

std::vector<Coding> care_codings(db::Read& read, appointments::Schedule const& schedule) { return specialty_codings(care_of(read, schedule)); }

void add_scheduling(std::vector<Kind>& all) {
    all.push_back(schedule_kind());
    all.push_back(slot_kind());
}

}  // namespace fhir
