// The command line: what it takes, and what each command does to a database.
#pragma once
#include "app/control.hpp"
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
};

// Parses; help, version and mistakes give an outcome instead.
struct Parsed { Command command; std::optional<Outcome> instead; };
Parsed parse(Arguments const&);

// Commands that a running server can do on behalf of another process: account, token, backup, check.
Outcome perform(db::Database&, Command const&);

std::string database_file(Command const&);
db::Options options_of(Command const&);

}  // namespace app
