// Signs of fraud and the daily work on scores: what this room shares about fairness.
#pragma once
#include "reviews/inside.hpp"

namespace reviews {

void rescore_all(db::Write&);  // once a day: reviews age, and the spread of their kind of care moves

using SignalId = base::Id<struct SignalTag>;
struct SignalCase { SignalId id; LocationId location; std::string kind, why; double weight = 1; base::Time found_at = 0; int standing = 0; };
std::int64_t look_for_signals(db::Write&);  // how many cases are new
std::vector<SignalCase> waiting_signals(db::Read&, std::int64_t after, int limit);  // oldest first
std::vector<ReviewId> reviews_of(db::Read&, SignalId);
// Dismissed, the reviews count again as before; kept, they go on counting less. Both stand in the record.
base::Result<base::Done> decide_signal(db::Write&, AccountId moderator, SignalId, bool keep, std::string_view words);
void add_signal_pages(http::Router::Section&);

}  // namespace reviews
