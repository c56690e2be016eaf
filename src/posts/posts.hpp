// Posts: what people say, to whom, and what others do with it.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include "links/links.hpp"
#include "media/media.hpp"
#include "polls/polls.hpp"
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace posts {

using base::AccountId, base::MediaId, base::PostId;

extern db::Schema const schema;

inline base::Setting<std::int64_t> longest{"posts.longest", 3000, "How many characters a post may have, its content note included. A link counts as 23."};

inline base::Setting<std::int64_t> undo_seconds{"posts.undo_seconds", 10, "For how many seconds whoever posted may take it back with one press. So long a new post waits before it leaves for other servers. Private messages do not wait."};

// Who may see a post. In Mastodon's words: public, unlisted, private, direct.
enum class Visibility { everyone, unlisted, followers, direct };
std::string_view text_of(Visibility);
std::optional<Visibility> visibility_of(std::string_view);

// Who may answer, share or quote a post, besides its author and those it mentions (for answers).
enum class Allowed { everyone, followers, following, nobody };  // following: those the author follows
std::string_view text_of(Allowed);                              // public, followers, following, nobody
std::optional<Allowed> allowed_of(std::string_view);
struct Policy {
    Allowed reply = Allowed::everyone, boost = Allowed::everyone;
    Allowed quote = Allowed::everyone, quote_on_request = Allowed::nobody;  // on_request: the author approves each one
    bool operator==(Policy const&) const = default;
};

// Quotes, with the consent of the author of what is quoted (FEP-044f).
enum class QuoteState { none, pending, accepted, rejected, revoked, deleted };
std::string_view text_of(QuoteState);
struct Quote {
    PostId post;        // what is quoted; 0 once it was deleted
    QuoteState state = QuoteState::none;
};

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
    base::Time edited_at = 0;  // 0: never
    bool local_only = false;   // never leaves this server, by any route
    Policy policy;
    Quote quote;
    std::int64_t replies = 0, boosts = 0, favourites = 0, quotes = 0;
    std::vector<Mention> mentions;
    std::vector<std::string> hashtags;  // as spelled
    std::vector<media::Attachment> media;
    std::optional<polls::Poll> poll;
    std::optional<links::Card> link;   // the preview of the first link
    std::string remote_uri, remote_url;  // of posts of other servers: what they are called, and read at, there

    bool is_local() const { return remote_uri.empty(); }
    std::string url(std::string_view username) const;  // https://site/@username/id
    std::string uri(std::string_view username) const;  // https://site/users/username/statuses/id
};

struct Draft {
    std::string text;
    std::string content_note;
    bool sensitive = false;
    std::optional<Visibility> visibility;  // absent: the parent's when replying, else the author's preference
    std::string language;                  // absent: the author's preference
    PostId reply_to;
    std::string idempotency_key;           // the same key within an hour gives the first post again
    std::int64_t app = 0;
    std::vector<MediaId> media;            // own and ready ones, in order; with these the text may be empty
    std::vector<std::pair<MediaId, media::Details>> media_details;  // changed along the way
    std::optional<polls::Draft> poll;      // not beside media
    PostId quoted;
    std::optional<Policy> policy;          // absent: the author's preference, else everyone
    bool local_only = false;
};

