// The vectors of the standards, and what is no key.
#include "push/encryption.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "push/push.hpp"
#include "push/vapid.hpp"
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <sys/stat.h>

namespace {

std::string raw(std::string_view text) { return crypto::from_base64url(text).value(); }

}  // namespace

TEST_CASE("RFC 8291's example comes out byte by byte") {
    push::Keys sender{raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
                      raw("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")};
    push::Receiver receiver{raw("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"), raw("BTBZMqHH6r4Tts7J_aSIgg")};
    auto body = push::encrypt("When I grow up, I want to be a watermelon", receiver, sender, raw("DGv6ra1nlYgDCS1FRnbzlw"));
    REQUIRE(body);
    CHECK(crypto::base64url(*body) ==
          "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2"
          "Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
}


TEST_CASE("the draft's example comes out byte by byte") {
    push::Keys sender{raw("nCScek-QpEjmOOlT-rQ38nZzvdPlqa00Zy0i6m2OJvY"),
                      raw("BNoRDbb84JGm8g5Z5CFxurSqsXWJ11ItfXEWYVLE85Y7CYkDjXsIEc4aqxYaQ1G8BqkXCJ6DPpDrWtdWj_mugHU")};
    push::Receiver receiver{raw("BCEkBjzL8Z3C-oi2Q7oE5t2Np-p7osjGLg93qUP0wvqRT21EEWyf0cQDQcakQMqz4hQKYOQ3il2nNZct4HgAUQU"), raw("R29vIGdvbyBnJyBqb29iIQ")};
    auto body = push::encrypt_as_draft("I am the walrus", receiver, sender, raw("lngarbyKfMoi9Z75xYXmkg"));
    REQUIRE(body);
    CHECK(crypto::base64url(*body) == "6nqAQUME8hNqw5J3kl8cpVVJylXKYqZOeseZG8UueKpA");
}

TEST_CASE("what is no point of the curve is no key") {
    auto keys = push::new_keys();
    CHECK(push::is_public_key(keys.open));
    auto off = keys.open;
    off[40] = static_cast<char>(off[40] ^ 1);
    CHECK_FALSE(push::is_public_key(off));
    CHECK_FALSE(push::is_public_key(""));
    CHECK_FALSE(push::is_public_key(keys.open.substr(1)));
    CHECK_FALSE(push::is_public_key(std::string(65, '\4')));
    CHECK_FALSE(push::encrypt("x", {off, std::string(16, 'a')}, keys, std::string(16, 's')).has_value());
}

TEST_CASE("a token for a push service is signed, names it, and ends") {
    auto keys = push::new_keys();
    auto token = push::vapid_token(keys, "https://push.example", "mailto:a@b.example", 1'000'000);
    auto last = token.rfind('.'), first = token.find('.');
    CHECK(push::verify_es256(keys.open, token.substr(0, last), raw(token.substr(last + 1))));
    CHECK_FALSE(push::verify_es256(push::new_keys().open, token.substr(0, last), raw(token.substr(last + 1))));
    auto claims = raw(token.substr(first + 1, last - first - 1));
    CHECK(claims == R"({"aud":"https://push.example","exp":44200,"sub":"mailto:a@b.example"})");
}

TEST_CASE("the server's key is made once, for the server's eyes only") {
    char name[] = "/tmp/salve-push-XXXXXX";
    std::string folder = ::mkdtemp(name);
    push::keep_in(folder);
    auto first = push::server_key();
    push::keep_in(folder);
    CHECK(push::server_key() == first);
    struct stat facts;
    REQUIRE(::stat((folder + "/push.key").c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
    ::chmod((folder + "/push.key").c_str(), 0644);
    CHECK_THROWS(push::keep_in(folder));
    std::filesystem::remove_all(folder);
}
