// Passkeys: what a device is asked to sign, and whether its answer is right (WebAuthn Level 2, 7.1 and 7.2).
#include "accounts/passkeys.hpp"
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "html/html.hpp"
#include "mail/mail.hpp"
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

namespace accounts {

namespace {

using base::Done, base::Refusal, base::Result, base::Why;

constexpr std::int64_t challenge_seconds = 300, most_passkeys = 20, longest_device_name = 60;
constexpr int algorithms[] = {COSE_ES256, COSE_EDDSA, COSE_RS256};  // in the order we like them
constexpr std::size_t largest_part = 16'000;
constexpr unsigned char was_there = 1, was_verified = 4;  // flags of the authenticator's data

std::unexpected<Refusal> not_right() {
    return base::refuse_field("passkey", "ERR_INVALID", "This passkey did not work here. Try again, or sign in with your password.");
}

// Passkeys are bound to the host, whatever its port.
std::string relying_party() {
    auto domain = base::site_domain();
    return domain.substr(0, domain.find(':'));
}

unsigned char const* bytes(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }
std::string text_of(unsigned char const* from, std::size_t size) { return from ? std::string(reinterpret_cast<char const*>(from), size) : std::string(); }

template <class T, void (*release)(T**)>
struct Release {
    void operator()(T* held) const { release(&held); }
};
template <class T, void (*release)(T**)>
using Held = std::unique_ptr<T, Release<T, release>>;

void library_ready() {
    static bool const done = (fido_init(0), true);
    (void)done;
}

struct Decoded { std::string client_data, authenticator_data, signature, credential; };

std::optional<Decoded> decoded(DeviceAnswer const& answer) {
    auto of = [](std::string const& text) { return text.size() > largest_part ? std::nullopt : crypto::from_base64url(text); };
    auto client_data = of(answer.client_data), data = of(answer.authenticator_data), signature = of(answer.signature), credential = of(answer.credential);
    if (!client_data || !data || !signature || !credential || data->size() < 37) return std::nullopt;
    return Decoded{*client_data, *data, *signature, *credential};
}

// The client's half: what was asked for, by which page, for which challenge.
bool client_agrees(Decoded const& answer, std::string_view type, std::string_view challenge) {
    http::Fields said;
    if (!base::is_utf8(answer.client_data) || !http::parse_json(answer.client_data, said)) return false;
    return said.text("type") == type && crypto::same(said.text("challenge"), challenge) && said.text("origin") == base::site_url() &&
           !said.flag("crossOrigin").value_or(false);
}

bool device_agrees(Decoded const& answer) {
    auto const flags = static_cast<unsigned char>(answer.authenticator_data[32]);
    return crypto::same(answer.authenticator_data.substr(0, 32), crypto::sha256(relying_party())) && (flags & was_there) && (flags & was_verified);
}

struct Key { int algorithm = 0; std::string bytes, credential; std::int64_t uses = 0; };

// The new key inside the authenticator's data. Its kind must be known before it can be read, so each is tried.
std::optional<Key> key_in(Decoded const& answer) {
    library_ready();
    for (int algorithm : algorithms) {
        Held<fido_cred_t, fido_cred_free> read(fido_cred_new());
        if (fido_cred_set_type(read.get(), algorithm) != FIDO_OK) continue;
        if (fido_cred_set_authdata_raw(read.get(), bytes(answer.authenticator_data), answer.authenticator_data.size()) != FIDO_OK) continue;
        Key key{algorithm, text_of(fido_cred_pubkey_ptr(read.get()), fido_cred_pubkey_len(read.get())),
                text_of(fido_cred_id_ptr(read.get()), fido_cred_id_len(read.get())), fido_cred_sigcount(read.get())};
        if (!key.bytes.empty() && !key.credential.empty() && key.credential.size() <= 1023) return key;
    }
    return std::nullopt;
}

template <class T, T* (*make)(), void (*release)(T**), int (*read)(T*, void const*, std::size_t)>
bool signed_with(fido_assert_t* answer, Key const& key) {
    Held<T, release> loaded(make());
    return read(loaded.get(), key.bytes.data(), key.bytes.size()) == FIDO_OK && fido_assert_verify(answer, 0, key.algorithm, loaded.get()) == FIDO_OK;
}

// How often the key says that it was used; nothing when the signature is not right.
std::optional<std::int64_t> uses_signed(Decoded const& answer, Key const& key) {
    library_ready();
    Held<fido_assert_t, fido_assert_free> read(fido_assert_new());
    auto hash = crypto::sha256(answer.client_data);
    bool ready = fido_assert_set_count(read.get(), 1) == FIDO_OK && fido_assert_set_rp(read.get(), relying_party().c_str()) == FIDO_OK &&
                 fido_assert_set_clientdata_hash(read.get(), bytes(hash), hash.size()) == FIDO_OK &&
                 fido_assert_set_authdata_raw(read.get(), 0, bytes(answer.authenticator_data), answer.authenticator_data.size()) == FIDO_OK &&
                 fido_assert_set_sig(read.get(), 0, bytes(answer.signature), answer.signature.size()) == FIDO_OK &&
                 fido_assert_set_up(read.get(), FIDO_OPT_TRUE) == FIDO_OK && fido_assert_set_uv(read.get(), FIDO_OPT_TRUE) == FIDO_OK;
    if (!ready) return std::nullopt;
    bool right = key.algorithm == COSE_ES256   ? signed_with<es256_pk_t, es256_pk_new, es256_pk_free, es256_pk_from_ptr>(read.get(), key)
                 : key.algorithm == COSE_EDDSA ? signed_with<eddsa_pk_t, eddsa_pk_new, eddsa_pk_free, eddsa_pk_from_ptr>(read.get(), key)
                                               : signed_with<rs256_pk_t, rs256_pk_new, rs256_pk_free, rs256_pk_from_ptr>(read.get(), key);
    return right ? std::optional<std::int64_t>(fido_assert_sigcount(read.get(), 0)) : std::nullopt;
}

// A fresh challenge, and the cookie under whose secret it is kept.
struct Challenge { std::string token, text; };
Challenge new_challenge(db::Write& write, AccountId id) {
    Challenge made{crypto::new_token(), crypto::new_token()};
    write.run(sql::insert_challenge, {crypto::token_hash(made.token), id, made.text, write.now + challenge_seconds * base::second});
    return made;
}

std::string take_challenge(db::Write& write, std::string_view token, AccountId id) {
    if (token.empty() || token.size() > 100) return {};
    auto hash = crypto::token_hash(token);
    auto text = write.one(sql::challenge, {hash, id, write.now}, [](db::Row const& row) { return row.text(0); });
    write.run(sql::delete_challenge, {hash});
    return text.value_or("");
}

http::Response asked(base::Json& out, Challenge const& challenge) {
    auto response = http::json(out.take());
    response.with("Cache-Control", "no-store");
    http::set_cookie(response, {.name = std::string(passkey_cookie), .value = challenge.token, .seconds = challenge_seconds});
    return response;
}

void warn(db::Write& write, AccountId id, std::string_view name) {
    auto login = login_of(write, id);
    if (!login) return;
    html::Words words(find(write, id)->language);
    mail::send(write, {.to = login->email,
                       .subject = words("A new passkey for your account"),
                       .text = mail::paragraphs({words("The passkey {name} can sign in to your account at {site} from now on.", {{"name", name}, {"site", base::site_name()}}),
                                       words("If it was not you, remove it and choose a new password:"), base::site_url() + "/settings/security"})});
}

}  // namespace

std::vector<Passkey> passkeys(db::Read& read, AccountId id) {
    return read.rows(sql::passkeys_of, {id}, [](db::Row const& row) { return Passkey{row.integer(0), row.text(1), row.integer(2), row.integer(3)}; });
}

DeviceAnswer answer_in(http::Fields const& fields) {
    auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
    return {text("client_data"), text("authenticator_data"), text("signature"), text("credential"), text("user")};
}

http::Response ask_for_new_passkey(http::Request const& request, db::Write& write) {
    auto account = *find(write, request.account());
    auto challenge = new_challenge(write, account.id);
    base::Json out;
    out.object().pair("challenge", challenge.text).key("rp").object().pair("id", relying_party()).pair("name", base::site_name()).end();
    out.key("user").object().pair("id", crypto::base64url(account.id.text())).pair("name", account.username).pair("displayName", account.name).end();
    out.key("pubKeyCredParams").array();
    for (int algorithm : algorithms) out.object().pair("type", "public-key").pair("alg", algorithm).end();
    out.end().key("excludeCredentials").array();
    write.each(sql::credentials_of, {account.id}, [&](db::Row const& row) { out.object().pair("type", "public-key").pair("id", row.view(0)).end(); });
    out.end().key("authenticatorSelection").object().pair("residentKey", "required").pair("requireResidentKey", true).pair("userVerification", "required").end();
    out.pair("attestation", "none").pair("timeout", challenge_seconds * 1000).end();
    return asked(out, challenge);
}

http::Response ask_for_passkey(http::Request const&, db::Write& write) {
    auto challenge = new_challenge(write, {});
    base::Json out;
    out.object().pair("challenge", challenge.text).pair("rpId", relying_party()).pair("userVerification", "required").pair("timeout", challenge_seconds * 1000).end();
    return asked(out, challenge);
}

Result<Done> add_passkey(db::Write& write, AccountId id, std::string_view cookie, std::string_view typed, DeviceAnswer const& answer) {
    TRY(existing(write, id));
    auto challenge = take_challenge(write, cookie, id);
    auto name = one_line(typed);
    if (base::graphemes(name) > longest_device_name) return base::refuse_field("name", "ERR_TOO_LONG", "A device's name has at most 60 characters.");
    if (std::ssize(passkeys(write, id)) >= most_passkeys) return base::refuse(Why::forbidden, "You have 20 passkeys. Remove one first.");
    auto said = decoded(answer);
    if (challenge.empty() || !said || !client_agrees(*said, "webauthn.create", challenge) || !device_agrees(*said)) return not_right();
    auto key = key_in(*said);
    if (!key || write.number(sql::is_credential_known, {crypto::base64url(key->credential)})) return not_right();
    if (name.empty()) name = "Passkey";
    write.run(sql::insert_passkey, {write.new_id<AccountId>().value, id, crypto::base64url(key->credential), key->algorithm, crypto::base64(key->bytes), key->uses, name, write.now});
    warn(write, id, name);
    write.emit(Changed{id});
    return Done{};
}

Result<AccountId> verify_passkey(db::Write& write, std::string_view cookie, DeviceAnswer const& answer) {
    auto challenge = take_challenge(write, cookie, {});
    auto said = decoded(answer);
    if (challenge.empty() || !said || !client_agrees(*said, "webauthn.get", challenge) || !device_agrees(*said)) return not_right();
    struct Stored { std::int64_t id; AccountId account; Key key; };
    auto stored = write.one(sql::passkey_by_credential, {crypto::base64url(said->credential)}, [](db::Row const& row) {
        return Stored{row.integer(0), row.id<AccountId>(1), {static_cast<int>(row.integer(2)), crypto::from_base64(row.view(3)).value_or(""), {}, row.integer(4)}};
    });
    if (!stored) return base::refuse_field("passkey", "ERR_INVALID", "This passkey is not known here. It may have been removed from your account.");
    auto uses = uses_signed(*said, stored->key);
    // A count that stands still or goes back is a copy's; devices that do not count say 0 always.
    if (!uses || ((*uses || stored->key.uses) && *uses <= stored->key.uses)) return not_right();
    if (!answer.user.empty() && crypto::from_base64url(answer.user) != stored->account.text()) return not_right();
    auto account = TRY(existing(write, stored->account));
    if (auto barred = why_barred(account, *login_of(write, account.id))) return std::unexpected(std::move(*barred));
    write.run(sql::set_passkey_used, {stored->id, *uses, write.now});
    return account.id;
}

Result<Done> remove_passkey(db::Write& write, AccountId id, std::int64_t key) {
    if (!write.run(sql::delete_passkey, {key, id})) return base::refuse(Why::not_found, "This passkey is gone already.");
    write.emit(Changed{id});
    return Done{};
}

}  // namespace accounts
