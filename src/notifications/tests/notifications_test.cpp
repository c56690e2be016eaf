// Who is told what.
#include "base/time.hpp"
#include "notifications/queries.hpp"
#include "people.hpp"

using namespace testing_people;

namespace {

struct Told : People {
    void tell(base::AccountId to, std::string kind, base::AccountId from, base::PostId post = {}) {
        (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::tell(write, to, kind, from, post); return base::Done{}; });
    }
    std::int64_t unread(base::AccountId account) { return read([&](db::Read& read) { return notifications::unread(read, account); }); }
    auto groups(notifications::Page page, notifications::Filter filter = {}) {
        return read([&](db::Read& read) { return notifications::groups(read, ada, page, filter); });
    }
    auto list(notifications::Page page, notifications::Filter filter = {}) {
        return read([&](db::Read& read) { return notifications::list(read, ada, page, filter); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Told, "nobody is told of their own doing, nor twice of the same") {
    tell(ada, "favourite", ada, base::PostId{5});
    tell(ada, "favourite", ben, base::PostId{5});
    tell(ada, "favourite", ben, base::PostId{5});
    CHECK(told(ada) == Kinds{"favourite"});
    check();
}

TEST_CASE_FIXTURE(Told, "what was read stays read, and what comes later does not") {
    tell(ada, "follow", ben);
    CHECK(unread(ada) == 1);
    auto newest = list({}).front().id;
    (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::mark_read(write, ada, newest); return base::Done{}; });
    CHECK(unread(ada) == 0);
    CHECK(list({}).front().read);
    tell(ada, "follow", cleo);
    CHECK(unread(ada) == 1);
}

TEST_CASE_FIXTURE(Told, "pages and filters find a rare kind behind many common ones") {
    tell(ada, "mention", cleo, base::PostId{9});
    for (int i = 0; i < 450; ++i) tell(ada, "favourite", ben, base::PostId{100 + i});
    CHECK(list({.limit = 40}).size() == 40);
    auto mentions = list({.limit = 5}, {.only = {"mention"}});
    REQUIRE(mentions.size() == 1);
    CHECK(mentions.front().from == cleo);
    CHECK(list({.limit = 5}, {.without = {"favourite"}}).size() == 1);
    CHECK(list({.limit = 5}, {.from = cleo}).size() == 1);
}

TEST_CASE_FIXTURE(Told, "walking up gives what is next newer, newest first") {
    for (int i = 0; i < 6; ++i) tell(ada, "favourite", ben, base::PostId{100 + i});
    auto all = list({});
    auto up = list({.after = all[5].id, .limit = 2});
    REQUIRE(up.size() == 2);
    CHECK(up[0].id == all[3].id);
    CHECK(up[1].id == all[4].id);
}

TEST_CASE_FIXTURE(Told, "nobody reads or dismisses another's notification") {
    tell(ada, "follow", ben);
    auto id = list({}).front().id;
    CHECK_FALSE(read([&](db::Read& read) { return notifications::find(read, ben, id).has_value(); }));
    (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::dismiss(write, ben, id); return base::Done{}; });
    CHECK(list({}).size() == 1);
}

TEST_CASE_FIXTURE(Told, "support of one post within twelve hours is one group, and later support another") {
    base::PostId post{700};
    tell(ada, "favourite", ben, post);
    tell(ada, "favourite", cleo, post);
    tell(ada, "reblog", cleo, post);
    auto grouped = groups({});
    REQUIRE(grouped.size() == 2);
    CHECK(grouped[0].newest.kind == "reblog");
    CHECK(grouped[1].count == 2);
    CHECK(grouped[1].people == std::vector{cleo, ben});
    CHECK(grouped[1].oldest_on_page < grouped[1].newest.id);
    CHECK(grouped[1].key.starts_with("favourite-700-"));

    advance(13 * base::hour);
    tell(ada, "favourite", join("dora"), post);
    CHECK(groups({}).size() == 3);
    check();
}

TEST_CASE_FIXTURE(Told, "a group that loses its newest member keeps its place in the list") {
    base::PostId post{700};
    for (auto who : {ben, cleo}) tell(ada, "favourite", who, post);
    (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::take_back(write, ada, "favourite", cleo, post); return base::Done{}; });
    auto left = groups({});
    REQUIRE(left.size() == 1);
    CHECK(left.front().people == std::vector{ben});
    tell(ada, "favourite", cleo, post);
    (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::forget_account(write, cleo); return base::Done{}; });
    CHECK(groups({}).front().people == std::vector{ben});
    check();
}

