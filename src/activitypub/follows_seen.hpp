// What other servers asked for, by the names they gave it: an Accept or a Reject must name what it answers.
#pragma once
#include "activitypub/activitypub.hpp"

namespace activitypub {

// A Follow came: keep its id before follows::follow is called; the newest one is answered.
void keep_follow(db::Write&, AccountId follower, AccountId followed, std::string_view uri);
std::string follow_uri(db::Read&, AccountId follower, AccountId followed);  // "": none is known
// The Follow as it is named in an answer: {"type": "Follow", "id": ..}.
std::string named_follow(std::string_view uri, accounts::Account const& follower, accounts::Account const& followed);
void forget_follow(db::Write&, AccountId follower, AccountId followed);
// Answers a Follow that asks again for what holds already.
void accept_again(db::Write&, AccountId follower, AccountId followed);

// A QuoteRequest came for a post of another server that quotes one of ours: call it before posts::approve_quote.
void keep_quote_request(db::Write&, PostId quoting, std::string_view uri);
// An Accept of our own QuoteRequest came with the address of its stamp; a Reject or the stamp's deletion takes it away.
void keep_quote_stamp(db::Write&, PostId quoting, std::string_view stamp_uri);
std::string quote_stamp(db::Read&, PostId quoting);  // "": none. Of a quote between two people here it is our own
void forget_quote_stamp(db::Write&, PostId quoting);
std::optional<PostId> post_with_stamp(db::Read&, std::string_view stamp_uri);

}  // namespace activitypub
