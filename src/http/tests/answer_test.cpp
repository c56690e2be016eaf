// One request through access, CSRF, route and refusal, without a socket.
#include "site.hpp"

using http::Open, http::Access, http::Request;
using site::Site;

namespace {

http::Answer fine(Request const&, db::Read&) { return http::text("fine"); }
http::Answer changed(Request const& request, db::Write& write) {
    write.run(site::insert_note, {write.new_id<base::PostId>(), std::string_view("x")});
    if (request.fields.has("refuse")) return base::refuse_field("refuse", "ERR_INVALID", "Not this.");
    if (request.fields.has("status")) return http::text("no", 400);
    return http::text("changed");
}

struct Routes : Site {
    Routes() {
        api.get("/api/open", Open::to_anyone, fine);
        api.get("/api/scoped", Access(Open::to_anyone, "read:statuses"), fine);
        api.get("/api/apps", Open::to_apps, fine);
        api.get("/api/mine", Access(Open::to_members, "read:accounts"), fine);
        api.get("/api/unscoped", Open::to_members, fine);
        api.get("/api/moderate", Access(Open::to_moderators, "admin:read"), fine);
        api.get("/api/administer", Access(Open::to_admins, "admin:read"), fine);
        api.post("/api/change", Access(Open::to_members, "write"), changed);
        pages.get("/home", Open::to_members, fine);
        pages.post("/form", Open::to_anyone, changed);
        pages.post("/free", Open::to_anyone, changed).without_csrf();
        pages.post("/slow", Open::to_anyone, changed).without_csrf().first([](Request& request) -> base::Result<base::Done> {
            if (request.fields.text("password") != "right") return base::refuse_field("password", "ERR_INVALID", "Wrong.");
            return base::Done{};
        });
    }
    http::Response ask(std::string method, std::string path, std::string bearer = "", std::string session = "", std::string fields = "") {
        Request request{.method = std::move(method), .path = std::move(path)};
        request.headers.emplace_back("host", "h");
        if (!bearer.empty()) request.headers.emplace_back("authorization", "Bearer " + bearer);
        if (!session.empty()) request.cookies.emplace_back("session", session);
        REQUIRE(http::parse_query(fields, request.fields));
        know(request);
        return http::answer(router, database, std::move(request));
    }
    std::string header(http::Response const& response, std::string_view name) {
        for (auto const& [each, value] : response.headers)
            if (each == name) return value;
        return "";
    }
};

}  // namespace

TEST_CASE_FIXTURE(Routes, "a route lets in whom it names and tells others why not") {
    CHECK(ask("GET", "/api/open").body == "fine");
    CHECK(ask("GET", "/api/open", "ada").body == "fine");
    CHECK(ask("GET", "/api/mine").status == 401);
    CHECK(header(ask("GET", "/api/mine"), "WWW-Authenticate") == "Bearer realm=\"Salve\"");
    CHECK(ask("GET", "/api/mine", "wrong").body == R"({"error":"The access token is invalid"})");
    CHECK(ask("GET", "/api/mine", "ada read").body == "fine");
    CHECK(ask("GET", "/api/mine", "ada read:accounts").body == "fine");
    auto outside = ask("GET", "/api/mine", "ada read:statuses");
    CHECK(outside.status == 403);
    CHECK(outside.body == R"({"error":"This action is outside the authorized scopes"})");
    CHECK(ask("GET", "/api/mine", "app read").status == 422);
    CHECK(ask("GET", "/api/apps", "app").body == "fine");
    CHECK(ask("GET", "/api/apps").status == 401);
    CHECK(ask("GET", "/api/mine", "", "ada").body == "fine");
}

TEST_CASE_FIXTURE(Routes, "a route without a scope is closed to tokens unless it is open to anyone") {
    CHECK(ask("GET", "/api/unscoped", "ada read write").status == 403);
    CHECK(ask("GET", "/api/unscoped", "", "ada").status == 200);
    CHECK(ask("GET", "/api/scoped").status == 200);
    CHECK(ask("GET", "/api/scoped", "ada write").status == 403);
}

TEST_CASE_FIXTURE(Routes, "roles are stairs") {
    for (auto [who, moderate, administer] : {std::tuple{"ada", 403, 403}, {"moderator", 200, 403}, {"admin", 200, 200}}) {
        CHECK(ask("GET", "/api/moderate", "", who).status == moderate);
        CHECK(ask("GET", "/api/administer", "", who).status == administer);
        CHECK(ask("GET", "/api/administer", std::string(who) + " read write").status == 403);
    }
}

