// Which route an address leads to, and what the small makers of responses write.
#include "base/settings.hpp"
#include "http/router.hpp"
#include <doctest/doctest.h>
#include <stdexcept>

using http::Open, http::Router;

namespace {

http::Answer nothing(http::Request const&, db::Read&) { return http::text(""); }
http::Answer change(http::Request const&, db::Write&) { return http::text(""); }

struct Routes {
    Router router;
    Router::Section section = router.speaking(http::refuse_as_json);
    Routes() {
        section.get("/", Open::to_anyone, nothing);
        section.get("/users/:name", Open::to_anyone, nothing);
        section.get("/users/search", Open::to_anyone, nothing);
        section.post("/users/:name", Open::to_members, change);
        section.remove("/users/:name", Open::to_members, change);
        section.get("/users/search/:what/deep", Open::to_anyone, nothing);
        section.get("/users/:name/posts/:post", Open::to_anyone, nothing);
        section.get("/@:name", Open::to_anyone, nothing);
        section.get("/:page", Open::to_anyone, nothing);
        section.get("/files/*rest", Open::to_anyone, nothing);
        section.get("/files/own", Open::to_anyone, nothing);
        section.get("/notes/:note", Open::to_anyone, nothing);
        section.get("/notes/:note.atom", Open::to_anyone, nothing);
        section.get("/oauth/authorize/", Open::to_anyone, nothing);
    }
    std::string at(std::string_view path, std::string_view method = "GET") const {
        auto match = router.find(method, path);
        if (!match.route) return "";
        auto text = match.route->pattern;
        for (auto const& [name, value] : match.parameters.all()) text += " " + name + "=" + value;
        return text;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Routes, "an address leads to the route that says it most exactly") {
    CHECK(at("/") == "/");
    CHECK(at("/users/ada") == "/users/:name name=ada");
    CHECK(at("/users/search") == "/users/search");
    CHECK(at("/users/search/x/deep") == "/users/search/:what/deep what=x");
    CHECK(at("/users/search/posts/7") == "/users/:name/posts/:post name=search post=7");
    CHECK(at("/@ada") == "/@:name name=ada");
    CHECK(at("/@") == "/:page page=@");
    CHECK(at("/about") == "/:page page=about");
    CHECK(at("/files/a/b.css") == "/files/*rest rest=a/b.css");
    CHECK(at("/files/own") == "/files/own");
    CHECK(at("/users") == "/:page page=users");
    CHECK(at("/users/ada/nothing") == "");
    CHECK(at("users/ada") == "");
    CHECK(at("") == "");
}

TEST_CASE_FIXTURE(Routes, "what follows a parameter in its segment is part of the address") {
    CHECK(at("/notes/7") == "/notes/:note note=7");
    CHECK(at("/notes/7.atom") == "/notes/:note.atom note=7");
    CHECK(at("/notes/.atom") == "/notes/:note note=.atom");
    CHECK(at("/notes/7.rss") == "/notes/:note note=7.rss");
    CHECK(http::openapi(router, "/notes", "notes", "1").contains("/notes/{note}.atom"));
}

TEST_CASE_FIXTURE(Routes, "a trailing slash changes nothing") {
    CHECK(at("/users/ada/") == "/users/:name name=ada");
    CHECK(at("/oauth/authorize") == "/oauth/authorize/");
    CHECK(at("/oauth/authorize/") == "/oauth/authorize/");
}

TEST_CASE_FIXTURE(Routes, "a literal without the method gives way to a parameter that has it") {
    CHECK(at("/users/search", "POST") == "/users/:name name=search");
    CHECK(at("/users/ada", "HEAD") == "/users/:name name=ada");
}

TEST_CASE_FIXTURE(Routes, "a wrong method tells what the address takes") {
    auto match = router.find("PATCH", "/users/ada");
    CHECK(match.route == nullptr);
    CHECK(match.methods == std::vector<std::string>{"DELETE", "GET", "HEAD", "OPTIONS", "POST"});
    CHECK(router.find("PATCH", "/no/such/place").methods.empty());
}

TEST_CASE_FIXTURE(Routes, "routes that could not be told apart are refused when they are added") {
    CHECK_THROWS_AS(section.get("/users/:name", Open::to_anyone, nothing), std::logic_error);
    CHECK_THROWS_AS(section.get("/users/:other/x", Open::to_anyone, nothing), std::logic_error);
    CHECK_THROWS_AS(section.get("users", Open::to_anyone, nothing), std::logic_error);
    CHECK_THROWS_AS(section.get("/a/*rest/b", Open::to_anyone, nothing), std::logic_error);
}

TEST_CASE_FIXTURE(Routes, "an unknown address is refused in the dialect of its longest prefix") {
    router.unknown("/", [](http::Request const&, base::Refusal const&, int status) { return http::html("page", status); });
    router.unknown("/api/", http::refuse_as_json);
    router.unknown("/api/odd/", [](http::Request const&, base::Refusal const&, int status) { return http::text("odd", status); });
    auto body = [&](std::string_view path) { return router.refusal_for(path)({}, {base::Why::not_found, "No", {}}, 404).body; };
    CHECK(body("/x") == "page");
    CHECK(body("/api/v1") == R"({"error":"No"})");
    CHECK(body("/api/odd/x") == "odd");
}

TEST_CASE("a refusal in JSON groups what is wrong by field") {
    base::Refusal refusal{base::Why::invalid, "Validation failed", {{"username", "ERR_BLANK", "can't be blank"}, {"email", "ERR_TAKEN", "is taken"}, {"username", "ERR_TOO_SHORT", "is too short"}}};
    auto response = http::refuse_as_json({}, refusal, 422);
    CHECK(response.status == 422);
    CHECK(response.type == "application/json; charset=utf-8");
    CHECK(response.body == R"({"error":"Validation failed","details":{"username":[{"error":"ERR_BLANK","description":"can't be blank"},{"error":"ERR_TOO_SHORT","description":"is too short"}],"email":[{"error":"ERR_TAKEN","description":"is taken"}]}})");
}

TEST_CASE("a wide scope covers a narrow one and nothing beside it") {
    http::Person person;
    person.scopes = "read write:statuses";
    CHECK(person.may("read"));
    CHECK(person.may("read:statuses"));
    CHECK(person.may("write:statuses"));
    CHECK_FALSE(person.may("write"));
    CHECK_FALSE(person.may("write:media"));
    CHECK_FALSE(person.may("readers"));
    CHECK_FALSE(person.may("follow"));
    person.scopes = "follow";
    CHECK(person.may("write:follows"));
    CHECK(person.may("read:blocks"));
    CHECK_FALSE(person.may("write:statuses"));
    person.scopes = "";
    CHECK_FALSE(person.may("read"));
    person.by_session = true;
    CHECK(person.may("admin:read"));
}

TEST_CASE("a cookie is kept from scripts, other sites and plain connections") {
    http::Response response;
    http::set_cookie(response, {.name = "session", .value = "abc", .seconds = 60});
    CHECK(response.headers.back() == std::pair<std::string, std::string>{"Set-Cookie", "session=abc; Path=/; SameSite=Lax; Max-Age=60; HttpOnly"});
    base::site_url.change("https://salve.example");
    http::set_cookie(response, {.name = "theme", .value = "dark", .seconds = -1, .script_may_read = true});
    base::site_url.change("http://localhost:8080");
    CHECK(response.headers.back().second == "theme=dark; Path=/; SameSite=Lax; Max-Age=0; Secure");
}

TEST_CASE("an address to go to cannot smuggle a header") {
    auto response = http::redirect("/a\r\nSet-Cookie: x=1");
    CHECK(response.status == 303);
    CHECK(response.headers.front().second == "/aSet-Cookie: x=1");
}

TEST_CASE_FIXTURE(Routes, "the OpenAPI document tells addresses, parameters and scopes") {
    section.get("/api/posts/:post", http::Access(Open::to_members, "read:statuses"), nothing).says("One post");
    section.post("/api/posts", http::Access(Open::to_members, "write:statuses"), change).says("Post").takes_field("status", "string", "The text", true);
    auto text = http::openapi(router, "/api/", "Salve", "1");
    CHECK(text.find(R"("/api/posts/{post}":{"get":{"summary":"One post","parameters":[{"name":"post","in":"path","required":true)") != text.npos);
    CHECK(text.find(R"("security":[{"oauth":["read:statuses"]}])") != text.npos);
    CHECK(text.find(R"("required":["status"])") != text.npos);
    CHECK(text.find("/users") == text.npos);
}
