// What the files of this folder share and nobody else sees.
#pragma once
#include "accounts/accounts.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace accounts {

// Gathers the faults of a form, so that a person is told all of them at once.
class Faults {
public:
    void add(std::string field, std::string code, std::string message);
    void add(base::Refusal const&);
    bool none() const { return fields_.empty(); }
    base::Refusal refusal() const;

private:
    std::vector<base::FieldError> fields_;
};

std::string fold_username(std::string_view);
std::string one_line(std::string_view);  // normalized, trimmed, without line breaks

// Changed for all who show the account; who asks only what it may do knows by `counts` that nothing of that is meant.
struct OnlyCounted { static constexpr std::string_view kind = Changed::kind; AccountId account; std::int64_t counts = 1; };

// The words that an account is found by; see account_word.
void write_words(db::Write&, AccountId, std::string_view username, std::string_view name);
std::string prefix_in_hex(std::string_view word);

std::optional<base::FieldError> fault_of_username(std::string_view);
std::optional<base::FieldError> fault_of_email(std::string_view);
bool is_language(std::string_view);
bool is_address(std::string_view);  // http or https, with a host

// Passwords. What is hashed is normalized, so that "é" is one password however a keyboard spells it.
std::string normal_password(std::string_view);
struct About { std::string_view username, email; };  // whose password it is: it may not be made of these
// Alone it is long. Beside a second step it may be short. By command, for demos and tests, it may be plain as well.
enum class PasswordRule { alone, with_second_step, by_command };
std::optional<base::FieldError> fault_of_password(std::string_view password, About const&, PasswordRule = PasswordRule::alone);
bool stands_alone(std::string_view password);  // long enough without a second step
bool is_common_password(std::string_view password, About const&);

struct Login {
    AccountId account;
    std::string password_hash;
    base::Time confirmed_at = 0;
    std::string email;
    std::int64_t app = 0;
};
std::optional<Login> login_of(db::Read&, AccountId);
std::optional<Login> login_with_email(db::Read&, std::string_view email);

// A letter's secret; nothing when this account was sent five of them in the last hour.
std::optional<std::string> new_letter_token(db::Write&, AccountId, std::string_view purpose, base::Time lasts);
std::optional<AccountId> account_of_letter(db::Read&, std::string_view token, std::string_view purpose);

bool acts_for(db::Read&, AccountId person, AccountId organization);  // may do so
SignedIn start_session_by(db::Write&, AccountId, AccountId by, std::string_view user_agent);

base::Result<Account> existing(db::Read&, AccountId);  // or refused as not found

// From where somebody came, for moderators; nothing when addresses are not kept.
void note_address(db::Write&, AccountId, std::string_view address, bool at_sign_up);

// Why this account cannot be signed in to now; nothing when it can.
std::optional<base::Refusal> why_barred(Account const&, Login const&);

void add_picture_job(jobs::Runner&, db::Database&);  // our copies of pictures of people of other servers
void look_at_fields(db::Write&, Account const&);  // by a job, where there is something to look at
void forget_second_factor(db::Write&, AccountId);  // what is stored of it, passkeys too
bool staff_needs_second_factor();  // on this server, as it is set up

// Sessions, tokens and codes; tells who is listening.
void end_all_grants(db::Write&, AccountId);
std::string browser_of(std::string_view user_agent);

// Scopes.
bool scopes_within(std::string_view wanted, std::string_view granted);
std::optional<std::string> tidy_scopes(std::string_view scopes);  // single spaces, no doubles; nothing when one is unknown
std::optional<App> app_with_secret(db::Read&, std::string_view client_id, std::string_view secret);
bool is_redirect(std::string_view uri);
inline constexpr std::string_view out_of_band = "urn:ietf:wg:oauth:2.0:oob";

}  // namespace accounts
