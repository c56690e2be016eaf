// The second step of signing in: who has one, how it is set up, and how codes are checked.
#include "accounts/second_factor.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "html/html.hpp"
#include "mail/mail.hpp"
#include <algorithm>
#include <mutex>

namespace accounts {

namespace {

using base::Done, base::Result, base::Why;

constexpr std::size_t recovery_codes_given = 10;
constexpr std::int64_t most_tries = 5, most_letters = 3;

std::string& key_file() {
    static std::string file;  // set while the site starts, constant afterwards
    return file;
}

// Opened with the first secret: a server where nobody uses an authenticator needs no key.
crypto::Sealer const& sealer() {
    static std::mutex guard;
    static std::unique_ptr<crypto::Sealer> opened;
    static std::string of;
    std::lock_guard lock(guard);
    if (key_file().empty()) throw std::logic_error("nobody said where keys are kept");
    if (!opened || of != key_file()) opened = std::make_unique<crypto::Sealer>(of = key_file());
    return *opened;
}

std::string about(AccountId id) { return "second_factor.totp_sealed." + id.text() + ".1"; }

struct Stored {
    std::string sealed;
    std::int64_t step = 0;
    SecondFactor shown;
};

Stored stored(db::Read& read, AccountId id) {
    return read.one(sql::second_factor, {id}, [](db::Row const& row) {
        return Stored{row.text(0), row.integer(2), {row.integer(1), row.integer(3), row.integer(4), row.integer(5)}};
    }).value_or(Stored{});
}

std::optional<std::string> secret_of(Stored const& factor, AccountId id) {
    return factor.sealed.empty() ? std::nullopt : sealer().open(factor.sealed, about(id));
}

// As typed: with spaces and dashes, in either case.
std::string tidy(std::string_view code) {
    std::string kept;
    for (char c : base::fold(code.substr(0, 100)))
        if (c != ' ' && c != '-') kept += c;
    return kept;
}

std::string recovery_hash(AccountId id, std::string_view code) { return crypto::token_hash(id.text() + ":" + tidy(code)); }

// 80 bits: more than anybody tries, also of a stolen copy.
std::string new_recovery_code() {
    constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";  // none that looks like 0 or 1
    std::string code;
    for (unsigned char byte : crypto::random_bytes(16)) {
        if (code.size() % 5 == 4) code += '-';
        code += letters[byte % letters.size()];
    }
    return code;
}

std::vector<std::string> give_recovery_codes(db::Write& write, AccountId id) {
    write.run(sql::delete_recovery_codes, {id});
    std::vector<std::string> codes;
    while (codes.size() < recovery_codes_given) codes.push_back(new_recovery_code());
    for (auto const& code : codes) write.run(sql::insert_recovery_code, {id, recovery_hash(id, code)});
    write.emit(Changed{id});
    return codes;
}

std::vector<std::string> first_codes(db::Write& write, AccountId id, Stored const& before) {
    if (before.shown.asked()) {
        write.emit(Changed{id});
        return {};
    }
    return give_recovery_codes(write, id);
}

std::string new_letter_code() {
    std::uint32_t number = 0;
    for (unsigned char byte : crypto::random_bytes(4)) number = number << 8 | byte;
    auto digits = std::to_string(number % 1'000'000);
    return std::string(6 - digits.size(), '0') + digits;
}

std::string letter_hash(std::string_view token, std::string_view code) { return crypto::token_hash(std::string(token) + ":" + std::string(code)); }

struct Step { AccountId account; std::string code_hash; std::int64_t tries = 0, letters = 0; };

std::optional<Step> find_step(db::Read& read, std::string_view token) {
    if (token.empty() || token.size() > 100) return std::nullopt;
    return read.one(sql::step, {crypto::token_hash(token), read.now}, [](db::Row const& row) {
        return Step{row.id<AccountId>(0), row.text(1), row.integer(2), row.integer(3)};
    });
}

void send_code(db::Write& write, std::string_view token, AccountId id) {
    auto code = new_letter_code();
    write.run(sql::set_step_code, {crypto::token_hash(token), letter_hash(token, code)});
    html::Words words(find(write, id)->language);
    mail::send(write, {.to = login_of(write, id)->email,
                       .subject = words("Your code to sign in"),
                       .text = mail::paragraphs({words("Enter this code to sign in to {site}:", {{"site", base::site_name()}}), "    " + code,
                                       words("It works for 10 minutes, once. Nobody who works here will ask you for it."),
                                       words("If you are not signing in, somebody knows your password. Choose a new one:"), base::site_url() + "/reset"})});
}

bool is_right(db::Write& write, Step const& step, std::string_view token, std::string_view typed) {
    auto code = tidy(typed);
    auto factor = stored(write, step.account);
    if (!step.code_hash.empty() && crypto::same(letter_hash(token, code), step.code_hash)) return true;
    if (factor.shown.app_since)
        if (auto secret = secret_of(factor, step.account))
            if (auto used = step_of_code(*secret, code, write.now)) return write.run(sql::set_totp_step, {step.account, *used}) > 0;
    return write.run(sql::delete_recovery_code, {step.account, recovery_hash(step.account, code)}) > 0;
}

}  // namespace

void keep_keys_in(std::string file) { key_file() = std::move(file); }

SecondFactor second_factor(db::Read& read, AccountId id) { return stored(read, id).shown; }

// Where letters only go into a folder, things are being tried out.
bool staff_needs_second_factor() { return second_factor_for_staff() && mail::server() != "folder"; }

bool lacks_second_factor(db::Read& read, Account const& account) {
    if (account.role == Role::member || !staff_needs_second_factor()) return false;
    auto factor = second_factor(read, account.id);
    return !factor.asked() && !factor.passkeys;
}

Result<Done> begin_app(db::Write& write, AccountId id) {
    TRY(existing(write, id));
    if (second_factor(write, id).app_since) return base::refuse(Why::conflict, "An authenticator app is set up already.");
    write.run(sql::put_totp_secret, {id, sealer().seal(new_totp_secret(), about(id))});
    return Done{};
}

std::optional<std::string> app_secret(db::Read& read, AccountId id) {
    auto factor = stored(read, id);
    return factor.shown.app_since ? std::nullopt : secret_of(factor, id);
}

Result<std::vector<std::string>> confirm_app(db::Write& write, AccountId id, std::string_view code) {
    auto before = stored(write, id);
    auto secret = before.shown.app_since ? std::nullopt : secret_of(before, id);
    if (!secret) return base::refuse(Why::gone, "Begin again: there is nothing to confirm.");
    auto step = step_of_code(*secret, tidy(code), write.now);
    if (!step) return base::refuse_field("code", "ERR_INVALID", "This is not the code that the app shows now. Look again: it changes every 30 seconds.");
    write.run(sql::set_totp_since, {id, write.now, *step});
    return first_codes(write, id, before);
}

Result<std::vector<std::string>> use_email_codes(db::Write& write, AccountId id) {
    TRY(existing(write, id));
    auto before = stored(write, id);
    if (before.shown.email_since) return base::refuse(Why::conflict, "You get codes by mail already.");
    write.run(sql::put_email_codes, {id, write.now});
    return first_codes(write, id, before);
}

Result<std::vector<std::string>> new_recovery_codes(db::Write& write, AccountId id) {
    if (!second_factor(write, id).asked()) return base::refuse(Why::conflict, "There is no second step that they could stand in for.");
    return give_recovery_codes(write, id);
}

Result<Done> stop_asking(db::Write& write, AccountId id, std::string_view password) {
    auto account = TRY(existing(write, id));
    if (account.role != Role::member && staff_needs_second_factor() && !second_factor(write, id).passkeys)
        return base::refuse(Why::forbidden, "Who moderates or runs this server needs a second step.");
    if (!stands_alone(password))
        return base::refuse_field("current", "ERR_TOO_SHORT", "Alone, a password has at least 15 characters. Choose a longer one first.");
    write.run(sql::delete_second_factor, {id});
    write.run(sql::delete_recovery_codes, {id});
    write.run(sql::delete_steps, {id});
    write.emit(Changed{id});
    return Done{};
}

void forget_second_factor(db::Write& write, AccountId id) {
    write.run(sql::delete_second_factor, {id});
    write.run(sql::delete_recovery_codes, {id});
    write.run(sql::delete_steps, {id});
    write.run(sql::delete_passkeys, {id});
    write.run(sql::delete_challenges, {id});
}

Result<Done> clear_second_factor(db::Write& write, AccountId id) {
    TRY(existing(write, id));
    forget_second_factor(write, id);
    end_all_grants(write, id);
    write.emit(Changed{id});
    return Done{};
}

bool asks_for_step(db::Read& read, Account const& account) {
    auto factor = second_factor(read, account.id);
    // Staff whose only second factor is a passkey, and who left it at home: a letter.
    return factor.asked() || (factor.passkeys && account.role != Role::member && staff_needs_second_factor());
}

std::string begin_step(db::Write& write, AccountId id) {
    auto token = crypto::new_token();
    write.run(sql::insert_step, {crypto::token_hash(token), id, write.now + step_seconds * base::second});
    if (!second_factor(write, id).app_since) send_code(write, token, id);
    return token;
}

std::optional<AccountId> account_of_step(db::Read& read, std::string_view token) {
    auto step = find_step(read, token);
    return step ? std::optional(step->account) : std::nullopt;
}

Result<Done> mail_step_code(db::Write& write, std::string_view token) {
    auto step = find_step(write, token);
    if (!step) return base::refuse(Why::gone, "This took too long. Please sign in again.");
    auto factor = second_factor(write, step->account);
    if (factor.app_since && !factor.email_since) return base::refuse(Why::forbidden, "You did not choose codes by mail.");
    if (step->letters >= most_letters) return base::refuse(Why::too_many, "Three letters were sent. Please sign in again later.");
    send_code(write, token, step->account);
    return Done{};
}

Result<AccountId> finish_step(db::Write& write, std::string_view token, std::string_view code) {
    auto step = find_step(write, token);
    if (!step) return base::refuse(Why::gone, "This took too long. Please sign in again.");
    if (is_right(write, *step, token, code)) {
        write.run(sql::delete_step, {crypto::token_hash(token)});
        return step->account;
    }
    write.run(sql::count_step_try, {crypto::token_hash(token)});
    if (step->tries + 1 >= most_tries) {
        write.run(sql::delete_step, {crypto::token_hash(token)});
        return base::refuse(Why::gone, "There were too many wrong codes. Please sign in again.");
    }
    return base::refuse_field("code", "ERR_INVALID", "This code is not right, or it was used before.");
}

}  // namespace accounts
