// How apps see that a server is there. Who and what it is, they find where other servers do: see activitypub/discovery.cpp.
#include "mastodon/routes.hpp"

namespace mastodon {

void add_discovery_routes(Section api, Context&) {
    api.plain("/health", Open::to_anyone, [](Request const&) -> Answer { return http::text("OK"); });
}

}  // namespace mastodon
