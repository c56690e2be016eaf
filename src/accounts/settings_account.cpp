// Settings: the password, and the language and colors of pages.
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include <algorithm>
#include <array>

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

html::Safe look_fields(Request const& request, html::Words const& words, std::string_view language, Place const& where, base::Refusal const* refusal) {
    auto by_device = words("As my device is set"), light = words("Light"), dark = words("Dark");
    std::array<Choice, 3> const themes{{{"auto", by_device}, {"light", light}, {"dark", dark}}};
    auto as_it_is = words("As my browser has it"), large = words("Larger"), larger = words("Much larger"), moving = words("As my device is set"), still = words("As little as possible");
    std::array<Choice, 3> const sizes{{{"", as_it_is}, {"large", large}, {"larger", larger}}};
    std::array<Choice, 2> const motions{{{"", moving}, {"less", still}}};
    auto ask_first = words("Wait until I ask");
    std::array<Choice, 2> const data{{{"", by_device}, {"less", ask_first}}};
    auto on = words("On"), off = words("Off");
    std::array<Choice, 2> const keys{{{"on", on}, {"off", off}}};
    auto kept = request.cookie("theme");
    auto fields = choice(words, "language", words("Language of pages and of your posts"), languages(), language, refusal);
    fields += place_fields(words, where, refusal);
    fields += choice(words, "theme", words("Colors, in this browser"), themes, kept.empty() ? "auto" : kept, refusal);
    fields += choice(words, "text", words("Size of the text, in this browser"), sizes, request.cookie("text"), refusal);
    fields += choice(words, "motion", words("Movement, in this browser"), motions, request.cookie("motion"), refusal);
    fields += choice(words, "data", words("Pictures and videos, in this browser"), data, request.cookie("data"), refusal);
    fields += choice(words, "keys", words("Single-key shortcuts, in this browser"), keys, request.cookie("keys") == "off" ? "off" : "on", refusal);
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
                                                  .look = look_fields(request, words, account.language, place(read, account.id), refusal)});
    return settings_page(request, read, "/settings/account", std::move(main), refusal);
}

Answer show(Request const& request, db::Read& read) { return form(request, read, nullptr); }

base::Result<base::Done> prove(Request& request, db::Read& read) {
    TRY(prove_password(request, read));
    if (left<Proof>(request)->who) leave_hash(request, "password");
    return base::Done{};
}

Answer change_password(Request const& request, db::Write& write) {
    if (auto wrong = wrong_password(request)) return form(request, write, &*wrong);
    auto hash = left<Hash>(request);
    auto done = set_password(write, request.account(), request.fields.text("password"), hash ? hash->text : "");
    if (!done) return form(request, write, &done.error());
    auto response = http::redirect("/settings/account?saved=1");
    let_in(response, start_session(write, request.account(), request.header("user-agent"), request.address));
    return response;
}

Answer change_look(Request const& request, db::Write& write) {
    Profile profile;
    profile.language = request.fields.text("language");
    auto changed = change_profile(write, request.account(), profile);
    if (!changed) return form(request, write, &changed.error());
    auto placed = set_place(write, request.account(), place_in(request, write));
    if (!placed) return form(request, write, &placed.error());
    auto theme = request.fields.text("theme");
    auto response = http::redirect("/settings/account?saved=1");
    constexpr std::int64_t a_year = 365 * 24 * 3600;
    auto keep = [&](std::string name, std::initializer_list<std::string_view> known) {
        auto wanted = request.fields.text(name);
        bool is_known = std::ranges::find(known, wanted) != known.end();
        http::set_cookie(response, {.name = name, .value = is_known ? std::string(wanted) : "", .seconds = is_known ? a_year : -1});
    };
    keep("text", {"large", "larger"});
    keep("motion", {"less"});
    keep("data", {"less"});
    keep("keys", {"off"});
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
