// Computes what trends. The floor is of people, not of posts: one busy account moves nothing.
#include "trends/trends.hpp"
#include "base/time.hpp"
#include "trends/queries.hpp"
#include "trends/schema.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace trends {

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr base::Time looks_back = 2 * base::day, halves_in = 6 * base::hour;
constexpr int most = 100;  // of each kind

constexpr std::array<std::string_view, 3> kind_words = {"tag", "post", "link"};

Trend trend_of(Kind kind, db::Row const& row) {
    return {kind, row.integer(0), row.real(1), row.integer(2), !row.is_null(3), row.boolean(3)};
}

std::vector<Trend> count(db::Read& read, Kind kind, db::Query const& uses) {
    std::unordered_map<std::int64_t, Trend> found;
    read.each(uses, {base::first_id_at(read.now - looks_back)}, [&](db::Row const& row) {
        auto& trend = found[row.integer(0)];
        auto age = std::max<base::Time>(0, read.now - base::time_of(row.integer(2)));
        trend.score += std::exp2(-static_cast<double>(age) / static_cast<double>(halves_in));
        ++trend.people;
    });
    std::vector<Trend> trends;
    for (auto& [subject, trend] : found) {
        if (trend.people < fewest_people()) continue;
        trend.kind = kind;
        trend.subject = subject;
        trends.push_back(trend);
    }
    std::ranges::sort(trends, [](Trend const& a, Trend const& b) { return a.score != b.score ? a.score > b.score : a.subject < b.subject; });
    if (trends.size() > most) trends.resize(most);
    return trends;
}

template <class Wanted>
std::vector<Trend> list(db::Read& read, Kind kind, Page page, Wanted wanted) {
    auto found = read.rows(sql::all_trends, {text_of(kind), most}, [&](db::Row const& row) { return trend_of(kind, row); });
    std::erase_if(found, [&](Trend const& each) { return !wanted(each); });
    found.erase(found.begin(), found.begin() + std::clamp<std::ptrdiff_t>(page.offset, 0, std::ssize(found)));
    if (std::ssize(found) > page.limit) found.resize(static_cast<std::size_t>(page.limit));
    return found;
}

}  // namespace

std::string_view text_of(Kind kind) { return kind_words[static_cast<std::size_t>(kind)]; }

std::optional<Kind> kind_of(std::string_view text) {
    auto word = std::ranges::find(kind_words, text);
    if (word == kind_words.end()) return std::nullopt;
    return static_cast<Kind>(word - kind_words.begin());
}

std::vector<Trend> shown(db::Read& read, Kind kind, Page page) {
    return list(read, kind, page, [](Trend const& each) { return each.is_shown(); });
}

std::vector<Trend> all(db::Read& read, Kind kind, Page page) {
    return list(read, kind, page, [](Trend const&) { return true; });
}

std::vector<Topic> topics(db::Read& read, int limit) {
    return read.rows(sql::shown_topics, {!reviewed_only(), limit}, [](db::Row const& row) { return Topic{row.text(0), row.integer(1)}; });
}

std::optional<Trend> find(db::Read& read, Kind kind, std::int64_t subject) {
    return read.one(sql::one_trend, {text_of(kind), subject}, [&](db::Row const& row) { return trend_of(kind, row); });
}

base::Result<base::Done> review(db::Write& write, AccountId reviewer, Kind kind, std::int64_t subject, bool allowed) {
    constexpr std::array<db::Query, 3> exists = {sql::exists_tag, sql::exists_post, sql::exists_link};
    if (write.number(exists[static_cast<std::size_t>(kind)], {subject}) == 0) return base::refuse(base::Why::not_found, "There is nothing to review.");
    auto before = write.one(sql::decision, {text_of(kind), subject}, [](db::Row const& row) { return row.boolean(0); });
    if (before == allowed) return base::Done{};
    write.run(sql::put_review, {text_of(kind), subject, allowed, reviewer, write.now});
    write.emit(Reviewed{reviewer, static_cast<std::int64_t>(kind), subject});
    return base::Done{};
}

void compute(db::Database& database) {
    auto trends = database.read([](db::Read& read) {
        auto found = count(read, Kind::tag, sql::tag_uses);
        for (auto const& each : count(read, Kind::post, sql::post_uses)) found.push_back(each);
        for (auto const& each : count(read, Kind::link, sql::link_uses)) found.push_back(each);
        return found;
    });
    (void)database.write([&](db::Write& write) -> base::Result<base::Done> {
        write.run(sql::clear, {});
        for (auto const& each : trends) write.run(sql::put, {text_of(each.kind), each.subject, each.score, each.people});
        return base::Done{};
    });
}

std::vector<posts::Day> history(db::Read& read, std::int64_t card) {
    auto today = read.now / base::day;
    std::vector<posts::Day> days(7);
    for (std::size_t i = 0; i < days.size(); ++i) days[i].at = (today - static_cast<base::Time>(i)) * base::day;
    read.each(sql::link_days, {card, base::first_id_at((today - 6) * base::day) - 1}, [&](db::Row const& row) {
        auto back = today - row.integer(0);
        if (back < 0 || back >= std::ssize(days)) return;
        days[static_cast<std::size_t>(back)].uses = row.integer(1);
        days[static_cast<std::size_t>(back)].accounts = row.integer(2);
    });
    return days;
}

void add_jobs(jobs::Runner& jobs, db::Database& database) {
    jobs.every("trends.compute", 5 * base::minute, [&database] { compute(database); });
}

}  // namespace trends
