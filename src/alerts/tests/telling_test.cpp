// People are told once, also when whoever tells them is killed; and what is over disturbs nobody.
#include "alerts/previews.hpp"
#include "alerts/telling.hpp"
#include "crypto/crypto.hpp"
#include "desk.hpp"
#include "http/client.hpp"
#include "local_server.hpp"
#include "mail/mail.hpp"
#include "push/push.hpp"
#include <algorithm>
#include <deque>
#include <filesystem>
#include <mutex>

using namespace testing_alerts;

namespace {

using Arrived = testing_local::Connection;

// A push service: answers with the next status it was given, else 201.
class Service {
public:
    std::string at(std::string const& device) const { return server_.at("/to/" + device); }
    void answer(std::vector<int> statuses) {
        std::lock_guard lock(mutex_);
        statuses_.assign(statuses.begin(), statuses.end());
    }
    std::vector<Arrived> take() {
        std::lock_guard lock(mutex_);
        return std::exchange(arrived_, {});
    }

private:
    void serve(Arrived const& arrived) {
        int status = 201;
        {
            std::lock_guard lock(mutex_);
            if (!statuses_.empty()) status = statuses_.front(), statuses_.pop_front();
            arrived_.push_back(arrived);
        }
        arrived.answer(std::to_string(status) + " Said");
    }
    std::mutex mutex_;  // guards the two
    std::deque<int> statuses_;
    std::vector<Arrived> arrived_;
    testing_local::Server server_{[this](Arrived const& arrived) { serve(arrived); }};
};

struct Told : Desk {
    Service service;
    std::string const folder = std::filesystem::temp_directory_path() / ("salve-telling-" + std::to_string(::getpid()));
    std::vector<AccountId> concerned_people;
    Wish wish{.push = true, .letter = true};
    bool stopped = false;
    std::unique_ptr<jobs::Runner> runner;

