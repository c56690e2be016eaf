// The planted world: 1,000 places of known quality with few reviews each, honest people, and rings that push or sink places.
#include "reviews/planted.hpp"
#include "reviews/reviews.hpp"
#include "reviews/scoring.hpp"
#include "reviews/signals.hpp"
#include <algorithm>
#include <cmath>
#include <deque>
#include <numbers>
#include <numeric>
#include <set>

namespace reviews {

namespace {

constexpr std::size_t places = 1000, best = places / 4, top = 20;
constexpr std::int64_t days = 540;

// splitmix64: the same on every machine.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15ull;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ull;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBull;
        return mixed ^ (mixed >> 31);
    }
    double share() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    std::int64_t below(std::int64_t end) { return static_cast<std::int64_t>(share() * static_cast<double>(end)); }
    double normal() { return std::sqrt(-2 * std::log(1 - share())) * std::cos(2 * std::numbers::pi * share()); }

private:
    std::uint64_t state_;
};

struct Made { std::vector<Observed> reviews; std::vector<bool> verified, false_one; std::vector<double> quality; std::deque<std::string> texts; };

constexpr std::string_view beginnings[] = {"The doctor", "Our nurse", "The reception", "Everybody there", "The team", "My therapist", "The assistant", "A young colleague"};
constexpr std::string_view middles[] = {"took time for my questions", "explained each step", "seemed to be in a hurry", "remembered what I had said", "kept me waiting for long", "was friendly to my mother", "found a date within days", "spoke slowly and clearly"};
constexpr std::string_view endings[] = {"and I left with a plan.", "which I had not expected.", "so I will come back.", "although the rooms were full.", "and the bill was clear.", "but parking was hard.", "and they called the day after.", "so I asked for a second opinion."};

std::string story(Chance& chance) {
    std::string made;
    for (int line = 0; line < 3; ++line) {
        made += std::string(beginnings[chance.below(8)]) + " " + std::string(middles[chance.below(8)]) + " " + std::string(endings[chance.below(8)]) + " ";
        made += "It was visit " + std::to_string(chance.below(90) + 1) + " on floor " + std::to_string(chance.below(9)) + ". ";
    }
    return made;
}

// Stars of somebody's visit at a place: many are content, as everywhere.
int stars(Chance& chance, double quality) {
    double const felt = 4.1 + 0.65 * quality + 1.0 * chance.normal();
    return static_cast<int>(std::clamp(std::lround(felt), 1L, 5L));
}

void add(Made& world, Observed review, bool verified, bool false_one, std::string told) {
    world.texts.push_back(std::move(told));
    review.told = world.texts.back();
    review.id = std::ssize(world.reviews) + 1;
    world.reviews.push_back(review);
    world.verified.push_back(verified);
    world.false_one.push_back(false_one);
}

void add_honest(Made& world, Chance& chance) {
    constexpr std::int64_t people = 6000;
    for (std::size_t place = 0; place < places; ++place) {
        world.quality.push_back(chance.normal());
        auto const count = std::lround(4 * std::exp(1.1 * chance.normal()));
        std::set<std::int64_t> came;
        for (std::int64_t i = 0; i < std::min(count, 300L); ++i) {
            auto const person = chance.below(people);
            if (!came.insert(person).second) continue;
            add(world, {.location = static_cast<std::int64_t>(place), .reviewer = person, .day = chance.below(days), .overall = stars(chance, world.quality[place]), .told = {}}, chance.share() < 0.5, false, story(chance));
        }
    }
}

// Rings of 6 to 12 accounts, each with 3 to 5 targets within ten days; two of three praise, and every third copies its words.
void plant_rings(Made& world, Chance& chance) {
    constexpr std::int64_t first_account = 1'000'000;
    for (std::int64_t ring = 0; ring < 10; ++ring) {
        bool const praise = ring % 3 != 2, copied = ring % 3 == 0;
        auto const accounts = 6 + chance.below(7), start = chance.below(days - 10);
        std::set<std::int64_t> goals;
        for (auto const count = 3 + chance.below(3); std::ssize(goals) < count;) goals.insert(chance.below(places));
        auto const words = story(chance);
        for (std::int64_t account = 0; account < accounts; ++account)
            for (auto const goal : goals) {
                if (chance.share() < 0.05) continue;  // some skip a target
                add(world, {.location = goal, .reviewer = first_account + ring * 100 + account, .day = start + chance.below(10), .overall = praise ? 5 : 1, .told = {}}, false, true, copied ? words + "Thanks." : story(chance));
            }
    }
}

double wilson_of(std::vector<int> const& all) {
    return wilson(std::ranges::count_if(all, [](int each) { return each >= 4; }), std::ssize(all));
}

