// Whether a review helped. A vote is kept under a pseudonym of this one review: votes of a person are not joined either.
#include "reviews/inside.hpp"
#include "reviews/queries.hpp"
#include <cmath>

namespace reviews {

namespace {

std::string ballot(ReviewId id, AccountId account) { return id.text() + " " + account.text(); }

}  // namespace

// The lower bound of what share finds it helpful, with 80 % certainty: 9 of 10 comes before 1 of 1.
double wilson(std::int64_t positive, std::int64_t all) {
    if (all <= 0) return 0;
    constexpr double z = 1.281551565545;
    auto const n = static_cast<double>(all), share = static_cast<double>(positive) / n;
    auto const middle = share + z * z / (2 * n), spread = z * std::sqrt((share * (1 - share) + z * z / (4 * n)) / n);
    return (middle - spread) / (1 + z * z / n);
}

base::Result<Review> vote(db::Write& write, ReviewId id, AccountId account, std::optional<bool> helpful) {
    auto const review = TRY(public_one(write, id));
    if (review.standing != Standing::shown) return std::unexpected(not_there());
    if (is_author(write, id, account)) return base::refuse(base::Why::forbidden, "Nobody votes for their own review.");
    auto const voter = pseudonym(write, "vote", ballot(id, account));
    if (helpful) write.run(sql::put_vote, {id, voter, *helpful});
    else write.run(sql::delete_vote, {id, voter});
    auto const [yes, no] = *write.one(sql::votes, {id}, [](db::Row const& row) { return std::pair(row.integer(0), row.integer(1)); });
    write.run(sql::count_votes, {id, yes, no, wilson(yes, yes + no)});
    return *find(write, id);
}

std::optional<bool> vote_of(db::Read& read, ReviewId id, AccountId account) {
    if (!account) return std::nullopt;
    return read.one(sql::vote, {id, known_pseudonym(read, "vote", ballot(id, account))}, [](db::Row const& row) { return row.boolean(0); });
}

}  // namespace reviews
