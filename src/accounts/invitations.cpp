// Invitations: links with which people bring others in, also where sign-up is closed or waits for somebody's word.
#include "accounts/accounts.hpp"
#include "accounts/inside.hpp"
#include "accounts/queries.hpp"
#include "base/settings.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"

namespace accounts {

namespace {

using base::Done, base::Result, base::Why;

constexpr std::int64_t most_uses_offered = 1000, most_open = 50;
constexpr base::Time longest = 366 * base::day;

Invitation invitation_in(db::Row const& row) {
    return {row.integer(0), row.text(1), row.id<AccountId>(2), row.integer(3), row.integer(4), row.integer(5), row.integer(6)};
}

}  // namespace

std::string Invitation::address() const { return base::site_url() + "/invite/" + code; }

bool may_invite(Account const& account) {
    if (account.hidden() || account.disabled_at) return false;
    return who_invites() == "everybody" || (who_invites() == "staff" && account.role != Role::member);
}

Result<Invitation> invite(db::Write& write, AccountId by, std::int64_t most_uses, base::Time lasts) {
    auto account = TRY(existing(write, by));
    if (!may_invite(account)) return base::refuse(Why::forbidden, "You cannot invite people here.");
    if (most_uses < 0 || most_uses > most_uses_offered) return base::refuse_field("most_uses", "ERR_INVALID", "Choose how many people may come, up to 1,000.");
    if (lasts < 0 || lasts > longest) return base::refuse_field("lasts", "ERR_INVALID", "Choose for how long it works, up to a year.");
    if (std::ssize(invitations(write, by)) >= most_open) return base::refuse(Why::forbidden, "You have 50 invitations. End one first.");
    Invitation made{write.new_id<AccountId>().value, crypto::new_token().substr(0, 22), by, 0, most_uses, lasts ? write.now + lasts : 0, write.now};
    write.run(sql::insert_invitation, {made.id, made.code, by, most_uses, made.expires_at, write.now});
    return made;
}

std::vector<Invitation> invitations(db::Read& read, AccountId by) { return read.rows(sql::invitations_of, {by}, invitation_in); }

Result<Done> end_invitation(db::Write& write, AccountId by, std::int64_t id) {
    if (!write.run(sql::delete_invitation, {id, by})) return base::refuse(Why::not_found, "This invitation has ended already.");
    return Done{};
}

std::optional<Invitation> open_invitation(db::Read& read, std::string_view code) {
    if (code.empty() || code.size() > 100) return std::nullopt;
    auto found = read.one(sql::invitation_by_code, {code}, invitation_in);
    if (!found || (found->expires_at && found->expires_at <= read.now) || (found->most_uses && found->uses >= found->most_uses)) return std::nullopt;
    auto maker = find(read, found->by);
    return maker && may_invite(*maker) ? found : std::nullopt;
}

}  // namespace accounts