double error_of(std::vector<double> const& scores, std::vector<double> const& quality) {
    std::vector<std::size_t> by_score(places), by_truth(places);
    std::iota(by_score.begin(), by_score.end(), 0U);
    by_truth = by_score;
    std::ranges::sort(by_score, std::greater{}, [&](auto each) { return std::pair(scores[each], each); });
    std::ranges::sort(by_truth, std::greater{}, [&](auto each) { return quality[each]; });
    std::set<std::size_t> const good(by_truth.begin(), by_truth.begin() + best);
    return static_cast<double>(std::count_if(by_score.begin(), by_score.begin() + top, [&](auto each) { return !good.contains(each); })) / top;
}

struct Trusted { std::vector<double> trust; std::vector<bool> flagged; };
Trusted judge(Made const& world) {
    Trusted made{std::vector(world.reviews.size(), 1.0), std::vector(world.reviews.size(), false)};
    for (auto const& each : all_suspicions(world.reviews))
        for (auto const which : each.which) {
            made.trust[which] *= each.weight;
            made.flagged[which] = true;
        }
    return made;
}

void measure_orders(Made const& world, Trusted const& trusted, Figures& figures) {
    std::vector<Spread> weights(places);
    std::vector<std::vector<int>> given(places);
    Spread whole{};
    for (std::size_t i = 0; i < world.reviews.size(); ++i) {
        auto const& each = world.reviews[i];
        auto const place = static_cast<std::size_t>(each.location), k = static_cast<std::size_t>(each.overall - 1);
        double const weight = weight_of(world.verified[i], trusted.trust[i], static_cast<double>(days - each.day));
        weights[place][k] += weight;
        whole[k] += weight;
        given[place].push_back(each.overall);
    }
    auto const prior = prior_of(whole);
    std::vector<double> raw, lower, ours, counts;
    for (std::size_t i = 0; i < places; ++i) {
        auto const count = static_cast<double>(given[i].size());
        raw.push_back(count > 0 ? std::accumulate(given[i].begin(), given[i].end(), 0.0) / count : 0);
        lower.push_back(wilson_of(given[i]));
        ours.push_back(posterior(weights[i], prior).mean);
        counts.push_back(count);
    }
    std::ranges::sort(counts);
    figures.median = counts[places / 2];
    figures.raw = error_of(raw, world.quality);
    figures.wilson = error_of(lower, world.quality);
    figures.ours = error_of(ours, world.quality);
}

}  // namespace

Figures measure(std::uint64_t seed) {
    Chance chance(seed * 7919 + 17);
    Made world;
    add_honest(world, chance);
    plant_rings(world, chance);
    auto const trusted = judge(world);
    double found = 0, wrong = 0;
    Figures figures{.reviews = std::ssize(world.reviews), .planted = std::ranges::count(world.false_one, true)};
    for (std::size_t i = 0; i < world.reviews.size(); ++i)
        if (trusted.flagged[i]) (world.false_one[i] ? found : wrong) += 1;
    figures.recall = found / static_cast<double>(figures.planted);
    figures.false_positives = wrong / static_cast<double>(figures.reviews - figures.planted);
    measure_orders(world, trusted, figures);
    return figures;
}

Figures measure_many(std::uint64_t first, int worlds) {
    Figures sum;
    for (int i = 0; i < worlds; ++i) {
        auto const one = measure(first + static_cast<std::uint64_t>(i));
        sum.recall += one.recall / worlds;
        sum.false_positives += one.false_positives / worlds;
        sum.raw += one.raw / worlds;
        sum.wilson += one.wilson / worlds;
        sum.ours += one.ours / worlds;
        sum.median += one.median / worlds;
        sum.reviews += one.reviews;
        sum.planted += one.planted;
    }
    return sum;
}

std::string fairness_figures(std::int64_t seed, std::int64_t worlds) {
    auto const made = measure_many(static_cast<std::uint64_t>(seed), static_cast<int>(worlds));
    auto const line = [](std::string_view words, double value) { return std::string(words) + std::to_string(value).substr(0, 6) + "\n"; };
    return std::to_string(worlds) + " worlds of 1,000 places from seed " + std::to_string(seed) + ": " + std::to_string(made.reviews) + " reviews, " + std::to_string(made.planted) + " of them planted\n" +
           line("median reviews of a place     ", made.median) + line("planted reviews found         ", made.recall) + line("honest reviews flagged        ", made.false_positives) +
           line("top-20 error of the raw mean  ", made.raw) + line("top-20 error of Wilson        ", made.wilson) + line("top-20 error of our score     ", made.ours);
}

}  // namespace reviews
