// Follows that end at once, because a server is blocked or an account suspended: what they were is told.
#include "follows/inside.hpp"
#include "follows/queries.hpp"
#include "notifications/notifications.hpp"
#include <algorithm>
#include <array>
#include <map>

namespace follows {

namespace {

constexpr std::array<std::string_view, 3> causes = {"domain_block", "user_domain_block", "account_suspension"};

}  // namespace

void sever(db::Write& write, Cause cause, std::string_view target, std::vector<Pair> const& follows) {
    struct Lost { std::int64_t followers = 0, following = 0; };
    std::map<AccountId, Lost> lost;
    for (auto const& [follower, followed] : follows) {
        if (!end(write, follower, followed)) continue;
        ++lost[follower].following;
        ++lost[followed].followers;
    }
    for (auto const& [id, each] : lost) {
        auto account = accounts::find(write, id);
        if (!account || !account->is_local()) continue;
        auto severance = write.new_id<base::Id<struct SeveranceTag>>();
        write.run(sql::insert_severance, {severance, id, causes[static_cast<std::size_t>(cause)], target, each.followers, each.following, write.now});
        notifications::tell(write, id, "severed_relationships", id, {}, severance.value);
    }
}

std::string_view text_of(Cause cause) { return causes[static_cast<std::size_t>(cause)]; }

void sever_domain(db::Write& write, std::string_view domain) {
    sever(write, Cause::domain_block, domain, pairs(write, sql::follows_with_domain, domain));
    for (auto const& [follower, followed] : pairs(write, sql::requests_with_domain, domain)) withdraw(write, follower, followed);
}

void sever_account(db::Write& write, AccountId id) {
    auto account = accounts::find(write, id);
    if (!account || account->is_local()) return;
    sever(write, Cause::account_suspension, account->handle(), pairs(write, sql::follows_by, id));
    for (auto const& [follower, followed] : pairs(write, sql::requests_by, id)) withdraw(write, follower, followed);
}

std::optional<Severance> find_severance(db::Read& read, std::int64_t id) {
    return read.one(sql::severance, {id}, [](db::Row const& row) {
        auto cause = std::ranges::find(causes, row.view(2)) - causes.begin();
        return Severance{row.integer(0), row.id<AccountId>(1), static_cast<Cause>(cause), row.text(3), row.integer(4), row.integer(5), row.integer(6)};
    });
}

}  // namespace follows
