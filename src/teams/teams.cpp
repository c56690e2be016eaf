// The rules of teams: who joins, who may what, and that an organization is never left without an owner.
#include "teams/teams.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "mail/mail.hpp"
#include "notifications/notifications.hpp"
#include "teams/queries.hpp"
#include "teams/schema.hpp"
#include <array>
#include <limits>

namespace teams {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::array<std::string_view, 4> names = {"owner", "editor", "responder", "analyst"};

Role role_at(db::Row const& row, int column) { return static_cast<Role>(row.integer(column)); }
Member member_in(db::Row const& row) { return {row.id<AccountId>(0), role_at(row, 1), row.integer(2)}; }
Invitation invitation_in(db::Row const& row) { return {row.id<AccountId>(0), row.id<AccountId>(1), role_at(row, 2), row.id<AccountId>(3), row.integer(4)}; }

std::unexpected<base::Refusal> no_organization() { return refuse(Why::not_found, "There is no such organization."); }
std::unexpected<base::Refusal> no_member() { return refuse(Why::not_found, "This person is not in the team."); }
std::unexpected<base::Refusal> last_owner() { return refuse_field("role", "ERR_INVALID", "An organization keeps an owner. Make somebody else an owner first."); }

std::optional<Member> member(db::Read& read, AccountId organization, AccountId person) { return read.one(sql::member, {organization, person}, member_in); }

bool is_last_owner(db::Read& read, AccountId organization, Member const& who) { return who.role == Role::owner && read.number(sql::count_owners, {organization}) == 1; }

// The letter says no more than that there is something: who works where is nobody's business on a lock screen.
void tell_of_invitation(db::Write& write, accounts::Account const& person) {
    auto const facts = accounts::login_facts(write, {person.id});
    if (facts.empty() || !facts.front().confirmed) return;
    html::Words const words(person.language);
    mail::send(write, {.to = facts.front().email, .subject = words("You are invited to a team"),
                       .text = mail::paragraphs({words("An organization asks you to work with its team. Here you read which one, and say yes or no:"), base::site_url() + "/organizations"})});
}

// By the organization, whoever of it decided. The newest word stands alone.
void tell_of_role(db::Write& write, AccountId organization, AccountId by, AccountId person, std::int64_t role) {
    if (by == person) return;
    notifications::take_back(write, person, told_kind, organization);
    notifications::tell(write, person, told_kind, organization, {}, role);
}

// organizations.json: where one works, and since when.
std::string exported(db::Read& read, AccountId account) {
    base::Json json;
    json.object().key("member_of").array();
    for (auto const& each : memberships(read, account)) {
        auto const organization = accounts::find(read, each.organization);
        auto const since = member(read, each.organization, account);
        json.object().pair("organization", organization ? organization->handle() : "").pair("role", text_of(each.role)).pair("since", base::iso8601(since ? since->since : 0)).end();
    }
    json.end().key("invited_to").array();
    for (auto const& each : invitations_to(read, account)) {
        auto const organization = accounts::find(read, each.organization);
        json.object().pair("organization", organization ? organization->handle() : "").pair("role", text_of(each.role)).pair("at", base::iso8601(each.at)).end();
    }
    return json.end().end().take();
}

}  // namespace

std::string_view text_of(Role role) { return names[static_cast<std::size_t>(role)]; }

std::optional<Role> role_of(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<Role>(i);
    return std::nullopt;
}

std::optional<Role> role_in(db::Read& read, AccountId organization, AccountId person) {
    if (!organization || !person) return std::nullopt;
    if (organization == person) {
        auto const account = accounts::find(read, organization);
        return account && account->is_local() && account->is_organization() ? std::optional(Role::owner) : std::nullopt;
    }
    auto const found = member(read, organization, person);
    return found ? std::optional(found->role) : std::nullopt;
}

bool may(db::Read& read, AccountId organization, AccountId person, Role at_least) {
    auto const role = role_in(read, organization, person);
    return role && *role <= at_least;
}

Result<Done> allow(db::Read& read, AccountId organization, AccountId person, Role at_least) {
    auto const role = role_in(read, organization, person);
    if (!role) return no_organization();
    if (*role <= at_least) return Done{};
    constexpr std::array<char const*, 4> needed = {"Only an owner of the organization may do this.", "Only an editor of the organization may do this.", "Only a responder of the organization may do this.",
                                                   "Only somebody of the team may do this."};
    return refuse(Why::forbidden, needed[static_cast<std::size_t>(at_least)]);
}

std::vector<Member> members(db::Read& read, AccountId organization) { return read.rows(sql::members, {organization}, member_in); }

std::vector<Membership> memberships(db::Read& read, AccountId person) {
    return read.rows(sql::memberships, {person}, [](db::Row const& row) { return Membership{row.id<AccountId>(0), role_at(row, 1)}; });
}

std::vector<Invitation> invitations_of(db::Read& read, AccountId organization) { return read.rows(sql::invitations_of, {organization}, invitation_in); }
std::vector<Invitation> invitations_to(db::Read& read, AccountId person) { return read.rows(sql::invitations_to, {person}, invitation_in); }

