// Sealing with a key at hand: XChaCha20-Poly1305 with a random 24-byte nonce. The server's own key file is Sealer's (crypto.hpp).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crypto {

inline constexpr std::size_t box_key_size = 32;
// `about` is bound in: a sealed text opens where it was sealed for alone.
std::string seal_with(std::string_view key, std::string_view plain, std::string_view about);
std::optional<std::string> open_with(std::string_view key, std::string_view sealed, std::string_view about);  // nothing when it was changed

// Adds a key to the key file, and gives its number: what is sealed from the next start on is sealed with it. The earlier
// ones stay, for what they sealed. Throws std::runtime_error like Sealer.
std::int64_t add_key(std::string const& key_file);

}  // namespace crypto
