// Hears what happens here, and what must be told of it; profiles and posts that change often are told once, a little later.
#include "activitypub/telling.hpp"
#include "activitypub/groups.hpp"
#include "activitypub/keys.hpp"
#include "activitypub/queries.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"

namespace activitypub {

using base::Done, base::Result;

namespace {

// What an Update of an actor would tell. The key is not part of it: it may not be made yet.
std::string hash_of(db::Read& read, accounts::Account const& account) { return crypto::token_hash(actor_document(read, account, "")); }

void tell_of_actor(db::Database& database, AccountId id) {
    auto key = public_key_of(database, id);
    (void)database.write([&](db::Write& write) -> Result<Done> {
        auto account = accounts::find(write, id);
        auto told = write.one(sql::told_actor, {id}, [](db::Row const& row) { return row.text(0); });
        if (!account || !account->is_local() || account->hidden()) return Done{};
        auto named = names_elsewhere(write, id);
        auto hash = hash_of(write, *account);
        if (told ? hash == *told : named.empty()) return Done{};
        write.run(sql::put_told_actor, {id, hash});
        // Who moves here from another server can do so once that server knows that it was named.
        send_to_followers(write, {.author = id, .activity = actor_update_of(write, *account, key)}, named);
        return Done{};
    });
}

std::optional<std::int64_t> number_in(jobs::Job const& job) { return base::parse_id(job.payload); }

}  // namespace

void hear(db::Write& write, base::Event const& event) {
    keep_audience(write, event);
    keep_rules(write, event);
    note_groups(write, event);
    if (federate()) {
        if (event.kind.starts_with("posts.") || event.kind.starts_with("polls.")) tell_of_posts(write, event);
        else tell_of_people(write, event);
    }
    forget_groups(write, event);
}

void note_told(db::Write& write, accounts::Account const& account) {
    if (!is_told(write, account.id)) write.run(sql::put_first_told_actor, {account.id, hash_of(write, account)});
}

bool is_told(db::Read& read, AccountId account) { return read.number(sql::is_told_actor, {account}) > 0; }

void forget_told_hash(db::Write& write, AccountId account) { write.run(sql::put_told_actor, {account, "told anew"}); }

std::int64_t count_deed(db::Write& write, AccountId account, std::string_view kind, std::int64_t target) {
    write.run(sql::count_deed, {account, kind, target});
    return deeds(write, account, kind, target);
}

std::int64_t deeds(db::Read& read, AccountId account, std::string_view kind, std::int64_t target) { return read.number(sql::deeds, {account, kind, target}); }

std::vector<AccountId> names_elsewhere(db::Read& read, AccountId account) {
    std::vector<AccountId> all;
    for (auto const& each : accounts::aliases(read, account))
        if (!each.is_local()) all.push_back(each.id);
    return all;
}

std::optional<Told> told_post(db::Read& read, PostId post) {
    return read.one(sql::told_post, {post}, [](db::Row const& row) {
        return Told{row.id<AccountId>(0), row.boolean(1), row.boolean(2), row.text(3), row.integer(4)};
    });
}

void add_telling_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle("activitypub.update_actor", [&database](jobs::Job const& job) -> Result<Done> {
        if (auto id = number_in(job)) tell_of_actor(database, AccountId{*id});
        return Done{};
    });
    runner.handle("activitypub.update_post", [&database](jobs::Job const& job) -> Result<Done> {
        auto id = number_in(job);
        if (!id) return Done{};
        return database.write([&](db::Write& write) -> Result<Done> {
            tell_of_change(write, PostId{*id});
            return Done{};
        });
    });
}

}  // namespace activitypub
