// A clinic with a place, a team and people who were there: the small world of this room's tests.
#pragma once
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "inbox/inbox.hpp"
#include "moderation/moderation.hpp"
#include "people.hpp"
#include "record_keys.hpp"
#include "reviews/moderating.hpp"
#include "teams/teams.hpp"

namespace testing_people {

// Ada, Ben and Cleo were patients. Nia answers for the clinic; Mo and Pat are moderators.
struct Clinic : People {
    base::AccountId rowan, nia, mo, pat;
    reviews::LocationId place;

    Clinic() : People({moderation::schema, areas::schema, teams::schema, directory::schema, inbox::schema, reviews::schema}) {
        reviews::keep_keys_in(record_keys.folder + "/keys");
        rowan = join("rowan");
        (void)write([&](db::Write& write) { return accounts::change_profile(write, rowan, {.name = "Rowan Street Clinic", .kind = accounts::Kind::organization}); });
        nia = join("nia");
        mo = moderator("mo");
        pat = moderator("pat");
        (void)write([&](db::Write& write) {
            teams::found(write, rowan, nia);
            return base::Result<base::Done>{};
        });
        place = add_place("Rowan Street Clinic");
    }
    base::AccountId moderator(std::string const& name) {
        auto const id = join(name);
        (void)write([&](db::Write& write) { return accounts::set_role(write, id, http::Role::moderator); });
        return id;
    }
    reviews::LocationId add_place(std::string const& name) {
        directory::Location location;
        location.organization = rowan;
        location.name = name;
        location.specialty = directory::specialties().front().code;
        location.street = "18 Rowan Street";
        location.city = "Ashland";
        location.country = "US";
        location.zone = "America/Los_Angeles";
        location.position = {42.19, -122.70};
        auto const made = write([&](db::Write& write) { return directory::add(write, rowan, location); });
        REQUIRE(made);
        return made->id;
    }
    reviews::Draft draft(int overall = 4, std::string told = "They listened, and explained what would happen next.") const {
        return {.location = place, .overall = overall, .marks = {5, 4, 4, 3, 5}, .told = std::move(told), .month = base::iso8601(now()).substr(0, 7), .signed_as = {}, .token = {}, .language = {}};
    }
    base::Result<reviews::Written> writes(base::AccountId who, reviews::Draft const& draft, std::string const& address = {}) {
        return write([&](db::Write& write) { return reviews::write(write, who, draft, address); });
    }
    void publish() {
        (void)write([&](db::Write& write) -> base::Result<base::Done> {
            reviews::publish_due(write);
            return base::Done{};
        });
    }
    // Written, and public: two days later.
    reviews::Written said(base::AccountId who, reviews::Draft const& draft) {
        auto const made = writes(who, draft);
        REQUIRE(made);
        advance(49 * base::hour);
        publish();
        return *made;
    }
    std::optional<reviews::Review> found(reviews::ReviewId id) { return read([&](db::Read& read) { return reviews::find(read, id); }); }
    std::string token(std::string const& month = {}) {
        return *write([&](db::Write& write) -> base::Result<std::string> { return reviews::new_token(write, {place, month.empty() ? base::iso8601(now()).substr(0, 7) : month}); });
    }
};

}  // namespace testing_people
