// Sentences, words and syllables, counted; and what follows from them for whoever writes.
#include "alerts/readability.hpp"
#include "alerts/pages.hpp"
#include "alerts/showing.hpp"
#include "base/text.hpp"
#include "posts/posts.hpp"
#include <algorithm>
#include <cmath>

namespace alerts {

namespace {

constexpr std::int64_t long_sentence = 20, best_grade = 6;
constexpr std::size_t most_named = 3;
// Cell broadcast in the United States (47 CFR 10.430) and one short message of 7-bit letters; others hold 70.
constexpr std::int64_t phone_warning = 360, short_message = 160, short_message_other = 70, best_headline = 90;

bool is_english(std::string_view language) { return language.starts_with("en"); }
bool is_spanish(std::string_view language) { return language.starts_with("es"); }

std::vector<std::string> words_in(std::string_view sentence) {
    std::vector<std::string> words;
    std::string word;
    for (std::size_t at = 0; at < sentence.size();) {
        auto const from = at;
        auto const point = base::next_code_point(sentence, at);
        if (base::is_letter_or_digit(point) || base::is_mark(point) || (point == '\'' && !word.empty())) word += sentence.substr(from, at - from);
        else if (!word.empty()) words.push_back(std::move(word)), word.clear();
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

// A point between digits ends nothing: 2.5.
bool ends_sentence(std::string_view text, std::size_t from, std::size_t next, char32_t point) {
    if (point == '\n' || point == U'؟' || point == U'。' || point == U'।' || point == '!' || point == '?') return true;
    if (point != '.') return false;
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    return !(from > 0 && next < text.size() && digit(text[from - 1]) && digit(text[next]));
}

std::vector<std::string> sentences_in(std::string_view text) {
    std::vector<std::string> sentences;
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const from = at;
        auto const point = base::next_code_point(text, at);
        if (!ends_sentence(text, from, at, point) && at < text.size()) continue;
        auto sentence = base::trim(text.substr(start, at - start));
        if (!words_in(sentence).empty()) sentences.push_back(std::move(sentence));
        start = at;
    }
    return sentences;
}

bool is_in(char c, std::string_view set) { return set.find(c) != set.npos; }

std::int64_t english_syllables(std::string const& word) {
    std::int64_t count = 0;
    bool before = false;
    for (auto const c : word) {
        bool const vowel = is_in(c, "aeiouy");
        count += vowel && !before;
        before = vowel;
    }
    auto const ends = [&](std::string_view end) { return word.size() > end.size() && word.ends_with(end); };
    // A silent e ("safe", "closed"), but not in "table" or "wanted".
    bool const sounded = ends("le") && !is_in(word[word.size() - 3], "aeiouy");
    if (ends("e") && !sounded && !ends("ee") && !is_in(word[word.size() - 2], "aeiouy")) --count;
    if (ends("ed") && !ends("ted") && !ends("ded") && !is_in(word[word.size() - 3], "aeiouy")) --count;
    return std::max<std::int64_t>(1, count);
}

// One for each vowel, less those that sound together: a weak one (i, u) beside another, unless it bears the accent.
std::int64_t spanish_syllables(std::string_view word) {
    enum class Sound { none, weak, strong };
    std::int64_t count = 0;
    auto before = Sound::none;
    char32_t last = 0;
    for (std::size_t at = 0; at < word.size();) {
        auto const point = base::next_code_point(word, at);
        auto sound = Sound::none;
        if (point == 'i' || point == 'u' || point == U'ü' || (point == 'y' && at == word.size())) sound = Sound::weak;
        else if (point == 'a' || point == 'e' || point == 'o' || point == U'á' || point == U'é' || point == U'í' || point == U'ó' || point == U'ú') sound = Sound::strong;
        bool const silent = (point == 'u' && (last == 'q' || last == 'g') && at < word.size() && (is_in(word[at], "ei") || word.substr(at).starts_with("é") || word.substr(at).starts_with("í")));
        if (silent) sound = Sound::none;
        bool const joined = sound != Sound::none && before != Sound::none && (sound == Sound::weak || before == Sound::weak) && point != U'í' && point != U'ú';
        count += sound != Sound::none && !joined;
        if (!silent) before = sound;
        last = point;
    }
    return std::max<std::int64_t>(1, count);
}

// The years of school that belong to an ease, after the usual table of it.
double grade_of_ease(double ease) {
    struct Step { double ease, grade; };
    constexpr Step steps[] = {{100, 3}, {90, 4}, {80, 5}, {70, 6}, {60, 8}, {50, 12}, {30, 15}, {0, 18}};
    if (ease >= 100) return 3;
    for (std::size_t i = 1; i < std::size(steps); ++i)
        if (ease >= steps[i].ease) return steps[i].grade + (ease - steps[i].ease) / (steps[i - 1].ease - steps[i].ease) * (steps[i - 1].grade - steps[i].grade);
    return 18;
}

void counter(html::Words const& words, html::Safe& rows, std::string_view channel, std::int64_t length, std::int64_t most) {
    words.fill(rows, pages::Counter{.channel = channel, .over = length > most, .length = words.number(length), .most = words.number(most)});
}

}  // namespace

std::int64_t syllables(std::string_view language, std::string_view word) {
    auto const folded = base::fold(word);
    return is_spanish(language) ? spanish_syllables(folded) : english_syllables(base::fold_plain(word));
}

Reading reading_of(std::string_view language, std::string_view text) {
    Reading reading;
    std::vector<std::pair<std::int64_t, std::string>> long_ones;
    std::int64_t sounds = 0;
    bool const measured = is_english(language) || is_spanish(language);
    for (auto const& sentence : sentences_in(text)) {
        auto const words = words_in(sentence);
        auto const count = static_cast<std::int64_t>(words.size());
        ++reading.sentences;
        reading.words += count;
        if (measured)
            for (auto const& word : words) sounds += syllables(language, word);
        if (count > long_sentence) long_ones.emplace_back(-count, sentence);
    }
    std::ranges::sort(long_ones);
    for (auto& [count, sentence] : long_ones)
        if (reading.long_sentences.size() < most_named) reading.long_sentences.push_back(std::move(sentence));
    if (!measured || reading.words == 0) return reading;
    auto const a_sentence = double(reading.words) / double(reading.sentences), a_word = double(sounds) / double(reading.words);
    if (is_english(language)) reading.grade = std::max(0.0, 0.39 * a_sentence + 11.8 * a_word - 15.59);
    else {
        reading.ease = std::clamp(206.84 - 60 * a_word - 1.02 * a_sentence, 0.0, 100.0);
        reading.grade = grade_of_ease(*reading.ease);
    }
    return reading;
}

html::Safe advice_on(html::Words const& words, Info const& info) {
    auto const reading = reading_of(info.language, info.headline + "\n" + info.description + "\n" + info.instruction);
    auto const grade = reading.grade ? std::llround(*reading.grade) : 0;
    html::Safe sentences, counters;
    for (auto const& sentence : reading.long_sentences) words.fill(sentences, pages::Place{.language = info.language, .name = base::shorten(sentence, 160)});
    auto const plain = std::ranges::all_of(info.headline, [](char c) { return static_cast<unsigned char>(c) < 128; });
    counter(words, counters, words.plain("Headline"), base::graphemes(info.headline), best_headline);
    counter(words, counters, words.plain("Text message, headline alone"), base::graphemes(info.headline), plain ? short_message : short_message_other);
    counter(words, counters, words.plain("Warning on every phone, what is known"), base::graphemes(info.description), phone_warning);
    counter(words, counters, words.plain("Post"), base::graphemes(info.headline) + base::graphemes(info.description) + base::graphemes(info.instruction) + 80, posts::longest());
    return words.fill(pages::Advice{.hard = reading.grade && grade > best_grade + 2,
                                    .grade = !reading.grade ? words("No measure fits this language. Keep sentences under 15 words.")
                                            : grade <= best_grade ? words("Reading grade {grade}: easy for most people.", {{"grade", std::int64_t{grade}}})
                                                                  : words("Reading grade {grade}. Aim for 6: shorter sentences, everyday words.", {{"grade", std::int64_t{grade}}}), .sentences = sentences, .counters = counters});
}

}  // namespace alerts
