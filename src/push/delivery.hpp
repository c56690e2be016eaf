// One message on its way to one subscription.
#pragma once
#include "accounts/accounts.hpp"
#include "http/client.hpp"
#include "notifications/notifications.hpp"
#include "push/push.hpp"

namespace push {

std::optional<Subscription> with_id(db::Read&, std::int64_t id);

// What the app is told, as JSON; "" when it must not be told: the notification or its post is gone, a filter hides it,
// the subscription's policy is about other people.
std::string payload(db::Read&, Subscription const&, std::int64_t notification);

// The request that brings `payload` to the push service.
std::optional<http::Fetch> request_for(Subscription const&, std::string_view payload, base::Time now);
// The same with a message of its own urgency and life, and a token that was signed before.
std::optional<http::Fetch> request_for(Subscription const&, Note const&, std::string_view token, base::Time now);
std::string_view origin_of(std::string_view endpoint);
std::string contact_for_services();

// What the push service's answer means.
Outcome outcome_of(base::Result<http::Fetched> const&);

}  // namespace push
