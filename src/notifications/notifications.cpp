// Telling, listing and forgetting notifications.
#include "notifications/notifications.hpp"
#include "notifications/queries.hpp"
#include "notifications/schema.hpp"
#include <algorithm>
#include <limits>
#include <map>

namespace notifications {

db::Schema const schema = sql::schema_of_folder;

namespace {

auto notification_of(AccountId account) {
    return [account](db::Row const& row) {
        return Notification{row.integer(0), account, row.text(1), row.id<AccountId>(2), row.id<PostId>(3), row.integer(4), row.boolean(5)};
    };
}

bool contains(std::vector<std::string> const& kinds, std::string const& kind) { return std::ranges::find(kinds, kind) != kinds.end(); }

bool passes(Notification const& notification, Filter const& filter) {
    if (!filter.only.empty() && !contains(filter.only, notification.kind)) return false;
    if (filter.from && filter.from != notification.from) return false;
    return !contains(filter.without, notification.kind);
}

// Fills a page through the filter, in steps, so that a rare kind is found behind many common ones.
std::vector<Notification> filtered(db::Read& read, AccountId account, Page page, Filter const& filter) {
    constexpr int step = 200, most_steps = 50;
    std::vector<Notification> kept;
    for (int steps = 0; steps < most_steps; ++steps) {
        auto part = page.after ? read.rows(sql::oldest_after, {account, page.after, step}, notification_of(account))
                               : read.rows(sql::newest, {account, page.before, page.since, step}, notification_of(account));
        for (auto& each : part)
            if (static_cast<int>(kept.size()) < page.limit && passes(each, filter)) kept.push_back(std::move(each));
        if (static_cast<int>(part.size()) < step || static_cast<int>(kept.size()) >= page.limit) break;
        (page.after ? page.after : page.before) = part.back().id;
    }
    return kept;
}

std::map<std::string, Show>& shows() {
    static std::map<std::string, Show> registered;
    return registered;
}

}  // namespace

void tell(db::Write& write, AccountId account, std::string_view kind, AccountId from, PostId post) {
    if (account == from) return;
    auto id = write.new_id<base::Id<struct NotificationTag>>();
    if (write.run(sql::insert, {id, account, kind, from, post, write.now})) write.emit(Told{account, id.value});
}

void take_back(db::Write& write, AccountId account, std::string_view kind, AccountId from, PostId post) {
    if (write.run(sql::take_back, {account, kind, from, post})) write.emit(Read{account});
}

void forget_post(db::Write& write, PostId post) { write.run(sql::forget_post, {post}); }

void forget_account(db::Write& write, AccountId account) {
    write.run(sql::forget_account, {account});
    write.run(sql::forget_seen, {account});
}

std::vector<Notification> list(db::Read& read, AccountId account, Page page, Filter const& filter) {
    bool upwards = page.after != 0;
    if (!page.before) page.before = std::numeric_limits<std::int64_t>::max();
    auto found = filtered(read, account, page, filter);
    if (upwards) std::ranges::reverse(found);
    return found;
}

std::optional<Notification> find(db::Read& read, AccountId account, std::int64_t id) {
    return read.one(sql::find, {account, id}, notification_of(account));
}

std::int64_t unread(db::Read& read, AccountId account) { return read.number(sql::unread, {account}); }

void mark_read(db::Write& write, AccountId account, std::int64_t up_to) {
    if (write.run(sql::mark_read, {account, up_to})) write.emit(Read{account});
}

void dismiss(db::Write& write, AccountId account, std::int64_t id) {
    if (write.run(sql::dismiss, {account, id})) write.emit(Read{account});
}

void clear(db::Write& write, AccountId account) {
    write.run(sql::clear, {account});
    write.emit(Read{account});
}

void show_as(std::string kind, Show show) { shows()[std::move(kind)] = std::move(show); }

std::optional<Shown> shown(Notification const& notification, accounts::Account const& from, db::Read& read, html::Words const& words) {
    auto registered = shows().find(notification.kind);
    if (registered == shows().end()) return std::nullopt;
    return registered->second(notification, from, read, words);
}

}  // namespace notifications
