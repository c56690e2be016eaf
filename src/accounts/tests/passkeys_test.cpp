// Passkeys, with an authenticator made here: a key, its data and its signatures, right and wrong in each part.
#include "browser.hpp"
#include "accounts/passkeys.hpp"
#include "crypto/crypto.hpp"
#include <openssl/core_names.h>
#include <openssl/evp.h>

namespace {

enum class Algorithm { es256, eddsa, rs256 };

EVP_PKEY* new_key(Algorithm algorithm) {
    if (algorithm == Algorithm::eddsa) return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    if (algorithm == Algorithm::rs256) return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048});
    return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
}

// An authenticator as WebAuthn describes one.
struct Device {
    Algorithm algorithm = Algorithm::es256;
    EVP_PKEY* key = new_key(algorithm);
    std::string credential = crypto::random_bytes(32);
    std::uint32_t uses = 0;
    std::string host = "localhost", origin = "http://localhost:8080";
    unsigned char flags = 5;  // present and verified

    explicit Device(Algorithm of = Algorithm::es256) : algorithm(of) {}
    ~Device() { EVP_PKEY_free(key); }

    std::string number(char const* name, int size = 32) const {
        BIGNUM* number = nullptr;
        EVP_PKEY_get_bn_param(key, name, &number);
        std::string bytes(static_cast<std::size_t>(size), '\0');
        BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size);
        BN_free(number);
        return bytes;
    }
    // COSE: {1: kind, 3: algorithm, -1: ...}
    std::string public_key() const {
        using namespace std::string_literals;
        if (algorithm == Algorithm::rs256)
            return "\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00"s + number(OSSL_PKEY_PARAM_RSA_N, 256) + "\x21\x43"s + number(OSSL_PKEY_PARAM_RSA_E, 3);
        if (algorithm == Algorithm::eddsa) {
            std::string raw(32, '\0');
            std::size_t size = raw.size();
            EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(raw.data()), &size);
            return "\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20"s + raw;
        }
        return "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"s + number(OSSL_PKEY_PARAM_EC_PUB_X) + "\x22\x58\x20"s + number(OSSL_PKEY_PARAM_EC_PUB_Y);
    }
    std::string data(bool with_key) {
        auto made = crypto::sha256(host) + static_cast<char>(flags | (with_key ? 64 : 0));
        for (int shift : {24, 16, 8, 0}) made += static_cast<char>(uses >> shift);
        if (!with_key) return made;
        return made + std::string(16, '\0') + std::string("\0\x20", 2) + credential + public_key();
    }
    std::string client(std::string type, std::string challenge) const {
        return "{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin + "\",\"crossOrigin\":false}";
    }
    DeviceAnswer create(std::string challenge) {
        return {crypto::base64url(client("webauthn.create", challenge)), crypto::base64url(data(true)), "", crypto::base64url(credential), ""};
    }
    DeviceAnswer get(std::string challenge, std::string user = {}) {
        ++uses;
        auto about = client("webauthn.get", challenge), known = data(false);
        auto text = known + crypto::sha256(about);
        auto* context = EVP_MD_CTX_new();
        EVP_DigestSignInit(context, nullptr, algorithm == Algorithm::eddsa ? nullptr : EVP_sha256(), nullptr, key);
        std::size_t size = 300;
        std::string signature(size, '\0');
        EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, reinterpret_cast<unsigned char const*>(text.data()), text.size());
        EVP_MD_CTX_free(context);
        signature.resize(size);
        return {crypto::base64url(about), crypto::base64url(known), crypto::base64url(signature), crypto::base64url(credential), crypto::base64url(user)};
    }
};

Pairs fields(DeviceAnswer const& answer) {
    return {{"client_data", answer.client_data}, {"authenticator_data", answer.authenticator_data}, {"signature", answer.signature},
            {"credential", answer.credential}, {"user", answer.user}, {"name", "My phone"}};
}

