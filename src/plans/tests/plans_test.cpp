// Care plans: who sees what, published scores, possible values, times through daylight saving, and words that lie sealed.
#include "areas/areas.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "filters/filters.hpp"
#include "people.hpp"
#include "plans/inside.hpp"
#include "posts/posts.hpp"
#include "record_keys.hpp"
#include "reminders/reminders.hpp"
#include <algorithm>
#include <fstream>

namespace push { extern db::Schema const schema; }  // whose tables reminders writes to

using namespace testing_people;
using namespace plans;
using base::Why;

namespace {

std::vector<db::Schema> rooms() {
    return {moderation::schema, areas::schema, teams::schema, directory::schema, inbox::schema, records::schema, filters::schema, push::schema, reminders::schema, plans::schema};
}

// Nia answers for the clinic, Otto reads its figures; Ada is its patient, Ben a stranger; Cleo answers for a hospital.
struct Clinic : People {
    AccountId clinic, nia, otto, hospital;
    std::vector<AccountId> asked;

    Clinic() : People(rooms()) {
        records::keep_keys_in(record_keys.folder + "/keys");
        clinic = organization("clinic");
        hospital = organization("hospital");
        nia = join("nia");
        otto = join("otto");
        does([&](db::Write& write) { teams::found(write, clinic, nia); teams::found(write, hospital, cleo); });
        REQUIRE(write([&](db::Write& write) { return teams::invite(write, clinic, nia, otto, teams::Role::analyst); }));
        REQUIRE(write([&](db::Write& write) { return teams::answer(write, clinic, otto, true); }));
        inbox::show_with(inbox::Kind::message, inbox_shown);
        work_with({.is_patient = [this](db::Read&, AccountId organization, AccountId person) { return organization == clinic && (person == ada || person == ben); },
                   .patients = {}, .not_seen_since = {},
                   .send = [this](db::Write&, AccountId, AccountId, AccountId patient, std::string_view, std::string_view, std::string_view) -> base::Result<base::Done> { asked.push_back(patient); return base::Done{}; }});
        add_reminders();
    }
    ~Clinic() { work_with({}); }
    AccountId organization(std::string const& name) {
        auto const id = join(name);
        (void)write([&](db::Write& write) { return accounts::change_profile(write, id, {.name = name, .kind = accounts::Kind::organization}); });
        return id;
    }
    template <class F> void does(F work) {
        (void)write([&](db::Write& write) -> base::Result<base::Done> { work(write); return base::Done{}; });
    }
    Plan plan(std::string title = "Getting well") {
        auto const made = write([&](db::Write& write) { return add(write, nia, {.patient = ada, .organization = clinic, .title = std::move(title), .description = "Step by step."}); });
        REQUIRE(made);
        return *made;
    }
    base::Result<Item> adds(Item const& item, AccountId by = {}) { return write([&](db::Write& write) { return add_item(write, by ? by : nia, item); }); }
    Item item(PlanId plan, Kind kind, std::string text, std::string link = {}, int every = 0) {
        auto const made = adds({.plan = plan, .kind = kind, .text = std::move(text), .link = std::move(link), .every_days = every});
        REQUIRE(made);
        return *made;
    }
    base::Result<Item> done(AccountId by, ItemId id, bool is = true) { return write([&](db::Write& write) { return set_done(write, by, id, is); }); }
    base::Result<Response> answers(PlanId plan, std::string_view code, std::vector<int> const& points, AccountId by = {}) { return write([&](db::Write& write) { return respond(write, by ? by : ada, plan, code, points); }); }
    base::Result<Measurement> measures_at(PlanId plan, std::string_view code, double value, double second, base::Time at, AccountId by = {}) { return write([&](db::Write& write) { return measure(write, by ? by : ada, plan, code, value, second, at); }); }
    std::optional<Plan> found(AccountId reader, PlanId id) { return read([&](db::Read& read) { return find(read, reader, id); }); }
    std::optional<inbox::Item> waits(PlanId id) {
        auto const item = read([&](db::Read& read) { return inbox::find(read, clinic, inbox::Kind::message, inbox_about(id)); });
        return item && !item->answered_at ? item : std::nullopt;
    }
    std::vector<Due> todo(PlanId id) {
        return read([&](db::Read& read) { return due(read, *find(read, ada, id), items(read, ada, id), responses(read, ada, id, ""), measurements(read, ada, id, "")); });
    }
    void consents(AccountId recipient, records::Purpose purpose, base::Time lasts, AccountId discloser = {}) {
        auto const given = write([&](db::Write& write) { return records::give(write, {.patient = ada, .discloser = discloser, .recipient = recipient, .purpose = purpose, .what = {}, .expires_at = write.now + lasts}); });
        REQUIRE(given);
    }
    std::vector<base::Time> reminded() {
        std::vector<base::Time> all;
        for (auto const& each : read([&](db::Read& read) { return reminders::waiting(read, ada); })) all.push_back(each.at);
        std::ranges::sort(all);
        return all;
    }
    void lives_in(std::string const& zone) { REQUIRE(write([&](db::Write& write) { return accounts::set_place(write, ada, {.zone = zone, .region = ""}); })); }
    void clock_is(std::string const& text) { set_now(*base::parse_iso8601(text)); }
};

std::string field(auto const& refused) { return refused || refused.error().fields.empty() ? std::string() : refused.error().fields.front().field; }
auto why(auto const& refused) { return refused ? std::optional<Why>() : std::optional(refused.error().why); }

}  // namespace

