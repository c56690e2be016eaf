// A town with care for the tests of FHIR: places, schedules and plans; requests as the server would hand them on, answers
// read as JSON.
#pragma once
#include "appointments/appointments.hpp"
#include "areas/areas.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "fhir/fhir.hpp"
#include "filters/filters.hpp"
#include "follows/follows.hpp"
#include "http/document.hpp"
#include "inbox/inbox.hpp"
#include "messages/messages.hpp"
#include "moderation/moderation.hpp"
#include "people.hpp"
#include "plans/plans.hpp"
#include "push/push.hpp"
#include "record_keys.hpp"
#include "records/records.hpp"
#include "reminders/reminders.hpp"
#include "reviews/reviews.hpp"
#include "teams/teams.hpp"

namespace testing_fhir {

using base::AccountId;
using directory::Location;

struct Reply {
    http::Response response;
    http::Document body;
    int status() const { return response.status; }
    std::string header(std::string_view name) const {
        for (auto const& [known, value] : response.headers)
            if (known == name) return value;
        return {};
    }
    // "entry.0.resource.id"
    http::Document at(std::string_view path) const {
        auto here = body;
        while (!path.empty()) {
            auto const part = path.substr(0, path.find('.'));
            path.remove_prefix(std::min(path.size(), part.size() + 1));
            if (here.is_list()) {
                auto const all = here.list();
                auto const place = static_cast<std::size_t>(std::stoi(std::string(part)));
                REQUIRE(place < all.size());
                here = all[place];
            } else {
                here = here[part];
            }
        }
        return here;
    }
    std::string text(std::string_view path) const { return std::string(at(path).text()); }
    std::vector<std::string> ids(std::string_view mode = "match") const {
        std::vector<std::string> all;
        if (!body["entry"].is_there()) return all;
        for (auto const& each : body["entry"].list())
            if (each["search"]["mode"].text() == mode) all.emplace_back(each["resource"]["id"].text());
        return all;
    }
    std::string link(std::string_view relation) const {
        for (auto const& each : body["link"].list())
            if (each["relation"].text() == relation) return std::string(each["url"].text());
        return {};
    }
};

using Headers = std::vector<std::pair<std::string, std::string>>;

inline http::Request asked(std::string method, std::string target, Headers headers = {}) {
    http::Request made;
    made.method = std::move(method);
    made.target = std::move(target);
    auto const question = made.target.find('?');
    made.path = made.target.substr(0, question);
    if (question != made.target.npos) REQUIRE(http::parse_query(made.target.substr(question + 1), made.fields));
    made.headers = std::move(headers);
    return made;
}

// 2026-11-23 is a Monday.
constexpr base::Time monday = 1'795'392'000'000;

// Ada is the clinic's patient and Ben a stranger; Nia answers for the clinic.
struct Care : testing_people::People {
    http::Router router;
    AccountId clinic, nia;
    Location rowan, larch;

    Care() : People({areas::schema, moderation::schema, follows::schema, teams::schema, directory::schema, inbox::schema, records::schema, filters::schema, push::schema, reminders::schema, reviews::schema, appointments::schema, messages::schema, plans::schema}) {
        auto const& folder = testing_people::record_keys.folder;
        records::keep_keys_in(folder + "/keys");
        reviews::keep_keys_in(folder + "/keys");
        directory::keep_keys_in(folder + "/keys");
        moderation::keep_keys_in(folder + "/keys", folder + "/record-root");
        push::keep_in(folder);
        appointments::add_reminders();
        plans::add_reminders();
        plans::work_with({.is_patient = [this](db::Read&, AccountId, AccountId person) { return person == ada; }});
        set_now(monday);
        fhir::add_routes(router.speaking(fhir::refuse), database);
        router.unknown("/fhir/", fhir::refuse);
        clinic = organization("clinic");
        nia = join("nia");
        (void)write([&](db::Write& write) -> base::Result<base::Done> { return teams::found(write, clinic, nia), base::Done{}; });
        rowan = placed("Rowan Street", "Ashland", "family", {5, 7});
        larch = placed("Larch House", "Málaga 100%", "dental", {6, 7});
    }
    ~Care() { plans::work_with({}); }

    AccountId organization(std::string const& name) {
        auto const id = join(name);
        REQUIRE(write([&](db::Write& write) { return accounts::change_profile(write, id, {.name = name, .kind = accounts::Kind::organization}); }));
        return id;
    }
    Location placed(std::string name, std::string city, std::string specialty, areas::Point position) {
        Location made{.organization = clinic, .name = std::move(name), .specialty = std::move(specialty), .street = "18 Rowan Street", .city = std::move(city), .country = "DE", .position = position, .zone = "Europe/Berlin"};
        for (int day = 1; day <= 5; ++day) made.hours.push_back({day, 9 * 60, 17 * 60});
        auto const done = write([&](db::Write& write) { return directory::add(write, nia, made); });
        REQUIRE(done);
        return *done;
    }
    // As an app of this person with these scopes.
    Reply ask(http::Request request, AccountId who = {}, std::string scopes = "patient/*.cruds") {
        if (who) request.person = http::Person{.account = who, .grant = 1, .app = 7, .scopes = std::move(scopes)};
        Reply made{http::answer(router, database, std::move(request)), {}};
        if (made.response.body.empty()) return made;
        auto document = http::Document::read(made.response.body);
        REQUIRE_MESSAGE(document.has_value(), made.response.body);
        made.body = *document;
        return made;
    }
    Reply get(std::string target, AccountId who = {}, Headers headers = {}) { return ask(asked("GET", std::move(target), std::move(headers)), who); }
    Reply send(std::string method, std::string target, AccountId who, std::string body, Headers headers = {}, std::string scopes = "patient/*.cruds") {
        headers.emplace_back("content-type", "application/fhir+json");
        auto request = asked(std::move(method), std::move(target), std::move(headers));
        request.body = std::move(body);
        return ask(std::move(request), who, std::move(scopes));
    }
    std::vector<std::string> found(std::string const& question, AccountId who = {}) { return get("/fhir/" + question, who).ids(); }
};

}  // namespace testing_fhir
