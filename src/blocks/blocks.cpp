// The rules of blocking and muting: who may, what it ends, and when it is over.
#include "blocks/blocks.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "blocks/queries.hpp"
#include "blocks/schema.hpp"
#include <algorithm>
#include <limits>
#include <unordered_map>

namespace blocks {
using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

using BlockId = base::Id<struct BlockTag>;
constexpr std::int64_t a_block = 1, a_mute = 2, a_domain = 4;
constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();

// Suspended people too: whoever blocked them stays rid of them when they return.
Result<Done> check_other(db::Read& read, AccountId me, AccountId other, char const* about_oneself) {
    if (me == other) return refuse(Why::forbidden, about_oneself);
    auto account = accounts::find(read, other);
    if (!account || account->pending) return refuse(Why::not_found, "There is no such account.");
    return Done{};
}

Standing standing_of(db::Row const& row, base::Time now) {
    Standing standing;
    standing.blocking = !row.is_null(1);
    standing.blocked_by = !row.is_null(2);
    standing.domain_blocking = !row.is_null(3);
    auto until = row.integer(6);
    if (!row.is_null(4) && (!until || until > now)) {
        standing.muting = true;
        standing.muting_notifications = row.boolean(5);
        standing.muted_until = until;
    }
    return standing;
}

Entry entry_of(db::Row const& row) { return {row.integer(0), row.id<AccountId>(1), row.integer(2)}; }

template <class Rows>
Rows reversed(Rows rows) {
    std::ranges::reverse(rows);
    return rows;
}

bool is_domain(std::string_view name) {
    if (name.empty() || name.size() > 253 || name.front() == '.' || name.back() == '.' || name.find("..") != name.npos) return false;
    return std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
    });
}

}  // namespace

Result<Done> block(db::Write& write, AccountId me, AccountId other) {
    TRY(check_other(write, me, other, "You cannot block yourself."));
    if (!write.run(sql::insert_block, {write.new_id<BlockId>(), me, other})) return Done{};
    write.emit(Blocked{me, other});
    write.emit(Changed{me, other, a_block, 1});
    return Done{};
}

Result<Done> unblock(db::Write& write, AccountId me, AccountId other) {
    if (write.run(sql::delete_block, {me, other})) write.emit(Changed{me, other, a_block, 0});
    return Done{};
}

Result<Done> mute(db::Write& write, AccountId me, AccountId other, Mute how) {
    constexpr std::int64_t longest = 100 * 365 * base::day / base::second;
    TRY(check_other(write, me, other, "You cannot mute yourself."));
    if (how.seconds < 0 || how.seconds > longest) return refuse_field("duration", "ERR_INVALID", "A mute lasts 0 seconds (until you take it back) to 100 years.");
    auto until = how.seconds ? write.now + how.seconds * base::second : 0;
    write.run(sql::put_mute, {write.new_id<BlockId>(), me, other, how.notifications, until});
    write.emit(Changed{me, other, a_mute, 1});
    return Done{};
}

Result<Done> unmute(db::Write& write, AccountId me, AccountId other) {
    if (write.run(sql::delete_mute, {me, other})) write.emit(Changed{me, other, a_mute, 0});
    return Done{};
}

Result<Done> block_domain(db::Write& write, AccountId me, std::string_view domain) {
    constexpr std::int64_t most = 10'000;
    // Before folding: nobody waits for a million characters.
    auto name = domain.size() <= 1000 ? base::fold(base::trim(domain)) : std::string();
    if (!is_domain(name)) return refuse_field("domain", "ERR_INVALID", "This is not the name of a server.");
    if (write.number(sql::count_domains, {me}) >= most) return refuse(Why::invalid, "You have blocked 10,000 servers already.");
    auto id = write.new_id<BlockId>();
    if (!write.run(sql::insert_domain, {id, me, name})) return Done{};
    write.emit(DomainBlocked{me, id.value});
    write.emit(Changed{me, AccountId{}, a_domain, 1});
    return Done{};
}

Result<Done> unblock_domain(db::Write& write, AccountId me, std::string_view domain) {
    if (domain.size() > 1000) return Done{};
    if (write.run(sql::delete_domain, {me, base::fold(base::trim(domain))})) write.emit(Changed{me, AccountId{}, a_domain, 0});
    return Done{};
}

