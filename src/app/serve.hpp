// The serve command: opens everything, answers until it is told to stop, closes everything.
#pragma once
#include "app/commands.hpp"
#include <memory>

namespace app {

// Opens the database and brings its tables up to date. Throws std::runtime_error with a text for people.
std::unique_ptr<db::Database> open_database(Command const&);

int serve(Command const&);  // the process's status

}  // namespace app
