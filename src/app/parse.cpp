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
    named("forget-second-step", "For somebody who lost their device: takes codes, recovery codes and passkeys away");
    named("rotate-key", "Makes the key anew that its requests to other servers are signed with; they are told");
    named("suspend", "Suspends it: sign-in, apps and posts end at once")->add_flag("--lift", command.lift, "Lifts the suspension");
}

// Every act names who does it: the record holds no act of nobody.
void add_moderation_commands(CLI::App& whole, Command& command) {
    auto* moderation = whole.add_subcommand("moderation", "Reports, decisions, appeals, and what is kept out; works while the server runs");
    moderation->require_subcommand(1);
    auto acting = [&](CLI::App* above, char const* name, char const* about) {
        auto* sub = above->add_subcommand(name, about);
        sub->add_option("--as", command.as, "The moderator or administrator who does it")->required();
        return sub;
    };
    auto* reports = moderation->add_subcommand("reports", "Prints reports, the newest first");
    reports->add_flag("--closed", command.closed, "Those that are closed");
    reports->add_option("--limit", command.limit, "How many")->capture_default_str();
    acting(moderation, "resolve", "Closes a report without a decision")->add_option("--report", command.report, "Its number")->required();
    auto* act = acting(moderation, "act", "Decides about an account; its owner reads the reasons and can appeal");
    act->add_option("--username", command.username, "Whose account")->required();
    act->add_option("--type", command.type, "none (a warning), sensitive, silence, disable or suspend")->required();
    act->add_option("--reason", command.reason, "Why, for the owner of the account")->required();
    act->add_option("--report", command.report, "The report that this closes");
    auto* lift = acting(moderation, "lift", "Ends what a decision began");
    lift->add_option("--username", command.username, "Whose account")->required();
    lift->add_option("--type", command.type, "sensitive, silence, disable or suspend")->required();
    for (auto const& [name, about] : {std::pair{"approve", "Lets a new account in"}, {"reject", "Turns a new account away"}})
        acting(moderation, name, about)->add_option("--username", command.username, "Whose account")->required();
    moderation->add_subcommand("appeals", "Prints the appeals that wait");
    auto* answer = acting(moderation, "answer", "Answers an appeal; not by whoever decided");
    answer->add_option("--appeal", command.appeal, "Its number")->required();
    answer->add_option("--answer", command.reason, "What its writer reads")->required();
    answer->add_flag("--grant", command.grant, "Takes the decision back");
    auto kind = [&](char const* name, char const* about, char const* what) {
        auto* above = moderation->add_subcommand(name, about);
        above->require_subcommand(1);
        std::vector<CLI::App*> both;
        for (auto const& [verb, says] : {std::pair{"block", "Adds one"}, {"unblock", "Removes one"}}) {
            both.push_back(acting(above, verb, says));
            both.back()->add_option("what", command.target, what)->required();
        }
        return both.front();
    };
    auto* domain = kind("domain", "Other servers that are limited or refused", "far.example");
    domain->add_option("--severity", command.severity, "silence, suspend or noop (default: suspend)");
    domain->add_option("--comment", command.comment, "Why, for moderators");
    for (auto const& [verb, says] : {std::pair{"allow", "Lets one in by name"}, {"disallow", "Ends that"}})
        acting(moderation->get_subcommand("domain"), verb, says)->add_option("what", command.target, "far.example")->required();
    auto* domains = moderation->add_subcommand("domains", "Lists of blocked servers, and all that is known of one");
    domains->require_subcommand(1);
    domains->add_subcommand("export", "Prints the blocked servers as CSV, as Mastodon does");
    acting(domains, "import", "Blocks the servers of such a file; those that are there already stay")->add_option("file", command.file, "The file")->required();
    acting(domains, "purge", "Deletes everything of a server and what belongs to it, while the server runs or with its next start")
        ->add_option("what", command.target, "far.example")->required();
    kind("email", "Mailboxes that nobody signs up with", "a domain, or one address");
    auto* ip = kind("ip", "Network addresses that are kept out", "192.0.2.7 or 2001:db8::/32");
    ip->add_option("--severity", command.severity, "sign_up_requires_approval, sign_up_block or no_access (default: sign_up_block)");
    ip->add_option("--days", command.days, "For how many days (default: until it is removed)");
    ip->add_option("--comment", command.comment, "Why, for moderators");
    auto* audit = whole.add_subcommand("audit", "The record of what moderators did; works while the server runs");
    audit->require_subcommand(1);
    audit->add_subcommand("show", "Prints it, the newest first")->add_option("--limit", command.limit, "How many")->capture_default_str();
    audit->add_subcommand("verify", "Says whether it is whole, and names the first bad entry")
        ->add_option("--root", command.file, "The file with the record's root, where it is kept elsewhere (default: the one in the data folder)");
}

void add_emoji_commands(CLI::App& whole, Command& command) {
    auto* emoji = whole.add_subcommand("emoji", "The server's own emoji; works while the server runs");
    emoji->require_subcommand(1);
    auto* add = emoji->add_subcommand("add", "Adds one, or says why it cannot");
    add->add_option("--shortcode", command.shortcode, "Its name, without colons")->required();
    add->add_option("--category", command.category, "Where apps list it");
    add->add_option("file", command.file, "A PNG, GIF, WebP or JPEG")->required();
    emoji->add_subcommand("list", "Prints them: shortcode, category, on or off, address");
    emoji->add_subcommand("remove", "Removes one")->add_option("--shortcode", command.shortcode, "Its name, without colons")->required();
}