void forget(db::Write& write, AccountId account) {
    using Pair = std::pair<AccountId, AccountId>;
    auto pairs = [&](db::Query const& query) {
        return write.rows(query, {account}, [](db::Row const& row) { return Pair{row.id<AccountId>(0), row.id<AccountId>(1)}; });
    };
    for (auto const& [who, whom] : pairs(sql::blocks_around)) (void)unblock(write, who, whom);
    for (auto const& [who, whom] : pairs(sql::mutes_around)) (void)unmute(write, who, whom);
    write.run(sql::forget_domains, {account});
}

void sweep(db::Write& write) {
    constexpr int at_once = 1000;
    using Pair = std::pair<AccountId, AccountId>;
    auto over = write.rows(sql::mutes_over, {write.now, at_once}, [](db::Row const& row) { return Pair{row.id<AccountId>(0), row.id<AccountId>(1)}; });
    for (auto const& [who, whom] : over) (void)unmute(write, who, whom);
}

Standing between(db::Read& read, AccountId me, AccountId other) {
    return read.one(sql::standing, {me, other}, [&](db::Row const& row) { return standing_of(row, read.now); }).value_or(Standing{});
}

std::vector<Standing> between(db::Read& read, AccountId me, std::vector<AccountId> const& others) {
    if (others.size() == 1) return {between(read, me, others.front())};
    db::List ids;
    for (auto other : others) ids.push_back(other.value);
    std::unordered_map<AccountId, Standing> found;
    if (!ids.empty()) read.each(sql::standings, {me, ids}, [&](db::Row const& row) { found.emplace(row.id<AccountId>(0), standing_of(row, read.now)); });
    std::vector<Standing> all;
    for (auto other : others) {
        auto known = found.find(other);
        all.push_back(known == found.end() ? Standing{} : known->second);
    }
    return all;
}

bool apart(db::Read& read, AccountId one, AccountId other) {
    return one && other && one != other && read.number(sql::apart, {one, other}) == 1;
}

bool may_notify(db::Read& read, AccountId me, AccountId other) {
    return read.number(sql::not_to_be_notified, {me, other, read.now}) == 0;
}

std::unordered_set<AccountId> unheard_by(db::Read& read, AccountId me) {
    std::unordered_set<AccountId> all;
    if (me) read.each(sql::unheard_by, {me}, [&](db::Row const& row) { all.insert(row.id<AccountId>(0)); });
    return all;
}

std::vector<Entry> blocked(db::Read& read, AccountId me, Page page) {
    if (page.after) return reversed(read.rows(sql::blocked_after, {me, page.after, page.limit}, entry_of));
    return read.rows(sql::blocked_newest, {me, page.before ? page.before : newest, page.since, page.limit}, entry_of);
}

std::vector<Entry> muted(db::Read& read, AccountId me, Page page) {
    if (page.after) return reversed(read.rows(sql::muted_after, {me, page.after, page.limit, read.now}, entry_of));
    return read.rows(sql::muted_newest, {me, page.before ? page.before : newest, page.since, page.limit, read.now}, entry_of);
}

std::vector<Held> blocks_of(db::Read& read, AccountId other, std::int64_t after, int limit) {
    return read.rows(sql::blocks_of, {other, after, limit}, [](db::Row const& row) { return Held{row.integer(0), row.id<AccountId>(1)}; });
}

std::vector<Held> mutes_of(db::Read& read, AccountId other, std::int64_t after, int limit) {
    return read.rows(sql::mutes_of, {other, after, limit, read.now}, [](db::Row const& row) {
        return Held{row.integer(0), row.id<AccountId>(1), row.boolean(2), row.integer(3)};
    });
}

std::vector<Domain> blocked_domains(db::Read& read, AccountId me, Page page) {
    auto domain_of = [](db::Row const& row) { return Domain{row.integer(0), row.text(1)}; };
    if (page.after) return reversed(read.rows(sql::domains_after, {me, page.after, page.limit}, domain_of));
    return read.rows(sql::domains_newest, {me, page.before ? page.before : newest, page.since, page.limit}, domain_of);
}

}  // namespace blocks
