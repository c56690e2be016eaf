// What fetch() refuses, against a server that misbehaves on real sockets.
#include "http/client.hpp"
#include "local_server.hpp"
#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <stdlib.h>
#include <thread>
#include <zlib.h>

namespace {

using base::Why;

using testing_local::Connection;
using Misbehaving = testing_local::Server;

struct LoopbackAllowed {
    LoopbackAllowed() { http::allow_loopback.change(true); }
    ~LoopbackAllowed() { http::allow_loopback.change(false); }
};

Why why_not(http::Fetch const& asked) {
    auto outcome = http::fetch(asked);
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error().why;
}

std::string gzip(std::string_view plain) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, plain.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string_view header(http::Fetched const& answer, std::string_view name) {
    auto found = std::ranges::find(answer.headers, name, [](auto const& each) { return std::string_view(each.first); });
    return found == answer.headers.end() ? std::string_view{} : std::string_view(found->second);
}

TEST_CASE("public addresses are global unicast") {
    for (std::string address : {"1.1.1.1", "9.255.255.255", "100.63.255.255", "100.128.0.1", "126.1.2.3", "128.0.0.1", "169.253.1.1",
                         "172.15.255.255", "172.32.0.1", "192.0.1.1", "192.167.1.1", "198.17.1.1", "198.20.0.1", "223.255.255.255",
                         "2000::1", "2001:200::1", "2606:4700::1111", "2a00:1450::1", "3ffe:ffff::1", "3fff:1000::1"})
        CHECK_MESSAGE(http::is_global_unicast(address), address);
}

TEST_CASE("special addresses are not global unicast, however they are spelled") {
    for (std::string address : {"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
                         "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1",
                         "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7",
                         "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
                         "::", "::1", "::ffff:1.1.1.1", "::1.1.1.1", "64:ff9b::1.1.1.1", "64:ff9b:1::1", "100::1", "fc00::1",
                         "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "2001::1", "2001:1ff::1", "2001:db8::1",
                         "2002:101:101::1", "3fff::1", "3fff:fff::1", "4000::1", "5f00::1"})
        CHECK_MESSAGE(!http::is_global_unicast(address), address);
}

TEST_CASE("what is not an address is not global unicast") {
    for (std::string address : {"", "1.1.1", "01.1.1.1", "1.1.1.1 ", " 1.1.1.1", "1.1.1.1.", "0x01010101", "16843009", "example.org",
                                "[2606:4700::1111]", "2606:4700::1111%eth0", "1.1.1.256"})
        CHECK_MESSAGE(!http::is_global_unicast(address), address);
    CHECK_FALSE(http::is_global_unicast(std::string_view("1.1.1.1\0.evil", 13)));
}

TEST_CASE("loopback is refused before a connection is made, however it is spelled or named") {
    Misbehaving server([](Connection const& connection) { connection.answer("200 OK", "secret"); });
    for (std::string host : {"127.0.0.1", "127.1", "2130706433", "0x7f000001", "localhost", "LOCALHOST", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"})
        CHECK_MESSAGE(why_not({.url = server.at("/", host)}) == Why::forbidden, host);
    CHECK(server.connections() == 0);
}

TEST_CASE("the setting for tests opens loopback and nothing else") {
    LoopbackAllowed allowed;
    Misbehaving server([](Connection const& connection) { connection.answer("200 OK", "hello"); });
    CHECK(http::fetch({.url = server.at("/")})->body == "hello");
    CHECK(http::fetch({.url = server.at("/", "localhost")})->body == "hello");
    for (std::string url : {"http://10.0.0.1/", "http://169.254.169.254/latest", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/"})
        CHECK_MESSAGE(why_not({.url = url, .milliseconds = 5'000}) == Why::forbidden, url);
}

TEST_CASE("only plain http and https addresses are fetched") {
    for (std::string url : {"file:///etc/passwd", "ftp://1.1.1.1/", "gopher://1.1.1.1/", "http://user:word@1.1.1.1/", "http://user@1.1.1.1/"})
        CHECK_MESSAGE(why_not({.url = url}) == Why::forbidden, url);
    for (std::string url : {"", "/etc/passwd", "http://", "javascript:alert(1)", "http://1.1.1.1:99999/", "http://a b/",
                     "http://1.1.1.1/\r\nHost: evil"})
        CHECK_MESSAGE(why_not({.url = url}) == Why::invalid, url);
    CHECK(why_not({.method = "GET /x HTTP/1.1\r\nA:", .url = "http://1.1.1.1/"}) == Why::invalid);
    CHECK(why_not({.url = "http://1.1.1.1/", .headers = {{"accept", "a\r\nEvil: 1"}}}) == Why::invalid);
    CHECK(why_not({.url = "http://1.1.1.1/", .headers = {{"a: b", "c"}}}) == Why::invalid);
}

TEST_CASE("an answer comes with its status, headers in lower case and body; the question names this server") {
    LoopbackAllowed allowed;
    Misbehaving server([](Connection const& connection) { connection.answer("418 Teapot\r\nX-Kind:  Pot \r\nSet-Cookie: a=b", "short"); });
    auto answer = *http::fetch({.url = server.at("/tea"), .headers = {{"Accept", "text/plain"}}});
    CHECK(answer.status == 418);
    CHECK(header(answer, "x-kind") == "Pot");
    CHECK(answer.body == "short");
    (void)http::fetch({.url = server.at("/again")});
    auto const asked = server.requests();
    CHECK(asked[0].starts_with("GET /tea HTTP/1.1\r\n"));
    CHECK(asked[0].contains("User-Agent: Salve/" SALVE_VERSION " (+" + base::site_url() + ")\r\n"));
    CHECK(asked[0].contains("Accept: text/plain\r\n"));
    CHECK_FALSE(asked[1].contains("Cookie:"));
}

TEST_CASE("a proxy of the environment is not used") {
    LoopbackAllowed allowed;
    Misbehaving server([](Connection const& connection) { connection.answer("200 OK", "direct"); });
    Misbehaving proxy([](Connection const& connection) { connection.answer("200 OK", "through the proxy"); });
    ::setenv("http_proxy", proxy.at("").c_str(), 1);
    auto answer = http::fetch({.url = server.at("/")});
    ::unsetenv("http_proxy");
    CHECK(answer->body == "direct");
}

TEST_CASE("a body is sent as it is, and only named a form by those who say so") {
    LoopbackAllowed allowed;
    Misbehaving server([](Connection const& connection) { connection.answer("202 Accepted"); });
    std::string const body("{\"a\":\"\0\"}", 9);
    CHECK(http::fetch({.method = "POST", .url = server.at("/inbox"), .headers = {{"content-type", "application/json"}}, .body = body})->status == 202);
    CHECK(http::fetch({.method = "DELETE", .url = server.at("/thing")})->status == 202);
    auto const asked = server.requests();
    CHECK(asked[0].starts_with("POST /inbox "));
    CHECK(asked[0].ends_with("\r\n\r\n" + body));
    CHECK(asked[0].contains("content-type: application/json\r\n"));
    CHECK(asked[1].starts_with("DELETE /thing "));
    CHECK_FALSE(asked[1].contains("Content-Type"));
}

// Redirects /4 to /3 to /2 to /1 to /0.
void count_down(Connection const& connection) {
    auto const left = connection.request[5] - '0';
    if (left == 0) return connection.answer("200 OK", "arrived");
    connection.answer("302 Found\r\nLocation: /" + std::to_string(left - 1), "moved");
}

TEST_CASE("three redirects are followed, a fourth is not") {
    LoopbackAllowed allowed;
    Misbehaving server(count_down);
    auto answer = http::fetch({.url = server.at("/3")});
    REQUIRE(answer.has_value());
    CHECK(answer->body == "arrived");
    CHECK(answer->url == server.at("/0"));
    CHECK(why_not({.url = server.at("/4")}) == Why::unavailable);
    CHECK(server.requests().size() == 8);
}

TEST_CASE("with no redirects to follow, the redirect itself is the answer") {
    LoopbackAllowed allowed;
    Misbehaving server(count_down);
    auto answer = *http::fetch({.url = server.at("/1"), .redirects = 0});
    CHECK(answer.status == 302);
    CHECK(header(answer, "location") == "/0");
}

TEST_CASE("a redirect meets every check that the first address met") {
    LoopbackAllowed allowed;
    std::string target;
    Misbehaving server([&](Connection const& connection) { connection.answer("301 Moved\r\nLocation: " + target); });
    for (std::string to : {"http://10.0.0.1/", "http://169.254.169.254/latest/meta-data", "http://[fe80::1]/", "//192.168.1.1/", "file:///etc/passwd",
                    "http://user:word@127.0.0.1/"}) {
        target = to;
        CHECK_MESSAGE(why_not({.url = server.at("/")}) == Why::forbidden, to);
    }
}

TEST_CASE("secrets are not carried to another server, nor a body past a 303") {
    LoopbackAllowed allowed;
    Misbehaving other([](Connection const& connection) { connection.answer("200 OK", "other"); });
    Misbehaving server([&](Connection const& connection) {
        auto const status = connection.request.starts_with("POST /see ") ? "303 See Other" : "307 Temporary Redirect";
        connection.answer(std::string(status) + "\r\nLocation: " + other.at("/there"));
    });
    http::Fetch asked{.method = "POST", .url = server.at("/see"),
                      .headers = {{"Authorization", "Bearer secret"}, {"Content-Type", "text/plain"}, {"Accept", "*/*"}}, .body = "private"};
    CHECK(http::fetch(asked)->body == "other");
    asked.url = server.at("/same");
    CHECK(http::fetch(asked)->body == "other");
    auto const seen = other.requests();
    CHECK(seen[0].starts_with("GET /there "));
    CHECK_FALSE(seen[0].contains("private"));
    CHECK(seen[1].starts_with("POST /there "));
    CHECK(seen[1].ends_with("private"));
    for (auto const& request : seen) CHECK_FALSE(request.contains("secret"));
}

TEST_CASE("a server that trickles is left at the deadline") {
    LoopbackAllowed allowed;
    Misbehaving server([](Connection const& connection) {
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        while (connection.write("x")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    });
    auto const began = std::chrono::steady_clock::now();
    CHECK(why_not({.url = server.at("/"), .milliseconds = 300}) == Why::unavailable);
    CHECK(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds(290));
}

TEST_CASE("the deadline is for all hops together") {
    LoopbackAllowed allowed;
    Misbehaving server([](Connection const& connection) {
        std::this_thread::sleep_for(std::chrono::milliseconds(400));
        connection.answer("302 Found\r\nLocation: /again");
    });
    CHECK(why_not({.url = server.at("/"), .milliseconds = 600, .redirects = 100}) == Why::unavailable);
    CHECK(server.requests().size() <= 2);
}

TEST_CASE("a body without end is cut at the limit") {
    LoopbackAllowed allowed;
    Misbehaving server([](Connection const& connection) {
        connection.write("HTTP/1.1 200 OK\r\n\r\n");
        while (connection.write(std::string(4096, 'x'))) {}
    });
    CHECK(why_not({.url = server.at("/"), .largest = 100'000}) == Why::too_large);
}

TEST_CASE("headers without end are cut") {
    LoopbackAllowed allowed;
    Misbehaving server([](Connection const& connection) {
        connection.write("HTTP/1.1 200 OK\r\n");
        while (connection.write("X-More: " + std::string(1000, 'x') + "\r\n")) {}
    });
    CHECK(why_not({.url = server.at("/")}) == Why::too_large);
}

TEST_CASE("size counts after decompression") {
    LoopbackAllowed allowed;
    std::string packed;
    Misbehaving server([&](Connection const& connection) { connection.answer("200 OK\r\nContent-Encoding: gzip", packed); });
    packed = gzip(std::string(100'000, 'a'));
    CHECK(http::fetch({.url = server.at("/"), .largest = 100'000})->body == std::string(100'000, 'a'));
    packed = gzip(std::string(50'000'000, '\0'));
    REQUIRE(packed.size() < 100'000);
    CHECK(why_not({.url = server.at("/"), .largest = 1 << 20}) == Why::too_large);
}

TEST_CASE("a server that is not there is unavailable") {
    LoopbackAllowed allowed;
    std::string gone;
    { gone = Misbehaving([](Connection const&) {}).at("/"); }
    CHECK(why_not({.url = gone}) == Why::unavailable);
}

}  // namespace
