// A CAP document as a message. What the standard calls a group of words is split; prose is kept as it came.
#include "base/text.hpp"
#include "cap/cap.hpp"
#include "cap/xml.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace cap {

using alerts::Message, base::Result;

namespace {

constexpr std::string_view newest = "urn:oasis:names:tc:emergency:cap:1.2", older = "urn:oasis:names:tc:emergency:cap:1.1";

auto refuse_at(std::string const& path, std::string code, std::string_view what) {
    return base::refuse_field(path, std::move(code), fmt::format("{}: {}", path, what));
}

// Separated by white space; what holds white space itself stands in quotes (CAP 1.2, 3.2.1: addresses, incidents).
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    constexpr std::string_view spaces = " \t\r\n";
    for (auto at = text.find_first_not_of(spaces); at != text.npos; at = text.find_first_not_of(spaces, at)) {
        bool const quoted = text[at] == '"' && text.find('"', at + 1) != text.npos;
        auto begin = quoted ? at + 1 : at;
        auto end = std::min(quoted ? text.find('"', begin) : text.find_first_of(spaces, begin), text.size());
        if (end > begin) words.emplace_back(text.substr(begin, end - begin));
        at = quoted ? end + 1 : end;
        if (at >= text.size()) break;
    }
    return words;
}

// An element whose children are read, and what it is called in refusals: "alert/info[2]".
class Element {
public:
    Element(pugi::xml_node node, std::string_view space, std::string path) : node_(node), space_(space), path_(std::move(path)) {}

    std::string at(std::string_view name) const { return path_ + "/" + std::string(name); }
    std::string at(std::string_view name, std::size_t place) const { return fmt::format("{}/{}[{}]", path_, name, place + 1); }

    std::vector<Element> all(std::string_view name) const {
        std::vector<Element> made;
        for (auto node : children(node_, space_, name)) made.emplace_back(node, space_, at(name, made.size()));
        return made;
    }
    std::string text() const { return text_of(node_); }

    // Of an element that stands there once at most. Prose is kept with its spaces.
    Result<std::string> prose(std::string_view name) const {
        auto found = children(node_, space_, name);
        if (found.size() > 1) return refuse_at(at(name), "ERR_INVALID", "given more than once");
        return found.empty() ? std::string() : text_of(found.front());
    }
    Result<std::string> word(std::string_view name) const { return base::trim(TRY(prose(name))); }
    Result<std::string> needed(std::string_view name) const {
        if (!child(node_, space_, name)) return refuse_at(at(name), "ERR_BLANK", "missing");
        return word(name);
    }
    template <class Word>
    Result<Word> one_of(std::string_view name, std::optional<Word> (*known)(std::string_view), Word last) const {
        return known_word(TRY(needed(name)), at(name), known, last);
    }
    template <class Word>
    Result<std::vector<Word>> many_of(std::string_view name, std::optional<Word> (*known)(std::string_view), Word last) const {
        std::vector<Word> made;
        for (auto const& each : all(name)) made.push_back(TRY(known_word(base::trim(each.text()), each.path_, known, last)));
        return made;
    }
    Result<alerts::Moment> moment(std::string_view name) const {
        auto said = TRY(word(name));
        if (said.empty()) return alerts::Moment{};
        if (auto moment = alerts::moment_of(said)) return *moment;
        return refuse_at(at(name), "ERR_INVALID", "not a moment with its offset, like 2026-11-22T09:40:00-07:00");
    }
    std::vector<std::string> texts(std::string_view name) const {
        std::vector<std::string> made;
        for (auto node : children(node_, space_, name))
            if (auto text = base::trim(text_of(node)); !text.empty()) made.push_back(std::move(text));
        return made;
    }
    Result<std::vector<alerts::Named>> named(std::string_view name) const {
        std::vector<alerts::Named> made;
        for (auto const& each : all(name)) {
            auto called = TRY(each.needed("valueName"));
            made.push_back({std::move(called), TRY(each.prose("value"))});
        }
        return made;
    }

private:
    template <class Word>
    static Result<Word> known_word(std::string const& text, std::string const& path, std::optional<Word> (*known)(std::string_view), Word last) {
        if (auto word = known(text)) return *word;
        std::string all;
        for (int i = 0; i <= static_cast<int>(last); ++i) all += (i ? ", " : "") + std::string(alerts::text_of(static_cast<Word>(i)));
        return refuse_at(path, "ERR_INVALID", "not one of " + all);
    }

    pugi::xml_node node_;
    std::string_view space_;
    std::string path_;
};

Result<std::vector<alerts::Reference>> references_in(Element const& alert) {
    std::vector<alerts::Reference> made;
    for (auto const& text : words_of(TRY(alert.word("references")))) {
        auto parts = base::split(text, ',');
        auto sent = parts.size() == 3 ? alerts::moment_of(parts[2]) : std::nullopt;
        if (!sent) return refuse_at(alert.at("references"), "ERR_INVALID", "not sender,identifier,sent for each alert it refers to");
        made.push_back({std::string(parts[0]), std::string(parts[1]), *sent});
    }
    return made;
}

