// What a place of care may say, and who says it.
#include "towns.hpp"
#include "http/fields.hpp"
#include <algorithm>
#include <cmath>

using namespace testing_towns;
using base::Why;

TEST_CASE_FIXTURE(Town, "what a team says of a place is found again as it was said") {
    auto typed = ward(clinic);
    typed.hours.push_back({6, 22 * 60, 26 * 60});
    typed.exceptions = {{"2026-12-25", "Christmas", {}}, {"2026-12-24", "Christmas Eve", {{1, 9 * 60, 12 * 60}}}};
    typed.languages = {"EN", "es", "pt-br", "en"};
    typed.access = {"step_free", "hearing_loop"};
    typed.insurance = "Takes most insurance";
    typed.accepts_new = true;
    auto const made = added(ada, typed);
    REQUIRE(made.has_value());
    auto const found = *read([&](db::Read& read) { return find(read, made->id); });
    CHECK(found.name == "Rowan Street");
    CHECK(found.hours == made->hours);
    CHECK(found.hours.back() == Hours{6, 22 * 60, 26 * 60});
    CHECK(found.exceptions.front().date == "2026-12-24");
    CHECK(found.exceptions.front().hours == std::vector<Hours>{{1, 9 * 60, 12 * 60}});
    CHECK(found.exceptions.back().reason == "Christmas");
    CHECK(found.languages == std::vector<std::string>{"en", "es", "pt-BR"});
    CHECK(found.access == std::vector<std::string>{"hearing_loop", "step_free"});
    CHECK(found.position == areas::Point{5, 5});
    CHECK(found.accepts_new);
    CHECK(found.confirmed_at == now());
    CHECK(read([&](db::Read& read) { return locations_of(read, clinic); }).size() == 1);
    check();
}

TEST_CASE_FIXTURE(Town, "the engine takes every statement of the directory") { check_statements(); }

TEST_CASE_FIXTURE(Town, "each fault of a place is refused at its field") {
    auto with = [&](auto change) {
        auto location = ward(clinic);
        change(location);
        return fault(location);
    };
    CHECK(with([](Location& it) { it.name = " "; }) == "name ERR_BLANK");
    CHECK(with([](Location& it) { it.name = std::string(1'000'000, 'x'); }) == "name ERR_TOO_LONG");
    CHECK(with([](Location& it) { it.name = "<b>Rowan</b>"; }) == "name ERR_INVALID");
    CHECK(with([](Location& it) { it.description = "See <a href='x'>this</a>"; }) == "description ERR_INVALID");
    CHECK(with([](Location& it) { it.description = "Children < 5 years, adults > 60"; }) == "");
    CHECK(with([](Location& it) { it.specialty = "magic"; }) == "specialty ERR_INCLUSION");
    CHECK(with([](Location& it) { it.city = ""; }) == "city ERR_BLANK");
    CHECK(with([](Location& it) { it.country = "ZZ"; }) == "country ERR_INVALID");
    CHECK(with([](Location& it) { it.zone = "Mars/Olympus"; }) == "zone ERR_INVALID");
    CHECK(with([](Location& it) { it.phone = "call us"; }) == "phone ERR_INVALID");
    CHECK(with([](Location& it) { it.email = "nobody"; }) == "email ERR_INVALID");
    CHECK(with([](Location& it) { it.website = "javascript://alert.example"; }) == "website ERR_INVALID");
    CHECK(with([](Location& it) { it.languages = {"english language"}; }) == "languages ERR_INVALID");
    CHECK(with([](Location& it) { it.access = {"trampoline"}; }) == "access ERR_INCLUSION");
    CHECK(with([](Location& it) { it.exceptions = {{"Christmas", {}, {}}}; }) == "exceptions ERR_INVALID");
    CHECK(with([](Location& it) { it.exceptions = {{"2026-12-25", {}, {}}, {"2026-12-25", {}, {}}}; }) == "exceptions ERR_TAKEN");
}

TEST_CASE_FIXTURE(Town, "hours that overlap are refused, also through a night and across the end of the week") {
    auto with = [&](std::vector<Hours> hours) {
        auto location = ward(clinic);
        location.hours = std::move(hours);
        return fault(location);
    };
    CHECK(with({{1, 540, 720}, {1, 700, 1020}}) == "hours ERR_OVERLAP");
    CHECK(with({{1, 1320, 1560}, {2, 60, 120}}) == "hours ERR_OVERLAP");
    CHECK(with({{7, 1320, 1560}, {1, 60, 120}}) == "hours ERR_OVERLAP");
    CHECK(with({{1, 540, 720}, {1, 720, 1020}}) == "");
    CHECK(with({{7, 1320, 1500}, {1, 60, 120}}) == "");
    CHECK(with({{1, 600, 540}}) == "hours ERR_INVALID");
    CHECK(with({{8, 540, 600}}) == "hours ERR_INVALID");
    CHECK(with({{1, 0, 3000}}) == "hours ERR_INVALID");
}

