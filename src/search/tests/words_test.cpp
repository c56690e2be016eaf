// How text is cut into what can be found.
#include "search/asked.hpp"
#include "search/words.hpp"
#include <doctest/doctest.h>

using Words = std::vector<std::string>;
using search::words_of;

TEST_CASE("words are found without regard to case and signs") {
    CHECK(words_of("Don't share your EpiPen®, Muñoz!") == Words{"dont", "share", "your", "epipen", "muñoz"});
    CHECK(words_of("") == Words{});
    CHECK(words_of("… — !") == Words{});
}

TEST_CASE("text without spaces is cut into pairs, beside words of other scripts") {
    CHECK(words_of("糖尿病 type2") == Words{"糖尿", "尿病", "type2"});
    CHECK(words_of("水") == Words{"水"});
    CHECK(words_of("COVIDワクチン") == Words{"covid", "ワク", "クチ", "チン"});
}

TEST_CASE("vowel signs stay with their letters") { CHECK(words_of("हिन्दी में").size() == 2); }

TEST_CASE("a word as long as a page is cut, at a whole letter") {
    auto words = words_of(std::string(100'000, 'a') + "é");
    REQUIRE(words.size() == 1);
    CHECK(words.front().size() == 64);
}

TEST_CASE("each language has its own stems, and an unknown one none") {
    CHECK(search::stem("inhalers", "en") == search::stem("inhaler", "en-GB"));
    CHECK(search::stem("vacunas", "es") == search::stem("vacuna", "es"));
    CHECK(search::stem("vacunación", "es") == search::stem("vacunaciones", "es"));
    CHECK(search::stem("inhalers", "tlh") == "");
}

namespace {

search::Asked understand(std::string_view text) {
    auto find = [](std::string_view handle) { return handle == "ada" || handle == "@ada" ? std::optional(base::AccountId{17}) : std::nullopt; };
    return search::understand(text, {base::AccountId{5}, "xx", find});
}

}  // namespace

TEST_CASE("words must all be there, in any form") {
    CHECK(understand("asthma").match == "(\"wasthma\" OR \"sasthma\")");
    CHECK(understand("flu shots").match == "(\"wflu\" OR \"sflu\") AND (\"wshots\" OR \"sshot\" OR \"wshot\")");
}

TEST_CASE("a phrase is found in its order and words as they are") {
    CHECK(understand("\"flu shots\"").match == "(\"wflu\" + \"wshots\")");
    CHECK(understand("\"never closed").match == "(\"wnever\" + \"wclosed\")");
}

TEST_CASE("a minus excludes, and alone finds nothing") {
    CHECK(understand("flu -\"on sale\"").match == "((\"wflu\" OR \"sflu\")) NOT ((\"won\" + \"wsale\"))");
    CHECK(understand("-flu").match == "");
}

TEST_CASE("operators narrow the search") {
    CHECK(understand("from:ada").match == "\"f17\"");
    CHECK(understand("from:@ada has:video -is:reply").match == "(\"f17\" AND \"pvideo\") NOT (\"kreply\")");
    CHECK(understand("from:me").match == "\"f5\"");
    CHECK(understand("has:embed language:pt-BR").match == "\"plink\" AND \"lpt\"");
    CHECK(understand("#mental_health").match == "\"hmentalxhealth\"");
    auto day = understand("flu during:2026-11-22");
    CHECK(base::time_of(day.before) - base::time_of(day.after) == 86'400'000);
    CHECK(understand("flu before:2026-11-22").before == day.after);
    CHECK(understand("flu after:2026-11-22").after == day.before);
    CHECK(understand("flu in:library").only_library);
}

TEST_CASE("nobody of that name wrote anything") { CHECK(understand("flu from:nobody").match == ""); }

TEST_CASE("what is no operator is looked for") {
    CHECK(understand("before:soon").match == "(\"wbefore\" + \"wsoon\")");
    CHECK(understand("has:fever").match == "(\"whas\" + \"wfever\")");
    CHECK(understand("12:30").match == "(\"w12\" + \"w30\")");
}

TEST_CASE("a query of any length and any signs stays a query") {
    std::string signs;
    for (int c = 1; c < 256; ++c) signs += static_cast<char>(c < 128 ? c : '"');
    (void)understand(signs + signs);
    std::string many;
    for (int i = 0; i < 10'000; ++i) many += "word" + std::to_string(i) + " ";
    CHECK(understand(many).match.size() < 2000);
}
