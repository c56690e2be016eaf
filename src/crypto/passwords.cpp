// Password hashes: slow and hungry on purpose. Callers keep them off the database's writer (http::Route::first).
#include "crypto/crypto.hpp"
#include "crypto/sodium.hpp"

namespace crypto {
namespace {

// OWASP's second choice for argon2id: 19 MiB, two passes, one lane.
constexpr unsigned long long passes = 2;
constexpr std::size_t memory = 19 * 1024 * 1024;

}  // namespace

std::string hash_password(std::string_view password) {
    sodium_ready();
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(hash, password.data(), password.size(), passes, memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("no memory to hash a password");
    return hash;
}

bool check_password(std::string_view password, std::string_view hash) {
    sodium_ready();
    std::string terminated(hash);
    if (terminated.size() >= crypto_pwhash_STRBYTES || terminated.contains('\0')) return false;
    return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

}  // namespace crypto
