// How alerts look, for people who have little time.
#include "alerts/showing.hpp"
#include "alerts/pages.hpp"
#include "base/text.hpp"
#include "html/prose.hpp"
#include <algorithm>

namespace alerts {

using html::Words;

namespace {

constexpr std::size_t most_sheets = 2, most_lines = 6, most_steps = 3, most_places = 60;
constexpr std::int64_t longest_banner_text = 320;

std::string_view level_word(Severity severity) {
    switch (severity) {
    case Severity::extreme: return "Extreme alert";
    case Severity::severe: return "Severe alert";
    case Severity::moderate: return "Moderate alert";
    default: return "Information";
    }
}

Severity severity_of(Message const& message, Info const& info) { return message.infos.empty() ? Severity::unknown : info.severity; }

}  // namespace

std::string_view tone_of(Message const& message) {
    bool const real = message.status == Status::actual;
    switch (worst(message)) {
    case Severity::extreme: return real ? "extreme" : "extreme practice";
    case Severity::severe: return real ? "severe" : "severe practice";
    case Severity::moderate: return real ? "moderate" : "moderate practice";
    default: return real ? "minor" : "minor practice";
    }
}

std::string level_of(Words const& words, Message const& message, Info const& info) {
    auto level = words(level_word(severity_of(message, info)));
    if (!info.event.empty()) level += " · " + info.event;
    auto const practice = practice_of(words, message);
    return practice.empty() ? level : practice + " · " + level;
}

std::string practice_of(Words const& words, Message const& message) {
    switch (message.status) {
    case Status::actual: return {};
    case Status::exercise: return words("Exercise: nothing is happening");
    default: return words("Test: nothing is happening");
    }
}

std::string headline_of(Info const& info) { return info.headline.empty() ? info.event : info.headline; }

std::string issuer_of(db::Read& read, Alert const& alert) {
    if (!alert.is_ours()) return alert.source_name;
    auto const issuer = accounts::find(read, alert.issuer);
    return issuer ? issuer->name : alert.message.sender;
}

std::vector<std::string> steps_of(Info const& info) {
    std::vector<std::string> steps;
    for (auto line : base::split(info.instruction, '\n'))
        if (auto step = base::trim(line); !step.empty()) steps.push_back(std::move(step));
    return steps;
}

html::Safe steps_list(Words const& words, Info const& info, std::size_t most) {
    html::Safe made;
    auto const steps = steps_of(info);
    for (std::size_t i = 0; i < std::min(most, steps.size()); ++i) words.fill(made, pages::Step{.text = steps[i]});
    return made;
}

html::Safe paragraphs(std::string_view text) { return html::prose(text, {}); }

std::string over_of(Words const& words, Alert const& alert) {
    if (!alert.ended_at) return {};
    if (alert.message.type == MessageType::cancel) return words("This alert was ended by those who issued it.");
    return words("This alert is over since {when}.", {{"when", words.date_time(alert.ended_at)}});
}

std::string ends_of(Words const& words, Alert const& alert) {
    if (alert.ended_at) return {};
    return words("Holds until {when}", {{"when", words.date_time(alert.ends_at)}});
}

html::Safe map_of(db::Read& read, Words const& words, Alert const& alert, Info const& info, bool small) {
    auto shape = shape_of(read, info);
    if (shape.empty()) return {};
    std::string names;
    for (auto const& area : info.areas) names += (names.empty() ? "" : "; ") + area.description;
    areas::Map map{.title = words("Where it holds"), .description = base::shorten(names, longest_banner_text), .small = small};
    auto const tone = worst(alert.message) <= Severity::severe ? areas::Shaded::Tone::severe : areas::Shaded::Tone::moderate;
    map.shaded.push_back({std::move(shape), info.areas.size() == 1 ? info.areas.front().description : std::string(), tone});
    return areas::drawn(read, map);
}

html::Safe places_of(Words const& words, Info const& info) {
    html::Safe made;
    for (std::size_t i = 0; i < std::min(most_places, info.areas.size()); ++i) words.fill(made, pages::Place{.language = info.language, .name = info.areas[i].description});
    return made;
}

html::Safe changes_of(Words const& words, db::Read& read, Alert const& alert) {
    auto versions = chain(read, alert.id);
    if (versions.size() < 2) return {};
    std::ranges::reverse(versions);
    html::Safe made;
    for (auto const& version : versions) {
        auto const kind = version.message.type == MessageType::cancel ? "Ended" : version.message.type == MessageType::update ? "Updated" : "First alert";
        words.fill(made, pages::Change{.when = html::time_tag(words, version.issued_at, read.now), .address = "/alerts/" + version.id.text(), .kind = words(kind), .changed = version.changed, .why = version.why});
    }
    return made;
}

html::Safe other_languages(Words const& words, Alert const& alert, Info const& shown, std::string_view address) {
    html::Safe made;
    for (auto const& info : alert.message.infos)
        if (info.language != shown.language) words.fill(made, pages::Language{.address = address, .language = info.language, .name = html::language_name(info.language)});
    return made;
}

html::Safe above(Words const& words, db::Read& read, Held const& held, std::vector<AlertId> const& seen, bool signed_in, Why const& why) {
    html::Safe sheets, lines;
    std::size_t sheets_made = 0, lines_made = 0;
    for (auto const& each : held) {
        auto const& alert = *each;
        auto const& info = in_language(alert.message, words.locale());
        auto const weighs = alert.message.status == Status::actual && worst(alert.message) <= Severity::moderate;
        auto const address = "/alerts/" + alert.id.text();
        auto const concerns = why ? why(alert) : std::string();
        if (weighs && sheets_made < most_sheets && std::ranges::find(seen, alert.id) == seen.end()) {
            ++sheets_made;
            words.fill(sheets, pages::Sheet{.tone = tone_of(alert.message), .id = alert.id.text(), .level = level_of(words, alert.message, info), .language = info.language,
                                            .headline = headline_of(info), .description = base::shorten(info.description, longest_banner_text), .steps = steps_list(words, info, most_steps),
                                            .address = address, .signed_in = signed_in, .name = issuer_of(read, alert), .when = html::time_tag(words, alert.issued_at, read.now), .concerns = concerns});
        } else if (lines_made++ < most_lines) {
            words.fill(lines, pages::Line{.tone = tone_of(alert.message), .address = address, .level = level_of(words, alert.message, info), .language = info.language, .headline = headline_of(info), .concerns = concerns});
        }
    }
    if (lines_made > 0) words.fill(sheets, pages::Lines{.lines = lines});
    return sheets;
}

}  // namespace alerts
