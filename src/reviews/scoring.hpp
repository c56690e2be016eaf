// What reviews come to: pure arithmetic over plain numbers, algorithms.md section 3. docs/fairness.md says it in words.
#pragma once
#include <array>

namespace reviews {

using Spread = std::array<double, 5>;  // of 1 to 5 stars

inline constexpr double prior_strength = 8, shown_from = 15, days_to_half = 548, counted_days = 730;

// How much one review counts: halved every 18 months, nothing after two years. `trust`: what fraud signals left of it.
double weight_of(bool verified, double trust, double age_in_days);

// Shares of a kind of care, from the sums of weights of all its places; even where nothing is known yet.
Spread prior_of(Spread const& weights);

struct Posterior { double mean = 0, low = 0, high = 0, effective = 0; };
// The mean of stars under a Dirichlet posterior, exact; and 90 % of it by the normal of the same variance, which is exact too.
Posterior posterior(Spread const& weights, Spread const& prior);

}  // namespace reviews
