// The database file as a file: its lock, its copies, its replacement. Private to db.
#pragma once
#include "db/sqlite_connection.hpp"

namespace db {

// Held while a process may write the file. The system lets go when the process ends, however it ends.
class FileLock {
public:
    explicit FileLock(std::string const& file);  // throws Broken::busy when another process holds it
    ~FileLock();
    FileLock(FileLock const&) = delete;

private:
    int descriptor_ = -1;
};

// A consistent copy of what `source` sees, whole or not at all: written beside, made durable, then renamed.
base::Result<base::Done> copy_online(SqliteConnection& source, std::string const& file);

}  // namespace db
