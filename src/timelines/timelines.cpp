// Timelines from SQL: the truth behind Feeds, and all that Feeds does not hold.
#include "timelines/timelines.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "timelines/home.hpp"
#include "timelines/queries.hpp"
#include <algorithm>
#include <array>
#include <limits>

namespace timelines {
namespace {

constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max(), newest_first = -1, oldest_first = 1;

PostId id_of(db::Row const& row) { return row.id<PostId>(0); }

std::vector<PostId> reversed(std::vector<PostId> ids) {
    std::ranges::reverse(ids);
    return ids;
}

// Hashtags by name; a name nobody used is id -1, which no post has.
db::List ids_of(db::Read& read, std::vector<std::string> const& names) {
    db::List ids;
    for (auto const& name : names) {
        auto id = read.number(sql::hashtag_ids, {base::fold(name)});
        ids.push_back(id ? id : -1);
    }
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

// How far back to look at first: a reader of a lively feed finds a page in a day, and nobody pays for years of posts
// to see twenty.
constexpr std::array<base::Time, 4> windows = {base::day, 8 * base::day, 64 * base::day, newest >> 16};

}  // namespace

std::vector<HomeRow> home_rows(db::Read& read, AccountId reader, std::int64_t before, std::int64_t since, int limit) {
    std::vector<HomeRow> rows;
    auto from = std::min(before, base::first_id_at(read.now + base::hour));
    for (auto window : windows) {
        auto start = std::max(since, base::first_id_at(std::max<base::Time>(0, base::time_of(from) - window)) - 1);
        rows = read.rows(sql::home_between, {reader, start, before, limit, newest_first},
                         [](db::Row const& row) { return HomeRow{row.id<PostId>(0), row.id<PostId>(1), row.id<AccountId>(2)}; });
        if (static_cast<int>(rows.size()) >= limit || start <= since) break;
    }
    return rows;
}

std::vector<PostId> home(db::Read& read, AccountId reader, Page page) {
    if (page.after) return reversed(read.rows(sql::home_between, {reader, page.after, newest, page.limit, oldest_first}, id_of));
    std::vector<PostId> ids;
    for (auto const& row : home_rows(read, reader, page.before ? page.before : newest, page.since, page.limit)) ids.push_back(row.post);
    return ids;
}

std::vector<PostId> local(db::Read& read, AccountId, Page page) {
    if (page.after) return reversed(read.rows(sql::local_after, {page.after, page.limit}, id_of));
    return read.rows(sql::local_newest, {page.before ? page.before : newest, page.since, page.limit}, id_of);
}

std::vector<PostId> hashtag(db::Read& read, TagQuery const& query, AccountId, Page page) {
    auto names = query.any;
    names.push_back(query.name);
    auto any = ids_of(read, names), all = ids_of(read, query.all), none = ids_of(read, query.none);
    auto wanted = static_cast<std::int64_t>(all.size());
    if (page.after) return reversed(read.rows(sql::tagged_after, {any, page.after, all, wanted, none, page.limit}, id_of));
    return read.rows(sql::tagged_newest, {any, page.before ? page.before : newest, page.since, all, wanted, none, page.limit}, id_of);
}

std::vector<PostId> account(db::Read& read, AccountId author, AccountId viewer, Of of, Page page) {
    if (of.only_pinned) return posts::pinned(read, author);
    std::int64_t tag = of.tagged.empty() ? 0 : ids_of(read, {of.tagged}).front();
    if (page.after) return reversed(read.rows(sql::account_after, {author, viewer, page.after, of.replies, of.boosts, tag, page.limit}, id_of));
    return read.rows(sql::account_newest, {author, viewer, page.before ? page.before : newest, page.since, of.replies, of.boosts, tag, page.limit}, id_of);
}

}  // namespace timelines
