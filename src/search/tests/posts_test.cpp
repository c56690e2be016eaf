// Finding posts by their words, and nothing that the asker may not see.
#include "search/search.hpp"
#include "base/time.hpp"
#include "posters.hpp"
#include "search/queries.hpp"
#include <doctest/doctest.h>

namespace {

using posts::Visibility;
using Ids = std::vector<base::PostId>;

struct World : testing_people::Posters {
    jobs::Runner jobs;
    World() : Posters({search::schema}), jobs(database) { search::add_jobs(jobs, database); }

    base::PostId post(base::AccountId author, std::string text, Visibility visibility = Visibility::everyone, std::string language = "en") {
        auto made = draft(std::move(text));
        made.visibility = visibility;
        made.language = std::move(language);
        return say(author, made)->id;
    }
    Ids find(std::string_view query, base::AccountId asker = {}, posts::Page page = {}) {
        advance(1000);
        jobs.run_due();
        return read([&](db::Read& read) { return search::posts(read, query, asker, "en", page); });
    }
    void change(base::AccountId account, accounts::Profile const& profile) {
        REQUIRE(write([&](db::Write& write) { return accounts::change_profile(write, account, profile); }).has_value());
    }
};

}  // namespace

TEST_CASE_FIXTURE(World, "posts are found by every word in any of its forms, newest first") {
    auto first = post(ada, "Shake the inhalers first");
    auto second = post(ben, "My inhaler ran out");
    post(ben, "Nothing about it");
    CHECK(find("inhaler") == Ids{second, first});
    CHECK(find("SHAKING inhaler") == Ids{first});
    CHECK(find("inhaler spacer") == Ids{});
}

TEST_CASE_FIXTURE(World, "diacritics, other languages and text without spaces are found") {
    auto spanish = post(ada, "Las vacunaciones del martes, señora Muñoz", Visibility::everyone, "es");
    auto japanese = post(ada, "糖尿病の講座", Visibility::everyone, "ja");
    CHECK(find("munoz") == Ids{spanish});
    CHECK(find("language:es vacunación") == Ids{spanish});
    CHECK(find("尿病") == Ids{japanese});
    CHECK(find("糖病") == Ids{});
}

TEST_CASE_FIXTURE(World, "a phrase, an exclusion and a hashtag mean what they say") {
    auto shot = post(ada, "Free flu shots on Monday #flu_season");
    auto news = post(ada, "Shots were fired at the flu");
    CHECK(find("\"flu shots\"") == Ids{shot});
    CHECK(find("shots -monday") == Ids{news});
    CHECK(find("#Flu_Season") == Ids{shot});
    CHECK(find("#flu") == Ids{});
}

TEST_CASE_FIXTURE(World, "only those who may see a post find it") {
    post(ada, "planted phrase zanzibar", Visibility::followers);
    auto direct = post(ada, "@cleo zanzibar for you", Visibility::direct);
    post(ada, "zanzibar in the open list", Visibility::unlisted);
    CHECK(find("zanzibar").empty());
    CHECK(find("zanzibar", ben).empty());
    CHECK(find("zanzibar", cleo) == Ids{direct});
    CHECK(find("zanzibar", ada).size() == 3);
    CHECK(find("zanzibar in:public", ada).empty());
}

TEST_CASE_FIXTURE(World, "whoever does not want to be found is found by those who kept the post only") {
    auto kept = post(ada, "a recipe for lentils");
    change(ada, {.indexable = false});
    CHECK(find("lentils", ben).empty());
    REQUIRE(write([&](db::Write& write) { return posts::bookmark(write, ben, kept); }).has_value());
    CHECK(find("lentils", ben) == Ids{kept});
    CHECK(find("lentils in:library", ben) == Ids{kept});
    CHECK(find("lentils in:library", cleo).empty());
}

TEST_CASE_FIXTURE(World, "operators narrow by author, kind and day") {
    auto question = post(ada, "Which clinic opens early?");
    auto reply = answer(ben, question, "The clinic on Main Street, see https://clinic.example/early")->id;
    CHECK(find("clinic from:ben") == Ids{reply});
    CHECK(find("clinic from:@ada") == Ids{question});
    CHECK(find("from:me", ada) == Ids{question});
    CHECK(find("clinic -is:reply") == Ids{question});
    CHECK(find("has:link") == Ids{reply});
    CHECK(find("early") == Ids{question});  // an address is not text
    CHECK(find("clinic before:2020-01-01").empty());
    CHECK(find("clinic after:2020-01-01").size() == 2);
}

