// All parts of the API in one list.
#include "mastodon/mastodon.hpp"
#include "mastodon/routes.hpp"

namespace mastodon {

void add_routes(http::Router::Section api, Context& context) {
    for (auto part : {add_app_routes, add_own_account_routes, add_account_routes, add_account_list_routes, add_status_routes,
                      add_status_writing_routes, add_status_mark_routes, add_poll_routes, add_emoji_routes, add_announcement_routes, add_scheduled_routes, add_conversation_routes, add_timeline_routes, add_tag_routes, add_notification_routes, add_notification_request_routes, add_filter_routes, add_push_routes, add_marker_routes, add_search_routes,
                      add_instance_routes, add_about_instance_routes, add_translation_routes, add_embedding_routes, add_discovery_routes, add_report_routes, add_admin_account_routes, add_admin_report_routes,
                      add_admin_block_routes, add_admin_measure_routes, add_trend_routes, add_media_routes, add_relation_routes, add_list_routes, add_suggestion_routes, add_streaming_routes})
        part(api, context);
}

}  // namespace mastodon
