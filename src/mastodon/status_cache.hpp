// Keeps what is the same for every viewer of a status, serialized once: its JSON without the account and without the
// viewer's marks, and each account's JSON by itself. Memory that may be dropped at any time.
#pragma once
#include "base/settings.hpp"
#include "bus/bus.hpp"
#include "timelines/timelines.hpp"
#include <algorithm>
#include <array>
#include <atomic>
#include <list>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>

namespace mastodon {

using base::AccountId, base::PostId;

inline base::Setting<std::int64_t> cache_megabytes{"mastodon.cache_megabytes", 64,
    "How much memory answers to apps may keep of posts that were read lately."};

// A status is  head  account  [, "reblog": the boosted status]  tail  marks.
struct StatusParts {
    AccountId author;
    PostId boost_of;  // 0 unless a boost
    std::string text;        // head and tail
    std::size_t head = 0;    // how much of the text is head
};
void append_status(std::string& out, StatusParts const&, std::string_view account, unsigned char marks);
void append_boost(std::string& out, StatusParts const& boost, std::string_view booster, StatusParts const&, std::string_view author, unsigned char marks);

// Values by id within a number of bytes. Reading takes a shared lock only; the oldest that was not read lately goes first.
template <class Value>
class Kept {
public:
    explicit Kept(std::int64_t most_bytes) : most_bytes_(most_bytes) {}

    // Under lock(): valid until the lock is released.
    Value const* find(std::int64_t id) const {
        auto found = entries_.find(id);
        if (found == entries_.end()) return nullptr;
        // Written only when it changes: loops share the line otherwise.
        auto& used = found->second.used;
        if (!used.load(std::memory_order_relaxed)) used.store(true, std::memory_order_relaxed);
        return &found->second.value;
    }

    // Refused when the value was dropped after `seen_at`, the moment its maker looked: it may be from before the change.
    void put(std::int64_t id, Value value, std::int64_t bytes, base::Time seen_at) {
        if (seen_at <= dropped_at(id)) return;
        drop_entry(id);
        auto& entry = entries_[id];
        entry.value = std::move(value);
        entry.bytes = bytes + overhead;
        entry.place = order_.insert(order_.end(), id);
        bytes_ += entry.bytes;
        while (bytes_ > most_bytes_ && !order_.empty()) make_room();
    }

    void drop(std::int64_t id, base::Time now) {
        auto& last = dropped_at(id);
        last = std::max(last, now);
        drop_entry(id);
    }

    void clear(base::Time now) {
        dropped_at_.fill(now);
        entries_.clear();
        order_.clear();
        bytes_ = 0;
    }

    std::int64_t bytes() const { return bytes_; }

private:
    static constexpr std::int64_t overhead = 160;  // of the map's and the list's nodes
    struct Entry {
        Value value;
        std::int64_t bytes = 0;
        std::list<std::int64_t>::iterator place;
        mutable std::atomic<bool> used{false};
    };

    // Many ids share a moment: a false refusal costs one more rendering, and the moments take no more memory.
    base::Time& dropped_at(std::int64_t id) { return dropped_at_[std::hash<base::PostId>{}({id}) % dropped_at_.size()]; }

    void drop_entry(std::int64_t id) {
        auto found = entries_.find(id);
        if (found == entries_.end()) return;
        bytes_ -= found->second.bytes;
        order_.erase(found->second.place);
        entries_.erase(found);
    }

    void make_room() {
        auto id = order_.front();
        auto& entry = entries_.find(id)->second;
        if (entry.used.exchange(false, std::memory_order_relaxed)) order_.splice(order_.end(), order_, order_.begin());
        else drop_entry(id);
    }

    std::int64_t const most_bytes_;
    std::int64_t bytes_ = 0;
    std::unordered_map<std::int64_t, Entry> entries_;
    std::list<std::int64_t> order_;  // oldest first
    std::array<base::Time, 4096> dropped_at_{};
};

// Any thread.
class StatusCache {
public:
    // Hears of every change, and drops what it changed before the answer leaves.
    explicit StatusCache(bus::Bus&, std::int64_t most_bytes = cache_megabytes() << 20);

    // Appends the feed's statuses as a JSON array; false, and `out` as it was, when a part is not here.
    bool append(std::string& out, std::span<timelines::Entry const>) const;

    std::optional<StatusParts> status(PostId) const;
    std::optional<std::string> account(AccountId) const;
    // `seen_at`: the `now` of the read that they were made from.
    void put(PostId, StatusParts const&, base::Time seen_at);
    void put(AccountId, std::string const& json, base::Time seen_at);

    void drop(PostId);
    void drop(AccountId);
    void drop_everything();
    std::int64_t bytes() const;

private:
    mutable std::shared_mutex mutex_;
    Kept<StatusParts> statuses_;   // guarded by mutex_
    Kept<std::string> accounts_;   // guarded by mutex_
};

}  // namespace mastodon
