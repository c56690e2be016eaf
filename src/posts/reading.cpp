// Finding posts, and only those that the asker may see.
#include "posts/reading.hpp"
#include "blocks/blocks.hpp"
#include "posts/queries.hpp"
#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

namespace posts {
namespace {

constexpr std::array<std::string_view, 4> visibility_words = {"public", "unlisted", "private", "direct"};

Post post_of(db::Row const& row) {
    Post post;
    post.id = row.id<PostId>(0);
    post.author = row.id<AccountId>(1);
    post.text = row.text(2);
    post.html = row.text(3);
    post.content_note = row.text(4);
    post.sensitive = row.boolean(5);
    post.visibility = visibility_of(row.view(6)).value_or(Visibility::direct);
    post.language = row.text(7);
    post.reply_to = row.id<PostId>(8);
    post.reply_to_author = row.id<AccountId>(9);
    post.thread = row.id<PostId>(10);
    post.boost_of = row.id<PostId>(11);
    post.app = row.integer(12);
    post.created_at = row.integer(13);
    post.replies = row.integer(14);
    post.boosts = row.integer(15);
    post.favourites = row.integer(16);
    post.edited_at = row.integer(17);
    post.local_only = row.boolean(18);
    post.policy = policy_of(row.integer(19));
    post.quote = {row.id<PostId>(20), quote_state_of(row.view(21))};
    post.quotes = row.integer(22);
    post.remote_uri = row.text(26);
    post.remote_url = row.text(27);
    return post;
}

db::List numbers(std::vector<PostId> const& ids) {
    db::List list;
    list.reserve(ids.size());
    for (auto id : ids) list.push_back(id.value);
    return list;
}

using ById = std::unordered_map<PostId, Post>;

// What was found, and which of it has more to ask for: posts of text alone cost no further statement.
struct Found {
    ById posts;
    std::vector<PostId> with_media, with_poll, with_link;

