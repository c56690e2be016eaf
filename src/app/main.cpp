// salve: reads the command line and does what it says, here or in the server that runs on the same data folder.
#include "activitypub/activitypub.hpp"
#include "app/commands.hpp"
#include "app/serve.hpp"
#include "app/settings_file.hpp"
#include "app/site.hpp"
#include "base/log.hpp"
#include "base/settings.hpp"
#include "base/time.hpp"
#include "demo/demo.hpp"
#include "moderation/moderation.hpp"
#include "posts/posts.hpp"
#include "records/records.hpp"
#include "reviews/reviews.hpp"
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>

namespace {

using app::Command, app::Outcome;

int print(Outcome const& outcome) {
    std::fwrite(outcome.out.data(), 1, outcome.out.size(), stdout);
    std::fwrite(outcome.err.data(), 1, outcome.err.size(), stderr);
    return outcome.status;
}

Outcome failed(std::string message) { return {1, "", std::move(message) + "\n"}; }

Outcome make_demo(Command const& command) {
    auto end = command.at.empty() ? base::clock_now() : base::parse_iso8601(command.at).value_or(0);
    if (!end) return failed("--at is a date such as 2026-11-22.");
    auto database = app::open_database(command);
    moderation::keep_keys_in(command.data + "/keys", command.data + "/record-root");  // who may issue alerts enters the record
    records::keep_keys_in(command.data + "/keys");
    demo::Options options{command.size == "large" ? demo::Size::large : demo::Size::small, command.seed, end, command.data};
    auto made = demo::build(*database, options);
    return made ? Outcome{0, *made, ""} : failed(made.error().message);
}

Outcome here(Command const& command) {
    if (command.name == "demo") return make_demo(command);
    auto database = app::open_database(command);
    posts::add_to_moderation();
    moderation::keep_keys_in(command.data + "/keys", command.data + "/record-root");
    records::keep_keys_in(command.data + "/keys");
    activitypub::keep_keys_in(command.data + "/keys");
    database->on_emit(activitypub::hear);
    return app::perform(*database, command);
}

bool only_while_stopped(std::string const& name) { return name == "restore" || name == "demo" || name == "serve"; }

// "-" stands for a line of standard input, so that a password need not show in the list of processes.
void read_password(Command const& command, app::Arguments& arguments) {
    if (command.password != "-") return;
    std::string line;
    std::getline(std::cin, line);
    for (std::size_t i = 1; i < arguments.size(); ++i)
        if (arguments[i - 1] == "--password") arguments[i] = line;
        else if (arguments[i] == "--password=-") arguments[i] = "--password=" + line;
}

// A file that the command names is meant from where the command is given, not from where the server runs.
void make_absolute(Command const& command, app::Arguments& arguments) {
    if (command.file.empty()) return;
    for (auto& each : arguments)
        if (each == command.file) each = std::filesystem::absolute(command.file);
}

int run(app::Arguments arguments) {
    auto parsed = app::parse(arguments);
    if (parsed.instead) return print(*parsed.instead);
    read_password(parsed.command, arguments);
    make_absolute(parsed.command, arguments);
    auto command = app::parse(arguments).command;
    if (auto loaded = app::load_settings(command.data + "/salve.toml"); !loaded) return print(failed(loaded.error().message));
    if (command.name == "settings") return print({0, app::settings_as_toml(), ""});
    if (command.name == "fairness") return print({0, reviews::fairness_figures(command.seed, command.worlds), ""});
    if (command.name == "keys new") return print(app::make_key(command));
    if (command.name == "alerts verify") return print(app::verify_alerts(command));

    if (only_while_stopped(command.name)) {
        if (app::ask_server(command.data, {"ping"})) return print(failed("The server is running on " + command.data + ": stop it first."));
    } else if (auto outcome = app::ask_server(command.data, arguments)) {
        return print(*outcome);
    }
    std::filesystem::create_directories(command.data);
    if (command.name == "serve") return app::serve(command);
    if (command.name == "restore") {
        if (!command.database.empty()) return print(failed("Restore PostgreSQL with pg_restore: see docs/operating."));
        auto restored = db::restore(command.file, app::database_file(command));
        return print(restored ? Outcome{0, "Restored " + app::database_file(command) + ".\n", ""} : failed(restored.error().message));
    }
    return print(here(command));
}

}  // namespace

int main(int count, char** words) {
    try {
        return run(app::Arguments(words + 1, words + count));
    } catch (std::exception const& error) {
        std::fprintf(stderr, "salve: %s\n", error.what());
        return 1;
    }
}
