// What other servers' documents say: actors and posts in the shapes that software out there uses. Pure but for lookups.
#pragma once
#include "activitypub/fetching.hpp"
#include "emojis/emojis.hpp"
#include "http/document.hpp"

namespace activitypub {

using http::Document;

// An id or address as we take them: http(s) with a host in its one spelling, no user, no odd characters, 2,048 bytes.
bool is_proper(std::string_view uri);
bool same_host(std::string_view one, std::string_view other);

std::string id_of(Document const&);  // of an object, or what names one; "" for none
bool has_type(Document const&, std::initializer_list<std::string_view>);
bool is_actor(Document const&);
bool is_post(Document const&);       // what we keep as a post
bool is_activity(Document const&);
bool names(Document const& list, std::string_view uri);  // to, cc: a text or a list

// An actor's document as it is kept; refused (invalid) when something needed is missing or of another host.
struct ReadActor {
    accounts::Remote remote;  // its domain is the host of its id: WebFinger may know another
    std::string inbox, shared_inbox, followers, outbox, featured, key_id, key_pem, moved_to;
    std::vector<std::string> also_known_as;
    std::vector<emojis::Remote> emojis;  // that its texts use
};
base::Result<ReadActor> read_actor(Document const&);

// A post's document; its author is asked about by the caller.
struct ReadPost {
    posts::Received received;  // without what must be fetched first
    std::string author;        // attributedTo
    std::vector<std::string> authors;  // all that it names
    std::vector<AccountId> groups;     // that it is addressed to, as far as they are known
    std::string parent, quoted, stamp, replies, context;  // ids, "" for none
    bool is_vote = false;      // a name that answers a poll
    std::string vote;
    std::vector<emojis::Remote> emojis;
};
base::Result<ReadPost> read_post(db::Read&, Document const&, Actor const& author);
std::vector<std::string> authors_of(Document const&);

}  // namespace activitypub