TEST_CASE_FIXTURE(Town, "a position at sea, or outside the country of the address, is refused") {
    auto at = [&](areas::Point point, std::string country = "DE") {
        auto location = ward(clinic);
        location.position = point;
        location.country = std::move(country);
        return fault(location);
    };
    CHECK(at({5, 5}) == "");
    CHECK(at({5, 10.05}) == "");   // a pier: outlines are simplified
    CHECK(at({5, 12}) == "latitude ERR_INVALID");
    CHECK(at({0, 0}) == "latitude ERR_BLANK");
    CHECK(at({91, 5}) == "latitude ERR_INVALID");
    CHECK(at({std::nan(""), 5}) == "latitude ERR_INVALID");
    CHECK(at({5, 12}, "FR") == "");  // a country whose outline nobody knows cannot be judged
}

TEST_CASE_FIXTURE(Town, "only an editor of its team changes a place, and others learn nothing") {
    auto const made = *added(ada, ward(clinic));
    CHECK(added(ben, ward(clinic)).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return change(write, ben, made); }).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return confirm(write, cleo, made.id); }).error().why == Why::not_found);
    CHECK(added(clinic, ward(clinic)).has_value());
    // An unclaimed one is kept by moderators.
    CHECK(added(cleo, ward(listed)).has_value());
    CHECK(added(ben, ward(listed)).error().why == Why::not_found);
}

TEST_CASE_FIXTURE(Town, "a change keeps when it was confirmed, and a confirmation is fresh for six months") {
    auto made = *added(ada, ward(clinic));
    auto const first = made.confirmed_at;
    advance(fresh_for + base::day);
    made.name = "Rowan Street Clinic";
    REQUIRE(write([&](db::Write& write) { return change(write, ada, made); }));
    CHECK(read([&](db::Read& read) { return find(read, made.id); })->confirmed_at == first);
    REQUIRE(write([&](db::Write& write) { return confirm(write, ada, made.id); }));
    CHECK(read([&](db::Read& read) { return find(read, made.id); })->confirmed_at == now());
    CHECK(read([&](db::Read& read) { return find(read, made.id); })->name == "Rowan Street Clinic");
}

TEST_CASE_FIXTURE(Town, "a place that closed for good is listed no more, and still has its page") {
    auto made = *added(ada, ward(clinic));
    made.active = false;
    REQUIRE(write([&](db::Write& write) { return change(write, ada, made); }));
    CHECK(read([&](db::Read& read) { return locations_of(read, clinic); }).empty());
    CHECK(read([&](db::Read& read) { return find(read, made.id); }).has_value());
}

TEST_CASE_FIXTURE(Town, "services say how people come to them") {
    auto const made = *added(ada, ward(clinic));
    auto const service = write([&](db::Write& write) { return add_service(write, ada, {.location = made.id, .specialty = "vaccination", .price = "free", .video = true}); });
    REQUIRE(service.has_value());
    CHECK(service->name == "Vaccination");
    CHECK(write([&](db::Write& write) { return add_service(write, ada, {.location = made.id, .specialty = "family", .in_person = false}); }).error().fields[0].field == "in_person");
    CHECK(write([&](db::Write& write) { return add_service(write, ben, {.location = made.id, .specialty = "family"}); }).error().why == Why::not_found);
    CHECK(read([&](db::Read& read) { return services_of(read, made.id); }).size() == 1);
    REQUIRE(write([&](db::Write& write) { return remove_service(write, ada, service->id); }));
    CHECK(read([&](db::Read& read) { return services_of(read, made.id); }).empty());
}

TEST_CASE_FIXTURE(Town, "a credential is checked by a moderator who is named, and by nobody about themselves") {
    auto const made = *added(ada, ward(clinic));
    auto enter = [&](Staff staff) {
        staff.location = made.id;
        return write([&](db::Write& write) { return add_staff(write, ada, staff); });
    };
    auto const okafor = enter({.name = "Amara Okafor", .role = "Doctor", .credential = "MD", .registry = "Oregon 1234", .verified_at = 5, .verified_by = ada});
    REQUIRE(okafor.has_value());
    CHECK(okafor->verified_at == 0);
    CHECK(write([&](db::Write& write) { return check_staff(write, ada, okafor->id); }).error().why == Why::forbidden);
    REQUIRE(write([&](db::Write& write) { return check_staff(write, cleo, okafor->id); }));
    auto const shown = read([&](db::Read& read) { return staff_of(read, made.id); });
    CHECK(shown.at(0).verified_by == cleo);
    CHECK(shown.at(0).verified_at == now());
    auto const herself = enter({.account = cleo, .name = "Cleo", .role = "Nurse", .credential = "RN"});
    CHECK(write([&](db::Write& write) { return check_staff(write, cleo, herself->id); }).error().why == Why::forbidden);
    CHECK(enter({.account = clinic, .name = "Clinic", .role = "Clinic"}).error().fields[0].field == "account");
    check();
}

