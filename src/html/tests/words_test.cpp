// Languages: catalogs, plurals, dates, choosing one.
#include "html/html.hpp"
#include "base/settings.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <doctest/doctest.h>

namespace html {
extern base::Setting<bool> pseudo_locales;
}

namespace {

struct PseudoLocales {
    PseudoLocales() { html::pseudo_locales.change(true); }
    ~PseudoLocales() { html::pseudo_locales.change(false); }
};

base::Time at(char const* iso) { return *base::parse_iso8601(iso); }

}  // namespace

TEST_CASE("English is its own catalog") {
    html::Words const words;
    CHECK(words.locale() == "en");
    CHECK_FALSE(words.right_to_left());
    CHECK(words("It's fine") == "It's fine");
    CHECK(words("{count, plural, one {# post} other {# posts}}", {{"count", 1}}) == "1 post");
    CHECK(words("{count, plural, one {# post} other {# posts}}", {{"count", 2}}) == "2 posts");
    CHECK(words("Hello {name}", {{"name", "Ada {name} <b>"}}) == "Hello Ada {name} <b>");
    CHECK(words.number(1234567) == "1,234,567");
}

TEST_CASE("a broken pattern or a missing argument is shown and breaks nothing") {
    html::Words const words;
    CHECK(words("{count, plural, one {# post}", {{"count", 1}}) == "{count, plural, one {# post}");
    CHECK(words("Hello {name}", {}) == "Hello ");
}

TEST_CASE("a language without a catalog is English") {
    CHECK(html::Words("tlh").locale() == "en");
    CHECK(html::Words("").locale() == "en");
    CHECK(html::Words("en-GB").locale() == "en");
}

TEST_CASE("a name in the other direction is kept apart from the words around it") {
    html::Words const words;
    CHECK(words("{name} followed you", {{"name", "عمر"}}) == "\u2068عمر\u2069 followed you");
    CHECK(words("{name} followed you", {{"name", "Omar"}}) == "Omar followed you");
}

TEST_CASE("made-up languages are offered only when the setting is on") {
    CHECK(html::Words("en-XA").locale() == "en");
    CHECK(html::locales().front() == "en");
    CHECK(std::ranges::count(html::locales(), "en-XA") == 0);
    PseudoLocales const on;
    CHECK(std::ranges::count(html::locales(), "en-XA") == 1);
    html::Words const longer("en-XA");
    CHECK(longer("Sign in").size() * 10 >= std::string("Sign in").size() * 14);
    CHECK(longer("Sign in") == "[Sígn ín ~]");
    CHECK(longer("{count, plural, one {# reply} other {# replies}}", {{"count", 3}}) == "[3 replies]");
    html::Words const mirrored("ar-XB");
    CHECK(mirrored.right_to_left());
    CHECK(mirrored("Sign in") == "\u202eSign in\u202c");
}

TEST_CASE("dates are whole and unmistakable") {
    html::Words const words;
    CHECK(words.date(at("2026-11-22T13:51:39Z")) == "22 November 2026");
    CHECK(words.date_time(at("2026-11-22T13:51:39Z")) == "22 November 2026, 1:51 pm");
    CHECK(words.date_time(at("2026-11-22T00:05:00Z")) == "22 November 2026, 12:05 am");
}

TEST_CASE("what happened lately is told by how long ago") {
    html::Words const words;
    auto const now = at("2026-11-22T13:51:39Z");
    CHECK(words.ago(now, now) == "now");
    CHECK(words.ago(now + base::second, now) == "now");
    CHECK(words.ago(now - 59 * base::second, now) == "now");
    CHECK(words.ago(now - base::minute, now) == "1 minute ago");
    CHECK(words.ago(now - 5 * base::minute, now) == "5 minutes ago");
    CHECK(words.ago(now - 23 * base::hour, now) == "23 hours ago");
    CHECK(words.ago(now - 25 * base::hour, now) == "yesterday");
    CHECK(words.ago(now - 47 * base::hour, now) == "20 November 2026");
    CHECK(words.ago(now + base::day, now) == "23 November 2026, 1:51 pm");
}

TEST_CASE("the best language is the heaviest that there is a catalog for") {
    CHECK(html::best_locale("") == "en");
    CHECK(html::best_locale("en-GB,en;q=0.9") == "en");
    CHECK(html::best_locale("tlh, *;q=0.5") == "en");
    CHECK(html::best_locale(";;,,q=") == "en");
    PseudoLocales const on;
    CHECK(html::best_locale("en;q=0.5, ar-XB") == "ar-XB");
    CHECK(html::best_locale("AR-xb;q=0.4, en;q=0.5") == "en");
    CHECK(html::best_locale("ar-XB;q=0, en;q=0.1") == "en");
}
