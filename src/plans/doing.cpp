// What a patient does with their plan: completing, answering, measuring; and what both sides say about it.
#include "base/text.hpp"
#include "base/time.hpp"
#include "plans/inside.hpp"
#include "plans/queries.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>

namespace plans {

using base::Result, base::Why;

namespace {

constexpr base::Time again_within = base::minute;  // the same sent twice by a slow connection is one

std::string shortest(double value) {
    char text[32];
    auto const end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

Response response_of(db::Row const& row, records::Key const& key) {
    Response made{.id = row.id<ResponseId>(0), .plan = row.id<PlanId>(1), .patient = row.id<AccountId>(2), .at = row.integer(4), .seen_by = row.id<AccountId>(5), .seen_at = row.integer(6)};
    auto const kept = opened(key, row.view(3), "response", made.id.value);
    auto const parts = base::split(kept, ' ');
    made.questionnaire = parts.empty() ? std::string() : std::string(parts[0]);
    for (std::size_t i = 1; i < parts.size(); ++i) {
        int points = 0;
        std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), points);
        made.points.push_back(points);
        made.sum += points;
    }
    auto const* questionnaire = find_questionnaire(made.questionnaire);
    made.danger = questionnaire && is_danger(*questionnaire, made.points);
    return made;
}

Measurement measurement_of(db::Row const& row, records::Key const& key) {
    Measurement made{.id = row.id<MeasurementId>(0), .plan = row.id<PlanId>(1), .patient = row.id<AccountId>(2), .at = row.integer(4)};
    auto const kept = opened(key, row.view(3), "measurement", made.id.value);
    auto const parts = base::split(kept, ' ');
    if (parts.size() != 3) return made;
    made.measure = parts[0];
    std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), made.value);
    std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), made.second);
    return made;
}

// Of an item that is to be done once: it is, with the answer or the value.
void completes(db::Write& write, Plan const& plan, std::vector<Item> const& all, Kind kind, std::string_view code, AccountId by) {
    for (auto const& each : all)
        if (each.kind == kind && each.link == code && !each.every_days && !each.done) write.run(sql::set_done, {each.id, true, write.now, by, write.now});
    changed(write, plan.id, by);
}

Result<base::Done> check_answers(Questionnaire const& questionnaire, std::vector<int> const& points) {
    base::Refusal missing{Why::invalid, "Answer each question.", {}};
    for (std::size_t i = 0; i < questionnaire.questions.size(); ++i) {
        bool const given = i < points.size() && std::ranges::any_of(questionnaire.choices, [&](Choice const& choice) { return choice.points == points[i]; });
        if (!given) missing.fields.push_back({"answer_" + std::string(questionnaire.questions[i].link), "ERR_BLANK", "Choose one answer."});
    }
    if (points.size() > questionnaire.questions.size()) missing.fields.push_back({"answers", "ERR_TOO_LONG", "These are more answers than questions."});
    if (!missing.fields.empty()) return std::unexpected(missing);
    return base::Done{};
}

Result<base::Done> check_value(Measure const& measure, double value, double second, base::Time at, base::Time now) {
    auto const possible = [](double number, double least, double most) { return std::isfinite(number) && number >= least && number <= most; };
    if (!possible(value, measure.least, measure.most)) return base::refuse_field("value", "ERR_INVALID", "This value is not possible. Look at it again, and at its unit.");
    if (!measure.second.empty() && !possible(second, measure.second_least, measure.second_most)) return base::refuse_field("second", "ERR_INVALID", "This value is not possible. Look at it again, and at its unit.");
    if (!measure.second.empty() && second >= value) return base::refuse_field("second", "ERR_INVALID", "The lower value is smaller than the upper one.");
    if (at > now + base::minute) return base::refuse_field("at", "ERR_INVALID", "This moment has not come yet.");
    if (at < now - oldest_measurement) return base::refuse_field("at", "ERR_INVALID", "This is too long ago.");
    return base::Done{};
}

}  // namespace

std::string value_text(Measure const& measure, double value, double second) {
    auto made = shortest(value);
    if (!measure.second.empty()) made += "/" + shortest(second);
    return measure.unit.empty() ? made : made + " " + std::string(measure.unit);
}

Result<Item> set_done(db::Write& write, AccountId by, ItemId id, bool done) {
    auto item = stored_item(write, id);
    if (!item) return std::unexpected(not_there());
    auto const reached = TRY(reach_to_change(write, by, item->plan));
    if (reached.plan.status != PlanStatus::active) return base::refuse(Why::conflict, "This plan does not go on at the moment.");
    if (item->kind == Kind::medicine && reached.side == Side::patient) return base::refuse(Why::forbidden, "The care team ends a medicine. Ask them before you stop.");
    if (item->done == done) return *item;
    item->done = done;
    item->done_at = done ? write.now : 0;
    item->updated_at = write.now;
    write.run(sql::set_done, {id, done, item->done_at, done ? by : AccountId{}, write.now});
    lay(write, reached.plan, *item);
    note(write, reached, by, records::Action::update, text_of(item->kind));
    changed(write, item->plan, by);
    return *item;
}

