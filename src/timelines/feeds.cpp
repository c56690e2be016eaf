// Home feeds in memory. Every feed may be dropped at any time: SQL builds it again.
//
// Who gets a new post is decided from memory (who follows whom among the readers kept here) and one small statement that
// says to whom the post was addressed; it is skipped when nobody kept here could get it.
#include "base/time.hpp"
#include "follows/follows.hpp"
#include "timelines/home.hpp"
#include "timelines/queries.hpp"
#include <algorithm>
#include <deque>
#include <limits>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>

namespace timelines {
namespace {

constexpr std::size_t entries_kept = 400, most_feeds = 20'000, deliveries_kept = 1024;
constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();

struct Feed {
    std::vector<Entry> entries;  // oldest first, so that a new one is appended
    bool complete = false;       // nothing older exists
    bool stale = false;          // deliveries still arrive, but pages come from SQL until it is loaded again
    std::unordered_map<AccountId, bool> follows;  // whether boosts too
    std::vector<std::int64_t> hashtags;
    std::int64_t loaded = 0;     // order of loading: the oldest goes first
};

// To whom a post was addressed.
struct Delivery {
    posts::Visibility visibility = posts::Visibility::direct;
    AccountId reply_to_author;
    PostId boost_of;
    AccountId boosted_author;
    posts::Visibility boosted_visibility = posts::Visibility::everyone;
    AccountId boosted_reply_to;
    std::vector<AccountId> mentioned;
    std::vector<std::int64_t> hashtags;
};

std::optional<Delivery> delivery_of(db::Read& read, PostId post) {
    auto found = read.one(sql::delivery, {post}, [](db::Row const& row) {
        Delivery delivery;
        delivery.visibility = posts::visibility_of(row.view(0)).value_or(posts::Visibility::direct);
        delivery.reply_to_author = row.id<AccountId>(1);
        delivery.boost_of = row.id<PostId>(2);
        delivery.boosted_author = row.id<AccountId>(3);
        delivery.boosted_visibility = posts::visibility_of(row.view(4)).value_or(posts::Visibility::everyone);
        delivery.boosted_reply_to = row.id<AccountId>(5);
        return delivery;
    });
    if (!found || found->boost_of) return found;
    found->mentioned = read.rows(sql::delivery_mentions, {post}, [](db::Row const& row) { return row.id<AccountId>(0); });
    found->hashtags = read.rows(sql::delivery_hashtags, {post}, [](db::Row const& row) { return row.integer(0); });
    return found;
}

unsigned char bits(posts::Marks marks) {
    return static_cast<unsigned char>(marks.favourited | marks.boosted << 1 | marks.bookmarked << 2 | marks.pinned << 3);
}

// A boost of what the reader got within the day before is left out.
bool had_it_already(Feed const& feed, AccountId reader, PostId boost, Delivery const& delivery) {
    if (!delivery.boost_of || delivery.boost_of.value <= boost.value - base::first_id_at(base::day)) return false;
    auto author = delivery.boosted_author, answered = delivery.boosted_reply_to;
    return author == reader || ((!answered || answered == author) && feed.follows.contains(author));
}

// The same decisions as home_between in queries.sql: a test holds the two against each other.
bool belongs(Feed const& feed, AccountId reader, PostId post, AccountId author, Delivery const& delivery) {
    if (had_it_already(feed, reader, post, delivery)) return false;
    if (author == reader) return true;
    auto follow = feed.follows.find(author);
    if (follow != feed.follows.end()) {
        auto to = delivery.reply_to_author;
        bool answers_a_stranger = to && to != author && to != reader && !feed.follows.contains(to);
        bool unwanted_boost = delivery.boost_of && !follow->second;
        bool not_addressed = delivery.visibility == posts::Visibility::direct && std::ranges::find(delivery.mentioned, reader) == delivery.mentioned.end();
        bool hidden_boost = delivery.boost_of && delivery.boosted_visibility == posts::Visibility::followers && !feed.follows.contains(delivery.boosted_author);
        if (!answers_a_stranger && !unwanted_boost && !not_addressed && !hidden_boost) return true;
    }
    if (delivery.visibility != posts::Visibility::everyone || delivery.boost_of) return false;
    return std::ranges::find_first_of(feed.hashtags, delivery.hashtags) != feed.hashtags.end();
}

void insert(Feed& feed, Entry entry) {
    auto& entries = feed.entries;
    auto place = std::ranges::lower_bound(entries, entry.post, {}, &Entry::post);
    if (place != entries.end() && place->post == entry.post) return;
    entries.insert(place, entry);
    // Trimmed in steps, so that most insertions only append.
    if (entries.size() > entries_kept * 5 / 4) {
        entries.erase(entries.begin(), entries.end() - entries_kept);
        feed.complete = false;
    }
}

}  // namespace

struct Feeds::Inside {
    db::Database& database;

