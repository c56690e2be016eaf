// Every field that apps read is there, with the type they expect.
#include "api.hpp"
#include "html/html.hpp"
#include "mastodon/entities.hpp"

using namespace testing_api;

namespace {

constexpr std::string_view account_shape =
    "id:s username:s acct:s display_name:s locked:b bot:b discoverable:b indexable:b group:b created_at:s note:s url:s uri:s avatar:s "
    "avatar_static:s header:s header_static:s followers_count:i following_count:i statuses_count:i last_status_at:s? "
    "hide_collections:b emojis:a fields:a roles:a";
constexpr std::string_view status_shape =
    "id:s created_at:s in_reply_to_id:s? in_reply_to_account_id:s? sensitive:b spoiler_text:s visibility:s language:s? uri:s url:s "
    "replies_count:i reblogs_count:i favourites_count:i quotes_count:i edited_at:s? content:s local_only:b reblog:o? application:o? account:o "
    "media_attachments:a mentions:a tags:a emojis:a card:o? poll:o? quote:o? interaction_policy:o? quote_approval:o favourited:b reblogged:b "
    "muted:b bookmarked:b pinned:b filtered:a";
constexpr std::string_view relationship_shape =
    "id:s following:b showing_reblogs:b notifying:b languages:a followed_by:b blocking:b blocked_by:b muting:b muting_notifications:b "
    "muting_expires_at:s? requested:b requested_by:b domain_blocking:b endorsed:b note:s";

}  // namespace

TEST_CASE_FIXTURE(Api, "an account has every field, and oneself a few more") {
    auto seen = get(account(ada));
    check_shape(seen.json(), account_shape);
    CHECK(seen.text("created_at").ends_with("T00:00:00.000Z"));
    CHECK(seen["last_status_at"].held().is_null());
    CHECK(seen.text("avatar").starts_with("http"));
    REQUIRE(say(ada, "Hello"));
    CHECK(get(account(ada)).text("last_status_at").size() == 10);

    auto own = get("/api/v1/accounts/verify_credentials", ada);
    check_shape(own.json(), std::string(account_shape) + " source:o role:o");
    check_shape(own["source"], "privacy:s sensitive:b language:s note:s follow_requests_count:i hide_collections:b discoverable:b indexable:b "
                               "quote_policy:s fields:a attribution_domains:a");
    check_shape(own["role"], "id:s name:s color:s permissions:s highlighted:b");
}

TEST_CASE_FIXTURE(Api, "a person without a picture has the landscape that pages draw") {
    for (std::int64_t id = 1; id < 40; ++id) {
        accounts::Account person;
        person.id = AccountId{id * 7919};
        auto drawn = html::avatar("", person.id.value, html::Shape::circle).markup;
        auto drawing = drawn.substr(drawn.find("#h") + 2, 1), palette = drawn.substr(drawn.find("av av") + 5, 1);
        CHECK(mastodon::avatar_address(person).contains("landscape-" + drawing + "-" + palette));
    }
}

TEST_CASE_FIXTURE(Api, "a post has every field") {
    auto parent = say(ben, "First")->id;
    auto said = post("/api/v1/statuses", ada, "status=Hello+@ben+%23Asthma&spoiler_text=Lungs&sensitive=true&language=en&in_reply_to_id=" + parent.text());
    REQUIRE(said.status() == 200);
    auto seen = get(status(PostId{std::stoll(said.text("id"))}), ben);
    check_shape(seen.json(), status_shape);
    check_shape(seen["account"], account_shape);
    CHECK(seen.text("in_reply_to_id") == parent.text());
    CHECK(seen.text("in_reply_to_account_id") == ben.text());
    CHECK(seen.text("visibility") == "public");
    REQUIRE(seen["mentions"].size() == 1);
    check_shape(seen["mentions"][0], "id:s username:s url:s acct:s");
    REQUIRE(seen["tags"].size() == 1);
    check_shape(seen["tags"][0], "name:s url:s");
}

TEST_CASE_FIXTURE(Api, "a boost holds the whole post") {
    auto original = say(ada, "Read this")->id;
    auto boost = post(status(original) + "/reblog", ben);
    check_shape(boost.json(), status_shape);
    check_shape(boost["reblog"], status_shape);
    CHECK(boost["reblog"]["id"].text() == original.text());
    CHECK(boost["account"]["id"].text() == ben.text());
    CHECK(boost["reblogged"].flag());
    CHECK(boost["reblog"]["reblogged"].flag());
}

