// A small capability for the tests of the engines: accounts of money, because lost changes show in the sum.
#pragma once
#include "db/testing.hpp"

namespace purse {

inline constexpr db::Migration migrations[] = {
    {1, "create", "CREATE TABLE purse (id BIGINT PRIMARY KEY, owner TEXT NOT NULL UNIQUE, coins BIGINT NOT NULL CHECK (coins >= 0),"
                  " weight DOUBLE PRECISION, open BOOLEAN NOT NULL DEFAULT TRUE, note TEXT);"
                  "CREATE TABLE coin (id BIGINT PRIMARY KEY, purse_id BIGINT NOT NULL REFERENCES purse (id));"
                  "CREATE TABLE loan (id BIGINT PRIMARY KEY, purse_id BIGINT NOT NULL REFERENCES purse (id) DEFERRABLE INITIALLY DEFERRED)"},
    {2, "index", "CREATE INDEX coin_by_purse ON coin (purse_id)"},
};
inline constexpr db::Query invariants[] = {
    {"purse.nobody_is_called_nobody", "SELECT id, owner FROM purse WHERE owner = 'nobody' ORDER BY id"},
};
inline constexpr db::Schema schema{"purse", migrations, invariants, {}};
inline constexpr db::Schema schemas[] = {schema};

inline constexpr db::Query
    put{"purse.put", "INSERT INTO purse (id, owner, coins) VALUES ($1, $2, $3)"},
    put_all{"purse.put_all", "INSERT INTO purse (id, owner, coins, weight, open, note) VALUES ($1, $2, $3, $4, $5, $6)"},
    coins{"purse.coins", "SELECT coins FROM purse WHERE id = $1"},
    count{"purse.count", "SELECT count(*) FROM purse"},
    sum{"purse.sum", "SELECT coalesce(sum(coins), 0) FROM purse"},
    set{"purse.set", "UPDATE purse SET coins = $2 WHERE id = $1"},
    whole{"purse.whole", "SELECT id, owner, coins, weight, open, note FROM purse WHERE id = $1"},
    among{"purse.among", "SELECT id FROM purse WHERE id IN LIST($1) AND coins >= $2 ORDER BY id"},
    put_coin{"purse.put_coin", "INSERT INTO coin (id, purse_id) VALUES ($1, $2)"},
    count_coins{"purse.count_coins", "SELECT count(*) FROM coin"},
    put_loan{"purse.put_loan", "INSERT INTO loan (id, purse_id) VALUES ($1, $2)"};

struct Filled {
    static constexpr std::string_view kind = "purse.filled";
    std::int64_t purse, coins;
};

// What `act` was broken by, or nothing.
template <class F>
std::optional<db::Broken::Kind> broken_by(F act) {
    try {
        act();
    } catch (db::Broken const& wrong) {
        return wrong.kind;
    }
    return {};
}

struct World : db::testing::World {
    World() : db::testing::World(schemas) {}

    // One kept change.
    void change(std::function<void(db::Write&)> const& work) {
        database.wait_write([&](db::Write& write) { work(write); return true; });
    }
    std::int64_t number(db::Query const& query, db::Arguments arguments = {}) {
        return database.read([&](db::Read& read) { return read.number(query, arguments); });
    }
};

}  // namespace purse
