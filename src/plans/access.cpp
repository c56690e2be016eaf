// Who comes to a plan, and that it is on record who did.
#include "base/time.hpp"
#include "plans/inside.hpp"
#include "plans/queries.hpp"

namespace plans {

using base::Result, base::Why;

namespace {

// Under which of the patient's consents somebody has it: given to them, or to an organization they answer for.
std::optional<Reached> by_consent(db::Read& read, AccountId reader, Plan const& plan) {
    std::vector<AccountId> recipients{reader};
    for (auto const& each : teams::memberships(read, reader))
        if (each.role <= teams::Role::responder) recipients.push_back(each.organization);
    for (auto const recipient : recipients) {
        if (recipient == plan.organization) continue;
        auto const consent = records::consent_for(read, plan.patient, plan.organization, recipient, "plans");
        // Leave to be asked back is none to read.
        if (consent && consent->purpose != records::Purpose::recall) return Reached{plan, Side::recipient, recipient, consent->id};
    }
    return std::nullopt;
}

AccountId behind(http::Request const& request, db::Database& database) {
    return database.read([&](db::Read& read) { return reader_of(request, read); });
}

}  // namespace

base::Refusal not_there() { return {Why::not_found, "There is no such plan.", {}}; }

Result<Reached> reach(db::Read& read, AccountId reader, PlanId id) {
    auto const found = reader ? stored(read, id) : std::nullopt;
    if (!found) return std::unexpected(not_there());
    auto const& plan = found->plan;
    auto side = Side::patient;
    std::optional<Reached> shared;
    if (reader != plan.patient) {
        side = Side::team;
        if (!teams::may(read, plan.organization, reader, teams::Role::responder)) {
            shared = by_consent(read, reader, plan);
            if (!shared) {
                auto const refused = teams::allow(read, plan.organization, reader, teams::Role::responder);
                return std::unexpected(refused || refused.error().why == Why::not_found ? not_there() : refused.error());
            }
        }
    }
    auto made = shared ? *shared : Reached{plan, side, {}, {}};
    auto const opening = opened_plans(read, {*found});
    if (opening.empty()) return std::unexpected(not_there());
    made.plan = opening.front();
    return made;
}

Result<Reached> reach_to_change(db::Read& read, AccountId by, PlanId id) {
    auto made = TRY(reach(read, by, id));
    if (made.side == Side::recipient) return base::refuse(Why::forbidden, "A plan that you were let read is changed by the patient and their team alone.");
    return made;
}

Result<Reached> reach_as_team(db::Read& read, AccountId by, PlanId id) {
    auto made = TRY(reach_to_change(read, by, id));
    if (made.side != Side::team) return base::refuse(Why::forbidden, "The care team does this.");
    return made;
}

Result<Reached> reach_as_patient(db::Read& read, AccountId by, PlanId id) {
    auto made = TRY(reach_to_change(read, by, id));
    if (made.side != Side::patient) return base::refuse(Why::forbidden, "The patient does this.");
    if (made.plan.status != PlanStatus::active) return base::refuse(Why::conflict, "This plan does not go on at the moment.");
    return made;
}

void note(db::Write& write, Reached const& reached, AccountId by, records::Action action, std::string_view detail) {
    auto const organization = reached.side == Side::team ? reached.plan.organization : reached.recipient == by ? AccountId{} : reached.recipient;
    records::note(write, {.at = write.now, .person = by, .organization = organization, .patient = reached.plan.patient, .action = action, .what = "plan", .about = reached.plan.id.text(), .detail = std::string(detail)});
}

// What is refused changes nothing, so it goes on record in a change of its own.
void watched(db::Database& database, AccountId person, PlanId id, bool reading, std::string_view detail) {
    if (!person) return;
    (void)database.write([&](db::Write& write) -> Result<base::Done> {
        auto const found = stored(write, id);
        if (!found) return base::Done{};
        auto const reached = reach(write, person, id);
        if (!reached) {
            records::note(write, {.at = write.now, .person = person, .patient = found->plan.patient, .action = reading ? records::Action::read : records::Action::update, .what = "plan", .about = id.text(), .refused = true});
            return base::Done{};
        }
        if (!reading) return base::Done{};
        note(write, *reached, person, records::Action::read, detail);
        if (reached->side == Side::recipient && write.run(sql::note_opening, {id, person, write.now / base::day}))
            records::disclosed(write, {.at = write.now, .patient = reached->plan.patient, .discloser = reached->plan.organization, .recipient = reached->recipient, .person = person, .what = "plan", .about = id.text(), .consent = reached->consent});
        return base::Done{};
    });
}

http::Aside watching(db::Database& database, records::Action action, std::string detail) {
    return [&database, action, detail = std::move(detail)](http::Request& request) -> Result<base::Done> {
        if (auto const id = request.parameters.id<PlanId>("id")) watched(database, behind(request, database), *id, action == records::Action::read, detail);
        return base::Done{};
    };
}

http::Aside watching_own(db::Database& database) {
    return [&database](http::Request& request) -> Result<base::Done> {
        return database.write([&](db::Write& write) -> Result<base::Done> {
            auto const person = reader_of(request, write);
            for (auto const& each : plans_of(write, person)) note(write, {each, Side::patient, {}, {}}, person, records::Action::read, "list");
            return base::Done{};
        });
    };
}

AccountId reader_of(http::Request const& request, db::Read& read) {
    auto const person = request.person ? accounts::behind(read, *request.person) : AccountId{};
    return person ? person : request.account();
}

Result<Desk> desk_of(http::Request const& request, db::Read& read) {
    auto const organization = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!organization || !organization->is_local() || organization->hidden()) return base::refuse(Why::not_found, "There is no such organization.");
    TRY(teams::allow(read, organization->id, reader_of(request, read), teams::Role::responder));
    return Desk{*organization, teams::role_in(read, organization->id, reader_of(request, read)).value_or(teams::Role::analyst)};
}

Result<PlanId> plan_in(http::Request const& request) {
    auto const id = request.parameters.id<PlanId>("id");
    if (!id) return std::unexpected(not_there());
    return *id;
}

std::string address_of(PlanId id) { return "/plans/" + id.text(); }

}  // namespace plans
