// What was read of actors and posts becomes accounts and posts here; what it names and is not known yet is fetched by jobs.
#pragma once
#include "activitypub/reading.hpp"

namespace activitypub {

enum class Redirects { anywhere, same_host };
// Refused: an address that is none or not dealt with, no answer, no ActivityPub, not served under its own name.
base::Result<Document> fetch_document(db::Database&, std::string const& uri, Redirects);
// What a server says of a name: the actor, and the domain the name is of. Empty when it says nothing.
struct Finger { std::string self, domain; };
base::Result<Finger> webfinger(db::Database&, std::string_view username, std::string_view domain);
base::Result<Actor> keep_fetched_actor(db::Database&, Document const&);
base::Result<PostId> fetch_post(db::Database&, std::string_view uri, int depth);
base::Result<PostId> keep_fetched_post(db::Database&, Document const&, int depth);

base::Result<Actor> keep_actor(db::Write&, ReadActor const&);
enum class Origin { sent, found };
// `depth` counts how far from what somebody asked for: threads are followed so far and no further.
base::Result<posts::Post> keep_post(db::Write&, ReadPost&, Actor const& author, Origin, int depth = 0);
base::Result<posts::Post> keep_edit(db::Write&, PostId, ReadPost&, Actor const& author);

void fetch_parent_later(db::Write&, PostId, std::string_view parent, int height);
void fetch_actor_later(db::Write&, std::string_view uri);
// Somebody was seen whose profile was not read for long: it is, by a job. Not again while that waits, and once a week at most.
void refresh_later(db::Write&, Actor const&);
// Posts and accounts of other servers that nobody here needs go, some rows at a time. How many rows were looked at; 0 at the end.
std::size_t let_go_of_some(db::Database&, std::size_t most);
void add_evicting_jobs(jobs::Runner&, db::Database&);
void add_fetching_jobs(jobs::Runner&, db::Database&);

}  // namespace activitypub
