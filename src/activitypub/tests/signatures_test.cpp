// Both forms of signed requests: known answers, what we sign ourselves, and what must be refused.
#include "activitypub/signature_forms.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include <doctest/doctest.h>

using namespace activitypub;

namespace {

constexpr base::Time now = 1'795'000'000'000;

struct Here {
    std::string before = base::site_url();
    Here() { base::site_url.change("https://here.example"); }
    ~Here() { base::site_url.change(before); }
    crypto::KeyPair pair = crypto::new_rsa_2048();
    Key key{"https://there.example/users/ada#main-key", pair.secret_pem};
};

// What arrives when `fetch` is sent.
http::Request arrived(http::Fetch const& fetch) {
    http::Request request;
    auto asked = asked_of(fetch.url);
    request.method = fetch.method;
    request.target = asked.target;
    request.body = fetch.body;
    request.headers.emplace_back("host", asked.host);
    for (auto [name, value] : fetch.headers) {
        for (char& c : name) c = static_cast<char>(std::tolower(c));
        request.headers.emplace_back(name, value);
    }
    return request;
}

http::Fetch letter(std::string url = "https://here.example/inbox") {
    return {.method = "POST", .url = std::move(url), .headers = {{"Content-Type", "application/activity+json"}}, .body = R"({"type":"Follow"})"};
}

std::string& header(http::Request& request, std::string_view name) {
    for (auto& [known, value] : request.headers)
        if (known == name) return value;
    request.headers.emplace_back(name, "");
    return request.headers.back().second;
}

void replace(std::string& text, std::string_view what, std::string_view with) {
    auto at = text.find(what);
    REQUIRE(at != text.npos);
    text.replace(at, what.size(), with);
}

http::Request example() {
    http::Request request;
    request.method = "POST";
    request.target = "/foo?param=Value&Pet=dog";
    request.body = R"({"hello": "world"})";
    request.headers = {{"host", "example.com"}, {"date", "Tue, 20 Apr 2021 02:07:55 GMT"}, {"content-type", "application/json"},
                       {"content-digest", "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"},
                       {"content-length", "18"}, {"forwarded", "for=192.0.2.123;host=example.com;proto=https"}};
    return request;
}

bool vector_holds(std::string_view host, std::string_view member, std::string_view signature, std::string_view pem) {
    auto base = message_base(example(), {"https", std::string(host), example().target}, member);
    REQUIRE(base);
    return holds({Scheme::rfc9421, "test", *crypto::from_base64(signature), {*base}}, pem);
}

constexpr std::string_view test_key_rsa = R"(-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAhAKYdtoeoy8zcAcR874L8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrw
WEBnez6d0UDKDwGbc6nxfEXAy5mbhgajzrw3MOEt8uA5txSKobBpKDeBLOsdJKFq
MGmXCQvEG7YemcxDTRPxAleIAgYYRjTSd/QBwVW9OwNFhekro3RtlinV0a75jfZg
kne/YiktSvLG34lw2zqXBDTC5NHROUqGTlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0P
uKxI4T+HIaFpv8+rdV6eUgOrB2xeI1dSFFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQ
PSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ10wIDAQAB
-----END RSA PUBLIC KEY-----)";
constexpr std::string_view test_key_ed25519 = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n";

}  // namespace

TEST_CASE("the RSA signature of RFC 9421, section 4.3, holds over the text that we make of its request") {
    constexpr std::string_view member = R"(("@method" "@authority" "@path" "content-digest" "content-type" "content-length" "forwarded");created=1618884480;keyid="test-key-rsa";alg="rsa-v1_5-sha256";expires=1618884540)";
    constexpr std::string_view signature =
        "S6ZzPXSdAMOPjN/6KXfXWNO/f7V6cHm7BXYUh3YD/fRad4BCaRZxP+JH+8XY1I6+8Cy+CM5g92iHgxtRPz+MjniOaYmdkDcnL9cCpXJleXsOckpURl49GwiyUpZ10KHgOEe11sx3G2gxI8S0"
        "jnxQB+Pu68U9vVcasqOWAEObtNKKZd8tSFu7LB5YAv0RAGhB8tmpv7sFnIm9y+7X5kXQfi8NMaZaA8i2ZHwpBdg7a6CMfwnnrtflzvZdXAsD3LH2TwevU+/PBPv0B6NMNk93wUs/vfJvye+Y"
        "uI87HU38lZHowtznbLVdp770I6VHR6WfgS9ddzirrswsE1w5o0LV/g==";
    CHECK(vector_holds("origin.host.internal.example", member, signature, test_key_rsa));
    CHECK_FALSE(vector_holds("example.com", member, signature, test_key_rsa));
}

TEST_CASE("the Ed25519 signature of RFC 9421, B.2.6, holds over the text that we make of its request") {
    constexpr std::string_view member = R"(("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519")";
    constexpr std::string_view signature = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    CHECK(vector_holds("example.com", member, signature, test_key_ed25519));
    CHECK_FALSE(vector_holds("example.org", member, signature, test_key_ed25519));
}

