// The product's own API, /api/salve/v1/: what the Mastodon API has no words for, with the same tokens, scopes and errors.
#pragma once
#include "http/router.hpp"

namespace app {

void add_own_api(http::Router::Section, http::Router const& whole);

}  // namespace app
