// Finding accounts, and the numbers that other capabilities count on them.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "accounts/schema.hpp"
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include <algorithm>
#include <array>
#include <unordered_map>

namespace accounts {

db::Schema const schema = sql::schema_of_folder;

namespace {

template <class Enum, std::size_t Count>
std::optional<Enum> named(std::array<std::string_view, Count> const& names, std::string_view text) {
    auto found = std::ranges::find(names, text);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

constexpr std::array<std::string_view, 5> kinds{"person", "professional", "organization", "group", "service"};
constexpr std::array<std::string_view, 3> roles{"member", "moderator", "admin"};
constexpr std::array<std::string_view, 3> ages{"unknown", "minor", "adult"};

Account account_in(db::Row const& row) {
    Account account;
    account.id = row.id<AccountId>(0);
    account.username = row.text(1);
    account.domain = row.text(2);
    account.kind = kind_of(row.view(3)).value_or(Kind::person);
    account.role = role_of(row.view(4)).value_or(Role::member);
    account.name = row.text(5);
    if (account.name.empty()) account.name = account.username;
    account.note = row.text(6);
    account.avatar = row.text(7);
    account.header = row.text(8);
    account.locked = row.boolean(9);
    account.discoverable = row.boolean(10);
    account.indexable = row.boolean(11);
    account.language = row.text(12);
    account.followers = row.integer(13);
    account.following = row.integer(14);
    account.posts = row.integer(15);
    account.created_at = row.integer(16);
    account.suspended_at = row.integer(17);
    account.last_post_at = row.integer(18);
    account.silenced_at = row.integer(19);
    account.sensitized_at = row.integer(20);
    account.disabled_at = row.integer(21);
    account.pending = row.boolean(22);
    account.moved_to = row.id<AccountId>(23);
    account.remote_uri = row.text(24);
    account.remote_url = row.text(25);
    account.hide_collections = row.boolean(26);
    return account;
}

std::optional<Account> with_fields(db::Read& read, std::optional<Account> account) {
    if (!account) return account;
    read.each(sql::fields_of, {account->id}, [&](db::Row const& row) { account->fields.push_back({row.text(0), row.text(1), row.integer(2)}); });
    return account;
}

std::vector<std::string> words_in(std::string_view folded) {
    std::vector<std::string> words;
    std::string word;
    for (std::size_t at = 0; at < folded.size();) {
        auto start = at;
        auto c = base::next_code_point(folded, at);
        if (base::is_letter_or_digit(c) || base::is_mark(c)) word += folded.substr(start, at - start);
        else if (!word.empty()) words.push_back(std::exchange(word, {}));
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

bool has_all(Account const& account, std::vector<std::string> const& starts) {
    auto words = words_in(base::fold_plain(account.name + " " + account.username));
    words.push_back(fold_username(account.username));
    return std::ranges::all_of(starts, [&](std::string const& start) {
        return std::ranges::any_of(words, [&](std::string const& word) { return word.starts_with(start); });
    });
}

}  // namespace

std::string_view text_of(Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }
std::string_view text_of(Role role) { return roles[static_cast<std::size_t>(role)]; }
std::string_view text_of(Age age) { return ages[static_cast<std::size_t>(age)]; }
std::optional<Kind> kind_of(std::string_view text) { return named<Kind>(kinds, text); }
std::optional<Role> role_of(std::string_view text) { return named<Role>(roles, text); }

std::string Account::url() const { return remote_url.empty() ? base::site_url() + "/@" + handle() : remote_url; }
std::string Account::uri() const { return remote_uri.empty() ? base::site_url() + "/users/" + username : remote_uri; }

std::string fold_username(std::string_view username) { return base::fold(username); }

std::optional<Account> find(db::Read& read, AccountId id) {
    return with_fields(read, read.one(sql::find, {id}, account_in));
}

std::optional<Account> find_by_handle(db::Read& read, std::string_view handle) {
    if (handle.starts_with('@')) handle.remove_prefix(1);
    auto at = handle.find('@');
    auto username = fold_username(handle.substr(0, at));
    if (at + 1 == handle.size()) return std::nullopt;  // "ada@" names no server
    std::string domain = at == handle.npos ? std::string() : base::fold(handle.substr(at + 1));
    if (domain == base::fold(base::site_domain())) domain.clear();
    return with_fields(read, read.one(sql::find_by_username, {domain, username}, account_in));
}

std::vector<Account> find_all(db::Read& read, std::vector<AccountId> const& ids) {
    if (ids.empty()) return {};
    db::List list;
    for (auto id : ids) list.push_back(id.value);
    std::ranges::sort(list);
    list.erase(std::ranges::unique(list).begin(), list.end());
    std::unordered_map<AccountId, Account> found;
    read.each(sql::find_all, {list}, [&](db::Row const& row) { found.emplace(row.id<AccountId>(0), account_in(row)); });
    read.each(sql::fields_of_all, {list}, [&](db::Row const& row) {
        auto account = found.find(row.id<AccountId>(0));
        if (account != found.end()) account->second.fields.push_back({row.text(1), row.text(2), row.integer(3)});
    });
    std::vector<Account> accounts;
    for (auto id : ids)
        if (auto account = found.find(id); account != found.end()) accounts.push_back(account->second);
    return accounts;
}

std::string prefix_in_hex(std::string_view word) { return crypto::hex(word); }

void write_words(db::Write& write, AccountId id, std::string_view username, std::string_view name) {
    write.run(sql::delete_words, {id});
    // The username as a whole too: "ada_lovelace" is found by "ada_l" and by "love".
    write.run(sql::insert_word, {id, prefix_in_hex(fold_username(username))});
    auto text = base::fold_plain(std::string(name) + " " + std::string(username));
    for (auto const& word : words_in(text)) write.run(sql::insert_word, {id, prefix_in_hex(word)});
}

std::vector<Account> search(db::Read& read, std::string_view text, int limit, int offset) {
    text = text.substr(0, 200);
    if (text.starts_with('@')) text.remove_prefix(1);
    auto starts = words_in(base::fold_plain(text));
    bool is_username = !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == text.npos;
    if (is_username) starts = {fold_username(text)};
    if (starts.empty() || limit <= 0 || offset < 0) return {};
    // The longest word leads to the fewest candidates; the others are looked for among the most followed of those.
    constexpr std::int64_t candidates = 500;
    auto const& longest = *std::ranges::max_element(starts, {}, &std::string::size);
    auto from = prefix_in_hex(longest);
    std::vector<AccountId> ids;
    // "g" stands behind every hexadecimal digit: the range ends where the prefix does.
    read.each(sql::search, {from, from + "g", starts.size() == 1 ? offset + std::int64_t{limit} : candidates, starts[0]},
              [&](db::Row const& row) { ids.push_back(row.id<AccountId>(0)); });
    auto found = find_all(read, ids);
    if (starts.size() > 1) std::erase_if(found, [&](Account const& account) { return !has_all(account, starts); });
    found.erase(found.begin(), found.begin() + std::min<std::ptrdiff_t>(offset, std::ssize(found)));
    if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
    return found;
}

std::int64_t members(db::Read& read) { return read.number(sql::count_members, {}); }
std::int64_t posts_of_members(db::Read& read) { return read.number(sql::count_members_posts, {}); }

void count_followers(db::Write& write, AccountId id, std::int64_t change) {
    write.run(sql::add_to_followers, {id, change});
    write.emit(OnlyCounted{id});
}

void count_following(db::Write& write, AccountId id, std::int64_t change) {
    write.run(sql::add_to_following, {id, change});
    write.emit(OnlyCounted{id});
}

void count_posts(db::Write& write, AccountId id, std::int64_t change, base::Time posted_at) {
    write.run(sql::add_to_posts, {id, change, posted_at});
    write.emit(OnlyCounted{id});
}

}  // namespace accounts
