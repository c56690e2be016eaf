// What filters find, for whom, and until when.
#include "base/time.hpp"
#include "filters/filters.hpp"
#include "posters.hpp"

using namespace testing_people;
using namespace filters;
using base::AccountId, base::PostId;

namespace {

struct Filtering : Posters {
    bus::Bus bus;
    Memory memory{bus};

    Filtering() : Posters({filters::schema}) {
        set_now(base::clock_now());
        database.on_commit([this](auto events) { bus.publish(events); });
    }
    ~Filtering() { bus.stop(); }

    // Nothing is kept that was read in the millisecond of a change.
    void let_time_pass() {
        auto until = base::clock_now() + 2;
        while (base::clock_now() < until) {}
        set_now(base::clock_now() + 1);
    }
    base::Result<Filter> make(AccountId owner, Draft draft) {
        if (!draft.title) draft.title = "Spiders";
        if (!draft.contexts) draft.contexts = Kinds{"home"};
        return write([&](db::Write& write) { return create(write, owner, draft); });
    }
    Filter keyword(std::string text, bool whole = true, std::string action = "warn") {
        return *make(ada, {.action = action, .keywords = {{.text = text, .whole_word = whole}}});
    }
    Matches met(AccountId viewer, PostId post, Context context = Context::home) {
        return read([&](db::Read& read) { return apply(read, viewer, {*posts::find_unchecked(read, post)}, context); });
    }
    bool meets(std::string text) { return !met(ada, say(ben, std::move(text))->id).empty(); }
};

}  // namespace

TEST_CASE_FIXTURE(Filtering, "a whole word is found in any case and script, and not inside another word") {
    keyword("Asthma");
    CHECK(meets("My ASTHMA is better"));
    CHECK(meets("#asthma"));
    CHECK(meets("(asthma)"));
    CHECK_FALSE(meets("asthmatic"));
    CHECK_FALSE(meets("my_asthma"));
    keyword("Grippe");
    CHECK_FALSE(meets("Grippeimpfung"));
    keyword("خوف");
    CHECK(meets("عندي خوف اليوم"));
    CHECK_FALSE(meets("مخوفة"));
    keyword("ÉTÉ");
    CHECK(meets("cet été"));
    CHECK_FALSE(meets("étés"));
}

TEST_CASE_FIXTURE(Filtering, "part of a word is found when the keyword says so, and a tag by its sign") {
    keyword("asthma", false);
    CHECK(meets("asthmatic"));
    keyword("#flu");
    CHECK(meets("today #flu"));
    CHECK(meets("x#flu"));
    CHECK_FALSE(meets("the flu"));
    CHECK_FALSE(meets("#fluent"));
    keyword("not now");
    CHECK(meets("Please not now"));
    CHECK_FALSE(meets("not nowhere"));
}

TEST_CASE_FIXTURE(Filtering, "content notes and the choices of polls are looked at") {
    keyword("spider");
    auto noted = draft("Look");
    noted.content_note = "Spider";
    CHECK_FALSE(met(ada, say(ben, noted)->id).empty());
    auto asking = draft("Which?");
    asking.poll = polls::Draft{.options = {"a spider", "a cat"}, .seconds = 600};
    CHECK_FALSE(met(ada, say(ben, asking)->id).empty());
}

TEST_CASE_FIXTURE(Filtering, "a match says which filter, which words, and whether the post itself was named") {
    auto post = say(ben, "A spider and a snake")->id;
    auto made = *make(ada, {.title = "Animals", .keywords = {{.text = "Spider"}, {.text = "snake"}, {.text = "wolf"}}});
    auto found = met(ada, post);
    REQUIRE(found.size() == 1);
    auto const& match = found.begin()->second.front();
    CHECK(match.filter.title == "Animals");
    CHECK(match.keywords == Kinds{"Spider", "snake"});
    CHECK_FALSE(match.by_post);
    auto other = say(ben, "Nothing of it")->id;
    REQUIRE(write([&](db::Write& write) { return add_post(write, ada, made.id, other); }));
    CHECK(met(ada, other).begin()->second.front().by_post);
    CHECK(write([&](db::Write& write) { return add_post(write, ada, made.id, other); }).error().fields.front().code == "ERR_TAKEN");
}

