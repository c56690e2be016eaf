// Keys to sign with: made once, sealed in the database, kept in memory while the server runs.
#include "activitypub/keys.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/telling.hpp"
#include "crypto/crypto.hpp"
#include <memory>
#include <mutex>
#include <unordered_map>

namespace activitypub {

using base::Done, base::Result, base::Why;

namespace {

struct Kept { std::string public_pem, secret_pem; };

// Guarded by its mutex. A key is known by its public part: another database, or a rotation on another node, is another key.
struct Memory {
    std::mutex mutex;
    std::string key_file;
    std::shared_ptr<crypto::Sealer const> sealer;
    std::unordered_map<std::string, std::string> secrets;  // by sealed text
};
Memory& memory() {
    static Memory one;
    return one;
}
constexpr std::size_t most_remembered = 20'000;

std::shared_ptr<crypto::Sealer const> sealer() {
    std::scoped_lock lock(memory().mutex);
    if (!memory().sealer) memory().sealer = std::make_shared<crypto::Sealer const>(memory().key_file);
    return memory().sealer;
}

std::string about(AccountId account) { return "signing_key/sealed/" + account.text() + "/1"; }

std::string secret_in(std::string const& sealed, AccountId account) {
    {
        std::scoped_lock lock(memory().mutex);
        if (auto known = memory().secrets.find(sealed); known != memory().secrets.end()) return known->second;
    }
    auto bytes = crypto::from_base64(sealed);
    auto opened = bytes ? sealer()->open(*bytes, about(account)) : std::nullopt;
    if (!opened) throw std::runtime_error("the signing key of account " + account.text() + " cannot be opened: is the key file another one?");
    std::scoped_lock lock(memory().mutex);
    if (memory().secrets.size() >= most_remembered) memory().secrets.clear();
    memory().secrets.emplace(sealed, *opened);
    return *opened;
}

std::optional<Kept> stored(db::Read& read, AccountId account) {
    auto row = read.one(sql::key, {account}, [](db::Row const& row) { return std::pair(row.text(0), row.text(1)); });
    if (!row) return std::nullopt;
    return Kept{row->first, secret_in(row->second, account)};
}

void make(db::Database& database, AccountId account, db::Query const& put) {
    auto made = crypto::new_rsa_2048();
    auto sealed = crypto::base64(sealer()->seal(made.secret_pem, about(account)));
    (void)database.write([&](db::Write& write) -> Result<Done> {
        write.run(put, {account, made.public_pem, sealed, write.now});
        return Done{};
    });
}

Kept made_or_stored(db::Database& database, AccountId account) {
    auto look = [&](db::Read& read) { return stored(read, account); };
    if (auto known = database.read(look)) return *known;
    make(database, account, sql::put_first_key);  // whoever is second takes the first one's
    return *database.read(look);
}

}  // namespace

void keep_keys_in(std::string key_file) {
    std::scoped_lock lock(memory().mutex);
    memory().key_file = std::move(key_file);
    memory().sealer.reset();
    memory().secrets.clear();
}

std::string key_id(db::Read& read, AccountId account) {
    if (account == the_server) return base::site_url() + "/actor#main-key";
    // Also of who was removed: their last word must be signed.
    auto name = read.one(sql::name_of_account, {account}, [](db::Row const& row) { return row.text(0); });
    return name ? base::site_url() + "/users/" + *name + "#main-key" : std::string();
}

Key key_of(db::Database& database, AccountId account) {
    auto id = database.read([&](db::Read& read) { return key_id(read, account); });
    if (id.empty()) throw std::runtime_error("account " + account.text() + " does not live here and has no key");
    return {std::move(id), made_or_stored(database, account).secret_pem};
}

std::string public_key_of(db::Database& database, AccountId account) { return made_or_stored(database, account).public_pem; }

std::optional<std::string> stored_public_key(db::Read& read, AccountId account) {
    return read.one(sql::key, {account}, [](db::Row const& row) { return row.text(0); });
}

Result<Done> rotate_key(db::Database& database, AccountId account) {
    auto id = database.read([&](db::Read& read) { return key_id(read, account); });
    if (id.empty()) return base::refuse(Why::not_found, "There is no such account here.");
    make(database, account, sql::put_key);
    return database.write([&](db::Write& write) -> Result<Done> {
        if (account == the_server) return Done{};
        forget_told_hash(write, account);
        write.emit(accounts::Changed{account});
        return Done{};
    });
}

}  // namespace activitypub
