// Sign-up in three steps: how old, who, and the letter.
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include "mail/mail.hpp"

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

constexpr std::string_view age_cookie = "age";

// Who brought them, when the link still works.
std::optional<Invitation> invitation_of(Request const& request, db::Read& read) { return open_invitation(read, request.cookie(invitation_cookie)); }
bool may_sign_up(Request const& request, db::Read& read) { return sign_up_open() || invitation_of(request, read); }

std::string_view demo_mailbox() { return mail::server() == "folder" ? "/demo/mail" : ""; }

Response say(Request const& request, db::Read& read, std::string heading, std::string text, std::string address = {}, std::string action = {}) {
    html::Words words(request.locale);
    return narrow_page(request, read, heading, words.fill(pages::Said{.heading = heading, .text = text, .address = address, .action = action}));
}

Response too_young(Request const& request, db::Read& read) {
    html::Words words(request.locale);
    auto response = say(request, read, words("You cannot have an account here yet"),
                        words("Thank you for telling us. We kept nothing about you. You can read everything that is public here."), "/about", words("About this server"));
    response.status = 403;
    return response;
}

Response closed(Request const& request, db::Read& read) {
    html::Words words(request.locale);
    return say(request, read, words("Sign-up is closed"), words("This server takes new people by invitation only at the moment. You can read everything that is public here."),
               "/about", words("About this server"));
}

Response ask_age(Request const& request, db::Read& read, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto const& fields = request.fields;
    auto month = words("Month, as a number"), year = words("Year, with four digits");
    auto inputs = input(words, {.name = "birth_month", .label = month, .value = fields.text("birth_month"), .autocomplete = "bday-month", .mode = "numeric"}, refusal);
    inputs += input(words, {.name = "birth_year", .label = year, .value = fields.text("birth_year"), .autocomplete = "bday-year", .mode = "numeric"}, refusal);
    return narrow_page(request, read, words("Sign up"), words.fill(pages::SignUpAge{.csrf = html::csrf_field(request), .fields = inputs}), refusal,
                       words(base::site_about()));
}

html::Safe kind_choice(html::Words const& words, std::string_view chosen, base::Refusal const* refusal) {
    auto person = words("A person"), professional = words("Somebody who works in healthcare"), organization = words("An organization"), group = words("A group"),
         service = words("A service that posts by itself");
    Choice const choices[] = {{"person", person}, {"professional", professional}, {"organization", organization}, {"group", group}, {"service", service}};
    return choice(words, "kind", words("The account is for"), choices, chosen.empty() ? "person" : chosen, refusal);
}

Response ask_details(Request const& request, db::Read& read, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto const& fields = request.fields;
    auto inputs = input(words, {.name = "username", .label = words("Username"), .value = fields.text("username"), .autocomplete = "username",
                                .hint = words("Letters, digits and _. Everybody can see it, and it cannot be changed later.")}, refusal);
    inputs += input(words, {.name = "email", .label = words("E-mail address"), .value = fields.text("email"), .type = "email", .autocomplete = "email",
                            .hint = words("Nobody else sees it."), .mode = "email"}, refusal);
    inputs += input(words, {.name = "password", .label = words("Password"), .type = "password", .autocomplete = "new-password",
                            .hint = words("At least 15 characters. A few words in a row are easy to remember.")}, refusal);
    inputs += kind_choice(words, fields.text("kind"), refusal);
    if (approval() && !invitation_of(request, read))
        inputs += long_input(words, {.name = "reason", .label = words("Why do you want to join?"), .value = fields.text("reason"),
                                     .hint = words("A person reads this and lets you in. A sentence or two is enough.")}, refusal);
    auto agreement = tick(words, "agreement", words("I agree to the rules"), {}, fields.flag("agreement").value_or(false), refusal);
    return narrow_page(request, read, words("Sign up"), words.fill(pages::SignUp{.csrf = html::csrf_field(request), .fields = inputs, .agreement = agreement}), refusal);
}

Answer sign_up_page(Request const& request, db::Read& read) {
    if (request.person) return http::redirect("/");
    if (!may_sign_up(request, read)) return closed(request, read);
    auto age = request.cookie(age_cookie);
    if (age == "young") return too_young(request, read);
    return age.empty() ? ask_age(request, read, nullptr) : ask_details(request, read, nullptr);
}

Answer take_age(Request const& request, db::Write& write) {
    if (!may_sign_up(request, write)) return closed(request, write);
    // Going back and giving another answer does not help: the first one holds until the browser is closed.
    if (request.cookie(age_cookie) == "young") return too_young(request, write);
    auto age = age_of(request.fields.integer("birth_year").value_or(0), request.fields.integer("birth_month").value_or(0), write.now);
    if (!age && age.error().why == base::Why::invalid) return ask_age(request, write, &age.error());
    auto response = age ? http::redirect("/sign-up") : too_young(request, write);
    http::set_cookie(response, {.name = std::string(age_cookie), .value = age ? std::string(text_of(*age)) : "young"});
    return response;
}

