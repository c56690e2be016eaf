// What the parts of this room share: pseudonyms, rows, and what a text may be.
#pragma once
#include "reviews/reviews.hpp"

namespace reviews {

inline constexpr std::int64_t longest_story = 4000, longest_signature = 40;
inline constexpr base::Time token_lasts = 180LL * 24 * 3600 * 1000;

// An HMAC with the room's own key, made with its first use: what is kept instead of somebody. `purpose` keeps pseudonyms of
// different uses apart. Without a key yet, nobody has one: reading gives "".
std::string pseudonym(db::Write&, std::string_view purpose, std::string_view of);
std::string known_pseudonym(db::Read&, std::string_view purpose, std::string_view of);
std::int64_t random_below(std::int64_t);
ReviewId random_id();

std::string day_of(base::Time);  // YYYY-MM-DD
Review review_in(db::Row const&);
base::Refusal not_there();
base::Result<std::string> plain_text(std::string_view field, std::string_view typed, std::int64_t longest);  // normalized; markup refused
// Uses a token up; refused when it cannot be used any more, or for this place.
base::Result<Visit> use_token(db::Write&, std::string_view token, LocationId);
void note_themes(db::Write&, ReviewId, std::string_view told);
std::optional<Review> find_waiting(db::Read&, ReviewId);
// One that everybody is shown, or its tombstone; refused as absent otherwise.
base::Result<Review> public_one(db::Read&, ReviewId);
Appeal appeal_in(db::Row const&);
std::optional<Decision> find_decision(db::Read&, ReviewDecisionId);

}  // namespace reviews
