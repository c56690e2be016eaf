// Reading: one review, those of a place in the order asked for, and what is asked of a kind of care.
#include "reviews/reviews.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "moderation/moderation.hpp"
#include "reviews/inside.hpp"
#include "reviews/queries.hpp"
#include "reviews/schema.hpp"
#include <algorithm>

namespace reviews {

using base::Done, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

Review text_in(db::Row const& row) {
    Review review{.id = row.id<ReviewId>(0), .location = row.id<LocationId>(1), .overall = static_cast<int>(row.integer(2)), .told = row.text(8), .month = row.text(9), .signed_as = row.text(10),
                  .language = row.text(11), .removed_for = {}, .published = {}, .changed = {}};
    for (int i = 0; i < static_cast<int>(most_dimensions); ++i) review.marks[static_cast<std::size_t>(i)] = static_cast<int>(row.integer(3 + i));
    review.verified = row.boolean(12);
    return review;
}

std::vector<Dimension> usual() {
    return {{"listened", "Listened to me"}, {"explained", "Explained things clearly"}, {"respected", "Felt respected"}, {"access", "Easy to get to and into"}, {"cleanliness", "Clean and well kept"}};
}

}  // namespace

std::string day_of(base::Time time) { return base::iso8601(time).substr(0, 10); }
base::Refusal not_there() { return {Why::not_found, "There is no such review.", {}}; }

Review review_in(db::Row const& row) {
    auto review = text_in(row);
    review.standing = static_cast<Standing>(row.integer(13));
    review.removed_for = row.text(14);
    review.published = row.text(15);
    review.weight = row.real(16);
    review.helpful = row.integer(17);
    review.unhelpful = row.integer(18);
    review.changed = row.text(20);
    return review;
}

std::optional<Review> find(db::Read& read, ReviewId id) { return read.one(sql::find_review, {id}, review_in); }
std::optional<Review> find_waiting(db::Read& read, ReviewId id) { return read.one(sql::find_waiting, {id}, text_in); }

Result<Review> public_one(db::Read& read, ReviewId id) {
    auto review = find(read, id);
    if (!review || (review->standing != Standing::shown && review->standing != Standing::removed)) return std::unexpected(not_there());
    return *review;
}

std::vector<Review> reviews_of(db::Read& read, LocationId location, Order order, std::int64_t after, int limit, Filter const& filter) {
    auto const last = after ? find(read, ReviewId{after}) : std::nullopt;
    std::int64_t const goes_on = last ? 1 : 0, id = last ? last->id.value : 0, overall = filter.overall, most = limit;
    auto const day = last ? last->published : std::string();
    switch (order) {
    case Order::newest: return read.rows(sql::newest, {location, day, id, most, goes_on, overall, filter.theme}, review_in);
    case Order::lowest: return read.rows(sql::lowest, {location, last ? last->overall : 0, day, id, most, goes_on, overall, filter.theme}, review_in);
    case Order::helpful: break;
    }
    double const use = last ? wilson(last->helpful, last->helpful + last->unhelpful) : 0.0;
    return read.rows(sql::most_helpful, {location, use, day, id, most, goes_on, overall, filter.theme}, review_in);
}

std::vector<Review> reviews_by(db::Read& read, AccountId account) {
    auto const reviewer = known_pseudonym(read, "reviewer", account.text());
    if (reviewer.empty()) return {};
    auto all = read.rows(sql::own_waiting, {reviewer}, text_in);
    for (auto& each : read.rows(sql::own_reviews, {reviewer}, review_in)) all.push_back(std::move(each));
    return all;
}

std::vector<Mentioned> themes_of(db::Read& read, LocationId location) {
    return read.rows(sql::themes_of, {location}, [](db::Row const& row) { return Mentioned{row.text(0), row.integer(1)}; });
}

std::vector<Dimension> dimensions(db::Read& read, std::string_view specialty) {
    auto chosen = read.rows(sql::dimensions_of, {specialty}, [](db::Row const& row) { return Dimension{row.text(0), row.text(1)}; });
    return chosen.empty() ? usual() : chosen;
}

Result<Done> set_dimensions(db::Write& write, AccountId by, std::string_view specialty, std::vector<Dimension> const& wanted) {
    if (!directory::find_specialty(specialty)) return refuse_field("specialty", "ERR_INVALID", "Choose a kind of care.");
    if (wanted.size() > most_dimensions) return refuse_field("words", "ERR_TOO_MANY", "At most five questions are asked.");
    write.run(sql::delete_dimensions, {specialty});
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto const words = TRY(plain_text("words", wanted[i].words, 60));
        if (words.empty()) return refuse_field("words", "ERR_BLANK", "Write what is asked.");
        bool const again = std::ranges::count(wanted, wanted[i].code, &Dimension::code) > 1;
        if (wanted[i].code.empty() || wanted[i].code.size() > 40 || again) return refuse_field("words", "ERR_TAKEN", "Each question is asked once.");
        write.run(sql::put_dimension, {specialty, static_cast<std::int64_t>(i + 1), wanted[i].code, words});
    }
    moderation::record(write, by, "review.questions", specialty);
    return Done{};
}

}  // namespace reviews
