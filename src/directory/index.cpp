// Reads what a search asks of locations, and keeps it in memory: SQL is the truth, memory may be dropped at any time.
#include "directory/index.hpp"
#include "base/text.hpp"
#include "directory/kept.hpp"
#include "directory/queries.hpp"
#include <algorithm>
#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <unordered_set>

namespace directory {
namespace {

constexpr int rows_at_once = 2000;
// With more changes than this that were not read anew yet, a search takes them as they were before.
constexpr std::size_t most_read_anew = 64;

std::size_t number_of(std::string_view specialty) {
    auto const* const found = find_specialty(specialty);
    return found ? static_cast<std::size_t>(found - specialties().data()) : most_specialties;
}

void add_kind(Entry& entry, std::string_view specialty) {
    if (auto const number = number_of(specialty); number < most_specialties) entry.kinds.set(number);
}

// Of a row of entries_after.
std::shared_ptr<Entry> entry_in(db::Row const& row) {
    auto entry = std::make_shared<Entry>();
    entry->id = row.id<LocationId>(0);
    entry->name = row.text(1);
    entry->specialty = number_of(row.view(2));
    add_kind(*entry, row.view(2));
    entry->city = base::fold_plain(row.view(3));
    entry->postal_code = base::fold_plain(row.view(4));
    entry->position = {row.real(5), row.real(6)};
    entry->zone = row.text(7);
    entry->hours = unpacked_hours(row.view(8));
    entry->exceptions = unpacked_exceptions(row.view(9));
    entry->languages = words_of(row.view(10));
    for (auto const& code : words_of(row.view(11)))
        if (auto const* const feature = find_access_feature(code)) entry->access.set(static_cast<std::size_t>(feature - access_features().data()));
    entry->accepts_new = row.boolean(12);
    entry->confirmed_at = row.integer(13);
    entry->mean = row.real(14);
    entry->effective = row.real(15);
    entry->words = entry->name + " " + entry->city;
    return entry;
}

void add_service(Entry& entry, db::Row const& row) {
    add_kind(entry, row.view(1));
    entry.words += " " + base::fold_plain(row.view(2));
    entry.video = entry.video || row.boolean(3);
}

// Accounts that are asked about again and again while all is read.
class Organizations {
public:
    explicit Organizations(db::Read& read) : read_(read) {}
    // Folded; nothing for one that is not shown.
    std::optional<std::string> name(AccountId id) {
        auto const [at, is_new] = known_.try_emplace(id);
        if (is_new)
            if (auto const account = accounts::find(read_, id); account && !account->hidden()) at->second = base::fold_plain(account->name);
        return at->second;
    }

private:
    db::Read& read_;
    std::unordered_map<AccountId, std::optional<std::string>> known_;
};

void finish(Entry& entry, std::string const& organization) { entry.words = " " + entry.words + " " + organization; }

std::vector<SharedEntry> everything(db::Read& read) {
    std::vector<SharedEntry> all;
    Organizations organizations(read);
    for (std::int64_t after = 0;;) {
        std::vector<std::pair<std::shared_ptr<Entry>, AccountId>> some;
        read.each(sql::entries_after, {after, rows_at_once}, [&](db::Row const& row) {
            after = row.integer(0);
            some.emplace_back(entry_in(row), row.id<AccountId>(16));
        });
        if (some.empty()) return all;
        read.each(sql::entry_services_between, {some.front().first->id, after}, [&](db::Row const& row) {
            auto const found = std::ranges::lower_bound(some, row.id<LocationId>(0), {}, [](auto const& each) { return each.first->id; });
            if (found != some.end() && found->first->id == row.id<LocationId>(0)) add_service(*found->first, row);
        });
        for (auto& [entry, organization] : some)
            if (auto const name = organizations.name(organization)) {
                finish(*entry, *name);
                all.push_back(std::move(entry));
            }
    }
}

}  // namespace

SharedEntry entry_of(db::Read& read, LocationId id) {
    auto found = read.one(sql::entry_by_id, {id}, [](db::Row const& row) { return std::pair(entry_in(row), row.id<AccountId>(16)); });
    if (!found) return nullptr;
    auto const name = Organizations(read).name(found->second);
    if (!name) return nullptr;
    read.each(sql::entry_services_between, {id, id}, [&](db::Row const& row) { add_service(*found->first, row); });
    finish(*found->first, *name);
    return found->first;
}

// What changed is marked while its commit is told, and read anew soon after; in between a search reads it itself.
struct Memory::Inside {
    void mark(LocationId id) {
        std::lock_guard const lock(mutex);
        ++marked[id];
    }
    std::int64_t marks(LocationId id) const {
        std::shared_lock const lock(mutex);
        auto const found = marked.find(id);
        return found == marked.end() ? 0 : found->second;
    }
    void put(LocationId id, SharedEntry entry, std::int64_t marks_seen) {
        std::lock_guard const lock(mutex);
        set(id, std::move(entry));
        if (auto const found = marked.find(id); found != marked.end() && found->second == marks_seen) marked.erase(found);
    }
    void put_all(std::vector<SharedEntry> all) {
        std::lock_guard const lock(mutex);
        for (auto& entry : all) set(entry->id, entry);
        loaded = true;
    }

