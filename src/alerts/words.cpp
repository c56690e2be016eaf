// The words of CAP 1.2 and its moments.
#include "alerts/alerts.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace alerts {

namespace {

using namespace std::string_view_literals;

constexpr std::array statuses{"Actual"sv, "Exercise"sv, "System"sv, "Test"sv, "Draft"sv};
constexpr std::array message_types{"Alert"sv, "Update"sv, "Cancel"sv, "Ack"sv, "Error"sv};
constexpr std::array scopes{"Public"sv, "Restricted"sv, "Private"sv};
constexpr std::array categories{"Geo"sv, "Met"sv, "Safety"sv, "Security"sv, "Rescue"sv, "Fire"sv, "Health"sv, "Env"sv, "Transport"sv, "Infra"sv, "CBRNE"sv, "Other"sv};
constexpr std::array responses{"Shelter"sv, "Evacuate"sv, "Prepare"sv, "Execute"sv, "Avoid"sv, "Monitor"sv, "Assess"sv, "AllClear"sv, "None"sv};
constexpr std::array urgencies{"Immediate"sv, "Expected"sv, "Future"sv, "Past"sv, "Unknown"sv};
constexpr std::array severities{"Extreme"sv, "Severe"sv, "Moderate"sv, "Minor"sv, "Unknown"sv};
constexpr std::array certainties{"Observed"sv, "Likely"sv, "Possible"sv, "Unlikely"sv, "Unknown"sv};

template <class Word>
std::optional<Word> word_of(auto const& spellings, std::string_view text) {
    auto found = std::ranges::find(spellings, text);
    if (found == spellings.end()) return std::nullopt;
    return static_cast<Word>(found - spellings.begin());
}

bool digits(std::string_view text, std::initializer_list<std::size_t> at) {
    return std::ranges::all_of(at, [&](auto i) { return text[i] >= '0' && text[i] <= '9'; });
}

}  // namespace

std::string_view text_of(Status word) { return statuses[static_cast<std::size_t>(word)]; }
std::string_view text_of(MessageType word) { return message_types[static_cast<std::size_t>(word)]; }
std::string_view text_of(Scope word) { return scopes[static_cast<std::size_t>(word)]; }
std::string_view text_of(Category word) { return categories[static_cast<std::size_t>(word)]; }
std::string_view text_of(Response word) { return responses[static_cast<std::size_t>(word)]; }
std::string_view text_of(Urgency word) { return urgencies[static_cast<std::size_t>(word)]; }
std::string_view text_of(Severity word) { return severities[static_cast<std::size_t>(word)]; }
std::string_view text_of(Certainty word) { return certainties[static_cast<std::size_t>(word)]; }
std::optional<Status> status_of(std::string_view text) { return word_of<Status>(statuses, text); }
std::optional<MessageType> message_type_of(std::string_view text) { return word_of<MessageType>(message_types, text); }
std::optional<Scope> scope_of(std::string_view text) { return word_of<Scope>(scopes, text); }
std::optional<Category> category_of(std::string_view text) { return word_of<Category>(categories, text); }
std::optional<Response> response_of(std::string_view text) { return word_of<Response>(responses, text); }
std::optional<Urgency> urgency_of(std::string_view text) { return word_of<Urgency>(urgencies, text); }
std::optional<Severity> severity_of(std::string_view text) { return word_of<Severity>(severities, text); }
std::optional<Certainty> certainty_of(std::string_view text) {
    if (text == "Very Likely") return Certainty::likely;  // CAP 1.0's; 1.2 reads it so (3.2.2)
    return word_of<Certainty>(certainties, text);
}

std::string text_of(Moment moment) {
    auto text = base::iso8601(moment.at + moment.offset * base::minute).substr(0, 19);
    // CAP 3.3.2: never Z, and UTC as -00:00.
    auto const ahead = moment.offset > 0;
    auto const minutes = ahead ? moment.offset : -moment.offset;
    return fmt::format("{}{}{:02}:{:02}", text, ahead ? '+' : '-', minutes / 60, minutes % 60);
}

std::optional<Moment> moment_of(std::string_view text) {
    // \d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[-,+]\d\d:\d\d; Z, which many write, is read too.
    bool const zulu = text.size() == 20 && text.back() == 'Z';
    if (!zulu && text.size() != 25) return std::nullopt;
    if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return std::nullopt;
    if (!digits(text, {0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18})) return std::nullopt;
    auto at = base::parse_iso8601(std::string(text.substr(0, 19)) + "Z");
    if (!at) return std::nullopt;
    if (zulu) return Moment{*at, 0};
    if ((text[19] != '+' && text[19] != '-') || text[22] != ':' || !digits(text, {20, 21, 23, 24})) return std::nullopt;
    auto two = [&](std::size_t i) { return (text[i] - '0') * 10 + (text[i + 1] - '0'); };
    if (two(20) > 14 || two(23) > 59) return std::nullopt;
    int const offset = (text[19] == '-' ? -1 : 1) * (two(20) * 60 + two(23));
    return Moment{*at - offset * base::minute, offset};
}

}  // namespace alerts
