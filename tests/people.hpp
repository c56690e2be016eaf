// A small world for the tests of what people do: three who signed up, and everything up to posts.
#pragma once
#include "accounts/accounts.hpp"
#include "db/testing.hpp"
#include "follows/follows.hpp"
#include "jobs/jobs.hpp"
#include "notifications/notifications.hpp"
#include "posts/posts.hpp"

namespace testing_people {

inline std::vector<db::Schema> schemas() { return {jobs::schema, accounts::schema, notifications::schema, follows::schema, posts::schema}; }

struct People : db::testing::World {
    base::AccountId ada, ben, cleo;

    People() : World(all()) {
        ada = join("ada");
        ben = join("ben");
        cleo = join("cleo");
    }

    base::AccountId join(std::string const& username) {
        return write([&](db::Write& write) {
            accounts::SignUp form{username, username + "@people.example", "a long enough password"};
            form.agreement = form.confirmed = true;
            form.password_hash = "no password fits this";
            return accounts::sign_up(write, form);
        })->id;
    }

    template <class F> auto write(F work) { advance(1); return database.write(work); }
    template <class F> auto read(F work) { return database.read(work); }

    posts::Draft draft(std::string text) {
        posts::Draft made;
        made.text = std::move(text);
        return made;
    }

    base::Result<posts::Post> say(base::AccountId author, posts::Draft const& draft) {
        return write([&](db::Write& write) { return posts::publish(write, author, draft); });
    }
    base::Result<posts::Post> say(base::AccountId author, std::string text) { return say(author, draft(std::move(text))); }
    base::Result<posts::Post> say(base::AccountId author, std::string text, posts::Visibility visibility) {
        auto made = draft(std::move(text));
        made.visibility = visibility;
        return say(author, made);
    }
    base::Result<posts::Post> answer(base::AccountId author, base::PostId to, std::string text) {
        auto made = draft(std::move(text));
        made.reply_to = to;
        return say(author, made);
    }
    void follow(base::AccountId follower, base::AccountId followed) {
        REQUIRE(write([&](db::Write& write) { return follows::follow(write, follower, followed); }).has_value());
    }
    bool sees(base::AccountId viewer, base::PostId post) {
        return read([&](db::Read& read) { return posts::find(read, post, viewer).has_value(); });
    }
    std::vector<std::string> told(base::AccountId account) {
        std::vector<std::string> kinds;
        for (auto const& each : read([&](db::Read& read) { return notifications::list(read, account, {}); })) kinds.push_back(each.kind);
        return kinds;
    }
    accounts::Account account(base::AccountId id) { return *read([&](db::Read& read) { return accounts::find(read, id); }); }

private:
    static std::vector<db::Schema> const& all() {
        static auto const list = schemas();
        return list;
    }
};

using Kinds = std::vector<std::string>;

}  // namespace testing_people
