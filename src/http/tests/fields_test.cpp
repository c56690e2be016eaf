// What forms, queries and JSON bodies become.
#include "http/fields.hpp"
#include <doctest/doctest.h>

using http::Fields;

namespace {
Fields query(std::string_view text) {
    Fields fields;
    REQUIRE(http::parse_query(text, fields));
    return fields;
}
Fields json(std::string_view text) {
    Fields fields;
    auto outcome = http::parse_json(text, fields);
    REQUIRE_MESSAGE(outcome, (outcome ? "" : outcome.error().message));
    return fields;
}
}  // namespace

TEST_CASE("a query is split, decoded and kept in order") {
    auto fields = query("a=1&b=two+words&c=%C3%A9&d&a=2&&=x");
    CHECK(fields.text("a") == "2");
    CHECK(fields.list("a") == std::vector<std::string>{"1", "2"});
    CHECK(fields.text("b") == "two words");
    CHECK(fields.text("c") == "é");
    CHECK(fields.has("d"));
    CHECK_FALSE(fields.has("e"));
    CHECK_FALSE(fields.maybe("e").has_value());
}

TEST_CASE("a list is asked for by one name, however it was spelled") {
    CHECK(query("id[]=1&id=2&id[0]=3&id[x]=4&ids=5").list("id") == std::vector<std::string>{"1", "2", "3"});
    CHECK(query("poll[options][]=a&poll[options][]=b").list("poll[options]") == std::vector<std::string>{"a", "b"});
    CHECK(query("poll[options][]=a").has("poll"));
    CHECK_FALSE(query("polling=a").has("poll"));
}

TEST_CASE("bad encoding, bad UTF-8 and zero bytes are refused with the field's name") {
    for (std::string_view text : {"name=%", "name=%4", "name=%zz", "name=%FF", "name=%C3", "name=a%00b", "name=%ED%A0%80"}) {
        Fields fields;
        auto outcome = http::parse_query(text, fields);
        REQUIRE_FALSE(outcome);
        REQUIRE(outcome.error().fields.size() == 1);
        CHECK(outcome.error().fields[0].field == "name");
    }
    Fields fields;
    CHECK_FALSE(http::parse_query("%FF=1", fields));
    CHECK_FALSE(http::parse_query("%G=1", fields));
}

TEST_CASE("more than a thousand fields are refused") {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "a=1&";
    Fields enough, more;
    CHECK(http::parse_query(text, enough));
    CHECK_FALSE(http::parse_query(text + "a=1", more));
    std::string list = "{\"a\":[1";
    for (int i = 0; i < 1000; ++i) list += ",1";
    CHECK_FALSE(http::parse_json(list + "]}", more));
}

TEST_CASE("JSON is flattened the way forms spell it") {
    auto fields = json(R"({"status":"Hi é\n","sensitive":true,"poll":{"options":["a","b"],"expires_in":3600,"multiple":false},
        "in_reply_to_id":null,"big":18446744073709551615,"half":0.5,"minus":-7,"fields_attributes":[{"name":"n","value":"v"},{"name":"m"}]})");
    CHECK(fields.text("status") == "Hi é\n");
    CHECK(fields.flag("sensitive") == true);
    CHECK(fields.list("poll[options]") == std::vector<std::string>{"a", "b"});
    CHECK(fields.integer("poll[expires_in]") == 3600);
    CHECK(fields.flag("poll[multiple]") == false);
    CHECK_FALSE(fields.has("in_reply_to_id"));
    CHECK(fields.text("big") == "18446744073709551615");
    CHECK(fields.text("half") == "0.5");
    CHECK(fields.integer("minus") == -7);
    CHECK(fields.text("fields_attributes[0][name]") == "n");
    CHECK(fields.text("fields_attributes[1][name]") == "m");
}

TEST_CASE("JSON that is broken, deep, not an object or not text is refused") {
    Fields fields;
    for (std::string_view text : {"{", "[1]", "\"a\"", "1", "{\"a\":1}x", "{\"a\":\"\xff\"}", "{\"a\":\"\\ud800\"}", "{'a':1}", "{\"a\":\"\\u0000\"}", "{\"a\":{\"b]\":1}}"})
        CHECK_FALSE_MESSAGE(http::parse_json(text, fields), text);
    std::string deep = "{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
    CHECK_FALSE(http::parse_json(deep, fields));
    CHECK(http::parse_json("", fields));
    CHECK(http::parse_json(" \n", fields));
}

TEST_CASE("booleans come in the spellings that apps use") {
    auto fields = query("a=True&b=on&c=1&d=0&e=false&f=&g=maybe");
    for (char const* yes : {"a", "b", "c"}) CHECK(fields.flag(yes) == true);
    for (char const* no : {"d", "e", "f"}) CHECK(fields.flag(no) == false);
    CHECK_FALSE(fields.flag("g").has_value());
    CHECK_FALSE(fields.flag("h").has_value());
}

TEST_CASE("a number is a whole number and nothing else") {
    auto fields = query("a=12&b=-3&c=1.5&d=12x&e=&f=9223372036854775808&g=%2012");
    CHECK(fields.integer("a") == 12);
    CHECK(fields.integer("b") == -3);
    for (char const* name : {"c", "d", "e", "f", "g"}) CHECK_FALSE(fields.integer(name).has_value());
}

TEST_CASE("percent encoding goes there and back for every byte") {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    CHECK(http::percent_decode(http::percent_encode(bytes)) == bytes);
    CHECK(http::percent_encode("a b/é~") == "a%20b%2F%C3%A9~");
    CHECK(http::percent_decode("a+b") == "a+b");
    CHECK_FALSE(http::percent_decode("100%").has_value());
}
