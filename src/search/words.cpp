// Cuts text into words. Scripts that are written without spaces are cut into pairs, which finds every run of two.
#include "search/words.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <array>
#include <libstemmer.h>
#include <map>
#include <memory>
#include <unicode/uscript.h>
#include <utility>

namespace search {
namespace {

constexpr std::size_t longest_word = 64;  // bytes: longer ones are noise, and are cut

bool is_written_without_spaces(char32_t c) {
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(c), &error)) {
        case USCRIPT_HAN: case USCRIPT_HIRAGANA: case USCRIPT_KATAKANA: case USCRIPT_HANGUL:
        case USCRIPT_THAI: case USCRIPT_LAO: case USCRIPT_KHMER: case USCRIPT_MYANMAR: return true;
        default: return false;
    }
}

// A run of one script: a word, or pairs of its letters.
class Cutter {
public:
    void take(char32_t c, std::string_view bytes) {
        bool pairs = c > 0x7F && is_written_without_spaces(c);
        if (pairs != pairs_) end();
        pairs_ = pairs;
        if (pairs && !base::is_mark(c)) letters_.push_back(run_.size());
        run_ += bytes;
    }

    void end() {
        if (pairs_) cut_pairs();
        else if (!run_.empty()) words.push_back(cut(run_));
        run_.clear();
        letters_.clear();
        pairs_ = false;
    }

    std::vector<std::string> words;

private:
    void cut_pairs() {
        auto start_of = [&](std::size_t i) { return i < letters_.size() ? letters_[i] : run_.size(); };
        if (letters_.size() == 1) words.push_back(run_);
        for (std::size_t i = 0; i + 1 < letters_.size(); ++i) words.push_back(run_.substr(letters_[i], start_of(i + 2) - letters_[i]));
    }

    static std::string cut(std::string const& word) {
        auto length = word.size();
        if (length > longest_word)
            for (length = longest_word; length > 0 && (static_cast<unsigned char>(word[length]) & 0xC0) == 0x80; --length) {}
        return word.substr(0, length);
    }

    std::string run_;
    std::vector<std::size_t> letters_;  // where each letter of a run of pairs starts
    bool pairs_ = false;
};

constexpr std::array<std::pair<std::string_view, char const*>, 25> stemmers = {{
    {"ar", "arabic"}, {"ca", "catalan"}, {"da", "danish"}, {"de", "german"}, {"el", "greek"}, {"en", "english"}, {"es", "spanish"},
    {"eu", "basque"}, {"fi", "finnish"}, {"fr", "french"}, {"ga", "irish"}, {"hi", "hindi"}, {"hu", "hungarian"}, {"hy", "armenian"},
    {"id", "indonesian"}, {"it", "italian"}, {"lt", "lithuanian"}, {"ne", "nepali"}, {"nl", "dutch"}, {"no", "norwegian"},
    {"nb", "norwegian"}, {"pt", "portuguese"}, {"ro", "romanian"}, {"ru", "russian"}, {"sv", "swedish"},
}};

struct Closing { void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); } };

// One of each language for each thread: they hold the word they work on.
sb_stemmer* stemmer_of(std::string_view language) {
    thread_local std::map<std::string, std::unique_ptr<sb_stemmer, Closing>, std::less<>> made;
    auto known = made.find(language);
    if (known != made.end()) return known->second.get();
    for (auto const& [tag, name] : stemmers)
        if (tag == language) return made.emplace(language, sb_stemmer_new(name, "UTF_8")).first->second.get();
    return nullptr;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
    auto folded = base::fold(text);
    Cutter cutter;
    for (std::size_t position = 0; position < folded.size();) {
        auto start = position;
        auto c = base::next_code_point(folded, position);
        if (base::is_letter_or_digit(c) || base::is_mark(c)) cutter.take(c, std::string_view(folded).substr(start, position - start));
        // "don't" is one word in every spelling.
        else if (c != '\'' && c != 0x2019) cutter.end();
    }
    cutter.end();
    return std::move(cutter.words);
}

std::string stem(std::string_view word, std::string_view language) {
    auto* stemmer = stemmer_of(language.substr(0, language.find('-')));
    if (!stemmer) return {};
    auto* made = sb_stemmer_stem(stemmer, reinterpret_cast<sb_symbol const*>(word.data()), static_cast<int>(word.size()));
    if (!made) return {};
    return base::fold_plain({reinterpret_cast<char const*>(made), static_cast<std::size_t>(sb_stemmer_length(stemmer))});
}

std::string hashtag_token(std::string_view hashtag) {
    auto token = "h" + base::fold(hashtag);
    std::ranges::replace(token, '_', 'x');  // the index would cut there
    return token;
}

}  // namespace search
