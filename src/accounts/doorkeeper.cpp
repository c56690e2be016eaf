// Who is asking: sessions and tokens in memory, so that a known one costs neither a statement nor a thread.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include <algorithm>
#include <chrono>
#include <list>
#include <mutex>
#include <unordered_map>

namespace accounts {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

// Ends on this node and its peers are heard at once; what a command beside a running server ends is noticed by this.
constexpr seconds trusted_for{2};
// A request may read data that is a little older than an end we just heard of: what it finds is not kept then.
constexpr seconds echo_of_an_end{5};
constexpr seconds end_is_remembered{3600};
constexpr std::size_t most_entries = 100'000;

struct Entry {
    http::Person person;
    std::string language;
    Place place;
    AccountId by;  // who acts for the account, if it is not itself
    base::Time used_at = 0;
    Clock::time_point known_since;
};

std::string csrf_of(std::string_view token) { return crypto::base64url(crypto::hmac_sha256(token, "csrf")); }

Entry entry_in(db::Row const& row) {
    Entry entry;
    entry.person.grant = row.integer(0);
    entry.used_at = row.integer(1);
    entry.person.account = row.id<AccountId>(2);
    entry.person.role = role_of(row.view(3)).value_or(Role::member);
    entry.person.username = row.text(4);
    entry.person.name = row.view(5).empty() ? row.text(4) : row.text(5);
    entry.person.avatar = row.text(6);
    entry.language = row.text(7);
    // Without the second step that their role asks for, they are members like all others.
    if (row.integer(8) && staff_needs_second_factor()) entry.person.role = Role::member;
    entry.place = {row.text(9), row.text(10)};
    return entry;
}

std::optional<Entry> entry_of_session(db::Read& read, std::string_view token) {
    auto oldest = read.now - session_days() * base::day;
    auto entry = read.one(sql::person_by_session, {crypto::token_hash(token), oldest}, [](db::Row const& row) {
        auto made = entry_in(row);
        made.by = row.id<AccountId>(11);
        return made;
    });
    if (!entry) return entry;
    entry->person.by_session = true;
    entry->person.csrf = csrf_of(token);
    return entry;
}

std::optional<Entry> entry_of_token(db::Read& read, std::string_view token) {
    return read.one(sql::person_by_token, {crypto::token_hash(token)}, [](db::Row const& row) {
        auto entry = entry_in(row);
        entry.person.app = row.integer(11);
        entry.person.scopes = row.text(12);
        if (!row.is_null(13) && !row.integer(13)) entry.person.barred = "Your login is missing a confirmed e-mail address";
        else if (row.boolean(14)) entry.person.barred = "Your login is currently pending approval";
        return entry;
    });
}

// What the request shows to say who asks. A bearer token wins: it was put there on purpose.
struct Shown {
    std::string_view token;
    bool is_session = false;
};

Shown shown_by(http::Request const& request) {
    auto header = request.header("authorization");
    if (header.size() > 7 && base::fold(header.substr(0, 7)) == "bearer ") return {header.substr(7), false};
    if (!header.empty()) return {};  // Basic, at the token endpoint
    return {request.cookie("salve_session"), true};
}

bool is_plausible(std::string_view token) { return !token.empty() && token.size() <= 100; }

std::string_view language_of(std::string_view tag) { return tag.substr(0, tag.find('-')); }

// The account's language and clock, then this browser's choice, then the browser's own.
void choose_locale(http::Request& request, std::string_view account_language, Place const& place = {}) {
    if (!place.zone.empty()) request.locale.zone = place.zone;
    request.locale.region = place.region;
    static auto const known = html::locales();
    for (auto wish : {account_language, request.cookie("lang")}) {
        if (wish.empty()) continue;
        for (auto form : {wish, language_of(wish)})
            if (std::ranges::find(known, form) != known.end()) {
                request.locale = form;
                return;
            }
    }
    request.locale = html::best_locale(request.header("accept-language"));
}

// What would prove the account itself, or give it away: not for those who act for it.
bool is_for_itself(std::string_view path) {
    for (std::string_view each : {"/settings/account", "/settings/password", "/settings/security", "/settings/passkeys", "/settings/export", "/settings/delete", "/settings/moving", "/settings/invitations", "/settings/apps", "/settings/sessions", "/oauth/authorize", "/act-for"})
        if (path.starts_with(each) && (path.size() == each.size() || path[each.size()] == '/')) return true;
    return false;
}

void admit(http::Request& request, Entry&& entry) {
    if (entry.by && is_for_itself(request.path)) entry.person.barred = "You act for an organization here. Go back to your own account for this.";
    request.person = std::move(entry.person);
}

}  // namespace

struct Doorkeeper::Inside {
    mutable std::mutex guard;
    // Guarded: known grants by the hash of their secret, the most recently used first.
    using Order = std::list<std::pair<std::string, Entry>>;
    Order order;
    std::unordered_map<std::string_view, Order::iterator> by_hash;  // keys live in `order`
    std::unordered_map<std::int64_t, std::vector<std::string>> of_account;
    // Guarded: what ended lately. Grants are numbered by time, so "all of them" is a number too.
    struct End { Clock::time_point at; std::int64_t all_before = 0; std::vector<std::int64_t> grants; };
    std::unordered_map<std::int64_t, End> ends;
    std::unordered_map<std::int64_t, Clock::time_point> forgotten;
    // Guarded: uses to be noted.
    struct Use { std::int64_t grant; bool by_session; base::Time at; };
    std::vector<Use> uses;

    static std::string key_of(Shown shown) { return (shown.is_session ? "s" : "t") + crypto::token_hash(shown.token); }

