// Markup from outside, made safe: what may stand in a post or a profile is written anew, everything else is left out.
#pragma once
#include "html/template.hpp"
#include <string>
#include <string_view>

namespace html {

inline constexpr std::size_t longest_outside = 100'000;  // bytes; what is longer is cut before it is parsed

// Elements of Mastodon's list with their few attributes; links get rel="nofollow noopener noreferrer" and a tab of their own.
// Never fails: what cannot be read becomes text.
Safe sanitize(std::string_view outside);

// The words of safe markup, for search, filters and notifications: a line for each paragraph and break, without tags.
std::string plain_text(Safe const&);

}  // namespace html
