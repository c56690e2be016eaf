// What the pages of this room share.
#pragma once
#include "posts/posts.hpp"

namespace posts {

// How cards are shown, and to whom.
struct Look {
    AccountId viewer;
    base::Time now = 0;
    bool open_thread = false;  // the post that the page is about
    bool in_thread = false;    // its place says what it answers
    bool pinned = false;       // at the top of its author's page
};
html::Safe fill_cards(html::Words const&, db::Read&, std::vector<Card> const&, Look const&);

void add_actions(http::Router::Section pages);

}  // namespace posts
