// Lets go of posts and accounts of other servers that nobody here needs any more, and reads anew who was not read for long.
#include "activitypub/keeping.hpp"
#include "activitypub/queries.hpp"
#include "base/time.hpp"

namespace activitypub {

using base::Done, base::Result;

namespace {

constexpr base::Time read_anew_after = 7 * base::day, between_rounds = base::hour;
constexpr std::size_t at_once = 100, most_in_a_round = 5'000;

// Rows are gone through by their ids, some in each transaction; where it stopped is kept with what it did.
template <class Look>
std::size_t go_on(db::Database& database, std::string_view name, std::size_t most, auto rows_after, Look look) {
    std::size_t found = 0;
    (void)database.write([&](db::Write& write) -> Result<Done> {
        auto after = write.number(sql::sweep_position, {name});
        auto rows = rows_after(write, after);
        found = rows.size();
        for (auto const& each : rows) TRY(look(write, each));
        // At the end, the next round begins anew.
        write.run(sql::set_sweep_position, {name, found < most ? 0 : rows.back().id.value});
        return Done{};
    });
    return found;
}

struct OldPost { PostId id; AccountId author; };
struct OldAccount { AccountId id; base::Time read_at; };

Result<Done> look_at_post(db::Write& write, OldPost const& old) {
    if (write.number(sql::is_post_needed, {old.id})) return Done{};
    TRY(posts::remove(write, old.author, old.id));
    return Done{};
}

Result<Done> look_at_account(db::Write& write, OldAccount const& old, base::Time long_ago) {
    if (old.read_at >= long_ago || write.number(sql::is_account_needed, {old.id})) return Done{};
    forget(write, old.id);
    return accounts::find(write, old.id) ? accounts::let_go_of_remote(write, old.id) : Result<Done>(Done{});
}

}  // namespace

void refresh_later(db::Write& write, Actor const& actor) {
    if (actor.fetched_at + read_anew_after > write.now) return;
    write.run(sql::set_actor_asked, {actor.account, write.now});
    fetch_actor_later(write, actor.uri);
}

std::size_t let_go_of_some(db::Database& database, std::size_t most) {
    if (remote_days() <= 0) return 0;
    auto long_ago = database.read([](db::Read& read) { return read.now; }) - remote_days() * base::day;
    auto count = static_cast<std::int64_t>(most);
    auto posts_after = [&](db::Write& write, std::int64_t after) {
        return write.rows(sql::remote_posts_after, {after, base::first_id_at(long_ago), count}, [](db::Row const& row) { return OldPost{row.id<PostId>(0), row.id<AccountId>(1)}; });
    };
    auto actors_after = [&](db::Write& write, std::int64_t after) {
        return write.rows(sql::actors_after, {after, count}, [](db::Row const& row) { return OldAccount{row.id<AccountId>(0), row.integer(1)}; });
    };
    auto posts = go_on(database, "posts", most, posts_after, look_at_post);
    auto accounts = go_on(database, "accounts", most, actors_after, [&](db::Write& write, OldAccount const& old) { return look_at_account(write, old, long_ago); });
    return (posts == most ? posts : 0) + (accounts == most ? accounts : 0);
}

void add_evicting_jobs(jobs::Runner& runner, db::Database& database) {
    runner.every("activitypub.let_go", between_rounds, [&runner, &database] {
        for (std::size_t looked = 0; looked < most_in_a_round && !runner.is_stopping();) {
            auto some = let_go_of_some(database, at_once);
            if (some == 0) return;
            looked += some;
        }
    });
}

}  // namespace activitypub
