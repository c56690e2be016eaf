// The queue's promises, on a real database.
#include "base/text.hpp"
#include "base/time.hpp"
#include "db/testing.hpp"
#include "jobs/jobs.hpp"
#include "jobs/queue.hpp"
#include "jobs/restarting.hpp"
#include <condition_variable>
#include <doctest/doctest.h>
#include <latch>
#include <map>
#include <mutex>
#include <thread>

namespace {

using base::Done;
using base::Result;

struct World : db::testing::World {
    World() : db::testing::World(std::span(&jobs::schema, 1)) {}
    ~World() { check(); }

    void add(std::string_view payload, base::Time run_at = 0, std::string_view key = {}, std::string_view kind = "note") {
        REQUIRE(database.write([&](db::Write& write) -> Result<Done> {
            jobs::add(write, kind, payload, run_at, key);
            return Done{};
        }));
    }
    std::vector<jobs::Waiting> overview() {
        return database.read([](db::Read& read) { return jobs::overview(read); });
    }
    std::vector<jobs::Dead> dead() {
        return database.read([](db::Read& read) { return jobs::dead(read, 10); });
    }
    Result<Done> retry(std::int64_t id) {
        return database.write([&](db::Write& write) { return jobs::retry(write, id); });
    }
    std::optional<jobs::Claim> claim() {
        auto const found = database.read([](db::Read& read) { return jobs::due(read, ",note,", 1); });
        return found.empty() ? std::nullopt : claim(found[0]);
    }
    std::optional<jobs::Claim> claim(jobs::Job const& job) {
        std::optional<jobs::Claim> claimed;
        database.wait_write([&](db::Write& write) { claimed = jobs::claim(write, job); return true; });
        return claimed;
    }
    jobs::Work keep() {
        return [this](jobs::Job const& job) -> Result<Done> {
            seen.push_back(job.payload);
            return Done{};
        };
    }

