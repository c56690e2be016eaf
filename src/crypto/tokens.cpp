// Random secrets, hashes and comparisons.
#include "crypto/crypto.hpp"
#include "crypto/sodium.hpp"
#include <openssl/evp.h>

namespace crypto {

std::string random_bytes(std::size_t count) {
    sodium_ready();
    std::string made(count, '\0');
    randombytes_buf(made.data(), made.size());
    return made;
}

std::string new_token() { return base64url(random_bytes(32)); }

std::string token_hash(std::string_view token) { return base64url(sha256(token)); }

std::string sha256(std::string_view text) {
    // Every request hashes its token. Looking the algorithm up takes OpenSSL longer than a short text does, so that is done
    // once; then its processor instructions win over libsodium.
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    thread_local std::unique_ptr<EVP_MD_CTX, Free> const context(EVP_MD_CTX_new());
    std::string digest(32, '\0');
    if (EVP_DigestInit_ex2(context.get(), algorithm, nullptr) != 1 || EVP_DigestUpdate(context.get(), text.data(), text.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), bytes(digest), nullptr) != 1)
        throw std::runtime_error("OpenSSL cannot hash");
    return digest;
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::string code(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes(text), text.size());
    crypto_auth_hmacsha256_final(&state, bytes(code));
    return code;
}

std::string hmac_sha1(std::string_view key, std::string_view text) {
    std::string code(20, '\0');
    std::size_t size = code.size();
    if (!EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA1", nullptr, key.data(), key.size(), bytes(text), text.size(), bytes(code), size, &size))
        throw std::runtime_error("OpenSSL cannot make a code");
    return code;
}

bool same(std::string_view one, std::string_view other) {
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

void wipe(std::string& secret) {
    sodium_memzero(secret.data(), secret.size());
    secret.clear();
}

}  // namespace crypto
