// What may be said, to whom, and what others do with it.
#include "posters.hpp"
#include "base/time.hpp"

using namespace testing_people;
using base::Why, posts::Visibility;

TEST_CASE_FIXTURE(Posters, "a post keeps its words and shows them as markup") {
    auto post = *say(ada, "  Wash hands.\r\nTwenty seconds. #Hands\n\nThank you @ben  ");
    CHECK(post.text == "Wash hands.\nTwenty seconds. #Hands\n\nThank you @ben");
    CHECK(post.html.starts_with("<p>Wash hands.<br>Twenty seconds. <a href="));
    CHECK(post.hashtags == Kinds{"Hands"});
    REQUIRE(post.mentions.size() == 1);
    CHECK(post.mentions.front().account == ben);
    CHECK(told(ben) == Kinds{"mention"});
    CHECK(account(ada).posts == 1);
    check();
}

TEST_CASE_FIXTURE(Posters, "an empty, a too long and a broken text are refused with the field's name") {
    auto blank = say(ada, " \n\t ");
    CHECK(blank.error().why == Why::invalid);
    CHECK(blank.error().fields.front().field == "status");
    CHECK(blank.error().fields.front().code == "ERR_BLANK");
    CHECK(say(ada, std::string(3000, 'a')).has_value());
    CHECK(say(ada, std::string(3001, 'a')).error().fields.front().code == "ERR_TOO_LONG");
    CHECK(say(ada, std::string(1'000'000, 'a')).error().fields.front().code == "ERR_TOO_LONG");
    CHECK(say(ada, "\xC3\x28").error().fields.front().code == "ERR_INVALID");
    auto odd = draft("Hello");
    odd.language = "not a language!";
    CHECK(say(ada, odd).error().fields.front().field == "language");
    CHECK(account(ada).posts == 1);
}

TEST_CASE_FIXTURE(Posters, "3,000 characters of any script fit, counted as people count") {
    std::string family;
    for (int i = 0; i < 3000; ++i) family += "👩‍👩‍👧‍👦";
    CHECK(say(ada, family).has_value());
    CHECK_FALSE(say(ada, family + "x").has_value());
}

TEST_CASE_FIXTURE(Posters, "each visibility is seen by those it names, and by nobody else") {
    follow(ben, ada);
    auto open = say(ada, "For all")->id, quiet = say(ada, "For all, quietly", Visibility::unlisted)->id;
    auto close = say(ada, "For followers", Visibility::followers)->id, direct = say(ada, "For @cleo", Visibility::direct)->id;
    base::AccountId visitor;
    struct Row { base::AccountId viewer; bool open, quiet, close, direct; };
    for (auto const& row : {Row{visitor, true, true, false, false}, Row{ada, true, true, true, true}, Row{ben, true, true, true, false},
                            Row{cleo, true, true, false, true}}) {
        CAPTURE(row.viewer.value);
        CHECK(sees(row.viewer, open) == row.open);
        CHECK(sees(row.viewer, quiet) == row.quiet);
        CHECK(sees(row.viewer, close) == row.close);
        CHECK(sees(row.viewer, direct) == row.direct);
    }
}

TEST_CASE_FIXTURE(Posters, "a suspended account's posts are seen by nobody") {
    auto post = say(ada, "Hello")->id;
    REQUIRE(write([&](db::Write& write) { return accounts::suspend(write, ada); }));
    CHECK_FALSE(sees(ben, post));
    CHECK(say(ada, "Still here").error().why == Why::forbidden);
}

TEST_CASE_FIXTURE(Posters, "an answer joins the thread, is counted, and takes on its visibility") {
    auto first = *say(ada, "Any tips for inhalers? @ben", Visibility::direct);
    auto second = *answer(ben, first.id, "Yes @ada");
    CHECK(second.visibility == Visibility::direct);
    CHECK(second.thread == first.id);
    CHECK(second.reply_to_author == ada);
    CHECK(read([&](db::Read& read) { return posts::find(read, first.id, ada); })->replies == 1);
    CHECK(answer(cleo, first.id, "Let me in").error().fields.front().field == "in_reply_to_id");
    check();
}

