// Notifications as JSON, for lists and for streams.
#pragma once
#include "mastodon/rendering.hpp"
#include "notifications/notifications.hpp"
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mastodon {

// "" when who did it, or what it is about, is gone or hidden by a filter.
std::string notification_json(Renderer&, notifications::Notification const&);

// What notifications of a kind are about besides a post, as a member of theirs: "report":{...}. Registered at start by
// the part that knows it; "" leaves the notification out.
using About = std::function<std::string(Renderer&, db::Read&, notifications::Notification const&)>;
void tell_about(std::string kind, About);

}  // namespace mastodon
