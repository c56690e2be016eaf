// The whole site: an alert reaches the open pages and the apps of those whom it concerns, and leaves them when it is over.
#include "alerts/alerts.hpp"
#include "app/site.hpp"
#include "base/time.hpp"
#include "db/testing.hpp"
#include "http/hub_inside.hpp"
#include "moderation/moderation.hpp"
#include "places/places.hpp"
#include "record_keys.hpp"
#include <algorithm>

using base::AccountId;

namespace {

struct Streams {
    db::testing::Fresh database{app::schemas()};
    app::Site site{*database, database.place().file("files")};
    AccountId chief = join("chief", http::Role::admin), health = join("health"), near = join("near"), far = join("far");
    std::mutex mutex;
    std::vector<std::shared_ptr<http::Publication const>> heard;
    int loop = 0;

    template <class F>
    auto write(F work) {
        auto made = database->write(work);
        REQUIRE(made);
        return *made;
    }

    Streams() {
        site.places.load();
        loop = site.hub.inside().join([this](auto publication) {
            std::scoped_lock const lock(mutex);
            heard.push_back(publication);
        });
        write([&](db::Write& write) { return accounts::change_profile(write, health, {.kind = accounts::Kind::organization}); });
        write([&](db::Write& write) { return alerts::grant(write, chief, {.organization = health, .sender = "alerts@larkspur.example"}); });
        write([&](db::Write& write) { return places::add(write, near, {.label = "", .position = areas::Point{42.3, -122.8}}); });
        write([&](db::Write& write) { return places::add(write, far, {.label = "", .position = areas::Point{-33.9, 18.4}}); });
        site.bus.drain();
        for (auto who : {near, far}) site.hub.inside().listen("user/" + who.text(), true);
        site.hub.inside().listen("user/all", true);
    }
    ~Streams() {
        site.bus.drain();
        site.hub.inside().leave(loop);
        testing_people::record_keys.use();
    }

    AccountId join(std::string const& name, http::Role role = http::Role::member) {
        return (*database->write([&](db::Write& write) -> base::Result<AccountId> {
            return TRY(accounts::sign_up(write, {.username = name, .email = name + "@people.example", .role = role, .agreement = true, .confirmed = true, .password_hash = "none"})).id;
        }));
    }
    alerts::Alert issue(alerts::Draft const& draft) {
        auto const saved = write([&](db::Write& write) { return alerts::save(write, health, draft); });
        return write([&](db::Write& write) { return alerts::issue(write, health, saved.id, saved.version); });
    }
    alerts::Draft smoke() {
        alerts::Info info{.categories = {alerts::Category::health}, .event = "Wildfire smoke", .urgency = alerts::Urgency::immediate, .severity = alerts::Severity::severe,
                          .certainty = alerts::Certainty::observed, .expires = {base::clock_now() + base::day, 0}, .headline = "Stay indoors", .description = "The air is unhealthy.",
                          .areas = {{.description = "Jackson County", .circles = {"42.3,-122.8 25"}}}};
        return {.organization = health, .message = {.infos = {info}}};
    }
    // What an event of this name said, and to which topics; "" when there was none.
    std::string said(std::string const& event, std::vector<std::string> const& topics) {
        site.bus.drain();
        std::scoped_lock const lock(mutex);
        for (auto const& publication : heard) {
            std::vector<std::string> to;
            for (auto const& copy : publication->copies) to.push_back(copy.topic);
            if (to == topics && publication->event->starts_with("event: " + event + "\n")) return *publication->event;
        }
        return {};
    }
};

}  // namespace

TEST_CASE_FIXTURE(Streams, "apps of those whom an alert concerns are told of it as an announcement, and of its end") {
    auto const alert = issue(smoke());
    auto const told = said("announcement", {"user/" + near.text()});
    CHECK(told.contains("\"id\":\"" + alert.id.text() + "\""));
    CHECK(told.contains("Stay indoors"));
    CHECK_FALSE(told.contains("\"read\""));
    CHECK(said("announcement.delete", {"user/all"}).empty());

    auto ending = write([&](db::Write& write) { return alerts::start_update(write, health, alert.id, alerts::MessageType::cancel); });
    ending.changed = "It is over.", ending.why = "It rained.";
    issue(ending);
    CHECK(said("announcement.delete", {"user/all"}).contains("data: " + alert.id.text()));
    // Its cancellation is no announcement of its own.
    site.bus.drain();
    std::scoped_lock const lock(mutex);
    CHECK(std::ranges::count_if(heard, [](auto const& each) { return each->event->starts_with("event: announcement\n"); }) == 1);
}
