// What this server is made of, on one page: the rooms, their routes, and who hears of what.
#include "app/site.hpp"
#include "app/admin_pages.hpp"
#include "app/own_api.hpp"
#include "base/time.hpp"
#include "follows/follows.hpp"
#include "html/html.hpp"
#include "mail/mail.hpp"
#include "media/media.hpp"
#include "notifications/notifications.hpp"
#include "posts/posts.hpp"
#include "search/search.hpp"
#include <vector>

namespace app {

std::span<db::Schema const> schemas() {
    static std::vector<db::Schema> const all = {
        jobs::schema, media::schema, accounts::schema, notifications::schema, follows::schema, posts::schema, mastodon::schema,
    };
    return all;
}

Site::Site(db::Database& opened, std::string folder)
    : database(opened), feeds(opened, bus), cache(bus), apps{opened, feeds, hub, doorkeeper, cache}, jobs(opened), folder_(std::move(folder)) {
    media::keep_in(folder_);
    add_routes();
    subscribe();
    notifications::add_export();
    follows::add_export();
    posts::add_export();
}

Site::~Site() { stop(); }

void Site::add_routes() {
    auto pages = router.speaking(html::refuse_as_page);
    html::add_routes(pages);
    mail::add_pages(pages);
    media::add_routes(pages);
    accounts::add_pages(pages);
    follows::add_pages(pages);
    notifications::add_pages(pages);
    posts::add_pages(pages);
    timelines::add_pages(pages);
    timelines::add_live(pages, feeds, [this](http::Person const& person) { return doorkeeper.still_valid(person); });
    search::add_pages(pages);
    add_admin_pages(pages);
    router.unknown("/", html::refuse_as_page);

    accounts::add_oauth(router.speaking(accounts::refuse_as_oauth), pages);
    router.unknown("/oauth/", accounts::refuse_as_oauth);

    mastodon::add_routes(router.speaking(mastodon::refuse), apps);
    add_own_api(router.speaking(http::refuse_as_json), router);
    router.unknown("/api/", mastodon::refuse);
}

void Site::subscribe() {
    database.on_commit([this](std::span<base::Event const> events) {
        for (auto const& event : events) doorkeeper.hear(event);
        bus.publish(events);
        jobs.wake();
    });

    // An account that goes takes what it did with it.
    jobs.handle("site.forget_account", [this](jobs::Job const& job) -> base::Result<base::Done> {
        auto account = base::parse<base::AccountId>(job.payload);
        if (!account) return base::Done{};
        return database.write([&](db::Write& write) -> base::Result<base::Done> {
            posts::forget(write, *account);
            follows::forget(write, *account);
            notifications::forget_account(write, *account);
            mastodon::forget(write, *account);
            return base::Done{};
        });
    });
    database.on_emit([](db::Write& write, base::Event const& event) {
        if (event.kind == accounts::Removed::kind)
            jobs::add(write, "site.forget_account", base::from_event<accounts::Removed>(event).account.text());
    });

    // A stream ends when what allowed it does.
    bus.at_once<accounts::GrantEnded>([this](auto const&) { hub.recheck(); });
    bus.at_once<accounts::Suspended>([this](auto const&) { hub.recheck(); });
    bus.at_once<accounts::Removed>([this](auto const&) { hub.recheck(); });

    mail::start(jobs, folder_ + "/mail");
    media::add_jobs(jobs, database);
    hub.names = mastodon::stream_names;
    mastodon::tell_streams(bus, database, apps);
    timelines::tell_open_pages(bus, database, feeds, hub);
}

void Site::start() {
    auto writing = [this](auto what) {
        return [this, what] {
            (void)database.write([&](db::Write& write) -> base::Result<base::Done> {
                what(write);
                return base::Done{};
            });
        };
    };
    jobs.every("accounts.sweep", base::day, writing([](db::Write& write) { (void)accounts::sweep(write); }));
    jobs.every("posts.forget_old_keys", base::hour, writing(posts::forget_old_keys));
    jobs.start();
}

void Site::tick() { doorkeeper.flush_used(database); }

void Site::stop() {
    tick();
    jobs.stop();
    bus.stop();
}

}  // namespace app
