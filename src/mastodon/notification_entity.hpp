// Notifications as JSON, for lists and for streams.
#pragma once
#include "mastodon/rendering.hpp"
#include "notifications/notifications.hpp"
#include <string>
#include <vector>

namespace mastodon {

// "" when who did it, or what it is about, is gone.
std::string notification_json(Renderer&, notifications::Notification const&);
std::string notifications_json(Renderer&, std::vector<notifications::Notification> const&, bool as_list);

}  // namespace mastodon
