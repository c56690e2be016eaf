// Settings: the password, and the language and colors of pages.
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include <array>

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

html::Safe look_fields(Request const& request, html::Words const& words, std::string_view language, base::Refusal const* refusal) {
    auto by_device = words("As my device is set"), light = words("Light"), dark = words("Dark");
    std::array<Choice, 3> const themes{{{"auto", by_device}, {"light", light}, {"dark", dark}}};
    auto kept = request.cookie("theme");
    auto fields = choice(words, "language", words("Language of pages and of your posts"), languages(), language, refusal);
    fields += choice(words, "theme", words("Colors, in this browser"), themes, kept.empty() ? "auto" : kept, refusal);
    return fields;
}

Response form(Request const& request, db::Read& read, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto account = *find(read, request.account());
    auto fields = input(words, {.name = "current", .label = words("Current password"), .type = "password", .autocomplete = "current-password"}, refusal);
    fields += input(words, {.name = "password", .label = words("New password"), .type = "password", .autocomplete = "new-password",
                            .hint = words("At least 15 characters. A few words in a row are easy to remember.")}, refusal);
    auto email = login_of(read, account.id)->email;
    auto main = words.fill(pages::SettingsAccount{.username = account.username, .email = email, .csrf = html::csrf_field(request), .fields = fields,
                                                  .look = look_fields(request, words, account.language, refusal)});
    return settings_page(request, read, "/settings/account", std::move(main), refusal);
}

Answer show(Request const& request, db::Read& read) { return form(request, read, nullptr); }

base::Result<base::Done> prove(Request& request, db::Read& read) {
    request.prepared.emplace_back(Proof{verify_password(read, request.person->username, request.fields.text("current"))});
    if (left<Proof>(request)->who) leave_hash(request, "password");
    return base::Done{};
}

Answer change_password(Request const& request, db::Write& write) {
    auto const& proof = *left<Proof>(request);
    if (!proof.who && proof.who.error().why == base::Why::too_many) return form(request, write, &proof.who.error());
    if (!proof.who || *proof.who != request.account()) {
        base::Refusal refusal{base::Why::invalid, "This is not your current password.", {{"current", "ERR_INVALID", "This is not your current password."}}};
        return form(request, write, &refusal);
    }
    auto hash = left<Hash>(request);
    auto done = set_password(write, request.account(), request.fields.text("password"), hash ? hash->text : "");
    if (!done) return form(request, write, &done.error());
    auto response = http::redirect("/settings/account?saved=1");
    let_in(response, start_session(write, request.account(), request.header("user-agent")));
    return response;
}

Answer change_look(Request const& request, db::Write& write) {
    Profile profile;
    profile.language = request.fields.text("language");
    auto changed = change_profile(write, request.account(), profile);
    if (!changed) return form(request, write, &changed.error());
    auto theme = request.fields.text("theme");
    auto response = http::redirect("/settings/account?saved=1");
    constexpr std::int64_t a_year = 365 * 24 * 3600;
    bool chosen = theme == "light" || theme == "dark";
    http::set_cookie(response, {.name = "theme", .value = chosen ? std::string(theme) : "", .seconds = chosen ? a_year : -1});
    http::set_cookie(response, {.name = "lang", .value = changed->language, .seconds = a_year});
    return response;
}

}  // namespace

void add_account_settings(http::Router::Section pages) {
    using http::Open;
    pages.get("/settings/account", Open::to_members, show).says("Password, language and colors as forms");
    pages.post("/settings/password", Open::to_members, change_password).limited({"password", 20, 900}).first(prove).says("Changes the password");
    pages.post("/settings/look", Open::to_members, change_look).says("Changes language and colors");
}

}  // namespace accounts
