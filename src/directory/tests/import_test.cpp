// Bringing places in: twice is once, faults are told by their line, and what goes out comes in again unchanged.
#include "directory/import.hpp"
#include "http/document.hpp"
#include "towns.hpp"
#include <algorithm>

using namespace testing_towns;

namespace {

struct Importing : Town {
    base::Result<ImportPreview> preview(std::string const& text) { return read([&](db::Read& read) { return preview_import(read, ada, clinic, text); }); }
    base::Result<ImportPreview> bring(std::string const& text) { return write([&](db::Write& write) { return import_places(write, ada, clinic, text); }); }
    std::vector<Location> there() { return read([&](db::Read& read) { return all_locations_of(read, clinic); }); }
    static std::int64_t count(ImportPreview const& preview, Brought::Does does) { return std::ranges::count(preview.places, does, &Brought::does); }
};

constexpr std::string_view two_places =
    "identifier,name,specialty,street,city,country,latitude,longitude,time_zone,monday,saturday,languages,accepts_new,services\r\n"
    "A1,\"Rowan, Street\",family,18 Rowan Street,Ashland,DE,5,5,Europe/Berlin,\"9:00-12:00, 14:00-18:00\",22:00-2:00,en es,yes,family|Checkup|$45|in_person video; vaccination|||\r\n"
    "A2,\"The \"\"Blue\"\" house\nat the lake\",dental,,Ashland,DE,5.1,5,Europe/Berlin,,closed,,no,\r\n";

}  // namespace

TEST_CASE_FIXTURE(Importing, "a CSV file brings places in, and the same file again changes nothing") {
    auto const shown = preview(std::string(two_places));
    REQUIRE(shown.has_value());
    CHECK(shown->faults.empty());
    CHECK(count(*shown, Brought::Does::add) == 2);
    CHECK(there().empty());
    REQUIRE(bring(std::string(two_places)).has_value());
    auto const made = there();
    REQUIRE(made.size() == 2);
    CHECK(made[0].name == "Rowan, Street");
    CHECK(made[0].hours == std::vector<Hours>{{1, 540, 720}, {1, 840, 1080}, {6, 1320, 1560}});
    CHECK(made[0].languages == std::vector<std::string>{"en", "es"});
    CHECK(made[0].accepts_new);
    auto const services = read([&](db::Read& read) { return services_of(read, made[0].id); });
    REQUIRE(services.size() == 2);
    CHECK(services[0].video);
    CHECK(services[1].name == "Vaccination");
    auto const again = bring(std::string(two_places));
    REQUIRE(again.has_value());
    CHECK(count(*again, Brought::Does::keep) == 2);
    CHECK(there().size() == 2);
    CHECK(there()[0].updated_at == made[0].updated_at);
    check();
}

TEST_CASE_FIXTURE(Importing, "a changed line changes its place, and columns that are not there change nothing") {
    REQUIRE(bring(std::string(two_places)).has_value());
    auto const changed = bring("identifier;phone\nA1;541 555 0118\n");
    REQUIRE(changed.has_value());
    REQUIRE(changed->places.size() == 1);
    CHECK(changed->places[0].does == Brought::Does::change);
    CHECK(changed->places[0].what == "phone");
    CHECK(there()[0].phone == "541 555 0118");
    CHECK(there()[0].hours.size() == 3);
}

