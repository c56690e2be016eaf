// Whom one hears of at once, whose notifications wait, and letting them in.
#include "base/time.hpp"
#include "blocks/blocks.hpp"
#include "notifications/inside.hpp"
#include "notifications/queries.hpp"
#include <algorithm>
#include <limits>

namespace notifications {
using base::Done, base::refuse, base::Result, base::Why;

namespace {

constexpr base::Time new_account = 30 * base::day, new_follower = 3 * base::day;

std::function<Circumstances(db::Read&, Notification const&)>& judge_of_site() {
    static std::function<Circumstances(db::Read&, Notification const&)> registered;
    return registered;
}

// What concerns the account itself, or its duties: no policy stands between.
bool is_always_told(std::string_view kind) {
    return kind.starts_with("admin.") || kind == "poll" || kind == "update" || kind == "moderation_warning" || kind == "severed_relationships" || kind == "quoted_update" || kind == "team" || is_about_alert(kind);
}

// Whether the policy has a question here at all: most have none, and then nobody is asked.
bool asks(Policy const& policy, Notification const& told, accounts::Account const& from) {
    auto strict = [](Treatment treatment) { return treatment != Treatment::accept; };
    return strict(policy.not_following) || strict(policy.not_followers) || strict(policy.new_accounts) ||
           (strict(policy.private_mentions) && told.kind == "mention") || (strict(policy.limited_accounts) && from.silenced_at);
}

Treatment by_policy(db::Read& read, Notification const& told, accounts::Account const& from) {
    auto const policy = notifications::policy(read, told.account);
    if (!asks(policy, told, from)) return Treatment::accept;
    auto now = judge_of_site() ? judge_of_site()(read, told) : Circumstances{};
    auto strictest = Treatment::accept;
    auto meets = [&](Treatment treatment, bool applies) { if (applies) strictest = std::max(strictest, treatment); };
    meets(policy.not_following, !now.following);
    meets(policy.not_followers, !now.follower_since || now.follower_since > read.now - new_follower);
    meets(policy.new_accounts, !now.following && from.created_at > read.now - new_account);
    meets(policy.private_mentions, !now.following && now.private_mention);
    meets(policy.limited_accounts, !now.following && from.silenced_at);
    return strictest;
}

Request request_of(db::Row const& row) {
    return {row.integer(0), row.id<AccountId>(1), row.id<PostId>(2), row.integer(3), row.integer(4), row.integer(5)};
}

}  // namespace

void judge_by(std::function<Circumstances(db::Read&, Notification const&)> judge) { judge_of_site() = std::move(judge); }

std::string_view text_of(Treatment treatment) {
    constexpr std::string_view names[] = {"accept", "filter", "drop"};
    return names[static_cast<int>(treatment)];
}

std::optional<Treatment> treatment_of(std::string_view name) {
    for (auto each : {Treatment::accept, Treatment::filter, Treatment::drop})
        if (text_of(each) == name) return each;
    return std::nullopt;
}

Treatment judge(db::Read& read, Notification const& told) {
    if (told.account == told.from || told.kind.starts_with("admin.")) return Treatment::accept;
    if (!blocks::may_notify(read, told.account, told.from)) return Treatment::drop;
    if (is_always_told(told.kind)) return Treatment::accept;
    auto from = accounts::find(read, told.from);
    // Those who run the server must reach whom they look after.
    if (!from || from->role != accounts::Role::member) return Treatment::accept;
    auto treatment = by_policy(read, told, *from);
    if (treatment != Treatment::accept && read.number(sql::is_permitted, {told.account, told.from})) return Treatment::accept;
    return treatment;
}

Policy policy(db::Read& read, AccountId account) {
    auto treatment = [](db::Row const& row, int column) { return treatment_of(row.view(column)).value_or(Treatment::accept); };
    auto kept = read.one(sql::policy, {account}, [&](db::Row const& row) {
        return Policy{treatment(row, 0), treatment(row, 1), treatment(row, 2), treatment(row, 3), treatment(row, 4)};
    });
    return kept.value_or(Policy{});
}

void set_policy(db::Write& write, AccountId account, Policy const& policy) {
    write.run(sql::put_policy, {account, text_of(policy.not_following), text_of(policy.not_followers), text_of(policy.new_accounts),
                                text_of(policy.private_mentions), text_of(policy.limited_accounts)});
}

std::vector<Request> requests(db::Read& read, AccountId account, Page page) {
    auto before = page.before ? page.before : std::numeric_limits<std::int64_t>::max();
    bool upwards = page.after != 0;
    auto found = read.rows(upwards ? sql::requests_oldest : sql::requests_newest, {account, before, upwards ? page.after : page.since, page.limit}, request_of);
    if (upwards) std::ranges::reverse(found);
    Unheard unheard(read, account);
    std::erase_if(found, [&](Request const& each) { return unheard(each.from); });
    return found;
}

std::optional<Request> find_request(db::Read& read, AccountId account, std::int64_t id) { return read.one(sql::find_request, {account, id}, request_of); }

Result<Done> accept(db::Write& write, AccountId account, std::int64_t id) {
    auto request = find_request(write, account, id);
    if (!request) return refuse(Why::not_found, "There is no such request.");
    write.run(sql::permit, {account, request->from});
    write.run(sql::let_in, {account, request->from});
    write.run(sql::delete_request, {account, id});
    write.emit(Merged{account});
    return Done{};
}

Result<Done> dismiss_request(db::Write& write, AccountId account, std::int64_t id) {
    auto request = find_request(write, account, id);
    if (!request) return refuse(Why::not_found, "There is no such request.");
    write.run(sql::throw_out, {account, request->from});
    write.run(sql::delete_request, {account, id});
    return Done{};
}

std::vector<AccountId> permitted(db::Read& read, AccountId account) {
    return read.rows(sql::permitted, {account}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

Pending pending(db::Read& read, AccountId account) {
    return {read.number(sql::pending_requests, {account}), read.number(sql::pending_notifications, {account})};
}

}  // namespace notifications