TEST_CASE_FIXTURE(Posters, "a thread reads upwards in time and downwards depth first") {
    auto root = say(ada, "1")->id, left = answer(ben, root, "1.1")->id, right = answer(cleo, root, "1.2")->id;
    auto deep = answer(ada, left, "1.1.1")->id;
    auto of_root = read([&](db::Read& read) { return posts::thread(read, root, {}); });
    std::vector<base::PostId> order;
    for (auto const& post : of_root.after) order.push_back(post.id);
    CHECK(order == std::vector{left, deep, right});
    auto of_deep = read([&](db::Read& read) { return posts::thread(read, deep, {}); });
    REQUIRE(of_deep.before.size() == 2);
    CHECK(of_deep.before[0].id == root);
    CHECK(of_deep.before[1].id == left);
}

TEST_CASE_FIXTURE(Posters, "the same idempotency key gives the first post again for an hour") {
    auto form = draft("Once");
    form.idempotency_key = "k1";
    auto first = say(ada, form)->id;
    CHECK(say(ada, form)->id == first);
    CHECK(say(ben, form)->id != first);
    advance(61 * base::minute);
    CHECK(say(ada, form)->id != first);
    CHECK(account(ada).posts == 2);
}

TEST_CASE_FIXTURE(Posters, "favouriting twice is favouriting once, and can be taken back") {
    auto post = say(ada, "Hello")->id;
    auto favourite = [&] { return write([&](db::Write& write) { return posts::favourite(write, ben, post); }); };
    CHECK(favourite()->favourites == 1);
    CHECK(favourite()->favourites == 1);
    CHECK(told(ada) == Kinds{"favourite"});
    CHECK(read([&](db::Read& read) { return posts::marks(read, ben, {post}); }).front().favourited);
    CHECK(write([&](db::Write& write) { return posts::unfavourite(write, ben, post); })->favourites == 0);
    CHECK(told(ada).empty());
    check();
}

TEST_CASE_FIXTURE(Posters, "what was not meant for everybody cannot be boosted further") {
    follow(ben, ada);
    auto boost = [&](base::AccountId who, base::PostId post) { return write([&](db::Write& write) { return posts::boost(write, who, post); }); };
    auto close = say(ada, "For followers", Visibility::followers)->id;
    CHECK(boost(ben, close).error().why == Why::forbidden);
    CHECK(boost(cleo, close).error().why == Why::not_found);
    CHECK(boost(ada, close)->visibility == Visibility::followers);
    auto open = say(ada, "For all")->id;
    auto first = boost(ben, open);
    CHECK(first->boost_of == open);
    CHECK(boost(ben, open)->id == first->id);
    CHECK(boost(cleo, first->id)->boost_of == open);
    CHECK(read([&](db::Read& read) { return posts::find(read, open, {}); })->boosts == 2);
    REQUIRE(write([&](db::Write& write) { return posts::unboost(write, ben, open); }));
    CHECK_FALSE(sees(ada, first->id));
    check();
}

TEST_CASE_FIXTURE(Posters, "a deleted post takes its boosts, marks and notifications with it, and leaves its answers") {
    auto post = say(ada, "Hello @ben #hi")->id;
    auto boost = write([&](db::Write& write) { return posts::boost(write, ben, post); })->id;
    REQUIRE(write([&](db::Write& write) { return posts::favourite(write, cleo, post); }));
    REQUIRE(write([&](db::Write& write) { return posts::bookmark(write, cleo, post); }));
    auto reply = answer(cleo, post, "Hi")->id;
    CHECK(write([&](db::Write& write) { return posts::remove(write, ben, post); }).error().why == Why::not_found);
    REQUIRE(write([&](db::Write& write) { return posts::remove(write, ada, post); }));
    CHECK_FALSE(sees(ada, post));
    CHECK_FALSE(sees(ben, boost));
    CHECK(sees(ada, reply));
    CHECK(told(ben).empty());
    CHECK(told(ada) == Kinds{"mention"});  // the answer stays, and so does word of it
    check();
}

