// What the measurements inside one process share: people to begin with, a change that must hold, and parts of what was timed.
#pragma once
#include "accounts/accounts.hpp"
#include "db/database.hpp"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace measuring {

using Clock = std::chrono::steady_clock;

inline double milliseconds_since(Clock::time_point began) { return std::chrono::duration<double, std::milli>(Clock::now() - began).count(); }

// Of what was timed: 0.5 is the median, 1 the slowest.
inline double part(std::vector<double>& all, double of) {
    std::ranges::sort(all);
    return all[static_cast<std::size_t>(of * static_cast<double>(all.size() - 1))];
}

inline base::Result<base::AccountId> signed_up(db::Write& write, std::string const& name, accounts::Kind kind) {
    accounts::SignUp form{name, name + "@bench.example", "a long enough password"};
    form.agreement = form.confirmed = true;
    form.kind = kind;
    form.password_hash = "no password fits this";
    return TRY(accounts::sign_up(write, form)).id;
}

// A refusal ends the measurement: its figures would be of something else.
template <class F>
auto written(db::Database& database, F work) {
    auto made = database.write(work);
    if (!made) {
        std::fprintf(stderr, "%s\n", made.error().message.c_str());
        std::abort();
    }
    return *made;
}

}  // namespace measuring
