// The second page of signing in: a code, for those who have a second step.
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include "accounts/second_factor.hpp"
#include "accounts/tries.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

// Five codes a step, and this many a person: more steps need the password again.
Tries& tries() {
    static Tries each_account(10, 15 * base::minute);
    return each_account;
}

std::string with_return(std::string path, std::string_view back) {
    return back == "/" ? path : path + "?return_to=" + http::percent_encode(back);
}

// "a…@example.org": enough to know which mailbox is meant, when one has several.
std::string hinted(std::string_view email) {
    std::size_t first = 0;
    base::next_code_point(email, first);
    return std::string(email.substr(0, first)) + "…" + std::string(email.substr(email.rfind('@')));
}

Response code_form(Request const& request, db::Read& read, AccountId id, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto factor = second_factor(read, id);
    auto email = hinted(login_of(read, id)->email);
    auto text = factor.app_since ? words("Enter the code that your authenticator app shows now.")
                                 : words("We sent a code to {email}. It works for 10 minutes.", {{"email", email}});
    auto inputs = input(words, {.name = "code", .label = words("Code"), .autocomplete = "one-time-code", .mode = "text"}, refusal);
    auto mail = factor.app_since ? words("Mail me a code instead") : words("Mail me another code");
    auto main = words.fill(pages::SignInCode{.text = text, .csrf = html::csrf_field(request), .back = local_path(request.fields.text("return_to")),
                                             .fields = inputs, .mailable = !factor.app_since || factor.email_since > 0, .mail = mail});
    return narrow_page(request, read, words("Sign in"), std::move(main), refusal);
}

Answer code_page(Request const& request, db::Read& read) {
    auto id = account_of_step(read, request.cookie(step_cookie));
    if (!id) return http::redirect("/sign-in");
    return code_form(request, read, *id, nullptr);
}

struct Wait { base::Time milliseconds; };

base::Result<base::Done> count_try(Request& request, db::Read& read) {
    auto id = account_of_step(read, request.cookie(step_cookie));
    if (!id) return base::Done{};
    request.prepared.emplace_back(Wait{tries().wait(id->text(), read.now)});
    tries().count(id->text(), read.now);
    return base::Done{};
}

Response forget_step(Response response) {
    http::set_cookie(response, {.name = std::string(step_cookie), .value = "", .seconds = -1});
    return response;
}

Answer take_code(Request const& request, db::Write& write) {
    auto token = request.cookie(step_cookie);
    auto id = account_of_step(write, token);
    if (!id) return http::redirect("/sign-in");
    if (auto wait = left<Wait>(request); wait && wait->milliseconds) {
        base::Refusal refusal{base::Why::too_many, "There were too many tries. Please wait a few minutes.", {}, wait->milliseconds / base::second + 1};
        return code_form(request, write, *id, &refusal);
    }
    auto done = finish_step(write, token, request.fields.text("code"));
    if (!done) {
        auto response = done.error().why == base::Why::gone ? forget_step(http::redirect("/sign-in?done=tries")) : code_form(request, write, *id, &done.error());
        response.keeps_change = true;  // the try counts
        return response;
    }
    tries().forget(id->text());
    auto account = TRY(existing(write, *id));
    if (auto barred = why_barred(account, *login_of(write, *id))) return std::unexpected(std::move(*barred));
    return forget_step(signed_in(request, write, account));
}

Answer mail_code(Request const& request, db::Write& write) {
    TRY(mail_step_code(write, request.cookie(step_cookie)));
    return http::redirect(with_return("/sign-in/code", local_path(request.fields.text("return_to"))));
}

}  // namespace

Response after_password(Request const& request, db::Write& write, Account const& account) {
    if (!asks_for_step(write, account)) return signed_in(request, write, account);
    auto response = http::redirect(with_return("/sign-in/code", local_path(request.fields.text("return_to"))));
    http::set_cookie(response, {.name = std::string(step_cookie), .value = begin_step(write, account.id), .seconds = step_seconds});
    return response;
}

Response signed_in(Request const& request, db::Write& write, Account const& account) {
    // The token before this one is worth nothing any more, whoever had it.
    if (request.person && request.person->by_session) (void)end_session(write, request.account(), request.person->grant);
    auto response = http::redirect(lacks_second_factor(write, account) ? "/settings/security?needed=1" : local_path(request.fields.text("return_to")));
    let_in(response, start_session(write, account.id, request.header("user-agent"), request.address));
    return response;
}

void add_second_step_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/sign-in/code", Open::to_anyone, code_page).says("Asks for the second step's code");
    pages.post("/sign-in/code", Open::to_anyone, take_code).limited({"sign_in", 60, 900}).first(count_try).says("Signs in with the second step");
    pages.post("/sign-in/code/mail", Open::to_anyone, mail_code).limited({"mail", 10, 900}).says("Mails a code");
}

}  // namespace accounts
