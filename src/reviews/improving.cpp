// Spans, limits and comparisons of the improvement pages.
#include "reviews/improving.hpp"
#include <algorithm>
#include <cmath>
#include <set>

namespace reviews {

namespace {

constexpr double range_to_sigma = 1.128;  // the mean range of two values of a normal distribution, in sigmas
constexpr std::size_t many = 16;

struct Gathering {
    std::set<std::string_view> people;
    double weight = 0, squares = 0, sum = 0, sum_of_squares = 0;
    void add(Mark const& each) {
        if (each.mark == 0 || each.weight <= 0) return;
        people.insert(each.person);
        weight += each.weight;
        squares += each.weight * each.weight;
        sum += each.weight * each.mark;
        sum_of_squares += each.weight * each.mark * each.mark;
    }
    std::int64_t count() const { return static_cast<std::int64_t>(people.size()); }
    double mean() const { return weight > 0 ? sum / weight : 0; }
    Stretch stretch(int first, int last) const {
        return {first, last, count(), mean(), weight * weight / squares, std::max(0.0, sum_of_squares / weight - mean() * mean())};
    }
};

double sigma_of(std::span<Stretch const> all, double middle) {
    double ranges = 0, within = 0, voices = 0;
    auto const scaled = [&](Stretch const& each) { return (each.mean - middle) * std::sqrt(each.effective); };
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i) ranges += std::abs(scaled(all[i]) - scaled(all[i - 1]));
        within += all[i].spread * all[i].effective;
        voices += all[i].effective;
    }
    auto const count = static_cast<double>(all.size());
    auto const moving = ranges / (count - 1) / range_to_sigma;
    return std::max(moving, std::sqrt(within / std::max(1.0, voices - count)));
}

std::vector<Run> runs_of(std::span<Stretch const> all, double middle) {
    std::size_t const needed = all.size() > many ? 9 : 8;
    std::vector<Run> found;
    for (std::size_t i = 0; i < all.size();) {
        auto const side = [&](std::size_t k) { return all[k].mean > middle ? 1 : all[k].mean < middle ? -1 : 0; };
        auto end = i + 1;
        while (end < all.size() && side(end) == side(i)) ++end;
        if (side(i) != 0 && end - i >= needed) found.push_back({i, end - i, side(i) > 0});
        i = end;
    }
    return found;
}

}  // namespace

int month_of(std::string_view day) {
    if (day.size() < 7) return 0;
    auto const digit = [&](std::size_t at) { return day[at] - '0'; };
    return ((digit(0) * 10 + digit(1)) * 100 + digit(2) * 10 + digit(3)) * 12 + digit(5) * 10 + digit(6) - 1;
}

std::string month_text(int month) {
    auto const number = month % 12 + 1;
    return std::to_string(month / 12) + (number < 10 ? "-0" : "-") + std::to_string(number);
}

History history_of(std::span<Mark const> marks, int until) {
    History made;
    if (marks.empty() || marks.front().month >= until) return made;
    auto first = marks.front().month;
    auto next = marks.begin();
    Gathering gathered;
    for (auto month = first; month < until; ++month) {
        for (; next != marks.end() && next->month <= month; ++next) gathered.add(*next);
        if (gathered.count() < fewest_people) continue;
        made.stretches.push_back(gathered.stretch(first, month));
        gathered = {};
        first = month + 1;
    }
    if (first < until) made.waiting = Stretch{.first = first, .last = until - 1};
    return made;
}

Chart chart_of(std::span<Stretch const> all) {
    Chart made;
    double weight = 0, sum = 0;
    for (auto const& each : all) weight += each.effective, sum += each.effective * each.mean;
    made.middle = weight > 0 ? sum / weight : 0;
    if (all.size() < fewest_spans) return made;
    auto const sigma = sigma_of(all, made.middle) * (all.size() > many ? 3.3 : 3.0);
    bool beyond = false;
    for (auto const& each : all) {
        auto const reach = sigma / std::sqrt(each.effective);
        bool const outside = std::abs(each.mean - made.middle) > reach + 1e-9;
        beyond |= outside;
        // Marks end at 1 and 5: a limit beyond them is never reached.
        made.limits.push_back({std::max(1.0, made.middle - reach), std::min(5.0, made.middle + reach), outside});
    }
    made.runs = runs_of(all, made.middle);
    made.verdict = beyond || !made.runs.empty() ? Verdict::beyond : Verdict::chance;
    return made;
}

Level level_of(History const& history, int since) {
    Level made;
    double weight = 0, sum = 0;
    for (auto const& each : history.stretches) {
        if (each.first < since) continue;
        made.people += each.people;
        weight += each.effective;
        sum += each.effective * each.mean;
    }
    if (weight > 0) made.mean = sum / weight;
    return made;
}

std::optional<double> area_mean(std::span<Level const> places) {
    double sum = 0;
    std::size_t count = 0;
    for (auto const& each : places)
        if (each.people >= fewest_people) sum += each.mean, ++count;
    if (count < fewest_places) return std::nullopt;
    return sum / static_cast<double>(count);
}

}  // namespace reviews
