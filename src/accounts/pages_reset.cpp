// A forgotten password: the address, the letter, the new one.
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include "mail/mail.hpp"

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

Response ask_address(Request const& request, db::Read& read, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto inputs = input(words, {.name = "email", .label = words("E-mail address"), .value = request.fields.text("email"), .type = "email", .autocomplete = "email", .mode = "email"}, refusal);
    return narrow_page(request, read, words("New password"), words.fill(pages::Reset{.csrf = html::csrf_field(request), .fields = inputs}), refusal);
}

Answer reset_page(Request const& request, db::Read& read) { return ask_address(request, read, nullptr); }

Answer take_address(Request const& request, db::Write& write) {
    if (auto fault = fault_of_email(request.fields.text("email"))) {
        base::Refusal refusal{base::Why::invalid, fault->message, {*fault}};
        return ask_address(request, write, &refusal);
    }
    TRY(ask_for_reset(write, request.fields.text("email")));
    return http::redirect("/reset/sent");
}

Answer reset_sent(Request const& request, db::Read& read) {
    html::Words words(request.locale);
    auto text = words("If there is an account with this address, a letter is on its way. The link in it works for 2 hours.");
    return narrow_page(request, read, words("Look into your mail"),
                       words.fill(pages::LetterSent{.text = text, .mailbox = mail::server() == "folder" ? "/demo/mail" : "", .again = html::Safe{}}));
}

Response ask_password(Request const& request, db::Read& read, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto inputs = input(words, {.name = "password", .label = words("New password"), .type = "password", .autocomplete = "new-password",
                                .hint = words("At least 15 characters. A few words in a row are easy to remember.")}, refusal);
    auto main = words.fill(pages::ResetPassword{.token = request.parameters.text("token"), .csrf = html::csrf_field(request), .fields = inputs});
    // The address of this page is a secret: no link may carry it on.
    return narrow_page(request, read, words("New password"), std::move(main), refusal).with("Referrer-Policy", "no-referrer");
}

Answer password_page(Request const& request, db::Read& read) {
    if (!account_of_letter(read, request.parameters.text("token"), "reset"))
        return base::refuse(base::Why::gone, "This link has expired, or it was used before. Ask for a new one.");
    return ask_password(request, read, nullptr);
}

Answer take_password(Request const& request, db::Write& write) {
    auto hash = left<Hash>(request);
    auto done = reset_password(write, request.parameters.text("token"), request.fields.text("password"), hash ? hash->text : "");
    if (!done && done.error().why == base::Why::invalid) return ask_password(request, write, &done.error());
    TRY(std::move(done));
    return http::redirect("/sign-in?done=reset");
}

}  // namespace

void add_reset_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/reset", Open::to_anyone, reset_page).says("Asks for the address to which a link for a new password goes");
    pages.post("/reset", Open::to_anyone, take_address).limited({"mail", 10, 900}).says("Mails a link for a new password");
    pages.get("/reset/sent", Open::to_anyone, reset_sent);
    pages.get("/reset/:token", Open::to_anyone, password_page);
    pages.post("/reset/:token", Open::to_anyone, take_password).limited({"reset", 20, 900}).first([](Request& request) -> base::Result<base::Done> {
        leave_hash(request, "password");
        return base::Done{};
    }).says("Sets a new password");
}

}  // namespace accounts
