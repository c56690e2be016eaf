// The score of a place and what a review counts: few voices are held back by what is usual in their kind of care.
#include "reviews/scoring.hpp"
#include <algorithm>
#include <cmath>
#include <numeric>

namespace reviews {

double weight_of(bool verified, double trust, double age_in_days) {
    if (age_in_days >= counted_days) return 0;
    return (verified ? 1.0 : 0.5) * trust * std::exp2(-std::max(age_in_days, 0.0) / days_to_half);
}

Spread prior_of(Spread const& weights) {
    double const all = std::accumulate(weights.begin(), weights.end(), 0.0);
    Spread prior{};
    for (std::size_t k = 0; k < prior.size(); ++k) prior[k] = (std::max(weights[k], 0.0) + 1) / (std::max(all, 0.0) + 5);
    return prior;
}

Posterior posterior(Spread const& weights, Spread const& prior) {
    constexpr double z = 1.6448536269514722;  // 90 % of a normal lie within
    double const effective = std::accumulate(weights.begin(), weights.end(), 0.0), all = effective + prior_strength;
    double mean = 0, square = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) {
        double const share = (weights[k] + prior_strength * prior[k]) / all, stars = static_cast<double>(k + 1);
        mean += share * stars;
        square += share * stars * stars;
    }
    double const deviation = std::sqrt(std::max(square - mean * mean, 0.0) / (all + 1));
    return {mean, std::max(mean - z * deviation, 1.0), std::min(mean + z * deviation, 5.0), effective};
}

}  // namespace reviews