TEST_CASE_FIXTURE(World, "a deleted post and one of a suspended account are gone from search") {
    auto gone = post(ada, "soon gone quokka");
    post(ben, "suspended quokka");
    CHECK(find("quokka").size() == 2);
    REQUIRE(write([&](db::Write& write) { return posts::remove(write, ada, gone); }).has_value());
    REQUIRE(write([&](db::Write& write) { return accounts::suspend(write, ben); }).has_value());
    CHECK(find("quokka").empty());
    check();
}

TEST_CASE_FIXTURE(World, "a post that is deleted before its entry was made leaves none") {
    auto gone = post(ada, "never indexed wombat");
    REQUIRE(write([&](db::Write& write) { return posts::remove(write, ada, gone); }).has_value());
    CHECK(find("wombat").empty());
    check();
}

TEST_CASE("posts of a world that was filled without a search are found after the next start") {
    testing_people::Posters world({search::schema});
    auto post = world.say(world.ada, "written before anybody could search")->id;
    jobs::Runner jobs(world.database);
    search::add_jobs(jobs, world.database);
    search::index_what_was_there(world.database);
    jobs.run_due();
    CHECK(world.read([](db::Read& read) { return search::posts(read, "search", {}, "en", {}); }) == Ids{post});
}

TEST_CASE_FIXTURE(World, "pages go both ways by the id of a post") {
    Ids all;
    for (int i = 0; i < 7; ++i) all.push_back(post(ada, "ward round " + std::to_string(i)));
    CHECK(find("ward round", {}, {.limit = 3}) == Ids{all[6], all[5], all[4]});
    CHECK(find("ward round", {}, {.before = all[4].value, .limit = 3}) == Ids{all[3], all[2], all[1]});
    CHECK(find("ward round", {}, {.after = all[1].value, .limit = 2}) == Ids{all[3], all[2]});
    CHECK(find("ward round", {}, {.since = all[4].value}) == Ids{all[6], all[5]});
}

TEST_CASE_FIXTURE(World, "a page is full behind any number of posts that the asker may not find") {
    Ids open;
    for (int i = 0; i < 4; ++i) open.push_back(post(ada, "lantern " + std::to_string(i)));
    for (int i = 0; i < 50; ++i) post(ben, "lantern for friends " + std::to_string(i), Visibility::followers);
    CHECK(find("lantern", cleo, {.limit = 3}) == Ids{open[3], open[2], open[1]});
    CHECK(find("lantern", cleo, {.after = 1, .limit = 2}) == Ids{open[1], open[0]});
    CHECK(find("lantern", ben, {.limit = 3}).front() > open[3]);
}

TEST_CASE_FIXTURE(World, "what a memory knows to be open is not looked up, and all else is") {
    auto open = post(ada, "a kettle"), hidden = post(ben, "a kettle at home", Visibility::followers);
    REQUIRE(find("kettle", cleo) == Ids{open});
    Ids asked;
    auto knows = [&](base::PostId id) { asked.push_back(id); return id == open; };
    auto found = read([&](db::Read& now) { return search::posts(now, "kettle", cleo, "en", {}, knows); });
    CHECK(found == Ids{open});
    CHECK(asked == Ids{hidden, open});
    // The library is what one has to do with: that everybody may find a post does not put it there.
    CHECK(read([&](db::Read& now) { return search::posts(now, "kettle in:library", cleo, "en", {}, knows); }).empty());
}

TEST_CASE("an index of many parts is put together and still says the same") {
    testing_people::Posters world({search::schema});
    jobs::Runner jobs(world.database);
    search::add_jobs(jobs, world.database);
    Ids all;
    for (int i = 0; i < 12; ++i) {
        all.insert(all.begin(), world.say(world.ada, "part number " + std::to_string(i))->id);
        world.advance(1000);
        jobs.run_due();
    }
    auto parts = [&] { return world.read([](db::Read& read) { return read.number(search::sql::parts, {}); }); };
    if (!world.database.is_postgresql()) CHECK(parts() > 4);
    world.advance(2 * base::hour);
    jobs.run_due();
    CHECK(parts() == 1);
    CHECK(world.read([&](db::Read& read) { return search::posts(read, "part", {}, "en", {}); }) == all);
    world.check();
}

TEST_CASE_FIXTURE(World, "every statement is taken by the engine") { check_statements(); }