    mutable std::shared_mutex mutex;
    // Guarded by it.
    bool loaded = false;
    std::vector<SharedEntry> entries;
    std::unordered_map<LocationId, std::size_t> places;  // in entries
    std::unordered_map<LocationId, std::int64_t> marked;

private:
    void set(LocationId id, SharedEntry entry) {
        auto const found = places.find(id);
        if (found != places.end() && entry) entries[found->second] = std::move(entry);
        else if (found != places.end()) {
            // The last one takes its place.
            entries[found->second] = entries.back();
            places[entries.back()->id] = found->second;
            entries.pop_back();
            places.erase(id);
        } else if (entry) {
            places.emplace(id, entries.size());
            entries.push_back(std::move(entry));
        }
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
    auto const reread = [inside = inside_, &database](LocationId id) {
        auto const marks = inside->marks(id);
        inside->put(id, database.read([&](db::Read& read) { return entry_of(read, id); }), marks);
    };
    bus.at_once<Changed>([inside = inside_](Changed const& event) { inside->mark(event.location); });
    bus.soon<Changed>([reread](Changed const& event) { reread(event.location); });
    // An organization has another name, is hidden or is seen again.
    auto const account_changed = [reread, &database](AccountId account) {
        auto const of_it = database.read([&](db::Read& read) { return read.rows(sql::location_ids_of, {account}, [](db::Row const& row) { return row.id<LocationId>(0); }); });
        for (auto const id : of_it) reread(id);
    };
    bus.soon<accounts::Changed>([account_changed](accounts::Changed const& event) { account_changed(event.account); });
    bus.soon<accounts::Suspended>([account_changed](accounts::Suspended const& event) { account_changed(event.account); });
    memory().store(inside_);
}

Memory::~Memory() {
    auto mine = inside_;
    memory().compare_exchange_strong(mine, nullptr);
}

void Memory::load() { inside_->put_all(database_.read(everything)); }

void each_entry(db::Read& read, std::function<void(Entry const&)> const& act) {
    auto const held = memory_for(read);
    std::vector<LocationId> anew;
    if (held) {
        std::shared_lock const lock(held->mutex);
        if (held->loaded) {
            bool const reads_anew = held->marked.size() <= most_read_anew;
            for (auto const& entry : held->entries)
                if (!reads_anew || held->marked.empty() || !held->marked.contains(entry->id)) act(*entry);
            if (!reads_anew) return;
            for (auto const& [id, times] : held->marked) anew.push_back(id);
        } else {
            anew.push_back({});
        }
    }
    if (!held || (anew.size() == 1 && !anew.front())) {
        for (auto const& entry : everything(read)) act(*entry);
        return;
    }
    for (auto const id : anew)
        if (auto const entry = entry_of(read, id)) act(*entry);
}

std::optional<Named> place_named(db::Read& read, std::string_view typed) {
    auto const folded = base::trim(base::fold_plain(typed.substr(0, 200)));
    if (folded.empty()) return {};
    // Where most of it is: the middle of the locations that say so.
    double latitude = 0, longitude = 0, count = 0;
    each_entry(read, [&](Entry const& entry) {
        if (entry.city != folded && entry.postal_code != folded) return;
        // Beside those found before, also across the antimeridian.
        auto const first = count ? longitude / count : entry.position.longitude;
        auto const east = entry.position.longitude + (entry.position.longitude - first > 180 ? -360 : entry.position.longitude - first < -180 ? 360 : 0);
        latitude += entry.position.latitude, longitude += east, ++count;
    });
    if (count) {
        auto const east = longitude / count;
        return Named{{latitude / count, east > 180 ? east - 360 : east < -180 ? east + 360 : east}, std::string(base::trim(typed))};
    }
    auto const outlines = areas::search(read, typed.substr(0, 200), 1);
    if (outlines.empty()) return {};
    auto const shape = areas::shape_of(read, outlines.front());
    if (!shape || shape->empty()) return {};
    return Named{areas::middle(*shape), outlines.front().name};
}

}  // namespace directory
