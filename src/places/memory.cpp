// Everybody's places in memory: an index for alerts, and each person's own for their pages.
#include "places/inside.hpp"
#include "places/queries.hpp"
#include <algorithm>
#include <atomic>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>

namespace places {

using Shared = std::shared_ptr<Chosen const>;

namespace {

constexpr int rows_at_once = 5000;

std::shared_ptr<areas::Shape const> outline_shape(db::Read& read, std::int64_t id) {
    auto const outline = areas::find(read, id);
    return outline ? areas::shape_of(read, *outline) : nullptr;
}

bool meets(db::Read& read, Place const& place, areas::Shape const& shape) {
    if (!place.outline) return areas::meets(shape, place.circle);
    auto const outline = outline_shape(read, place.outline);
    return !outline || areas::meets(shape, *outline);  // its outline is gone: they are not left out
}

bool meets_any(db::Read& read, Chosen const& chosen, areas::Shape const& shape) {
    return chosen.unreadable || std::ranges::any_of(chosen.places, [&](Place const& place) { return meets(read, place, shape); });
}

// Who chose something, from the data, by their account.
std::unordered_map<AccountId, Chosen> everything(db::Read& read) {
    std::unordered_map<AccountId, Chosen> all;
    for (std::int64_t after = 0, before = -1; after != before;) {
        before = after;
        read.each(sql::places_after, {after, rows_at_once}, [&](db::Row const& row) {
            after = row.integer(0);
            auto& chosen = all[row.id<AccountId>(1)];
            if (auto place = place_in(row)) chosen.places.push_back(std::move(*place));
            else chosen.unreadable = true;
        });
    }
    for (std::int64_t after = 0, before = -1; after != before;) {
        before = after;
        read.each(sql::topics_after, {after, rows_at_once}, [&](db::Row const& row) {
            after = row.integer(0);
            auto& chosen = all[row.id<AccountId>(0)];
            if (auto topics = topics_in(row.view(1), row.id<AccountId>(0))) chosen.topics = std::move(*topics);
            else chosen.unreadable = true;
        });
    }
    return all;
}

}  // namespace

// What changed is marked while its commit is told, and read anew soon after by its own look at the data. In between the
// person's rows are asked, so that nobody is matched by what they took back.
struct Memory::Inside {
    // Nothing: ask the data.
    Shared find(AccountId account) const {
        static Shared const none = std::make_shared<Chosen const>();
        std::shared_lock const lock(mutex);
        if (!loaded || marked.contains(account)) return nullptr;
        auto const found = kept.find(account);
        return found == kept.end() ? none : found->second;
    }
    void mark(AccountId account) {
        std::lock_guard const lock(mutex);
        ++marked[account];
    }
    // Of the marks there were before the data was read.
    std::int64_t marks(AccountId account) const {
        std::shared_lock const lock(mutex);
        auto const found = marked.find(account);
        return found == marked.end() ? 0 : found->second;
    }
    void put(AccountId account, Chosen chosen, std::int64_t marks_seen) {
        std::lock_guard const lock(mutex);
        if (!loaded) return;
        set(account, std::move(chosen));
        if (auto const found = marked.find(account); found != marked.end() && found->second == marks_seen) marked.erase(found);
    }
    void put_all(std::unordered_map<AccountId, Chosen> all) {
        std::lock_guard const lock(mutex);
        for (auto& [account, chosen] : all) set(account, std::move(chosen));
        loaded = true;
    }

    areas::Index index;  // has a lock of its own; its numbers are accounts
    mutable std::shared_mutex mutex;
    // Guarded by it.
    bool loaded = false;
    std::unordered_map<AccountId, Shared> kept;  // of those alone who chose something
    std::unordered_map<AccountId, std::int64_t> marked;
    std::unordered_set<AccountId> unreadable;

private:
    void set(AccountId account, Chosen chosen) {
        index.remove(account.value);
        kept.erase(account);
        unreadable.erase(account);
        if (chosen.nothing()) return;
        if (chosen.unreadable) unreadable.insert(account);
        for (auto const& place : chosen.places) place.outline ? index.add_outline(account.value, place.outline) : index.add(account.value, place.circle);
        kept.emplace(account, std::make_shared<Chosen const>(std::move(chosen)));
    }
};

namespace {

std::atomic<std::shared_ptr<Memory::Inside>>& memory() {
    static std::atomic<std::shared_ptr<Memory::Inside>> current;
    return current;
}

// What a change sees is not committed, and not in memory.
std::shared_ptr<Memory::Inside> memory_for(db::Read& read) { return dynamic_cast<db::Write*>(&read) ? nullptr : memory().load(); }

}  // namespace

Memory::Memory(bus::Bus& bus, db::Database& database) : database_(database), inside_(std::make_shared<Inside>()) {
    bus.at_once<Changed>([inside = inside_](Changed const& event) { inside->mark(event.account); });
    bus.soon<Changed>([inside = inside_, &database](Changed const& event) {
        auto const marks = inside->marks(event.account);
        inside->put(event.account, database.read([&](db::Read& read) { return places::kept(read, event.account); }), marks);
    });
    memory().store(inside_);
}

Memory::~Memory() {
    auto mine = inside_;
    memory().compare_exchange_strong(mine, nullptr);
}

void Memory::load() { inside_->put_all(database_.read(everything)); }

Shared chosen(db::Read& read, AccountId account) {
    if (auto const held = memory_for(read))
        if (auto found = held->find(account)) return found;
    return std::make_shared<Chosen const>(kept(read, account));
}

std::vector<AccountId> meeting(db::Read& read, areas::Shape const& shape) {
    std::vector<AccountId> found;
    auto const held = memory_for(read);
    bool loaded = false;
    std::vector<AccountId> marked;
    if (held) {
        std::shared_lock const lock(held->mutex);
        loaded = held->loaded;
        for (auto const& [account, times] : held->marked) marked.push_back(account);
        found.assign(held->unreadable.begin(), held->unreadable.end());
    }
    if (!loaded) {
        found.clear();
        for (auto const& [account, chosen] : everything(read))
            if (meets_any(read, chosen, shape)) found.push_back(account);
    } else {
        auto const outlines = [&](std::int64_t outline) {
            auto known = outline_shape(read, outline);
            return known ? known : std::make_shared<areas::Shape const>(shape);  // it is gone: they are not left out
        };
        for (auto const number : held->index.meeting(shape, outlines)) found.push_back(AccountId{number});
        std::ranges::sort(marked);
        std::erase_if(found, [&](AccountId account) { return std::ranges::binary_search(marked, account); });
        for (auto const account : marked)
            if (meets_any(read, kept(read, account), shape)) found.push_back(account);
    }
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

}  // namespace places
