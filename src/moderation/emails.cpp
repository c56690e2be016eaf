// Mailboxes that may not be used to sign up.
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "moderation/inside.hpp"
#include "moderation/queries.hpp"
#include <map>
#include <mutex>
#include <unordered_set>
#include <utility>

namespace moderation {

namespace {

constexpr std::size_t longest_email = 320, hash_digits = 64, most_addresses = 10'000;
constexpr std::int64_t days_shown = 7;

// What was tried since it was last written down. Of addresses only hashes are kept, and only in memory.
struct Tried {
    std::mutex mutex;
    struct Count { std::int64_t uses = 0, addresses = 0; };
    std::map<std::pair<BlockId, std::int64_t>, Count> counts;  // by block and day
    std::unordered_set<std::size_t> addresses;                 // of today
    std::int64_t today = 0;
};
Tried& tried() {
    static Tried all;
    return all;
}

EmailDomainBlock domain_of(db::Row const& row) { return {row.id<BlockId>(0), row.text(1), row.integer(2), {}}; }
CanonicalEmailBlock canonical_of(db::Row const& row) { return {row.id<BlockId>(0), row.text(1)}; }

std::vector<Attempts> attempts(db::Read& read, BlockId block) {
    auto today = read.now / base::day;
    std::vector<Attempts> days(days_shown);
    for (std::int64_t i = 0; i < days_shown; ++i) days[static_cast<std::size_t>(i)].day = (today - i) * base::day;
    read.each(sql::attempts, {block, today - days_shown + 1}, [&](db::Row const& row) {
        auto back = today - row.integer(0);
        if (back >= 0 && back < days_shown) days[static_cast<std::size_t>(back)] = {row.integer(0) * base::day, row.integer(1), row.integer(2)};
    });
    return days;
}

bool is_hash(std::string_view text) {
    return text.size() == hash_digits && std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

Result<EmailDomainBlock> block_email_domain(db::Write& write, AccountId by, std::string_view typed) {
    auto domain = TRY(domain_name(typed));
    if (write.one(sql::email_domain_block_by_name, {domain}, domain_of)) return refuse_field("domain", "ERR_TAKEN", "This domain is blocked already.");
    EmailDomainBlock block{write.new_id<BlockId>(), domain, write.now, {}};
    write.run(sql::insert_email_domain_block, {block.id, domain, write.now});
    record(write, by, "email_domain_block.add", "email_domain:" + domain);
    block.attempts = attempts(write, block.id);
    return block;
}

Result<Done> unblock_email_domain(db::Write& write, AccountId by, BlockId id) {
    auto block = find_email_domain_block(write, id);
    if (!block) return refuse(Why::not_found, "There is no such domain.");
    write.run(sql::delete_attempts, {id});
    write.run(sql::delete_email_domain_block, {id});
    record(write, by, "email_domain_block.remove", "email_domain:" + block->domain);
    return Done{};
}

std::optional<EmailDomainBlock> find_email_domain_block(db::Read& read, BlockId id) {
    auto block = read.one(sql::email_domain_block, {id}, domain_of);
    if (block) block->attempts = attempts(read, id);
    return block;
}

std::vector<EmailDomainBlock> email_domain_blocks(db::Read& read, Page page) {
    auto blocks = page_of(read, sql::email_domain_blocks_newest, sql::email_domain_blocks_after, page, domain_of);
    for (auto& block : blocks) block.attempts = attempts(read, block.id);
    return blocks;
}

std::string canonical_hash(std::string_view email) {
    auto folded = base::fold(base::trim(email.substr(0, longest_email)));
    auto at = folded.find('@');
    auto mailbox = folded.substr(0, at);
    std::erase(mailbox, '.');
    mailbox = mailbox.substr(0, mailbox.find('+'));
    return crypto::hex(crypto::sha256(mailbox + (at == folded.npos ? "" : folded.substr(at))));
}

Result<CanonicalEmailBlock> block_email(db::Write& write, AccountId by, std::string_view email, std::string_view hash) {
    if (email.empty() && hash.empty()) return refuse_field("email", "ERR_BLANK", "Please write something here.");
    bool plausible = email.size() <= longest_email && std::ranges::count(email, '@') == 1;
    if (!email.empty() && !plausible) return refuse_field("email", "ERR_INVALID", "This is not an e-mail address.");
    auto wanted = email.empty() ? std::string(hash) : canonical_hash(email);
    if (!is_hash(wanted)) return refuse_field("canonical_email_hash", "ERR_INVALID", "This is not a hash of an e-mail address.");
    CanonicalEmailBlock block{write.new_id<BlockId>(), wanted};
    if (!write.run(sql::insert_canonical, {block.id, wanted, std::int64_t{0}, write.now})) return refuse_field("canonical_email_hash", "ERR_TAKEN", "This address is blocked already.");
    // The hash and not the address: the record is read by many and kept for long.
    record(write, by, "canonical_email_block.add", "email:" + wanted);
    return block;
}

Result<Done> unblock_email(db::Write& write, AccountId by, BlockId id) {
    auto block = find_canonical_email_block(write, id);
    if (!block) return refuse(Why::not_found, "There is no such address.");
    write.run(sql::delete_canonical, {id});
    record(write, by, "canonical_email_block.remove", "email:" + block->hash);
    return Done{};
}

std::optional<CanonicalEmailBlock> find_canonical_email_block(db::Read& read, BlockId id) { return read.one(sql::canonical, {id}, canonical_of); }
std::vector<CanonicalEmailBlock> canonical_email_blocks(db::Read& read, Page page) {
    return page_of(read, sql::canonicals_newest, sql::canonicals_after, page, canonical_of);
}
std::vector<CanonicalEmailBlock> blocks_of_email(db::Read& read, std::string_view email) {
    return read.rows(sql::canonical_by_hash, {canonical_hash(email)}, canonical_of);
}

// On the boundaries of labels: a block of mail.example is none of notmail.example.
std::optional<EmailDomainBlock> block_of_mailbox(db::Read& read, std::string_view email) {
    if (email.size() > longest_email) return std::nullopt;
    auto domain = domain_name(email.substr(email.rfind('@') + 1));
    if (!domain) return std::nullopt;
    for (std::string_view at = *domain; !at.empty();) {
        if (auto block = read.one(sql::email_domain_block_by_name, {at}, domain_of)) return block;
        auto dot = at.find('.');
        at = dot == at.npos ? std::string_view() : at.substr(dot + 1);
    }
    return std::nullopt;
}

bool is_email_blocked(db::Read& read, std::string_view email) {
    if (email.size() > longest_email) return false;
    return !blocks_of_email(read, email).empty() || block_of_mailbox(read, email);
}

void attempted(db::Read& read, BlockId block, std::string_view address) {
    std::lock_guard lock(tried().mutex);
    auto today = read.now / base::day;
    if (std::exchange(tried().today, today) != today) tried().addresses.clear();
    auto& count = tried().counts[{block, today}];
    ++count.uses;
    auto who = std::hash<std::string>{}(block.text() + " " + std::string(address));
    if (tried().addresses.size() < most_addresses && tried().addresses.insert(who).second) ++count.addresses;
}

void note_attempts(db::Database& database) {
    decltype(Tried::counts) counts;
    {
        std::lock_guard lock(tried().mutex);
        counts = std::exchange(tried().counts, {});
    }
    if (counts.empty()) return;
    (void)database.write([&](db::Write& write) -> Result<Done> {
        for (auto const& [key, count] : counts) write.run(sql::note_attempts, {key.first, key.second, count.uses, count.addresses});
        write.run(sql::forget_attempts, {write.now / base::day - days_shown + 1});
        return Done{};
    });
}

}  // namespace moderation
