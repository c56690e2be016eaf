// A health department with two people who issue alerts for it.
#pragma once
#include "alerts/alerts.hpp"
#include "base/time.hpp"
#include "moderation/moderation.hpp"
#include "posters.hpp"
#include "push/push.hpp"
#include "record_keys.hpp"

// What push asks before it tells somebody; alerts themselves know nothing of filters.
namespace filters { extern db::Schema const schema; }

namespace testing_alerts {

using namespace testing_people;
using namespace alerts;

struct Desk : Posters {
    AccountId health, root;

    explicit Desk(std::vector<db::Schema> more = {}) : Posters(with_alerts(std::move(more))) {
        places::keep_keys_in(record_keys.folder + "/keys");
        health = organization("health");
        root = join("matron");
        (void)write([&](db::Write& write) { return accounts::set_role(write, root, http::Role::admin); });
    }

    static std::vector<db::Schema> with_alerts(std::vector<db::Schema> more) {
        more.insert(more.begin(), {moderation::schema, areas::schema, places::schema, filters::schema, push::schema, alerts::schema});
        return more;
    }

    AccountId organization(std::string const& name) {
        auto id = join(name);
        (void)write([&](db::Write& write) { return accounts::change_profile(write, id, {.name = "Larkspur Public Health", .kind = accounts::Kind::organization}); });
        return id;
    }
    base::Result<base::Done> let(bool needs_approval = false) {
        auto granted = write([&](db::Write& write) { return grant(write, root, {.organization = health, .sender = "alerts@larkspur.example", .needs_approval = needs_approval}); });
        if (!granted) return granted;
        for (auto person : {ada, ben}) (void)write([&](db::Write& write) { return set_member(write, root, {.organization = health, .person = person}); });
        return granted;
    }
    Draft smoke() {
        Info info{.categories = {Category::health}, .event = "Wildfire smoke", .urgency = Urgency::immediate, .severity = Severity::severe,
                  .certainty = Certainty::observed, .expires = {now() + base::day, 0}, .headline = "Stay indoors and keep windows closed",
                  .description = "The air is very unhealthy.", .areas = {{.description = "Jackson County", .circles = {"42.3,-122.8 25"}}}};
        return {.organization = health, .message = {.infos = {info}}};
    }
    base::Result<Draft> save_as(AccountId by, Draft const& draft) { return write([&](db::Write& write) { return save(write, by, draft); }); }
    base::Result<Alert> issue_as(AccountId by, Draft const& draft) { return write([&](db::Write& write) { return issue(write, by, draft.id, draft.version); }); }
    Alert issued(Draft draft) { return *issue_as(ada, *save_as(ada, draft)); }
    Alert again(AlertId id) { return *read([&](db::Read& read) { return find(read, id); }); }
    std::vector<AlertId> holding() {
        std::vector<AlertId> ids;
        for (auto const& alert : read([&](db::Read& read) { return in_force(read, now()); })) ids.push_back(alert.id);
        return ids;
    }
};

}  // namespace testing_alerts
