// What is refused, in words that apps know; and who may call what.
#include "api.hpp"

using namespace testing_api;

TEST_CASE_FIXTURE(Api, "refusals use Mastodon's words") {
    auto blank = post("/api/v1/statuses", ada, "status=");
    CHECK(blank.status() == 422);
    CHECK(blank.text("error") == "Validation failed: Text can't be blank");
    CHECK(get("/api/v1/statuses/17", ada).status() == 404);
    CHECK(get("/api/v1/statuses/17", ada).text("error") == "Record not found");
    CHECK(get("/api/v1/statuses/nothing", ada).status() == 404);
    auto stranger = get("/api/v1/timelines/home");
    CHECK(stranger.status() == 401);
    CHECK(stranger.text("error") == "The access token is invalid");
    CHECK(get("/api/v1/nothing").status() == 404);
    auto wrong = post("/api/v1/statuses", ada, "status=x&visibility=everybody");
    CHECK(wrong.status() == 422);
    CHECK(wrong.text("error").starts_with("Validation failed: "));
    CHECK(wrong["details"].has("visibility"));
    CHECK(post("/api/v1/statuses", ada, "status=x&media_ids[]=1").status() == 422);
    CHECK(post("/api/v1/statuses", ada, "status=x&in_reply_to_id=17").status() == 404);
}

TEST_CASE_FIXTURE(Api, "a post that may not be seen is not found, whatever is asked of it") {
    auto hidden = status(say(ada, "For nobody", Visibility::direct)->id);
    for (auto part : {"", "/context", "/source", "/history", "/favourited_by", "/reblogged_by"}) {
        INFO(part);
        CHECK(get(hidden + part, ben).status() == 404);
    }
    for (auto action : {"/favourite", "/reblog", "/bookmark", "/pin"}) {
        INFO(action);
        CHECK(post(hidden + action, ben).status() == 404);
    }
    CHECK(ask(request("DELETE", hidden, ben)).status() == 404);
}

TEST_CASE_FIXTURE(Api, "each route asks for its scope") {
    auto id = say(ada, "Hello")->id.text(), who = ben.text();
    struct Row { std::string method, target, enough, too_little; };
    std::vector<Row> const table = {
        {"GET", "/api/v1/accounts/verify_credentials", "read:accounts", "read:statuses write follow"},
        {"GET", "/api/v1/timelines/home", "read:statuses", "read:accounts write follow"},
        {"GET", "/api/v1/timelines/public", "read", "write follow"},
        {"GET", "/api/v1/notifications", "read:notifications", "read:statuses write"},
        {"GET", "/api/v1/bookmarks", "read:bookmarks", "read:favourites write"},
        {"GET", "/api/v1/favourites", "read:favourites", "read:bookmarks write"},
        {"GET", "/api/v1/follow_requests", "follow", "read:accounts write:accounts"},
        {"GET", "/api/v1/accounts/relationships?id=" + who, "read:follows", "read:accounts write"},
        {"GET", "/api/v2/search?q=ada", "read:search", "read:accounts write"},
        {"GET", "/api/v1/followed_tags", "read:follows", "read:statuses write"},
        {"POST", "/api/v1/statuses?status=Hi", "write:statuses", "read write:accounts"},
        {"POST", "/api/v1/statuses/" + id + "/favourite", "write:favourites", "read write:statuses"},
        {"POST", "/api/v1/statuses/" + id + "/bookmark", "write:bookmarks", "read write:statuses"},
        {"POST", "/api/v1/statuses/" + id + "/reblog", "write:statuses", "read write:favourites"},
        {"POST", "/api/v1/statuses/" + id + "/pin", "write:accounts", "read write:statuses"},
        {"POST", "/api/v1/accounts/" + who + "/follow", "follow", "read write:accounts"},
        {"POST", "/api/v1/tags/asthma/follow", "write:follows", "read write:statuses"},
        {"POST", "/api/v1/notifications/clear", "write:notifications", "read write:statuses"},
        {"PATCH", "/api/v1/accounts/update_credentials?locked=true", "write:accounts", "read write:statuses"},
        {"DELETE", "/api/v1/statuses/" + id, "write:statuses", "read write:accounts"},
    };
    for (auto const& row : table) {
        CAPTURE(row.target);
        auto refused = ask(request(row.method, row.target, ada, {}, row.too_little));
        CHECK(refused.status() == 403);
        CHECK(refused.text("error") == "This action is outside the authorized scopes");
        CHECK(ask(request(row.method, row.target, ada, {}, row.enough)).status() == 200);
    }
}

TEST_CASE_FIXTURE(Api, "every route of members is closed to visitors") {
    int closed = 0;
    for (auto const* route : router.all()) {
        if (route->access.open != http::Open::to_members) continue;
        CAPTURE(route->pattern);
        CHECK_FALSE(route->access.scope.empty());
        auto target = route->pattern;
        if (auto colon = target.find(':'); colon != target.npos) {
            auto end = target.find('/', colon);
            target.replace(colon, end == target.npos ? target.npos : end - colon, "1");
        }
        CHECK(ask(request(route->method, target, {})).status() == 401);
        ++closed;
    }
    CHECK(closed > 40);
}
