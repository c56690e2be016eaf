// Links in letters that do one thing once, without signing in; and the secret address of somebody's calendar.
#include "base/settings.hpp"
#include "crypto/crypto.hpp"
#include "html/html.hpp"
#include "reminders/inside.hpp"
#include "reminders/queries.hpp"
#include <map>

namespace reminders {

using base::refuse, base::Result, base::Why;

namespace {

std::map<std::string, Deed, std::less<>>& deeds() {
    static std::map<std::string, Deed, std::less<>> all;
    return all;
}

base::Refusal spent() { return {Why::not_found, "This link was used already, or it is too old.", {}}; }

}  // namespace

std::string link(db::Write& write, Once const& once, base::Time until) {
    auto const secret = crypto::new_token();
    write.run(sql::insert_link, {crypto::token_hash(secret), once.person, once.act, once.about, until});
    return html::absolute("/once/" + secret);
}

void do_with(std::string act, Deed deed) { deeds().insert_or_assign(std::move(act), std::move(deed)); }

Deed const* deed_for(std::string_view act) {
    auto const found = deeds().find(act);
    return found == deeds().end() ? nullptr : &found->second;
}

Result<Once> open_link(db::Read& read, std::string_view secret) {
    struct Kept { Once once; base::Time ends_at = 0, used_at = 0; };
    auto const found = read.one(sql::find_link, {crypto::token_hash(secret)}, [](db::Row const& row) { return Kept{{row.id<AccountId>(0), row.text(1), row.text(2)}, row.integer(3), row.integer(4)}; });
    if (!found || found->used_at || found->ends_at <= read.now || !deed_for(found->once.act)) return std::unexpected(spent());
    return found->once;
}

Result<std::string> use_link(db::Write& write, std::string_view secret) {
    auto const once = TRY(open_link(write, secret));
    if (!write.run(sql::use_link, {crypto::token_hash(secret), write.now})) return std::unexpected(spent());
    return deed_for(once.act)->done(write, once);
}

std::string new_calendar(db::Write& write, AccountId person) {
    auto const secret = crypto::new_token();
    auto const chosen = choice(write, person);
    std::string lead;
    for (auto const each : chosen.lead) (lead += lead.empty() ? "" : ",") += std::to_string(each);
    write.run(sql::put_calendar, {person, lead, chosen.push, chosen.mail, crypto::token_hash(secret)});
    return html::absolute("/calendar/" + secret + ".ics");
}

void end_calendar(db::Write& write, AccountId person) { write.run(sql::end_calendar, {person}); }
bool has_calendar(db::Read& read, AccountId person) { return read.number(sql::has_calendar, {person}) > 0; }
AccountId owner_of_calendar(db::Read& read, std::string_view secret) { return AccountId{read.number(sql::calendar_owner, {crypto::token_hash(secret)})}; }

}  // namespace reminders
