// Codes and tokens: how an app comes to act for a person, and how that ends (RFC 6749, 7009, 7636).
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include <algorithm>

namespace accounts {

namespace {

using base::Done, base::Result, base::Why;

constexpr base::Time code_lasts = 10 * base::minute;
constexpr std::string_view command_line = "command-line";  // the client id of the app that `salve token create` acts as

struct Code {
    std::int64_t app = 0;
    AccountId account;
    std::string redirect_uri, scopes, challenge;
    base::Time expires_at = 0;
    std::int64_t token = 0;
    AccountId by;
};

std::optional<Code> find_code(db::Read& read, std::string_view code) {
    if (code.empty() || code.size() > 100) return std::nullopt;
    return read.one(sql::code, {crypto::token_hash(code)}, [](db::Row const& row) {
        return Code{row.integer(0), row.id<AccountId>(1), row.text(2), row.text(3), row.text(4), row.integer(5), row.integer(6), row.id<AccountId>(7)};
    });
}

// RFC 7636, 4.1: 43 to 128 unreserved characters.
bool is_verifier(std::string_view text) {
    return text.size() >= 43 && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    });
}

bool proves(std::string_view verifier, std::string_view challenge) {
    if (challenge.empty()) return verifier.empty();  // a verifier without a challenge: the challenge was stripped on the way
    return is_verifier(verifier) && crypto::same(crypto::base64url(crypto::sha256(verifier)), challenge);
}

struct NewToken { std::int64_t id; Grant grant; };

NewToken insert_token(db::Write& write, std::int64_t app, std::optional<AccountId> account, std::string_view scopes, AccountId by = {}) {
    auto id = write.new_id<AccountId>().value;
    auto token = crypto::new_token();
    write.run(sql::insert_token, {id, crypto::token_hash(token), app, account, scopes, write.now, by});
    return {id, {std::move(token), std::string(scopes), write.now}};
}

std::unexpected<base::Refusal> invalid_grant() {
    return std::unexpected(oauth_refusal("invalid_grant", "The authorization code is not valid: it has expired, was used, or belongs to another app or address."));
}

void end_token(db::Write& write, std::int64_t token, AccountId account) {
    if (write.run(sql::delete_token, {token})) write.emit(GrantEnded{account, token});
}

}  // namespace

Result<std::string> give_code(db::Write& write, Consent const& consent) {
    auto app = find_app(write, consent.app);
    if (!app) return std::unexpected(oauth_refusal("invalid_client", "There is no such app."));
    auto scopes = tidy_scopes(consent.scopes);
    if (!scopes || scopes->empty() || !scopes_within(*scopes, app->scopes))
        return std::unexpected(oauth_refusal("invalid_scope", "The app asks for more than it registered for."));
    auto code = crypto::new_token();
    write.run(sql::insert_code, {crypto::token_hash(code), app->id, consent.account, consent.redirect_uri, *scopes, consent.challenge, write.now + code_lasts, consent.by});
    return code;
}

Result<Grant> exchange_code(db::Write& write, App const& app, CodeExchange const& exchange) {
    auto code = find_code(write, exchange.code);
    if (!code || code->app != app.id) return invalid_grant();
    if (code->token) {
        // Somebody else had it: what it gave ends, for the thief and for the owner. The caller must keep this change.
        end_token(write, code->token, code->account);
        return invalid_grant();
    }
    if (code->expires_at <= write.now || code->redirect_uri != exchange.redirect_uri || !proves(exchange.verifier, code->challenge)) return invalid_grant();
    if (code->by && !acts_for(write, code->by, code->account)) return invalid_grant();
    auto made = insert_token(write, app.id, code->account, code->scopes, code->by);
    write.run(sql::set_code_used, {crypto::token_hash(exchange.code), made.id});
    return std::move(made.grant);
}

Result<Grant> token_for_app(db::Write& write, App const& app, std::string_view wanted) {
    auto scopes = tidy_scopes(wanted);
    if (!scopes || !scopes_within(scopes->empty() ? "read" : *scopes, app.scopes))
        return std::unexpected(oauth_refusal("invalid_scope", "The app asks for more than it registered for."));
    return std::move(insert_token(write, app.id, std::nullopt, scopes->empty() ? "read" : *scopes).grant);
}

Result<Done> revoke_token(db::Write& write, App const& app, std::string_view token) {
    struct Found { std::int64_t id, app; AccountId account; };
    auto found = write.one(sql::token_by_hash, {crypto::token_hash(token)}, [](db::Row const& row) {
        return Found{row.integer(0), row.integer(1), row.id<AccountId>(2)};
    });
    if (!found) return Done{};  // RFC 7009, 2.2: what is not valid is revoked already
    if (found->app != app.id) return std::unexpected(oauth_refusal("unauthorized_client", "This token belongs to another app."));
    end_token(write, found->id, found->account);
    return Done{};
}

Result<std::string> create_token(db::Write& write, AccountId id, std::string_view wanted, std::int64_t for_app) {
    auto account = find(write, id);
    if (!account) return base::refuse(Why::not_found, "There is no such account.");
    if (account->suspended_at || account->disabled_at) return base::refuse(Why::forbidden, "This account is suspended.");
    auto scopes = tidy_scopes(wanted);
    if (!scopes) return base::refuse_field("scopes", "ERR_INVALID", "One of these scopes is unknown.");
    if (scopes->empty()) return base::refuse_field("scopes", "ERR_BLANK", "Say what the token may be used for.");
    if (for_app) return std::move(insert_token(write, for_app, id, *scopes).grant.token);
    auto app = find_app(write, command_line);
    auto app_id = app ? app->id : write.new_id<AccountId>().value;
    if (!app) write.run(sql::insert_app, {app_id, command_line, "", "Command line", "", out_of_band, "read", write.now});
    return std::move(insert_token(write, app_id, id, *scopes).grant.token);
}

}  // namespace accounts
