// Feeds: Atom for readers of news, and what search engines are told. A dialect: it translates, and owns no rules.
#pragma once
#include "http/router.hpp"

namespace feeds {

// /@:name/feed.atom, /tags/:name/feed.atom and /collections/:id/feed.atom (RFC 4287), /sitemap.xml, /robots.txt.
void add_routes(http::Router::Section pages);

}  // namespace feeds
