// The import of other agencies' alerts, as its parts see each other.
#pragma once
#include "cap/cap.hpp"
#include "cap/indexes.hpp"

namespace cap {

inline constexpr std::string_view poll_job = "cap.poll";  // its payload and key: the source's number

void add_import_jobs(jobs::Runner&, db::Database&);
void add_callback_routes(http::Router::Section);  // /alerts/sources/:token, where hubs of others tell us
// Asks the hub that a source names to tell us, when the lease is over or there is none.
void subscribe_where_possible(db::Database&, Source const&, Index const&);

// A source is silent when nothing good came in three turns, at least a quarter of an hour; or when it said nothing new for
// longer than it was expected to.
bool is_silent(Source const&, base::Time now);

}  // namespace cap
