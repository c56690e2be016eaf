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
    out.pair("sensitive", post.sensitive || author.sensitized_at != 0).pair("spoiler_text", post.content_note).pair("visibility", posts::text_of(post.visibility));
    out.key("language");
    post.language.empty() ? out.null() : out.value(post.language);
    out.pair("uri", boost ? uri + "/activity" : uri).pair("url", post.url(author.username));
    out.pair("replies_count", post.replies).pair("reblogs_count", post.boosts).pair("favourites_count", post.favourites);
    out.pair("quotes_count", post.quotes).key("edited_at");
    post.edited_at ? out.value(base::iso8601(post.edited_at)) : out.null();
    out.pair("content", post.html).pair("local_only", post.local_only);
    out.key("application").raw(application);
    if (!boost) out.key("reblog").null();
    return out.take() + ",\"account\":";
}

bool is_open(posts::Post const& post) { return post.visibility == posts::Visibility::everyone || post.visibility == posts::Visibility::unlisted; }

// Who may do it without being asked about, in the words of quote_approval.
void write_allowed(Json& out, std::string_view name, posts::Allowed allowed) {
    out.key(name).array();
    if (allowed != posts::Allowed::nobody) out.value(posts::text_of(allowed));
    out.end();
}

void write_rule(Json& out, std::string_view name, posts::Allowed allowed) {
    out.key(name).object().key("always").array();
    for (std::string_view always : {"author", "mentioned"}) out.value(always);
    if (allowed != posts::Allowed::nobody) out.value(posts::text_of(allowed));
    out.end().key("with_approval").array().end().end();
}

// GoToSocial's name and form; null when everybody may do everything.
void write_policy(Json& out, posts::Policy const& policy) {
    out.key("interaction_policy");
    if (policy.reply == posts::Allowed::everyone && policy.boost == posts::Allowed::everyone) {
        out.null();
        return;
    }
    write_rule(out.object(), "can_favourite", posts::Allowed::everyone);
    write_rule(out, "can_reply", policy.reply);
    write_rule(out, "can_reblog", policy.boost);
    out.end();
}

void write_media(Json& out, std::vector<media::Attachment> const& attached) {
    out.key("media_attachments").array();
    for (auto const& each : attached) write(out, each);
    out.end();
}

void write_card(Json& out, std::optional<links::Card> const& card) {
    out.key("card");
    card ? write(out, *card) : void(out.null());
}

std::string tail_of(posts::Post const& post, std::string_view emojis) {
    Json out;
    write_media(out.object(), post.media);
    write_mentions(out, post.mentions);
    write_tags(out, post.hashtags);
    write_card(out.key("emojis").raw(emojis), post.link);
    write_policy(out, post.policy);
    bool open = is_open(post);
    out.key("quote_approval").object();
    write_allowed(out, "automatic", open ? post.policy.quote : posts::Allowed::nobody);
    write_allowed(out, "manual", open ? post.policy.quote_on_request : posts::Allowed::nobody);
    out.key("current_user").value("");
    auto text = out.take();
    text.front() = ',';  // goes on where the account, or the boosted status, ended
    text.pop_back();     // and stops within the answer to whether its viewer may quote it
    return text;
}

// For everybody but the author; "" when it depends on who asks.
std::string_view quoting_of(posts::Post const& post) {
    using posts::Allowed;
    auto const& policy = post.policy;
    if (!is_open(post) || post.boost_of) return "denied";
    if (policy.quote == Allowed::everyone) return "automatic";
    if (policy.quote != Allowed::nobody) return "";
    return policy.quote_on_request == Allowed::everyone ? "manual" : policy.quote_on_request == Allowed::nobody ? "denied" : "";
}

}  // namespace

StatusParts status_parts(posts::Post const& post, accounts::Account const& author, std::string_view application, std::string_view emojis) {
    StatusParts parts{.author = post.author, .boost_of = post.boost_of, .text = head_of(post, author, application), .quoting = quoting_of(post)};
    parts.head = parts.text.size();
    parts.text += tail_of(post, emojis);
    parts.thread = post.thread;
    parts.open = post.visibility == posts::Visibility::everyone && !post.boost_of;
    parts.personal = post.poll || post.quote.state != posts::QuoteState::none || parts.quoting.empty();
    parts.text.shrink_to_fit();
    return parts;
}

}  // namespace mastodon