Result<Done> invite(db::Write& write, AccountId organization, AccountId by, AccountId person, Role role) {
    TRY(allow(write, organization, by, Role::owner));
    auto const account = accounts::find(write, person);
    if (!account || !account->is_local() || account->hidden() || account->disabled_at) return refuse_field("person", "ERR_INVALID", "There is no such account here.");
    if (account->is_organization()) return refuse_field("person", "ERR_INVALID", "This is an organization, not a person.");
    if (member(write, organization, person)) return refuse_field("person", "ERR_TAKEN", "This person is in the team already.");
    bool const again = write.one(sql::invitation, {organization, person}, invitation_in).has_value();
    if (!again && write.number(sql::count_people, {organization}) >= most_people) return refuse(Why::too_many, "This team is as large as one may be.");
    write.run(sql::put_invitation, {organization, person, static_cast<int>(role), by, write.now});
    record(write, organization, by, "team.invite", "account " + person.text(), text_of(role));
    if (!again) tell_of_invitation(write, *account);
    return Done{};
}

Result<Done> answer(db::Write& write, AccountId organization, AccountId person, bool joins) {
    auto const invitation = write.one(sql::invitation, {organization, person}, invitation_in);
    if (!invitation) return refuse(Why::not_found, "There is no such invitation. It may have been taken back.");
    write.run(sql::delete_invitation, {organization, person});
    if (joins) write.run(sql::put_member, {organization, person, static_cast<int>(invitation->role), write.now});
    record(write, organization, person, joins ? "team.join" : "team.decline", "account " + person.text(), text_of(invitation->role));
    return Done{};
}

Result<Done> set_role(db::Write& write, AccountId organization, AccountId by, AccountId person, Role role) {
    TRY(allow(write, organization, by, Role::owner));
    auto const found = member(write, organization, person);
    if (!found) return no_member();
    if (found->role == role) return Done{};
    if (role != Role::owner && is_last_owner(write, organization, *found)) return last_owner();
    write.run(sql::put_member, {organization, person, static_cast<int>(role), write.now});
    record(write, organization, by, "team.role", "account " + person.text(), text_of(role));
    tell_of_role(write, organization, by, person, static_cast<std::int64_t>(role) + 1);
    if (role > Role::editor) accounts::end_acting(write, person, organization);
    return Done{};
}

Result<Done> remove(db::Write& write, AccountId organization, AccountId by, AccountId person) {
    if (by != person) TRY(allow(write, organization, by, Role::owner));
    auto const found = member(write, organization, person);
    if (!found) {
        if (by == person || !write.run(sql::delete_invitation, {organization, person})) return no_member();
        record(write, organization, by, "team.uninvite", "account " + person.text());
        return Done{};
    }
    if (is_last_owner(write, organization, *found)) return last_owner();
    write.run(sql::delete_member, {organization, person});
    record(write, organization, by, by == person ? "team.leave" : "team.remove", "account " + person.text());
    tell_of_role(write, organization, by, person, 0);
    accounts::end_acting(write, person, organization);
    return Done{};
}

void found(db::Write& write, AccountId organization, AccountId owner) {
    write.run(sql::delete_invitation, {organization, owner});
    write.run(sql::put_member, {organization, owner, static_cast<int>(Role::owner), write.now});
    record(write, organization, owner, "team.found", "account " + owner.text(), text_of(Role::owner));
}

void record(db::Write& write, AccountId organization, AccountId person, std::string_view act, std::string_view about, std::string_view detail) {
    write.run(sql::insert_deed, {write.new_id<base::Id<Deed>>(), organization, write.now, person, act, about, detail});
}

std::vector<Deed> deeds(db::Read& read, AccountId organization, std::int64_t before, int limit) {
    auto const last = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
    return read.rows(sql::deeds, {organization, last, limit}, [](db::Row const& row) { return Deed{row.integer(0), row.integer(1), row.id<AccountId>(2), row.text(3), row.text(4), row.text(5)}; });
}

AccountId author_of(db::Read& read, AccountId organization, std::string_view about) { return AccountId{read.number(sql::author_of, {organization, about})}; }

// Whoever posts for an organization is at least an editor of it.
std::vector<AccountId> acts_for(db::Read& read, AccountId person) {
    std::vector<AccountId> made;
    for (auto const& each : memberships(read, person)) {
        auto const account = accounts::find(read, each.organization);
        if (each.role <= Role::editor && account && !account->hidden() && !account->disabled_at) made.push_back(each.organization);
    }
    return made;
}

void add_export() { accounts::add_to_export("organizations.json", exported); }

// Who leaves for good leaves their teams, too, even as the last owner: an editor becomes the owner, if there is one, and else
// the account itself runs the organization. What they did in its name stays on its record, under a number that leads to nobody.
void forget_account(db::Write& write, AccountId account) {
    for (auto const& each : memberships(write, account)) {
        write.run(sql::delete_member, {each.organization, account});
        auto const left = members(write, each.organization);
        if (!left.empty() && left.front().role == Role::editor) write.run(sql::put_member, {each.organization, left.front().person, static_cast<int>(Role::owner), write.now});
        record(write, each.organization, account, "team.leave", "account " + account.text());
    }
    write.run(sql::delete_memberships, {account});
    write.run(sql::delete_invitations, {account});
    write.run(sql::delete_deeds, {account});
}

}  // namespace teams