TEST_CASE_FIXTURE(Told, "pages of groups show each group once, and what is not wanted in groups one by one") {
    for (int post = 1; post <= 5; ++post)
        for (auto who : {ben, cleo}) tell(ada, "favourite", who, base::PostId{700 + post});
    auto first = groups({.limit = 2});
    REQUIRE(first.size() == 2);
    auto rest = groups({.before = first.back().newest.id, .limit = 9});
    CHECK(rest.size() == 3);
    for (auto const& each : rest) CHECK(each.count == 2);
    CHECK(first.back().oldest_on_page >= first.back().newest.id);  // the page ends at its newest
    auto single = read([&](db::Read& read) { return notifications::groups(read, ada, {}, {}, {"follow"}); });
    CHECK(single.size() == 10);
    CHECK(single.front().key == "ungrouped-" + std::to_string(single.front().newest.id));
    auto up = groups({.after = rest.back().newest.id, .limit = 2});
    REQUIRE(up.size() == 2);
    CHECK(up[0].key == rest[0].key);
    CHECK(up[1].key == rest[1].key);
}

TEST_CASE_FIXTURE(Told, "a group is found, listed and put away by its key, by its owner only") {
    base::PostId post{700};
    for (auto who : {ben, cleo}) tell(ada, "favourite", who, post);
    auto key = groups({}).front().key;
    auto in_group = [&](base::AccountId who) { return read([&](db::Read& read) { return notifications::members(read, who, key, 0, 10).size(); }); };
    CHECK(in_group(ada) == 2);
    CHECK(in_group(ben) == 0);
    for (auto bad : {"favourite-700-0", "favourite", "mention-700-5", "ungrouped-x", "", "favourite-1-2-3"})
        CHECK_FALSE(read([&](db::Read& read) { return notifications::find_group(read, ada, bad).has_value(); }));
    (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::dismiss_group(write, ben, key); return base::Done{}; });
    CHECK(groups({}).size() == 1);
    (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::dismiss_group(write, ada, key); return base::Done{}; });
    CHECK(groups({}).empty());
    check();
}

TEST_CASE_FIXTURE(Told, "who is blocked or muted tells nothing, and what they told before is left out") {
    tell(ada, "favourite", ben, base::PostId{700});
    tell(ada, "favourite", cleo, base::PostId{700});
    REQUIRE(write([&](db::Write& write) { return blocks::mute(write, ada, cleo); }));
    CHECK(told(ada) == Kinds{"favourite"});
    REQUIRE(groups({}).size() == 1);
    CHECK(groups({}).front().people == std::vector{ben});
    tell(ada, "follow", cleo);
    CHECK(told(ada).size() == 1);
    REQUIRE(write([&](db::Write& write) { return blocks::block(write, ben, ada); }));
    tell(ada, "follow", ben);
    CHECK(told(ada).empty());
    CHECK(groups({}).empty());
}

TEST_CASE_FIXTURE(Told, "muting only somebody's posts leaves what they do to oneself") {
    REQUIRE(write([&](db::Write& write) { return blocks::mute(write, ada, cleo, {.notifications = false}); }));
    tell(ada, "favourite", cleo, base::PostId{700});
    CHECK(told(ada).size() == 1);
}

