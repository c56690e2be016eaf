// The command line. Commands and their options are stable: scripts depend on them.
#include "app/commands.hpp"
#include "base/settings.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>

namespace app {
namespace {

void add_account_commands(CLI::App& whole, Command& command) {
    auto* account = whole.add_subcommand("account", "Creates and changes accounts; works while the server runs");
    account->require_subcommand(1);
    auto named = [&](char const* name, char const* about) {
        auto* sub = account->add_subcommand(name, about);
        sub->add_option("--username", command.username, "Whose account")->required();
        return sub;
    };
    auto* create = named("create", "Makes an account, confirmed at once");
    create->add_option("--email", command.email, "Its address")->required();
    create->add_option("--password", command.password, "Its password; - reads it from standard input")->required();
    create->add_option("--name", command.display_name, "The name that is shown");
    create->add_option("--kind", command.kind, "person, professional, organization, group or service")->capture_default_str();
    create->add_option("--role", command.role, "member, moderator or admin");
    named("show", "Prints an account");
    named("role", "Changes its role")->add_option("--role", command.role, "member, moderator or admin")->required();
    named("password", "Sets its password and ends its sessions")->add_option("--password", command.password, "The new one; - reads it from standard input")->required();
    named("suspend", "Suspends it: sign-in, apps and posts end at once")->add_flag("--lift", command.lift, "Lifts the suspension");
}

void add_commands(CLI::App& whole, Command& command) {
    auto* serve = whole.add_subcommand("serve", "Runs the server");
    serve->add_option("--listen", command.listen, "Address and port")->capture_default_str();
    serve->add_option("--url", command.url, "The address people reach it at (default http://localhost and the port)");
    auto* demo = whole.add_subcommand("demo", "Fills an empty data folder with the demo world; the server must be stopped");
    demo->add_option("--size", command.size, "small (some thousand posts) or large (10,000 people, 100,000 posts)")->check(CLI::IsMember({"small", "large"}))->capture_default_str();
    demo->add_option("--seed", command.seed, "The same seed gives the same world")->capture_default_str();
    demo->add_option("--at", command.at, "When the world ends, as a date (default: today); the same date gives the same bytes");
    add_account_commands(whole, command);
    auto* token = whole.add_subcommand("token", "Access tokens for scripts; works while the server runs");
    token->require_subcommand(1);
    auto* create = token->add_subcommand("create", "Prints a new access token, alone on a line");
    create->add_option("--username", command.username, "For whom")->required();
    create->add_option("--scopes", command.scopes, "What it may do: \"read write follow push\"")->required();
    whole.add_subcommand("backup", "Copies the database into a file; works while the server runs")->add_option("file", command.file, "The new file")->required();
    whole.add_subcommand("restore", "Replaces the database by a backup; the server must be stopped")->add_option("file", command.file, "The backup")->required();
    whole.add_subcommand("check", "Checks the database and every invariant; works while the server runs");
    whole.add_subcommand("settings", "Prints all settings with their meaning, as TOML");
}

std::string whole_name(CLI::App const& whole) {
    std::string name;
    for (auto const* at = &whole; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        name += (name.empty() ? "" : " ") + at->get_name();
    }
    return name;
}

}  // namespace

Parsed parse(Arguments const& arguments) {
    Command command;
    CLI::App whole{"Salve: a social network server that healthcare runs for itself", "salve"};
    whole.set_version_flag("--version", "salve " SALVE_VERSION);
    whole.add_option("--data", command.data, "The data folder")->capture_default_str();
    whole.add_option("--database", command.database, "postgresql://... in place of the SQLite file in the data folder");
    whole.add_option("--node", command.node, "This process's number in a cluster, 0 to 63")->check(CLI::Range(0, 63))->capture_default_str();
    whole.require_subcommand(1);
    add_commands(whole, command);
    try {
        auto reversed = arguments;
        std::ranges::reverse(reversed);
        whole.parse(reversed);
    } catch (CLI::ParseError const& error) {
        std::ostringstream out, err;
        auto status = whole.exit(error, out, err);
        return {command, Outcome{status ? 2 : 0, out.str(), err.str()}};
    }
    command.name = whole_name(whole);
    return {command, std::nullopt};
}

std::string database_file(Command const& command) { return command.data + "/salve.db"; }

db::Options options_of(Command const& command) {
    db::Options options;
    if (command.database.empty()) options.file = database_file(command);
    options.postgresql = command.database;
    options.node = command.node;
    constexpr std::int64_t whole_demo_world = 160'000;
    if (command.name == "demo") options.write_cache_kilobytes = whole_demo_world;
    return options;
}

}  // namespace app
