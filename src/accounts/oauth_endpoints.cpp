// What apps call by themselves: the token and revocation endpoints, who the token is of, and the server's description.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/oauth_pages.hpp"
#include "accounts/queries.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include <algorithm>

namespace accounts {

namespace {

using base::Refusal, base::Result, base::Why;

struct Credentials { std::string id, secret; };

// RFC 6749, 2.3.1: in the header or in the body. The header's halves are percent-encoded.
Credentials credentials_of(http::Request const& request) {
    auto header = request.header("authorization");
    if (header.size() > 6 && base::fold(header.substr(0, 6)) == "basic ") {
        auto plain = crypto::from_base64(header.substr(6));
        if (!plain) return {};
        auto colon = plain->find(':');
        if (colon == plain->npos) return {};
        auto id = http::percent_decode(plain->substr(0, colon)), secret = http::percent_decode(plain->substr(colon + 1));
        return {id.value_or(""), secret.value_or("")};
    }
    return {std::string(request.fields.text("client_id")), std::string(request.fields.text("client_secret"))};
}

Result<App> calling_app(http::Request const& request, db::Read& read) {
    auto credentials = credentials_of(request);
    auto app = app_with_secret(read, credentials.id, credentials.secret);
    if (!app) return std::unexpected(oauth_refusal("invalid_client", "The app is unknown, or its secret is not right."));
    return std::move(*app);
}

http::Response secret(http::Response response) {
    return std::move(response.with("Cache-Control", "no-store").with("Pragma", "no-cache"));
}

// The patient whose records an app of SMART on FHIR may have: the person who let it in.
AccountId patient_of(db::Read& read, Grant const& grant) {
    auto const scopes = base::split(grant.scopes, ' ');
    if (std::ranges::none_of(scopes, [](std::string_view each) { return each == "launch/patient" || each.starts_with("patient/"); })) return {};
    auto const account = read.one(sql::token_by_hash, {crypto::token_hash(grant.token)}, [](db::Row const& row) { return row.id<AccountId>(2); });
    return account.value_or(AccountId{});
}

http::Response answer_with(Grant const& grant, AccountId patient = {}) {
    base::Json out;
    out.object().pair("access_token", grant.token).pair("token_type", "Bearer").pair("scope", grant.scopes);
    if (patient) out.pair("patient", patient.text());
    out.pair("created_at", grant.created_at / 1000).end();
    return secret(http::json(out.take()));
}

http::Answer token(http::Request const& request, db::Write& write) {
    auto const& fields = request.fields;
    auto kind = fields.text("grant_type");
    if (kind.empty()) return std::unexpected(oauth_refusal("invalid_request", "grant_type is missing."));
    if (kind != "authorization_code" && kind != "client_credentials")
        return std::unexpected(oauth_refusal("unsupported_grant_type", "This server gives tokens for authorization_code and client_credentials."));
    auto app = TRY(calling_app(request, write));
    if (kind == "client_credentials") return answer_with(TRY(token_for_app(write, app, fields.text("scope"))));
    if (fields.text("code").empty()) return std::unexpected(oauth_refusal("invalid_request", "code is missing."));
    auto grant = exchange_code(write, app, {std::string(fields.text("code")), std::string(fields.text("redirect_uri")), std::string(fields.text("code_verifier"))});
    if (grant) return answer_with(*grant, patient_of(write, *grant));
    auto refused = refuse_as_oauth(request, grant.error(), 400);
    refused.keeps_change = true;  // a code used twice has ended what it gave
    return refused;
}

http::Answer revoke(http::Request const& request, db::Write& write) {
    auto app = TRY(calling_app(request, write));
    if (request.fields.text("token").empty()) return std::unexpected(oauth_refusal("invalid_request", "token is missing."));
    TRY(revoke_token(write, app, request.fields.text("token")));
    return secret(http::json("{}"));
}

http::Answer userinfo(http::Request const& request, db::Read& read) {
    auto account = find(read, request.account());
    if (!account) return base::refuse(Why::not_found, "There is no such account.");
    base::Json out;
    out.object().pair("iss", base::site_url()).pair("sub", account->uri()).pair("name", account->name);
    out.pair("preferred_username", account->username).pair("profile", account->url());
    if (!account->avatar.empty()) out.pair("picture", account->avatar);
    if (!account->is_organization()) out.pair("fhirUser", base::site_url() + "/fhir/Patient/" + account->id.text());
    out.end();
    return secret(http::json(out.take()));
}

void list(base::Json& out, std::string_view name, std::initializer_list<std::string_view> values) {
    out.key(name).array();
    for (auto value : values) out.value(value);
    out.end();
}

std::string description() {
    auto const& site = base::site_url();
    base::Json out;
    out.object().pair("issuer", site).pair("service_documentation", site + "/about");
    out.pair("authorization_endpoint", site + "/oauth/authorize").pair("token_endpoint", site + "/oauth/token");
    out.pair("revocation_endpoint", site + "/oauth/revoke").pair("userinfo_endpoint", site + "/oauth/userinfo");
    out.pair("app_registration_endpoint", site + "/api/v1/apps");
    out.key("scopes_supported").array();
    for (auto scope : known_scopes()) out.value(scope);
    out.end();
    list(out, "response_types_supported", {"code"});
    list(out, "response_modes_supported", {"query"});
    list(out, "grant_types_supported", {"authorization_code", "client_credentials"});
    list(out, "code_challenge_methods_supported", {"S256"});
    list(out, "token_endpoint_auth_methods_supported", {"client_secret_basic", "client_secret_post"});
    out.end();
    return out.take();
}

}  // namespace

Refusal oauth_refusal(std::string_view code, std::string message) {
    auto why = code == "invalid_client" ? Why::unauthorized : code == "unauthorized_client" || code == "access_denied" ? Why::forbidden : Why::invalid;
    return {why, message, {{"oauth", std::string(code), message}}};
}

http::Response refuse_as_oauth(http::Request const&, Refusal const& refusal, int status) {
    std::string_view code = status == 401 ? "invalid_token" : status == 403 ? "access_denied" : status >= 500 ? "server_error" : status == 429 ? "temporarily_unavailable" : "invalid_request";
    bool is_oauth = !refusal.fields.empty() && refusal.fields[0].field == "oauth";
    if (is_oauth) {
        code = refusal.fields[0].code;
        // RFC 6749, 5.2 knows two: 401 for an app that did not prove itself, 400 for the rest.
        status = code == "invalid_client" ? 401 : code == "unauthorized_client" ? 403 : 400;
    }
    base::Json out;
    out.object().pair("error", code).pair("error_description", refusal.message).end();
    return secret(http::json(out.take(), status));
}

void add_oauth(http::Router::Section oauth, http::Router::Section pages) {
    using http::Open;
    oauth.post("/oauth/token", Open::to_anyone, token).without_csrf().says("Exchanges a code, or an app's own credentials, for a token");
    oauth.post("/oauth/revoke", Open::to_anyone, revoke).without_csrf().says("Ends a token");
    oauth.get("/oauth/userinfo", {Open::to_members, "profile"}, userinfo).says("Who the token acts for");
    oauth.plain("/.well-known/oauth-authorization-server", Open::to_anyone, [](http::Request const&) -> http::Answer {
        static std::string const text = description();
        return http::json(text);
    });
    add_authorize_pages(pages);
}

}  // namespace accounts