TEST_CASE_FIXTURE(Routes, "a page asks strangers to sign in") {
    auto response = ask("GET", "/home");
    CHECK(response.status == 303);
    CHECK(header(response, "Location") == "/sign-in");
}

TEST_CASE_FIXTURE(Routes, "a form counts only with its token, and a refusal of it changes nothing") {
    CHECK(ask("POST", "/form", "", "ada").status == 403);
    CHECK(ask("POST", "/form", "", "ada", "csrf=token-of-eve").status == 403);
    CHECK(ask("POST", "/form", "", "", "csrf=").status == 403);
    CHECK(notes() == 0);
    CHECK(ask("POST", "/form", "", "ada", "csrf=token-of-ada").body == "changed");
    CHECK(ask("POST", "/free").body == "changed");
    CHECK(ask("POST", "/api/change", "ada write").body == "changed");
    CHECK(notes() == 3);
}

TEST_CASE_FIXTURE(Routes, "a stranger's form counts when its cookie says the same") {
    auto post = [&](std::string cookie, std::string field, std::vector<std::pair<std::string, std::string>> headers) {
        Request request{.method = "POST", .path = "/form", .headers = std::move(headers)};
        request.headers.emplace_back("host", "salve.example");
        request.cookies.emplace_back("csrf_anonymous", std::move(cookie));
        request.fields.add("csrf", std::move(field));
        return http::answer(router, database, std::move(request)).status;
    };
    CHECK(post("abc", "abc", {}) == 200);
    CHECK(post("abc", "abd", {}) == 403);
    CHECK(post("", "", {}) == 403);
    CHECK(post("abc", "abc", {{"sec-fetch-site", "same-origin"}}) == 200);
    CHECK(post("abc", "abc", {{"sec-fetch-site", "cross-site"}}) == 403);
    CHECK(post("abc", "abc", {{"sec-fetch-site", "same-site"}}) == 403);
    CHECK(post("abc", "abc", {{"origin", "https://salve.example"}}) == 200);
    CHECK(post("abc", "abc", {{"origin", "https://evil.example"}}) == 403);
    CHECK(post("abc", "abc", {{"origin", "null"}}) == 403);
}

TEST_CASE_FIXTURE(Routes, "a refusal undoes the change, and so does an answer of 400 or more") {
    auto refused = ask("POST", "/free", "", "", "refuse=1");
    CHECK(refused.status == 422);
    CHECK(ask("POST", "/free", "", "", "status=400").status == 400);
    CHECK(notes() == 0);
}

TEST_CASE_FIXTURE(Routes, "the slow step comes before the change and may refuse it") {
    CHECK(ask("POST", "/slow", "", "", "password=wrong").status == 422);
    CHECK(notes() == 0);
    CHECK(ask("POST", "/slow", "", "", "password=right").body == "changed");
}

TEST_CASE_FIXTURE(Routes, "unknown addresses, wrong methods, HEAD and OPTIONS have their answers") {
    CHECK(ask("GET", "/nowhere").body == "page: Record not found");
    CHECK(ask("GET", "/api/nowhere").body == R"({"error":"Record not found"})");
    auto wrong = ask("DELETE", "/api/open");
    CHECK(wrong.status == 405);
    CHECK(header(wrong, "Allow") == "GET, HEAD, OPTIONS");
    auto head = ask("HEAD", "/api/open");
    CHECK(head.status == 200);
    CHECK(head.body.empty());
    auto options = ask("OPTIONS", "/api/change");
    CHECK(options.status == 204);
    CHECK(header(options, "Access-Control-Allow-Methods") == "OPTIONS, POST");
}

TEST_CASE_FIXTURE(Routes, "a broken world is told by its kind and never in detail") {
    auto breaks = [&](std::string path, auto what) {
        api.get(path, Open::to_anyone, [what](Request const&, db::Read&) -> http::Answer { throw what; });
        base::set_log_level(static_cast<base::Level>(99));  // what is logged is expected here
        auto response = ask("GET", path);
        base::set_log_level(base::Level::error);
        CHECK(response.body.find("secret") == response.body.npos);
        return response;
    };
    using Kind = db::Broken::Kind;
    CHECK(breaks("/api/full", db::Broken(Kind::full, "secret")).status == 507);
    CHECK(breaks("/api/busy", db::Broken(Kind::busy, "secret")).status == 503);
    auto late = breaks("/api/late", db::Broken(Kind::deadline, "secret"));
    CHECK(late.status == 503);
    CHECK(header(late, "Retry-After") == "5");
    CHECK(breaks("/api/other", db::Broken(Kind::other, "secret")).status == 500);
    CHECK(breaks("/api/any", std::runtime_error("secret")).status == 500);
    CHECK(breaks("/api/odd", 17).status == 500);
}