TEST_CASE("PHQ-9 and GAD-7 are scored as they were published") {
    struct Sum { std::string_view code; int sum; std::string_view words; };
    constexpr Sum all[] = {{"phq-9", 0, "minimal"}, {"phq-9", 4, "minimal"}, {"phq-9", 5, "mild"}, {"phq-9", 9, "mild"}, {"phq-9", 10, "moderate"}, {"phq-9", 14, "moderate"}, {"phq-9", 15, "moderately severe"},
                           {"phq-9", 19, "moderately severe"}, {"phq-9", 20, "severe"}, {"phq-9", 27, "severe"}, {"gad-7", 0, "minimal"}, {"gad-7", 4, "minimal"}, {"gad-7", 5, "mild"}, {"gad-7", 9, "mild"},
                           {"gad-7", 10, "moderate"}, {"gad-7", 14, "moderate"}, {"gad-7", 15, "severe"}, {"gad-7", 21, "severe"}};
    for (auto const& each : all) CHECK(band_of(*find_questionnaire(each.code), each.sum).words == each.words);
    auto const& phq = *find_questionnaire("phq-9");
    CHECK(phq.questions.size() == 9);
    CHECK(find_questionnaire("gad-7")->questions.size() == 7);
    CHECK(phq.questions[8].loinc == "44260-8");
    CHECK(phq.sum_loinc == "44261-6");
    CHECK(is_danger(phq, {0, 0, 0, 0, 0, 0, 0, 0, 1}));
    CHECK_FALSE(is_danger(phq, {3, 3, 3, 3, 3, 3, 3, 3, 0}));
    CHECK_FALSE(is_danger(*find_questionnaire("gad-7"), {3, 3, 3, 3, 3, 3, 3}));
    CHECK_FALSE(find_questionnaire("phq-8"));
}

TEST_CASE("each kind of measurement has a code, a unit and bounds") {
    for (auto const& each : measures()) {
        CHECK_MESSAGE(each.least < each.most, each.code);
        CHECK_MESSAGE((!each.loinc.empty() && !each.ucum.empty()), each.code);
        CHECK_MESSAGE((each.second.empty() || each.second_least < each.second_most), each.code);
    }
    CHECK(value_text(*find_measure("blood_pressure"), 128, 84) == "128/84 mmHg");
    CHECK(value_text(*find_measure("weight"), 71.5, 0) == "71.5 kg");
}

