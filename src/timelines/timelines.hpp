// Timelines: posts in order of time, by what a reader chose. SQL is the truth; Feeds is memory that may be dropped.
#pragma once
#include "base/id.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "http/hub.hpp"
#include "http/router.hpp"
#include "lists/lists.hpp"
#include "posts/posts.hpp"
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace timelines {

using base::AccountId, base::PostId;
using posts::Page;

// Only what the viewer may see, and nothing of those the viewer blocked, muted or was blocked by; `viewer` 0 is a visitor.
// Silenced authors are shown to their followers only. Newest first.
std::vector<PostId> home(db::Read&, AccountId reader, Page);
enum class Origin { any, local, remote };
struct Public { Origin origin = Origin::any; bool only_media = false; };
std::vector<PostId> everybody(db::Read&, AccountId viewer, Public, Page);
std::vector<PostId> local(db::Read&, AccountId viewer, Page);
struct TagQuery { std::string name; std::vector<std::string> any, all, none; Origin origin = Origin::any; bool only_media = false; };
std::vector<PostId> hashtag(db::Read&, TagQuery const&, AccountId viewer, Page);
std::vector<PostId> linked(db::Read&, std::int64_t card, AccountId viewer, Page);  // public posts that show this card (links::find)
struct Of { bool replies = true, boosts = true; bool only_pinned = false; std::string tagged; bool only_media = false; };
std::vector<PostId> account(db::Read&, AccountId author, AccountId viewer, Of, Page);  // whose page it is may also be muted
std::vector<PostId> list(db::Read&, lists::List const&, Page);
// Everybody's lists whose timelines hold this new post: for streams of lists. One statement for each list the author is on.
std::vector<lists::List> lists_reached(db::Read&, PostId, AccountId author);

// One entry of a reader's feed with what the reader did to it (posts::Marked's bits).
struct Entry { PostId post; PostId boost_of; AccountId author; unsigned char marks = 0; };

// Home feeds in memory: a ring of the newest 400 entries for each reader seen lately, built from SQL on first use.
// Any thread. Told of events by the bus before an answer leaves, so readers see their own writes.
class Feeds {
public:
    Feeds(db::Database&, bus::Bus&);
    ~Feeds();
    // From memory alone; nothing when the reader's feed is not there or the page reaches past it.
    bool page(AccountId reader, Page, std::vector<Entry>& into) const;
    void load(db::Read&, AccountId reader);  // builds the reader's feed if it is not there
    // Readers in memory to whom this post was given: whose open pages and apps must hear of it.
    std::vector<AccountId> readers_of(PostId post, AccountId author) const;
    // False when the reader, whose feed is in memory, blocked, muted or was blocked by the author: nothing of them goes to
    // the reader's public streams either.
    bool hears(AccountId reader, AccountId author) const;
    void drop_everything();
    std::int64_t size() const;  // feeds in memory

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

// What lists that everybody reads need to know of one reader: what they did with posts, and whom they do not hear. Kept in
// memory for those who read lately. Any thread.
class Readers {
public:
    explicit Readers(bus::Bus&);
    ~Readers();
    void load(db::Read&, AccountId);  // unless it is there
    // A public post, found for anybody.
    struct Met { PostId post, thread; AccountId author; };
    // The same as entries with the reader's marks; false when memory cannot say, or when the reader does not hear one of
    // the authors. A visitor, 0, did nothing and hears everybody.
    bool entries(AccountId, std::span<Met const>, std::vector<Entry>& into) const;
    std::int64_t size() const;  // readers in memory

private:
    friend class Commons;
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

// The public timeline in memory: the newest thousand posts that everybody() knows, one ring for all its readers. What an
// event may have changed is looked at again in SQL by who reads next; until then pages come from there. Any thread.
class Commons {
public:
    Commons(Readers&, bus::Bus&);
    ~Commons();
    // From memory alone; nothing when memory waits for a look at SQL, does not know the reader, or does not reach that far.
    bool page(AccountId reader, Public, Page, std::vector<Entry>& into) const;
    void load(db::Read&, AccountId reader);  // looks at what waits, and loads the reader

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

// Pages: / and /home, /topics, /local, /tags/:name, /@:username.
void add_pages(http::Router::Section pages, Feeds&);
// Above home: where else a reader may look. Other rooms add their sources while the site starts.
struct Tab { std::string address, words; };
void add_home_tab(Tab);
// On a profile, below the care that an organization gives.
using ProfilePart = std::function<html::Safe(html::Words const&, db::Read&, accounts::Account const&, AccountId viewer)>;
void add_to_profile(ProfilePart);
// /live/home and /live/local: the streams of open pages. A stream ends when its person's sign-in does.
using StillValid = std::function<bool(http::Person const&)>;
void add_live(http::Router::Section pages, Feeds&, StillValid);
// Tells open pages: "posts" with an id, "notifications" with a count.
void tell_open_pages(bus::Bus&, db::Database&, Feeds&, http::Hub&);

}  // namespace timelines
