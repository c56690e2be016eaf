// From a stranger to a member: the age, the form, the letter that proves an address.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "html/html.hpp"
#include "mail/mail.hpp"

namespace accounts {

namespace {

using base::Done, base::Result, base::Why;

constexpr base::Time confirmation_lasts = 2 * base::day;
constexpr std::int64_t longest_reason = 500;

void send_confirmation(db::Write& write, AccountId id, std::string const& email) {
    auto account = find(write, id);
    auto token = new_letter_token(write, id, "confirm", confirmation_lasts);
    if (!account || !token) return;
    html::Words words(account->language);
    mail::send(write, {.to = email,
                       .subject = words("Confirm your e-mail address"),
                       .text = mail::paragraphs({words("Welcome to {site}.", {{"site", base::site_name()}}),
                                       words("Open this address to confirm that this mailbox is yours:"), base::site_url() + "/confirm?token=" + *token,
                                       words("It works for 2 days. If you did not sign up, you can ignore this letter: nothing will happen.")})});
}

// Twelve months of birth share a band; whoever turns 13 or 18 this month counts as younger until the month is over.
std::int64_t full_years(std::int64_t year, std::int64_t month, base::Time now) {
    auto today = base::iso8601(now);
    auto this_year = std::stoll(today.substr(0, 4)), this_month = std::stoll(today.substr(5, 2));
    return this_year - year - (this_month > month ? 0 : 1);
}

void check_names(db::Read& read, SignUp const& wanted, std::string const& email, Faults& faults) {
    if (auto fault = fault_of_username(wanted.username)) {
        faults.add({Why::invalid, {}, {*fault}});
    } else if (read.number(sql::is_username_taken, {"", fold_username(wanted.username)})) {
        faults.add("username", "ERR_TAKEN", "This username is taken. Choose another one.");
    }
    if (auto fault = fault_of_email(email)) {
        faults.add({Why::invalid, {}, {*fault}});
    } else if (read.number(sql::is_email_taken, {base::fold(email)})) {
        faults.add("email", "ERR_TAKEN", "There is an account with this e-mail address. You can sign in, or reset its password.");
    }
}

void check(db::Read& read, SignUp const& wanted, std::string const& email, Faults& faults) {
    check_names(read, wanted, email, faults);
    bool hashed_for_all = wanted.password.empty() && !wanted.password_hash.empty();
    if (!hashed_for_all)
        if (auto fault = fault_of_password(wanted.password, {wanted.username, email}, wanted.confirmed ? PasswordRule::by_command : PasswordRule::alone))
            faults.add({Why::invalid, {}, {*fault}});
    if (base::graphemes(wanted.name) > 60) faults.add("name", "ERR_TOO_LONG", "A name has at most 60 characters.");
    if (!is_language(wanted.language)) faults.add("language", "ERR_INVALID", "Choose a language from the list.");
    if (!wanted.agreement && !wanted.confirmed)
        faults.add("agreement", "ERR_ACCEPTED", "Please read how this server works, and tick the box if you agree.");
    if (base::graphemes(wanted.reason) > longest_reason) faults.add("reason", "ERR_TOO_LONG", "Please say it in 500 characters.");
}

std::vector<SignUpCheck>& checks() {
    static std::vector<SignUpCheck> all;  // filled while the site starts, constant afterwards
    return all;
}

// Whether somebody must look first: the setting's word, which an invitation answers, and that of every check.
Result<bool> must_wait(db::Read& read, SignUp const& wanted, bool invited) {
    if (wanted.confirmed) return false;
    if (!sign_up_open() && !invited) return base::refuse(Why::forbidden, "This server takes new people by invitation only.");
    bool waits = approval() && !invited;
    for (auto const& check : checks())
        if (TRY(check(read, wanted)) == Admission::after_approval) waits = true;
    return waits;
}

}  // namespace

Result<Age> age_of(std::int64_t year, std::int64_t month, base::Time now) {
    auto years = full_years(year, month, now);
    if (month < 1 || month > 12 || years < 0 || years > 130)
        return base::refuse_field("birth_year", "ERR_INVALID", "Enter the month and the year you were born in.");
    if (years < youngest) return base::refuse(Why::forbidden, "You cannot have an account here yet.");
    return years < 18 ? Age::minor : Age::adult;
}

bool is_minor(db::Read& read, AccountId id) {
    return read.one(sql::login_by_account, {id}, [](db::Row const& row) { return row.view(4) == "minor"; }).value_or(false);
}

void add_sign_up_check(SignUpCheck check) { checks().push_back(std::move(check)); }

Result<Account> sign_up(db::Write& write, SignUp const& wanted) {
    auto email = base::trim(base::normalize(wanted.email));
    Faults faults;
    check(write, wanted, email, faults);
    if (!faults.none()) return std::unexpected(faults.refusal());
    auto invitation = open_invitation(write, wanted.invitation);
    if (!invitation && !wanted.invitation.empty())
        return base::refuse_field("invitation", "ERR_INVALID", "This invitation has expired, or as many came with it as it was for. Ask for a new one.");
    bool pending = TRY(must_wait(write, wanted, invitation.has_value()));

    auto id = write.new_id<AccountId>();
    auto name = one_line(wanted.name);
    if (name == wanted.username) name.clear();
    bool confirmed = wanted.confirmed || !confirm_email();
    auto hash = wanted.password_hash.empty() ? hash_password(wanted.password) : wanted.password_hash;
    write.run(sql::insert_account, {id, wanted.username, fold_username(wanted.username), text_of(wanted.kind), text_of(wanted.role), name,
                                    wanted.language, write.now, pending});
    write.run(sql::insert_login, {id, email, base::fold(email), hash, text_of(wanted.age), confirmed ? write.now : 0,
                                  base::trim(base::normalize(wanted.reason)), invitation ? invitation->by : AccountId{}, invitation ? invitation->id : 0, wanted.app});
    if (invitation) write.run(sql::count_invitation, {invitation->id});
    note_address(write, id, wanted.address, true);
    write_words(write, id, wanted.username, name);
    if (!confirmed) send_confirmation(write, id, email);
    write.emit(SignedUp{id});
    return *find(write, id);
}

Result<AccountId> confirm(db::Write& write, std::string_view token) {
    auto id = account_of_letter(write, token, "confirm");
    if (!id) return base::refuse(Why::gone, "This link has expired, or it was used before. Sign in, or ask for a new letter.");
    write.run(sql::set_confirmed, {*id, write.now});
    write.run(sql::delete_letter_tokens, {*id, "confirm"});
    write.emit(Changed{*id});
    return *id;
}

Result<Done> send_confirmation_again(db::Write& write, std::string_view email) {
    auto login = login_with_email(write, email);
    if (login && !login->confirmed_at) send_confirmation(write, login->account, login->email);
    return Done{};  // the same answer for every address: who has an account here is nobody's business
}

Result<Done> mail_confirmation(db::Write& write, AccountId id, std::string_view typed) {
    auto login = login_of(write, id);
    if (!login || login->confirmed_at) return base::refuse(Why::forbidden, "This method is only available while the e-mail is awaiting confirmation");
    auto email = base::trim(base::normalize(typed));
    if (!email.empty() && email != login->email) {
        if (auto fault = fault_of_email(email)) return std::unexpected(base::Refusal{Why::invalid, fault->message, {*fault}});
        if (write.number(sql::is_email_anothers, {base::fold(email), id}))
            return base::refuse_field("email", "ERR_TAKEN", "There is an account with this e-mail address. You can sign in, or reset its password.");
        write.run(sql::set_email, {id, email, base::fold(email)});
        // What was mailed to the other address proves nothing of this one.
        write.run(sql::expire_letter_tokens, {id, "confirm", write.now});
        login->email = email;
    }
    send_confirmation(write, id, login->email);
    return Done{};
}

std::int64_t app_of_sign_up(db::Read& read, AccountId id) {
    auto login = login_of(read, id);
    return login ? login->app : 0;
}

bool is_confirmed(db::Read& read, AccountId id) {
    auto login = login_of(read, id);
    return login && login->confirmed_at;
}

}  // namespace accounts
