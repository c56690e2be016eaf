// The arithmetic of scores, what counts as a sign of fraud, the marks both must reach, and what moderators make of them.
#include "clinic.hpp"
#include "reviews/fairness.hpp"
#include "reviews/planted.hpp"
#include "reviews/scoring.hpp"
#include "reviews/signals.hpp"
#include <random>

using namespace testing_people;
using namespace reviews;

TEST_CASE("a review counts 1 with a confirmed visit, 0.5 without, half after 18 months, nothing after two years") {
    CHECK(weight_of(true, 1, 0) == doctest::Approx(1));
    CHECK(weight_of(false, 1, 0) == doctest::Approx(0.5));
    CHECK(weight_of(true, 1, 548) == doctest::Approx(0.5));
    CHECK(weight_of(true, 0.2, 548) == doctest::Approx(0.1));
    CHECK(weight_of(true, 1, 729) > 0);
    CHECK(weight_of(true, 1, 730) == 0);
}

TEST_CASE("a score is the mean of its reviews and eight usual ones") {
    Spread const even{0.2, 0.2, 0.2, 0.2, 0.2};
    CHECK(posterior({}, even).mean == doctest::Approx(3));
    CHECK(posterior({0, 0, 0, 0, 8}, even).mean == doctest::Approx(4));  // (8 * 5 + 8 * 3) / 16
    CHECK(posterior({0, 0, 0, 0, 8}, even).effective == doctest::Approx(8));
    CHECK(posterior({0, 0, 0, 0, 80}, even).mean > posterior({0, 0, 0, 0, 8}, even).mean);
    auto const prior = prior_of({1, 1, 1, 1, 1});
    for (auto const share : prior) CHECK(share == doctest::Approx(0.2));
}

TEST_CASE("nine in ten means drawn from the posterior lie within the range that is shown") {
    std::mt19937_64 chance(7);
    for (Spread const weights : {Spread{1, 1, 2, 5, 6}, Spread{0, 0, 1, 10, 40}, Spread{20, 5, 3, 5, 20}}) {
        Spread const prior{0.1, 0.1, 0.15, 0.25, 0.4};
        auto const shown = posterior(weights, prior);
        int inside = 0;
        constexpr int draws = 4000;
        for (int i = 0; i < draws; ++i) {
            double sum = 0, mean = 0;
            for (std::size_t k = 0; k < 5; ++k) {
                double const drawn = std::gamma_distribution<double>(weights[k] + prior_strength * prior[k])(chance);
                sum += drawn;
                mean += drawn * static_cast<double>(k + 1);
            }
            inside += mean / sum >= shown.low && mean / sum <= shown.high;
        }
        CHECK(static_cast<double>(inside) / draws == doctest::Approx(0.9).epsilon(0.03));
    }
}

TEST_CASE("one more good review never lowers a score, and one more bad one never raises it") {
    Spread const prior = prior_of({1, 2, 3, 10, 20});
    for (double count = 0; count < 30; ++count) {
        Spread const weights{count / 3, 1, 2, count, 3};
        auto better = weights, worse = weights;
        ++better[4];
        ++worse[0];
        CHECK(posterior(better, prior).mean >= posterior(weights, prior).mean);
        CHECK(posterior(worse, prior).mean <= posterior(weights, prior).mean);
    }
}

TEST_CASE("the chance of so many reviews in a week is Poisson's") {
    CHECK(poisson_at_least(0, 2) == doctest::Approx(1));
    CHECK(poisson_at_least(1, 2) == doctest::Approx(0.8646647));
    CHECK(poisson_at_least(3, 1) == doctest::Approx(0.0803014));
}

TEST_CASE("likeness of texts looks past case and marks, and tells other texts apart") {
    CHECK(likeness("They took time, and explained it all.", "they took time and explained it all") == doctest::Approx(1));
    CHECK(likeness("They took time for every question I had.", "The waiting room was cold and very loud.") < 0.2);
    CHECK(likeness("", "") == 0);
}

TEST_CASE("people who review the same three places in two weeks are a ring; with two places, or over months, they are not") {
    auto const world = [](std::int64_t places, std::int64_t apart) {
        std::vector<Observed> made;
        for (std::int64_t place = 1; place <= places; ++place)
            for (std::int64_t person = 1; person <= 3; ++person) made.push_back({.id = std::ssize(made) + 1, .location = place, .reviewer = person, .day = 100 + person * apart, .overall = 5, .told = {}});
        return made;
    };
    CHECK(rings(world(3, 2)).size() == 3);
    CHECK(rings(world(2, 2)).empty());
    CHECK(rings(world(3, 30)).empty());
}

TEST_CASE("in planted worlds nine of ten false reviews are found, one honest one in a hundred at most, and the top 20 hold") {
    auto const figures = measure_many(9001, 10);
    CHECK(figures.median >= 3.5);
    CHECK(figures.median <= 4.5);
    CHECK(figures.recall >= 0.9);
    CHECK(figures.false_positives <= 0.01);
    CHECK(figures.ours <= 0.10);
    CHECK(figures.ours < figures.wilson);
    CHECK(figures.wilson < figures.raw);
}

TEST_CASE_FIXTURE(Clinic, "the score of a place is there with its first review, and follows what is withdrawn and how old it is") {
    auto const score = [&] { return read([&](db::Read& read) { return reviews::score_of(read, place); }); };
    auto const written = said(ada, draft(5));
    CHECK(score().reviews == 1);
    CHECK(score().spread[4] == 1);
    CHECK(score().effective == doctest::Approx(0.5).epsilon(0.01));
    CHECK_FALSE(score().shown());
    CHECK(score().dimensions[0] == doctest::Approx(5));
    CHECK(read([&](db::Read& read) { return directory::score_of(read, place).mean; }) == doctest::Approx(score().mean));
    said(ben, draft(1));
    CHECK(score().reviews == 2);
    (void)write([&](db::Write& write) { return withdraw_own(write, written.id, ada); });
    CHECK(score().reviews == 1);
    advance(731 * base::day);
    (void)write([&](db::Write& write) -> base::Result<base::Done> { rescore_all(write); return base::Done{}; });
    CHECK(score().reviews == 0);
    CHECK(score().effective == 0);
    check();
}

TEST_CASE_FIXTURE(Clinic, "copied stories count less at once and wait for a moderator, whose dismissal makes them whole for good") {
    auto const same = "They took time for all of my questions and explained what would happen next.";
    auto const one = said(ada, draft(5, same)), other = said(ben, draft(5, same));
    auto const look = [&] { return *write([&](db::Write& write) -> base::Result<std::int64_t> { return look_for_signals(write); }); };
    CHECK(look() == 1);
    CHECK(look() == 0);
    CHECK(found(one.id)->weight == doctest::Approx(0.2));
    CHECK(found(other.id)->standing == Standing::shown);
    CHECK(read([&](db::Read& read) { return reviews::score_of(read, place).effective; }) == doctest::Approx(0.2).epsilon(0.02));
    auto const waiting = read([&](db::Read& read) { return waiting_signals(read, 0, 10); });
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].kind == "copy");
    auto const decide = [&](std::string_view words) { return write([&](db::Write& write) { return decide_signal(write, mo, waiting[0].id, false, words); }); };
    CHECK_FALSE(decide(""));
    CHECK(decide("A couple that came together."));
    CHECK_FALSE(decide("Again."));
    CHECK(found(one.id)->weight == doctest::Approx(1));
    CHECK(look() == 0);
    check();
}
