// What is said reaches those whom it concerns, and nobody else.
#include "api.hpp"
#include "blocks/blocks.hpp"
#include "http/hub_inside.hpp"
#include "lists/lists.hpp"
#include "mastodon/topics.hpp"
#include <algorithm>
#include <set>

using namespace testing_api;
namespace topics = mastodon::topics;

namespace {

// Listens to everything, as one loop of the server would, and notes what came.
struct Listening : Api {
    struct Heard { std::string topic, event; };
    std::vector<Heard> heard;

    Listening() {
        auto& inside = hub.inside();
        inside.streams = 1;
        inside.join([this](std::shared_ptr<http::Publication const> said) {
            if (!said->event) return;
            std::string_view text = *said->event;
            auto start = std::string_view("event: ").size();
            std::string event(text.substr(start, text.find('\n') - start));
            for (auto const& copy : said->copies) heard.push_back({copy.topic, event});
            last = text;
        });
        for (auto who : {ada, ben, cleo}) {
            for (auto topic : {topics::home(who), topics::told(who), topics::notification(who), topics::direct(who)}) inside.listen(topic, false);
            load(who);
        }
        for (auto topic : {"public", "public/local", "tag/asthma", "tag/local/asthma"}) inside.listen(topic, false);
    }
    ~Listening() { bus.stop(); }

    std::string last;

    void load(AccountId who) {
        let_time_pass();
        read([&](db::Read& now) { feeds.load(now, who); return true; });
    }
    // The topics that one kind of event came to since the last time.
    std::set<std::string> where(std::string_view event) {
        bus.drain();
        std::set<std::string> topics;
        for (auto const& each : heard)
            if (each.event == event) topics.insert(each.topic);
        heard.clear();
        return topics;
    }
};

using Where = std::set<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Listening, "each visibility reaches its own streams") {
    follow(ben, ada);
    bus.drain();
    load(ben);
    where("update");
    auto own = topics::home(ada), follower = topics::home(ben);

    REQUIRE(say(ada, "For all #asthma"));
    CHECK(where("update") == Where{own, follower, "public", "public/local", "tag/asthma", "tag/local/asthma"});
    REQUIRE(say(ada, "Unlisted #asthma", Visibility::unlisted));
    CHECK(where("update") == Where{own, follower});
    REQUIRE(say(ada, "For followers #asthma", Visibility::followers));
    CHECK(where("update") == Where{own, follower});
    REQUIRE(say(ada, "For @cleo #asthma", Visibility::direct));
    CHECK(where("update") == Where{own});
    REQUIRE(say(ada, "For @ben #asthma", Visibility::direct));
    CHECK(where("update") == Where{own, follower});
    REQUIRE(say(ada, "For @cleo again", Visibility::direct));
    CHECK(where("conversation") == Where{topics::direct(ada), topics::direct(cleo)});
}

TEST_CASE_FIXTURE(Listening, "answers to others and boosts stay out of the public streams") {
    auto other = say(cleo, "Question")->id;
    where("update");
    REQUIRE(answer(ada, other, "Answer #asthma"));
    CHECK(where("update") == Where{topics::home(ada), "tag/asthma", "tag/local/asthma"});
    auto mine = say(ada, "One")->id;
    where("update");
    REQUIRE(answer(ada, mine, "Two"));
    CHECK(where("update") == Where{topics::home(ada), "public", "public/local"});
    REQUIRE(write([&](db::Write& change) { return posts::boost(change, ada, other); }));
    CHECK(where("update") == Where{topics::home(ada)});
    CHECK(last.contains("\"reblogged\":false"));
    CHECK_FALSE(last.contains("\"reblogged\":true"));
}

TEST_CASE_FIXTURE(Listening, "a delete goes where the post went") {
    follow(ben, ada);
    bus.drain();
    load(ben);
    auto open = say(ada, "For all #asthma")->id, closed = say(ada, "For followers", Visibility::followers)->id;
    where("update");
    REQUIRE(write([&](db::Write& change) { return posts::remove(change, ada, open); }));
    CHECK(where("delete") == Where{topics::home(ada), topics::home(ben), "public", "public/local", "tag/asthma", "tag/local/asthma"});
    CHECK(last == "event: delete\ndata: " + open.text() + "\n\n");
    REQUIRE(write([&](db::Write& change) { return posts::remove(change, ada, closed); }));
    CHECK(where("delete") == Where{topics::home(ada), topics::home(ben)});
}

