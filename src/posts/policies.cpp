// Who may answer, share and quote a post, as its author decided.
#include "follows/follows.hpp"
#include "posts/queries.hpp"
#include "posts/reading.hpp"
#include <algorithm>
#include <array>

namespace posts {
using base::refuse, base::Result, base::Why;

namespace {

constexpr std::array<std::string_view, 4> allowed_words = {"public", "followers", "following", "nobody"};

bool is_allowed(db::Read& read, Allowed allowed, AccountId author, AccountId viewer) {
    if (viewer == author) return true;
    switch (allowed) {
        case Allowed::everyone: return true;
        case Allowed::followers: return viewer && follows::is_follower(read, viewer, author);
        case Allowed::following: return viewer && follows::is_follower(read, author, viewer);
        case Allowed::nobody: return false;
    }
    return false;
}

bool is_named(Post const& post, AccountId viewer) { return std::ranges::find(post.mentions, viewer, &Mention::account) != post.mentions.end(); }

Permissions::Quoting quoting(db::Read& read, Post const& post, AccountId viewer) {
    using Quoting = Permissions::Quoting;
    if (post.author == viewer) return Quoting::yes;
    if (!is_open(post.visibility)) return Quoting::no;
    if (is_allowed(read, post.policy.quote, post.author, viewer)) return Quoting::yes;
    return is_allowed(read, post.policy.quote_on_request, post.author, viewer) ? Quoting::on_request : Quoting::no;
}

}  // namespace

std::string_view text_of(Allowed allowed) { return allowed_words[static_cast<std::size_t>(allowed)]; }

std::optional<Allowed> allowed_of(std::string_view text) {
    auto word = std::ranges::find(allowed_words, text);
    if (word == allowed_words.end()) return std::nullopt;
    return static_cast<Allowed>(word - allowed_words.begin());
}

bool is_open(Visibility visibility) { return visibility == Visibility::everyone || visibility == Visibility::unlisted; }

Policy policy_of(std::int64_t packed) {
    auto at = [&](int place) { return static_cast<Allowed>(packed >> (2 * place) & 3); };
    return {at(0), at(1), at(2), at(3)};
}

std::int64_t packed(Policy const& policy) {
    auto at = [](Allowed allowed, int place) { return static_cast<std::int64_t>(allowed) << (2 * place); };
    return at(policy.reply, 0) | at(policy.boost, 1) | at(policy.quote, 2) | at(policy.quote_on_request, 3);
}

Permissions permissions(db::Read& read, Post const& post, AccountId viewer) {
    auto const& policy = post.policy;
    bool own_again = post.visibility == Visibility::followers && post.author == viewer;
    return {is_named(post, viewer) || is_allowed(read, policy.reply, post.author, viewer),
            (is_open(post.visibility) && is_allowed(read, policy.boost, post.author, viewer)) || own_again, quoting(read, post, viewer)};
}

Result<Post> change_policy(db::Write& write, AccountId author, PostId id, Policy const& policy) {
    auto post = find_unchecked(write, id);
    if (!post || post->author != author || post->boost_of) return refuse(Why::not_found, "There is no such post.");
    if (post->policy == policy) return *post;
    write.run(sql::set_policy, {id, packed(policy)});
    write.emit(Edited{id, author, 0});
    post->policy = policy;
    return *post;
}

}  // namespace posts
