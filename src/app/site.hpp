// The whole server, put together.
#pragma once
#include "accounts/accounts.hpp"
#include "activitypub/activitypub.hpp"
#include "alerts/alerts.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "directory/directory.hpp"
#include "filters/filters.hpp"
#include "follows/follows.hpp"
#include "http/hub.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include "mastodon/mastodon.hpp"
#include "moderation/moderation.hpp"
#include "timelines/timelines.hpp"
#include <memory>
#include <span>
#include <string>

namespace app {

// What every capability keeps, lowest room first.
std::span<db::Schema const> schemas();

// Everything that answers, over a database that is up to date. The sockets come on top: see serve().
class Site {
public:
    // `folder`: the data folder, for media, letters and uploads.
    Site(db::Database&, std::string folder);
    ~Site();

    void start();  // jobs and what recurs
    void tick();   // about every minute: what each process does for itself
    void stop();

    db::Database& database;
    bus::Bus bus;
    http::Hub hub;
    http::Router router;
    accounts::Doorkeeper doorkeeper;
    moderation::Gate gate;
    timelines::Feeds feeds;
    timelines::Readers readers{bus};
    timelines::Commons commons{readers, bus};
    mastodon::StatusCache cache;
    filters::Memory filters{bus};
    follows::SuggestionMemory suggestions{bus};
    places::Memory places{bus, database};
    directory::Memory care{bus, database};
    mastodon::Context apps;
    jobs::Runner jobs;
    activitypub::Deliverer deliverer;
    alerts::Board board;
    alerts::Crisis crisis;

private:
    void add_routes();
    void subscribe();
    std::string const folder_;
};

}  // namespace app