TEST_CASE_FIXTURE(Listening, "a notification goes to whom it is for, in both their streams") {
    auto id = say(ada, "Hello")->id;
    where("notification");
    REQUIRE(post(status(id) + "/favourite", ben).status() == 200);
    CHECK(where("notification") == Where{topics::told(ada), topics::notification(ada)});
    CHECK(last.contains("\"type\":\"favourite\""));
    REQUIRE(say(ben, "@cleo look"));
    CHECK(where("notification") == Where{topics::told(cleo), topics::notification(cleo)});
}

TEST_CASE_FIXTURE(Listening, "an edit goes where the post stands, and a vote nowhere") {
    follow(ben, ada);
    bus.drain();
    load(ben);
    auto asking = draft("Which one? #asthma");
    asking.poll = polls::Draft{.options = {"This", "That"}, .seconds = 3600};
    auto id = say(ada, asking)->id;
    where("update");
    REQUIRE(write([&](db::Write& change) { return polls::vote(change, id, ben, {0}); }));
    CHECK(where("status.update").empty());
    auto changed = draft("Which one, then? #asthma");
    changed.poll = asking.poll;
    REQUIRE(write([&](db::Write& change) { return posts::edit(change, ada, id, changed); }));
    CHECK(where("status.update") == Where{topics::home(ada), topics::home(ben), "public", "public/local", "tag/asthma", "tag/local/asthma"});
    CHECK(last.contains("Which one, then?"));
    CHECK_FALSE(last.contains("\"edited_at\":null"));
}

TEST_CASE_FIXTURE(Listening, "who mutes hears public streams without the muted, and everybody else as before") {
    auto stream = context.audience->join(ben, false);
    auto for_ben = topics::chosen_for(ben, "public");
    hub.inside().listen(for_ben, false);
    REQUIRE(say(ada, "One"));
    CHECK(where("update") == Where{topics::home(ada), "public", "public/local"});
    CHECK_FALSE(stream->chooses);

    REQUIRE(write([&](db::Write& change) { return blocks::mute(change, ben, ada); }));
    bus.drain();
    CHECK(stream->chooses);
    REQUIRE(say(ada, "Two"));
    CHECK(where("update") == Where{topics::home(ada), "public", "public/local"});
    auto other = say(cleo, "Three")->id;
    CHECK(where("update") == Where{topics::home(cleo), "public", "public/local", for_ben});
    REQUIRE(write([&](db::Write& change) { return posts::remove(change, cleo, other); }));
    CHECK(where("delete") == Where{topics::home(cleo), "public", "public/local", for_ben});
}

TEST_CASE_FIXTURE(Listening, "a filter that hides keeps a post from its owner's streams, and one that warns says so there only") {
    follow(ben, ada);
    bus.drain();
    load(ben);
    auto stream = context.audience->join(ben, false);
    ::filters::Draft hidden{.title = "Spiders", .contexts = std::vector<std::string>{"home"}, .action = "hide", .keywords = {{.text = "spider"}}};
    ::filters::Draft warned{.title = "Needles", .contexts = std::vector<std::string>{"home"}, .action = "warn", .keywords = {{.text = "needle"}}};
    for (auto const& each : {hidden, warned}) REQUIRE(write([&](db::Write& change) { return ::filters::create(change, ben, each); }));
    CHECK(where("filters_changed") == Where{topics::home(ben)});
    REQUIRE(say(ada, "A spider"));
    CHECK(where("update") == Where{topics::home(ada), "public", "public/local"});
    REQUIRE(say(ada, "A needle"));
    CHECK(where("update") == Where{topics::home(ada), topics::home(ben), "public", "public/local"});
    CHECK(last.contains("\"title\":\"Needles\""));
}

