// What moderation must know of posts, and may do to them.
#include "moderation/moderation.hpp"
#include "posts/posts.hpp"
#include "posts/queries.hpp"

namespace posts {

namespace {

std::vector<PostId> seen(db::Read& read, AccountId author, std::vector<PostId> const& ids, AccountId viewer) {
    std::vector<PostId> all;
    for (auto const& post : find_all(read, ids, viewer))
        if (post.author == author) all.push_back(post.id);
    return all;
}

std::string words_of(db::Read& read, PostId id) {
    auto post = find_unchecked(read, id);
    return post ? post->text : std::string();
}

html::Safe reported_cards(db::Read& read, html::Words const& words, std::vector<PostId> const& ids) {
    html::Safe all;
    for (auto id : ids)
        if (auto post = find_unchecked(read, id)) all += card(words, read, Card{*post, std::nullopt, {}}, read.now);
    return all;
}

base::Result<base::Done> take_down(db::Write& write, PostId id) {
    // Whoever wrote it may have deleted it meanwhile: then it is as it should be.
    if (auto post = find_unchecked(write, id)) TRY(remove(write, post->author, id));
    return base::Done{};
}

base::Result<base::Done> set_sensitive(db::Write& write, PostId id, bool sensitive) {
    auto post = find_unchecked(write, id);
    if (post && write.run(sql::set_sensitive, {id, sensitive})) write.emit(Edited{id, post->author, 0});
    return base::Done{};
}

}  // namespace

void add_to_moderation() {
    moderation::know_posts({
        .seen = seen,
        .words = words_of,
        .cards = reported_cards,
        .remove = take_down,
        .cover = [](db::Write& write, PostId id) { return set_sensitive(write, id, true); },
        .uncover = [](db::Write& write, PostId id) { return set_sensitive(write, id, false); },
        .latest = [](db::Read& read, AccountId author, int limit) {
            return read.rows(sql::latest_open, {author, limit}, [](db::Row const& row) { return row.id<PostId>(0); });
        },
    });
}

}  // namespace posts
