// Keys of threads, plans and people: wrapped by the server's key file, unwrapped while they are used.
#include "base/time.hpp"
#include "crypto/box.hpp"
#include "crypto/kept_sealer.hpp"
#include "records/inside.hpp"
#include "records/queries.hpp"
#include "records/schema.hpp"

namespace records {

db::Schema const schema = sql::schema_of_folder;

namespace {

crypto::KeptSealer& key_file() {
    static crypto::KeptSealer one;
    return one;
}

std::string about(KeyId id) { return "record_key.wrapped." + id.text() + ".1"; }
std::string wrapped(crypto::Sealer const& with, std::string_view plain, KeyId id) { return with.seal(plain, about(id)); }
// A sealed text begins with the number of the key that sealed it.
std::int64_t master_of(std::string_view sealed) { return base::parse_id(sealed.substr(0, sealed.find('.'))).value_or(0); }

}  // namespace

std::shared_ptr<crypto::Sealer const> sealer() { return key_file().get(); }
std::string root_file() { return key_file().file() + ".access-root"; }
void keep_keys_in(std::string key_file_at) { key_file().keep_in(std::move(key_file_at)); }

Key::Key(std::string plain) : plain_(std::move(plain)) {}
Key::~Key() { crypto::wipe(plain_); }
Key::Key(Key&&) noexcept = default;
std::string Key::seal(std::string_view plain, std::string_view about) const { return crypto::base64url(crypto::seal_with(plain_, plain, about)); }
std::optional<std::string> Key::open(std::string_view sealed, std::string_view about) const {
    auto const bytes = crypto::from_base64url(sealed);
    return bytes ? crypto::open_with(plain_, *bytes, about) : std::nullopt;
}

KeyId new_key(db::Write& write) {
    auto const id = write.new_id<KeyId>();
    auto plain = crypto::random_bytes(crypto::box_key_size);
    auto const text = wrapped(*sealer(), plain, id);
    crypto::wipe(plain);
    write.run(sql::insert_key, {id, text, master_of(text), write.now});
    return id;
}

void destroy(db::Write& write, KeyId id) { write.run(sql::delete_key, {id}); }

std::optional<Key> key(db::Read& read, KeyId id) {
    auto const text = read.one(sql::find_key, {id}, [](db::Row const& row) { return row.text(0); });
    auto plain = text ? sealer()->open(*text, about(id)) : std::nullopt;
    if (!plain) return std::nullopt;
    return Key(std::move(*plain));
}

bool rewrap(db::Write& write, int at_most) {
    auto const with = sealer();
    auto const newest = master_of(with->seal("", "records.newest"));
    struct Old { KeyId id; std::string text; };
    auto const old = write.rows(sql::keys_of_others, {newest, at_most}, [](db::Row const& row) { return Old{row.id<KeyId>(0), row.text(1)}; });
    bool any = false;
    for (auto const& each : old) {
        auto plain = with->open(each.text, about(each.id));
        if (!plain) continue;  // its master key is lost: nothing can be done, and the others must not wait for it
        write.run(sql::wrap_anew, {each.id, wrapped(*with, *plain, each.id), newest});
        crypto::wipe(*plain);
        any = true;
    }
    return any;
}

void add_jobs(jobs::Runner& runner, db::Database& database) {
    constexpr int at_once = 500;
    runner.every("records.rewrap", base::day, [&database] {
        auto const some = [](db::Write& write) -> base::Result<bool> { return rewrap(write, at_once); };
        while (database.write(some).value_or(false)) {}
    });
}

}  // namespace records
