// Memory by id: whatever is put and dropped, what is found is what was put last.
#include <doctest/doctest.h>
#include "mastodon/kept.hpp"
#include <map>
#include <random>
#include <string>

using mastodon::Kept;

TEST_CASE("memory finds what a map finds, after any doings") {
    Kept<std::string> kept(std::int64_t{1} << 40);
    std::map<std::int64_t, std::string> wanted;
    std::mt19937_64 random(20'261'123);
    base::Time now = 1;
    for (int step = 0; step < 60'000; ++step) {
        auto id = static_cast<std::int64_t>(1 + random() % 3'000) << (random() % 2 * 16);  // as they are made: far apart, or close
        ++now;
        if (random() % 3) {
            auto value = std::to_string(step);
            kept.put(id, value, 1, now);
            wanted[id] = value;
        } else {
            kept.drop(id, now - 1);
            wanted.erase(id);
        }
        if (step % 1'000) continue;
        for (std::int64_t each = 1; each <= 3'000; ++each)
            for (auto asked : {each, each << 16}) {
                auto const* found = kept.find(asked);
                auto known = wanted.find(asked);
                REQUIRE((found != nullptr) == (known != wanted.end()));
                if (found) REQUIRE(*found == known->second);
            }
    }
    CHECK(wanted.size() > 2'000);
    kept.clear(now);
    CHECK(kept.find(wanted.begin()->first) == nullptr);
    CHECK(kept.bytes() == 0);
}

TEST_CASE("a value that was seen before its change is not kept") {
    Kept<std::string> kept(1 << 20);
    kept.drop(7, 100);
    kept.put(7, "old", 1, 100);
    CHECK(kept.find(7) == nullptr);
    kept.put(7, "new", 1, 101);
    REQUIRE(kept.find(7));
    CHECK(*kept.find(7) == "new");
}

TEST_CASE("when there is no room, the oldest that nobody read goes first") {
    constexpr std::int64_t each = 1'000;
    Kept<std::string> kept(4 * (each + 200));
    for (std::int64_t id = 1; id <= 4; ++id) kept.put(id, "here", each, 1);
    REQUIRE(kept.find(1));
    kept.put(5, "here", each, 1);
    CHECK(kept.find(1) != nullptr);
    CHECK(kept.find(2) == nullptr);
    CHECK(kept.find(5) != nullptr);
    CHECK(kept.bytes() <= 4 * (each + 200));
}
