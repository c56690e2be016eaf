// SMART Scheduling Links: every place that is booked here, and its times, as files that anybody may fetch again and again.
#include "appointments/appointments.hpp"
#include "base/time.hpp"
#include "fhir/engine.hpp"
#include "fhir/family.hpp"
#include "html/html.hpp"
#include <algorithm>

namespace fhir {

using http::Open, http::Request;

namespace {

constexpr int days_published = 60, schedules_at_once = 500, most_slots_a_day = 2000;
constexpr std::string_view deep_link = "http://fhir-registry.smarthealthit.org/StructureDefinition/booking-deep-link", capacity = "http://fhir-registry.smarthealthit.org/StructureDefinition/slot-capacity";

http::Response file(std::string body, std::string_view type) {
    http::Response made;
    made.type = type;
    made.body = std::move(body);
    return made.with("Cache-Control", "public, max-age=60").with("Access-Control-Allow-Origin", "*");
}
http::Response lines(std::string body) { return file(std::move(body), "application/fhir+ndjson"); }

std::vector<appointments::Schedule> published(db::Read& read) {
    std::vector<appointments::Schedule> all;
    for (appointments::ScheduleId after;;) {
        auto const page = appointments::list_schedules(read, after, schedules_at_once);
        for (auto const& each : page)
            if (auto const place = shown_place(read, each.location); place && place->active) all.push_back(each);
        if (std::ssize(page) < schedules_at_once) return all;
        after = page.back().id;
    }
}

std::string day_of(base::Time at) { return base::iso8601(at).substr(0, 10); }

http::Answer manifest(Request const&, db::Read& read) {
    base::Json json;
    json.object().pair("transactionTime", base::iso8601(read.now / base::minute * base::minute)).pair("request", html::absolute("/scheduling/$bulk-publish")).key("output").array();
    auto const output = [&](std::string_view type, std::string const& address) { json.object().pair("type", type).pair("url", html::absolute(address)).end(); };
    output("Location", "/scheduling/locations.ndjson");
    output("Schedule", "/scheduling/schedules.ndjson");
    for (int day = 0; day < days_published; ++day) output("Slot", "/scheduling/slots/" + day_of(read.now + day * base::day) + ".ndjson");
    return file(json.end().key("error").array().end().end().take(), "application/json");
}

http::Answer locations(Request const&, db::Read& read) {
    std::vector<std::int64_t> ids;
    for (auto const& each : published(read)) ids.push_back(each.location.value);
    std::ranges::sort(ids);
    auto const same = std::ranges::unique(ids);
    ids.erase(same.begin(), same.end());
    std::string body;
    for (auto const id : ids)
        if (auto const found = find_resource(read, {}, "Location", std::to_string(id))) body += found->with_version() + "\n";
    return lines(std::move(body));
}

http::Answer schedules(Request const&, db::Read& read) {
    std::string body;
    for (auto const& each : published(read)) {
        Resource made{.type = "Schedule", .id = each.id.text(), .updated = each.updated_at};
        Writer writer(made);
        writer.json.key("serviceType").array();
        writer.concept_of(care_codings(read, each));
        writer.json.end().key("actor").array().object().pair("reference", "Location/" + each.location.text()).end().end();
        writer.text("comment", each.name);
        writer.finish();
        body += made.with_version() + "\n";
    }
    return lines(std::move(body));
}

// Those that begin on a day of UTC. What is taken is told too: who reads it learns how full a place is.
http::Answer slots(Request const& request, db::Read& read) {
    auto const typed = request.parameters.text("day");
    auto const day = typed.size() == 10 ? base::parse_iso8601(typed) : std::nullopt;
    auto const today = read.now / base::day * base::day;
    if (!day || day_of(*day) != typed || *day < today || *day >= today + days_published * base::day) return base::refuse(base::Why::not_found, "There is no file of this day.");
    std::string body;
    for (auto const& schedule : published(read))
        for (auto const& slot : appointments::slots_of(read, schedule.id, std::max(*day, read.now + 1), *day + base::day, most_slots_a_day)) {
            bool const is_free = slot.state == appointments::State::free && slot.start >= read.now + schedule.lead_minutes * base::minute;
            base::Json json;
            json.object().pair("resourceType", "Slot").pair("id", slot.id.text()).key("extension").array().object().pair("url", deep_link).pair("valueUrl", html::absolute("/slots/" + slot.id.text())).end();
            if (is_free && schedule.places > 1) json.object().pair("url", capacity).pair("valueInteger", schedule.places - slot.taken).end();
            json.end().key("schedule").object().pair("reference", "Schedule/" + schedule.id.text()).end();
            json.pair("status", is_free ? "free" : "busy").pair("start", base::iso8601(slot.start)).pair("end", base::iso8601(slot.end)).end();
            body += json.take() + "\n";
        }
    return lines(std::move(body));
}

}  // namespace

void add_publishing(http::Router::Section section) {
    section.get("/scheduling/$bulk-publish", Open::to_anyone, manifest).says("SMART Scheduling Links: where the files of places, schedules and times are");
    section.get("/scheduling/locations.ndjson", Open::to_anyone, locations).says("The places that are booked here");
    section.get("/scheduling/schedules.ndjson", Open::to_anyone, schedules).says("Their schedules");
    section.get("/scheduling/slots/:day.ndjson", Open::to_anyone, slots).says("The times of a day of UTC, free and taken, each with the page where it is booked");
}

}  // namespace fhir
