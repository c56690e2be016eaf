// The whole server, put together.
#pragma once
#include "accounts/accounts.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "http/hub.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include "mastodon/mastodon.hpp"
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
    timelines::Feeds feeds;
    mastodon::StatusCache cache;
    mastodon::Context apps;
    jobs::Runner jobs;

private:
    void add_routes();
    void subscribe();
    std::string const folder_;
};

}  // namespace app
