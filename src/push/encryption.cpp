// Key agreement on P-256, HKDF (RFC 5869) and AES-128-GCM, by OpenSSL, put together as the two standards want.
#include "push/encryption.hpp"
#include "crypto/crypto.hpp"
#include "push/keys.hpp"
#include <openssl/ec.h>
#include <stdexcept>

namespace push {

namespace {

constexpr std::size_t tag_size = 16, key_size = 16, nonce_size = 12, secret_size = 32;
constexpr std::uint32_t record_size = 4096;

void require(bool worked, char const* what) {
    if (!worked) throw std::runtime_error(std::string("OpenSSL cannot ") + what);
}

std::optional<std::string> agreed(Keys const& sender, std::string_view receiver) {
    auto mine = secret_key(sender), theirs = public_key(receiver);
    if (!mine || !theirs) return std::nullopt;
    Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(mine.get(), nullptr));
    std::string secret(secret_size, '\0');
    auto size = secret.size();
    if (EVP_PKEY_derive_init(context.get()) != 1 || EVP_PKEY_derive_set_peer(context.get(), theirs.get()) != 1) return std::nullopt;
    require(EVP_PKEY_derive(context.get(), bytes(secret), &size) == 1 && size == secret.size(), "agree on a key");
    return secret;
}

// HKDF for at most one block, which is all that is needed here.
std::string derive(std::string_view salt, std::string_view input, std::string info, std::size_t size) {
    info += '\x01';
    return crypto::hmac_sha256(crypto::hmac_sha256(salt, input), info).substr(0, size);
}

std::string seal(std::string_view key, std::string_view nonce, std::string_view plain) {
    Owned<EVP_CIPHER_CTX> cipher(EVP_CIPHER_CTX_new());
    std::string sealed(plain.size() + tag_size, '\0');
    int size = 0, last = 0;
    require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_128_gcm(), nullptr, bytes(key), bytes(nonce)) == 1, "encrypt");
    require(EVP_EncryptUpdate(cipher.get(), bytes(sealed), &size, bytes(plain), static_cast<int>(plain.size())) == 1, "encrypt");
    require(EVP_EncryptFinal_ex(cipher.get(), bytes(sealed) + size, &last) == 1, "encrypt");
    require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, bytes(sealed) + plain.size()) == 1, "encrypt");
    return sealed;
}

std::string big_endian(std::uint32_t number, int size) {
    std::string made;
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) made += static_cast<char>(number >> shift);
    return made;
}

// A text with the zero byte that ends it in these standards.
std::string label(std::string_view text) { return std::string(text) + '\0'; }

}  // namespace

std::optional<std::string> encrypt(std::string_view plain, Receiver const& receiver, Keys const& sender, std::string_view salt) {
    auto secret = agreed(sender, receiver.open);
    if (!secret) return std::nullopt;
    auto input = derive(receiver.auth, *secret, label("WebPush: info") + receiver.open + sender.open, secret_size);
    auto key = derive(salt, input, label("Content-Encoding: aes128gcm"), key_size);
    auto nonce = derive(salt, input, label("Content-Encoding: nonce"), nonce_size);
    constexpr char last_record = 2;
    return std::string(salt) + big_endian(record_size, 4) + big_endian(static_cast<std::uint32_t>(sender.open.size()), 1) + sender.open +
           seal(key, nonce, std::string(plain) + last_record);
}

std::optional<std::string> encrypt_as_draft(std::string_view plain, Receiver const& receiver, Keys const& sender, std::string_view salt) {
    auto secret = agreed(sender, receiver.open);
    if (!secret) return std::nullopt;
    auto sized = [](std::string const& key) { return big_endian(static_cast<std::uint32_t>(key.size()), 2) + key; };
    auto context = label("P-256") + sized(receiver.open) + sized(sender.open);
    auto input = derive(receiver.auth, *secret, label("Content-Encoding: auth"), secret_size);
    auto key = derive(salt, input, label("Content-Encoding: aesgcm") + context, key_size);
    auto nonce = derive(salt, input, label("Content-Encoding: nonce") + context, nonce_size);
    auto const no_padding = big_endian(0, 2);
    return seal(key, nonce, no_padding + std::string(plain));
}

}  // namespace push
