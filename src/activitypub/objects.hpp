// What this server says: actors, objects, activities and collections as ActivityStreams JSON.
#pragma once
#include "activitypub/activitypub.hpp"

namespace activitypub {

std::string actor_document(db::Read&, accounts::Account const&, std::string_view public_pem);
std::string server_actor_document(std::string_view public_pem);
std::string server_actor_uri();
// Note, Article or Question. With `whole` it stands alone and carries its @context.
std::string object_of(db::Read&, posts::Post const&, accounts::Account const& author, bool whole);
bool may_federate(posts::Post const&);  // neither local-only nor a remote one
bool is_open(posts::Post const&);       // anybody may fetch it

// Activities, whole, with ids of their own. `number` tells one of several likes,
// follows or blocks between the same two apart: others take an id that they know for something they have heard.
std::string create_of(db::Read&, posts::Post const&, accounts::Account const& author);
std::string update_of(db::Read&, posts::Post const&, accounts::Account const& author);
std::string delete_of(std::string_view post_uri, accounts::Account const& author);
std::string delete_of(accounts::Account const& actor);
std::string announce_of(db::Read&, posts::Post const& boost, accounts::Account const& booster);
std::string announce_of(db::Read&, PostId boost, base::Time at, posts::Visibility, posts::Post const& boosted, accounts::Account const& booster);
std::string like_of(accounts::Account const& who, std::string_view post_uri, std::int64_t number = 1);
std::string follow_of(accounts::Account const& follower, accounts::Account const& followed, std::int64_t number = 1);
std::string block_of(accounts::Account const& who, accounts::Account const& other, std::int64_t number = 1);
std::string undo_of(std::string_view activity, accounts::Account const& who);    // of a whole activity of one's own
std::string accept_of(std::string_view activity, accounts::Account const& who);  // of a whole activity, or of an id
std::string reject_of(std::string_view activity, accounts::Account const& who);
std::string actor_update_of(db::Read&, accounts::Account const&, std::string_view public_pem);
std::string move_of(accounts::Account const& from, accounts::Account const& to);
std::string add_of(accounts::Account const& who, std::string_view post_uri, std::int64_t number);     // to one's pins
std::string remove_of(accounts::Account const& who, std::string_view post_uri, std::int64_t number);  // from one's pins
std::string vote_of(accounts::Account const& who, posts::Post const& question, std::string_view question_author, std::string_view choice, int place);
std::string flag_of(std::int64_t report, std::vector<std::string> const& about, std::string_view comment);  // by the server's own actor

// Quotes (FEP-044f). The stamp says that one post may quote another; its address is the quoted author's.
std::string stamp_uri(accounts::Account const& quoted_author, PostId quoting);
std::string stamp_of(accounts::Account const& quoted_author, PostId quoting, std::string_view quoting_uri, std::string_view quoted_uri);
std::string quote_request_of(db::Read&, posts::Post const& quoting, accounts::Account const& author, std::string_view quoted_uri);
// What a QuoteRequest that came is answered with; `uri` is its id, `quoting_author` who asked.
std::string quote_request_named(std::string_view uri, std::string_view quoting_author, std::string_view quoted_uri, std::string_view quoting_uri);
std::string quote_accept_of(std::string_view request, accounts::Account const& who, std::string_view stamp);
std::string stamp_deletion_of(accounts::Account const& who, std::string_view stamp);

// Whom one of our own follow activities is about, by its id: for Accepts that hold the id only.
struct FollowIds { std::string follower_uri; AccountId followed; };
std::optional<FollowIds> follow_in(std::string_view activity_uri);

inline constexpr std::string_view everyone = "https://www.w3.org/ns/activitystreams#Public";
inline constexpr std::string_view activity_type = "application/activity+json";

}  // namespace activitypub
