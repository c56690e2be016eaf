// Conversations as JSON, for lists and for streams.
#pragma once
#include "conversations/conversations.hpp"
#include "mastodon/rendering.hpp"
#include <string>
#include <vector>

namespace mastodon {

// As a list, or one object; "" for one whose newest message is gone or hidden.
std::string conversations_json(Renderer&, db::Read&, AccountId me, std::vector<conversations::Conversation> const&, bool as_list);

}  // namespace mastodon
