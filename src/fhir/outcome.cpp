// How refusals are told: OperationOutcome, with the codes of FHIR's IssueType.
#include "fhir/engine.hpp"
#include "base/text.hpp"
#include "fhir/fhir.hpp"

namespace fhir {

namespace {

std::string_view code_of(int status) {
    switch (status) {
        case 400: return "invalid";
        case 401: return "login";
        case 403: return "forbidden";
        case 404: return "not-found";
        case 405:
        case 406:
        case 415: return "not-supported";
        case 409:
        case 412: return "conflict";
        case 410: return "deleted";
        case 413: return "too-long";
        case 422: return "processing";
        case 429: return "throttled";
        case 503: return "transient";
        default: return "exception";
    }
}

void issue(base::Json& json, std::string_view code, std::string_view message, std::string_view field) {
    json.object().pair("severity", "error").pair("code", code).key("details").object().pair("text", message).end();
    if (!field.empty()) json.pair("diagnostics", field);
    json.end();
}

}  // namespace

http::Response give(std::string body, int status) {
    return {.status = status, .type = "application/fhir+json; charset=utf-8", .body = std::move(body)};
}

http::Response outcome(int status, std::string_view code, std::string_view message, std::string_view field) {
    base::Json json;
    json.object().pair("resourceType", "OperationOutcome").key("issue").array();
    issue(json, code, message, field);
    json.end().end();
    return give(json.take(), status);
}

http::Response refuse(http::Request const&, base::Refusal const& refusal, int status) {
    // What cannot be read at all is 400 (or 406, 415); a resource that breaks a rule of a room stays 422.
    if (!refusal.fields.empty() && refusal.fields[0].code.starts_with("FHIR_")) status = std::stoi(refusal.fields[0].code.substr(5));
    auto const message = status == 404 ? "There is no such resource." : refusal.message.empty() ? "This was refused." : refusal.message;
    if (refusal.fields.empty()) return outcome(status, code_of(status), message);
    base::Json json;
    json.object().pair("resourceType", "OperationOutcome").key("issue").array();
    for (auto const& each : refusal.fields) {
        auto const code = each.code == "ERR_BLANK" ? "required" : each.code == "ERR_TOO_LONG" ? "too-long" : status == 422 ? "business-rule" : std::string(code_of(status));
        issue(json, code, each.message.empty() ? message : each.message, each.field);
    }
    json.end().end();
    return give(json.take(), status);
}

}  // namespace fhir
