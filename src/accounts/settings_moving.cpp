// Settings: which other accounts are one's own, and moving to one of them.
#include "accounts/forms.hpp"
#include "accounts/pages.hpp"

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

constexpr std::string_view tab = "/settings/moving";
enum class Form { none, alias, move };

Response show_all(Request const& request, db::Read& read, Form refused, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto account = *find(read, request.account());
    html::Safe rows;
    for (auto const& each : aliases(read, account.id)) words.fill(rows, pages::SettingsAlias{.handle = each.handle(), .id = each.id, .csrf = html::csrf_field(request)});
    auto typed = [&](Form form, std::string_view name) { return refused == form ? request.fields.text(name) : std::string_view(); };
    auto at_fault = [&](Form form) { return refused == form ? refusal : nullptr; };
    auto alias = input(words, {.name = "handle", .label = words("Its name here"), .value = typed(Form::alias, "handle"), .hint = words("For example ada")}, at_fault(Form::alias));
    auto move = input(words, {.name = "target", .label = words("Name of the new account"), .value = typed(Form::move, "target")}, at_fault(Form::move));
    move += input(words, {.name = "current", .label = words("Your password"), .type = "password", .autocomplete = "current-password"}, at_fault(Form::move));
    auto target = account.moved_to ? find(read, account.moved_to) : std::nullopt;
    auto main = words.fill(pages::SettingsMoving{.moved = target.has_value(), .target = target ? target->handle() : "", .csrf = html::csrf_field(request),
                                                 .aliases = rows, .alias = alias, .move = move});
    return settings_page(request, read, tab, std::move(main), refusal);
}

Answer show(Request const& request, db::Read& read) { return show_all(request, read, Form::none, nullptr); }

Answer name_alias(Request const& request, db::Write& write) {
    auto done = add_alias(write, request.account(), request.fields.text("handle"));
    if (!done) return show_all(request, write, Form::alias, &done.error());
    return http::redirect("/settings/moving?saved=1");
}

Answer drop_alias(Request const& request, db::Write& write) {
    TRY(remove_alias(write, request.account(), request.parameters.id<AccountId>("id").value_or(AccountId{})));
    return http::redirect("/settings/moving?saved=1");
}

Answer take_move(Request const& request, db::Write& write) {
    if (auto wrong = wrong_password(request)) return show_all(request, write, Form::move, &*wrong);
    auto done = accounts::move(write, request.account(), request.fields.text("target"));
    if (!done) {
        for (auto& each : done.error().fields)  // two fields of a page cannot share a name
            if (each.field == "handle") each.field = "target";
        return show_all(request, write, Form::move, &done.error());
    }
    return http::redirect("/settings/moving?saved=1");
}

Answer take_back(Request const& request, db::Write& write) {
    TRY(come_back(write, request.account()));
    return http::redirect("/settings/moving?saved=1");
}

}  // namespace

void add_moving_settings(http::Router::Section pages) {
    using http::Open;
    pages.get("/settings/moving", Open::to_members, show).says("Other accounts and moving, as forms");
    pages.post("/settings/moving/alias", Open::to_members, name_alias).limited({"moving", 30, 900}).says("Names another account as one's own");
    pages.post("/settings/moving/alias/:id/remove", Open::to_members, drop_alias).says("Takes an account out of one's own");
    pages.post("/settings/moving", Open::to_members, take_move).limited({"password", 20, 900}).first(prove_password).says("Moves to another account");
    pages.post("/settings/moving/back", Open::to_members, take_back).says("Takes a move back");
}

}  // namespace accounts
