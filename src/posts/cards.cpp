// The card of a post, as it stands in every list of every page.
#include "base/text.hpp"
#include "posts/pages.hpp"
#include "posts/page_parts.hpp"
#include <algorithm>
#include <unordered_map>

namespace posts {
namespace {

using Authors = std::unordered_map<AccountId, accounts::Account>;

Authors authors_of(db::Read& read, std::vector<Card> const& cards) {
    std::vector<AccountId> ids;
    for (auto const& card : cards) {
        ids.push_back(card.post.author);
        if (card.boosted) ids.push_back(card.boosted->author);
    }
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    Authors authors;
    for (auto& account : accounts::find_all(read, ids)) authors.emplace(account.id, std::move(account));
    return authors;
}

std::string seal_of(html::Words const& words, accounts::Account const& account) {
    if (account.role == http::Role::moderator) return words("Moderator");
    if (account.role == http::Role::admin) return words("Administrator");
    return "";
}

std::string audience_of(html::Words const& words, Visibility visibility) {
    switch (visibility) {
        case Visibility::everyone: return "";
        case Visibility::unlisted: return words("not in lists");
        case Visibility::followers: return words("for followers");
        case Visibility::direct: return words("only for people named");
    }
    return "";
}

bool is_shareable(Post const& post, AccountId viewer) {
    return post.visibility == Visibility::everyone || post.visibility == Visibility::unlisted ||
           (post.visibility == Visibility::followers && post.author == viewer);
}

char const* truth(bool on) { return on ? "true" : "false"; }
char const* next(bool on) { return on ? "0" : "1"; }

html::Safe actions(html::Words const& words, Card const& card, Post const& shown, accounts::Account const& author, AccountId viewer) {
    if (!viewer)
        return words.fill(pages::VisitorActions{.return_to = "/@" + author.username + "/" + shown.id.text(), .replies = shown.replies,
                                                .boosts = shown.boosts, .favourites = shown.favourites});
    auto const& marks = card.marks;
    return words.fill(pages::Actions{.id = card.post.id, .replies = shown.replies, .shareable = is_shareable(shown, viewer),
                                     .share_value = next(marks.boosted), .shared = truth(marks.boosted), .boosts = shown.boosts,
                                     .support_value = next(marks.favourited), .supported = truth(marks.favourited), .favourites = shown.favourites,
                                     .save_value = next(marks.bookmarked), .saved = truth(marks.bookmarked)});
}

html::Safe filled(html::Words const& words, Card const& card, Authors const& authors, Look const& look) {
    auto const& shown = card.boosted ? *card.boosted : card.post;
    auto found = authors.find(shown.author), booster = authors.find(card.post.author);
    if (found == authors.end() || booster == authors.end()) return {};
    auto const& author = found->second;
    auto note = shown.content_note.empty() ? "" : words("Contains: {note}", {{"note", shown.content_note}});
    auto thread_address = "/@" + author.username + "/" + shown.id.text();
    return words.fill(pages::Card{
        .open = look.open_thread, .id = card.post.id, .boosted_by = card.boosted ? std::string_view(booster->second.name) : "",
        .booster_address = "/@" + booster->second.handle(), .pinned = look.pinned, .picture = accounts::picture(author), .author_address = "/@" + author.handle(),
        .author = author.name, .seal = seal_of(words, author), .handle = author.handle(), .address = thread_address,
        .when = html::time_tag(words, shown.created_at, look.now), .audience = audience_of(words, shown.visibility),
        .answers = shown.reply_to && !look.open_thread && !look.in_thread ? "/posts/" + shown.reply_to.text() : std::string(),
        .note = note, .language = shown.language, .text = html::Safe{shown.html}, .actions = actions(words, card, shown, author, look.viewer)});
}

}  // namespace

std::vector<Card> cards(db::Read& read, std::vector<PostId> const& ids, AccountId viewer) {
    auto found = find_all(read, ids, viewer);
    std::vector<PostId> boosted, targets;
    for (auto const& post : found)
        if (post.boost_of) boosted.push_back(post.boost_of);
    std::unordered_map<PostId, Post> originals;
    for (auto& post : find_all(read, boosted, viewer)) originals.emplace(post.id, std::move(post));
    for (auto const& post : found) targets.push_back(post.boost_of ? post.boost_of : post.id);
    auto flags = marks(read, viewer, targets);
    std::vector<Card> all;
    for (std::size_t i = 0; i < found.size(); ++i) {
        Card card{std::move(found[i]), std::nullopt, flags[i]};
        if (card.post.boost_of) {
            auto original = originals.find(card.post.boost_of);
            if (original == originals.end()) continue;
            card.boosted = original->second;
        }
        all.push_back(std::move(card));
    }
    return all;
}

html::Safe fill_cards(html::Words const& words, db::Read& read, std::vector<Card> const& cards, Look const& look) {
    auto authors = authors_of(read, cards);
    html::Safe made;
    for (auto const& card : cards) made += filled(words, card, authors, look);
    return made;
}

html::Safe pinned_list(html::Words const& words, db::Read& read, std::vector<PostId> const& ids, AccountId viewer, base::Time now) {
    Look look{viewer, now};
    look.pinned = true;
    return fill_cards(words, read, cards(read, ids, viewer), look);
}

html::Safe card_list(html::Words const& words, db::Read& read, std::vector<PostId> const& ids, AccountId viewer, base::Time now) {
    return fill_cards(words, read, cards(read, ids, viewer), {viewer, now});
}

}  // namespace posts
