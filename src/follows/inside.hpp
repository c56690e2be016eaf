// What the parts of this room share: the steps that rules are made of.
#pragma once
#include "follows/follows.hpp"
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace follows {

struct Asked { bool boosts = true, notify = false; std::string languages; };

enum class Telling { followed, nobody };

// A follow begins or ends, with its counts and notifications.
void begin(db::Write&, AccountId follower, AccountId followed, Asked const&, Telling = Telling::followed);
bool end(db::Write&, AccountId follower, AccountId followed);  // false: there was none
bool drop_request(db::Write&, AccountId follower, AccountId followed);
bool withdraw(db::Write&, AccountId follower, AccountId followed, AccountId by = {});  // and says so
std::vector<std::string> split(std::string_view languages);  // as they are stored

using Pair = std::pair<AccountId, AccountId>;
template <class Of>
std::vector<Pair> pairs(db::Read& read, db::Query const& query, Of of) {
    return read.rows(query, {of}, [](db::Row const& row) { return Pair{row.id<AccountId>(0), row.id<AccountId>(1)}; });
}

// Ends these follows, and tells each person of this server how many of theirs ended.
void sever(db::Write&, Cause, std::string_view target, std::vector<Pair> const& follows);

}  // namespace follows
