// The keys of the record: how the next follows from the last, where they are kept, and what proves the record later.
#include "moderation/audit.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "crypto/ratchet.hpp"
#include "moderation/queries.hpp"
#include <memory>
#include <mutex>

namespace moderation {

namespace {

constexpr int step = 500;

struct Kept { std::string sealing, root; };
Kept& kept() {
    static Kept files;  // set while the site starts, constant afterwards
    return files;
}

crypto::Sealer const& sealer() {
    static std::mutex mutex;
    static std::unique_ptr<crypto::Sealer> opened;
    static std::string of;
    std::lock_guard lock(mutex);
    if (kept().sealing.empty()) throw std::logic_error("nobody said where keys are kept");
    if (!opened || of != kept().sealing) opened = std::make_unique<crypto::Sealer>(of = kept().sealing);
    return *opened;
}

std::string sealed(std::string_view plain, std::string_view what) { return crypto::base64(sealer().seal(plain, "audit_chain." + std::string(what) + ".1")); }

std::string opened(std::string_view text, std::string_view what) {
    auto bytes = crypto::from_base64(text);
    auto plain = bytes ? sealer().open(*bytes, "audit_chain." + std::string(what) + ".1") : std::nullopt;
    if (!plain) throw std::runtime_error("the record's key cannot be opened: is the key file another one?");
    return *plain;
}

struct Chain {
    std::string name;
    std::int64_t plain_entries = 0;
    std::string root_says;
    std::int64_t keyed_entries = 0;
    std::string key, signer, signer_public;
};

std::string said_by_root(std::string_view root, Chain const& chain) {
    return crypto::hex(crypto::hmac_sha256(root, "the beginning of " + chain.name + " after " + std::to_string(chain.plain_entries)));
}

std::optional<Chain> chain_of(db::Read& read) {
    return read.one(sql::audit_chain, {}, [](db::Row const& row) {
        return Chain{row.text(0), row.integer(1), row.text(2), row.integer(3), row.text(4), row.text(5), row.text(6)};
    });
}

Chain chain_made(db::Write& write) {
    if (auto chain = chain_of(write)) return *chain;
    auto root = crypto::root_made_in(kept().root);
    auto pair = crypto::new_ed25519();
    Chain chain{.name = crypto::new_token(), .plain_entries = last_entry(write).number, .signer = sealed(pair.secret_pem, "signer"), .signer_public = pair.public_pem};
    chain.root_says = said_by_root(root, chain);
    chain.key = sealed(crypto::first_key(root, chain.name), "key");
    write.run(sql::insert_audit_chain, {chain.name, chain.plain_entries, chain.root_says, chain.key, chain.signer, chain.signer_public});
    crypto::wipe(root);
    return chain;
}

std::string statement_of(Checkpoint const& checkpoint) {
    base::Json whole;
    whole.array().value(checkpoint.number).value(checkpoint.at).value(checkpoint.head).end();
    return whole.take();
}

// The checkpoints in the order of their numbers, while the entries go by.
class Checkpoints {
public:
    Checkpoints(db::Read& read, std::string signer) : read_(read), signer_(std::move(signer)) { more(); }
    // False when one of this entry says something else than the entry does.
    bool agree(Entry const& entry) {
        for (; at_ < part_.size() && part_[at_].said.number <= entry.number; next()) {
            auto const& [said, signature] = part_[at_];
            auto bytes = crypto::from_base64(signature);
            if (said.number != entry.number || said.head != entry.hash || !bytes || !crypto::verify(signer_, statement_of(said), *bytes)) return false;
        }
        return true;
    }
    bool finished() const { return at_ == part_.size(); }

private:
    struct Signed { Checkpoint said; std::string signature; };
    void next() {
        if (++at_ == part_.size() && part_.size() == step) more();
    }
    void more() {
        auto after = part_.empty() ? std::int64_t{0} : part_.back().said.number;
        part_ = read_.rows(sql::checkpoints_after, {after, step}, [](db::Row const& row) {
            return Signed{{row.integer(0), row.integer(1), row.text(2)}, row.text(3)};
        });
        at_ = 0;
    }

