// Questionnaire, QuestionnaireResponse and Observation: what people are asked, what they answer, and what they measure.
#include "base/time.hpp"
#include "fhir/engine.hpp"
#include "fhir/family.hpp"
#include "html/html.hpp"
#include "plans/plans.hpp"
#include <cmath>

namespace fhir {

using base::refuse_field, base::Result, base::Why;

namespace {

constexpr std::string_view ordinal = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

std::string canonical(std::string_view code) { return html::absolute("/fhir/Questionnaire/" + std::string(code)); }

void choice(base::Json& json, plans::Choice const& each) {
    json.key("valueCoding").object().key("extension").array().object().pair("url", ordinal).pair("valueDecimal", each.points).end().end();
    json.pair("system", loinc).pair("code", each.loinc).pair("display", each.words).end();
}

Resource questionnaire(plans::Questionnaire const& asked, std::int64_t key) {
    Resource made{.type = "Questionnaire", .id = std::string(asked.code), .updated = *base::parse_iso8601("2026-11-23"), .key = key};
    Writer writer(made);
    auto& json = writer.json;
    std::string name = "Questionnaire";
    for (char const c : asked.code)
        if (c != '-') name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    json.pair("url", canonical(asked.code)).pair("name", name).pair("title", asked.title).pair("status", "active").key("subjectType").array().value("Patient").end();
    json.pair("description", asked.intro).pair("copyright", asked.source).key("code").array().object().pair("system", loinc).pair("code", asked.loinc).end().end();
    json.key("item").array();
    for (auto const& each : asked.questions) {
        json.object().pair("linkId", each.link).key("code").array().object().pair("system", loinc).pair("code", each.loinc).end().end();
        json.pair("text", each.words).pair("type", "choice").pair("required", true).key("answerOption").array();
        for (auto const& option : asked.choices) {
            json.object();
            choice(json, option);
            json.end();
        }
        json.end().end();
    }
    json.object().pair("linkId", "sum");
    if (!asked.sum_loinc.empty()) json.key("code").array().object().pair("system", loinc).pair("code", asked.sum_loinc).end().end();
    json.pair("text", "Sum").pair("type", "integer").pair("readOnly", true).end().end();
    writer.finish();
    made.tokens = {{"status", "http://hl7.org/fhir/publication-status", "active"}, {"code", std::string(loinc), std::string(asked.loinc)}, {"url", "", canonical(asked.code)}};
    made.texts = {{"name", name}, {"title", std::string(asked.title)}};
    return made;
}

std::vector<Resource> all_questionnaires() {
    std::vector<Resource> all;
    for (auto const& each : plans::questionnaires()) all.push_back(questionnaire(each, std::ssize(all) + 1));
    return all;
}

Kind questionnaire_kind() {
    Kind kind{.type = "Questionnaire", .open = true};
    kind.parameters = {{"name", Of::text, "Its name for programs"}, {"title", Of::text, "Its title"}, {"status", Of::token, "active"}, {"code", Of::token, "Its LOINC code"}, {"url", Of::token, "Its canonical address"}};
    kind.find_named = [](std::string_view id) -> std::optional<Resource> {
        auto const* const found = plans::find_questionnaire(id);
        return found ? std::optional(questionnaire(*found, 1)) : std::nullopt;
    };
    kind.list = [](db::Read&, Asker const&, Search const&, std::int64_t after, int limit) { return page_of(all_questionnaires(), after, limit); };
    return kind;
}

void relate(Writer& writer, Resource& made, plans::PlanId plan, AccountId patient) {
    writer.json.key("basedOn").array().object().pair("reference", "CarePlan/" + plan.text()).end().end();
    made.links = {{"based-on", "CarePlan", plan.text()}, {"patient", "Patient", patient.text()}, {"subject", "Patient", patient.text()}};
}

Resource response(plans::Response const& given) {
    auto const& asked = *plans::find_questionnaire(given.questionnaire);
    Resource made{.type = "QuestionnaireResponse", .id = given.id.text(), .updated = given.at, .key = given.id.value};
    Writer writer(made);
    auto& json = writer.json;
    relate(writer, made, given.plan, given.patient);
    json.pair("questionnaire", canonical(asked.code)).pair("status", "completed");
    writer.link("subject", "Patient", given.patient.text()).moment("authored", given.at).link("author", "Patient", given.patient.text()).link("source", "Patient", given.patient.text());
    json.key("item").array();
    for (std::size_t i = 0; i < given.points.size() && i < asked.questions.size(); ++i) {
        json.object().pair("linkId", asked.questions[i].link).pair("text", asked.questions[i].words).key("answer").array().object();
        auto const option = std::ranges::find(asked.choices, given.points[i], &plans::Choice::points);
        if (option != asked.choices.end()) choice(json, *option);
        else json.pair("valueInteger", given.points[i]);
        json.end().end().end();
    }
    json.object().pair("linkId", "sum").pair("text", "Sum").key("answer").array().object().pair("valueInteger", given.sum).end().end().end().end();
    writer.finish();
    made.links.push_back({"questionnaire", "Questionnaire", std::string(asked.code)});
    made.links.push_back({"author", "Patient", given.patient.text()});
    made.tokens = {{"status", "http://hl7.org/fhir/questionnaire-answers-status", "completed"}};
    made.moments = {{"authored", given.at, given.at + 1}};
    return made;
}

// The plan that is named, or the first one that asks for this.
Result<plans::PlanId> plan_for(db::Read& read, AccountId person, http::Document const& document, plans::Kind kind, std::string_view code) {
    for (auto const& each : document["basedOn"].list())
        if (auto const id = referenced(each, "CarePlan")) return plans::PlanId{*id};
    for (auto const& plan : plans::plans_of(read, person)) {
        if (plan.status != plans::PlanStatus::active) continue;
        for (auto const& item : plans::items(read, person, plan.id))
            if (item.kind == kind && item.link == code) return plan.id;
    }
    return refuse_field("basedOn", "ERR_BLANK", "Name the care plan that this belongs to.");
}

// Points by the answer's code, or as a number.
Result<int> points_in(plans::Questionnaire const& asked, plans::Question const& question, http::Document const& document) {
    for (auto const& item : document["item"].list()) {
        if (item["linkId"].text() != question.link) continue;
        auto const answers = item["answer"].list();
        if (answers.size() != 1) break;
        if (auto const number = answers[0]["valueInteger"].integer()) return static_cast<int>(std::clamp<std::int64_t>(*number, -1, 1000));
        auto const option = std::ranges::find(asked.choices, answers[0]["valueCoding"]["code"].text(), &plans::Choice::loinc);
        if (option != asked.choices.end()) return option->points;
        return refuse_field("item." + std::string(question.link), "ERR_INCLUSION", "This answer is none of the questionnaire's.");
    }
    return refuse_field("item." + std::string(question.link), "ERR_BLANK", "Every question needs one answer.");
}

Result<Resource> respond(db::Write& write, http::Request const&, Asker const& asker, http::Document const& document) {
    auto const address = document["questionnaire"].text();
    auto const version = address.substr(0, address.find('|'));
    auto const* const asked = plans::find_questionnaire(version.substr(version.rfind('/') + 1));
    if (!asked || (version != asked->code && version != canonical(asked->code) && version != "Questionnaire/" + std::string(asked->code))) return refuse_field("questionnaire", "ERR_INCLUSION", "This questionnaire is not known here.");
    if (document["status"].text() != "completed") return refuse_field("status", "ERR_INCLUSION", "Only completed answers are taken.");
    std::vector<int> points;
    for (auto const& question : asked->questions) points.push_back(TRY(points_in(*asked, question, document)));
    auto const plan = TRY(plan_for(write, asker.person, document, plans::Kind::check_in, asked->code));
    return response(TRY(plans::respond(write, asker.person, plan, asked->code, points)));
}

Kind response_kind() {
    Kind kind{.type = "QuestionnaireResponse", .record = "plan"};
    kind.parameters = {{"patient", Of::link, "Whose answers"}, {"subject", Of::link, "Whose answers"}, {"author", Of::link, "Who answered"}, {"questionnaire", Of::link, "What was asked"}, {"based-on", Of::link, "The plan it belongs to"}, {"status", Of::token, "completed"}, {"authored", Of::moment, "When"}};
    kind.includes = {"based-on", "questionnaire"};
    kind.find = [](db::Read& read, Asker const& asker, std::int64_t id) -> std::optional<Resource> {
        auto const found = plans::find_response(read, asker.person, plans::ResponseId{id});
        return found && found->patient == asker.person ? std::optional(response(*found)) : std::nullopt;
    };
    kind.list = [](db::Read& read, Asker const& asker, Search const&, std::int64_t after, int limit) {
        std::vector<Resource> all;
        for (auto const& plan : plans::plans_of(read, asker.person))
            for (auto const& each : plans::responses(read, asker.person, plan.id, "")) all.push_back(response(each));
        return page_of(std::move(all), after, limit);
    };
    kind.create = respond;
    return kind;
}

std::string_view category_of(std::string_view code) {
    for (std::string_view each : {"blood_pressure", "pulse", "weight", "temperature", "oxygen_saturation", "breathing_rate", "height"})
        if (code == each) return "vital-signs";
    if (code.starts_with("glucose")) return "laboratory";
    if (code == "steps" || code == "calories" || code == "sleep") return "activity";
    return "survey";
}

void quantity(base::Json& json, plans::Measure const& measure, double value) {
    json.key("valueQuantity").object().pair("value", value);
    if (!measure.unit.empty()) json.pair("unit", measure.unit);
    json.pair("system", ucum).pair("code", measure.ucum).end();
}

Resource observation(plans::Measurement const& taken) {
    auto const& measure = *plans::find_measure(taken.measure);
    auto const code = std::string(measure.panel.empty() ? measure.loinc : measure.panel);
    auto const category = std::string(category_of(measure.code));
    Resource made{.type = "Observation", .id = taken.id.text(), .updated = base::time_of(taken.id.value), .key = taken.id.value};
    Writer writer(made);
    auto& json = writer.json;
    relate(writer, made, taken.plan, taken.patient);
    json.pair("status", "final").key("category").array();
    writer.concept_of({{"http://terminology.hl7.org/CodeSystem/observation-category", category}});
    json.end();
    writer.coded("code", {{std::string(loinc), code}}, measure.words).link("subject", "Patient", taken.patient.text()).moment("effectiveDateTime", taken.at).moment("issued", made.updated);
    json.key("performer").array().object().pair("reference", "Patient/" + taken.patient.text()).end().end();
    if (measure.second.empty()) quantity(json, measure, taken.value);
    else {
        json.key("component").array();
        for (auto const& [part, value] : {std::pair(measure.loinc, taken.value), std::pair(measure.second, taken.second)}) {
            json.object();
            writer.coded("code", {{std::string(loinc), std::string(part)}});
            quantity(json, measure, value);
            json.end();
        }
        json.end();
    }
    writer.finish();
    made.tokens = {{"code", std::string(loinc), code}, {"category", "http://terminology.hl7.org/CodeSystem/observation-category", category}, {"status", "http://hl7.org/fhir/observation-status", "final"}};
    if (!measure.second.empty()) made.tokens.insert(made.tokens.end(), {{"component-code", std::string(loinc), std::string(measure.loinc)}, {"component-code", std::string(loinc), std::string(measure.second)}});
    made.moments = {{"date", taken.at, taken.at + 1}};
    return made;
}

// The measure whose code the document names: its own, or of a pair the panel's.
plans::Measure const* measure_in(http::Document const& code) {
    for (auto const& coding : code["coding"].list()) {
        if (coding["system"].text() != loinc) continue;
        for (auto const& measure : plans::measures())
            if (coding["code"].text() == (measure.panel.empty() ? measure.loinc : measure.panel)) return &measure;
    }
    return nullptr;
}

Result<double> value_in(http::Document const& holder, plans::Measure const& measure) {
    auto const given = holder["valueQuantity"];
    auto const value = given["value"].number();
    if (!value || !std::isfinite(*value)) return refuse_field("valueQuantity", "ERR_BLANK", "A measurement needs a value.");
    // Without a code the unit's words must be ours; nothing is converted.
    if (given["code"].text().empty() ? given["unit"].text() != measure.unit : given["code"].text() != measure.ucum)
        return refuse_field("valueQuantity", "ERR_INCLUSION", "This unit is not taken: use " + std::string(measure.ucum) + ".");
    return *value;
}

Result<double> component_in(http::Document const& document, plans::Measure const& measure, std::string_view code) {
    for (auto const& component : document["component"].list())
        for (auto const& coding : component["code"]["coding"].list())
            if (coding["code"].text() == code) return value_in(component, measure);
    return refuse_field("component", "ERR_BLANK", "Both values are needed.");
}

Result<Resource> observe(db::Write& write, http::Request const&, Asker const& asker, http::Document const& document) {
    auto const* const measure = measure_in(document["code"]);
    if (!measure) return refuse_field("code", "ERR_INCLUSION", "Nothing with this LOINC code is measured here.");
    if (document["status"].text() != "final") return refuse_field("status", "ERR_INCLUSION", "Only final measurements are taken.");
    auto const at = base::parse_iso8601(document["effectiveDateTime"].text());
    if (!at) return refuse_field("effectiveDateTime", "ERR_BLANK", "Say when it was measured.");
    bool const pair = !measure->second.empty();
    auto const value = TRY(pair ? component_in(document, *measure, measure->loinc) : value_in(document, *measure));
    auto const second = pair ? TRY(component_in(document, *measure, measure->second)) : 0.0;
    auto const plan = TRY(plan_for(write, asker.person, document, plans::Kind::measure, measure->code));
    return observation(TRY(plans::measure(write, asker.person, plan, measure->code, value, second, *at)));
}

Kind observation_kind() {
    Kind kind{.type = "Observation", .record = "plan"};
    kind.parameters = {{"patient", Of::link, "Who was measured"}, {"subject", Of::link, "Who was measured"}, {"code", Of::token, "The LOINC code"}, {"component-code", Of::token, "Of a pair: either code"}, {"category", Of::token, "vital-signs, laboratory, activity or survey"}, {"status", Of::token, "final"}, {"date", Of::moment, "When"}, {"based-on", Of::link, "The plan it belongs to"}};
    kind.includes = {"based-on"};
    kind.find = [](db::Read& read, Asker const& asker, std::int64_t id) -> std::optional<Resource> {
        auto const found = plans::find_measurement(read, asker.person, plans::MeasurementId{id});
        return found && found->patient == asker.person ? std::optional(observation(*found)) : std::nullopt;
    };
    kind.list = [](db::Read& read, Asker const& asker, Search const&, std::int64_t after, int limit) {
        std::vector<Resource> all;
        for (auto const& plan : plans::plans_of(read, asker.person))
            for (auto const& each : plans::measurements(read, asker.person, plan.id, "")) all.push_back(observation(each));
        return page_of(std::move(all), after, limit);
    };
    kind.create = observe;
    return kind;
}

}  // namespace

void add_answers(std::vector<Kind>& all) {
    all.push_back(questionnaire_kind());
    all.push_back(response_kind());
    all.push_back(observation_kind());
}

}  // namespace fhir
