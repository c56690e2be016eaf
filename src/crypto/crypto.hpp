// Passwords, tokens, signatures, sealing: libsodium's and OpenSSL's primitives behind plain functions. Any thread.
#pragma once
#include "base/result.hpp"
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace crypto {

// argon2id, 19 MiB, t = 2, p = 1 (OWASP); about 23 ms. The result is a PHC string.
std::string hash_password(std::string_view password);
bool check_password(std::string_view password, std::string_view hash);  // constant time; false for a malformed hash

// A new secret of 256 random bits in base64url (43 characters).
std::string new_token();
// What is stored of a token: SHA-256, base64url. Fast on purpose: tokens are random.
std::string token_hash(std::string_view token);

std::string random_bytes(std::size_t);
std::string sha256(std::string_view);
std::string hmac_sha256(std::string_view key, std::string_view text);
std::string hmac_sha1(std::string_view key, std::string_view text);  // where a standard fixes it: RFC 6238's codes
bool same(std::string_view, std::string_view);  // constant time
void wipe(std::string& secret);  // overwrites it, whatever the compiler thinks of that, and empties it

std::string base64(std::string_view);
std::string base64url(std::string_view);  // without padding
std::optional<std::string> from_base64(std::string_view);     // strict
std::optional<std::string> from_base64url(std::string_view);  // strict, padding refused
std::string hex(std::string_view);

// Signing keys, as PEM (PKCS#8 and SubjectPublicKeyInfo).
struct KeyPair { std::string secret_pem, public_pem; };
KeyPair new_rsa_2048();
KeyPair new_ed25519();
// RSASSA-PKCS1-v1_5 with SHA-256, or pure Ed25519, by the key's kind. Throws std::runtime_error on a malformed secret key.
std::string sign(std::string_view secret_pem, std::string_view text);
bool verify(std::string_view public_pem, std::string_view text, std::string_view signature);

// Sealing with the server's key file: XChaCha20-Poly1305, a random 24-byte nonce, numbered keys.
// `about` (table, row, column, owner, version) is bound in, so that sealed fields cannot be swapped.
class Sealer {
public:
    // Reads the key file (32 random bytes a key, numbered); makes one with mode 0600 when there is none. Throws
    // std::runtime_error when others may read it or it is damaged.
    explicit Sealer(std::string const& key_file);
    ~Sealer();
    Sealer(Sealer&&) noexcept;
    std::string seal(std::string_view plain, std::string_view about) const;
    std::optional<std::string> open(std::string_view sealed, std::string_view about) const;  // nothing when tampered with

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace crypto
