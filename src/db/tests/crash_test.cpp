// What was acknowledged is there after the process was killed at any moment; and a disk that cannot sync ends the process.
#include "schema.hpp"
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

db::Options options_of_child() {
    db::Options options;
    if (auto address = std::getenv("SALVE_CHILD_POSTGRESQL")) options.postgresql = address;
    if (auto file = std::getenv("SALVE_CHILD_FILE")) options.file = file;
    options.statement_deadline = 30'000;
    return options;
}

// This program again, running one of the skipped cases below. What it writes to descriptor 3 comes out of `ledger`.
struct Child {
    Child(db::testing::Place const& place, char const* test_case, std::int64_t first = 0) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        auto options = place.options();
        process = ::fork();
        if (process == 0) {
            ::dup2(ends[1], 3);
            ::dup2(::open("/dev/null", O_WRONLY), 1);
            ::dup2(1, 2);
            for (int descriptor = 4; descriptor < 256; ++descriptor) ::close(descriptor);
            if (place.is_postgresql()) ::setenv("SALVE_CHILD_POSTGRESQL", options.postgresql.c_str(), 1);
            else ::setenv("SALVE_CHILD_FILE", options.file.c_str(), 1);
            ::setenv("SALVE_CHILD_FIRST", std::to_string(first).c_str(), 1);
            ::execl("/proc/self/exe", "child", "--no-skip", (std::string("--test-case=") + test_case).c_str(), nullptr);
            ::_exit(99);
        }
        ::close(ends[1]);
        ledger = ends[0];
    }
    ~Child() { ::close(ledger); }

    // The next id that was acknowledged, or nothing when the child is gone.
    std::optional<std::int64_t> next() const {
        std::int64_t id = 0;
        return ::read(ledger, &id, sizeof id) == sizeof id ? std::optional(id) : std::nullopt;
    }
    int wait() const {
        int status = 0;
        ::waitpid(process, &status, 0);
        return status;
    }

    pid_t process = -1;
    int ledger = -1;
};

}  // namespace

TEST_CASE("child that writes until it is killed" * doctest::skip()) {
    std::int64_t const first = std::atoll(std::getenv("SALVE_CHILD_FIRST"));
    auto database = db::Database::open(options_of_child(), purse::schemas);
    std::vector<std::thread> people;
    for (int person = 0; person < 4; ++person)
        people.emplace_back([&, person] {
            for (std::int64_t id = first + person;; id += 4) {
                database->wait_write([&](db::Write& write) {
                    write.run(purse::put, {id, "owner" + std::to_string(id), 1});
                    write.run(purse::put_coin, {id, id});
                    return true;
                });
                if (::write(3, &id, sizeof id) != sizeof id) ::_exit(1);
            }
        });
    for (auto& person : people) person.join();
}

TEST_CASE("a process killed at any moment loses nothing it acknowledged, and leaves no half change") {
    db::testing::Place place;
    REQUIRE(db::Database::open(place.options(), purse::schemas)->migrate());
    constexpr db::Query has{"test.has", "SELECT count(*) FROM purse JOIN coin ON coin.purse_id = purse.id WHERE purse.id = $1"};
    std::vector<std::int64_t> acknowledged;
    for (int round = 1; round <= 8; ++round) {
        Child child(place, "child that writes until it is killed", round * 1'000'000);
        for (int i = 0; i < 37 * round; ++i) {
            auto id = child.next();
            REQUIRE(id);
            acknowledged.push_back(*id);
        }
        ::kill(child.process, SIGKILL);
        while (auto id = child.next()) acknowledged.push_back(*id);
        REQUIRE(WTERMSIG(child.wait()) == SIGKILL);

        auto database = db::Database::open(place.options(), purse::schemas);
        std::int64_t lost = 0;
        database->wait_read([&](db::Read& read) {
            for (auto id : acknowledged) lost += read.number(has, {id}) != 1;
            CHECK(read.number(purse::count, {}) == read.number(purse::count_coins, {}));
            CHECK(read.number(purse::count, {}) >= static_cast<std::int64_t>(acknowledged.size()));
        });
        CHECK(lost == 0);
        CHECK(database->check().empty());
    }
}

namespace {

// A layer over SQLite's own file access whose syncs fail once `broken_disk` is set.
bool broken_disk = false;
sqlite3_vfs failing_vfs;
sqlite3_io_methods failing_methods;
sqlite3_io_methods const* real_methods = nullptr;
sqlite3_vfs* real_vfs = nullptr;

int failing_sync(sqlite3_file* file, int flags) { return broken_disk ? SQLITE_IOERR_FSYNC : real_methods->xSync(file, flags); }

int open_failing(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out) {
    int code = real_vfs->xOpen(real_vfs, name, file, flags, out);
    if (code != SQLITE_OK || !(flags & SQLITE_OPEN_WAL)) return code;
    real_methods = file->pMethods;
    failing_methods = *real_methods;
    failing_methods.xSync = failing_sync;
    file->pMethods = &failing_methods;
    return code;
}

}  // namespace

TEST_CASE("child whose disk stops syncing" * doctest::skip()) {
    real_vfs = sqlite3_vfs_find(nullptr);
    failing_vfs = *real_vfs;
    failing_vfs.zName = "failing";
    failing_vfs.xOpen = open_failing;
    sqlite3_vfs_register(&failing_vfs, 1);
    auto database = db::Database::open(options_of_child(), purse::schemas);
    for (std::int64_t id = 1; id <= 2; ++id) {
        broken_disk = id == 2;
        database->wait_write([&](db::Write& write) { write.run(purse::put, {id, "owner" + std::to_string(id), 1}); return true; });
        CHECK(::write(3, &id, sizeof id) == sizeof id);
    }
}

TEST_CASE("a disk that fails to sync ends the process with code 70, and what it could not sync was not acknowledged") {
    db::testing::Place place;
    if (place.is_postgresql()) return;  // PostgreSQL has its own rule for this: it stops itself
    REQUIRE(db::Database::open(place.options(), purse::schemas)->migrate());
    Child child(place, "child whose disk stops syncing");
    CHECK(child.next() == 1);
    CHECK(!child.next());
    auto status = child.wait();
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 70);
    auto database = db::Database::open(place.options(), purse::schemas);
    CHECK(database->read([](db::Read& read) { return read.number(purse::coins, {1}); }) == 1);
    CHECK(database->check().empty());
}
