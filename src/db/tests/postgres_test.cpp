// What only a server far away can do to us: pause, vanish, conflict; and what other nodes are told.
#include "schema.hpp"
#include <condition_variable>
#include <csignal>
#include <future>
#include <map>
#include <thread>

using purse::World;
using purse::broken_by;
using purse::Filled;
using Kind = db::Broken::Kind;

namespace {

constexpr db::Query own_backend{"test.own_backend", "SELECT pg_backend_pid()"}, nap{"test.nap", "SELECT pg_sleep(60)"},
    hold{"test.hold", "SELECT pg_advisory_xact_lock(77)"},
    waiting{"test.waiting", "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 77 AND NOT granted"};

std::unique_ptr<db::Database> open(db::testing::Place const& place, std::int64_t deadline = 10'000) {
    auto options = place.options();
    options.statement_deadline = deadline;
    options.writers = 2;
    auto database = db::Database::open(options, purse::schemas);
    REQUIRE(database->migrate());
    return database;
}

void put(db::Write& write, std::int64_t id) { write.run(purse::put, {id, "owner" + std::to_string(id), 0}); }

void put(db::Database& database, std::int64_t id) {
    database.wait_write([&](db::Write& write) { put(write, id); return true; });
}

std::int64_t number(db::Database& database, db::Query const& query, db::Arguments arguments = {}) {
    return database.read([&](db::Read& read) { return read.number(query, arguments); });
}

void end_backend(db::testing::Place const& place, std::int64_t process) {
    place.execute("SELECT pg_terminate_backend(" + std::to_string(process) + ", 10000)");
}

// Counts the events a node was told, by purse.
class Ear {
public:
    explicit Ear(db::Database& database) {
        database.on_commit([this](std::span<base::Event const> events) {
            std::lock_guard lock(mutex_);
            for (auto const& event : events) ++heard_[base::from_event<Filled>(event).purse];
            changed_.notify_all();
        });
    }
    bool hears(std::int64_t purse) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(30), [&] { return heard_[purse] > 0; });
    }
    int times(std::int64_t purse) {
        std::lock_guard lock(mutex_);
        return heard_[purse];
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::int64_t, int> heard_;
};

}  // namespace

TEST_CASE("an address that would send data over a network in the clear is refused before anything is sent") {
    for (auto address : {"postgresql://db.example/salve", "postgresql://db.example/salve?sslmode=prefer", "host=192.0.2.1 dbname=salve",
                         "postgresql://localhost,db.example/salve", "hostaddr=192.0.2.1 host=localhost"}) {
        db::Options options;
        options.postgresql = address;
        std::string message;
        try {
            db::Database::open(options, {});
        } catch (db::Broken const& wrong) {
            message = wrong.what();
        }
        CHECK(message.contains("sslmode"));
    }
}

TEST_CASE("a server that is not there is told as such") {
    db::Options options;
    options.postgresql = "postgresql:///salve?host=/nowhere";
    CHECK_THROWS_WITH_AS(db::Database::open(options, {}), doctest::Contains("cannot connect"), db::Broken);
}

TEST_CASE("a statement past its deadline is given up, and the next change gets another connection") {
    db::testing::Place place;
    if (!place.is_postgresql()) return;
    auto database = open(place, 700);
    CHECK(broken_by([&] { number(*database, nap); }) == Kind::deadline);
    CHECK(broken_by([&] { database->wait_write([](db::Write& write) { put(write, 1); write.number(nap, {}); return true; }); }) == Kind::deadline);
    put(*database, 2);
    CHECK(number(*database, purse::count) == 1);
}

TEST_CASE("a server process that was paused is given up at the deadline") {
    db::testing::Place place;
    if (!place.is_postgresql()) return;
    auto database = open(place, 700);
    std::int64_t paused = 0;
    auto kind = broken_by([&] {
        database->wait_write([&](db::Write& write) {
            put(write, 1);
            paused = write.number(own_backend, {});
            REQUIRE(::kill(static_cast<pid_t>(paused), SIGSTOP) == 0);
            write.number(purse::count, {});
            return true;
        });
    });
    CHECK(kind == Kind::deadline);
    put(*database, 2);
    ::kill(static_cast<pid_t>(paused), SIGCONT);
    CHECK(database->healthy());
    CHECK(number(*database, purse::count) == 1);
}

TEST_CASE("a COMMIT that gets no answer is told as not known, and is not tried again") {
    db::testing::Place place;
    if (!place.is_postgresql()) return;
    auto database = open(place, 700);
    int runs = 0;
    std::int64_t paused = 0;
    std::string message;
    try {
        database->wait_write([&](db::Write& write) {
            ++runs;
            put(write, 1);
            paused = write.number(own_backend, {});
            ::kill(static_cast<pid_t>(paused), SIGSTOP);
            return true;
        });
    } catch (db::Broken const& wrong) {
        message = wrong.what();
        CHECK(wrong.kind == Kind::deadline);
    }
    ::kill(static_cast<pid_t>(paused), SIGCONT);
    CHECK(message.contains("not known"));
    CHECK(runs == 1);
}

