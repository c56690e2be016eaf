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
    bool results = false;      // of its poll, before voting
    std::string_view context = {};  // of filters
};
html::Safe fill_cards(html::Words const&, db::Read&, std::vector<Card> const&, Look const&);

// A post's text: with the emoji of where it was written, and who is named led to on this server's own pages.
html::Safe text_part(db::Read&, Post const&, accounts::Account const& author);
// What hangs on a post below its text.
html::Safe poll_part(html::Words const&, Post const& shown, PostId card, std::vector<int> const& votes, Look const&);
html::Safe link_part(html::Words const&, links::Card const&);
html::Safe quote_part(html::Words const&, Post const& shown, Post const* quoted, accounts::Account const* author, Look const&);

// <option> rows: value and its words, as they are shown.
struct Choice { std::string_view value; std::string words; };
html::Safe options(html::Words const&, std::vector<Choice> const&, std::string_view chosen);
html::Safe policy_fields(html::Words const&, Policy const&);  // three selects; read back by policy_in
std::optional<Policy> policy_in(http::Fields const&);         // absent when the form had none

// The post of the address, also when a boost of it was named.
base::Result<Post> asked_for(http::Request const&, db::Read&);
base::Result<accounts::Account> author_of(db::Read&, Post const&);
html::Safe slots_of_composer(html::Words const&, http::Request const&);
http::Answer more(http::Request const&, db::Read&);

void add_actions(http::Router::Section pages);
void add_composing(http::Router::Section pages);
void add_history(http::Router::Section pages);
void show_notifications();

}  // namespace posts
