// What the pages of this room share: tabs, the column beside a feed, and the way to older posts.
#pragma once
#include "html/html.hpp"
#include "timelines/pages.hpp"
#include "timelines/timelines.hpp"

namespace timelines {

inline constexpr int page_size = 20;

html::Safe side(html::Words const&, db::Read&);
html::Safe tabs(html::Words const&, std::vector<Tab> const&, std::string_view current);
Page page_of(http::Request const&);
std::string older_of(std::vector<PostId> const&, std::string const& address);
// Wide hills in the palette of the landscape that stands for `id`.
html::Safe wide_landscape(std::int64_t id);

void add_profile_pages(http::Router::Section pages);

}  // namespace timelines
