// What this server can do, said to clients: the CapabilityStatement, and where a SMART app finds the ways in.
#include "base/settings.hpp"
#include "fhir/engine.hpp"
#include "html/html.hpp"

namespace fhir {

using http::Open, http::Request;

namespace {

constexpr std::string_view since = "2026-11-23T00:00:00Z";

void security(base::Json& json) {
    json.key("security").object().pair("cors", true);
    json.key("service").array().object().key("coding").array().object().pair("system", "http://terminology.hl7.org/CodeSystem/restful-security-service").pair("code", "SMART-on-FHIR").end().end().pair("text", "OAuth 2 with scopes of SMART on FHIR").end().end();
    json.key("extension").array().object().pair("url", "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris").key("extension").array();
    for (auto const& [name, path] : {std::pair("authorize", "/oauth/authorize"), std::pair("token", "/oauth/token"), std::pair("revoke", "/oauth/revoke")})
        json.object().pair("url", name).pair("valueUri", html::absolute(path)).end();
    json.end().end().end().end();
}

void describe(base::Json& json, Kind const& kind) {
    json.object().pair("type", kind.type).key("interaction").array();
    json.object().pair("code", "read").end().object().pair("code", "search-type").end();
    if (kind.create) json.object().pair("code", "create").end();
    if (kind.update) json.object().pair("code", "update").end();
    json.end().pair("versioning", kind.update ? "versioned-update" : "versioned").pair("readHistory", false).pair("updateCreate", false).pair("conditionalRead", "not-match");
    if (!kind.includes.empty()) {
        json.key("searchInclude").array();
        for (auto each : kind.includes) json.value(std::string(kind.type) + ":" + std::string(each));
        json.end();
    }
    json.key("searchParam").array();
    json.object().pair("name", "_id").pair("type", "token").end().object().pair("name", "_lastUpdated").pair("type", "date").end();
    for (auto const& each : kind.parameters) json.object().pair("name", each.name).pair("type", text_of(each.of)).pair("documentation", each.about).end();
    json.end();
    if (kind.type == "Appointment") {
        json.key("operation").array();
        for (auto each : {"find", "book"}) json.object().pair("name", each).pair("definition", html::absolute("/fhir/OperationDefinition/Appointment-" + std::string(each))).end();
        json.end();
    }
    json.end();
}

std::string statement() {
    base::Json json;
    json.object().pair("resourceType", "CapabilityStatement").pair("id", "salve").pair("url", html::absolute("/fhir/metadata")).pair("version", SALVE_VERSION);
    json.pair("name", "Salve").pair("title", "Salve").pair("status", "active").pair("date", since).pair("kind", "instance");
    json.pair("description", "Places of care, their times, and what a person and their care teams share.");
    json.key("software").object().pair("name", "Salve").pair("version", SALVE_VERSION).end();
    json.key("implementation").object().pair("description", "Salve at " + base::site_url()).pair("url", html::absolute("/fhir")).end();
    json.pair("fhirVersion", "4.0.1").key("format").array().value("application/fhir+json").value("json").end();
    json.key("rest").array().object().pair("mode", "server");
    security(json);
    json.key("resource").array();
    for (auto const& kind : kinds()) describe(json, kind);
    json.end().end().end().end();
    return json.take();
}

void list(base::Json& json, std::string_view name, std::initializer_list<std::string_view> values) {
    json.key(name).array();
    for (auto value : values) json.value(value);
    json.end();
}

std::string smart() {
    base::Json json;
    json.object().pair("authorization_endpoint", html::absolute("/oauth/authorize")).pair("token_endpoint", html::absolute("/oauth/token"));
    json.pair("revocation_endpoint", html::absolute("/oauth/revoke")).pair("management_endpoint", html::absolute("/settings/sessions"));
    list(json, "token_endpoint_auth_methods_supported", {"client_secret_basic", "client_secret_post"});
    list(json, "grant_types_supported", {"authorization_code", "client_credentials"});
    list(json, "response_types_supported", {"code"});
    list(json, "code_challenge_methods_supported", {"S256"});
    list(json, "scopes_supported", {"launch/patient", "fhirUser", "offline_access", "patient/*.read", "patient/*.rs", "patient/*.write", "patient/*.cruds", "patient/Appointment.write", "patient/QuestionnaireResponse.write", "patient/Observation.write", "user/*.read", "user/*.rs", "user/*.write"});
    list(json, "capabilities", {"launch-standalone", "client-confidential-symmetric", "context-standalone-patient", "permission-patient", "permission-user", "permission-v1", "permission-v2"});
    json.end();
    return json.take();
}

// A plain route may not read: both texts are the same for everybody, and made once.
http::Answer capability(Request const& request) {
    static std::string const text = statement();
    TRY(check_format(request));
    return give(text).with("Cache-Control", "public, max-age=300");
}

}  // namespace

void add_capability(http::Router::Section section) {
    section.plain("/fhir/metadata", Open::to_anyone, capability).says("What this server can do: a CapabilityStatement of FHIR R4");
    section.plain("/fhir/.well-known/smart-configuration", Open::to_anyone, [](Request const&) -> http::Answer {
        static std::string const text = smart();
        return http::json(text).with("Cache-Control", "public, max-age=300");
    }).says("Where a SMART app is let in");
}

}  // namespace fhir
