// How hard a text is to read, and how long it is for each way it goes.
#pragma once
#include "alerts/alerts.hpp"
#include <optional>

namespace alerts {

struct Reading {
    std::optional<double> grade;             // years of school; English: Flesch-Kincaid; Spanish: after Fernández Huerta's ease
    std::optional<double> ease;              // Spanish: 0 to 100
    std::vector<std::string> long_sentences; // of more than 20 words, the longest first, three at most
    std::int64_t words = 0, sentences = 0;
};
// No grade for other languages: those measures that exist count syllables, which scripts without vowels do not show.
Reading reading_of(std::string_view language, std::string_view text);
std::int64_t syllables(std::string_view language, std::string_view word);
html::Safe advice_on(html::Words const&, Info const&);

}  // namespace alerts
