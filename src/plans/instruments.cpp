// Questionnaires as they were published, with their scoring, and what can be measured. Codes are LOINC's and UCUM's.
#include "plans/inside.hpp"
#include <algorithm>
#include <array>

namespace plans {

namespace {

constexpr Choice often[] = {{"Not at all", 0, "LA6568-5"}, {"Several days", 1, "LA6569-3"}, {"More than half the days", 2, "LA6570-1"}, {"Nearly every day", 3, "LA6571-9"}};
constexpr std::string_view last_two_weeks = "Over the last 2 weeks, how often have you been bothered by any of the following problems?";

constexpr Question phq_9[] = {
    {"1", "Little interest or pleasure in doing things", "44250-9"},
    {"2", "Feeling down, depressed, or hopeless", "44255-8"},
    {"3", "Trouble falling or staying asleep, or sleeping too much", "44259-0"},
    {"4", "Feeling tired or having little energy", "44254-1"},
    {"5", "Poor appetite or overeating", "44251-7"},
    {"6", "Feeling bad about yourself — or that you are a failure or have let yourself or your family down", "44258-2"},
    {"7", "Trouble concentrating on things, such as reading the newspaper or watching television", "44252-5"},
    {"8", "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or restless that you have been moving around a lot more than usual", "44253-3"},
    {"9", "Thoughts that you would be better off dead or of hurting yourself in some way", "44260-8"},
};
constexpr Band phq_9_bands[] = {{0, "minimal"}, {5, "mild"}, {10, "moderate"}, {15, "moderately severe"}, {20, "severe"}};

constexpr Question gad_7[] = {
    {"1", "Feeling nervous, anxious or on edge", "69725-0"},
    {"2", "Not being able to stop or control worrying", "68509-9"},
    {"3", "Worrying too much about different things", "69733-4"},
    {"4", "Trouble relaxing", "69734-2"},
    {"5", "Being so restless that it is hard to sit still", "69735-9"},
    {"6", "Becoming easily annoyed or irritable", "69689-8"},
    {"7", "Feeling afraid as if something awful might happen", "69736-7"},
};
constexpr Band gad_7_bands[] = {{0, "minimal"}, {5, "mild"}, {10, "moderate"}, {15, "severe"}};

// loinc: of the panel. Both may be used by anybody without asking.
constexpr Questionnaire all_questionnaires[] = {
    {"phq-9", "Patient Health Questionnaire (PHQ-9)", last_two_weeks, "44249-1", "Kroenke, Spitzer, Williams 2001", phq_9, often, phq_9_bands, "9", "44261-6"},
    {"gad-7", "Generalized Anxiety Disorder (GAD-7)", last_two_weeks, "69737-5", "Spitzer, Kroenke, Williams, Löwe 2006", gad_7, often, gad_7_bands, "", "70274-6"},
};

// least and most: what a living person can have at all, so that a slip of the finger is caught and no rare truth is.
constexpr Measure all_measures[] = {
    {"blood_pressure", "Blood pressure", "8480-6", "mmHg", "mm[Hg]", 40, 320, "8462-4", 10, 220, "85354-9"},
    {"pulse", "Pulse", "8867-4", "/min", "/min", 15, 320, ""},
    {"weight", "Weight", "29463-7", "kg", "kg", 0.2, 650, "", 0, 0, "", true},
    {"temperature", "Temperature", "8310-5", "°C", "Cel", 24, 46, ""},
    {"oxygen_saturation", "Oxygen saturation", "2708-6", "%", "%", 30, 100, ""},
    {"glucose", "Blood glucose (mg/dL)", "2339-0", "mg/dL", "mg/dL", 5, 2000, ""},
    {"glucose_mmol", "Blood glucose (mmol/L)", "15074-8", "mmol/L", "mmol/L", 0.3, 111, ""},
    {"breathing_rate", "Breaths per minute", "9279-1", "/min", "/min", 3, 120, ""},
    {"peak_flow", "Peak flow", "33452-4", "L/min", "L/min", 20, 1000, ""},
    {"height", "Height", "8302-2", "cm", "cm", 20, 280, ""},
    {"steps", "Steps in a day", "41950-7", "", "{steps}/(24.h)", 0, 200'000, ""},
    {"calories", "Calories in a day", "9052-2", "kcal", "kcal", 0, 20'000, "", 0, 0, "", true},
    {"sleep", "Hours of sleep", "93832-4", "h", "h", 0, 24, ""},
    {"pain", "Pain from 0 to 10", "72514-3", "", "{score}", 0, 10, ""},
};

}  // namespace

std::span<Questionnaire const> questionnaires() { return all_questionnaires; }

Questionnaire const* find_questionnaire(std::string_view code) {
    auto const found = std::ranges::find(all_questionnaires, code, &Questionnaire::code);
    return found == std::end(all_questionnaires) ? nullptr : &*found;
}

Band const& band_of(Questionnaire const& questionnaire, int sum) {
    auto const* found = &questionnaire.bands.front();
    for (auto const& each : questionnaire.bands)
        if (sum >= each.from) found = &each;
    return *found;
}

bool is_danger(Questionnaire const& questionnaire, std::vector<int> const& points) {
    for (std::size_t i = 0; i < points.size() && i < questionnaire.questions.size(); ++i)
        if (!questionnaire.danger.empty() && questionnaire.questions[i].link == questionnaire.danger) return points[i] > 0;
    return false;
}

std::span<Measure const> measures() { return all_measures; }

Measure const* find_measure(std::string_view code) {
    auto const found = std::ranges::find(all_measures, code, &Measure::code);
    return found == std::end(all_measures) ? nullptr : &*found;
}

std::string_view text_of(PlanStatus status) {
    constexpr std::string_view words[] = {"active", "on-hold", "completed", "revoked"};
    return words[static_cast<std::size_t>(status)];
}

std::optional<PlanStatus> status_of(std::string_view text) {
    for (auto const status : {PlanStatus::active, PlanStatus::on_hold, PlanStatus::completed, PlanStatus::revoked})
        if (text_of(status) == text) return status;
    return std::nullopt;
}

constexpr std::string_view kind_words[] = {"goal", "task", "reading", "check_in", "measure", "medicine"};

std::string_view text_of(Kind kind) { return kind_words[static_cast<std::size_t>(kind)]; }

std::optional<Kind> kind_of(std::string_view text) {
    auto const found = std::ranges::find(kind_words, text);
    return found == std::end(kind_words) ? std::nullopt : std::optional(static_cast<Kind>(found - std::begin(kind_words)));
}

}  // namespace plans
