// Signing keys and signatures, by OpenSSL.
#include "crypto/crypto.hpp"
#include "crypto/sodium.hpp"
#include <mutex>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <unordered_map>
#include <utility>

namespace crypto {
namespace {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* held) const { release(held); }
};
using Key = std::shared_ptr<EVP_PKEY>;  // shared between threads: signing does not change it
using Digest = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using Memory = std::unique_ptr<BIO, Release<BIO_free>>;

void require(bool worked, char const* what) {
    if (!worked) throw std::runtime_error(std::string("OpenSSL cannot ") + what);
}

std::string contents(Memory const& memory) {
    char* start = nullptr;
    auto size = BIO_get_mem_data(memory.get(), &start);
    return {start, static_cast<std::size_t>(size)};
}

KeyPair as_pem(EVP_PKEY* made) {
    require(made != nullptr, "make a key");
    Key key(made, EVP_PKEY_free);
    Memory secret(BIO_new(BIO_s_secmem())), open(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_PKCS8PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1, "write a key");
    require(PEM_write_bio_PUBKEY(open.get(), key.get()) == 1, "write a key");
    return {contents(secret), contents(open)};
}

// A key that is protected by a password must not make OpenSSL ask for it at the terminal.
int no_password(char*, int, int, void*) { return -1; }

using Reader = decltype(&PEM_read_bio_PUBKEY);

Key read(std::string_view pem, Reader reader) {
    Memory memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    auto read = reader(memory.get(), nullptr, no_password, nullptr);
    return read ? Key(read, EVP_PKEY_free) : nullptr;
}

// OpenSSL 3.0 reads a PEM several times slower than it signs: keys in use stay read. Found by hash, so that no second copy
// of a secret's text is kept. Two generations: what was not used since the older one began is let go.
class ReadKeys {
public:
    Key get(std::string_view pem, Reader reader) {
        auto name = sha256(pem) + (reader == PEM_read_bio_PUBKEY ? "public" : "secret");
        {
            std::lock_guard lock(mutex_);
            if (auto found = newer_.find(name); found != newer_.end()) return found->second;
            if (auto found = older_.find(name); found != older_.end()) return keep(std::move(name), found->second);
        }
        auto key = read(pem, reader);
        if (!key) return nullptr;
        std::lock_guard lock(mutex_);
        return keep(std::move(name), std::move(key));
    }

private:
    // Under mutex_.
    Key keep(std::string name, Key key) {
        if (newer_.size() >= most) older_ = std::exchange(newer_, {});
        newer_.emplace(std::move(name), key);
        return key;
    }

    static constexpr std::size_t most = 2048;  // of each generation, about 4 KB a key
    std::mutex mutex_;
    std::unordered_map<std::string, Key> newer_, older_;  // guarded by mutex_
};

Key key_of(std::string_view pem, Reader reader) {
    static ReadKeys keys;
    return keys.get(pem, reader);
}

// Ed25519 hashes by itself; RSA is told its hash. Other kinds of keys, and RSA keys that can be broken, are not for us.
bool is_usable(Key const& key) {
    if (!key) return false;
    return EVP_PKEY_is_a(key.get(), "ED25519") || (EVP_PKEY_is_a(key.get(), "RSA") && EVP_PKEY_get_bits(key.get()) >= 2048);
}
EVP_MD const* hash_for(Key const& key) { return EVP_PKEY_is_a(key.get(), "RSA") ? EVP_sha256() : nullptr; }

}  // namespace

KeyPair new_rsa_2048() { return as_pem(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048})); }
KeyPair new_ed25519() { return as_pem(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")); }

std::string sign(std::string_view secret_pem, std::string_view text) {
    auto key = key_of(secret_pem, PEM_read_bio_PrivateKey);
    require(is_usable(key), "read this secret key");
    Digest digest(EVP_MD_CTX_new());
    require(EVP_DigestSignInit(digest.get(), nullptr, hash_for(key), nullptr, key.get()) == 1, "sign");
    std::size_t size = 0;
    require(EVP_DigestSign(digest.get(), nullptr, &size, bytes(text), text.size()) == 1, "sign");
    std::string signature(size, '\0');
    require(EVP_DigestSign(digest.get(), bytes(signature), &size, bytes(text), text.size()) == 1, "sign");
    signature.resize(size);
    return signature;
}

bool verify(std::string_view public_pem, std::string_view text, std::string_view signature) {
    auto key = key_of(public_pem, PEM_read_bio_PUBKEY);
    if (!is_usable(key)) return false;
    Digest digest(EVP_MD_CTX_new());
    if (EVP_DigestVerifyInit(digest.get(), nullptr, hash_for(key), nullptr, key.get()) != 1) return false;
    return EVP_DigestVerify(digest.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
}

}  // namespace crypto
