// What the improvement pages show of a place, as texts that the page and its CSV share: what one hides, the other hides.
#pragma once
#include "reviews/improving.hpp"
#include "reviews/reviews.hpp"

namespace reviews {

inline constexpr int shown_months = 24;

struct Progress {
    std::string code, words;  // "overall", or a dimension; words: English, the key of the translation
    std::vector<Stretch> stretches;
    std::optional<Stretch> waiting;
    Chart chart;
    std::optional<double> nearby;
};
// Overall, and what is asked of its kind of care: those of which anything may be told.
std::vector<Progress> progress_of(db::Read&, directory::Location const&);
std::string progress_as_csv(directory::Location const&, std::vector<Progress> const&);
std::string two_decimals(double);

}  // namespace reviews
