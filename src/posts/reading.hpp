// What the files of this room share.
#pragma once
#include "posts/posts.hpp"

namespace posts {

std::int64_t hashtag_id(db::Write&, std::string_view spelled);  // makes it when it is new

}  // namespace posts
