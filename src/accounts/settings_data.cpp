// Settings: taking one's data along, and leaving.
#include "accounts/forms.hpp"
#include "accounts/pages.hpp"
#include "base/time.hpp"

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

Answer show_export(Request const& request, db::Read& read) {
    html::Words words(request.locale);
    return settings_page(request, read, "/settings/export", words.fill(pages::SettingsExport{}));
}

Answer download(Request const& request, db::Read& read) {
    auto name = "salve-" + request.person->username + "-" + base::iso8601(read.now).substr(0, 10) + ".json";
    return http::json(export_all(read, request.account())).with("Content-Disposition", "attachment; filename=\"" + name + "\"").with("Cache-Control", "no-store");
}

Response delete_form(Request const& request, db::Read& read, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto fields = input(words, {.name = "current", .label = words("Your password"), .type = "password", .autocomplete = "current-password"}, refusal);
    auto main = words.fill(pages::SettingsDelete{.username = request.person->username, .csrf = html::csrf_field(request), .fields = fields});
    return settings_page(request, read, "/settings/delete", std::move(main), refusal);
}

Answer show_delete(Request const& request, db::Read& read) { return delete_form(request, read, nullptr); }

Answer delete_account(Request const& request, db::Write& write) {
    if (auto wrong = wrong_password(request)) return delete_form(request, write, &*wrong);
    TRY(remove(write, request.account()));
    auto response = http::redirect("/sign-in?done=deleted");
    let_out(response);
    return response;
}

}  // namespace

void add_data_settings(http::Router::Section pages) {
    using http::Open;
    pages.get("/settings/export", Open::to_members, show_export);
    pages.get("/settings/export/salve.json", Open::to_members, download).says("All data of the person, as one JSON document");
    pages.get("/settings/delete", Open::to_members, show_delete);
    pages.post("/settings/delete", Open::to_members, delete_account).limited({"password", 20, 900}).first(prove_password).says("Deletes the account");
}

}  // namespace accounts
