// A small world for the tests of what people do: three who signed up. A room's tests say which rooms' tables they need.
#pragma once
#include "accounts/accounts.hpp"
#include "blocks/blocks.hpp"
#include "db/testing.hpp"
#include "jobs/jobs.hpp"
#include "notifications/notifications.hpp"
#include <list>

namespace testing_people {

using Kinds = std::vector<std::string>;

inline std::vector<db::Schema> with(std::vector<db::Schema> more) {
    std::vector<db::Schema> all{jobs::schema, accounts::schema, blocks::schema, notifications::schema};
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

struct People : db::testing::World {
    base::AccountId ada, ben, cleo;

    explicit People(std::vector<db::Schema> const& more = {}) : World(kept(with(more))) {
        ada = join("ada");
        ben = join("ben");
        cleo = join("cleo");
    }

    template <class F> auto write(F work) { advance(1); return database.write(work); }
    template <class F> auto read(F work) { return database.read(work); }

    base::AccountId join(std::string const& username) {
        return write([&](db::Write& write) {
            accounts::SignUp form{username, username + "@people.example", "a long enough password"};
            form.agreement = form.confirmed = true;
            form.password_hash = "no password fits this";
            return accounts::sign_up(write, form);
        })->id;
    }
    std::vector<std::string> told(base::AccountId account) {
        std::vector<std::string> kinds;
        for (auto const& each : read([&](db::Read& read) { return notifications::list(read, account, {}); })) kinds.push_back(each.kind);
        return kinds;
    }
    accounts::Account account(base::AccountId id) { return *read([&](db::Read& read) { return accounts::find(read, id); }); }

private:
    // The database refers to its schemas for as long as it lives.
    static std::vector<db::Schema> const& kept(std::vector<db::Schema> all) {
        static std::list<std::vector<db::Schema>> each_kept;
        return each_kept.emplace_back(std::move(all));
    }
};

}  // namespace testing_people