    void add(db::Row const& row) {
        auto post = post_of(row);
        auto id = post.id;
        if (row.boolean(23)) with_media.push_back(id);
        if (row.boolean(24)) with_poll.push_back(id);
        if (row.boolean(25)) with_link.push_back(id);
        posts.emplace(id, std::move(post));
    }
};

template <class Give>
void give(ById& posts, PostId id, Give const& to) {
    if (auto post = posts.find(id); post != posts.end()) to(post->second);
}

void add_parts(db::Read& read, Found& found) {
    auto& posts = found.posts;
    if (!found.with_media.empty())
        for (auto& each : media::attachments_of(read, found.with_media)) give(posts, each.post, [&](Post& post) { post.media.push_back(std::move(each)); });
    if (!found.with_poll.empty())
        for (auto& each : polls::of_posts(read, found.with_poll)) give(posts, each.post, [&](Post& post) { post.poll = std::move(each); });
    if (!found.with_link.empty())
        for (auto& [id, card] : links::of_posts(read, found.with_link)) give(posts, id, [&](Post& post) { post.link = std::move(card); });
}

void add_mentions_and_hashtags(db::Read& read, db::List const& ids, ById& found) {
    auto take_mention = [&](db::Row const& row) {
        auto post = found.find(row.id<PostId>(0));
        if (post == found.end()) return;
        accounts::Account account;
        account.username = row.text(2);
        account.domain = row.text(3);
        account.remote_url = row.text(4);
        post->second.mentions.push_back({row.id<AccountId>(1), account.username, account.handle(), account.url()});
    };
    auto take_hashtag = [&](db::Row const& row) {
        auto post = found.find(row.id<PostId>(0));
        if (post != found.end()) post->second.hashtags.push_back(row.text(1));
    };
    // Rules find one post at a time; SQLite makes a table of its own for each list, which costs more than the rest.
    if (ids.size() == 1) {
        read.each(sql::mentions_of_one, {ids.front()}, take_mention);
        read.each(sql::hashtags_of_one, {ids.front()}, take_hashtag);
        return;
    }
    read.each(sql::mentions_of, {ids}, take_mention);
    read.each(sql::hashtags_of, {ids}, take_hashtag);
}

std::vector<Post> in_order(std::vector<PostId> const& ids, ById& found) {
    std::vector<Post> all;
    all.reserve(ids.size());
    for (auto id : ids)
        if (auto post = found.find(id); post != found.end()) all.push_back(post->second);
    return all;
}

// Boosts of what the viewer may not see are not seen either.
void drop_empty_boosts(db::Read& read, AccountId viewer, ById& found) {
    std::vector<PostId> boosted;
    for (auto const& [id, post] : found)
        if (post.boost_of && !found.contains(post.boost_of)) boosted.push_back(post.boost_of);
    if (boosted.empty()) return;
    auto list = numbers(boosted);
    std::vector<PostId> seen = read.rows(sql::posts_visible, {list, viewer}, [](db::Row const& row) { return row.id<PostId>(0); });
    std::erase_if(found, [&](auto const& entry) {
        auto of = entry.second.boost_of;
        return of && std::ranges::find(boosted, of) != boosted.end() && std::ranges::find(seen, of) == seen.end();
    });
}

constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();

// One page of a list kept newest first, whichever way it is walked.
template <class Make>
auto page_of(db::Read& read, db::Query const& downwards, db::Query const& upwards, std::int64_t of, Page page, Make make) {
    if (!page.after) return read.rows(downwards, {of, page.before ? page.before : newest, page.since, page.limit}, make);
    auto rows = read.rows(upwards, {of, page.after, page.limit}, make);
    std::ranges::reverse(rows);
    return rows;
}

Listed listed_of(db::Row const& row) { return {row.integer(0), row.id<PostId>(1)}; }
Who who_of(db::Row const& row) { return {row.integer(0), row.id<AccountId>(1)}; }

}  // namespace

std::string_view text_of(Visibility visibility) { return visibility_words[static_cast<std::size_t>(visibility)]; }

std::optional<Visibility> visibility_of(std::string_view text) {
    auto word = std::ranges::find(visibility_words, text);
    if (word == visibility_words.end()) return std::nullopt;
    return static_cast<Visibility>(word - visibility_words.begin());
}

std::string Post::url(std::string_view username) const {
    return remote_url.empty() ? base::site_url() + "/@" + std::string(username) + "/" + id.text() : remote_url;
}
std::string Post::uri(std::string_view username) const {
    return remote_uri.empty() ? base::site_url() + "/users/" + std::string(username) + "/statuses/" + id.text() : remote_uri;
}

std::vector<Post> find_all(db::Read& read, std::vector<PostId> const& ids, AccountId viewer) {
    if (ids.empty()) return {};
    auto list = numbers(ids);
    Found found;
    read.each(sql::posts_visible, {list, viewer}, [&](db::Row const& row) { found.add(row); });
    drop_empty_boosts(read, viewer, found.posts);
    add_mentions_and_hashtags(read, list, found.posts);
    add_parts(read, found);
    return in_order(ids, found.posts);
}

std::optional<Post> find(db::Read& read, PostId id, AccountId viewer) {
    auto found = find_all(read, {id}, viewer);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<Post> find_unchecked(db::Read& read, PostId id) {
    db::List list{id.value};
    Found found;
    read.each(sql::posts_unchecked, {list}, [&](db::Row const& row) { found.add(row); });
    add_mentions_and_hashtags(read, list, found.posts);
    add_parts(read, found);
    auto all = in_order({id}, found.posts);
    if (all.empty()) return std::nullopt;
    return std::move(all.front());
}

Thread thread(db::Read& read, PostId id, AccountId viewer, int most) {
    auto above = read.rows(sql::ancestors, {id, most}, [](db::Row const& row) { return row.id<PostId>(0); });
    // Children by parent, each in order of time; then depth first.
    std::unordered_map<PostId, std::vector<PostId>> children;
    read.each(sql::descendants, {id, most}, [&](db::Row const& row) { children[row.id<PostId>(1)].push_back(row.id<PostId>(0)); });
    std::vector<PostId> below, open{id};
    while (!open.empty()) {
        auto next = open.back();
        open.pop_back();
        if (next != id) below.push_back(next);
        auto of = children.find(next);
        if (of != children.end()) open.insert(open.end(), of->second.rbegin(), of->second.rend());
    }
    Thread thread{find_all(read, above, viewer), find_all(read, below, viewer)};
    if (!viewer) return thread;
    // Opened by itself, the post of somebody who is blocked or muted is shown; in a conversation it is left out.
    auto unheard = blocks::unheard_by(read, viewer);
    for (auto* part : {&thread.before, &thread.after}) std::erase_if(*part, [&](Post const& post) { return unheard.contains(post.author); });
    return thread;
}

std::vector<Marks> marks(db::Read& read, AccountId viewer, std::vector<PostId> const& ids) {
    std::vector<Marks> all(ids.size());
    if (!viewer || ids.empty()) return all;
    auto list = numbers(ids);
    std::unordered_map<PostId, Marks> by_post;
    read.each(sql::marks_of, {viewer, list}, [&](db::Row const& row) {
        auto& marks = by_post[row.id<PostId>(1)];
        switch (row.integer(0)) {
            case 1: marks.favourited = true; break;
            case 2: marks.boosted = true; break;
            case 4: marks.bookmarked = true; break;
            case 8: marks.pinned = true; break;
            default: marks.muted = true;
        }
    });
    for (std::size_t i = 0; i < ids.size(); ++i)
        if (auto found = by_post.find(ids[i]); found != by_post.end()) all[i] = found->second;
    return all;
}

std::vector<Listed> bookmarks(db::Read& read, AccountId account, Page page) { return page_of(read, sql::bookmarks_newest, sql::bookmarks_after, account.value, page, listed_of); }
std::vector<Listed> favourites(db::Read& read, AccountId account, Page page) { return page_of(read, sql::favourites_newest, sql::favourites_after, account.value, page, listed_of); }
std::vector<Who> favourited_by(db::Read& read, PostId post, Page page) { return page_of(read, sql::favourited_by_newest, sql::favourited_by_after, post.value, page, who_of); }
std::vector<Who> boosted_by(db::Read& read, PostId post, Page page) { return page_of(read, sql::boosted_by_newest, sql::boosted_by_after, post.value, page, who_of); }

std::vector<PostId> quotes_of(db::Read& read, PostId post, AccountId viewer, Page page) {
    auto ids = page_of(read, sql::quotes_newest, sql::quotes_after, post.value, page, [](db::Row const& row) { return row.id<PostId>(0); });
    auto unheard = blocks::unheard_by(read, viewer);
    std::vector<PostId> seen;
    for (auto const& quoting : find_all(read, ids, viewer))
        if (!unheard.contains(quoting.author)) seen.push_back(quoting.id);
    return seen;
}

std::vector<PostId> pinned(db::Read& read, AccountId author) {
    return read.rows(sql::pins_of, {author}, [](db::Row const& row) { return row.id<PostId>(0); });
}

}  // namespace posts
