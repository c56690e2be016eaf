// Tells notifications how two people stand, for the policies about strangers.
#include "follows/follows.hpp"
#include "notifications/notifications.hpp"
#include "posts/posts.hpp"
#include "posts/queries.hpp"

namespace posts {

namespace {

// A direct post that is no answer, near or far, to what the told person wrote.
bool is_private_mention(db::Read& read, PostId post, AccountId told) {
    constexpr int farthest = 20;
    struct Step { bool direct; AccountId author; PostId parent; };
    auto step = [&](PostId id) {
        return read.one(sql::visibility_and_parent, {id}, [](db::Row const& row) {
            return Step{row.view(0) == text_of(Visibility::direct), row.id<AccountId>(1), row.id<PostId>(2)};
        });
    };
    auto now = step(post);
    if (!now || !now->direct) return false;
    for (int steps = 0; now && now->parent && steps < farthest; ++steps) {
        now = step(now->parent);
        if (now && now->author == told) return false;
    }
    return true;
}

}  // namespace

void judge_notifications() {
    notifications::judge_by([](db::Read& read, notifications::Notification const& told) {
        return notifications::Circumstances{.following = follows::is_follower(read, told.account, told.from),
                                            .follower_since = follows::follower_since(read, told.from, told.account),
                                            .private_mention = told.kind == "mention" && is_private_mention(read, told.post, told.account)};
    });
}

}  // namespace posts
