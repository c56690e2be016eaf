// The first owner of an organization, named by an administrator: when nobody has the password of its account.
#include "accounts/accounts.hpp"
#include "app/commands.hpp"
#include "moderation/moderation.hpp"
#include "teams/teams.hpp"

namespace app {

namespace {

using base::refuse, base::Result, base::Why;

Result<accounts::Account> named(db::Read& read, std::string const& username) {
    auto const found = accounts::find_by_handle(read, username);
    if (!found || !found->is_local()) return refuse(Why::not_found, "There is no account named " + username + " here.");
    return *found;
}

bool is_usable(accounts::Account const& account) { return !account.hidden() && !account.disabled_at; }

Result<base::Done> found_team(db::Write& write, Command const& command) {
    auto const by = TRY(named(write, command.as));
    if (by.role != http::Role::admin || !is_usable(by)) return refuse(Why::forbidden, command.as + " is not an administrator.");
    auto const organization = TRY(named(write, command.target)), person = TRY(named(write, command.username));
    if (!organization.is_organization() || !is_usable(organization)) return refuse(Why::invalid, command.target + " is not an organization in use.");
    if (person.is_organization() || !is_usable(person)) return refuse(Why::invalid, command.username + " is not a person whose account is in use.");
    if (!teams::members(write, organization.id).empty()) return refuse(Why::conflict, command.target + " has a team: its owners invite.");
    teams::found(write, organization.id, person.id);
    moderation::record(write, by.id, "team.found", "account:" + organization.id.text(), "owner=" + person.id.text());
    return base::Done{};
}

}  // namespace

bool is_about_teams(std::string_view name) { return name.starts_with("team "); }

Outcome manage_teams(db::Database& database, Command const& command) {
    auto const done = database.write([&](db::Write& write) { return found_team(write, command); });
    return done ? said(command.username + " owns " + command.target + " now.\n") : refused(done.error());
}

}  // namespace app