// Rules. What the asker may not see is not found.
base::Result<Post> publish(db::Write&, AccountId author, Draft const&);
base::Result<base::Done> check(db::Read&, AccountId author, Draft const&);  // whether it could be published now, media aside
// Everything of the draft takes the place of what was, except visibility, parent and quote, which stay. Keeps the version
// before; tells those who boosted or quoted it ("update", "quoted_update").
base::Result<Post> edit(db::Write&, AccountId author, PostId, Draft const&);
base::Result<Post> change_policy(db::Write&, AccountId author, PostId, Policy const&);
base::Result<Post> remove(db::Write&, AccountId author, PostId);  // gives the post as it was, for "delete and redraft"
base::Result<Post> favourite(db::Write&, AccountId, PostId);
base::Result<Post> unfavourite(db::Write&, AccountId, PostId);
base::Result<Post> boost(db::Write&, AccountId, PostId, std::optional<Visibility> = {});  // gives the boost
base::Result<Post> unboost(db::Write&, AccountId, PostId);                                // gives the post
base::Result<Post> bookmark(db::Write&, AccountId, PostId);
base::Result<Post> unbookmark(db::Write&, AccountId, PostId);
base::Result<Post> pin(db::Write&, AccountId, PostId);  // own posts, at most 5
base::Result<Post> unpin(db::Write&, AccountId, PostId);
// The author of the quoted post decides; revoking holds for copies elsewhere too.
base::Result<Post> approve_quote(db::Write&, AccountId quoted_author, PostId quoting);
base::Result<Post> revoke_quote(db::Write&, AccountId quoted_author, PostId quoting);  // also rejects a pending one
base::Result<Post> mute_thread(db::Write&, AccountId, PostId);  // no more notifications from the conversation
base::Result<Post> unmute_thread(db::Write&, AccountId, PostId);
void forget(db::Write&, AccountId);  // the account was removed: its posts and marks go
// For db::Database::on_emit: a vote, a fetched card or a finished file makes its post read differently; a poll that ended
// is told to its author and voters ("poll").
void hear(db::Write&, base::Event const&);
void forget_old_keys(db::Write&);    // idempotency keys past their hour: called now and then

// What another server's post says, by an author whose server signed or served it. Markup is cleaned, moments and counts
// are brought within bounds.
struct Received {
    std::string uri, url;        // its id, and the page for people ("": none)
    AccountId author;
    std::string markup;          // of the text
    std::string title;           // of an article or an event: stands above it
    std::string content_note;
    bool sensitive = false;
    Visibility visibility = Visibility::direct;
    std::string language;
    PostId reply_to;
    base::Time created_at = 0, edited_at = 0;  // edited 0: never
    std::vector<AccountId> mentions;           // by its tags; those of this server are told
    std::vector<std::string> hashtags;
    std::vector<media::Remote> media;
    bool fetch_media = true;
    std::optional<polls::Told> poll;
    PostId quoted;
    QuoteState quote = QuoteState::none;       // what is proved, for a quote of another server's post
    Policy policy;
    bool found_late = false;     // fetched, not sent to us: it stands in lists, and nobody is told
};
// The same uri again gives what is there. Refused (forbidden): the author is suspended, or an answer, quote or mention that
// the person of this server who is addressed blocked or does not allow.
base::Result<Post> receive(db::Write&, Received const&);
base::Result<Post> receive_edit(db::Write&, PostId, Received const&);  // older than what is there: nothing changes
// A boost by somebody of another server. The same one again is one.
struct ReceivedBoost {
    std::string uri;
    AccountId by;
    PostId of;
    Visibility visibility = Visibility::everyone;
    base::Time created_at = 0;
};
base::Result<Post> receive_boost(db::Write&, ReceivedBoost const&);
// The post it answers became known after it. No more than once.
void connect(db::Write&, PostId answer, PostId parent);
// What the quoted author's server said of a quote by a post of this server or another.
base::Result<base::Done> settle_quote(db::Write&, PostId quoting, QuoteState);
void set_quoted(db::Write&, PostId quoting, PostId quoted, QuoteState);  // what it quotes became known after it
// Pins of another server's account, newest first: what is not named is unpinned.
void set_featured(db::Write&, AccountId author, std::vector<PostId> const&);
// By the id that ActivityPub knows it by: https://site/users/ada/statuses/1 of this server too.
std::optional<PostId> find_by_uri(db::Read&, std::string_view uri);

// Reading. `viewer` 0 is a visitor.
std::optional<Post> find(db::Read&, PostId, AccountId viewer);
std::vector<Post> find_all(db::Read&, std::vector<PostId> const&, AccountId viewer);  // in the order asked, only what may be seen
std::optional<Post> find_unchecked(db::Read&, PostId);                                // for rendering what is checked elsewhere
// A post as publish() made it, and its author as that left them: in memory for a moment, so that who hears of it asks for
// nothing. Also there while its change is not committed: ask inside that change, or once Published was heard. Nothing when
// another node made it.
struct Made { Post post; accounts::Account author; std::vector<std::int64_t> hashtag_ids; };
std::shared_ptr<Made const> just_made(PostId);
struct Thread { std::vector<Post> before, after; };  // ancestors oldest first; descendants depth first, in order
Thread thread(db::Read&, PostId, AccountId viewer, int most = 4000);

