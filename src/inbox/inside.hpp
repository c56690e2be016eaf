// What the parts of this room share.
#pragma once
#include "inbox/inbox.hpp"
#include "teams/teams.hpp"

namespace inbox {

Item item_of(db::Row const&);
base::Refusal not_there();
// For responders of its organization; to others it is not there.
base::Result<Item> item_for(db::Read&, ItemId, AccountId by);
// Who holds a claim in force, 0 for nobody. It ends with the hour, and when its holder leaves the team.
AccountId holder(db::Read&, Item const&);
base::Refusal held_by(db::Read&, AccountId holder);
// A note's text as it is kept; refused with the field.
base::Result<std::string> text_in(std::string_view field, std::string_view typed, int longest);
void insert_note(db::Write&, ItemId, AccountId by, AccountId handed_to, std::string_view text);

bool is_shown(Kind);
AccountId acting();  // 0: nobody
bool answers_here(Kind);
base::Result<base::Done> answer_here(db::Write&, Item const&, Answer const&);
std::string_view label_of(Kind);  // English, the key of its translation
std::string_view icon_of(Kind);

// The pages.
struct Desk { accounts::Account organization; teams::Role role = teams::Role::analyst; };
AccountId reader_of(http::Request const&, db::Read&);  // the person, also while they act for the organization
base::Result<Desk> desk_of(http::Request const&, db::Read&, teams::Role at_least);
std::string address_of(Desk const&);
html::Safe row(html::Words const&, db::Read&, Item const&, accounts::Account const& organization, AccountId reader);
html::Safe numbers(html::Words const&, Counts const&);
html::Safe head(html::Words const&, Desk const&, std::string_view current);
void add_item_pages(http::Router::Section&);
void add_saved_pages(http::Router::Section&);
void add_target_pages(http::Router::Section&);
void add_times_pages(http::Router::Section&);

}  // namespace inbox