Result<base::Done> take(db::Write& write, AccountId patient, ItemId id, base::Time due_at, bool taken) {
    auto const item = stored_item(write, id);
    if (!item) return std::unexpected(not_there());
    auto const reached = TRY(reach_as_patient(write, patient, item->plan));
    auto const clock = clock_of(write, patient);
    bool const planned = item->kind == Kind::medicine && std::ranges::any_of(item->times, [&](std::string const& time) { return moment_at(clock, local_date(clock, due_at), time) == due_at; });
    if (!planned || due_at > write.now + base::day || due_at < write.now - 7 * base::day) return base::refuse_field("due_at", "ERR_INVALID", "The plan has no such time.");
    if (taken ? !write.run(sql::put_dose, {id, due_at, write.now}) : !write.run(sql::remove_dose, {id, due_at})) return base::Done{};
    note(write, reached, patient, records::Action::update, "medicine");
    changed(write, item->plan, patient);
    return base::Done{};
}

std::vector<Dose> doses(db::Read& read, Item const& item, base::Time since) {
    return read.rows(sql::doses_since, {item.id, since}, [&](db::Row const& row) { return Dose{item.id, row.integer(0), row.integer(1)}; });
}

Result<Comment> comment(db::Write& write, AccountId by, PlanId plan, ItemId item, std::string_view typed) {
    auto const reached = TRY(reach_to_change(write, by, plan));
    if (item) {
        auto const found = stored_item(write, item);
        if (!found || found->plan != plan) return std::unexpected(not_there());
    }
    Comment made{.plan = plan, .item = item, .author = by, .by_team = reached.side == Side::team, .at = write.now};
    made.text = TRY(text_in("text", typed, longest_comment, false));
    if (write.number(sql::count_comments, {plan}) >= most_comments) return base::refuse_field("text", "ERR_TOO_LONG", "Too much was said here. Begin a new plan.");
    if (made.by_team) TRY(answered_by_team(write, reached.plan, by));
    made.id = write.new_id<ItemId>().value;
    write.run(sql::insert_comment, {made.id, plan, item, by, made.by_team, key_of(write, plan).seal(made.text, about("comment", made.id)), write.now});
    if (!made.by_team) inbox::arrived(write, {reached.plan.organization, inbox::Kind::message, inbox_about(plan), write.now, made.id});
    note(write, reached, by, records::Action::update, "comment");
    changed(write, plan, by, "plan:comment:" + std::to_string(made.id));
    return made;
}

std::vector<Comment> comments_of(db::Read& read, records::Key const& key, PlanId plan) {
    return read.rows(sql::comments_of, {plan}, [&](db::Row const& row) {
        return Comment{row.integer(0), row.id<PlanId>(1), row.id<ItemId>(2), row.id<AccountId>(3), row.boolean(4), opened(key, row.view(5), "comment", row.integer(0)), row.integer(6)};
    });
}

std::vector<Comment> comments(db::Read& read, AccountId reader, PlanId plan) { return reach(read, reader, plan) ? comments_of(read, key_of(read, plan), plan) : std::vector<Comment>{}; }

std::string inbox_about(PlanId plan) { return "plan:" + plan.text(); }

Result<base::Done> answered_by_team(db::Write& write, Plan const& plan, AccountId by) {
    TRY(inbox::may_answer(write, plan.organization, inbox::Kind::message, inbox_about(plan.id), by));
    inbox::answered(write, plan.organization, inbox::Kind::message, inbox_about(plan.id), by);
    return base::Done{};
}

// Answers are taken whatever they say: a refusal would teach people to give others.
Result<Response> respond(db::Write& write, AccountId patient, PlanId plan, std::string_view code, std::vector<int> const& points) {
    auto const reached = TRY(reach_as_patient(write, patient, plan));
    auto const key = key_of(write, plan);
    auto const all = items_of(write, key, plan);
    auto const* questionnaire = find_questionnaire(code);
    bool const asked = questionnaire && std::ranges::any_of(all, [&](Item const& each) { return each.kind == Kind::check_in && each.link == code; });
    if (!asked) return base::refuse(Why::not_found, "The plan has no such check-in.");
    TRY(check_answers(*questionnaire, points));
    auto const before = responses_of(write, key, plan);
    if (!before.empty() && before.back().questionnaire == code && before.back().points == points && before.back().at > write.now - again_within) return before.back();
    if (std::ssize(before) >= most_responses) return base::refuse(Why::conflict, "This plan holds as much as it can.");
    Response made{.id = write.new_id<ResponseId>(), .plan = plan, .patient = patient, .questionnaire = std::string(code), .points = points, .at = write.now};
    auto kept = made.questionnaire;
    for (auto const each : points) kept += " " + std::to_string(each), made.sum += each;
    made.danger = is_danger(*questionnaire, points);
    write.run(sql::insert_response, {made.id, plan, patient, key.seal(kept, about("response", made.id.value)), write.now});
    if (made.danger) inbox::arrived(write, {reached.plan.organization, inbox::Kind::message, inbox_about(plan), write.now, made.id.value});
    completes(write, reached.plan, all, Kind::check_in, code, patient);
    note(write, reached, patient, records::Action::create, "check_in");
    return made;
}

