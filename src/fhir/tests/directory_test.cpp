// The directory over FHIR: found, paged, and refused as the standard says.
#include "asking.hpp"

using namespace testing_fhir;
using directory::add_service, directory::add_staff;

TEST_CASE_FIXTURE(Care, "a place is read with its version, and not sent again to who has it") {
    auto const reply = get("/fhir/Location/" + rowan.id.text());
    REQUIRE(reply.status() == 200);
    CHECK(reply.response.type.starts_with("application/fhir+json"));
    CHECK(reply.text("name") == "Rowan Street");
    CHECK(reply.header("ETag") == "W/\"" + reply.text("meta.versionId") + "\"");
    CHECK(!reply.header("Last-Modified").empty());
    CHECK(get("/fhir/Location/" + rowan.id.text(), {}, {{"if-none-match", reply.header("ETag")}}).status() == 304);
    CHECK(get("/fhir/Location/" + rowan.id.text(), {}, {{"if-none-match", "W/\"another\""}}).status() == 200);
    check();
}

TEST_CASE_FIXTURE(Care, "places are found by each of their parameters") {
    using Ids = std::vector<std::string>;
    Ids const both{rowan.id.text(), larch.id.text()}, one{rowan.id.text()}, other{larch.id.text()};
    CHECK(found("Location") == both);
    CHECK(found("Location?name=rowan") == one);
    CHECK(found("Location?name=street") == one);
    CHECK(found("Location?name:exact=rowan%20street").empty());
    CHECK(found("Location?name:contains=ous") == other);
    CHECK(found("Location?name=rowan,larch") == both);
    CHECK(found("Location?name=rowan&name=larch").empty());
    CHECK(found("Location?address-city=M%C3%A1laga") == other);
    CHECK(found("Location?address-city=%25").empty());
    CHECK(found("Location?address-city=_shland").empty());
    CHECK(found("Location?type=dental") == other);
    CHECK(found("Location?type=http://snomed.info/sct|419772000") == one);
    CHECK(found("Location?type:not=dental") == one);
    CHECK(found("Location?organization=Organization/" + clinic.text()) == both);
    CHECK(found("Location?organization=" + ada.text()).empty());
    CHECK(found("Location?organization=no-such-id").empty());
    CHECK(found("Location?status=inactive").empty());
    CHECK(found("Location?_id=" + larch.id.text()) == other);
    CHECK(found("Location?near=6|7|100|km") == other);
    CHECK(found("Location?near=6|7|200|km") == Ids{larch.id.text(), rowan.id.text()});
    CHECK(found("Location?_lastUpdated=gt2100-01-01").empty());
    CHECK(found("Location?_lastUpdated=lt2100-01-01") == both);
    CHECK(found("Organization?name=clinic") == Ids{clinic.text()});
}

TEST_CASE_FIXTURE(Care, "pages follow each other by their next link, without a gap") {
    auto const first = get("/fhir/Location?_count=1");
    CHECK(first.ids() == std::vector<std::string>{rowan.id.text()});
    CHECK_FALSE(first.at("total").is_there());
    auto const next = first.link("next");
    REQUIRE(next.contains("/fhir/Location?"));
    auto const second = get(next.substr(next.find("/fhir/")));
    CHECK(second.ids() == std::vector<std::string>{larch.id.text()});
    CHECK(second.link("next").empty());
    CHECK(get("/fhir/Location").at("total").integer() == 2);
    auto const nearest = get("/fhir/Location?near=6|7|200|km&_count=1");
    auto const further = nearest.link("next");
    REQUIRE(!further.empty());
    CHECK(get(further.substr(further.find("/fhir/"))).ids() == std::vector<std::string>{rowan.id.text()});
}

