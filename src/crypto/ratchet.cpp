// Roots and the keys that follow from them.
#include "crypto/ratchet.hpp"
#include "crypto/crypto.hpp"
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace crypto {

namespace {

constexpr std::size_t root_digits = 64;

}  // namespace

std::string first_key(std::string_view root, std::string_view chain) { return hmac_sha256(root, "the record " + std::string(chain)); }
std::string key_after(std::string_view key) { return sha256("the next key " + std::string(key)); }

std::string tidy_root(std::string_view text) {
    std::string digits;
    for (char c : text)
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) digits += c;
    return digits.size() == root_digits ? digits : std::string();
}

std::string root_in(std::string const& name) {
    std::ifstream file(name);
    std::stringstream text;
    text << file.rdbuf();
    return tidy_root(text.str());
}

std::string root_made_in(std::string const& name) {
    auto root = root_in(name);
    if (!root.empty()) return root;
    root = hex(random_bytes(root_digits / 2));
    using std::filesystem::perms;
    std::ofstream file(name);
    std::filesystem::permissions(name, perms::owner_read | perms::owner_write);
    file << root << "\n";
    file.close();
    if (!file) throw std::runtime_error("the root of the record cannot be written");
    std::filesystem::permissions(name, perms::owner_read);
    return root;
}

}  // namespace crypto
