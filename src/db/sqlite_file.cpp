// The database file as a file: locks it, copies it while it is in use, replaces it by a backup.
#include "db/sqlite_file.hpp"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>

namespace db {
namespace {

bool make_durable(std::string const& path) {
    int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    bool done = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return done;
}

// A rename is durable once its folder is.
bool replace_durably(std::string const& from, std::string const& to) {
    auto folder = std::filesystem::absolute(to).parent_path().string();
    return make_durable(from) && ::rename(from.c_str(), to.c_str()) == 0 && make_durable(folder);
}

void remove_quietly(std::string const& path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}

std::unexpected<base::Refusal> refuse_write(std::string const& file) {
    return base::refuse(base::Why::unavailable, "Cannot write " + file + ": " + std::strerror(errno));
}

// Empty when the file is a sound database of ours.
std::string fault_of(std::string const& file) {
    try {
        SqliteConnection connection(file, SqliteConnection::Access::writes);
        std::string fault;
        connection.each({"db.integrity", "PRAGMA integrity_check"}, {}, [&](Row const& row) {
            if (row.view(0) != "ok" && fault.empty()) fault = row.text(0);
        });
        bool ours = false;
        connection.each({"db.is_ours", "SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'"}, {}, [&](Row const&) { ours = true; });
        if (fault.empty() && !ours) fault = "it is not a database of this program";
        return fault;
    } catch (Broken const& wrong) {
        return wrong.what();
    }
}

}  // namespace

FileLock::FileLock(std::string const& file) {
    auto path = file + ".lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) throw Broken(Broken::Kind::other, "Cannot open " + path + ": " + std::strerror(errno));
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(descriptor_);
    throw Broken(Broken::Kind::busy, "The database " + file + " is in use by another process of this program. Stop it first.");
}

FileLock::~FileLock() { ::close(descriptor_); }

base::Result<base::Done> copy_online(SqliteConnection& source, std::string const& file) {
    auto partial = file + ".partial";
    remove_quietly(partial);
    sqlite3* target = nullptr;
    int code = sqlite3_open_v2(partial.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, nullptr);
    if (code == SQLITE_OK) {
        if (auto* copying = sqlite3_backup_init(target, "main", source.handle(), "main")) {
            // In one step: the copy is one snapshot, and readers never stop the writer in WAL mode.
            while ((code = sqlite3_backup_step(copying, -1)) == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(20);
            sqlite3_backup_finish(copying);
        } else {
            code = sqlite3_errcode(target);
        }
    }
    std::string reason = code == SQLITE_DONE ? "" : sqlite3_errstr(code);
    sqlite3_close(target);
    if (reason.empty() && replace_durably(partial, file)) return base::Done{};
    auto refusal = reason.empty() ? refuse_write(file) : base::refuse(base::Why::unavailable, "Cannot write " + file + ": " + reason);
    remove_quietly(partial);
    return refusal;
}

base::Result<base::Done> restore(std::string const& backup, std::string const& file) {
    try {
        FileLock lock(file);
        auto fresh = file + ".restoring";
        for (auto end : {"", "-wal", "-shm", "-journal"}) remove_quietly(fresh + end);
        std::error_code wrong;
        std::filesystem::copy_file(backup, fresh, wrong);
        if (wrong) return base::refuse(base::Why::not_found, "Cannot copy " + backup + ": " + wrong.message());
        // The copy is checked, so that what was checked is what will be used.
        if (auto fault = fault_of(fresh); !fault.empty()) {
            for (auto end : {"", "-wal", "-shm"}) remove_quietly(fresh + end);
            return base::refuse(base::Why::invalid, "The backup " + backup + " is damaged: " + fault);
        }
        // The old file's log must not be there when the new file is: SQLite would replay it into the new one.
        // Emptying it into the old file first keeps that one whole if we are stopped in between.
        if (std::filesystem::exists(file)) {
            try {
                SqliteConnection(file, SqliteConnection::Access::writes).execute("PRAGMA wal_checkpoint(TRUNCATE)");
            } catch (Broken const&) {
                // A damaged file is a reason to restore, not to refuse.
            }
        }
        remove_quietly(file + "-wal");
        remove_quietly(file + "-shm");
        if (!replace_durably(fresh, file)) return refuse_write(file);
        return base::Done{};
    } catch (Broken const& wrong) {
        return base::refuse(base::Why::conflict, wrong.what());
    }
}

}  // namespace db
