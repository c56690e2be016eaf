// Moments as text.
#include "base/time.hpp"
#include <doctest/doctest.h>

using namespace base;

constexpr Time afternoon = 1'795'355'499'000;

TEST_CASE("a moment is written in ISO 8601 with milliseconds, in UTC") {
    CHECK(iso8601(afternoon) == "2026-11-22T13:51:39.000Z");
    CHECK(iso8601(0) == "1970-01-01T00:00:00.000Z");
    CHECK(iso8601(-1) == "1969-12-31T23:59:59.999Z");
    CHECK(iso8601(951'782'400'123) == "2000-02-29T00:00:00.123Z");
}

TEST_CASE("a moment is written the way HTTP wants it") {
    CHECK(http_date(afternoon) == "Sun, 22 Nov 2026 13:51:39 GMT");
    CHECK(http_date(784'111'777'000) == "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_CASE("a date, or a date and time with a zone, is read") {
    CHECK(parse_iso8601("2026-11-22T13:51:39.000Z") == afternoon);
    CHECK(parse_iso8601("2026-11-22T15:51:39+02:00") == afternoon);
    CHECK(parse_iso8601("2026-11-22 08:21:39-0530") == afternoon);
    CHECK(parse_iso8601("2026-11-22T13:51Z") == afternoon - 39 * second);
    CHECK(parse_iso8601("2026-11-22T13:51:39.1239Z") == afternoon + 123);
    CHECK(parse_iso8601("2026-11-22T13:51:39.5Z") == afternoon + 500);
    CHECK(parse_iso8601("1970-01-02") == day);
    CHECK(parse_iso8601(iso8601(-1)) == -1);
}

TEST_CASE("anything else is no moment") {
    for (auto bad : {"", "2026", "2026-13-01", "2026-02-29", "2026-00-10", "2026-11-22T", "2026-11-22T13", "2026-11-22T13:51:39",
                     "2026-11-22T24:00:00Z", "2026-11-22T13:60:00Z", "2026-11-22T13:51:60Z", "2026-11-22T13:51:39.Z",
                     "2026-11-22T13:51:39Zx", "2026-11-22T13:51:39+2", "2026-11-22T13:51:39+24:00", "22.11.2026", " 2026-11-22"}) {
        CAPTURE(bad);
        CHECK(!parse_iso8601(bad));
    }
}
