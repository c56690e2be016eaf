// What a change and a view of the data promise, on whichever engine the environment names.
#include "schema.hpp"
#include "base/result.hpp"
#include <thread>

using purse::World;
using base::Why;
using purse::broken_by;
using enum db::Broken::Kind;

TEST_CASE_FIXTURE(World, "what was written is read, in every type and as NULL") {
    std::int64_t const big = 9'007'199'254'740'993;
    std::string const name = "Núria 慈善 😀 'quoted' \\ $1";
    change([&](db::Write& write) {
        CHECK(write.run(purse::put_all, {big, name, 0, 0.1, false, std::nullopt}) == 1);
        write.run(purse::put_all, {2, "", 7, std::optional<double>(), true, std::string_view()});
    });
    database.wait_read([&](db::Read& read) {
        int rows = 0;
        read.each(purse::whole, {big}, [&](db::Row const& row) {
            ++rows;
            CHECK(row.integer(0) == big);
            CHECK(row.text(1) == name);
            CHECK(row.integer(2) == 0);
            CHECK(row.real(3) == 0.1);
            CHECK(!row.boolean(4));
            CHECK(row.is_null(5));
            CHECK(row.text(5) == "");
            CHECK(!row.maybe_integer(5));
        });
        CHECK(rows == 1);
        read.each(purse::whole, {2}, [&](db::Row const& row) {
            CHECK(row.boolean(4));
            CHECK(row.integer(4) == 1);
            CHECK(row.is_null(3));
            CHECK(row.real(3) == 0);
            CHECK(!row.is_null(5));  // an empty text is not NULL
            CHECK(row.maybe_integer(2) == 7);
        });
    });
}

TEST_CASE_FIXTURE(World, "parameters are bound by their number, in any order and as often as they are named") {
    constexpr db::Query shuffled{"test.shuffled", "SELECT id FROM purse WHERE coins = $2 AND id = $1 AND (coins = $2 OR id = $1)"};
    change([](db::Write& write) { write.run(purse::put, {1, "ada", 5}); });
    CHECK(number(shuffled, {1, 5}) == 1);
    CHECK(number(shuffled, {5, 1}) == 0);
}

TEST_CASE_FIXTURE(World, "a statement given too few or too many values is refused") {
    CHECK(broken_by([&] { number(purse::coins, {}); }) == other);
    CHECK(broken_by([&] { number(purse::coins, {1, 2}); }) == other);
}

TEST_CASE_FIXTURE(World, "a list of ids stands for each of them, and an empty one for none") {
    change([](db::Write& write) {
        for (int id = 1; id <= 5; ++id) write.run(purse::put, {id, "owner" + std::to_string(id), id});
    });
    auto among = [&](db::List const& list, int least) {
        return database.read([&](db::Read& read) {
            return read.rows(purse::among, {list, least}, [](db::Row const& row) { return row.integer(0); });
        });
    };
    CHECK(among({5, 1, 99, 3}, 0) == std::vector<std::int64_t>{1, 3, 5});
    CHECK(among({5, 1, 99, 3}, 4) == std::vector<std::int64_t>{5});
    CHECK(among({}, 0).empty());
}

TEST_CASE_FIXTURE(World, "text that looks like a list parameter is text") {
    constexpr db::Query quoted{"test.quoted", "SELECT 'LIST($1)' -- LIST($2)\n WHERE $1 IN LIST($2)"};
    auto text = database.read([&](db::Read& read) {
        return read.one(quoted, {std::int64_t{4}, db::List{4}}, [](db::Row const& row) { return row.text(0); });
    });
    CHECK(text == "LIST($1)");
}

TEST_CASE_FIXTURE(World, "what only one engine understands is left out for the other, with its parameters") {
    change([](db::Write& write) { write.run(purse::put, {1, "ada", 4}); });
    constexpr db::Query marked{"purse.marked", "SELECT coins +\n-- only: sqlite\nMAX(2, 1)\n-- only: postgresql\nGREATEST(2, 1)\n-- both\n FROM purse WHERE id = $1"};
    CHECK(number(marked, {1}) == 6);
    constexpr db::Query last{"purse.last", "SELECT coins FROM purse WHERE id = $1\n-- only: another\nAND id = $2"};
    CHECK(number(last, {1}) == 4);
}

TEST_CASE_FIXTURE(World, "a question may be asked again while its own rows are being read") {
    constexpr db::Query all{"test.all", "SELECT id FROM purse ORDER BY id"};
    change([](db::Write& write) {
        for (int id = 1; id <= 3; ++id) write.run(purse::put, {id, std::to_string(id), id});
    });
    std::vector<std::int64_t> seen;
    database.wait_read([&](db::Read& read) {
        read.each(all, {}, [&](db::Row const& outer) {
            seen.push_back(outer.integer(0));
            read.each(all, {}, [&](db::Row const& inner) { seen.push_back(inner.integer(0)); });
        });
    });
    CHECK(seen == std::vector<std::int64_t>{1, 1, 2, 3, 2, 1, 2, 3, 3, 1, 2, 3});
}

