// What an account may do here: its role, and what moderators decided about it.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "html/html.hpp"
#include "mail/mail.hpp"

namespace accounts {

using base::Done, base::Result, base::Why;

Result<Account> existing(db::Read& read, AccountId id) {
    auto account = find(read, id);
    if (!account) return base::refuse(Why::not_found, "There is no such account.");
    return std::move(*account);
}

Result<Done> set_role(db::Write& write, AccountId id, Role role) {
    TRY(existing(write, id));
    write.run(sql::set_role, {id, text_of(role)});
    write.emit(Changed{id});
    return Done{};
}

Result<Done> suspend(db::Write& write, AccountId id) {
    auto account = TRY(existing(write, id));
    if (account.suspended_at) return Done{};
    write.run(sql::set_suspended, {id, write.now});
    end_all_grants(write, id);
    write.emit(Suspended{id});
    return Done{};
}

Result<Done> unsuspend(db::Write& write, AccountId id) {
    TRY(existing(write, id));
    write.run(sql::set_suspended, {id, 0});
    write.emit(Changed{id});
    return Done{};
}

Result<Done> set_disabled(db::Write& write, AccountId id, bool disabled) {
    auto account = TRY(existing(write, id));
    if (disabled == (account.disabled_at > 0)) return Done{};
    write.run(sql::set_disabled, {id, disabled ? write.now : 0});
    if (disabled) end_all_grants(write, id);
    write.emit(Changed{id});
    return Done{};
}

Result<Done> set_silenced(db::Write& write, AccountId id, bool silenced) {
    auto account = TRY(existing(write, id));
    if (silenced == (account.silenced_at > 0)) return Done{};
    write.run(sql::set_silenced, {id, silenced ? write.now : 0});
    write.emit(Changed{id});
    return Done{};
}

Result<Done> set_sensitized(db::Write& write, AccountId id, bool sensitized) {
    auto account = TRY(existing(write, id));
    if (sensitized == (account.sensitized_at > 0)) return Done{};
    write.run(sql::set_sensitized, {id, sensitized ? write.now : 0});
    write.emit(Changed{id});
    return Done{};
}

Result<Done> approve(db::Write& write, AccountId id) {
    auto account = TRY(existing(write, id));
    if (!account.pending) return base::refuse(Why::forbidden, "This account does not wait to be let in.");
    write.run(sql::set_approved, {id});
    html::Words words(account.language);
    if (auto login = login_of(write, id))
        mail::send(write, {.to = login->email,
                           .subject = words("You can sign in now"),
                           .text = mail::paragraphs({words("Welcome to {site}: your account {name} was let in.", {{"site", base::site_name()}, {"name", account.username}}),
                                           words("Open this address to sign in:"), base::site_url() + "/sign-in"})});
    write.emit(Approved{id});
    write.emit(Changed{id});
    return Done{};
}

Result<Done> reject(db::Write& write, AccountId id) {
    auto account = TRY(existing(write, id));
    if (!account.pending) return base::refuse(Why::forbidden, "This account does not wait to be let in.");
    TRY(remove(write, id));
    // Nobody ever saw this name in use: it may be taken again.
    write.run(sql::free_the_name, {id, "-" + id.text()});
    return Done{};
}

std::optional<base::Refusal> why_barred(Account const& account, Login const& login) {
    if (account.suspended_at) return base::Refusal{Why::forbidden, "This account is suspended.", {}};
    if (account.disabled_at) return base::Refusal{Why::forbidden, "This account is switched off. Ask those who run this server why.", {}};
    if (!login.confirmed_at) {
        std::string message = "Your login is missing a confirmed e-mail address";
        return base::Refusal{Why::forbidden, message, {{"email", "ERR_UNCONFIRMED", message}}};
    }
    if (account.pending) return base::Refusal{Why::forbidden, "Somebody here still has to let you in. We will write to you when it is done.", {}};
    return std::nullopt;
}

}  // namespace accounts
