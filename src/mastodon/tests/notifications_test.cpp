// Notifications as apps read them: groups, requests, policies.
#include "api.hpp"

using namespace testing_api;

namespace {

struct Notified : Api {
    PostId post_id;
    Notified() {
        post_id = say(ada, "Hello")->id;
        for (auto who : {ben, cleo}) REQUIRE(post(status(post_id) + "/favourite", who).status() == 200);
    }
    using Api::post;
    Answered all(std::string query = "") { return get("/api/v1/notifications" + query, ada); }
    Answered groups(std::string query = "") { return get("/api/v2/notifications" + query, ada); }
    Value only_group(Answered const& answered) {
        REQUIRE(answered["notification_groups"].size() == 1);
        return answered["notification_groups"][0];
    }
    std::string key() { return only_group(groups())["group_key"].text(); }
};

}  // namespace

TEST_CASE_FIXTURE(Notified, "support of one post by two people is two notifications, and one group with both") {
    auto one_by_one = all();
    REQUIRE(one_by_one.json().size() == 2);
    CHECK(one_by_one.json()[0]["group_key"].text() == one_by_one.json()[1]["group_key"].text());
    auto answered = groups();
    check_shape(answered.json(), "accounts:a statuses:a notification_groups:a");
    auto group = only_group(answered);
    check_shape(group, "group_key:s notifications_count:i type:s most_recent_notification_id:i page_min_id:s page_max_id:s latest_page_notification_at:s sample_account_ids:a status_id:s");
    CHECK(group["notifications_count"].number() == 2);
    CHECK(group["sample_account_ids"][0].text() == cleo.text());
    CHECK(group["status_id"].text() == post_id.text());
    CHECK(answered["accounts"].size() == 2);
    CHECK(answered["statuses"].size() == 1);
    CHECK(get("/api/v2/notifications/unread_count", ada)["count"].number() == 1);
    CHECK(get("/api/v1/notifications/unread_count", ada)["count"].number() == 2);
}

TEST_CASE_FIXTURE(Notified, "an app chooses what is grouped, and gets pictures in place of accounts when it likes") {
    CHECK(groups("?grouped_types[]=follow")["notification_groups"].size() == 2);
    auto answered = groups("?expand_accounts=partial_avatars");
    CHECK(answered["accounts"].size() == 1);
    REQUIRE(answered["partial_accounts"].size() == 1);
    check_shape(answered["partial_accounts"][0], "id:s acct:s url:s avatar:s avatar_static:s locked:b bot:b");
    auto refused = groups("?expand_accounts=some");
    CHECK(refused.status() == 422);
    CHECK(refused["details"].has("expand_accounts"));
}

TEST_CASE_FIXTURE(Notified, "a group is shown, its people paged, and put away by its key") {
    auto address = "/api/v2/notifications/" + key();
    CHECK(only_group(get(address, ada))["notifications_count"].number() == 2);
    auto first = get(address + "/accounts?limit=1", ada);
    CHECK(first.ids() == std::vector{cleo.text()});
    CHECK(first.header("Link").contains("rel=\"next\""));
    CHECK(get(address, ben).status() == 404);
    CHECK(get(address + "/accounts", ben).status() == 404);
    CHECK(post(address + "/dismiss", ben).status() == 200);
    CHECK(groups()["notification_groups"].size() == 1);
    CHECK(post(address + "/dismiss", ada).status() == 200);
    CHECK(all().json().size() == 0);
    CHECK(get("/api/v2/notifications/nonsense", ada).status() == 404);
}

TEST_CASE_FIXTURE(Notified, "kinds and people narrow the list, also where nothing is left") {
    follow(ben, ada);
    CHECK(all("?types[]=follow").json().size() == 1);
    CHECK(all("?exclude_types[]=favourite").json().size() == 1);
    CHECK(all("?types[]=favourite&exclude_types[]=favourite").json().size() == 0);
    CHECK(all("?account_id=" + ben.text()).json().size() == 2);
    CHECK(all("?account_id=" + ben.text() + "&types[]=follow").json().size() == 1);
    CHECK(all("?account_id=nobody").json().size() == 0);
    CHECK(groups("?types[]=follow")["notification_groups"].size() == 1);
    auto page = all("?limit=1");
    auto next = all("?limit=1&max_id=" + page.ids().front());
    CHECK(next.ids() != page.ids());
    CHECK(all("?min_id=" + next.ids().front() + "&limit=1").ids() == page.ids());
}

