// Bytes as text. Strict when reading: a value has exactly one spelling.
#include "crypto/crypto.hpp"
#include "crypto/sodium.hpp"

namespace crypto {
namespace {

std::string encode(std::string_view plain, int variant) {
    std::string text(sodium_base64_encoded_len(plain.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes(plain), plain.size(), variant);
    text.pop_back();  // the terminating zero
    return text;
}

std::optional<std::string> decode(std::string_view text, int variant) {
    std::string plain(text.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    if (sodium_base642bin(bytes(plain), plain.size(), text.data(), text.size(), nullptr, &size, nullptr, variant) != 0)
        return std::nullopt;
    plain.resize(size);
    // libsodium also reads some bytes above 0x7F as if they were letters.
    if (encode(plain, variant) != text) return std::nullopt;
    return plain;
}

}  // namespace

std::string base64(std::string_view plain) { return encode(plain, sodium_base64_VARIANT_ORIGINAL); }
std::string base64url(std::string_view plain) { return encode(plain, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }
std::optional<std::string> from_base64(std::string_view text) { return decode(text, sodium_base64_VARIANT_ORIGINAL); }
std::optional<std::string> from_base64url(std::string_view text) { return decode(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }

std::string hex(std::string_view plain) {
    std::string text(plain.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes(plain), plain.size());
    text.pop_back();
    return text;
}

}  // namespace crypto
