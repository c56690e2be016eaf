// What other servers hold: documents fetched and checked, actors and posts kept as accounts and posts here.
#pragma once
#include "activitypub/activitypub.hpp"

namespace activitypub {

// Keys of actors, from what is stored; fetched when unknown, and once again when a signature does not hold.
struct Actor {
    AccountId account;
    std::string uri, host, inbox, shared_inbox, followers, key_id, key_pem;
    base::Time fetched_at = 0;
};
std::optional<Actor> stored_actor(db::Read&, std::string_view uri);
std::optional<Actor> stored_actor_with_key(db::Read&, std::string_view key_id);
std::optional<Actor> stored_actor(db::Read&, AccountId);

// By the actor's id, over the network when it is unknown, older than a day or `again`.
base::Result<Actor> fetch_actor(db::Database&, std::string_view uri, bool again = false);
base::Result<Actor> actor_with_key(db::Database&, std::string_view key_id, bool again = false);
base::Result<PostId> fetch_post(db::Database&, std::string_view uri);

}  // namespace activitypub
