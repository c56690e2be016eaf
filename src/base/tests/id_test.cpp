// Ids: what order and uniqueness rest on.
#include "base/id.hpp"
#include <doctest/doctest.h>
#include <set>
#include <thread>
#include <vector>

using namespace base;

TEST_CASE("an id is read from digits only, positive and within 63 bits") {
    CHECK(parse_id("1") == 1);
    CHECK(parse_id("9223372036854775807") == 9223372036854775807);
    for (auto bad : {"", "0", "-1", "+1", " 1", "1 ", "0x1", "1.0", "9223372036854775808", "99999999999999999999", "١"}) {
        CAPTURE(bad);
        CHECK(!parse_id(bad));
    }
    CHECK(parse<PostId>("42")->value == 42);
}

TEST_CASE("an id tells when it was made, and which node made it") {
    auto id = IdMaker(5).next(1'795'355'499'000);
    CHECK(time_of(id) == 1'795'355'499'000);
    CHECK((id >> 10 & 63) == 5);
    CHECK(id >= first_id_at(1'795'355'499'000));
    CHECK(id < first_id_at(1'795'355'499'001));
}

TEST_CASE("ids grow past a full millisecond and while the clock goes back") {
    IdMaker maker(63);
    std::int64_t last = 0;
    for (int i = 0; i < 5000; ++i) {
        auto id = maker.next(1000 - i % 3);
        REQUIRE(id > last);
        CHECK((id >> 10 & 63) == 63);
        last = id;
    }
    CHECK(time_of(last) == 1004);  // 5,000 ids borrow from the next four milliseconds
}

TEST_CASE("ids made by several threads at once are all different") {
    IdMaker maker;
    std::vector<std::vector<std::int64_t>> made(4);
    std::vector<std::thread> threads;
    for (auto& mine : made)
        threads.emplace_back([&] { for (int i = 0; i < 2000; ++i) mine.push_back(maker.next(7)); });
    for (auto& thread : threads) thread.join();
    std::set<std::int64_t> all;
    for (auto const& mine : made) all.insert(mine.begin(), mine.end());
    CHECK(all.size() == 8000);
}

TEST_CASE("a node's number must fit its six bits") {
    CHECK_THROWS_AS(IdMaker(64), std::invalid_argument);
    CHECK_THROWS_AS(IdMaker(-1), std::invalid_argument);
}
