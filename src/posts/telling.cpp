// Who is told of what happens in a conversation, and what other rooms say about posts.
#include "notifications/notifications.hpp"
#include "posts/queries.hpp"
#include "posts/reading.hpp"

namespace posts {
using base::Result;

namespace {

constexpr int most_in_thread = 1000;

// Each post of the conversation shows it: those that wait in memories are told.
void mark_thread(db::Write& write, AccountId account, PostId thread, bool on) {
    write.emit(Marked{account, thread, muted_mark, on});
    for (auto id : write.rows(sql::posts_in_thread, {thread, most_in_thread}, [](db::Row const& row) { return row.id<PostId>(0); }))
        write.emit(Marked{account, id, muted_mark, on});
}

void reads_differently(db::Write& write, PostId id) {
    if (auto post = find_unchecked(write, id)) write.emit(Edited{id, post->author, 0});
}

void tell_of_end(db::Write& write, PostId id) {
    auto post = find_unchecked(write, id);
    if (!post) return;
    // The author wants to know as well: it is the poll that tells, not they themselves.
    notifications::tell(write, post->author, "poll", post->author, id);
    for (auto voter : polls::voters(write, id)) tell_about(write, voter, "poll", post->author, *post);
}

}  // namespace

void tell_about(db::Write& write, AccountId account, std::string_view kind, AccountId from, Post const& post) {
    if (account == from || write.number(sql::has_muted_thread, {account, post.thread})) return;
    notifications::tell(write, account, kind, from, post.id);
}

Result<Post> mute_thread(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(seen(write, account, id));
    if (write.run(sql::insert_thread_mute, {account, post.thread})) mark_thread(write, account, post.thread, true);
    return post;
}

Result<Post> unmute_thread(db::Write& write, AccountId account, PostId id) {
    auto post = TRY(seen(write, account, id));
    if (write.run(sql::delete_thread_mute, {account, post.thread})) mark_thread(write, account, post.thread, false);
    return post;
}

void hear(db::Write& write, base::Event const& event) {
    if (event.kind == polls::Counted::kind) return reads_differently(write, base::from_event<polls::Counted>(event).post);
    if (event.kind == links::Fetched::kind) return reads_differently(write, base::from_event<links::Fetched>(event).post);
    if (event.kind == media::Processed::kind) {
        if (auto post = base::from_event<media::Processed>(event).post) reads_differently(write, post);
        return;
    }
    if (event.kind == polls::Ended::kind) {
        auto post = base::from_event<polls::Ended>(event).post;
        reads_differently(write, post);
        tell_of_end(write, post);
    }
}

}  // namespace posts
