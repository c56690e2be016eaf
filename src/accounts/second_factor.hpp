// The second step of signing in, as this folder's pages use it.
#pragma once
#include "accounts/accounts.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace accounts {

// Codes of an authenticator app (RFC 6238: SHA-1, 30 seconds, 6 digits). Pure.
std::string new_totp_secret();  // 160 bits in base32, as apps read it
std::string totp_code(std::string_view secret, std::int64_t step);
std::int64_t totp_step(base::Time);
std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, base::Time now);  // one step off is taken
std::string totp_address(std::string_view secret, std::string_view username);  // otpauth://totp/...
html::Safe square_code(html::Words const&, std::string const& text);           // the QR code, as SVG

// Setting it up. The first way that is turned on gives the recovery codes, to be shown once.
base::Result<base::Done> begin_app(db::Write&, AccountId);
std::optional<std::string> app_secret(db::Read&, AccountId);  // the one that waits for its first code
base::Result<std::vector<std::string>> confirm_app(db::Write&, AccountId, std::string_view code);
base::Result<std::vector<std::string>> use_email_codes(db::Write&, AccountId);
base::Result<std::vector<std::string>> new_recovery_codes(db::Write&, AccountId);
base::Result<base::Done> stop_asking(db::Write&, AccountId, std::string_view password);  // app, letters and recovery codes

// Signing in. The step's token goes into a cookie for 10 minutes; five codes may be tried, three letters sent.
inline constexpr std::string_view step_cookie = "salve_step";
inline constexpr std::int64_t step_seconds = 600;
bool asks_for_step(db::Read&, Account const&);
std::string begin_step(db::Write&, AccountId);  // mails a code where that is the only way
std::optional<AccountId> account_of_step(db::Read&, std::string_view token);
base::Result<base::Done> mail_step_code(db::Write&, std::string_view token);
base::Result<AccountId> finish_step(db::Write&, std::string_view token, std::string_view code);  // a refusal must be kept too

}  // namespace accounts
