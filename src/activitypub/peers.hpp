// Rows of the table peer. Private to activitypub.
#pragma once
#include "activitypub/deliveries.hpp"

namespace activitypub {

Peer peer_in(db::Row const&);
std::string_view text_of(PeerState);

}  // namespace activitypub