TEST_CASE_FIXTURE(Clinic, "a plan is written by a responder for a patient, and found by the two sides alone") {
    auto const made = plan();
    CHECK(found(ada, made.id)->title == "Getting well");
    CHECK(found(nia, made.id)->description == "Step by step.");
    for (auto const stranger : {ben, cleo, otto, hospital, AccountId{}}) CHECK_FALSE(found(stranger, made.id));
    CHECK(why(read([&](db::Read& read) { return reach(read, ben, made.id); })) == Why::not_found);
    CHECK(why(read([&](db::Read& read) { return reach(read, otto, made.id); })) == Why::forbidden);
    auto tries = [&](AccountId by, AccountId patient, AccountId organization) { return write([&](db::Write& write) { return add(write, by, {.patient = patient, .organization = organization, .title = "Plan"}); }); };
    CHECK(why(tries(otto, ada, clinic)) == Why::forbidden);
    CHECK(why(tries(ben, ada, clinic)) == Why::not_found);
    CHECK(field(tries(nia, cleo, clinic)) == "patient");
    CHECK(field(tries(cleo, ada, hospital)) == "patient");
    CHECK(field(write([&](db::Write& write) { return add(write, nia, {.patient = ada, .organization = clinic, .title = "  "}); })) == "title");
    CHECK_FALSE(made.part2);
    auto walled = write([&](db::Write& write) { return add(write, nia, {.patient = ada, .organization = clinic, .title = "Plan", .part2 = true}); });
    walled->part2 = false;
    CHECK(write([&](db::Write& write) { return change(write, nia, *walled); })->part2);  // the wall stays
    CHECK(field(write([&](db::Write& write) { return add(write, nia, {.patient = ada, .organization = clinic, .title = std::string(1'000'000, 'a')}); })) == "title");
    check();
    check_statements();
}

TEST_CASE_FIXTURE(Clinic, "what the patient completes the team sees, and what the team adds the patient sees") {
    auto const made = plan();
    auto const walk = item(made.id, Kind::task, "Walk for ten minutes");
    CHECK(read([&](db::Read& read) { return items(read, ada, made.id); }).size() == 1);
    CHECK(done(ada, walk.id)->done);
    CHECK(read([&](db::Read& read) { return items(read, nia, made.id); }).front().done_at > 0);
    CHECK_FALSE(done(nia, walk.id, false)->done);
    CHECK(why(done(ben, walk.id)) == Why::not_found);
    CHECK(why(adds({.plan = made.id, .text = "Mine"}, ada)) == Why::forbidden);
    CHECK(why(adds({.plan = made.id, .text = "Not mine"}, ben)) == Why::not_found);
    REQUIRE(write([&](db::Write& write) { auto held = made; held.status = PlanStatus::on_hold; return change(write, nia, held); }));
    CHECK(why(done(ada, walk.id)) == Why::conflict);
    CHECK(write([&](db::Write& write) { return remove_item(write, nia, walk.id); }));
    CHECK(read([&](db::Read& read) { return items(read, ada, made.id); }).empty());
    check();
}

TEST_CASE_FIXTURE(Clinic, "items are refused with the field at fault") {
    auto const id = plan().id;
    CHECK(field(adds({.plan = id, .kind = Kind::task, .text = ""})) == "text");
    CHECK(field(adds({.plan = id, .kind = Kind::task, .text = std::string(400, 'x')})) == "text");
    CHECK(field(adds({.plan = id, .kind = Kind::task, .text = "Walk", .due = "2026-02-30"})) == "due");
    CHECK(field(adds({.plan = id, .kind = Kind::check_in, .link = "phq-8"})) == "link");
    CHECK(field(adds({.plan = id, .kind = Kind::measure, .link = "mood"})) == "link");
    CHECK(field(adds({.plan = id, .kind = Kind::measure, .link = "pulse", .every_days = -1})) == "every_days");
    CHECK(field(adds({.plan = id, .kind = Kind::medicine, .text = "Tablet"})) == "times");
    CHECK(field(adds({.plan = id, .kind = Kind::medicine, .text = "Tablet", .times = {"25:00"}})) == "times");
    CHECK(field(adds({.plan = id, .kind = Kind::reading, .text = "Read", .link = "https://elsewhere.example/page"})) == "link");
    CHECK(field(adds({.plan = id, .kind = Kind::reading, .text = "Read", .link = "//elsewhere.example"})) == "link");
    CHECK(adds({.plan = id, .kind = Kind::check_in, .link = "gad-7"})->text == "Generalized Anxiety Disorder (GAD-7)");
    CHECK(adds({.plan = id, .kind = Kind::medicine, .text = "Tablet", .times = {"20:00", "08:00", "20:00"}})->times == std::vector<std::string>{"08:00", "20:00"});
    check();
}

