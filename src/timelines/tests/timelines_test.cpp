// Timelines by SQL: what they hold, and for whom.
#include "lines.hpp"
#include "timelines/queries.hpp"

using namespace testing_timelines;

TEST_CASE_FIXTURE(Lines, "no timeline reads a whole table") {
    if (database.is_postgresql()) return;  // there the size of the tables decides
    namespace sql = timelines::sql;
    db::List const ids{1, 2};
    struct { db::Query query; db::Arguments arguments; } const asked[] = {
        {sql::has_unheard, {1}}, {sql::has_exclusive_lists, {1}}, {sql::home_between, {1, 0, 9, 20, -1, 1, 1}},
        {sql::list_between, {1, 0, 9, 20, -1, 1, "list", 1}}, {sql::anybody_far, {}}, {sql::public_newest, {1, 1, 9, 0, 20, 1}},
        {sql::public_after, {1, 1, 0, 20, 1}}, {sql::media_newest, {1, 1, 9, 0, 20, 1}}, {sql::media_after, {1, 1, 0, 20, 1}},
        {sql::tagged_newest, {1, 1, ids, 9, 0, ids, 0, ids, 0, true, 20}}, {sql::account_newest, {1, 2, 2, 9, 0, true, true, 0, 20}},
        {sql::account_media_newest, {1, 2, 9, 0, true, 0, 20}}, {sql::delivery, {1}}, {sql::shunned_by, {1}}};
    for (auto const& [query, arguments] : asked) {
        CAPTURE(query.name);
        auto text = "EXPLAIN QUERY PLAN " + std::string(query.text);
        read([&](db::Read& read) {
            for (auto const& step : read.rows({query.name, text}, arguments, [](db::Row const& row) { return row.text(3); })) {
                // The union of home is put in order, and lists of ids are read as tables of their own.
                bool small = step == "SCAN feed" || step.starts_with("SCAN json_each") || step.starts_with("SCAN CONSTANT ROW");
                CHECK_MESSAGE((small || !step.starts_with("SCAN")), step);
                // Nothing that may be long is put in order first.
                bool by_index = query.name.contains("public_") || query.name.contains("media_") || query.name.contains("account_");
                CHECK_MESSAGE((!by_index || !step.contains("TEMP B-TREE")), step);
            }
            return 0;
        });
    }
}

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

TEST_CASE_FIXTURE(Lines, "whoever is blocked or muted is nowhere, and neither is whom they share") {
    auto dev = join("dev");
    follow(ada, cleo);
    follow(ada, dev);
    auto post = say(ben, "Hello #flu")->id;
    auto share = boost(cleo, post);
    CHECK(home(ada) == Posts{share});
    block(ada, ben);
    CHECK(home(ada).empty());
    CHECK(local(ada).empty());
    CHECK(tag(ada, "flu").empty());
    // The blocked neither reads the blocker.
    auto hers = say(ada, "Mine #flu")->id;
    CHECK(local(ben) == Posts{post});
    CHECK(tag(ben, "flu") == Posts{post});
    CHECK(page_of(ada, ben).empty());
    CHECK(page_of(ada, cleo) == Posts{hers});
    CHECK(page_of(cleo, ada).empty());
    unblock(ada, ben);
    CHECK(home(ada) == Posts{hers, share});
    mute(ada, dev);
    auto loud = say(dev, "Loud")->id;
    CHECK(home(ada) == Posts{hers, share});
    CHECK(local(ada) == Posts{hers, post});
    CHECK(local(dev).size() == 3);
    CHECK(page_of(dev, ada) == Posts{loud});
}

TEST_CASE_FIXTURE(Lines, "home leaves out what names somebody one blocked or muted") {
    follow(ada, cleo);
    auto names = say(cleo, "Thanks @ben")->id, share = boost(cleo, say(join("dev"), "Ask @ben")->id);
    CHECK(home(ada) == Posts{share, names});
    mute(ada, ben);
    CHECK(home(ada).empty());
    // Who blocked somebody does not take their friends' posts from them.
    block(ben, cleo);
    follow(cleo, ada);
    auto other = say(ada, "Hello @ben")->id;
    CHECK(home(cleo).front() == other);
}

TEST_CASE_FIXTURE(Lines, "a blocked server's people are nowhere") {
    auto far = join("far");
    follow(ada, far);
    follow(ada, cleo);
    auto post = say(far, "From far away #flu")->id;
    boost(cleo, post);
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> {
        static constexpr db::Query move{"test.move", "UPDATE account SET domain = 'loud.example' WHERE id = $1"};
        write.run(move, {far});
        return base::Done{};
    }));
    auto public_posts = [&](timelines::Public wanted) { return read([&](db::Read& read) { return timelines::everybody(read, ada, wanted, {}); }); };
    CHECK(public_posts({}) == Posts{post});
    CHECK(public_posts({timelines::Origin::remote}) == Posts{post});
    CHECK(public_posts({timelines::Origin::local}).empty());
    REQUIRE(write([&](db::Write& write) { return blocks::block_domain(write, ada, "loud.example"); }));
    CHECK(public_posts({}).empty());
    CHECK(tag(ada, "flu").empty());
    CHECK(home(ada).empty());
}

