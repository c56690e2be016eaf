// Polls and votes as they are read: two statements for any number of posts.
#include "base/json.hpp"
#include "base/time.hpp"
#include "polls/polls.hpp"
#include "polls/queries.hpp"
#include <unordered_map>

namespace polls {

namespace {

db::List numbers_of(std::vector<PostId> const& posts) {
    db::List ids;
    for (auto post : posts) ids.push_back(post.value);
    return ids;
}

template <class Rows>
std::vector<Voted> gathered(Rows const& rows) {
    std::vector<Voted> all;
    for (auto const& [post, position] : rows) {
        if (all.empty() || all.back().post != post) all.push_back({post, {}});
        all.back().choices.push_back(static_cast<int>(position));
    }
    return all;
}

std::pair<PostId, std::int64_t> vote_in(db::Row const& row) { return {row.id<PostId>(0), row.integer(1)}; }

}  // namespace

std::vector<Poll> of_posts(db::Read& read, std::vector<PostId> const& posts) {
    if (posts.empty()) return {};
    auto ids = numbers_of(posts);
    auto polls = read.rows(sql::polls_of_posts, {ids}, [](db::Row const& row) {
        return Poll{row.id<PostId>(0), row.id<AccountId>(1), {}, row.integer(2), row.boolean(3), row.boolean(4), row.integer(5), row.integer(6)};
    });
    if (polls.empty()) return polls;
    std::unordered_map<PostId, Poll*> by_post;
    db::List with_polls;
    for (auto& poll : polls) {
        by_post[poll.post] = &poll;
        with_polls.push_back(poll.post.value);
    }
    read.each(sql::options_of_posts, {with_polls}, [&](db::Row const& row) {
        by_post.at(row.id<PostId>(0))->options.push_back({row.text(1), row.integer(2)});
    });
    return polls;
}

std::optional<Poll> find(db::Read& read, PostId post) {
    auto found = of_posts(read, {post});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Voted> votes_of(db::Read& read, AccountId voter, std::vector<PostId> const& posts) {
    if (posts.empty() || !voter) return {};
    auto ids = numbers_of(posts);
    return gathered(read.rows(sql::votes_of, {voter, ids}, vote_in));
}

std::vector<AccountId> voters(db::Read& read, PostId post) {
    return read.rows(sql::voters, {post}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

std::string exported(db::Read& read, AccountId voter) {
    base::Json json;
    json.object().key("votes").array();
    for (auto const& voted : gathered(read.rows(sql::all_votes_of, {voter}, vote_in))) {
        json.object().pair("post", voted.post.text()).key("choices").array();
        if (auto poll = find(read, voted.post))
            for (auto choice : voted.choices) json.value(poll->options.at(static_cast<std::size_t>(choice)).title);
        json.end().end();
    }
    return json.end().end().take();
}

}  // namespace polls
