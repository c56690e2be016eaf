// Home feeds in memory. Every feed may be dropped at any time: SQL builds it again.
//
// A new post is written into the news once (see news.hpp). Whether it belongs into a feed is decided when its reader comes,
// from memory: whom they follow, and to whom the post was addressed.
#include "base/time.hpp"
#include "blocks/blocks.hpp"
#include "follows/follows.hpp"
#include "timelines/home.hpp"
#include "timelines/news.hpp"
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

constexpr std::size_t entries_kept = 400, fewest_entries = 40, most_feeds = 20'000;
constexpr std::int64_t a_block = 1;  // blocks::Changed
constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();

struct Feed {
    std::vector<Entry> entries;  // oldest first, so that a new one is appended
    bool complete = false;       // nothing older exists
    bool stale = false;          // deliveries still arrive, but pages come from SQL until it is loaded again
    struct Wish { bool boosts; std::string languages; };  // languages separated by spaces, "" for all
    std::unordered_map<AccountId, Wish> follows;
    std::vector<std::int64_t> hashtags;
    std::unordered_set<AccountId> unheard, shunned;  // see blocks: either way, and the reader's own choice
    std::unordered_set<std::string> domains;         // that the reader blocked: of authors who came later
    std::unordered_set<AccountId> exclusive;         // on lists that take them out of home
    std::int64_t loaded = 0;     // order of loading: the oldest goes first
    std::int64_t seen = 0;       // number of the news that it took last
};

unsigned char bits(posts::Marks marks) {
    return static_cast<unsigned char>(marks.favourited | marks.boosted << 1 | marks.bookmarked << 2 | marks.pinned << 3 | marks.muted << 4);
}

// A boost of what the reader got within the day before is left out.
bool had_it_already(Feed const& feed, AccountId reader, PostId boost, Delivery const& delivery) {
    if (!delivery.boost_of || delivery.boost_of.value <= boost.value - base::first_id_at(base::day)) return false;
    auto author = delivery.boosted_author, answered = delivery.boosted_reply_to;
    return author == reader || ((!answered || answered == author) && feed.follows.contains(author));
}

bool hears(Feed const& feed, AccountId author, std::string const& domain) {
    return !feed.unheard.contains(author) && (domain.empty() || !feed.domains.contains(domain));
}

bool names_somebody_shunned(Feed const& feed, Delivery const& delivery) {
    return !feed.shunned.empty() && std::ranges::any_of(delivery.mentioned, [&](AccountId account) { return feed.shunned.contains(account); });
}

bool has_language(std::string const& wanted, std::string const& language) {
    return wanted.empty() || (" " + wanted + " ").contains(" " + language + " ");
}

