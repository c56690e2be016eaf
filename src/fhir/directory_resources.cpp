// Organization, Location, HealthcareService, Practitioner and PractitionerRole: the directory, open to everybody.
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "fhir/engine.hpp"
#include "fhir/family.hpp"
#include "html/html.hpp"
#include <algorithm>
#include <charconv>

namespace fhir {

namespace {

Token specialty_token(std::string_view parameter, directory::Specialty const& specialty, bool snomed) {
    return snomed ? Token{parameter, "http://snomed.info/sct", std::string(specialty.snomed)} : Token{parameter, html::absolute("/care/specialties"), std::string(specialty.code)};
}

void found_by_specialty(Resource& resource, std::string_view parameter, std::string_view code) {
    auto const* const specialty = directory::find_specialty(code);
    if (!specialty) return;
    resource.tokens.push_back(specialty_token(parameter, *specialty, false));
    if (!specialty->snomed.empty()) resource.tokens.push_back(specialty_token(parameter, *specialty, true));
}

// The directory's own word for a kind of care; nothing when it is asked for in another system's, which the engine compares.
std::string specialty_in(Search const& search, std::string_view parameter) {
    auto const value = search.first(parameter);
    auto const code = value.substr(value.find('|') + 1);
    return directory::find_specialty(code) ? code : std::string();
}

directory::Listing listing(Search const& search, std::int64_t after, int limit) {
    directory::Listing made{.after = after, .limit = limit};
    made.organization = AccountId{search.first_id("organization").value_or(0)};
    made.location = directory::LocationId{search.first_id("location").value_or(0)};
    return made;
}

void telecom(base::Json& json, std::initializer_list<std::pair<std::string_view, std::string_view>> ways) {
    if (std::ranges::all_of(ways, [](auto const& each) { return each.second.empty(); })) return;
    json.key("telecom").array();
    for (auto const& [system, value] : ways)
        if (!value.empty()) json.object().pair("system", system).pair("value", value).end();
    json.end();
}

std::optional<Resource> organization(db::Read& read, accounts::Account const& account) {
    if (!account.is_local() || !account.is_organization() || account.hidden()) return std::nullopt;
    auto const more = directory::organization_of(read, account.id);
    auto const name = account.name.empty() ? account.username : account.name;
    Resource made{.type = "Organization", .id = account.id.text(), .updated = std::max(account.created_at, more.verified_at), .key = account.id.value};
    Writer writer(made);
    auto& json = writer.json;
    if (more.verified_at) json.key("extension").array().object().pair("url", extension_url("verified")).pair("valueBoolean", true).end().end();
    json.key("identifier").array();
    writer.identifier("urn:ietf:rfc:3986", account.uri());
    json.end().pair("active", true).key("type").array();
    writer.concept_of({{"http://terminology.hl7.org/CodeSystem/organization-type", "prov", "Healthcare Provider"}});
    json.end().pair("name", name);
    telecom(json, {{"phone", more.phone}, {"email", more.email}, {"url", more.website}});
    writer.finish();
    made.texts = {{"name", name}};
    made.tokens = {{"active", "", "true"}, {"identifier", "urn:ietf:rfc:3986", account.uri()}, {"type", "http://terminology.hl7.org/CodeSystem/organization-type", "prov"}};
    return made;
}

Kind organization_kind() {
    Kind kind{.type = "Organization", .open = true};
    kind.parameters = {{"name", Of::text, "What it is called"}, {"active", Of::token, "true"}, {"identifier", Of::token, "The address of its account"}, {"type", Of::token, "Its kind"}};
    kind.find = [](db::Read& read, Asker const&, std::int64_t id) -> std::optional<Resource> {
        auto const account = accounts::find(read, AccountId{id});
        return account ? organization(read, *account) : std::nullopt;
    };
    kind.list = [](db::Read& read, Asker const&, Search const&, std::int64_t after, int limit) {
        std::vector<Resource> all;
        // One that went stays as a place in the order, so that a short page is not taken for the last.
        auto const ids = directory::list_organizations(read, after, limit);
        for (auto const& account : accounts::find_all(read, ids)) {
            auto made = organization(read, account);
            all.push_back(made ? std::move(*made) : passed_over(account.id.value));
        }
        return padded(std::move(all), ids);
    };
    return kind;
}

Resource location(db::Read& read, directory::Location const& place) {
    Resource made{.type = "Location", .id = place.id.text(), .updated = place.updated_at, .body = directory::location_as_fhir(place, directory::score_of(read, place.id)), .key = place.id.value};
    made.texts = {{"name", place.name}, {"address-city", place.city}, {"address-postalcode", place.postal_code}, {"address-country", place.country}, {"address-state", place.region}};
    for (auto const& part : {place.street, place.city, place.region, place.postal_code, place.country})
        if (!part.empty()) made.texts.push_back({"address", part});
    made.tokens = {{"status", "http://hl7.org/fhir/location-status", place.active ? "active" : "inactive"}};
    found_by_specialty(made, "type", place.specialty);
    made.links = {{"organization", "Organization", place.organization.text()}};
    return made;
}

// near=latitude|longitude[|distance[|unit]]: km, m or [mi_i]; 25 km when it is not said.
struct Near { areas::Point point; double within = 25; };
std::optional<Near> near_in(std::string const& text) {
    auto const parts = base::split(text, '|');
    if (parts.size() < 2 || parts.size() > 4) return std::nullopt;
    auto number = [](std::string_view from) {
        double value = 0;
        auto const [end, fault] = std::from_chars(from.data(), from.data() + from.size(), value);
        return fault == std::errc() && end == from.data() + from.size() ? std::optional(value) : std::nullopt;
    };
    auto const latitude = number(parts[0]), longitude = number(parts[1]);
    if (!latitude || !longitude || !(std::abs(*latitude) <= 90) || !(std::abs(*longitude) <= 180)) return std::nullopt;
    Near near{{.latitude = *latitude, .longitude = *longitude}};
    if (parts.size() > 2 && !parts[2].empty()) {
        auto const distance = number(parts[2]);
        if (!distance || !(*distance > 0)) return std::nullopt;
        auto const unit = parts.size() > 3 ? parts[3] : "km";
        near.within = unit == "m" ? *distance / 1000 : unit.contains("mi") ? *distance * 1.609344 : *distance;
    }
    near.within = std::min(near.within, directory::widest_search);
    return near;
}

// The nearest first: the key is the place in that order.
std::vector<Resource> locations_near(db::Read& read, Near const& near, std::int64_t after, int limit) {
    std::vector<Resource> all;
    while (std::ssize(all) < limit) {
        auto const answer = directory::search(read, {.near = near.point, .within = near.within, .order = directory::Order::distance, .after = after, .limit = std::min(limit - static_cast<int>(all.size()), 100)});
        for (auto const& found : answer.found) {
            all.push_back(is_shown(read, found.location.organization) ? location(read, found.location) : Resource{});
            all.back().key = ++after;
        }
        if (!answer.next) break;
        after = answer.next;
        all.back().key = after;
    }
    return all;
}

Kind location_kind() {
    Kind kind{.type = "Location", .open = true};
    kind.parameters = {{"name", Of::text, "What it is called"}, {"address", Of::text, "Any part of the address"}, {"address-city", Of::text, "The city"}, {"address-state", Of::text, "The region"},
                       {"address-postalcode", Of::text, "The postal code"}, {"address-country", Of::text, "The country, as in ISO 3166"}, {"organization", Of::link, "Whose place it is"}, {"type", Of::token, "The kind of care"},
                       {"status", Of::token, "active or inactive"}, {"near", Of::special, "latitude|longitude|distance|unit: the nearest first"}};
    kind.includes = {"organization"};
    kind.check = [](Search const& search) -> base::Result<base::Done> {
        auto const near = search.first("near");
        if (!near.empty() && !near_in(near)) return base::refuse_field("near", "FHIR_400", "Say where as latitude|longitude|distance|km.");
        return base::Done{};
    };
    kind.find = [](db::Read& read, Asker const&, std::int64_t id) -> std::optional<Resource> {
        auto const place = shown_place(read, directory::LocationId{id});
        return place ? std::optional(location(read, *place)) : std::nullopt;
    };
    kind.list = [](db::Read& read, Asker const&, Search const& search, std::int64_t after, int limit) {
        if (auto const near = search.first("near"); !near.empty()) return locations_near(read, *near_in(near), after, limit);
        auto asked = listing(search, after, limit);
        asked.specialty = specialty_in(search, "type");
        asked.city = search.first("address-city");
        std::vector<Resource> all;
        for (auto const& place : directory::list_locations(read, asked)) all.push_back(is_shown(read, place.organization) ? location(read, place) : passed_over(place.id.value));
        return all;
    };
    return kind;
}

std::optional<Resource> service(db::Read& read, directory::Service const& each) {
    auto const place = shown_place(read, each.location);
    if (!place) return std::nullopt;
    Resource made{.type = "HealthcareService", .id = each.id.text(), .updated = place->updated_at, .body = directory::service_as_fhir(*place, each), .key = each.id.value};
    made.texts = {{"name", each.name}};
    made.tokens = {{"active", "", place->active ? "true" : "false"}};
    found_by_specialty(made, "specialty", each.specialty);
    made.links = {{"organization", "Organization", place->organization.text()}, {"location", "Location", place->id.text()}};
    return made;
}

Kind service_kind() {
    Kind kind{.type = "HealthcareService", .open = true};
    kind.parameters = {{"name", Of::text, "What it is called"}, {"active", Of::token, "true or false"}, {"specialty", Of::token, "The kind of care"}, {"organization", Of::link, "Who gives it"}, {"location", Of::link, "Where"}};
    kind.includes = {"organization", "location"};
    kind.find = [](db::Read& read, Asker const&, std::int64_t id) -> std::optional<Resource> {
        auto const found = directory::find_service(read, directory::ServiceId{id});
        return found ? service(read, *found) : std::nullopt;
    };
    kind.list = [](db::Read& read, Asker const&, Search const& search, std::int64_t after, int limit) {
        auto asked = listing(search, after, limit);
        asked.specialty = specialty_in(search, "specialty");
        std::vector<Resource> all;
        for (auto const& each : directory::list_services(read, asked)) all.push_back(service(read, each).value_or(passed_over(each.id.value)));
        return all;
    };
    return kind;
}

std::optional<Resource> practitioner(db::Read& read, directory::Staff const& staff) {
    auto const place = shown_place(read, staff.location);
    if (!place) return std::nullopt;
    auto const account = staff.account ? accounts::find(read, staff.account) : std::nullopt;
    Resource made{.type = "Practitioner", .id = staff.id.text(), .updated = std::max(place->updated_at, staff.verified_at), .key = staff.id.value};
    Writer writer(made);
    auto& json = writer.json;
    if (account && !account->hidden()) {
        json.key("identifier").array();
        writer.identifier("urn:ietf:rfc:3986", account->uri());
        json.end();
        made.tokens.push_back({"identifier", "urn:ietf:rfc:3986", account->uri()});
    }
    json.pair("active", place->active).key("name").array().object().pair("text", staff.name).end().end();
    if (!staff.credential.empty()) {
        json.key("qualification").array().object();
        if (staff.verified_at) json.key("extension").array().object().pair("url", extension_url("checked")).pair("valueDateTime", base::iso8601(staff.verified_at)).end().end();
        writer.coded("code", {}, staff.credential);
        if (!staff.registry.empty()) json.key("issuer").object().pair("display", staff.registry).end();
        json.end().end();
    }
    if (!staff.languages.empty()) {
        json.key("communication").array();
        for (auto const& each : staff.languages) writer.concept_of({{"urn:ietf:bcp:47", each}});
        json.end();
    }
    writer.finish();
    made.texts = {{"name", staff.name}};
    made.tokens.push_back({"active", "", place->active ? "true" : "false"});
    for (auto const& each : staff.languages) made.tokens.push_back({"communication", "urn:ietf:bcp:47", each});
    return made;
}

std::optional<Resource> role(db::Read& read, directory::Staff const& staff) {
    auto const place = shown_place(read, staff.location);
    if (!place) return std::nullopt;
    Resource made{.type = "PractitionerRole", .id = staff.id.text(), .updated = std::max(place->updated_at, staff.verified_at), .key = staff.id.value};
    Writer writer(made);
    auto& json = writer.json;
    json.pair("active", place->active);
    writer.found_by("practitioner", "practitioner", "Practitioner", staff.id.text(), staff.name);
    writer.found_by("organization", "organization", "Organization", place->organization.text());
    if (!staff.role.empty()) {
        json.key("code").array();
        writer.concept_of({}, staff.role);
        json.end();
    }
    if (directory::find_specialty(staff.specialty)) {
        json.key("specialty").array();
        writer.concept_of(specialty_codings(staff.specialty), directory::find_specialty(staff.specialty)->words);
        json.end();
    }
    json.key("location").array().object().pair("reference", "Location/" + place->id.text()).pair("display", place->name).end().end();
    writer.finish();
    made.links.push_back({"location", "Location", place->id.text()});
    made.tokens = {{"active", "", place->active ? "true" : "false"}};
    found_by_specialty(made, "specialty", staff.specialty);
    return made;
}

Kind staff_kind(std::string_view type, std::optional<Resource> (*make)(db::Read&, directory::Staff const&)) {
    Kind kind{.type = type, .open = true};
    kind.find = [make](db::Read& read, Asker const&, std::int64_t id) -> std::optional<Resource> {
        auto const found = directory::find_staff(read, directory::StaffId{id});
        return found ? make(read, *found) : std::nullopt;
    };
    kind.list = [make](db::Read& read, Asker const&, Search const& search, std::int64_t after, int limit) {
        auto asked = listing(search, after, limit);
        asked.specialty = specialty_in(search, "specialty");
        std::vector<Resource> all;
        for (auto const& each : directory::list_staff(read, asked)) all.push_back(make(read, each).value_or(passed_over(each.id.value)));
        return all;
    };
    return kind;
}

}  // namespace

bool is_shown(db::Read& read, AccountId organization) {
    auto const account = accounts::find(read, organization);
    return account && !account->hidden();
}

std::optional<directory::Location> shown_place(db::Read& read, directory::LocationId id) {
    auto place = directory::find(read, id);
    return place && is_shown(read, place->organization) ? std::move(place) : std::nullopt;
}

std::vector<Coding> specialty_codings(std::string_view code) {
    std::vector<Coding> all;
    auto const* const specialty = directory::find_specialty(code);
    if (!specialty) return all;
    if (!specialty->snomed.empty()) all.push_back({"http://snomed.info/sct", std::string(specialty->snomed)});
    all.push_back({html::absolute("/care/specialties"), std::string(specialty->code), std::string(specialty->words)});
    return all;
}

void add_directory(std::vector<Kind>& all) {
    all.push_back(organization_kind());
    all.push_back(location_kind());
    all.push_back(service_kind());
    auto people = staff_kind("Practitioner", practitioner);
    people.parameters = {{"name", Of::text, "What they are called"}, {"active", Of::token, "true or false"}, {"identifier", Of::token, "The address of their account"}, {"communication", Of::token, "A language they speak, as in BCP 47"}};
    all.push_back(std::move(people));
    auto roles = staff_kind("PractitionerRole", role);
    roles.parameters = {{"practitioner", Of::link, "Who"}, {"organization", Of::link, "For whom"}, {"location", Of::link, "Where"}, {"specialty", Of::token, "The kind of care"}, {"active", Of::token, "true or false"}};
    roles.includes = {"practitioner", "organization", "location"};
    all.push_back(std::move(roles));
}

}  // namespace fhir
