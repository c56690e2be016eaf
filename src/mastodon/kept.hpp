// Values by id within a number of bytes, found with few and foreseeable reads of memory: pages of many statuses wait for
// memory more than for anything else. The caller guards it; reading takes a shared lock only.
#pragma once
#include "base/id.hpp"
#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <vector>

namespace mastodon {

inline constexpr std::size_t cache_line = 64;

// Asks for memory that is read soon, without waiting for it.
inline void read_soon(void const* place, std::size_t bytes) {
    for (std::size_t at = 0; at < bytes; at += cache_line) __builtin_prefetch(static_cast<char const*>(place) + at);
}

// The oldest value that was not read lately goes first.
template <class Value>
class Kept {
public:
    explicit Kept(std::int64_t most_bytes) : most_bytes_(most_bytes) {}

    // Valid until the lock is released.
    Value const* find(std::int64_t id) const {
        auto const* entry = slots_[place_of(id)].entry.get();
        if (!entry) return nullptr;
        // Written only when it changes: loops share the line otherwise.
        if (!entry->used.load(std::memory_order_relaxed)) entry->used.store(true, std::memory_order_relaxed);
        return &entry->value;
    }

    // The two steps of find(), each asked for beforehand: where many are looked up, their waits overlap.
    void find_soon(std::int64_t id) const { read_soon(&slots_[first_place(id)], 1); }
    void read_value_soon(std::int64_t id) const {
        if (auto const* entry = slots_[place_of(id)].entry.get()) read_soon(entry, sizeof *entry);
    }

    // Refused when the value was dropped after `seen_at`, the moment its maker looked: it may be from before the change.
    void put(std::int64_t id, Value value, std::int64_t bytes, base::Time seen_at) {
        if (seen_at <= dropped_at(id)) return;
        drop_entry(id);
        if (2 * (count_ + 1) > slots_.size()) grow();
        auto& slot = slots_[place_of(id)];
        slot = {id, std::make_unique<Entry>(std::move(value), bytes + overhead, order_.insert(order_.end(), id))};
        ++count_;
        bytes_ += slot.entry->bytes;
        while (bytes_ > most_bytes_ && !order_.empty()) make_room();
    }

    void drop(std::int64_t id, base::Time now) {
        auto& last = dropped_at(id);
        last = std::max(last, now);
        drop_entry(id);
    }

    void clear(base::Time now) {
        dropped_at_.fill(now);
        slots_ = std::vector<Slot>(fewest);
        order_.clear();
        count_ = 0;
        bytes_ = 0;
    }

    std::int64_t bytes() const { return bytes_; }

private:
    static constexpr std::int64_t overhead = 160;  // of a slot, an entry and the list's node
    static constexpr std::size_t fewest = 1024;    // a power of two, as every number of slots
    struct Entry {
        Entry(Value kept, std::int64_t size, std::list<std::int64_t>::iterator where) : value(std::move(kept)), bytes(size), place(where) {}
        Value value;
        std::int64_t bytes;
        std::list<std::int64_t>::iterator place;
        mutable std::atomic<bool> used{false};
    };
    struct Slot {
        std::int64_t id = 0;
        std::unique_ptr<Entry> entry;  // null: free
    };

    // Ids made in one moment differ in few bits.
    std::size_t first_place(std::int64_t id) const { return (static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15ull >> 32) & (slots_.size() - 1); }

    // Of the id, or the free one where it would be: half of the slots are free.
    std::size_t place_of(std::int64_t id) const {
        auto place = first_place(id);
        while (slots_[place].entry && slots_[place].id != id) place = (place + 1) & (slots_.size() - 1);
        return place;
    }

    void grow() {
        std::vector<Slot> before(slots_.size() * 2);
        before.swap(slots_);
        for (auto& slot : before)
            if (slot.entry) slots_[place_of(slot.id)] = std::move(slot);
    }

    // Many ids share a moment: a false refusal costs one more rendering, and the moments take no more memory.
    base::Time& dropped_at(std::int64_t id) { return dropped_at_[static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15ull >> 52]; }

    void drop_entry(std::int64_t id) {
        auto place = place_of(id);
        auto& slot = slots_[place];
        if (!slot.entry) return;
        bytes_ -= slot.entry->bytes;
        order_.erase(slot.entry->place);
        slot.entry.reset();
        --count_;
        close_gap(place);
    }

    // Those behind it may have been put there only because it was taken: each moves to where it is looked for first.
    void close_gap(std::size_t gap) {
        for (auto at = (gap + 1) & (slots_.size() - 1); slots_[at].entry; at = (at + 1) & (slots_.size() - 1)) {
            Slot moving = std::move(slots_[at]);
            slots_[place_of(moving.id)] = std::move(moving);
        }
    }

    void make_room() {
        auto id = order_.front();
        auto& entry = *slots_[place_of(id)].entry;
        if (entry.used.exchange(false, std::memory_order_relaxed)) order_.splice(order_.end(), order_, order_.begin());
        else drop_entry(id);
    }

    std::int64_t const most_bytes_;
    std::int64_t bytes_ = 0;
    std::size_t count_ = 0;
    std::vector<Slot> slots_ = std::vector<Slot>(fewest);
    std::list<std::int64_t> order_;  // oldest first
    std::array<base::Time, 4096> dropped_at_{};
};

}  // namespace mastodon
