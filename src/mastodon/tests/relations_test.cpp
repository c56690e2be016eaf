// Blocks, mutes, notes, recommendations, lists, suggestions and the directory, as apps meet them.
#include "api.hpp"

using namespace testing_api;

namespace {

std::string id_field(AccountId id) { return "account_ids[]=" + id.text(); }

}  // namespace

TEST_CASE_FIXTURE(Api, "a relationship has every field, and says what was decided") {
    follow(ada, ben);
    auto muted = post(account(ben) + "/mute", ada, "duration=3600&notifications=false");
    check_shape(muted.json(), "id:s following:b showing_reblogs:b notifying:b languages:a followed_by:b blocking:b blocked_by:b muting:b "
                              "muting_notifications:b muting_expires_at:s requested:b requested_by:b domain_blocking:b endorsed:b note:s");
    CHECK(muted["muting"].flag());
    CHECK_FALSE(muted["muting_notifications"].flag());
    CHECK_FALSE(post(account(ben) + "/unmute", ada)["muting"].flag());
    auto wished = post(account(ben) + "/follow", ada, "reblogs=false&notify=true&languages[]=en&languages[]=es");
    CHECK_FALSE(wished["showing_reblogs"].flag());
    CHECK(wished["notifying"].flag());
    CHECK(wished["languages"].size() == 2);
    CHECK(post(account(ben) + "/note", ada, "comment=From the ward").text("note") == "From the ward");
    CHECK(post(account(ben) + "/endorse", ada)["endorsed"].flag());
    CHECK(get("/api/v1/endorsements", ada).ids() == std::vector{ben.text()});
    CHECK(get(account(ada) + "/endorsements", cleo).ids() == std::vector{ben.text()});
    CHECK_FALSE(post(account(ben) + "/unpin", ada)["endorsed"].flag());
    CHECK(post(account(cleo) + "/pin", ada).status() == 422);
    CHECK(post(account(ben) + "/block", ada)["blocking"].flag());
    CHECK(get("/api/v1/accounts/relationships?id[]=" + ada.text(), ben).json()[0]["blocked_by"].flag());
    CHECK_FALSE(post(account(ben) + "/unblock", ada)["blocking"].flag());
}

TEST_CASE_FIXTURE(Api, "lists of blocks, mutes and servers are paged and hold what apps read") {
    std::vector<AccountId> others;
    for (int i = 0; i < 3; ++i) {
        others.push_back(join("other" + std::to_string(i)));
        REQUIRE(post(account(others.back()) + "/block", ada).status() == 200);
        REQUIRE(post(account(others.back()) + "/mute", ada, i ? "" : "duration=60").status() == 200);
    }
    for (std::string list : {"blocks", "mutes"}) {
        auto first = get("/api/v1/" + list + "?limit=2", ada);
        CHECK(first.ids() == std::vector{others[2].text(), others[1].text()});
        auto link = first.header("Link");
        auto max = link.substr(link.find("max_id=") + 7);
        CHECK(get("/api/v1/" + list + "?max_id=" + max.substr(0, max.find('>')), ada).ids() == std::vector{others[0].text()});
        CHECK(get("/api/v1/" + list).status() == 401);
    }
    auto muted = get("/api/v1/mutes", ada);
    CHECK(muted.json()[0]["mute_expires_at"].held().is_null());
    CHECK(muted.json()[2]["mute_expires_at"].held().is_string());
    CHECK(post("/api/v1/domain_blocks", ada, "domain=Loud.Example").status() == 200);
    CHECK(post("/api/v1/domain_blocks", ada, "domain=" + std::string(1'000'000, 'a')).status() == 422);
    CHECK(get("/api/v1/domain_blocks", ada).json()[0].text() == "loud.example");
    CHECK(ask(request("DELETE", "/api/v1/domain_blocks?domain=loud.example", ada)).status() == 200);
    CHECK(get("/api/v1/domain_blocks", ada).json().size() == 0);
    CHECK(post(account(ada) + "/block", ada).status() == 403);
    CHECK(post(account(ben) + "/mute", ada, "duration=soon").status() == 422);
    CHECK(post("/api/v1/accounts/77/block", ada).status() == 404);
}

