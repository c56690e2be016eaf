// Passwords, signatures and sealing: what opens, and all that must not.
#include "crypto/crypto.hpp"
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sodium.h>
#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace crypto;
namespace files = std::filesystem;

namespace {

// A folder of its own, gone afterwards.
struct Folder {
    std::string path;
    Folder() {
        std::string pattern = files::temp_directory_path() / "salve-crypto-XXXXXX";
        path = ::mkdtemp(pattern.data());
    }
    ~Folder() { files::remove_all(path); }
    std::string file() const { return path + "/keys"; }
    void write(std::string_view text, mode_t mode = 0600) const {
        std::ofstream(file()) << text;
        ::chmod(file().c_str(), mode);
    }
};

std::string const key_of_a(base64(std::string(32, 'a'))), key_of_b(base64(std::string(32, 'b')));

}  // namespace

TEST_CASE("a password's hash is a PHC string with OWASP's parameters, salted") {
    auto hash = hash_password("correct horse");
    CHECK(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    CHECK(hash != hash_password("correct horse"));
    CHECK(check_password("correct horse", hash));
    CHECK(!check_password("correct horsf", hash));
    CHECK(!check_password("", hash));
}

TEST_CASE("hashes that libsodium made elsewhere, with other parameters, are still checked") {
    char made[crypto_pwhash_STRBYTES];
    REQUIRE(crypto_pwhash_str(made, "moved here", 10, 1, 8 * 1024 * 1024) == 0);
    CHECK(check_password("moved here", made));
    CHECK(crypto_pwhash_str_verify(hash_password("moved away").c_str(), "moved away", 10) == 0);
}

TEST_CASE("a malformed hash fits no password") {
    for (auto bad : {"", "x", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA", "$2a$10$abcdefghijklmnopqrstuv"}) {
        CAPTURE(bad);
        CHECK(!check_password("", bad));
        CHECK(!check_password("x", bad));
    }
    CHECK(!check_password("x", std::string(1000, '$')));
    CHECK(!check_password("x", hash_password("x") + std::string(1, '\0') + "more"));
}

TEST_CASE("a signature by either kind of key is verified by its public half only") {
    for (auto make : {new_rsa_2048, new_ed25519}) {
        auto mine = make(), other = make();
        CHECK(mine.secret_pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
        CHECK(mine.public_pem.starts_with("-----BEGIN PUBLIC KEY-----\n"));
        auto signature = sign(mine.secret_pem, "the text");
        CHECK(verify(mine.public_pem, "the text", signature));
        CHECK(!verify(mine.public_pem, "the tex", signature));
        CHECK(!verify(other.public_pem, "the text", signature));
        CHECK(!verify(mine.public_pem, "the text", ""));
        for (std::size_t byte = 0; byte < signature.size(); byte += 7) {
            auto changed = signature;
            changed[byte] ^= 1;
            CHECK(!verify(mine.public_pem, "the text", changed));
        }
    }
}

TEST_CASE("keys that cannot be used are refused: malformed, too short, of another kind") {
    CHECK(!verify("", "text", "signature"));
    CHECK(!verify("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "text", "signature"));
    CHECK_THROWS_AS(sign("", "text"), std::runtime_error);
    CHECK_THROWS_AS(sign(new_ed25519().public_pem, "text"), std::runtime_error);
    // An elliptic-curve key (P-256), valid but not a kind that is spoken here.
    CHECK(!verify("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n"
                  "6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n-----END PUBLIC KEY-----\n", "text", "signature"));
}

TEST_CASE("what is sealed opens again, and never looks the same twice") {
    Folder folder;
    Sealer sealer(folder.file());
    for (auto plain : {std::string(), std::string("a diagnosis"), std::string(5000, '\0')}) {
        auto sealed = sealer.seal(plain, "table.column.1");
        CHECK(sealed != sealer.seal(plain, "table.column.1"));
        CHECK(sealer.open(sealed, "table.column.1") == plain);
        CHECK(!sealer.open(sealed, "table.column.2"));
        CHECK(!sealer.open(sealed, ""));
    }
    CHECK(!sealer.seal("a diagnosis", "x").contains("diagnosis"));
}

TEST_CASE("a sealed text with any bit flipped, cut or lengthened does not open") {
    Folder folder;
    folder.write("1 " + key_of_a + "\n2 " + key_of_a + "\n3 " + key_of_b + "\n");  // the same key under another number, too
    Sealer sealer(folder.file());
    auto sealed = sealer.seal("a diagnosis", "about");
    CHECK(sealed.starts_with("3."));
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        auto changed = sealed;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        CAPTURE(bit);
        CHECK(!sealer.open(changed, "about"));
    }
    for (std::size_t size = 0; size < sealed.size(); ++size) CHECK(!sealer.open(sealed.substr(0, size), "about"));
    CHECK(!sealer.open(sealed + "A", "about"));
    CHECK(!sealer.open(sealed + "=", "about"));
}

TEST_CASE("a text cannot claim another number of the same key") {
    Folder folder;
    folder.write("1 " + key_of_a + "\n2 " + key_of_a + "\n");
    Sealer sealer(folder.file());
    auto sealed = sealer.seal("plain", "about");
    REQUIRE(sealed.starts_with("2."));
    sealed[0] = '1';
    CHECK(!sealer.open(sealed, "about"));
}

TEST_CASE("the newest key seals and older ones still open") {
    Folder folder;
    folder.write("1 " + key_of_a + "\n");
    auto old = Sealer(folder.file()).seal("plain", "about");
    folder.write("10 " + key_of_b + "\n1 " + key_of_a + "\n");
    Sealer sealer(folder.file());
    CHECK(sealer.open(old, "about") == "plain");
    CHECK(sealer.seal("plain", "about").starts_with("10."));
    folder.write("10 " + key_of_b + "\n");
    CHECK(!Sealer(folder.file()).open(old, "about"));
}

TEST_CASE("a key file is made for its owner only, and read again") {
    Folder folder;
    auto sealed = Sealer(folder.file()).seal("plain", "about");
    struct stat facts;
    REQUIRE(::stat(folder.file().c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
    CHECK(Sealer(folder.file()).open(sealed, "about") == "plain");
    CHECK(std::distance(files::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("processes that start together end up with one key") {
    Folder folder;
    std::vector<std::string> sealed(8);
    std::vector<std::thread> threads;
    for (auto& mine : sealed) threads.emplace_back([&] { mine = Sealer(folder.file()).seal("plain", "about"); });
    for (auto& thread : threads) thread.join();
    for (auto const& each : sealed) CHECK(Sealer(folder.file()).open(each, "about") == "plain");
}

TEST_CASE("a key file that others may read, or that is damaged, is refused with what to do") {
    Folder folder;
    for (mode_t mode : {0640, 0604, 0660, 0610}) {
        folder.write("1 " + key_of_a + "\n", mode);
        CHECK_THROWS_WITH_AS(Sealer(folder.file()), doctest::Contains("chmod 600"), std::runtime_error);
    }
    for (auto bad : {std::string("\n"), std::string("1"), "x " + key_of_a, "1 " + base64("short"), "1 " + key_of_a + "\n1 " + key_of_b,
                     "1 " + key_of_a + " more", std::string("1 not-base64"), std::string()}) {
        CAPTURE(bad);
        folder.write(bad);
        CHECK_THROWS_WITH_AS(Sealer(folder.file()), doctest::Contains("damaged"), std::runtime_error);
    }
    folder.write("1 " + key_of_a, 0400);
    CHECK_NOTHROW(Sealer(folder.file()));
    CHECK_THROWS_AS(Sealer(folder.path + "/absent/keys"), std::runtime_error);
}