TEST_CASE_FIXTURE(Here, "what is signed in either form is read and holds, also with a query, and only for its key") {
    auto other = crypto::new_rsa_2048();
    for (auto scheme : {Scheme::cavage, Scheme::rfc9421})
        for (std::string url : {"https://here.example/inbox", "https://here.example/users/ben/outbox?page=true&min=3"})
            for (std::string method : {"GET", "POST"}) {
                auto fetch = letter(url);
                fetch.method = method;
                if (method == "GET") fetch.body.clear();
                sign(fetch, key, scheme, now);
                auto read = read_signature(arrived(fetch), now + 5 * base::minute);
                REQUIRE_MESSAGE(read, (read ? "" : read.error().message));
                CHECK(read->key_id == key.id);
                CHECK(read->scheme == scheme);
                CHECK(holds(*read, pair.public_pem));
                CHECK_FALSE(holds(*read, other.public_pem));
                CHECK_FALSE(holds(*read, "nonsense"));
            }
}

TEST_CASE_FIXTURE(Here, "a cavage signature that left the query out of the target holds all the same") {
    auto fetch = letter("https://here.example/inbox");
    sign(fetch, key, Scheme::cavage, now);
    auto request = arrived(fetch);
    request.target += "?from=relay";
    auto read = read_signature(request, now);
    REQUIRE(read);
    CHECK(holds(*read, pair.public_pem));
    request.target = "/elsewhere?from=relay";
    CHECK_FALSE(holds(*read_signature(request, now), pair.public_pem));
}

TEST_CASE_FIXTURE(Here, "the order of headers is the one that is stated, with (created), (expires) and hs2019") {
    auto request = arrived(letter());
    auto digest = header(request, "digest") = "sha-512=abc=, SHA-256=" + crypto::base64(crypto::sha256(request.body));
    auto seconds = std::to_string(now / 1000);
    auto text = "digest: " + digest + "\n(created): " + seconds + "\n(expires): " + std::to_string(now / 1000 + 300) +
                "\nhost: here.example\n(request-target): post /inbox";
    header(request, "signature") = "signature=\"" + crypto::base64(crypto::sign(pair.secret_pem, text)) + "\", headers=\"digest (created) (expires) Host (request-target)\", algorithm=\"hs2019\",created=" +
                                   seconds + ", expires=" + std::to_string(now / 1000 + 300) + ",keyId=\"" + key.id + "\"";
    auto read = read_signature(request, now);
    REQUIRE_MESSAGE(read, (read ? "" : read.error().message));
    CHECK(holds(*read, pair.public_pem));
    CHECK(read_signature(request, now + 301 * base::second).error().why == base::Why::unauthorized);
}

TEST_CASE_FIXTURE(Here, "an Ed25519 key signs in both forms as well") {
    auto ed = crypto::new_ed25519();
    for (auto scheme : {Scheme::cavage, Scheme::rfc9421}) {
        auto fetch = letter();
        sign(fetch, {key.id, ed.secret_pem}, scheme, now);
        auto request = arrived(fetch);
        if (scheme == Scheme::rfc9421) continue;  // its alg names RSA: a key of another kind is the next test's
        replace(header(request, "signature"), "rsa-sha256", "ed25519");
        CHECK(holds(*read_signature(request, now), ed.public_pem));
    }
    auto request = arrived(letter());
    header(request, "content-digest") = "sha-256=:" + crypto::base64(crypto::sha256(request.body)) + ":";
    std::string member = R"(("@method" "@authority" "@path" "content-digest");created=)" + std::to_string(now / 1000) + R"(;keyid="a";alg="ed25519")";
    auto text = *message_base(request, asked_of(request), member);
    header(request, "signature-input") = "proxy=(\"@method\");created=1;keyid=\"p\", theirs=" + member;
    header(request, "signature") = "proxy=:AAAA:, theirs=:" + crypto::base64(crypto::sign(ed.secret_pem, text)) + ":";
    auto read = read_signature(request, now);
    REQUIRE_MESSAGE(read, (read ? "" : read.error().message));
    CHECK(read->key_id == "a");
    CHECK(holds(*read, ed.public_pem));
}

