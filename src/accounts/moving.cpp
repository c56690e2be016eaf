// Moving to another account: the new one says first that the old one is its own, then the old one points to it.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/time.hpp"

namespace accounts {

namespace {

using base::Done, base::Result, base::Why;

constexpr std::size_t most_aliases = 10;
constexpr base::Time between_moves = 7 * base::day;

// An account of this server, by its handle; told at the form's field.
Result<Account> named(db::Read& read, std::string_view handle) {
    auto found = handle.size() > 300 ? std::nullopt : find_by_handle(read, handle);
    if (!found || found->hidden()) return base::refuse_field("handle", "ERR_INVALID", "There is no such account here.");
    return std::move(*found);
}

}  // namespace

std::vector<Account> aliases(db::Read& read, AccountId id) {
    return find_all(read, read.rows(sql::aliases_of, {id}, [](db::Row const& row) { return row.id<AccountId>(0); }));
}

Result<Done> add_alias(db::Write& write, AccountId id, std::string_view handle) {
    TRY(existing(write, id));
    auto other = TRY(named(write, handle));
    if (other.id == id) return base::refuse_field("handle", "ERR_INVALID", "This is the account you are in.");
    if (aliases(write, id).size() >= most_aliases) return base::refuse_field("handle", "ERR_TOO_LONG", "You have named 10 accounts. Take one away first.");
    write.run(sql::insert_alias, {id, other.id, write.now});
    write.emit(Changed{id});
    return Done{};
}

Result<Done> remove_alias(db::Write& write, AccountId id, AccountId alias) {
    if (!write.run(sql::delete_alias, {id, alias})) return base::refuse(Why::not_found, "This account is not named any more.");
    write.emit(Changed{id});
    return Done{};
}

Result<Done> move(db::Write& write, AccountId id, std::string_view handle) {
    auto from = TRY(existing(write, id));
    auto to = TRY(named(write, handle));
    if (to.id == id) return base::refuse_field("handle", "ERR_INVALID", "This is the account you are in.");
    if (to.moved_to) return base::refuse_field("handle", "ERR_INVALID", "That account has moved on itself.");
    // Without the target's own word anybody could send their followers to somebody who never asked for them.
    if (!write.number(sql::is_alias, {to.id, id}))
        return base::refuse_field("handle", "ERR_INVALID", "Sign in to that account first, and name this one there among its other accounts.");
    if (from.moved_to == to.id) return Done{};
    auto last = write.number(sql::moved_at, {id});
    if (last && last + between_moves > write.now) return base::refuse(Why::forbidden, "You moved less than 7 days ago. Please wait.");
    write.run(sql::set_moved, {id, to.id, write.now});
    write.emit(Moved{id, to.id});
    write.emit(Changed{id});
    return Done{};
}

Result<Done> come_back(db::Write& write, AccountId id) {
    auto account = TRY(existing(write, id));
    if (!account.moved_to) return base::refuse(Why::conflict, "This account has not moved.");
    write.run(sql::set_back, {id});
    write.emit(Changed{id});
    return Done{};
}

}  // namespace accounts
