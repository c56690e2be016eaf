// What is said reaches those whom it concerns, and nobody else.
#include "api.hpp"
#include "http/hub_inside.hpp"
#include "mastodon/topics.hpp"
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
