// The server's key for push services, and what is signed with it.
#include "push/vapid.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "push/keys.hpp"
#include "push/push.hpp"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <openssl/ecdsa.h>
#include <openssl/bn.h>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

namespace push {

namespace {

constexpr std::size_t half = 32;
constexpr base::Time token_lives = 12 * base::hour;

struct File {
    int number;
    explicit File(int opened) : number(opened) {}
    File(File const&) = delete;
    ~File() { if (number >= 0) ::close(number); }
};

[[noreturn]] void fail(std::string const& file, std::string const& why) { throw std::runtime_error("The push key " + file + " " + why); }

// Written aside and linked into place: two processes that start together end up with the same key, a crash leaves no half.
void make_key_file(std::string const& file) {
    auto keys = new_keys();
    auto line = crypto::base64url(keys.secret) + " " + crypto::base64url(keys.open) + "\n";
    auto aside = file + "." + crypto::hex(crypto::random_bytes(8));
    File out(::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    bool written = out.number >= 0 && ::write(out.number, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(out.number) == 0;
    bool linked = written && (::link(aside.c_str(), file.c_str()) == 0 || errno == EEXIST);
    std::string why = std::strerror(errno);
    ::unlink(aside.c_str());
    if (!linked) fail(file, "cannot be made: " + why);
}

std::optional<std::string> read_key_file(std::string const& file) {
    File in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (in.number < 0 && errno == ENOENT) return std::nullopt;
    struct stat facts;
    if (in.number < 0 || ::fstat(in.number, &facts) != 0) fail(file, std::string("cannot be opened: ") + std::strerror(errno));
    if (facts.st_mode & 077) fail(file, "may be read by others: set its mode to 0600 (chmod 600).");
    std::string text(256, '\0');
    auto size = ::read(in.number, text.data(), text.size());
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
}

Keys keys_in(std::string const& file, std::string_view text) {
    auto space = text.find(' '), end = text.find('\n');
    if (space == text.npos || end == text.npos) fail(file, "is damaged.");
    auto secret = crypto::from_base64url(text.substr(0, space)), open = crypto::from_base64url(text.substr(space + 1, end - space - 1));
    if (!secret || !open || !secret_key({*secret, *open})) fail(file, "is damaged.");
    return {*secret, *open};
}

std::mutex mutex;
std::optional<Keys> kept;  // guarded by the mutex until the site has started, constant afterwards

}  // namespace

void keep_in(std::string const& folder) {
    std::filesystem::create_directories(folder);
    auto file = folder + "/push.key";
    auto text = read_key_file(file);
    if (!text) {
        make_key_file(file);
        text = read_key_file(file);
    }
    std::lock_guard lock(mutex);
    kept = keys_in(file, text.value_or(""));
}

Keys const& server_keys() {
    std::lock_guard lock(mutex);
    if (!kept) kept = new_keys();  // of this process alone: nobody said where to keep one
    return *kept;
}

std::string server_key() { return crypto::base64url(server_keys().open); }

std::string sign_es256(Keys const& keys, std::string_view text) {
    auto key = secret_key(keys);
    Owned<EVP_MD_CTX> digest(EVP_MD_CTX_new());
    std::size_t size = 0;
    bool worked = key && EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
                  EVP_DigestSign(digest.get(), nullptr, &size, bytes(text), text.size()) == 1;
    std::string der(size, '\0');
    worked = worked && EVP_DigestSign(digest.get(), bytes(der), &size, bytes(text), text.size()) == 1;
    if (!worked) throw std::runtime_error("OpenSSL cannot sign");
    auto at = bytes(std::string_view(der));
    std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)), ECDSA_SIG_free);
    std::string signature(2 * half, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), bytes(signature), half);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), bytes(signature) + half, half);
    return signature;
}

bool verify_es256(std::string_view open, std::string_view text, std::string_view signature) {
    auto key = public_key(open);
    if (!key || signature.size() != 2 * half) return false;
    std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(), ECDSA_SIG_free);
    ECDSA_SIG_set0(pair.get(), BN_bin2bn(bytes(signature), half, nullptr), BN_bin2bn(bytes(signature) + half, half, nullptr));
    std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(pair.get(), nullptr)), '\0');
    auto at = bytes(der);
    i2d_ECDSA_SIG(pair.get(), &at);
    Owned<EVP_MD_CTX> digest(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(digest.get(), bytes(std::string_view(der)), der.size(), bytes(text), text.size()) == 1;
}

std::string vapid_token(Keys const& keys, std::string_view origin, std::string_view subject, base::Time now) {
    base::Json claims;
    claims.object().pair("aud", origin).pair("exp", (now + token_lives) / base::second).pair("sub", subject).end();
    auto signing = crypto::base64url(R"({"typ":"JWT","alg":"ES256"})") + "." + crypto::base64url(claims.take());
    return signing + "." + crypto::base64url(sign_es256(keys, signing));
}

}  // namespace push
