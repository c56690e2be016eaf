// What people mean by the words they search care with: the kinds of care, their synonyms and conditions, in every language here.
#include "base/text.hpp"
#include "directory/index.hpp"
#include <algorithm>
#include <array>

namespace directory {
namespace {

constexpr std::size_t shortest_start = 3;  // of a word: shorter ones must be whole
constexpr std::array<std::string_view, 12> small = {"a", "an", "and", "at", "for", "in", "me", "my", "near", "of", "the", "with"};

// Of specialties(): folded words of each, with the words of every catalog.
std::vector<std::vector<std::string>> const& vocabulary() {
    static std::vector<std::vector<std::string>> const made = [] {
        std::vector<std::vector<std::string>> all;
        for (auto const& each : specialties()) {
            auto text = base::fold_plain(std::string(each.words) + " " + std::string(each.also) + " " + std::string(each.code));
            for (auto const& locale : html::locales())
                if (locale != "en") text += " " + base::fold_plain(html::Words(locale)(each.words));
            all.push_back(search_words(text));
        }
        return all;
    }();
    return made;
}

}  // namespace

std::vector<std::string> search_words(std::string_view folded) {
    std::vector<std::string> made;
    std::string word;
    auto const end_word = [&] {
        if (!word.empty() && std::ranges::find(small, word) == small.end()) made.push_back(word);
        word.clear();
    };
    for (std::size_t at = 0; at < folded.size();) {
        auto const before = at;
        auto const point = base::next_code_point(folded, at);
        if (base::is_letter_or_digit(point) || base::is_mark(point)) word += folded.substr(before, at - before);
        else end_word();
    }
    end_word();
    return made;
}

bool is_meant(std::string_view typed, std::string_view word) {
    if (word == typed) return true;
    if (typed.size() >= shortest_start && word.starts_with(typed)) return true;
    // "dentists" means "dentist".
    return word.size() > shortest_start && typed.size() - word.size() <= 2 && typed.starts_with(word);
}

Kinds kinds_meant(std::string_view folded) {
    Kinds kinds;
    auto const typed = search_words(folded);
    if (typed.empty()) return kinds;
    auto const& all = vocabulary();
    for (std::size_t i = 0; i < all.size() && i < most_specialties; ++i)
        if (std::ranges::all_of(typed, [&](std::string const& each) { return std::ranges::any_of(all[i], [&](std::string const& word) { return is_meant(each, word); }); })) kinds.set(i);
    return kinds;
}

}  // namespace directory
