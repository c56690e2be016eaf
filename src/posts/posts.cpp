// Publishing and deleting posts: to whom they go, what is counted and who is told.
#include "posts/posts.hpp"
#include "follows/follows.hpp"
#include "inbox/inbox.hpp"
#include "notifications/notifications.hpp"
#include "posts/drafting.hpp"
#include "posts/queries.hpp"
#include "posts/schema.hpp"
#include <algorithm>

namespace posts {
using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

db::Schema const schema = sql::schema_of_folder;

namespace {

constexpr base::Time key_lives = base::Time{60} * 60 * 1000;
constexpr std::size_t longest_key = 200;

using Quoting = std::pair<PostId, AccountId>;
Quoting quoting_of(db::Row const& row) { return {row.id<PostId>(0), row.id<AccountId>(1)}; }

// The first post under this key, if it is still there.
std::optional<Post> already_published(db::Read& read, AccountId author, std::string const& key) {
    if (key.empty()) return std::nullopt;
    auto id = PostId{read.number(sql::post_by_key, {author, key, read.now - key_lives})};
    return id ? find_unchecked(read, id) : std::nullopt;
}

PostId insert(db::Write& write, AccountId author, Draft const& draft, Ready const& ready) {
    auto id = write.new_id<PostId>();
    auto const& parent = ready.parent;
    write.run(sql::insert_post, {id, author, ready.text, ready.html, ready.content_note, ready.sensitive, text_of(ready.visibility), ready.language,
                                 parent ? parent->id : PostId{}, parent ? parent->author : AccountId{}, parent ? parent->thread : id, PostId{},
                                 draft.app, write.now, ready.local_only, packed(ready.policy), ready.quoted ? ready.quoted->id : PostId{},
                                 text_of(ready.quote), !draft.media.empty(), draft.poll.has_value(), !ready.link.empty()});
    return id;
}

Result<Done> put_parts(db::Write& write, AccountId author, PostId id, Draft const& draft, Ready const& ready) {
    if (!draft.media.empty()) TRY(put_media(write, author, id, draft));
    if (draft.poll) TRY(polls::create(write, id, author, *draft.poll));
    if (!ready.link.empty()) links::set_link(write, id, ready.link);
    return Done{};
}

// What was just written down, without reading it again; mentions and hashtags in the order in which they would be read.
Post as_written(db::Read& read, PostId id, AccountId author, Draft const& draft, Ready const& ready, std::vector<PutHashtag> const& hashtags) {
    // Attachments, votes and previews are other rooms' rows: those rooms say how they read.
    if (!draft.media.empty() || draft.poll || !ready.link.empty()) return *find_unchecked(read, id);
    Post post;
    post.id = id;
    post.author = author;
    post.text = ready.text;
    post.html = ready.html;
    post.content_note = ready.content_note;
    post.sensitive = ready.sensitive;
    post.visibility = ready.visibility;
    post.language = ready.language;
    if (ready.parent) post.reply_to = ready.parent->id, post.reply_to_author = ready.parent->author;
    post.thread = ready.parent ? ready.parent->thread : id;
    post.app = draft.app;
    post.created_at = read.now;
    post.local_only = ready.local_only;
    post.policy = ready.policy;
    post.quote = {ready.quoted ? ready.quoted->id : PostId{}, ready.quote};
    for (auto const& each : ready.mentioned) post.mentions.push_back({each.id, each.username, each.handle(), each.url()});
    std::ranges::sort(post.mentions, {}, &Mention::account);
    for (auto const& each : hashtags) post.hashtags.push_back(each.spelled);
    return post;
}

void count(db::Write& write, db::Query const& statement, PostId post, int change) {
    write.run(statement, {post, change});
    write.emit(Counted{post});
}

void tell(db::Write& write, Post const& post, Ready const& ready) {
    put_mentions(write, post, ready.mentioned);
    if (ready.quoted) tell_about(write, ready.quoted->author, "quote", post.author, post);
    if (ready.visibility == Visibility::direct || ready.parent) return;
    for (auto follower : follows::notified_by(write, post.author)) tell_about(write, follower, "status", post.author, post);
}

void remove_boost(db::Write& write, PostId boost, AccountId booster, PostId of) {
    write.run(sql::delete_post, {boost});
    accounts::count_posts(write, booster, -1);
    write.emit(Deleted{boost, booster, of});
    write.emit(Marked{booster, of, boost_mark, 0});
}

// Those who quoted it keep their own words, and say that what they quoted is gone.
void leave_quotes(db::Write& write, Post const& post) {
    auto quoting = write.rows(sql::quoting, {post.id}, quoting_of);
    write.run(sql::quotes_lose_quoted, {post.id});
    for (auto const& [id, author] : quoting) write.emit(Edited{id, author, 0});
    if (post.quote.state == QuoteState::accepted) count(write, sql::count_quotes, post.quote.post, -1);
}

void remove_parts(db::Write& write, Post const& post) {
    if (!post.media.empty()) media::detach(write, post.id);
    if (post.poll) polls::remove(write, post.id);
    links::set_link(write, post.id, "");
    for (auto const* statement : {&sql::delete_version_media, &sql::delete_versions, &sql::delete_mentions, &sql::delete_post_hashtags,
                                  &sql::delete_favourites_of, &sql::delete_bookmarks_of, &sql::delete_pin_of, &sql::replies_lose_parent, &sql::delete_post})
        write.run(*statement, {post.id});
    notifications::forget_post(write, post.id);
}

// Two people of a team do not answer the same person: while one holds the claim, the others are told who.
Result<Done> is_free_to_answer(db::Write& write, AccountId organization, Post const& parent, Visibility visibility) {
    TRY(inbox::may_answer(write, organization, inbox::Kind::mention, parent.id.text(), {}));
    if (visibility != Visibility::direct) return Done{};
    return inbox::may_answer(write, organization, inbox::Kind::message, (parent.thread ? parent.thread : parent.id).text(), {});
}

}  // namespace

Result<Post> publish(db::Write& write, AccountId author_id, Draft const& draft) {
    if (draft.idempotency_key.size() > longest_key) return refuse_field("Idempotency-Key", "ERR_TOO_LONG", "An idempotency key is at most 200 bytes.");
    if (auto earlier = already_published(write, author_id, draft.idempotency_key)) return *earlier;
    auto author = TRY(writer(write, author_id));
    auto ready = TRY(prepare(write, author, draft));
    if (author.is_organization() && ready.parent) TRY(is_free_to_answer(write, author_id, *ready.parent, ready.visibility));

    auto id = insert(write, author_id, draft, ready);
    if (!draft.idempotency_key.empty()) write.run(sql::put_key, {author_id, draft.idempotency_key, id, write.now});
    TRY(put_parts(write, author_id, id, draft, ready));
    auto hashtags = put_hashtags(write, id, ready.hashtags);
    Post told;
    told.id = id;
    told.author = author_id;
    told.thread = ready.parent ? ready.parent->thread : id;
    tell(write, told, ready);
    accounts::count_posts(write, author_id, 1, write.now);
    ++author.posts;
    author.last_post_at = std::max(author.last_post_at, write.now);
    if (ready.parent) count(write, sql::count_replies, ready.parent->id, 1);
    if (ready.quote == QuoteState::accepted) count(write, sql::count_quotes, ready.quoted->id, 1);
    auto made = std::make_shared<Made>(as_written(write, id, author_id, draft, ready, hashtags), std::move(author));
    for (auto const& each : hashtags) made->hashtag_ids.push_back(each.id);
    keep_for_a_moment(made);
    write.emit(Published{id, author_id, PostId{}});
    return made->post;
}

Result<Post> remove(db::Write& write, AccountId author, PostId id) {
    auto post = find_unchecked(write, id);
    if (!post || post->author != author) return refuse(Why::not_found, "There is no such post.");
    if (post->boost_of) {
        TRY(unboost(write, author, post->boost_of));
        return *post;
    }
    for (auto const& [boost, booster] : write.rows(sql::boosts_of, {id}, quoting_of)) remove_boost(write, boost, booster, id);
    leave_quotes(write, *post);
    remove_parts(write, *post);
    accounts::count_posts(write, author, -1);
    if (post->reply_to) count(write, sql::count_replies, post->reply_to, -1);
    write.emit(Deleted{id, author, PostId{}});
    return *post;
}

void forget(db::Write& write, AccountId account) {
    auto ids = [](db::Row const& row) { return row.id<PostId>(0); };
    for (auto post : write.rows(sql::favourites_by, {account}, ids)) (void)unfavourite(write, account, post);
    // Boosts go with their posts, and may already be gone with an earlier one.
    for (auto post : write.rows(sql::all_posts_of, {account}, ids)) (void)remove(write, account, post);
    for (auto const* statement : {&sql::forget_bookmarks, &sql::forget_mentions, &sql::forget_tag_follows, &sql::forget_thread_mutes,
                                  &sql::forget_featured_tags, &sql::forget_keys})
        write.run(*statement, {account});
}

void forget_old_keys(db::Write& write) { write.run(sql::forget_old_keys, {write.now - key_lives}); }

}  // namespace posts
