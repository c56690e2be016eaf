// What administrators see of accounts: lists by what is known, and the facts of a login.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <limits>
#include <unordered_map>

namespace accounts {

namespace {

constexpr std::string_view origins[] = {"", "local", "remote"};
constexpr std::string_view statuses[] = {"", "active", "pending", "disabled", "silenced", "sensitized", "suspended"};

}  // namespace

std::vector<Account> admin_list(db::Read& read, Listing const& wanted, Page const& page) {
    auto origin = origins[static_cast<std::size_t>(wanted.origin)];
    auto status = statuses[static_cast<std::size_t>(wanted.status)];
    auto role = wanted.staff ? std::string_view("staff") : wanted.role ? text_of(*wanted.role) : std::string_view();
    auto username = fold_username(wanted.username), email = base::fold(base::trim(wanted.email)), domain = base::fold(wanted.domain);
    auto name = wanted.display_name.empty() ? std::string() : prefix_in_hex(base::fold_plain(base::trim(wanted.display_name)));
    auto name_end = name + "g";  // stands behind every hexadecimal digit
    auto limit = std::clamp(page.limit, 1, 200);
    std::vector<AccountId> ids;
    auto take = [&](db::Row const& row) { ids.push_back(row.id<AccountId>(0)); };
    if (page.after) {
        read.each(sql::admin_newer, {page.after, origin, status, role, wanted.invited_by, username, email, domain, wanted.ip, name, name_end, limit}, take);
        std::ranges::reverse(ids);
    } else {
        auto before = page.before ? page.before : std::numeric_limits<std::int64_t>::max();
        read.each(sql::admin_older, {before, page.since, origin, status, role, wanted.invited_by, username, email, domain, wanted.ip, name, name_end, limit}, take);
    }
    return find_all(read, ids);
}

std::vector<LoginFacts> login_facts(db::Read& read, std::vector<AccountId> const& ids) {
    if (ids.empty()) return {};
    db::List list;
    for (auto id : ids) list.push_back(id.value);
    std::unordered_map<AccountId, LoginFacts> found;
    read.each(sql::login_facts, {list}, [&](db::Row const& row) {
        LoginFacts facts;
        facts.account = row.id<AccountId>(0);
        facts.email = row.text(1);
        facts.confirmed = row.integer(2) > 0;
        facts.reason = row.text(3);
        facts.invited_by = row.id<AccountId>(4);
        facts.invitation = row.integer(5);
        facts.app = row.integer(6);
        found.emplace(facts.account, std::move(facts));
    });
    read.each(sql::addresses_of_all, {list}, [&](db::Row const& row) {
        auto facts = found.find(row.id<AccountId>(0));
        if (facts == found.end()) return;
        facts->second.last_ip = row.text(1);
        if (row.boolean(2)) facts->second.created_ip = row.text(1);
        facts->second.ips.insert(facts->second.ips.begin(), row.text(1));
        facts->second.ip_times.insert(facts->second.ip_times.begin(), row.integer(3));
    });
    std::vector<LoginFacts> all;
    for (auto const& account : find_all(read, ids))
        if (auto facts = found.find(account.id); facts != found.end()) {
            facts->second.locale = account.language;
            all.push_back(facts->second);
        }
    return all;
}

}  // namespace accounts
