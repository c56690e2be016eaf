// Lists: some of the people one follows, read as a timeline of their own.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lists {

using base::AccountId;
using ListId = base::Id<struct ListTag>;

extern db::Schema const schema;

// Which answers the timeline shows: to people one follows, to members of the list, none.
enum class Replies { followed, list, none };
std::string_view text_of(Replies);
std::optional<Replies> replies_of(std::string_view);

struct List {
    ListId id;
    AccountId owner;
    std::string title;
    Replies replies = Replies::list;
    bool exclusive = false;  // its members' posts leave the home timeline
};
struct Draft { std::optional<std::string> title; std::optional<Replies> replies; std::optional<bool> exclusive; };

inline constexpr std::int64_t most_lists = 50, most_members = 5000;
base::Result<List> create(db::Write&, AccountId owner, Draft const&);
base::Result<List> change(db::Write&, AccountId owner, ListId, Draft const&);
base::Result<base::Done> remove(db::Write&, AccountId owner, ListId);
base::Result<base::Done> add(db::Write&, AccountId owner, ListId, std::vector<AccountId> const&);  // whom the owner follows
base::Result<base::Done> take_out(db::Write&, AccountId owner, ListId, std::vector<AccountId> const&);
void unfollowed(db::Write&, AccountId follower, AccountId followed);  // leaves the follower's lists
void forget(db::Write&, AccountId);
// For db::Database::on_emit: whom one follows no longer leaves one's lists.
void hear(db::Write&, base::Event const&);

std::vector<List> all_of(db::Read&, AccountId owner);
std::optional<List> find(db::Read&, AccountId owner, ListId);
struct Entry { std::int64_t id; AccountId account; };
std::vector<Entry> members(db::Read&, AccountId owner, ListId, std::int64_t before, int limit);  // newest first; limit 0: all
struct Page { std::int64_t before = 0, since = 0, after = 0; int limit = 40; };
std::vector<Entry> members(db::Read&, AccountId owner, ListId, Page);
std::vector<List> containing(db::Read&, AccountId owner, AccountId member);
std::vector<List> with_member(db::Read&, AccountId member);  // everybody's: for streams
std::vector<AccountId> exclusive_members(db::Read&, AccountId owner);  // whose posts leave the owner's home

// Membership or settings changed; `list` may be gone.
struct Changed { static constexpr std::string_view kind = "lists.changed"; AccountId owner; ListId list; };

void add_export();
void add_pages(http::Router::Section pages);  // /lists, /lists/:id/edit, /accounts/:id/lists; timelines shows /lists/:id

}  // namespace lists
