// Drafts are one's own, are not overwritten, and are published once, at their time.
#include "base/time.hpp"
#include "drafts/drafts.hpp"
#include "posters.hpp"
#include <thread>

using namespace testing_people;
using base::AccountId, base::PostId, base::Why;

namespace {

struct Writers : Posters {
    Writers() : Posters({drafts::schema}) {}

    auto create(AccountId account, posts::Draft const& made) {
        return write([&](db::Write& write) { return drafts::create(write, account, made); });
    }
    auto schedule(AccountId account, posts::Draft const& made, base::Time at) {
        return write([&](db::Write& write) { return drafts::schedule(write, account, made, at); });
    }
    void run_as_a_new_process() {
        jobs::Runner runner(database);
        drafts::add_jobs(runner, database);
        runner.run_due();
    }
    std::vector<drafts::Kept> drafts_of(AccountId account) {
        return read([&](db::Read& read) { return drafts::list(read, account); });
    }
    std::vector<drafts::Scheduled> scheduled_of(AccountId account) {
        return read([&](db::Read& read) { return drafts::scheduled(read, account, {.limit = 100}); });
    }
    std::int64_t posts_of(AccountId who) { return account(who).posts; }
};

posts::Draft full() {
    posts::Draft made;
    made.text = "Sleep \"well\"\nand long";
    made.content_note = "Sleep";
    made.sensitive = made.local_only = true;
    made.visibility = posts::Visibility::followers;
    made.language = "de";
    made.poll = polls::Draft{{"Yes", "No"}, 3600, true, true};
    made.policy = posts::Policy{.quote = posts::Allowed::followers, .quote_on_request = posts::Allowed::everyone};
    made.app = 7;
    return made;
}

}  // namespace

TEST_CASE_FIXTURE(Writers, "statements are taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(Writers, "a draft comes back as it was kept") {
    auto kept = create(ada, full());
    REQUIRE(kept);
    auto again = drafts_of(ada).at(0);
    CHECK(again.version == 1);
    auto const& draft = again.draft;
    CHECK(draft.text == "Sleep \"well\"\nand long");
    CHECK(draft.content_note == "Sleep");
    CHECK(draft.sensitive);
    CHECK(draft.local_only);
    CHECK(draft.visibility == posts::Visibility::followers);
    CHECK(draft.language == "de");
    REQUIRE(draft.poll);
    CHECK(draft.poll->options == std::vector<std::string>{"Yes", "No"});
    CHECK(draft.poll->seconds == 3600);
    CHECK(draft.poll->multiple);
    CHECK(draft.poll->hide_totals);
    REQUIRE(draft.policy);
    CHECK(draft.policy->quote == posts::Allowed::followers);
    CHECK(draft.policy->quote_on_request == posts::Allowed::everyone);
    CHECK(draft.app == 7);
}

TEST_CASE_FIXTURE(Writers, "two devices do not overwrite each other") {
    auto id = create(ada, draft("One"))->id;
    auto change = [&](std::int64_t version, std::string text) {
        return write([&](db::Write& write) { return drafts::change(write, ada, id, version, draft(text)); });
    };
    CHECK(change(1, "Two")->version == 2);
    CHECK(change(1, "Three").error().why == Why::conflict);
    CHECK(drafts_of(ada).at(0).draft.text == "Two");
    CHECK(change(2, "Three")->version == 3);
}

TEST_CASE_FIXTURE(Writers, "nobody sees, changes, publishes or deletes another's draft") {
    auto id = create(ada, draft("Mine"))->id;
    CHECK(drafts_of(ben).empty());
    CHECK_FALSE(read([&](db::Read& read) { return drafts::find(read, ben, id).has_value(); }));
    CHECK(write([&](db::Write& write) { return drafts::change(write, ben, id, 1, draft("His")); }).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return drafts::publish(write, ben, id); }).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return drafts::remove(write, ben, id); }).error().why == Why::not_found);
    CHECK(drafts_of(ada).size() == 1);
}

TEST_CASE_FIXTURE(Writers, "a published draft is a post, and a draft no more; a refused one stays") {
    auto id = create(ada, draft("Hello"))->id;
    auto post = write([&](db::Write& write) { return drafts::publish(write, ada, id); });
    REQUIRE(post);
    CHECK(post->text == "Hello");
    CHECK(drafts_of(ada).empty());
    auto blank = create(ada, draft(""))->id;
    CHECK(write([&](db::Write& write) { return drafts::publish(write, ada, blank); }).error().fields.at(0).field == "status");
    CHECK(drafts_of(ada).size() == 1);
}

TEST_CASE_FIXTURE(Writers, "a hundred drafts are enough, and none is endless") {
    for (int i = 0; i < drafts::most_drafts; ++i) REQUIRE(create(ada, draft("x")));
    CHECK(create(ada, draft("x")).error().fields.at(0).code == "ERR_TOO_MANY");
    CHECK(create(ben, draft(std::string(1'000'000, 'a'))).error().fields.at(0).code == "ERR_TOO_LONG");
}

