// Plans and their items: made and changed by the care team, read by the patient too. Their words lie sealed with a key of the plan's own.
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "plans/inside.hpp"
#include "plans/queries.hpp"
#include "plans/schema.hpp"
#include "reminders/reminders.hpp"
#include <algorithm>

namespace plans {

db::Schema const schema = sql::schema_of_folder;

using base::Result, base::Why;

namespace {

Care& care() {
    static Care what;
    return what;
}

// Where every place of an organization treats substance use, so does each of its plans: 42 CFR 2.11 calls that a program.
bool is_part2_program(db::Read& read, AccountId organization) {
    auto const all = directory::locations_of(read, organization);
    return !all.empty() && std::ranges::all_of(all, [](directory::Location const& each) { return records::is_part2(each.specialty); });
}

Result<Plan> checked(Plan plan) {
    plan.title = TRY(text_in("title", plan.title, longest_title, false));
    plan.description = TRY(text_in("description", plan.description, longest_description, true));
    return plan;
}

}  // namespace

void work_with(Care what) { care() = std::move(what); }

Care const& known_care() { return care(); }

// Also who agreed that this organization has their records, or asks them back.
bool is_patient(db::Read& read, AccountId organization, AccountId person) {
    if (has_plan(read, organization, person) || (care().is_patient && care().is_patient(read, organization, person))) return true;
    return std::ranges::any_of(records::consents(read, person), [&](records::Consent const& each) { return each.recipient == organization && each.holds(read.now); });
}

std::vector<AccountId> patients_of(db::Read& read, AccountId organization, int limit) {
    return read.rows(sql::patients_with_plans, {organization, limit}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

bool has_plan(db::Read& read, AccountId organization, AccountId patient) { return read.number(sql::has_plan, {patient, organization}) != 0; }

Result<std::string> text_in(std::string_view field, std::string_view typed, int longest, bool may_be_blank) {
    if (typed.size() > 40'000) return base::refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    auto text = base::trim(base::normalize(typed));
    if (text.empty() && !may_be_blank) return base::refuse_field(std::string(field), "ERR_BLANK", "Write something first.");
    if (base::graphemes(text) > longest) return base::refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    return text;
}

std::string about(std::string_view field, std::int64_t id) { return "plan." + std::string(field) + "." + std::to_string(id); }

std::string opened(records::Key const& key, std::string_view sealed_text, std::string_view field, std::int64_t id) { return key.open(sealed_text, about(field, id)).value_or(std::string()); }

Stored stored_of(db::Row const& row) {
    Stored made{.key_id = row.id<records::KeyId>(4), .title = row.text(5), .description = row.text(6)};
    made.plan = {.id = row.id<PlanId>(0), .patient = row.id<AccountId>(1), .organization = row.id<AccountId>(2), .author = row.id<AccountId>(3), .status = static_cast<PlanStatus>(row.integer(7)),
                 .part2 = row.boolean(8), .created_at = row.integer(10), .updated_at = row.integer(11), .hides_numbers = row.boolean(9)};
    return made;
}

std::optional<Stored> stored(db::Read& read, PlanId id) { return read.one(sql::find_plan, {id}, stored_of); }

records::Key key_of(db::Read& read, PlanId id) {
    auto const found = stored(read, id);
    auto key = found ? records::key(read, found->key_id) : std::nullopt;
    if (!key) throw std::runtime_error("the key of a plan is gone");
    return std::move(*key);
}

// Those whose key is gone cannot be read by anybody any more.
std::vector<Plan> opened_plans(db::Read& read, std::vector<Stored> const& all) {
    std::vector<Plan> made;
    for (auto const& each : all) {
        auto const key = records::key(read, each.key_id);
        if (!key) continue;
        auto plan = each.plan;
        plan.title = opened(*key, each.title, "title", plan.id.value);
        plan.description = opened(*key, each.description, "description", plan.id.value);
        made.push_back(std::move(plan));
    }
    return made;
}

std::optional<Plan> find(db::Read& read, AccountId reader, PlanId id) {
    auto const reached = reach(read, reader, id);
    return reached ? std::optional(reached->plan) : std::nullopt;
}

std::vector<Plan> plans_of(db::Read& read, AccountId patient) { return opened_plans(read, read.rows(sql::plans_of_patient, {patient}, stored_of)); }

std::vector<Plan> plans_by(db::Read& read, AccountId organization, AccountId reader, std::int64_t before, int limit) {
    if (!teams::may(read, organization, reader, teams::Role::responder)) return {};
    return opened_plans(read, read.rows(sql::plans_of_organization, {organization, before ? before : INT64_MAX, limit}, stored_of));
}

Result<Plan> add(db::Write& write, AccountId by, Plan const& wanted) {
    TRY(teams::allow(write, wanted.organization, by, teams::Role::responder));
    auto const patient = accounts::find(write, wanted.patient);
    if (!patient || !patient->is_local() || patient->hidden() || patient->is_organization() || !is_patient(write, wanted.organization, wanted.patient))
        return base::refuse_field("patient", "ERR_INVALID", "Nobody by that name is a patient of yours here.");
    if (wanted.patient == by) return base::refuse_field("patient", "ERR_INVALID", "A colleague writes a plan for you.");
    if (write.number(sql::count_plans, {wanted.patient, wanted.organization}) >= most_plans) return base::refuse_field("patient", "ERR_TOO_LONG", "This patient has too many plans here.");
    auto plan = TRY(checked(wanted));
    plan.id = write.new_id<PlanId>();
    plan.author = by;
    plan.part2 = plan.part2 || is_part2_program(write, plan.organization);
    plan.status = PlanStatus::active;
    plan.created_at = plan.updated_at = write.now;
    auto const key_id = records::new_key(write);
    auto const key = records::key(write, key_id);
    write.run(sql::insert_plan, {plan.id, plan.patient, plan.organization, by, key_id, key->seal(plan.title, about("title", plan.id.value)), key->seal(plan.description, about("description", plan.id.value)),
                                 static_cast<std::int64_t>(plan.status), plan.part2, write.now});
    note(write, {plan, Side::team, {}, {}}, by, records::Action::create, "");
    teams::record(write, plan.organization, by, "plan.added", plan.id.text());
    tell_patient(write, plan, "plan:" + plan.id.text());
    write.emit(Changed{plan.id, by});
    return plan;
}

Result<Plan> change(db::Write& write, AccountId by, Plan const& wanted) {
    auto reached = TRY(reach_as_team(write, by, wanted.id));
    auto plan = TRY(checked(wanted));
    // Who has it, and the wall round it once it stands, are not changed by a form.
    plan.patient = reached.plan.patient, plan.organization = reached.plan.organization, plan.author = reached.plan.author, plan.created_at = reached.plan.created_at;
    plan.part2 = plan.part2 || reached.plan.part2;
    plan.hides_numbers = reached.plan.hides_numbers;
    plan.updated_at = write.now;
    auto const key = key_of(write, plan.id);
    write.run(sql::change_plan, {plan.id, key.seal(plan.title, about("title", plan.id.value)), key.seal(plan.description, about("description", plan.id.value)), static_cast<std::int64_t>(plan.status), plan.part2, write.now});
    if (plan.status == PlanStatus::active) lay_all_of(write, plan);
    else clear_reminders(write, plan);
    note(write, reached, by, records::Action::update, "");
    teams::record(write, plan.organization, by, "plan.changed", plan.id.text(), text_of(plan.status));
    write.emit(Changed{plan.id, by});
    return plan;
}

// A patient hears of what their team did once a day, and of each comment; never what it was.
void tell_patient(db::Write& write, Plan const& plan, std::string_view key) {
    auto const patient = accounts::find(write, plan.patient);
    if (!patient) return;
    auto const said = html::Words(patient->language)("Something new waits for you here.");
    reminders::tell_now(write, plan.patient, {.push = said, .subject = said, .text = said + "\n\n" + html::absolute(address_of(plan.id)), .address = address_of(plan.id)}, key);
}

void changed(db::Write& write, PlanId id, AccountId by, std::string_view key) {
    auto const found = stored(write, id);
    if (found && by && by != found->plan.patient) tell_patient(write, found->plan, key.empty() ? "plan:" + id.text() + ":" + std::to_string(write.now / base::day) : std::string(key));
    write.run(sql::touch_plan, {id, write.now});
    write.emit(Changed{id, by});
}

Result<base::Done> hide_numbers(db::Write& write, AccountId patient, PlanId id, bool hidden) {
    auto const reached = TRY(reach_to_change(write, patient, id));
    if (reached.side != Side::patient) return base::refuse(Why::forbidden, "The patient does this.");
    write.run(sql::set_hides_numbers, {id, hidden});
    return base::Done{};
}

}  // namespace plans
