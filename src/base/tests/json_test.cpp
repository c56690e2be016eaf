// JSON as it leaves the server.
#include "base/json.hpp"
#include "base/text.hpp"
#include <cmath>
#include <doctest/doctest.h>
#include <optional>

using namespace base;

TEST_CASE("commas and nesting are its own") {
    Json json;
    json.object().pair("id", "1").pair("count", 3).key("tags").array().value("a").value("b").end();
    json.key("empty").array().end().key("none").object().end().key("deep").array().array().end().object().pair("x", true).end().end().end();
    CHECK(json.text() == R"({"id":"1","count":3,"tags":["a","b"],"empty":[],"none":{},"deep":[[],{"x":true}]})");
}

TEST_CASE("every kind of value has its word") {
    Json json;
    json.array().value(std::int64_t{-9223372036854775807 - 1}).value(0.5).value(1e300).value(true).value(false).null();
    json.value(std::optional<int>{}).value(std::optional<int>{4}).value(std::nan("")).value(INFINITY).raw(R"({"a":1})").end();
    CHECK(json.take() == R"([-9223372036854775808,0.5,1e+300,true,false,null,null,4,null,null,{"a":1}])");
}

TEST_CASE("characters that JSON reserves are escaped wherever they stand") {
    CHECK(json_quote("") == "\"\"");
    CHECK(json_quote("\"\\/\b\f\n\r\t") == R"("\"\\/\b\f\n\r\t")");
    CHECK(json_quote(std::string_view("\0\x1f\x7f", 3)) == "\"\\u0000\\u001f\x7f\"");
    for (std::size_t before = 0; before < 20; ++before) {  // every place within the eight bytes looked at together
        std::string text = std::string(before, 'x') + "\"" + std::string(before, 'y') + "\n";
        CHECK(json_quote(text) == "\"" + std::string(before, 'x') + "\\\"" + std::string(before, 'y') + "\\n\"");
    }
}

TEST_CASE("every single byte, among plain ones, is written correctly") {
    for (int byte = 0; byte < 256; ++byte) {
        CAPTURE(byte);
        auto quoted = json_quote(std::string("before--") + static_cast<char>(byte) + "after---");
        CHECK(is_utf8(quoted));
        CHECK(quoted.starts_with("\"before--"));
        CHECK(quoted.ends_with("after---\""));
        std::size_t plain = 18 + 1;
        if (byte >= 0x80) plain = 18 + 3;
        else if (byte == '"' || byte == '\\' || (byte >= 8 && byte <= 13 && byte != 11)) plain = 18 + 2;
        else if (byte < 0x20) plain = 18 + 6;
        CHECK(quoted.size() == plain);
    }
}

TEST_CASE("UTF-8 passes unchanged, and what is not UTF-8 becomes U+FFFD") {
    CHECK(json_quote("Grüße, 健康 👩🏽‍⚕️") == "\"Grüße, 健康 👩🏽‍⚕️\"");
    CHECK(json_quote("a\xff\xffz") == "\"a\uFFFD\uFFFDz\"");
    CHECK(json_quote("cut \xe2\x82") == "\"cut \uFFFD\"");
    CHECK(json_quote("\xed\xa0\x80|") == "\"\uFFFD\uFFFD\uFFFD|\"");
    CHECK(json_quote("\xc3\"") == "\"\uFFFD\\\"\"");
}
