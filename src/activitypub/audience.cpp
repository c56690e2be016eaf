// Followers elsewhere, counted by the inboxes they share, with the digest that lets two servers compare (FEP-8fcf).
#include "activitypub/deliveries.hpp"
#include "activitypub/hosts.hpp"
#include "activitypub/queries.hpp"
#include "crypto/crypto.hpp"
#include "follows/follows.hpp"

namespace activitypub {
namespace {

constexpr std::size_t digest_size = 32;

struct Digest { std::string bytes = std::string(digest_size, '\0'); std::int64_t members = 0; };

std::string from_hex(std::string_view text) {
    auto value = [](char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) bytes += static_cast<char>(value(text[i]) * 16 + value(text[i + 1]));
    return bytes;
}

// Adding and taking away are the same: an exclusive or.
void toggle(db::Write& write, AccountId author, std::string_view host, std::string_view uri, int change) {
    auto digest = write.one(sql::follower_digest, {author, host}, [](db::Row const& row) { return Digest{from_hex(row.view(0)), row.integer(1)}; }).value_or(Digest{});
    auto hash = crypto::sha256(uri);
    for (std::size_t i = 0; i < digest_size; ++i) digest.bytes[i] = static_cast<char>(digest.bytes[i] ^ hash[i]);
    digest.members += change;
    if (digest.members > 0) write.run(sql::put_follower_digest, {author, host, crypto::hex(digest.bytes), digest.members});
    else write.run(sql::delete_follower_digest, {author, host});
}

struct Reached { std::int64_t inbox; std::string uri; };

std::optional<Reached> reached(db::Read& read, AccountId follower) {
    return read.one(sql::inbox_of_follower, {follower}, [](db::Row const& row) { return Reached{row.integer(0), row.text(1)}; });
}

// A follow that is told of twice, because a wish changed, counts once: the member's row says so.
void join(db::Write& write, AccountId follower, AccountId author) {
    auto at = reached(write, follower);
    if (!at) return;
    auto host = host_of(at->uri);
    if (!write.run(sql::put_audience_member, {author, follower, at->inbox, host})) return;
    write.run(sql::count_audience, {author, at->inbox});
    toggle(write, author, host, at->uri, 1);
}

void uncount(db::Write& write, AccountId author, std::int64_t inbox) {
    write.run(sql::uncount_audience, {author, inbox});
    write.run(sql::drop_empty_audience, {author, inbox});
}

void leave(db::Write& write, AccountId follower, AccountId author) {
    struct Member { std::int64_t inbox; std::string host; };
    auto member = write.one(sql::audience_member, {author, follower}, [](db::Row const& row) { return Member{row.integer(0), row.text(1)}; });
    if (!member) return;
    write.run(sql::delete_audience_member, {author, follower});
    uncount(write, author, member->inbox);
    if (auto at = accounts::find(write, follower)) toggle(write, author, member->host, at->remote_uri, -1);
}

}  // namespace

void keep_audience(db::Write& write, base::Event const& event) {
    if (event.kind == follows::Began::kind) {
        auto began = base::from_event<follows::Began>(event);
        join(write, began.follower, began.followed);
    } else if (event.kind == follows::Ended::kind) {
        auto ended = base::from_event<follows::Ended>(event);
        leave(write, ended.follower, ended.followed);
    }
}

void move_audience(db::Write& write, AccountId follower, std::int64_t to_inbox) {
    struct Heard { AccountId author; std::int64_t inbox; };
    auto heard = write.rows(sql::heard_by_follower, {follower}, [](db::Row const& row) { return Heard{row.id<AccountId>(0), row.integer(1)}; });
    for (auto const& [author, inbox] : heard) {
        if (inbox == to_inbox) continue;
        write.run(sql::move_audience_member, {author, follower, to_inbox});
        uncount(write, author, inbox);
        write.run(sql::count_audience, {author, to_inbox});
    }
}

void forget_audience(db::Write& write, AccountId author) {
    for (auto const* statement : {&sql::forget_audience_of_author, &sql::forget_members_of_author, &sql::forget_digests_of_author}) write.run(*statement, {author});
}

std::string follower_digest(db::Read& read, AccountId author, std::string_view host) {
    return read.one(sql::follower_digest, {author, host}, [](db::Row const& row) { return row.text(0); }).value_or("");
}

std::vector<std::string> followers_on(db::Read& read, AccountId author, std::string_view host, int most) {
    return read.rows(sql::followers_on_host, {author, host, 0, most}, [](db::Row const& row) { return row.text(1); });
}

std::string synchronization_header(std::string_view author_uri, std::string_view digest) {
    if (digest.empty()) return {};
    auto followers = std::string(author_uri) + "/followers";
    return "collectionId=\"" + followers + "\", url=\"" + followers + "_synchronization\", digest=\"" + std::string(digest) + "\"";
}

}  // namespace activitypub
