// A message as a CAP 1.2 document: elements in the schema's order, one text for one message.
#include "base/text.hpp"
#include "cap/cap.hpp"
#include "cap/xml.hpp"
#include <algorithm>

namespace cap {

namespace {

class Writer {
public:
    void open(std::string_view name) { out_ += "<" + std::string(name) + ">"; }
    void close(std::string_view name) { out_ += "</" + std::string(name) + ">\n"; }
    void element(std::string_view name, std::string_view text) {
        open(name);
        out_ += escaped(text);
        close(name);
    }
    void maybe(std::string_view name, std::string_view text) {
        if (!text.empty()) element(name, text);
    }
    void moment(std::string_view name, alerts::Moment moment) {
        if (moment) element(name, alerts::text_of(moment));
    }
    void texts(std::string_view name, std::vector<std::string> const& all) {
        for (auto const& text : all) element(name, text);
    }
    void words(std::string_view name, std::vector<std::string> const& all) {
        std::string joined;
        for (auto word : all) {
            std::erase(word, '"');  // there is no way to say it within quotes
            bool const quoted = word.find_first_of(" \t\r\n") != word.npos;
            joined += (joined.empty() ? "" : " ") + (quoted ? "\"" + word + "\"" : word);
        }
        maybe(name, joined);
    }
    void named(std::string_view name, std::vector<alerts::Named> const& all) {
        for (auto const& each : all) {
            open(name);
            out_ += "\n";
            element("valueName", each.name);
            element("value", each.value);
            close(name);
        }
    }
    void line() { out_ += "\n"; }
    std::string take() { return std::move(out_); }

private:
    std::string out_;
};

void write(Writer& xml, alerts::Resource const& resource) {
    xml.open("resource");
    xml.line();
    xml.element("resourceDesc", resource.description);
    xml.element("mimeType", resource.mime_type);
    if (resource.size) xml.element("size", std::to_string(*resource.size));
    xml.maybe("uri", resource.uri);
    xml.maybe("derefUri", resource.content);
    xml.maybe("digest", resource.digest);
    xml.close("resource");
}

void write(Writer& xml, alerts::Area const& area) {
    xml.open("area");
    xml.line();
    xml.element("areaDesc", area.description);
    xml.texts("polygon", area.polygons);
    xml.texts("circle", area.circles);
    xml.named("geocode", area.geocodes);
    xml.maybe("altitude", area.altitude);
    xml.maybe("ceiling", area.ceiling);
    xml.close("area");
}

void write(Writer& xml, alerts::Info const& info) {
    xml.open("info");
    xml.line();
    xml.maybe("language", info.language);
    for (auto category : info.categories) xml.element("category", alerts::text_of(category));
    xml.element("event", info.event);
    for (auto response : info.responses) xml.element("responseType", alerts::text_of(response));
    xml.element("urgency", alerts::text_of(info.urgency));
    xml.element("severity", alerts::text_of(info.severity));
    xml.element("certainty", alerts::text_of(info.certainty));
    xml.maybe("audience", info.audience);
    xml.named("eventCode", info.event_codes);
    xml.moment("effective", info.effective);
    xml.moment("onset", info.onset);
    xml.moment("expires", info.expires);
    xml.maybe("senderName", info.sender_name);
    xml.maybe("headline", info.headline);
    xml.maybe("description", info.description);
    xml.maybe("instruction", info.instruction);
    xml.maybe("web", info.web);
    xml.maybe("contact", info.contact);
    xml.named("parameter", info.parameters);
    for (auto const& resource : info.resources) write(xml, resource);
    for (auto const& area : info.areas) write(xml, area);
    xml.close("info");
}

std::string references(std::vector<alerts::Reference> const& all) {
    std::string made;
    for (auto const& each : all) made += (made.empty() ? "" : " ") + each.sender + "," + each.identifier + "," + alerts::text_of(each.sent);
    return made;
}

}  // namespace

std::string write(alerts::Message const& message) {
    Writer xml;
    xml.element("identifier", message.identifier);
    xml.element("sender", message.sender);
    xml.moment("sent", message.sent);
    xml.element("status", alerts::text_of(message.status));
    xml.element("msgType", alerts::text_of(message.type));
    xml.maybe("source", message.source);
    xml.element("scope", alerts::text_of(message.scope));
    xml.maybe("restriction", message.restriction);
    xml.words("addresses", message.addresses);
    xml.texts("code", message.codes);
    xml.maybe("note", message.note);
    xml.maybe("references", references(message.references));
    xml.words("incidents", message.incidents);
    for (auto const& info : message.infos) write(xml, info);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n" + xml.take() + "</alert>\n";
}

}  // namespace cap
