// The card of a post, as it stands in every list of every page.
#include "base/text.hpp"
#include "emojis/emojis.hpp"
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
        if (card.quoted) ids.push_back(card.quoted->author);
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

// Who may answer, when not everybody may.
std::string limits_of(html::Words const& words, Post const& shown, std::string const& author) {
    switch (shown.policy.reply) {
        case Allowed::everyone: return "";
        case Allowed::followers: return words("Followers of {name} may reply", {{"name", author}});
        case Allowed::following: return words("People whom {name} follows may reply", {{"name", author}});
        case Allowed::nobody: return words("Only people named here may reply");
    }
    return "";
}

CardFilter& card_filter() {
    static CardFilter registered;
    return registered;
}

std::vector<BelowSlot>& below_slots() {
    static std::vector<BelowSlot> registered;
    return registered;
}

html::Safe below(html::Words const& words, db::Read& read, Post const& shown, AccountId viewer) {
    html::Safe all;
    for (auto const& each : below_slots()) all += each(words, read, shown, viewer);
    return all;
}

char const* truth(bool on) { return on ? "true" : "false"; }
char const* next(bool on) { return on ? "0" : "1"; }

html::Safe actions(html::Words const& words, Card const& card, Post const& shown, std::string const& address, Permissions const& may, AccountId viewer) {
    if (!viewer)
        return words.fill(pages::VisitorActions{.return_to = address, .replies = shown.replies, .boosts = shown.boosts, .favourites = shown.favourites});
    auto const& marks = card.marks;
    return words.fill(pages::Actions{.may_reply = may.reply, .id = card.post.id, .replies = shown.replies, .address = address, .shareable = may.boost || marks.boosted,
                                     .share_value = next(marks.boosted), .shared = truth(marks.boosted), .boosts = shown.boosts,
                                     .support_value = next(marks.favourited), .supported = truth(marks.favourited), .favourites = shown.favourites,
                                     .save_value = next(marks.bookmarked), .saved = truth(marks.bookmarked)});
}

std::string about_audience(html::Words const& words, Post const& shown) {
    auto audience = audience_of(words, shown.visibility);
    if (!shown.local_only) return audience;
    return (audience.empty() ? audience : audience + " · ") + words("only on this server");
}

html::Safe body(html::Words const& words, db::Read& read, Card const& card, Authors const& authors, Look const& look, bool covered) {
    auto const& shown = card.boosted ? *card.boosted : card.post;
    auto quoted_author = card.quoted ? authors.find(card.quoted->author) : authors.end();
    auto author = authors.find(shown.author);
    // What moderators cover is covered whatever its author says.
    covered = covered || (author != authors.end() && author->second.sensitized_at);
    return words.fill(pages::Body{
        .text = author == authors.end() ? html::Safe{} : text_part(read, shown, author->second), .language = shown.language,
        .media = shown.media.empty() ? html::Safe{} : media::gallery(words, shown.media, covered || (shown.sensitive && shown.content_note.empty())),
        .poll = poll_part(words, shown, card.post.id, card.votes, look),
        // One preview below the words is enough: pictures and quotes go before the page behind a link.
        .link = shown.link && shown.media.empty() && shown.quote.state == QuoteState::none ? link_part(words, *shown.link) : html::Safe{},
        .quote = quoted_author == authors.end() ? quote_part(words, shown, card.quoted ? &*card.quoted : nullptr, nullptr, look)
                                                : emojis::drawn(read, quote_part(words, shown, &*card.quoted, &quoted_author->second, look), quoted_author->second.domain),
        .below = below(words, read, shown, look.viewer)});
}

