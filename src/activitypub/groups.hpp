// Groups (FEP-1b12): what members post to a group of this server goes on to everybody who follows it, and what people here
// post to groups elsewhere goes to those as well. Private to activitypub.
#pragma once
#include "activitypub/activitypub.hpp"

namespace activitypub {

std::vector<AccountId> groups_of(db::Read&, PostId);  // that it was posted to, here and elsewhere
// Notes the groups among those a new post is addressed to, and those of what it answers. Of this server's groups only the
// ones whose member the author is: strangers' posts are not passed on. What begins a conversation is shared by a job.
void post_to_groups(db::Write&, posts::Post const&, std::vector<AccountId> const& addressed);
bool is_for_group_here(db::Read&, AccountId author, std::vector<AccountId> const& addressed);

// Announces an activity about a post by the groups of this server, to all who follow them. `leaves`: not before then.
void pass_on(db::Write&, std::vector<AccountId> const& groups, std::string_view activity, PostId about = {}, base::Time leaves = 0);
// The same, by those groups alone whose member did it.
void pass_on_of_member(db::Write&, std::vector<AccountId> const& groups, AccountId member, std::string_view activity);

void note_groups(db::Write&, base::Event const&);    // before others are told
void forget_groups(db::Write&, base::Event const&);  // after
void add_group_jobs(jobs::Runner&, db::Database&);

}  // namespace activitypub
