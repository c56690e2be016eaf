// Timelines from SQL: the truth behind Feeds, and all that Feeds does not hold.
#include "timelines/timelines.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "blocks/blocks.hpp"
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

HomeRow home_row(db::Row const& row) { return {row.id<PostId>(0), row.id<PostId>(1), row.id<AccountId>(2)}; }

// Looks further and further back until the page is full.
template <class Look>
std::vector<HomeRow> newest_rows(db::Read& read, std::int64_t before, std::int64_t since, int limit, Look look) {
    std::vector<HomeRow> rows;
    auto from = std::min(before, base::first_id_at(read.now + base::hour));
    for (auto window : windows) {
        auto start = std::max(since, base::first_id_at(std::max<base::Time>(0, base::time_of(from) - window)) - 1);
        rows = look(start);
        if (static_cast<int>(rows.size()) >= limit || start <= since) break;
    }
    return rows;
}

std::vector<PostId> posts_of(std::vector<HomeRow> const& rows) {
    std::vector<PostId> ids;
    for (auto const& row : rows) ids.push_back(row.post);
    return ids;
}

std::int64_t top(Page const& page) { return page.before ? page.before : newest; }

std::vector<HomeRow> list_rows(db::Read& read, lists::List const& list, std::int64_t before, std::int64_t since, int limit, std::int64_t direction) {
    return read.rows(sql::list_between, {list.owner, since, before, limit, direction, list.id, lists::text_of(list.replies), asks_unheard(read, list.owner)}, home_row);
}

}  // namespace

AccountId asks_unheard(db::Read& read, AccountId reader) { return reader && read.number(sql::has_unheard, {reader}) ? reader : AccountId{}; }

std::vector<HomeRow> home_rows(db::Read& read, AccountId reader, std::int64_t before, std::int64_t since, int limit) {
    auto unheard = asks_unheard(read, reader);
    auto exclusive = read.number(sql::has_exclusive_lists, {reader}) ? reader : AccountId{};
    return newest_rows(read, before, since, limit, [&](std::int64_t start) {
        return read.rows(sql::home_between, {reader, start, before, limit, newest_first, unheard, exclusive}, home_row);
    });
}

std::vector<PostId> home(db::Read& read, AccountId reader, Page page) {
    if (!page.after) return posts_of(home_rows(read, reader, top(page), page.since, page.limit));
    auto exclusive = read.number(sql::has_exclusive_lists, {reader}) ? reader : AccountId{};
    return reversed(read.rows(sql::home_between, {reader, page.after, newest, page.limit, oldest_first, asks_unheard(read, reader), exclusive}, id_of));
}

std::vector<PostId> everybody(db::Read& read, AccountId viewer, Public wanted, Page page) {
    // Nobody wants to read all posts of this server to learn that none came from another.
    if (wanted.origin == Origin::remote && !read.number(sql::anybody_far, {})) return {};
    auto unheard = asks_unheard(read, viewer);
    auto origin = static_cast<int>(wanted.origin);
    if (page.after) return reversed(read.rows(wanted.only_media ? sql::media_after : sql::public_after, {viewer, unheard, page.after, page.limit, origin}, id_of));
    return read.rows(wanted.only_media ? sql::media_newest : sql::public_newest, {viewer, unheard, top(page), page.since, page.limit, origin}, id_of);
}

std::vector<PostId> local(db::Read& read, AccountId viewer, Page page) { return everybody(read, viewer, {Origin::local}, page); }

std::vector<PostId> hashtag(db::Read& read, TagQuery const& query, AccountId viewer, Page page) {
    auto names = query.any;
    names.push_back(query.name);
    auto any = ids_of(read, names), all = ids_of(read, query.all), none = ids_of(read, query.none);
    auto wanted = static_cast<std::int64_t>(all.size());
    auto unheard = asks_unheard(read, viewer);
    auto origin = static_cast<int>(query.origin);
    if (page.after)
        return reversed(read.rows(sql::tagged_after, {viewer, unheard, any, page.after, all, wanted, none, origin, query.only_media, page.limit}, id_of));
    return read.rows(sql::tagged_newest, {viewer, unheard, any, top(page), page.since, all, wanted, none, origin, query.only_media, page.limit}, id_of);
}

std::vector<PostId> linked(db::Read& read, std::int64_t card, AccountId viewer, Page page) {
    auto unheard = asks_unheard(read, viewer);
    if (page.after) return reversed(read.rows(sql::linked_after, {viewer, unheard, card, page.after, page.limit}, id_of));
    return read.rows(sql::linked_newest, {viewer, unheard, card, top(page), page.since, page.limit}, id_of);
}

std::vector<PostId> account(db::Read& read, AccountId author, AccountId viewer, Of of, Page page) {
    if (viewer && viewer != author && blocks::between(read, viewer, author).blocked_by) return {};
    if (of.only_pinned) return posts::pinned(read, author);
    std::int64_t tag = of.tagged.empty() ? 0 : ids_of(read, {of.tagged}).front();
    if (of.only_media) {
        if (page.after) return reversed(read.rows(sql::account_media_after, {author, viewer, page.after, of.replies, tag, page.limit}, id_of));
        return read.rows(sql::account_media_newest, {author, viewer, top(page), page.since, of.replies, tag, page.limit}, id_of);
    }
    auto unheard = asks_unheard(read, viewer);
    if (page.after) return reversed(read.rows(sql::account_after, {author, viewer, unheard, page.after, of.replies, of.boosts, tag, page.limit}, id_of));
    return read.rows(sql::account_newest, {author, viewer, unheard, top(page), page.since, of.replies, of.boosts, tag, page.limit}, id_of);
}

std::vector<PostId> list(db::Read& read, lists::List const& list, Page page) {
    if (page.after) return reversed(posts_of(list_rows(read, list, newest, page.after, page.limit, oldest_first)));
    return posts_of(newest_rows(read, top(page), page.since, page.limit, [&](std::int64_t start) {
        return list_rows(read, list, top(page), start, page.limit, newest_first);
    }));
}

std::vector<lists::List> lists_reached(db::Read& read, PostId post, AccountId author) {
    auto all = lists::with_member(read, author);
    std::erase_if(all, [&](lists::List const& list) { return list_rows(read, list, post.value + 1, post.value - 1, 1, newest_first).empty(); });
    return all;
}

}  // namespace timelines
