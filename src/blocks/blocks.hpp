// Blocks and mutes: whom a person does not want to hear from, and who must not reach them.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace blocks {

using base::AccountId;

extern db::Schema const schema;

// What a person decided about another. Only `blocked_by` is the other's decision: it is never shown as such.
struct Standing {
    bool blocking = false, blocked_by = false, domain_blocking = false;
    bool muting = false, muting_notifications = false;
    base::Time muted_until = 0;  // 0: until it is taken back
};

// A block ends the follows between the two (blocks::Blocked is told to follows by site.cpp in the same transaction).
base::Result<base::Done> block(db::Write&, AccountId me, AccountId other);
base::Result<base::Done> unblock(db::Write&, AccountId me, AccountId other);
struct Mute { bool notifications = true; std::int64_t seconds = 0; };  // 0 s: until it is taken back
base::Result<base::Done> mute(db::Write&, AccountId me, AccountId other, Mute = {});
base::Result<base::Done> unmute(db::Write&, AccountId me, AccountId other);
base::Result<base::Done> block_domain(db::Write&, AccountId me, std::string_view domain);
base::Result<base::Done> unblock_domain(db::Write&, AccountId me, std::string_view domain);
void forget(db::Write&, AccountId);
void sweep(db::Write&);  // mutes that are over

Standing between(db::Read&, AccountId me, AccountId other);
std::vector<Standing> between(db::Read&, AccountId me, std::vector<AccountId> const& others);  // in the order asked
// Whether either blocked the other: then nothing of one reaches the other.
bool apart(db::Read&, AccountId, AccountId);
// Whether `me` is to be told of what `other` did: no block either way, no mute of notifications.
bool may_notify(db::Read&, AccountId me, AccountId other);
// Whose posts lists leave out for `me`: those blocked either way, those muted, those of blocked domains. Statements ask the
// view `unheard` instead: NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $1 AND u.other_id = p.author_id).
std::unordered_set<AccountId> unheard_by(db::Read&, AccountId me);

// Newest first, by the block's own id; `before` 0 starts at the newest, `after` pages upwards.
struct Entry { std::int64_t id; AccountId account; base::Time until = 0; };
struct Page { std::int64_t before = 0, since = 0, after = 0; int limit = 40; };
std::vector<Entry> blocked(db::Read&, AccountId me, Page);
std::vector<Entry> muted(db::Read&, AccountId me, Page);
// Who here decided so about `other`, oldest first after the id: what they decided follows a move.
struct Held { std::int64_t id; AccountId by; bool notifications = true; base::Time until = 0; };
std::vector<Held> blocks_of(db::Read&, AccountId other, std::int64_t after, int limit);
std::vector<Held> mutes_of(db::Read&, AccountId other, std::int64_t after, int limit);
struct Domain { std::int64_t id; std::string name; };
std::vector<Domain> blocked_domains(db::Read&, AccountId me, Page);

struct Blocked { static constexpr std::string_view kind = "blocks.blocked"; AccountId account, other; };
struct DomainBlocked { static constexpr std::string_view kind = "blocks.domain_blocked"; AccountId account; std::int64_t domain; };
// Any of it, also undone: `what` is 1 a block, 2 a mute, 4 a domain (then `other` is 0); `on` 0 or 1.
struct Changed { static constexpr std::string_view kind = "blocks.changed"; AccountId account, other; std::int64_t what = 0, on = 0; };

void add_export();
void add_pages(http::Router::Section pages);  // /settings/blocks, /settings/mutes, /accounts/:id/block and /mute
html::Safe menu(html::Words const&, http::Request const&, AccountId other, Standing const&);  // the buttons of a profile's menu

}  // namespace blocks
