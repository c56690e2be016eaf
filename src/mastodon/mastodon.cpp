// All parts of the API in one list.
#include "mastodon/mastodon.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

void add_routes(http::Router::Section api, Context& context) {
    for (auto part : {add_app_routes, add_own_account_routes, add_account_routes, add_account_list_routes, add_status_routes,
                      add_status_mark_routes, add_timeline_routes, add_tag_routes, add_notification_routes, add_marker_routes, add_search_routes,
                      add_instance_routes, add_discovery_routes, add_unused_routes, add_streaming_routes})
        part(api, context);
}

}  // namespace mastodon
