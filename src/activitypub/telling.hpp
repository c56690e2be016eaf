// When this server says something to others. Private to activitypub.
#pragma once
#include "activitypub/deliveries.hpp"
#include "activitypub/objects.hpp"

namespace activitypub {

void tell_of_posts(db::Write&, base::Event const&);   // published, edited, deleted, marked, voted
void tell_of_change(db::Write&, PostId);              // an Update, if it reads differently than what was told
void tell_of_people(db::Write&, base::Event const&);  // follows, blocks, profiles, moves, reports
void add_telling_jobs(jobs::Runner&, db::Database&);  // what changes often is told once, a little later

// Peers will want to hear when this actor's document changes.
void note_told(db::Write&, accounts::Account const&);
bool is_told(db::Read&, AccountId);
std::vector<AccountId> names_elsewhere(db::Read&, AccountId);  // accounts of other servers that are this one's own
void forget_told_hash(db::Write&, AccountId);  // the document must be told anew
std::int64_t count_deed(db::Write&, AccountId, std::string_view kind, std::int64_t target);  // the number of this one
std::int64_t deeds(db::Read&, AccountId, std::string_view kind, std::int64_t target);        // of the last one; 0: none

struct Told { AccountId author; bool boost = false, direct = false; std::string hash; base::Time gone_at = 0; };
std::optional<Told> told_post(db::Read&, PostId);  // nothing: it never left this server

}  // namespace activitypub