TEST_CASE_FIXTURE(Api, "a relationship has every field") {
    auto followed = post(account(ben) + "/follow", ada);
    check_shape(followed.json(), relationship_shape);
    CHECK(followed["following"].flag());
    auto seen = get("/api/v1/accounts/relationships?id[]=" + ben.text() + "&id[]=" + cleo.text(), ada);
    CHECK(seen.ids() == std::vector{ben.text(), cleo.text()});
    check_shape(seen.json()[1], relationship_shape);
    CHECK_FALSE(seen.json()[1]["following"].flag());
    CHECK_FALSE(seen.json()[1]["showing_reblogs"].flag());
}

TEST_CASE_FIXTURE(Api, "a notification has every field, alone and in a group") {
    auto post_id = say(ada, "Hello")->id;
    REQUIRE(post(status(post_id) + "/favourite", ben).status() == 200);
    REQUIRE(post(account(ada) + "/follow", cleo).status() == 200);
    auto all = get("/api/v1/notifications", ada);
    REQUIRE(all.json().size() == 2);
    check_shape(all.json()[0], "id:s type:s created_at:s group_key:s account:o");
    check_shape(all.json()[1], "id:s type:s created_at:s group_key:s account:o status:o");
    CHECK(all.json()[1]["type"].text() == "favourite");
    check_shape(all.json()[1]["status"], status_shape);
    CHECK(get("/api/v1/notifications?types[]=follow", ada).json().size() == 1);
    CHECK(get("/api/v1/notifications?exclude_types[]=follow", ada).json().size() == 1);
    CHECK(get("/api/v1/notifications?account_id=" + ben.text(), ada).json().size() == 1);

    auto grouped = get("/api/v2/notifications", ada);
    check_shape(grouped.json(), "accounts:a statuses:a notification_groups:a");
    REQUIRE(grouped["notification_groups"].size() == 2);
    check_shape(grouped["notification_groups"][1], "group_key:s notifications_count:i type:s most_recent_notification_id:i page_min_id:s "
                                                   "page_max_id:s latest_page_notification_at:s sample_account_ids:a status_id:s?");
    CHECK(get("/api/v1/notifications/unread_count", ada)["count"].number() == 2);

    auto id = std::string(all.json()[0]["id"].text());
    CHECK(get("/api/v1/notifications/" + id, ben).status() == 404);
    CHECK(post("/api/v1/notifications/" + id + "/dismiss", ada).status() == 200);
    CHECK(get("/api/v1/notifications", ada).json().size() == 1);
    CHECK(post("/api/v1/notifications/clear", ada).status() == 200);
    CHECK(get("/api/v1/notifications", ada).json().size() == 0);
}

TEST_CASE_FIXTURE(Api, "the server tells what it is, with and without a slash at the end") {
    REQUIRE(say(ada, "Counted"));
    auto first = get("/api/v1/instance/");
    CHECK(first["stats"]["status_count"].number() == 1);
    check_shape(first.json(), "uri:s title:s short_description:s description:s email:s version:s urls:o stats:o thumbnail:s languages:a "
                            "registrations:b approval_required:b invites_enabled:b configuration:o contact_account:n rules:a");
    CHECK(first.text("version").starts_with("4.3.0 (compatible; Salve "));
    CHECK(first["configuration"]["statuses"]["max_characters"].number() == posts::longest());
    auto second = get("/api/v2/instance");
    check_shape(second.json(), "domain:s title:s version:s source_url:s description:s usage:o thumbnail:o icon:a languages:a configuration:o "
                             "registrations:o api_versions:o contact:o rules:a");
    check_shape(second["configuration"], "urls:o vapid:o accounts:o statuses:o media_attachments:o polls:o translation:o limited_federation:b");
    CHECK(second["configuration"]["urls"]["streaming"].text() == "ws://localhost:8080");
}

TEST_CASE_FIXTURE(Api, "what is not used is an empty list, not an error") {
    for (auto address : {"/api/v1/filters", "/api/v2/filters", "/api/v1/lists", "/api/v1/mutes", "/api/v1/blocks", "/api/v1/domain_blocks",
                         "/api/v1/conversations", "/api/v1/featured_tags", "/api/v1/trends/statuses", "/api/v1/instance/peers"}) {
        INFO(address);
        auto seen = get(address, ada);
        CHECK(seen.status() == 200);
        CHECK(seen.response.body == "[]");
    }
    CHECK(get("/api/v1/push/subscription", ada).status() == 404);
}
