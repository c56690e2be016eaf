// What people do with a post: favourite, boost, bookmark, pin. Doing it twice is doing it once.
#include "notifications/notifications.hpp"
#include "posts/queries.hpp"
#include "posts/reading.hpp"
#include <algorithm>

namespace posts {
using base::refuse, base::Result, base::Why;

namespace {

using MarkId = base::Id<struct MarkTag>;

Result<Post> own(db::Read& read, AccountId author, PostId id) {
    auto post = TRY(seen(read, author, id));
    if (post.author != author) return refuse(Why::invalid, "You can pin only your own posts.");
    return post;
}

// What somebody did may be taken back also when the post may no longer be seen: its author blocked them, or was suspended.
Result<Post> behind(db::Read& read, PostId id) {
    auto post = find_unchecked(read, id);
    if (post && post->boost_of) post = find_unchecked(read, post->boost_of);
    if (!post) return refuse(Why::not_found, "There is no such post.");
    return *post;
}

void marked(db::Write& write, AccountId viewer, PostId post, Mark what, bool on) { write.emit(Marked{viewer, post, what, on}); }

}  // namespace

Result<Post> seen(db::Read& read, AccountId viewer, PostId id) {
    auto post = find(read, id, viewer);
    if (post && post->boost_of) post = find(read, post->boost_of, viewer);
    if (!post) return refuse(Why::not_found, "There is no such post.");
    return *post;
}

Result<Post> favourite(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(seen(write, account, id));
    if (!write.run(sql::insert_favourite, {write.new_id<MarkId>(), account, post.id})) return post;
    write.run(sql::count_favourites, {post.id, 1});
    ++post.favourites;
    tell_about(write, post.author, "favourite", account, post);
    marked(write, account, post.id, favourite_mark, true);
    write.emit(Counted{post.id});
    return post;
}

Result<Post> unfavourite(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(behind(write, id));
    if (!write.run(sql::delete_favourite, {account, post.id})) return seen(write, account, id);
    write.run(sql::count_favourites, {post.id, -1});
    --post.favourites;
    notifications::take_back(write, post.author, "favourite", account, post.id);
    marked(write, account, post.id, favourite_mark, false);
    write.emit(Counted{post.id});
    return post;
}

Result<Post> boost(db::Write& write, AccountId account, PostId id, std::optional<Visibility> visibility) {
    auto post = TRY(seen(write, account, id));
    // One's own followers-only post may be shown to the same followers again.
    bool own_again = post.visibility == Visibility::followers && post.author == account;
    if (!is_open(post.visibility) && !own_again) return refuse(Why::forbidden, "This post was not meant to be shared further.");
    if (!permissions(write, post, account).boost) return refuse(Why::forbidden, "Its author limited who may share this post.");
    auto to = own_again ? Visibility::followers : visibility.value_or(Visibility::everyone);
    if (to == Visibility::direct) return base::refuse_field("visibility", "ERR_INVALID", "A boost cannot be direct.");
    if (auto earlier = PostId{write.number(sql::boost_by, {account, post.id})}) return *find_unchecked(write, earlier);

    auto boost = write.new_id<PostId>();
    write.run(sql::insert_boost, {boost, account, text_of(to), post.language, post.id, write.now, post.local_only});
    write.run(sql::count_boosts, {post.id, 1});
    accounts::count_posts(write, account, 1, write.now);
    tell_about(write, post.author, "reblog", account, post);
    marked(write, account, post.id, boost_mark, true);
    write.emit(Counted{post.id});
    write.emit(Published{boost, account, post.id});
    return *find_unchecked(write, boost);
}

Result<Post> unboost(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(behind(write, id));
    auto boost = PostId{write.number(sql::boost_by, {account, post.id})};
    if (!boost) return seen(write, account, id);
    write.run(sql::delete_post, {boost});
    write.run(sql::count_boosts, {post.id, -1});
    --post.boosts;
    accounts::count_posts(write, account, -1);
    notifications::take_back(write, post.author, "reblog", account, post.id);
    marked(write, account, post.id, boost_mark, false);
    write.emit(Counted{post.id});
    write.emit(Deleted{boost, account, post.id});
    return post;
}

Result<Post> bookmark(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(seen(write, account, id));
    if (write.run(sql::insert_bookmark, {write.new_id<MarkId>(), account, post.id})) marked(write, account, post.id, bookmark_mark, true);
    return post;
}

Result<Post> unbookmark(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(behind(write, id));
    if (!write.run(sql::delete_bookmark, {account, post.id})) return seen(write, account, id);
    marked(write, account, post.id, bookmark_mark, false);
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
