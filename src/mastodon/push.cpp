// Web Push subscriptions: one for each token.
#include "push/push.hpp"
#include "mastodon/routes.hpp"
#include "notifications/notifications.hpp"
#include <algorithm>

namespace mastodon {

namespace {

std::string subscription_json(push::Subscription const& subscription) {
    base::Json out;
    out.object().pair("id", std::to_string(subscription.id)).pair("endpoint", subscription.endpoint).pair("standard", subscription.standard);
    out.key("alerts").object();
    for (auto kind : notifications::kinds) out.pair(kind, std::ranges::find(subscription.alerts, kind) != subscription.alerts.end());
    out.end().pair("server_key", push::server_key()).pair("policy", push::text_of(subscription.policy)).end();
    return out.take();
}

std::vector<std::string> alerts_in(http::Fields const& fields) {
    std::vector<std::string> alerts;
    for (auto kind : notifications::kinds)
        if (fields.flag("data[alerts][" + std::string(kind) + "]").value_or(false)) alerts.emplace_back(kind);
    return alerts;
}

base::Result<push::Policy> policy_in(http::Fields const& fields, push::Policy fallback) {
    // Mastodon's documents have it beside the data, its apps within.
    auto typed = fields.has("data[policy]") ? fields.text("data[policy]") : fields.text("policy");
    if (typed.empty()) return fallback;
    auto policy = push::policy_of(typed);
    if (!policy) return base::refuse_field("policy", "ERR_INCLUSION", "The policy must be all, followed, follower or none.");
    return *policy;
}

}  // namespace

void add_push_routes(Section api, Context&) {
    constexpr std::string_view address = "/api/v1/push/subscription";
    constexpr http::Access access{Open::to_members, "push"};
    api.post(address, access, [](Request const& request, db::Write& write) -> Answer {
        auto const& fields = request.fields;
        auto text = [&](char const* name) { return std::string(fields.text(name)); };
        return http::json(subscription_json(TRY(push::subscribe(write, {
            .account = request.account(), .grant = request.person->grant, .endpoint = text("subscription[endpoint]"),
            .p256dh = text("subscription[keys][p256dh]"), .auth = text("subscription[keys][auth]"),
            .standard = fields.flag("subscription[standard]").value_or(false), .alerts = alerts_in(fields), .policy = TRY(policy_in(fields, push::Policy::all))}))));
    }).says("Sends notifications to an app by Web Push");
    api.get(address, access, [](Request const& request, db::Read& read) -> Answer {
        auto found = push::find(read, request.account(), request.person->grant);
        if (!found) return not_found();
        return http::json(subscription_json(*found));
    }).says("Where this app's notifications are sent");
    api.put(address, access, [](Request const& request, db::Write& write) -> Answer {
        auto found = push::find(write, request.account(), request.person->grant);
        if (!found) return not_found();
        auto policy = TRY(policy_in(request.fields, found->policy));
        return http::json(subscription_json(TRY(push::change(write, request.account(), request.person->grant, alerts_in(request.fields), policy))));
    }).says("Changes which notifications are sent");
    api.remove(address, access, [](Request const& request, db::Write& write) -> Answer {
        push::unsubscribe(write, request.account(), request.person->grant);
        return http::json("{}");
    }).says("Ends what is sent to this app");
}

}  // namespace mastodon