TEST_CASE_FIXTURE(Api, "after a block nothing of one reaches the other, and neither is told") {
    follow(ada, ben);
    follow(ben, ada);
    follow(cleo, ada);
    follow(cleo, ben);
    auto hers = say(ada, "Before #flu")->id, his = say(ben, "Also before #flu")->id;
    REQUIRE(post(account(ben) + "/block", ada).status() == 200);
    bus.drain();
    let_time_pass();
    auto told_before = get("/api/v1/notifications", ada).ids().size();

    // What the blocked does does not arrive.
    CHECK(post(account(ada) + "/follow", ben).status() == 404);
    CHECK(post(status(hers) + "/favourite", ben).status() == 404);
    CHECK(post(status(hers) + "/reblog", ben).status() == 404);
    CHECK(post("/api/v1/statuses", ben, "status=Look&quoted_status_id=" + hers.text()).status() != 200);
    CHECK(post("/api/v1/statuses", ben, "status=Look&in_reply_to_id=" + hers.text()).status() == 404);
    auto named = post("/api/v1/statuses", ben, "status=You @ada");
    CHECK(named.status() == 200);
    auto direct = post("/api/v1/statuses", ben, "status=You @ada&visibility=direct");
    CHECK(get("/api/v1/notifications", ada).ids().size() == told_before);
    CHECK(get("/api/v1/conversations", ada).json().size() == 0);

    // Neither reads the other, in any list.
    for (auto [reader, author] : {std::pair{ada, ben}, {ben, ada}}) {
        CAPTURE(reader.value);
        for (std::string list : {"home", "public", "public?local=true", "tag/flu"}) {
            CAPTURE(list);
            auto shown = get("/api/v1/timelines/" + list, reader);
            for (int i = 0; i < static_cast<int>(shown.json().size()); ++i) CHECK(shown.json()[i]["account"]["id"].text() != author.text());
        }
        CHECK(get(account(cleo) + "/following", reader).ids() == std::vector{reader.text()});
        CHECK(get("/api/v1/directory", reader).body.as_array().size() == 2);
    }
    // What is shared by somebody both follow does not arrive either.
    REQUIRE(post(status(his) + "/reblog", cleo).status() == 200);
    CHECK(get("/api/v1/timelines/public", cleo).ids().size() >= 2);

    // To the blocked, what is closed looks as if it were not there.
    CHECK(get(status(hers), ben).status() == 404);
    CHECK(get(status(hers), ben).text("error") == get("/api/v1/statuses/17", ben).text("error"));
    CHECK(get(account(ada) + "/statuses", ben).json().size() == 0);
    CHECK(get(account(ada) + "/followers", ben).json().size() == 0);
    CHECK(get(account(ada), ben).status() == 200);
    auto told = get("/api/v1/notifications", ben);
    for (int i = 0; i < static_cast<int>(told.json().size()); ++i) CHECK(told.json()[i]["account"]["id"].text() == cleo.text());
}

