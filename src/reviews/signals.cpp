// Bursts, rings and outsiders: who reviewed what when, and how far from everybody else.
#include "reviews/signals.hpp"
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace reviews {

namespace {

constexpr double suspect_weight = 0.2;
constexpr std::int64_t window = 14, week = 7, baseline_weeks = 26;
constexpr std::size_t least_shared = 3, least_burst = 5;

using Places = std::map<std::int64_t, std::vector<std::size_t>>;

// Positions by place, each in the order of days.
Places by_place(std::span<Observed const> all) {
    Places places;
    for (std::size_t i = 0; i < all.size(); ++i) places[all[i].location].push_back(i);
    for (auto& [place, which] : places) std::ranges::sort(which, [&](auto a, auto b) { return std::pair(all[a].day, all[a].id) < std::pair(all[b].day, all[b].id); });
    return places;
}

std::vector<Suspicion> one_for_each_place(std::span<Observed const> all, std::set<std::size_t> const& found, std::string_view kind, std::string const& why, double weight) {
    std::map<std::int64_t, std::vector<std::size_t>> places;
    for (auto const each : found) places[all[each].location].push_back(each);
    std::vector<Suspicion> made;
    for (auto& [place, which] : places) made.push_back({kind, why, place, weight, std::move(which)});
    return made;
}

double mean_of(std::span<Observed const> all, std::span<std::size_t const> which) {
    double sum = 0;
    for (auto const each : which) sum += all[each].overall;
    return which.empty() ? 0 : sum / static_cast<double>(which.size());
}

// The week from the day of which[first], against the half year before it; where nothing came before, against what came after.
void look_at_week(std::span<Observed const> all, std::vector<std::size_t> const& which, std::size_t first, std::set<std::size_t>& found) {
    auto const start = all[which[first]].day;
    std::vector<std::size_t> inside, others;
    for (auto const each : which) {
        auto const day = all[each].day;
        if (day >= start && day < start + week) inside.push_back(each);
        else if (day >= start - baseline_weeks * week && day < start) others.push_back(each);
    }
    double const expected = std::max((static_cast<double>(others.size()) + 0.5) / baseline_weeks, 0.02);
    if (inside.size() < least_burst || poisson_at_least(static_cast<std::int64_t>(inside.size()), expected) >= 1e-3) return;
    if (others.empty()) return;  // a place that opens is reviewed at once: nothing to compare with
    if (std::abs(mean_of(all, inside) - mean_of(all, others)) < 0.75) return;
    found.insert(inside.begin(), inside.end());
}

// Which of two people's reviews are of the same place within the window.
std::vector<std::pair<std::size_t, std::size_t>> shared(std::span<Observed const> all, std::vector<std::size_t> const& one, std::vector<std::size_t> const& other) {
    std::vector<std::pair<std::size_t, std::size_t>> made;
    for (auto const a : one)
        for (auto const b : other)
            if (all[a].location == all[b].location && std::abs(all[a].day - all[b].day) <= window) made.emplace_back(a, b);
    return made;
}

std::int64_t targets(std::span<Observed const> all, std::vector<std::size_t> const& one, std::vector<std::size_t> const& other) {
    std::set<std::int64_t> made;
    for (auto const each : one) made.insert(all[each].location);
    for (auto const each : other) made.insert(all[each].location);
    return std::ssize(made);
}

using People = std::map<std::int64_t, std::vector<std::size_t>>;
People by_person(std::span<Observed const> all) {
    People people;
    for (std::size_t i = 0; i < all.size(); ++i) people[all[i].reviewer].push_back(i);
    return people;
}

}  // namespace

double poisson_at_least(std::int64_t count, double expected) {
    double term = std::exp(-expected), below = 0;
    for (std::int64_t k = 0; k < count; ++k) {
        below += term;
        term *= expected / static_cast<double>(k + 1);
    }
    return std::max(1 - below, 0.0);
}

std::vector<Suspicion> bursts(std::span<Observed const> all) {
    std::set<std::size_t> found;
    for (auto const& [place, which] : by_place(all))
        for (std::size_t first = 0; first < which.size(); ++first) look_at_week(all, which, first, found);
    return one_for_each_place(all, found, "burst", "Far more reviews in a week than before, and of another kind", 0.5);
}

std::vector<Suspicion> rings(std::span<Observed const> all) {
    auto const people = by_person(all);
    std::map<std::pair<std::int64_t, std::int64_t>, int> together;  // pairs that met, at how many places
    for (auto const& [place, which] : by_place(all))
        for (std::size_t a = 0; a < which.size(); ++a)
            for (std::size_t b = a + 1; b < which.size() && all[which[b]].day - all[which[a]].day <= window; ++b) {
                auto const pair = std::minmax(all[which[a]].reviewer, all[which[b]].reviewer);
                if (pair.first != pair.second) ++together[{pair.first, pair.second}];
            }
    std::set<std::size_t> found;
    for (auto const& [pair, times] : together) {
        if (times < static_cast<int>(least_shared)) continue;
        auto const &one = people.at(pair.first), &other = people.at(pair.second);
        auto const common = shared(all, one, other);
        std::set<std::int64_t> places;
        for (auto const& each : common) places.insert(all[each.first].location);
        if (places.size() < least_shared || 2 * std::ssize(places) < targets(all, one, other)) continue;
        for (auto const& [a, b] : common) found.insert({a, b});
    }
    return one_for_each_place(all, found, "ring", "The same people reviewed the same places within two weeks", suspect_weight);
}

std::vector<Suspicion> outsiders(std::span<Observed const> all) {
    constexpr int rounds = 10;
    auto const people = by_person(all);
    auto const places = by_place(all);
    std::map<std::int64_t, double> trust, distance;
    for (auto const& [person, which] : people) trust[person] = 1;
    for (int round = 0; round < rounds; ++round) {
        std::map<std::int64_t, std::pair<double, double>> sums;  // by person: deviations, of how many
        for (auto const& [place, which] : places) {
            double weight = 0, stars = 0;
            for (auto const each : which) {
                weight += trust[all[each].reviewer];
                stars += trust[all[each].reviewer] * all[each].overall;
            }
            if (which.size() < 4) continue;
            for (auto const each : which) {
                double const own = trust[all[each].reviewer];
                if (weight - own <= 0) continue;
                auto& sum = sums[all[each].reviewer];
                sum.first += std::abs(all[each].overall - (stars - own * all[each].overall) / (weight - own));
                sum.second += 1;
            }
        }
        for (auto const& [person, sum] : sums) {
            distance[person] = sum.second >= 5 ? sum.first / sum.second : 0;
            trust[person] = 1 / (1 + std::pow(distance[person] / 2, 4));
        }
    }
    std::set<std::size_t> found;
    for (auto const& [person, which] : people)
        if (distance[person] >= 2.5) found.insert(which.begin(), which.end());
    return one_for_each_place(all, found, "outsider", "Its writer keeps far away from what all others say", 0.5);
}

std::vector<Suspicion> all_suspicions(std::span<Observed const> all) {
    std::vector<Suspicion> made;
    for (auto look : {bursts, rings, copies, outsiders})
        for (auto& each : look(all)) made.push_back(std::move(each));
    return made;
}

}  // namespace reviews
