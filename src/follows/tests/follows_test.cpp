// Who follows whom.
#include "follows/follows.hpp"
#include "people.hpp"

using namespace testing_people;
using base::Why;

namespace {

struct Followers : People {
    Followers() : People({follows::schema}) {}
    void follow(base::AccountId follower, base::AccountId followed) {
        REQUIRE(write([&](db::Write& write) { return follows::follow(write, follower, followed); }).has_value());
    }
};

}  // namespace

TEST_CASE_FIXTURE(Followers, "following is counted on both sides and told once") {
    follow(ben, ada);
    follow(ben, ada);
    CHECK(account(ada).followers == 1);
    CHECK(account(ben).following == 1);
    CHECK(told(ada) == Kinds{"follow"});
    auto between = read([&](db::Read& read) { return follows::between(read, ben, ada); });
    CHECK(between.following);
    CHECK_FALSE(between.followed_by);
    check();
}

TEST_CASE_FIXTURE(Followers, "nobody follows themselves, nor somebody who is not there") {
    CHECK(write([&](db::Write& write) { return follows::follow(write, ada, ada); }).error().why == Why::forbidden);
    CHECK(write([&](db::Write& write) { return follows::follow(write, ada, base::AccountId{77}); }).error().why == Why::not_found);
}

TEST_CASE_FIXTURE(Followers, "a locked account approves, and only then is followed") {
    REQUIRE(write([&](db::Write& write) { return accounts::change_profile(write, ada, {.locked = true}); }));
    auto asked = write([&](db::Write& write) { return follows::follow(write, ben, ada, {.boosts = false}); });
    CHECK(asked->requested);
    CHECK_FALSE(asked->following);
    CHECK(told(ada) == Kinds{"follow_request"});
    REQUIRE(write([&](db::Write& write) { return follows::approve(write, ada, ben); }));
    auto between = read([&](db::Read& read) { return follows::between(read, ben, ada); });
    CHECK(between.following);
    CHECK_FALSE(between.showing_boosts);
    CHECK(told(ada) == Kinds{"follow"});
    CHECK(write([&](db::Write& write) { return follows::approve(write, ada, ben); }).error().why == Why::not_found);
    check();
}

TEST_CASE_FIXTURE(Followers, "a rejected request leaves no trace") {
    REQUIRE(write([&](db::Write& write) { return accounts::change_profile(write, ada, {.locked = true}); }));
    follow(ben, ada);
    REQUIRE(write([&](db::Write& write) { return follows::reject(write, ada, ben); }));
    CHECK(told(ada).empty());
    CHECK_FALSE(read([&](db::Read& read) { return follows::between(read, ben, ada); }).requested);
    check();
}

TEST_CASE_FIXTURE(Followers, "unfollowing and removing a follower undo the counts") {
    follow(ben, ada);
    follow(cleo, ada);
    REQUIRE(write([&](db::Write& write) { return follows::unfollow(write, ben, ada); }));
    REQUIRE(write([&](db::Write& write) { return follows::remove_follower(write, ada, cleo); }));
    CHECK(account(ada).followers == 0);
    CHECK(told(ada).empty());
    check();
}

TEST_CASE_FIXTURE(Followers, "lists of followers page by id") {
    for (int i = 0; i < 5; ++i) follow(join("fan" + std::to_string(i)), ada);
    auto first = read([&](db::Read& read) { return follows::followers(read, ada, 0, 3); });
    auto rest = read([&](db::Read& read) { return follows::followers(read, ada, first.back().id, 3); });
    CHECK(first.size() == 3);
    CHECK(rest.size() == 2);
    CHECK(rest.front().id < first.back().id);
}

TEST_CASE_FIXTURE(Followers, "every statement of these rooms is taken by the engine") { check_statements(); }
