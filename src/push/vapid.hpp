// Who we are to push services (RFC 8292): a signed token for each of them, with one key for the whole server.
#pragma once
#include "base/id.hpp"
#include "push/encryption.hpp"
#include <string>
#include <string_view>

namespace push {

Keys const& server_keys();

// A token that lets this server's messages in at `origin` (https://push.example) for half a day.
std::string vapid_token(Keys const&, std::string_view origin, std::string_view subject, base::Time now);
// ES256 (RFC 7518, 3.4): r and s, 32 bytes each.
std::string sign_es256(Keys const&, std::string_view text);
bool verify_es256(std::string_view open, std::string_view text, std::string_view signature);

}  // namespace push
