// The record of every act: added to only, in the transaction of the act itself.
#include "base/json.hpp"
#include "moderation/audit.hpp"
#include "moderation/queries.hpp"
#include <limits>

namespace moderation {

namespace {

Entry entry_of(db::Row const& row) {
    return {row.integer(0), row.integer(1), row.id<AccountId>(2), row.text(3), row.text(4), row.text(5), row.text(6), row.boolean(7)};
}

}  // namespace

std::string text_of(Entry const& entry, std::string_view before) {
    base::Json whole;
    whole.array().value(before).value(entry.number).value(entry.at).value(entry.actor.value).value(entry.act).value(entry.target).value(entry.detail).end();
    return whole.take();
}

std::string target_of(AccountId id) { return "account:" + id.text(); }

Entry last_entry(db::Read& read) {
    Entry last;
    read.each(sql::last_entry, {}, [&](db::Row const& row) {
        last.number = row.integer(0);
        last.hash = row.text(1);
    });
    return last;
}

void record(db::Write& write, AccountId actor, std::string_view act, std::string_view target, std::string_view detail) {
    auto last = last_entry(write);
    Entry entry{last.number + 1, write.now, actor, std::string(act), std::string(target), std::string(detail), {}};
    entry.hash = keyed_hash(write, entry, last.hash);
    write.run(sql::insert_entry, {entry.number, entry.at, entry.actor, entry.act, entry.target, entry.detail, entry.hash});
}

std::vector<Entry> entries_after(db::Read& read, std::int64_t number, int limit) {
    return read.rows(sql::entries_after, {std::int64_t{0}, "", number, limit}, entry_of);
}

std::vector<Entry> entries(db::Read& read, EntryFilter const& filter, Page page) {
    constexpr auto first = std::numeric_limits<std::int64_t>::max();
    if (!page.after)
        return read.rows(sql::entries_newest, {filter.actor, filter.target, page.before ? page.before : first, page.since, page.limit}, entry_of);
    auto rows = read.rows(sql::entries_after, {filter.actor, filter.target, page.after, page.limit}, entry_of);
    std::ranges::reverse(rows);
    return rows;
}

}  // namespace moderation
