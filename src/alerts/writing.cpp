// A message as one JSON text, with CAP's names for its members: the form that is kept and that the record holds.
#include "alerts/alerts.hpp"
#include "base/json.hpp"
#include "http/document.hpp"
#include <fmt/format.h>

namespace alerts {

namespace {

// Members that say nothing are left out, so that one message has one text.
void text(base::Json& json, std::string_view name, std::string_view value) {
    if (!value.empty()) json.pair(name, value);
}
void moment(base::Json& json, std::string_view name, Moment value) {
    if (value) json.pair(name, text_of(value));
}
template <class Things, class Write>
void list(base::Json& json, std::string_view name, Things const& things, Write write) {
    if (things.empty()) return;
    json.key(name).array();
    for (auto const& thing : things) write(thing);
    json.end();
}
void texts(base::Json& json, std::string_view name, std::vector<std::string> const& values) {
    list(json, name, values, [&](auto const& value) { json.value(value); });
}
void named(base::Json& json, std::string_view name, std::vector<Named> const& values) {
    list(json, name, values, [&](auto const& value) { json.object().pair("valueName", value.name).pair("value", value.value).end(); });
}

void write(base::Json& json, Resource const& resource) {
    json.object().pair("resourceDesc", resource.description).pair("mimeType", resource.mime_type);
    if (resource.size) json.pair("size", *resource.size);
    text(json, "uri", resource.uri);
    text(json, "derefUri", resource.content);
    text(json, "digest", resource.digest);
    json.end();
}

void write(base::Json& json, Area const& area) {
    json.object().pair("areaDesc", area.description);
    texts(json, "polygon", area.polygons);
    texts(json, "circle", area.circles);
    named(json, "geocode", area.geocodes);
    text(json, "altitude", area.altitude);
    text(json, "ceiling", area.ceiling);
    json.end();
}

void write(base::Json& json, Info const& info) {
    json.object().pair("language", info.language);
    list(json, "category", info.categories, [&](auto word) { json.value(text_of(word)); });
    json.pair("event", info.event);
    list(json, "responseType", info.responses, [&](auto word) { json.value(text_of(word)); });
    json.pair("urgency", text_of(info.urgency)).pair("severity", text_of(info.severity)).pair("certainty", text_of(info.certainty));
    text(json, "audience", info.audience);
    named(json, "eventCode", info.event_codes);
    moment(json, "effective", info.effective);
    moment(json, "onset", info.onset);
    moment(json, "expires", info.expires);
    text(json, "senderName", info.sender_name);
    text(json, "headline", info.headline);
    text(json, "description", info.description);
    text(json, "instruction", info.instruction);
    text(json, "web", info.web);
    text(json, "contact", info.contact);
    named(json, "parameter", info.parameters);
    list(json, "resource", info.resources, [&](auto const& resource) { write(json, resource); });
    list(json, "area", info.areas, [&](auto const& area) { write(json, area); });
    json.end();
}

std::vector<std::string> read_texts(http::Document const& list) {
    std::vector<std::string> made;
    for (auto const& one : list.list()) made.emplace_back(one.text());
    return made;
}
std::vector<Named> read_named(http::Document const& list) {
    std::vector<Named> made;
    for (auto const& one : list.list()) made.push_back({std::string(one["valueName"].text()), std::string(one["value"].text())});
    return made;
}

// A word of CAP, at its field.
template <class Word>
base::Result<Word> read_word(http::Document const& from, std::optional<Word> (*known)(std::string_view), std::string_view field) {
    if (auto word = known(from.text())) return *word;
    return base::refuse_field(std::string(field), "ERR_INVALID", "This is not a word of CAP 1.2 for this field.");
}
template <class Word>
base::Result<std::vector<Word>> read_words(http::Document const& list, std::optional<Word> (*known)(std::string_view), std::string_view field) {
    std::vector<Word> made;
    for (auto const& one : list.list()) made.push_back(TRY(read_word(one, known, field)));
    return made;
}
base::Result<Moment> read_moment(http::Document const& from, std::string_view field) {
    if (!from.is_there()) return Moment{};
    if (auto moment = moment_of(from.text())) return *moment;
    return base::refuse_field(std::string(field), "ERR_INVALID", "This is not a moment with its offset, like 2026-11-22T09:40:00-07:00.");
}

Area read_area(http::Document const& from) {
    return {std::string(from["areaDesc"].text()), read_texts(from["polygon"]), read_texts(from["circle"]), read_named(from["geocode"]),
            std::string(from["altitude"].text()), std::string(from["ceiling"].text())};
}

Resource read_resource(http::Document const& from) {
    return {std::string(from["resourceDesc"].text()), std::string(from["mimeType"].text()), from["size"].integer(), std::string(from["uri"].text()),
            std::string(from["derefUri"].text()), std::string(from["digest"].text())};
}

base::Result<Info> read_info(http::Document const& from) {
    Info info;
    auto const text = [&](std::string_view name) { return std::string(from[name].text()); };
    if (from["language"].is_there()) info.language = text("language");
    info.categories = TRY(read_words(from["category"], category_of, "category"));
    info.event = text("event");
    info.responses = TRY(read_words(from["responseType"], response_of, "responseType"));
    info.urgency = TRY(read_word(from["urgency"], urgency_of, "urgency"));
    info.severity = TRY(read_word(from["severity"], severity_of, "severity"));
    info.certainty = TRY(read_word(from["certainty"], certainty_of, "certainty"));
    info.audience = text("audience");
    info.event_codes = read_named(from["eventCode"]);
    info.effective = TRY(read_moment(from["effective"], "effective"));
    info.onset = TRY(read_moment(from["onset"], "onset"));
    info.expires = TRY(read_moment(from["expires"], "expires"));
    info.sender_name = text("senderName");
    info.headline = text("headline");
    info.description = text("description");
    info.instruction = text("instruction");
    info.web = text("web");
    info.contact = text("contact");
    info.parameters = read_named(from["parameter"]);
    for (auto const& one : from["resource"].list()) info.resources.push_back(read_resource(one));
    for (auto const& one : from["area"].list()) info.areas.push_back(read_area(one));
    return info;
}

}  // namespace

std::string written(Message const& message) {
    base::Json json;
    json.object();
    text(json, "identifier", message.identifier);
    text(json, "sender", message.sender);
    moment(json, "sent", message.sent);
    json.pair("status", text_of(message.status)).pair("msgType", text_of(message.type));
    text(json, "source", message.source);
    json.pair("scope", text_of(message.scope));
    text(json, "restriction", message.restriction);
    texts(json, "addresses", message.addresses);
    texts(json, "code", message.codes);
    text(json, "note", message.note);
    list(json, "references", message.references, [&](auto const& reference) {
        json.object().pair("sender", reference.sender).pair("identifier", reference.identifier).pair("sent", text_of(reference.sent)).end();
    });
    texts(json, "incidents", message.incidents);
    list(json, "info", message.infos, [&](auto const& info) { write(json, info); });
    json.end();
    return json.take();
}

base::Result<Message> read_message(std::string_view json) {
    auto const from = TRY(http::Document::read(json));
    if (!from.is_object()) return base::refuse(base::Why::invalid, "This is no alert.");
    auto const text = [&](std::string_view name) { return std::string(from[name].text()); };
    Message message;
    message.identifier = text("identifier");
    message.sender = text("sender");
    message.sent = TRY(read_moment(from["sent"], "sent"));
    message.status = TRY(read_word(from["status"], status_of, "status"));
    message.type = TRY(read_word(from["msgType"], message_type_of, "msgType"));
    message.source = text("source");
    message.scope = TRY(read_word(from["scope"], scope_of, "scope"));
    message.restriction = text("restriction");
    message.addresses = read_texts(from["addresses"]);
    message.codes = read_texts(from["code"]);
    message.note = text("note");
    for (auto const& one : from["references"].list())
        message.references.push_back({std::string(one["sender"].text()), std::string(one["identifier"].text()), TRY(read_moment(one["sent"], "references"))});
    message.incidents = read_texts(from["incidents"]);
    for (auto const& one : from["info"].list()) message.infos.push_back(TRY(read_info(one)));
    return message;
}

}  // namespace alerts
