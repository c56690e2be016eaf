// Posts for a moment to come: what posting and their own routes share.
#pragma once
#include "drafts/drafts.hpp"
#include "http/router.hpp"
#include <optional>
#include <string>

namespace mastodon {

std::string scheduled_json(drafts::Scheduled const&);
// When a post should be published; nothing when the request does not say.
base::Result<std::optional<base::Time>> scheduled_time(http::Request const&);

}  // namespace mastodon
