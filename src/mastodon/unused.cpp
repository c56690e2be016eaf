// What apps ask for when they start, of things that are empty here: an empty list keeps them going, where 404 would not.
#include "mastodon/routes.hpp"

namespace mastodon {

namespace {

struct Unused {
    std::string_view pattern, scope;  // without a scope: anybody may ask
};

constexpr Unused empty_lists[] = {
    {"/api/v1/filters", "read:filters"},
    {"/api/v2/filters", "read:filters"},
    {"/api/v1/lists", "read:lists"},
    {"/api/v1/mutes", "read:mutes"},
    {"/api/v1/blocks", "read:blocks"},
    {"/api/v1/domain_blocks", "read:blocks"},
    {"/api/v1/conversations", "read:statuses"},
    {"/api/v1/featured_tags", "read:accounts"},
    {"/api/v1/featured_tags/suggestions", "read:accounts"},
    {"/api/v1/endorsements", "read:accounts"},
    {"/api/v1/suggestions", "read:accounts"},
    {"/api/v2/suggestions", "read:accounts"},
    {"/api/v1/scheduled_statuses", "read:statuses"},
    {"/api/v1/announcements", "read:accounts"},
    {"/api/v1/notifications/requests", "read:notifications"},
    {"/api/v1/timelines/list/:id", "read:lists"},
    {"/api/v1/accounts/:id/lists", "read:lists"},
    {"/api/v1/accounts/:id/featured_tags", ""},
    {"/api/v1/accounts/:id/endorsements", ""},
    {"/api/v1/accounts/:id/identity_proofs", ""},
    {"/api/v1/custom_emojis", ""},
    {"/api/v1/trends/statuses", ""},
    {"/api/v1/trends/links", ""},
    {"/api/v1/timelines/link", ""},
    {"/api/v1/instance/peers", ""},
    {"/api/v1/instance/activity", ""},
    {"/api/v1/instance/rules", ""},
    {"/api/v1/instance/domain_blocks", ""},
};

}  // namespace

void add_unused_routes(Section api, Context&) {
    for (auto const& each : empty_lists) {
        auto access = each.scope.empty() ? http::Access(Open::to_anyone) : http::Access(Open::to_members, each.scope);
        api.plain(each.pattern, access, [](Request const&) -> Answer { return http::json("[]"); });
    }
    api.plain("/api/v1/instance/translation_languages", Open::to_anyone, [](Request const&) -> Answer { return http::json("{}"); });
    api.plain("/api/v1/push/subscription", {Open::to_members, "push"}, [](Request const&) -> Answer { return not_found(); });
    api.plain("/api/v2/notifications/policy", {Open::to_members, "read:notifications"}, [](Request const&) -> Answer {
        return http::json(R"({"for_not_following":"accept","for_not_followers":"accept","for_new_accounts":"accept","for_private_mentions":"accept",)"
                          R"("for_limited_accounts":"accept","summary":{"pending_requests_count":0,"pending_notifications_count":0}})");
    });
}

}  // namespace mastodon
