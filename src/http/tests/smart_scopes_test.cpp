// What scopes of SMART on FHIR allow, and what is no such scope.
#include <doctest/doctest.h>
#include "http/router.hpp"
#include "http/smart_scopes.hpp"

namespace {

bool may(std::string granted, std::string_view wanted) {
    http::Person person;
    person.scopes = std::move(granted);
    return person.may(wanted);
}

}  // namespace

TEST_CASE("both spellings of a SMART scope allow the same") {
    CHECK(may("patient/*.read", "patient/Observation.rs"));
    CHECK(may("patient/Observation.rs", "patient/Observation.read"));
    CHECK(may("patient/Observation.cud", "patient/Observation.c"));
    CHECK(may("openid patient/Appointment.write patient/*.read", "patient/Appointment.u"));
    CHECK(may("user/*.*", "patient/Consent.r"));
    CHECK_FALSE(may("patient/*.read", "patient/Observation.c"));
    CHECK_FALSE(may("patient/Observation.read", "patient/Appointment.r"));
    CHECK_FALSE(may("patient/*.cruds", "user/Appointment.r"));
    CHECK_FALSE(may("patient/Observation.r", "patient/Observation.s"));
}

TEST_CASE("Mastodon's scopes open no records, and records open nothing of Mastodon's") {
    CHECK_FALSE(may("read write follow push", "patient/Patient.r"));
    CHECK_FALSE(may("patient/*.cruds user/*.cruds", "read:accounts"));
    CHECK_FALSE(may("patient/*.cruds", "write"));
}

TEST_CASE("what is no SMART scope is none") {
    for (auto text : {"patient/", "patient/*", "patient/*.", "patient/observation.read", "patient/Observation.sr", "patient/Observation.rr", "system/*.read", "launch/patient", "patient/Observation.rs?category=x", "patient/.read", "user/*.reads"})
        CHECK_MESSAGE(!http::smart_scope(text), text);
}
