// Posts: what people say, to whom, and what others do with it.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace posts {

using base::AccountId, base::PostId;

extern db::Schema const schema;

inline base::Setting<std::int64_t> longest{"posts.longest", 3000, "How many characters a post may have, its content note included. A link counts as 23."};

// Who may see a post. In Mastodon's words: public, unlisted, private, direct.
enum class Visibility { everyone, unlisted, followers, direct };
std::string_view text_of(Visibility);
std::optional<Visibility> visibility_of(std::string_view);

struct Mention { AccountId account; std::string username, handle, url; };

struct Post {
    PostId id;
    AccountId author;
    std::string text;          // as typed
    std::string html;          // what is shown: paragraphs, links, mentions, hashtags
    std::string content_note;  // "" for none
    bool sensitive = false;
    Visibility visibility = Visibility::everyone;
    std::string language;      // BCP 47
    PostId reply_to;
    AccountId reply_to_author;
    PostId thread;             // the first post of the conversation
    PostId boost_of;           // 0 unless this is a boost: then only id, author, visibility and created_at are its own
    std::int64_t app = 0;      // the OAuth app it was written with
    base::Time created_at = 0;
    std::int64_t replies = 0, boosts = 0, favourites = 0;
    std::vector<Mention> mentions;
    std::vector<std::string> hashtags;  // as spelled

    std::string url(std::string_view username) const;  // https://site/@username/id
    std::string uri(std::string_view username) const;  // https://site/users/username/statuses/id
};

struct Draft {
    std::string text;
    std::string content_note;
    bool sensitive = false;
    std::optional<Visibility> visibility;  // absent: the parent's when replying, else everyone
    std::string language;                  // absent: the author's
    PostId reply_to;
    std::string idempotency_key;           // the same key within an hour gives the first post again
    std::int64_t app = 0;
};

// Rules. What the asker may not see is not found.
base::Result<Post> publish(db::Write&, AccountId author, Draft const&);
base::Result<Post> remove(db::Write&, AccountId author, PostId);  // gives the post as it was, for "delete and redraft"
base::Result<Post> favourite(db::Write&, AccountId, PostId);
base::Result<Post> unfavourite(db::Write&, AccountId, PostId);
base::Result<Post> boost(db::Write&, AccountId, PostId, std::optional<Visibility> = {});  // gives the boost
base::Result<Post> unboost(db::Write&, AccountId, PostId);                                // gives the post
base::Result<Post> bookmark(db::Write&, AccountId, PostId);
base::Result<Post> unbookmark(db::Write&, AccountId, PostId);
base::Result<Post> pin(db::Write&, AccountId, PostId);  // own posts, at most 5
base::Result<Post> unpin(db::Write&, AccountId, PostId);
void forget(db::Write&, AccountId);  // the account was removed: its posts and marks go
void forget_old_keys(db::Write&);    // idempotency keys past their hour: called now and then

// Reading. `viewer` 0 is a visitor.
std::optional<Post> find(db::Read&, PostId, AccountId viewer);
std::vector<Post> find_all(db::Read&, std::vector<PostId> const&, AccountId viewer);  // in the order asked, only what may be seen
std::optional<Post> find_unchecked(db::Read&, PostId);                                // for rendering what is checked elsewhere
struct Thread { std::vector<Post> before, after; };  // ancestors oldest first; descendants depth first, in order
Thread thread(db::Read&, PostId, AccountId viewer, int most = 4000);

// What a viewer did with posts.
struct Marks { bool favourited = false, boosted = false, bookmarked = false, pinned = false; };
std::vector<Marks> marks(db::Read&, AccountId viewer, std::vector<PostId> const&);  // in the order asked

// Lists, by id, newest first. `before`, `since`: ids exclusive, 0 for none; `after` gives those next newer than it.
struct Page { std::int64_t before = 0, since = 0, after = 0; int limit = 20; };
struct Listed { std::int64_t at; PostId post; };  // `at` pages bookmarks and favourites
std::vector<Listed> bookmarks(db::Read&, AccountId, Page);
std::vector<Listed> favourites(db::Read&, AccountId, Page);
struct Who { std::int64_t at; AccountId account; };
std::vector<Who> favourited_by(db::Read&, PostId, Page);
std::vector<Who> boosted_by(db::Read&, PostId, Page);
std::vector<PostId> pinned(db::Read&, AccountId author);

// Hashtags.
struct Tag { std::int64_t id = 0; std::string name; bool following = false; std::int64_t uses = 0, accounts = 0; };  // in 7 days
std::optional<Tag> find_tag(db::Read&, std::string_view name, AccountId viewer);
std::vector<Tag> search_tags(db::Read&, std::string_view start, int limit);
base::Result<Tag> follow_tag(db::Write&, AccountId, std::string_view name);
base::Result<Tag> unfollow_tag(db::Write&, AccountId, std::string_view name);
std::vector<Tag> followed_tags(db::Read&, AccountId);
std::vector<Tag> busiest_tags(db::Read&, int limit);  // by distinct people in 7 days, at least 3

// Events.
struct Published { static constexpr std::string_view kind = "posts.published"; PostId post; AccountId author; PostId boost_of; };
struct Deleted { static constexpr std::string_view kind = "posts.deleted"; PostId post; AccountId author; PostId boost_of; };
struct Counted { static constexpr std::string_view kind = "posts.counted"; PostId post; };  // replies, boosts or favourites
// A viewer's own flags changed; `what` is 1 favourite, 2 boost, 4 bookmark, 8 pin; `on` 0 or 1.
struct Marked { static constexpr std::string_view kind = "posts.marked"; AccountId viewer; PostId post; std::int64_t what, on; };
struct TagFollowed { static constexpr std::string_view kind = "posts.tag_followed"; AccountId account; std::int64_t tag, on; };

void add_export();  // posts.json of accounts::export_all

// Pages: /@:username/:id, /new, /bookmarks, /favourites and the buttons under a post.
void add_pages(http::Router::Section pages);
// The card of a post as it stands in every list; `viewer`'s marks pressed.
struct Card { Post post; std::optional<Post> boosted; Marks marks; };
std::vector<Card> cards(db::Read&, std::vector<PostId> const&, AccountId viewer);
html::Safe card(html::Words const&, db::Read&, Card const&, base::Time now, bool open_thread = false);
html::Safe card_list(html::Words const&, db::Read&, std::vector<PostId> const&, AccountId viewer, base::Time now);
html::Safe pinned_list(html::Words const&, db::Read&, std::vector<PostId> const&, AccountId viewer, base::Time now);  // labelled so
html::Safe composer(html::Words const&, http::Request const&, base::Refusal const* = nullptr, Post const* reply_to = nullptr);

}  // namespace posts