TEST_CASE_FIXTURE(Told, "one's own poll that ended is told, and an edit takes the earlier one's place") {
    tell(ada, "poll", ada, base::PostId{5});
    tell(ada, "update", ben, base::PostId{6});
    auto first = list({}).front().id;
    tell(ada, "update", ben, base::PostId{6});
    CHECK(told(ada) == Kinds{"update", "poll"});
    CHECK(list({}).front().id > first);
    check();
}

namespace {

struct Strangers : Told {
    notifications::Circumstances now;
    Strangers() {
        notifications::judge_by([this](db::Read&, notifications::Notification const&) { return now; });
        advance(90 * base::day);  // nobody is new
    }
    ~Strangers() { notifications::judge_by({}); }
    void decide(notifications::Policy policy) {
        (void)write([&](db::Write& write) -> base::Result<base::Done> { notifications::set_policy(write, ada, policy); return base::Done{}; });
    }
    auto requests() { return read([&](db::Read& read) { return notifications::requests(read, ada, {}); }); }
};
using enum notifications::Treatment;

}  // namespace

TEST_CASE_FIXTURE(Strangers, "each part of a policy asks its own question, and the strictest answer counts") {
    struct Case { notifications::Policy policy; notifications::Circumstances now; bool heard; };
    notifications::Policy open{accept, accept, accept, accept, accept};
    auto with = [&](auto change) { auto policy = open; change(policy); return policy; };
    notifications::Circumstances old{.follower_since = 1};
    Case const cases[] = {
        {open, {}, true},
        {with([](auto& p) { p.not_following = filter; }), {}, false},
        {with([](auto& p) { p.not_following = filter; }), {.following = true}, true},
        {with([](auto& p) { p.not_followers = drop; }), {}, false},
        {with([](auto& p) { p.not_followers = drop; }), old, true},
        {with([](auto& p) { p.private_mentions = filter; }), {.private_mention = true}, false},
        {with([](auto& p) { p.private_mentions = filter; }), {.following = true, .private_mention = true}, true},
    };
    std::int64_t post = 800;
    for (auto const& each : cases) {
        decide(each.policy);
        now = each.now;
        auto before = told(ada).size();
        tell(ada, "mention", ben, base::PostId{++post});
        CAPTURE(post);
        CHECK((told(ada).size() > before) == each.heard);
    }
    REQUIRE(write([&](db::Write& write) { return accounts::set_silenced(write, ben, true); }));
    now = {};
    decide(with([](auto& p) { p.limited_accounts = filter; }));
    tell(ada, "follow", ben);
    CHECK_FALSE(told(ada).front() == "follow");
    decide(with([](auto& p) { p.not_following = filter; p.not_followers = drop; }));
    now = {};
    tell(ada, "mention", cleo, base::PostId{1});
    CHECK(requests().size() == 1);  // Ben's, from before
    check();
}

TEST_CASE_FIXTURE(Strangers, "a new account waits until it is followed or grows older") {
    decide({.new_accounts = filter});
    auto dora = join("dora");
    tell(ada, "favourite", dora, base::PostId{9});
    CHECK(told(ada).empty());
    now.following = true;
    tell(ada, "favourite", dora, base::PostId{10});
    CHECK(told(ada).size() == 1);
    now.following = false;
    advance(31 * base::day);
    tell(ada, "favourite", dora, base::PostId{11});
    CHECK(told(ada).size() == 2);
}

TEST_CASE_FIXTURE(Strangers, "what waits is one request a person, and letting them in shows it and all that follows") {
    decide({.not_following = filter});
    tell(ada, "mention", ben, base::PostId{1});
    tell(ada, "favourite", ben, base::PostId{2});
    CHECK(told(ada).empty());
    CHECK(unread(ada) == 0);
    CHECK(list({}, {.include_filtered = true}).size() == 2);
    auto waiting = requests();
    REQUIRE(waiting.size() == 1);
    CHECK(waiting.front().count == 2);
    CHECK(waiting.front().last_post.value == 2);
    auto pending = read([&](db::Read& read) { return notifications::pending(read, ada); });
    CHECK(pending.requests == 1);
    CHECK(pending.notifications == 2);
    CHECK_FALSE(write([&](db::Write& write) { return notifications::accept(write, cleo, waiting.front().id); }).has_value());
    REQUIRE(write([&](db::Write& write) { return notifications::accept(write, ada, waiting.front().id); }));
    CHECK(told(ada).size() == 2);
    CHECK(requests().empty());
    tell(ada, "mention", ben, base::PostId{3});
    CHECK(told(ada).size() == 3);
    check();
}