// The same decisions as home_between in queries.sql: a test holds the two against each other.
bool belongs(Feed const& feed, AccountId reader, PostId post, AccountId author, Delivery const& delivery) {
    if (had_it_already(feed, reader, post, delivery)) return false;
    if (delivery.boost_of && !hears(feed, delivery.boosted_author, delivery.boosted_domain)) return false;
    if (author == reader) return true;
    if (!hears(feed, author, delivery.domain) || names_somebody_shunned(feed, delivery)) return false;
    auto follow = feed.follows.find(author);
    if (follow != feed.follows.end() && !feed.exclusive.contains(author) && has_language(follow->second.languages, delivery.language)) {
        auto to = delivery.reply_to_author;
        bool answers_a_stranger = to && to != author && to != reader && !feed.follows.contains(to);
        bool unwanted_boost = delivery.boost_of && !follow->second.boosts;
        bool not_addressed = delivery.visibility == posts::Visibility::direct && std::ranges::find(delivery.mentioned, reader) == delivery.mentioned.end();
        bool hidden_boost = delivery.boost_of && delivery.boosted_visibility == posts::Visibility::followers && !feed.follows.contains(delivery.boosted_author);
        if (!answers_a_stranger && !unwanted_boost && !not_addressed && !hidden_boost) return true;
    }
    if (delivery.visibility != posts::Visibility::everyone || delivery.boost_of || delivery.silenced) return false;
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

bool page_of(Feed const& feed, Page page, std::vector<Entry>& into) {
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

}  // namespace

struct Feeds::Inside {
    db::Database& database;

    mutable std::shared_mutex mutex;
    // Guarded by mutex:
    std::unordered_map<AccountId, Feed> feeds;
    News news;
    std::int64_t loads = 0;
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
        news.add_reader(reader, reader);
        for (auto const& [author, wish] : feed.follows) news.add_reader(reader, author);
        for (auto tag : feed.hashtags) news.add_reader(reader, tag);
    }

    void forget(AccountId reader) {
        auto found = feeds.find(reader);
        if (found == feeds.end()) return;
        news.remove_reader(reader, reader);
        for (auto const& [author, wish] : found->second.follows) news.remove_reader(reader, author);
        for (auto tag : found->second.hashtags) news.remove_reader(reader, tag);
        feeds.erase(found);
    }

    void make_room() {
        if (feeds.size() < most_feeds) return;
        auto oldest = std::ranges::min_element(feeds, {}, [](auto const& entry) { return entry.second.loaded; });
        forget(oldest->first);
    }

    void published(posts::Published const& event) {
        {
            std::unique_lock lock(mutex);
            note(event.author);
            if (!news.could_reach_somebody(event.author)) return;
        }
        auto made = posts::just_made(event.post);
        auto delivery = made ? std::optional(delivery_of(*made)) : database.read([&](db::Read& read) { return delivery_of(read, event.post); });
        if (!delivery) return;
        std::unique_lock lock(mutex);
        news.add(event, std::move(*delivery));
    }

    void take(AccountId reader, Feed& feed, Item const& item) const {
        if (item.gone || !belongs(feed, reader, item.post, item.author, item.delivery)) return;
        unsigned char known = item.boost_of && reader == item.author ? 2 : 0;
        // What the reader did to a boosted post before is known when it already stands in the feed. A new post has no past.
        if (item.boost_of) {
            for (auto const& entry : feed.entries)
                if ((entry.boost_of ? entry.boost_of : entry.post) == item.boost_of) known |= entry.marks;
            if (std::ranges::none_of(feed.entries, [&](Entry const& entry) { return entry.post == item.boost_of; })) feed.stale = true;
        }
        insert(feed, {item.post, item.boost_of, item.author, known});
    }

    // Takes the news that are the feed's. With the lock held by this thread alone.
    void catch_up(AccountId reader, Feed& feed) const {
        if (feed.stale || feed.seen == news.last()) return;
        auto since = news.since(feed.seen, feed.follows, reader, feed.hashtags);
        feed.seen = news.last();
        for (auto const* item : since.items) take(reader, feed, *item);
        if (!since.missed) return;
        // So much came since the reader was here that some of it is gone: what is below is for SQL to say.
        auto& entries = feed.entries;
        entries.erase(entries.begin(), std::ranges::upper_bound(entries, since.missed, {}, &Entry::post));
        feed.complete = false;
        if (entries.size() < fewest_entries) feed.stale = true;
    }

    void deleted(posts::Deleted const& event) {
        std::unique_lock lock(mutex);
        note(event.author);
        news.remove(event.post);
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
        catch_up(event.viewer, feed->second);
        for (auto& entry : feed->second.entries) {
            if ((entry.boost_of ? entry.boost_of : entry.post) != event.post) continue;
            entry.marks = static_cast<unsigned char>(event.on ? entry.marks | event.what : entry.marks & ~event.what);
        }
    }

    // Nothing more of them from now on, also while the feed waits to be loaded again.
    void silence(blocks::Changed const& event) {
        std::unique_lock lock(mutex);
        auto add = [&](AccountId reader, AccountId other) {
            if (auto feed = feeds.find(reader); feed != feeds.end()) feed->second.unheard.insert(other);
        };
        if (!event.on || !event.other) return;
        add(event.account, event.other);
        if (event.what == a_block) add(event.other, event.account);
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
    bus.at_once<blocks::Changed>([&](auto const& event) {
        inside.silence(event);
        inside.stale(event.account);
        if (event.other) inside.stale(event.other);
    });
    bus.at_once<lists::Changed>([&](auto const& event) { inside.stale(event.owner); });
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
    bus.soon<lists::Changed>([again](auto const& event) { again(event.owner); });
    bus.soon<blocks::Changed>([again](auto const& event) {
        again(event.account);
        if (event.other) again(event.other);
    });
}

Feeds::~Feeds() = default;

bool Feeds::page(AccountId reader, Page page, std::vector<Entry>& into) const {
    {
        std::shared_lock lock(inside_->mutex);
        auto found = inside_->feeds.find(reader);
        if (found == inside_->feeds.end() || found->second.stale) return false;
        if (found->second.seen == inside_->news.last()) return page_of(found->second, page, into);
    }
    std::unique_lock lock(inside_->mutex);
    auto found = inside_->feeds.find(reader);
    if (found == inside_->feeds.end()) return false;
    inside_->catch_up(reader, found->second);
    return !found->second.stale && page_of(found->second, page, into);
}

void Feeds::load(db::Read& read, AccountId reader) {
    {
        std::shared_lock lock(inside_->mutex);
        auto known = inside_->feeds.find(reader);
        if (known != inside_->feeds.end() && !known->second.stale) return;
    }
    Feed feed;
    for (auto const& followed : follows::all_followed_by(read, reader)) feed.follows.emplace(followed.account, Feed::Wish{followed.boosts, followed.languages});
    feed.hashtags = read.rows(sql::followed_hashtags, {reader}, [](db::Row const& row) { return row.integer(0); });
    feed.unheard = blocks::unheard_by(read, reader);
    read.each(sql::shunned_by, {reader}, [&](db::Row const& row) { feed.shunned.insert(row.id<AccountId>(0)); });
    for (auto const& domain : blocks::blocked_domains(read, reader, {.limit = 10'000})) feed.domains.insert(domain.name);
    for (auto account : lists::exclusive_members(read, reader)) feed.exclusive.insert(account);
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
    feed.seen = inside_->news.last();
    inside_->forget(reader);
    inside_->make_room();
    inside_->index(reader, feed);
    inside_->feeds.emplace(reader, std::move(feed));
}

std::vector<AccountId> Feeds::readers_of(PostId post, AccountId) const {
    std::shared_lock lock(inside_->mutex);
    auto const* item = inside_->news.find(post);
    if (!item) return {};
    auto readers = inside_->news.candidates(*item);
    std::erase_if(readers, [&](AccountId reader) { return !belongs(inside_->feeds.at(reader), reader, post, item->author, item->delivery); });
    return readers;
}

bool Feeds::hears(AccountId reader, AccountId author) const {
    std::shared_lock lock(inside_->mutex);
    auto feed = inside_->feeds.find(reader);
    return feed == inside_->feeds.end() || !feed->second.unheard.contains(author);
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
