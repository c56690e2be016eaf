// Codes that change every 30 seconds (RFC 6238 over RFC 4226), and how an authenticator app is given their secret.
#include "accounts/pages.hpp"
#include "accounts/second_factor.hpp"
#include "base/settings.hpp"
#include "crypto/crypto.hpp"
#include <qrcodegen/qrcodegen.hpp>

namespace accounts {

namespace {

constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr base::Time step_lasts = 30'000;

// Secrets are 20 bytes: 32 letters without padding.
std::string to_base32(std::string_view bytes) {
    std::string made;
    unsigned held = 0, bits = 0;
    for (unsigned char byte : bytes) {
        held = held << 8 | byte;
        for (bits += 8; bits >= 5; bits -= 5) made += base32[held >> (bits - 5) & 31];
    }
    return made;
}

std::string from_base32(std::string_view text) {
    std::string bytes;
    unsigned held = 0, bits = 0;
    for (char letter : text) {
        held = held << 5 | static_cast<unsigned>(base32.find(letter) & 31);
        if ((bits += 5) >= 8) bytes += static_cast<char>(held >> (bits -= 8));
    }
    return bytes;
}

}  // namespace

std::string new_totp_secret() { return to_base32(crypto::random_bytes(20)); }

std::int64_t totp_step(base::Time now) { return now / step_lasts; }

std::string totp_code(std::string_view secret, std::int64_t step) {
    std::string counter(8, '\0');
    for (int i = 0; i < 8; ++i) counter[static_cast<std::size_t>(7 - i)] = static_cast<char>(step >> (8 * i));
    auto code = crypto::hmac_sha1(from_base32(secret), counter);
    auto byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(code[at])); };
    auto start = byte(19) & 15;
    auto number = ((byte(start) & 127) << 24 | byte(start + 1) << 16 | byte(start + 2) << 8 | byte(start + 3)) % 1'000'000;
    auto digits = std::to_string(number);
    return std::string(6 - digits.size(), '0') + digits;
}

std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, base::Time now) {
    // Phones' clocks differ a little, and typing takes a while.
    for (auto step = totp_step(now) - 1; step <= totp_step(now) + 1; ++step)
        if (crypto::same(totp_code(secret, step), code)) return step;
    return std::nullopt;
}

std::string totp_address(std::string_view secret, std::string_view username) {
    auto issuer = http::percent_encode(base::site_name());
    return "otpauth://totp/" + issuer + ":" + http::percent_encode(username) + "?secret=" + std::string(secret) + "&issuer=" + issuer;
}

html::Safe square_code(html::Words const& words, std::string const& text) {
    auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    constexpr int margin = 4;  // white round it, without which cameras do not find it
    std::string path;
    for (int y = 0; y < code.getSize(); ++y)
        for (int x = 0; x < code.getSize(); ++x)
            if (code.getModule(x, y)) path += "M" + std::to_string(x + margin) + " " + std::to_string(y + margin) + "h1v1h-1z";
    return words.fill(pages::SquareCode{.size = code.getSize() + 2 * margin, .path = path});
}

}  // namespace accounts
