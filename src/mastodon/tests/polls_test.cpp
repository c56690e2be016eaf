// Polls over the API: their shape, votes, and Mastodon's words for what is refused.
#include "api.hpp"

using namespace testing_api;

namespace {

struct Polls : Api {
    PostId poll(bool hide_totals = false, Visibility visibility = Visibility::everyone) {
        auto made = draft("Which one?");
        made.poll = polls::Draft{{"Tea", "Coffee"}, 3600, false, hide_totals};
        made.visibility = visibility;
        return say(ada, made)->id;
    }
    std::string address(PostId id) { return "/api/v1/polls/" + id.text(); }
    Answered vote(PostId id, AccountId who, std::string_view fields) { return post(address(id) + "/votes", who, fields); }
};

}  // namespace

TEST_CASE_FIXTURE(Polls, "a poll has every member that apps read, and the viewer's only for a viewer") {
    auto id = poll();
    constexpr auto shape = "id:s expires_at:s expired:b multiple:b votes_count:i voters_count:i options:a emojis:a";
    check_shape(get(address(id)).json(), shape);
    auto seen = get(address(id), ben);
    check_shape(seen.json(), std::string(shape) + " voted:b own_votes:a");
    CHECK(seen.text("id") == id.text());
    CHECK_FALSE(seen["voted"].flag());
    CHECK_FALSE(seen["expired"].flag());
    check_shape(seen["options"][0], "title:s votes_count:i emojis:a");
    CHECK(seen["options"][1]["title"].text() == "Coffee");
    CHECK(get(address(id), ada)["voted"].flag());
}

TEST_CASE_FIXTURE(Polls, "a vote is answered with the poll, and stands in the status at once") {
    auto id = poll();
    auto voted = vote(id, ben, "choices[]=1");
    CHECK(voted.status() == 200);
    CHECK(voted["voted"].flag());
    CHECK(voted["own_votes"][0].number() == 1);
    CHECK(voted["options"][1]["votes_count"].number() == 1);
    CHECK(voted["voters_count"].number() == 1);
    auto seen = get(status(id), ben);
    CHECK(seen["poll"]["own_votes"].size() == 1);
    CHECK(get(status(id), cleo)["poll"]["own_votes"].size() == 0);
    CHECK(get(status(id), cleo)["poll"]["votes_count"].number() == 1);
    check();
}

TEST_CASE_FIXTURE(Polls, "what is refused is said in Mastodon's words, and changes nothing") {
    auto id = poll();
    REQUIRE(vote(id, ben, "choices[]=1").status() == 200);
    auto refused = [&](AccountId who, std::string fields) {
        auto answered = vote(id, who, fields);
        return std::to_string(answered.status()) + " " + answered.text("error");
    };
    CHECK(refused(ben, "choices[]=0") == "422 Validation failed: You have already voted on this poll");
    CHECK(refused(ada, "choices[]=0") == "422 Validation failed: You cannot vote in your own polls");
    for (auto wrong : {"choices[]=2", "choices[]=-1", "choices[]=x", "choices[]=99999999999999999999", "choices[]=", "", "choices[]=1.5"}) {
        CAPTURE(wrong);
        CHECK(refused(cleo, wrong) == "422 Validation failed: The chosen vote option does not exist");
    }
    CHECK(refused(cleo, "choices[]=0&choices[]=1").starts_with("422 "));
    CHECK(refused(cleo, "choices[]=" + std::string(1'000'000, '1')).starts_with("422 "));
    CHECK(get(address(id))["votes_count"].number() == 1);
    check();
}

TEST_CASE_FIXTURE(Polls, "totals are hidden until the end where the author wants it so") {
    auto id = poll(true);
    auto seen = vote(id, ben, "choices[]=0");
    CHECK(seen["options"][0]["votes_count"].held().is_null());
    CHECK(seen["votes_count"].number() == 1);
}

TEST_CASE_FIXTURE(Polls, "a poll is there for whoever may see its post, and for nobody else") {
    auto id = poll(false, Visibility::followers);
    CHECK(get(address(id)).status() == 404);
    CHECK(get(address(id), ben).status() == 404);
    CHECK(vote(id, ben, "choices[]=0").status() == 404);
    follow(ben, ada);
    CHECK(get(address(id), ben).status() == 200);
    CHECK(vote(id, ben, "choices[]=0").status() == 200);
    auto plain = say(ada, "no poll")->id;
    CHECK(get(address(plain)).status() == 404);
    CHECK(get("/api/v1/polls/abc").status() == 404);
    CHECK(post(address(id) + "/votes", {}, "choices[]=0").status() == 401);
    CHECK(ask(request("POST", address(id) + "/votes", cleo, "choices[]=0", "read")).status() == 403);
}
