// Marks over time, and whether they differ by more than chance does: arithmetic over plain arrays, for improvement pages.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reviews {

inline constexpr std::int64_t fewest_people = 10;    // of whom a figure is shown
inline constexpr std::size_t fewest_spans = 6;       // for limits
inline constexpr std::size_t fewest_places = 3;      // for a comparison

// What one person marked, in the month of publication: year * 12 + month - 1. Weight: after fraud signals.
struct Mark { int month = 0; std::string person; int mark = 0; double weight = 1; };
int month_of(std::string_view day);  // of YYYY-MM-DD, or YYYY-MM
std::string month_text(int month);   // YYYY-MM

// Whole months, first to last, that hold enough people. `effective` is how many equal voices the weights come to.
struct Stretch { int first = 0, last = 0; std::int64_t people = 0; double mean = 0, effective = 0, spread = 0; };
struct History {
    std::vector<Stretch> stretches;
    std::optional<Stretch> waiting;  // the months since then, that hold too few: without people and figures
};
// From the first month on, months are put together until they hold enough people: what was shown once never changes its
// bounds, so that nothing of fewer people is the difference of two figures, today's or earlier ones. Sorted by month;
// `until` is the month that is not over yet.
History history_of(std::span<Mark const>, int until);

enum class Verdict { too_few, chance, beyond };
struct Limits { double low = 0, high = 0; bool outside = false; };
struct Run { std::size_t first = 0, count = 0; bool above = false; };
struct Chart {
    Verdict verdict = Verdict::too_few;
    double middle = 0;
    std::vector<Limits> limits;  // one a stretch; none when there are too few of them
    std::vector<Run> runs;       // so many in a row on one side of the middle that chance seldom does it
};
// Limits of a chart of averages, from the place's own history: middle +- 3 sigma / sqrt(effective), where sigma is the greater
// of what the moving range and what the marks within the stretches say. With more than 16 stretches 3.3 sigma and nine in a
// row instead of eight: chance alone marks fewer than one chart in twenty either way.
Chart chart_of(std::span<Stretch const>);

// What a place comes to from a month on, of its stretches alone: so that it, too, changes by ten people or not at all.
struct Level { std::int64_t people = 0; double mean = 0; };
Level level_of(History const&, int since);
std::optional<double> area_mean(std::span<Level const>);  // over the places that have one; nothing of fewer than three

}  // namespace reviews