Result<alerts::Resource> resource_in(Element const& from) {
    alerts::Resource made;
    made.description = TRY(from.prose("resourceDesc"));
    made.mime_type = TRY(from.word("mimeType"));
    if (auto size = TRY(from.word("size")); !size.empty()) {
        std::int64_t bytes = 0;
        auto [end, problem] = std::from_chars(size.data(), size.data() + size.size(), bytes);
        if (problem != std::errc{} || end != size.data() + size.size() || bytes < 0) return refuse_at(from.at("size"), "ERR_INVALID", "not a number of bytes");
        made.size = bytes;
    }
    made.uri = TRY(from.word("uri"));
    made.content = TRY(from.word("derefUri"));
    made.digest = TRY(from.word("digest"));
    return made;
}

Result<alerts::Area> area_in(Element const& from) {
    alerts::Area made;
    if (from.all("areaDesc").empty()) return refuse_at(from.at("areaDesc"), "ERR_BLANK", "missing");
    made.description = TRY(from.prose("areaDesc"));
    made.polygons = from.texts("polygon");
    made.circles = from.texts("circle");
    made.geocodes = TRY(from.named("geocode"));
    made.altitude = TRY(from.word("altitude"));
    made.ceiling = TRY(from.word("ceiling"));
    return made;
}

Result<alerts::Info> info_in(Element const& from) {
    using namespace alerts;
    Info made;
    // An empty element has the default as well (XML Schema 1, 3.3.1).
    if (auto language = TRY(from.word("language")); !language.empty()) made.language = language;
    made.categories = TRY(from.many_of("category", category_of, Category::other));
    if (made.categories.empty()) return refuse_at(from.at("category"), "ERR_BLANK", "missing");
    if (TRY(from.needed("event")).empty()) return refuse_at(from.at("event"), "ERR_BLANK", "empty");
    made.event = TRY(from.prose("event"));
    made.responses = TRY(from.many_of("responseType", response_of, Response::none));
    made.urgency = TRY(from.one_of("urgency", urgency_of, Urgency::unknown));
    made.severity = TRY(from.one_of("severity", severity_of, Severity::unknown));
    made.certainty = TRY(from.one_of("certainty", certainty_of, Certainty::unknown));
    made.audience = TRY(from.prose("audience"));
    made.event_codes = TRY(from.named("eventCode"));
    made.effective = TRY(from.moment("effective"));
    made.onset = TRY(from.moment("onset"));
    made.expires = TRY(from.moment("expires"));
    made.sender_name = TRY(from.prose("senderName"));
    made.headline = TRY(from.prose("headline"));
    made.description = TRY(from.prose("description"));
    made.instruction = TRY(from.prose("instruction"));
    made.web = TRY(from.word("web"));
    made.contact = TRY(from.prose("contact"));
    made.parameters = TRY(from.named("parameter"));
    for (auto const& each : from.all("resource")) made.resources.push_back(TRY(resource_in(each)));
    for (auto const& each : from.all("area")) made.areas.push_back(TRY(area_in(each)));
    return made;
}

Result<Message> message_in(Element const& from) {
    using namespace alerts;
    Message made;
    made.identifier = TRY(from.needed("identifier"));
    made.sender = TRY(from.needed("sender"));
    if (TRY(from.needed("sent")).empty()) return refuse_at(from.at("sent"), "ERR_BLANK", "empty");
    made.sent = TRY(from.moment("sent"));
    made.status = TRY(from.one_of("status", status_of, Status::draft));
    made.type = TRY(from.one_of("msgType", message_type_of, MessageType::error));
    made.source = TRY(from.prose("source"));
    made.scope = TRY(from.one_of("scope", scope_of, Scope::closed));
    made.restriction = TRY(from.prose("restriction"));
    made.addresses = words_of(TRY(from.prose("addresses")));
    made.codes = from.texts("code");
    made.note = TRY(from.prose("note"));
    made.references = TRY(references_in(from));
    made.incidents = words_of(TRY(from.prose("incidents")));
    for (auto const& each : from.all("info")) made.infos.push_back(TRY(info_in(each)));
    return made;
}

// "info[0].area[1].polygon[0]" of a rule is "alert/info[1]/area[2]/polygon[1]" of the document.
std::string path_of(std::string_view field) {
    std::string made = "alert/";
    for (std::size_t at = 0; at < field.size(); ++at) {
        std::size_t number = 0;
        auto [end, problem] = field[at] == '[' ? std::from_chars(field.data() + at + 1, field.data() + field.size(), number) : std::from_chars_result{nullptr, std::errc::invalid_argument};
        if (problem == std::errc{}) {
            made += fmt::format("[{}", number + 1);
            at = static_cast<std::size_t>(end - field.data()) - 1;
        } else {
            made += field[at] == '.' ? '/' : field[at];
        }
    }
    return made;
}

}  // namespace

Result<Message> read(std::string_view xml) {
    auto document = TRY(Xml::read(xml));
    auto root = document.root();
    auto space = namespace_of(root);
    if (local_name(root) != "alert") return refuse_at("alert", "ERR_BLANK", "missing: this is no CAP document");
    if (space != newest && space != older) return refuse_at("alert", "ERR_INVALID", "neither CAP 1.2 nor CAP 1.1");
    auto message = TRY(message_in(Element(root, space, "alert")));
    auto checked = alerts::check(message);
    if (checked) return message;
    auto refusal = std::move(checked.error());
    for (auto& fault : refusal.fields) fault.field = path_of(fault.field);
    if (!refusal.fields.empty()) refusal.message = refusal.fields.front().field + ": " + refusal.fields.front().message;
    return std::unexpected(std::move(refusal));
}

}  // namespace cap