TEST_CASE_FIXTURE(Clinic, "answers are taken whatever they say; one about self-harm waits for the team until somebody looked at it") {
    auto const made = plan();
    item(made.id, Kind::check_in, "", "phq-9");
    CHECK(why(answers(made.id, "gad-7", {0, 0, 0, 0, 0, 0, 0})) == Why::not_found);
    auto const missing = answers(made.id, "phq-9", {1, 2, 4, 0});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().fields.size() == 6);
    CHECK(field(missing) == "answer_3");
    auto const calm = answers(made.id, "phq-9", {1, 2, 1, 2, 1, 1, 1, 1, 0});
    CHECK(calm->sum == 10);
    CHECK_FALSE(calm->danger);
    CHECK_FALSE(waits(made.id));
    advance(base::hour);
    auto const grave = answers(made.id, "phq-9", {0, 0, 0, 0, 0, 0, 0, 0, 1});
    REQUIRE(grave);
    CHECK(grave->danger);
    CHECK(grave->sum == 1);
    REQUIRE(waits(made.id));
    auto const shown = read([&](db::Read& read) { return inbox_shown(read, html::Words("en"), clinic, inbox_about(made.id)); });
    CHECK(shown->words == "A check-in of a care plan is to be looked at first.");
    CHECK(answers(made.id, "phq-9", {0, 0, 0, 0, 0, 0, 0, 0, 1})->id == grave->id);  // sent twice
    CHECK(why(answers(made.id, "phq-9", {0, 0, 0, 0, 0, 0, 0, 0, 1}, nia)) == Why::forbidden);
    CHECK(why(write([&](db::Write& write) { return mark_seen(write, ada, grave->id); })) == Why::forbidden);
    CHECK(write([&](db::Write& write) { return mark_seen(write, nia, grave->id); }));
    CHECK_FALSE(waits(made.id));
    auto const all = read([&](db::Read& read) { return responses(read, nia, made.id, "phq-9"); });
    CHECK(all.size() == 2);
    CHECK(all.back().seen_by == nia);
    CHECK_FALSE(read([&](db::Read& read) { return find_response(read, ben, grave->id); }));
    CHECK(read([&](db::Read& read) { return items(read, ada, made.id); }).front().done);  // it was to be answered once
    check();
}

TEST_CASE_FIXTURE(Clinic, "values are those a person can have, at a moment that has come") {
    auto const made = plan();
    item(made.id, Kind::measure, "", "blood_pressure", 1);
    item(made.id, Kind::measure, "", "weight", 7);
    CHECK(field(measures_at(made.id, "pulse", 70, 0, now())) == "measure");
    CHECK(field(measures_at(made.id, "blood_pressure", 1280, 84, now())) == "value");
    CHECK(field(measures_at(made.id, "blood_pressure", 128, 0, now())) == "second");
    CHECK(field(measures_at(made.id, "blood_pressure", 90, 120, now())) == "second");
    CHECK(field(measures_at(made.id, "weight", 0, 0, now())) == "value");
    CHECK(field(measures_at(made.id, "weight", std::numeric_limits<double>::quiet_NaN(), 0, now())) == "value");
    CHECK(field(measures_at(made.id, "weight", 71.5, 0, now() + base::hour)) == "at");
    CHECK(field(measures_at(made.id, "weight", 71.5, 0, now() - 3000 * base::day)) == "at");
    auto const kept = measures_at(made.id, "blood_pressure", 128, 84, now() - base::day);
    REQUIRE(kept);
    measures_at(made.id, "weight", 71.5, 0, now() - base::hour);
    auto const all = read([&](db::Read& read) { return measurements(read, nia, made.id, "blood_pressure"); });
    REQUIRE(all.size() == 1);
    CHECK(all.front().value == 128);
    CHECK(all.front().second == 84);
    CHECK_FALSE(read([&](db::Read& read) { return find_measurement(read, ben, kept->id); }));
    CHECK(why(write([&](db::Write& write) { return remove_measurement(write, nia, kept->id); })) == Why::forbidden);
    CHECK(write([&](db::Write& write) { return remove_measurement(write, ada, kept->id); }));
    CHECK(read([&](db::Read& read) { return measurements(read, ada, made.id, ""); }).size() == 1);
    check();
}

