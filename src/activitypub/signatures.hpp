// Signed requests, in both forms: draft-cavage-http-signatures-12 and RFC 9421 (with Digest and Content-Digest).
#pragma once
#include "activitypub/keys.hpp"
#include "http/client.hpp"

namespace activitypub {

enum class Scheme { cavage, rfc9421 };

// Adds what the form needs: Date, Digest or Content-Digest, Signature. `body` and `url` must be final. Fetch::redirects
// should be 0: a signature names its address.
void sign(http::Fetch&, Key const&, Scheme, base::Time now);

// A signature on a request that came, its digest and dates checked; whose key it is, and whether it holds, is asked after.
struct Signature {
    Scheme scheme = Scheme::cavage;
    std::string key_id;
    std::string bytes;                // decoded
    std::vector<std::string> signed_texts;  // what may have been signed: with the query, then without
};
// Refused (unauthorized): none, an unknown algorithm, too little covered ((request-target) or @method and @target-uri; host;
// date or created; digest of a body), a digest that does not fit, more than an hour off, expired.
base::Result<Signature> read_signature(http::Request const&, base::Time now);
bool holds(Signature const&, std::string_view public_pem);

}  // namespace activitypub