TEST_CASE_FIXTURE(Care, "services and people come with their places and organizations") {
    auto const service = *write([&](db::Write& write) { return add_service(write, nia, {.location = rowan.id, .specialty = "vaccination", .name = "Flu vaccination"}); });
    auto const staff = *write([&](db::Write& write) { return add_staff(write, nia, {.location = rowan.id, .account = ben, .name = "Ben Okafor", .role = "Physician", .specialty = "family", .languages = {"en", "es"}, .credential = "MD", .registry = "ABFM"}); });
    auto const services = get("/fhir/HealthcareService?specialty=vaccination&_include=HealthcareService:location&_include=HealthcareService:organization");
    CHECK(services.ids() == std::vector<std::string>{service.id.text()});
    CHECK(services.ids("include") == std::vector<std::string>{rowan.id.text(), clinic.text()});
    CHECK(found("HealthcareService?location=" + rowan.id.text()).size() == 1);
    CHECK(found("HealthcareService?location=" + larch.id.text()).empty());
    CHECK(found("Practitioner?name=oka") == std::vector<std::string>{staff.id.text()});
    CHECK(found("Practitioner?communication=urn:ietf:bcp:47|es").size() == 1);
    CHECK(found("PractitionerRole?practitioner=" + staff.id.text() + "&specialty=family&location=" + rowan.id.text()).size() == 1);
    CHECK(get("/fhir/Practitioner/" + staff.id.text()).text("qualification.0.code.text") == "MD");
    CHECK(get("/fhir/PractitionerRole/" + staff.id.text()).text("practitioner.reference") == "Practitioner/" + staff.id.text());
    CHECK(get("/fhir/HealthcareService?_include=Location:organization").status() == 400);
    CHECK(get("/fhir/HealthcareService?_include=HealthcareService:nobody").status() == 400);
    check();
}

TEST_CASE_FIXTURE(Care, "what cannot be understood is told as an OperationOutcome") {
    auto const unknown = get("/fhir/Location?color=blue", {}, {{"prefer", "handling=strict"}});
    CHECK(unknown.status() == 400);
    CHECK(unknown.text("resourceType") == "OperationOutcome");
    CHECK(unknown.text("issue.0.code") == "invalid");
    CHECK(unknown.text("issue.0.diagnostics") == "color");
    CHECK(get("/fhir/Location?color=blue").ids().size() == 2);
    CHECK_FALSE(get("/fhir/Location?color=blue").link("self").contains("color"));
    CHECK(get("/fhir/Location?name:sounds=x").status() == 400);
    CHECK(get("/fhir/Location?_count=many").status() == 400);
    CHECK(get("/fhir/Location?_lastUpdated=yesterday").status() == 400);
    CHECK(get("/fhir/Location?near=91|200").status() == 400);
    CHECK(get("/fhir/Location/1").text("issue.0.code") == "not-found");
    CHECK(get("/fhir/Location/one").status() == 404);
    CHECK(get("/fhir/Medication").status() == 404);
    CHECK(get("/fhir/Medication").text("resourceType") == "OperationOutcome");
    CHECK(get("/fhir/Location", {}, {{"accept", "application/fhir+xml"}}).status() == 406);
    CHECK(get("/fhir/Location?_format=xml", {}, {{"accept", "application/fhir+json"}}).status() == 406);
    CHECK(get("/fhir/Location?_format=application/fhir%2Bjson").status() == 200);
    CHECK(get("/fhir/Location?name=" + std::string(1'000'000, 'x')).ids().empty());
    auto const posted = ask(asked("POST", "/fhir/Location/_search?name=rowan"));
    CHECK(posted.ids().size() == 1);
    CHECK(ask(asked("DELETE", "/fhir/Location/" + rowan.id.text())).status() == 405);
}

TEST_CASE_FIXTURE(Care, "what the server can do is said in one statement") {
    auto const statement = get("/fhir/metadata");
    CHECK(statement.text("resourceType") == "CapabilityStatement");
    CHECK(statement.text("fhirVersion") == "4.0.1");
    CHECK(statement.text("rest.0.security.extension.0.url").ends_with("oauth-uris"));
    CHECK(statement.text("rest.0.resource.0.type") == "Organization");
    auto const smart = get("/fhir/.well-known/smart-configuration");
    CHECK(smart.text("authorization_endpoint").ends_with("/oauth/authorize"));
    CHECK(smart.text("code_challenge_methods_supported.0") == "S256");
}

TEST_CASE_FIXTURE(Care, "what belongs to a suspended organization is there for nobody") {
    auto const staff = *write([&](db::Write& write) { return add_staff(write, nia, {.location = rowan.id, .name = "Ben Okafor", .role = "Physician"}); });
    auto const service = *write([&](db::Write& write) { return add_service(write, nia, {.location = rowan.id, .specialty = "vaccination", .name = "Flu"}); });
    REQUIRE(write([&](db::Write& write) { return accounts::suspend(write, clinic); }));
    for (auto const& address : {"Organization/" + clinic.text(), "Location/" + rowan.id.text(), "HealthcareService/" + service.id.text(), "Practitioner/" + staff.id.text(), "PractitionerRole/" + staff.id.text()})
        CHECK_MESSAGE(get("/fhir/" + address).status() == 404, address);
    for (auto const* address : {"Organization", "Location", "Location?near=5|7", "HealthcareService", "Practitioner", "PractitionerRole"}) CHECK_MESSAGE(found(address).empty(), address);
}