html::Safe filled(html::Words const& words, db::Read& read, Card const& card, Authors const& authors, Look const& look, bool covered) {
    auto const& shown = card.boosted ? *card.boosted : card.post;
    auto found = authors.find(shown.author), booster = authors.find(card.post.author);
    if (found == authors.end() || booster == authors.end()) return {};
    auto const& author = found->second;
    auto note = shown.content_note.empty() ? "" : words("Contains: {note}", {{"note", shown.content_note}});
    auto address = "/@" + author.handle() + "/" + shown.id.text();
    auto may = permissions(read, shown, look.viewer);
    return words.fill(pages::Card{
        .open = look.open_thread, .id = card.post.id, .boosted_by = card.boosted ? emojis::drawn_name(read, booster->second.name, booster->second.domain) : html::Safe{},
        .booster_address = "/@" + booster->second.handle(), .pinned = look.pinned, .picture = accounts::picture(author), .author_address = "/@" + author.handle(),
        .author = emojis::drawn_name(read, author.name, author.domain), .seal = seal_of(words, author), .handle = author.handle(), .address = address,
        .when = html::time_tag(words, shown.created_at, look.now), .edited = shown.edited_at != 0, .audience = about_audience(words, shown),
        .original = look.open_thread && !shown.is_local() ? shown.remote_url : std::string(),
        .answers = shown.reply_to && !look.open_thread && !look.in_thread ? "/posts/" + shown.reply_to.text() : std::string(),
        .note = note, .body = body(words, read, card, authors, look, covered), .limits = limits_of(words, shown, author.name),
        .actions = actions(words, card, shown, address, may, look.viewer)});
}

// What each card's viewer filters of it; nothing when nobody filters.
std::vector<Filtered> filtered_by(db::Read& read, std::vector<Card> const& cards, Look const& look) {
    if (!card_filter() || !look.viewer || look.context.empty() || cards.empty()) return std::vector<Filtered>(cards.size());
    std::vector<Post> shown;
    for (auto const& card : cards) shown.push_back(card.boosted ? *card.boosted : card.post);
    return card_filter()(read, look.viewer, shown, look.context);
}

// Quoted posts that the viewer may see, by their ids; those who are asked see theirs also before they agree.
std::unordered_map<PostId, Post> quoted_in(db::Read& read, std::vector<Card> const& cards, AccountId viewer) {
    std::vector<PostId> ids;
    for (auto const& card : cards) {
        auto const& quote = (card.boosted ? *card.boosted : card.post).quote;
        if (quote.post && (quote.state == QuoteState::accepted || quote.state == QuoteState::pending)) ids.push_back(quote.post);
    }
    std::unordered_map<PostId, Post> found;
    for (auto& post : find_all(read, ids, viewer)) found.emplace(post.id, std::move(post));
    return found;
}

void add_quotes_and_votes(db::Read& read, std::vector<Card>& cards, AccountId viewer) {
    auto quoted = quoted_in(read, cards, viewer);
    std::vector<PostId> with_poll;
    for (auto& card : cards) {
        auto const& shown = card.boosted ? *card.boosted : card.post;
        if (auto found = quoted.find(shown.quote.post); found != quoted.end()) card.quoted = found->second;
        if (shown.poll) with_poll.push_back(shown.id);
    }
    if (!viewer || with_poll.empty()) return;
    for (auto const& voted : polls::votes_of(read, viewer, with_poll))
        for (auto& card : cards)
            if ((card.boosted ? card.boosted->id : card.post.id) == voted.post) card.votes = voted.choices;
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
    add_quotes_and_votes(read, all, viewer);
    return all;
}

std::string covering(db::Read& read, AccountId viewer, Post const& post, std::string_view context) {
    return card_filter() && viewer ? card_filter()(read, viewer, {post}, context).front().titles : std::string();
}

void filter_cards_by(CardFilter filter) { card_filter() = std::move(filter); }
void add_below(BelowSlot slot) { below_slots().push_back(std::move(slot)); }

html::Safe fill_cards(html::Words const& words, db::Read& read, std::vector<Card> const& cards, Look const& look) {
    auto authors = authors_of(read, cards);
    auto filters = filtered_by(read, cards, look);
    html::Safe made;
    for (std::size_t i = 0; i < cards.size(); ++i) {
        if (filters[i].hide) continue;
        auto card = filled(words, read, cards[i], authors, look, filters[i].blur);
        made += filters[i].titles.empty() || filters[i].blur ? std::move(card) : words.fill(pages::Filtered{.titles = filters[i].titles, .card = card});
    }
    return made;
}

html::Safe pinned_list(html::Words const& words, db::Read& read, std::vector<PostId> const& ids, AccountId viewer, base::Time now) {
    Look look{.viewer = viewer, .now = now, .pinned = true, .context = "account"};
    return fill_cards(words, read, cards(read, ids, viewer), look);
}

html::Safe card_list(html::Words const& words, db::Read& read, std::vector<PostId> const& ids, AccountId viewer, base::Time now, std::string_view context) {
    return fill_cards(words, read, cards(read, ids, viewer), {.viewer = viewer, .now = now, .context = context});
}

}  // namespace posts
