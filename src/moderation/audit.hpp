// Between the record and its keys.
#pragma once
#include "crypto/crypto.hpp"
#include "moderation/inside.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace moderation {

// What is hashed: JSON, because it tells where one text ends and the next begins.
std::string text_of(Entry const&, std::string_view before);
// With the key of this entry, which is forgotten with that.
std::string keyed_hash(db::Write&, Entry const&, std::string_view before);
Entry last_entry(db::Read&);  // number 0: there is none
std::vector<Entry> entries_after(db::Read&, std::int64_t number, int limit);  // the oldest first

}  // namespace moderation
