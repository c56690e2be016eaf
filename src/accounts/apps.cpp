// Apps that people use, and what they may be allowed.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "http/smart_scopes.hpp"
#include <algorithm>

namespace accounts {

namespace {

using base::Result, base::Why;

// Mastodon's scopes; a scope covers those that it begins. `crypto` is gone from Mastodon, but apps still ask for it. `care` is our own: no app
// that asks for `read` learns of somebody's health.
constexpr std::string_view scopes[] = {
    "read", "read:accounts", "read:blocks", "read:bookmarks", "read:favourites", "read:filters", "read:follows", "read:lists", "read:mutes",
    "read:notifications", "read:search", "read:statuses", "write", "write:accounts", "write:blocks", "write:bookmarks", "write:conversations",
    "write:favourites", "write:filters", "write:follows", "write:lists", "write:media", "write:mutes", "write:notifications", "write:reports",
    "write:statuses", "follow", "push", "profile", "crypto", "care:read", "care:write", "admin:read", "admin:read:accounts", "admin:read:reports",
    "admin:read:domain_allows", "admin:read:domain_blocks", "admin:read:ip_blocks", "admin:read:email_domain_blocks",
    "admin:read:canonical_email_blocks", "admin:write", "admin:write:accounts", "admin:write:reports", "admin:write:domain_allows",
    "admin:write:domain_blocks", "admin:write:ip_blocks", "admin:write:email_domain_blocks", "admin:write:canonical_email_blocks",
    // SMART on FHIR: those with a type in them are known by their form (http::smart_scope).
    "launch/patient", "openid", "fhirUser", "offline_access"};

// What a browser would run or open itself instead of handing it to an app.
constexpr std::string_view forbidden_schemes[] = {"javascript", "data", "vbscript", "file", "about", "blob", "mailto", "tel", "view-source"};

App app_in(db::Row const& row) {
    App app;
    app.id = row.integer(0);
    app.client_id = row.text(1);
    app.name = row.text(2);
    app.website = row.text(3);
    auto uris = row.text(4);
    for (auto uri : base::split(uris, '\n')) app.redirect_uris.emplace_back(uri);
    app.scopes = row.text(5);
    return app;
}

std::string joined(std::vector<std::string> const& lines) {
    std::string all;
    for (auto const& line : lines) (all += all.empty() ? "" : "\n") += line;
    return all;
}

void check_redirects(std::vector<std::string> const& uris, Faults& faults) {
    if (uris.empty()) faults.add("redirect_uris", "ERR_BLANK", "Redirect URI can't be blank");
    if (uris.size() > 20) faults.add("redirect_uris", "ERR_TOO_LONG", "Redirect URI is too long");
    if (!std::ranges::all_of(uris, is_redirect)) faults.add("redirect_uris", "ERR_INVALID", "Redirect URI must be an absolute URI.");
}

}  // namespace

std::vector<std::string_view> known_scopes() { return {std::begin(scopes), std::end(scopes)}; }

bool scopes_within(std::string_view wanted, std::string_view granted) {
    http::Person holder;
    holder.scopes = granted;
    return std::ranges::all_of(base::split(wanted, ' '), [&](std::string_view scope) { return holder.may(scope); });
}

std::optional<std::string> tidy_scopes(std::string_view typed) {
    std::vector<std::string_view> kept;
    for (auto scope : base::split(typed, ' ')) {
        if (scope.empty()) continue;
        if (std::ranges::find(scopes, scope) == std::end(scopes) && !http::smart_scope(scope)) return std::nullopt;
        if (std::ranges::find(kept, scope) == kept.end()) kept.push_back(scope);
    }
    std::string tidy;
    for (auto scope : kept) (tidy += tidy.empty() ? "" : " ") += scope;
    return tidy;
}

bool is_redirect(std::string_view uri) {
    if (uri == out_of_band) return true;
    if (uri.size() > 2000 || uri.contains('#')) return false;
    if (!std::ranges::all_of(uri, [](unsigned char c) { return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\'; })) return false;
    auto colon = uri.find(':');
    if (colon == uri.npos || colon == 0) return false;
    auto scheme = base::fold(uri.substr(0, colon));
    bool is_scheme = scheme[0] >= 'a' && scheme[0] <= 'z' && std::ranges::all_of(scheme, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
    if (!is_scheme || std::ranges::find(forbidden_schemes, scheme) != std::end(forbidden_schemes)) return false;
    return scheme == "http" || scheme == "https" ? is_address(uri) : uri.size() > colon + 1;
}

Result<App> register_app(db::Write& write, App const& wanted) {
    Faults faults;
    App app = wanted;
    app.name = one_line(wanted.name);
    if (app.name.empty()) faults.add("client_name", "ERR_BLANK", "Application name can't be blank");
    if (base::graphemes(app.name) > 60) faults.add("client_name", "ERR_TOO_LONG", "Application name is too long (maximum is 60 characters)");
    if (!app.website.empty() && !is_address(app.website)) faults.add("website", "ERR_INVALID", "Application website must be a valid URL");
    check_redirects(app.redirect_uris, faults);
    auto tidy = tidy_scopes(wanted.scopes);
    if (!tidy) faults.add("scopes", "ERR_INVALID", "Scopes doesn't match configured on the server.");
    if (!faults.none()) {
        auto refusal = faults.refusal();
        refusal.message = "Validation failed: " + refusal.message;
        return std::unexpected(std::move(refusal));
    }
    app.scopes = tidy->empty() ? "read" : *tidy;
    app.id = write.new_id<AccountId>().value;
    app.client_id = crypto::new_token();
    app.client_secret = crypto::new_token();
    write.run(sql::insert_app, {app.id, app.client_id, crypto::token_hash(app.client_secret), app.name, app.website, joined(app.redirect_uris),
                                app.scopes, write.now});
    return app;
}

std::optional<App> find_app(db::Read& read, std::int64_t id) { return read.one(sql::app, {id}, app_in); }

std::optional<App> find_app(db::Read& read, std::string_view client_id) { return read.one(sql::app_by_client, {client_id}, app_in); }

std::optional<App> app_with_secret(db::Read& read, std::string_view client_id, std::string_view secret) {
    if (client_id.size() > 200 || secret.size() > 200) return std::nullopt;
    std::string stored;
    auto app = read.one(sql::app_by_client, {client_id}, [&](db::Row const& row) {
        stored = row.text(6);
        return app_in(row);
    });
    // An app of ours without a secret must not be spoken for with an empty one.
    if (!app || stored.empty() || !crypto::same(crypto::token_hash(secret), stored)) return std::nullopt;
    return app;
}

std::vector<AppAccess> apps_with_access(db::Read& read, AccountId id) {
    std::vector<AppAccess> all;
    read.each(sql::apps_with_access, {id}, [&](db::Row const& row) {
        auto same = std::ranges::find(all, row.integer(0), [](AppAccess const& each) { return each.app.id; });
        if (same == all.end()) {
            AppAccess access;
            access.app.id = row.integer(0);
            access.app.name = row.text(1);
            access.app.website = row.text(2);
            access.scopes = row.text(3);
            access.created_at = row.integer(4);
            access.used_at = row.integer(5);
            all.push_back(std::move(access));
        } else {
            // Signed in twice: the person sees one app with all that it may do.
            same->scopes = *tidy_scopes(same->scopes + " " + row.text(3));
            same->created_at = std::min(same->created_at, row.integer(4));
        }
    });
    return all;
}

Result<base::Done> end_access(db::Write& write, AccountId id, std::int64_t app) {
    auto ended = write.rows(sql::tokens_of_app, {id, app}, [](db::Row const& row) { return row.integer(0); });
    write.run(sql::delete_codes_of_app, {id, app});
    write.run(sql::delete_tokens_of_app, {id, app});
    if (ended.empty()) return base::refuse(Why::not_found, "This app has no access already.");
    for (auto grant : ended) write.emit(GrantEnded{id, grant});
    return base::Done{};
}

}  // namespace accounts
