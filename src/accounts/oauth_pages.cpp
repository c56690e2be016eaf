// The page on which a person lets an app in (RFC 6749, 4.1.1 and 4.1.2; RFC 7636).
#include "accounts/oauth_pages.hpp"
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include "accounts/permissions.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <expected>

namespace accounts {

namespace {

using base::Refusal, base::Why;
using http::Answer, http::Request, http::Response;

struct Ask {
    App app;
    std::string redirect_uri, scopes, state, challenge;
};

// What is wrong with a request: told to the app when we know where it lives, else to the person.
struct Faulty {
    Refusal refusal;
    std::string redirect_uri, state;
};

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

std::string with_query(std::string address, Pairs const& pairs) {
    char sign = address.contains('?') ? '&' : '?';
    for (auto [name, value] : pairs) {
        if (value.empty()) continue;
        ((address += sign) += name) += "=" + http::percent_encode(value);
        sign = '&';
    }
    return address;
}

bool is_challenge(std::string_view text) {
    return text.size() == 43 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

std::optional<Refusal> fault_of(Ask const& ask, http::Fields const& fields) {
    if (fields.text("response_type") != "code") return oauth_refusal("unsupported_response_type", "This server gives codes: response_type must be code.");
    auto scopes = tidy_scopes(ask.scopes);
    if (!scopes || scopes->empty() || !scopes_within(*scopes, ask.app.scopes))
        return oauth_refusal("invalid_scope", "The app asks for more than it registered for.");
    // SMART on FHIR: an app that was led to another server's records must not be given ours.
    if (auto const audience = fields.text("aud"); !audience.empty() && audience != base::site_url() + "/fhir" && audience != base::site_url() + "/fhir/")
        return oauth_refusal("invalid_request", "aud names another server.");
    auto method = fields.text("code_challenge_method");
    // Without a method the standard means plain, which protects nothing.
    if (!ask.challenge.empty() && method != "S256") return oauth_refusal("invalid_request", "The code challenge method must be S256.");
    if (!ask.challenge.empty() && !is_challenge(ask.challenge)) return oauth_refusal("invalid_request", "The code challenge is malformed.");
    if (ask.challenge.empty() && !method.empty()) return oauth_refusal("invalid_request", "The code challenge is missing.");
    return std::nullopt;
}

std::expected<Ask, Faulty> read_ask(db::Read& read, http::Fields const& fields) {
    auto app = find_app(read, fields.text("client_id"));
    // Sending anybody to an address that the app did not register would make this page a way to steal codes.
    if (!app) return std::unexpected(Faulty{{Why::invalid, "The app that sent you here is not known to this server. Try to sign in from the app again.", {}}, "", ""});
    Ask ask{*app, std::string(fields.text("redirect_uri")), std::string(fields.text("scope")), std::string(fields.text("state")), std::string(fields.text("code_challenge"))};
    if (ask.redirect_uri.empty() && app->redirect_uris.size() == 1) ask.redirect_uri = app->redirect_uris[0];
    if (std::ranges::find(app->redirect_uris, ask.redirect_uri) == app->redirect_uris.end())
        return std::unexpected(Faulty{{Why::invalid, "The app wants to be answered at an address that it did not register. Nothing was given to it.", {}}, "", ""});
    if (ask.scopes.empty()) ask.scopes = "read";
    if (auto refusal = fault_of(ask, fields)) return std::unexpected(Faulty{*refusal, ask.redirect_uri, ask.state});
    return ask;
}

Answer tell(Faulty const& faulty, int status) {
    if (faulty.redirect_uri.empty() || faulty.redirect_uri == out_of_band) return std::unexpected(faulty.refusal);
    auto const& fault = faulty.refusal.fields[0];
    return http::redirect(with_query(faulty.redirect_uri, {{"error", fault.code}, {"error_description", fault.message}, {"state", faulty.state}}), status);
}

// The same question again, without the wish to sign in anew.
std::string address_of(http::Fields const& fields) {
    Pairs pairs;
    for (auto name : {"response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", "lang"})
        pairs.emplace_back(name, fields.text(name));
    return with_query("/oauth/authorize", pairs);
}

// A form that is answered by a redirect to the app: the browser must allow that, and nothing else.
std::string form_target(std::string_view uri) {
    if (uri == out_of_band) return {};
    auto colon = uri.find(':');
    if (!is_address(uri)) return " " + std::string(uri.substr(0, colon + 1));
    auto origin = uri.substr(0, uri.find_first_of("/?#", colon + 3));
    // What else may stand in an address would end the directive.
    return origin.find_first_of(";,'@") == origin.npos ? " " + std::string(origin) : std::string();
}

Response page_for_app(Request const& request, db::Read& read, std::string title, html::Safe main, std::string_view redirect_uri) {
    auto response = html::page(request, read, {.title = std::move(title), .main = std::move(main)});
    response.with("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'" + form_target(redirect_uri));
    // The page may run in a window that the app opened and waits for.
    response.with("Cross-Origin-Opener-Policy", "unsafe-none");
    return response;
}

Response ask_person(Request const& request, db::Read& read, Ask const& ask, Account const& account) {
    html::Words words(request.locale);
    html::Safe others;
    for (auto const& each : find_all(read, may_act_for(read, account.id))) words.fill(others, pages::AuthorizeAs{.id = each.id.text(), .name = each.name, .username = each.username});
    auto main = words.fill(pages::Authorize{.app = ask.app.name, .picture = picture(account), .name = account.name, .username = account.username,
                                            .permissions = permissions_in_words(words, *tidy_scopes(ask.scopes)), .website = ask.app.website,
                                            .csrf = html::csrf_field(request), .client = ask.app.client_id, .redirect = ask.redirect_uri,
                                            .scopes = ask.scopes, .state = ask.state, .challenge = ask.challenge,
                                            .method = ask.challenge.empty() ? "" : "S256", .others = others, .back = address_of(request.fields)});
    return page_for_app(request, read, words("Let an app in"), std::move(main), ask.redirect_uri);
}

Answer authorize(Request const& asked, db::Read& read) {
    auto request = asked;
    if (auto language = request.fields.text("lang"); !language.empty()) request.locale = html::best_locale(language);
    auto ask = read_ask(read, request.fields);
    if (!ask) return tell(ask.error(), 302);
    auto account = request.person && request.person->by_session ? find(read, request.account()) : std::nullopt;
    bool anew = request.fields.flag("force_login").value_or(false);
    if (!account || anew) {
        Pairs pairs{{"again", anew ? "1" : ""}};
        auto back = address_of(request.fields);
        pairs.emplace_back("return_to", back);
        return http::redirect(with_query("/sign-in", pairs), 302).with("Cache-Control", "no-store");
    }
    return ask_person(request, read, *ask, *account);
}

// Whom the app shall act for: oneself, or an organization that one may act for.
base::Result<Consent> consent_in(db::Read& read, Request const& request, Ask const& ask) {
    Consent made{request.account(), ask.app.id, ask.redirect_uri, ask.scopes, ask.challenge};
    auto const wanted = request.fields.id<AccountId>("as").value_or(request.account());
    if (wanted == request.account()) return made;
    if (!acts_for(read, request.account(), wanted)) return base::refuse_field("as", "ERR_INVALID", "You do not act for this organization.");
    made.by = std::exchange(made.account, wanted);
    return made;
}

Answer decide(Request const& request, db::Write& write) {
    auto ask = read_ask(write, request.fields);
    if (!ask) return tell(ask.error(), 303);
    html::Words words(request.locale);
    bool shown_here = ask->redirect_uri == out_of_band;
    if (request.fields.text("decision") != "allow") {
        if (shown_here) return page_for_app(request, write, words("Nothing was given"), words.fill(pages::AuthorizeDenied{.app = ask->app.name}), out_of_band);
        return tell({oauth_refusal("access_denied", "The person said no."), ask->redirect_uri, ask->state}, 303);
    }
    // The redirect address is compared again when the code is exchanged.
    auto code = TRY(give_code(write, TRY(consent_in(write, request, *ask))));
    if (shown_here) return page_for_app(request, write, words("Copy this code"), words.fill(pages::AuthorizeCode{.app = ask->app.name, .code = code}), out_of_band);
    return http::redirect(with_query(ask->redirect_uri, {{"code", code}, {"state", ask->state}}), 303);
}

}  // namespace

void add_authorize_pages(http::Router::Section pages) {
    pages.get("/oauth/authorize", http::Open::to_anyone, authorize);
    pages.post("/oauth/authorize", http::Open::to_members, decide);
}

}  // namespace accounts
