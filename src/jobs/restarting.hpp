// What a killed process left behind.
#pragma once
#include "db/database.hpp"

namespace jobs {

// Before the first Runner of a process: the jobs that the one with the same node number was at when it was killed are due at once.
// `alone`: no other process works on this database, as on SQLite; then schedules are, too. Else those wait for the end of a lease.
void free_claims(db::Write&, bool alone);

}  // namespace jobs