TEST_CASE_FIXTURE(Listening, "a list's stream carries its members' posts to its owner") {
    follow(ben, ada);
    auto list = write([&](db::Write& change) { return lists::create(change, ben, {.title = "Nurses"}); });
    REQUIRE(list);
    REQUIRE(write([&](db::Write& change) { return lists::add(change, ben, list->id, {ada}); }));
    auto topic = topics::list(ben, list->id.text());
    hub.inside().listen(topic, false);
    context.audience->subscribed({ben, list->id.value});
    where("update");
    REQUIRE(say(ada, "Hello", Visibility::followers));
    CHECK(where("update").contains(topic));
    REQUIRE(say(cleo, "Hello", Visibility::everyone));
    CHECK_FALSE(where("update").contains(topic));
}

TEST_CASE_FIXTURE(Listening, "an announcement, its reactions and its end reach everybody's home") {
    hub.inside().listen(topics::everybodys_home(), false);
    auto id = write([&](db::Write& write) { return announcements::publish(write, announcements::create(write, {"We move."})->id); })->id;
    CHECK(where("announcement") == Where{topics::everybodys_home()});
    CHECK(last.find("\"content\":\"<p>We move.</p>\"") != std::string::npos);
    CHECK_MESSAGE(last.find("\"read\"") == std::string::npos, "what one person read is nobody else's business");
    REQUIRE(write([&](db::Write& write) { return announcements::react(write, ada, id, "\xF0\x9F\x91\x8D"); }));
    CHECK(where("announcement.reaction") == Where{topics::everybodys_home()});
    CHECK(last.find("\"count\":1,\"announcement_id\":\"" + std::to_string(id) + "\"") != std::string::npos);
    REQUIRE(write([&](db::Write& write) { return announcements::withdraw(write, id); }));
    CHECK(where("announcement.delete") == Where{topics::everybodys_home()});
    CHECK(last.find("data: " + std::to_string(id)) != std::string::npos);
}

TEST_CASE_FIXTURE(Listening, "no stream of any scope carries a post that its listener may not see, nor one outside its scopes") {
    follow(ben, ada);
    bus.drain();
    load(ben);
    auto id = write([&](db::Write& change) { return lists::create(change, ben, {.title = "Nurses"}); })->id;
    REQUIRE(write([&](db::Write& change) { return lists::add(change, ben, id, {ada}); }));
    for (auto topic : {"public/remote", "public/media", "public/local/media", "public/remote/media"}) hub.inside().listen(topic, false);
    hub.inside().listen(topics::list(ben, id.text()), false);
    context.audience->subscribed({ben, id.value});

    std::vector<std::string> const scopes = {"read", "read:statuses", "read:notifications", "read:lists", "read:accounts", "write", "follow", "push", "profile"};
    std::vector<std::string> const streams = {"user", "user:notification", "public", "public:local", "public:remote", "public:media", "public:local:media",
                                              "public:remote:media", "hashtag&tag=asthma", "hashtag:local&tag=asthma", "list&list=" + id.text(), "direct"};
    int opened = 0;
    for (auto visibility : {Visibility::everyone, Visibility::unlisted, Visibility::followers, Visibility::direct}) {
        where("update");
        auto said = *say(ada, "To whom it concerns #asthma", visibility);
        auto reached = where("update");
        for (auto listener : {ada, ben, cleo})
            for (auto const& scope : scopes)
                for (auto const& stream : streams) {
                    auto open = http::answer(router, database, request("GET", "/api/v1/streaming?stream=" + stream, listener, {}, scope));
                    if (!open.stream) continue;
                    ++opened;
                    bool carries = std::ranges::any_of(open.stream->topics, [&](std::string const& topic) { return reached.contains(topic); });
                    if (!carries) continue;
                    CAPTURE(scope);
                    CAPTURE(stream);
                    CHECK(sees(listener, said.id));
                    CHECK((scope == "read" || scope == (stream.starts_with("list") ? "read:lists" : "read:statuses")));
                    bool personal = stream == "user" || stream.starts_with("list");
                    CHECK((personal || visibility == Visibility::everyone));
                }
    }
    CHECK(opened > 100);
}
