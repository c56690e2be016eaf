// The command line: what it takes, and what each command does to a database.
#pragma once
#include "app/control.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include <string>

namespace app {

struct Command {
    std::string data = "data";       // the folder
    std::string database;            // postgresql://...; "" for the SQLite file in the folder
    int node = 0;
    std::string name;                // "serve", "demo", "account create", ...
    // Of the commands:
    std::string listen = "127.0.0.1:8080", url;
    std::string size = "small", at;
    std::int64_t seed = 1;
    std::string username, email, password, kind = "person", role, scopes, display_name, file;
    bool lift = false;               // account suspend --lift
    // Of moderation: who acts (one person, always), on what, how and why.
    std::string as, type, reason, target, severity, comment;
    std::int64_t report = 0, appeal = 0, days = 0, limit = 50;
    bool closed = false, grant = false;
    std::string shortcode, category;  // of emoji
    std::string scheme, country, object;  // of areas
    double meters = 500;
    std::int64_t worlds = 10;         // of fairness
};

// Parses; help, version and mistakes give an outcome instead.
struct Parsed { Command command; std::optional<Outcome> instead; };
Parsed parse(Arguments const&);

// Commands that a running server can do on behalf of another process: account, token, backup, check.
Outcome perform(db::Database&, Command const&);
bool is_moderation(std::string_view name);  // "moderation ..." and "audit ..."
Outcome moderate(db::Database&, Command const&);
bool is_about_emoji(std::string_view name);  // "emoji ..."
Outcome manage_emoji(db::Database&, Command const&);
bool is_about_areas(std::string_view name);  // "areas ..."
Outcome manage_areas(db::Database&, Command const&);
bool is_about_directory(std::string_view name);  // "directory ..."
Outcome manage_directory(db::Database&, Command const&);
bool is_about_teams(std::string_view name);  // "team ..."
Outcome manage_teams(db::Database&, Command const&);
bool is_about_records(std::string_view name);  // "records ..."
Outcome manage_records(db::Database&, Command const&);
Outcome make_key(Command const&);            // "keys new": in the key file, without a database
Outcome verify_alerts(Command const&);  // "alerts verify": of any server, without a database
Outcome said(std::string out);
Outcome refused(base::Refusal const&);

std::string database_file(Command const&);
db::Options options_of(Command const&);

}  // namespace app
