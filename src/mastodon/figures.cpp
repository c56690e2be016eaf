// Counts people, posts and sign-ups by days, and puts them into weeks.
#include "mastodon/figures.hpp"
#include "base/id.hpp"
#include "mastodon/queries.hpp"

namespace mastodon {

namespace {

constexpr int most_weeks = 12;
constexpr std::int64_t days_of_a_week = 7;

template <class Add>
void count_days(db::Read& read, db::Query const& query, base::Time from, base::Time until, Add add) {
    auto first = base::first_id_at(from), end = base::first_id_at(until);
    read.each(query, {first, end}, [&](db::Row const& row) {
        auto back = (until - 1 - row.integer(0) * base::day) / (days_of_a_week * base::day);
        if (back >= 0 && back < most_weeks) add(static_cast<std::size_t>(back), row.integer(1));
    });
}

}  // namespace

std::int64_t Figures::active_in_month(db::Read& read) {
    return active_.get(read, [&] {
        auto today = read.now / base::day;
        return read.number(sql::count_active_users, {today - 27, today + 1});
    });
}

std::vector<Figures::Week> Figures::weeks(db::Read& read) {
    return weeks_.get(read, [&] {
        std::vector<Week> all(most_weeks);
        auto until = (read.now / base::day + 1) * base::day;
        for (int back = 0; back < most_weeks; ++back) {
            auto& week = all[static_cast<std::size_t>(back)];
            week.begins = until - (back + 1) * days_of_a_week * base::day;
            week.people = read.number(sql::count_active_users, {week.begins / base::day, week.begins / base::day + days_of_a_week});
        }
        count_days(read, sql::measure_new_users, all.back().begins, until, [&](std::size_t week, std::int64_t times) { all[week].sign_ups += times; });
        count_days(read, sql::measure_posts, all.back().begins, until, [&](std::size_t week, std::int64_t times) { all[week].posts += times; });
        return all;
    });
}

std::vector<std::string> Figures::peers(db::Read& read) {
    return peers_.get(read, [&] { return read.rows(sql::peers, {}, [](db::Row const& row) { return row.text(0); }); });
}

}  // namespace mastodon
