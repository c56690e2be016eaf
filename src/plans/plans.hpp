// Care plans: goals, tasks, things to read, check-ins, measurements and medicines that a patient and a team share.
// FHIR R4 CarePlan, Goal, Task, Questionnaire, QuestionnaireResponse, Observation.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/hub.hpp"
#include "http/router.hpp"
#include "inbox/inbox.hpp"
#include "records/records.hpp"
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plans {

using base::AccountId;
using PlanId = base::Id<struct PlanTag>;
using ItemId = base::Id<struct PlanItemTag>;
using ResponseId = base::Id<struct ResponseTag>;
using MeasurementId = base::Id<struct MeasurementTag>;

extern db::Schema const schema;

enum class PlanStatus { active, on_hold, completed, revoked };  // FHIR CarePlan.status
std::string_view text_of(PlanStatus);
std::optional<PlanStatus> status_of(std::string_view);
struct Plan {
    PlanId id;
    AccountId patient, organization, author;
    std::string title, description;   // sealed at rest
    PlanStatus status = PlanStatus::active;
    bool part2 = false;               // 42 CFR Part 2
    base::Time created_at = 0, updated_at = 0;
    bool hides_numbers = false;       // the patient does not want to meet weights and calories here
};
inline constexpr int longest_title = 120, longest_description = 4000, longest_item = 300, longest_note = 2000, longest_comment = 2000;  // characters as people count them
inline constexpr std::int64_t most_plans = 50, most_items = 80, most_comments = 2000, most_responses = 1000, most_measurements = 5000;
// goal; task; reading (a post or guide: `link`); check_in (a questionnaire, its code); measure (a kind of measurement); medicine
enum class Kind { goal, task, reading, check_in, measure, medicine };
std::string_view text_of(Kind);
std::optional<Kind> kind_of(std::string_view);
struct Item {
    ItemId id;
    PlanId plan;
    Kind kind = Kind::task;
    std::string text, note;           // sealed at rest
    std::string link;                 // of reading: an address here; of check_in and measure: the code
    std::string due;                  // a date, or ""
    std::vector<std::string> times;   // of medicine: "08:00", of the patient's clocks; reminders come then
    int every_days = 0;               // check_in, measure: how often; 0: once
    bool done = false; base::Time done_at = 0;
    base::Time updated_at = 0;
};
// By a responder of the organization for somebody who is its patient.
base::Result<Plan> add(db::Write&, AccountId by, Plan const&);
base::Result<Plan> change(db::Write&, AccountId by, Plan const&);
base::Result<Item> add_item(db::Write&, AccountId by, Item const&);
base::Result<Item> change_item(db::Write&, AccountId by, Item const&);
base::Result<base::Done> remove_item(db::Write&, AccountId by, ItemId);
base::Result<Item> set_done(db::Write&, AccountId by, ItemId, bool done);   // the patient, or the team; a medicine ends by the team
// A medicine at one of its moments, by the patient.
struct Dose { ItemId item; base::Time due_at = 0, taken_at = 0; };
base::Result<base::Done> take(db::Write&, AccountId patient, ItemId, base::Time due_at, bool taken);
std::vector<Dose> doses(db::Read&, Item const&, base::Time since);
base::Result<base::Done> hide_numbers(db::Write&, AccountId patient, PlanId, bool);
struct Comment { std::int64_t id = 0; PlanId plan; ItemId item; AccountId author; bool by_team = false; std::string text; base::Time at = 0; };
base::Result<Comment> comment(db::Write&, AccountId by, PlanId, ItemId /* 0: the plan */, std::string_view text);
std::vector<Comment> comments(db::Read&, AccountId reader, PlanId);

// The patient, or a responder of the organization, or a recipient under a consent; others find nothing.
std::optional<Plan> find(db::Read&, AccountId reader, PlanId);
std::vector<Plan> plans_of(db::Read&, AccountId patient);
std::vector<Plan> plans_by(db::Read&, AccountId organization, AccountId reader, std::int64_t before, int limit);
std::vector<Item> items(db::Read&, AccountId reader, PlanId);
bool has_plan(db::Read&, AccountId organization, AccountId patient);
std::vector<AccountId> patients_of(db::Read&, AccountId organization, int limit);  // who has a plan there

// The patient's clocks: days and times of a plan are theirs.
html::Words clock_of(db::Read&, AccountId patient);

// Published instruments with their scoring: PHQ-9, GAD-7.
struct Choice { std::string_view words; int points; std::string_view loinc; };
struct Question { std::string_view link, words, loinc; };
struct Band { int from; std::string_view words; };             // of the sum
struct Questionnaire { std::string_view code, title, intro, loinc, source; std::span<Question const> questions; std::span<Choice const> choices; std::span<Band const> bands; std::string_view danger; /* link of the item about self-harm; "" */ std::string_view sum_loinc = {}; };
std::span<Questionnaire const> questionnaires();
Questionnaire const* find_questionnaire(std::string_view code);
// points sealed at rest. danger: an answer about self-harm above "not at all". seen: by whom of the team.
struct Response { ResponseId id; PlanId plan; AccountId patient; std::string questionnaire; std::vector<int> points; int sum = 0; base::Time at = 0; bool danger = false; AccountId seen_by; base::Time seen_at = 0; };
Band const& band_of(Questionnaire const&, int sum);
bool is_danger(Questionnaire const&, std::vector<int> const& points);
base::Result<Response> respond(db::Write&, AccountId patient, PlanId, std::string_view questionnaire, std::vector<int> const& points);
std::optional<Response> find_response(db::Read&, AccountId reader, ResponseId);
std::vector<Response> responses(db::Read&, AccountId reader, PlanId, std::string_view questionnaire);  // oldest first; "": of all
base::Result<base::Done> mark_seen(db::Write&, AccountId by, ResponseId);

// What can be measured: LOINC code, UCUM unit, and what is possible at all.
struct Measure { std::string_view code, words, loinc, unit, ucum; double least, most; std::string_view second; /* of blood pressure: the diastolic's code */ double second_least = 0, second_most = 0; std::string_view panel = {}; bool shielded = false; /* covered where numbers are hidden */ };
std::span<Measure const> measures();
Measure const* find_measure(std::string_view code);
inline constexpr base::Time oldest_measurement = 5LL * 366 * 24 * 3600 * 1000;
struct Measurement { MeasurementId id; PlanId plan; AccountId patient; std::string measure; double value = 0, second = 0; base::Time at = 0; };  // values sealed at rest
base::Result<Measurement> measure(db::Write&, AccountId patient, PlanId, std::string_view measure, double value, double second, base::Time at);
std::optional<Measurement> find_measurement(db::Read&, AccountId reader, MeasurementId);
std::vector<Measurement> measurements(db::Read&, AccountId reader, PlanId, std::string_view measure);  // oldest first; "": of all
base::Result<base::Done> remove_measurement(db::Write&, AccountId patient, MeasurementId);  // typed in error

// What the patient has to do on their present day, soonest first; what has no day comes last.
struct Due { Item item; base::Time at = 0; bool late = false; };  // at: of a medicine; else 0
std::vector<Due> due(db::Read&, Plan const&, std::vector<Item> const&, std::vector<struct Response> const&, std::vector<struct Measurement> const&);

// A group of patients that is due for something gets one message, those of them who consented to be asked back.
struct Outreach { std::int64_t id = 0; AccountId organization, by; std::string subject, text; base::Time at = 0; std::int64_t sent = 0, without_consent = 0; };
inline constexpr std::size_t most_asked = 500;
// `key`: a form that is sent twice does it once.
base::Result<Outreach> reach_out(db::Write&, AccountId by, AccountId organization, std::vector<AccountId> const& patients, std::string_view subject, std::string_view text, std::string_view key);

std::vector<Outreach> outreach_of(db::Read&, AccountId by, AccountId organization, int limit);  // newest first

// What other rooms of care know and do for this one, told while the site starts. Without them only who has a plan is a patient,
// nobody is due by their last visit, and who is asked back gets a short notice.
struct Care {
    std::function<bool(db::Read&, AccountId organization, AccountId person)> is_patient;
    std::function<std::vector<AccountId>(db::Read&, AccountId organization, int limit)> patients;
    std::function<std::vector<AccountId>(db::Read&, AccountId organization, base::Time before, int limit)> not_seen_since;
    std::function<base::Result<base::Done>(db::Write&, AccountId by, AccountId organization, AccountId patient, std::string_view subject, std::string_view text, std::string_view key)> send;
};
void work_with(Care);
bool is_patient(db::Read&, AccountId organization, AccountId person);

struct Changed { static constexpr std::string_view kind = "plans.changed"; PlanId plan; AccountId by; };

// An open page of a plan hears that somebody else changed it; it says so, and shows nothing of it by itself.
void tell_open_pages(bus::Bus&, db::Database&, http::Hub&);
using StillValid = std::function<bool(http::Person const&)>;
void add_pages(http::Router::Section pages, db::Database&, StillValid);   // /plans, /organizations/:username/plans and /recall
void add_api(http::Router::Section, db::Database&);           // /api/salve/v1/plans: docs/api/plans.md
// What the inbox shows of "plan:<id>"; nothing for all else.
base::Result<base::Done> answer_in_inbox(db::Write&, inbox::Answer const&);  // a comment by the team
std::optional<inbox::Shown> inbox_shown(db::Read&, html::Words const&, AccountId organization, std::string_view about);
void add_reminders();                                         // medicine times, through the reminders room
void lay_medicines(db::Write&);                               // hourly: reminders of the next days, in the patient's zone
void add_export();
void forget_account(db::Write&, AccountId);

}  // namespace plans