    std::vector<std::string> seen;
};

Result<Done> refuse(jobs::Job const&) { return base::refuse(base::Why::unavailable, "Not today."); }

TEST_CASE_FIXTURE(World, "a job runs after the change that asked for it, once, in the order of asking") {
    jobs::Runner runner(database);
    runner.handle("note", keep());
    add("first");
    add("second \u00e9");
    CHECK(seen.empty());
    runner.run_due();
    runner.run_due();
    CHECK(seen == std::vector<std::string>{"first", "second \u00e9"});
    CHECK(overview().empty());
}

TEST_CASE_FIXTURE(World, "a job asked for by a change that was refused does not exist") {
    (void)database.write([&](db::Write& write) -> Result<Done> {
        jobs::add(write, "note", "never");
        return base::refuse(base::Why::forbidden, "no");
    });
    CHECK(overview().empty());
}

TEST_CASE_FIXTURE(World, "a job for later runs when its time has come") {
    jobs::Runner runner(database);
    runner.handle("note", keep());
    add("later", now() + base::hour);
    runner.run_due();
    CHECK(seen.empty());
    advance(base::hour);
    runner.run_due();
    CHECK(seen.size() == 1);
}

TEST_CASE_FIXTURE(World, "work sees its own database, and what it adds runs too") {
    jobs::Runner runner(database);
    runner.handle("note", [this](jobs::Job const& job) -> Result<Done> {
        seen.push_back(job.payload);
        if (job.payload == "parent") add("child");
        return Done{};
    });
    add("parent");
    runner.run_due();
    CHECK(seen == std::vector<std::string>{"parent", "child"});
}

TEST_CASE_FIXTURE(World, "with a key, a second job is dropped while the first one waits") {
    jobs::Runner runner(database);
    runner.handle("note", keep());
    runner.handle("other", keep());
    add("a", 0, "same");
    add("b", 0, "same");
    add("c", 0, "different");
    add("d", 0, "same", "other");
    add("e");
    add("e");
    runner.run_due();
    CHECK(seen == std::vector<std::string>{"a", "c", "d", "e", "e"});
    add("f", 0, "same");
    runner.run_due();
    CHECK(seen.back() == "f");
}

TEST_CASE_FIXTURE(World, "a job with a key that is added while its like runs, runs after it") {
    jobs::Runner runner(database);
    runner.handle("note", [this](jobs::Job const& job) -> Result<Done> {
        seen.push_back(job.payload);
        if (job.payload == "a") add("b", 0, "same");
        return Done{};
    });
    add("a", 0, "same");
    runner.run_due();
    CHECK(seen == std::vector<std::string>{"a", "b"});
}

TEST_CASE_FIXTURE(World, "a job with a key that fails while its like waits leaves the work to that one") {
    jobs::Runner runner(database);
    runner.handle("note", [this](jobs::Job const& job) -> Result<Done> {
        seen.push_back(job.payload);
        if (job.payload == "b") return Done{};
        add("b", 0, "same");
        return refuse(job);
    });
    add("a", 0, "same");
    runner.run_due();
    advance(2 * base::day);
    runner.run_due();
    CHECK(seen == std::vector<std::string>{"a", "b"});
}

TEST_CASE("pauses double up to a day, and jobs that fail together return apart") {
    for (int attempts = 1; attempts <= 12; ++attempts) {
        auto const whole = std::min(base::minute << attempts, base::day);
        for (std::int64_t job = 1; job < 100'000'000; job = job * 3 + 1) {
            CHECK(jobs::pause_after(job, attempts) <= whole);
            CHECK(jobs::pause_after(job, attempts) >= whole * 3 / 4);
        }
    }
    CHECK(jobs::pause_after(1 << 16, 3) != jobs::pause_after(2 << 16, 3));
}

TEST_CASE_FIXTURE(World, "what fails is tried again after its pause, by refusal or by exception") {
    jobs::Runner runner(database);
    int attempts = 0;
    runner.handle("note", [&](jobs::Job const& job) -> Result<Done> {
        CHECK(job.attempts == ++attempts);
        if (attempts == 1) return refuse(job);
        if (attempts == 2) throw std::runtime_error("broken");
        return Done{};
    });
    add("stubborn");
    runner.run_due();
    runner.run_due();
    CHECK(attempts == 1);
    advance(base::minute);  // three quarters of two minutes is the earliest
    runner.run_due();
    CHECK(attempts == 1);
    advance(base::minute);
    runner.run_due();
    CHECK(attempts == 2);
    advance(4 * base::minute);
    runner.run_due();
    CHECK(attempts == 3);
    CHECK(overview().empty());
}

TEST_CASE_FIXTURE(World, "a poisonous job dies after twelve attempts, and the queue has moved on meanwhile") {
    jobs::Runner runner(database);
    int attempts = 0;
    runner.handle("poison", [&](jobs::Job const&) -> Result<Done> {
        ++attempts;
        throw std::runtime_error("bad bytes \xff and a zero");
    });
    runner.handle("note", keep());
    add("poison", 0, "", "poison");
    add("healthy");
    runner.run_due();
    CHECK(seen.size() == 1);
    for (int i = 0; i < 20; ++i) {
        advance(base::day);
        runner.run_due();
    }
    CHECK(attempts == 12);
    auto const lost = dead();
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].job.payload == "poison");
    CHECK(lost[0].job.attempts == 12);
    CHECK(lost[0].error.starts_with("bad bytes "));
    CHECK(base::is_utf8(lost[0].error));
    auto const seen_by_admin = overview();
    REQUIRE(seen_by_admin.size() == 1);
    CHECK(seen_by_admin[0].kind == "poison");
    CHECK(seen_by_admin[0].waiting == 0);
    CHECK(seen_by_admin[0].dead == 1);
    CHECK(seen_by_admin[0].oldest == 0);
}

TEST_CASE_FIXTURE(World, "an administrator revives a dead job, with twelve new attempts") {
    auto cured = false;
    jobs::Runner runner(database);
    runner.handle("note", [&](jobs::Job const& job) -> Result<Done> { return cured ? keep()(job) : refuse(job); });
    add("x", 0, "same");
    for (int i = 0; i < 12; ++i) {
        runner.run_due();
        advance(base::day);
    }
    REQUIRE(dead().size() == 1);
    auto const id = dead()[0].job.id;
    cured = true;
    CHECK(retry(id).has_value());
    CHECK(dead().empty());
    CHECK(retry(id).error().why == base::Why::not_found);
    CHECK(retry(12345).error().why == base::Why::not_found);
    runner.run_due();
    CHECK(seen == std::vector<std::string>{"x"});
}

