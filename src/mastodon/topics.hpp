// The hub's topics that apps listen to, in one place for those who publish and those who subscribe.
//   user/17               what belongs into 17's home timeline     user/told/17  what 17 is notified of, in the same stream
//   user/notification/17  notifications alone                     direct/17     17's conversations
//   public  public/local  tag/asthma  tag/local/asthma            everybody's
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
inline std::string tag(std::string_view name) { return "tag/" + base::fold(name); }
inline std::string local_tag(std::string_view name) { return "tag/local/" + base::fold(name); }

}  // namespace mastodon::topics
