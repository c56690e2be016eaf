// What the page files of this folder share.
#pragma once
#include "follows/follows.hpp"

namespace follows {

void add_people_pages(http::Router::Section);  // /people and the actions of a profile's menu

}  // namespace follows
