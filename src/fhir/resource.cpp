// What every resource is made of: identity, versions, references and concepts.
#include "fhir/resource.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "html/html.hpp"

namespace fhir {

std::string Resource::version() const { return crypto::hex(crypto::sha256(body)).substr(0, 16); }

std::string Resource::with_version() const {
    constexpr std::string_view before = "\"meta\":{";
    auto const at = body.find(before);
    if (at == body.npos) return body;
    return body.substr(0, at + before.size()) + "\"versionId\":\"" + version() + "\"," + body.substr(at + before.size());
}

Writer::Writer(Resource& resource, std::vector<Coding> const& labels) : resource_(resource) {
    json.object().pair("resourceType", resource.type).pair("id", resource.id).key("meta").object().pair("lastUpdated", base::iso8601(resource.updated));
    if (!labels.empty()) {
        json.key("security").array();
        for (auto const& each : labels) json.object().pair("system", each.system).pair("code", each.code).end();
        json.end();
    }
    json.end();
}

Writer::Writer(Resource& resource, Bare) : resource_(resource) { json.object().pair("resourceType", resource.type); }

Writer& Writer::text(std::string_view name, std::string_view value) {
    if (!value.empty()) json.pair(name, value);
    return *this;
}

Writer& Writer::moment(std::string_view name, base::Time at) {
    if (at) json.pair(name, base::iso8601(at));
    return *this;
}

void Writer::reference(std::string_view type, std::string_view id, std::string_view display) {
    json.object().pair("reference", std::string(type) + "/" + std::string(id));
    if (!display.empty()) json.pair("display", display);
    json.end();
}

Writer& Writer::link(std::string_view name, std::string_view type, std::string_view id, std::string_view display) {
    json.key(name);
    reference(type, id, display);
    return *this;
}

Writer& Writer::found_by(std::string_view parameter, std::string_view name, std::string_view type, std::string_view id, std::string_view display) {
    resource_.links.push_back({parameter, std::string(type), std::string(id)});
    return link(name, type, id, display);
}

void Writer::concept_of(std::vector<Coding> const& codings, std::string_view words) {
    json.object();
    if (!codings.empty()) {
        json.key("coding").array();
        for (auto const& each : codings) {
            json.object();
            if (!each.system.empty()) json.pair("system", each.system);
            json.pair("code", each.code);
            if (!each.display.empty()) json.pair("display", each.display);
            json.end();
        }
        json.end();
    }
    if (!words.empty()) json.pair("text", words);
    json.end();
}

Writer& Writer::coded(std::string_view name, std::vector<Coding> const& codings, std::string_view words) {
    json.key(name);
    concept_of(codings, words);
    return *this;
}

void Writer::identifier(std::string_view system, std::string_view value) {
    json.object().pair("system", system).pair("value", value).end();
}

void Writer::finish() {
    json.end();
    resource_.body = json.take();
}

std::string extension_url(std::string_view name) { return html::absolute("/fhir/StructureDefinition/" + std::string(name)); }

}  // namespace fhir
