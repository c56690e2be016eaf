// How alike two questions are, in any language and without a dictionary: the cosine of their words' trigrams.
//
// Trigrams of words forgive what inflection does (drink, drinking; beber, bebo; ماء, الماء), need no list per language, and
// work for languages whose lists we do not have. The cosine |A and B| / sqrt(|A| |B|) lies between what short questions
// deserve (Dice) and what a short one inside a long one deserves (overlap). Words that hold every question together are
// left out, or all questions would be alike.
#include "base/text.hpp"
#include "questions/questions.hpp"
#include <algorithm>
#include <array>
#include <cmath>

namespace questions {

namespace {

constexpr std::size_t most_trigrams = 2000;

// Folded, without diacritics, sorted by bytes.
constexpr auto empty_words = [] {
    auto words = std::to_array<std::string_view>({
        "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "by", "can", "could", "do", "does", "for", "from", "had", "has", "have", "how", "i", "if", "in", "is",
        "it", "its", "long", "may", "me", "much", "must", "my", "no", "not", "of", "on", "or", "our", "should", "so", "still", "that", "the", "their", "there", "they", "this", "to",
        "us", "was", "we", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
        "al", "algo", "como", "con", "cual", "cuando", "cuanto", "de", "debo", "del", "donde", "el", "en", "es", "esta", "este", "esto", "hay", "la", "las", "lo", "los", "mas", "me",
        "mi", "mis", "nos", "nuestro", "o", "para", "pero", "podemos", "por", "puede", "puedo", "que", "quien", "se", "ser", "si", "sin", "sobre", "son", "su", "sus", "tengo", "un", "una", "y", "ya",
        "هل", "ما", "ماذا", "متي", "اين", "كيف", "لماذا", "من", "في", "علي", "الي", "عن", "مع", "هذا", "هذه", "ان", "او", "و", "لا", "كم", "هو", "هي", "يمكن", "يمكنني", "نحن", "انا",
    });
    std::ranges::sort(words);
    return words;
}();

bool is_empty_word(std::string_view word) { return std::ranges::binary_search(empty_words, word); }

// One letter for those that Arabic writes in several ways, as people type them.
char32_t one_form(char32_t c) {
    switch (c) {
    case U'أ': case U'إ': case U'آ': case U'ٱ': return U'ا';
    case U'ى': return U'ي';
    case U'ة': return U'ه';
    default: return c;
    }
}

void append(std::string& text, char32_t c) {
    if (c < 0x80) text += static_cast<char>(c);
    else if (c < 0x800) (text += static_cast<char>(0xC0 | c >> 6)) += static_cast<char>(0x80 | (c & 0x3F));
    else if (c < 0x10000) ((text += static_cast<char>(0xE0 | c >> 12)) += static_cast<char>(0x80 | (c >> 6 & 0x3F))) += static_cast<char>(0x80 | (c & 0x3F));
    else (((text += static_cast<char>(0xF0 | c >> 18)) += static_cast<char>(0x80 | (c >> 12 & 0x3F))) += static_cast<char>(0x80 | (c >> 6 & 0x3F))) += static_cast<char>(0x80 | (c & 0x3F));
}

// The article in front of an Arabic word is no part of it.
std::u32string_view without_article(std::u32string_view word) {
    for (std::u32string_view front : {U"وال", U"بال", U"كال", U"فال", U"لل", U"ال"})
        if (word.starts_with(front) && word.size() >= front.size() + 2) return word.substr(front.size());
    return word;
}

using Trigrams = std::vector<std::uint64_t>;  // three code points of 21 bits each

void add_word(Trigrams& onto, std::u32string const& typed) {
    std::string utf8;
    for (char32_t c : typed) append(utf8, c);
    if (is_empty_word(utf8)) return;
    auto const word = U" " + std::u32string(without_article(typed)) + U" ";
    for (std::size_t i = 0; i + 2 < word.size() && onto.size() < most_trigrams; ++i)
        onto.push_back(std::uint64_t{word[i]} << 42 | std::uint64_t{word[i + 1]} << 21 | std::uint64_t{word[i + 2]});
}

Trigrams trigrams_of(std::string_view text) {
    auto const folded = base::fold_plain(text);
    Trigrams all;
    std::u32string word;
    for (std::size_t at = 0; at < folded.size();) {
        auto const c = base::next_code_point(folded, at);
        if (c == U'ـ' || base::is_mark(c)) continue;  // drawn out, or a vowel's sign
        if (base::is_letter_or_digit(c)) {
            word += one_form(c);
            continue;
        }
        if (!word.empty()) add_word(all, word);
        word.clear();
    }
    if (!word.empty()) add_word(all, word);
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    return all;
}

}  // namespace

double likeness(std::string_view one, std::string_view other) {
    auto const a = trigrams_of(one), b = trigrams_of(other);
    if (a.empty() || b.empty()) return base::fold(one) == base::fold(other) ? 1 : 0;
    Trigrams both;
    std::ranges::set_intersection(a, b, std::back_inserter(both));
    return static_cast<double>(both.size()) / std::sqrt(static_cast<double>(a.size()) * static_cast<double>(b.size()));
}

}  // namespace questions
