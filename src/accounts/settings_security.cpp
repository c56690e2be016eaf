// Settings: the second step of signing in, and passkeys.
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include "accounts/passkeys.hpp"
#include "accounts/second_factor.hpp"

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

constexpr std::string_view tab = "/settings/security";

html::Safe ways_of(html::Words const& words, SecondFactor const& factor) {
    html::Safe ways;
    auto way = [&](std::string name, base::Time since) {
        if (since) words.fill(ways, pages::SettingsWay{.name = name, .since = words.date(since)});
    };
    way(words("Authenticator app"), factor.app_since);
    way(words("Codes by mail"), factor.email_since);
    return ways;
}

html::Safe passkey_rows(Request const& request, db::Read& read, html::Words const& words) {
    html::Safe rows;
    for (auto const& each : passkeys(read, request.account())) {
        auto used = each.used_at ? html::time_tag(words, each.used_at, read.now) : html::Safe{};
        words.fill(rows, pages::SettingsPasskey{.name = each.name, .since = words.date(each.created_at), .used = used, .id = each.id, .csrf = html::csrf_field(request)});
    }
    return rows;
}

Response show_all(Request const& request, db::Read& read, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto factor = second_factor(read, request.account());
    auto password = input(words, {.name = "current", .label = words("Your password"), .type = "password", .autocomplete = "current-password"}, refusal);
    auto name = input(words, {.name = "name", .label = words("What this device is called"), .value = request.fields.text("name"), .hint = words("So that you know it again in this list: my phone, the ward's key.")}, refusal);
    auto left_over = words("{count, plural, =0 {No recovery code is left: make new ones.} one {# recovery code is left.} other {# recovery codes are left.}}", {{"count", factor.recovery_codes}});
    auto ways = ways_of(words, factor), rows = passkey_rows(request, read, words);
    auto main = words.fill(pages::SettingsSecurity{
        .needed = lacks_second_factor(read, *find(read, request.account())), .on = factor.asked(), .ways = ways, .left = left_over,
        .offer_app = !factor.app_since, .csrf = html::csrf_field(request), .offer_mail = !factor.email_since, .passkeys = rows, .passkey_fields = name,
        .password = password});
    return settings_page(request, read, tab, std::move(main), refusal);
}

Answer show(Request const& request, db::Read& read) { return show_all(request, read, nullptr); }

// Shown once: nothing may keep this page.
Response show_codes(Request const& request, db::Read& read, std::vector<std::string> const& codes) {
    html::Words words(request.locale);
    html::Safe rows;
    for (auto const& code : codes) words.fill(rows, pages::RecoveryCode{.code = code});
    return settings_page(request, read, tab, words.fill(pages::RecoveryCodes{.codes = rows})).with("Cache-Control", "no-store");
}

Answer codes_or_back(Request const& request, db::Read& read, std::vector<std::string> const& codes) {
    if (codes.empty()) return http::redirect("/settings/security?saved=1");
    return show_codes(request, read, codes);
}

Response app_form(Request const& request, db::Read& read, std::string const& secret, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto fields = input(words, {.name = "code", .label = words("The code that the app shows now"), .autocomplete = "one-time-code", .mode = "numeric"}, refusal);
    auto code = square_code(words, totp_address(secret, request.person->username));
    std::string spaced;
    for (std::size_t i = 0; i < secret.size(); i += 4) (spaced += i ? " " : "") += secret.substr(i, 4);
    auto main = words.fill(pages::SettingsAppSetup{.code = code, .secret = spaced, .csrf = html::csrf_field(request), .fields = fields});
    return settings_page(request, read, tab, std::move(main), refusal).with("Cache-Control", "no-store");
}

Answer begin(Request const& request, db::Write& write) {
    TRY(begin_app(write, request.account()));
    return http::redirect("/settings/security/app");
}

Answer app_page(Request const& request, db::Read& read) {
    auto secret = app_secret(read, request.account());
    if (!secret) return http::redirect(std::string(tab));
    return app_form(request, read, *secret, nullptr);
}

Answer confirm_page(Request const& request, db::Write& write) {
    auto secret = app_secret(write, request.account());
    if (!secret) return http::redirect(std::string(tab));
    auto codes = confirm_app(write, request.account(), request.fields.text("code"));
    if (!codes) return app_form(request, write, *secret, &codes.error());
    return codes_or_back(request, write, *codes);
}

Answer use_mail(Request const& request, db::Write& write) { return codes_or_back(request, write, TRY(use_email_codes(write, request.account()))); }

Answer new_codes(Request const& request, db::Write& write) {
    if (auto wrong = wrong_password(request)) return show_all(request, write, &*wrong);
    return show_codes(request, write, TRY(new_recovery_codes(write, request.account())));
}

Answer stop(Request const& request, db::Write& write) {
    if (auto wrong = wrong_password(request)) return show_all(request, write, &*wrong);
    auto done = stop_asking(write, request.account(), request.fields.text("current"));
    if (!done) return show_all(request, write, &done.error());
    return http::redirect("/settings/security?saved=1");
}

Answer start_passkey(Request const& request, db::Write& write) { return ask_for_new_passkey(request, write); }

Answer take_passkey(Request const& request, db::Write& write) {
    auto done = add_passkey(write, request.account(), request.cookie(passkey_cookie), request.fields.text("name"), answer_in(request.fields));
    if (!done) return show_all(request, write, &done.error());
    return http::redirect("/settings/security?saved=1");
}

Answer end_passkey(Request const& request, db::Write& write) {
    TRY(remove_passkey(write, request.account(), request.parameters.integer("id").value_or(0)));
    return http::redirect("/settings/security?saved=1");
}

}  // namespace

void add_security_settings(http::Router::Section pages) {
    using http::Open;
    pages.get("/settings/security", Open::to_members, show).says("The second step and passkeys as forms");
    pages.post("/settings/security/app", Open::to_members, begin).says("Makes a secret for an authenticator app");
    pages.get("/settings/security/app", Open::to_members, app_page);
    pages.post("/settings/security/app/confirm", Open::to_members, confirm_page).limited({"second_factor", 20, 900}).says("Turns the authenticator app on");
    pages.post("/settings/security/mail", Open::to_members, use_mail).says("Turns codes by mail on");
    pages.post("/settings/security/codes", Open::to_members, new_codes).limited({"password", 20, 900}).first(prove_password).says("Makes new recovery codes");
    pages.post("/settings/security/stop", Open::to_members, stop).limited({"password", 20, 900}).first(prove_password).says("Turns the second step off");
    pages.post("/settings/passkeys/start", Open::to_members, start_passkey).limited({"passkey", 60, 900}).says("What a device must sign to become a passkey, as JSON");
    pages.post("/settings/passkeys", Open::to_members, take_passkey).limited({"passkey", 60, 900}).says("Adds a passkey");
    pages.post("/settings/passkeys/:id/end", Open::to_members, end_passkey).says("Removes a passkey");
}

}  // namespace accounts