TEST_CASE_FIXTURE(Writers, "a scheduled post is published at its time, once, by whichever process runs then") {
    auto at = now() + base::hour;
    REQUIRE(schedule(ada, draft("Later"), at));
    run_as_a_new_process();
    CHECK(posts_of(ada) == 0);
    advance(base::hour);
    run_as_a_new_process();
    CHECK(posts_of(ada) == 1);
    CHECK(scheduled_of(ada).empty());
    run_as_a_new_process();
    CHECK(posts_of(ada) == 1);
    check();
}

TEST_CASE_FIXTURE(Writers, "of several processes that run at its time, one publishes") {
    REQUIRE(schedule(ada, draft("Once"), now() + base::hour));
    advance(base::hour);
    std::vector<std::thread> processes;
    for (int i = 0; i < 4; ++i) processes.emplace_back([this] { run_as_a_new_process(); });
    for (auto& each : processes) each.join();
    CHECK(posts_of(ada) == 1);
    check();
}

TEST_CASE_FIXTURE(Writers, "a moved post waits for its new moment, a cancelled one is not said") {
    auto id = schedule(ada, draft("Later"), now() + base::hour)->id;
    auto gone = schedule(ada, draft("Never"), now() + base::hour)->id;
    REQUIRE(write([&](db::Write& write) { return drafts::move(write, ada, id, now() + 2 * base::hour); }));
    REQUIRE(write([&](db::Write& write) { return drafts::cancel(write, ada, gone); }));
    advance(base::hour + base::minute);
    run_as_a_new_process();
    CHECK(posts_of(ada) == 0);
    advance(base::hour);
    run_as_a_new_process();
    CHECK(posts_of(ada) == 1);
    check();
}

TEST_CASE_FIXTURE(Writers, "a moment is at least five minutes ahead, with 25 posts a day at most") {
    auto refused = [&](base::Time at) {
        auto outcome = schedule(ada, draft("x"), at);
        return outcome ? "" : outcome.error().fields.at(0).field + " " + outcome.error().fields.at(0).code;
    };
    CHECK(refused(now() + drafts::soonest - base::second) == "scheduled_at ERR_INVALID");
    auto day = (now() / base::day + 2) * base::day;
    for (int i = 0; i < drafts::most_a_day; ++i) REQUIRE(schedule(ada, draft("x"), day + i * base::minute));
    CHECK(refused(day + base::hour) == "scheduled_at ERR_TOO_MANY");
    CHECK(refused(day + base::day) == "");
    CHECK(schedule(ben, draft("x"), day).has_value());
    check();
}

TEST_CASE_FIXTURE(Writers, "what could not be published is not scheduled") {
    CHECK(schedule(ada, draft(""), now() + base::hour).error().fields.at(0).field == "status");
    auto lone = draft("x");
    lone.media = {base::MediaId{5}};
    CHECK(schedule(ada, lone, now() + base::hour).error().fields.at(0).field == "media_ids");
    CHECK(scheduled_of(ada).empty());
}

TEST_CASE_FIXTURE(Writers, "the same key within an hour schedules once") {
    auto keyed = draft("x");
    keyed.idempotency_key = "k";
    auto first = schedule(ada, keyed, now() + base::day)->id;
    CHECK(schedule(ada, keyed, now() + base::day)->id == first);
    CHECK(schedule(ben, keyed, now() + base::day)->id != first);
    advance(base::hour + 1);
    CHECK(schedule(ada, keyed, now() + base::day)->id != first);
}

TEST_CASE_FIXTURE(Writers, "what cannot be said at its time is a draft with the reason") {
    auto parent = say(ben, "A question")->id;
    auto reply = draft("An answer");
    reply.reply_to = parent;
    REQUIRE(schedule(ada, reply, now() + base::hour));
    REQUIRE(write([&](db::Write& write) { return posts::remove(write, ben, parent); }));
    advance(base::hour);
    run_as_a_new_process();
    CHECK(posts_of(ada) == 0);
    auto kept = drafts_of(ada);
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].draft.text == "An answer");
    CHECK(kept[0].note == "The post you are answering is no longer there.");
    check();
}

TEST_CASE_FIXTURE(Writers, "a scheduled post reaches those it would have reached when it was written") {
    auto answer = draft("Quietly");
    answer.reply_to = say(ben, "To my followers", posts::Visibility::direct)->id;
    CHECK(schedule(ada, answer, now() + base::hour).error().fields.at(0).field == "in_reply_to_id");
    answer.reply_to = say(ben, "In the open", posts::Visibility::unlisted)->id;
    CHECK(schedule(ada, answer, now() + base::hour)->draft.visibility == posts::Visibility::unlisted);
}

TEST_CASE_FIXTURE(Writers, "a removed account's drafts go") {
    REQUIRE(create(ada, draft("x")));
    REQUIRE(schedule(ada, draft("y"), now() + base::hour));
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> { drafts::forget(write, ada); return base::Done{}; }));
    CHECK(drafts_of(ada).empty());
    advance(base::hour);
    run_as_a_new_process();
    CHECK(posts_of(ada) == 0);
    check();
}