TEST_CASE_FIXTURE(Clinic, "weights and calories are covered for the patient who wants it, and for nobody else") {
    auto const made = plan();
    auto covered = [&](AccountId reader, std::string_view code) { return read([&](db::Read& read) { return hides(read, reader, *find(read, reader, made.id), *find_measure(code)); }); };
    CHECK_FALSE(covered(ada, "weight"));
    CHECK(why(write([&](db::Write& write) { return hide_numbers(write, nia, made.id, true); })) == Why::forbidden);
    REQUIRE(write([&](db::Write& write) { return hide_numbers(write, ada, made.id, true); }));
    CHECK(covered(ada, "weight"));
    CHECK(covered(ada, "calories"));
    CHECK_FALSE(covered(ada, "pulse"));
    CHECK_FALSE(covered(nia, "weight"));
    REQUIRE(write([&](db::Write& write) { return hide_numbers(write, ada, made.id, false); }));
    REQUIRE(write([&](db::Write& write) { return filters::set_shields(write, ada, {"weights"}, html::Words("en")); }));
    CHECK(covered(ada, "weight"));
    CHECK_FALSE(covered(ada, "calories"));
    check();
}

TEST_CASE_FIXTURE(Clinic, "what is to be done today follows the patient's own days") {
    lives_in("America/Los_Angeles");
    clock_is("2026-11-23T15:00:00Z");
    auto const made = plan();
    item(made.id, Kind::goal, "Sleep through the night");
    REQUIRE(adds({.plan = made.id, .kind = Kind::task, .text = "Call the pharmacy", .due = "2026-11-24"}));
    REQUIRE(adds({.plan = made.id, .kind = Kind::task, .text = "Bring the form", .due = "2026-11-22"}));
    item(made.id, Kind::measure, "", "pulse", 2);
    REQUIRE(adds({.plan = made.id, .kind = Kind::medicine, .text = "Tablet", .times = {"08:00", "21:00"}}));
    clock_is("2026-11-24T04:00:00Z");  // the evening of the 23rd there
    auto names = [&] { std::vector<std::string> all; for (auto const& each : todo(made.id)) all.push_back(each.item.text + (each.late ? "!" : "")); return all; };
    using Names = std::vector<std::string>;
    CHECK(names() == Names{"Bring the form!", "Tablet!", "Tablet", "Pulse"});
    auto const morning = todo(made.id)[1];
    CHECK(base::iso8601(morning.at) == "2026-11-23T16:00:00.000Z");
    auto takes = [&](base::Time moment, AccountId by) { return write([&](db::Write& write) { return take(write, by, morning.item.id, moment, true); }); };
    CHECK(takes(morning.at, ada));
    CHECK(takes(morning.at, ada));
    CHECK(field(takes(morning.at + base::hour, ada)) == "due_at");
    CHECK(why(takes(morning.at, nia)) == Why::forbidden);
    REQUIRE(measures_at(made.id, "pulse", 70, 0, now()));
    CHECK(names() == Names{"Bring the form!", "Tablet"});
    clock_is("2026-11-26T04:00:00Z");
    CHECK(names() == Names{"Call the pharmacy!", "Bring the form!", "Tablet!", "Tablet", "Pulse"});
    check();
}

TEST_CASE_FIXTURE(Clinic, "a medicine reminds at the patient's own time on both sides of a change of clocks") {
    lives_in("America/New_York");
    clock_is("2026-10-29T12:00:00Z");
    auto const made = plan();
    auto const tablet = adds({.plan = made.id, .kind = Kind::medicine, .text = "Tablet", .times = {"08:30"}});
    REQUIRE(tablet);
    auto const all = reminded();
    REQUIRE(all.size() == 8);
    CHECK(base::iso8601(all[0]) == "2026-10-29T12:30:00.000Z");
    CHECK(base::iso8601(all[2]) == "2026-10-31T12:30:00.000Z");
    CHECK(base::iso8601(all[3]) == "2026-11-01T13:30:00.000Z");  // winter begins
    advance(30 * base::hour);
    does(lay_medicines);
    CHECK(base::iso8601(reminded().front()) == "2026-10-31T12:30:00.000Z");
    CHECK(reminded().size() == 7);
    clock_is("2027-03-13T12:00:00Z");
    REQUIRE(write([&](db::Write& write) { auto early = *tablet; early.times = {"02:30"}; return change_item(write, nia, early); }));
    CHECK(base::iso8601(reminded().front()) == "2027-03-14T07:30:00.000Z");  // 02:30 is skipped that night: the clocks show 03:30
    REQUIRE(done(nia, tablet->id));
    CHECK(reminded().empty());
    CHECK(why(done(ada, tablet->id, false)) == Why::forbidden);
    check();
}

