// Passkeys (WebAuthn Level 2): a device's key instead of a password, as this folder's pages use it.
#pragma once
#include "accounts/accounts.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace accounts {

struct Passkey {
    std::int64_t id = 0;
    std::string name;
    base::Time created_at = 0, used_at = 0;
};
std::vector<Passkey> passkeys(db::Read&, AccountId);

// What the device said, as web/js/passkeys.mjs sends it: base64url.
struct DeviceAnswer { std::string client_data, authenticator_data, signature, credential, user; };
DeviceAnswer answer_in(http::Fields const&);

// A challenge is kept under the secret of a cookie, for five minutes and one answer.
inline constexpr std::string_view passkey_cookie = "salve_passkey";
http::Response ask_for_new_passkey(http::Request const&, db::Write&);
http::Response ask_for_passkey(http::Request const&, db::Write&);
base::Result<base::Done> add_passkey(db::Write&, AccountId, std::string_view cookie, std::string_view name, DeviceAnswer const&);
base::Result<AccountId> verify_passkey(db::Write&, std::string_view cookie, DeviceAnswer const&);
base::Result<base::Done> remove_passkey(db::Write&, AccountId, std::int64_t id);

}  // namespace accounts
