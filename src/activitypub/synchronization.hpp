// Comparing followers with other servers (FEP-8fcf): its route and its job. Private to activitypub.
#pragma once
#include "activitypub/deliveries.hpp"
#include "http/router.hpp"

namespace activitypub {

void add_synchronization_routes(http::Router::Section, db::Database&);
void add_synchronization_jobs(jobs::Runner&, db::Database&);

}  // namespace activitypub
