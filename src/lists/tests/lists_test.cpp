// Lists, who stands in them, and for how long.
#include "lists/lists.hpp"
#include "follows/follows.hpp"
#include "people.hpp"

using namespace testing_people;
using base::Why;

namespace {

struct Lists : People {
    Lists() : People({follows::schema, lists::schema}) {
        database.on_emit(follows::hear);
        database.on_emit(lists::hear);
    }
    void follow(base::AccountId follower, base::AccountId followed) {
        REQUIRE(write([&](db::Write& write) { return follows::follow(write, follower, followed); }));
    }
    base::Result<lists::List> create(base::AccountId owner, lists::Draft const& draft) {
        return write([&](db::Write& write) { return lists::create(write, owner, draft); });
    }
    lists::ListId named(base::AccountId owner, std::string const& title) { return create(owner, {.title = title})->id; }
    auto add(base::AccountId owner, lists::ListId list, std::vector<base::AccountId> const& accounts) {
        return write([&](db::Write& write) { return lists::add(write, owner, list, accounts); });
    }
    std::size_t members(base::AccountId owner, lists::ListId list) {
        return read([&](db::Read& read) { return lists::members(read, owner, list, 0, 0); }).size();
    }
};

}  // namespace

TEST_CASE_FIXTURE(Lists, "a list has a name, and changes only in what is named") {
    auto list = create(ada, {.title = " Ward 7 ", .replies = lists::Replies::none});
    REQUIRE(list);
    CHECK(list->title == "Ward 7");
    auto changed = write([&](db::Write& write) { return lists::change(write, ada, list->id, {.exclusive = true}); });
    CHECK(changed->exclusive);
    CHECK(changed->replies == lists::Replies::none);
    CHECK(create(ada, {}).error().fields.front().field == "title");
    CHECK(create(ada, {.title = std::string(1'000'000, 'x')}).error().fields.front().field == "title");
}

TEST_CASE_FIXTURE(Lists, "nobody has more than fifty lists") {
    for (int i = 0; i < lists::most_lists; ++i) named(ada, "L" + std::to_string(i));
    CHECK(create(ada, {.title = "One more"}).error().why == Why::invalid);
    CHECK(create(ben, {.title = "Mine"}).has_value());
}

TEST_CASE_FIXTURE(Lists, "somebody else's list is not there") {
    auto list = named(ada, "Ward 7");
    CHECK_FALSE(read([&](db::Read& read) { return lists::find(read, ben, list); }));
    CHECK(add(ben, list, {ben}).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return lists::remove(write, ben, list); }).error().why == Why::not_found);
    CHECK(members(ben, list) == 0);
}

TEST_CASE_FIXTURE(Lists, "only people one follows are on a list, once, and leave it with the follow") {
    auto list = named(ada, "Ward 7");
    CHECK(add(ada, list, {ben}).error().fields.front().field == "account_ids");
    CHECK(add(ada, list, {base::AccountId{77}}).error().why == Why::not_found);
    follow(ada, ben);
    follow(ada, cleo);
    REQUIRE(add(ada, list, {ben, cleo}));
    REQUIRE(add(ada, list, {ben, ada}));
    CHECK(members(ada, list) == 3);
    CHECK(read([&](db::Read& read) { return lists::containing(read, ada, ben); }).size() == 1);
    REQUIRE(write([&](db::Write& write) { return follows::unfollow(write, ada, ben); }));
    CHECK(members(ada, list) == 2);
    REQUIRE(write([&](db::Write& write) { return blocks::block(write, cleo, ada); }));
    CHECK(members(ada, list) == 1);
    check();
}

TEST_CASE_FIXTURE(Lists, "members page both ways") {
    auto list = named(ada, "Ward 7");
    std::vector<base::AccountId> people;
    for (int i = 0; i < 5; ++i) {
        people.push_back(join("p" + std::to_string(i)));
        follow(ada, people.back());
        REQUIRE(add(ada, list, {people.back()}));
    }
    auto page = [&](lists::Page page) { return read([&](db::Read& read) { return lists::members(read, ada, list, page); }); };
    auto first = page({.limit = 2});
    CHECK(first.front().account == people[4]);
    CHECK(page({.before = first.back().id, .limit = 2}).front().account == people[2]);
    CHECK(page({.after = page({}).back().id, .limit = 2}).front().account == people[2]);
}

TEST_CASE_FIXTURE(Lists, "lists go with their owner, and members with their account") {
    follow(ada, ben);
    follow(ben, ada);
    auto hers = named(ada, "Hers"), his = named(ben, "His");
    REQUIRE(add(ada, hers, {ben}));
    REQUIRE(add(ben, his, {ada}));
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> {
        lists::forget(write, ada);
        return base::Done{};
    }));
    CHECK(read([&](db::Read& read) { return lists::all_of(read, ada); }).empty());
    CHECK(members(ben, his) == 0);
    check();
}

TEST_CASE_FIXTURE(Lists, "every statement of this room is taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(Lists, "who moved stands on the lists of those who went along") {
    follow(ada, ben);
    auto ward = named(ada, "Ward"), other = named(ada, "Other");
    REQUIRE(add(ada, ward, {ben}));
    (void)write([&](db::Write& write) -> base::Result<bool> { return follows::take_followers_along(write, ben, cleo); });
    auto on = [&](lists::ListId list) { return read([&](db::Read& read) { return lists::members(read, ada, list, 0, 0); }); };
    REQUIRE(on(ward).size() == 1);
    CHECK(on(ward)[0].account == cleo);
    CHECK(on(other).empty());
    check();
}
