// Seals fields for the database, so that a stolen copy of it does not tell them.
// A sealed text is "<key number>.<base64url of nonce and ciphertext>".
#include "base/id.hpp"
#include "base/text.hpp"
#include "crypto/box.hpp"
#include "crypto/crypto.hpp"
#include "crypto/sodium.hpp"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <sys/stat.h>
#include <unistd.h>

namespace crypto {
namespace {

constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t largest_key_file = 1 << 20;

struct File {
    int number;
    explicit File(int opened) : number(opened) {}
    File(File const&) = delete;
    ~File() {
        if (number >= 0) ::close(number);
    }
};

[[noreturn]] void fail(std::string const& file, std::string const& why) { throw std::runtime_error("The key file " + file + " " + why); }
[[noreturn]] void fail_by_system(std::string const& file, std::string const& what) { fail(file, what + ": " + std::strerror(errno)); }

// A whole file beside `file`, on the disk, readable by nobody else; the text is wiped.
std::string written_aside(std::string const& file, std::string& text) {
    auto aside = file + "." + hex(random_bytes(8));
    File out(::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (out.number < 0) fail_by_system(file, "cannot be made");
    auto written = ::write(out.number, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(out.number) == 0;
    wipe(text);
    if (written) return aside;
    ::unlink(aside.c_str());
    fail_by_system(file, "cannot be written");
}

void keep_folder(std::string const& file) {
    auto folder = file.substr(0, file.find_last_of('/') == file.npos ? 0 : file.find_last_of('/') + 1);
    File parent(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (parent.number < 0 || ::fsync(parent.number) != 0) fail_by_system(file, "may not be on the disk");
}

// Written aside and linked into place: two processes that start together end up with the same key, and a crash leaves
// no half of one.
void make_key_file(std::string const& file) {
    auto line = "1 " + base64(random_bytes(key_size)) + "\n";
    auto const aside = written_aside(file, line);
    auto linked = ::link(aside.c_str(), file.c_str()) == 0 || errno == EEXIST;
    auto why = errno;
    ::unlink(aside.c_str());
    errno = why;
    if (!linked) fail_by_system(file, "cannot be made");
    keep_folder(file);
}

std::string read_key_file(std::string const& file) {
    File in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (in.number < 0 && errno == ENOENT) return {};
    if (in.number < 0) fail_by_system(file, "cannot be opened");
    struct stat facts;
    if (::fstat(in.number, &facts) != 0 || !S_ISREG(facts.st_mode)) fail(file, "is not a file.");
    if (facts.st_mode & 077) fail(file, "may be read by others: set its mode to 0600 (chmod 600).");
    if (static_cast<std::size_t>(facts.st_size) > largest_key_file) fail(file, "is too large.");
    std::string text(static_cast<std::size_t>(facts.st_size), '\0');
    if (::read(in.number, text.data(), text.size()) != facts.st_size || text.empty()) fail(file, "is damaged: it cannot be read whole.");
    return text;
}

// The number is bound in too, so that a text cannot claim another key.
std::string bound(std::int64_t number, std::string_view about) { return std::to_string(number) + "." + std::string(about); }

}  // namespace

struct Sealer::Inside {
    std::map<std::int64_t, std::string> keys;
    ~Inside() {
        for (auto& [number, key] : keys) sodium_memzero(key.data(), key.size());
    }

    void read(std::string const& file, std::string_view text) {
        for (auto line : base::split(text, '\n')) {
            if (line.empty()) continue;
            auto space = line.find(' ');
            auto number = base::parse_id(line.substr(0, space));
            auto key = space == line.npos ? std::nullopt : from_base64(line.substr(space + 1));
            if (!number || !key || key->size() != key_size) fail(file, "is damaged: a line is not a number and a key.");
            if (!keys.emplace(*number, *key).second) fail(file, "is damaged: it has two keys of one number.");
        }
        if (keys.empty()) fail(file, "is damaged: it has no key.");
    }
};

Sealer::Sealer(std::string const& key_file) : inside_(std::make_unique<Inside>()) {
    sodium_ready();
    auto text = read_key_file(key_file);
    if (text.empty()) {
        make_key_file(key_file);
        text = read_key_file(key_file);
    }
    inside_->read(key_file, text);
    sodium_memzero(text.data(), text.size());
}

Sealer::~Sealer() = default;
Sealer::Sealer(Sealer&&) noexcept = default;

std::string Sealer::seal(std::string_view plain, std::string_view about) const {
    auto const& [number, key] = *inside_->keys.rbegin();  // the newest
    return std::to_string(number) + "." + base64url(seal_with(key, plain, bound(number, about)));
}

std::optional<std::string> Sealer::open(std::string_view sealed, std::string_view about) const {
    auto dot = sealed.find('.');
    auto number = base::parse_id(sealed.substr(0, dot));
    if (dot == sealed.npos || !number) return std::nullopt;
    auto key = inside_->keys.find(*number);
    auto whole = from_base64url(sealed.substr(dot + 1));
    if (key == inside_->keys.end() || !whole) return std::nullopt;
    return open_with(key->second, *whole, bound(*number, about));
}

std::string seal_with(std::string_view key, std::string_view plain, std::string_view about) {
    if (key.size() != box_key_size) throw std::logic_error("a key of 32 bytes is needed");
    auto sealed = random_bytes(nonce_size);
    sealed.resize(nonce_size + plain.size() + tag_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(sealed) + nonce_size, nullptr, bytes(plain), plain.size(), bytes(about), about.size(), nullptr,
                                               bytes(std::string_view(sealed)), bytes(key));
    return sealed;
}

std::optional<std::string> open_with(std::string_view key, std::string_view sealed, std::string_view about) {
    sodium_ready();
    if (key.size() != box_key_size || sealed.size() < nonce_size + tag_size) return std::nullopt;
    std::string plain(sealed.size() - nonce_size - tag_size, '\0');
    auto const cipher = sealed.substr(nonce_size);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(plain), nullptr, nullptr, bytes(cipher), cipher.size(), bytes(about), about.size(), bytes(sealed), bytes(key)) != 0)
        return std::nullopt;
    return plain;
}

std::int64_t add_key(std::string const& file) {
    Sealer const known(file);  // makes it, or refuses what is damaged
    auto text = read_key_file(file);
    std::int64_t last = 0;
    for (auto line : base::split(text, '\n')) last = std::max(last, base::parse_id(line.substr(0, line.find(' '))).value_or(0));
    auto more = text + std::to_string(last + 1) + " " + base64(random_bytes(key_size)) + "\n";
    wipe(text);
    auto const aside = written_aside(file, more);
    if (::rename(aside.c_str(), file.c_str()) != 0) {
        ::unlink(aside.c_str());
        fail_by_system(file, "cannot be written");
    }
    keep_folder(file);
    return last + 1;
}

}  // namespace crypto