TEST_CASE_FIXTURE(World, "a refused change leaves nothing behind") {
    auto outcome = database.write([](db::Write& write) -> base::Result<int> {
        write.run(purse::put, {1, "ada", 5});
        write.emit(purse::Filled{1, 5});
        return base::refuse(Why::forbidden, "No.");
    });
    CHECK(outcome.error().message == "No.");
    CHECK(number(purse::count) == 0);
}

TEST_CASE_FIXTURE(World, "a change that throws leaves nothing behind, and its caller is told what was thrown") {
    CHECK_THROWS_AS(change([](db::Write& write) {
        write.run(purse::put, {1, "ada", 5});
        throw std::range_error("wrong");
    }), std::range_error);
    CHECK(number(purse::count) == 0);
}

TEST_CASE_FIXTURE(World, "a broken constraint is told as such, and its change is undone even if the rule goes on") {
    change([](db::Write& write) { write.run(purse::put, {1, "ada", 5}); });
    auto swallow = [](db::Write& write) {
        write.run(purse::put, {2, "bo", 5});
        try {
            write.run(purse::put, {1, "cy", 5});
        } catch (db::Broken const&) {
        }
    };
    CHECK(broken_by([&] { change([](db::Write& write) { write.run(purse::put, {1, "cy", 1}); }); }) == constraint);
    CHECK(broken_by([&] { change([](db::Write& write) { write.run(purse::put, {3, "di", -1}); }); }) == constraint);
    CHECK(broken_by([&] { change([](db::Write& write) { write.run(purse::put_coin, {1, 77}); }); }) == constraint);
    CHECK(broken_by([&] { change(swallow); }) == constraint);
    CHECK(number(purse::count) == 1);
}

TEST_CASE_FIXTURE(World, "a text with a zero byte is refused by both engines") {
    std::string const zero("a\0b", 3);
    CHECK(broken_by([&] { change([&](db::Write& write) { write.run(purse::put, {1, zero, 1}); }); }) == other);
    CHECK(number(purse::count) == 0);
}

TEST_CASE_FIXTURE(World, "a view sees one moment, whatever is committed meanwhile") {
    change([](db::Write& write) { write.run(purse::put, {1, "ada", 5}); });
    database.wait_read([&](db::Read& read) {
        CHECK(read.number(purse::coins, {1}) == 5);
        std::thread([&] { change([](db::Write& write) { write.run(purse::set, {1, 6}); }); }).join();
        CHECK(read.number(purse::coins, {1}) == 5);
    });
    CHECK(number(purse::coins, {1}) == 6);
}

TEST_CASE_FIXTURE(World, "a view cannot change the data") {
    constexpr db::Query sneaky{"test.sneaky", "DELETE FROM purse WHERE id = $1 RETURNING id"};
    change([](db::Write& write) { write.run(purse::put, {1, "ada", 5}); });
    CHECK(broken_by([&] { number(sneaky, {1}); }));
    CHECK(number(purse::count) == 1);
}

TEST_CASE_FIXTURE(World, "a change sees what it did itself, and how many rows it touched") {
    change([](db::Write& write) {
        write.run(purse::put, {1, "ada", 5});
        CHECK(write.number(purse::coins, {1}) == 5);
        CHECK(write.run(purse::set, {1, 9}) == 1);
        CHECK(write.run(purse::set, {2, 9}) == 0);
        CHECK(write.run(purse::count, {}) == 0);  // a question changes nothing
        CHECK(write.number(purse::coins, {1}) == 9);
    });
}

TEST_CASE_FIXTURE(World, "a transaction has one moment, and its ids are ordered and carry it") {
    set_now(1'800'000'000'000);
    change([&](db::Write& write) {
        CHECK(write.now == 1'800'000'000'000);
        advance(5);
        CHECK(write.now == 1'800'000'000'000);
        auto first = write.new_id<base::PostId>(), second = write.new_id<base::PostId>();
        CHECK(first < second);
        CHECK(base::time_of(first.value) == 1'800'000'000'000);
    });
    database.wait_read([&](db::Read& read) { CHECK(read.now == 1'800'000'000'005); });
}

TEST_CASE_FIXTURE(World, "counting from many threads loses no count") {
    change([](db::Write& write) { write.run(purse::put, {1, "ada", 0}); });
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 10; ++i)
                change([](db::Write& write) { write.run(purse::set, {1, write.number(purse::coins, {1}) + 1}); });
        });
    for (auto& thread : threads) thread.join();
    CHECK(number(purse::coins, {1}) == 80);
}