TEST_CASE_FIXTURE(Here, "each flaw of a signed request is refused as unauthorized") {
    struct Flaw { Scheme scheme; char const* what; void (*spoil)(http::Request&); base::Time at = now; };
    Flaw const flaws[] = {
        {Scheme::cavage, "no signature", [](auto& r) { header(r, "signature").clear(); }},
        {Scheme::cavage, "an hour late", [](auto&) {}, now + base::hour + base::second},
        {Scheme::cavage, "an hour early", [](auto&) {}, now - base::hour - base::second},
        {Scheme::cavage, "another body", [](auto& r) { r.body += " "; }},
        {Scheme::cavage, "no digest", [](auto& r) { header(r, "digest").clear(); }},
        {Scheme::cavage, "a digest by another algorithm", [](auto& r) { replace(header(r, "digest"), "SHA-256", "SHA-512"); }},
        {Scheme::cavage, "a digest that is not covered", [](auto& r) { replace(header(r, "signature"), " digest", ""); }},
        {Scheme::cavage, "a target that is not covered", [](auto& r) { replace(header(r, "signature"), "(request-target) ", ""); }},
        {Scheme::cavage, "a host that is not covered", [](auto& r) { replace(header(r, "signature"), " host", ""); }},
        {Scheme::cavage, "a date that is not covered", [](auto& r) { replace(header(r, "signature"), " date", ""); }},
        {Scheme::cavage, "another host", [](auto& r) { header(r, "host") = "there.example"; }},
        {Scheme::cavage, "a weak algorithm", [](auto& r) { replace(header(r, "signature"), "rsa-sha256", "rsa-sha1"); }},
        {Scheme::cavage, "a shared secret", [](auto& r) { replace(header(r, "signature"), "rsa-sha256", "hmac-sha256"); }},
        {Scheme::cavage, "a parameter twice", [](auto& r) { header(r, "signature") += ",keyId=\"https://evil.example/k\""; }},
        {Scheme::cavage, "an open quote", [](auto& r) { header(r, "signature").pop_back(); }},
        {Scheme::cavage, "a header that is not there", [](auto& r) { replace(header(r, "signature"), " host", " host x-none"); }},
        {Scheme::cavage, "a date that is none", [](auto& r) { header(r, "date") = "Sun, 99 Nov 2026 00:00:00 GMT"; }},
        {Scheme::cavage, "no key id", [](auto& r) { replace(header(r, "signature"), "keyId", "otherId"); }},
        {Scheme::rfc9421, "an hour late", [](auto&) {}, now + base::hour + base::second},
        {Scheme::rfc9421, "an hour early", [](auto&) {}, now - base::hour - base::second},
        {Scheme::rfc9421, "another body", [](auto& r) { r.body += " "; }},
        {Scheme::rfc9421, "no digest", [](auto& r) { header(r, "content-digest").clear(); }},
        {Scheme::rfc9421, "a digest that is not covered", [](auto& r) { replace(header(r, "signature-input"), " \"content-digest\"", ""); }},
        {Scheme::rfc9421, "no method", [](auto& r) { replace(header(r, "signature-input"), "\"@method\" ", ""); }},
        {Scheme::rfc9421, "no address", [](auto& r) { replace(header(r, "signature-input"), "\"@target-uri\" ", ""); }},
        {Scheme::rfc9421, "no moment", [](auto& r) { replace(header(r, "signature-input"), ";created=", ";nonce="); }},
        {Scheme::rfc9421, "expired", [](auto& r) { header(r, "signature-input") += ";expires=1"; }},
        {Scheme::rfc9421, "a weak algorithm", [](auto& r) { replace(header(r, "signature-input"), "rsa-v1_5-sha256", "hmac-sha256"); }},
        {Scheme::rfc9421, "another label", [](auto& r) { replace(header(r, "signature"), "sig1", "sig2"); }},
        {Scheme::rfc9421, "a component of a response", [](auto& r) { replace(header(r, "signature-input"), "\"@method\"", "\"@method\" \"@status\""); }},
        {Scheme::rfc9421, "a component with parameters", [](auto& r) { replace(header(r, "signature-input"), "\"@method\"", "\"@method\";req"); }},
    };
    for (auto const& flaw : flaws) {
        CAPTURE(flaw.what);
        auto fetch = letter();
        sign(fetch, key, flaw.scheme, now);
        auto request = arrived(fetch);
        flaw.spoil(request);
        auto read = read_signature(request, flaw.at);
        REQUIRE_FALSE(read);
        CHECK(read.error().why == base::Why::unauthorized);
    }
}

TEST_CASE_FIXTURE(Here, "a signature over other words is read, and does not hold") {
    for (auto scheme : {Scheme::cavage, Scheme::rfc9421}) {
        auto fetch = letter();
        sign(fetch, key, scheme, now);
        auto request = arrived(fetch);
        request.target = "/users/ben/inbox";
        CHECK_FALSE(holds(*read_signature(request, now), pair.public_pem));
        request = arrived(fetch);
        if (scheme == Scheme::cavage) header(request, "date") = base::http_date(now + base::minute);
        else replace(header(request, "signature-input"), ";created=1", ";created=0001");
        CHECK_FALSE(holds(*read_signature(request, now), pair.public_pem));
    }
}

TEST_CASE("moments of HTTP are read as they are written, and nothing else is") {
    for (base::Time at : {base::Time{0}, now, base::Time{951'782'400'000}}) CHECK(parse_http_date(base::http_date(at)) == at / 1000 * 1000);
    for (auto text : {"", "Sun, 05 Jan 2014 21:31:40", "Sun, 05 Jan 2014 21:31:40 EST", "Sun, 31 Feb 2014 21:31:40 GMT", "Sunday, 05-Jan-14 21:31:40 GMT", "Sun, 05 Jan 2014 25:31:40 GMT"})
        CHECK_FALSE(parse_http_date(text));
}
