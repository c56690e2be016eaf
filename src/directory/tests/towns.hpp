// A town for the directory's tests: two organizations, an editor, a moderator, and a country that is a square.
#pragma once
#include "areas/areas.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "follows/follows.hpp"
#include "moderation/moderation.hpp"
#include "people.hpp"
#include "teams/teams.hpp"
#include <filesystem>
#include <unistd.h>

namespace testing_towns {

using namespace directory;

struct KeyFolder {
    std::string folder = (std::filesystem::temp_directory_path() / ("salve-directory-" + std::to_string(::getpid()))).string();
    KeyFolder() { std::filesystem::create_directories(folder); }
    ~KeyFolder() { std::filesystem::remove_all(folder); }
};

// Ada runs the clinic, Ben is nobody there, Cleo is a moderator. Germany is a square from 0 to 10 degrees.
struct Town : KeyFolder, testing_people::People {
    AccountId clinic, listed;

    Town() : People({areas::schema, moderation::schema, follows::schema, teams::schema, schema}) {
        keep_keys_in(folder + "/keys");
        moderation::keep_keys_in(folder + "/keys", folder + "/record-root");
        clinic = found("clinic"), listed = found("listed");
        auto const done = write([&](db::Write& write) -> base::Result<base::Done> {
            (void)accounts::set_role(write, cleo, accounts::Role::moderator);
            teams::found(write, clinic, ada);
            (void)areas::import_outlines(write, R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Germany","code":"DE"},
                "geometry":{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}}]})", {"ISO3166-1", "DE"});
            return list_unclaimed(write, cleo, listed);
        });
        REQUIRE(done.has_value());
    }
    AccountId found(std::string const& username) {
        return write([&](db::Write& write) {
            accounts::SignUp form{username, username + "@people.example", "a long enough password"};
            form.agreement = form.confirmed = true;
            form.kind = accounts::Kind::organization;
            form.password_hash = "no password fits this";
            return accounts::sign_up(write, form);
        })->id;
    }
    // Weekdays from nine to five.
    Location ward(AccountId organization) const {
        Location made{.organization = organization, .name = "Rowan Street", .specialty = "family", .street = "18 Rowan Street", .city = "Ashland", .country = "DE", .position = {5, 5}, .zone = "Europe/Berlin"};
        for (int day = 1; day <= 5; ++day) made.hours.push_back({day, 9 * 60, 17 * 60});
        return made;
    }
    base::Result<Location> added(AccountId by, Location const& location) {
        return write([&](db::Write& write) { return add(write, by, location); });
    }
    // The field and the code of what a location is refused for; "" when it is taken.
    std::string fault(Location const& location) {
        auto const outcome = added(ada, location);
        if (outcome) return {};
        return outcome.error().fields.empty() ? "refused" : outcome.error().fields[0].field + " " + outcome.error().fields[0].code;
    }
};

}  // namespace testing_towns
