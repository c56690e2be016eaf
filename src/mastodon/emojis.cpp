// Custom emoji as apps list them, and those that one entity uses.
#include "emojis/emojis.hpp"
#include "mastodon/entities.hpp"
#include "mastodon/routes.hpp"
#include <algorithm>

namespace mastodon {

std::string emojis_in(db::Read& read, std::vector<std::string_view> const& texts, std::string_view domain) { return emojis::as_json(emojis::in(read, texts, domain)); }

std::string emojis_in(db::Read& read, accounts::Account const& account) {
    std::vector<std::string_view> texts{account.name, account.note};
    for (auto const& field : account.fields) texts.insert(texts.end(), {field.name, field.value});
    return emojis_in(read, texts, account.domain);
}

std::string emojis_in(db::Read& read, posts::Post const& post, std::string_view domain) { return emojis_in(read, {post.content_note, post.text}, domain); }

// Most polls have none: only then is it asked who wrote it.
std::string emojis_in(db::Read& read, polls::Poll const& poll) {
    std::vector<std::string_view> texts;
    for (auto const& option : poll.options) texts.push_back(option.title);
    if (std::ranges::all_of(texts, [](std::string_view text) { return emojis::shortcodes_in(text).empty(); })) return "[]";
    auto post = posts::find_unchecked(read, poll.post);
    auto author = post ? accounts::find(read, post->author) : std::nullopt;
    return emojis_in(read, texts, author ? author->domain : std::string());
}

void add_emoji_routes(Section api, Context&) {
    api.get("/api/v1/custom_emojis", Open::to_anyone, [](Request const&, db::Read& read) -> Answer {
        auto listed = emojis::all(read);
        std::erase_if(listed, [](emojis::Emoji const& each) { return !each.enabled || !each.visible_in_picker; });
        return http::json(emojis::as_json(listed));
    }).says("The server's own emoji");
}

}  // namespace mastodon
