// A server whose health department issues alerts, which publishes them and reads those of others.
#pragma once
#include "base/time.hpp"
#include "documents.hpp"
#include "http/client.hpp"
#include "local_server.hpp"
#include "moderation/moderation.hpp"
#include "posters.hpp"
#include "record_keys.hpp"
#include <set>

namespace testing_cap {

struct Agency : testing_people::Posters {
    Folder folder;
    bus::Bus bus;
    http::Router router;
    jobs::Runner jobs;
    base::AccountId health, root;

    Agency() : Posters({moderation::schema, areas::schema, alerts::schema, cap::schema}), jobs(database) {
        cap::keep_keys_in(folder.path.string());
        http::allow_loopback.change(true);
        database.on_commit([this](auto events) { bus.publish(events); });
        database.on_emit(cap::hear);
        auto pages = router.speaking(html::refuse_as_page);
        cap::add_routes(pages, database, cap::make_shelf(bus));
        cap::add_pages(pages, database);
        cap::add_jobs(jobs, database);
        health = join("health");
        root = join("matron");
        (void)write([&](db::Write& write) { return accounts::change_profile(write, health, {.name = "Larkspur Public Health", .kind = accounts::Kind::organization}); });
        (void)write([&](db::Write& write) { return accounts::set_role(write, root, http::Role::admin); });
        REQUIRE(write([&](db::Write& write) { return alerts::grant(write, root, {.organization = health, .sender = "alerts@larkspur.example"}); }));
    }
    ~Agency() {
        jobs.stop();
        bus.stop();
        http::allow_loopback.change(false);
    }

    alerts::Info smoke() {
        return {.categories = {alerts::Category::health}, .event = "Wildfire smoke", .urgency = alerts::Urgency::immediate, .severity = alerts::Severity::severe,
                .certainty = alerts::Certainty::observed, .expires = {now() + base::day, 0}, .headline = "Stay in & keep <windows> closed",
                .description = "The air is very unhealthy.", .areas = {{.description = "Jackson County", .circles = {"42.3,-122.8 25"}, .geocodes = {{"SAME", "041029"}}}}};
    }
    alerts::Alert issued(alerts::Draft const& draft) {
        auto saved = write([&](db::Write& write) { return alerts::save(write, health, draft); });
        if (!saved) FAIL(saved.error().message);
        auto made = write([&](db::Write& write) { return alerts::issue(write, health, saved->id, saved->version); });
        if (!made) FAIL(made.error().message);
        return *made;
    }
    alerts::Alert issued(alerts::Info info) { return issued(alerts::Draft{.organization = health, .message = {.infos = {std::move(info)}}}); }
    alerts::Alert followed(alerts::Alert const& earlier, alerts::MessageType type) {
        auto draft = write([&](db::Write& write) { return alerts::start_update(write, health, earlier.id, type); });
        REQUIRE(draft);
        draft->changed = draft->why = "The wind turned.";
        return issued(*draft);
    }
    std::vector<alerts::Alert> in_force() { return read([&](db::Read& read) { return alerts::in_force(read, now()); }); }

    http::Request request(std::string method, std::string target, base::AccountId who = {}, std::string_view fields = {}) {
        http::Request made;
        made.method = std::move(method);
        made.target = std::move(target);
        auto question = made.target.find('?');
        made.path = made.target.substr(0, question);
        if (question != made.target.npos) REQUIRE(http::parse_query(made.target.substr(question + 1), made.fields));
        REQUIRE(http::parse_query(fields, made.fields));
        if (who) made.person = http::Person{.account = who, .role = who == root ? http::Role::admin : http::Role::member, .grant = 1, .by_session = true, .csrf = "c"};
        if (who) made.fields.add("csrf", "c");
        return made;
    }
    http::Response ask(http::Request request) {
        auto response = http::answer(router, database, std::move(request));
        for (auto const& piece : response.pieces) response.body += *piece;
        return response;
    }
    http::Response get(std::string target, base::AccountId who = {}) { return ask(request("GET", std::move(target), who)); }
    http::Response post(std::string target, base::AccountId who, std::string_view fields = {}) { return ask(request("POST", std::move(target), who, fields)); }
    static std::string header(http::Response const& response, std::string_view name) {
        for (auto const& [known, value] : response.headers)
            if (known == name) return value;
        return {};
    }

    base::Result<cap::Source> source(std::string url, std::string certificate = {}) {
        return write([&](db::Write& write) {
            return cap::add(write, root, {.url = std::move(url), .name = "River office", .home_page = "https://river.example/", .certificate = std::move(certificate)});
        });
    }
    cap::Source again(cap::Source const& source) { return *read([&](db::Read& read) { return cap::find(read, source.id); }); }
    std::vector<cap::Fault> faults(cap::Source const& source) { return read([&](db::Read& read) { return cap::faults(read, source.id, 50); }); }
};

inline std::string path_of(testing_local::Connection const& connection) {
    auto head = connection.head();
    auto begin = head.find(' ') + 1;
    return std::string(head.substr(begin, head.find(' ', begin) - begin));
}

}  // namespace testing_cap