TEST_CASE_FIXTURE(Notified, "a stranger's private mention waits in the requests until it is let in") {
    REQUIRE(say(ben, "@ada psst", Visibility::direct));
    CHECK(all("?types[]=mention").json().size() == 0);
    CHECK(all("?types[]=mention&include_filtered=true").json().size() == 1);
    auto policy = get("/api/v2/notifications/policy", ada);
    check_shape(policy.json(), "for_not_following:s for_not_followers:s for_new_accounts:s for_private_mentions:s for_limited_accounts:s summary:o");
    CHECK(policy["summary"]["pending_requests_count"].number() == 1);
    auto requests = get("/api/v1/notifications/requests", ada);
    REQUIRE(requests.json().size() == 1);
    check_shape(requests.json()[0], "id:s created_at:s updated_at:s notifications_count:s account:o last_status:o");
    auto address = "/api/v1/notifications/requests/" + requests.ids().front();
    CHECK(get(address, ada).text("id") == requests.ids().front());
    CHECK(get(address, cleo).status() == 404);
    CHECK(post(address + "/accept", cleo).status() == 404);
    CHECK(post(address + "/accept", ada).status() == 200);
    CHECK(get("/api/v1/notifications/requests/merged", ada)["merged"].flag());
    CHECK(all("?types[]=mention").json().size() == 1);
    REQUIRE(say(ben, "@ada again", Visibility::direct));
    CHECK(all("?types[]=mention").json().size() == 2);
}

TEST_CASE_FIXTURE(Notified, "whom one wrote to privately may answer, and go on") {
    auto asked = say(ada, "@ben a question", Visibility::direct);
    auto answered = answer(ben, asked->id, "@ada an answer");
    REQUIRE(answered);
    REQUIRE(answer(ben, answered->id, "@ada and more"));
    CHECK(all("?types[]=mention").json().size() == 2);
}

TEST_CASE_FIXTURE(Notified, "requests are let in and dismissed in numbers") {
    REQUIRE(say(ben, "@ada one", Visibility::direct));
    REQUIRE(say(cleo, "@ada two", Visibility::direct));
    auto ids = get("/api/v1/notifications/requests", ada).ids();
    REQUIRE(ids.size() == 2);
    CHECK(post("/api/v1/notifications/requests/dismiss", ada, "id[]=" + ids[0] + "&id[]=17&id[]=x").status() == 200);
    CHECK(post("/api/v1/notifications/requests/accept", ada, "id[]=" + ids[1]).status() == 200);
    CHECK(get("/api/v1/notifications/requests", ada).json().size() == 0);
    CHECK(all("?types[]=mention").json().size() == 1);
}

TEST_CASE_FIXTURE(Notified, "a policy is changed in the words of both versions, and what is no answer is refused") {
    auto changed = ask(request("PATCH", "/api/v2/notifications/policy", ada, "for_not_following=drop&for_private_mentions=accept"));
    CHECK(changed.text("for_not_following") == "drop");
    CHECK(changed.text("for_private_mentions") == "accept");
    CHECK(changed.text("for_limited_accounts") == "filter");
    CHECK(get("/api/v1/notifications/policy", ada)["filter_not_following"].flag());
    auto first = ask(request("PUT", "/api/v1/notifications/policy", ada, "filter_not_following=false&filter_new_accounts=true"));
    CHECK(first["filter_new_accounts"].flag());
    CHECK(get("/api/v2/notifications/policy", ada).text("for_not_following") == "accept");
    auto refused = ask(request("PATCH", "/api/v2/notifications/policy", ada, "for_not_following=perhaps"));
    CHECK(refused.status() == 422);
    CHECK(refused["details"].has("for_not_following"));
}

