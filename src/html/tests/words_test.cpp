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

http::Locale reader_in(std::string_view language, std::string_view zone) {
    http::Locale reader;
    reader = language;
    reader.zone = zone;
    return reader;
}

TEST_CASE("a moment is told by the reader's clock") {
    auto const noon = at("2026-07-01T12:00:00Z"), winter = at("2026-12-01T23:30:00Z");
    CHECK(html::Words(reader_in("en", "America/New_York")).date_time(noon) == "1 July 2026, 8:00 am");
    CHECK(html::Words(reader_in("en", "America/New_York")).date_time(winter) == "1 December 2026, 6:30 pm");
    CHECK(html::Words(reader_in("en", "Asia/Kolkata")).date(winter) == "2 December 2026");
    CHECK(html::Words(reader_in("en", "Asia/Calcutta")).date(winter) == "2 December 2026");
    CHECK(html::Words(reader_in("en", "Far/Away")).date_time(noon) == "1 July 2026, 12:00 pm");
    CHECK(html::Words(reader_in("en", "")).date_time(noon) == "1 July 2026, 12:00 pm");
}

TEST_CASE("yesterday is the reader's yesterday") {
    html::Words const words(reader_in("en", "Asia/Tokyo"));
    CHECK(words.ago(at("2026-11-21T14:00:00Z"), at("2026-11-22T14:30:00Z")) == "yesterday");
    CHECK(words.ago(at("2026-11-20T15:30:00Z"), at("2026-11-22T15:30:00Z")) == "21 November 2026");
    CHECK(words.ago(at("2026-11-21T15:30:00Z"), at("2026-11-22T16:00:00Z")) == "yesterday");
}

TEST_CASE("what is typed as a local time is the moment that the reader means") {
    html::Words const words(reader_in("en", "Europe/Madrid"));
    CHECK(words.moment("2026-11-22T14:00") == at("2026-11-22T13:00:00Z"));
    CHECK(words.moment("2026-07-22T14:00") == at("2026-07-22T12:00:00Z"));
    CHECK(words.local(at("2026-07-22T12:00:00Z")) == "2026-07-22T14:00");
    CHECK(!words.moment("tomorrow"));
    CHECK(!words.moment(""));
    CHECK(*words.moment_in("scheduled_at", "2027-03-28T03:30") == at("2027-03-28T01:30:00Z"));
    for (auto wrong : {"2027-03-28T02:30", "tomorrow", ""}) {  // clocks skip from two to three that night
        auto refused = words.moment_in("scheduled_at", wrong);
        REQUIRE(!refused);
        CHECK(refused.error().fields.at(0).field == "scheduled_at");
    }
}

TEST_CASE("a language has its own plurals, digits that forms know, and dates of its own") {
    html::Words const es("es"), ar("ar");
    CHECK(ar.right_to_left());
    CHECK(es("{votes, plural, one {# vote} other {# votes}}", {{"votes", 1}}) == "1 voto");
    CHECK(ar("{votes, plural, one {# vote} other {# votes}}", {{"votes", 2}}) == "صوتان");
    CHECK(ar("{votes, plural, one {# vote} other {# votes}}", {{"votes", 5}}) == "5 أصوات");
    CHECK(ar("{votes, plural, one {# vote} other {# votes}}", {{"votes", 11}}) == "11 صوتًا");
    CHECK(es.date(at("2026-11-22T13:51:39Z")) == "22 de noviembre de 2026");
    CHECK(ar.date(at("2026-11-22T13:51:39Z")).contains("22"));
    CHECK(html::language_name("es") == "español");
    CHECK(html::language_name("ar") == "العربية");
}

TEST_CASE("a language may say a name inside its plural forms, where English has it outside") {
    html::Words const ar("ar");
    auto const said = ar("{name} and {count, plural, one {# other} other {# others}}", {{"name", "هالة"}, {"count", 1}});
    CHECK(said.contains("هالة"));
    CHECK(!said.contains("{"));
}

TEST_CASE("a counted text has one form for each plural category, for scripts") {
    html::Words const en, es("es"), ar("ar");
    constexpr std::string_view posts = "{count, plural, one {# new post} other {# new posts}}";
    CHECK(en.counted(posts) == "other:# new posts|one:# new post");
    CHECK(es.counted(posts).contains("one:# publicación nueva"));
    auto forms = ar.counted(posts);
    for (std::string_view kind : {"zero:", "one:", "two:", "few:# ", "many:# ", "other:# "}) CHECK(forms.contains(kind));
}

TEST_CASE("a refusal is told in the reader's language, with the figure that it holds") {
    base::Refusal const refusal{base::Why::invalid, "whatever", {{"a", "ERR_TOO_LONG", "At most 240 characters."}, {"b", "ERR_BLANK", "Choose a username."}}};
    CHECK(html::said(html::Words("es"), refusal) == "240 caracteres como máximo. Elige un nombre de usuario.");
    CHECK(html::said(html::Words("en"), refusal) == "At most 240 characters. Choose a username.");
    base::Refusal const known{base::Why::too_large, "This picture has too many pixels. Choose one of at most 25 million, such as 5,000 by 5,000.", {}};
    CHECK(html::said(html::Words("es"), known).contains("25 millones"));
    CHECK(html::said(html::Words("es"), {base::Why::invalid, "Nobody translated 3 of these.", {}}) == "Nobody translated 3 of these.");
}

TEST_CASE("the best language is the heaviest that there is a catalog for") {
    CHECK(html::best_locale("") == "en");
    CHECK(html::best_locale("en-GB,en;q=0.9") == "en");
    CHECK(html::best_locale("tlh, *;q=0.5") == "en");
    CHECK(html::best_locale("de, es-MX;q=0.9, en;q=0.8") == "es");
    CHECK(html::best_locale(";;,,q=") == "en");
    PseudoLocales const on;
    CHECK(html::best_locale("en;q=0.5, ar-XB") == "ar-XB");
    CHECK(html::best_locale("AR-xb;q=0.4, en;q=0.5") == "en");
    CHECK(html::best_locale("ar-XB;q=0, en;q=0.1") == "en");
}
