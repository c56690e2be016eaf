// Activities that other servers send: verified at the door, done at once where nothing must be fetched, else by a job.
#pragma once
#include "activitypub/keeping.hpp"

namespace activitypub {

// POST /inbox and /users/:name/inbox.
void add_inboxes(http::Router::Section, db::Database&);
void add_receiving_jobs(jobs::Runner&, db::Database&);

// What a verified activity of `actor` changes. Refused (unauthorized, forbidden, invalid): it claims what is not its own; then
// nothing may be kept. What rules refuse here, blocks and policies, is passed over: who is blocked cannot tell.
base::Result<base::Done> take(db::Write&, Actor const&, Document const& activity);
// What one server's actor did comes from another: answers that are forwarded, relays. Nothing in it is believed; where
// somebody here follows the sender, the origin named by the object is asked, by a job.
bool is_worth_asking_for(db::Read&, Actor const& sender, Document const& activity);
void ask_origin_later(db::Write&, Document const& activity);
void add_relay_jobs(jobs::Runner&, db::Database&);
// The rest of it, that needs other servers: what take() left to a job.
base::Result<base::Done> take_slowly(db::Database&, Actor const&, Document const& activity);

}  // namespace activitypub
