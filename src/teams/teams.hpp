// Teams: which people run an organization, each with their own sign-in, and who of them did what in its name.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace teams {

using base::AccountId;

extern db::Schema const schema;

// What each may do, each all that the next may: owner: the team, claims, deletion; editor: the page, posts, approvals;
// responder: the inbox and replies; analyst: reads figures.
enum class Role { owner, editor, responder, analyst };
std::string_view text_of(Role);
std::optional<Role> role_of(std::string_view);

struct Member { AccountId person; Role role = Role::analyst; base::Time since = 0; };
struct Membership { AccountId organization; Role role = Role::analyst; };

// The account of the organization itself counts as an owner of it; moderators and administrators have no role by being that.
std::optional<Role> role_in(db::Read&, AccountId organization, AccountId person);
bool may(db::Read&, AccountId organization, AccountId person, Role at_least);
// Refused as 404 (who has no role learns nothing) or, with too low a role, as 403 that says which one is needed.
base::Result<base::Done> allow(db::Read&, AccountId organization, AccountId person, Role at_least);
std::vector<Member> members(db::Read&, AccountId organization);          // owners first, then by when they came
std::vector<Membership> memberships(db::Read&, AccountId person);        // the organizations somebody works for here

// The notification of somebody whose role changed (about: the role's number from 1 on) or who was removed (0).
inline constexpr std::string_view told_kind = "team";

// An invitation is answered by who is invited. An organization keeps at least one owner once it had one.
inline constexpr std::int64_t most_people = 500;  // in a team, with those who are invited
base::Result<base::Done> invite(db::Write&, AccountId organization, AccountId by, AccountId person, Role);
struct Invitation { AccountId organization, person; Role role = Role::analyst; AccountId by; base::Time at = 0; };
std::vector<Invitation> invitations_of(db::Read&, AccountId organization);  // not answered yet
std::vector<Invitation> invitations_to(db::Read&, AccountId person);
base::Result<base::Done> answer(db::Write&, AccountId organization, AccountId person, bool joins);
base::Result<base::Done> set_role(db::Write&, AccountId organization, AccountId by, AccountId person, Role);
base::Result<base::Done> remove(db::Write&, AccountId organization, AccountId by, AccountId person);  // also: to leave
// Whoever a moderator hands an unclaimed organization to becomes its first owner.
void found(db::Write&, AccountId organization, AccountId owner);

// The organization's own record: who did what in its name. Shown to its team only; entries are added only.
void record(db::Write&, AccountId organization, AccountId person, std::string_view act, std::string_view about = {}, std::string_view detail = {});
struct Deed { std::int64_t id = 0; base::Time at = 0; AccountId person; std::string act, about, detail; };
std::vector<Deed> deeds(db::Read&, AccountId organization, std::int64_t before, int limit);
// Who of the team wrote something in the organization's name; 0 when nobody is on record.
AccountId author_of(db::Read&, AccountId organization, std::string_view about);

// Something was written in an organization's name, with a grant of it that a member holds or from the member's own account: it is
// on record who did. Nothing for all other grants.
void wrote(db::Write&, http::Request const&, AccountId organization, std::string_view act, std::string_view about);
// For the team: who of it wrote this. Nothing for everybody else.
html::Safe author_line(html::Words const&, http::Request const&, db::Read&, AccountId organization, std::string_view about);

// The organizations that somebody may act for: where they are at least an editor.
std::vector<AccountId> acts_for(db::Read&, AccountId person);

void add_pages(http::Router::Section);
void add_export();
void forget_account(db::Write&, AccountId);

}  // namespace teams
