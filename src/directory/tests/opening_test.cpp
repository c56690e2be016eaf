// Opening times through nights, special days and clocks that change.
#include "base/time.hpp"
#include "directory/directory.hpp"
#include <doctest/doctest.h>

using namespace directory;

namespace {

base::Time at(std::string_view moment) { return *base::parse_iso8601(moment); }

Location clinic() {
    Location made{.zone = "Europe/Berlin"};
    for (int day = 1; day <= 5; ++day) made.hours.push_back({day, 9 * 60, 17 * 60});
    return made;
}

}  // namespace

TEST_CASE("open within its hours, by the clocks of its own time zone") {
    auto const location = clinic();
    // Monday, 23 November 2026; Berlin is an hour ahead.
    CHECK(opening(location, at("2026-11-23T07:59:59Z")).open == false);
    CHECK(opening(location, at("2026-11-23T07:59:59Z")).changes_at == at("2026-11-23T08:00:00Z"));
    CHECK(opening(location, at("2026-11-23T08:00:00Z")).open);
    CHECK(opening(location, at("2026-11-23T08:00:00Z")).changes_at == at("2026-11-23T16:00:00Z"));
    CHECK_FALSE(opening(location, at("2026-11-23T16:00:00Z")).open);
    // Friday evening: until Monday.
    CHECK(opening(location, at("2026-11-27T20:00:00Z")).changes_at == at("2026-11-30T08:00:00Z"));
}

TEST_CASE("a night goes on after midnight, also from Sunday to Monday") {
    Location location{.zone = "Europe/Berlin", .hours = {{7, 22 * 60, 26 * 60}}};
    CHECK(opening(location, at("2026-11-22T20:59:00Z")).open == false);
    auto const night = opening(location, at("2026-11-23T00:30:00Z"));
    CHECK(night.open);
    CHECK(night.changes_at == at("2026-11-23T01:00:00Z"));
    CHECK_FALSE(opening(location, at("2026-11-23T01:00:00Z")).open);
}

TEST_CASE("a special day has its own hours, and closes when it has none") {
    auto location = clinic();
    location.exceptions = {{"2026-11-23", "", {}}, {"2026-11-24", "", {{1, 10 * 60, 12 * 60}}}, {"2026-11-28", "", {{1, 8 * 60, 9 * 60}}}};
    auto const monday = opening(location, at("2026-11-23T10:00:00Z"));
    CHECK_FALSE(monday.open);
    CHECK(monday.changes_at == at("2026-11-24T09:00:00Z"));
    CHECK(opening(location, at("2026-11-24T10:30:00Z")).changes_at == at("2026-11-24T11:00:00Z"));
    CHECK(opening(location, at("2026-11-28T07:30:00Z")).open);  // a Saturday
}

TEST_CASE("a night that began before a special day still ends when it does") {
    Location location{.zone = "Europe/Berlin", .hours = {{1, 22 * 60, 26 * 60}}, .exceptions = {{"2026-11-24", "", {}}}};
    CHECK(opening(location, at("2026-11-24T00:30:00Z")).open);
    CHECK_FALSE(opening(location, at("2026-11-24T01:30:00Z")).open);
}

TEST_CASE("clocks that change move the hours with them") {
    // In the night to 29 March 2026 Berlin skips from two to three; on 25 October 2026 three becomes two again.
    Location location{.zone = "Europe/Berlin", .hours = {{6, 22 * 60, 30 * 60}}};
    auto const spring = opening(location, at("2026-03-28T22:00:00Z"));
    CHECK(spring.open);
    CHECK(spring.changes_at == at("2026-03-29T04:00:00Z"));  // seven hours long
    auto const autumn = opening(location, at("2026-10-24T21:00:00Z"));
    CHECK(autumn.open);
    CHECK(autumn.changes_at == at("2026-10-25T05:00:00Z"));  // nine hours long
    // Hours that clocks skip as a whole do not take place.
    Location skipped{.zone = "Europe/Berlin", .hours = {{7, 2 * 60, 3 * 60}}};
    CHECK_FALSE(opening(skipped, at("2026-03-29T01:00:00Z")).open);
    CHECK(opening(skipped, at("2026-03-22T01:30:00Z")).open);
}

TEST_CASE("around the clock nothing changes, and hours that touch are one") {
    Location always{.zone = "America/New_York"};
    for (int day = 1; day <= 7; ++day) always.hours.push_back({day, 0, 24 * 60});
    auto const now = opening(always, at("2026-11-23T10:00:00Z"));
    CHECK(now.open);
    CHECK(now.changes_at == 0);
    Location touching{.zone = "UTC", .hours = {{1, 540, 720}, {1, 720, 1020}}};
    CHECK(opening(touching, at("2026-11-23T10:00:00Z")).changes_at == at("2026-11-23T17:00:00Z"));
}

TEST_CASE("without hours, and closed for good, nothing is open") {
    CHECK_FALSE(opening(Location{.zone = "UTC"}, at("2026-11-23T10:00:00Z")).open);
    auto gone = clinic();
    gone.active = false;
    CHECK_FALSE(opening(gone, at("2026-11-23T10:00:00Z")).open);
    CHECK(opening(gone, at("2026-11-23T10:00:00Z")).changes_at == 0);
}

TEST_CASE("languages are tags in their usual spelling") {
    CHECK(language_tag("EN") == "en");
    CHECK(language_tag(" pt-br ") == "pt-BR");
    CHECK(language_tag("zh-hant-tw") == "zh-Hant-TW");
    CHECK(language_tag("ase") == "ase");
    for (auto const* wrong : {"", "e", "english language", "en_US", "12", "en-", "-en", "waytoolongtag", "<b>"}) CHECK_FALSE(language_tag(wrong).has_value());
}
