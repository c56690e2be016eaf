// The public record: added to only, in the transaction of what it tells.
#include "alerts/inside.hpp"
#include "alerts/queries.hpp"
#include "base/json.hpp"
#include "crypto/crypto.hpp"
#include <fmt/format.h>

namespace alerts {

namespace {

Entry entry_of(db::Row const& row) {
    return {row.integer(0), row.integer(1), row.text(2), row.id<AlertId>(3), row.text(4), row.text(5), row.text(6)};
}

std::string hex_hash(std::string_view text) { return crypto::hex(crypto::sha256(text)); }

}  // namespace

std::string hash_of(Entry const& entry, std::string_view before) {
    base::Json whole;
    whole.array().value(before).value(entry.number).value(entry.at).value(entry.kind).value(entry.alert.value).value(entry.text_hash).end();
    return hex_hash(whole.text());
}

Entry last_entry(db::Read& read) {
    return read.one(sql::last_entry, {}, [](db::Row const& row) { return Entry{.number = row.integer(0), .hash = row.text(1)}; }).value_or(Entry{});
}

void record(db::Write& write, std::string_view kind, AlertId alert, std::string_view text) {
    auto const last = last_entry(write);
    Entry entry{last.number + 1, write.now, std::string(kind), alert, std::string(text), hex_hash(text), {}};
    entry.hash = hash_of(entry, last.hash);
    write.run(sql::insert_entry, {entry.number, entry.at, entry.kind, entry.alert, entry.text, entry.text_hash, entry.hash});
}

std::int64_t enter(db::Write& write, std::string_view kind, AlertId alert, std::string_view text) {
    record(write, kind, alert, text);
    return last_entry(write).number;
}

std::vector<Entry> entries_after(db::Read& read, std::int64_t number, int limit) {
    return read.rows(sql::entries_after, {number, limit}, entry_of);
}

std::vector<Entry> entries_of(db::Read& read, std::vector<Alert> const& alerts) {
    db::List ids;
    for (auto const& alert : alerts) ids.push_back(alert.id.value);
    return read.rows(sql::entries_of, {ids}, entry_of);
}

std::string fault_in(std::vector<Entry> const& entries, std::string_view before) {
    std::string last(before);
    std::int64_t number = entries.empty() ? 0 : entries.front().number;
    for (auto const& entry : entries) {
        if (entry.number != number) return fmt::format("Entry {} is missing.", number);
        if (!entry.text.empty() && hex_hash(entry.text) != entry.text_hash) return fmt::format("The text of entry {} was changed.", entry.number);
        if (hash_of(entry, last) != entry.hash) return fmt::format("Entry {} does not follow from the one before.", entry.number);
        last = entry.hash;
        ++number;
    }
    return {};
}

}  // namespace alerts
