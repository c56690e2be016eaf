// Scheduled posts over the API.
#include "api.hpp"

using namespace testing_api;

namespace {

struct Schedules : Api {
    std::string in(base::Time ahead) { return base::iso8601(base::clock_now() + ahead); }
    Answered schedule(AccountId who, std::string const& at, std::string const& more = {}) {
        return post("/api/v1/statuses", who, "status=Later&scheduled_at=" + http::percent_encode(at) + more);
    }
    std::string address(Answered const& made) { return "/api/v1/scheduled_statuses/" + made.text("id"); }
    Answered put(std::string const& target, AccountId who, std::string const& fields) { return ask(request("PUT", target, who, fields)); }
    Answered remove(std::string const& target, AccountId who) { return ask(request("DELETE", target, who)); }
};

}  // namespace

TEST_CASE_FIXTURE(Schedules, "a post for later is answered as scheduled, and is not there yet") {
    auto made = schedule(ada, in(base::hour), "&visibility=unlisted&spoiler_text=Note&poll[options][]=a&poll[options][]=b&poll[expires_in]=600");
    REQUIRE(made.status() == 200);
    check_shape(made.json(), "id:s scheduled_at:s params:o media_attachments:a");
    check_shape(made["params"], "text:s sensitive:b spoiler_text:s visibility:s language:s? in_reply_to_id:s? quoted_status_id:s? application_id:i "
                                "media_ids:a? poll:o? idempotency:s? scheduled_at:s? with_rate_limit:b");
    CHECK(made["params"]["text"].text() == "Later");
    CHECK(made["params"]["visibility"].text() == "unlisted");
    CHECK(made["params"]["poll"]["options"].size() == 2);
    CHECK(get("/api/v1/accounts/" + ada.text() + "/statuses", ada).json().size() == 0);
    CHECK(get("/api/v1/scheduled_statuses", ada).ids() == std::vector<std::string>{made.text("id")});
    CHECK(get("/api/v1/scheduled_statuses", ben).json().size() == 0);
    check();
}

TEST_CASE_FIXTURE(Schedules, "what lies in the past is posted at once; what is too soon, or no moment, is refused") {
    CHECK(schedule(ada, in(-base::hour)).json().has("content"));
    auto soon = schedule(ada, in(4 * base::minute));
    CHECK(soon.status() == 422);
    CHECK(soon.text("error").starts_with("Validation failed: Scheduled at"));
    CHECK(soon["details"].has("scheduled_at"));
    CHECK(schedule(ada, "tomorrow").status() == 422);
    CHECK(schedule(ada, std::string(1'000'000, '1')).status() == 422);
}

TEST_CASE_FIXTURE(Schedules, "a scheduled post is moved and cancelled by its author alone") {
    auto made = schedule(ada, in(base::hour));
    auto moved = put(address(made), ada, "scheduled_at=" + http::percent_encode("2030-01-02T03:04:05.000Z"));
    CHECK(moved.text("scheduled_at") == "2030-01-02T03:04:05.000Z");
    CHECK(get(address(made), ada).text("scheduled_at") == "2030-01-02T03:04:05.000Z");
    CHECK(put(address(made), ada, "scheduled_at=" + http::percent_encode(in(base::minute))).status() == 422);
    CHECK(get(address(made), ben).status() == 404);
    CHECK(put(address(made), ben, "scheduled_at=2030-01-02").status() == 404);
    CHECK(remove(address(made), ben).status() == 404);
    CHECK(remove(address(made), ada).status() == 200);
    CHECK(get(address(made), ada).status() == 404);
    CHECK(remove(address(made), ada).status() == 404);
    CHECK(get("/api/v1/scheduled_statuses").status() == 401);
}

TEST_CASE_FIXTURE(Schedules, "the list is paged") {
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) ids.insert(ids.begin(), schedule(ada, in(base::hour + i * base::minute)).text("id"));
    auto first = get("/api/v1/scheduled_statuses?limit=2", ada);
    CHECK(first.ids() == std::vector<std::string>{ids[0], ids[1]});
    CHECK(first.header("Link").find("max_id=" + ids[1]) != std::string::npos);
    CHECK(get("/api/v1/scheduled_statuses?limit=2&max_id=" + ids[1], ada).ids() == std::vector<std::string>{ids[2], ids[3]});
    CHECK(get("/api/v1/scheduled_statuses?limit=2&min_id=" + ids[4], ada).ids() == std::vector<std::string>{ids[2], ids[3]});
    CHECK(get("/api/v1/scheduled_statuses?since_id=" + ids[2], ada).ids() == std::vector<std::string>{ids[0], ids[1]});
}