TEST_CASE_FIXTURE(Importing, "every fault is told by its line and field, and nothing is written") {
    auto const wrong = bring("identifier,name,specialty,city,country,latitude,longitude,time_zone,monday,accepts_new\n"
                             "A1,One,family,Ashland,DE,5,5,Europe/Berlin,9-17,yes\n"
                             "A1,Twice,family,Ashland,DE,5,5,Europe/Berlin,,\n"
                             "A3,Sea,family,Ashland,DE,50,50,Europe/Berlin,9-17,yes\n"
                             "A4,Kind,no such kind,Ashland,DE,5,5,Europe/Berlin,9-17,yes\n"
                             "A5,Hours,family,Ashland,DE,5,5,Europe/Berlin,nine,maybe\n"
                             ",No name,family,Ashland,DE,5,5,Europe/Berlin,,yes\n");
    REQUIRE(wrong.has_value());
    std::vector<std::pair<std::int64_t, std::string>> told;
    for (auto const& each : wrong->faults) told.emplace_back(each.line, each.field);
    CHECK(std::ranges::count(told, std::pair<std::int64_t, std::string>(3, "identifier")) == 1);
    CHECK(std::ranges::count(told, std::pair<std::int64_t, std::string>(4, "latitude")) == 1);
    CHECK(std::ranges::count(told, std::pair<std::int64_t, std::string>(5, "specialty")) == 1);
    CHECK(std::ranges::count(told, std::pair<std::int64_t, std::string>(6, "monday")) == 1);
    CHECK(std::ranges::count(told, std::pair<std::int64_t, std::string>(6, "accepts_new")) == 1);
    CHECK(std::ranges::count(told, std::pair<std::int64_t, std::string>(7, "identifier")) == 1);
    CHECK(there().empty());
    for (auto const text : {"", "name\nNo identifier\n", "identifier,colour\nA,red\n", "identifier,name\nA,\"open", "{\"resourceType\":\"Patient\"}", "{", "\xff\xfe"}) {
        auto const refused = bring(text);
        CHECK((!refused.has_value() || !refused->faults.empty()));
    }
    CHECK(there().empty());
}

TEST_CASE_FIXTURE(Importing, "who does not edit the organization brings nothing in") {
    auto const outcome = write([&](db::Write& write) { return import_places(write, ben, clinic, two_places); });
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().why == base::Why::not_found);
}

TEST_CASE_FIXTURE(Importing, "what is exported as CSV or as a FHIR Bundle comes in again without a change") {
    REQUIRE(bring(std::string(two_places)).has_value());
    REQUIRE(write([&](db::Write& write) { return add_staff(write, ada, {.location = there()[0].id, .name = "Dr. Amara Okafor", .role = "Physician", .specialty = "family"}); }).has_value());
    for (auto const& text : {read([&](db::Read& read) { return export_as_csv(read, clinic); }), read([&](db::Read& read) { return export_as_fhir(read, clinic); })}) {
        auto const again = preview(text);
        REQUIRE(again.has_value());
        for (auto const& each : again->faults) FAIL_CHECK(each.line, " ", each.field, " ", each.message);
        CHECK(again->places.size() == 2);
        for (auto const& each : again->places) CHECK_MESSAGE(each.does == Brought::Does::keep, each.name, ": ", each.what);
    }
    auto const graph = http::Document::read(read([&](db::Read& read) { return export_as_json_ld(read, clinic); }));
    REQUIRE(graph.has_value());
    CHECK((*graph)["@graph"].list().size() == 2);
}

