// What a message must be before it is issued or taken in: CAP 1.2, section 3.2, beyond what its schema says.
#include "alerts/alerts.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace alerts {

namespace {

constexpr std::size_t most_infos = 40, most_areas = 400, most_outlines = 1000, longest_text = 60'000;

// Gathers every fault, each at its field.
struct Faults {
    base::Refusal refusal{base::Why::invalid, "The alert cannot be taken as it is.", {}};
    void add(std::string field, std::string code, std::string message) {
        refusal.fields.push_back({std::move(field), std::move(code), std::move(message)});
    }
    void need(std::string_view value, std::string const& field, std::string message) {
        if (base::trim(value).empty()) add(field, "ERR_BLANK", std::move(message));
    }
    void shorter(std::string_view value, std::string const& field) {
        if (value.size() > longest_text) add(field, "ERR_TOO_LONG", "This text is too long.");
    }
};

bool is_plain(std::string_view text) { return !text.empty() && text.find_first_of(" \t\r\n,<&") == text.npos; }

bool is_address(std::string_view text) {
    return (text.starts_with("https://") || text.starts_with("http://")) && text.find_first_of(" \"<>\n\t") == text.npos && text.size() > 10;
}

bool is_number(std::string_view text) {
    double number = 0;
    auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && end == text.data() + text.size();
}

void check_area(Faults& faults, Area const& area, std::string const& at) {
    faults.need(area.description, at + ".areaDesc", "Say in words where it holds.");
    if (area.polygons.size() + area.circles.size() + area.geocodes.size() > most_outlines) faults.add(at, "ERR_TOO_LONG", "There are too many outlines in one area.");
    for (std::size_t i = 0; i < area.polygons.size(); ++i)
        if (auto read = areas::read_polygon(area.polygons[i]); !read) faults.add(fmt::format("{}.polygon[{}]", at, i), "ERR_INVALID", read.error().message);
    for (std::size_t i = 0; i < area.circles.size(); ++i)
        if (auto read = areas::read_circle(area.circles[i]); !read) faults.add(fmt::format("{}.circle[{}]", at, i), "ERR_INVALID", read.error().message);
    for (std::size_t i = 0; i < area.geocodes.size(); ++i)
        if (area.geocodes[i].name.empty()) faults.add(fmt::format("{}.geocode[{}]", at, i), "ERR_BLANK", "A geocode needs the name of its system.");
    if (!area.altitude.empty() && !is_number(area.altitude)) faults.add(at + ".altitude", "ERR_INVALID", "This is not a number of feet.");
    if (!area.ceiling.empty() && !is_number(area.ceiling)) faults.add(at + ".ceiling", "ERR_INVALID", "This is not a number of feet.");
    if (!area.ceiling.empty() && area.altitude.empty()) faults.add(at + ".ceiling", "ERR_INVALID", "A ceiling needs an altitude below it.");
}

void check_info(Faults& faults, Info const& info, std::string const& at, Moment sent) {
    if (info.categories.empty()) faults.add(at + ".category", "ERR_BLANK", "Choose at least one category.");
    faults.need(info.event, at + ".event", "Say what happens, in a word or two.");
    for (auto const& [value, name] : {std::pair{&info.event, ".event"}, {&info.headline, ".headline"}, {&info.description, ".description"}, {&info.instruction, ".instruction"}, {&info.contact, ".contact"}, {&info.sender_name, ".senderName"}})
        faults.shorter(*value, at + name);
    if (!info.web.empty() && !is_address(info.web)) faults.add(at + ".web", "ERR_INVALID", "This is not the address of a page.");
    auto const begins = info.onset ? info.onset : info.effective ? info.effective : sent;
    if (info.expires && info.expires.at <= begins.at) faults.add(at + ".expires", "ERR_INVALID", "It would be over before it begins.");
    if (info.areas.size() > most_areas) faults.add(at + ".area", "ERR_TOO_LONG", "There are too many areas.");
    for (std::size_t i = 0; i < info.areas.size() && i < most_areas; ++i) check_area(faults, info.areas[i], fmt::format("{}.area[{}]", at, i));
    for (std::size_t i = 0; i < info.resources.size(); ++i) {
        faults.need(info.resources[i].description, fmt::format("{}.resource[{}].resourceDesc", at, i), "Say what this file shows.");
        faults.need(info.resources[i].mime_type, fmt::format("{}.resource[{}].mimeType", at, i), "Say what kind of file this is.");
    }
}

}  // namespace

