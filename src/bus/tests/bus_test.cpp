// Who is told what, in which order, on which thread.
#include "bus/bus.hpp"
#include "base/id.hpp"
#include <algorithm>
#include <doctest/doctest.h>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

struct Published {
    static constexpr std::string_view kind = "test.published";
    base::PostId post;
    base::AccountId author;
};
struct Removed {
    static constexpr std::string_view kind = "test.removed";
    base::PostId post;
};

void publish(bus::Bus& bus, auto const&... events) {
    std::vector<base::Event> all{base::to_event(events)...};
    bus.publish(all);
}

}  // namespace

TEST_CASE("a subscriber is told of its own kind of event only, with its ids") {
    bus::Bus bus;
    std::vector<Published> told;
    bus.at_once<Published>([&](Published const& event) { told.push_back(event); });
    publish(bus, Removed{{5}}, Published{{7}, {9}});
    REQUIRE(told.size() == 1);
    CHECK(told[0].post.value == 7);
    CHECK(told[0].author.value == 9);
}

TEST_CASE("at once means on the publishing thread, before publishing ends") {
    bus::Bus bus;
    std::thread::id told_on;
    bus.at_once<Removed>([&](Removed const&) { told_on = std::this_thread::get_id(); });
    publish(bus, Removed{{1}});
    CHECK(told_on == std::this_thread::get_id());
}

TEST_CASE("soon means on another thread, in the order of publishing, and never holds the publisher up") {
    bus::Bus bus;
    std::promise<void> gate;
    auto opened = gate.get_future();
    std::vector<std::int64_t> told;
    std::thread::id told_on;
    bus.soon<Removed>([&](Removed const& event) {
        if (told.empty()) opened.wait();
        told_on = std::this_thread::get_id();
        told.push_back(event.post.value);
    });
    for (std::int64_t i = 1; i <= 500; ++i) publish(bus, Removed{{i}}, Published{{i}, {i}});
    gate.set_value();  // reached although the subscriber stands still until now
    bus.drain();
    CHECK(told_on != std::this_thread::get_id());
    REQUIRE(told.size() == 500);
    CHECK(told.front() == 1);
    CHECK(std::is_sorted(told.begin(), told.end()));
}

TEST_CASE("a subscriber that throws keeps the news from nobody else") {
    bus::Bus bus;
    int told = 0;
    bus.at_once<Removed>([](Removed const&) { throw std::runtime_error("the first one fails"); });
    bus.at_once<Removed>([&](Removed const&) { ++told; });
    bus.soon<Removed>([](Removed const&) { throw 5; });
    bus.soon<Removed>([&](Removed const&) { ++told; });
    publish(bus, Removed{{1}}, Removed{{2}});
    bus.drain();
    CHECK(told == 4);
}

TEST_CASE("a subscriber may publish, and draining does not wait for what came later") {
    bus::Bus bus;
    int removed = 0;
    bus.soon<Published>([&](Published const& event) { publish(bus, Removed{event.post}); });
    bus.soon<Removed>([&](Removed const&) { ++removed; });
    publish(bus, Published{{1}, {1}});
    bus.drain();  // Published has run, so Removed is published
    bus.drain();
    CHECK(removed == 1);
}

TEST_CASE("stopping tells what was published before, and nothing after") {
    bus::Bus bus;
    int told = 0;
    bus.soon<Removed>([&](Removed const&) { ++told; });
    for (int i = 0; i < 100; ++i) publish(bus, Removed{{1}});
    bus.stop();
    publish(bus, Removed{{1}});
    bus.stop();
    CHECK(told == 100);
}