TEST_CASE_FIXTURE(World, "reviving a dead job while its like waits makes no second one") {
    jobs::Runner runner(database);
    runner.handle("note", refuse);
    add("x", 0, "same");
    for (int i = 0; i < 12; ++i) {
        runner.run_due();
        advance(base::day);
    }
    add("y", 0, "same");
    CHECK(retry(dead().at(0).job.id).has_value());
    auto const all = overview();
    CHECK(all.at(0).waiting == 1);
    CHECK(all.at(0).dead == 0);
}

TEST_CASE_FIXTURE(World, "the overview counts what waits and since when") {
    auto const began = now();
    add("a");
    advance(base::minute);
    add("b", now() + base::day);
    add("c", 0, "", "mail");
    auto const all = overview();
    REQUIRE(all.size() == 2);
    CHECK(all[0].kind == "mail");
    CHECK(all[1].kind == "note");
    CHECK(all[1].waiting == 2);
    CHECK(all[1].oldest == began);
}

TEST_CASE_FIXTURE(World, "a job that nobody handles waits for somebody who does, without spending attempts") {
    add("from the future", 0, "", "future");
    add("note");
    {
        jobs::Runner old(database);
        old.handle("note", keep());
        old.handle("futur", keep());
        old.handle("future.more", keep());
        old.run_due();
    }
    CHECK(seen == std::vector<std::string>{"note"});
    jobs::Runner young(database);
    young.handle("future", [this](jobs::Job const& job) -> Result<Done> {
        CHECK(job.attempts == 1);
        return keep()(job);
    });
    young.run_due();
    CHECK(seen.back() == "from the future");
}

TEST_CASE_FIXTURE(World, "the job of a killed process runs again when its lease has ended") {
    add("half done");
    REQUIRE(claim());  // and the process is gone
    jobs::Runner runner(database);
    runner.handle("note", keep());
    runner.run_due();
    CHECK(seen.empty());
    advance(jobs::lease - 1);
    runner.run_due();
    CHECK(seen.empty());
    advance(1);
    runner.run_due();
    CHECK(seen.size() == 1);
}

TEST_CASE_FIXTURE(World, "a process that is alone goes on at once with what the killed one was at, but not with what may have killed it") {
    int swept = 0;
    add("half done");
    REQUIRE(claim());  // and the process is gone
    jobs::Runner runner(database);
    runner.handle("note", keep());
    runner.every("sweep", base::minute, [&] { ++swept; });
    runner.run_due();
    CHECK(seen.empty());
    CHECK(swept == 1);
    auto const restart = [&] { database.wait_write([](db::Write& write) { jobs::free_claims(write, true); return true; }); };
    restart();
    runner.run_due();
    CHECK(seen == std::vector<std::string>{"half done"});
    CHECK(swept == 2);
    add("deadly");
    for (int killed = 0; killed < 3; ++killed) {
        REQUIRE(claim());
        restart();
    }
    runner.run_due();
    CHECK(seen.size() == 1);
    advance(jobs::lease);
    runner.run_due();
    CHECK(seen.back() == "deadly");
}

TEST_CASE_FIXTURE(World, "what another node is at is left to it") {
    add("elsewhere");
    REQUIRE(claim());
    database.wait_write([](db::Write& write) { write.run({"test.node", "UPDATE job SET claim = claim + 1024"}, {}); return true; });
    jobs::Runner runner(database);
    runner.handle("note", keep());
    database.wait_write([](db::Write& write) { jobs::free_claims(write, false); return true; });
    runner.run_due();
    CHECK(seen.empty());
}

TEST_CASE_FIXTURE(World, "of two that saw the same job, one claims it, and the other not even after a failure") {
    add("wanted");
    auto const seen = database.read([](db::Read& read) { return jobs::due(read, ",note,", 1); }).at(0);
    auto const first = claim(seen);
    REQUIRE(first);
    CHECK_FALSE(claim(seen));
    database.wait_write([&](db::Write& write) { jobs::fail(write, *first, "no"); return true; });
    advance(base::day);
    CHECK_FALSE(claim(seen));
    CHECK(claim());
}

TEST_CASE_FIXTURE(World, "a claim that is renewed is not taken over") {
    add("long");
    auto const mine = claim();
    for (int i = 0; i < 10; ++i) {
        advance(jobs::lease - 1);
        database.wait_write([&](db::Write& write) { jobs::renew(write, *mine); return true; });
        CHECK_FALSE(claim());
    }
}

