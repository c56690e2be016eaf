// Paging, and that memory says byte for byte what SQL says.
#include "api.hpp"
#include "mastodon/paging.hpp"
#include "mastodon/rendering.hpp"

using namespace testing_api;

namespace {

std::string address_in(std::string const& link, std::string_view rel) {
    auto end = link.find(">; rel=\"" + std::string(rel) + "\"");
    if (end == link.npos) return {};
    auto start = link.rfind('<', end);
    auto address = link.substr(start + 1, end - start - 1);
    CHECK(address.starts_with(base::site_url()));
    return address.substr(base::site_url().size());
}

std::vector<std::string> newest_first(std::vector<PostId> const& ids) {
    std::vector<std::string> texts;
    for (auto id = ids.rbegin(); id != ids.rend(); ++id) texts.push_back(id->text());
    return texts;
}

}  // namespace

TEST_CASE_FIXTURE(Api, "pages follow one another without gap or repeat, forwards and back") {
    std::vector<PostId> said;
    for (int i = 0; i < 9; ++i) said.push_back(say(ada, "Post " + std::to_string(i) + " #paging")->id);
    for (auto const& list : std::vector<std::string>{"/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/paging",
                                                     "/api/v1/accounts/" + ada.text() + "/statuses"}) {
        CAPTURE(list);
        std::vector<std::string> seen;
        std::string next = list + "?limit=4&local=true", second;
        while (!next.empty()) {
            auto page = get(next, ada);
            for (auto const& id : page.ids()) seen.push_back(id);
            CHECK(page.ids().size() <= 4);
            next = address_in(page.header("Link"), "next");
            if (!next.empty()) CHECK(next.contains("limit=4&local=true&max_id="));
            if (second.empty()) second = next;
        }
        CHECK(seen == newest_first(said));
        auto back = address_in(get(second, ada).header("Link"), "prev");
        CHECK(get(back, ada).ids() == newest_first({said[5], said[6], said[7], said[8]}));
        CHECK(get(list + "?since_id=" + said[6].text(), ada).ids() == newest_first({said[7], said[8]}));
        CHECK(get(list + "?min_id=" + said[2].text() + "&limit=2", ada).ids() == newest_first({said[3], said[4]}));
    }
}

TEST_CASE_FIXTURE(Api, "a limit is kept between one and forty") {
    for (int i = 0; i < 41; ++i) REQUIRE(say(ada, "Post " + std::to_string(i)));
    CHECK(get("/api/v1/timelines/public?limit=1000").ids().size() == 40);
    CHECK(get("/api/v1/timelines/public?limit=-5").ids().size() == 20);
    CHECK(get("/api/v1/timelines/public?limit=many").ids().size() == 20);
    CHECK(get("/api/v1/timelines/public").ids().size() == 20);
}

TEST_CASE_FIXTURE(Api, "home from memory is, byte for byte, home from the database") {
    follow(ben, ada);
    follow(ben, cleo);
    auto one = say(ada, "One @ben #first <b>&</b> \"quoted\" \\ 🩺")->id;
    auto two = say(cleo, "Two")->id;
    REQUIRE(answer(ben, one, "A reply"));
    REQUIRE(write([&](db::Write& change) { return posts::boost(change, cleo, one); }));
    REQUIRE(post(status(one) + "/favourite", ben).status() == 200);
    REQUIRE(post(status(two) + "/bookmark", ben).status() == 200);
    REQUIRE(post(status(two) + "/reblog", ben).status() == 200);
    bus.drain();
    for (auto const& target : std::vector<std::string>{"/api/v1/timelines/home", "/api/v1/timelines/home?limit=2", "/api/v1/timelines/home?max_id=" + two.text(),
                               "/api/v1/timelines/home?min_id=" + one.text() + "&limit=2"}) {
        CAPTURE(target);
        let_time_pass();
        auto filled = get(target, ben).response.body;  // fills what is missing
        auto remembered = from_memory(target, ben);
        CHECK(remembered.size() > 2);
        CHECK(remembered == filled);
        cache.drop_everything();
        CHECK(from_memory(target, ben).empty());
        CHECK(get(target, ben).response.body == remembered);
    }
}

TEST_CASE_FIXTURE(Api, "a new post stands in the homes in memory once it is answered, byte for byte as the database says") {
    follow(ben, ada);
    REQUIRE(say(ada, "Before"));
    bus.drain();
    std::string const home = "/api/v1/timelines/home";
    for (int round = 0; round < 2; ++round) {
        let_time_pass();
        get(home, ben);
    }
    REQUIRE(!from_memory(home, ben).empty());
    auto answered = post("/api/v1/statuses", ada, "status=%40cleo+%40ben+New+%23flu+%23Asthma+%23FLU");
    REQUIRE(answered.status() == 200);
    auto remembered = from_memory(home, ben);
    CHECK(remembered.contains("\"statuses_count\":2"));
    CHECK(get("/api/v1/statuses/" + answered.text("id"), ada).response.body == answered.response.body);
    let_time_pass();
    cache.drop_everything();
    CHECK(get(home, ben).response.body == remembered);
}

