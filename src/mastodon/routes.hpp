// The parts of the API, each with its routes, and what their handlers share.
#pragma once
#include "base/json.hpp"
#include "follows/follows.hpp"
#include "mastodon/mastodon.hpp"
#include "mastodon/rendering.hpp"

namespace mastodon {

using Section = http::Router::Section;
using base::MediaId, base::Why;
using http::Answer, http::Open, http::Request, http::Response;

void add_app_routes(Section, Context&);
void add_own_account_routes(Section, Context&);
void add_account_routes(Section, Context&);
void add_account_list_routes(Section, Context&);
void add_status_routes(Section, Context&);
void add_status_writing_routes(Section, Context&);
void add_status_mark_routes(Section, Context&);
void add_poll_routes(Section, Context&);
void add_emoji_routes(Section, Context&);
void add_announcement_routes(Section, Context&);
void tell_announcements(bus::Bus&, db::Database&, Context&);
void add_scheduled_routes(Section, Context&);
void add_conversation_routes(Section, Context&);
void add_timeline_routes(Section, Context&);
void add_tag_routes(Section, Context&);
void add_notification_routes(Section, Context&);
void add_notification_request_routes(Section, Context&);
void add_filter_routes(Section, Context&);
void add_push_routes(Section, Context&);
void add_marker_routes(Section, Context&);
void add_search_routes(Section, Context&);
void add_instance_routes(Section, Context&);
void add_about_instance_routes(Section, Context&);
void add_translation_routes(Section, Context&);
void add_embedding_routes(Section, Context&);
void add_discovery_routes(Section, Context&);
void add_report_routes(Section, Context&);
void add_admin_account_routes(Section, Context&);
void add_admin_report_routes(Section, Context&);
void add_admin_block_routes(Section, Context&);
void add_admin_measure_routes(Section, Context&);
void add_trend_routes(Section, Context&);
void add_media_routes(Section, Context&);
void add_relation_routes(Section, Context&);
void add_list_routes(Section, Context&);
void add_suggestion_routes(Section, Context&);
void add_streaming_routes(Section, Context&);

inline auto not_found() { return base::refuse(Why::not_found, "Record not found"); }

// The id in the address; anything that is no id names nothing.
template <class AnyId>
base::Result<AnyId> id_of(Request const& request, std::string_view name = "id") {
    auto id = request.parameters.id<AnyId>(name);
    if (!id) return not_found();
    return *id;
}

// An account that may be shown.
base::Result<accounts::Account> account_in(Request const&, db::Read&);
Response relationship_response(follows::Relationship const&);

// ids of a list in the query: id[]=1&id[]=2, or id=1.
template <class AnyId>
std::vector<AnyId> ids_in(Request const& request, std::string_view name = "id", std::size_t most = 80) {
    std::vector<AnyId> ids;
    for (auto const& text : request.fields.list(name))
        if (auto id = base::parse<AnyId>(text); id && ids.size() < most) ids.push_back(*id);
    return ids;
}

}  // namespace mastodon
