// Telling, and taking back what was told.
#include "notifications/notifications.hpp"
#include "base/time.hpp"
#include "notifications/inside.hpp"
#include "notifications/queries.hpp"
#include "notifications/schema.hpp"
#include <algorithm>
#include <map>

namespace notifications {

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::int64_t longest_group = 12;  // hours

std::map<std::string, Show>& shows() {
    static std::map<std::string, Show> registered;
    return registered;
}

bool may_be_ones_own(std::string_view kind) { return kind == "poll" || kind == "moderation_warning" || kind == "severed_relationships" || kind == "alert_question"; }
bool is_told_again(std::string_view kind) { return kind == "update" || kind == "quoted_update" || kind == "alert_question"; }

// The hour that names its group: that of the group which is still open, else this one.
std::int64_t bucket_of(db::Read& read, Notification const& told) {
    if (!is_groupable(told.kind)) return 0;
    auto hour = told.at / base::hour;
    auto open = read.number(sql::latest_bucket, {told.account, told.kind, told.post, hour - longest_group});
    return open ? open : hour;
}

struct Place { AccountId account; std::string kind; PostId post; std::int64_t bucket; };

void give_head(db::Write& write, Place const& group) {
    if (group.bucket) write.run(sql::promote_newest, {group.account, group.kind, group.post, group.bucket});
}

// One at a time, because a group that loses its head needs another.
bool take_away(db::Write& write, std::optional<Notification> const& gone) {
    if (!gone || !write.run(sql::dismiss, {gone->account, gone->id})) return false;
    if (gone->head) give_head(write, {gone->account, gone->kind, gone->post, gone->bucket});
    write.emit(Read{gone->account});
    return true;
}

// `account` 0: everywhere.
void forget_from(db::Write& write, AccountId from, AccountId account) {
    auto headless = write.rows(sql::heads_from, {from, account}, [](db::Row const& row) {
        return Place{row.id<AccountId>(0), row.text(1), row.id<PostId>(2), row.integer(3)};
    });
    write.run(sql::forget_from, {from, account});
    for (auto const& group : headless) give_head(write, group);
}

void ask(db::Write& write, Notification const& told) {
    write.run(sql::put_request, {write.new_id<base::Id<struct RequestTag>>(), told.account, told.from, told.post, write.now});
}

}  // namespace

bool is_groupable(std::string_view kind) { return kind == "favourite" || kind == "reblog" || kind == "follow" || kind == "admin.sign_up"; }

void tell(db::Write& write, AccountId account, std::string_view kind, AccountId from, PostId post, std::int64_t about) {
    if (account == from && !may_be_ones_own(kind)) return;
    if (write.number(sql::lives_elsewhere, {account})) return;  // another server tells its own people
    Notification told{.account = account, .kind = std::string(kind), .from = from, .post = post, .about = about, .at = write.now};
    auto treatment = judge(write, told);
    if (treatment == Treatment::drop) return;
    told.filtered = treatment == Treatment::filter;
    if (!told.filtered) told.bucket = bucket_of(write, told);
    if (is_told_again(kind)) write.run(sql::forget_earlier, {account, kind, from, post});
    told.id = write.new_id<base::Id<struct NotificationTag>>().value;
    if (!write.run(sql::insert, {told.id, account, kind, from, post, about, write.now, told.bucket, told.filtered})) return;
    if (told.bucket) write.run(sql::no_longer_head, {account, kind, post, told.bucket, told.id});
    if (told.filtered) ask(write, told);
    else write.emit(Told{account, told.id});
}

void take_back(db::Write& write, AccountId account, std::string_view kind, AccountId from, PostId post) {
    auto ids = write.rows(sql::same, {account, kind, from, post}, [](db::Row const& row) { return row.integer(0); });
    for (auto id : ids) take_away(write, find(write, account, id));
}

void forget_post(db::Write& write, PostId post) { write.run(sql::forget_post, {post}); }

void forget_account(db::Write& write, AccountId account) {
    forget_from(write, account, {});
    for (auto const* statement : {&sql::forget_told, &sql::forget_seen, &sql::forget_requests, &sql::forget_permissions, &sql::forget_policy})
        write.run(*statement, {account});
}

void forget_between(db::Write& write, AccountId account, AccountId from) {
    forget_from(write, from, account);
    write.emit(Read{account});
}

void hear(db::Write& write, base::Event const& event) {
    if (event.kind != blocks::Blocked::kind) return;
    auto blocked = base::from_event<blocks::Blocked>(event);
    forget_between(write, blocked.account, blocked.other);
}

void dismiss(db::Write& write, AccountId account, std::int64_t id) { take_away(write, find(write, account, id)); }

void dismiss_group(db::Write& write, AccountId account, std::string_view text) {
    auto key = key_of(text);
    if (!key) return;
    if (key->alone) dismiss(write, account, key->alone);
    else if (write.run(sql::delete_group, {account, key->kind, key->post, key->bucket})) write.emit(Read{account});
}

void clear(db::Write& write, AccountId account) {
    write.run(sql::clear, {account});
    write.emit(Read{account});
}

void mark_read(db::Write& write, AccountId account, std::int64_t up_to) {
    if (write.run(sql::mark_read, {account, up_to})) write.emit(Read{account});
}

void show_as(std::string kind, Show show) { shows()[std::move(kind)] = std::move(show); }

std::optional<Shown> shown(Notification const& notification, accounts::Account const& from, db::Read& read, html::Words const& words, std::int64_t others) {
    auto registered = shows().find(notification.kind);
    if (registered == shows().end()) return std::nullopt;
    auto named = from;
    if (others > 0) named.name = words("{name} and {count, plural, one {# other} other {# others}}", {{"name", from.name}, {"count", others}});
    return registered->second(notification, named, read, words);
}

}  // namespace notifications
