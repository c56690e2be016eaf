// The public timeline's ring. An event says only that a post or an author may read differently: what it said is put on a
// list that waits, and the next reader looks all of it up with one statement. Who publishes pays for none of this.
#include "follows/follows.hpp"
#include "timelines/queries.hpp"
#include "timelines/readers.hpp"
#include <algorithm>
#include <limits>

namespace timelines {
namespace {

constexpr std::size_t posts_kept = 1000, most_waiting = 2000;

// A post that everybody() shows to those who hear its author.
struct Known {
    PostId post, thread;
    AccountId author;
    bool has_media = false, silenced = false;
    std::string domain;
};

Known known_of(db::Row const& row) {
    return {row.id<PostId>(0), row.id<PostId>(1), row.id<AccountId>(2), row.boolean(3), row.integer(4) != 0, row.text(5)};
}

bool is_wanted(Known const& known, Public wanted) {
    if (wanted.only_media && !known.has_media) return false;
    return wanted.origin == Origin::any || (wanted.origin == Origin::local) == known.domain.empty();
}

using Followers = std::unordered_map<AccountId, std::unordered_set<AccountId>>;

}  // namespace

struct Commons::Inside {
    Readers& readers;

    mutable std::shared_mutex mutex;
    // Guarded by mutex:
    std::vector<Known> ring;                          // oldest first
    bool loaded = false, complete = false;            // complete: nothing older exists
    std::unordered_map<PostId, base::Time> waiting;   // to be looked at again, since when
    Followers followers;                              // of silenced authors: only they see them
    base::Time told_of_authors = 0;                   // when an author, a follow or more than is listed last changed

    explicit Inside(Readers& known) : readers(known) {}

    auto place_of(PostId post) { return std::ranges::lower_bound(ring, post, {}, &Known::post); }

    void erase(PostId post) {
        auto place = place_of(post);
        if (place != ring.end() && place->post == post) ring.erase(place);
    }

    void wait_for(PostId post) {
        waiting[post] = base::clock_now();
        if (waiting.size() <= most_waiting) return;
        // Nobody has read for long.
        forget();
    }

    void forget() {
        told_of_authors = base::clock_now();
        loaded = false;
        waiting.clear();
    }

    void changed(PostId post) {
        std::unique_lock lock(mutex);
        wait_for(post);
    }

    void deleted(PostId post) {
        std::unique_lock lock(mutex);
        wait_for(post);
        erase(post);
    }

    void author_changed(AccountId author) {
        std::unique_lock lock(mutex);
        told_of_authors = base::clock_now();
        if (!loaded) return;
        for (auto const& known : ring)
            if (known.author == author) wait_for(known.post);
    }

    // Suspended or back: which posts appear is not known by author.
    void forget_all() {
        std::unique_lock lock(mutex);
        forget();
    }

    void followed(AccountId follower, AccountId author, bool on) {
        std::unique_lock lock(mutex);
        told_of_authors = base::clock_now();
        auto found = followers.find(author);
        if (found == followers.end()) return;
        if (on) found->second.insert(follower);
        else found->second.erase(follower);
    }

    bool is_fresh() const { return loaded && waiting.empty(); }

    // Whose posts only followers see, and who these are, as this snapshot says.
    Followers followers_of(db::Read& read, std::vector<Known> const& all) const {
        Followers found;
        for (auto const& known : all) {
            if (!known.silenced) continue;
            auto [place, is_new] = found.try_emplace(known.author);
            if (is_new) read.each(sql::followers_of, {known.author}, [&](db::Row const& row) { place->second.insert(row.id<AccountId>(0)); });
        }
        return found;
    }

    void reload(db::Read& read) {
        auto all = read.rows(sql::commons_newest, {static_cast<std::int64_t>(posts_kept)}, known_of);
        auto of_silenced = followers_of(read, all);
        std::ranges::reverse(all);
        std::unique_lock lock(mutex);
        // Told while this snapshot was being read: it may be missing here.
        if (told_of_authors >= read.now) return;
        ring = std::move(all);
        complete = ring.size() < posts_kept;
        followers = std::move(of_silenced);
        loaded = true;
        std::erase_if(waiting, [&](auto const& each) { return each.second < read.now; });
        for (auto const& [post, since] : waiting) erase(post);  // deleted, perhaps
    }

