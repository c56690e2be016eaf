// The hub's topics that apps listen to, in one place for those who publish and those who subscribe.
//   user/17               what belongs into 17's home timeline     user/told/17  what 17 is notified of, in the same stream
//   user/notification/17  notifications alone                     direct/17     17's conversations
//   user/all              what everybody is told in their home stream: announcements
//   list/17/5             17's list 5
//   public  public/local  public/remote  public/media  public/local/media  public/remote/media
//   tag/asthma  tag/local/asthma                                  everybody's
//   for/17/public         the same as public, for 17 who blocks, mutes or filters: see audience.hpp
#pragma once
#include "base/id.hpp"
#include "base/text.hpp"
#include <string>
#include <string_view>

namespace mastodon::topics {

inline std::string home(base::AccountId id) { return "user/" + id.text(); }
inline std::string told(base::AccountId id) { return "user/told/" + id.text(); }
inline std::string notification(base::AccountId id) { return "user/notification/" + id.text(); }
inline std::string direct(base::AccountId id) { return "direct/" + id.text(); }
inline std::string everybodys_home() { return "user/all"; }
// Somebody else's list has another name: who subscribes to it as their own hears nothing.
inline std::string list(base::AccountId owner, std::string_view list) { return "list/" + owner.text() + '/' + std::string(list); }
inline std::string tag(std::string_view name) { return "tag/" + base::fold(name); }
inline std::string local_tag(std::string_view name) { return "tag/local/" + base::fold(name); }
inline std::string chosen_for(base::AccountId id, std::string_view topic) { return "for/" + id.text() + '/' + std::string(topic); }
inline bool is_everybodys(std::string_view topic) { return topic.starts_with("public") || topic.starts_with("tag/"); }

}  // namespace mastodon::topics
