// The log of every access: who looked at or changed whose record. What was written cannot be changed unseen.
#include "base/json.hpp"
#include "crypto/ratchet.hpp"
#include "records/inside.hpp"
#include "records/queries.hpp"
#include <limits>

namespace records {

namespace {

constexpr std::int64_t parts = 16;
constexpr int step = 500;

struct Entry { Access said; std::int64_t part = 0, number = 0; std::string hash; };
struct Chain { std::int64_t part = 0; std::string name, root_says; std::int64_t entries = 0; std::string head, sealed_key; };

Entry entry_of(db::Row const& row) {
    Access said{row.integer(0), row.integer(1), row.id<AccountId>(2), row.id<AccountId>(3), row.id<AccountId>(4), static_cast<Action>(row.integer(5)), row.text(6), row.text(7), row.boolean(8), row.text(9)};
    return {std::move(said), row.integer(10), row.integer(11), row.text(12)};
}

std::string about(std::int64_t part) { return "record_chain.sealed_key." + std::to_string(part) + ".1"; }
std::string chain_name(Chain const& chain) { return "of access " + std::to_string(chain.part) + " " + chain.name; }
std::string said_by_root(std::string_view root, Chain const& chain) { return crypto::hex(crypto::hmac_sha256(root, "the beginning " + chain_name(chain))); }

// What is hashed: JSON, because it tells where one text ends and the next begins.
std::string text_of(Entry const& entry, std::string_view before) {
    auto const& said = entry.said;
    base::Json whole;
    whole.array().value(before).value(entry.part).value(entry.number).value(said.id).value(said.at).value(said.person.value).value(said.organization.value).value(said.patient.value);
    whole.value(records::text_of(said.action)).value(said.what).value(said.about).value(said.refused).value(said.detail).end();
    return whole.take();
}

Chain chain_of(db::Write& write, std::int64_t part) {
    auto known = write.one(sql::find_chain, {part}, [&](db::Row const& row) { return Chain{part, row.text(0), row.text(1), row.integer(2), row.text(3), row.text(4)}; });
    if (known) return *known;
    auto root = crypto::root_made_in(root_file());
    Chain made{.part = part, .name = crypto::new_token()};
    made.root_says = said_by_root(root, made);
    made.sealed_key = sealer()->seal(crypto::first_key(root, chain_name(made)), about(part));
    crypto::wipe(root);
    write.run(sql::insert_chain, {part, made.name, made.root_says, made.sealed_key});
    return made;
}

// The number of its entries, and whether all are as they were written.
struct Looked { std::int64_t counted = 0, first_bad = 0; };
Looked look_at(db::Read& read, Chain const& chain, std::string_view root) {
    Looked found;
    if (!crypto::same(said_by_root(root, chain), chain.root_says)) return {0, 1};
    auto key = crypto::first_key(root, chain_name(chain));
    std::string head;
    for (bool more = true; more;) {
        auto const part = read.rows(sql::part_after, {chain.part, found.counted, step}, entry_of);
        more = std::ssize(part) == step;
        for (auto const& entry : part) {
            auto const hash = crypto::hex(crypto::hmac_sha256(key, text_of(entry, head)));
            if (entry.number != found.counted + 1 || !crypto::same(hash, entry.hash)) return {found.counted, found.counted + 1};
            ++found.counted;
            key = crypto::key_after(key);
            head = entry.hash;
        }
    }
    // Who takes entries off the end cannot make the key that was the next one before them.
    auto const next = sealer()->open(chain.sealed_key, about(chain.part));
    if (found.counted != chain.entries || head != chain.head || !next || !crypto::same(*next, key)) found.first_bad = found.counted + 1;
    return found;
}

}  // namespace

std::string_view text_of(Action action) {
    constexpr std::string_view texts[] = {"C", "R", "U", "D", "E"};
    return texts[static_cast<int>(action)];
}

void note(db::Write& write, Access const& access) {
    auto chain = chain_of(write, access.patient.value % parts);
    Entry entry{access, chain.part, chain.entries + 1, {}};
    entry.said.id = write.new_id<base::Id<struct AccessTag>>().value;
    entry.said.at = write.now;
    auto key = sealer()->open(chain.sealed_key, about(chain.part));
    if (!key) throw std::runtime_error("the key of the log of access cannot be opened: is the key file another one?");
    entry.hash = crypto::hex(crypto::hmac_sha256(*key, text_of(entry, chain.head)));
    auto next = crypto::key_after(*key);
    auto const& said = entry.said;
    write.run(sql::insert_access, {said.id, entry.part, entry.number, said.at, said.person, said.organization, said.patient, static_cast<std::int64_t>(said.action), said.what, said.about, said.refused, said.detail, entry.hash});
    write.run(sql::move_chain, {chain.part, entry.number, entry.hash, sealer()->seal(next, about(chain.part))});
    crypto::wipe(*key);
    crypto::wipe(next);
}

void note_now(db::Database& database, Access const& access) {
    (void)database.write([&](db::Write& write) -> base::Result<base::Done> {
        note(write, access);
        return base::Done{};
    });
}

std::vector<Access> accesses(db::Read& read, AccountId patient, std::int64_t before, int limit) {
    return read.rows(sql::accesses_of, {patient, before ? before : std::numeric_limits<std::int64_t>::max(), limit}, [](db::Row const& row) { return entry_of(row).said; });
}

std::vector<Access> accesses_of_others(db::Read& read, AccountId patient, std::int64_t before, int limit) {
    return read.rows(sql::accesses_of_others, {patient, before ? before : std::numeric_limits<std::int64_t>::max(), limit}, [](db::Row const& row) { return entry_of(row).said; });
}

std::optional<Access> find_access(db::Read& read, AccountId patient, std::int64_t id) {
    auto found = read.one(sql::find_access, {id}, [](db::Row const& row) { return entry_of(row).said; });
    return found && found->patient == patient ? found : std::nullopt;
}

Verified verify(db::Read& read) {
    auto const chains = read.rows(sql::chains, {}, [](db::Row const& row) { return Chain{row.integer(0), row.text(1), row.text(2), row.integer(3), row.text(4), row.text(5)}; });
    auto root = crypto::root_in(root_file());
    Verified all;
    // A chain that is gone would take its entries out of sight.
    if (read.number(sql::count_parts, {}) > std::ssize(chains)) all.bad_part = 0, all.first_bad = 1;
    for (auto const& chain : chains) {
        auto const found = look_at(read, chain, root);
        all.counted += found.counted;
        if (found.first_bad && !all.first_bad) all.bad_part = chain.part, all.first_bad = found.first_bad;
    }
    crypto::wipe(root);
    return all;
}

}  // namespace records
