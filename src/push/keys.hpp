// P-256 keys as OpenSSL holds them, from the bytes that travel.
#pragma once
#include "push/encryption.hpp"
#include <memory>
#include <openssl/evp.h>

namespace push {

struct Release {
    void operator()(EVP_PKEY* held) const { EVP_PKEY_free(held); }
    void operator()(EVP_PKEY_CTX* held) const { EVP_PKEY_CTX_free(held); }
    void operator()(EVP_MD_CTX* held) const { EVP_MD_CTX_free(held); }
    void operator()(EVP_CIPHER_CTX* held) const { EVP_CIPHER_CTX_free(held); }
};
template <class T> using Owned = std::unique_ptr<T, Release>;

// Nothing when the bytes are no key of this curve.
Owned<EVP_PKEY> public_key(std::string_view open);
Owned<EVP_PKEY> secret_key(Keys const&);

inline unsigned char const* bytes(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }
inline unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace push
