// Pages of lists: limit, max_id, since_id and min_id on the way in, a Link header on the way out.
#pragma once
#include "http/router.hpp"
#include "posts/posts.hpp"
#include <cstdint>
#include <vector>

namespace mastodon {

posts::Page page_of(http::Request const&, int usual = 20, int most = 40);
int limit_of(http::Request const&, int usual, int most);

// The ids that a page's neighbours start from: those of the newest and the oldest entry.
struct Ends {
    std::int64_t newest = 0, oldest = 0;
    bool full = false;  // as many as were asked for, so there may be more
};
void add_links(http::Response&, http::Request const&, Ends);

// The ends of a list that is newest first.
template <class Entry, class IdOf>
Ends ends_of(std::vector<Entry> const& entries, int limit, IdOf id_of) {
    if (entries.empty()) return {};
    return {id_of(entries.front()), id_of(entries.back()), static_cast<int>(entries.size()) >= limit};
}

}  // namespace mastodon