struct Passkeys : Pages {
    Account ada = member("ada");
    Device device;

    static std::string challenge_in(http::Response const& response) {
        http::Fields read;
        REQUIRE(http::parse_json(response.body, read));
        return std::string(read.text("challenge"));
    }
    http::Response add(Browser& page, DeviceAnswer answer) { return page.post("/settings/passkeys", fields(answer)); }
    void with_passkey() { with_passkey(device); }
    void with_passkey(Device& device) {
        auto page = signed_in("ada");
        page.get("/settings/security");
        REQUIRE(add(page, device.create(challenge_in(page.post("/settings/passkeys/start", {})))).status == 303);
    }
    http::Response sign_in_by(Browser& page, auto answer) {
        page.get("/sign-in");
        auto challenge = challenge_in(page.post("/sign-in/passkey/start", {}));
        return page.post("/sign-in/passkey", fields(answer(challenge)));
    }
    http::Response sign_in_by(auto answer) {
        auto page = browser();
        return sign_in_by(page, answer);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Passkeys, "a device's key is added, warned about by mail, and signs in without a password or a code") {
    auto before = letters();
    with_passkey();
    CHECK(letters() == before + 1);
    auto list = read([&](db::Read& read) { return passkeys(read, ada.id); });
    REQUIRE(list.size() == 1);
    CHECK(list[0].name == "My phone");
    auto page = browser();
    auto in = sign_in_by(page, [&](std::string challenge) { return device.get(challenge, ada.id.text()); });
    CHECK(header(in, "Location") == "/");
    CHECK(page.get("/settings").status == 200);
    CHECK(read([&](db::Read& read) { return passkeys(read, ada.id); })[0].used_at == now());
    CHECK(read([&](db::Read& read) { return export_all(read, ada.id); }).contains("My phone"));
    check();
}

TEST_CASE_FIXTURE(Passkeys, "devices that sign with Ed25519 or RSA are taken too, and their signatures are checked") {
    for (auto algorithm : {Algorithm::eddsa, Algorithm::rs256}) {
        CAPTURE(static_cast<int>(algorithm));
        Device other(algorithm), impostor(algorithm);
        with_passkey(other);
        CHECK(header(sign_in_by([&](std::string challenge) { return other.get(challenge, ada.id.text()); }), "Location") == "/");
        impostor.credential = other.credential;
        impostor.uses = other.uses;
        CHECK(sign_in_by([&](std::string challenge) { return impostor.get(challenge, ada.id.text()); }).status == 422);
        CHECK(sign_in_by([&](std::string challenge) {
            auto answer = other.get(challenge, ada.id.text());
            answer.signature[20] = answer.signature[20] == 'A' ? 'B' : 'A';
            return answer;
        }).status == 422);
    }
    CHECK(read([&](db::Read& read) { return passkeys(read, ada.id); }).size() == 2);
    check();
}

TEST_CASE_FIXTURE(Passkeys, "a key is not added for another challenge, page, host or person, without its owner's check, or twice") {
    auto page = signed_in("ada");
    page.get("/settings/security");
    auto ask = [&] { return challenge_in(page.post("/settings/passkeys/start", {})); };
    CHECK(add(page, device.create("not-the-challenge")).status == 422);
    auto refused = [&](auto spoil) {
        Device other;
        spoil(other);
        return add(page, other.create(ask())).status == 422;
    };
    CHECK(refused([](Device& other) { other.origin = "http://evil.example"; }));
    CHECK(refused([](Device& other) { other.host = "evil.example"; }));
    CHECK(refused([](Device& other) { other.flags = 1; }));
    CHECK(refused([](Device& other) { other.flags = 4; }));
    auto spoiled = device.create(ask());
    spoiled.authenticator_data = spoiled.authenticator_data.substr(0, 80);
    CHECK(add(page, spoiled).status == 422);
    auto wrong_kind = device.get(ask());
    CHECK(add(page, wrong_kind).status == 422);

    member("ben");
    auto ben = signed_in("ben");
    ben.get("/settings/security");
    auto stolen = ask();
    ben.cookies["salve_passkey"] = page.cookies["salve_passkey"];
    CHECK(add(ben, device.create(stolen)).status == 422);

    auto challenge = ask();
    CHECK(add(page, device.create(challenge)).status == 303);
    CHECK(add(page, device.create(challenge)).status == 422);
    CHECK(add(page, device.create(ask())).status == 422);
    CHECK(read([&](db::Read& read) { return passkeys(read, ada.id); }).size() == 1);
    check();
}

TEST_CASE_FIXTURE(Passkeys, "a signature counts for its challenge, its key, this host, its owner and one use only") {
    with_passkey();
    auto refused = [&](auto spoil) { return sign_in_by([&](std::string challenge) { return spoil(challenge); }).status == 422; };
    CHECK(refused([&](std::string) { return device.get("another"); }));
    CHECK(refused([&](std::string challenge) { return device.get(challenge, "17"); }));
    CHECK(refused([&](std::string challenge) {
        auto answer = device.get(challenge);
        answer.signature[10] = answer.signature[10] == 'A' ? 'B' : 'A';
        return answer;
    }));
    CHECK(refused([&](std::string challenge) {
        Device other;
        other.credential = device.credential;
        other.uses = 100;
        return other.get(challenge);
    }));
    CHECK(refused([&](std::string challenge) {
        device.flags = 1;
        auto answer = device.get(challenge);
        device.flags = 5;
        return answer;
    }));
    CHECK(refused([&](std::string challenge) {
        Device stranger;
        return stranger.get(challenge);
    }));
    CHECK(sign_in_by([&](std::string challenge) { return device.get(challenge); }).status == 303);
    // A copy of the key counts from where it was copied.
    device.uses = 0;
    CHECK(refused([&](std::string challenge) { return device.get(challenge); }));
    device.uses = 50;
    auto page = browser();
    std::string used;
    REQUIRE(sign_in_by(page, [&](std::string challenge) { used = challenge; return device.get(challenge); }).status == 303);
    auto again = browser();
    again.get("/sign-in");
    again.cookies["salve_passkey"] = page.cookies["salve_passkey"];
    CHECK(again.post("/sign-in/passkey", fields(device.get(used))).status == 422);
}

TEST_CASE_FIXTURE(Passkeys, "a removed passkey, or that of a suspended account, signs in to nothing") {
    with_passkey();
    REQUIRE(write([&](db::Write& write) { return suspend(write, ada.id); }));
    CHECK(sign_in_by([&](std::string challenge) { return device.get(challenge); }).status == 403);
    REQUIRE(write([&](db::Write& write) { return unsuspend(write, ada.id); }));
    auto page = signed_in("ada");
    page.get("/settings/security");
    auto id = read([&](db::Read& read) { return passkeys(read, ada.id); })[0].id;
    CHECK(page.post("/settings/passkeys/" + std::to_string(id) + "/end", {}).status == 303);
    CHECK(sign_in_by([&](std::string challenge) { return device.get(challenge); }).status == 422);
    CHECK(write([&](db::Write& write) { return remove_passkey(write, ada.id, id); }).error().why == base::Why::not_found);
    check();
}

TEST_CASE_FIXTURE(Passkeys, "what is no answer of a device is refused, also when it is very long") {
    with_passkey();
    for (std::string junk : {"", "x", "{}", "e30"}) {
        CAPTURE(junk);
        CHECK(sign_in_by([&](std::string) { return DeviceAnswer{junk, junk, junk, junk, junk}; }).status == 422);
    }
    CHECK(sign_in_by([&](std::string) { return DeviceAnswer{std::string(900'000, 'A'), "", "", "", ""}; }).status == 422);
}
