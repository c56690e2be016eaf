// A small world for these tests: the tables of accounts and of what they stand on, and people to act.
#pragma once
#include "accounts/accounts.hpp"
#include "base/time.hpp"
#include "db/testing.hpp"
#include "jobs/jobs.hpp"
#include "media/media.hpp"
#include <array>
#include <filesystem>
#include <unistd.h>

inline std::array const schemas{jobs::schema, media::schema, accounts::schema};

// Where this run's keys are; gone with it.
struct Keys {
    std::string const file = (std::filesystem::temp_directory_path() / ("salve-test-keys-" + std::to_string(::getpid()))).string();
    Keys() { accounts::keep_keys_in(file); }
    ~Keys() { std::filesystem::remove(file); }
};
inline Keys const keys;

struct World : db::testing::World {
    // Ids come from the clock, and tries are counted by id for the whole process: each world has hours of its own.
    World() : db::testing::World(schemas) {
        static int worlds = 0;
        advance(++worlds * base::day);
    }

    template <class F> auto write(F work) { return database.write(work); }
    template <class F> auto read(F work) { return database.read(work); }

    static inline std::string const good_password = "seven quiet otters paint";

    static accounts::SignUp form(std::string username) {
        accounts::SignUp wanted;
        wanted.email = username + "@example.org";
        wanted.username = std::move(username);
        wanted.password = good_password;
        wanted.agreement = true;
        return wanted;
    }

    // A confirmed member. Hashing is slow, and no test of these is about it: one hash for all.
    accounts::Account member(std::string username, accounts::Role role = accounts::Role::member) {
        static std::string const hash = accounts::hash_password(good_password);
        auto wanted = form(std::move(username));
        wanted.password_hash = hash;
        wanted.confirmed = true;
        wanted.role = role;
        auto made = write([&](db::Write& write) { return accounts::sign_up(write, wanted); });
        REQUIRE(made);
        return *made;
    }

    // For rules that cannot be refused.
    template <class F>
    auto change(F work) {
        using T = std::invoke_result_t<F, db::Write&>;
        if constexpr (std::is_void_v<T>) {
            database.wait_write([&](db::Write& write) { work(write); return true; });
        } else {
            std::optional<T> made;
            database.wait_write([&](db::Write& write) { made.emplace(work(write)); return true; });
            return std::move(*made);
        }
    }

    // The secret in the last letter to an address: what stands behind `before` in its text.
    std::string secret_mailed(std::string_view before) {
        std::string text;
        database.wait_read([&](db::Read& read) {
            read.each({"test.letters", "SELECT payload FROM job ORDER BY id"}, {}, [&](db::Row const& row) { text = row.text(0); });
        });
        auto start = text.rfind(before);
        REQUIRE(start != text.npos);
        start += before.size();
        return text.substr(start, 43);
    }

    std::int64_t letters() {
        return read([](db::Read& read) { return read.number({"test.count", "SELECT COUNT(*) FROM job"}, {}); });
    }
};

inline std::string code_at(base::Refusal const& refusal, std::string_view field) {
    for (auto const& fault : refusal.fields)
        if (fault.field == field) return fault.code;
    return {};
}