TEST_CASE_FIXTURE(Strangers, "a dismissed request takes what waited with it, and the next one asks again") {
    decide({.not_following = filter});
    tell(ada, "mention", ben, base::PostId{1});
    REQUIRE(write([&](db::Write& write) { return notifications::dismiss_request(write, ada, requests().front().id); }));
    CHECK(list({}, {.include_filtered = true}).empty());
    tell(ada, "mention", ben, base::PostId{2});
    CHECK(requests().size() == 1);
    check();
}

TEST_CASE_FIXTURE(Strangers, "moderators are heard whatever the policy says") {
    decide({drop, drop, drop, drop, drop});
    tell(ada, "mention", ben, base::PostId{1});
    REQUIRE(write([&](db::Write& write) { return accounts::set_role(write, cleo, accounts::Role::moderator); }));
    tell(ada, "mention", cleo, base::PostId{2});
    CHECK(told(ada) == Kinds{"mention"});
}

TEST_CASE_FIXTURE(Told, "pages are read along an index: nothing is scanned, nothing is put in order first") {
    if (database.is_postgresql()) return;  // there the size of the tables decides
    namespace sql = notifications::sql;
    db::List heads{1, 2};
    auto check_plan = [&](db::Query const& query, db::Arguments arguments) {
        CAPTURE(query.name);
        auto text = "EXPLAIN QUERY PLAN " + std::string(query.text);
        read([&](db::Read& read) {
            for (auto const& step : read.rows({query.name, text}, arguments, [](db::Row const& row) { return row.text(3); })) {
                CHECK_MESSAGE((!step.starts_with("SCAN") || step.starts_with("SCAN json_each")), step);
                CHECK_MESSAGE(!step.contains("TEMP B-TREE"), step);
            }
            return 0;
        });
    };
    for (auto const* query : {&sql::heads_newest, &sql::heads_oldest}) check_plan(*query, {1, 9, 0, 20});
    for (auto const* query : {&sql::newest, &sql::oldest}) check_plan(*query, {1, 9, 0, false, 20});
    for (auto const* query : {&sql::kind_newest, &sql::kind_oldest}) check_plan(*query, {1, 9, 0, false, 20, "mention"});
    for (auto const* query : {&sql::from_newest, &sql::from_oldest}) check_plan(*query, {1, 9, 0, false, 20, 2});
    for (auto const* query : {&sql::requests_newest, &sql::requests_oldest}) check_plan(*query, {1, 9, 0, 20});
    check_plan(sql::members, {1, "follow", 0, 5, 9, 20});
    check_plan(sql::sizes, {heads, 0});
}

TEST_CASE_FIXTURE(Told, "one more in a group costs no look at the others, however many they are") {
    if (database.is_postgresql()) return;  // there the size of the table decides
    auto const& query = notifications::sql::no_longer_head;
    auto text = "EXPLAIN QUERY PLAN " + std::string(query.text);
    auto steps = read([&](db::Read& read) { return read.rows({query.name, text}, {1, "favourite", 2, 3, 4}, [](db::Row const& row) { return row.text(3); }); });
    REQUIRE(steps.size() == 1);
    CHECK_MESSAGE(steps[0].contains("notification_head_of_group"), steps[0]);
}

TEST_CASE_FIXTURE(Told, "every statement of this room is taken by the engine") { check_statements(); }
