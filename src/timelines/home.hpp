// What the files of this room share: a reader's home feed as SQL gives it.
#pragma once
#include "timelines/timelines.hpp"

namespace timelines {

struct HomeRow { PostId post, boost_of; AccountId author; };

// Whom a reader does not hear, as statements ask it: 0 when there is nobody, so that nothing is looked up.
AccountId asks_unheard(db::Read&, AccountId reader);

// Newest first, ids below `before` and above `since`.
std::vector<HomeRow> home_rows(db::Read&, AccountId reader, std::int64_t before, std::int64_t since, int limit);

}  // namespace timelines
