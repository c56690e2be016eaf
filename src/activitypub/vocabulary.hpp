// The terms that this server's documents use, and the small things that all of them are written with.
#pragma once
#include "activitypub/objects.hpp"
#include "base/json.hpp"

namespace activitypub {

inline constexpr std::string_view plain_context = R"("https://www.w3.org/ns/activitystreams")";
// Of objects and of what carries them: docs/api/activitypub.md says what each term is for.
inline constexpr std::string_view object_context =
    R"(["https://www.w3.org/ns/activitystreams",{"ostatus":"http://ostatus.org#","toot":"http://joinmastodon.org/ns#","gts":"https://gotosocial.org/ns#",)"
    R"("misskey":"https://misskey-hub.net/ns#","sensitive":"as:sensitive","Hashtag":"as:Hashtag","Emoji":"toot:Emoji","blurhash":"toot:blurhash",)"
    R"("focalPoint":{"@container":"@list","@id":"toot:focalPoint"},"votersCount":"toot:votersCount","conversation":"ostatus:conversation",)"
    R"("quote":{"@id":"https://w3id.org/fep/044f#quote","@type":"@id"},"quoteAuthorization":{"@id":"https://w3id.org/fep/044f#quoteAuthorization","@type":"@id"},)"
    R"("quoteUri":"http://fedibird.com/ns#quoteUri","_misskey_quote":"misskey:_misskey_quote","QuoteRequest":"https://w3id.org/fep/044f#QuoteRequest",)"
    R"("QuoteAuthorization":"https://w3id.org/fep/044f#QuoteAuthorization","interactionPolicy":{"@id":"gts:interactionPolicy","@type":"@id"},)"
    R"("canQuote":{"@id":"gts:canQuote","@type":"@id"},"canReply":{"@id":"gts:canReply","@type":"@id"},"canAnnounce":{"@id":"gts:canAnnounce","@type":"@id"},)"
    R"("automaticApproval":{"@id":"gts:automaticApproval","@type":"@id"},"manualApproval":{"@id":"gts:manualApproval","@type":"@id"},)"
    R"("interactingObject":{"@id":"gts:interactingObject","@type":"@id"},"interactionTarget":{"@id":"gts:interactionTarget","@type":"@id"}}])";
inline constexpr std::string_view actor_context =
    R"(["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1",{"schema":"http://schema.org#","toot":"http://joinmastodon.org/ns#",)"
    R"("PropertyValue":"schema:PropertyValue","value":"schema:value","manuallyApprovesFollowers":"as:manuallyApprovesFollowers",)"
    R"("alsoKnownAs":{"@id":"as:alsoKnownAs","@type":"@id"},"movedTo":{"@id":"as:movedTo","@type":"@id"},"featured":{"@id":"toot:featured","@type":"@id"},)"
    R"("featuredTags":{"@id":"toot:featuredTags","@type":"@id"},"discoverable":"toot:discoverable","indexable":"toot:indexable","Hashtag":"as:Hashtag",)"
    R"("Emoji":"toot:Emoji","blurhash":"toot:blurhash","focalPoint":{"@container":"@list","@id":"toot:focalPoint"}}])";

std::string absolute(std::string_view address);       // below the site's address when it is none
std::string media_type_of(std::string_view address);  // of a picture, by its name
std::string seconds_of(base::Time);                   // 2026-11-22T13:51:39Z
std::string short_hash(std::string_view);             // 16 digits that are the same each time
void write_emojis(base::Json&, db::Read&, std::vector<std::string_view> const& texts);  // into an open list

// Who is addressed, by who may see it: as Mastodon does, which others go by.
struct Addressing { std::vector<std::string> to, cc, audience = {}; };  // audience: groups, as FEP-1b12 names them
Addressing addressing(posts::Visibility, accounts::Account const& author, std::vector<std::string> const& mentioned);
Addressing addressing(db::Read&, posts::Post const&, accounts::Account const& author);  // of a post here, with its groups
void write_addressing(base::Json&, Addressing const&);
std::vector<std::string> mentioned_uris(db::Read&, posts::Post const&);

std::string uri_of(db::Read&, posts::Post const&);        // of anybody's post
std::string context_uri(PostId thread);

}  // namespace activitypub
