// A FHIR R4 Bundle as rows of places, and places as a Bundle again.
#include "base/json.hpp"
#include "base/text.hpp"
#include "directory/import.hpp"
#include "directory/kept.hpp"
#include "directory/showing.hpp"
#include "html/html.hpp"
#include "http/document.hpp"
#include <algorithm>
#include <unordered_map>

namespace directory {
namespace {

using http::Document;

constexpr std::array<std::string_view, 7> short_days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 7> day_columns = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr int whole = 24 * 60;

// Of a list of CodeableConcepts: the first that is known here, by our code, by SNOMED CT's, or by its words.
std::string specialty_of(Document const& concepts) {
    for (auto const& each : concepts.list()) {
        for (auto const& coding : each["coding"].list()) {
            auto const code = coding["code"].text();
            for (auto const& known : specialties())
                if ((coding["system"].text() == "http://snomed.info/sct" && !known.snomed.empty() && known.snomed == code) || (coding["system"].text().ends_with("/care/specialties") && known.code == code)) return std::string(known.code);
        }
        for (auto const text : {each["text"].text(), each["coding"].list().empty() ? std::string_view() : each["coding"].list()[0]["display"].text()})
            for (auto const& known : specialties())
                if (!text.empty() && base::fold_plain(text) == base::fold_plain(known.words)) return std::string(known.code);
    }
    return {};
}

int minutes_of(std::string_view clock) {
    auto const two = [&](std::size_t at) { return clock.size() >= at + 2 && clock[at] >= '0' && clock[at] <= '9' && clock[at + 1] >= '0' && clock[at + 1] <= '9' ? (clock[at] - '0') * 10 + clock[at + 1] - '0' : -1; };
    auto const hour = two(0), minute = two(3);
    if (hour < 0 || minute < 0) return -1;
    return hour == 23 && minute == 59 ? whole : hour * 60 + minute;
}

// A night that R4 splits at midnight is one again.
void join_nights(std::vector<Hours>& all) {
    for (auto& evening : all) {
        if (evening.to != whole || evening.from == 0) continue;
        auto const morning = std::ranges::find_if(all, [&](Hours const& each) { return each.day == evening.day % 7 + 1 && each.from == 0 && each.to < evening.from && each.to > 0; });
        if (morning == all.end()) continue;
        evening.to = whole + morning->to;
        morning->to = 0;
    }
    std::erase_if(all, [](Hours const& each) { return each.to == 0; });
}

void take_hours(ImportRow& row, Document const& resource, std::vector<Fault>& faults) {
    if (!resource["hoursOfOperation"].is_there()) return;
    std::vector<Hours> all;
    for (auto const& each : resource["hoursOfOperation"].list())
        for (auto const& day : each["daysOfWeek"].list()) {
            auto const found = std::ranges::find(short_days, day.text());
            auto const from = each["allDay"].flag() ? 0 : minutes_of(each["openingTime"].text()), to = each["allDay"].flag() ? whole : minutes_of(each["closingTime"].text());
            if (found == short_days.end() || from < 0 || to < 0) faults.push_back({row.line, "hoursOfOperation", "These opening hours cannot be read."});
            else all.push_back({static_cast<int>(found - short_days.begin()) + 1, from, to > from ? to : to + whole});
        }
    join_nights(all);
    for (int day = 1; day <= 7; ++day) {
        std::vector<Hours> hours;
        std::ranges::copy_if(all, std::back_inserter(hours), [&](Hours const& each) { return each.day == day; });
        row.cells.emplace_back(day_columns[static_cast<std::size_t>(day - 1)], hours_as_typed(hours));
    }
}

void take_telecom(ImportRow& row, Document const& resource) {
    for (auto const& each : resource["telecom"].list()) {
        auto const system = each["system"].text();
        if (auto const column = system == "phone" ? "phone" : system == "email" ? "email" : system == "url" ? "website" : ""; *column && row.cell(column).empty()) row.cells.emplace_back(column, std::string(each["value"].text()));
    }
}

// Of our own Bundles: what R4's Location has no element for.
void take_extensions(ImportRow& row, Document const& resource) {
    std::string languages, access;
    for (auto const& each : resource["extension"].list()) {
        auto const url = each["url"].text();
        auto const slash = url.rfind('/');
        if (!url.contains("/fhir/StructureDefinition/") || slash == url.npos) continue;
        auto const name = url.substr(slash + 1);
        if (name == "time-zone") row.cells.emplace_back("time_zone", std::string(each["valueCode"].text()));
        if (name == "language") languages += std::string(each["valueCode"].text()) + " ";
        if (name == "access") access += std::string(each["valueCode"].text()) + " ";
        if (name == "insurance" || name == "price") row.cells.emplace_back(std::string(name), std::string(each["valueString"].text()));
        if (name == "accepts-new-patients") row.cells.emplace_back("accepts_new", each["valueBoolean"].flag() ? "yes" : "no");
    }
    if (!languages.empty()) row.cells.emplace_back("languages", base::trim(languages));
    if (!access.empty()) row.cells.emplace_back("access", base::trim(access));
}

std::string written(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6f", number);
    return text;
}

ImportRow location_row(Document const& resource, std::int64_t line, std::vector<Fault>& faults) {
    ImportRow row{.line = line, .identifier = std::string(resource["id"].text())};
    if (auto const identifiers = resource["identifier"].list(); !identifiers.empty() && !identifiers[0]["value"].text().empty()) row.system = identifiers[0]["system"].text(), row.identifier = identifiers[0]["value"].text();
    auto const take = [&](std::string_view column, std::string_view text) { if (!text.empty()) row.cells.emplace_back(std::string(column), std::string(text)); };
    take("name", resource["name"].text());
    take("description", resource["description"].text());
    take("specialty", specialty_of(resource["type"]));
    auto const address = resource["address"];
    std::string street;
    for (auto const& each : address["line"].list()) street += (street.empty() ? "" : ", ") + std::string(each.text());
    take("street", street);
    take("city", address["city"].text());
    take("region", address["state"].text());
    take("postal_code", address["postalCode"].text());
    take("country", address["country"].text());
    if (auto const latitude = resource["position"]["latitude"].number()) row.cells.emplace_back("latitude", written(*latitude));
    if (auto const longitude = resource["position"]["longitude"].number()) row.cells.emplace_back("longitude", written(*longitude));
    if (auto const status = resource["status"].text(); !status.empty()) row.cells.emplace_back("active", status == "inactive" ? "no" : "yes");
    take_telecom(row, resource);
    take_hours(row, resource, faults);
    take_extensions(row, resource);
    return row;
}

Service service_of(Document const& resource) {
    auto code = specialty_of(resource["specialty"]);
    if (code.empty()) code = specialty_of(resource["type"]);
    Service made{.specialty = std::move(code), .name = std::string(resource["name"].text()), .description = std::string(resource["comment"].text()), .price = std::string(resource["extraDetails"].text()), .in_person = false};
    for (auto const& each : resource["characteristic"].list()) {
        auto const words = base::fold(each["text"].text());
        made.in_person = made.in_person || words == "in person";
        made.video = made.video || words == "video";
        made.phone = made.phone || words == "telephone";
    }
    made.in_person = made.in_person || (!made.video && !made.phone);
    made.by_referral = !resource["referralMethod"].list().empty();
    return made;
}

std::string person_name(Document const& name) {
    auto made = std::string(name["text"].text());
    if (!made.empty()) return made;
    for (auto const& given : name["given"].list()) made += std::string(given.text()) + " ";
    return base::trim(made + std::string(name["family"].text()));
}

Staff staff_of(Document const& role, std::unordered_map<std::string, std::string> const& people) {
    Staff made{.name = std::string(role["practitioner"]["display"].text()), .specialty = specialty_of(role["specialty"])};
    if (auto const known = people.find(std::string(role["practitioner"]["reference"].text())); made.name.empty() && known != people.end()) made.name = known->second;
    for (auto const& code : role["code"].list()) {
        made.role = code["text"].text();
        if (made.role.empty() && !code["coding"].list().empty()) made.role = code["coding"].list()[0]["display"].text();
        if (!made.role.empty()) break;
    }
    if (made.role.empty()) made.role = find_specialty(made.specialty) ? find_specialty(made.specialty)->words : "";
    return made;
}

void staff_as_fhir(base::Json& json, Location const& location, Staff const& staff) {
    json.object().pair("resourceType", "PractitionerRole").pair("id", staff.id.text()).pair("active", true);
    json.key("practitioner").object().pair("display", staff.name).end();
    json.key("organization").object().pair("reference", "Organization/" + location.organization.text()).end();
    json.key("code").array().object().pair("text", staff.role).end().end();
    if (auto const* const specialty = find_specialty(staff.specialty)) {
        json.key("specialty").array().object().key("coding").array();
        if (!specialty->snomed.empty()) json.object().pair("system", "http://snomed.info/sct").pair("code", specialty->snomed).end();
        json.object().pair("system", html::absolute("/care/specialties")).pair("code", specialty->code).pair("display", specialty->words).end();
        json.end().end().end();
    }
    json.key("location").array().object().pair("reference", "Location/" + location.id.text()).end().end();
    json.end();
}

void take_organization(ImportFile& file, Document const& resource, std::int64_t line) {
    if (file.contact) return file.faults.push_back({line, "Organization", "A Bundle is of one organization."});
    file.contact = ImportContact{.line = line, .row = {.line = line}};
    take_telecom(file.contact->row, resource);
}

}  // namespace

ImportFile read_bundle(std::string_view text) {
    ImportFile file;
    auto const document = Document::read(text);
    if (!document || (*document)["resourceType"].text() != "Bundle") {
        file.faults.push_back({1, "", "This is no FHIR Bundle in JSON."});
        return file;
    }
    auto const entries = (*document)["entry"].list(4 * most_import_rows + 1);
    if (entries.size() > 4 * most_import_rows) file.faults.push_back({1, "", "These are too many places for one file."});
    std::unordered_map<std::string, std::size_t> places;  // by reference
    std::unordered_map<std::string, std::string> people;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto const resource = entries[i]["resource"];
        auto const kind = resource["resourceType"].text();
        if (kind == "Practitioner" && !resource["name"].list().empty()) {
            auto const name = person_name(resource["name"].list()[0]);
            people.emplace("Practitioner/" + std::string(resource["id"].text()), name);
            people.emplace(std::string(entries[i]["fullUrl"].text()), name);
        }
        if (kind == "Organization") take_organization(file, resource, static_cast<std::int64_t>(i) + 1);
        if (kind != "Location") continue;
        places.emplace("Location/" + std::string(resource["id"].text()), file.rows.size());
        places.emplace(std::string(entries[i]["fullUrl"].text()), file.rows.size());
        file.rows.push_back(location_row(resource, static_cast<std::int64_t>(i) + 1, file.faults));
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto const resource = entries[i]["resource"];
        auto const kind = resource["resourceType"].text();
        if (kind != "HealthcareService" && kind != "PractitionerRole") continue;
        for (auto const& each : resource["location"].list()) {
            auto const found = places.find(std::string(each["reference"].text()));
            if (found == places.end()) {
                file.faults.push_back({static_cast<std::int64_t>(i) + 1, "location", "This names a Location that is not in the Bundle."});
                continue;
            }
            auto& row = file.rows[found->second];
            if (kind == "PractitionerRole") row.staff.push_back(staff_of(resource, people));
            else row.lists_services = true, row.services.push_back(service_of(resource));
        }
    }
    if (file.rows.empty() && file.faults.empty()) file.faults.push_back({1, "", "There is no Location in this Bundle."});
    return file;
}

