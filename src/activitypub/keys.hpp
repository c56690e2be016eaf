// The keys that requests to other servers are signed with: RSA 2048, one for each account and one for the server itself.
#pragma once
#include "activitypub/activitypub.hpp"

namespace activitypub {

struct Key { std::string id, secret_pem; };  // id: https://site/users/ada#main-key

inline constexpr AccountId the_server{};  // its own actor: https://site/actor

// Made when there is none yet (0.1 s, outside the writer). The secret is sealed in the database, and kept in memory.
Key key_of(db::Database&, AccountId);
std::string public_key_of(db::Database&, AccountId);  // PEM
std::optional<std::string> stored_public_key(db::Read&, AccountId);  // nothing while there is none yet
std::string key_id(db::Read&, AccountId);             // "" for who does not live here
// The id stays: peers fetch the actor again when a signature does not hold, and are told by an Update.
base::Result<base::Done> rotate_key(db::Database&, AccountId);

}  // namespace activitypub
