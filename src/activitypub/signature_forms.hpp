// The two forms of signatures, taken apart: what signatures.cpp asks of cavage.cpp and message_signatures.cpp.
#pragma once
#include "activitypub/signatures.hpp"

namespace activitypub {

// The parts of an address that is asked: https://HOST TARGET.
struct Asked { std::string scheme, host, target; };
Asked asked_of(std::string_view url);
Asked asked_of(http::Request const&);  // by this server's own address: a signature for another server does not hold here

inline constexpr base::Time most_skew = 3'600'000;  // how far a peer's clock may be off

std::unexpected<base::Refusal> unsigned_because(std::string reason);
base::Result<base::Done> check_moment(base::Time signed_at, base::Time now);
std::optional<base::Time> parse_http_date(std::string_view);
// All values of a header as one, trimmed; nothing when it is absent.
std::optional<std::string> joined_header(http::Request const&, std::string_view name);
bool has_body(http::Request const&);

void sign_cavage(http::Fetch&, Key const&, base::Time now);
void sign_message(http::Fetch&, Key const&, base::Time now);
base::Result<Signature> read_cavage(http::Request const&, base::Time now);
base::Result<Signature> read_message(http::Request const&, base::Time now);

// RFC 9421: the text that is signed, for one member of Signature-Input: ("@method" "date");created=1618884473;keyid="a".
base::Result<std::string> message_base(http::Request const&, Asked const&, std::string_view member);

}  // namespace activitypub
