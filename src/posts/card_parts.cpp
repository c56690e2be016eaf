// What hangs on a post below its text: its poll, the preview of its link, what it quotes.
#include "base/text.hpp"
#include "base/time.hpp"
#include "emojis/emojis.hpp"
#include "posts/page_parts.hpp"
#include "posts/pages.hpp"
#include <algorithm>

namespace posts {
using html::Words;

namespace {

constexpr std::size_t longest_quoted = 600;  // bytes of text: longer ones are cut, and read in full behind their link
constexpr std::int64_t graphemes_quoted = 280;

std::string time_left(Words const& words, base::Time left) {
    auto rounded = [&](base::Time unit) { return (left + unit / 2) / unit; };
    auto minutes = std::max<base::Time>(1, rounded(base::minute)), hours = rounded(base::hour), days = rounded(base::day);
    if (hours >= 24) return words("{days, plural, one {# day left} other {# days left}}", {{"days", days}});
    if (hours > 1) return words("{hours, plural, one {# hour left} other {# hours left}}", {{"hours", hours}});
    return words("{minutes, plural, one {# minute left} other {# minutes left}}", {{"minutes", minutes}});
}

bool shows_numbers(polls::Poll const& poll, AccountId viewer, base::Time now) { return !poll.hide_totals || poll.is_over(now) || poll.author == viewer; }

std::string state_of(Words const& words, polls::Poll const& poll, Look const& look) {
    auto votes = poll.multiple ? words("{people, plural, one {# person voted} other {# people voted}}", {{"people", poll.voters}})
                               : words("{votes, plural, one {# vote} other {# votes}}", {{"votes", poll.votes}});
    if (poll.is_over(look.now)) return votes + " · " + words("Closed");
    auto left = time_left(words, poll.expires_at - look.now);
    if (!shows_numbers(poll, look.viewer, look.now)) return left + " · " + words("The results are shown when it closes");
    return votes + " · " + left + " · " + words("Votes are anonymous");
}

html::Safe choices_of(Words const& words, polls::Poll const& poll, PostId card) {
    html::Safe rows;
    std::int64_t place = 0;
    for (auto const& option : poll.options)
        words.fill(rows, pages::PollChoice{.type = poll.multiple ? "checkbox" : "radio", .id = card, .place = place++, .title = option.title});
    return rows;
}

// One choice's share and its bar, which change in place in open pages.
html::Safe number_of(Words const& words, polls::Poll const& poll, PostId card, std::size_t place) {
    auto all = std::max<std::int64_t>(1, poll.multiple ? poll.voters : poll.votes);
    return words.fill(pages::PollNumber{.id = card, .place = static_cast<std::int64_t>(place), .share = (poll.options[place].votes * 100 + all / 2) / all});
}

html::Safe results_of(Words const& words, polls::Poll const& poll, PostId card, std::vector<int> const& votes, bool numbers) {
    html::Safe rows;
    for (std::size_t place = 0; place < poll.options.size(); ++place) {
        bool mine = std::ranges::find(votes, static_cast<int>(place)) != votes.end();
        words.fill(rows, pages::PollResult{.mine = mine, .title = poll.options[place].title, .numbers = numbers ? number_of(words, poll, card, place) : html::Safe{}});
    }
    return rows;
}

// What a quoted post holds besides its words.
std::string holds(Words const& words, Post const& quoted) {
    if (!quoted.media.empty()) {
        auto count = static_cast<std::int64_t>(quoted.media.size());
        return words("{count, plural, one {# picture, video or sound} other {# pictures, videos or sounds}}", {{"count", count}});
    }
    return quoted.poll ? words("Poll") : std::string();
}

html::Safe text_within(Post const& quoted) {
    if (quoted.text.size() <= longest_quoted) return html::Safe{quoted.html};
    html::Safe cut;
    html::escape(cut.markup, base::shorten(quoted.text, graphemes_quoted));
    return cut;
}

std::string why_gone(Words const& words, QuoteState state) {
    switch (state) {
        case QuoteState::pending: return words("The quoted post is shown once its author agrees.");
        case QuoteState::rejected: return words("The author of the quoted post did not agree to it.");
        case QuoteState::revoked: return words("The author took their post out of this quote.");
        case QuoteState::deleted: return words("The quoted post was deleted.");
        default: return words("The quoted post cannot be shown to you.");
    }
}

}  // namespace

html::Safe text_part(db::Read& read, Post const& post, accounts::Account const& author) {
    auto text = emojis::drawn(read, html::Safe{post.html}, author.domain);
    for (auto const& mention : post.mentions) {
        std::string there = "href=\"";
        html::escape(there, mention.url);
        there += '"';
        auto here = "href=\"/@" + mention.handle + "\"";
        for (auto at = text.markup.find(there); at != std::string::npos; at = text.markup.find(there, at + here.size())) text.markup.replace(at, there.size(), here);
    }
    return text;
}

html::Safe poll_part(Words const& words, Post const& shown, PostId card, std::vector<int> const& votes, Look const& look) {
    if (!shown.poll) return {};
    auto const& poll = *shown.poll;
    auto state = state_of(words, poll, look);
    bool numbers = shows_numbers(poll, look.viewer, look.now);
    bool may_vote = look.viewer && look.viewer != shown.author && votes.empty() && !poll.is_over(look.now);
    if (may_vote && !look.results)
        return words.fill(pages::PollForm{.id = card, .multiple = poll.multiple, .choices = choices_of(words, poll, card), .results = numbers, .state = state});
    return words.fill(pages::PollResults{.id = card, .rows = results_of(words, poll, card, votes, numbers), .state = state});
}

html::Safe poll_numbers(db::Read& read, PostId id) {
    html::Safe all;
    auto poll = polls::find(read, id);
    if (!poll || !shows_numbers(*poll, AccountId{}, read.now)) return all;
    Words words;
    for (std::size_t place = 0; place < poll->options.size(); ++place) all += number_of(words, *poll, id, place);
    return all;
}

html::Safe link_part(Words const& words, links::Card const& card) {
    if (card.title.empty()) return {};
    return words.fill(pages::Link{.address = card.url, .image = words.lean() ? std::string() : card.image, .image_description = card.image_description, .provider = card.provider_name,
                                  .title = base::shorten(card.title, 140), .description = base::shorten(card.description, 160)});
}

html::Safe quote_part(Words const& words, Post const& shown, Post const* quoted, accounts::Account const* author, Look const& look) {
    auto state = shown.quote.state;
    if (state == QuoteState::none) return {};
    bool asked = state == QuoteState::pending && quoted && quoted->author == look.viewer;
    if (!quoted || !author || (state != QuoteState::accepted && !asked)) return words.fill(pages::QuoteGone{.words = why_gone(words, state)});
    return words.fill(pages::Quote{
        .waiting = asked ? words("You are asked whether your post may be quoted here.") : std::string(), .author_address = "/@" + author->handle(),
        .author = author->name, .handle = author->handle(), .address = "/@" + author->handle() + "/" + quoted->id.text(),
        .when = html::time_tag(words, quoted->created_at, look.now),
        .note = quoted->content_note.empty() ? std::string() : words("Contains: {note}", {{"note", quoted->content_note}}), .text = quoted->content_note.empty() ? text_within(*quoted) : html::Safe{}, .language = quoted->language, .holds = holds(words, *quoted), .decide = asked, .id = shown.id});
}

}  // namespace posts
