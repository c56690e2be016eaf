// One account, one vote; and every poll ends once.
#include "people.hpp"
#include "polls/polls.hpp"
#include <atomic>
#include <thread>

using namespace testing_people;
using base::AccountId, base::PostId, base::Why;

namespace {

struct Voters : People {
    PostId post{4711};
    Voters() : People({polls::schema}) {}

    polls::Draft draft(std::vector<std::string> options = {"Tea", "Coffee", "Water"}) { return {std::move(options), 3600, false, false}; }
    auto ask(polls::Draft const& made) {
        return write([&](db::Write& write) { return polls::create(write, post, ada, made); });
    }
    auto vote(AccountId voter, std::vector<int> choices) {
        return write([&](db::Write& write) { return polls::vote(write, post, voter, choices); });
    }
    auto replace(std::optional<polls::Draft> made) {
        return write([&](db::Write& write) { return polls::replace(write, post, ada, made); });
    }
    std::optional<polls::Poll> poll() {
        return read([&](db::Read& read) { return polls::find(read, post); });
    }
    std::string refusal_of(polls::Draft const& made) {
        auto outcome = polls::check(made);
        return outcome ? "" : outcome.error().fields.at(0).field + " " + outcome.error().fields.at(0).code;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Voters, "statements are taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(Voters, "a poll asks between two and ten different questions, for five minutes to a month") {
    CHECK(refusal_of(draft()) == "");
    CHECK(refusal_of(draft({"Tea"})) == "poll[options] ERR_TOO_FEW");
    CHECK(refusal_of(draft(std::vector<std::string>(11, "Tea"))) == "poll[options] ERR_TOO_MANY");
    CHECK(refusal_of(draft({"Tea", " Tea "})) == "poll[options] ERR_DUPLICATE");
    CHECK(refusal_of(draft({"Tea", " "})) == "poll[options] ERR_BLANK");
    CHECK(refusal_of(draft({"Tea", std::string(1'000'000, 'a')})) == "poll[options] ERR_TOO_LONG");
    CHECK(refusal_of(draft({"Tea", std::string(101, 'a')})) == "poll[options] ERR_TOO_LONG");
    CHECK(refusal_of(draft({"Tea", std::string(100, 'a')})) == "");
    auto short_one = draft();
    short_one.seconds = 299;
    CHECK(refusal_of(short_one) == "poll[expires_in] ERR_TOO_SOON");
    short_one.seconds = polls::longest_seconds + 1;
    CHECK(refusal_of(short_one) == "poll[expires_in] ERR_TOO_LATE");
}

TEST_CASE_FIXTURE(Voters, "a vote is counted, and one's own choices are found again") {
    REQUIRE(ask(draft()));
    auto after = vote(ben, {1});
    REQUIRE(after);
    CHECK(after->votes == 1);
    CHECK(after->voters == 1);
    CHECK(after->options.at(1).votes == 1);
    CHECK(after->options.at(0).votes == 0);
    auto mine = read([&](db::Read& read) { return polls::votes_of(read, ben, {post, PostId{5}}); });
    REQUIRE(mine.size() == 1);
    CHECK(mine[0].choices == std::vector<int>{1});
    CHECK(read([&](db::Read& read) { return polls::votes_of(read, cleo, {post}); }).empty());
    CHECK(read([&](db::Read& read) { return polls::voters(read, post); }) == std::vector<AccountId>{ben});
    CHECK(read([&](db::Read& read) { return polls::exported(read, ben); }) == R"({"votes":[{"post":"4711","choices":["Coffee"]}]})");
    check();
}

TEST_CASE_FIXTURE(Voters, "several choices are one voter, named twice they are one vote") {
    auto several = draft();
    several.multiple = true;
    REQUIRE(ask(several));
    REQUIRE(vote(ben, {2, 0, 2}));
    CHECK(poll()->votes == 2);
    CHECK(poll()->voters == 1);
    check();
}

TEST_CASE_FIXTURE(Voters, "nobody votes twice, in their own poll, for what is not there, or after the end") {
    REQUIRE(ask(draft()));
    REQUIRE(vote(ben, {0}));
    CHECK(vote(ben, {1}).error().message == "You have already voted on this poll");
    CHECK(vote(ada, {0}).error().message == "You cannot vote in your own polls");
    for (auto const& wrong : {std::vector<int>{3}, {-1}, {}}) CHECK(vote(cleo, wrong).error().message == "The chosen vote option does not exist");
    CHECK(vote(cleo, {0, 1}).error().why == Why::invalid);
    advance(3600 * 1000);
    CHECK(vote(cleo, {0}).error().message == "The poll has already ended");
    CHECK(poll()->voters == 1);
    check();
}

TEST_CASE_FIXTURE(Voters, "fifty votes of one account at once are one") {
    REQUIRE(ask(draft()));
    std::atomic<int> taken = 0;
    std::vector<std::thread> all;
    for (int each = 0; each < 50; ++each)
        all.emplace_back([&, each] {
            if (database.write([&](db::Write& write) { return polls::vote(write, post, ben, {each % 3}); })) ++taken;
        });
    for (auto& each : all) each.join();
    CHECK(taken == 1);
    CHECK(poll()->votes == 1);
    CHECK(poll()->voters == 1);
    check();
}

TEST_CASE_FIXTURE(Voters, "changed choices throw votes away, a moved end keeps them, no draft removes the poll") {
    REQUIRE(ask(draft()));
    REQUIRE(vote(ben, {0}));
    auto longer = draft();
    longer.seconds = 7200;
    REQUIRE(replace(longer));
    CHECK(poll()->votes == 1);
    CHECK(poll()->expires_at == now() + 7'200'000);
    REQUIRE(replace(draft({"Tea", "Coffee"})));
    CHECK(poll()->votes == 0);
    REQUIRE(vote(ben, {1}));
    REQUIRE(replace(std::nullopt));
    CHECK_FALSE(poll());
    check();
}

TEST_CASE_FIXTURE(Voters, "a removed account's votes are taken back, and its polls go") {
    REQUIRE(ask(draft()));
    REQUIRE(vote(ben, {0}));
    REQUIRE(vote(cleo, {0}));
    auto forget = [&](AccountId account) {
        REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> { polls::forget(write, account); return base::Done{}; }));
    };
    forget(ben);
    CHECK(poll()->votes == 1);
    CHECK(poll()->options.at(0).votes == 1);
    check();
    forget(ada);
    CHECK_FALSE(poll());
    check();
}

TEST_CASE_FIXTURE(Voters, "a poll's end is told once, at its time, by whichever process runs") {
    int ended = 0;
    database.on_commit([&](std::span<base::Event const> events) {
        for (auto const& event : events) ended += event.kind == polls::Ended::kind;
    });
    auto run_as_a_new_process = [&] {
        jobs::Runner runner(database);
        polls::add_jobs(runner, database);
        runner.run_due();
    };
    REQUIRE(ask(draft()));
    run_as_a_new_process();
    CHECK(ended == 0);
    auto later = draft();
    later.seconds = 7200;
    REQUIRE(replace(later));
    advance(3600 * 1000);
    run_as_a_new_process();
    CHECK_MESSAGE(ended == 0, "its end was moved");
    advance(3601 * 1000);
    run_as_a_new_process();
    CHECK(ended == 1);
    run_as_a_new_process();
    CHECK(ended == 1);
    check();
}
