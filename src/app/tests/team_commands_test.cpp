// The first owner of an organization, by command: an administrator's, on record, and only where there is no team.
#include "app/commands.hpp"
#include "moderation/moderation.hpp"
#include "people.hpp"
#include "record_keys.hpp"
#include "teams/teams.hpp"

namespace {

struct Founding : testing_people::People {
    base::AccountId clinic, rosa;
    Founding() : People({moderation::schema, teams::schema}) {
        testing_people::record_keys.use();
        clinic = join("clinic");
        rosa = join("rosa");
        (void)write([&](db::Write& write) { return accounts::change_profile(write, clinic, {.name = "Clinic", .kind = accounts::Kind::organization}); });
        (void)write([&](db::Write& write) { return accounts::set_role(write, rosa, http::Role::admin); });
    }
    app::Outcome found(std::string const& as, std::string const& organization, std::string const& person) {
        auto const parsed = app::parse({"team", "found", "--as", as, organization, person});
        REQUIRE_FALSE(parsed.instead);
        REQUIRE(app::is_about_teams(parsed.command.name));
        return app::manage_teams(database, parsed.command);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Founding, "an administrator names the first owner, once, and it is on record") {
    auto const done = found("rosa", "clinic", "ada");
    CHECK(done.status == 0);
    CHECK(done.out == "ada owns clinic now.\n");
    CHECK(read([&](db::Read& read) { return teams::role_in(read, clinic, ada); }) == teams::Role::owner);
    auto const entries = read([&](db::Read& read) { return moderation::entries(read, {}, {}); });
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].act == "team.found");
    CHECK(entries[0].actor == rosa);
    CHECK(entries[0].target == "account:" + clinic.text());
    CHECK(entries[0].detail == "owner=" + ada.text());
    CHECK(found("rosa", "clinic", "ben").err.contains("has a team"));
    CHECK_FALSE(read([&](db::Read& read) { return teams::role_in(read, clinic, ben); }));
}

TEST_CASE_FIXTURE(Founding, "nobody but an administrator names one, of nothing but an organization, and nobody but a person") {
    CHECK(found("ada", "clinic", "ada").err.contains("not an administrator"));
    CHECK(found("rosa", "ben", "ada").err.contains("not an organization"));
    CHECK(found("rosa", "clinic", "clinic").err.contains("not a person"));
    CHECK(found("rosa", "clinic", "nobody").err.contains("no account named nobody"));
    CHECK(found("rosa", "nowhere", "ada").status != 0);
    CHECK(read([&](db::Read& read) { return teams::members(read, clinic); }).empty());
    CHECK(read([&](db::Read& read) { return moderation::entries(read, {}, {}); }).empty());
}