TEST_CASE_FIXTURE(Notified, "what a filter hides is in no list, and what it warns of says so") {
    REQUIRE(say(ben, "@ada a spider"));
    REQUIRE(say(ben, "@ada a snake"));
    auto word = [&](std::string text, std::string action) {
        REQUIRE(post("/api/v2/filters", ada, "title=x&context[]=notifications&filter_action=" + action + "&keywords_attributes[][keyword]=" + text).status() == 200);
    };
    word("spider", "hide");
    word("snake", "warn");
    let_time_pass();
    auto mentions = all("?types[]=mention");
    REQUIRE(mentions.json().size() == 1);
    CHECK(mentions.json()[0]["status"]["filtered"].size() == 1);
    CHECK(groups("?types[]=mention")["notification_groups"].size() == 1);
}

TEST_CASE_FIXTURE(Notified, "after a block nothing of the blocked is left in the list") {
    REQUIRE(write([&](db::Write& change) { return blocks::block(change, ada, ben); }));
    CHECK(all().json().size() == 1);
    CHECK(only_group(groups())["notifications_count"].number() == 1);
    check();
}

namespace {

struct Remembered : Notified {
    // Both know by now that nothing is filtered, and what was asked for.
    Remembered() {
        let_time_pass();
        for (auto target : {"/api/v1/notifications", "/api/v2/notifications"}) CHECK(get(target, ada).status() == 200);
        let_time_pass();
        for (auto target : {"/api/v1/notifications", "/api/v2/notifications"}) CHECK(get(target, ada).status() == 200);
    }
    std::string kept(std::string target = "/api/v1/notifications") { return from_memory(target, ada); }
    std::string fresh(std::string target = "/api/v1/notifications") { return get(target, ada).response.body; }
};

}  // namespace

TEST_CASE_FIXTURE(Remembered, "a page that is asked for again comes from memory, letter by letter the same") {
    CHECK(kept() == fresh());
    REQUIRE_FALSE(kept("/api/v2/notifications").empty());
    auto from_database = get("/api/v2/notifications", ada);
    CHECK(boost::json::parse(kept("/api/v2/notifications")).as_object()["notification_groups"] == from_database["notification_groups"].held());
    CHECK(from_memory("/api/v1/notifications", ben).empty());
}

TEST_CASE_FIXTURE(Remembered, "what changes a page is never answered from memory as it was") {
    auto forgets = [&](auto change) {
        let_time_pass();
        fresh();
        let_time_pass();
        fresh();
        CHECK_FALSE(kept().empty());
        change();
        auto remembered = kept();
        CHECK((remembered.empty() || remembered == fresh()));
    };
    forgets([&] { follow(ben, ada); });
    forgets([&] { CHECK(post(status(post_id) + "/bookmark", ada).status() == 200); });
    forgets([&] { CHECK(post(status(post_id) + "/reblog", cleo).status() == 200); });
    REQUIRE(say(ben, "@ada a spider"));
    CHECK(fresh().contains("a spider"));
    forgets([&] { CHECK(post("/api/v2/filters", ada, "title=x&context[]=notifications&filter_action=hide&keywords_attributes[][keyword]=spider").status() == 200); });
    CHECK_FALSE(fresh().contains("a spider"));
}

TEST_CASE_FIXTURE(Remembered, "after a block, a lost follow or a deleted post, memory shows nothing of it") {
    follow(ada, ben);
    auto closed = say(ben, "@ada for followers", Visibility::followers)->id;
    let_time_pass();
    fresh();
    let_time_pass();
    CHECK(fresh().contains(closed.text()));
    REQUIRE(write([&](db::Write& change) { return blocks::block(change, ada, ben); }));
    CHECK(kept().empty());
    CHECK_FALSE(fresh().contains(closed.text()));
    let_time_pass();
    fresh();
    REQUIRE(write([&](db::Write& change) { return posts::remove(change, ada, post_id); }));
    CHECK_FALSE(kept().contains(post_id.text()));
    CHECK(fresh() == "[]");
}
