// Timelines: posts in order of time, by what a reader chose. SQL is the truth; Feeds is memory that may be dropped.
#pragma once
#include "base/id.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "http/hub.hpp"
#include "http/router.hpp"
#include "posts/posts.hpp"
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace timelines {

using base::AccountId, base::PostId;
using posts::Page;

// Only what the viewer may see; `viewer` 0 is a visitor. Newest first.
std::vector<PostId> home(db::Read&, AccountId reader, Page);
std::vector<PostId> local(db::Read&, AccountId viewer, Page);
struct TagQuery { std::string name; std::vector<std::string> any, all, none; };
std::vector<PostId> hashtag(db::Read&, TagQuery const&, AccountId viewer, Page);
struct Of { bool replies = true, boosts = true; bool only_pinned = false; std::string tagged; };
std::vector<PostId> account(db::Read&, AccountId author, AccountId viewer, Of, Page);

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
    void drop_everything();
    std::int64_t size() const;  // feeds in memory

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

// Pages: / and /home, /local, /tags/:name, /@:username.
void add_pages(http::Router::Section pages);
// /live/home and /live/local: the streams of open pages. A stream ends when its person's sign-in does.
using StillValid = std::function<bool(http::Person const&)>;
void add_live(http::Router::Section pages, Feeds&, StillValid);
// Tells open pages: "posts" with an id, "notifications" with a count.
void tell_open_pages(bus::Bus&, db::Database&, Feeds&, http::Hub&);

}  // namespace timelines
