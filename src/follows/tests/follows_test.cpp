// Who follows whom.
#include "follows/follows.hpp"
#include "people.hpp"
#include <algorithm>

using namespace testing_people;
using base::Why;

namespace {

struct Followers : People {
    Followers() : People({follows::schema}) { database.on_emit(follows::hear); }
    void follow(base::AccountId follower, base::AccountId followed) {
        REQUIRE(write([&](db::Write& write) { return follows::follow(write, follower, followed); }).has_value());
    }
    void block(base::AccountId me, base::AccountId other) {
        REQUIRE(write([&](db::Write& write) { return blocks::block(write, me, other); }));
    }
    follows::Relationship between(base::AccountId me, base::AccountId other) {
        return read([&](db::Read& read) { return follows::between(read, me, other); });
    }
    std::vector<base::AccountId> accounts_in(std::vector<follows::Entry> const& entries) {
        std::vector<base::AccountId> ids;
        for (auto const& each : entries) ids.push_back(each.account);
        return ids;
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

TEST_CASE_FIXTURE(Followers, "a block ends the follows and requests both ways, and what they told") {
    follow(ben, ada);
    follow(ada, ben);
    REQUIRE(write([&](db::Write& write) { return accounts::change_profile(write, ada, {.locked = true}); }));
    follow(cleo, ada);
    block(ada, ben);
    block(ada, cleo);
    CHECK(account(ada).followers == 0);
    CHECK(account(ben).followers == 0);
    CHECK_FALSE(between(cleo, ada).requested);
    CHECK(told(ada).empty());
    check();
}

TEST_CASE_FIXTURE(Followers, "past a block nobody is there to be followed, whoever blocked") {
    block(ada, ben);
    auto there = write([&](db::Write& write) { return follows::follow(write, ben, ada); });
    auto back = write([&](db::Write& write) { return follows::follow(write, ada, ben); });
    auto nobody = write([&](db::Write& write) { return follows::follow(write, ben, base::AccountId{77}); });
    CHECK(there.error().why == Why::not_found);
    CHECK(back.error().why == Why::not_found);
    CHECK(there.error().message == nobody.error().message);
    CHECK(between(ada, ben).standing.blocking);
    CHECK(between(ben, ada).standing.blocked_by);
}

TEST_CASE_FIXTURE(Followers, "a blocked server's people neither follow nor are followed") {
    follow(ben, ada);
    follow(ada, ben);
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> {
        static constexpr db::Query move{"test.move", "UPDATE account SET domain = 'loud.example' WHERE id = $1"};
        write.run(move, {ben});
        return base::Done{};
    }));
    REQUIRE(write([&](db::Write& write) { return blocks::block_domain(write, ada, "loud.example"); }));
    CHECK(account(ada).followers == 0);
    CHECK(account(ada).following == 0);
    CHECK(write([&](db::Write& write) { return follows::follow(write, ada, ben); }).error().why == Why::not_found);
    check();
}

TEST_CASE_FIXTURE(Followers, "lists of followers page both ways and leave out whom the viewer does not hear") {
    std::vector<base::AccountId> fans;
    for (int i = 0; i < 5; ++i) {
        fans.push_back(join("fan" + std::to_string(i)));
        follow(fans.back(), ada);
    }
    auto page = [&](follows::Page page, base::AccountId viewer = {}) { return read([&](db::Read& read) { return follows::followers(read, ada, page, viewer); }); };
    auto all = page({});
    REQUIRE(all.size() == 5);
    CHECK(accounts_in(page({.after = all[3].id, .limit = 2})) == std::vector{fans[3], fans[2]});
    CHECK(accounts_in(page({.since = all[2].id})) == std::vector{fans[4], fans[3]});
    block(fans[4], ben);
    REQUIRE(write([&](db::Write& write) { return blocks::mute(write, ben, fans[3]); }));
    CHECK(accounts_in(page({.limit = 2}, ben)) == std::vector{fans[2], fans[1]});
}

TEST_CASE_FIXTURE(Followers, "languages are wished for, kept through approval, and refused when they are none") {
    REQUIRE(write([&](db::Write& write) { return accounts::change_profile(write, ada, {.locked = true}); }));
    REQUIRE(write([&](db::Write& write) { return follows::follow(write, ben, ada, {.languages = Kinds{"en", "pt-BR"}}); }));
    REQUIRE(write([&](db::Write& write) { return follows::approve(write, ada, ben); }));
    CHECK(between(ben, ada).languages == Kinds{"en", "pt-br"});
    follow(ben, ada);
    CHECK(between(ben, ada).languages.size() == 2);
    REQUIRE(write([&](db::Write& write) { return follows::follow(write, ben, ada, {.languages = Kinds{}}); }));
    CHECK(between(ben, ada).languages.empty());
    for (auto bad : {Kinds{"%"}, Kinds{std::string(1'000'000, 'e')}, Kinds(51, "en")})
        CHECK(write([&](db::Write& write) { return follows::follow(write, ben, ada, {.languages = bad}); }).error().fields.front().field == "languages");
}

TEST_CASE_FIXTURE(Followers, "a note about somebody is for one's own eyes, and goes when it is emptied") {
    auto note = [&](std::string const& text) { return write([&](db::Write& write) { return follows::set_note(write, ada, ben, text); }); };
    CHECK(note(" From the ward ")->note == "From the ward");
    CHECK(between(ada, ben).note == "From the ward");
    CHECK(between(ben, ada).note.empty());
    CHECK(note(std::string(1'000'000, 'x')).error().fields.front().field == "comment");
    CHECK(note("")->note.empty());
}

TEST_CASE_FIXTURE(Followers, "only whom one follows is recommended, and only as long") {
    auto endorse = [&] { return write([&](db::Write& write) { return follows::endorse(write, ada, ben); }); };
    CHECK(endorse().error().why == Why::invalid);
    follow(ada, ben);
    CHECK(endorse()->endorsed);
    CHECK(read([&](db::Read& read) { return follows::endorsed(read, ada, {}, {}); }).size() == 1);
    REQUIRE(write([&](db::Write& write) { return follows::unfollow(write, ada, ben); }));
    CHECK_FALSE(between(ada, ben).endorsed);
    check();
}

TEST_CASE_FIXTURE(Followers, "friends of friends and staff's picks are suggested, and dismissed ones stay away") {
    auto dev = join("dev"), eve = join("eve");
    follow(ada, ben);
    follow(ben, cleo);
    follow(dev, eve);
    auto suggested = [&] { return read([&](db::Read& read) { return follows::suggestions(read, ada, 10); }); };
    auto of = [&](base::AccountId account) -> std::vector<std::string_view> {
        for (auto const& each : suggested())
            if (each.account == account) return each.sources;
        return {};
    };
    CHECK(of(cleo) == std::vector<std::string_view>{"friends_of_friends", "most_followed"});
    CHECK(of(ben).empty());
    CHECK(of(ada).empty());
    base::Setting<std::string>& picks = follows::staff_picks;
    picks.set("@eve, nobody,ben");
    CHECK(suggested().front().account == eve);
    CHECK(of(eve).front() == "featured");
    picks.set("");
    REQUIRE(write([&](db::Write& write) { return follows::dismiss_suggestion(write, ada, cleo); }));
    CHECK(of(cleo).empty());
    block(dev, ada);
    CHECK(of(dev).empty());
}

TEST_CASE_FIXTURE(Followers, "suggestions beside a page are kept for a while, without whom one follows, blocked, dismissed or who hid since") {
    bus::Bus bus;
    database.on_commit([&](std::span<base::Event const> events) { bus.publish(events); });
    follows::SuggestionMemory memory(bus);
    std::vector<base::AccountId> others;
    for (int i = 0; i < 10; ++i) others.push_back(join("other" + std::to_string(i)));
    auto beside = [&](int limit) {
        std::vector<base::AccountId> ids;
        for (auto const& each : read([&](db::Read& read) { return follows::suggestions_beside(read, ada, limit); })) ids.push_back(each.account);
        return ids;
    };
    auto holds = [](std::vector<base::AccountId> const& ids, base::AccountId account) { return std::ranges::find(ids, account) != ids.end(); };
    auto is_beside = [&](base::AccountId account) { return holds(beside(8), account); };
    auto first = beside(8);
    REQUIRE(first.size() == 8);
    CHECK(beside(3) == std::vector(first.begin(), first.begin() + 3));
    CHECK_FALSE(is_beside(ada));

    // Somebody whom many follow now waits until the hour is over.
    auto star = std::ranges::find_if(others, [&](auto each) { return !holds(first, each); });
    REQUIRE(star != others.end());
    follow(ben, *star);
    follow(cleo, *star);
    CHECK_FALSE(is_beside(*star));

    auto refused = std::ranges::find_if(first, [&](auto each) { return each != ben && each != cleo; });
    REQUIRE(write([&](db::Write& write) { return follows::dismiss_suggestion(write, ada, *refused); }));
    CHECK_FALSE(is_beside(*refused));
    auto hidden = *std::find_if(std::next(refused), first.end(), [&](auto each) { return each != ben && each != cleo; });
    REQUIRE(write([&](db::Write& write) { return accounts::change_profile(write, hidden, {.discoverable = false}); }));
    CHECK_FALSE(is_beside(hidden));

    REQUIRE(is_beside(*star));  // too few were left: they were looked for anew
    block(*star, ada);
    CHECK_FALSE(is_beside(*star));
    auto next = beside(8).front();
    follow(ada, next);
    CHECK_FALSE(is_beside(next));
}

TEST_CASE_FIXTURE(Followers, "familiar followers are those whom one follows too") {
    follow(ada, ben);
    follow(ben, cleo);
    follow(join("dev"), cleo);
    CHECK(read([&](db::Read& read) { return follows::familiar_followers(read, ada, cleo, 10); }) == std::vector{ben});
}

TEST_CASE_FIXTURE(Followers, "the directory holds who wants to be found, by activity or by age, without whom one blocked") {
    REQUIRE(write([&](db::Write& write) { return accounts::change_profile(write, cleo, {.discoverable = false}); }));
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> {
        accounts::count_posts(write, ada, 1, write.now);
        accounts::count_posts(write, ada, -1);
        return base::Done{};
    }));
    auto list = [&](base::AccountId viewer, follows::Listing listing) { return read([&](db::Read& read) { return follows::directory(read, viewer, listing); }); };
    CHECK(list({}, {}) == std::vector{ada, ben});
    CHECK(list({}, {.order = follows::Order::newest, .local = true}) == std::vector{ben, ada});
    CHECK(list({}, {.limit = 1, .offset = 1}) == std::vector{ben});
    block(ben, ada);
    CHECK(list(ada, {}) == std::vector{ada});
}

TEST_CASE_FIXTURE(Followers, "every statement of these rooms is taken by the engine") { check_statements(); }
