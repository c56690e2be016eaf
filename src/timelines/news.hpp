// What was published lately, kept once for all the feeds in memory: who publishes writes one entry, however many follow;
// a feed takes what is new to it when its reader comes.
#pragma once
#include "timelines/timelines.hpp"
#include <deque>
#include <unordered_map>
#include <unordered_set>

namespace timelines {

// To whom a post was addressed.
struct Delivery {
    posts::Visibility visibility = posts::Visibility::direct;
    std::string language, domain, boosted_domain;  // domains of the authors
    bool silenced = false;
    AccountId reply_to_author;
    PostId boost_of;
    AccountId boosted_author;
    posts::Visibility boosted_visibility = posts::Visibility::everyone;
    AccountId boosted_reply_to;
    std::vector<AccountId> mentioned;  // by what is boosted, in a boost
    std::vector<std::int64_t> hashtags;
};
std::optional<Delivery> delivery_of(db::Read&, PostId);
Delivery delivery_of(posts::Made const&);

struct Item {
    std::int64_t number = 0;  // counts everything that was published, from 1
    PostId post, boost_of;
    AccountId author;
    Delivery delivery;
    bool gone = false;        // deleted meanwhile
};

// Not safe by itself: guarded by the lock of the feeds.
class News {
public:
    // Readers are told apart by whom they follow; only what could reach one of them is kept.
    void add_reader(AccountId reader, AccountId author) { by_author_[author].readers.insert(reader); }
    void add_reader(AccountId reader, std::int64_t hashtag) { by_hashtag_[hashtag].readers.insert(reader); }
    void remove_reader(AccountId reader, AccountId author) { remove(by_author_, author, reader); }
    void remove_reader(AccountId reader, std::int64_t hashtag) { remove(by_hashtag_, hashtag, reader); }
    bool could_reach_somebody(AccountId author) const { return !by_hashtag_.empty() || by_author_.contains(author); }

    void add(posts::Published const&, Delivery);
    void remove(PostId);
    std::int64_t last() const { return last_; }  // number of the newest
    Item const* find(PostId) const;
    std::vector<AccountId> candidates(Item const&) const;  // each once, in order

    // What came after `seen`, by number. What somebody's log no longer holds is older than or is `missed`: all up to that
    // post may lack.
    struct Since { std::vector<Item const*> items; PostId missed; };
    template <class Authors, class Hashtags>
    Since since(std::int64_t seen, Authors const& authors, AccountId reader, Hashtags const& hashtags) const {
        Since news;
        // Few came: each is looked at. Many came: each of those whom the reader follows is.
        auto count = last_ - seen;
        if (count <= static_cast<std::int64_t>(ring_.size()) && count <= static_cast<std::int64_t>(authors.size() + hashtags.size())) {
            for (auto item = ring_.end() - count; item != ring_.end(); ++item) news.items.push_back(item->get());
            return news;
        }
        take(by_author_, reader, seen, news);
        for (auto const& [author, wish] : authors) take(by_author_, author, seen, news);
        for (auto tag : hashtags) take(by_hashtag_, tag, seen, news);
        put_in_order(news.items);
        return news;
    }

private:
    static constexpr std::size_t most_of_one = 400, most_of_all = 20'000;
    using Kept = std::shared_ptr<Item>;
    // An author, or a hashtag, and who follows it.
    struct Source {
        std::unordered_set<AccountId> readers;
        std::deque<Kept> log;               // oldest first
        std::int64_t dropped_number = 0;    // of the newest that the log held and holds no longer
        PostId dropped;
        void push(Kept);
        void drop_front();
    };
    template <class Key>
    using Sources = std::unordered_map<Key, Source>;

    template <class Key>
    static void remove(Sources<Key>& sources, Key key, AccountId reader) {
        auto source = sources.find(key);
        if (source == sources.end()) return;
        source->second.readers.erase(reader);
        if (source->second.readers.empty()) sources.erase(source);
    }
    template <class Key>
    static void take(Sources<Key> const& sources, Key key, std::int64_t seen, Since& into) {
        if (auto source = sources.find(key); source != sources.end()) take_from(source->second, seen, into);
    }
    static void take_from(Source const&, std::int64_t seen, Since&);
    static void put_in_order(std::vector<Item const*>&);
    template <class Act>
    void each_source(Item const&, Act const&);
    void forget_oldest();

    Sources<AccountId> by_author_;
    Sources<std::int64_t> by_hashtag_;
    std::deque<Kept> ring_;  // all of them, by number without a gap
    std::unordered_map<PostId, Kept> by_post_;
    std::int64_t last_ = 0;
};

}  // namespace timelines
