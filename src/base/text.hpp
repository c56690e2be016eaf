// Unicode, by ICU. Every function takes and gives UTF-8; none throws on bad input unless it says so.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace base {

bool is_utf8(std::string_view);                     // strict: no surrogates, no overlong forms
std::int64_t graphemes(std::string_view);           // what a person counts as characters
std::string normalize(std::string_view);            // NFC, line ends to \n, controls and bidi overrides other than \n and \t dropped
std::string fold(std::string_view);                 // NFKC case folding, for comparing and for searching
std::string fold_plain(std::string_view);           // fold() without diacritics: Muñoz matches munoz
std::string shorten(std::string_view, std::int64_t graphemes);  // cut at a grapheme; ends in "…" when it was cut
std::string trim(std::string_view);                 // Unicode white space at both ends
std::vector<std::string_view> split(std::string_view, char);    // views into the argument
bool is_right_to_left(std::string_view);            // by the first strong character
bool is_letter_or_digit(char32_t);
bool is_mark(char32_t);                             // vowel signs and accents: part of a word in many scripts, never its beginning

// The next code point of valid UTF-8 at `position`, which it advances; U+FFFD for a bad byte.
char32_t next_code_point(std::string_view, std::size_t& position);

}  // namespace base
