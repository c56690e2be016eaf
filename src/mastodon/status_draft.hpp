// What an app wants to post, read from a request.
#pragma once
#include "http/router.hpp"
#include "posts/posts.hpp"
#include <optional>
#include <string_view>
#include <vector>

namespace mastodon {

// All of POST and PUT /api/v1/statuses but scheduled_at. Refuses, naming the field, what cannot be read.
base::Result<posts::Draft> draft_in(http::Request const&);
// quote_approval_policy (public, followers, following, nobody) and interaction_policy[can_reply][always][], [can_reblog];
// what is not named stays as it is in `now`. Nothing when the request names none of it.
base::Result<std::optional<posts::Policy>> policy_in(http::Request const&, posts::Policy const& now);

}  // namespace mastodon
