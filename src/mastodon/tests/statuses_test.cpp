// Statuses with all that may hang on them: polls, quotes, policies, versions, filters, muted conversations.
#include "api.hpp"
#include "base/time.hpp"

using namespace testing_api;

namespace {

struct Statuses : Api {
    std::string publish(AccountId who, std::string_view fields) {
        auto made = post("/api/v1/statuses", who, fields);
        REQUIRE_MESSAGE(made.status() == 200, made.response.body);
        return "/api/v1/statuses/" + made.text("id");
    }
    std::string id_in(std::string const& address) { return address.substr(address.rfind('/') + 1); }
    Answered put(std::string target, AccountId who, std::string_view fields) { return ask(request("PUT", std::move(target), who, fields)); }
    void filter(AccountId who, std::string word, std::string action) {
        ::filters::Draft draft{.title = word, .contexts = std::vector<std::string>{"home", "public", "thread"}, .action = action, .keywords = {{.text = word}}};
        REQUIRE(write([&](db::Write& change) { return ::filters::create(change, who, draft); }));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Statuses, "a poll comes with the post, and says to each what they voted") {
    auto address = publish(ada, "status=Which%3F&poll[options][]=One&poll[options][]=Two&poll[expires_in]=3600&poll[multiple]=true");
    auto seen = get(address, ben);
    check_shape(seen["poll"], "id:s expires_at:s? expired:b multiple:b votes_count:i voters_count:i options:a emojis:a voted:b own_votes:a");
    CHECK_FALSE(seen["poll"]["voted"].flag());
    REQUIRE(post("/api/v1/polls/" + seen["poll"]["id"].text() + "/votes", ben, "choices[]=1").status() == 200);
    CHECK(get(address, ben)["poll"]["voted"].flag());
    CHECK(get(address, ben)["poll"]["own_votes"][0].number() == 1);
    CHECK_FALSE(get(address, cleo)["poll"]["voted"].flag());
    CHECK(get(address, cleo)["poll"]["votes_count"].number() == 1);
    CHECK_FALSE(get(address)["poll"].has("voted"));
    CHECK(post("/api/v1/statuses", ada, "status=x&poll[options][]=One&poll[expires_in]=3600").status() == 422);
}

TEST_CASE_FIXTURE(Statuses, "a quote shows what it quotes to whoever may see that, and asks its author when it must") {
    auto quoted = publish(ada, "status=Quote+me");
    auto quoting = publish(ben, "status=Look&quoted_status_id=" + id_in(quoted));
    auto seen = get(quoting, cleo);
    CHECK(seen["quote"]["state"].text() == "accepted");
    CHECK(seen["quote"]["quoted_status"]["id"].text() == id_in(quoted));
    CHECK(get(quoted, ada)["quotes_count"].number() == 1);
    CHECK(get(quoted + "/quotes", ada).ids() == std::vector{id_in(quoting)});

    auto outer = publish(cleo, "status=Further&quoted_status_id=" + id_in(quoting));
    auto shown = get(outer, ada);
    auto inner = shown["quote"]["quoted_status"]["quote"];
    CHECK(inner.has("quoted_status_id"));
    CHECK_FALSE(inner.has("quoted_status"));

    CHECK(post(quoted + "/quotes/" + id_in(quoting) + "/revoke", cleo).status() == 404);
    CHECK(post(quoted + "/quotes/" + id_in(quoting) + "/revoke", ada)["quote"]["state"].text() == "revoked");
    CHECK(get(quoting, cleo)["quote"]["quoted_status"].held().is_null());
}

TEST_CASE_FIXTURE(Statuses, "who may quote is said for each reader") {
    auto all = publish(ada, "status=All");
    CHECK(get(all, ben)["quote_approval"]["current_user"].text() == "automatic");
    CHECK(get(all)["quote_approval"]["current_user"].text() == "denied");
    CHECK(get(all, ben)["quote_approval"]["automatic"][0].text() == "public");
    auto nobody = publish(ada, "status=Nobody&quote_approval_policy=nobody");
    CHECK(get(nobody, ben)["quote_approval"]["current_user"].text() == "denied");
    CHECK(get(nobody, ada)["quote_approval"]["current_user"].text() == "automatic");
    auto followers = publish(ada, "status=Followers&quote_approval_policy=followers");
    CHECK(get(followers, ben)["quote_approval"]["current_user"].text() == "denied");
    follow(ben, ada);
    CHECK(get(followers, ben)["quote_approval"]["current_user"].text() == "automatic");
    REQUIRE(put(all + "/interaction_policy", ada, "quote_approval_policy=nobody").status() == 200);
    CHECK(get(all, ben)["quote_approval"]["current_user"].text() == "denied");
    CHECK(put(all + "/interaction_policy", ben, "quote_approval_policy=public").status() == 404);
    CHECK(post("/api/v1/statuses", ada, "status=x&quote_approval_policy=friends").status() == 422);
    auto closed = publish(ada, "status=Ask+me&interaction_policy[can_reply][always][]=followers");
    CHECK(get(closed, ben)["interaction_policy"]["can_reply"]["always"].size() == 3);
}

TEST_CASE_FIXTURE(Statuses, "an edit keeps the versions before it and gives the source again") {
    auto address = publish(ada, "status=First&language=en");
    let_time_pass();
    auto edited = put(address, ada, "status=Second&spoiler_text=Note");
    REQUIRE(edited.status() == 200);
    CHECK(edited.text("content").contains("Second"));
    CHECK_FALSE(edited["edited_at"].held().is_null());
    CHECK(edited.text("language") == "en");
    auto history = get(address + "/history", ben);
    REQUIRE(history.json().size() == 2);
    CHECK(history.json()[0]["content"].text().contains("First"));
    check_shape(history.json()[1], "content:s spoiler_text:s sensitive:b created_at:s account:o poll:o? media_attachments:a emojis:a");
    CHECK(get(address + "/source", ada).text("text") == "Second");
    CHECK(put(address, ben, "status=Mine").status() == 404);
    CHECK(put(address, ada, "status=").status() == 422);
}

TEST_CASE_FIXTURE(Statuses, "a post that would reach others than was said is refused, and not posted") {
    auto refused = post("/api/v1/statuses", ada, "status=@ben+and+@cleo&allowed_mentions[]=" + ben.text());
    CHECK(refused.status() == 422);
    REQUIRE(refused["unexpected_accounts"].size() == 1);
    CHECK(refused["unexpected_accounts"][0]["id"].text() == cleo.text());
    CHECK(get(account(ada) + "/statuses", ada).ids().empty());
    CHECK(post("/api/v1/statuses", ada, "status=@ben&allowed_mentions[]=" + ben.text()).status() == 200);
}

TEST_CASE_FIXTURE(Statuses, "a filter that hides leaves a post out of timelines and threads; one that warns says why") {
    follow(ben, ada);
    auto root = publish(ada, "status=A+start");
    auto spider = publish(ada, "status=A+spider&in_reply_to_id=" + id_in(root)), needle = publish(ada, "status=A+needle&in_reply_to_id=" + id_in(root));
    auto const home = "/api/v1/timelines/home";
    get(home, ben);
    filter(ben, "spider", "hide");
    filter(ben, "needle", "warn");
    CHECK(from_memory(home, ben).empty());
    auto seen = get(home, ben);
    CHECK(seen.ids() == std::vector{id_in(needle), id_in(root)});
    REQUIRE(seen.json()[0]["filtered"].size() == 1);
    auto met = seen.json()[0]["filtered"][0];
    check_shape(met, "filter:o keyword_matches:a status_matches:n");
    check_shape(met["filter"], "id:s title:s context:a expires_at:s? filter_action:s");
    CHECK(met["keyword_matches"][0].text() == "needle");
    CHECK(get("/api/v1/timelines/public", ben).json().size() == 2);
    CHECK(get("/api/v1/timelines/public", cleo).json().size() == 3);
    CHECK(get(root + "/context", ben)["descendants"].size() == 1);
    CHECK(get(spider, ben).status() == 200);
    CHECK(get(home, ada).json()[0]["filtered"].size() == 0);
}

TEST_CASE_FIXTURE(Statuses, "home from memory is what the database says, also with polls and quotes among the posts") {
    follow(ben, ada);
    auto quoted = publish(ada, "status=Plain");
    publish(ada, "status=Which%3F&poll[options][]=One&poll[options][]=Two&poll[expires_in]=3600");
    publish(ada, "status=Quoting&quoted_status_id=" + id_in(quoted));
    publish(ada, "status=Last+@ben&quote_approval_policy=nobody");
    bus.drain();
    std::string const plain = "/api/v1/timelines/home?limit=1", all = "/api/v1/timelines/home";
    for (auto who : {ada, ben}) {
        let_time_pass();
        auto said = get(plain, who).response.body;
        CHECK(from_memory(plain, who) == said);
        get(all, who);
        CHECK(from_memory(all, who).empty());
        CHECK(get(all, who).json().size() == 4);
    }
}

TEST_CASE_FIXTURE(Statuses, "a muted conversation says so on each of its posts") {
    auto root = publish(ada, "status=A+start");
    auto reply = publish(ben, "status=@ada+well&in_reply_to_id=" + id_in(root));
    CHECK(post(root + "/mute", ada)["muted"].flag());
    CHECK(get(reply, ada)["muted"].flag());
    CHECK_FALSE(get(reply, ben)["muted"].flag());
    CHECK_FALSE(post(reply + "/unmute", ada)["muted"].flag());
    CHECK_FALSE(get(root, ada)["muted"].flag());
}

TEST_CASE_FIXTURE(Statuses, "conversations are listed with who takes part, read and put away") {
    auto message = publish(ada, "status=@ben+A+secret&visibility=direct");
    auto listed = get("/api/v1/conversations", ben);
    REQUIRE(listed.json().size() == 1);
    check_shape(listed.json()[0], "id:s unread:b accounts:a last_status:o");
    CHECK(listed.json()[0]["unread"].flag());
    CHECK(listed.json()[0]["accounts"][0]["id"].text() == ada.text());
    CHECK(listed.json()[0]["last_status"]["id"].text() == id_in(message));
    auto conversation = "/api/v1/conversations/" + listed.json()[0]["id"].text();
    CHECK_FALSE(post(conversation + "/read", ben)["unread"].flag());
    CHECK(post(conversation + "/read", cleo).status() == 404);
    CHECK(ask(request("DELETE", conversation, cleo)).status() == 404);
    CHECK(ask(request("DELETE", conversation, ben)).status() == 200);
    CHECK(get("/api/v1/conversations", ben).json().size() == 0);
    CHECK(get("/api/v1/conversations", ada).json().size() == 1);
}

TEST_CASE_FIXTURE(Statuses, "without a server that translates there are no translations") {
    auto address = publish(ada, "status=Hallo&language=de");
    CHECK(post(address + "/translate", ben, "lang=en").status() == 503);
    CHECK(get("/api/v1/instance/translation_languages").json().size() == 0);
    CHECK_FALSE(get("/api/v2/instance")["configuration"]["translation"]["enabled"].flag());
}

TEST_CASE_FIXTURE(Statuses, "a public post is embedded elsewhere, a private one is not there") {
    auto open = get(publish(ada, "status=Hello")).text("url");
    auto embedded = get("/api/oembed?url=" + http::percent_encode(open));
    CHECK(embedded.text("type") == "rich");
    CHECK(embedded.text("html").contains("Hello"));
    auto closed = get(publish(ada, "status=Hello&visibility=private"), ada).text("url");
    CHECK(get("/api/oembed?url=" + http::percent_encode(closed)).status() == 404);
    CHECK(get("/api/oembed?url=nonsense").status() == 404);
}

TEST_CASE_FIXTURE(Statuses, "what cannot be read is refused with its field, however long it is") {
    std::string const endless(1'000'000, 'x');
    for (auto const& field : std::vector<std::string>{"status", "spoiler_text", "language", "visibility", "quote_approval_policy", "media_ids[]",
             "media_attributes[][id]", "media_attributes[][focus]", "poll[options][]", "poll[expires_in]", "scheduled_at", "sensitive", "local_only",
             "allowed_mentions[]", "interaction_policy[can_reply][always][]"}) {
        CAPTURE(field);
        auto refused = post("/api/v1/statuses", ada, (field == "status" ? "" : "status=Hello&") + field + "=" + endless);
        CHECK(refused.status() == 422);
        CHECK(refused.json().has("details"));
        CHECK(refused.response.body.size() < 2000);
    }
    for (auto field : {"in_reply_to_id", "quoted_status_id"}) CHECK(post("/api/v1/statuses", ada, std::string("status=Hello&") + field + "=" + endless).status() == 404);
    CHECK(post("/api/v1/markers", ada, "home[last_read_id]=" + endless).status() == 422);
    CHECK(get(account(ada) + "/statuses", ada).ids().empty());
}
