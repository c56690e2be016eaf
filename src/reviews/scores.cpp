// Scores of places: written with each change of a review, and once a day for their age.
#include "reviews/fairness.hpp"
#include "base/time.hpp"
#include "reviews/inside.hpp"
#include "reviews/queries.hpp"
#include "reviews/scoring.hpp"
#include <cmath>
#include <cstdint>

namespace reviews {

namespace {

struct Sums {
    Spread weights{};
    std::array<double, most_dimensions> marks{}, answered{};
    Score score;
};

void count(Sums& sums, db::Row const& row, base::Time now) {
    auto const published = base::parse_iso8601(row.text(8)).value_or(now);
    double const weight = weight_of(row.boolean(6), row.real(7), static_cast<double>((now - published) / base::day));
    auto const stars = static_cast<std::size_t>(row.integer(0) - 1);
    ++sums.score.reviews;
    ++sums.score.spread[stars];
    sums.weights[stars] += weight;
    for (std::size_t i = 0; i < most_dimensions; ++i) {
        auto const mark = row.integer(static_cast<int>(i) + 1);
        if (!mark) continue;
        sums.marks[i] += weight * static_cast<double>(mark);
        sums.answered[i] += weight;
    }
}

struct Kept { Score score; Spread weights{}; std::string specialty; };
std::optional<Kept> kept(db::Read& read, LocationId id) {
    return read.one(sql::kept_score, {id}, [](db::Row const& row) {
        Kept made{.score = {.mean = row.real(0), .low = row.real(1), .high = row.real(2), .effective = row.real(3), .reviews = row.integer(4)}, .specialty = row.text(20)};
        for (int i = 0; i < 5; ++i) {
            auto const k = static_cast<std::size_t>(i);
            made.score.spread[k] = row.integer(5 + i);
            made.weights[k] = row.real(10 + i);
            made.score.dimensions[k] = row.real(15 + i);
        }
        return made;
    });
}

void add_to_spread(db::Write& write, std::string_view specialty, Spread const& weights, double sign) {
    write.run(sql::add_to_spread, {specialty, sign * weights[0], sign * weights[1], sign * weights[2], sign * weights[3], sign * weights[4]});
}

Spread spread_of(db::Read& read, std::string_view specialty) {
    return read.one(sql::spread_of, {specialty}, [](db::Row const& row) { return Spread{row.real(0), row.real(1), row.real(2), row.real(3), row.real(4)}; }).value_or(Spread{});
}

}  // namespace

void rescore(db::Write& write, LocationId id) {
    auto const location = directory::find(write, id);
    if (!location) return;
    Sums sums;
    write.each(sql::counted, {id, day_of(write.now - static_cast<base::Time>(counted_days) * base::day)}, [&](db::Row const& row) { count(sums, row, write.now); });
    if (auto const before = kept(write, id)) add_to_spread(write, before->specialty, before->weights, -1);
    add_to_spread(write, location->specialty, sums.weights, 1);
    auto const found = posterior(sums.weights, prior_of(spread_of(write, location->specialty)));
    auto& score = sums.score;
    for (std::size_t i = 0; i < most_dimensions; ++i) score.dimensions[i] = sums.answered[i] > 0 ? sums.marks[i] / sums.answered[i] : 0;
    auto const& s = score.spread;
    auto const& w = sums.weights;
    auto const& d = score.dimensions;
    write.run(sql::put_score, {id, location->specialty, found.mean, found.low, found.high, found.effective, score.reviews, s[0], s[1], s[2], s[3], s[4], w[0], w[1], w[2], w[3], w[4], d[0], d[1], d[2], d[3], d[4]});
    directory::set_score(write, id, {found.mean, found.low, found.high, found.effective, score.reviews, d});
}

Score score_of(db::Read& read, LocationId id) {
    auto const found = kept(read, id);
    if (!found) return {};
    auto score = found->score;
    if (!score.shown()) return score;
    struct Rank { std::int64_t below, all; };
    auto const rank = read.one(sql::places_below, {found->specialty, score.mean}, [](db::Row const& row) { return Rank{row.integer(0), row.integer(1)}; });
    // Among fewer than five there is nothing to compare with.
    if (rank && rank->all >= 5) score.percentile = 100.0 * static_cast<double>(rank->below) / static_cast<double>(rank->all);
    return score;
}

void rescore_all(db::Write& write) {
    for (std::int64_t after = 0;;) {
        auto const places = write.rows(sql::scored_places, {after}, [](db::Row const& row) { return row.id<LocationId>(0); });
        if (places.empty()) return;
        for (auto const each : places) rescore(write, each);
        after = places.back().value;
    }
}

void plant(db::Write& write, Planted const& each) {
    auto const& draft = each.draft;
    write.run(sql::insert_waiting, {each.id, draft.location, each.reviewer, draft.overall, draft.marks[0], draft.marks[1], draft.marks[2], draft.marks[3], draft.marks[4], draft.told, draft.month,
                                    draft.signed_as, draft.language, each.verified, "", each.published});
    write.run(sql::publish, {each.id, day_of(each.published)});
    write.run(sql::delete_waiting, {each.id});
    note_themes(write, ReviewId{each.id}, draft.told);
}

void judge_planted(db::Write& write, std::vector<LocationId> const& places) {
    for (auto const each : places) rescore(write, each);
    look_for_signals(write);
    rescore_all(write);
}

}  // namespace reviews