std::string export_as_fhir(db::Read& read, AccountId organization) {
    base::Json json;
    json.object().pair("resourceType", "Bundle").pair("type", "collection").key("entry").array();
    auto const entry = [&](std::string_view kind, std::string const& id, std::string const& resource) {
        json.object().pair("fullUrl", html::absolute("/fhir/" + std::string(kind) + "/" + id)).key("resource").raw(resource).end();
    };
    if (auto const account = accounts::find(read, organization)) {
        base::Json resource;
        resource.object().pair("resourceType", "Organization").pair("id", organization.text()).pair("active", true).pair("name", account->name);
        auto const contact = organization_of(read, organization);
        if (!contact.phone.empty() || !contact.email.empty() || !contact.website.empty()) {
            resource.key("telecom").array();
            for (auto const& [system, value] : {std::pair("phone", contact.phone), {"email", contact.email}, {"url", contact.website}})
                if (!value.empty()) resource.object().pair("system", system).pair("value", value).end();
            resource.end();
        }
        resource.end();
        entry("Organization", organization.text(), resource.take());
    }
    for (auto const& location : all_locations_of(read, organization)) {
        entry("Location", location.id.text(), location_as_fhir(location, score_of(read, location.id)));
        for (auto const& service : services_of(read, location.id)) entry("HealthcareService", service.id.text(), service_as_fhir(location, service));
        for (auto const& staff : staff_of(read, location.id)) {
            base::Json resource;
            staff_as_fhir(resource, location, staff);
            entry("PractitionerRole", staff.id.text(), resource.take());
        }
    }
    json.end().end();
    return json.take();
}

std::string export_as_json_ld(db::Read& read, AccountId organization) {
    base::Json json;
    json.object().pair("@context", "https://schema.org").key("@graph").array();
    for (auto const& each : locations_of(read, organization)) json.raw(location_as_json_ld(read, each));
    json.end().end();
    return json.take();
}

}  // namespace directory
