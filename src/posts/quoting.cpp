// Quotes, with the consent of the author of what is quoted: asked for, given, refused and taken back.
#include "posts/queries.hpp"
#include "posts/reading.hpp"
#include <algorithm>
#include <array>

namespace posts {
using base::refuse, base::Result, base::Why;

namespace {

constexpr std::array<std::string_view, 6> state_words = {"", "pending", "accepted", "rejected", "revoked", "deleted"};

// The post that quotes one of theirs.
Result<Post> quoting_theirs(db::Read& read, AccountId quoted_author, PostId quoting) {
    auto post = find_unchecked(read, quoting);
    auto quoted = post && post->quote.post ? find_unchecked(read, post->quote.post) : std::nullopt;
    if (!quoted || quoted->author != quoted_author) return refuse(Why::not_found, "There is no such post.");
    return *post;
}

void decide(db::Write& write, Post& post, QuoteState state, int change) {
    write.run(sql::set_quote_state, {post.id, text_of(state)});
    post.quote.state = state;
    write.emit(Edited{post.id, post.author, 0});
    if (!change) return;
    write.run(sql::count_quotes, {post.quote.post, change});
    write.emit(Counted{post.quote.post});
}

}  // namespace

std::string_view text_of(QuoteState state) { return state_words[static_cast<std::size_t>(state)]; }

QuoteState quote_state_of(std::string_view text) {
    auto word = std::ranges::find(state_words, text);
    return word == state_words.end() ? QuoteState::none : static_cast<QuoteState>(word - state_words.begin());
}

Result<Post> approve_quote(db::Write& write, AccountId quoted_author, PostId quoting) {
    auto post = TRY(quoting_theirs(write, quoted_author, quoting));
    if (post.quote.state == QuoteState::accepted) return post;
    // Who was refused once is not quoted by a slip of the finger: they may ask again with a new post.
    if (post.quote.state != QuoteState::pending) return refuse(Why::invalid, "This quote was already refused.");
    decide(write, post, QuoteState::accepted, 1);
    return post;
}

Result<Post> revoke_quote(db::Write& write, AccountId quoted_author, PostId quoting) {
    auto post = TRY(quoting_theirs(write, quoted_author, quoting));
    if (post.quote.state == QuoteState::pending) decide(write, post, QuoteState::rejected, 0);
    else if (post.quote.state == QuoteState::accepted) decide(write, post, QuoteState::revoked, -1);
    return post;
}

}  // namespace posts
