// One-time rights to review a visit. Only hashes are kept, and nothing of whom they were given to.
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "reviews/inside.hpp"
#include "reviews/queries.hpp"
#include "teams/teams.hpp"

namespace reviews {

using base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

constexpr std::int64_t most_a_day = 200, most_at_once = 50;

struct Kept { Visit visit; std::string issued; bool used = false; };
std::optional<Kept> kept(db::Read& read, std::string_view token) {
    if (token.empty() || token.size() > 100) return std::nullopt;
    return read.one(sql::visit, {crypto::token_hash(token)}, [](db::Row const& row) { return Kept{{row.id<LocationId>(0), row.text(1)}, row.text(2), row.boolean(3)}; });
}

bool is_young(Kept const& each, base::Time now) { return each.issued >= day_of(now - token_lasts); }

}  // namespace

std::string new_token(db::Write& write, Visit const& visit) {
    auto const token = crypto::new_token();
    write.run(sql::insert_visit, {crypto::token_hash(token), visit.location, visit.month, day_of(write.now)});
    return token;
}

Result<std::vector<std::string>> give_tokens(db::Write& write, AccountId by, Visit const& visit, std::int64_t count) {
    auto const location = directory::find(write, visit.location);
    if (!location) return refuse(Why::not_found, "There is no such place.");
    TRY(teams::allow(write, location->organization, by, teams::Role::responder));
    auto const this_month = base::iso8601(write.now).substr(0, 7), last_month = base::iso8601(write.now - 31 * base::day).substr(0, 7);
    if (visit.month != this_month && visit.month != last_month) return refuse_field("month", "ERR_INVALID", "Links are for visits of this month or the last.");
    if (count < 1 || count > most_at_once) return refuse_field("count", "ERR_INVALID", "Make from 1 to 50 links at once.");
    if (write.number(sql::visits_issued, {visit.location, day_of(write.now)}) + count > most_a_day)
        return refuse(Why::too_many, "A place gives out at most 200 links a day.");
    std::vector<std::string> made;
    for (std::int64_t i = 0; i < count; ++i) made.push_back(new_token(write, visit));
    teams::record(write, location->organization, by, "reviews.links", visit.location.text(), std::to_string(count));
    return made;
}

std::optional<Visit> open_visit(db::Read& read, std::string_view token) {
    auto const found = kept(read, token);
    return found && !found->used && is_young(*found, read.now) ? std::optional(found->visit) : std::nullopt;
}

Result<Visit> use_token(db::Write& write, std::string_view token, LocationId location) {
    auto const found = kept(write, token);
    if (!found || found->visit.location != location) return refuse_field("token", "ERR_INVALID", "This link does not belong to a visit here.");
    if (found->used) return refuse_field("token", "ERR_TAKEN", "This visit was reviewed already.");
    if (!is_young(*found, write.now)) return refuse_field("token", "ERR_INVALID", "This link is older than half a year.");
    write.run(sql::use_visit, {crypto::token_hash(token)});
    return found->visit;
}

}  // namespace reviews