// What a post was before it was edited, oldest first; the last is what it is now.
struct Version {
    std::string text, html, content_note;
    bool sensitive = false;
    base::Time at = 0;
    std::vector<media::Attachment> media;   // with the descriptions of that time
    std::vector<std::string> poll_options;
};
std::vector<Version> versions(db::Read&, PostId);

// What the viewer may do with a post, by its policy.
struct Permissions { bool reply = true, boost = true; enum class Quoting { yes, on_request, no } quote = Quoting::yes; };
Permissions permissions(db::Read&, Post const&, AccountId viewer);

// What a viewer did with posts; `muted` is the conversation.
struct Marks { bool favourited = false, boosted = false, bookmarked = false, pinned = false, muted = false; };
std::vector<Marks> marks(db::Read&, AccountId viewer, std::vector<PostId> const&);  // in the order asked

// Lists, by id, newest first. `before`, `since`: ids exclusive, 0 for none; `after` gives those next newer than it.
struct Page { std::int64_t before = 0, since = 0, after = 0; int limit = 20; };
struct Listed { std::int64_t at; PostId post; };  // `at` pages bookmarks and favourites
std::vector<Listed> bookmarks(db::Read&, AccountId, Page);
std::vector<Listed> favourites(db::Read&, AccountId, Page);
struct Who { std::int64_t at; AccountId account; };
std::vector<Who> favourited_by(db::Read&, PostId, Page);
std::vector<Who> boosted_by(db::Read&, PostId, Page);
std::vector<PostId> quotes_of(db::Read&, PostId, AccountId viewer, Page);  // accepted ones that the viewer may see
std::vector<PostId> pinned(db::Read&, AccountId author);

// Hashtags. Only public posts count, by days of UTC.
struct Day { base::Time at; std::int64_t uses = 0, accounts = 0; };
struct Tag {
    std::int64_t id = 0;
    std::string name;
    bool following = false;
    std::int64_t uses = 0, accounts = 0;  // in 7 days
    std::vector<Day> history;             // 7, today first; empty for a hashtag that nobody used yet
    bool featuring = false;               // on the viewer's own page
};
std::optional<Tag> find_tag(db::Read&, std::string_view name, AccountId viewer);
std::vector<Tag> find_tags(db::Read&, std::vector<std::int64_t> const& ids, AccountId viewer);  // in the order asked
std::vector<Tag> search_tags(db::Read&, std::string_view start, int limit);
base::Result<Tag> follow_tag(db::Write&, AccountId, std::string_view name);
base::Result<Tag> unfollow_tag(db::Write&, AccountId, std::string_view name);
std::vector<Tag> followed_tags(db::Read&, AccountId);
struct FollowedTag { std::int64_t at; Tag tag; };  // `at` pages
std::vector<FollowedTag> followed_tags(db::Read&, AccountId, Page);

// Hashtags that people show on their own page, at most 10.
struct FeaturedTag {
    std::int64_t id = 0;
    std::string name;
    std::int64_t statuses = 0;        // open posts of the account
    base::Time last_status_at = 0;    // 0: none
};
base::Result<FeaturedTag> feature_tag(db::Write&, AccountId, std::string_view name);
base::Result<base::Done> unfeature_tag(db::Write&, AccountId, std::int64_t featured);
base::Result<base::Done> unfeature_tag(db::Write&, AccountId, std::string_view name);
std::vector<FeaturedTag> featured_tags(db::Read&, AccountId);
std::vector<Tag> tags_to_feature(db::Read&, AccountId, int limit);  // what they use most, and do not feature yet