TEST_CASE_FIXTURE(Town, "who works somewhere is its team, its staff and itself") {
    auto const made = *added(ada, ward(clinic));
    REQUIRE(write([&](db::Write& write) { return add_staff(write, ada, {.location = made.id, .account = ben, .name = "Ben", .role = "Nurse"}); }));
    auto works = [&](AccountId person) { return read([&](db::Read& read) { return works_for(read, person, clinic); }); };
    CHECK(works(ada));
    CHECK(works(ben));
    CHECK(works(clinic));
    CHECK_FALSE(works(cleo));
    CHECK_FALSE(works(AccountId{}));
    // Ben takes himself off, and nobody else.
    auto const staff = read([&](db::Read& read) { return staff_of(read, made.id); }).at(0).id;
    CHECK(write([&](db::Write& write) { return remove_staff(write, cleo, staff); }).error().why == Why::not_found);
    REQUIRE(write([&](db::Write& write) { return remove_staff(write, ben, staff); }));
    CHECK_FALSE(works(ben));
}

TEST_CASE_FIXTURE(Town, "a score stands beside its place") {
    auto const made = *added(ada, ward(clinic));
    Score const score{4.25, 4.0, 4.5, 31.5, 40, {4, 3.5, 5, 0, 2}};
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> { return set_score(write, made.id, score), base::Done{}; }));
    auto const kept = read([&](db::Read& read) { return score_of(read, made.id); });
    CHECK(kept.mean == 4.25);
    CHECK(kept.high == 4.5);
    CHECK(kept.reviews == 40);
    CHECK(kept.dimensions == score.dimensions);
}

TEST_CASE_FIXTURE(Town, "a place as FHIR is whole JSON, with nights cut at midnight") {
    auto typed = ward(clinic);
    typed.hours = {{7, 22 * 60, 26 * 60}, {3, 0, 24 * 60}};
    typed.phone = "+1 541 555 0118";
    auto const made = *added(ada, typed);
    http::Fields fields;
    REQUIRE(http::parse_json(location_as_fhir(made, {}), fields).has_value());
    CHECK(fields.text("resourceType") == "Location");
    CHECK(fields.text("id") == made.id.text());
    CHECK(fields.text("status") == "active");
    CHECK(fields.text("address[city]") == "Ashland");
    auto const text = location_as_fhir(made, {});
    CHECK(text.contains(R"({"daysOfWeek":["sun"],"openingTime":"22:00:00","closingTime":"23:59:59"},{"daysOfWeek":["mon"],"openingTime":"00:00:00","closingTime":"02:00:00"})"));
    CHECK(text.contains(R"({"daysOfWeek":["wed"],"allDay":true})"));
    CHECK(text.contains(R"("code":"419772000")"));
    auto const service = *write([&](db::Write& write) { return add_service(write, ada, {.location = made.id, .specialty = "vaccination"}); });
    REQUIRE(http::parse_json(service_as_fhir(made, service), fields).has_value());
    CHECK(service_as_fhir(made, service).contains("\"reference\":\"Location/" + made.id.text() + "\""));
}

TEST_CASE("every kind of care is found by its code, and codes of SNOMED CT stand once") {
    std::vector<std::string_view> codes;
    for (auto const& each : specialties()) {
        CHECK(find_specialty(each.code) == &each);
        if (!each.snomed.empty()) codes.push_back(each.snomed);
    }
    CHECK(specialties().size() >= 60);
    std::ranges::sort(codes);
    CHECK(std::ranges::adjacent_find(codes) == codes.end());
    CHECK(find_specialty("") == nullptr);
}

TEST_CASE_FIXTURE(Town, "an account that goes takes its places, its claims and its name on others' teams along") {
    auto const made = *added(ada, ward(clinic));
    REQUIRE(write([&](db::Write& write) { return add_staff(write, ada, {.location = made.id, .account = ben, .name = "Ben", .role = "Nurse"}); }));
    REQUIRE(write([&](db::Write& write) { return claim(write, ben, listed, {.statement = "I run it"}); }));
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> { return forget_account(write, ben), base::Done{}; }));
    CHECK(read([&](db::Read& read) { return waiting_claims(read, 0, 10); }).empty());
    CHECK_FALSE(read([&](db::Read& read) { return works_for(read, ben, clinic); }));
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> { return forget_account(write, clinic), base::Done{}; }));
    CHECK(read([&](db::Read& read) { return locations_of(read, clinic); }).empty());
    check();
}
