// CarePlan, Goal and Task: what a person and a team have agreed to do. Given to the person whose plan it is.
#include "base/time.hpp"
#include "fhir/engine.hpp"
#include "fhir/family.hpp"
#include "html/html.hpp"
#include "plans/plans.hpp"

namespace fhir {

using base::Result, base::Why;

namespace {

bool is_goal(plans::Item const& item) { return item.kind == plans::Kind::goal; }

std::vector<Coding> labels_of(plans::Plan const& plan) { return plan.part2 ? std::vector{part2_label} : std::vector<Coding>{}; }

Resource care_plan(db::Read& read, plans::Plan const& plan) {
    auto const items = plans::items(read, plan.patient, plan.id);
    Resource made{.type = "CarePlan", .id = plan.id.text(), .updated = plan.updated_at, .key = plan.id.value};
    Writer writer(made, labels_of(plan));
    auto& json = writer.json;
    json.pair("status", plans::text_of(plan.status)).pair("intent", "plan").key("category").array();
    writer.concept_of({{"http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "assess-plan"}});
    json.end();
    writer.text("title", plan.title).text("description", plan.description).found_by("patient", "subject", "Patient", plan.patient.text());
    made.links.push_back({"subject", "Patient", plan.patient.text()});
    json.key("period").object();
    writer.moment("start", plan.created_at);
    json.end();
    writer.moment("created", plan.created_at).link("author", "Organization", plan.organization.text());
    auto list = [&](std::string_view name, auto which, auto write) {
        if (std::ranges::none_of(items, which)) return;
        json.key(name).array();
        for (auto const& each : items)
            if (which(each)) write(each);
        json.end();
    };
    list("goal", is_goal, [&](plans::Item const& each) {
        json.object().pair("reference", "Goal/" + each.id.text()).end();
        made.links.push_back({"goal", "Goal", each.id.text()});
    });
    list("activity", [](plans::Item const& each) { return !is_goal(each); }, [&](plans::Item const& each) {
        json.object();
        writer.link("reference", "Task", each.id.text());
        json.end();
        made.links.push_back({"activity-reference", "Task", each.id.text()});
    });
    writer.finish();
    made.tokens = {{"status", "http://hl7.org/fhir/request-status", std::string(plans::text_of(plan.status))}, {"category", "http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "assess-plan"}, {"intent", "http://hl7.org/fhir/care-plan-intent", "plan"}};
    made.moments = {{"date", plan.created_at, std::numeric_limits<base::Time>::max()}};
    return made;
}

std::string_view lifecycle(plans::Plan const& plan, plans::Item const& item) {
    if (item.done || plan.status == plans::PlanStatus::completed) return "completed";
    if (plan.status == plans::PlanStatus::revoked) return "cancelled";
    return plan.status == plans::PlanStatus::on_hold ? "on-hold" : "active";
}

void note(base::Json& json, plans::Item const& item) {
    if (!item.note.empty()) json.key("note").array().object().pair("text", item.note).end().end();
}

Resource goal(plans::Plan const& plan, plans::Item const& item) {
    Resource made{.type = "Goal", .id = item.id.text(), .updated = std::max(item.updated_at, item.done_at), .key = item.id.value};
    Writer writer(made, labels_of(plan));
    auto& json = writer.json;
    auto const status = lifecycle(plan, item);
    json.pair("lifecycleStatus", status);
    writer.coded("achievementStatus", {{"http://terminology.hl7.org/CodeSystem/goal-achievement", item.done ? "achieved" : "in-progress"}});
    writer.coded("description", {}, item.text).found_by("patient", "subject", "Patient", plan.patient.text());
    made.links.push_back({"subject", "Patient", plan.patient.text()});
    if (!item.due.empty()) json.key("target").array().object().pair("dueDate", item.due).end().end();
    if (item.done_at) json.pair("statusDate", base::iso8601(item.done_at).substr(0, 10));
    note(json, item);
    writer.finish();
    made.tokens = {{"lifecycle-status", "http://hl7.org/fhir/goal-status", std::string(status)}};
    return made;
}

void input(Writer& writer, std::string_view what, std::string_view kind, std::string_view value) {
    writer.json.object();
    writer.coded("type", {}, what);
    writer.json.pair(kind, value).end();
}

// What is to be read, how often, and at what times.
void inputs(Writer& writer, plans::Item const& item) {
    if (item.kind != plans::Kind::reading && item.kind != plans::Kind::measure && item.times.empty() && !item.every_days) return;
    auto& json = writer.json;
    json.key("input").array();
    if (item.kind == plans::Kind::reading) input(writer, "Read", "valueUri", item.link.starts_with('/') ? html::absolute(item.link) : item.link);
    if (auto const* const measure = plans::find_measure(item.link); measure && item.kind == plans::Kind::measure) {
        json.object();
        writer.coded("type", {}, "Measure").coded("valueCodeableConcept", {{std::string(loinc), std::string(measure->panel.empty() ? measure->loinc : measure->panel)}}, measure->words);
        json.end();
    }
    for (auto const& each : item.times) input(writer, "Take at", "valueTime", each + ":00");
    if (item.every_days) {
        json.object();
        writer.coded("type", {}, "Every so many days");
        json.pair("valuePositiveInt", item.every_days).end();
    }
    json.end();
}

std::string_view task_status(plans::Plan const& plan, plans::Item const& item) {
    auto const status = lifecycle(plan, item);
    return status == "active" ? "requested" : status;
}

Resource task(plans::Plan const& plan, plans::Item const& item) {
    Resource made{.type = "Task", .id = item.id.text(), .updated = std::max(item.updated_at, item.done_at), .key = item.id.value};
    Writer writer(made, labels_of(plan));
    auto& json = writer.json;
    auto const status = item.done ? std::string_view("completed") : task_status(plan, item);
    auto const kind = std::string(plans::text_of(item.kind));
    json.key("basedOn").array().object().pair("reference", "CarePlan/" + plan.id.text()).end().end();
    made.links.push_back({"based-on", "CarePlan", plan.id.text()});
    json.pair("status", status).pair("intent", "plan");
    writer.coded("code", {{extension_url("task"), kind}}).text("description", item.text);
    if (item.kind == plans::Kind::check_in) writer.found_by("focus", "focus", "Questionnaire", item.link);
    writer.found_by("patient", "for", "Patient", plan.patient.text());
    made.links.push_back({"subject", "Patient", plan.patient.text()});
    writer.moment("lastModified", made.updated).found_by("requester", "requester", "Organization", plan.organization.text()).found_by("owner", "owner", "Patient", plan.patient.text());
    note(json, item);
    if (!item.due.empty()) json.key("restriction").object().key("period").object().pair("end", item.due).end().end();
    inputs(writer, item);
    writer.finish();
    made.tokens = {{"status", "http://hl7.org/fhir/task-status", std::string(status)}, {"code", extension_url("task"), kind}, {"intent", "http://hl7.org/fhir/request-intent", "plan"}};
    made.moments = {{"modified", made.updated, made.updated + 1}};
    return made;
}

Kind care_plan_kind() {
    Kind kind{.type = "CarePlan", .record = "plan", .names_record = true};
    kind.parameters = {{"patient", Of::link, "Whose plan"}, {"subject", Of::link, "Whose plan"}, {"status", Of::token, "active, on-hold, completed or revoked"}, {"category", Of::token, "assess-plan"}, {"intent", Of::token, "plan"}, {"date", Of::moment, "While it runs"}, {"goal", Of::link, "A goal of it"}, {"activity-reference", Of::link, "A task of it"}};
    kind.includes = {"goal", "activity-reference"};
    kind.find = [](db::Read& read, Asker const& asker, std::int64_t id) -> std::optional<Resource> {
        auto const plan = plans::find(read, asker.person, plans::PlanId{id});
        return plan && plan->patient == asker.person ? std::optional(care_plan(read, *plan)) : std::nullopt;
    };
    kind.list = [](db::Read& read, Asker const& asker, Search const&, std::int64_t after, int limit) {
        std::vector<Resource> all;
        for (auto const& plan : plans::plans_of(read, asker.person)) all.push_back(care_plan(read, plan));
        return page_of(std::move(all), after, limit);
    };
    return kind;
}

// Every item of one's plans that is (or is none) a goal.
template <class Make>
std::vector<Resource> items_of(db::Read& read, AccountId person, bool goals, Make make) {
    std::vector<Resource> all;
    for (auto const& plan : plans::plans_of(read, person))
        for (auto const& item : plans::items(read, person, plan.id))
            if (is_goal(item) == goals) all.push_back(make(plan, item));
    return all;
}

Kind item_kind(std::string_view type, bool goals, Resource (*make)(plans::Plan const&, plans::Item const&)) {
    Kind kind{.type = type, .record = "plan"};
    kind.find = [goals, make](db::Read& read, Asker const& asker, std::int64_t id) -> std::optional<Resource> {
        auto all = items_of(read, asker.person, goals, make);
        auto const found = std::ranges::find(all, id, &Resource::key);
        return found == all.end() ? std::nullopt : std::optional(std::move(*found));
    };
    kind.list = [goals, make](db::Read& read, Asker const& asker, Search const&, std::int64_t after, int limit) { return page_of(items_of(read, asker.person, goals, make), after, limit); };
    return kind;
}

// All that a person changes of a task is whether it is done.
Result<Resource> change_task(db::Write& write, http::Request const& request, Asker const& asker, http::Document const& document) {
    auto const status = document["status"].text();
    if (status != "completed" && status != "requested" && status != "in-progress") return base::refuse_field("status", "ERR_INCLUSION", "A task is completed, or requested again.");
    auto const id = request.parameters.id<plans::ItemId>("id").value_or(plans::ItemId{});
    TRY(plans::set_done(write, asker.person, id, status == "completed"));
    auto changed = find_resource(write, asker, "Task", id.text());
    if (!changed) return base::refuse(Why::not_found, "There is no such task.");
    return std::move(*changed);
}

}  // namespace

void add_plans(std::vector<Kind>& all) {
    all.push_back(care_plan_kind());
    auto goals = item_kind("Goal", true, goal);
    goals.parameters = {{"patient", Of::link, "Whose goal"}, {"subject", Of::link, "Whose goal"}, {"lifecycle-status", Of::token, "active, on-hold, completed or cancelled"}};
    all.push_back(std::move(goals));
    auto tasks = item_kind("Task", false, task);
    tasks.parameters = {{"patient", Of::link, "Whose task"}, {"subject", Of::link, "Whose task"}, {"owner", Of::link, "Who does it"}, {"requester", Of::link, "Whose team asked for it"}, {"based-on", Of::link, "The plan it belongs to"}, {"focus", Of::link, "The questionnaire of a check-in"},
                        {"status", Of::token, "requested, on-hold, completed or cancelled"}, {"code", Of::token, "task, reading, check_in, measure or medicine"}, {"intent", Of::token, "plan"}, {"modified", Of::moment, "When it was last changed"}};
    tasks.includes = {"based-on", "focus", "requester"};
    tasks.update = change_task;
    all.push_back(std::move(tasks));
}

}  // namespace fhir
