// Timelines by SQL, and the feeds in memory that must say the same.
#include "posters.hpp"
#include "timelines/timelines.hpp"
#include <random>

using namespace testing_people;
using base::PostId, posts::Visibility;

namespace {

struct Lines : Posters {
    bus::Bus bus;
    timelines::Feeds feeds{database, bus};

    Lines() { database.on_commit([this](auto events) { bus.publish(events); }); }
    ~Lines() { bus.stop(); }

    std::vector<PostId> home(base::AccountId reader, posts::Page page = {}) {
        return read([&](db::Read& read) { return timelines::home(read, reader, page); });
    }
    void load(base::AccountId reader) {
        advance(1000);
        read([&](db::Read& read) { read.now = base::Time{1} << 44; feeds.load(read, reader); return true; });
    }
    // What memory says, or nothing when it does not know.
    std::optional<std::vector<PostId>> remembered(base::AccountId reader, posts::Page page = {}) {
        std::vector<timelines::Entry> entries;
        if (!feeds.page(reader, page, entries)) return std::nullopt;
        std::vector<PostId> ids;
        for (auto const& entry : entries) ids.push_back(entry.post);
        return ids;
    }
};

using Posts = std::vector<PostId>;

}  // namespace

TEST_CASE_FIXTURE(Lines, "home holds one's own posts and those of people one follows") {
    follow(ben, ada);
    auto hers = say(ada, "Hello")->id, own = say(ben, "Me too")->id;
    REQUIRE(say(cleo, "A stranger here"));
    CHECK(home(ben) == Posts{own, hers});
    CHECK(home(cleo).size() == 1);
}

TEST_CASE_FIXTURE(Lines, "home leaves out answers to strangers and direct posts to others") {
    follow(ben, ada);
    auto stranger = say(cleo, "Anyone?")->id;
    REQUIRE(answer(ada, stranger, "Yes"));
    REQUIRE(say(ada, "For @cleo", Visibility::direct));
    auto to_self = answer(ada, say(ada, "One")->id, "Two")->id;
    auto to_ben = say(ada, "For @ben", Visibility::direct)->id;
    auto page = home(ben);
    CHECK(page.size() == 3);
    CHECK(page[0] == to_ben);
    CHECK(page[1] == to_self);
}

TEST_CASE_FIXTURE(Lines, "boosts come along unless they were not wished for") {
    follow(ben, ada);
    auto post = say(cleo, "Worth sharing")->id;
    auto boost = write([&](db::Write& write) { return posts::boost(write, ada, post); })->id;
    CHECK(home(ben) == Posts{boost});
    REQUIRE(write([&](db::Write& write) { return follows::follow(write, ben, ada, {.boosts = false}); }));
    CHECK(home(ben).empty());
}

TEST_CASE_FIXTURE(Lines, "a boost of what the reader just got is left out, and comes back a day later") {
    follow(ben, ada);
    follow(ben, cleo);
    auto post = say(cleo, "Worth sharing")->id, own = say(ben, "Mine")->id;
    auto boost = [&](PostId of) { return write([&](db::Write& write) { return posts::boost(write, ada, of); })->id; };
    boost(post);
    boost(own);
    CHECK(home(ben) == Posts{own, post});
    auto old = say(cleo, "Still worth it")->id;
    advance(std::int64_t{25} * 60 * 60 * 1000);
    auto late = boost(old);
    CHECK(home(ben) == Posts{late, old, own, post});
}

TEST_CASE_FIXTURE(Lines, "a followed hashtag brings public posts of strangers home") {
    REQUIRE(write([&](db::Write& write) { return posts::follow_tag(write, ben, "asthma"); }));
    auto post = say(cleo, "Inhalers #Asthma")->id;
    REQUIRE(say(cleo, "Quietly #asthma", Visibility::unlisted));
    CHECK(home(ben) == Posts{post});
}

TEST_CASE_FIXTURE(Lines, "old posts are found when nothing newer fills the page") {
    follow(ben, ada);
    auto old = say(ada, "Long ago")->id;
    advance(std::int64_t{400} * 24 * 60 * 60 * 1000);
    CHECK(home(ben) == Posts{old});
    auto recent = say(ada, "Today")->id;
    CHECK(home(ben) == Posts{recent, old});
    CHECK(home(ben, {.before = recent.value}) == Posts{old});
    CHECK(home(ben, {.after = old.value}) == Posts{recent});
    CHECK(home(ben, {.since = old.value}) == Posts{recent});
}

TEST_CASE_FIXTURE(Lines, "local holds public posts that are not answers to others") {
    auto post = say(ada, "Hello")->id;
    REQUIRE(answer(ben, post, "Hi"));
    REQUIRE(say(ada, "Quiet", Visibility::unlisted));
    auto self = answer(ada, post, "More")->id;
    CHECK(read([&](db::Read& read) { return timelines::local(read, {}, {}); }) == Posts{self, post});
    CHECK(read([&](db::Read& read) { return timelines::local(read, {}, {.after = post.value}); }) == Posts{self});
}

TEST_CASE_FIXTURE(Lines, "hashtag pages combine any, all and none") {
    auto both = say(ada, "#flu #kids")->id, flu = say(ada, "#flu")->id, covid = say(ben, "#covid")->id;
    auto find = [&](timelines::TagQuery query) { return read([&](db::Read& read) { return timelines::hashtag(read, query, {}, {}); }); };
    CHECK(find({"flu", {}, {}, {}}) == Posts{flu, both});
    CHECK(find({"FLU", {"covid"}, {}, {}}) == Posts{covid, flu, both});
    CHECK(find({"flu", {}, {"kids"}, {}}) == Posts{both});
    CHECK(find({"flu", {}, {}, {"kids"}}) == Posts{flu});
    CHECK(find({"flu", {}, {"nobody_wrote_this"}, {}}).empty());
}

TEST_CASE_FIXTURE(Lines, "an account's page shows what the viewer may see, filtered") {
    follow(ben, ada);
    auto open = say(ada, "Open")->id, close = say(ada, "Close", Visibility::followers)->id;
    auto reply = answer(ada, say(cleo, "Q")->id, "A #tip")->id;
    auto of = [&](base::AccountId viewer, timelines::Of of) { return read([&](db::Read& read) { return timelines::account(read, ada, viewer, of, {}); }); };
    CHECK(of({}, {}) == Posts{reply, open});
    CHECK(of(ben, {}) == Posts{reply, close, open});
    CHECK(of(ben, {.replies = false}) == Posts{close, open});
    CHECK(of(ben, {.tagged = "tip"}) == Posts{reply});
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

// Random doings of a few people: whatever memory answers must be what SQL answers.
TEST_CASE_FIXTURE(Lines, "memory and SQL agree after any doings") {
    std::mt19937 random(20'261'122);
    std::vector people{ada, ben, cleo, join("dev"), join("eve")};
    std::vector<PostId> made;
    auto any = [&](auto const& from) { return from[random() % from.size()]; };
    Kinds const texts{"Hello", "Hi @ada", "Hi @ben and @cleo", "On #flu", "On #flu and #kids @dev"};
    std::size_t answered = 0;
    for (int step = 0; step < 400; ++step) {
        auto who = any(people), other = any(people);
        auto post = made.empty() ? PostId{} : any(made);
        (void)write([&](db::Write& write) -> base::Result<base::Done> {
            switch (random() % 10) {
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
                    if (auto said = posts::publish(write, who, form)) made.push_back(said->id);
                }
            }
            return base::Done{};
        });
        if (step % 7 == 0) load(any(people));
        if (step % 11 == 0) bus.drain();
        for (auto reader : people) {
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