    mutable std::shared_mutex mutex;
    // Guarded by mutex:
    std::unordered_map<AccountId, Feed> feeds;
    std::unordered_map<AccountId, std::unordered_set<AccountId>> readers_by_author;
    std::unordered_map<std::int64_t, std::unordered_set<AccountId>> readers_by_hashtag;
    std::int64_t loads = 0;
    std::unordered_map<PostId, std::vector<AccountId>> deliveries;
    std::deque<PostId> delivered;  // in order, to forget the oldest
    struct Told { base::Time at; AccountId by; };
    std::deque<Told> told;         // lately: a feed loaded from an older snapshot may lack what these told

    explicit Inside(db::Database& db) : database(db) {}

    void note(AccountId by) {
        constexpr std::size_t kept = 4096;
        told.push_back({base::clock_now(), by});
        if (told.size() > kept) told.pop_front();
    }

    // Whether something that this feed shows was told after `snapshot` was taken.
    bool missed_something(AccountId reader, Feed const& feed, base::Time snapshot) const {
        if (!told.empty() && told.front().at >= snapshot) return true;  // perhaps: older ones are forgotten
        for (auto event = told.rbegin(); event != told.rend() && event->at >= snapshot; ++event)
            if (!event->by || event->by == reader || !feed.hashtags.empty() || feed.follows.contains(event->by)) return true;
        return false;
    }

    void index(AccountId reader, Feed const& feed) {
        readers_by_author[reader].insert(reader);
        for (auto const& [author, boosts] : feed.follows) readers_by_author[author].insert(reader);
        for (auto tag : feed.hashtags) readers_by_hashtag[tag].insert(reader);
    }

    void forget(AccountId reader) {
        auto found = feeds.find(reader);
        if (found == feeds.end()) return;
        auto leave = [&](auto& by, auto key) {
            auto readers = by.find(key);
            if (readers == by.end()) return;
            readers->second.erase(reader);
            if (readers->second.empty()) by.erase(readers);
        };
        leave(readers_by_author, reader);
        for (auto const& [author, boosts] : found->second.follows) leave(readers_by_author, author);
        for (auto tag : found->second.hashtags) leave(readers_by_hashtag, tag);
        feeds.erase(found);
    }

    void make_room() {
        if (feeds.size() < most_feeds) return;
        auto oldest = std::ranges::min_element(feeds, {}, [](auto const& entry) { return entry.second.loaded; });
        forget(oldest->first);
    }

    std::vector<AccountId> candidates(AccountId author, Delivery const* delivery) const {
        std::vector<AccountId> all;
        if (auto found = readers_by_author.find(author); found != readers_by_author.end()) all.assign(found->second.begin(), found->second.end());
        if (delivery)
            for (auto tag : delivery->hashtags)
                if (auto found = readers_by_hashtag.find(tag); found != readers_by_hashtag.end()) all.insert(all.end(), found->second.begin(), found->second.end());
        std::ranges::sort(all);
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }

    void published(posts::Published const& event) {
        {
            std::unique_lock lock(mutex);
            note(event.author);
            if (readers_by_hashtag.empty() && !readers_by_author.contains(event.author)) return;
        }
        auto delivery = database.read([&](db::Read& read) { return delivery_of(read, event.post); });
        if (!delivery) return;
        std::unique_lock lock(mutex);
        std::vector<AccountId> reached;
        for (auto reader : candidates(event.author, &*delivery)) {
            auto& feed = feeds.at(reader);
            if (!belongs(feed, reader, event.post, event.author, *delivery)) continue;
            unsigned char known = event.boost_of && reader == event.author ? 2 : 0;
            // What the reader did to a boosted post before: known when it already stands in the feed. A new post has no past,
            // and reading every entry of a thousand feeds for it would cost more than all else here.
            if (event.boost_of) {
                for (auto const& entry : feed.entries)
                    if ((entry.boost_of ? entry.boost_of : entry.post) == event.boost_of) known |= entry.marks;
                if (std::ranges::none_of(feed.entries, [&](Entry const& entry) { return entry.post == event.boost_of; })) feed.stale = true;
            }
            insert(feed, {event.post, event.boost_of, event.author, known});
            reached.push_back(reader);
        }
        delivered.push_back(event.post);
        deliveries[event.post] = std::move(reached);
        if (delivered.size() > deliveries_kept) {
            deliveries.erase(delivered.front());
            delivered.pop_front();
        }
    }

    void deleted(posts::Deleted const& event) {
        std::unique_lock lock(mutex);
        note(event.author);
        for (auto& [reader, feed] : feeds) {
            auto place = std::ranges::lower_bound(feed.entries, event.post, {}, &Entry::post);
            if (place != feed.entries.end() && place->post == event.post) feed.entries.erase(place);
        }
    }

    void marked(posts::Marked const& event) {
        std::unique_lock lock(mutex);
        note(event.viewer);
        auto feed = feeds.find(event.viewer);
        if (feed == feeds.end()) return;
        for (auto& entry : feed->second.entries) {
            if ((entry.boost_of ? entry.boost_of : entry.post) != event.post) continue;
            entry.marks = static_cast<unsigned char>(event.on ? entry.marks | event.what : entry.marks & ~event.what);
        }
    }

