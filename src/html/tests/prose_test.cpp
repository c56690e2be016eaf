// What people type, as markup.
#include "html/prose.hpp"
#include <doctest/doctest.h>

namespace {

std::string made(std::string_view text) {
    html::Links links{[](std::string_view handle) -> std::optional<std::string> {
                          if (handle != "ada") return std::nullopt;
                          return "https://salve.example/@ada";
                      },
                      "https://salve.example/tags/"};
    return html::prose(text, links).markup;
}

std::vector<std::string> found(std::string_view text) {
    std::vector<std::string> all;
    for (auto const& each : html::find_in(text)) all.emplace_back(each.inner);
    return all;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("markup that people type is shown, not run") {
    CHECK(made("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
    CHECK(made("https://x.example/\"onclick=1").find("\"onclick") == std::string::npos);
}

TEST_CASE("an empty line begins a paragraph and a line end breaks the line") {
    CHECK(made("one\ntwo\n\n\nthree\n") == "<p>one<br>two</p><p>three</p>");
    CHECK(made("").empty());
}

TEST_CASE("only people who exist become mentions") {
    CHECK(made("@ada and @nobody").find(R"(<a href="https://salve.example/@ada" class="u-url mention">@<span>ada</span></a>)") != std::string::npos);
    CHECK(made("@nobody") == "<p>@nobody</p>");
}

TEST_CASE("mentions are found where a word begins, with their server") {
    CHECK(found("Hi @ada, @ben@far.example. mail me@here.example") == Strings{"ada", "ben@far.example"});
    CHECK(found("@@ada") == Strings{});
    CHECK(found("(@ada)") == Strings{"ada"});
}

TEST_CASE("hashtags take letters of every script, but not digits alone") {
    CHECK(found("#asthma #سكري #naïve_kids #2026 #covid19 a#b ##") == Strings{"asthma", "سكري", "naïve_kids", "covid19"});
    CHECK(made("#Asthma").find(R"(href="https://salve.example/tags/asthma")") != std::string::npos);
}

TEST_CASE("a link ends before the sentence's punctuation") {
    CHECK(found("See https://a.example/b_(c). Or (https://d.example/e)!") == Strings{"https://a.example/b_(c)", "https://d.example/e"});
    CHECK(found("https:// http://") == Strings{});
    CHECK(found("https://a.example/#top@ada") == Strings{"https://a.example/#top@ada"});
}

TEST_CASE("a link counts as 23, a mention without its server, an emoji family as one") {
    CHECK(html::counted_length("https://a-very-long-address.example/with/a/very/long/path") == 23);
    CHECK(html::counted_length("@ben@far.example hi") == 7);
    CHECK(html::counted_length("👩‍👩‍👧‍👦") == 1);
    CHECK(html::counted_length("#tag x") == 6);
}
