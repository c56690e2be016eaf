// Many requests at once from one thread, to servers on real sockets: what ends, how, and over which connections.
#include "http/courier.hpp"
#include "local_server.hpp"
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <doctest/doctest.h>
#include <map>
#include <thread>

namespace {

using base::Why;
using testing_local::Connection, testing_local::Server;

struct Couriers {
    http::Courier courier{4};
    std::map<std::int64_t, base::Result<http::Fetched>> ended;
    Couriers() { http::allow_loopback.change(true); }
    ~Couriers() { http::allow_loopback.change(false); }

    void wait_for(std::size_t count) {
        auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (ended.size() < count && std::chrono::steady_clock::now() < deadline)
            for (auto& each : courier.wait(100)) {
                CHECK_FALSE(ended.contains(each.token));
                ended.emplace(each.token, std::move(each.answer));
            }
        REQUIRE(ended.size() == count);
    }
    Why why_not(std::int64_t token) {
        auto const& answer = ended.at(token);
        REQUIRE_FALSE(answer.has_value());
        return answer.error().why;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Couriers, "each request ends once, under its own token, with its own answer") {
    Server echo([](Connection const& connection) { connection.answer("202 Accepted", connection.body()); });
    for (std::int64_t token = 1; token <= 20; ++token) courier.send(token, {.method = "POST", .url = echo.at("/inbox"), .headers = {{"X-Token", std::to_string(token)}}, .body = "letter " + std::to_string(token)});
    wait_for(20);
    for (auto const& [token, answer] : ended) {
        REQUIRE(answer.has_value());
        CHECK(answer->status == 202);
        CHECK(answer->body == "letter " + std::to_string(token));
    }
    CHECK(courier.on_their_way() == 0);
    for (auto const& request : echo.requests()) {
        CHECK(request.starts_with("POST /inbox HTTP/1.1\r\n"));
        auto token = request.substr(request.find("X-Token: ") + 9);
        CHECK(request.ends_with("letter " + token.substr(0, token.find('\r'))));
    }
}

TEST_CASE_FIXTURE(Couriers, "a redirect is an answer like another: a signature names its address") {
    Server target([](Connection const& connection) { connection.answer("200 OK", "should not be asked"); });
    Server first([&](Connection const& connection) { connection.answer("302 Found\r\nLocation: " + target.at("/")); });
    courier.send(1, {.url = first.at("/")});
    wait_for(1);
    CHECK((!ended.at(1) || ended.at(1)->status == 302));
    CHECK(target.connections() == 0);
}

TEST_CASE_FIXTURE(Couriers, "what cannot begin ends with a reason, and costs the others nothing") {
    Server good([](Connection const& connection) { connection.answer("200 OK", "fine"); });
    courier.send(1, {.url = "http://"});
    courier.send(2, {.url = "file:///etc/passwd"});
    courier.send(3, {.url = "http://127.0.0.1:1/"});  // where nobody listens
    courier.send(4, {.url = good.at("/")});
    wait_for(4);
    for (auto token : {1, 2, 3}) CHECK_FALSE(ended.at(token).has_value());
    CHECK(why_not(3) == Why::unavailable);
    REQUIRE(ended.at(4).has_value());
    CHECK(ended.at(4)->body == "fine");
}

TEST_CASE_FIXTURE(Couriers, "addresses that are not public are refused when loopback is not allowed") {
    Server inside([](Connection const& connection) { connection.answer("200 OK", "secret"); });
    http::allow_loopback.change(false);
    courier.send(1, {.url = inside.at("/")});
    courier.send(2, {.url = inside.at("/", "localhost")});
    wait_for(2);
    CHECK_FALSE(ended.at(1).has_value());
    CHECK_FALSE(ended.at(2).has_value());
    CHECK(inside.connections() == 0);
}

TEST_CASE_FIXTURE(Couriers, "one that is slow holds nobody up") {
    std::mutex mutex;
    std::condition_variable changed;
    bool may_answer = false;
    Server slow([&](Connection const& connection) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return may_answer; });
        connection.answer("200 OK", "at last");
    });
    Server quick([](Connection const& connection) { connection.answer("200 OK", "at once"); });
    courier.send(1, {.url = slow.at("/")});
    courier.send(2, {.url = quick.at("/")});
    wait_for(1);
    CHECK(ended.contains(2));
    CHECK(courier.on_their_way() == 1);
    {
        std::lock_guard lock(mutex);
        may_answer = true;
    }
    changed.notify_all();
    wait_for(2);
    CHECK(ended.at(1)->body == "at last");
}

TEST_CASE_FIXTURE(Couriers, "an answer that is too large is cut off, and an answer that breaks off is none") {
    Server large([](Connection const& connection) { connection.answer("200 OK", std::string(4 << 20, 'x')); });
    Server broken([](Connection const& connection) { connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"); });
    courier.send(1, {.url = large.at("/")});
    courier.send(2, {.url = broken.at("/")});
    wait_for(2);
    CHECK_FALSE(ended.at(1).has_value());
    CHECK_FALSE(ended.at(2).has_value());
}

TEST_CASE_FIXTURE(Couriers, "who waits is woken from another thread") {
    auto start = std::chrono::steady_clock::now();
    std::thread waker([&] { courier.wake(); });
    CHECK(courier.wait(20'000).empty());
    waker.join();
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(15));
}
