// The page on which a person lets an app in.
#pragma once
#include "http/router.hpp"

namespace accounts {

void add_authorize_pages(http::Router::Section);

}  // namespace accounts
