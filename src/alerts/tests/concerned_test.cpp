// Whom an alert concerns, on both engines; and that boards, lists and open pages agree about it.
#include "alerts/concerned.hpp"
#include "alerts/inside.hpp"
#include "bus/bus.hpp"
#include "desk.hpp"
#include "follows/follows.hpp"
#include "http/hub.hpp"
#include "http/hub_inside.hpp"
#include <random>

using namespace testing_alerts;

namespace {

using Reason = Concern::Reason;
using Messages = std::vector<std::vector<std::string>>;  // the topics of each

struct Region : Desk {
    Region() { REQUIRE(let()); }

    places::Place place(AccountId who, double latitude, double longitude, int precision = 5) {
        return *write([&](db::Write& write) { return places::add(write, who, {.label = "", .position = areas::Point{latitude, longitude}, .precision = precision}); });
    }
    void topics(AccountId who, std::vector<std::string> wished) {
        REQUIRE(write([&](db::Write& write) { return places::set_wishes(write, who, {.topics = wished}); }));
    }
    void follow(AccountId who, AccountId whom) {
        REQUIRE(write([&](db::Write& write) { return follows::follow(write, who, whom); }));
    }
    Reason reason(Alert const& alert, AccountId who) {
        return read([&](db::Read& read) { return concern(read, alert, who).reason; });
    }
    std::vector<AccountId> all_concerned(Alert const& alert, int at_once = 100) {
        std::vector<AccountId> all;
        for (AccountId after{};;) {
            auto const page = read([&](db::Read& read) { return concerned(read, alert, after, at_once); });
            all.insert(all.end(), page.begin(), page.end());
            if (page.size() < static_cast<std::size_t>(at_once)) return all;
            after = page.back();
        }
    }
    std::vector<AccountId> asked_one_by_one(Alert const& alert) {
        return read([&](db::Read& read) {
            std::vector<AccountId> all;
            for (auto member : places::members_after(read, {}, 1000))
                if (concern(read, alert, member)) all.push_back(member);
            return all;
        });
    }
    Alert imported(Severity severity, std::vector<Area> areas) {
        auto info = smoke().message.infos.front();
        info.severity = severity, info.areas = std::move(areas);
        Message message{.identifier = "imported-" + std::to_string(now()), .sender = "w@weather.example", .sent = {now() / 1000 * 1000, 0}, .infos = {info}};
        return *write([&](db::Write& write) { return receive(write, {.message = message, .source = 1, .source_name = "Weather", .source_url = "https://weather.example", .xml = "<alert/>"}); });
    }
};

std::vector<Area> here() { return {{.description = "Jackson County", .circles = {"42.3,-122.8 25"}}}; }

}  // namespace

TEST_CASE_FIXTURE(Region, "a place that meets an alert's areas concerns its owner; a place elsewhere does not") {
    place(cleo, 42.35, -122.9);
    auto const root_place = place(root, -33.9, 18.4);
    auto const alert = issued(smoke());
    CHECK(reason(alert, cleo) == Reason::place);
    CHECK(reason(alert, root) == Reason::none);
    // A coarse place that touches the area is enough.
    place(root, 42.3, -123.2, 20);
    CHECK(reason(alert, root) == Reason::place);
    CHECK(root_place.circle.kilometers == 5);
}

TEST_CASE_FIXTURE(Region, "who chose nothing is concerned by what is issued here, and by others' alerts that are severe") {
    CHECK(reason(issued(smoke()), cleo) == Reason::nothing_chosen);
    CHECK(reason(imported(Severity::severe, here()), cleo) == Reason::nothing_chosen);
    CHECK(reason(imported(Severity::moderate, here()), cleo) == Reason::none);
    CHECK(all_concerned(imported(Severity::minor, here())).empty());
}

TEST_CASE_FIXTURE(Region, "who follows the issuer is concerned wherever they live, and so is the issuer") {
    place(cleo, -33.9, 18.4);
    place(health, -33.9, 18.4);
    auto const alert = issued(smoke());
    CHECK(reason(alert, cleo) == Reason::none);
    follow(cleo, health);
    CHECK(reason(alert, cleo) == Reason::issuer);
    CHECK(reason(alert, health) == Reason::issuer);
}

