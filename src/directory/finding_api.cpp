// /api/salve/v1/care: the same search for programs, open to everybody and to other sites' pages.
#include "base/json.hpp"
#include "base/time.hpp"
#include "directory/finding.hpp"

namespace directory {

using base::refuse, base::Why;
using http::Open, http::Request;

namespace {

void write_score(base::Json& json, Score const& score) {
    json.key("score");
    if (score.effective < 15) json.null();
    else json.object().pair("mean", score.mean).pair("low", score.low).pair("high", score.high).end();
    json.pair("reviews", score.reviews);
}

void write_location(base::Json& json, db::Read& read, Location const& location, Score const& score) {
    auto const now = opening(location, read.now);
    auto const organization = accounts::find(read, location.organization);
    json.pair("id", location.id.text()).pair("url", html::absolute(address_of(location.id))).pair("name", location.name).pair("specialty", location.specialty);
    json.key("organization").object().pair("id", location.organization.text()).pair("name", organization ? organization->name : "").pair("verified", is_verified(read, location.organization)).end();
    json.key("address").object().pair("street", location.street).pair("city", location.city).pair("region", location.region).pair("postal_code", location.postal_code).pair("country", location.country).end();
    json.key("position").object().pair("latitude", location.position.latitude).pair("longitude", location.position.longitude).end();
    json.pair("phone", location.phone).pair("email", location.email).pair("website", location.website).pair("time_zone", location.zone);
    json.key("open").object().pair("now", now.open).key("until");
    now.changes_at ? json.value(base::iso8601(now.changes_at)) : json.null();
    json.end();
    json.key("languages").array();
    for (auto const& each : location.languages) json.value(each);
    json.end().key("access").array();
    for (auto const& each : location.access) json.value(each);
    json.end().pair("insurance", location.insurance).pair("price", location.price).pair("accepts_new", location.accepts_new);
    json.pair("confirmed_at", base::iso8601(location.confirmed_at)).pair("checked", location.confirmed_at + fresh_for >= read.now);
    write_score(json, score);
}

http::Answer give_search(Request const& request, db::Read& read) {
    auto asking = asked_in(request, read);
    if (asking.unknown_place) return base::refuse_field("near", "ERR_INVALID", "We do not know this place. Try a larger one near it.");
    auto& question = asking.question;
    if (!question.specialty.empty() && !find_specialty(question.specialty)) return base::refuse_field("kind", "ERR_INCLUSION", "Choose a kind of care from the list.");
    if (!question.access.empty() && !find_access_feature(question.access)) return base::refuse_field("access", "ERR_INCLUSION", "Choose from the list of what helps people to get in.");
    question.limit = static_cast<int>(std::clamp<std::int64_t>(request.fields.integer("limit").value_or(20), 1, 100));
    auto const answer = search(read, question);
    base::Json json;
    json.object().pair("total", answer.total).key("next");
    answer.next ? json.value(answer.next) : json.null();
    json.key("places").array();
    for (auto const& found : answer.found) {
        json.object();
        write_location(json, read, found.location, found.score);
        json.key("distance");
        found.distance < 0 ? json.null() : json.value(found.distance);
        auto const& points = found.points;
        json.key("points").object().pair("sum", points.sum()).pair("match", points.match).pair("near", points.near).pair("reviews", points.reviews).pair("checked", points.checked).pair("accepts", points.accepts).end();
        json.end();
    }
    json.end().end();
    return http::json(json.take()).with("Access-Control-Allow-Origin", "*");
}

http::Answer give_specialties(Request const& request, db::Read&) {
    html::Words const words(request.locale);
    base::Json json;
    json.array();
    for (auto const& each : specialties()) json.object().pair("code", each.code).pair("name", words.plain(each.words)).pair("snomed", each.snomed).end();
    json.end();
    return http::json(json.take()).with("Access-Control-Allow-Origin", "*");
}

base::Result<Location> named(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<LocationId>("id");
    auto location = id && entry_of(read, *id) ? find(read, *id) : std::nullopt;
    if (!location) return refuse(Why::not_found, "There is no such place of care.");
    return *location;
}

http::Answer give_one(Request const& request, db::Read& read) {
    auto const location = TRY(named(request, read));
    base::Json json;
    json.object();
    write_location(json, read, location, score_of(read, location.id));
    json.key("services").array();
    for (auto const& each : services_of(read, location.id))
        json.object().pair("id", each.id.text()).pair("specialty", each.specialty).pair("name", each.name).pair("description", each.description).pair("price", each.price).pair("by_referral", each.by_referral)
            .pair("in_person", each.in_person).pair("video", each.video).pair("phone", each.phone).end();
    json.end().end();
    return http::json(json.take()).with("Access-Control-Allow-Origin", "*");
}

}  // namespace

void add_api(http::Router::Section api) {
    api.get("/api/salve/v1/care", Open::to_anyone, give_search).says("Finds places of care, in the published order").takes_field("q", "string", "A kind of care, a condition or a name.")
        .takes_field("near", "string", "A city or a postal code.").takes_field("at", "string", "Latitude and longitude, rounded to 0.01 degree: 42.31,-122.88.").takes_field("within", "integer", "Kilometers, 1 to 200; 25 when not said.")
        .takes_field("kind", "string", "A code of /api/salve/v1/care/specialties.").takes_field("language", "string", "BCP 47.").takes_field("access", "string", "A code, as step_free.").takes_field("open", "boolean", "Open now.")
        .takes_field("new", "boolean", "Accepts new patients.").takes_field("video", "boolean", "Offers visits by video.").takes_field("order", "string", "best, distance, rating or name.")
        .takes_field("after", "integer", "`next` of the answer before.").takes_field("limit", "integer", "1 to 100; 20 when not said.");
    api.get("/api/salve/v1/care/specialties", Open::to_anyone, give_specialties).says("The kinds of care, in the reader's language");
    api.get("/api/salve/v1/care/:id", Open::to_anyone, give_one).says("One place of care with its services");
    api.get("/api/salve/v1/care/:id/fhir", Open::to_anyone, [](Request const& request, db::Read& read) -> http::Answer {
        auto const location = TRY(named(request, read));
        auto answer = http::json(location_as_fhir(location, score_of(read, location.id)));
        answer.type = "application/fhir+json; charset=utf-8";
        return answer.with("Access-Control-Allow-Origin", "*");
    }).says("One place of care as a FHIR R4 Location");
}

}  // namespace directory
