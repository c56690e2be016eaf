// Posts as objects: Note, or Question when there is a poll.
#include "activitypub/follows_seen.hpp"
#include "activitypub/vocabulary.hpp"
#include "base/time.hpp"

namespace activitypub {

using base::Json;

namespace {

std::string at_domain(posts::Mention const& mention) {
    return "@" + (mention.handle.contains('@') ? mention.handle : mention.handle + "@" + base::site_domain());
}

void write_tags(Json& out, db::Read& read, posts::Post const& post) {
    out.key("tag").array();
    std::vector<AccountId> ids;
    for (auto const& mention : post.mentions) ids.push_back(mention.account);
    auto people = accounts::find_all(read, ids);
    for (auto const& mention : post.mentions)
        for (auto const& person : people)
            if (person.id == mention.account) out.object().pair("type", "Mention").pair("href", person.uri()).pair("name", at_domain(mention)).end();
    for (auto const& hashtag : post.hashtags)
        out.object().pair("type", "Hashtag").pair("href", base::site_url() + "/tags/" + http::percent_encode(hashtag)).pair("name", "#" + hashtag).end();
    std::vector<std::string_view> texts{post.text, post.content_note};
    if (post.poll)
        for (auto const& option : post.poll->options) texts.push_back(option.title);
    write_emojis(out, read, texts);
    out.end();
}

void write_attachments(Json& out, posts::Post const& post) {
    out.key("attachment").array();
    for (auto const& file : post.media) {
        if (file.state != media::State::ready) continue;
        out.object().pair("type", "Document").pair("mediaType", file.type).pair("url", absolute(file.address)).key("name");
        file.description.empty() ? out.null() : out.value(file.description);
        if (!file.blurhash.empty()) out.pair("blurhash", file.blurhash);
        if (file.kind == media::Kind::image) out.key("focalPoint").array().value(file.focus_x).value(file.focus_y).end();
        if (file.size.width) out.pair("width", file.size.width).pair("height", file.size.height);
        if (!file.preview_address.empty() && file.kind != media::Kind::image)
            out.key("icon").object().pair("type", "Image").pair("mediaType", media_type_of(file.preview_address)).pair("url", absolute(file.preview_address)).end();
        out.end();
    }
    out.end();
}

void write_poll(Json& out, polls::Poll const& poll, base::Time now) {
    bool over = poll.is_over(now), shown = over || !poll.hide_totals;
    out.key(poll.multiple ? "anyOf" : "oneOf").array();
    for (auto const& option : poll.options) {
        out.object().pair("type", "Note").pair("name", option.title);
        out.key("replies").object().pair("type", "Collection").pair("totalItems", shown ? option.votes : 0).end().end();
    }
    out.end().pair("endTime", seconds_of(poll.expires_at));
    if (over) out.pair("closed", seconds_of(poll.expires_at));
    out.pair("votersCount", poll.voters);
}

std::vector<std::string> approved(posts::Allowed allowed, accounts::Account const& author) {
    switch (allowed) {
        case posts::Allowed::everyone: return {std::string(everyone)};
        case posts::Allowed::followers: return {author.uri() + "/followers"};
        case posts::Allowed::following: return {author.uri() + "/following"};
        case posts::Allowed::nobody: break;
    }
    return {author.uri()};
}

void write_rule(Json& out, std::string_view name, std::vector<std::string> const& automatic, std::vector<std::string> const& manual) {
    out.key(name).object();
    for (auto const& [key, list] : {std::pair("automaticApproval", &automatic), std::pair("manualApproval", &manual)}) {
        out.key(key).array();
        for (auto const& each : *list) out.value(each);
        out.end();
    }
    out.end();
}

void write_policy(Json& out, posts::Post const& post, accounts::Account const& author) {
    auto const& policy = post.policy;
    bool asked = policy.quote_on_request != posts::Allowed::nobody && policy.quote != posts::Allowed::everyone;
    out.key("interactionPolicy").object();
    write_rule(out, "canQuote", is_open(post) ? approved(policy.quote, author) : std::vector{author.uri()},
               asked && is_open(post) ? approved(policy.quote_on_request, author) : std::vector<std::string>{});
    write_rule(out, "canReply", approved(policy.reply, author), {});
    write_rule(out, "canAnnounce", is_open(post) ? approved(policy.boost, author) : std::vector{author.uri()}, {});
    out.end();
}

struct Quoted { std::string uri, url; };

std::optional<Quoted> quoted_by(db::Read& read, posts::Post const& post) {
    using enum posts::QuoteState;
    if (!post.quote.post || (post.quote.state != accepted && post.quote.state != pending)) return std::nullopt;
    auto quoted = posts::find_unchecked(read, post.quote.post);
    auto author = quoted ? accounts::find(read, quoted->author) : std::nullopt;
    // What stays here, or was meant for few, is not named elsewhere.
    if (!author || quoted->local_only) return std::nullopt;
    return Quoted{quoted->uri(author->username), quoted->url(author->username)};
}

void write_quote(Json& out, db::Read& read, posts::Post const& post, Quoted const& quoted) {
    for (auto name : {"quote", "quoteUri", "_misskey_quote"}) out.pair(name, quoted.uri);
    if (post.quote.state != posts::QuoteState::accepted) return;
    if (auto stamp = quote_stamp(read, post.id); !stamp.empty()) out.pair("quoteAuthorization", stamp);
}

std::string content_of(posts::Post const& post, std::optional<Quoted> const& quoted) {
    if (!quoted) return post.html;
    // For servers that know no quotes; those that do leave out what has this class.
    std::string address;
    html::escape(address, quoted->url);
    return "<p class=\"quote-inline\">RE: <a href=\"" + address + "\">" + address + "</a></p>" + post.html;
}

void write_thread(Json& out, db::Read& read, posts::Post const& post) {
    auto parent = post.reply_to ? posts::find_unchecked(read, post.reply_to) : std::nullopt;
    out.key("inReplyTo");
    parent && !parent->local_only ? out.value(uri_of(read, *parent)) : out.null();
    auto root = post.thread == post.id ? std::optional(post) : posts::find_unchecked(read, post.thread);
    if (!root || !root->is_local() || root->local_only) return;
    out.pair("context", context_uri(post.thread)).pair("conversation", context_uri(post.thread));
}

void write_count(Json& out, std::string_view name, std::string const& uri, std::int64_t count) {
    out.key(name).object().pair("id", uri + "/" + std::string(name)).pair("type", "Collection").pair("totalItems", count).end();
}

}  // namespace

bool may_federate(posts::Post const& post) { return post.is_local() && !post.local_only; }

bool is_open(posts::Post const& post) {
    return post.visibility == posts::Visibility::everyone || post.visibility == posts::Visibility::unlisted;
}

std::string object_of(db::Read& read, posts::Post const& post, accounts::Account const& author, bool whole) {
    auto uri = post.uri(author.username);
    Json out;
    out.object();
    if (whole) out.key("@context").raw(object_context);
    out.pair("id", uri).pair("type", post.poll ? "Question" : "Note").pair("attributedTo", author.uri()).pair("url", post.url(author.username));
    out.pair("published", seconds_of(post.created_at));
    if (post.edited_at) out.pair("updated", seconds_of(post.edited_at));
    write_addressing(out, addressing(read, post, author));
    write_thread(out, read, post);
    auto quoted = quoted_by(read, post);
    auto content = content_of(post, quoted);
    out.pair("sensitive", post.sensitive || !post.content_note.empty()).key("summary");
    post.content_note.empty() ? out.null() : out.value(post.content_note);
    out.pair("content", content);
    if (!post.language.empty()) out.key("contentMap").object().pair(post.language, content).end();
    if (quoted) write_quote(out, read, post, *quoted);
    if (post.poll) write_poll(out, *post.poll, read.now);
    write_attachments(out, post);
    write_tags(out, read, post);
    write_policy(out, post, author);
    out.pair("replies", uri + "/replies");
    write_count(out, "likes", uri, post.favourites);
    write_count(out, "shares", uri, post.boosts);
    return out.end().take();
}

}  // namespace activitypub
