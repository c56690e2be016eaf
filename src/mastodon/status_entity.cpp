// A status as apps read it, cut where the account goes in and where the viewer's marks follow.
#include "base/settings.hpp"
#include "base/time.hpp"
#include "mastodon/entities.hpp"

namespace mastodon {

namespace {

using base::Json;

template <class Tag>
void write_id(Json& out, std::string_view name, base::Id<Tag> id) {
    out.key(name);
    id ? out.value(id.text()) : out.null();
}

void write_mentions(Json& out, std::vector<posts::Mention> const& mentions) {
    out.key("mentions").array();
    for (auto const& each : mentions)
        out.object().pair("id", each.account.text()).pair("username", each.username).pair("url", each.url).pair("acct", each.handle).end();
    out.end();
}

void write_tags(Json& out, std::vector<std::string> const& hashtags) {
    out.key("tags").array();
    for (auto const& name : hashtags)
        out.object().pair("name", name).pair("url", base::site_url() + "/tags/" + http::percent_encode(name)).end();
    out.end();
}

std::string head_of(posts::Post const& post, accounts::Account const& author, std::string_view application) {
    bool boost = static_cast<bool>(post.boost_of);
    auto uri = post.uri(author.username);
    Json out;
    out.object().pair("id", post.id.text()).pair("created_at", base::iso8601(post.created_at));
    write_id(out, "in_reply_to_id", post.reply_to);
    write_id(out, "in_reply_to_account_id", post.reply_to_author);
    out.pair("sensitive", post.sensitive).pair("spoiler_text", post.content_note).pair("visibility", posts::text_of(post.visibility));
    out.key("language");
    post.language.empty() ? out.null() : out.value(post.language);
    out.pair("uri", boost ? uri + "/activity" : uri).pair("url", post.url(author.username));
    out.pair("replies_count", post.replies).pair("reblogs_count", post.boosts).pair("favourites_count", post.favourites);
    out.pair("quotes_count", 0).key("edited_at").null().pair("content", post.html);
    out.key("application").raw(application);
    if (!boost) out.key("reblog").null();
    return out.take() + ",\"account\":";
}

std::string tail_of(posts::Post const& post) {
    Json out;
    out.object().key("media_attachments").array().end();
    write_mentions(out, post.mentions);
    write_tags(out, post.hashtags);
    out.key("emojis").array().end().key("card").null().key("poll").null().key("quote").null();
    auto text = out.take();
    text.front() = ',';  // goes on where the account, or the boosted status, ended
    return text;
}

}  // namespace

StatusParts status_parts(posts::Post const& post, accounts::Account const& author, std::string_view application) {
    StatusParts parts{post.author, post.boost_of, head_of(post, author, application), 0};
    parts.head = parts.text.size();
    parts.text += tail_of(post);
    parts.text.shrink_to_fit();
    return parts;
}

}  // namespace mastodon