TEST_CASE_FIXTURE(Region, "a topic is one of CAP's categories, or a word in the hazard's name, whatever its case") {
    auto const alert = issued(smoke());
    topics(cleo, {topic_of(Category::health)});
    topics(root, {topic_of(Category::fire), "SMOKE"});
    topics(ben, {topic_of(Category::fire), "heat"});
    CHECK(reason(alert, cleo) == Reason::topic);
    CHECK(reason(alert, root) == Reason::topic);
    CHECK(read([&](db::Read& read) { return concern(read, alert, root).topic; }) == "smoke");
    CHECK(reason(alert, ben) == Reason::none);
    CHECK(category_of_topic(topic_of(Category::cbrne)) == Category::cbrne);
    CHECK_FALSE(category_of_topic("cbrne"));
}

TEST_CASE_FIXTURE(Region, "areas that are told in words alone concern everybody, also when others are drawn") {
    place(cleo, -33.9, 18.4);
    CHECK(reason(imported(Severity::minor, {{.description = "Along the river"}}), cleo) == Reason::everybody);
    advance(1000);
    CHECK(reason(imported(Severity::minor, {here().front(), {.description = "Along the river"}}), cleo) == Reason::everybody);
    advance(1000);
    CHECK(reason(imported(Severity::minor, {{.description = "A zone", .geocodes = {{"ZONES", "nobody knows"}}}}), cleo) == Reason::everybody);
    advance(1000);
    auto const nowhere = imported(Severity::minor, {});
    CHECK(reason(nowhere, cleo) == Reason::everybody);
    CHECK(all_concerned(nowhere) == asked_one_by_one(nowhere));
}

TEST_CASE_FIXTURE(Region, "whose places cannot be read any more misses no alert") {
    place(cleo, -33.9, 18.4);
    (void)write([](db::Write& write) -> base::Result<base::Done> {
        write.run({"test.damage", "UPDATE place SET sealed = 'AAAA'"}, {});
        return base::Done{};
    });
    auto const alert = imported(Severity::minor, here());
    CHECK(reason(alert, cleo) == Reason::in_doubt);
    CHECK(all_concerned(alert) == std::vector{cleo});
}

TEST_CASE_FIXTURE(Region, "the list of those concerned is whom asking one by one finds, with memory and without, in pages of any size") {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> degrees(-0.8, 0.8);
    std::vector<AccountId> people;
    for (int i = 0; i < 60; ++i) {
        auto const who = join("member" + std::to_string(i));
        people.push_back(who);
        for (int places = 0; places < i % 4; ++places) place(who, 42.3 + degrees(random), -122.8 + degrees(random), places::precisions[i % 4]);
        if (i % 7 == 0) topics(who, {topic_of(i % 2 ? Category::health : Category::geo)});
        if (i % 11 == 0) follow(who, health);
    }
    auto const ours = issued(smoke());
    auto const theirs = imported(Severity::minor, here());
    std::vector<std::vector<AccountId>> found;
    for (auto const& alert : {ours, theirs}) {
        auto const expected = asked_one_by_one(alert);
        CHECK(expected.size() > 5);
        CHECK(expected.size() < 55);
        for (int at_once : {1, 7, 1000}) CHECK(all_concerned(alert, at_once) == expected);
        found.push_back(expected);
    }
    bus::Bus bus;
    places::Memory memory(bus, database);
    memory.load();
    CHECK(all_concerned(ours, 9) == found[0]);
    CHECK(asked_one_by_one(ours) == found[0]);
    CHECK(all_concerned(theirs, 9) == found[1]);
    CHECK(asked_one_by_one(theirs) == found[1]);
    bus.stop();
}

TEST_CASE_FIXTURE(Region, "how somebody is told is theirs to choose; what is extreme is mailed at once until they do") {
    auto const wishes = [&](AccountId who) { return read([&](db::Read& read) { return how_told(read, who); }); };
    auto extreme = smoke();
    extreme.message.infos[0].severity = Severity::extreme;
    auto const severe_alert = issued(smoke()), extreme_alert = issued(extreme);
    CHECK(wishes(cleo).push);
    CHECK(to_mail_at_once(wishes(cleo), extreme_alert));
    CHECK_FALSE(to_mail_at_once(wishes(cleo), severe_alert));
    REQUIRE(write([&](db::Write& write) { return places::set_wishes(write, cleo, {.topics = {}, .push = false, .mail = places::Mail::at_once, .mail_from = 1}); }));
    CHECK(to_mail_at_once(wishes(cleo), severe_alert));
    CHECK_FALSE(wishes(cleo).push);
    REQUIRE(write([&](db::Write& write) { return places::set_wishes(write, cleo, {.topics = {}, .push = false, .mail = places::Mail::daily, .mail_from = 4}); }));
    CHECK_FALSE(to_mail_at_once(wishes(cleo), extreme_alert));
}