TEST_CASE_FIXTURE(Importing, "a Bundle of another system brings its places, services and people in") {
    std::string const bundle = R"({"resourceType":"Bundle","type":"collection","entry":[
        {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Location","id":"x","identifier":[{"system":"urn:register","value":"77"}],"name":"Harbor","status":"active",
          "type":[{"coding":[{"system":"http://snomed.info/sct","code":"419772000"}]}],"address":{"line":["1 Quay"],"city":"Ashland","country":"DE"},"position":{"latitude":5,"longitude":5},
          "extension":[{"url":"https://elsewhere.example/fhir/StructureDefinition/time-zone","valueCode":"Europe/Berlin"}],
          "hoursOfOperation":[{"daysOfWeek":["fri"],"openingTime":"22:00:00","closingTime":"23:59:59"},{"daysOfWeek":["sat"],"openingTime":"00:00:00","closingTime":"02:00:00"}]}},
        {"resource":{"resourceType":"HealthcareService","name":"Heart checks","specialty":[{"text":"Heart care"}],"location":[{"reference":"urn:uuid:1"}],"characteristic":[{"text":"Video"}]}},
        {"resource":{"resourceType":"Practitioner","id":"p","name":[{"given":["Amara"],"family":"Okafor"}]}},
        {"resource":{"resourceType":"PractitionerRole","practitioner":{"reference":"Practitioner/p"},"code":[{"text":"Physician"}],"location":[{"reference":"Location/x"}]}}]})";
    auto const brought = bring(bundle);
    REQUIRE(brought.has_value());
    for (auto const& each : brought->faults) FAIL_CHECK(each.line, " ", each.field, " ", each.message);
    REQUIRE(there().size() == 1);
    auto const place = there()[0];
    CHECK(place.hours == std::vector<Hours>{{5, 22 * 60, 26 * 60}});
    CHECK(place.specialty == "family");
    auto const services = read([&](db::Read& read) { return services_of(read, place.id); });
    REQUIRE(services.size() == 1);
    CHECK(services[0].specialty == "cardiology");
    CHECK(services[0].video);
    CHECK_FALSE(services[0].in_person);
    auto const staff = read([&](db::Read& read) { return staff_of(read, place.id); });
    REQUIRE(staff.size() == 1);
    CHECK(staff[0].name == "Amara Okafor");
    auto const again = bring(bundle);
    REQUIRE(again.has_value());
    CHECK(count(*again, Brought::Does::keep) == 1);
    CHECK(read([&](db::Read& read) { return staff_of(read, place.id); }).size() == 1);
}

TEST_CASE_FIXTURE(Importing, "a Bundle's Organization says how the organization is reached, keeps what it does not say, and is one") {
    REQUIRE(write([&](db::Write& write) { return change_organization(write, ada, {.account = clinic, .hue = 3, .phone = "", .email = "old@rowan.example", .website = "https://rowan.example"}); }).has_value());
    auto const bundle = [](std::string const& organizations) {
        return R"({"resourceType":"Bundle","type":"collection","entry":[)" + organizations + R"({"resource":{"resourceType":"Location","id":"x","name":"Harbor","address":{"city":"Ashland","country":"DE"},
            "type":[{"text":"Family medicine"}],"position":{"latitude":5,"longitude":5},"extension":[{"url":"https://elsewhere.example/fhir/StructureDefinition/time-zone","valueCode":"Europe/Berlin"}]}}]})";
    };
    std::string const said = R"({"resource":{"resourceType":"Organization","name":"Rowan","telecom":[{"system":"phone","value":"+49 30 1234567"},{"system":"email","value":"desk@rowan.example"}]}},)";
    auto const looked = preview(bundle(said));
    REQUIRE(looked.has_value());
    for (auto const& each : looked->faults) FAIL_CHECK(each.line, " ", each.field, " ", each.message);
    CHECK(looked->organization == "phone, email");
    CHECK(looked->places.size() == 1);
    auto const contact = [&] { return read([&](db::Read& read) { return organization_of(read, clinic); }); };
    CHECK(contact().phone.empty());
    REQUIRE(bring(bundle(said))->faults.empty());
    CHECK(contact().phone == "+49 30 1234567");
    CHECK(contact().email == "desk@rowan.example");
    CHECK(contact().website == "https://rowan.example");
    CHECK(contact().hue == 3);
    CHECK(bring(bundle(said))->organization.empty());
    CHECK(preview(read([&](db::Read& read) { return export_as_fhir(read, clinic); }))->organization.empty());

    auto const two = bring(bundle(said + said));
    REQUIRE(two.has_value());
    REQUIRE(two->faults.size() == 1);
    CHECK(two->faults[0].line == 2);
    CHECK(two->faults[0].field == "Organization");
    auto const wrong = bring(bundle(R"({"resource":{"resourceType":"Organization","telecom":[{"system":"email","value":"no address"}]}},)"));
    REQUIRE(wrong->faults.size() == 1);
    CHECK(wrong->faults[0].field == "Organization email");
}
