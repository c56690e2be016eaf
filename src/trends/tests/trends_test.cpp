// What trends, and who decides whether it is shown.
#include "trends/trends.hpp"
#include "base/time.hpp"
#include "posters.hpp"
#include <doctest/doctest.h>

namespace {

using trends::Kind;

struct World : testing_people::Posters {
    base::AccountId dora;
    World() : Posters({trends::schema}) {
        dora = join("dora");
        trends::reviewed_only.change(false);
    }
    ~World() { trends::reviewed_only.change(true); }

    std::vector<trends::Trend> shown(Kind kind) {
        trends::compute(database);
        return read([&](db::Read& read) { return trends::shown(read, kind, {}); });
    }
    void support(base::AccountId who, base::PostId post) {
        REQUIRE(write([&](db::Write& write) { return posts::favourite(write, who, post); }).has_value());
    }
    std::int64_t tag(std::string_view name) {
        return read([&](db::Read& read) { return posts::find_tag(read, name, {})->id; });
    }
};

}  // namespace

TEST_CASE_FIXTURE(World, "a hashtag trends when enough different people use it, not when one uses it often") {
    for (int i = 0; i < 10; ++i) (void)say(ada, "again #spam");
    for (auto who : {ada, ben, cleo}) (void)say(who, "got mine #flushot");
    auto found = shown(Kind::tag);
    REQUIRE(found.size() == 1);
    CHECK(found.front().subject == tag("flushot"));
    CHECK(found.front().people == 3);
}

TEST_CASE_FIXTURE(World, "what was used lately comes before what was used more, but longer ago") {
    for (auto who : {ada, ben, cleo, dora}) (void)say(who, "yesterday #heat");
    advance(base::day);
    for (auto who : {ada, ben, cleo}) (void)say(who, "today #flood");
    auto found = shown(Kind::tag);
    REQUIRE(found.size() == 2);
    CHECK(found[0].subject == tag("flood"));
    advance(2 * base::day);
    CHECK(shown(Kind::tag).empty());
}

TEST_CASE_FIXTURE(World, "posts trend by the people who support or share them, their author left out") {
    auto post = say(ada, "Pools are open for everyone during the heat")->id;
    auto quiet = say(ben, "An answer to nobody")->id;
    support(ada, post);
    for (auto who : {ben, cleo}) support(who, post);
    REQUIRE(write([&](db::Write& write) { return posts::boost(write, cleo, post); }).has_value());
    CHECK(shown(Kind::post).empty());
    REQUIRE(write([&](db::Write& write) { return posts::boost(write, dora, post); }).has_value());
    support(cleo, quiet);
    auto found = shown(Kind::post);
    REQUIRE(found.size() == 1);
    CHECK(found.front().subject == post.value);
    CHECK(found.front().people == 3);
}

TEST_CASE_FIXTURE(World, "private posts, covered posts and silenced people make no trend") {
    for (auto who : {ada, ben, cleo}) (void)say(who, "only for friends #secret", posts::Visibility::followers);
    for (auto who : {ada, ben, cleo}) (void)say(who, "for all #open");
    REQUIRE(write([&](db::Write& write) { return accounts::set_silenced(write, cleo, true); }).has_value());
    CHECK(shown(Kind::tag).empty());
}

TEST_CASE_FIXTURE(World, "where trends are reviewed, only what was allowed is shown, and a refusal holds") {
    trends::reviewed_only.change(true);
    for (auto who : {ada, ben, cleo}) (void)say(who, "read this #cure");
    CHECK(shown(Kind::tag).empty());
    auto beside = [&] { return read([](db::Read& read) { return trends::topics(read, 5); }); };
    CHECK(beside().empty());
    auto decide = [&](bool allowed) { return write([&](db::Write& write) { return trends::review(write, dora, Kind::tag, tag("cure"), allowed); }); };
    REQUIRE(decide(true).has_value());
    CHECK(shown(Kind::tag).size() == 1);
    REQUIRE(beside().size() == 1);
    CHECK(beside()[0].name == "cure");
    CHECK(beside()[0].people == 3);
    REQUIRE(decide(false).has_value());
    CHECK(shown(Kind::tag).empty());
    CHECK(beside().empty());
    CHECK(read([&](db::Read& read) { return trends::all(read, Kind::tag, {}); }).size() == 1);
    trends::reviewed_only.change(false);
    CHECK(shown(Kind::tag).empty());
    CHECK(beside().empty());
    check();
}

TEST_CASE_FIXTURE(World, "what is not there cannot be reviewed") {
    auto outcome = write([&](db::Write& write) { return trends::review(write, dora, Kind::post, 17, true); });
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().why == base::Why::not_found);
}

TEST_CASE_FIXTURE(World, "every statement of trends is taken by the engine") { check_statements(); }