TEST_CASE_FIXTURE(Lines, "the local timeline fills its page past many blocks") {
    std::vector<PostId> wanted;
    for (int i = 0; i < 60; ++i) {
        auto loud = join("loud" + std::to_string(i));
        block(ada, loud);
        REQUIRE(say(loud, "Noise"));
        if (i % 6 == 0) wanted.push_back(say(cleo, "Worth reading")->id);
    }
    std::ranges::reverse(wanted);
    CHECK(local(ada, {.limit = 10}) == wanted);
    CHECK(local(ada, {.after = wanted.back().value, .limit = 3}) == Posts{wanted[6], wanted[7], wanted[8]});
}

TEST_CASE_FIXTURE(Lines, "silenced authors are for their followers only") {
    auto post = say(ben, "Hello #flu")->id;
    silence(ben);
    for (auto viewer : {base::AccountId{}, ada}) {
        CHECK(local(viewer).empty());
        CHECK(tag(viewer, "flu").empty());
    }
    CHECK(local(ben) == Posts{post});
    follow(ada, ben);
    CHECK(local(ada) == Posts{post});
    CHECK(tag(ada, "flu") == Posts{post});
    CHECK(home(ada) == Posts{post});
}

TEST_CASE_FIXTURE(Lines, "a follow may be for some languages only") {
    REQUIRE(write([&](db::Write& write) { return follows::follow(write, ben, ada, {.languages = std::vector<std::string>{"es", "pt-BR"}}); }));
    auto in = [&](std::string language) {
        auto form = draft("Text");
        form.language = std::move(language);
        return say(ada, form)->id;
    };
    in("en");
    auto spanish = in("es"), brazilian = in("pt-BR");
    in("pt");
    CHECK(home(ben) == Posts{brazilian, spanish});
}

TEST_CASE_FIXTURE(Lines, "a list shows its members, and an exclusive one takes them out of home") {
    follow(ada, ben);
    follow(ada, cleo);
    auto hers = list(ada, {ben});
    auto his = say(ben, "Hello")->id, other = say(cleo, "Hi")->id;
    CHECK(shown(hers) == Posts{his});
    CHECK(home(ada) == Posts{other, his});
    REQUIRE(write([&](db::Write& write) { return lists::change(write, ada, hers.id, {.exclusive = true}); }));
    CHECK(home(ada) == Posts{other});
    CHECK(shown(hers) == Posts{his});
    auto second = say(ben, "Again")->id;
    CHECK(shown(hers, {.limit = 1}) == Posts{second});
    CHECK(shown(hers, {.before = second.value}) == Posts{his});
    CHECK(shown(hers, {.after = his.value}) == Posts{second});
    mute(ada, ben);
    CHECK(shown(hers).empty());
}

TEST_CASE_FIXTURE(Lines, "a list shows answers by its own rule") {
    auto dev = join("dev");
    for (auto other : {ben, cleo, dev}) follow(ada, other);
    auto stranger = join("stranger");
    auto own = answer(ben, say(ada, "Mine")->id, "To you")->id;
    auto to_member = answer(ben, say(cleo, "Q")->id, "To a member")->id;
    auto to_followed = answer(ben, say(dev, "Q")->id, "To a friend")->id;
    answer(ben, say(stranger, "Q")->id, "To a stranger");
    auto self = answer(ben, say(ben, "One")->id, "Two")->id;
    auto of = [&](lists::Replies replies) {
        auto made = list(ada, {ben, cleo}, {.replies = replies});
        auto ids = shown(made);
        return [ids = std::move(ids)](PostId id) { return std::ranges::find(ids, id) != ids.end(); };
    };
    auto none = of(lists::Replies::none), members = of(lists::Replies::list), followed = of(lists::Replies::followed);
    CHECK((none(own) && none(self)));
    CHECK_FALSE((none(to_member) || none(to_followed)));
    CHECK((members(to_member) && members(self)));
    CHECK_FALSE(members(to_followed));
    CHECK((followed(to_member) && followed(to_followed)));
}

TEST_CASE_FIXTURE(Lines, "streams of lists hear which lists a post reached") {
    follow(ada, ben);
    follow(cleo, ben);
    auto hers = list(ada, {ben}), theirs = list(cleo, {ben}, {.replies = lists::Replies::none});
    auto post = say(ben, "Hello")->id, to_stranger = answer(ben, say(join("dev"), "Q")->id, "A")->id;
    auto reached = [&](PostId post) {
        std::vector<lists::ListId> ids;
        for (auto const& each : read([&](db::Read& read) { return timelines::lists_reached(read, post, ben); })) ids.push_back(each.id);
        return ids;
    };
    CHECK(reached(post) == std::vector{hers.id, theirs.id});
    CHECK(reached(to_stranger).empty());
}