TEST_CASE_FIXTURE(Filtering, "filters count in their contexts, for their owner, and not for one's own posts") {
    keyword("spider", true, "hide");
    auto post = say(ben, "spider")->id, own = say(ada, "spider")->id;
    CHECK(hides(met(ada, post), post));
    CHECK(met(ada, post, Context::everyone).empty());
    CHECK(met(cleo, post).empty());
    CHECK(met({}, post).empty());
    CHECK(met(ada, own).empty());
    auto boost = write([&](db::Write& write) { return posts::boost(write, ben, post); });
    CHECK(hides(met(ada, post), *boost));
}

TEST_CASE_FIXTURE(Filtering, "a filter that is over filters nothing and stays in the list") {
    make(ada, {.expires_in = 60, .keywords = {{.text = "spider"}}});
    auto post = say(ben, "spider")->id;
    CHECK_FALSE(met(ada, post).empty());
    advance(61 * base::second);
    CHECK(met(ada, post).empty());
    CHECK(read([&](db::Read& read) { return all_of(read, ada).size(); }) == 1);
}

TEST_CASE_FIXTURE(Filtering, "memory knows who filters nothing, and forgets it with the next change") {
    auto none = [&] { return known_to_have_none(ada, Context::home, now()); };
    CHECK_FALSE(none());
    let_time_pass();
    auto post = say(ben, "spider")->id;
    let_time_pass();
    CHECK(met(ada, post).empty());
    CHECK(none());
    auto made = keyword("spider");
    CHECK_FALSE(none());
    CHECK_FALSE(met(ada, post).empty());
    let_time_pass();
    CHECK_FALSE(met(ada, post).empty());
    CHECK(known_to_have_none(ada, Context::thread, now()));
    REQUIRE(write([&](db::Write& write) { return filters::remove(write, ada, made.id); }));
    CHECK(met(ada, post).empty());
    check();
}

TEST_CASE_FIXTURE(Filtering, "keywords are added, changed and removed together with their filter") {
    auto made = *make(ada, {.keywords = {{.text = "one"}, {.text = "two"}}});
    auto changed = write([&](db::Write& write) {
        return change(write, ada, made.id, {.title = "New", .keywords = {{.id = made.keywords[0].id, .text = "uno"}, {.id = made.keywords[1].id, .remove = true}, {.text = "three", .whole_word = false}}});
    });
    REQUIRE(changed);
    CHECK(changed->title == "New");
    REQUIRE(changed->keywords.size() == 2);
    CHECK(changed->keywords[0].text == "uno");
    CHECK_FALSE(changed->keywords[1].whole_word);
    REQUIRE(write([&](db::Write& write) { return filters::remove(write, ada, made.id); }));
    check();
}

TEST_CASE_FIXTURE(Filtering, "nobody sees, changes or removes another's filter") {
    auto made = keyword("spider");
    auto word = made.keywords.front().id;
    CHECK_FALSE(read([&](db::Read& read) { return filters::find(read, ben, made.id).has_value(); }));
    using base::Why;
    CHECK(write([&](db::Write& write) { return change(write, ben, made.id, {.title = "Mine"}); }).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return filters::remove(write, ben, made.id); }).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return add_keyword(write, ben, made.id, {.text = "x"}); }).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return remove_keyword(write, ben, word); }).error().why == Why::not_found);
    auto own = *make(ben, {});
    CHECK(write([&](db::Write& write) { return change(write, ben, own.id, {.keywords = {{.id = word, .text = "x"}}}); }).error().why == Why::not_found);
    auto hidden = say(ada, "For @cleo", posts::Visibility::direct)->id;
    CHECK(write([&](db::Write& write) { return add_post(write, ben, own.id, hidden); }).error().why == Why::not_found);
}

