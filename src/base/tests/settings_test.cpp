// Settings: declared once, refused with a reason.
#include "base/settings.hpp"
#include <algorithm>
#include <doctest/doctest.h>

using namespace base;

static Setting<std::int64_t> number{"test.whole_number", 30, "A number."};
static Setting<bool> choice{"test.choice", false, "A choice."};
static Setting<std::string> words{"test.words", "a \"quoted\"\nline", "Words."};

TEST_CASE("a setting is found by its name, and all are listed in order") {
    CHECK(find_setting("test.choice") == &choice);
    CHECK(find_setting("test.absent") == nullptr);
    auto all = all_settings();
    CHECK(std::ranges::is_sorted(all, {}, &AnySetting::name));
    CHECK(std::ranges::find(all, &site_url) != all.end());
}

TEST_CASE("a setting's environment variable follows from its name") {
    CHECK(number.environment_variable() == "SALVE_TEST_WHOLE_NUMBER");
}

TEST_CASE("a value is taken from text, and its default is remembered") {
    CHECK(number.set("-5"));
    CHECK(number() == -5);
    CHECK(number.text() == "-5");
    CHECK(number.default_text() == "30");
    CHECK(choice.set("true"));
    CHECK(choice());
    CHECK(choice.text() == "true");
    CHECK(words.text() == R"("a \"quoted\"\nline")");
    CHECK(words.set("\x7f"));
    CHECK(words.text() == R"("\u007f")");
}

TEST_CASE("a value of the wrong kind is refused with what would be taken, and changes nothing") {
    number.change(7);
    for (auto bad : {"", "seven", "7.5", "7 ", "99999999999999999999"}) {
        CAPTURE(bad);
        auto outcome = number.set(bad);
        REQUIRE(!outcome);
        CHECK(outcome.error().fields.at(0).field == "test.whole_number");
        CHECK(outcome.error().message.contains("whole number"));
        CHECK(number() == 7);
    }
    CHECK(choice.set("yes").error().message.contains("true or false"));
    CHECK(!words.set("\xff"));
}

TEST_CASE("the site's address says its domain and whether it is secure") {
    site_url.change("https://salve.example:8443/below");
    CHECK(site_domain() == "salve.example:8443");
    CHECK(site_is_secure());
    site_url.change("http://localhost:8080");
    CHECK(site_domain() == "localhost:8080");
    CHECK(!site_is_secure());
}
