// Where people want to be told while nothing is open.
#include "push/push.hpp"
#include "accounts/accounts.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "http/client.hpp"
#include "notifications/notifications.hpp"
#include "push/encryption.hpp"
#include "push/queries.hpp"
#include "push/schema.hpp"
#include <algorithm>

namespace push {
using base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr std::size_t longest_endpoint = 2048, auth_size = 16;

std::string joined(std::vector<std::string> const& alerts) {
    std::string text = ",";
    for (auto kind : notifications::kinds)
        if (std::ranges::find(alerts, kind) != alerts.end()) (text += kind) += ',';
    // Those that apps have no word for; our own pages do.
    for (auto kind : notifications::alert_kinds)
        if (std::ranges::find(alerts, kind) != alerts.end()) (text += kind) += ',';
    return text;
}

// Apps that want to hear of changed posts hear of questions and answers, too: they come to them as one.
bool wants(Subscription const& subscription, std::string_view kind) {
    auto has = [&](std::string_view wished) { return std::ranges::find(subscription.alerts, wished) != subscription.alerts.end(); };
    return has(kind) || (notifications::is_about_alert(kind) && has("update"));
}

Subscription subscription_of(db::Row const& row) {
    Subscription made{row.integer(0), row.id<AccountId>(1), row.integer(2), row.text(3), row.text(4), row.text(5), row.boolean(6), {},
                      policy_of(row.view(8)).value_or(Policy::none)};
    for (auto kind : base::split(row.view(7), ','))
        if (!kind.empty()) made.alerts.emplace_back(kind);
    return made;
}

// Apps write base64 in every dialect of it.
std::optional<std::string> decoded(std::string_view typed) {
    std::string text(typed.substr(0, typed.find('=')));
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return crypto::from_base64url(text);
}

bool is_endpoint(std::string_view address) {
    bool secure = address.starts_with("https://"), in_a_test = http::allow_loopback() && address.starts_with("http://");
    if (!secure && !in_a_test) return false;
    auto rest = address.substr(address.find("//") + 2);
    return !rest.empty() && rest[0] != '/' && std::ranges::all_of(address, [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\'; });
}

}  // namespace

std::string_view text_of(Policy policy) {
    constexpr std::string_view names[] = {"all", "followed", "follower", "none"};
    return names[static_cast<int>(policy)];
}

std::optional<Policy> policy_of(std::string_view name) {
    for (auto each : {Policy::all, Policy::followed, Policy::follower, Policy::none})
        if (text_of(each) == name) return each;
    return std::nullopt;
}

Result<Subscription> subscribe(db::Write& write, Subscription const& wanted) {
    if (!wanted.grant) return refuse(Why::forbidden, "This action is not allowed");
    if (wanted.endpoint.empty()) return refuse_field("endpoint", "ERR_BLANK", "Where should messages go?");
    if (wanted.endpoint.size() > longest_endpoint) return refuse_field("endpoint", "ERR_TOO_LONG", "An endpoint is at most 2048 bytes.");
    if (!is_endpoint(wanted.endpoint)) return refuse_field("endpoint", "ERR_INVALID", "Endpoint is not a valid URL");
    auto open = decoded(wanted.p256dh), auth = decoded(wanted.auth);
    if (!open || !is_public_key(*open)) return refuse_field("p256dh", "ERR_INVALID", "The key p256dh is not a point of P-256.");
    if (!auth || auth->size() != auth_size) return refuse_field("auth", "ERR_INVALID", "The secret auth is 16 bytes.");
    write.run(sql::put, {write.new_id<base::Id<struct SubscriptionTag>>(), wanted.account, wanted.grant, wanted.endpoint, crypto::base64url(*open),
                         crypto::base64url(*auth), wanted.standard, joined(wanted.alerts), text_of(wanted.policy), write.now});
    return *find(write, wanted.account, wanted.grant);
}

std::optional<Subscription> find(db::Read& read, AccountId account, std::int64_t grant) { return read.one(sql::find, {account, grant}, subscription_of); }
std::vector<Subscription> all_of(db::Read& read, AccountId account) { return read.rows(sql::all_of, {account}, subscription_of); }
std::vector<Subscription> all_of(db::Read& read, std::vector<AccountId> const& accounts) {
    db::List list;
    for (auto account : accounts) list.push_back(account.value);
    return read.rows(sql::all_of_these, {list}, subscription_of);
}
std::vector<Subscription> with_ids(db::Read& read, std::vector<std::int64_t> const& ids) { return read.rows(sql::by_ids, {ids}, subscription_of); }
std::optional<Subscription> with_id(db::Read& read, std::int64_t id) { return read.one(sql::by_id, {id}, subscription_of); }
void remove(db::Write& write, std::int64_t id) { write.run(sql::delete_by_id, {id}); }

Result<Subscription> change(db::Write& write, AccountId account, std::int64_t grant, std::vector<std::string> const& alerts, Policy policy) {
    if (!write.run(sql::change, {account, grant, joined(alerts), text_of(policy)})) return refuse(Why::not_found, "There is no such subscription.");
    return *find(write, account, grant);
}

void unsubscribe(db::Write& write, AccountId account, std::int64_t grant) { write.run(sql::delete_one, {account, grant}); }

void forget(db::Write& write, AccountId account) { write.run(sql::forget, {account}); }

void add_export() {
    accounts::add_to_export("push.json", [](db::Read& read, AccountId account) {
        base::Json json;
        json.array();
        for (auto const& each : all_of(read, account)) {
            json.object().pair("endpoint", each.endpoint).pair("policy", text_of(each.policy)).key("alerts").array();
            for (auto const& kind : each.alerts) json.value(kind);
            json.end().end();
        }
        return json.end().take();
    });
}

void hear(db::Write& write, base::Event const& event) {
    if (event.kind == accounts::GrantEnded::kind) {
        auto ended = base::from_event<accounts::GrantEnded>(event);
        write.run(sql::delete_ended, {ended.account, ended.grant, ended.before});
    }
    if (event.kind == accounts::Suspended::kind) forget(write, base::from_event<accounts::Suspended>(event).account);
    if (event.kind != notifications::Told::kind) return;
    auto told = base::from_event<notifications::Told>(event);
    auto all = all_of(write, told.account);
    if (all.empty()) return;
    auto notification = notifications::find(write, told.account, told.notification);
    for (auto const& each : all)
        if (notification && each.policy != Policy::none && wants(each, notification->kind))
            jobs::add(write, "push.deliver", told.account.text() + " " + std::to_string(told.notification) + " " + std::to_string(each.id));
}

}  // namespace push
