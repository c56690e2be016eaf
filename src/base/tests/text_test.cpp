// Text as people write it, in several scripts.
#include "base/text.hpp"
#include <doctest/doctest.h>
#include <thread>

using namespace base;
using namespace std::string_literals;

TEST_CASE("UTF-8 is read strictly") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("plain, Grüße, 健康, 👩🏽‍⚕️"));
    for (auto bad : {"\xff", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\x80", "\xf0\x9f\x98"}) {
        CAPTURE(bad);
        CHECK(!is_utf8(bad));
    }
}

TEST_CASE("a grapheme is what a person counts as a character") {
    CHECK(graphemes("") == 0);
    CHECK(graphemes("hello\r\nyou\n") == 10);
    CHECK(graphemes("e\u0301") == 1);
    CHECK(graphemes("👩🏽‍⚕️") == 1);           // woman, skin tone, joiner, staff of Aesculapius
    CHECK(graphemes("🇸🇪🇳🇴") == 2);
    CHECK(graphemes("नमस्ते") == 3);
    CHECK(graphemes("สวัสดี") == 4);
    CHECK(graphemes("bad \xff end") == 9);
}

TEST_CASE("graphemes are counted on several threads at once") {
    std::vector<std::thread> threads;
    std::vector<std::int64_t> counts(4);
    for (auto& count : counts) threads.emplace_back([&count] { for (int i = 0; i < 200; ++i) count += graphemes("né e\u0301"); });
    for (auto& thread : threads) thread.join();
    for (auto count : counts) CHECK(count == 800);
}

TEST_CASE("normalizing composes letters and makes one kind of line end") {
    CHECK(normalize("e\u0301te\u0301") == "\u00e9t\u00e9");
    CHECK(normalize("a\r\nb\rc\u2028d\n\te") == "a\nb\nc\nd\n\te");
    CHECK(normalize("Å") == normalize("A\u030a"));
}

TEST_CASE("normalizing drops what hides or turns text around, and keeps isolates and joiners") {
    CHECK(normalize("a\0b\x01\x7f\u0085"s) == "ab\n");
    CHECK(normalize("\uFEFFpay \u202Egpj.exe\u202C") == "pay gpj.exe");
    CHECK(normalize("\u2067שלום\u2069") == "\u2067שלום\u2069");
    CHECK(normalize("👩\u200d⚕️") == "👩\u200d⚕️");
    CHECK(normalize("a\xff z") == "a\uFFFD z");
}

TEST_CASE("folding makes equal what people hold equal") {
    CHECK(fold("HeLLo") == "hello");
    CHECK(fold("Straße") == fold("STRASSE"));
    CHECK(fold("ＦＵＬＬ") == "full");
    CHECK(fold("ΣΊΣΥΦΟΣ") == fold("σίσυφος"));
    CHECK(fold("Muñoz") != fold("Munoz"));
}

TEST_CASE("plain folding drops diacritics, but no letters of other scripts") {
    CHECK(fold_plain("Muñoz") == "munoz");
    CHECK(fold_plain("Søren ŁÓDŹ") == "soren lodz");
    CHECK(fold_plain("Ἀθῆναι") == fold_plain("αθηναι"));
    CHECK(fold_plain("مُحَمَّد") == fold_plain("محمد"));
    CHECK(fold_plain("が") == "が");
    CHECK(fold_plain("हिन्दी") == "हिन्दी");
    CHECK(fold_plain("한국") == "한국");
}

TEST_CASE("a shortened text is cut between graphemes and says so") {
    CHECK(shorten("short", 5) == "short");
    CHECK(shorten("a longer text", 9) == "a longer…");
    CHECK(shorten("a longer text", 8) == "a longe…");
    CHECK(shorten("née👩🏽‍⚕️👩🏽‍⚕️", 5) == "née👩🏽‍⚕️👩🏽‍⚕️");
    CHECK(shorten("née👩🏽‍⚕️👩🏽‍⚕️", 4) == "née…");
    CHECK(shorten("anything", 1) == "…");
    CHECK(shorten("anything", 0) == "");
}

TEST_CASE("trimming takes Unicode white space from both ends only") {
    CHECK(trim(" \u3000\u00a0 a b\u2003\n") == "a b");
    CHECK(trim("\t\u00a0") == "");
    CHECK(trim("é") == "é");
}

TEST_CASE("splitting keeps empty parts") {
    CHECK(split("a,,b,", ',') == std::vector<std::string_view>{"a", "", "b", ""});
    CHECK(split("", ',') == std::vector<std::string_view>{""});
}

TEST_CASE("direction is that of the first strong character outside isolates") {
    CHECK(is_right_to_left("12: שלום"));
    CHECK(is_right_to_left("👍 مرحبا hello"));
    CHECK(!is_right_to_left("hello مرحبا"));
    CHECK(is_right_to_left("\u2068hello\u2069 שלום"));
    CHECK(!is_right_to_left("123 !"));
}

TEST_CASE("letters, digits and marks are told apart from punctuation") {
    for (auto letter : {U'a', U'é', U'健', U'7', U'٣', U'ß'}) CHECK(is_letter_or_digit(letter));
    for (auto other : {U'_', U'#', U' ', U'·', U'👍', U'\u0301'}) CHECK(!is_letter_or_digit(other));
    CHECK(is_mark(U'\u0301'));
    CHECK(is_mark(U'ि'));
    CHECK(!is_mark(U'a'));
}

TEST_CASE("a bad byte is read as one replacement character, and reading always advances") {
    std::string_view text = "a\xff\xe2\x82z";
    std::u32string read;
    for (std::size_t at = 0; at < text.size();) read += next_code_point(text, at);
    CHECK(read == U"a\uFFFD\uFFFDz");
}