std::vector<Response> responses_of(db::Read& read, records::Key const& key, PlanId plan) {
    return read.rows(sql::responses_of, {plan}, [&](db::Row const& row) { return response_of(row, key); });
}

std::vector<Response> responses(db::Read& read, AccountId reader, PlanId plan, std::string_view code) {
    if (!reach(read, reader, plan)) return {};
    auto all = responses_of(read, key_of(read, plan), plan);
    if (!code.empty()) std::erase_if(all, [&](Response const& each) { return each.questionnaire != code; });
    return all;
}

std::optional<Response> find_response(db::Read& read, AccountId reader, ResponseId id) {
    auto const plan = read.one(sql::find_response, {id}, [](db::Row const& row) { return row.id<PlanId>(1); });
    if (!plan || !reach(read, reader, *plan)) return std::nullopt;
    auto const key = key_of(read, *plan);
    return read.one(sql::find_response, {id}, [&](db::Row const& row) { return response_of(row, key); });
}

Result<base::Done> mark_seen(db::Write& write, AccountId by, ResponseId id) {
    auto const found = find_response(write, by, id);
    if (!found) return std::unexpected(not_there());
    auto const reached = TRY(reach_as_team(write, by, found->plan));
    if (found->seen_at) return base::Done{};
    if (found->danger) TRY(answered_by_team(write, reached.plan, by));
    write.run(sql::set_seen, {id, by, write.now});
    note(write, reached, by, records::Action::update, "check_in");
    teams::record(write, reached.plan.organization, by, "plan.looked_at", found->plan.text());
    changed(write, found->plan, by);
    return base::Done{};
}

Result<Measurement> measure(db::Write& write, AccountId patient, PlanId plan, std::string_view code, double value, double second, base::Time at) {
    auto const reached = TRY(reach_as_patient(write, patient, plan));
    auto const key = key_of(write, plan);
    auto const all = items_of(write, key, plan);
    auto const* what = find_measure(code);
    bool const asked = what && std::ranges::any_of(all, [&](Item const& each) { return each.kind == Kind::measure && each.link == code; });
    if (!asked) return base::refuse_field("measure", "ERR_INVALID", "The plan has no such measurement.");
    if (what->second.empty()) second = 0;
    TRY(check_value(*what, value, second, at, write.now));
    auto const before = measurements_of(write, key, plan);
    for (auto const& each : before)
        if (each.measure == code && each.value == value && each.second == second && each.at == at) return each;
    if (std::ssize(before) >= most_measurements) return base::refuse(Why::conflict, "This plan holds as much as it can.");
    Measurement made{.id = write.new_id<MeasurementId>(), .plan = plan, .patient = patient, .measure = std::string(code), .value = value, .second = second, .at = at};
    write.run(sql::insert_measurement, {made.id, plan, patient, key.seal(made.measure + " " + shortest(value) + " " + shortest(second), about("measurement", made.id.value)), at});
    completes(write, reached.plan, all, Kind::measure, code, patient);
    note(write, reached, patient, records::Action::create, "measure");
    return made;
}

std::vector<Measurement> measurements_of(db::Read& read, records::Key const& key, PlanId plan) {
    return read.rows(sql::measurements_of, {plan}, [&](db::Row const& row) { return measurement_of(row, key); });
}

std::vector<Measurement> measurements(db::Read& read, AccountId reader, PlanId plan, std::string_view code) {
    if (!reach(read, reader, plan)) return {};
    auto all = measurements_of(read, key_of(read, plan), plan);
    if (!code.empty()) std::erase_if(all, [&](Measurement const& each) { return each.measure != code; });
    return all;
}

std::optional<Measurement> find_measurement(db::Read& read, AccountId reader, MeasurementId id) {
    auto const plan = read.one(sql::find_measurement, {id}, [](db::Row const& row) { return row.id<PlanId>(1); });
    if (!plan || !reach(read, reader, *plan)) return std::nullopt;
    auto const key = key_of(read, *plan);
    return read.one(sql::find_measurement, {id}, [&](db::Row const& row) { return measurement_of(row, key); });
}

Result<base::Done> remove_measurement(db::Write& write, AccountId patient, MeasurementId id) {
    auto const found = find_measurement(write, patient, id);
    if (!found) return std::unexpected(not_there());
    auto const reached = TRY(reach_as_patient(write, patient, found->plan));
    write.run(sql::delete_measurement, {id});
    note(write, reached, patient, records::Action::remove, "measure");
    changed(write, found->plan, patient);
    return base::Done{};
}

}  // namespace plans
