// Keeps what is the same for every viewer of a status, serialized once: its JSON without the account and without the
// viewer's marks, and each account's JSON by itself. Memory that may be dropped at any time.
#pragma once
#include "base/settings.hpp"
#include "bus/bus.hpp"
#include "mastodon/kept.hpp"
#include "timelines/timelines.hpp"
#include <deque>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>

namespace mastodon {

using base::AccountId, base::PostId;

inline base::Setting<std::int64_t> cache_megabytes{"mastodon.cache_megabytes", 128,
    "How much memory answers to apps may keep of posts that were read lately."};

// A status is  head  account  [, "reblog": the boosted status]  tail  what is the viewer's own.
struct StatusParts {
    AccountId author;
    PostId boost_of;  // 0 unless a boost
    std::string text;        // head and tail
    std::size_t head = 0;    // how much of the text is head
    std::string_view quoting = "denied";  // whether others may quote it: automatic, manual, denied; "" when it depends on who asks
    PostId thread;
    bool open = false;       // public, and no boost
    bool personal = false;   // a poll, a quote, or it depends: more than marks is each viewer's own, and memory does not know it
};

// What of a status is the viewer's own.
struct Seen {
    unsigned char marks = 0;           // posts::Marked's bits
    std::string_view quoting = "denied";
    std::string_view more = ",\"poll\":null,\"quote\":null";
    std::string_view filtered = "[]";  // JSON
};
void append_status(std::string& out, StatusParts const&, std::string_view account, Seen const&);
void append_boost(std::string& out, StatusParts const& boost, std::string_view booster, StatusParts const&, std::string_view author, Seen const&);

// An account as everybody sees it.
struct AccountPart {
    std::string json;
    bool findable = false;  // whoever searches may find what it says to everybody
};

// An answer by what it is made of: its own text, with accounts and statuses in between.
class Recipe {
public:
    Recipe& text(std::string_view more) { text_ += more; return *this; }
    Recipe& account(AccountId id) { steps_.push_back({text_.size(), id, {}, 0}); return *this; }
    Recipe& status(PostId id, unsigned char marks) { steps_.push_back({text_.size(), {}, id, marks}); return *this; }

private:
    friend class StatusCache;
    struct Step { std::size_t until; AccountId account; PostId status; unsigned char marks; };
    std::string text_;
    std::vector<Step> steps_;  // each comes after so much of the text
};

// Any thread.
class StatusCache {
public:
    // Hears of every change, and drops what it changed before the answer leaves.
    explicit StatusCache(bus::Bus&, std::int64_t most_bytes = cache_megabytes() << 20);

    // Appends the feed's statuses as a JSON array; false, and `out` as it was, when a part is not here or a status is
    // personal.
    bool append(std::string& out, std::span<timelines::Entry const>, AccountId viewer) const;

    // The same for a recipe.
    bool append(std::string& out, Recipe const&, AccountId viewer) const;
    // Public posts that are here, with their threads and authors; false when one is not, or is no public post.
    bool met(std::span<PostId const>, std::vector<timelines::Readers::Met>& into) const;
    // Whether it is known to be a public post by somebody whom everybody may find.
    bool is_findable(PostId) const;
    // Those of which a part is not here.
    std::vector<PostId> missing(std::span<timelines::Entry const>) const;
    std::vector<PostId> missing(std::span<PostId const>) const;

    std::optional<StatusParts> status(PostId) const;
    std::optional<std::string> account(AccountId) const;
    // `seen_at`: the `now` of the read that they were made from.
    void put(PostId, StatusParts const&, base::Time seen_at);
    void put(AccountId, AccountPart const&, base::Time seen_at);

    // What a change rendered that is not committed yet: others are shown it once Published is heard.
    void put_when_published(PostId, StatusParts const&, AccountPart const&);

    void drop(PostId);
    void drop(AccountId);
    void drop_everything();
    std::int64_t bytes() const;

private:
    struct Piece;
    Piece find(PostId) const;  // under mutex_

    void publish(posts::Published const&);

    struct Unpublished { StatusParts parts; AccountPart account; };
    std::mutex unpublished_mutex_;
    std::unordered_map<PostId, Unpublished> unpublished_;  // guarded by unpublished_mutex_
    std::deque<PostId> unpublished_order_;                 // guarded by it as well: the oldest goes first

    mutable std::shared_mutex mutex_;
    Kept<StatusParts> statuses_;   // guarded by mutex_
    Kept<AccountPart> accounts_;   // guarded by mutex_
};

}  // namespace mastodon
