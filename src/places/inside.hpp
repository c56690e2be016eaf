// What the parts of this room share.
#pragma once
#include "places/places.hpp"

namespace places {

// A row's place or topics, opened; nothing when that cannot be done.
std::optional<Place> place_in(db::Row const&);
std::optional<std::vector<std::string>> topics_in(std::string_view sealed, AccountId);
Chosen kept(db::Read&, AccountId);  // from the data

}  // namespace places
