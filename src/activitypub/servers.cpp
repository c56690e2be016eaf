// What moderators decide about whole servers, done to everything that is known of them already; by jobs, some rows at a time.
#include "activitypub/deliveries.hpp"
#include "activitypub/hosts.hpp"
#include "activitypub/queries.hpp"
#include "activitypub/synchronization.hpp"
#include "base/time.hpp"
#include "emojis/emojis.hpp"
#include "follows/follows.hpp"
#include "moderation/moderation.hpp"
#include <algorithm>

namespace activitypub {

using base::Done, base::Result;

namespace {

constexpr int some = 50;
constexpr std::string_view rules_job = "activitypub.apply_server_rules", purge_job = "activitypub.purge_server";

bool belongs_to(std::string_view host, std::string_view domain) {
    auto name = without_port(host);
    return host == domain || name == domain || (name.ends_with(domain) && name.size() > domain.size() && name[name.size() - domain.size() - 1] == '.');
}

using Change = Result<Done> (*)(db::Write&, AccountId);

// As many transactions as it takes: nobody else waits for more than a few rows.
Result<Done> change_all(db::Database& database, db::Query const& which, std::string const& domain, Change change, bool by_key) {
    for (AccountId after{}, last{}; ; after = last) {
        auto count = TRY(database.write([&](db::Write& write) -> Result<std::size_t> {
            auto id_in = [](db::Row const& row) { return row.id<AccountId>(0); };
            auto ids = by_key ? write.rows(which, {domain, some, after}, id_in) : write.rows(which, {domain, some}, id_in);
            for (auto id : ids) TRY(change(write, last = id));
            return ids.size();
        }));
        if (count < some) return Done{};
    }
}

Result<Done> hide(db::Write& write, AccountId id) {
    follows::sever_account(write, id);
    return accounts::suspend(write, id);
}
Result<Done> show(db::Write& write, AccountId id) { return accounts::unsuspend(write, id); }
Result<Done> silence(db::Write& write, AccountId id) { return accounts::set_silenced(write, id, true); }
Result<Done> hear_again(db::Write& write, AccountId id) { return accounts::set_silenced(write, id, false); }

Result<Done> apply_rules(db::Database& database) {
    struct Ruled { std::string domain; bool refused, silenced; };
    auto all = database.read([](db::Read& read) {
        return read.rows(sql::domains_known, {}, [](db::Row const& row) { return Ruled{row.text(0), false, false}; });
    });
    database.wait_read([&](db::Read& read) {
        for (auto& each : all) {
            auto block = moderation::block_for(read, without_port(each.domain));
            each.refused = !deals_with(read, each.domain);
            each.silenced = block && block->severity == moderation::DomainSeverity::silence;
        }
    });
    for (auto const& [domain, refused, silenced] : all) {
        TRY(refused ? change_all(database, sql::accounts_to_hide, domain, hide, false) : change_all(database, sql::accounts_to_show, domain, show, true));
        TRY(silenced ? change_all(database, sql::accounts_to_silence, domain, silence, false) : change_all(database, sql::accounts_to_hear, domain, hear_again, true));
    }
    return database.write([](db::Write& write) -> Result<Done> {
        refuse_peers_anew(write);
        return Done{};
    });
}

Result<Done> purge_server(db::Database& database, std::string const& domain) {
    auto known = database.read([&](db::Read& read) {
        auto all = read.rows(sql::domains_known, {}, [](db::Row const& row) { return row.text(0); });
        std::erase_if(all, [&](std::string const& each) { return !belongs_to(each, domain); });
        return all;
    });
    if (std::ranges::find(known, domain) == known.end()) known.push_back(domain);
    for (auto const& each : known) {
        TRY(change_all(database, sql::accounts_of_domain, each, accounts::let_go_of_remote, false));
        TRY(database.write([&](db::Write& write) -> Result<Done> {
            for (auto const* statement : {&sql::delete_actors_of_host, &sql::delete_deliveries_to_host, &sql::delete_reach_of_host, &sql::delete_inboxes_of_host, &sql::delete_peer})
                write.run(*statement, {each});
            write.run(sql::delete_all_idle_outgoing, {base::first_id_at(write.now + 1)});
            emojis::forget_remote(write, each);
            return Done{};
        }));
    }
    return Done{};
}

}  // namespace

void purge(db::Write& write, std::string_view domain) { jobs::add(write, purge_job, domain, 0, domain); }

void keep_rules(db::Write& write, base::Event const& event) {
    if (event.kind == moderation::DomainsChanged::kind) jobs::add(write, rules_job, "", 0, "all");
}

void add_server_jobs(jobs::Runner& runner, db::Database& database) {
    runner.handle(std::string(rules_job), [&database](jobs::Job const&) { return apply_rules(database); });
    runner.handle(std::string(purge_job), [&database](jobs::Job const& job) { return purge_server(database, job.payload); });
    runner.every("activitypub.drop_stale", base::day, [&database] {
        (void)database.write([](db::Write& write) -> Result<Done> {
            drop_stale(write);
            return Done{};
        });
    });
    add_synchronization_jobs(runner, database);
}

}  // namespace activitypub
