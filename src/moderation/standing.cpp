// Whom somebody may decide about, and the states of accounts that decisions change.
#include "mail/mail.hpp"
#include "moderation/inside.hpp"
#include "moderation/queries.hpp"

namespace moderation {

namespace {

std::string email_of(db::Read& read, AccountId account) {
    auto facts = accounts::login_facts(read, {account});
    return facts.empty() ? std::string() : facts.front().email;
}

// A suspended person must not come back by another account of the same mailbox.
void close_mailbox(db::Write& write, AccountId account) {
    auto email = email_of(write, account);
    if (!email.empty()) write.run(sql::insert_canonical, {write.new_id<BlockId>(), canonical_hash(email), account, write.now});
}

Result<accounts::Account> waiting(db::Read& read, AccountId by, AccountId id) {
    auto account = TRY(governed(read, by, id));
    if (!account.pending) return refuse(Why::forbidden, "This account does not wait to be let in.");
    return account;
}

}  // namespace

Result<accounts::Account> governed(db::Read& read, AccountId by, AccountId id) {
    auto account = accounts::find(read, id);
    if (!account) return refuse(Why::not_found, "There is no such account.");
    auto moderator = accounts::find(read, by);
    bool staff = moderator && moderator->role != http::Role::member && !moderator->suspended_at && !moderator->disabled_at;
    if (!staff || id == by) return refuse(Why::forbidden, "This action is not allowed");
    // Whoever decides about their peers decides about their own judges.
    bool over = moderator->role == http::Role::admin ? account->role != http::Role::admin : account->role == http::Role::member;
    if (!over) return refuse(Why::forbidden, "This action is not allowed");
    return *account;
}

void set_state(db::Write& write, AccountId, AccountId target, Act act, bool on) {
    switch (act) {
        case Act::disable: (void)accounts::set_disabled(write, target, on); break;
        case Act::sensitive:
            (void)accounts::set_sensitized(write, target, on);
            write.emit(MediaCovered{target});
            break;
        case Act::silence: (void)accounts::set_silenced(write, target, on); break;
        case Act::suspend:
            if (on) close_mailbox(write, target);
            else write.run(sql::delete_canonical_of, {target});
            (void)(on ? accounts::suspend(write, target) : accounts::unsuspend(write, target));
            break;
        default: break;
    }
}

void tell_letter(db::Write& write, AccountId id, std::function<Letter(html::Words const&)> const& written) {
    auto email = email_of(write, id);
    auto account = accounts::find(write, id);
    if (email.empty() || !account) return;
    auto letter = written(html::Words(account->language));
    mail::send(write, {.to = email, .subject = letter.subject, .text = mail::paragraphs(letter.paragraphs)});
}

Result<Done> approve(db::Write& write, AccountId by, AccountId id) {
    TRY(waiting(write, by, id));
    TRY(accounts::approve(write, id));
    record(write, by, "account.approve", target_of(id));
    return Done{};
}

Result<Done> reject(db::Write& write, AccountId by, AccountId id) {
    auto account = TRY(waiting(write, by, id));
    // Before it goes: the name is free afterwards, and only the record tells whose it was.
    record(write, by, "account.reject", target_of(id), account.username);
    return accounts::reject(write, id);
}

Result<Done> erase(db::Write& write, AccountId by, AccountId id) {
    auto account = TRY(governed(write, by, id));
    if (!account.suspended_at) return refuse(Why::forbidden, "Suspend the account first: its owner can appeal that.");
    record(write, by, "account.erase", target_of(id), account.handle());
    return accounts::remove(write, id);
}

}  // namespace moderation