    void drop(Order::iterator entry) {
        auto found = of_account.find(entry->second.person.account.value);
        if (found != of_account.end()) {
            std::erase(found->second, entry->first);
            if (found->second.empty()) of_account.erase(found);
        }
        by_hash.erase(entry->first);
        order.erase(entry);
    }

    void drop_account(std::int64_t account) {
        auto found = of_account.find(account);
        if (found == of_account.end()) return;
        auto keys = found->second;
        for (auto const& key : keys)
            if (auto entry = by_hash.find(key); entry != by_hash.end()) drop(entry->second);
    }

    void note_use(Entry& entry) {
        auto now = base::clock_now();
        if (entry.used_at + base::hour > now) return;
        entry.used_at = now;
        uses.push_back({entry.person.grant, entry.person.by_session, now});
    }

    std::optional<Entry> recall(std::string const& key) {
        std::lock_guard lock(guard);
        auto found = by_hash.find(key);
        if (found == by_hash.end()) return std::nullopt;
        if (Clock::now() - found->second->second.known_since > trusted_for) {
            drop(found->second);
            return std::nullopt;
        }
        order.splice(order.begin(), order, found->second);
        note_use(found->second->second);
        return found->second->second;
    }

    void keep(std::string key, Entry entry) {
        std::lock_guard lock(guard);
        note_use(entry);
        auto account = entry.person.account.value;
        auto echo = forgotten.find(account);
        if (echo != forgotten.end() && Clock::now() - echo->second < echo_of_an_end) return;
        if (auto known = by_hash.find(key); known != by_hash.end()) drop(known->second);
        entry.known_since = Clock::now();
        order.emplace_front(std::move(key), std::move(entry));
        by_hash.emplace(order.front().first, order.begin());
        of_account[account].push_back(order.front().first);
        while (order.size() > most_entries) drop(std::prev(order.end()));
    }

    void forget(std::int64_t account) {
        std::lock_guard lock(guard);
        drop_account(account);
        auto now = Clock::now();
        if (forgotten.size() > 10'000) std::erase_if(forgotten, [&](auto const& each) { return now - each.second > echo_of_an_end; });
        forgotten[account] = now;
    }

    // One grant, or (with grant 0) all that are older than `before`.
    void end(std::int64_t account, std::int64_t grant, std::int64_t before) {
        forget(account);
        std::lock_guard lock(guard);
        auto now = Clock::now();
        std::erase_if(ends, [&](auto const& each) { return now - each.second.at > end_is_remembered; });
        auto& end = ends[account];
        end.at = now;
        if (grant) end.grants.push_back(grant);
        else end.all_before = std::max(end.all_before, before);
    }

    bool has_ended(http::Person const& person) const {
        std::lock_guard lock(guard);
        auto found = ends.find(person.account.value);
        if (found == ends.end()) return false;
        auto const& end = found->second;
        return person.grant < end.all_before || std::ranges::find(end.grants, person.grant) != end.grants.end();
    }
};

Doorkeeper::Doorkeeper() : inside_(std::make_unique<Inside>()) {}
Doorkeeper::~Doorkeeper() = default;

bool Doorkeeper::recall(http::Request& request) const {
    auto shown = shown_by(request);
    if (!is_plausible(shown.token)) {
        choose_locale(request, {});
        return true;
    }
    auto entry = inside_->recall(Inside::key_of(shown));
    if (!entry) return false;
    choose_locale(request, entry->language, entry->place);
    admit(request, *std::move(entry));
    return true;
}

void Doorkeeper::identify(http::Request& request, db::Read& read) {
    auto shown = shown_by(request);
    auto entry = !is_plausible(shown.token) ? std::nullopt : shown.is_session ? entry_of_session(read, shown.token) : entry_of_token(read, shown.token);
    choose_locale(request, entry ? std::string_view(entry->language) : std::string_view(), entry ? entry->place : Place{});
    if (!entry) return;
    inside_->keep(Inside::key_of(shown), *entry);
    admit(request, *std::move(entry));
}

bool Doorkeeper::still_valid(http::Person const& person) const { return !inside_->has_ended(person); }

std::optional<http::Person> Doorkeeper::person_with_token(db::Read& read, std::string_view token) {
    if (!is_plausible(token)) return std::nullopt;
    auto key = Inside::key_of({token, false});
    auto entry = inside_->recall(key);
    if (!entry) {
        entry = entry_of_token(read, token);
        if (entry && entry->person.barred.empty()) inside_->keep(key, *entry);
    }
    if (!entry || !entry->person.barred.empty()) return std::nullopt;
    return std::move(entry->person);
}

void Doorkeeper::hear(base::Event const& event) {
    AccountId account{event.ids[0]};
    // Every post counts on its author: who they are and what they may do is as it was.
    if (event.kind == Changed::kind && base::from_event<OnlyCounted>(event).counts) return;
    if (event.kind == Changed::kind || event.kind == Suspended::kind || event.kind == Removed::kind) {
        forget(account);  // what ends all grants says so itself
    } else if (event.kind == GrantEnded::kind) {
        auto ended = base::from_event<GrantEnded>(event);
        inside_->end(account.value, ended.grant, ended.before);
    }
}

void Doorkeeper::forget(AccountId account) { inside_->forget(account.value); }

void Doorkeeper::forget_everything() {
    std::lock_guard lock(inside_->guard);
    inside_->by_hash.clear();
    inside_->of_account.clear();
    inside_->order.clear();
}

void Doorkeeper::flush_used(db::Database& database) {
    std::vector<Inside::Use> uses;
    {
        std::lock_guard lock(inside_->guard);
        uses.swap(inside_->uses);
    }
    if (uses.empty()) return;
    database.wait_write([&](db::Write& write) {
        for (auto const& use : uses) write.run(use.by_session ? sql::set_session_used : sql::set_token_used, {use.grant, use.at});
        return true;
    });
}

}  // namespace accounts
