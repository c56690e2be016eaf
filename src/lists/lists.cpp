// The rules of lists: how many, whose, and who may stand in them.
#include "lists/lists.hpp"
#include "base/text.hpp"
#include "follows/follows.hpp"
#include "lists/queries.hpp"
#include "lists/schema.hpp"
#include <algorithm>
#include <array>
#include <limits>

namespace lists {
using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::array<std::string_view, 3> reply_words = {"followed", "list", "none"};

List list_of(db::Row const& row) {
    return {row.id<ListId>(0), row.id<AccountId>(1), row.text(2), replies_of(row.view(3)).value_or(Replies::list), row.boolean(4)};
}

Result<List> owned(db::Read& read, AccountId owner, ListId id) {
    auto list = find(read, owner, id);
    if (!list) return refuse(Why::not_found, "There is no such list.");
    return std::move(*list);
}

Result<std::string> checked_title(std::string_view title) {
    constexpr std::int64_t longest = 255;
    if (std::ssize(title) > 16 * longest || !base::is_utf8(title) || base::graphemes(title) > longest)
        return refuse_field("title", "ERR_TOO_LONG", "The name of a list is at most 255 characters.");
    auto trimmed = base::trim(title);
    if (trimmed.empty()) return refuse_field("title", "ERR_BLANK", "Give the list a name.");
    return trimmed;
}

}  // namespace

std::string_view text_of(Replies replies) { return reply_words[static_cast<std::size_t>(replies)]; }

std::optional<Replies> replies_of(std::string_view text) {
    auto word = std::ranges::find(reply_words, text);
    if (word == reply_words.end()) return std::nullopt;
    return static_cast<Replies>(word - reply_words.begin());
}

Result<List> create(db::Write& write, AccountId owner, Draft const& draft) {
    List list{.owner = owner, .title = TRY(checked_title(draft.title.value_or(""))), .replies = draft.replies.value_or(Replies::list),
              .exclusive = draft.exclusive.value_or(false)};
    if (write.number(sql::count, {owner}) >= most_lists) return refuse(Why::invalid, "You have reached the maximum number of lists");
    list.id = write.new_id<ListId>();
    write.run(sql::insert, {list.id, owner, list.title, text_of(list.replies), list.exclusive});
    write.emit(Changed{owner, list.id});
    return list;
}

Result<List> change(db::Write& write, AccountId owner, ListId id, Draft const& draft) {
    auto list = TRY(owned(write, owner, id));
    if (draft.title) list.title = TRY(checked_title(*draft.title));
    list.replies = draft.replies.value_or(list.replies);
    list.exclusive = draft.exclusive.value_or(list.exclusive);
    write.run(sql::change, {id, list.title, text_of(list.replies), list.exclusive});
    write.emit(Changed{owner, id});
    return list;
}

Result<Done> remove(db::Write& write, AccountId owner, ListId id) {
    TRY(owned(write, owner, id));
    write.run(sql::delete_members, {id});
    write.run(sql::delete_list, {id});
    write.emit(Changed{owner, id});
    return Done{};
}

Result<Done> add(db::Write& write, AccountId owner, ListId id, std::vector<AccountId> const& accounts) {
    TRY(owned(write, owner, id));
    for (auto account : accounts) {
        auto found = accounts::find(write, account);
        if (!found || found->hidden()) return refuse(Why::not_found, "There is no such account.");
        if (account != owner && !follows::is_follower(write, owner, account))
            return refuse_field("account_ids", "ERR_INVALID", "Only people you follow can be on a list.");
    }
    if (write.number(sql::count_members, {id}) + std::ssize(accounts) > most_members) return refuse(Why::invalid, "A list has at most 5000 people.");
    for (auto account : accounts) write.run(sql::insert_member, {write.new_id<base::Id<struct MemberTag>>(), id, owner, account});
    write.emit(Changed{owner, id});
    return Done{};
}

Result<Done> take_out(db::Write& write, AccountId owner, ListId id, std::vector<AccountId> const& accounts) {
    TRY(owned(write, owner, id));
    for (auto account : accounts) write.run(sql::delete_member, {id, account});
    write.emit(Changed{owner, id});
    return Done{};
}

void unfollowed(db::Write& write, AccountId follower, AccountId followed) {
    for (auto list : write.rows(sql::lists_of_both, {follower, followed}, [](db::Row const& row) { return row.id<ListId>(0); })) {
        write.run(sql::delete_member, {list, followed});
        write.emit(Changed{follower, list});
    }
}

void forget(db::Write& write, AccountId account) {
    for (auto const& list : all_of(write, account)) (void)remove(write, account, list.id);
    using Place = std::pair<ListId, AccountId>;
    for (auto const& [list, owner] : write.rows(sql::memberships, {account}, [](db::Row const& row) { return Place{row.id<ListId>(0), row.id<AccountId>(1)}; })) {
        write.run(sql::delete_member, {list, account});
        write.emit(Changed{owner, list});
    }
}

// Who moved stands on the lists of those who go along, in the place of the old account.
void hear(db::Write& write, base::Event const& event) {
    if (event.kind == follows::WentAlong::kind) {
        auto [follower, from, to] = base::from_event<follows::WentAlong>(event);
        if (!follows::is_follower(write, follower, to)) return;
        for (auto list : write.rows(sql::lists_of_both, {follower, from}, [](db::Row const& row) { return row.id<ListId>(0); })) {
            write.run(sql::insert_member, {write.new_id<base::Id<struct MemberTag>>(), list, follower, to});
            write.emit(Changed{follower, list});
        }
    }
    if (event.kind != follows::Ended::kind) return;
    auto ended = base::from_event<follows::Ended>(event);
    unfollowed(write, ended.follower, ended.followed);
}

std::vector<List> all_of(db::Read& read, AccountId owner) { return read.rows(sql::all_of, {owner}, list_of); }

std::optional<List> find(db::Read& read, AccountId owner, ListId id) {
    auto list = read.one(sql::find, {id}, list_of);
    // Somebody else's list is not there.
    if (list && list->owner != owner) list.reset();
    return list;
}

std::vector<Entry> members(db::Read& read, AccountId owner, ListId id, Page page) {
    if (!find(read, owner, id)) return {};
    auto entry_of = [](db::Row const& row) { return Entry{row.integer(0), row.id<AccountId>(1)}; };
    auto before = page.before ? page.before : std::numeric_limits<std::int64_t>::max();
    if (!page.after) return read.rows(sql::members, {id, before, page.since, page.limit}, entry_of);
    auto rows = read.rows(sql::members_after, {id, page.after, page.limit}, entry_of);
    std::ranges::reverse(rows);
    return rows;
}

std::vector<Entry> members(db::Read& read, AccountId owner, ListId id, std::int64_t before, int limit) {
    return members(read, owner, id, Page{.before = before, .limit = limit ? limit : static_cast<int>(most_members)});
}

std::vector<List> containing(db::Read& read, AccountId owner, AccountId member) { return read.rows(sql::containing, {owner, member}, list_of); }
std::vector<List> with_member(db::Read& read, AccountId member) { return read.rows(sql::with_member, {member}, list_of); }

std::vector<AccountId> exclusive_members(db::Read& read, AccountId owner) {
    return read.rows(sql::exclusive_members, {owner}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

}  // namespace lists
