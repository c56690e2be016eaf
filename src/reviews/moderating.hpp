// What moderators' pages ask of this room beyond its face.
#pragma once
#include "reviews/inside.hpp"

namespace reviews {

struct Report { std::int64_t id = 0; ReviewId review; AccountId reporter, organization; std::string reason, words; base::Time at = 0; };
std::vector<Report> open_reports(db::Read&, std::int64_t after, int limit);
std::vector<Appeal> waiting_appeals(db::Read&, ReviewAppealId after, int limit);
std::int64_t waiting_for_moderators(db::Read&);

}  // namespace reviews
