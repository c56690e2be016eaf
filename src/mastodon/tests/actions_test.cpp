// What apps do in a day: posting, marking, following, finding, changing a profile.
#include "api.hpp"

using namespace testing_api;

TEST_CASE_FIXTURE(Api, "the same idempotency key gives the same post") {
    auto with_key = [&](std::string key) {
        auto asked = request("POST", "/api/v1/statuses", ada, "status=Once");
        asked.headers.emplace_back("idempotency-key", std::move(key));
        return ask(std::move(asked)).text("id");
    };
    auto first = with_key("one");
    CHECK(with_key("one") == first);
    CHECK(with_key("two") != first);
}

TEST_CASE_FIXTURE(Api, "marks come and go with what they count") {
    auto id = say(ada, "Hello")->id;
    for (auto [on, off, flag] : {std::tuple{"/favourite", "/unfavourite", "favourited"}, {"/bookmark", "/unbookmark", "bookmarked"}, {"/reblog", "/unreblog", "reblogged"}}) {
        CAPTURE(on);
        CHECK(post(status(id) + on, ben)[flag].flag());
        CHECK(get(status(id), ben)[flag].flag());
        CHECK_FALSE(get(status(id), cleo)[flag].flag());
        CHECK_FALSE(post(status(id) + off, ben)[flag].flag());
    }
    REQUIRE(post(status(id) + "/favourite", ben).status() == 200);
    REQUIRE(post(status(id) + "/bookmark", ben).status() == 200);
    CHECK(get(status(id) + "/favourited_by").ids() == std::vector{ben.text()});
    CHECK(get("/api/v1/favourites", ben).ids() == std::vector{id.text()});
    CHECK(get("/api/v1/bookmarks", ben).ids() == std::vector{id.text()});
    CHECK(get("/api/v1/bookmarks", cleo).ids().empty());
    CHECK(post(status(id) + "/pin", ada)["pinned"].flag());
    CHECK(get(account(ada) + "/statuses?pinned=true").ids() == std::vector{id.text()});
}

TEST_CASE_FIXTURE(Api, "a thread has what comes before and after") {
    auto top = say(ada, "Top")->id, middle = answer(ben, top, "Middle")->id, leaf = answer(cleo, middle, "Leaf")->id;
    auto around = get(status(middle) + "/context", ada);
    REQUIRE(around["ancestors"].size() == 1);
    CHECK(around["ancestors"][0]["id"].text() == top.text());
    REQUIRE(around["descendants"].size() == 1);
    CHECK(around["descendants"][0]["id"].text() == leaf.text());
}

TEST_CASE_FIXTURE(Api, "a locked account approves its followers") {
    REQUIRE(ask(request("PATCH", "/api/v1/accounts/update_credentials", ada, "locked=true")).status() == 200);
    CHECK(post(account(ada) + "/follow", ben)["requested"].flag());
    CHECK(get("/api/v1/follow_requests", ada).ids() == std::vector{ben.text()});
    CHECK(get("/api/v1/accounts/verify_credentials", ada)["source"]["follow_requests_count"].number() == 1);
    CHECK(post("/api/v1/follow_requests/" + ben.text() + "/authorize", ada)["followed_by"].flag());
    CHECK(get(account(ada) + "/followers").ids() == std::vector{ben.text()});
    CHECK(get(account(ben) + "/following").ids() == std::vector{ada.text()});
    CHECK_FALSE(post(account(ben) + "/remove_from_followers", ada)["followed_by"].flag());
    CHECK(post(account(ada) + "/follow", cleo)["requested"].flag());
    CHECK_FALSE(post("/api/v1/follow_requests/" + cleo.text() + "/reject", ada)["followed_by"].flag());
    CHECK(get("/api/v1/follow_requests", ada).ids().empty());
}

TEST_CASE_FIXTURE(Api, "a profile changes by what was sent, and by nothing else") {
    auto changed = ask(request("PATCH", "/api/v1/accounts/update_credentials", ada,
                                  "display_name=Ada+Lovelace&note=Hi&fields_attributes[0][name]=Work&fields_attributes[0][value]=Clinic&bot=true"));
    REQUIRE(changed.status() == 200);
    CHECK(changed.text("display_name") == "Ada Lovelace");
    CHECK(changed["bot"].flag());
    CHECK(changed["source"]["fields"][0]["value"].text() == "Clinic");
    auto again = ask(request("PATCH", "/api/v1/accounts/update_credentials", ada, "locked=1"));
    CHECK(again["locked"].flag());
    CHECK(again["source"]["note"].text() == "Hi");
    CHECK(again["fields"].size() == 1);
}

