// Reads and makes P-256 keys. OpenSSL checks that they are points of the curve.
#include "push/keys.hpp"
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/bn.h>
#include <openssl/param_build.h>
#include <stdexcept>

namespace push {

namespace {

constexpr std::size_t open_size = 65, secret_size = 32;

// From its parts, which is ten times as fast as reading DER. The library refuses what is no point of the curve.
Owned<EVP_PKEY> key_of(std::string_view open, BIGNUM const* secret, int what) {
    std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> parts(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    bool built = parts && OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) == 1 &&
                 OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, open.data(), open.size()) == 1 &&
                 (!secret || OSSL_PARAM_BLD_push_BN_pad(parts.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret, secret_size) == 1);
    std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> list(built ? OSSL_PARAM_BLD_to_param(parts.get()) : nullptr, OSSL_PARAM_free);
    Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* made = nullptr;
    bool worked = list && context && EVP_PKEY_fromdata_init(context.get()) == 1 && EVP_PKEY_fromdata(context.get(), &made, what, list.get()) == 1;
    Owned<EVP_PKEY> key(made);
    return worked ? std::move(key) : nullptr;
}

}  // namespace

Owned<EVP_PKEY> public_key(std::string_view open) {
    if (open.size() != open_size || open[0] != 4) return nullptr;
    return key_of(open, nullptr, EVP_PKEY_PUBLIC_KEY);
}

Owned<EVP_PKEY> secret_key(Keys const& keys) {
    if (keys.secret.size() != secret_size || keys.open.size() != open_size) return nullptr;
    std::unique_ptr<BIGNUM, decltype(&BN_clear_free)> secret(BN_bin2bn(bytes(std::string_view(keys.secret)), secret_size, nullptr), BN_clear_free);
    return secret ? key_of(keys.open, secret.get(), EVP_PKEY_KEYPAIR) : nullptr;
}

bool is_public_key(std::string_view open) { return public_key(open) != nullptr; }

Keys new_keys() {
    Owned<EVP_PKEY> made(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    Keys keys{std::string(secret_size, '\0'), std::string(open_size, '\0')};
    BIGNUM* secret = nullptr;
    std::size_t size = 0;
    bool worked = made && EVP_PKEY_get_bn_param(made.get(), OSSL_PKEY_PARAM_PRIV_KEY, &secret) == 1 &&
                  BN_bn2binpad(secret, bytes(keys.secret), secret_size) == static_cast<int>(secret_size) &&
                  EVP_PKEY_get_octet_string_param(made.get(), OSSL_PKEY_PARAM_PUB_KEY, bytes(keys.open), keys.open.size(), &size) == 1 && size == open_size;
    BN_clear_free(secret);
    if (!worked) throw std::runtime_error("OpenSSL cannot make a key");
    return keys;
}

}  // namespace push
