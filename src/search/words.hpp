// Text as it is searched: folded words, their stems, and marks, as tokens of letters and digits. Pure.
//
//   winhaler   a word, without case and diacritics; Chinese, Japanese, Korean and Thai text as overlapping pairs
//   sinhal     its stem in the text's language, where that differs
//   hasthma    a hashtag            f17, len, pimage, kreply   author, language, has, is
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace search {

// The folded words of a text, in order; their diacritics are kept, because stems depend on them. Signs and spaces part words.
std::vector<std::string> words_of(std::string_view text);
// Without diacritics. "" when the language has no stemmer. `language` is BCP 47; its first part counts.
std::string stem(std::string_view word, std::string_view language);

std::string hashtag_token(std::string_view hashtag);

}  // namespace search
