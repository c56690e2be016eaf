// A made-up world with known truth, to measure scores and signals with.
#pragma once
#include <cstdint>
#include <string>

namespace reviews {

// Shares: of planted reviews that were found, of honest ones that were flagged, and of the top 20 places by each order that
// are truly not in the best quarter.
struct Figures { double recall = 0, false_positives = 0, raw = 0, wilson = 0, ours = 0, median = 0; std::int64_t reviews = 0, planted = 0; };
Figures measure(std::uint64_t seed);
Figures measure_many(std::uint64_t first, int worlds);  // their averages

}  // namespace reviews