TEST_CASE_FIXTURE(Posters, "five of one's own posts can be pinned") {
    auto pin = [&](base::PostId post) { return write([&](db::Write& write) { return posts::pin(write, ada, post); }); };
    for (int i = 0; i < 5; ++i) CHECK(pin(say(ada, "Post " + std::to_string(i))->id).has_value());
    CHECK(pin(say(ada, "One more")->id).error().why == Why::invalid);
    CHECK(pin(say(ben, "Not hers")->id).error().why == Why::invalid);
    check();
}

TEST_CASE_FIXTURE(Posters, "hashtags are one in all spellings, found by their start and followed") {
    REQUIRE(say(ada, "#Asthma #asthmaCare"));
    REQUIRE(say(ben, "#ASTHMA"));
    auto tag = *read([&](db::Read& read) { return posts::find_tag(read, "aSTHMA", ada); });
    CHECK(tag.uses == 2);
    CHECK(tag.accounts == 2);
    CHECK(read([&](db::Read& read) { return posts::search_tags(read, "asth", 10); }).size() == 2);
    CHECK(write([&](db::Write& write) { return posts::follow_tag(write, ada, "asthma"); })->following);
    CHECK(read([&](db::Read& read) { return posts::followed_tags(read, ada); }).size() == 1);
    CHECK_FALSE(write([&](db::Write& write) { return posts::unfollow_tag(write, ada, "asthma"); })->following);
    CHECK(write([&](db::Write& write) { return posts::follow_tag(write, ada, "two words"); }).error().why == Why::invalid);
}

TEST_CASE_FIXTURE(Posters, "a removed account leaves no post, mark or count behind") {
    auto theirs = say(ben, "Hello")->id;
    REQUIRE(say(ada, "Mine"));
    REQUIRE(write([&](db::Write& write) { return posts::boost(write, ada, theirs); }));
    REQUIRE(write([&](db::Write& write) { return posts::favourite(write, ada, theirs); }));
    (void)write([&](db::Write& write) -> base::Result<base::Done> { posts::forget(write, ada); return base::Done{}; });
    auto left = *read([&](db::Read& read) { return posts::find(read, theirs, ben); });
    CHECK(left.boosts == 0);
    CHECK(left.favourites == 0);
    CHECK(account(ada).posts == 0);
    check();
}

TEST_CASE_FIXTURE(Posters, "bookmarks page in the order they were made") {
    std::vector<base::PostId> made;
    for (int i = 0; i < 5; ++i) made.push_back(say(ada, "Post " + std::to_string(i))->id);
    for (auto post : {made[2], made[0], made[4]}) REQUIRE(write([&](db::Write& write) { return posts::bookmark(write, ben, post); }));
    auto all = read([&](db::Read& read) { return posts::bookmarks(read, ben, {}); });
    REQUIRE(all.size() == 3);
    CHECK(all[0].post == made[4]);
    CHECK(all[2].post == made[2]);
    auto older = read([&](db::Read& read) { return posts::bookmarks(read, ben, {.before = all[0].at, .limit = 1}); });
    CHECK(older.front().post == made[0]);
    auto newer = read([&](db::Read& read) { return posts::bookmarks(read, ben, {.after = all[2].at, .limit = 1}); });
    CHECK(newer.front().post == made[0]);
}

TEST_CASE_FIXTURE(Posters, "every statement of these rooms is taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(Posters, "one's own words and marks are exported, and nobody else's") {
    posts::add_export();
    follows::add_export();
    auto theirs = say(ben, "Not hers to export")->id;
    REQUIRE(say(ada, "Her own \"words\"", Visibility::direct));
    REQUIRE(write([&](db::Write& write) { return posts::bookmark(write, ada, theirs); }));
    follow(ada, ben);
    auto all = read([&](db::Read& read) { return accounts::export_all(read, ada); });
    CHECK(all.find(R"("text":"Her own \"words\"")") != std::string::npos);
    CHECK(all.find("\"bookmarks\":[\"" + theirs.text() + "\"]") != std::string::npos);
    CHECK(all.find("\"following\":[\"ben\"]") != std::string::npos);
    CHECK(all.find("Not hers") == std::string::npos);
}