TEST_CASE_FIXTURE(Api, "a list is made, filled, read, changed and removed") {
    follow(ada, ben);
    follow(ada, cleo);
    auto made = post("/api/v1/lists", ada, "title=Ward 7&replies_policy=none&exclusive=true");
    check_shape(made.json(), "id:s title:s replies_policy:s exclusive:b");
    auto list = "/api/v1/lists/" + made.text("id");
    CHECK(made.text("replies_policy") == "none");
    CHECK(made["exclusive"].flag());
    CHECK(post(list + "/accounts", ada, id_field(ben) + "&" + id_field(cleo)).status() == 200);
    CHECK(get(list + "/accounts?limit=0", ada).ids() == std::vector{cleo.text(), ben.text()});
    CHECK(get(list + "/accounts?limit=1", ada).header("Link").contains("max_id="));
    CHECK(get(account(ben) + "/lists", ada).ids() == std::vector{made.text("id")});
    auto his = say(ben, "Hello")->id;
    CHECK(get("/api/v1/timelines/list/" + made.text("id"), ada).ids() == std::vector{his.text()});
    CHECK(get("/api/v1/timelines/home", ada).ids().empty());
    CHECK(ask(request("PUT", list, ada, "exclusive=false&title=Ward 8")).text("title") == "Ward 8");
    CHECK(get("/api/v1/timelines/home", ada).ids() == std::vector{his.text()});
    CHECK(ask(request("DELETE", list + "/accounts", ada, id_field(ben))).status() == 200);
    CHECK(get("/api/v1/timelines/list/" + made.text("id"), ada).ids().empty());

    CHECK(get(list, ben).status() == 404);
    CHECK(get(list + "/accounts", ben).status() == 404);
    CHECK(get("/api/v1/timelines/list/" + made.text("id"), ben).status() == 404);
    CHECK(post(list + "/accounts", ada, id_field(AccountId{77})).status() == 404);
    CHECK(post(list + "/accounts", ada, id_field(join("stranger"))).status() == 422);
    CHECK(post("/api/v1/lists", ada, "title=").status() == 422);
    CHECK(post("/api/v1/lists", ada, "title=" + std::string(1'000'000, 'x')).status() == 422);
    CHECK(post("/api/v1/lists", ada, "title=x&replies_policy=sometimes").status() == 422);
    CHECK(ask(request("DELETE", list, ada)).status() == 200);
    CHECK(get("/api/v1/lists", ada).json().size() == 0);
}

TEST_CASE_FIXTURE(Api, "suggestions say why, and are dismissed") {
    follow(ada, ben);
    follow(ben, cleo);
    auto shown = get("/api/v2/suggestions", ada);
    REQUIRE(shown.json().size() == 1);
    check_shape(shown.json()[0], "source:s sources:a account:o");
    CHECK(shown.json()[0]["source"].text() == "past_interactions");
    CHECK(shown.json()[0]["sources"][0].text() == "friends_of_friends");
    CHECK(get("/api/v1/suggestions", ada).ids() == std::vector{cleo.text()});
    CHECK(ask(request("DELETE", "/api/v1/suggestions/" + cleo.text(), ada)).status() == 200);
    CHECK(get("/api/v1/suggestions", ada).ids().empty());
}

TEST_CASE_FIXTURE(Api, "the directory has two orders and pages by offset") {
    REQUIRE(say(ada, "Hello"));
    CHECK(get("/api/v1/directory").ids().front() == ada.text());
    CHECK(get("/api/v1/directory?order=new&local=true").ids() == std::vector{cleo.text(), ben.text(), ada.text()});
    CHECK(get("/api/v1/directory?order=new&limit=1&offset=1").ids() == std::vector{ben.text()});
}

TEST_CASE_FIXTURE(Api, "followers page both ways, and familiar ones are known") {
    follow(ben, ada);
    follow(cleo, ada);
    follow(ben, cleo);
    auto first = get(account(ada) + "/followers?limit=1", ben);
    CHECK(first.ids() == std::vector{cleo.text()});
    auto link = first.header("Link");
    auto max = link.substr(link.find("max_id=") + 7);
    auto second = get(account(ada) + "/followers?limit=1&max_id=" + max.substr(0, max.find('>')), ben);
    CHECK(second.ids() == std::vector{ben.text()});
    auto back = second.header("Link");
    auto min = back.substr(back.find("min_id=") + 7);
    CHECK(get(account(ada) + "/followers?limit=1&min_id=" + min.substr(0, min.find('>')), ben).ids() == std::vector{cleo.text()});
    auto familiar = get("/api/v1/accounts/familiar_followers?id[]=" + ada.text(), ben);
    CHECK(familiar.json()[0]["accounts"][0]["id"].text() == cleo.text());
}

