// Pseudonyms: what stands in the data instead of who. Their key is sealed, so that the data alone joins nothing.
#include "crypto/crypto.hpp"
#include "crypto/kept_sealer.hpp"
#include "reviews/inside.hpp"
#include "reviews/queries.hpp"
#include <memory>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

namespace reviews {

namespace {

constexpr std::string_view about = "review_key.sealed.1";

struct Keys {
    crypto::KeptSealer sealer;
    std::mutex mutex;  // guards what was opened
    std::unordered_map<std::string, std::string> opened;  // by sealed text: a test has many databases
};
Keys& keys() {
    static Keys all;
    return all;
}


// A lost key must not be replaced in silence: everybody could then review everything once more.
std::string opened(std::string const& sealed) {
    {
        std::scoped_lock const lock(keys().mutex);
        if (auto const known = keys().opened.find(sealed); known != keys().opened.end()) return known->second;
    }
    auto const bytes = crypto::from_base64(sealed);
    auto key = bytes ? keys().sealer.get()->open(*bytes, about) : std::nullopt;
    if (!key) throw std::runtime_error("the key of reviewers' pseudonyms cannot be opened: is the key file another one?");
    std::scoped_lock const lock(keys().mutex);
    keys().opened.emplace(sealed, *key);
    return *key;
}

std::string made(std::string const& key, std::string_view purpose, std::string_view of) {
    auto text = std::string(purpose);
    text += '\0';
    return crypto::base64url(crypto::hmac_sha256(key, text += of));
}

std::optional<std::string> stored(db::Read& read) { return read.one(sql::sealed_key, {}, [](db::Row const& row) { return row.text(0); }); }

}  // namespace

std::string pseudonym(db::Write& write, std::string_view purpose, std::string_view of) {
    auto sealed = stored(write);
    if (!sealed) {
        sealed = crypto::base64(keys().sealer.get()->seal(crypto::random_bytes(32), about));
        write.run(sql::put_key, {*sealed});
    }
    return made(opened(*sealed), purpose, of);
}

std::string known_pseudonym(db::Read& read, std::string_view purpose, std::string_view of) {
    auto const sealed = stored(read);
    return sealed ? made(opened(*sealed), purpose, of) : std::string();
}

// Of 56 bits, so that the remainder favours nothing noticeably.
std::int64_t random_below(std::int64_t limit) {
    std::int64_t number = 0;
    for (unsigned char const byte : crypto::random_bytes(7)) number = number << 8 | byte;
    return number % limit;
}

ReviewId random_id() {
    std::uint64_t number = 0;
    for (unsigned char const byte : crypto::random_bytes(8)) number = number << 8 | byte;
    return ReviewId{static_cast<std::int64_t>(number >> 1 | 1)};
}

void keep_keys_in(std::string key_file) { keys().sealer.keep_in(std::move(key_file)); }

}  // namespace reviews
