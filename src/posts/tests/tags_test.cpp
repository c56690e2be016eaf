// Hashtags by days, those that people feature, and the export of what is new on posts.
#include "base/time.hpp"
#include "posters.hpp"

using namespace testing_people;
using base::Why, posts::Visibility;

namespace {

struct Taggers : Posters {
    posts::Tag tag(std::string_view name, base::AccountId viewer = {}) {
        return *read([&](db::Read& read) { return posts::find_tag(read, name, viewer); });
    }
    base::Result<posts::FeaturedTag> feature(std::string const& name) {
        return write([&](db::Write& write) { return posts::feature_tag(write, ada, name); });
    }
    std::vector<posts::FeaturedTag> featured() {
        return read([&](db::Read& read) { return posts::featured_tags(read, ada); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Taggers, "a hashtag's week is counted by days, from public posts alone") {
    REQUIRE(say(ada, "#tea"));
    REQUIRE(say(ben, "#Tea"));
    REQUIRE(say(cleo, "#tea", Visibility::unlisted));
    REQUIRE(say(cleo, "#tea @ben", Visibility::direct));
    advance(2 * base::day);
    REQUIRE(say(ada, "#tea again"));
    auto found = tag("tea");
    CHECK(found.uses == 3);
    CHECK(found.accounts == 2);
    REQUIRE(found.history.size() == 7);
    CHECK(found.history[0].at == now() - now() % base::day);
    CHECK(found.history[0].uses == 1);
    CHECK(found.history[2].uses == 2);
    CHECK(found.history[2].accounts == 2);
    advance(7 * base::day);
    CHECK(tag("tea").uses == 0);
}

TEST_CASE_FIXTURE(Taggers, "people feature up to ten hashtags, with what they wrote under them") {
    REQUIRE(say(ada, "#tea"));
    auto last = say(ada, "#Tea", Visibility::unlisted)->created_at;
    REQUIRE(say(ada, "#tea", Visibility::followers));
    REQUIRE(say(ben, "#tea"));
    CHECK(read([&](db::Read& read) { return posts::tags_to_feature(read, ada, 10); }).front().name == "tea");
    auto first = *feature("#Tea");
    CHECK(first.name == "Tea");
    CHECK(first.statuses == 2);
    CHECK(first.last_status_at == last);
    CHECK(feature("tea")->id == first.id);
    CHECK(tag("tea", ada).featuring);
    CHECK_FALSE(tag("tea", ben).featuring);
    CHECK(read([&](db::Read& read) { return posts::tags_to_feature(read, ada, 10); }).empty());
    for (int i = 1; i < 10; ++i) CHECK(feature("tag" + std::to_string(i) + "x").has_value());
    CHECK(feature("more").error().fields.front().field == "name");
    CHECK(feature("two words").error().why == Why::invalid);
    CHECK(write([&](db::Write& write) { return posts::unfeature_tag(write, ben, first.id); }).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return posts::unfeature_tag(write, ada, first.id); }).has_value());
    CHECK(write([&](db::Write& write) { return posts::unfeature_tag(write, ada, "TAG1x"); }).has_value());
    CHECK(featured().size() == 8);
}

TEST_CASE_FIXTURE(Taggers, "followed hashtags page in the order they were followed") {
    for (auto name : {"one", "two", "three"}) REQUIRE(write([&](db::Write& write) { return posts::follow_tag(write, ada, name); }));
    auto page = [&](posts::Page page) { return read([&](db::Read& read) { return posts::followed_tags(read, ada, page); }); };
    auto all = page({});
    REQUIRE(all.size() == 3);
    CHECK(all[0].tag.name == "three");
    CHECK(page({.before = all[0].at, .limit = 1}).front().tag.name == "two");
    CHECK(page({.after = all[2].at, .limit = 1}).front().tag.name == "two");
}

TEST_CASE_FIXTURE(Taggers, "the export holds polls, quotes, edits and what was muted and featured") {
    posts::add_export();
    auto made = draft("Which?");
    made.poll = polls::Draft{.options = {"Mint", "Sage"}, .seconds = 3600};
    auto post = say(ada, made)->id;
    made.text = "Which one?";
    REQUIRE(write([&](db::Write& write) { return posts::edit(write, ada, post, made); }));
    auto quoting = draft("Look #tea");
    quoting.quoted = post;
    REQUIRE(say(ada, quoting));
    REQUIRE(write([&](db::Write& write) { return posts::mute_thread(write, ada, post); }));
    REQUIRE(feature("tea"));
    auto all = read([&](db::Read& read) { return accounts::export_all(read, ada); });
    for (auto text : {R"("title":"Sage")", R"("text":"Which?")", R"("text":"Which one?")", R"("state":"accepted")", R"("featured_hashtags":["tea"])"})
        CHECK(all.find(text) != std::string::npos);
    CHECK(all.find("\"muted_conversations\":[\"" + post.text() + "\"]") != std::string::npos);
    (void)write([&](db::Write& write) -> base::Result<base::Done> { posts::forget(write, ada); return base::Done{}; });
    CHECK(featured().empty());
    CHECK(account(ada).posts == 0);
    check();
}