Answer take_details(Request const& request, db::Write& write) {
    if (request.person) return http::redirect("/");
    if (!may_sign_up(request, write)) return closed(request, write);
    auto age = request.cookie(age_cookie);
    if (age != "minor" && age != "adult") return http::redirect("/sign-up");
    SignUp wanted;
    wanted.username = request.fields.text("username");
    wanted.email = request.fields.text("email");
    wanted.password = request.fields.text("password");
    wanted.kind = kind_of(request.fields.text("kind")).value_or(Kind::person);
    wanted.language = request.locale;
    wanted.agreement = request.fields.flag("agreement").value_or(false);
    wanted.age = age == "minor" ? Age::minor : Age::adult;
    wanted.address = request.address;
    wanted.reason = request.fields.text("reason");
    if (auto invitation = invitation_of(request, write)) wanted.invitation = invitation->code;
    if (auto hash = left<Hash>(request)) wanted.password_hash = hash->text;
    auto account = sign_up(write, wanted);
    if (!account) return ask_details(request, write, &account.error());
    if (!is_confirmed(write, account->id)) return http::redirect("/sign-up/sent");
    if (account->pending) return http::redirect("/sign-up/waiting");
    auto response = http::redirect("/welcome");
    let_in(response, start_session(write, account->id, request.header("user-agent"), request.address));
    return response;
}

html::Safe send_again(Request const& request, html::Words const& words, std::string_view email) {
    auto inputs = input(words, {.name = "email", .label = words("E-mail address"), .value = email, .type = "email", .autocomplete = "email", .mode = "email"}, nullptr);
    return words.fill(pages::SendAgain{.csrf = html::csrf_field(request), .fields = inputs});
}

Answer letter_sent(Request const& request, db::Read& read) {
    html::Words words(request.locale);
    auto text = words("We sent you a letter. Open the link in it to confirm your address: then your account is ready.");
    return narrow_page(request, read, words("Look into your mail"),
                       words.fill(pages::LetterSent{.text = text, .mailbox = demo_mailbox(), .again = send_again(request, words, {})}));
}

Answer waiting_page(Request const& request, db::Read& read) {
    html::Words words(request.locale);
    return say(request, read, words("Somebody will let you in"),
               words("A person looks at each new account here. You will get a letter as soon as you can sign in."), "/about", words("About this server"));
}

Answer confirm_page(Request const& request, db::Read& read) {
    html::Words words(request.locale);
    // Programs that look at mail open its links too: only the button confirms.
    auto page = narrow_page(request, read, words("Confirm"), words.fill(pages::Confirm{.csrf = html::csrf_field(request), .token = request.fields.text("token")}));
    return page.with("Referrer-Policy", "no-referrer");
}

Answer take_confirmation(Request const& request, db::Write& write) {
    auto id = TRY(confirm(write, request.fields.text("token")));
    auto account = find(write, id);
    if (account && account->pending) return http::redirect("/sign-up/waiting");
    if (!account || why_barred(*account, *login_of(write, id))) return http::redirect("/sign-in");
    auto response = http::redirect("/welcome");
    let_in(response, start_session(write, id, request.header("user-agent"), request.address));
    return response;
}

Answer take_again(Request const& request, db::Write& write) {
    TRY(send_confirmation_again(write, request.fields.text("email")));
    return http::redirect("/sign-up/sent");
}

}  // namespace

void add_sign_up_pages(http::Router::Section pages) {
    using http::Open;
    pages.get("/sign-up", Open::to_anyone, sign_up_page).says("The sign-up form");
    pages.post("/sign-up/age", Open::to_anyone, take_age).says("The first step: how old");
    pages.post("/sign-up", Open::to_anyone, take_details).limited({"sign_up", 30, 1800}).first([](Request& request) -> base::Result<base::Done> {
        leave_hash(request, "password");
        return base::Done{};
    }).says("Makes an account");
    pages.get("/sign-up/sent", Open::to_anyone, letter_sent);
    pages.get("/sign-up/waiting", Open::to_anyone, waiting_page);
    pages.get("/confirm", Open::to_anyone, confirm_page).says("Where a letter's link leads");
    pages.post("/confirm", Open::to_anyone, take_confirmation).limited({"confirm", 30, 900}).says("Confirms an e-mail address and signs in");
    pages.post("/confirm/again", Open::to_anyone, take_again).limited({"mail", 10, 900}).says("Sends the letter again");
}

}  // namespace accounts
