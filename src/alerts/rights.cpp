// Who may issue alerts, in whose name.
#include "alerts/inside.hpp"
#include "alerts/queries.hpp"
#include "base/text.hpp"
#include "moderation/moderation.hpp"

namespace alerts {

namespace {

Right right_in(db::Row const& row) { return {row.id<AccountId>(0), row.text(1), row.boolean(2), row.integer(3)}; }
Member member_in(db::Row const& row) { return {row.id<AccountId>(0), row.id<AccountId>(1), row.boolean(2), row.boolean(3)}; }

// An administrator decides about everybody, an organization about its own people.
base::Result<base::Done> may_decide(db::Read& read, AccountId by, AccountId organization) {
    auto const who = accounts::find(read, by);
    if (who && (who->role == http::Role::admin || by == organization)) return base::Done{};
    return std::unexpected(not_there());
}

}  // namespace

base::Refusal not_there() { return {base::Why::not_found, "There is no such alert.", {}}; }

base::Result<base::Done> grant(db::Write& write, AccountId by, Right const& right) {
    auto const organization = accounts::find(write, right.organization);
    if (!organization || !organization->is_local() || organization->hidden()) return base::refuse_field("organization", "ERR_INVALID", "There is no such account here.");
    if (!organization->is_organization()) return base::refuse_field("organization", "ERR_INVALID", "Only an organization may issue alerts.");
    if (right.sender.empty() || right.sender.size() > 200 || right.sender.find_first_of(" \t\r\n,<&") != std::string::npos)
        return base::refuse_field("sender", "ERR_INVALID", "A sender is needed, without spaces, commas, < and &.");
    auto const same = write.one(sql::right_of_sender, {right.sender}, right_in);
    if (same && same->organization != right.organization) return base::refuse_field("sender", "ERR_TAKEN", "Another organization issues as this sender.");
    write.run(sql::set_right, {right.organization, right.sender, right.needs_approval, write.now});
    moderation::record(write, by, "alerts.grant", "account:" + right.organization.text(), right.sender + ";approval=" + (right.needs_approval ? "1" : "0"));
    return base::Done{};
}

base::Result<base::Done> revoke(db::Write& write, AccountId by, AccountId organization) {
    if (!right_of(write, organization)) return base::refuse(base::Why::not_found, "This organization may not issue alerts.");
    write.run(sql::delete_members, {organization});
    write.run(sql::delete_right, {organization});
    moderation::record(write, by, "alerts.revoke", "account:" + organization.text(), "");
    return base::Done{};
}

std::optional<Right> right_of(db::Read& read, AccountId organization) { return read.one(sql::right_of, {organization}, right_in); }
std::vector<Right> rights(db::Read& read) { return read.rows(sql::rights, {}, right_in); }

base::Result<base::Done> set_member(db::Write& write, AccountId by, Member const& member) {
    TRY(may_decide(write, by, member.organization));
    if (!right_of(write, member.organization)) return base::refuse_field("organization", "ERR_INVALID", "This organization may not issue alerts.");
    auto const person = accounts::find(write, member.person);
    if (!person || !person->is_local() || person->hidden()) return base::refuse_field("person", "ERR_INVALID", "There is no such account here.");
    if (person->is_organization()) return base::refuse_field("person", "ERR_INVALID", "This is an organization, not a person.");
    write.run(sql::set_member, {member.organization, member.person, member.composes, member.approves});
    return base::Done{};
}

base::Result<base::Done> remove_member(db::Write& write, AccountId by, AccountId organization, AccountId person) {
    TRY(may_decide(write, by, organization));
    if (write.run(sql::delete_member, {organization, person}) == 0) return base::refuse(base::Why::not_found, "This person does not act for the organization.");
    return base::Done{};
}

std::vector<Member> members(db::Read& read, AccountId organization) { return read.rows(sql::members, {organization}, member_in); }

std::vector<Member> memberships(db::Read& read, AccountId person) {
    auto all = read.rows(sql::memberships, {person}, member_in);
    if (right_of(read, person)) all.insert(all.begin(), Member{person, person});
    return all;
}

std::optional<Member> acting(db::Read& read, AccountId by, AccountId organization) {
    for (auto const& member : memberships(read, by))
        if (member.organization == organization) return member;
    return std::nullopt;
}

}  // namespace alerts