TEST_CASE("a connection lost before the commit costs a repetition and nothing else") {
    db::testing::Place place;
    if (!place.is_postgresql()) return;
    auto database = open(place);
    int runs = 0;
    database->wait_write([&](db::Write& write) {
        if (++runs == 1) end_backend(place, write.number(own_backend, {}));
        put(write, 1);
        return true;
    });
    CHECK(runs == 2);
    int reads = 0;
    CHECK(database->read([&](db::Read& read) {
        if (++reads == 1) end_backend(place, read.number(own_backend, {}));
        return read.number(purse::count, {});
    }) == 1);
    CHECK(reads == 2);
}

TEST_CASE("a connection lost at the commit is told as a failure, not tried again") {
    db::testing::Place place;
    if (!place.is_postgresql()) return;
    auto database = open(place);
    int runs = 0;
    CHECK(broken_by([&] {
        database->wait_write([&](db::Write& write) {
            ++runs;
            put(write, 1);
            end_backend(place, write.number(own_backend, {}));
            return true;
        });
    }) == Kind::other);
    CHECK(runs == 1);
    put(*database, 2);
    CHECK(number(*database, purse::count) == 1);
}

TEST_CASE("a change that met another one runs again on what that one left") {
    db::testing::Place place;
    if (!place.is_postgresql()) return;
    auto database = open(place);
    put(*database, 1);
    auto add = [](db::Write& write, int coins) { write.run(purse::set, {1, write.number(purse::coins, {1}) + coins}); };
    int runs = 0;
    database->wait_write([&](db::Write& write) {
        write.number(purse::coins, {1});
        if (++runs == 1)
            std::thread([&] { database->wait_write([&](db::Write& other) { add(other, 10); return true; }); }).join();
        add(write, 1);
        return true;
    });
    CHECK(runs == 2);
    CHECK(number(*database, purse::coins, {1}) == 11);
    CHECK(database->statistics().retries == 1);
}

TEST_CASE("changes that meet without touching the same row cannot both pass a rule that only one may") {
    db::testing::Place place;
    if (!place.is_postgresql()) return;
    auto database = open(place);
    // Each may add a purse only while there is none: write skew, which a snapshot alone would let through.
    auto add_first = [](db::Write& write, std::int64_t id, auto between) {
        auto others = write.number(purse::count, {});
        between();
        if (others == 0) put(write, id);
        return others == 0;
    };
    int runs = 0;
    database->wait_write([&](db::Write& write) {
        return add_first(write, 1, [&] {
            if (++runs > 1) return;
            std::thread([&] { database->wait_write([&](db::Write& other) { return add_first(other, 2, [] {}); }); }).join();
        });
    });
    CHECK(number(*database, purse::count) == 1);
}

TEST_CASE("a rule that checks before it inserts is run again when another inserted meanwhile") {
    db::testing::Place place;
    if (!place.is_postgresql()) return;
    auto database = open(place);
    int runs = 0;
    auto outcome = database->write([&](db::Write& write) -> base::Result<bool> {
        bool taken = write.number(purse::count, {}) > 0;
        if (++runs == 1) std::thread([&] { put(*database, 1); }).join();
        if (taken) return base::refuse(base::Why::conflict, "Taken.");
        put(write, 1);
        return true;
    });
    CHECK(outcome.error().message == "Taken.");
}

TEST_CASE("other nodes hear of a change once, and its own node only from itself") {
    db::testing::Place place;
    if (!place.is_postgresql()) return;
    auto here = open(place), there = open(place);
    Ear near(*here), far(*there);
    for (std::int64_t id = 1; id <= 20; ++id)
        here->wait_write([&](db::Write& write) { put(write, id); write.emit(Filled{id, 0}); return true; });
    for (std::int64_t id = 1; id <= 20; ++id) CHECK(far.hears(id));
    // An answer from there is heard here after all of that was.
    there->wait_write([&](db::Write& write) { put(write, 21); write.emit(Filled{21, 0}); return true; });
    CHECK(near.hears(21));
    for (std::int64_t id = 1; id <= 21; ++id) CHECK(near.times(id) == 1);
    for (std::int64_t id = 1; id <= 21; ++id) CHECK(far.times(id) == 1);
}

TEST_CASE("an announcement that was stored earlier but committed later is heard too") {
    db::testing::Place place;
    if (!place.is_postgresql()) return;
    auto here = open(place), there = open(place);
    Ear far(*there);
    std::promise<void> holding, release;
    std::thread holder([&] {
        there->wait_write([&](db::Write& write) {
            write.number(hold, {});
            holding.set_value();
            release.get_future().wait();
            return true;
        });
    });
    holding.get_future().wait();
    std::thread late([&] {
        place.execute("BEGIN; INSERT INTO outbox (origin, kind, id_1, id_2, id_3, id_4) VALUES (1, 'purse.filled', 1, 0, 0, 0);"
                      "SELECT pg_advisory_xact_lock(77); COMMIT");
    });
    while (number(*here, waiting) == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    here->wait_write([&](db::Write& write) { put(write, 2); write.emit(Filled{2, 0}); return true; });
    CHECK(far.hears(2));
    CHECK(far.times(1) == 0);
    release.set_value();
    holder.join();
    late.join();
    CHECK(far.hears(1));
    CHECK(far.times(2) == 1);
}
