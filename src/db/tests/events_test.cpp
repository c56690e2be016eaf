// Who hears of a change, and when; and that changes which wait together are committed together.
#include "schema.hpp"
#include <algorithm>
#include <future>
#include <thread>

using purse::World;
using purse::broken_by;
using purse::Filled;

namespace {

void fill(db::Write& write, std::int64_t id) {
    write.run(purse::put, {id, "owner" + std::to_string(id), id});
    write.emit(Filled{id, id});
}

// Keeps the writer busy until told, so that what is started meanwhile waits together.
class HeldWriter {
public:
    explicit HeldWriter(db::Database& database) {
        database.start_write([this](db::Write&) { running_.set_value(); go_.get_future().wait(); return true; },
                             [this](std::exception_ptr) { ended_.set_value(); });
        running_.get_future().wait();
    }
    void release() {
        go_.set_value();
        ended_.get_future().wait();
    }

private:
    std::promise<void> running_, go_, ended_;
};

}  // namespace

TEST_CASE_FIXTURE(World, "subscribers hear of a change after its commit, in order, and before its caller") {
    std::vector<std::int64_t> heard;
    std::int64_t rows_at_that_time = 0;
    database.on_commit([&](std::span<base::Event const> events) {
        for (auto const& event : events) {
            CHECK(event.kind == "purse.filled");
            heard.push_back(base::from_event<Filled>(event).purse);
        }
        rows_at_that_time = number(purse::count);
    });
    change([&](db::Write& write) {
        for (int id : {3, 1, 2}) fill(write, id);
        CHECK(heard.empty());
    });
    CHECK(heard == std::vector<std::int64_t>{3, 1, 2});
    CHECK(rows_at_that_time == 3);
}

TEST_CASE_FIXTURE(World, "nobody hears of a change that was refused, that threw or whose constraint broke at the commit") {
    int heard = 0;
    database.on_commit([&](std::span<base::Event const>) { ++heard; });
    database.wait_write([](db::Write& write) { fill(write, 1); return false; });
    CHECK_THROWS(change([](db::Write& write) { fill(write, 2); throw 1; }));
    CHECK(broken_by([&] { change([](db::Write& write) { fill(write, 3); write.run(purse::put_loan, {1, 77}); }); }) == db::Broken::Kind::constraint);
    CHECK(heard == 0);
    CHECK(number(purse::count) == 0);
}

TEST_CASE_FIXTURE(World, "a subscriber that throws stops neither the others nor the change") {
    int heard = 0;
    database.on_commit([](std::span<base::Event const>) { throw std::runtime_error("clumsy"); });
    database.on_commit([&](std::span<base::Event const>) { ++heard; });
    change([](db::Write& write) { fill(write, 1); });
    CHECK(heard == 1);
}

TEST_CASE_FIXTURE(World, "what is stored on an event is kept or undone with the change that announced it") {
    database.on_emit([](db::Write& write, base::Event const& event) {
        auto filled = base::from_event<Filled>(event);
        write.run(purse::put_coin, {filled.purse, filled.purse});
    });
    change([](db::Write& write) {
        fill(write, 1);
        CHECK(write.number(purse::count_coins, {}) == 1);
    });
    database.wait_write([](db::Write& write) { fill(write, 2); return false; });
    CHECK(number(purse::count_coins) == 1);
}

TEST_CASE_FIXTURE(World, "changes that wait together share one commit, and one that fails takes no other with it") {
    if (database.is_postgresql()) return;  // its group commit is its own business
    std::vector<std::int64_t> heard;
    database.on_commit([&](std::span<base::Event const> events) {
        for (auto const& event : events) heard.push_back(base::from_event<Filled>(event).purse);
    });
    std::promise<void> all_done;
    std::atomic<int> left = 50, failed = 0;
    HeldWriter held(database);
    auto before = database.statistics();
    for (int id = 1; id <= 50; ++id)
        database.start_write([id](db::Write& write) {
            fill(write, id);
            if (id == 20) throw std::runtime_error("no");
            if (id == 30) write.run(purse::put, {id, "twice", 1});
            return id != 10;
        }, [&, id](std::exception_ptr wrong) {
            CHECK((wrong != nullptr) == (id == 20 || id == 30));
            failed += wrong != nullptr;
            if (--left == 0) all_done.set_value();
        });
    held.release();
    all_done.get_future().wait();
    auto after = database.statistics();
    CHECK(after.changes - before.changes == 1 + 47);  // the held one, and all but those three
    CHECK(after.commits - before.commits == 2);
    CHECK(failed == 2);
    CHECK(heard.size() == 47);
    CHECK(std::ranges::is_sorted(heard));
    CHECK(number(purse::count) == 47);
}

