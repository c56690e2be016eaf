// One's own posts and marks, for the export of all one's data.
#include "base/json.hpp"
#include "base/time.hpp"
#include "posts/posts.hpp"
#include "posts/queries.hpp"

namespace posts {
namespace {

void write_policy(base::Json& json, Policy const& policy) {
    json.key("policy").object().pair("reply", text_of(policy.reply)).pair("boost", text_of(policy.boost)).pair("quote", text_of(policy.quote));
    json.pair("quote_on_request", text_of(policy.quote_on_request)).end();
}

void write_media(base::Json& json, std::vector<media::Attachment> const& attachments) {
    json.key("media").array();
    for (auto const& each : attachments) json.object().pair("id", each.id.text()).pair("address", each.address).pair("description", each.description).end();
    json.end();
}

void write_poll(base::Json& json, polls::Poll const& poll) {
    json.key("poll").object().pair("closes_at", base::iso8601(poll.expires_at)).pair("multiple", poll.multiple).key("choices").array();
    for (auto const& option : poll.options) json.object().pair("title", option.title).pair("votes", option.votes).end();
    json.end().end();
}

// What it was before: the last version is the post itself.
void write_versions(base::Json& json, std::vector<Version> const& versions) {
    json.key("versions").array();
    for (std::size_t i = 0; i + 1 < versions.size(); ++i) {
        auto const& version = versions[i];
        json.object().pair("written_at", base::iso8601(version.at)).pair("text", version.text).pair("content_note", version.content_note);
        write_media(json, version.media);
        json.key("choices").array();
        for (auto const& title : version.poll_options) json.value(title);
        json.end().end();
    }
    json.end();
}

void write_post(base::Json& json, db::Read& read, Post const& post) {
    json.object().pair("id", post.id.text()).pair("created_at", base::iso8601(post.created_at)).pair("visibility", text_of(post.visibility));
    if (post.boost_of) {
        json.pair("boost_of", post.boost_of.text()).end();
        return;
    }
    json.pair("text", post.text).pair("content_note", post.content_note).pair("sensitive", post.sensitive).pair("language", post.language);
    json.pair("local_only", post.local_only);
    write_policy(json, post.policy);
    if (post.reply_to) json.pair("in_reply_to_id", post.reply_to.text());
    if (post.quote.state != QuoteState::none)
        json.key("quote").object().pair("id", post.quote.post.text()).pair("state", text_of(post.quote.state)).end();
    if (!post.media.empty()) write_media(json, post.media);
    if (post.poll) write_poll(json, *post.poll);
    if (post.edited_at) {
        json.pair("edited_at", base::iso8601(post.edited_at));
        write_versions(json, versions(read, post.id));
    }
    json.end();
}

void write_ids(base::Json& json, std::string_view name, std::vector<PostId> const& ids) {
    json.key(name).array();
    for (auto id : ids) json.value(id.text());
    json.end();
}

std::string part(db::Read& read, AccountId account) {
    auto first = [](db::Row const& row) { return row.id<PostId>(0); };
    base::Json json;
    json.object().key("posts").array();
    for (auto id : read.rows(sql::all_posts_of, {account}, first))
        if (auto post = find_unchecked(read, id)) write_post(json, read, *post);
    json.end();
    write_ids(json, "favourites", read.rows(sql::favourites_by, {account}, first));
    write_ids(json, "bookmarks", read.rows(sql::bookmarks_by, {account}, first));
    write_ids(json, "pinned", pinned(read, account));
    write_ids(json, "muted_conversations", read.rows(sql::thread_mutes_of, {account}, first));
    json.key("featured_hashtags").array();
    for (auto const& tag : featured_tags(read, account)) json.value(tag.name);
    json.end().key("followed_hashtags").array();
    for (auto const& tag : followed_tags(read, account)) json.value(tag.name);
    return json.end().end().take();
}

}  // namespace

void add_export() { accounts::add_to_export("posts.json", part); }

}  // namespace posts