    void stale(AccountId reader) {
        std::unique_lock lock(mutex);
        note(reader);
        if (auto feed = feeds.find(reader); feed != feeds.end()) feed->second.stale = true;
    }
};

Feeds::Feeds(db::Database& database, bus::Bus& bus) : inside_(std::make_unique<Inside>(database)) {
    auto& inside = *inside_;
    bus.at_once<posts::Published>([&](auto const& event) { inside.published(event); });
    bus.at_once<posts::Deleted>([&](auto const& event) { inside.deleted(event); });
    bus.at_once<posts::Marked>([&](auto const& event) { inside.marked(event); });
    bus.at_once<posts::TagFollowed>([&](auto const& event) { inside.stale(event.account); });
    bus.at_once<follows::Began>([&](auto const& event) { inside.stale(event.follower); });
    bus.at_once<follows::Ended>([&](auto const& event) { inside.stale(event.follower); });
    bus.at_once<accounts::Suspended>([this](auto const&) { drop_everything(); });
    // An open stream of this reader must follow the change without waiting for the next page.
    auto again = [this](AccountId reader) {
        {
            std::shared_lock lock(inside_->mutex);
            auto feed = inside_->feeds.find(reader);
            if (feed == inside_->feeds.end() || !feed->second.stale) return;
        }
        inside_->database.read([&](db::Read& read) { load(read, reader); return true; });
    };
    bus.soon<posts::TagFollowed>([again](auto const& event) { again(event.account); });
    bus.soon<follows::Began>([again](auto const& event) { again(event.follower); });
    bus.soon<follows::Ended>([again](auto const& event) { again(event.follower); });
}

Feeds::~Feeds() = default;

bool Feeds::page(AccountId reader, Page page, std::vector<Entry>& into) const {
    std::shared_lock lock(inside_->mutex);
    auto found = inside_->feeds.find(reader);
    if (found == inside_->feeds.end() || found->second.stale) return false;
    auto const& feed = found->second;
    auto const& entries = feed.entries;
    auto limit = static_cast<std::ptrdiff_t>(page.limit);
    // Below the oldest entry kept only SQL knows.
    auto floor = feed.complete || entries.empty() ? std::int64_t{0} : entries.front().post.value;
    if (page.after) {
        if (page.after < floor) return false;
        auto first = std::ranges::upper_bound(entries, PostId{page.after}, {}, &Entry::post);
        auto last = first + std::min(limit, entries.end() - first);
        into.assign(std::make_reverse_iterator(last), std::make_reverse_iterator(first));
        return true;
    }
    auto last = page.before ? std::ranges::lower_bound(entries, PostId{page.before}, {}, &Entry::post) : entries.end();
    auto first = std::ranges::upper_bound(entries.begin(), last, PostId{page.since}, {}, &Entry::post);
    if (last - first > limit) first = last - limit;
    else if (last - first < limit && page.since < floor && !feed.complete) return false;
    into.assign(std::make_reverse_iterator(last), std::make_reverse_iterator(first));
    return true;
}

void Feeds::load(db::Read& read, AccountId reader) {
    {
        std::shared_lock lock(inside_->mutex);
        auto known = inside_->feeds.find(reader);
        if (known != inside_->feeds.end() && !known->second.stale) return;
    }
    Feed feed;
    for (auto const& followed : follows::all_followed_by(read, reader)) feed.follows.emplace(followed.account, followed.boosts);
    feed.hashtags = read.rows(sql::followed_hashtags, {reader}, [](db::Row const& row) { return row.integer(0); });
    auto rows = home_rows(read, reader, newest, 0, static_cast<int>(entries_kept));
    feed.complete = rows.size() < entries_kept;
    std::vector<PostId> targets;
    for (auto const& row : rows) targets.push_back(row.boost_of ? row.boost_of : row.post);
    auto marks = posts::marks(read, reader, targets);
    feed.entries.reserve(rows.size());
    for (auto i = rows.size(); i-- > 0;) feed.entries.push_back({rows[i].post, rows[i].boost_of, rows[i].author, bits(marks[i])});

    std::unique_lock lock(inside_->mutex);
    // Something was told while this snapshot was being read: it may be missing here. Deliveries are right from now on;
    // pages come from SQL until the next load.
    feed.stale = inside_->missed_something(reader, feed, read.now);
    feed.loaded = ++inside_->loads;
    inside_->forget(reader);
    inside_->make_room();
    inside_->index(reader, feed);
    inside_->feeds.emplace(reader, std::move(feed));
}

std::vector<AccountId> Feeds::readers_of(PostId post, AccountId) const {
    std::shared_lock lock(inside_->mutex);
    auto found = inside_->deliveries.find(post);
    return found == inside_->deliveries.end() ? std::vector<AccountId>{} : found->second;
}

void Feeds::drop_everything() {
    std::unique_lock lock(inside_->mutex);
    // Open streams still need to know whom they follow: the feeds stay, but their pages come from SQL.
    for (auto& [reader, feed] : inside_->feeds) feed.stale = true;
    inside_->note(AccountId{});
}

std::int64_t Feeds::size() const {
    std::shared_lock lock(inside_->mutex);
    return static_cast<std::int64_t>(inside_->feeds.size());
}

}  // namespace timelines