    void look_again(db::Read& read, db::List const& posts) {
        auto all = read.rows(sql::commons_of, {posts}, known_of);
        auto of_silenced = followers_of(read, all);
        std::unique_lock lock(mutex);
        if (!loaded || told_of_authors >= read.now) return;
        for (auto& [author, each] : of_silenced) followers[author] = std::move(each);
        std::ranges::sort(all, {}, &Known::post);
        for (auto id : posts) {
            auto waits = waiting.find(PostId{id});
            if (waits == waiting.end() || waits->second >= read.now) continue;
            waiting.erase(waits);
            erase(PostId{id});
            auto found = std::ranges::lower_bound(all, PostId{id}, {}, &Known::post);
            bool stands = found != all.end() && found->post.value == id;
            // What is older than the ring is not kept: the ring would have holes.
            if (stands && (complete || (!ring.empty() && ring.front().post < found->post))) ring.insert(place_of(found->post), *found);
        }
        // Trimmed in steps, so that most insertions only append.
        if (ring.size() <= posts_kept * 5 / 4) return;
        ring.erase(ring.begin(), ring.end() - posts_kept);
        complete = false;
    }

    // Under both locks. `reader` is nothing for a visitor.
    bool is_shown(Known const& known, Reader const* reader, AccountId account) const {
        if (reader && !reader->hears(known.author, known.domain)) return false;
        if (!known.silenced || known.author == account) return true;
        auto found = followers.find(known.author);
        return account && found != followers.end() && found->second.contains(account);
    }
};

Commons::Commons(Readers& readers, bus::Bus& bus) : inside_(std::make_unique<Inside>(readers)) {
    auto& inside = *inside_;
    bus.at_once<posts::Published>([&](auto const& event) { if (!event.boost_of) inside.changed(event.post); });
    bus.at_once<posts::Edited>([&](auto const& event) { inside.changed(event.post); });
    bus.at_once<posts::Discovered>([&](auto const& event) { inside.changed(event.post); });
    bus.at_once<posts::Deleted>([&](auto const& event) { if (!event.boost_of) inside.deleted(event.post); });
    bus.at_once<accounts::Changed>([&](auto const& event) { inside.author_changed(event.account); });
    bus.at_once<accounts::Suspended>([&](auto const&) { inside.forget_all(); });
    bus.at_once<accounts::Removed>([&](auto const&) { inside.forget_all(); });
    bus.at_once<follows::Began>([&](auto const& event) { inside.followed(event.follower, event.followed, true); });
    bus.at_once<follows::Ended>([&](auto const& event) { inside.followed(event.follower, event.followed, false); });
}

Commons::~Commons() = default;

void Commons::load(db::Read& read, AccountId reader) {
    inside_->readers.load(read, reader);
    db::List posts;
    bool whole = false;
    {
        std::shared_lock lock(inside_->mutex);
        if (inside_->is_fresh()) return;
        whole = !inside_->loaded || inside_->waiting.size() > posts_kept / 2;
        for (auto const& [post, since] : inside_->waiting) posts.push_back(post.value);
    }
    if (whole) inside_->reload(read);
    else inside_->look_again(read, posts);
}

bool Commons::page(AccountId account, Public wanted, Page page, std::vector<Entry>& into) const {
    auto const& inside = *inside_;
    auto const& known_readers = *inside.readers.inside_;
    std::shared_lock lock(inside.mutex);
    if (!inside.is_fresh()) return false;
    std::shared_lock readers_lock(known_readers.mutex);
    Reader const* reader = nullptr;
    if (account) {
        auto found = known_readers.readers.find(account);
        if (found == known_readers.readers.end()) return false;
        reader = &found->second;
    }
    auto const& ring = inside.ring;
    // Below the oldest that is kept only SQL knows.
    auto floor = inside.complete ? 0 : ring.empty() ? std::numeric_limits<std::int64_t>::max() : ring.front().post.value;
    if (page.after && page.after < floor) return false;
    auto limit = static_cast<std::size_t>(page.limit);
    into.clear();
    bool known = true;
    auto take = [&](Known const& each) {
        if (!is_wanted(each, wanted) || !inside.is_shown(each, reader, account)) return;
        auto marks = reader ? reader->marks_of(each.post, each.thread) : std::optional<unsigned char>(0);
        known = known && marks;
        into.push_back({each.post, {}, each.author, marks.value_or(0)});
    };
    auto first = std::ranges::upper_bound(ring, PostId{std::max(page.after, page.since)}, {}, &Known::post);
    if (page.after) {
        for (; first != ring.end() && into.size() < limit; ++first) take(*first);
        std::ranges::reverse(into);
        return known;
    }
    auto last = page.before ? std::ranges::lower_bound(ring, PostId{page.before}, {}, &Known::post) : ring.end();
    while (last > first && into.size() < limit) take(*--last);
    return known && (into.size() == limit || page.since >= floor);
}

}  // namespace timelines
