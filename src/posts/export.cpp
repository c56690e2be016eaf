// One's own posts and marks, for the export of all one's data.
#include "base/json.hpp"
#include "base/time.hpp"
#include "posts/posts.hpp"
#include "posts/queries.hpp"

namespace posts {
namespace {

void write_post(base::Json& json, Post const& post) {
    json.object().pair("id", post.id.text()).pair("created_at", base::iso8601(post.created_at)).pair("visibility", text_of(post.visibility));
    if (post.boost_of) {
        json.pair("boost_of", post.boost_of.text()).end();
        return;
    }
    json.pair("text", post.text).pair("content_note", post.content_note).pair("language", post.language);
    if (post.reply_to) json.pair("in_reply_to_id", post.reply_to.text());
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
        if (auto post = find_unchecked(read, id)) write_post(json, *post);
    json.end();
    write_ids(json, "favourites", read.rows(sql::favourites_by, {account}, first));
    write_ids(json, "bookmarks", read.rows(sql::bookmarks_by, {account}, first));
    write_ids(json, "pinned", pinned(read, account));
    json.key("followed_hashtags").array();
    for (auto const& tag : followed_tags(read, account)) json.value(tag.name);
    return json.end().end().take();
}

}  // namespace

void add_export() { accounts::add_to_export("posts.json", part); }

}  // namespace posts
