// Announcements and custom emoji over the API and on streams.
#include "api.hpp"

using namespace testing_api;

namespace {

struct Told : Api {
    std::string published(announcements::Draft const& said) {
        return std::to_string(write([&](db::Write& write) { return announcements::publish(write, announcements::create(write, said)->id); })->id);
    }
    void add_emoji(std::string const& name) {
        media::Prepared image;
        image.file = image.still = "ab/" + name + ".png";
        REQUIRE(write([&](db::Write& write) { return emojis::add(write, name, "", true, image); }));
    }
    std::string address(std::string const& id) { return "/api/v1/announcements/" + id; }
    Answered put(std::string const& target, AccountId who) { return ask(request("PUT", target, who)); }
    Answered remove(std::string const& target, AccountId who) { return ask(request("DELETE", target, who)); }
};

}  // namespace

TEST_CASE_FIXTURE(Told, "an announcement has every member that apps read") {
    add_emoji("salve");
    published({"Hello @ben :salve: #News https://a.example/", 1'800'000'000'000, 1'900'000'000'000, true});
    auto list = get("/api/v1/announcements", ada);
    REQUIRE(list.json().size() == 1);
    auto said = list.json()[0];
    check_shape(said, "id:s content:s starts_at:s? ends_at:s? all_day:b published:b published_at:s updated_at:s read:b mentions:a statuses:a tags:a emojis:a reactions:a");
    CHECK(said["starts_at"].text() == "2027-01-15T08:00:00.000Z");
    CHECK(said["mentions"][0]["acct"].text() == "ben");
    CHECK(said["tags"][0]["name"].text() == "News");
    CHECK(said["emojis"][0]["shortcode"].text() == "salve");
    CHECK(said["content"].text().find("<p>") == 0);
    CHECK(get("/api/v1/announcements").status() == 401);
}

TEST_CASE_FIXTURE(Told, "a person dismisses an announcement for themselves") {
    auto id = published({"Hello"});
    CHECK(post(address(id) + "/dismiss", ada).status() == 200);
    CHECK(get("/api/v1/announcements", ada).json()[0]["read"].flag());
    CHECK_FALSE(get("/api/v1/announcements", ben).json()[0]["read"].flag());
    CHECK(post(address("5") + "/dismiss", ada).status() == 404);
    CHECK(post(address("x") + "/dismiss", ada).status() == 404);
}

TEST_CASE_FIXTURE(Told, "people react with emoji of everybody and of the server") {
    add_emoji("salve");
    auto id = published({"Hello"});
    CHECK(put(address(id) + "/reactions/\xF0\x9F\x91\x8D", ada).status() == 200);
    CHECK(put(address(id) + "/reactions/salve", ben).status() == 200);
    auto reactions = get("/api/v1/announcements", ada);
    check_shape(reactions.json()[0]["reactions"][0], "name:s count:i me:b");
    check_shape(reactions.json()[0]["reactions"][1], "name:s count:i me:b url:s static_url:s");
    CHECK(reactions.json()[0]["reactions"][0]["me"].flag());
    CHECK_FALSE(reactions.json()[0]["reactions"][1]["me"].flag());
    auto wrong = put(address(id) + "/reactions/nonsense", ada);
    CHECK(wrong.status() == 422);
    CHECK(wrong.text("error") == "Validation failed: Name is not a recognized emoji");
    CHECK(remove(address(id) + "/reactions/\xF0\x9F\x91\x8D", ada).status() == 200);
    CHECK(remove(address(id) + "/reactions/\xF0\x9F\x91\x8E", ada).status() == 404);
    CHECK(get("/api/v1/announcements", ada).json()[0]["reactions"].size() == 1);
    check();
}

TEST_CASE_FIXTURE(Told, "emoji are listed, and named by posts, people and polls that use them") {
    add_emoji("salve");
    auto listed = get("/api/v1/custom_emojis");
    REQUIRE(listed.json().size() == 1);
    check_shape(listed.json()[0], "shortcode:s url:s static_url:s visible_in_picker:b category:s?");
    CHECK(listed.json()[0]["url"].text() == base::site_url() + "/media/ab/salve.png");

    REQUIRE(write([&](db::Write& write) { return accounts::change_profile(write, ada, {.name = "Ada :salve:"}); }));
    auto made = draft("Hello :salve:");
    made.poll = polls::Draft{{":salve:", "no"}, 3600, false, false};
    auto id = say(ada, made)->id;
    let_time_pass();
    auto seen = get(status(id), ben);
    CHECK(seen["emojis"][0]["shortcode"].text() == "salve");
    CHECK(seen["account"]["emojis"].size() == 1);
    CHECK(seen["poll"]["emojis"].size() == 1);
    CHECK(get("/api/v1/accounts/verify_credentials", ada)["emojis"].size() == 1);

    // What was kept in memory before does not outlive the change.
    REQUIRE(write([&](db::Write& write) { return emojis::change(write, "salve", {.enabled = false}); }));
    CHECK(get(status(id), ben)["emojis"].size() == 0);
    CHECK(get(status(id), ben)["account"]["emojis"].size() == 0);
    CHECK(get("/api/v1/custom_emojis").json().size() == 0);
}
