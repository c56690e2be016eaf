// Cards of posts, against a page on a real socket.
#include "db/testing.hpp"
#include "base/time.hpp"
#include "http/client.hpp"
#include "jobs/jobs.hpp"
#include "links/links.hpp"
#include "local_server.hpp"
#include "media/media.hpp"
#include <atomic>

using base::PostId;

namespace {

// A site of one page, which counts how often it is asked.
struct Site {
    std::string status = "200 OK", type = "text/html", body = "<title>A story</title>";
    std::atomic<int> asked = 0;
    testing_local::Server server{[this](testing_local::Connection const& connection) {
        ++asked;
        connection.answer(status + "\r\nContent-Type: " + type, body);
    }};
    std::string url = server.at("/story");
};

db::Schema const schemas[] = {jobs::schema, media::schema, links::schema};

struct Links : db::testing::World {
    Site site;
    jobs::Runner runner{database};
    std::vector<PostId> told;

    Links() : World(schemas) {
        http::allow_loopback.change(true);
        links::add_jobs(runner, database);
        database.on_commit([this](std::span<base::Event const> events) {
            for (auto const& event : events)
                if (event.kind == links::Fetched::kind) told.push_back(base::from_event<links::Fetched>(event).post);
        });
    }
    ~Links() { http::allow_loopback.change(false); }

    void set(PostId post, std::string const& url) {
        REQUIRE(database.write([&](db::Write& write) -> base::Result<base::Done> { links::set_link(write, post, url); return base::Done{}; }));
    }
    std::vector<std::pair<PostId, links::Card>> cards(std::vector<PostId> posts) {
        return database.read([&](db::Read& read) { return links::of_posts(read, posts); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Links, "statements are taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(Links, "a post's link is looked up once, whoever else names it") {
    set(PostId{1}, site.url);
    CHECK(cards({PostId{1}}).empty());
    set(PostId{2}, site.url);
    runner.run_due();
    auto shown = cards({PostId{1}, PostId{2}, PostId{3}});
    REQUIRE(shown.size() == 2);
    CHECK(shown[0].second.title == "A story");
    CHECK(shown[0].second.url == site.url);
    CHECK(shown[0].second.provider_name == "127.0.0.1");
    CHECK(told == std::vector<PostId>{PostId{2}, PostId{1}});
    set(PostId{3}, site.url);
    runner.run_due();
    CHECK(site.asked == 1);
    CHECK(cards({PostId{3}}).size() == 1);
    auto card = database.read([&](db::Read& read) { return links::find(read, site.url); });
    CHECK(database.read([&](db::Read& read) { return links::posts_with(read, card->id, 3, 10); }) == std::vector<PostId>{PostId{2}, PostId{1}});
    check();
}

TEST_CASE_FIXTURE(Links, "an address named by twenty at once is fetched by one") {
    std::vector<std::thread> all;
    for (int i = 1; i <= 20; ++i) all.emplace_back([&, i] { set(PostId{i}, site.url); });
    for (auto& each : all) each.join();
    std::vector<std::thread> processes;
    for (int i = 0; i < 3; ++i) processes.emplace_back([this] {
        jobs::Runner other(database);
        links::add_jobs(other, database);
        other.run_due();
    });
    for (auto& each : processes) each.join();
    CHECK(site.asked == 1);
}

TEST_CASE_FIXTURE(Links, "after two weeks a page is asked again, and what it says then is shown") {
    set(PostId{1}, site.url);
    runner.run_due();
    site.body = "<title>Another story</title>";
    advance(13 * base::day);
    set(PostId{2}, site.url);
    runner.run_due();
    CHECK(cards({PostId{1}})[0].second.title == "A story");
    advance(2 * base::day);
    set(PostId{3}, site.url);
    runner.run_due();
    CHECK(cards({PostId{1}})[0].second.title == "Another story");
    CHECK(site.asked == 2);
}

TEST_CASE_FIXTURE(Links, "what failed is left alone for an hour, and an old card outlives a failure") {
    site.status = "500 Oh";
    set(PostId{1}, site.url);
    runner.run_due();
    set(PostId{2}, site.url);
    runner.run_due();
    CHECK(site.asked == 1);
    CHECK(cards({PostId{1}}).empty());
    CHECK(told.empty());
    advance(base::hour + 1);
    site.status = "200 OK";
    set(PostId{3}, site.url);
    runner.run_due();
    CHECK(cards({PostId{1}}).size() == 1);
    site.status = "404 Gone";
    advance(15 * base::day);
    set(PostId{4}, site.url);
    runner.run_due();
    CHECK(cards({PostId{1}}).size() == 1);
    check();
}

TEST_CASE_FIXTURE(Links, "what is no page, or has no title, has no card") {
    for (auto const& [type, body] : {std::pair{"image/png", "<title>A</title>"}, {"text/html", "<p>nothing"}, {"application/json", "{}"}}) {
        Site other;
        other.type = type;
        other.body = body;
        set(PostId{1}, other.url);
        runner.run_due();
        CHECK(other.asked == 1);
        CHECK(cards({PostId{1}}).empty());
    }
}

TEST_CASE_FIXTURE(Links, "nothing on this machine or in its network is reached, nor ourselves, nor what is no page on the web") {
    http::allow_loopback.change(false);
    set(PostId{1}, site.url);
    runner.run_due();
    CHECK(site.asked == 0);
    CHECK(cards({PostId{1}}).empty());
    for (auto const& url : {base::site_url() + "/@ada/1", std::string("ftp://a.example/"), std::string("javascript:1"), "https://a.example/" + std::string(1'000'000, 'a')}) {
        set(PostId{2}, url);
        CHECK(database.read([](db::Read& read) { return jobs::overview(read); }).empty());
    }
}

TEST_CASE_FIXTURE(Links, "a card goes with the last post that named it") {
    set(PostId{1}, site.url);
    set(PostId{2}, site.url);
    runner.run_due();
    set(PostId{1}, "");
    CHECK(cards({PostId{1}}).empty());
    CHECK(cards({PostId{2}}).size() == 1);
    set(PostId{2}, "https://other.example/");
    CHECK_FALSE(database.read([&](db::Read& read) { return links::find(read, site.url); }));
    check();
}

TEST_CASE_FIXTURE(Links, "nothing is fetched where the setting says so") {
    links::fetch_previews.change(false);
    set(PostId{1}, site.url);
    runner.run_due();
    links::fetch_previews.change(true);
    CHECK(site.asked == 0);
}