TEST_CASE_FIXTURE(Api, "people who are apart do not find each other, and pages are full past them") {
    std::vector<AccountId> namesakes;
    for (int i = 0; i < 5; ++i) namesakes.push_back(join("nurse" + std::to_string(i)));
    auto search = [&](AccountId who, std::string more = "") { return get("/api/v1/accounts/search?q=nurse" + more, who).ids(); };
    CHECK(search(ada).size() == 5);
    REQUIRE(post(account(namesakes[0]) + "/block", ada).status() == 200);
    REQUIRE(post(account(ada) + "/block", namesakes[1]).status() == 200);
    CHECK(search(ada).size() == 3);
    CHECK(search(ben).size() == 5);
    auto first = search(ada, "&limit=2"), second = search(ada, "&limit=2&offset=2");
    CHECK(first.size() == 2);
    CHECK(second.size() == 1);
    CHECK(std::ranges::find(first, second[0]) == first.end());
    CHECK(get("/api/v1/accounts/search?q=nurse1", ada).ids().empty());
    // Apps unblock by name: toot looks for the person first.
    CHECK(get("/api/v2/search?type=accounts&q=@nurse0", ada)["accounts"].size() == 1);
    CHECK(get("/api/v2/search?type=accounts&q=@nurse1", ada)["accounts"].size() == 0);
    CHECK(get("/api/v2/search?type=accounts&q=@nurse0", ben)["accounts"].size() == 1);
}

TEST_CASE_FIXTURE(Api, "who hides whom they follow shows it to themselves alone, and the counts to all") {
    follow(ben, ada);
    follow(ada, cleo);
    REQUIRE(ask(request("PATCH", "/api/v1/accounts/update_credentials", ada, "hide_collections=true"))["source"]["hide_collections"].flag());
    for (std::string list : {"/followers", "/following"}) {
        CHECK(get(account(ada) + list, ada).ids().size() == 1);
        CHECK(get(account(ada) + list, cleo).ids().empty());
        CHECK(get(account(ada) + list).ids().empty());
    }
    auto seen = get(account(ada), ben);
    CHECK(seen["hide_collections"].flag());
    CHECK(seen["followers_count"].number() == 1);
    REQUIRE(ask(request("PATCH", "/api/v1/accounts/update_credentials", ada, "hide_collections=false")).status() == 200);
    CHECK(get(account(ada) + "/followers", cleo).ids().size() == 1);
}

TEST_CASE_FIXTURE(Api, "a quote of somebody one does not want to hear from is there, and says so") {
    auto quoted = say(ada, "Quote me")->id;
    auto quoting = post("/api/v1/statuses", ben, "status=Look&quoted_status_id=" + quoted.text()).text("id");
    auto quote = [&] { return get("/api/v1/statuses/" + quoting, cleo)["quote"].held(); };
    auto state = [&] { return std::string(quote().as_object().at("state").as_string()); };
    CHECK(state() == "accepted");
    REQUIRE(post(account(ada) + "/mute", cleo).status() == 200);
    CHECK(state() == "muted_account");
    CHECK(quote().as_object().at("quoted_status").is_object());
    REQUIRE(post(account(ada) + "/block", cleo).status() == 200);
    CHECK(state() == "blocked_account");
    CHECK(quote().as_object().at("quoted_status").is_object());
    CHECK(get("/api/v1/statuses/" + quoting, ben)["quote"]["state"].text() == "accepted");
}

TEST_CASE_FIXTURE(Api, "what a blocked server cost is told as apps read it") {
    constexpr db::Query move{"test.move", "UPDATE account SET domain = 'loud.example' WHERE id = $1"};
    follow(ada, ben);
    (void)write([&](db::Write& write) -> base::Result<base::Done> { write.run(move, {ben}); return base::Done{}; });
    REQUIRE(post("/api/v1/domain_blocks", ada, "domain=loud.example").status() == 200);
    auto told = get("/api/v1/notifications?types[]=severed_relationships", ada);
    REQUIRE(told.json().size() == 1);
    check_shape(told.json()[0]["event"], "id:s type:s purged:b target_name:s followers_count:i following_count:i created_at:s");
    CHECK(told.json()[0]["event"]["type"].text() == "user_domain_block");
    CHECK(told.json()[0]["event"]["following_count"].number() == 1);
}
