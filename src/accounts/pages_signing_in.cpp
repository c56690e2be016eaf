// Sign-in and sign-out.
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include "accounts/passkeys.hpp"
#include <algorithm>

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

std::string note_said(html::Words const& words, std::string_view done) {
    if (done == "reset") return words("Your password is changed. Sign in with the new one.");
    if (done == "tries") return words("There were too many wrong codes, or it took too long. Please sign in again.");
    if (done == "deleted") return words("Your account is deleted. We wish you well.");
    return {};
}

Response sign_in_form(Request const& request, db::Read& read, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto const& fields = request.fields;
    auto inputs = input(words, {.name = "login", .label = words("Username or e-mail address"), .value = fields.text("login"), .autocomplete = "username"}, refusal);
    inputs += input(words, {.name = "password", .label = words("Password"), .type = "password", .autocomplete = "current-password"}, refusal);
    html::Safe again;
    if (refusal && html::at_fault(refusal, "email")) {
        // Who knows the password may have the letter once more.
        auto email = fields.text("login").contains('@') ? fields.text("login") : "";
        auto email_input = input(words, {.name = "email", .label = words("E-mail address"), .value = email, .type = "email", .autocomplete = "email", .mode = "email"}, refusal);
        again = words.fill(pages::SendAgain{.csrf = html::csrf_field(request), .fields = email_input});
    }
    auto main = words.fill(pages::SignIn{.note = note_said(words, fields.text("done")), .csrf = html::csrf_field(request),
                                         .back = local_path(fields.text("return_to")), .fields = inputs, .again = again});
    return narrow_page(request, read, words("Sign in"), std::move(main), refusal);
}

Answer sign_in_page(Request const& request, db::Read& read) {
    if (request.person && !request.fields.has("again")) return http::redirect(local_path(request.fields.text("return_to")));
    return sign_in_form(request, read, nullptr);
}

base::Result<base::Done> prove(Request& request, db::Read& read) {
    request.prepared.emplace_back(Proof{verify_password(read, request.fields.text("login"), request.fields.text("password"))});
    return base::Done{};
}

Answer sign_in(Request const& request, db::Write& write) {
    auto const& proof = *left<Proof>(request);
    if (!proof.who) return sign_in_form(request, write, &proof.who.error());
    auto account = find(write, *proof.who);
    if (!account) return base::refuse(base::Why::forbidden, "This account is suspended.");
    if (auto barred = why_barred(*account, *login_of(write, account->id))) return std::unexpected(std::move(*barred));
    return after_password(request, write, *account);
}

Answer start_passkey(Request const& request, db::Write& write) { return ask_for_passkey(request, write); }

// The device proved both that it is there and that its owner is: no second step.
Answer sign_in_with_passkey(Request const& request, db::Write& write) {
    auto who = verify_passkey(write, request.cookie(passkey_cookie), answer_in(request.fields));
    if (who) return signed_in(request, write, *find(write, *who));
    auto response = sign_in_form(request, write, &who.error());
    response.keeps_change = true;  // the challenge is used up
    return response;
}

Answer sign_out_page(Request const& request, db::Read& read) {
    if (!request.person) return http::redirect("/");
    html::Words words(request.locale);
    return narrow_page(request, read, words("Sign out"), words.fill(pages::SignOut{.csrf = html::csrf_field(request)}));
}

Answer sign_out(Request const& request, db::Write& write) {
    if (request.person && request.person->by_session) (void)end_session(write, request.account(), request.person->grant);
    auto response = http::redirect("/");
    let_out(response);
    return response;
}

}  // namespace

void add_sign_in_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/sign-in", Open::to_anyone, sign_in_page).says("The sign-in form");
    pages.post("/sign-in", Open::to_anyone, sign_in).limited({"sign_in", 60, 900}).first(prove).says("Signs in");
    pages.post("/sign-in/passkey/start", Open::to_anyone, start_passkey).limited({"passkey", 60, 900}).says("What a passkey must sign, as JSON");
    pages.post("/sign-in/passkey", Open::to_anyone, sign_in_with_passkey).limited({"sign_in", 60, 900}).says("Signs in with a passkey");
    pages.get("/sign-out", Open::to_anyone, sign_out_page);
    pages.post("/sign-out", Open::to_anyone, sign_out).says("Ends this browser's session");
}

}  // namespace accounts