TEST_CASE_FIXTURE(Clinic, "a reminder of a medicine says nothing of it, and nothing at all once it was taken") {
    auto const made = plan("Blood thinning");
    auto const tablet = adds({.plan = made.id, .kind = Kind::medicine, .text = "Warfarin 5 mg", .times = {"08:00"}});
    REQUIRE(tablet);
    auto const first = reminded().front();
    set_now(first + 1);
    does(reminders::tell_due);
    auto letters = [&] { return database.read([&](db::Read& read) { return read.number({"", "SELECT COUNT(*) FROM job WHERE payload LIKE '%Warfarin%'"}, {}); }); };
    CHECK(letters() == 0);
    auto const second = reminded().front();
    set_now(second - base::hour);
    REQUIRE(write([&](db::Write& write) { return take(write, ada, tablet->id, second, true); }));
    check();
}

TEST_CASE_FIXTURE(Clinic, "both comment; what the patient says waits in the team's inbox until it is answered") {
    auto const made = plan();
    auto const walk = item(made.id, Kind::task, "Walk");
    auto says = [&](AccountId who, ItemId about, std::string_view text) { return write([&](db::Write& write) { return comment(write, who, made.id, about, text); }); };
    REQUIRE(says(ada, walk.id, "My knee hurts."));
    REQUIRE(waits(made.id));
    CHECK(why(says(ben, {}, "Hello")) == Why::not_found);
    CHECK(field(says(ada, {}, " ")) == "text");
    CHECK(why(says(ada, ItemId{5}, "x")) == Why::not_found);
    auto told = [&] { return read([](db::Read& read) { return read.number({"", "SELECT COUNT(*) FROM reminder_told"}, {}); }); };
    auto const before = told();
    REQUIRE(says(nia, walk.id, "Then sit down and lift it."));
    CHECK(told() == before + 1);
    CHECK_FALSE(waits(made.id));
    auto const all = read([&](db::Read& read) { return comments(read, ada, made.id); });
    REQUIRE(all.size() == 2);
    CHECK(all[1].by_team);
    CHECK(all[1].text == "Then sit down and lift it.");
    check();
}

TEST_CASE_FIXTURE(Clinic, "another organization reads a plan under a consent alone, and the patient sees each day it did") {
    auto const made = plan();
    watched(database, cleo, made.id, true);
    consents(hospital, records::Purpose::recall, base::day);
    CHECK_FALSE(found(cleo, made.id));
    consents(hospital, records::Purpose::treatment, base::day);
    CHECK(found(cleo, made.id));
    CHECK(why(write([&](db::Write& write) { return comment(write, cleo, made.id, {}, "Hello"); })) == Why::forbidden);
    CHECK(why(adds({.plan = made.id, .text = "x"}, cleo)) == Why::forbidden);
    watched(database, cleo, made.id, true);
    watched(database, cleo, made.id, true);
    auto told = [&] { return read([&](db::Read& read) { return records::disclosures(read, ada, 0, 20); }); };
    CHECK(told().size() == 1);
    advance(base::day - base::hour);
    watched(database, cleo, made.id, true);
    CHECK(told().size() == 2);
    CHECK(told().front().recipient == hospital);
    auto const log = read([&](db::Read& read) { return records::accesses(read, ada, 0, 40); });
    CHECK(std::ranges::count_if(log, [&](records::Access const& each) { return each.person == cleo && each.refused; }) == 1);
    CHECK(std::ranges::count_if(log, [&](records::Access const& each) { return each.person == cleo && each.what == "plan" && !each.refused; }) == 3);
    advance(2 * base::hour);
    CHECK_FALSE(found(cleo, made.id));  // it ended
    check();
}

TEST_CASE_FIXTURE(Clinic, "who is asked back said that they may be; nobody is asked twice") {
    auto const key = "form-1";
    auto asks = [&](std::vector<AccountId> const& people, std::string_view form, AccountId by) { return write([&](db::Write& write) { return reach_out(write, by, clinic, people, "A check is due", "Please book a visit.", form); }); };
    CHECK(why(asks({ada}, key, otto)) == Why::forbidden);
    CHECK(field(asks({cleo}, key, nia)) == "patients");
    CHECK(field(asks({}, key, nia)) == "patients");
    consents(clinic, records::Purpose::recall, base::day);
    auto const first = asks({ada, ben, ada}, key, nia);
    REQUIRE(first);
    CHECK(first->sent == 1);
    CHECK(first->without_consent == 1);
    CHECK(asked == std::vector<AccountId>{ada});
    CHECK(asks({ada, ben}, key, nia)->id == first->id);
    CHECK(asked.size() == 1);
    auto const all = read([&](db::Read& read) { return outreach_of(read, nia, clinic, 10); });
    REQUIRE(all.size() == 1);
    CHECK(all.front().text == "Please book a visit.");
    check();
}