base::Result<base::Done> check(Message const& message) {
    Faults faults;
    if (!is_plain(message.identifier)) faults.add("identifier", "ERR_INVALID", "An identifier is needed, without spaces, commas, < and &.");
    if (!is_plain(message.sender)) faults.add("sender", "ERR_INVALID", "A sender is needed, without spaces, commas, < and &.");
    if (!message.sent) faults.add("sent", "ERR_BLANK", "The moment when it was sent is missing.");
    if (message.scope == Scope::restricted) faults.need(message.restriction, "restriction", "Say who a restricted alert is for.");
    if (message.scope == Scope::closed && message.addresses.empty()) faults.add("addresses", "ERR_BLANK", "Say whom a private alert is for.");
    bool const refers = message.type != MessageType::alert && message.type != MessageType::error;
    if (refers && message.references.empty()) faults.add("references", "ERR_BLANK", "Say which alert this is about.");
    for (std::size_t i = 0; i < message.references.size(); ++i)
        if (auto const& reference = message.references[i]; !is_plain(reference.sender) || !is_plain(reference.identifier) || !reference.sent)
            faults.add(fmt::format("references[{}]", i), "ERR_INVALID", "A reference is sender, identifier and moment, with commas between.");
    if (message.infos.empty() && (message.type == MessageType::alert || message.type == MessageType::update)) faults.add("info", "ERR_BLANK", "It says nothing yet.");
    if (message.infos.size() > most_infos) faults.add("info", "ERR_TOO_LONG", "There are too many parts.");
    for (std::size_t i = 0; i < message.infos.size() && i < most_infos; ++i) check_info(faults, message.infos[i], fmt::format("info[{}]", i), message.sent);
    if (faults.refusal.fields.empty()) return base::Done{};
    if (faults.refusal.fields.size() == 1) faults.refusal.message = faults.refusal.fields.front().message;
    return std::unexpected(std::move(faults.refusal));
}

Severity worst(Message const& message) {
    auto worst = Severity::unknown;
    for (auto const& info : message.infos) worst = std::min(worst, info.severity);
    return worst;
}

base::Time ends(Message const& message) {
    base::Time last = 0;
    for (auto const& info : message.infos) last = std::max(last, info.expires.at);
    return last ? last : message.sent.at + base::day;
}

Info const& in_language(Message const& message, std::string_view language) {
    static Info const nothing;
    if (message.infos.empty()) return nothing;
    auto main_part = [](std::string_view tag) { return tag.substr(0, tag.find_first_of("-_")); };
    for (auto const& info : message.infos)
        if (info.language == language) return info;
    for (auto const& info : message.infos)
        if (base::fold(main_part(info.language)) == base::fold(main_part(language))) return info;
    return message.infos.front();
}

areas::Shape shape_of(db::Read& read, Info const& info) {
    areas::Shape whole;
    auto add = [&](areas::Shape const& part) {
        whole.polygons.insert(whole.polygons.end(), part.polygons.begin(), part.polygons.end());
        whole.circles.insert(whole.circles.end(), part.circles.begin(), part.circles.end());
    };
    for (auto const& area : info.areas) {
        for (auto const& text : area.polygons)
            if (auto polygon = areas::read_polygon(text)) whole.polygons.push_back(*polygon);
        for (auto const& text : area.circles)
            if (auto circle = areas::read_circle(text)) whole.circles.push_back(*circle);
        // CAP 3.2.4: where a polygon and codes are given, they tell of the same area; the polygon is the closer word.
        if (!area.polygons.empty() || !area.circles.empty()) continue;
        for (auto const& [scheme, code] : area.geocodes)
            if (auto outline = areas::find(read, scheme, code)) add(*areas::shape_of(read, *outline));
    }
    return whole;
}

}  // namespace alerts