TEST_CASE_FIXTURE(Api, "memory forgets what a change made wrong, before the change is answered") {
    follow(ben, ada);
    auto id = say(ada, "Hello")->id;
    std::string const home = "/api/v1/timelines/home";
    auto remembered = [&] {
        bus.drain();
        let_time_pass();
        auto body = get(home, ben).response.body;
        let_time_pass();
        get(home, ben);
        CHECK(from_memory(home, ben) == body);
        return body;
    };
    REQUIRE(remembered().contains("\"favourites_count\":0"));

    REQUIRE(post(status(id) + "/favourite", cleo).status() == 200);
    CHECK(get(home, ben).response.body.contains("\"favourites_count\":1"));
    remembered();
    REQUIRE(ask(request("PATCH", "/api/v1/accounts/update_credentials", ada, "display_name=Ada+L.")).status() == 200);
    CHECK(get(home, ben).response.body.contains("Ada L."));
    remembered();
    REQUIRE(post(status(id) + "/bookmark", ben).status() == 200);
    CHECK(get(home, ben).response.body.contains("\"bookmarked\":true"));
    remembered();
    REQUIRE(ask(request("DELETE", status(id), ada)).text("text") == "Hello");
    CHECK(get(home, ben).response.body == "[]");
}

TEST_CASE_FIXTURE(Api, "the public timeline from memory is, byte for byte, what the database says") {
    auto one = say(ada, "One @ben #first")->id, two = say(cleo, "Two")->id;
    REQUIRE(say(ada, "Three"));
    REQUIRE(post(status(one) + "/favourite", ben).status() == 200);
    REQUIRE(post(status(two) + "/reblog", ben).status() == 200);
    let_time_pass();
    for (auto who : {ben, ada, AccountId{}})
        for (auto const& target : std::vector<std::string>{"/api/v1/timelines/public", "/api/v1/timelines/public?limit=2", "/api/v1/timelines/public?max_id=" + two.text(),
                                   "/api/v1/timelines/public?local=true&since_id=" + one.text(), "/api/v1/timelines/public?only_media=true"}) {
            CAPTURE(target);
            get(target, who);
            let_time_pass();
            auto said = get(target, who).response.body;
            CHECK(from_memory(target, who) == said);
            auto by_sql = read([&](db::Read& now) {
                auto asked = request("GET", target, who);
                auto page = mastodon::page_of(asked);
                auto ids = timelines::everybody(now, who, {timelines::Origin::any, target.contains("only_media")}, page);
                return mastodon::Renderer(context, now, who).statuses(ids);
            });
            CHECK(said == by_sql);
        }
}

TEST_CASE_FIXTURE(Api, "the public timeline's memory shows no change late") {
    auto hers = say(ada, "Hello")->id;
    REQUIRE(say(cleo, "A word of mine"));
    std::string const all = "/api/v1/timelines/public";
    auto settle = [&] {
        bus.drain();
        for (int i = 0; i < 2; ++i) {
            let_time_pass();
            get(all, ben);
        }
        CHECK(from_memory(all, ben).size() > 2);
    };
    auto now = [&] { return get(all, ben).response.body; };
    settle();
    REQUIRE(post(status(hers) + "/favourite", ben).status() == 200);
    CHECK(now().contains("\"favourited\":true"));
    settle();
    REQUIRE(ask(request("PUT", status(hers), ada, "status=Good+day")).status() == 200);
    CHECK(now().contains("Good day"));
    settle();
    REQUIRE(post("/api/v2/filters", ben, "title=F&context[]=public&filter_action=hide&keywords_attributes[][keyword]=word").status() == 200);
    CHECK(from_memory(all, ben).empty());
    CHECK_FALSE(now().contains("A word of mine"));
    CHECK(get(all, cleo).response.body.contains("A word of mine"));
    REQUIRE(post(account(ada) + "/mute", ben).status() == 200);
    CHECK_FALSE(now().contains("Good day"));
    REQUIRE(post(account(ada) + "/unmute", ben).status() == 200);
    CHECK(now().contains("Good day"));
    REQUIRE(post(account(ben) + "/block", ada).status() == 200);
    CHECK_FALSE(now().contains("Good day"));
    CHECK(get(all, cleo).response.body.contains("Good day"));
    REQUIRE(ask(request("DELETE", status(hers), ada)).status() == 200);
    CHECK_FALSE(get(all, cleo).response.body.contains("Good day"));
}

TEST_CASE_FIXTURE(Api, "a rendering from before a change is not kept after it") {
    auto id = say(ada, "Hello")->id;
    let_time_pass();
    auto before = base::clock_now();
    let_time_pass();
    cache.drop(id);
    mastodon::StatusParts parts{ada, {}, "old", 3};
    cache.put(id, parts, before);
    CHECK_FALSE(cache.status(id));
    let_time_pass();
    cache.put(id, parts, base::clock_now());
    CHECK(cache.status(id));
}

TEST_CASE_FIXTURE(Api, "a change shows itself in its own answer, and leaves nothing in memory that was not committed") {
    auto id = say(ada, "Hello")->id;
    let_time_pass();
    get(status(id), ben);
    CHECK(post(status(id) + "/favourite", ben)["favourites_count"].number() == 1);
    // Undone: as if it had never been.
    auto undone = database.write([&](db::Write& change) -> base::Result<base::Done> {
        TRY(posts::favourite(change, cleo, id));
        CHECK(mastodon::Renderer(context, change, cleo).status(*posts::find(change, id, cleo)).contains("\"favourites_count\":2"));
        return base::refuse(base::Why::invalid, "Never mind.");
    });
    CHECK_FALSE(undone);
    CHECK(get(status(id), cleo)["favourites_count"].number() == 1);
}

TEST_CASE("the cache stays within its bytes and keeps what is read") {
    bus::Bus bus;
    mastodon::StatusCache cache(bus, 40'000);
    mastodon::StatusParts parts{AccountId{1}, {}, std::string(500, 'x'), 10};
    for (std::int64_t id = 1; id <= 1000; ++id) {
        cache.put(PostId{id}, parts, 1);
        CHECK(cache.status(PostId{1}));  // read all the time
    }
    CHECK(cache.bytes() <= 40'000);
    CHECK(cache.status(PostId{1000}));
    CHECK_FALSE(cache.status(PostId{500}));
    bus.stop();
}
