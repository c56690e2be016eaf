// What is told of a plan elsewhere: in the export, in the team's inbox; and what goes with an account.
#include "base/json.hpp"
#include "base/time.hpp"
#include "plans/inside.hpp"
#include "plans/queries.hpp"
#include <algorithm>

namespace plans {

using base::Result;

namespace {

void write_items(base::Json& json, db::Read& read, Reached const& reached, std::vector<Item> const& all) {
    json.key("items").array();
    for (auto const& each : all) {
        json.object().pair("id", each.id.text()).pair("kind", text_of(each.kind)).pair("text", each.text).pair("note", each.note).pair("link", each.link).pair("due", each.due);
        json.key("times").array();
        for (auto const& time : each.times) json.value(time);
        json.end().pair("every_days", each.every_days).pair("done", each.done);
        if (each.done) json.pair("done_at", base::iso8601(each.done_at));
        if (each.kind == Kind::medicine) {
            json.key("taken").array();
            for (auto const& dose : doses(read, each, reached.plan.created_at)) json.object().pair("due_at", base::iso8601(dose.due_at)).pair("taken_at", base::iso8601(dose.taken_at)).end();
            json.end();
        }
        json.end();
    }
    json.end();
}

void write_responses(base::Json& json, std::vector<Response> const& all) {
    json.key("responses").array();
    for (auto const& each : all) {
        auto const* questionnaire = find_questionnaire(each.questionnaire);
        json.object().pair("id", each.id.text()).pair("questionnaire", each.questionnaire).pair("at", base::iso8601(each.at)).pair("sum", each.sum);
        if (questionnaire) json.pair("called", band_of(*questionnaire, each.sum).words);
        json.key("points").array();
        for (auto const points : each.points) json.value(points);
        json.end().pair("seen_by_team", each.seen_at != 0).end();
    }
    json.end();
}

void write_measurements(base::Json& json, std::vector<Measurement> const& all) {
    json.key("measurements").array();
    for (auto const& each : all) {
        auto const* measure = find_measure(each.measure);
        json.object().pair("id", each.id.text()).pair("measure", each.measure).pair("value", each.value);
        if (measure && !measure->second.empty()) json.pair("second", each.second);
        if (measure) json.pair("unit", measure->ucum);
        json.pair("at", base::iso8601(each.at)).end();
    }
    json.end();
}

std::string name_of(db::Read& read, AccountId id) {
    auto const found = id ? accounts::find(read, id) : std::nullopt;
    return found ? found->handle() : std::string();
}

void write_comments(base::Json& json, db::Read& read, std::vector<Comment> const& all) {
    json.key("comments").array();
    for (auto const& each : all) {
        json.object().pair("id", std::to_string(each.id)).pair("author", name_of(read, each.author)).pair("by_team", each.by_team).pair("text", each.text).pair("at", base::iso8601(each.at));
        if (each.item) json.pair("item", each.item.text());
        json.end();
    }
    json.end();
}

std::string exported(db::Read& read, AccountId account) {
    base::Json json;
    json.object().key("plans").array();
    for (auto const& plan : plans_of(read, account)) json.raw(as_json(read, {plan, Side::patient, {}, {}}));
    json.end().key("written_for_others").array();
    read.each(sql::plans_by_author, {account}, [&](db::Row const& row) { json.object().pair("plan", std::to_string(row.integer(0))).pair("at", base::iso8601(row.integer(1))).end(); });
    json.end().key("comments").array();
    read.each(sql::comments_by_author, {account}, [&](db::Row const& row) { json.object().pair("plan", std::to_string(row.integer(0))).pair("at", base::iso8601(row.integer(1))).end(); });
    json.end().key("asked_back").array();
    read.each(sql::outreach_to, {account}, [&](db::Row const& row) { json.object().pair("by", name_of(read, row.id<AccountId>(0))).pair("at", base::iso8601(row.integer(1))).end(); });
    return json.end().end().take();
}

void forget_plan(db::Write& write, Stored const& found) {
    auto const& plan = found.plan;
    clear_reminders(write, plan);
    inbox::gone(write, plan.organization, inbox::Kind::message, inbox_about(plan.id));
    for (auto const* statement : {&sql::forget_doses, &sql::forget_comments, &sql::forget_responses, &sql::forget_measurements, &sql::forget_openings, &sql::forget_items, &sql::forget_plan}) write.run(*statement, {plan.id});
    records::destroy(write, found.key_id);
}

}  // namespace

std::string as_json(db::Read& read, Reached const& reached) {
    auto const& plan = reached.plan;
    auto const key = key_of(read, plan.id);
    base::Json json;
    json.object().pair("id", plan.id.text()).pair("patient", name_of(read, plan.patient)).pair("organization", name_of(read, plan.organization)).pair("author", name_of(read, plan.author));
    json.pair("title", plan.title).pair("description", plan.description).pair("status", text_of(plan.status)).pair("part2", plan.part2).pair("hides_numbers", plan.hides_numbers);
    json.pair("created_at", base::iso8601(plan.created_at)).pair("updated_at", base::iso8601(plan.updated_at));
    write_items(json, read, reached, items_of(read, key, plan.id));
    write_responses(json, responses_of(read, key, plan.id));
    write_measurements(json, measurements_of(read, key, plan.id));
    write_comments(json, read, comments_of(read, key, plan.id));
    return json.end().take();
}

// The name of who waits and that something does: what it says stands in the plan alone, where opening it goes on record.
std::optional<inbox::Shown> inbox_shown(db::Read& read, html::Words const& words, AccountId organization, std::string_view about) {
    if (!about.starts_with("plan:")) return std::nullopt;
    auto const id = base::parse<PlanId>(about.substr(5));
    auto const found = id ? stored(read, *id) : std::nullopt;
    auto const patient = found && found->plan.organization == organization ? accounts::find(read, found->plan.patient) : std::nullopt;
    auto const key = patient && !patient->hidden() ? records::key(read, found->key_id) : std::nullopt;
    if (!key) return std::nullopt;
    bool const first = std::ranges::any_of(responses_of(read, *key, *id), [](Response const& each) { return each.danger && !each.seen_at; });
    return inbox::Shown{patient->name, first ? words("A check-in of a care plan is to be looked at first.") : words("There is something new in a care plan."), address_of(*id)};
}

Result<base::Done> answer_in_inbox(db::Write& write, inbox::Answer const& answer) {
    auto const id = base::parse<PlanId>(std::string_view(answer.about).substr(5));
    if (!id) return std::unexpected(not_there());
    TRY(comment(write, answer.by, *id, {}, answer.text));
    return base::Done{};
}

void add_export() { accounts::add_to_export("plans.json", exported); }

// A patient's plans go with their key, so that copies of the tables cannot be read either; of who wrote for others the name goes.
void forget_account(db::Write& write, AccountId account) {
    for (auto const id : write.rows(sql::plans_to_forget, {account}, [](db::Row const& row) { return row.id<PlanId>(0); }))
        if (auto const found = stored(write, id)) forget_plan(write, *found);
    for (auto const* statement : {&sql::forget_author, &sql::forget_commenter, &sql::forget_doer, &sql::forget_seer, &sql::forget_opener, &sql::forget_asked, &sql::forget_asker, &sql::forget_outreach_to}) write.run(*statement, {account});
    for (auto const key : write.rows(sql::outreach_keys, {account}, [](db::Row const& row) { return row.id<records::KeyId>(0); })) records::destroy(write, key);
    write.run(sql::forget_outreach, {account});
}

}  // namespace plans
