// What the files of this room share.
#pragma once
#include "posts/posts.hpp"

namespace posts {

enum Mark : std::int64_t { favourite_mark = 1, boost_mark = 2, bookmark_mark = 4, pin_mark = 8, muted_mark = 16 };  // Marked::what

std::int64_t hashtag_id(db::Write&, std::string_view spelled);  // makes it when it is new

// How policies and quotes are kept.
Policy policy_of(std::int64_t packed);
std::int64_t packed(Policy const&);
QuoteState quote_state_of(std::string_view);
bool is_open(Visibility);  // public or unlisted: for anybody who comes by

// The post itself, also when a boost of it was named; what the viewer may not see is not found.
base::Result<Post> seen(db::Read&, AccountId viewer, PostId);

// Tells somebody what happened to a post of a conversation, unless they muted it.
void tell_about(db::Write&, AccountId account, std::string_view kind, AccountId from, Post const&);

}  // namespace posts
