// Blocking, muting, and what they say to others' questions.
#include "blocks/blocks.hpp"
#include "base/time.hpp"
#include "db/testing.hpp"
#include "jobs/jobs.hpp"

using base::Why;

namespace {

std::vector<db::Schema> const& schemas() {
    static std::vector<db::Schema> const all{jobs::schema, accounts::schema, blocks::schema};
    return all;
}

// Without the rooms that stand on this one.
struct Blocks : db::testing::World {
    base::AccountId ada, ben, cleo;

    Blocks() : World(schemas()) {
        ada = join("ada");
        ben = join("ben");
        cleo = join("cleo");
    }
    template <class F> auto write(F work) { advance(1); return database.write(work); }
    template <class F> auto read(F work) { return database.read(work); }
    base::AccountId join(std::string const& username) {
        return write([&](db::Write& write) {
            accounts::SignUp form{username, username + "@people.example", "a long enough password"};
            form.agreement = form.confirmed = true;
            form.password_hash = "no password fits this";
            return accounts::sign_up(write, form);
        })->id;
    }
    auto block(base::AccountId me, base::AccountId other) { return write([&](db::Write& write) { return blocks::block(write, me, other); }); }
    auto mute(base::AccountId me, base::AccountId other, blocks::Mute how = {}) {
        return write([&](db::Write& write) { return blocks::mute(write, me, other, how); });
    }
    blocks::Standing between(base::AccountId me, base::AccountId other) {
        return read([&](db::Read& read) { return blocks::between(read, me, other); });
    }
    std::unordered_set<base::AccountId> unheard(base::AccountId me) { return read([&](db::Read& read) { return blocks::unheard_by(read, me); }); }
    bool notifies(base::AccountId me, base::AccountId other) { return read([&](db::Read& read) { return blocks::may_notify(read, me, other); }); }
    void sweep() {
        REQUIRE(write([](db::Write& write) -> base::Result<base::Done> {
            blocks::sweep(write);
            return base::Done{};
        }));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Blocks, "a block holds both ways, and ends when it is taken back") {
    REQUIRE(block(ada, ben));
    REQUIRE(block(ada, ben));
    CHECK(between(ada, ben).blocking);
    CHECK_FALSE(between(ada, ben).blocked_by);
    CHECK(between(ben, ada).blocked_by);
    CHECK(unheard(ada).contains(ben));
    CHECK(unheard(ben).contains(ada));
    CHECK_FALSE(notifies(ada, ben));
    CHECK_FALSE(notifies(ben, ada));
    CHECK(read([&](db::Read& read) { return blocks::apart(read, ben, ada); }));
    REQUIRE(write([&](db::Write& write) { return blocks::unblock(write, ada, ben); }));
    CHECK(unheard(ben).empty());
    CHECK_FALSE(read([&](db::Read& read) { return blocks::apart(read, ada, ben); }));
    check();
}

TEST_CASE_FIXTURE(Blocks, "nobody blocks or mutes themselves, nor somebody who is not there") {
    CHECK(block(ada, ada).error().why == Why::forbidden);
    CHECK(mute(ada, ada).error().why == Why::forbidden);
    CHECK(block(ada, base::AccountId{77}).error().why == Why::not_found);
    CHECK(mute(ada, base::AccountId{77}).error().why == Why::not_found);
}

TEST_CASE_FIXTURE(Blocks, "a mute is one-sided, and may spare notifications") {
    REQUIRE(mute(ada, ben, {.notifications = false}));
    CHECK(between(ada, ben).muting);
    CHECK_FALSE(between(ada, ben).muting_notifications);
    CHECK(unheard(ada).contains(ben));
    CHECK(unheard(ben).empty());
    CHECK(notifies(ada, ben));
    REQUIRE(mute(ada, ben));
    CHECK_FALSE(notifies(ada, ben));
    CHECK(notifies(ben, ada));
}

TEST_CASE_FIXTURE(Blocks, "a timed mute ends by itself") {
    REQUIRE(mute(ada, ben, {.seconds = 60}));
    CHECK(between(ada, ben).muted_until == now() + 60 * base::second);
    advance(59 * base::second);
    CHECK_FALSE(notifies(ada, ben));
    advance(base::second);
    CHECK(notifies(ada, ben));
    CHECK_FALSE(between(ada, ben).muting);
    CHECK(read([&](db::Read& read) { return blocks::muted(read, ada, {}); }).empty());
    sweep();
    CHECK(unheard(ada).empty());
    CHECK(mute(ada, ben, {.seconds = -1}).error().fields.front().field == "duration");
}

TEST_CASE_FIXTURE(Blocks, "lists of the blocked and muted page both ways") {
    std::vector<base::AccountId> people;
    for (int i = 0; i < 5; ++i) {
        people.push_back(join("p" + std::to_string(i)));
        REQUIRE(block(ada, people.back()));
        REQUIRE(mute(ada, people.back()));
    }
    for (auto list : {blocks::blocked, blocks::muted}) {
        auto page = [&](blocks::Page page) { return read([&](db::Read& read) { return list(read, ada, page); }); };
        auto first = page({.limit = 2});
        CHECK(first.front().account == people[4]);
        auto second = page({.before = first.back().id, .limit = 2});
        CHECK(second.front().account == people[2]);
        CHECK(page({.after = second.front().id, .limit = 2}).front().account == people[4]);
        CHECK(page({.since = second.front().id}).size() == 2);
    }
}

TEST_CASE_FIXTURE(Blocks, "a server is blocked by its name, in any spelling") {
    auto domain = [&](std::string_view name) { return write([&](db::Write& write) { return blocks::block_domain(write, ada, name); }); };
    REQUIRE(domain(" Loud.Example "));
    REQUIRE(domain("loud.example"));
    CHECK(read([&](db::Read& read) { return blocks::blocked_domains(read, ada, {}); }).size() == 1);
    for (std::string bad : {std::string(), std::string("a b"), std::string("a..b"), std::string("<x>"), std::string(1'000'000, 'a')})
        CHECK(domain(bad).error().fields.front().field == "domain");
    auto far = [&](base::AccountId account, std::string const& name) {
        REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> {
            static constexpr db::Query move{"test.move", "UPDATE account SET domain = $2 WHERE id = $1"};
            write.run(move, {account, name});
            return base::Done{};
        }));
    };
    far(cleo, "loud.example");
    CHECK(between(ada, cleo).domain_blocking);
    CHECK(unheard(ada).contains(cleo));
    CHECK_FALSE(notifies(ada, cleo));
    REQUIRE(write([&](db::Write& write) { return blocks::unblock_domain(write, ada, "LOUD.example"); }));
    CHECK(unheard(ada).empty());
}

TEST_CASE_FIXTURE(Blocks, "several standings come in the order asked") {
    REQUIRE(block(ada, ben));
    REQUIRE(mute(ada, cleo));
    auto all = read([&](db::Read& read) { return blocks::between(read, ada, {cleo, base::AccountId{77}, ben}); });
    REQUIRE(all.size() == 3);
    CHECK(all[0].muting);
    CHECK_FALSE(all[1].blocking);
    CHECK(all[2].blocking);
}

TEST_CASE_FIXTURE(Blocks, "what somebody blocked goes with their account, and so does who blocked them") {
    REQUIRE(block(ada, ben));
    REQUIRE(mute(ben, ada));
    REQUIRE(write([&](db::Write& write) { return blocks::block_domain(write, ada, "loud.example"); }));
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> {
        blocks::forget(write, ada);
        return base::Done{};
    }));
    CHECK(unheard(ben).empty());
    CHECK(read([&](db::Read& read) { return blocks::blocked_domains(read, ada, {}); }).empty());
}

TEST_CASE_FIXTURE(Blocks, "every statement of this room is taken by the engine") { check_statements(); }
