// Who moves takes their followers along.
#include "follows/follows.hpp"
#include "people.hpp"

using namespace testing_people;

namespace {
struct Moving : People {
    Moving() : People({follows::schema}) { database.on_emit(follows::hear); }

    follows::Relationship between(base::AccountId one, base::AccountId other) {
        return read([&](db::Read& read) { return follows::between(read, one, other); });
    }
    void note(base::AccountId by, base::AccountId about, std::string const& text) {
        REQUIRE(write([&](db::Write& write) { return follows::set_note(write, by, about, text); }));
    }
    void follow(base::AccountId follower, base::AccountId followed, follows::Wish wish = {}) {
        REQUIRE(write([&](db::Write& write) { return follows::follow(write, follower, followed, wish); }));
    }
};
}  // namespace

TEST_CASE_FIXTURE(Moving, "followers go along to the new account, some at a time, and those it blocked do not") {
    auto dora = join("dora"), emil = join("emil");
    for (auto follower : {ben, cleo, dora, emil}) REQUIRE(write([&](db::Write& write) { return follows::follow(write, follower, ada); }));
    // Emil is the new account; it has blocked Cleo.
    REQUIRE(write([&](db::Write& write) { return blocks::block(write, emil, cleo); }));
    int rounds = 0;
    for (bool more = true; more; ++rounds) {
        REQUIRE(rounds < 10);
        more = *write([&](db::Write& write) -> base::Result<bool> { return follows::take_followers_along(write, ada, emil, 2); });
    }
    CHECK(rounds == 3);
    CHECK(account(ada).followers == 0);
    CHECK(account(emil).followers == 2);
    auto follows_emil = [&](base::AccountId who) { return read([&](db::Read& read) { return follows::is_follower(read, who, emil); }); };
    CHECK(follows_emil(ben));
    CHECK(follows_emil(dora));
    CHECK_FALSE(follows_emil(cleo));
    check();
}

TEST_CASE_FIXTURE(Moving, "a follow goes along as it was, also to a locked account, and nobody is told of it") {
    auto dora = join("dora");
    REQUIRE(write([&](db::Write& write) { return accounts::change_profile(write, dora, {.locked = true}); }));
    follow(ben, ada, {.boosts = false, .notify = true, .languages = std::vector<std::string>{"es"}});
    follow(cleo, dora);  // waits to be let in, and is now
    follow(cleo, ada);
    auto told_before = told(dora);
    REQUIRE_FALSE(*write([&](db::Write& write) -> base::Result<bool> { return follows::take_followers_along(write, ada, dora); }));
    auto now = between(ben, dora);
    CHECK(now.following);
    CHECK_FALSE(now.showing_boosts);
    CHECK(now.notifying);
    CHECK(now.languages == std::vector<std::string>{"es"});
    CHECK(between(cleo, dora).following);
    CHECK_FALSE(between(cleo, dora).requested);
    CHECK(told(dora).size() <= told_before.size());
    check();
}

TEST_CASE_FIXTURE(Moving, "who moved is not followed any more") {
    follow(ben, ada);
    REQUIRE(write([&](db::Write& write) { return accounts::add_alias(write, cleo, "ada"); }));
    REQUIRE(write([&](db::Write& write) { return accounts::move(write, ada, "cleo"); }));
    auto refused = write([&](db::Write& write) { return follows::follow(write, cleo, ada); });
    REQUIRE_FALSE(refused);
    CHECK(refused.error().why == base::Why::forbidden);
    CHECK(refused.error().message == "This action is not allowed");
    CHECK(between(ben, ada).following);
}

TEST_CASE_FIXTURE(Moving, "notes, blocks and mutes hold for the new account too") {
    auto dora = join("dora"), emil = join("emil"), fay = join("fay");
    note(ben, ada, "Knows about burns");
    note(cleo, ada, "Old words");
    note(cleo, dora, "New words");
    auto mute = [&](base::AccountId by, blocks::Mute how) { REQUIRE(write([&](db::Write& write) { return blocks::mute(write, by, ada, how); })); };
    REQUIRE(write([&](db::Write& write) { return blocks::block(write, emil, ada); }));
    mute(fay, {.notifications = false, .seconds = 3600});
    mute(cleo, {});
    follow(cleo, dora);  // knows her already: no mute
    for (int again = 0; again < 2; ++again) follows::carry_over(database, ada, dora);

    CHECK(between(ben, dora).note == "This person moved here from ada. What you had noted about them:\nKnows about burns");
    CHECK(between(cleo, dora).note == "This person moved here from ada. What you had noted about them:\nOld words\n\nNew words");
    CHECK(between(emil, dora).standing.blocking);
    CHECK(between(emil, dora).note == "This person moved here from ada, whom you had blocked.");
    auto muted = between(fay, dora).standing;
    CHECK(muted.muting);
    CHECK_FALSE(muted.muting_notifications);
    CHECK(muted.muted_until > 0);
    CHECK_FALSE(between(cleo, dora).standing.muting);
    check();
}

TEST_CASE_FIXTURE(Moving, "follows that a blocked server or a suspension ended are told, with how many there were") {
    auto far = [&](base::AccountId account) {
        constexpr db::Query move{"test.move", "UPDATE account SET domain = 'loud.example' WHERE id = $1"};
        (void)write([&](db::Write& write) -> base::Result<base::Done> { write.run(move, {account}); return base::Done{}; });
    };
    auto dora = join("dora"), emil = join("emil");
    follow(ada, dora);
    follow(dora, ada);
    follow(emil, ada);
    follow(ben, dora);
    for (auto account : {dora, emil}) far(account);
    auto severance = [&](base::AccountId of) -> std::optional<follows::Severance> {
        for (auto const& each : read([&](db::Read& read) { return notifications::list(read, of, {}); }))
            if (each.kind == "severed_relationships") return read([&](db::Read& read) { return follows::find_severance(read, each.about); });
        return std::nullopt;
    };
    REQUIRE(write([&](db::Write& write) { return accounts::suspend(write, emil); }));
    auto first = severance(ada);
    REQUIRE(first);
    CHECK(first->cause == follows::Cause::account_suspension);
    CHECK(first->target == "emil@loud.example");
    CHECK(first->followers == 1);
    CHECK_FALSE(severance(ben));

    REQUIRE(write([&](db::Write& write) { return blocks::block_domain(write, ada, "loud.example"); }));
    auto second = severance(ada);
    REQUIRE(second);
    CHECK(follows::text_of(second->cause) == "user_domain_block");
    CHECK(second->target == "loud.example");
    CHECK(second->followers == 1);
    CHECK(second->following == 1);
    CHECK(between(ben, dora).following);

    (void)write([&](db::Write& write) -> base::Result<base::Done> { follows::sever_domain(write, "loud.example"); return base::Done{}; });
    auto third = severance(ben);
    REQUIRE(third);
    CHECK(third->cause == follows::Cause::domain_block);
    CHECK(third->following == 1);
    CHECK_FALSE(between(ben, dora).following);
    check();
}

TEST_CASE_FIXTURE(Moving, "a local account that is suspended keeps its follows: it may come back") {
    follow(ben, ada);
    follow(ada, ben);
    REQUIRE(write([&](db::Write& write) { return accounts::suspend(write, ada); }));
    CHECK(between(ben, ada).following);
    CHECK(told(ben) == Kinds{"follow"});
}
