// The dialect's tables and jobs, and what goes when a person goes.
#include "activitypub/activitypub.hpp"
#include "activitypub/deliveries.hpp"
#include "activitypub/groups.hpp"
#include "activitypub/keeping.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/receiving.hpp"
#include "activitypub/schema.hpp"
#include "activitypub/telling.hpp"

namespace activitypub {

db::Schema const schema = sql::schema_of_folder;

void add_jobs(jobs::Runner& runner, db::Database& database) {
    add_telling_jobs(runner, database);
    add_group_jobs(runner, database);
    add_server_jobs(runner, database);
    add_receiving_jobs(runner, database);
    add_fetching_jobs(runner, database);
    add_evicting_jobs(runner, database);
}

void forget(db::Write& write, AccountId account) {
    // The key stays: it signs the Delete that tells others.
    for (auto const* statement : {&sql::delete_follows_around, &sql::delete_told_actor, &sql::delete_told_posts, &sql::delete_deeds_around, &sql::delete_actor}) write.run(*statement, {account});
    forget_audience(write, account);
}

}  // namespace activitypub