    Told() {
        http::allow_loopback.change(true);
        set_now(base::clock_now());
        std::filesystem::create_directories(folder);
        keep_letter_keys_in(folder + "/keys");
        database.on_emit(hear);
        restart();
        REQUIRE(let());
        concerned_people = {ada, ben};
    }
    ~Told() {
        http::allow_loopback.change(false);
        std::filesystem::remove_all(folder);
    }
    // What a process that was killed leaves is found by the next one.
    void restart() {
        runner = std::make_unique<jobs::Runner>(database, 1);
        mail::start(*runner, folder + "/mail");
        add_telling(*runner, database, {.concerned = [this](db::Read&, Alert const&) { return concerned_people; },
                                        .wish = [this](db::Read&, AccountId, Alert const&) { return wish; }, .stopping = [this] { return stopped; }});
    }
    void subscribe(AccountId person, std::string const& device, std::int64_t grant) {
        auto const keys = push::server_key();
        REQUIRE(write([&](db::Write& write) {
            return push::subscribe(write, {.account = person, .grant = grant, .endpoint = service.at(device), .p256dh = keys, .auth = crypto::base64url(crypto::random_bytes(16)), .standard = true});
        }));
    }
    std::vector<std::string> pushed() {
        runner->run_due();
        std::vector<std::string> devices;
        for (auto const& each : service.take()) devices.emplace_back(each.head().substr(9, each.head().find(' ', 9) - 9));
        std::ranges::sort(devices);
        return devices;
    }
    std::vector<mail::Kept> letters() {
        runner->run_due();
        auto all = mail::kept();
        std::filesystem::remove_all(folder + "/mail");
        return all;
    }
    std::int64_t reached(AlertId alert, Channel channel) {
        for (auto const& each : read([&](db::Read& read) { return reach_of(read, alert); }))
            if (each.channel == channel) return each.times;
        return -1;
    }
    Draft update_of(AlertId id, MessageType type) {
        auto draft = *write([&](db::Write& write) { return start_update(write, ada, id, type); });
        draft.changed = "The wind turned.";
        draft.why = "New measurements.";
        return draft;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Told, "statements of telling are taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(Told, "everybody concerned is pushed to once on each device, with the headers of what is urgent") {
    subscribe(ada, "phone", 1);
    subscribe(ada, "desk", 2);
    subscribe(ben, "tablet", 3);
    subscribe(cleo, "far", 4);
    auto const alert = issued(smoke());
    runner->run_due();
    auto const all = service.take();
    REQUIRE(all.size() == 3);
    CHECK(all[0].header("Urgency") == "high");
    CHECK(all[0].header("Topic") == "a" + alert.chain.text());
    auto const lives = std::stoll(all[0].header("TTL"));
    CHECK(lives > 86'000);
    CHECK(lives <= 86'400);
    CHECK(pushed().empty());
    CHECK(reached(alert.id, Channel::concerned) == 2);
    CHECK(reached(alert.id, Channel::push_queued) == 3);
    CHECK(reached(alert.id, Channel::push_sent) == 3);
    check();
}

TEST_CASE_FIXTURE(Told, "what is pushed holds what Mastodon's apps ask for, and nothing of the reader") {
    auto const alert = issued(smoke());
    auto const text = read([&](db::Read& read) { return push_text(read, alert, "en"); });
    for (auto const* part : {R"("access_token":"")", R"("preferred_locale":"en")", R"("notification_type":"status")", R"("title":"Stay indoors and keep windows closed")",
                             R"("body":"Larkspur Public Health: The air is very unhealthy.")", R"("icon":"http)", R"("notification_id":)"})
        CHECK_MESSAGE(text.contains(part), text);
    CHECK(text.contains("\"url\":\"/alerts/" + alert.id.text() + "\""));
    auto drill = smoke();
    drill.message.status = Status::exercise;
    auto const exercise = issued(drill);
    CHECK(read([&](db::Read& read) { return push_text(read, exercise, "en"); }).contains("Exercise: nothing is happening"));
}

TEST_CASE_FIXTURE(Told, "a test is told to nobody") {
    subscribe(ada, "phone", 1);
    auto draft = smoke();
    draft.message.status = Status::test;
    issued(draft);
    CHECK(pushed().empty());
    CHECK(letters().empty());
}

TEST_CASE_FIXTURE(Told, "whoever is killed between batches is followed by one who tells the rest, and nobody twice") {
    std::vector<std::string> expected;
    concerned_people.clear();
    for (int i = 0; i < 270; ++i) {
        auto const person = join("person" + std::to_string(i));
        concerned_people.push_back(person);
        subscribe(person, "device" + std::to_string(i), 100 + i);
        expected.push_back("device" + std::to_string(i));
    }
    std::ranges::sort(expected);
    wish.letter = false;
    auto const alert = issued(smoke());
    // The first batch is kept; then this process is gone while it holds the telling.
    {
        auto telling = *Telling::take(database, alert.id, Way::push);
        alerts::People const people{.concerned = [this](db::Read&, Alert const&) { return concerned_people; }, .wish = {}, .stopping = {}};
        auto const batch = *telling.next(people, 200);
        REQUIRE(telling.step(batch.people.back(), [](db::Write&, Alert const&) {}));
    }
    restart();
    CHECK(pushed().empty());  // it may be alive
    advance(40 * base::second);
    auto const rest = pushed();
    CHECK(rest.size() == 70);
    CHECK(std::ranges::includes(expected, rest));
    advance(40 * base::second);
    CHECK(pushed().empty());
    check();
}

TEST_CASE_FIXTURE(Told, "two that work on the same alert do not both count") {
    auto const alert = issued(smoke());
    auto first = Telling::take(database, alert.id, Way::push);
    REQUIRE(first);
    CHECK(!Telling::take(database, alert.id, Way::push));
    advance(40 * base::second);
    auto second = Telling::take(database, alert.id, Way::push);
    REQUIRE(second);
    alerts::People const people{.concerned = [this](db::Read&, Alert const&) { return concerned_people; }, .wish = {}, .stopping = {}};
    auto const batch = *first->next(people, 10);
    (void)second->next(people, 10);
    CHECK(second->step(batch.people.back(), [](db::Write&, Alert const&) {}));
    CHECK(!first->step(batch.people.back(), [](db::Write&, Alert const&) {}));
}

TEST_CASE_FIXTURE(Told, "a service that wants a message later gets it later, and one that says gone ends the subscription") {
    subscribe(ada, "phone", 1);
    wish.letter = false;
    concerned_people = {ada};
    service.answer({503});
    auto const alert = issued(smoke());
    CHECK(pushed().size() == 1);
    CHECK(reached(alert.id, Channel::push_sent) == 0);
    advance(2 * base::minute);
    CHECK(pushed().size() == 1);
    CHECK(reached(alert.id, Channel::push_sent) == 1);
    service.answer({410});
    auto const again = issued(smoke());
    CHECK(pushed().size() == 1);
    CHECK(reached(again.id, Channel::push_failed) == 1);
    CHECK(read([&](db::Read& read) { return push::all_of(read, ada).empty(); }));
}

TEST_CASE_FIXTURE(Told, "an alert that ends takes with it what still waits, and its end is told to whoever was told") {
    subscribe(ada, "phone", 1);
    subscribe(ben, "tablet", 2);
    concerned_people = {ada};
    auto const alert = issued(smoke());
    CHECK(pushed() == std::vector<std::string>{"phone"});
    CHECK(letters().size() == 1);
    concerned_people = {};  // who was told is told, wherever they live now
    auto const over = issued(update_of(alert.id, MessageType::cancel));
    CHECK(pushed() == std::vector<std::string>{"phone"});
    auto const last = letters();
    REQUIRE(last.size() == 1);
    CHECK(last[0].to == "ada@people.example");
    CHECK(last[0].subject.starts_with("Over: "));

    concerned_people = {ben};
    service.answer({503});
    auto const second = issued(smoke());
    CHECK(pushed() == std::vector<std::string>{"tablet"});
    auto const ending = update_of(second.id, MessageType::cancel);
    wish.push = false;
    issued(ending);
    advance(base::hour);
    CHECK(pushed().empty());
    check();
}

TEST_CASE_FIXTURE(Told, "an alert that is withdrawn before anybody was told disturbs nobody") {
    subscribe(ada, "phone", 1);
    auto const alert = issued(smoke());
    issued(update_of(alert.id, MessageType::cancel));
    CHECK(pushed().empty());
    CHECK(letters().empty());
}

TEST_CASE_FIXTURE(Told, "an update goes to those who are concerned and those who were told before, once") {
    subscribe(ada, "phone", 1);
    subscribe(ben, "tablet", 2);
    concerned_people = {ada};
    auto const alert = issued(smoke());
    CHECK(pushed() == std::vector<std::string>{"phone"});
    concerned_people = {ben};
    issued(update_of(alert.id, MessageType::update));
    CHECK(pushed() == std::vector<std::string>{"phone", "tablet"});
}

TEST_CASE_FIXTURE(Told, "one letter for each person, with what to do, and a way to have no more of them") {
    auto draft = smoke();
    draft.message.infos[0].instruction = "Close windows.\nWear a mask outside.";
    auto const alert = issued(draft);
    auto const all = letters();
    REQUIRE(all.size() == 2);
    CHECK(all[0].subject == "Severe alert · Wildfire smoke");
    for (auto const* part : {"Stay indoors and keep windows closed", "- Close windows.\n- Wear a mask outside.", "Jackson County", "/alerts/letters/"})
        CHECK_MESSAGE(all[0].text.contains(part), all[0].text);
    CHECK(all[0].text.contains(alert.url()));
    CHECK(letters().empty());
    auto const at = all[0].text.find("/alerts/letters/") + 16;
    auto const person = account_of_letters(all[0].text.substr(at, all[0].text.find('\n', at) - at));
    REQUIRE(person);
    CHECK((*person == ada || *person == ben));
    CHECK(!account_of_letters("made up"));
    CHECK(reached(alert.id, Channel::mail_queued) == 2);
    CHECK(reached(alert.id, Channel::mail_sent) == 2);
}

TEST_CASE_FIXTURE(Told, "who wants one letter a day gets one of all that still holds then") {
    wish = {.push = false, .letter = false, .digest = true};
    concerned_people = {ada};
    auto draft = smoke();
    draft.message.infos[0].headline = "Boil your water";
    draft.message.infos[0].expires.at = now() + 3 * base::day;
    issued(draft);
    auto short_one = smoke();
    short_one.message.infos[0].expires.at = now() + base::minute;
    auto const over = issued(short_one);
    CHECK(letters().empty());
    advance(base::day);
    auto const all = letters();
    REQUIRE(all.size() == 1);
    CHECK(all[0].text.contains("Boil your water"));
    CHECK(!all[0].text.contains("Stay indoors"));
    advance(base::day);
    CHECK(letters().empty());
}

TEST_CASE_FIXTURE(Told, "who was told is forgotten two days after the alert is over") {
    issued(smoke());
    runner->run_due();
    struct Rows { std::int64_t told; };
    db::Query const count{"alerts.test_told", "SELECT COUNT(*) FROM alert_told"};
    auto told = [&] { return read([&](db::Read& read) { return read.number(count, {}); }); };
    CHECK(told() == 2);
    advance(4 * base::day);
    add_jobs(*runner, database);
    runner->run_due();
    advance(3 * base::day);
    runner->run_due();
    CHECK(told() == 0);
}

TEST_CASE_FIXTURE(Told, "of which alerts somebody was told, and what waits for their letter, stands in their copy of everything") {
    auto const first = issued(smoke());
    runner->run_due();
    wish = {.push = false, .letter = false, .digest = true};
    auto const second = issued(smoke());
    runner->run_due();
    auto const copy = read([&](db::Read& read) { return told_as_json(read, ada); });
    CHECK_MESSAGE(copy.contains("\"told\":[{\"alert\":\"" + first.url() + "\",\"by\":\"mail\"}]"), copy);
    CHECK_MESSAGE(copy.contains("\"in_the_next_daily_letter\":[\"" + second.url() + "\"]"), copy);
    CHECK_FALSE(read([&](db::Read& read) { return told_as_json(read, cleo); }).contains(first.id.text()));
}

TEST_CASE_FIXTURE(Told, "a draft says how many it would concern, rounded down, and small numbers never") {
    html::Words const english("en");
    auto const few = *save_as(ada, smoke());
    auto const said = [&](Draft const& draft) { return read([&](db::Read& read) { return text_of(english, estimate(read, draft)); }); };
    CHECK(said(few) == "Fewer than 10 people here are concerned.");
    for (int i = 0; i < 14; ++i) (void)join("person" + std::to_string(i));
    CHECK(said(few) == "Fewer than 10 people here are concerned.");  // looked at again, nothing is counted again
    CHECK(said(*save_as(ada, few)) == "About 10 people here are concerned.");
}