TEST_CASE_FIXTURE(Filtering, "bad filters are refused with the field at fault") {
    auto fault = [&](Draft draft) {
        auto made = write([&](db::Write& write) { return create(write, ada, draft); });
        return made ? std::string("none") : made.error().fields.front().field;
    };
    CHECK(fault({.contexts = Kinds{"home"}}) == "title");
    CHECK(fault({.title = " ", .contexts = Kinds{"home"}}) == "title");
    CHECK(fault({.title = std::string(1'000'000, 'x'), .contexts = Kinds{"home"}}) == "title");
    CHECK(fault({.title = "x"}) == "context");
    CHECK(fault({.title = "x", .contexts = Kinds{"bed"}}) == "context");
    CHECK(fault({.title = "x", .contexts = Kinds{"home"}, .action = "eat"}) == "filter_action");
    CHECK(fault({.title = "x", .contexts = Kinds{"home"}, .expires_in = -5}) == "expires_in");
    CHECK(fault({.title = "x", .contexts = Kinds{"home"}, .keywords = {{.text = ""}}}) == "keywords_attributes");
    CHECK(fault({.title = "x", .contexts = Kinds{"home"}, .keywords = {{.text = std::string(1'000'000, 'x')}}}) == "keywords_attributes");
    CHECK(read([&](db::Read& read) { return all_of(read, ada).empty(); }));
}

TEST_CASE_FIXTURE(Filtering, "a removed account and a deleted post leave no filter behind") {
    auto made = keyword("spider");
    auto post = say(ben, "x")->id;
    REQUIRE(write([&](db::Write& write) { return add_post(write, ada, made.id, post); }));
    (void)write([&](db::Write& write) -> base::Result<base::Done> { forget_post(write, post); return base::Done{}; });
    CHECK(read([&](db::Read& read) { return filters::find(read, ada, made.id)->posts.empty(); }));
    (void)write([&](db::Write& write) -> base::Result<base::Done> { forget(write, ada); return base::Done{}; });
    CHECK(read([&](db::Read& read) { return all_of(read, ada).empty(); }));
    check();
    check_statements();
}

TEST_CASE("a shield finds numbers with their units, and no other numbers") {
    for (auto text : {"i weighed 52 kg", "52kg", "50-60kg now", "1,200 lbs", "at 9 stone", "bmi 17", "bmi: 17.2", "٥٢ كيلو", "120 pounds"}) CHECK_MESSAGE(filters::meets("weights", text), text);
    for (auto text : {"room 52", "kg", "ward 3, stone floor", "52 kgb files", "a pound cake", "1 st. mary", ""}) CHECK_MESSAGE(!filters::meets("weights", text), text);
    for (auto text : {"1200 kcal", "1,200 calories", "300cal", "500 calorías"}) CHECK_MESSAGE(filters::meets("calories", text), text);
    for (auto text : {"52 kg", "no calories were counted", "call 300"}) CHECK_MESSAGE(!filters::meets("calories", text), text);
}

TEST_CASE_FIXTURE(Filtering, "a content shield covers what it names wherever posts are met, until it is put down") {
    html::Words words("en");
    auto choose = [&](Kinds names) { return write([&](db::Write& write) { return set_shields(write, ada, names, words); }); };
    REQUIRE(choose({"weights", "needles"}));
    auto weight = say(ben, "Down to 52 kg"), needle = say(ben, "The needle was thin"), plain = say(ben, "Room 52, third floor");
    auto met = [&](auto const& post) {
        return read([&](db::Read& read) { return apply(read, ada, {*post}, Context::notifications); });
    };
    REQUIRE(met(weight).contains(weight->id));
    CHECK(met(weight).at(weight->id).front().filter.title == "mentions weights");
    CHECK(met(weight).at(weight->id).front().keywords == Kinds{"weights"});
    CHECK(met(needle).contains(needle->id));
    CHECK(met(plain).empty());
    REQUIRE(choose({"needles"}));
    CHECK(met(weight).empty());
    CHECK(met(needle).contains(needle->id));
    CHECK_FALSE(choose({"dragons"}));
    check();
    check_statements();
}
