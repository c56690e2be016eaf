// Locations and services as other software reads them: FHIR R4 resources, and schema.org data that says what the page says.
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "html/html.hpp"
#include <array>
#include <cstdio>

namespace directory {
namespace {

constexpr std::array days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array day_names = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

std::string clock(int minutes, bool seconds) {
    std::array<char, 16> made{};
    std::snprintf(made.data(), made.size(), seconds ? "%02d:%02d:00" : "%02d:%02d", minutes / 60 % 24, minutes % 60);
    return made.data();
}

void concept_of(base::Json& json, Specialty const& specialty) {
    json.object().key("coding").array();
    if (!specialty.snomed.empty()) json.object().pair("system", "http://snomed.info/sct").pair("code", specialty.snomed).end();
    json.object().pair("system", html::absolute("/care/specialties")).pair("code", specialty.code).pair("display", specialty.words).end();
    json.end().pair("text", specialty.words).end();
}

void contact(base::Json& json, Location const& location) {
    if (location.phone.empty() && location.email.empty() && location.website.empty()) return;
    json.key("telecom").array();
    if (!location.phone.empty()) json.object().pair("system", "phone").pair("value", location.phone).end();
    if (!location.email.empty()) json.object().pair("system", "email").pair("value", location.email).end();
    if (!location.website.empty()) json.object().pair("system", "url").pair("value", location.website).end();
    json.end();
}

// R4 has no night that passes midnight: it becomes an evening and a morning.
template <class Each>
void split_at_midnight(Hours const& hours, Each each) {
    constexpr int whole = 24 * 60;
    if (hours.to <= whole) return each(hours.day, hours.from, hours.to);
    each(hours.day, hours.from, whole);
    each(hours.day % 7 + 1, 0, hours.to - whole);
}

void fhir_hours(base::Json& json, Location const& location) {
    if (location.hours.empty()) return;
    json.key("hoursOfOperation").array();
    for (auto const& hours : location.hours)
        split_at_midnight(hours, [&](int day, int from, int to) {
            json.object().key("daysOfWeek").array().value(days[static_cast<std::size_t>(day - 1)]).end();
            if (from == 0 && to == 24 * 60) json.pair("allDay", true);
            else json.pair("openingTime", clock(from, true)).pair("closingTime", to == 24 * 60 ? "23:59:59" : clock(to, true));
            json.end();
        });
    json.end();
}

std::string exceptions_in_words(Location const& location) {
    std::string made;
    for (auto const& each : location.exceptions) {
        made += (made.empty() ? "" : "; ") + each.date + ": ";
        if (each.hours.empty()) made += "closed";
        for (std::size_t i = 0; i < each.hours.size(); ++i) made += (i ? ", " : "") + clock(each.hours[i].from, false) + "-" + clock(each.hours[i].to, false);
        if (!each.reason.empty()) made += " (" + each.reason + ")";
    }
    return made;
}

// An extension of ours, for what R4's Location has no element for.
void extension(base::Json& json, std::string_view name, std::string_view kind, std::string_view value) {
    json.object().pair("url", html::absolute("/fhir/StructureDefinition/" + std::string(name))).pair(kind, value).end();
}

void extensions(base::Json& json, Location const& location, Score const& score) {
    json.key("extension").array();
    extension(json, "time-zone", "valueCode", location.zone);
    if (location.confirmed_at) extension(json, "confirmed", "valueDateTime", base::iso8601(location.confirmed_at));
    for (auto const& each : location.languages) extension(json, "language", "valueCode", each);
    for (auto const& each : location.access) extension(json, "access", "valueCode", each);
    if (!location.insurance.empty()) extension(json, "insurance", "valueString", location.insurance);
    if (!location.price.empty()) extension(json, "price", "valueString", location.price);
    json.object().pair("url", html::absolute("/fhir/StructureDefinition/accepts-new-patients")).pair("valueBoolean", location.accepts_new).end();
    if (score.effective >= 15) {
        json.object().pair("url", html::absolute("/fhir/StructureDefinition/rating")).key("extension").array();
        json.object().pair("url", "mean").pair("valueDecimal", score.mean).end();
        json.object().pair("url", "low").pair("valueDecimal", score.low).end();
        json.object().pair("url", "high").pair("valueDecimal", score.high).end();
        json.object().pair("url", "reviews").pair("valueInteger", score.reviews).end();
        json.end().end();
    }
    json.end();
}

void address(base::Json& json, Location const& location) {
    json.key("address").object().pair("use", "work").pair("type", "physical");
    if (!location.street.empty()) json.key("line").array().value(location.street).end();
    json.pair("city", location.city);
    if (!location.region.empty()) json.pair("state", location.region);
    if (!location.postal_code.empty()) json.pair("postalCode", location.postal_code);
    json.pair("country", location.country).end();
}

}  // namespace

std::string location_as_fhir(Location const& location, Score const& score) {
    base::Json json;
    json.object().pair("resourceType", "Location").pair("id", location.id.text());
    json.key("meta").object().pair("lastUpdated", base::iso8601(location.updated_at)).end();
    extensions(json, location, score);
    json.pair("status", location.active ? "active" : "inactive").pair("name", location.name);
    if (!location.description.empty()) json.pair("description", location.description);
    json.pair("mode", "instance");
    if (auto const* const specialty = find_specialty(location.specialty)) {
        json.key("type").array();
        concept_of(json, *specialty);
        json.end();
    }
    contact(json, location);
    address(json, location);
    json.key("position").object().pair("longitude", location.position.longitude).pair("latitude", location.position.latitude).end();
    json.key("managingOrganization").object().pair("reference", "Organization/" + location.organization.text()).end();
    fhir_hours(json, location);
    if (!location.exceptions.empty()) json.pair("availabilityExceptions", exceptions_in_words(location));
    json.end();
    return json.take();
}

std::string service_as_fhir(Location const& location, Service const& service) {
    base::Json json;
    json.object().pair("resourceType", "HealthcareService").pair("id", service.id.text());
    json.key("meta").object().pair("lastUpdated", base::iso8601(location.updated_at)).end();
    json.pair("active", location.active);
    json.key("providedBy").object().pair("reference", "Organization/" + location.organization.text()).end();
    if (auto const* const specialty = find_specialty(service.specialty)) {
        json.key("specialty").array();
        concept_of(json, *specialty);
        json.end();
    }
    json.key("location").array().object().pair("reference", "Location/" + location.id.text()).end().end();
    json.pair("name", service.name);
    if (!service.description.empty()) json.pair("comment", service.description);
    if (!service.price.empty()) json.pair("extraDetails", service.price);
    if (service.in_person || service.video || service.phone) {
        json.key("characteristic").array();
        for (auto const& [has, words] : {std::pair(service.in_person, "In person"), std::pair(service.video, "Video"), std::pair(service.phone, "Telephone")})
            if (has) json.object().pair("text", words).end();
        json.end();
    }
    json.pair("appointmentRequired", false);
    if (service.by_referral) json.key("referralMethod").array().object().pair("text", "By referral").end().end();
    json.end();
    return json.take();
}

std::string location_as_json_ld(db::Read& read, Location const& location) {
    base::Json json;
    auto const organization = accounts::find(read, location.organization);
    json.object().pair("@context", "https://schema.org").pair("@type", location.specialty == "pharmacy" ? "Pharmacy" : location.specialty == "dental" ? "Dentist" : "MedicalClinic");
    json.pair("@id", html::absolute(address_of(location.id))).pair("url", html::absolute(address_of(location.id))).pair("name", location.name);
    if (!location.description.empty()) json.pair("description", location.description);
    if (auto const* const specialty = find_specialty(location.specialty)) json.pair("medicalSpecialty", specialty->words);
    if (!location.phone.empty()) json.pair("telephone", location.phone);
    if (!location.email.empty()) json.pair("email", location.email);
    if (!location.website.empty()) json.pair("sameAs", location.website);
    json.key("address").object().pair("@type", "PostalAddress");
    if (!location.street.empty()) json.pair("streetAddress", location.street);
    json.pair("addressLocality", location.city);
    if (!location.region.empty()) json.pair("addressRegion", location.region);
    if (!location.postal_code.empty()) json.pair("postalCode", location.postal_code);
    json.pair("addressCountry", location.country).end();
    json.key("geo").object().pair("@type", "GeoCoordinates").pair("latitude", location.position.latitude).pair("longitude", location.position.longitude).end();
    if (!location.price.empty()) json.pair("priceRange", location.price);
    if (!location.languages.empty()) {
        json.key("availableLanguage").array();
        for (auto const& each : location.languages) json.value(each);
        json.end();
    }
    if (!location.access.empty()) {
        json.key("amenityFeature").array();
        for (auto const& each : location.access)
            if (auto const* const feature = find_access_feature(each)) json.object().pair("@type", "LocationFeatureSpecification").pair("name", feature->words).pair("value", true).end();
        json.end();
    }
    json.pair("isAcceptingNewPatients", location.accepts_new);
    if (!location.hours.empty()) {
        json.key("openingHoursSpecification").array();
        for (auto const& each : location.hours)
            json.object().pair("@type", "OpeningHoursSpecification").pair("dayOfWeek", day_names[static_cast<std::size_t>(each.day - 1)]).pair("opens", clock(each.from, false)).pair("closes", each.to == 24 * 60 ? "23:59" : clock(each.to, false)).end();
        json.end();
    }
    if (!location.exceptions.empty()) {
        json.key("specialOpeningHoursSpecification").array();
        for (auto const& day : location.exceptions) {
            auto entry = [&](std::string const& opens, std::string const& closes) {
                json.object().pair("@type", "OpeningHoursSpecification").pair("validFrom", day.date).pair("validThrough", day.date).pair("opens", opens).pair("closes", closes).end();
            };
            if (day.hours.empty()) entry("00:00", "00:00");
            for (auto const& each : day.hours) entry(clock(each.from, false), each.to == 24 * 60 ? "23:59" : clock(each.to, false));
        }
        json.end();
    }
    auto const services = services_of(read, location.id);
    if (!services.empty()) {
        json.key("availableService").array();
        for (auto const& each : services) json.object().pair("@type", "MedicalProcedure").pair("name", each.name).end();
        json.end();
    }
    if (auto const score = score_of(read, location.id); score.effective >= 15)
        json.key("aggregateRating").object().pair("@type", "AggregateRating").pair("ratingValue", static_cast<double>(static_cast<int>(score.mean * 10 + 0.5)) / 10).pair("bestRating", 5).pair("worstRating", 1).pair("reviewCount", score.reviews).end();
    if (organization) json.key("parentOrganization").object().pair("@type", "Organization").pair("name", organization->name).pair("url", organization->url()).end();
    json.end();
    return json.take();
}

}  // namespace directory
