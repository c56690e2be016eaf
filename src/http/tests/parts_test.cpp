// The pure parts: head fields, strict heads, multipart, addresses, limits, deadlines, frames.
#include "http/addresses.hpp"
#include "http/head_check.hpp"
#include "http/head_fields.hpp"
#include "http/hub_inside.hpp"
#include "http/limiter.hpp"
#include "http/multipart.hpp"
#include "http/websocket.hpp"
#include "http/wheel.hpp"
#include <doctest/doctest.h>
#include <memory>

TEST_CASE("a head that two programs could read differently is refused") {
    auto with = [](std::string_view lines) { return http::check_head("POST /a HTTP/1.1\r\nHost: h\r\n" + std::string(lines) + "\r\n"); };
    CHECK(with("") == 0);
    CHECK(with("Content-Length: 5\r\n") == 0);
    CHECK(with("Transfer-Encoding: Chunked\r\n") == 0);
    CHECK(with("X: \t a \t\r\n") == 0);
    for (std::string_view bad : {"Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding: identity\r\n",
             "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
             "Content-Length: 5\r\nContent-Length: 5\r\n", "Content-Length: +5\r\n", "Content-Length: 5, 5\r\n", "Content-Length: 0x5\r\n", "Content-Length:\r\n",
             "Content-Length: 99999999999999999999\r\n", "Host: h\r\n", "Host: a b\r\n", "X: a\r\n b\r\n", "X : a\r\n", " X: a\r\n", ": a\r\n", "X\r\n",
             "X: a\x01\r\n", "X: a\rb\r\n", "X: a\nY: b\r\n", "X\xc3: a\r\n", "X: a\x7f\r\n"})
        CHECK_MESSAGE(with(bad) == 400, bad);
    using namespace std::string_view_literals;
    CHECK(with("X: a\0b\r\n"sv) == 400);
    auto line = [](std::string_view request_line) { return http::check_head(std::string(request_line) + "\r\nHost: h\r\n\r\n"); };
    CHECK(line("GET /a?b=%20 HTTP/1.1") == 0);
    CHECK(line("GET / HTTP/2.0") == 505);
    for (std::string_view bad : {"GET /", "GET  / HTTP/1.1", "GET / x HTTP/1.1", "GET /a#b HTTP/1.1", "GET /\xc3\xa9 HTTP/1.1", "G(T / HTTP/1.1", " / HTTP/1.1", "GET / HTTP/1.1 ", "GET / http/1.1"})
        CHECK_MESSAGE(line(bad) == 400, bad);
    CHECK(http::check_head("GET / HTTP/1.1\r\n\r\n") == 400);
    CHECK(http::check_head("GET / HTTP/1.0\r\n\r\n") == 0);
    CHECK(http::check_head("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
}

TEST_CASE("a target leads to a path or nowhere") {
    auto path = [](std::string_view target) {
        auto parsed = http::parse_target(target, "h");
        return parsed ? parsed->path : "refused";
    };
    CHECK(path("/a/b%20c/?x=1") == "/a/b c");
    CHECK(path("/") == "/");
    CHECK(path("//") == "/");
    CHECK(path("http://h/a") == "/a");
    CHECK(path("/%D8%B9") == "/ع");
    CHECK(http::parse_target("/a?b=c&d", "h")->query == "b=c&d");
    for (std::string_view bad : {"a", "*", "/a%2Fb", "/a/../b", "/a/%2e%2e/b", "/./a", "/a\\b", "/a%5cb", "/a%00", "/a%0a", "/%ff", "/%4", "http://other/a", "http://h:1/a", ""})
        CHECK_MESSAGE(path(bad) == "refused", bad);
}

TEST_CASE("an encoding is used only when the client takes it") {
    CHECK(http::accepts_encoding("gzip, deflate, br", "br"));
    CHECK(http::accepts_encoding("GZIP;q=0.5", "gzip"));
    CHECK(http::accepts_encoding("*", "br"));
    CHECK_FALSE(http::accepts_encoding("*, br;q=0", "br"));
    CHECK_FALSE(http::accepts_encoding("br;q=0.000", "br"));
    CHECK_FALSE(http::accepts_encoding("br;q=x", "br"));
    CHECK_FALSE(http::accepts_encoding("gzip", "br"));
    CHECK_FALSE(http::accepts_encoding("", "br"));
}

TEST_CASE("the language is the one asked for most") {
    CHECK(http::preferred_language("de-AT,de;q=0.9,en;q=0.8") == "de");
    CHECK(http::preferred_language("en;q=0.2, ES;q=0.7") == "es");
    CHECK(http::preferred_language("*") == "");
    CHECK(http::preferred_language("../../etc") == "");
}

TEST_CASE("one range is understood, others are ignored") {
    auto range = [](std::string_view header) {
        auto parsed = http::parse_range(header, 100);
        return parsed ? std::to_string(parsed->first) + "-" + std::to_string(parsed->last) : "ignored";
    };
    CHECK(range("bytes=0-9") == "0-9");
    CHECK(range("bytes=90-") == "90-99");
    CHECK(range("bytes=-10") == "90-99");
    CHECK(range("bytes=-1000") == "0-99");
    CHECK(range("bytes=50-1000") == "50-99");
    CHECK(range("bytes=100-") == "1-0");
    CHECK(range("bytes=-0") == "1-0");
    for (std::string_view odd : {"bytes=5-1", "bytes=0-1,3-4", "lines=1-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-x", "bytes=--1"}) CHECK_MESSAGE(range(odd) == "ignored", odd);
}

TEST_CASE("cookies and parameters are read as browsers write them") {
    std::vector<std::pair<std::string, std::string>> cookies;
    http::parse_cookies("a=1; b=\"two\";c=x=y; ; =z; bad", cookies);
    REQUIRE(cookies.size() == 3);
    CHECK(cookies[1].second == "two");
    CHECK(cookies[2].second == "x=y");
    CHECK(http::parameter_of("form-data; name=\"a;\\\"b\"; filename=c", "name") == "a;\"b");
    CHECK(http::parameter_of("form-data; filename=\"\"", "filename") == "");
    CHECK_FALSE(http::parameter_of("form-data; filenames=x", "filename").has_value());
    CHECK(http::names_tag("\"a\", W/\"b\"", "\"b\""));
    CHECK(http::names_tag("*", "\"b\""));
    CHECK_FALSE(http::names_tag("\"c\"", "\"b\""));
}

namespace {
struct Parts final : http::PartSink {
    std::string told;
    base::Result<base::Done> begin_part(http::PartHead const& head) override {
        told += "[" + head.name + "|" + head.file_name + "|" + head.type + (head.is_file ? "|file:" : ":");
        return base::Done{};
    }
    base::Result<base::Done> part_bytes(std::string_view bytes) override { told += bytes; return base::Done{}; }
    base::Result<base::Done> end_part() override { told += "]"; return base::Done{}; }
};
std::string multipart(std::string_view body, std::size_t step) {
    Parts parts;
    http::Multipart reader("B", parts);
    while (!body.empty()) {
        if (!reader.take(body.substr(0, step))) return "refused";
        body.remove_prefix(std::min(step, body.size()));
    }
    return reader.finish() ? parts.told : "unfinished";
}
}  // namespace

TEST_CASE("a multipart body is the same however it is cut") {
    std::string body = "ignored\r\n--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--\r\n-B\r\n--B\r\n"
                       "content-disposition: form-data; name=f; filename=\"p.png\"\r\nContent-Type: image/png\r\n\r\n\r\n--B\r\n"
                       "Content-Disposition: form-data; name=\"z\"\r\n\r\n-\r\n--B--\r\nafter";
    for (std::size_t step : {1, 2, 3, 7, 1000}) CHECK(multipart(body, step) == "[a||text/plain:one\r\n--\r\n-B][f|p.png|image/png|file:][z||text/plain:-]");
}

TEST_CASE("a multipart body that is no form is refused") {
    CHECK(multipart("--B\r\nContent-Disposition: form-data; name=a\r\n\r\nhalf", 100) == "unfinished");
    CHECK(multipart("", 1) == "unfinished");
    for (std::string_view body : {"--B\r\n\r\nx\r\n--B--", "--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--", "--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--",
             "--B\r\nnonsense\r\n\r\nx\r\n--B--", "--Bxy"})
        CHECK_MESSAGE(multipart(body, 100) == "refused", body);
    CHECK(multipart("--B\r\nX: " + std::string(5000, 'a'), 100) == "refused");
}

TEST_CASE("only trusted proxies are believed about whom they speak for") {
    http::Proxies proxies("127.0.0.1, ::1,10.0.0.7");
    auto person = [&](std::string_view peer, std::string_view forwarded) { return http::address_text(proxies.person_behind(*http::parse_address(peer), forwarded)); };
    CHECK(person("203.0.113.9", "198.51.100.1") == "203.0.113.9");
    CHECK(person("127.0.0.1", "198.51.100.1") == "198.51.100.1");
    CHECK(person("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.7") == "198.51.100.1");
    CHECK(person("127.0.0.1", "198.51.100.1, nonsense") == "127.0.0.1");
    CHECK(person("127.0.0.1", "") == "127.0.0.1");
    CHECK(person("::1", "2001:db8::5") == "2001:db8::5");
    CHECK_THROWS(http::Proxies("proxy.example"));
}

TEST_CASE("an IPv6 household counts as one") {
    auto group = [](std::string_view text) { return http::group_of(*http::parse_address(text)); };
    CHECK(group("2001:db8:1:2::1") == group("2001:db8:1:2:ffff::9"));
    CHECK(group("2001:db8:1:2::1") != group("2001:db8:1:3::1"));
    CHECK(group("198.51.100.1") != group("198.51.100.2"));
    CHECK(group("::ffff:198.51.100.1") == group("198.51.100.1"));
    CHECK(http::is_loopback(*http::parse_address("127.1.2.3")));
    CHECK_FALSE(http::is_loopback(*http::parse_address("128.0.0.1")));
}

TEST_CASE("a bucket lets a burst through, then one at a time as it refills") {
    http::Limiter limiter;
    for (int i = 0; i < 10; ++i) {
        auto verdict = limiter.take("a", "ada", 10, 60'000, 1000);
        CHECK(verdict.allowed);
        CHECK(verdict.remaining == 9 - i);
    }
    auto refused = limiter.take("a", "ada", 10, 60'000, 1000);
    CHECK_FALSE(refused.allowed);
    CHECK(refused.retry_after_seconds == 6);
    CHECK(limiter.take("a", "eve", 10, 60'000, 1000).allowed);
    CHECK(limiter.take("b", "ada", 10, 60'000, 1000).allowed);
    CHECK(limiter.take("a", "ada", 10, 60'000, 7001).allowed);
    CHECK_FALSE(limiter.take("a", "ada", 10, 60'000, 7002).allowed);
}

TEST_CASE("a flood of addresses does not fill the memory") {
    http::Limiter limiter;
    for (int i = 0; i < 400'000; ++i) limiter.take("a", std::to_string(i), 10, 60'000, 1000);
    CHECK(limiter.buckets() <= http::Limiter::most_buckets);
}

namespace {
struct Alarm final : http::Timed {
    int rung = 0;
    void due() override { ++rung; }
};
}  // namespace

TEST_CASE("a deadline comes once, not before its time, and may be moved either way") {
    http::Wheel wheel(0);
    Alarm soon, late, moved, earlier, cleared, far;
    wheel.set(soon, 250);
    wheel.set(late, 5000);
    wheel.set(moved, 300);
    wheel.set(moved, 2000);
    wheel.set(earlier, 60'000);
    wheel.set(earlier, 400);
    wheel.set(cleared, 100);
    http::Wheel::clear(cleared);
    wheel.set(far, 300'000);
    wheel.advance(249);
    CHECK(soon.rung == 0);
    wheel.advance(1000);
    CHECK(soon.rung == 1);
    CHECK(earlier.rung == 1);
    CHECK(moved.rung == 0);
    wheel.advance(1999);
    CHECK(moved.rung == 0);
    wheel.advance(5000);
    CHECK(moved.rung == 1);
    CHECK(late.rung == 1);
    wheel.advance(299'900);
    CHECK(far.rung == 0);
    wheel.advance(300'100);
    CHECK(far.rung == 1);
    CHECK(soon.rung == 1);
    CHECK(cleared.rung == 0);
    {
        Alarm gone;
        wheel.set(gone, 300'200);
    }
    wheel.advance(301'000);
}

TEST_CASE("an event for many readers survives line breaks in its payload") {
    CHECK(http::server_sent_event({"update", "{}"}) == "event: update\ndata: {}\n\n");
    CHECK(http::server_sent_event({"", "a\nb\r\nc\rd"}) == "data: a\ndata: b\ndata: c\ndata: d\n\n");
    CHECK(http::stream_document({"hashtag", "x"}, {"update", "{\"a\":1}"}) == R"({"stream":["hashtag","x"],"event":"update","payload":"{\"a\":1}"})");
}

namespace {
struct Heard final : http::FrameReader::Incoming {
    std::string told;
    void on_text(std::string_view text) override { (told += "text:") += text; }
    void on_ping(std::string_view text) override { (told += "ping:") += text; }
    void on_close(std::uint16_t code) override { told += "close:" + std::to_string(code); }
};
std::string masked(unsigned char first, std::string_view payload) {
    std::string out{static_cast<char>(first)};
    if (payload.size() < 126) out += static_cast<char>(0x80 | payload.size());
    else out += {static_cast<char>(0xfe), static_cast<char>(payload.size() >> 8), static_cast<char>(payload.size() & 255)};
    std::string_view mask = "\x01\x02\x03\x04";
    out += mask;
    for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ mask[i % 4]);
    return out;
}
}  // namespace

TEST_CASE("WebSocket frames become messages however they are cut") {
    std::string bytes = masked(0x81, "hello") + masked(0x01, "fra") + masked(0x89, "p") + masked(0x80, "gment") + masked(0x81, std::string(300, 'x')) + masked(0x88, "\x03\xe8");
    for (std::size_t step : {1, 2, 5, 1000}) {
        Heard heard;
        http::FrameReader reader;
        for (std::size_t at = 0; at < bytes.size(); at += step) CHECK(reader.take(std::string_view(bytes).substr(at, step), heard) == 0);
        CHECK(heard.told == "text:helloping:ptext:fragmenttext:" + std::string(300, 'x') + "close:1000");
    }
}

TEST_CASE("what breaks the WebSocket protocol is answered with its code") {
    auto code = [](std::string const& bytes) {
        Heard heard;
        http::FrameReader reader;
        return reader.take(bytes, heard);
    };
    CHECK(code("\x81\x01" "a") == 1002);                  // not masked
    CHECK(code(masked(0xc1, "a")) == 1002);               // an extension nobody agreed on
    CHECK(code(masked(0x80, "a")) == 1002);               // continues nothing
    CHECK(code(masked(0x01, "a") + masked(0x81, "b")) == 1002);
    CHECK(code(masked(0x09, "a")) == 1002);               // a control frame in parts
    CHECK(code(masked(0x89, std::string(126, 'a'))) == 1002);
    CHECK(code(masked(0x83, "a")) == 1002);
    CHECK(code(masked(0x88, "a")) == 1002);
    CHECK(code(masked(0x88, "\x03\xed")) == 1002);        // 1005 is never sent
    CHECK(code(masked(0x82, "a")) == 1003);
    CHECK(code(masked(0x81, "\xff")) == 1007);
    CHECK(code(std::string("\x81\xff\0\0\0\0\0\1\0\1mask", 14)) == 1009);
    CHECK(code(masked(0x01, std::string(60'000, 'a')) + masked(0x80, std::string(60'000, 'a'))) == 1009);
}

TEST_CASE("frames we send say their length in the shortest form") {
    CHECK(http::websocket_frame(http::Opcode::text, "hi") == "\x81\x02hi");
    CHECK(http::websocket_frame(http::Opcode::text, std::string(300, 'a')).substr(0, 4) == "\x81\x7e\x01\x2c");
    CHECK(http::websocket_frame(http::Opcode::text, std::string(70'000, 'a')).substr(0, 10) == std::string("\x81\x7f\0\0\0\0\0\1\x11\x70", 10));
}
