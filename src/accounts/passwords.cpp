// Passwords: which are taken, who gave the right one, and how a forgotten one is replaced.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "accounts/tries.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "html/html.hpp"
#include "mail/mail.hpp"

namespace accounts {

namespace {

using base::Done, base::Result, base::Why;

constexpr std::size_t longest_password = 200;  // code points
constexpr int shortest_alone = 15, shortest_of_all = 8;
constexpr base::Time reset_lasts = 2 * base::hour;
constexpr int most_letters_an_hour = 5;

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) base::next_code_point(text, at);
    return count;
}

Login login_in(db::Row const& row) { return {row.id<AccountId>(0), row.text(1), row.integer(2), row.text(3), row.integer(7)}; }

std::optional<Login> login_named(db::Read& read, std::string_view name) {
    if (name.size() > 300) return std::nullopt;
    auto tidy = base::trim(base::normalize(name));
    if (tidy.find('@', 1) != tidy.npos)
        if (auto login = login_with_email(read, tidy)) return login;
    auto account = find_by_handle(read, tidy);
    if (!account || !account->domain.empty()) return std::nullopt;
    return login_of(read, account->id);
}

// Somebody who is not here costs the same 23 ms as somebody who is.
bool check_against_nobody(std::string_view password) {
    static std::string const hash = crypto::hash_password(crypto::new_token());
    crypto::check_password(password, hash);
    return false;
}

Tries& tries() {
    static Tries each_login(10, 15 * base::minute);
    return each_login;
}

}  // namespace

std::string normal_password(std::string_view password) { return base::normalize(password); }

std::string hash_password(std::string_view password) { return crypto::hash_password(normal_password(password)); }

std::optional<base::FieldError> fault_of_password(std::string_view typed, About const& about, PasswordRule rule) {
    using base::FieldError;
    if (typed.empty()) return FieldError{"password", "ERR_BLANK", "Choose a password."};
    if (typed.size() > 4 * longest_password) return FieldError{"password", "ERR_TOO_LONG", "A password has at most 200 characters."};
    auto password = normal_password(typed);
    auto length = code_points(password), shortest = static_cast<std::size_t>(rule == PasswordRule::alone ? shortest_alone : shortest_of_all);
    if (length > longest_password) return FieldError{"password", "ERR_TOO_LONG", "A password has at most 200 characters."};
    if (length < shortest)
        return FieldError{"password", "ERR_TOO_SHORT", "Choose a password of at least " + std::to_string(shortest) + " characters. A few words in a row are easy to remember."};
    if (rule != PasswordRule::by_command && is_common_password(password, about))
        return FieldError{"password", "ERR_INVALID", "This password is easy to guess. Choose a few words that do not belong together."};
    return std::nullopt;
}

bool stands_alone(std::string_view password) { return code_points(normal_password(password)) >= static_cast<std::size_t>(shortest_alone); }

std::optional<Login> login_of(db::Read& read, AccountId id) { return read.one(sql::login_by_account, {id}, login_in); }

std::optional<Login> login_with_email(db::Read& read, std::string_view email) {
    if (email.size() > 254) return std::nullopt;
    return read.one(sql::login_by_email, {base::fold(base::trim(base::normalize(email)))}, login_in);
}

Result<AccountId> verify_password(db::Read& read, std::string_view name, std::string_view typed) {
    auto login = login_named(read, name);
    // One person is one login, however they are called; a name that nobody has is counted as typed.
    auto counted = login ? login->account.text() : base::fold(base::trim(name.substr(0, 300)));
    if (auto wait = tries().wait(counted, read.now)) {
        auto refusal = base::Refusal{Why::too_many, "There were too many tries. Please wait a few minutes.", {}};
        refusal.retry_after_seconds = wait / base::second + 1;
        return std::unexpected(refusal);
    }
    tries().count(counted, read.now);
    auto password = typed.size() > 4 * longest_password ? std::string() : normal_password(typed);
    bool right = login ? crypto::check_password(password, login->password_hash) : check_against_nobody(password);
    if (!right) return base::refuse(Why::unauthorized, "The name or the password is not right.");
    tries().forget(counted);
    auto account = find(read, login->account);
    if (!account) return base::refuse(Why::unauthorized, "The name or the password is not right.");
    if (auto barred = why_barred(*account, *login)) return std::unexpected(std::move(*barred));
    return login->account;
}

std::optional<std::string> new_letter_token(db::Write& write, AccountId id, std::string_view purpose, base::Time lasts) {
    if (write.number(sql::count_letters_since, {id, purpose, write.now - base::hour}) >= most_letters_an_hour) return std::nullopt;
    auto token = crypto::new_token();
    write.run(sql::insert_letter_token, {crypto::token_hash(token), id, purpose, write.now, write.now + lasts});
    return token;
}

std::optional<AccountId> account_of_letter(db::Read& read, std::string_view token, std::string_view purpose) {
    if (token.empty() || token.size() > 100) return std::nullopt;
    return read.one(sql::letter_token, {crypto::token_hash(token), purpose, read.now},
                    [](db::Row const& row) { return row.id<AccountId>(0); });
}

Result<Done> ask_for_reset(db::Write& write, std::string_view email) {
    auto login = login_with_email(write, email);
    auto account = login ? find(write, login->account) : std::nullopt;
    if (!account || account->suspended_at) return Done{};
    html::Words words(account->language);
    if (auto token = new_letter_token(write, login->account, "reset", reset_lasts))
        mail::send(write, {.to = login->email,
                           .subject = words("Choose a new password"),
                           .text = mail::paragraphs({words("Somebody, probably you, asked for a new password at {site}.", {{"site", base::site_name()}}),
                                           words("Open this address to choose one:"), base::site_url() + "/reset/" + *token,
                                           words("It works for 2 hours. If it was not you, you can ignore this letter: your password stays as it is.")})});
    return Done{};
}

Result<AccountId> reset_password(db::Write& write, std::string_view token, std::string_view password, std::string hash) {
    auto id = account_of_letter(write, token, "reset");
    if (!id) return base::refuse(Why::gone, "This link has expired, or it was used before. Ask for a new one.");
    TRY(set_password(write, *id, password, std::move(hash)));
    // The letter reached them, so the address is theirs.
    if (!is_confirmed(write, *id)) write.run(sql::set_confirmed, {*id, write.now});
    return *id;
}

Result<Done> set_password(db::Write& write, AccountId id, std::string_view password, std::string hash) {
    auto account = find(write, id);
    auto login = login_of(write, id);
    if (!account || !login) return base::refuse(Why::not_found, "There is no such account.");
    auto rule = second_factor(write, id).asked() ? PasswordRule::with_second_step : PasswordRule::alone;
    if (auto fault = fault_of_password(password, {account->username, login->email}, rule))
        return std::unexpected(base::Refusal{Why::invalid, fault->message, {*fault}});
    write.run(sql::set_password_hash, {id, hash.empty() ? hash_password(password) : hash});
    write.run(sql::delete_letter_tokens, {id, "reset"});
    end_all_grants(write, id);
    return Done{};
}

}  // namespace accounts
