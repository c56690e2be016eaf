// Signs of coordinated or bought reviews, over plain arrays: what a moderator is shown, and what counts less until then.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reviews {

struct Observed { std::int64_t id = 0, location = 0, reviewer = 0, day = 0; int overall = 0; std::string_view told; };
// `which`: positions in what was given.
struct Suspicion { std::string_view kind; std::string why; std::int64_t location = 0; double weight = 1; std::vector<std::size_t> which; };

// A week with far more reviews than the trailing half year explains (Poisson, p < 1e-3), and another mean than before.
std::vector<Suspicion> bursts(std::span<Observed const>);
// People who reviewed the same places within 14 days: at least 3 shared, Jaccard of at least 0.5.
std::vector<Suspicion> rings(std::span<Observed const>);
// Stories that are nearly the same: Jaccard of character 5-grams of at least 0.8. Very short ones say too little.
std::vector<Suspicion> copies(std::span<Observed const>);
// People with several reviews who keep far away from what all others say, each trusted the less the farther away they are.
std::vector<Suspicion> outsiders(std::span<Observed const>);
std::vector<Suspicion> all_suspicions(std::span<Observed const>);

double poisson_at_least(std::int64_t count, double expected);
double likeness(std::string_view, std::string_view);  // of texts: 0 to 1

}  // namespace reviews