void add_area_commands(CLI::App& whole, Command& command) {
    auto* areas = whole.add_subcommand("areas", "Outlines that alerts and people name; works while the server runs");
    areas->require_subcommand(1);
    auto* import = areas->add_subcommand("import", "Adds outlines, and replaces those of the same code");
    import->add_option("--scheme", command.scheme, "What their codes are: FIPS6, ISO3166-1, ISO3166-2, or a name of your own")->required();
    import->add_option("--country", command.country, "Where they lie: two letters of ISO 3166-1");
    import->add_option("--object", command.object, "Of TopoJSON, the object to take (default: all)");
    import->add_option("--meters", command.meters, "How coarse their lines may become")->capture_default_str();
    import->add_option("file", command.file, "TopoJSON or GeoJSON")->required();
    auto* list = areas->add_subcommand("list", "Prints the outlines within another: scheme, code, name");
    list->add_option("within", command.target, "US, US-OR, or a code of your own")->required();
}

void add_directory_commands(CLI::App& whole, Command& command) {
    auto* directory = whole.add_subcommand("directory", "Places of care of an organization, from and to files; works while the server runs");
    directory->require_subcommand(1);
    for (auto const& [name, about] : {std::pair("preview", "Tells what a file would change, and its faults by line"), std::pair("import", "Brings the places of a file in: all of them, or none when there is a fault")}) {
        auto* bring = directory->add_subcommand(name, about);
        bring->add_option("--organization", command.username, "The username of the organization")->required();
        bring->add_option("--as", command.as, "Who brings them in: an editor of it, or a moderator when nobody runs it")->required();
        bring->add_option("file", command.file, "CSV, or a FHIR R4 Bundle in JSON")->required();
    }
    auto* give = directory->add_subcommand("export", "Prints its places");
    give->add_option("--organization", command.username, "The username of the organization")->required();
    give->add_option("--format", command.type, "csv, fhir, or jsonld")->check(CLI::IsMember({"csv", "fhir", "jsonld"}));
}

void add_team_commands(CLI::App& whole, Command& command) {
    auto* team = whole.add_subcommand("team", "Who runs an organization; works while the server runs");
    team->require_subcommand(1);
    auto* found = team->add_subcommand("found", "Names the first owner of an organization that has no team yet");
    found->add_option("--as", command.as, "The administrator who decides: it enters the record")->required();
    found->add_option("organization", command.target, "The username of the organization")->required();
    found->add_option("person", command.username, "The username of its first owner")->required();
}

void add_alert_commands(CLI::App& whole, Command& command) {
    auto* alerts = whole.add_subcommand("alerts", "The public record of a server's alerts, and their small pages");
    alerts->require_subcommand(1);
    auto* crisis = alerts->add_subcommand("crisis", "Gives visitors the small pages of alerts, or no longer; works while the server runs");
    crisis->add_option("--as", command.as, "The administrator who decides: it enters the record")->required();
    crisis->add_option("mode", command.target, "on, off, or by_load")->required()->check(CLI::IsMember({"on", "off", "by_load"}));
    auto* verify = alerts->add_subcommand("verify", "Reads a server's whole record and says whether anything was changed in silence");
    verify->add_option("url", command.target, "The server's address: https://larkspur.example")->required();
    verify->add_option("--since", command.file, "A file that keeps the last entry seen, and shows a record that was written anew");
}

void add_record_commands(CLI::App& whole) {
    auto* records = whole.add_subcommand("records", "The record of who looked at whose care; works while the server runs");
    records->require_subcommand(1);
    records->add_subcommand("verify", "Says whether it is whole, and names the first bad entry");
    auto* keys = whole.add_subcommand("keys", "The file of keys that seals what is private");
    keys->require_subcommand(1);
    keys->add_subcommand("new", "Adds a key; what is sealed is wrapped with it from the server's next start on");
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
    add_moderation_commands(whole, command);
    add_emoji_commands(whole, command);
    add_area_commands(whole, command);
    add_directory_commands(whole, command);
    add_alert_commands(whole, command);
    add_team_commands(whole, command);
    add_record_commands(whole);
    auto* token = whole.add_subcommand("token", "Access tokens for scripts; works while the server runs");
    token->require_subcommand(1);
    auto* create = token->add_subcommand("create", "Prints a new access token, alone on a line");
    create->add_option("--username", command.username, "For whom")->required();
    create->add_option("--scopes", command.scopes, "What it may do: \"read write follow push\"")->required();
    whole.add_subcommand("backup", "Copies the database into a file; works while the server runs")->add_option("file", command.file, "The new file")->required();
    whole.add_subcommand("restore", "Replaces the database by a backup; the server must be stopped")->add_option("file", command.file, "The backup")->required();
    whole.add_subcommand("check", "Checks the database and every invariant; works while the server runs");
    auto* fairness = whole.add_subcommand("fairness", "Measures the scores and fraud signals of reviews in made-up worlds whose truth is known");
    fairness->add_option("--seed", command.seed, "The first world; the same seed gives the same figures")->capture_default_str();
    fairness->add_option("--worlds", command.worlds, "How many")->capture_default_str()->check(CLI::Range(1, 1000));
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
