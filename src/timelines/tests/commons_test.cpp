// The public timeline in memory: whatever it answers is what SQL answers.
#include "posters.hpp"
#include "timelines/queries.hpp"
#include "timelines/timelines.hpp"
#include <random>

using namespace testing_people;
using base::PostId, posts::Visibility;
using timelines::Entry, timelines::Origin, timelines::Public;

namespace {

using Posts = std::vector<PostId>;

struct Square : Posters {
    bus::Bus bus;
    timelines::Readers readers{bus};
    timelines::Commons commons{readers, bus};

    Square() : Posters({lists::schema}) {
        database.on_emit(lists::hear);
        database.on_commit([this](auto events) { bus.publish(events); });
    }
    ~Square() { bus.stop(); }

    // As a read does that began after everything told so far.
    void load(base::AccountId reader) {
        read([&](db::Read& read) { read.now = base::Time{1} << 44; commons.load(read, reader); return true; });
    }
    std::optional<std::vector<Entry>> entries(base::AccountId reader, Public wanted = {}, posts::Page page = {}) {
        std::vector<Entry> found;
        if (!commons.page(reader, wanted, page, found)) return std::nullopt;
        return found;
    }
    std::optional<Posts> remembered(base::AccountId reader, Public wanted = {}, posts::Page page = {}) {
        auto found = entries(reader, wanted, page);
        if (!found) return std::nullopt;
        Posts ids;
        for (auto const& each : *found) ids.push_back(each.post);
        return ids;
    }
    Posts asked(base::AccountId reader, Public wanted = {}, posts::Page page = {}) {
        return read([&](db::Read& read) { return timelines::everybody(read, reader, wanted, page); });
    }
    template <class Rule>
    void must(Rule rule) { REQUIRE(write(rule)); }
};

unsigned marks_in(std::optional<std::vector<Entry>> const& found) { return found && !found->empty() ? found->front().marks : 255u; }

}  // namespace

TEST_CASE_FIXTURE(Square, "a new post is in the public timeline's memory after one look, and a deleted one is gone at once") {
    auto one = say(ada, "One")->id;
    CHECK_FALSE(remembered({}));
    load({});
    CHECK(remembered({}) == Posts{one});
    auto two = say(ben, "Two")->id;
    REQUIRE(say(ben, "For followers", Visibility::followers));
    CHECK_FALSE(remembered({}));
    load({});
    CHECK(remembered({}) == Posts{two, one});
    CHECK_FALSE(remembered(cleo));
    load(cleo);
    CHECK(remembered(cleo) == Posts{two, one});
    must([&](db::Write& write) { return posts::remove(write, ben, two); });
    CHECK(remembered({}).value_or(Posts{one}) == Posts{one});
    load({});
    CHECK(remembered({}) == Posts{one});
    CHECK(remembered({}, {Origin::remote}) == Posts{});
    CHECK(remembered({}, {Origin::local}) == Posts{one});
}

TEST_CASE_FIXTURE(Square, "what a reader does with a public post shows at once, and only to them") {
    auto post = say(ada, "Hello")->id;
    for (auto who : {ben, cleo}) load(who);
    must([&](db::Write& write) { return posts::favourite(write, ben, post); });
    CHECK(marks_in(entries(ben)) == 1);
    must([&](db::Write& write) { return posts::bookmark(write, ben, post); });
    CHECK(marks_in(entries(ben)) == 5);
    must([&](db::Write& write) { return posts::unfavourite(write, ben, post); });
    CHECK(marks_in(entries(ben)) == 4);
    CHECK(marks_in(entries(cleo)) == 0);
    must([&](db::Write& write) { return posts::mute_thread(write, cleo, post); });
    CHECK_FALSE(entries(cleo));
    load(cleo);
    CHECK(marks_in(entries(cleo)) == 16);
}

TEST_CASE_FIXTURE(Square, "after a block or a mute, memory shows nothing of them, on either side of a block") {
    auto hers = say(ada, "Hers")->id, his = say(ben, "His")->id;
    auto visible = [&](base::AccountId reader) {
        if (!remembered(reader)) load(reader);
        return remembered(reader).value();
    };
    CHECK(visible(cleo) == Posts{his, hers});
    CHECK(visible(ada) == Posts{his, hers});
    must([&](db::Write& write) { return blocks::block(write, cleo, ada); });
    CHECK_FALSE(remembered(cleo));
    CHECK_FALSE(remembered(ada));
    CHECK(visible(cleo) == Posts{his});
    must([&](db::Write& write) { return blocks::mute(write, cleo, ben); });
    CHECK_FALSE(remembered(cleo));
    CHECK(visible(cleo).empty());
    must([&](db::Write& write) { return blocks::unmute(write, cleo, ben); });
    CHECK(visible(cleo) == Posts{his});
    CHECK(visible(ben) == Posts{his, hers});
}

