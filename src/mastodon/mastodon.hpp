// The Mastodon client API: what apps that people already have say and hear. It translates, and owns no rules.
#pragma once
#include "accounts/accounts.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "http/hub.hpp"
#include "http/router.hpp"
#include "mastodon/audience.hpp"
#include "mastodon/figures.hpp"
#include "mastodon/status_cache.hpp"
#include "timelines/timelines.hpp"
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace alerts { class Board; }

namespace mastodon {

extern db::Schema const schema;
void forget(db::Write&, AccountId);  // the account was removed

// What the dialect answers from. It and all that it names outlive the router and the bus.
struct Context {
    db::Database& database;
    timelines::Feeds& feeds;
    http::Hub& hub;
    accounts::Doorkeeper& doorkeeper;
    StatusCache& cache;
    timelines::Readers& readers;
    timelines::Commons& commons;
    std::shared_ptr<Audience> audience = std::make_shared<Audience>();
    std::shared_ptr<Figures> figures = std::make_shared<Figures>();
    alerts::Board* board = nullptr;  // alerts are announcements to apps; none without it
};

// The section must speak this dialect: router.speaking(mastodon::refuse).
void add_routes(http::Router::Section api, Context&);
// Refusals in Mastodon's words: {"error": "Validation failed: Text can't be blank", "details": {..}}.
http::Response refuse(http::Request const&, base::Refusal const&, int status);

// Publishes update, delete, notification and conversation to the hub's topics.
void tell_streams(bus::Bus&, db::Database&, Context&);
// For http::Hub::names: "user/17" is ["user"], "tag/asthma" is ["hashtag","asthma"].
std::vector<std::string> stream_names(std::string_view topic);

}  // namespace mastodon
