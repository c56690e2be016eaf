// Pages of notifications as JSON, one by one and in groups, and the recipes that memory keeps of them.
#pragma once
#include "mastodon/notification_entity.hpp"
#include "mastodon/status_cache.hpp"
#include <unordered_map>

namespace mastodon {

// What is gone, hidden or not to be seen any more is taken out of `all`.
std::string list_json(Renderer&, db::Read&, std::vector<notifications::Notification>& all);
// `partial`: the first of a group in full, the others as pictures.
std::string groups_json(Renderer&, db::Read&, std::vector<notifications::Group>& all, bool partial);

// Letter by letter what list_json() and groups_json() wrote.
using MarksByPost = std::unordered_map<PostId, unsigned char>;
Recipe recipe_of(std::vector<notifications::Notification> const& all, MarksByPost const&);
Recipe recipe_of(std::vector<notifications::Group> const& all, MarksByPost const&);

bool tells_more(notifications::Notification const&);  // than who did it and which post it is about: see tell_about()

}  // namespace mastodon