    db::Read& read_;
    std::string signer_;
    std::vector<Signed> part_;
    std::size_t at_ = 0;
};

}  // namespace

void keep_keys_in(std::string sealing_key_file, std::string root_file) { kept() = {std::move(sealing_key_file), std::move(root_file)}; }

std::string keyed_hash(db::Write& write, Entry const& entry, std::string_view before) {
    auto key = opened(chain_made(write).key, "key");
    auto hash = crypto::hex(crypto::hmac_sha256(key, text_of(entry, before)));
    auto next = crypto::key_after(key);
    write.run(sql::next_audit_key, {sealed(next, "key")});
    crypto::wipe(key);
    crypto::wipe(next);
    return hash;
}

Verified verify_record(db::Read& read, std::string_view given) {
    auto chain = chain_of(read).value_or(Chain{});
    auto root = given.empty() ? crypto::root_in(kept().root) : crypto::tidy_root(given);
    Verified found;
    found.has_root = !root.empty();
    auto key = crypto::first_key(root, chain.name);
    std::int64_t keyed = 0;
    // A root is made with a chain: whoever took the chain away, or its beginning, would pass the rest off as older than keys.
    if (found.has_root && !crypto::same(said_by_root(root, chain), chain.root_says) && last_entry(read).number > 0) {
        found.first_bad = 1;
        return found;
    }
    Checkpoints checkpoints(read, chain.signer_public);
    for (bool more = true; more;) {
        auto part = entries_after(read, found.entries, step);
        more = std::ssize(part) == step;
        for (auto const& entry : part) {
            auto text = text_of(entry, found.head);
            auto hash = crypto::hex(entry.keyed ? crypto::hmac_sha256(key, text) : crypto::sha256(text));
            bool knows = found.has_root || !entry.keyed;
            bool keyed_in_time = entry.keyed == (entry.number > chain.plain_entries) || chain.name.empty();
            bool good = entry.number == found.entries + 1 && keyed_in_time && (!knows || crypto::same(hash, entry.hash)) && checkpoints.agree(entry);
            if (!good) {
                found.first_bad = found.entries + 1;
                return found;
            }
            if (entry.keyed) {
                ++keyed;
                key = crypto::key_after(key);
            }
            found.head = entry.hash;
            ++found.entries;
        }
    }
    // What was taken off the end is missed by the count of keys that were used, and by what was signed.
    if (keyed != chain.keyed_entries || !checkpoints.finished()) found.first_bad = found.entries + 1;
    return found;
}

void checkpoint(db::Write& write) {
    auto last = last_entry(write);
    auto before = last_checkpoint(write);
    if (last.number == 0 || (before && before->number >= last.number)) return;
    Checkpoint now{last.number, write.now, last.hash};
    auto secret = opened(chain_made(write).signer, "signer");
    auto signature = crypto::base64(crypto::sign(secret, statement_of(now)));
    crypto::wipe(secret);
    write.run(sql::insert_checkpoint, {now.number, now.at, now.head, signature});
    // The log is usually kept elsewhere: whoever changes the database does not change it there.
    base::log(base::Level::info, "record", {{"entries", now.number}, {"head", std::string_view(now.head)}, {"signature", std::string_view(signature)}});
}

std::optional<Checkpoint> last_checkpoint(db::Read& read) {
    return read.one(sql::last_checkpoint, {}, [](db::Row const& row) { return Checkpoint{row.integer(0), row.integer(1), row.text(2)}; });
}

void check_record(db::Database& database) {
    auto found = database.read([](db::Read& read) { return verify_record(read); });
    if (found.first_bad) base::log(base::Level::error, "the record was tampered with", {{"first_bad", found.first_bad}});
    (void)database.write([&](db::Write& write) -> Result<Done> {
        write.run(sql::put_check, {write.now, found.entries, found.first_bad, found.has_root});
        return Done{};
    });
}

std::optional<Check> last_check(db::Read& read) {
    return read.one(sql::last_check, {}, [](db::Row const& row) { return Check{row.integer(0), row.integer(1), row.integer(2), row.boolean(3)}; });
}

}  // namespace moderation