namespace {

// A server with pages open: who hears what.
struct Open : Region {
    bus::Bus bus;
    http::Hub hub;
    places::Memory memory{bus, database};
    Board board;
    int loop = 0;
    std::mutex mutex;
    std::vector<std::shared_ptr<http::Publication const>> heard;

    Open() {
        database.on_commit([this](std::span<base::Event const> events) { bus.publish(events); });
        tell_open_pages(bus, database, board, hub);
        memory.load();
        loop = hub.inside().join([this](auto publication) {
            std::scoped_lock const lock(mutex);
            heard.push_back(publication);
        });
    }
    ~Open() {
        bus.stop();
        hub.inside().leave(loop);
    }
    void open_page(AccountId who, std::string const& locale = "en") { hub.inside().listen("pages/" + locale + "/" + who.text(), false); }
    // The topics of each message since the last time.
    std::vector<std::vector<std::string>> messages() {
        bus.drain();
        std::scoped_lock const lock(mutex);
        std::vector<std::vector<std::string>> all;
        for (auto const& publication : heard) {
            auto& topics = all.emplace_back();
            for (auto const& copy : publication->copies) topics.push_back(copy.topic);
            std::ranges::sort(topics);
        }
        heard.clear();
        return all;
    }
    std::vector<AlertId> shown(AccountId who) {
        std::vector<AlertId> ids;
        for (auto const& alert : read([&](db::Read& read) { return board.concerning(read, who); })) ids.push_back(alert->id);
        return ids;
    }
    std::string topic(AccountId who) { return "pages/en/" + who.text(); }
};

}  // namespace

TEST_CASE_FIXTURE(Open, "each reader's board holds what concerns them, a visitor's everything, and both change at once") {
    place(cleo, -33.9, 18.4);
    auto const alert = issued(smoke());
    CHECK(shown(root) == std::vector{alert.id});
    CHECK(shown({}) == std::vector{alert.id});
    CHECK(shown(cleo).empty());
    auto const near = place(cleo, 42.3, -122.8);
    CHECK(shown(cleo) == std::vector{alert.id});
    (void)write([&](db::Write& write) { return places::remove(write, cleo, near.id); });
    CHECK(shown(cleo).empty());
    follow(cleo, health);
    CHECK(shown(cleo) == std::vector{alert.id});
    (void)write([&](db::Write& write) { return follows::unfollow(write, cleo, health); });
    CHECK(shown(cleo).empty());
    auto const draft = *write([&](db::Write& write) { return start_update(write, ada, alert.id, MessageType::cancel); });
    auto changed = draft;
    changed.changed = "It is over.", changed.why = "The smoke is gone.";
    REQUIRE(issue_as(ada, *save_as(ada, changed)));
    CHECK(shown(root).empty());
    CHECK(shown({}).empty());
}

TEST_CASE_FIXTURE(Open, "open pages hear of what concerns their readers, those who see the same in one message") {
    place(cleo, -33.9, 18.4);
    place(ben, 42.3, -122.8);
    for (auto who : {ada, ben, cleo, root}) open_page(who);
    auto const alert = issued(smoke());
    CHECK(messages() == Messages{{topic(ada), topic(ben), topic(root)}});

    // Another alert where Cleo is: Ben, who lives elsewhere, hears nothing; Cleo sees this one alone.
    auto far = smoke();
    far.message.infos[0].areas = {{.description = "Cape Town", .circles = {"-33.9,18.4 10"}}};
    auto const second = issued(far);
    auto told = messages();
    std::ranges::sort(told);
    auto expected = Messages{{topic(ada), topic(root)}, {topic(cleo)}};
    std::ranges::sort(expected);
    CHECK(told == expected);
    CHECK(shown(cleo) == std::vector{second.id});

    // Who moved since the first alert came is told by where they are now.
    place(root, -33.9, 18.4);
    (void)write([&](db::Write& write) -> base::Result<base::Done> { alerts::end(write, alert, write.now); return base::Done{}; });
    told = messages();
    std::ranges::sort(told);
    CHECK(told == Messages{{topic(ada)}, {topic(ben)}});
}

TEST_CASE_FIXTURE(Open, "an alert reaches the pages of ten thousand readers in one pass, a message for each board") {
    std::vector<AccountId> people;
    for (std::int64_t i = 1; i <= 10'000; ++i) open_page(AccountId{i});
    issued(smoke());
    auto const told = messages();
    REQUIRE(told.size() == 1);
    CHECK(told[0].size() == 10'000);
}
