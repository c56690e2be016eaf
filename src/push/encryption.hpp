// Encrypts messages so that only the subscribed app can read them. Pure: keys and salt may be given, for the vectors of the
// standards.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace push {

struct Keys { std::string secret, open; };  // P-256: 32 bytes, and 65 bytes uncompressed
Keys new_keys();

struct Receiver { std::string open, auth; };  // 65 and 16 bytes
bool is_public_key(std::string_view);         // 65 bytes that are a point of the curve

// RFC 8291: a body that holds all the receiver needs. Nothing when a key is no key.
std::optional<std::string> encrypt(std::string_view plain, Receiver const&, Keys const& sender, std::string_view salt);
// draft-ietf-webpush-encryption-04: the salt and the sender's key travel in headers.
std::optional<std::string> encrypt_as_draft(std::string_view plain, Receiver const&, Keys const& sender, std::string_view salt);

}  // namespace push
