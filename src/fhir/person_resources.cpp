// Patient, Consent and AuditEvent: who one is to one's care teams, what one allowed, and who looked.
#include "base/text.hpp"
#include "base/time.hpp"
#include "fhir/engine.hpp"
#include "fhir/family.hpp"
#include "html/html.hpp"
#include "records/records.hpp"

namespace fhir {

namespace {

std::string name_of(db::Read& read, AccountId id) {
    auto const account = accounts::find(read, id);
    return account ? account->name.empty() ? account->username : account->name : std::string("Somebody who left");
}

// An account as FHIR refers to it: an organization by its id, oneself as Patient, anybody else by name alone.
void refer(base::Json& json, db::Read& read, AccountId id, AccountId patient) {
    auto const account = accounts::find(read, id);
    json.object();
    if (id == patient) json.pair("reference", "Patient/" + id.text());
    else if (account && account->is_organization()) json.pair("reference", "Organization/" + id.text());
    json.pair("display", name_of(read, id)).end();
}

std::optional<Resource> patient(db::Read& read, AccountId id) {
    auto const account = accounts::find(read, id);
    if (!account || !account->is_local() || account->is_organization()) return std::nullopt;
    auto const told = records::particulars(read, id);
    Resource made{.type = "Patient", .id = id.text(), .updated = account->created_at, .key = id.value};
    Writer writer(made);
    auto& json = writer.json;
    json.key("identifier").array();
    writer.identifier("urn:ietf:rfc:3986", account->uri());
    json.end().pair("active", !account->hidden()).key("name").array().object();
    auto const name = records::full_name(told).empty() ? name_of(read, id) : records::full_name(told);
    json.pair("text", name);
    writer.text("family", told.family);
    if (!told.given.empty()) json.key("given").array().value(told.given).end();
    json.end().end();
    if (!told.phone.empty()) json.key("telecom").array().object().pair("system", "phone").pair("value", told.phone).end().end();
    writer.text("gender", told.gender).text("birthDate", told.birth_date);
    json.key("communication").array().object();
    writer.coded("language", {{"urn:ietf:bcp:47", account->language}});
    json.pair("preferred", true).end().end();
    writer.finish();
    made.tokens = {{"identifier", "urn:ietf:rfc:3986", account->uri()}, {"active", "", account->hidden() ? "false" : "true"}, {"gender", "", told.gender}};
    made.texts = {{"name", name}, {"given", told.given}, {"family", told.family}};
    return made;
}

Kind patient_kind() {
    Kind kind{.type = "Patient", .record = "particulars", .names_record = true};
    kind.parameters = {{"identifier", Of::token, "The address of the account"}, {"name", Of::text, "Any part of the name"}, {"given", Of::text, "The given name"}, {"family", Of::text, "The family name"}, {"active", Of::token, "true"}, {"gender", Of::token, "As told to care teams"}};
    kind.find = [](db::Read& read, Asker const& asker, std::int64_t id) { return asker.person.value == id ? patient(read, asker.person) : std::nullopt; };
    kind.list = [](db::Read& read, Asker const& asker, Search const&, std::int64_t after, int) {
        std::vector<Resource> all;
        if (auto own = patient(read, asker.person); own && !after) all.push_back(std::move(*own));
        return all;
    };
    return kind;
}

struct Room { std::string_view room, type; };
constexpr Room rooms[] = {{"appointments", "Appointment"}, {"messages", "Communication"}, {"plans", "CarePlan"}};

void provision(Writer& writer, db::Read& read, records::Consent const& consent) {
    auto& json = writer.json;
    json.key("provision").object().pair("type", "permit").key("period").object();
    writer.moment("start", consent.given_at).moment("end", consent.withdrawn_at ? consent.withdrawn_at : consent.expires_at);
    json.end().key("actor").array().object();
    writer.coded("role", {{"http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"}});
    json.key("reference");
    refer(json, read, consent.recipient, consent.patient);
    json.end().end();
    json.key("purpose").array().object().pair("system", "http://terminology.hl7.org/CodeSystem/v3-ActReason").pair("code", records::text_of(consent.purpose)).end().end();
    if (!consent.what.empty()) {
        json.key("class").array();
        for (auto const& [room, type] : rooms)
            if (among(consent.what, room)) json.object().pair("system", "http://hl7.org/fhir/resource-types").pair("code", type).end();
        json.end();
    }
    json.end();
}

Resource consent(db::Read& read, records::Consent const& each) {
    auto const status = each.holds(read.now) ? "active" : "inactive";
    Resource made{.type = "Consent", .id = each.id.text(), .updated = each.withdrawn_at ? each.withdrawn_at : each.given_at, .key = each.id.value};
    Writer writer(made);
    auto& json = writer.json;
    json.pair("status", status);
    writer.coded("scope", {{"http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"}});
    json.key("category").array();
    writer.concept_of({{"http://terminology.hl7.org/CodeSystem/v3-ActCode", "IDSCL"}});
    json.end();
    writer.found_by("patient", "patient", "Patient", each.patient.text()).moment("dateTime", each.given_at);
    json.key("performer").array().object().pair("reference", "Patient/" + each.patient.text()).end().end();
    if (each.discloser) {
        json.key("organization").array();
        refer(json, read, each.discloser, each.patient);
        json.end();
        made.links.push_back({"organization", "Organization", each.discloser.text()});
    }
    writer.coded("policyRule", {{"http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN"}});
    provision(writer, read, each);
    writer.finish();
    made.links.push_back({"actor", "Organization", each.recipient.text()});
    made.tokens = {{"status", "http://hl7.org/fhir/consent-state-codes", status}, {"purpose", "http://terminology.hl7.org/CodeSystem/v3-ActReason", std::string(records::text_of(each.purpose))}, {"category", "http://terminology.hl7.org/CodeSystem/v3-ActCode", "IDSCL"}};
    made.moments = {{"date", each.given_at, each.given_at + 1}, {"period", each.given_at, each.withdrawn_at ? each.withdrawn_at : each.expires_at}};
    return made;
}

Kind consent_kind() {
    Kind kind{.type = "Consent", .record = "consent", .names_record = true};
    kind.parameters = {{"patient", Of::link, "Whose records"}, {"status", Of::token, "active or inactive"}, {"actor", Of::link, "Who may have them"}, {"organization", Of::link, "Whose records are given"}, {"purpose", Of::token, "What for"}, {"category", Of::token, "IDSCL"}, {"date", Of::moment, "When it was given"}, {"period", Of::moment, "While it holds"}};
    kind.find = [](db::Read& read, Asker const& asker, std::int64_t id) -> std::optional<Resource> {
        auto const found = records::find_consent(read, records::ConsentId{id});
        return found && found->patient == asker.person ? std::optional(consent(read, *found)) : std::nullopt;
    };
    kind.list = [](db::Read& read, Asker const& asker, Search const&, std::int64_t after, int limit) {
        std::vector<Resource> all;
        for (auto const& each : records::consents(read, asker.person)) all.push_back(consent(read, each));
        return page_of(std::move(all), after, limit);
    };
    return kind;
}

struct Entry { std::string_view what, type; };
constexpr Entry entries[] = {{"appointment", "Appointment"}, {"plan", "CarePlan"}, {"consent", "Consent"}, {"particulars", "Patient"}};

void entity(base::Json& json, records::Access const& access) {
    json.key("entity").array().object().key("what").object().pair("reference", "Patient/" + access.patient.text()).end();
    json.key("type").object().pair("system", "http://terminology.hl7.org/CodeSystem/audit-entity-type").pair("code", "1").end();
    json.key("role").object().pair("system", "http://terminology.hl7.org/CodeSystem/object-role").pair("code", "1").end().end();
    json.object();
    auto const known = std::ranges::find(entries, access.what, &Entry::what);
    bool const is_id = known != std::end(entries) && base::parse_id(access.about);
    json.key("what").object();
    if (is_id) json.pair("reference", std::string(known->type) + "/" + access.about);
    json.pair("display", access.what.empty() ? "record" : access.what).end();
    json.key("type").object().pair("system", "http://terminology.hl7.org/CodeSystem/audit-entity-type").pair("code", "2").end();
    if (!access.detail.empty()) json.pair("description", access.detail);
    json.end().end();
}

Resource audit_event(db::Read& read, records::Access const& access) {
    Resource made{.type = "AuditEvent", .id = std::to_string(access.id), .updated = access.at, .key = access.id};
    auto const action = std::string(records::text_of(access.action));
    Writer writer(made);
    auto& json = writer.json;
    json.key("type").object().pair("system", "http://terminology.hl7.org/CodeSystem/audit-event-type").pair("code", "rest").end();
    json.pair("action", action);
    writer.moment("recorded", access.at);
    json.pair("outcome", access.refused ? "8" : "0").key("agent").array().object().key("who");
    if (access.person) refer(json, read, access.person, access.patient);
    else json.object().pair("display", "Salve").end();
    json.pair("requestor", true).end();
    if (access.organization) {
        json.object().key("who");
        refer(json, read, access.organization, access.patient);
        json.pair("requestor", false).end();
    }
    json.end().key("source").object().key("observer").object().pair("display", html::absolute("/")).end().end();
    entity(json, access);
    writer.finish();
    made.tokens = {{"action", "http://hl7.org/fhir/audit-event-action", action}, {"outcome", "http://hl7.org/fhir/audit-event-outcome", access.refused ? "8" : "0"}, {"type", "http://terminology.hl7.org/CodeSystem/audit-event-type", "rest"}};
    made.moments = {{"date", access.at, access.at + 1}};
    made.links = {{"patient", "Patient", access.patient.text()}};
    if (access.organization) made.links.push_back({"agent", "Organization", access.organization.text()});
    return made;
}

// The newest first: the key is the entry that was given last.
Kind audit_kind() {
    Kind kind{.type = "AuditEvent"};
    kind.parameters = {{"patient", Of::link, "Whose record"}, {"agent", Of::link, "For which organization"}, {"action", Of::token, "C, R, U, D or E"}, {"outcome", Of::token, "0: given; 8: refused"}, {"type", Of::token, "rest"}, {"date", Of::moment, "When"}};
    kind.find = [](db::Read& read, Asker const& asker, std::int64_t id) -> std::optional<Resource> {
        auto const found = records::find_access(read, asker.person, id);
        return found ? std::optional(audit_event(read, *found)) : std::nullopt;
    };
    kind.list = [](db::Read& read, Asker const& asker, Search const&, std::int64_t after, int limit) {
        std::vector<Resource> all;
        for (auto const& each : records::accesses(read, asker.person, after, limit)) all.push_back(audit_event(read, each));
        return all;
    };
    return kind;
}

}  // namespace

void add_person(std::vector<Kind>& all) {
    all.push_back(patient_kind());
    all.push_back(consent_kind());
    all.push_back(audit_kind());
}

}  // namespace fhir