// Events.
struct Published { static constexpr std::string_view kind = "posts.published"; PostId post; AccountId author; PostId boost_of; };
// An older post of another server became known: it stands in lists, and nobody is told.
struct Discovered { static constexpr std::string_view kind = "posts.discovered"; PostId post; AccountId author; };
struct Deleted { static constexpr std::string_view kind = "posts.deleted"; PostId post; AccountId author; PostId boost_of; };
struct Counted { static constexpr std::string_view kind = "posts.counted"; PostId post; };  // replies, boosts, favourites, quotes
// The post reads differently now: edited, its media, poll, card, quote or policy changed. `edited` 1: by its author.
struct Edited { static constexpr std::string_view kind = "posts.edited"; PostId post; AccountId author; std::int64_t edited; };
// A viewer's own flags changed; `what` is 1 favourite, 2 boost, 4 bookmark, 8 pin, 16 muted thread; `on` 0 or 1.
struct Marked { static constexpr std::string_view kind = "posts.marked"; AccountId viewer; PostId post; std::int64_t what, on; };
struct TagFollowed { static constexpr std::string_view kind = "posts.tag_followed"; AccountId account; std::int64_t tag, on; };

void add_export();  // posts.json of accounts::export_all
void add_to_moderation();  // moderation::know_posts
void judge_notifications();  // notifications::judge_by

// Pages: /@:username/:id, /new, /bookmarks, /favourites and the buttons under a post.
void add_pages(http::Router::Section pages);
// The card of a post as it stands in every list; `viewer`'s marks pressed.
struct Card {
    Post post;
    std::optional<Post> boosted;
    Marks marks;
    std::optional<Post> quoted;  // by what is shown, when the viewer may see it
    std::vector<int> votes;      // the viewer's own, in its poll
};
std::vector<Card> cards(db::Read&, std::vector<PostId> const&, AccountId viewer);
html::Safe card(html::Words const&, db::Read&, Card const&, base::Time now, bool open_thread = false);
// `context` is where the list stands, in the words of filters: home, public, thread, account, notifications; "" for one's own.
html::Safe card_list(html::Words const&, db::Read&, std::vector<PostId> const&, AccountId viewer, base::Time now, std::string_view context = "home");
html::Safe poll_numbers(db::Read&, PostId);  // for pages that are open: what changed in results that are shown; "" for none
html::Safe pinned_list(html::Words const&, db::Read&, std::vector<PostId> const&, AccountId viewer, base::Time now);  // labelled so
html::Safe composer(html::Words const&, db::Read&, http::Request const&, base::Refusal const* = nullptr, Post const* reply_to = nullptr);


// What other rooms put into these pages; registered while the site starts.
// What a viewer filters: for each post in the order asked, the titles of the filters it met and what they ask for.
struct Filtered { std::string titles; bool hide = false, blur = false; };  // no titles: shown as it is
using CardFilter = std::function<std::vector<Filtered>(db::Read&, AccountId viewer, std::vector<Post> const&, std::string_view context)>;
void filter_cards_by(CardFilter);
// Buttons beside "Post" in the composer: "Save draft", "Post later". They stand in its form, whose fields have the names of
// Mastodon's API, and say with formaction where it goes.
using ComposerSlot = std::function<html::Safe(html::Words const&, http::Request const&)>;
void add_to_composer(ComposerSlot);
// Told after the composer published, in the same change: whoever kept the draft lets it go.
using Sent = std::function<void(db::Write&, http::Request const&, Post const&)>;
void after_sending(Sent);
// What hangs on a post below everything else, when its words call for it: free times of the place that it links to.
using BelowSlot = std::function<html::Safe(html::Words const&, db::Read&, Post const&, AccountId viewer)>;
void add_below(BelowSlot);
// What covers a post where only a line of it is shown: the titles of the viewer's filters, "" for nothing.
std::string covering(db::Read&, AccountId viewer, Post const&, std::string_view context);
// "Posted. Undo", above what the author sees next; nothing on other pages.
html::Safe undo_bar(html::Words const&, db::Read&, http::Request const&);
// Further things to do with a post, on its page "More": forms and links of their own.
using MoreSlot = std::function<html::Safe(html::Words const&, http::Request const&, db::Read&, Post const&, accounts::Account const& author)>;
void add_to_more(MoreSlot);
// The composer's form as a draft, for those who keep it.
Draft draft_in_form(http::Fields const&);

}  // namespace posts