TEST_CASE_FIXTURE(Api, "people and hashtags are found, and pasted addresses lead to what they name") {
    auto id = say(ada, "About #asthma")->id;
    auto found = get("/api/v2/search?q=ad", ben);
    REQUIRE(found["accounts"].size() == 1);
    CHECK(found["accounts"][0]["id"].text() == ada.text());
    CHECK(get("/api/v2/search?q=%23asth&type=hashtags", ben)["hashtags"][0]["name"].text() == "asthma");
    CHECK(get("/api/v2/search?q=asth&type=accounts", ben)["hashtags"].size() == 0);
    auto pasted = get("/api/v2/search?q=" + http::percent_encode(base::site_url() + "/@ada/" + id.text()), ben);
    REQUIRE(pasted["statuses"].size() == 1);
    CHECK(pasted["statuses"][0]["id"].text() == id.text());
    CHECK(get("/api/v1/accounts/lookup?acct=ada").text("id") == ada.text());
    CHECK(get("/api/v1/accounts/lookup?acct=nobody").status() == 404);
    CHECK(get("/api/v1/accounts/search?q=be", ada).ids() == std::vector{ben.text()});
}

TEST_CASE_FIXTURE(Api, "hashtags are followed") {
    CHECK(get("/api/v1/tags/asthma", ada)["history"].size() == 7);
    CHECK(post("/api/v1/tags/asthma/follow", ada)["following"].flag());
    CHECK(get("/api/v1/followed_tags", ada).json().size() == 1);
    auto id = say(ben, "Breathe #Asthma")->id;
    CHECK(get("/api/v1/timelines/home", ada).ids() == std::vector{id.text()});
    CHECK_FALSE(post("/api/v1/tags/asthma/unfollow", ada)["following"].flag());
}

TEST_CASE_FIXTURE(Api, "an app registers and learns its secret once") {
    auto made = post("/api/v1/apps", {}, "client_name=Reader&redirect_uris=urn:ietf:wg:oauth:2.0:oob&scopes=read+write");
    REQUIRE(made.status() == 200);
    check_shape(made.json(), "id:s name:s website:s? scopes:a redirect_uri:s redirect_uris:a client_id:s client_secret:s client_secret_expires_at:i vapid_key:s");
    auto asked = request("GET", "/api/v1/apps/verify_credentials", ada);
    asked.person->app = std::stoll(made.text("id"));
    auto seen = ask(std::move(asked));
    CHECK(seen.text("name") == "Reader");
    CHECK_FALSE(seen.json().has("client_secret"));
    CHECK(post("/api/v1/apps", {}, "redirect_uris=x").status() == 422);
}

TEST_CASE_FIXTURE(Api, "how far somebody has read is kept for their other apps") {
    CHECK(get("/api/v1/markers?timeline[]=home", ada).response.body == "{}");
    CHECK(post("/api/v1/markers", ada, "home[last_read_id]=17")["home"]["version"].number() == 1);
    auto again = post("/api/v1/markers", ada, "home[last_read_id]=18");
    check_shape(again["home"], "last_read_id:s version:i updated_at:s");
    CHECK(again["home"]["version"].number() == 2);
    CHECK(get("/api/v1/markers?timeline[]=home&timeline[]=notifications", ada)["home"]["last_read_id"].text() == "18");
    CHECK(get("/api/v1/markers?timeline[]=notifications", ada).response.body == "{}");
    CHECK(get("/api/v1/markers?timeline[]=home", ben).response.body == "{}");

    REQUIRE(post(account(ada) + "/follow", ben).status() == 200);
    auto told = get("/api/v1/notifications", ada).ids();
    REQUIRE(told.size() == 1);
    REQUIRE(post("/api/v1/markers", ada, "notifications[last_read_id]=" + told[0]).status() == 200);
    CHECK(get("/api/v1/notifications/unread_count", ada)["count"].number() == 0);
}

TEST_CASE_FIXTURE(Api, "a text that is too long is told so in a word that apps and people know") {
    auto refused = post("/api/v1/statuses", ada, "status=" + std::string(static_cast<std::size_t>(posts::longest()) + 1, 'x'));
    CHECK(refused.status() == 422);
    CHECK(refused.text("error").starts_with("Validation failed: Text is too long"));
}