TEST_CASE_FIXTURE(Clinic, "no word or number of a plan lies open in the files of the database") {
    auto const made = plan("Quillfeather plan");
    REQUIRE(adds({.plan = made.id, .kind = Kind::medicine, .text = "Zanthoxylum drops", .note = "Wobblenote", .times = {"08:00"}}));
    REQUIRE(adds({.plan = made.id, .kind = Kind::task, .text = "Snorkelwort walk", .due = "2027-12-31"}));
    item(made.id, Kind::check_in, "", "phq-9");
    item(made.id, Kind::measure, "", "weight");
    REQUIRE(answers(made.id, "phq-9", {1, 2, 3, 0, 1, 2, 3, 0, 1}));
    REQUIRE(measures_at(made.id, "weight", 71.4375, 0, now()));
    REQUIRE(write([&](db::Write& write) { return comment(write, ada, made.id, {}, "Grumblethorn says"); }));
    consents(clinic, records::Purpose::recall, base::day);
    REQUIRE(write([&](db::Write& write) { return reach_out(write, nia, clinic, {ada}, "Flimmerwick subject", "Dapplemoor text", "k"); }));
    CHECK(found(ada, made.id)->title == "Quillfeather plan");
    std::string whole;
    if (database.is_postgresql()) {
        for (auto const* table : {"care_plan", "care_plan_item", "care_plan_response", "care_plan_measurement", "care_plan_comment", "care_plan_outreach", "inbox_item", "job"})
            database.read([&](db::Read& read) {
                auto const text = "SELECT CAST(t AS TEXT) FROM " + std::string(table) + " t";
                read.each({"", text}, {}, [&](db::Row const& row) { whole += row.text(0); });
                return 0;
            });
    } else {
        auto const path = database.read([](db::Read& read) { return read.one({"", "SELECT file FROM pragma_database_list"}, {}, [](db::Row const& row) { return row.text(0); }); });
        for (auto const* ending : {"", "-wal"}) {
            std::ifstream file(*path + ending, std::ios::binary);
            whole.append(std::istreambuf_iterator<char>(file), {});
        }
    }
    REQUIRE(whole.size() > 1000);
    for (auto const* phrase : {"Quillfeather", "Zanthoxylum", "Wobblenote", "Snorkelwort", "2027-12-31", "Grumblethorn", "71.4375", "phq-9", "Flimmerwick", "Dapplemoor"}) CHECK_MESSAGE(whole.find(phrase) == whole.npos, phrase);
}

TEST_CASE_FIXTURE(Clinic, "who leaves takes their plans along; of who wrote for others the name goes") {
    auto const made = plan();
    auto const walk = item(made.id, Kind::task, "Walk");
    REQUIRE(write([&](db::Write& write) { return comment(write, ada, made.id, walk.id, "Fine."); }));
    static bool const told = (add_export(), true);
    CHECK(told);
    auto const stands = read([&](db::Read& read) { return accounts::export_all(read, ada); });
    for (auto const* phrase : {"Getting well", "Step by step.", "Walk", "Fine."}) CHECK_MESSAGE(stands.find(phrase) != stands.npos, phrase);
    auto const of_nia = read([&](db::Read& read) { return accounts::export_all(read, nia); });
    CHECK(of_nia.find(made.id.text()) != of_nia.npos);
    CHECK(of_nia.find("Getting well") == of_nia.npos);  // the words are the patient's
    does([&](db::Write& write) { forget_account(write, nia); });
    CHECK(found(ada, made.id)->author == AccountId{});
    does([&](db::Write& write) { forget_account(write, ada); });
    CHECK_FALSE(read([&](db::Read& read) { return stored(read, made.id); }));
    CHECK_FALSE(read([&](db::Read& read) { return inbox::find(read, clinic, inbox::Kind::message, inbox_about(made.id)); }));
    check();
}
