// What people do with a post: favourite, boost, bookmark, pin. Doing it twice is doing it once.
#include "follows/follows.hpp"
#include "notifications/notifications.hpp"
#include "posts/posts.hpp"
#include "posts/queries.hpp"
#include <algorithm>

namespace posts {
using base::refuse, base::Result, base::Why;

namespace {

enum Mark : std::int64_t { favourite_mark = 1, boost_mark = 2, bookmark_mark = 4, pin_mark = 8 };

using MarkId = base::Id<struct MarkTag>;

// The post itself, also when a boost of it was named.
Result<Post> seen(db::Read& read, AccountId viewer, PostId id) {
    auto post = find(read, id, viewer);
    if (post && post->boost_of) post = find(read, post->boost_of, viewer);
    if (!post) return refuse(Why::not_found, "There is no such post.");
    return *post;
}

Result<Post> own(db::Read& read, AccountId author, PostId id) {
    auto post = TRY(seen(read, author, id));
    if (post.author != author) return refuse(Why::invalid, "You can pin only your own posts.");
    return post;
}

void marked(db::Write& write, AccountId viewer, PostId post, Mark what, bool on) { write.emit(Marked{viewer, post, what, on}); }

}  // namespace

Result<Post> favourite(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(seen(write, account, id));
    if (!write.run(sql::insert_favourite, {write.new_id<MarkId>(), account, post.id})) return post;
    write.run(sql::count_favourites, {post.id, 1});
    ++post.favourites;
    notifications::tell(write, post.author, "favourite", account, post.id);
    marked(write, account, post.id, favourite_mark, true);
    write.emit(Counted{post.id});
    return post;
}

Result<Post> unfavourite(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(seen(write, account, id));
    if (!write.run(sql::delete_favourite, {account, post.id})) return post;
    write.run(sql::count_favourites, {post.id, -1});
    --post.favourites;
    notifications::take_back(write, post.author, "favourite", account, post.id);
    marked(write, account, post.id, favourite_mark, false);
    write.emit(Counted{post.id});
    return post;
}

Result<Post> boost(db::Write& write, AccountId account, PostId id, std::optional<Visibility> visibility) {
    auto post = TRY(seen(write, account, id));
    bool shareable = post.visibility == Visibility::everyone || post.visibility == Visibility::unlisted;
    // One's own followers-only post may be shown to the same followers again.
    bool own_again = post.visibility == Visibility::followers && post.author == account;
    if (!shareable && !own_again) return refuse(Why::forbidden, "This post was not meant to be shared further.");
    auto to = own_again ? Visibility::followers : visibility.value_or(Visibility::everyone);
    if (to == Visibility::direct) return base::refuse_field("visibility", "ERR_INVALID", "A boost cannot be direct.");
    if (auto earlier = PostId{write.number(sql::boost_by, {account, post.id})}) return *find_unchecked(write, earlier);

    auto boost = write.new_id<PostId>();
    write.run(sql::insert_post, {boost, account, "", "", "", false, text_of(to), post.language, PostId{}, AccountId{}, boost, post.id, 0, write.now});
    write.run(sql::count_boosts, {post.id, 1});
    accounts::count_posts(write, account, 1, write.now);
    notifications::tell(write, post.author, "reblog", account, post.id);
    marked(write, account, post.id, boost_mark, true);
    write.emit(Counted{post.id});
    write.emit(Published{boost, account, post.id});
    return *find_unchecked(write, boost);
}

Result<Post> unboost(db::Write& write, AccountId account, PostId id) {
    auto post = find_unchecked(write, id);
    if (post && post->boost_of) post = find_unchecked(write, post->boost_of);
    if (!post) return refuse(Why::not_found, "There is no such post.");
    auto boost = PostId{write.number(sql::boost_by, {account, post->id})};
    // Whoever boosted may take it back even when the post may no longer be seen.
    if (!boost) return seen(write, account, id);
    write.run(sql::delete_post, {boost});
    write.run(sql::count_boosts, {post->id, -1});
    --post->boosts;
    accounts::count_posts(write, account, -1);
    notifications::take_back(write, post->author, "reblog", account, post->id);
    marked(write, account, post->id, boost_mark, false);
    write.emit(Counted{post->id});
    write.emit(Deleted{boost, account, post->id});
    return *post;
}

Result<Post> bookmark(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(seen(write, account, id));
    if (write.run(sql::insert_bookmark, {write.new_id<MarkId>(), account, post.id})) marked(write, account, post.id, bookmark_mark, true);
    return post;
}

Result<Post> unbookmark(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(seen(write, account, id));
    if (write.run(sql::delete_bookmark, {account, post.id})) marked(write, account, post.id, bookmark_mark, false);
    return post;
}

Result<Post> pin(db::Write& write, AccountId account, PostId id) {
    constexpr std::size_t most = 5;
    auto post = TRY(own(write, account, id));
    if (post.visibility == Visibility::direct) return refuse(Why::invalid, "A direct post cannot be pinned.");
    auto pins = pinned(write, account);
    if (std::ranges::find(pins, post.id) != pins.end()) return post;
    if (pins.size() >= most) return refuse(Why::invalid, "You have already pinned 5 posts. Unpin one first.");
    write.run(sql::insert_pin, {write.new_id<MarkId>(), account, post.id});
    marked(write, account, post.id, pin_mark, true);
    return post;
}

Result<Post> unpin(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(own(write, account, id));
    if (write.run(sql::delete_pin, {account, post.id})) marked(write, account, post.id, pin_mark, false);
    return post;
}

}  // namespace posts
