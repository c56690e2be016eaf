// What a killed process left behind.
#pragma once
#include "db/database.hpp"

namespace jobs {

// Before the first Runner of a process that has its database for itself, as on SQLite: what the one before it was at when it was
// killed is due at once. Where other processes work too it is due when its lease ends.
void free_claims(db::Write&);

}  // namespace jobs
