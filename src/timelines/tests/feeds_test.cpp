// The feeds in memory, which must say what SQL says.
#include "lines.hpp"
#include <random>

using namespace testing_timelines;

TEST_CASE_FIXTURE(Lines, "a feed in memory falls silent with the block, before anything is loaded again") {
    follow(ben, ada);
    follow(ben, cleo);
    load(ben);
    auto post = say(ada, "Hello")->id;
    CHECK(remembered(ben) == Posts{post});
    CHECK(feeds.hears(ben, ada));
    block(ada, ben);
    CHECK_FALSE(remembered(ben).has_value());
    CHECK_FALSE(feeds.hears(ben, ada));
    auto share = boost(cleo, say(ada, "More")->id);
    CHECK(feeds.readers_of(share, cleo).empty());
    bus.drain();
    mute(ben, cleo);
    CHECK(feeds.readers_of(say(cleo, "Hi")->id, cleo).empty());
    bus.drain();
    REQUIRE(write([&](db::Write& write) { return blocks::unmute(write, ben, cleo); }));
    bus.drain();
    CHECK(feeds.readers_of(say(cleo, "Hi again")->id, cleo) == std::vector{ben});
}

TEST_CASE_FIXTURE(Lines, "a feed in memory hears of a post before the answer leaves, with its marks") {
    follow(ben, ada);
    load(ben);
    auto post = say(ada, "Hello")->id;
    CHECK(remembered(ben) == Posts{post});
    CHECK(feeds.readers_of(post, ada) == std::vector{ben});
    REQUIRE(write([&](db::Write& write) { return posts::favourite(write, ben, post); }));
    std::vector<timelines::Entry> entries;
    REQUIRE(feeds.page(ben, {}, entries));
    CHECK(entries.front().marks == 1);
    REQUIRE(write([&](db::Write& write) { return posts::remove(write, ada, post); }));
    CHECK(remembered(ben)->empty());
}

TEST_CASE_FIXTURE(Lines, "a changed follow sends the reader back to SQL until the feed is loaded again") {
    load(ben);
    CHECK(remembered(ben).has_value());
    follow(ben, ada);
    CHECK_FALSE(remembered(ben).has_value());
    bus.drain();
    auto post = say(ada, "Hello")->id;
    CHECK(feeds.readers_of(post, ada) == std::vector{ben});
}

TEST_CASE_FIXTURE(Lines, "a feed takes what came while its reader was away, without what is gone again") {
    follow(ben, ada);
    load(ben);
    auto first = say(ada, "One")->id, second = say(ada, "Two")->id, third = say(ada, "Three")->id;
    REQUIRE(write([&](db::Write& write) { return posts::remove(write, ada, second); }));
    REQUIRE(write([&](db::Write& write) { return posts::favourite(write, ben, first); }));
    CHECK(remembered(ben) == Posts{third, first});
    CHECK(remembered(ben) == home(ben));
    std::vector<timelines::Entry> entries;
    REQUIRE(feeds.page(ben, {}, entries));
    CHECK((entries[0].marks == 0 && entries[1].marks == 1));
}

TEST_CASE_FIXTURE(Lines, "who was away for more posts than memory keeps of one author has the newest, and asks SQL for the rest") {
    follow(ben, ada);
    follow(ben, cleo);
    load(ben);
    auto old = say(cleo, "Before all that")->id;
    std::vector<PostId> made;
    for (int i = 0; i < 420; ++i) made.push_back(say(ada, "Again")->id);
    auto memory = remembered(ben, {.limit = 40});
    REQUIRE(memory);
    CHECK(*memory == home(ben, {.limit = 40}));
    auto oldest = made[made.size() - 400];
    CHECK(remembered(ben, {.before = oldest.value + 1}) == std::nullopt);
    CHECK(home(ben, {.before = made.front().value}) == Posts{old});
}

TEST_CASE_FIXTURE(Lines, "a feed that lost nearly all to posts that do not belong into it is loaded again") {
    follow(ben, ada);
    load(ben);
    auto kept = say(ada, "Hello")->id, stranger = say(cleo, "Anyone?")->id;
    for (int i = 0; i < 410; ++i) REQUIRE(answer(ada, stranger, "Yes"));
    CHECK_FALSE(remembered(ben).has_value());
    load(ben);
    CHECK(remembered(ben) == Posts{kept});
}

// Random doings of a few people: whatever memory answers must be what SQL answers.
TEST_CASE_FIXTURE(Lines, "memory and SQL agree after any doings") {
    std::mt19937 random(20'261'122);
    std::vector people{ada, ben, cleo, join("dev"), join("eve")};
    std::vector<PostId> made;
    auto any = [&](auto const& from) { return from[random() % from.size()]; };
    Kinds const texts{"Hello", "Hi @ada", "Hi @ben and @cleo", "On #flu", "On #flu and #kids @dev"};
    std::size_t answered = 0;
    for (int step = 0; step < 600; ++step) {
        auto who = any(people), other = any(people);
        auto post = made.empty() ? PostId{} : any(made);
        (void)write([&](db::Write& write) -> base::Result<base::Done> {
            switch (random() % 14) {
                case 10: (void)(random() % 2 ? blocks::block(write, who, other) : blocks::unblock(write, who, other)); break;
                case 11: (void)(random() % 2 ? blocks::mute(write, who, other) : blocks::unmute(write, who, other)); break;
                case 12: {
                    auto own = lists::all_of(write, who);
                    if (own.empty()) (void)lists::create(write, who, {.title = "L", .exclusive = true});
                    else if (random() % 3 == 0) (void)lists::change(write, who, own.front().id, {.exclusive = random() % 2 == 0});
                    else (void)lists::add(write, who, own.front().id, {other});
                    break;
                }
                case 13: (void)follows::follow(write, who, other, {.languages = any(std::vector<Kinds>{{}, {"en"}, {"es"}})}); break;
                case 0: (void)follows::follow(write, who, other, {.boosts = random() % 3 != 0}); break;
                case 1: (void)follows::unfollow(write, who, other); break;
                case 2: (void)posts::boost(write, who, post); break;
                case 3: (void)posts::favourite(write, who, post); break;
                case 4: if (random() % 3 == 0) (void)posts::remove(write, who, post); break;
                case 5: (void)posts::follow_tag(write, who, any(Kinds{"flu", "kids"})); break;
                case 6: (void)posts::unboost(write, who, post); break;
                default: {
                    auto form = draft(any(texts));
                    if (random() % 3 == 0) form.reply_to = post;
                    form.visibility = static_cast<Visibility>(random() % 4);
                    form.language = random() % 4 ? "en" : "es";
                    if (auto said = posts::publish(write, who, form)) made.push_back(said->id);
                }
            }
            return base::Done{};
        });
        if (step % 7 == 0) load(any(people));
        if (step % 11 == 0) bus.drain();
        for (auto reader : people) {
            if (random() % 3) continue;  // who does not look takes what came later, all at once
            auto memory = remembered(reader, {.limit = 20});
            if (!memory) continue;
            ++answered;
            CAPTURE(step);
            REQUIRE(*memory == home(reader, {.limit = 20}));
        }
    }
    CHECK(answered > 200);
    bus.drain();
    check();
}