TEST_CASE_FIXTURE(World, "a change that spoils the common commit fails alone") {
    if (database.is_postgresql()) return;
    std::vector<std::int64_t> heard;
    database.on_commit([&](std::span<base::Event const> events) {
        for (auto const& event : events) heard.push_back(base::from_event<Filled>(event).purse);
    });
    std::promise<void> all_done;
    std::atomic<int> left = 9;
    HeldWriter held(database);
    for (int id = 1; id <= 9; ++id)
        database.start_write([id](db::Write& write) {
            fill(write, id);
            write.run(purse::put_loan, {id, id == 5 ? 77 : id});  // 77 is nobody: seen only at the commit
            return true;
        }, [&, id](std::exception_ptr wrong) {
            CHECK((wrong != nullptr) == (id == 5));
            if (--left == 0) all_done.set_value();
        });
    held.release();
    all_done.get_future().wait();
    CHECK(heard == std::vector<std::int64_t>{1, 2, 3, 4, 6, 7, 8, 9});
    CHECK(number(purse::count) == 8);
}

TEST_CASE_FIXTURE(World, "a full disk fails the change that needs room, and says so") {
    if (database.is_postgresql()) return;
    constexpr db::Query pages{"test.pages", "PRAGMA page_count"}, few{"test.few", "PRAGMA max_page_count = 40"}, many{"test.many", "PRAGMA max_page_count = 1000000"};
    auto limit = [&](db::Query const& to) { change([&](db::Write& write) { write.number(to, {}); }); };
    REQUIRE(number(pages) < 40);
    limit(few);
    std::string const much(400'000, 'x');
    CHECK(broken_by([&] { change([&](db::Write& write) { write.run(purse::put_all, {1, "ada", 1, 0.5, true, much}); }); }) == db::Broken::Kind::full);
    change([](db::Write& write) { fill(write, 2); });
    limit(many);
    change([&](db::Write& write) { write.run(purse::put_all, {1, "ada", 1, 0.5, true, much}); });
    CHECK(number(purse::count) == 2);
    check();
}

TEST_CASE_FIXTURE(World, "readers and writers on many threads see whole changes only") {
    std::atomic<bool> stop = false;
    std::atomic<int> halves = 0;
    std::vector<std::thread> threads;
    for (int reader = 0; reader < 4; ++reader)
        threads.emplace_back([&] {
            while (!stop)
                database.wait_read([&](db::Read& read) { halves += read.number(purse::count, {}) != read.number(purse::count_coins, {}); });
        });
    {
        std::vector<std::jthread> writers;
        for (int writer = 0; writer < 4; ++writer)
            writers.emplace_back([&, writer] {
                for (int i = 1; i <= 25; ++i)
                    change([&](db::Write& write) {
                        fill(write, writer * 100 + i);
                        write.run(purse::put_coin, {writer * 100 + i, writer * 100 + i});
                    });
            });
    }
    stop = true;
    for (auto& thread : threads) thread.join();
    CHECK(halves == 0);
    CHECK(number(purse::count) == 100);
    CHECK(database.statistics().changes >= 100);
}

TEST_CASE("what was waiting when the database closes is done, and what comes later is told so") {
    db::testing::Place place;
    std::atomic<int> kept = 0;
    {
        auto database = db::Database::open(place.options(), purse::schemas);
        REQUIRE(database->migrate());
        for (int id = 1; id <= 20; ++id)
            database->start_write([id](db::Write& write) { fill(write, id); return true; }, [&](std::exception_ptr wrong) { kept += !wrong; });
    }
    CHECK(kept == 20);
    auto again = db::Database::open(place.options(), purse::schemas);
    CHECK(again->read([](db::Read& read) { return read.number(purse::count, {}); }) == 20);
}