TEST_CASE_FIXTURE(Square, "who is silenced is shown to followers only, who is suspended to nobody") {
    auto post = say(ada, "Hello")->id;
    follow(ben, ada);
    for (auto who : {ada, ben, cleo}) load(who);
    CHECK(remembered(cleo) == Posts{post});
    must([&](db::Write& write) { return accounts::set_silenced(write, ada, true); });
    CHECK_FALSE(remembered(cleo));
    load(cleo);
    CHECK(remembered(cleo) == Posts{});
    CHECK(remembered({}) == Posts{});
    CHECK(remembered(ben) == Posts{post});
    CHECK(remembered(ada) == Posts{post});
    follow(cleo, ada);
    must([&](db::Write& write) { return follows::unfollow(write, ben, ada); });
    load(cleo);
    CHECK(remembered(cleo) == Posts{post});
    CHECK(remembered(ben) == Posts{});
    must([&](db::Write& write) { return accounts::suspend(write, ada); });
    CHECK_FALSE(remembered(cleo));
    load(cleo);
    CHECK(remembered(cleo) == Posts{});
}

TEST_CASE_FIXTURE(Square, "what was read before a change is not kept after it") {
    auto post = say(ada, "Hello")->id;
    read([&](db::Read& read) {
        read.now = 1;  // long before the post
        commons.load(read, ben);
        return true;
    });
    CHECK_FALSE(remembered({}));
    load(ben);
    CHECK(remembered(ben) == Posts{post});
}

TEST_CASE_FIXTURE(Square, "the statements behind the memory of public posts read no whole table") {
    if (database.is_postgresql()) return;
    namespace sql = timelines::sql;
    db::List const ids{1, 2};
    struct { db::Query query; db::Arguments arguments; } const all[] = {
        {sql::commons_newest, {20}}, {sql::commons_of, {ids}}, {sql::followers_of, {1}}, {sql::newest_favourites, {1, 20}},
        {sql::newest_boosts, {1, 20}}, {sql::newest_bookmarks, {1, 20}}, {sql::muted_threads, {1, 20}}};
    for (auto const& [query, arguments] : all) {
        CAPTURE(query.name);
        auto text = "EXPLAIN QUERY PLAN " + std::string(query.text);
        read([&](db::Read& read) {
            for (auto const& step : read.rows({query.name, text}, arguments, [](db::Row const& row) { return row.text(3); })) {
                bool by_index = step.contains("USING") && step.contains("INDEX post_local");
                CHECK_MESSAGE((by_index || step.starts_with("SCAN json_each") || !step.starts_with("SCAN")), step);
                CHECK_MESSAGE(!step.contains("TEMP B-TREE"), step);
            }
            return 0;
        });
    }
}

// Random doings of a few people: whatever memory answers must be what SQL answers, marks included.
TEST_CASE_FIXTURE(Square, "the public timeline's memory and SQL agree after any doings") {
    std::mt19937 random(20'261'122);
    std::vector people{ada, ben, cleo, join("dev"), join("eve")};
    Posts made;
    auto any = [&](auto const& from) { return from[random() % from.size()]; };
    std::size_t answered = 0;
    for (int step = 0; step < 500; ++step) {
        auto who = any(people), other = any(people);
        auto post = made.empty() ? PostId{} : any(made);
        (void)write([&](db::Write& write) -> base::Result<base::Done> {
            switch (random() % 13) {
                case 0: (void)follows::follow(write, who, other); break;
                case 1: (void)follows::unfollow(write, who, other); break;
                case 2: (void)posts::boost(write, who, post); break;
                case 3: (void)posts::favourite(write, who, post); break;
                case 4: if (random() % 3 == 0) (void)posts::remove(write, who, post); break;
                case 5: (void)posts::unboost(write, who, post); break;
                case 6: (void)(random() % 2 ? blocks::block(write, who, other) : blocks::unblock(write, who, other)); break;
                case 7: (void)(random() % 2 ? blocks::mute(write, who, other) : blocks::unmute(write, who, other)); break;
                case 8: (void)accounts::set_silenced(write, who, random() % 2 == 0); break;
                case 9: (void)(random() % 2 ? posts::mute_thread(write, who, post) : posts::unmute_thread(write, who, post)); break;
                case 10: (void)posts::edit(write, who, post, draft("Edited")); break;
                default: {
                    auto form = draft("Hello");
                    if (random() % 3 == 0) form.reply_to = post;
                    form.visibility = static_cast<Visibility>(random() % 4);
                    if (auto said = posts::publish(write, who, form)) made.push_back(said->id);
                }
            }
            return base::Done{};
        });
        if (step % 3 == 0) load(any(people));
        for (auto reader : people) {
            posts::Page page{.limit = 20};
            if (!made.empty() && random() % 4 == 0) (random() % 2 ? page.before : page.after) = any(made).value;
            auto memory = entries(reader, {}, page);
            if (!memory) continue;
            ++answered;
            CAPTURE(step);
            Posts ids;
            for (auto const& each : *memory) ids.push_back(each.post);
            REQUIRE(ids == asked(reader, {}, page));
            auto marks = read([&](db::Read& now) { return posts::marks(now, reader, ids); });
            for (std::size_t i = 0; i < ids.size(); ++i)
                REQUIRE(int{(*memory)[i].marks} == (marks[i].favourited | marks[i].boosted << 1 | marks[i].bookmarked << 2 | marks[i].pinned << 3 | marks[i].muted << 4));
        }
    }
    CHECK(answered > 200);
    bus.drain();
    check();
}
