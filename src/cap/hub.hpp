// The WebSub hub: who is told of our feeds (W3C WebSub, 2018).
#pragma once
#include "cap/publishing.hpp"

namespace cap {

struct Asked {
    bool subscribes = true;
    std::string topic, callback, secret;
    std::int64_t lease_seconds = 0;  // 0: as long as we choose
};
// Whether it wanted this is asked of the callback by a job.
base::Result<base::Done> ask(db::Write&, Asked);
void add_hub_routes(http::Router::Section);
void add_hub_jobs(jobs::Runner&, db::Database&);

// What is kept of others' secrets, and sent in addresses.
std::string sealed(std::string_view plain, std::string_view about);
std::string opened(std::string_view sealed, std::string_view about);  // "" when it is not ours
void keep_sealing_key_in(std::string const& folder);

std::string with_query(std::string_view address, std::string_view query);

}  // namespace cap
