// What the commands do, on this process's database or, for another process, inside the server.
#include "app/commands.hpp"
#include "app/live_settings.hpp"
#include "accounts/accounts.hpp"
#include "activitypub/keys.hpp"
#include "base/time.hpp"

namespace app {
using base::refuse, base::Result, base::Why;

Outcome said(std::string out) { return {0, std::move(out), ""}; }

// One line a fault, with the field it is about.
Outcome refused(base::Refusal const& refusal) {
    std::string text;
    for (auto const& fault : refusal.fields) text += fault.field + ": " + fault.message + "\n";
    if (text.empty()) text = refusal.message + "\n";
    return {1, "", text};
}

namespace {

template <class T>
Outcome told(Result<T> const& result, std::string done) { return result ? said(std::move(done)) : refused(result.error()); }

Result<accounts::Account> named(db::Read& read, std::string const& username) {
    auto found = accounts::find_by_handle(read, username);
    if (!found) return refuse(Why::not_found, "There is no account named " + username + ".");
    return *found;
}

std::string described(accounts::Account const& account) {
    auto line = [](std::string_view name, std::string_view value) { return std::string(name) + ": " + std::string(value) + "\n"; };
    return line("id", account.id.text()) + line("username", account.username) + line("name", account.name) + line("kind", accounts::text_of(account.kind)) +
           line("role", accounts::text_of(account.role)) + line("url", account.url()) + line("created", base::iso8601(account.created_at)) +
           line("suspended", account.suspended_at ? base::iso8601(account.suspended_at) : "no") + line("posts", std::to_string(account.posts)) +
           line("followers", std::to_string(account.followers)) + line("following", std::to_string(account.following));
}

Outcome create_account(db::Database& database, Command const& command) {
    auto kind = accounts::kind_of(command.kind);
    if (!kind) return refused({Why::invalid, "--kind is person, professional, organization, group or service.", {}});
    auto role = accounts::role_of(command.role.empty() ? "member" : command.role);
    if (!role) return refused({Why::invalid, "--role is member, moderator or admin.", {}});
    accounts::SignUp form{command.username, command.email, command.password};
    form.kind = *kind;
    form.role = *role;
    form.name = command.display_name;
    form.agreement = form.confirmed = true;
    form.password_hash = accounts::hash_password(command.password);
    auto made = database.write([&](db::Write& write) { return accounts::sign_up(write, form); });
    return told(made, "Created @" + command.username + ".\n");
}

// A change to the account that the command names.
template <class Change>
Outcome change(db::Database& database, Command const& command, std::string done, Change rule) {
    return told(database.write([&](db::Write& write) -> Result<base::Done> {
        auto account = TRY(named(write, command.username));
        return rule(write, account.id);
    }), std::move(done));
}

Outcome change_role(db::Database& database, Command const& command) {
    auto role = accounts::role_of(command.role);
    if (!role) return refused({Why::invalid, "--role is member, moderator or admin.", {}});
    return change(database, command, "@" + command.username + " is now " + command.role + ".\n",
                  [&](db::Write& write, base::AccountId id) { return accounts::set_role(write, id, *role); });
}

Outcome suspend(db::Database& database, Command const& command) {
    auto done = command.lift ? "The suspension of @" + command.username + " is lifted.\n" : "Suspended @" + command.username + ".\n";
    return change(database, command, done, [&](db::Write& write, base::AccountId id) {
        return command.lift ? accounts::unsuspend(write, id) : accounts::suspend(write, id);
    });
}

Outcome change_password(db::Database& database, Command const& command) {
    auto hash = accounts::hash_password(command.password);
    return change(database, command, "The password of @" + command.username + " is changed; its sessions and apps are signed out.\n",
                  [&](db::Write& write, base::AccountId id) { return accounts::set_password(write, id, command.password, hash); });
}

Outcome forget_second_step(db::Database& database, Command const& command) {
    return change(database, command, "@" + command.username + " signs in with the password alone; sessions and apps are signed out.\n",
                  [](db::Write& write, base::AccountId id) { return accounts::clear_second_factor(write, id); });
}

Outcome rotate_key(db::Database& database, Command const& command) {
    auto found = database.read([&](db::Read& read) { return named(read, command.username); });
    if (!found) return refused(found.error());
    return told(activitypub::rotate_key(database, found->id), "@" + command.username + " signs with a new key.\n");
}

Outcome show_account(db::Database& database, Command const& command) {
    auto found = database.read([&](db::Read& read) { return named(read, command.username); });
    return found ? said(described(*found)) : refused(found.error());
}

Outcome create_token(db::Database& database, Command const& command) {
    auto token = database.write([&](db::Write& write) -> Result<std::string> {
        auto account = TRY(named(write, command.username));
        return accounts::create_token(write, account.id, command.scopes);
    });
    return token ? said(*token + "\n") : refused(token.error());
}

Outcome set_crisis(db::Database& database, Command const& command) {
    auto const changed = database.write([&](db::Write& write) -> Result<base::Done> {
        auto const admin = TRY(named(write, command.as));
        if (admin.role != http::Role::admin) return base::refuse(base::Why::forbidden, command.as + " is no administrator.");
        return change_setting(write, admin.id, "alerts.crisis", command.target);
    });
    return changed ? said("Small pages of alerts: " + command.target + ".\n") : refused(changed.error());
}

Outcome check(db::Database& database) {
    auto findings = database.check();
    if (findings.empty()) return said("Everything is in order.\n");
    std::string text;
    for (auto const& finding : findings) text += finding + "\n";
    return {1, text, ""};
}

}  // namespace

Outcome perform(db::Database& database, Command const& command) {
    if (command.name == "account create") return create_account(database, command);
    if (command.name == "account show") return show_account(database, command);
    if (command.name == "account role") return change_role(database, command);
    if (command.name == "account password") return change_password(database, command);
    if (command.name == "account forget-second-step") return forget_second_step(database, command);
    if (command.name == "account rotate-key") return rotate_key(database, command);
    if (command.name == "account suspend") return suspend(database, command);
    if (command.name == "token create") return create_token(database, command);
    if (command.name == "backup") return told(database.backup(command.file), "Copied the database to " + command.file + ".\n");
    if (command.name == "check") return check(database);
    if (is_moderation(command.name)) return moderate(database, command);
    if (is_about_emoji(command.name)) return manage_emoji(database, command);
    if (command.name == "alerts crisis") return set_crisis(database, command);
    if (is_about_areas(command.name)) return manage_areas(database, command);
    if (is_about_directory(command.name)) return manage_directory(database, command);
    if (is_about_teams(command.name)) return manage_teams(database, command);
    if (is_about_records(command.name)) return manage_records(database, command);
    return {2, "", "The server does not do this on behalf of others: stop it first.\n"};
}

}  // namespace app
