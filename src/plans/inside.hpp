// What the parts of this room share.
#pragma once
#include "plans/plans.hpp"
#include "teams/teams.hpp"

namespace plans {

// How somebody comes to a plan: it is theirs, they answer for the organization, or they have it under a consent.
enum class Side { patient, team, recipient };
struct Reached { Plan plan; Side side = Side::patient; AccountId recipient; records::ConsentId consent; };
base::Refusal not_there();
// Everybody else does not find it; who is of the team with too low a role is told which one is needed.
base::Result<Reached> reach(db::Read&, AccountId reader, PlanId);
base::Result<Reached> reach_to_change(db::Read&, AccountId by, PlanId);  // recipients only read
base::Result<Reached> reach_as_team(db::Read&, AccountId by, PlanId);
base::Result<Reached> reach_as_patient(db::Read&, AccountId by, PlanId);  // of a plan that goes on

// A plan as it lies in the tables, with the key that opens it.
struct Stored { Plan plan; records::KeyId key_id; std::string title, description; };
Stored stored_of(db::Row const&);
std::optional<Stored> stored(db::Read&, PlanId);
records::Key key_of(db::Read&, PlanId);  // throws when the key is gone: whoever asks found the plan before
std::string about(std::string_view field, std::int64_t id);
std::string opened(records::Key const&, std::string_view sealed, std::string_view field, std::int64_t id);
std::vector<Plan> opened_plans(db::Read&, std::vector<Stored> const&);

std::vector<Item> items_of(db::Read&, records::Key const&, PlanId);
std::optional<Item> stored_item(db::Read&, ItemId);   // opened, for whomever: the asker has been let in before
std::vector<Response> responses_of(db::Read&, records::Key const&, PlanId);
std::vector<Measurement> measurements_of(db::Read&, records::Key const&, PlanId);
std::vector<Comment> comments_of(db::Read&, records::Key const&, PlanId);

// A text as it is kept; refused with the field.
base::Result<std::string> text_in(std::string_view field, std::string_view typed, int longest, bool may_be_blank);
bool is_date(std::string_view text);
std::optional<int> minute_of(std::string_view clock);  // "08:30"
// The moment at which the patient's clocks show it; what they skip counts as the moment they skip to.
base::Time moment_at(html::Words const& clock, std::string_view date, std::string_view time);
std::string local_date(html::Words const& clock, base::Time);

void note(db::Write&, Reached const&, AccountId by, records::Action, std::string_view detail);
void changed(db::Write&, PlanId, AccountId by, std::string_view key = {});  // key: of what the patient is told; once a day without one
void tell_patient(db::Write&, Plan const&, std::string_view key);
void lay(db::Write&, Plan const&, Item const&);     // reminders of one medicine
void clear_reminders(db::Write&, Plan const&);
void reminders_cleared(db::Write&, Plan const&, ItemId);  // of one item
void lay_all_of(db::Write&, Plan const&);
std::string inbox_about(PlanId);
// What of the team's side was answered: it holds the inbox's claim, or nobody does.
base::Result<base::Done> answered_by_team(db::Write&, Plan const&, AccountId by);

bool hides(db::Read&, AccountId reader, Plan const&, Measure const&);
std::string value_text(Measure const&, double value, double second);  // "128/84 mmHg", without the words' language

Care const& known_care();

// The pages.
AccountId reader_of(http::Request const&, db::Read&);  // the person, also while they act for an organization
http::Aside watching(db::Database&, records::Action, std::string detail = {});  // notes who opened the plan of the address, and who was refused
http::Aside watching_own(db::Database&);               // the same of one's own plans, which a list shows
void watched(db::Database&, AccountId person, PlanId, bool reading, std::string_view detail = {});
struct Desk { accounts::Account organization; teams::Role role = teams::Role::analyst; };
base::Result<Desk> desk_of(http::Request const&, db::Read&);
base::Result<PlanId> plan_in(http::Request const&);
std::string address_of(PlanId);
std::string_view label_of(Kind);
std::string_view icon_of(Kind);
std::string_view label_of(PlanStatus);
std::string as_json(db::Read&, Reached const&);
void add_check_in_pages(http::Router::Section&, db::Database&);
void add_measurement_pages(http::Router::Section&, db::Database&);
void add_team_pages(http::Router::Section&, db::Database&);
void add_recall_pages(http::Router::Section&, db::Database&);
void add_live(http::Router::Section&, StillValid);

}  // namespace plans