TEST_CASE_FIXTURE(World, "a process that lost its claim can neither finish, fail nor renew the job") {
    add("contested");
    auto const slow = claim();
    advance(jobs::lease);
    auto const quick = claim();
    REQUIRE(quick);
    database.wait_write([&](db::Write& write) {
        jobs::finish(write, *slow);
        CHECK(jobs::fail(write, *slow, "late") == jobs::Fate::ignored);
        return true;
    });
    CHECK(overview().at(0).waiting == 1);
    advance(jobs::lease - 1);
    database.wait_write([&](db::Write& write) { jobs::renew(write, *slow); return true; });
    advance(1);
    CHECK(claim());
}

TEST_CASE_FIXTURE(World, "a job that ends its process each time dies too") {
    add("crash");
    for (int i = 0; i < jobs::most_attempts; ++i) {
        REQUIRE(claim());
        advance(jobs::lease);
    }
    CHECK_FALSE(claim());
    REQUIRE(dead().size() == 1);
    CHECK(dead()[0].error == "The server stopped during the last attempt.");
}

TEST_CASE_FIXTURE(World, "a schedule runs once a period, even when it fails, and on one process only") {
    int runs = 0, failures = 0;
    auto count = [&] { ++runs; };
    jobs::Runner one(database), other(database);
    one.every("sweep", base::hour, count);
    other.every("sweep", base::hour, count);
    one.every("broken", base::hour, [&] { ++failures; throw std::runtime_error("no"); });
    one.run_due();
    other.run_due();
    CHECK(runs == 1);
    for (int i = 1; i <= 3; ++i) {
        advance(base::hour - 1);
        other.run_due();
        one.run_due();
        CHECK(runs == i);
        advance(1);
        other.run_due();
        one.run_due();
        CHECK(runs == i + 1);
        CHECK(failures == i + 1);
    }
}

TEST_CASE_FIXTURE(World, "a schedule that runs long is not begun again elsewhere, and one of a killed process is") {
    int elsewhere = 0;
    jobs::Runner other(database);
    other.every("sweep", base::minute, [&] { ++elsewhere; });
    jobs::Runner one(database);
    one.every("sweep", base::minute, [&] {
        advance(2 * base::minute);
        other.run_due();
        CHECK(elsewhere == 0);
        advance(jobs::lease);
        other.run_due();
        CHECK(elsewhere == 1);
    });
    one.run_due();
}

TEST_CASE_FIXTURE(World, "a started runner hears of a new job by itself, and stopping lets it end") {
    std::latch began(1), may_end(1);
    std::atomic<bool> ended = false;
    jobs::Runner runner(database);
    runner.handle("note", [&](jobs::Job const&) -> Result<Done> {
        began.count_down();
        may_end.wait();
        ended = true;
        return Done{};
    });
    runner.start();
    add("x");
    began.wait();
    std::thread stopper([&] { runner.stop(); });
    may_end.count_down();
    stopper.join();
    CHECK(ended);
    CHECK(overview().empty());
}

TEST_CASE("runners of several processes share the work, and no job runs twice") {
    db::testing::Fresh first(std::span(&jobs::schema, 1));
    // A second database object on the same place is what a second process would be; SQLite allows one only.
    std::unique_ptr<db::Database> second;
    if (first->is_postgresql()) {
        auto options = first.place().options();
        options.node = 1;
        second = db::Database::open(options, std::span(&jobs::schema, 1));
    }
    constexpr int count = 200;
    (void)first->write([&](db::Write& write) -> Result<Done> {
        for (int i = 0; i < count; ++i) jobs::add(write, "note", std::to_string(i));
        return Done{};
    });
    std::mutex mutex;
    std::condition_variable changed;
    std::map<std::string, int> times;
    auto work = [&](jobs::Job const& job) -> Result<Done> {
        std::lock_guard lock(mutex);
        ++times[job.payload];
        changed.notify_one();
        return Done{};
    };
    {
        jobs::Runner one(*first, 3), other(second ? *second : *first, 3);
        one.handle("note", work);
        other.handle("note", work);
        one.start();
        other.start();
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return times.size() == count; });
    }
    for (auto const& [payload, runs] : times) CHECK_MESSAGE(runs == 1, payload);
    CHECK(first->read([](db::Read& read) { return jobs::overview(read).size(); }) == 0);
    CHECK(first->check().empty());
}

}  // namespace
