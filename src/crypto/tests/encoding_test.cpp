// Encodings and hashes against published vectors.
#include "crypto/crypto.hpp"
#include <doctest/doctest.h>

using namespace crypto;

namespace {

std::string unhex(std::string_view digits) {
    auto nibble = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string plain;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) plain += static_cast<char>(nibble(digits[i]) << 4 | nibble(digits[i + 1]));
    return plain;
}

}  // namespace

TEST_CASE("base64 is that of RFC 4648") {
    std::pair<char const*, char const*> vectors[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"},
                                                     {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
    for (auto [plain, text] : vectors) {
        CHECK(base64(plain) == text);
        CHECK(from_base64(text) == plain);
    }
    CHECK(base64("\xfb\xff\xfe") == "+//+");
    CHECK(base64url("\xfb\xff\xfe") == "-__-");
    CHECK(base64url("f") == "Zg");
    CHECK(from_base64url("Zg") == "f");
    CHECK(hex(std::string_view("\0\x0f\xff", 3)) == "000fff");
}

TEST_CASE("a second spelling of the same bytes is refused") {
    for (auto bad : {"Zg", "Zg=", "Zh==", "Zm9v ", "Zm9\nv", "Zm9v=", "====", "Z", "Zm-v"}) {
        CAPTURE(bad);
        CHECK(!from_base64(bad));
    }
    for (auto bad : {"Zg==", "Zh", "Zm9v=", "Z", "Zm+v", "Zm/v", "Zm9 v"}) {
        CAPTURE(bad);
        CHECK(!from_base64url(bad));
    }
    std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int byte = 0; byte < 256; ++byte) {
        CAPTURE(byte);
        CHECK(from_base64url("AAA" + std::string(1, static_cast<char>(byte))).has_value() == letters.contains(static_cast<char>(byte)));
    }
}

TEST_CASE("SHA-256 is that of FIPS 180, for short and for long texts") {
    CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex(sha256(std::string(1'000'000, 'a'))) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("HMAC-SHA-256 is that of RFC 4231") {
    CHECK(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("a token is 43 characters of base64url, never twice the same, stored as its SHA-256") {
    auto token = new_token();
    CHECK(token.size() == 43);
    CHECK(from_base64url(token)->size() == 32);
    CHECK(token != new_token());
    CHECK(token_hash("abc") == base64url(unhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
}

TEST_CASE("texts are the same only when every byte and the length are") {
    CHECK(same("", ""));
    CHECK(same("secret", "secret"));
    CHECK(!same("secret", "secreT"));
    CHECK(!same("secret", "secret "));
}

TEST_CASE("Ed25519 signatures are those of RFC 8032") {
    // The third test of its section 7.1; PKCS#8 and SubjectPublicKeyInfo put a fixed head before the 32 bytes.
    auto secret = unhex("302e020100300506032b657004220420c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
    auto open = unhex("302a300506032b6570032100fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    auto secret_pem = "-----BEGIN PRIVATE KEY-----\n" + base64(secret) + "\n-----END PRIVATE KEY-----\n";
    auto public_pem = "-----BEGIN PUBLIC KEY-----\n" + base64(open) + "\n-----END PUBLIC KEY-----\n";
    auto signature = sign(secret_pem, "\xaf\x82");
    CHECK(hex(signature) == "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    CHECK(verify(public_pem, "\xaf\x82", signature));
}
