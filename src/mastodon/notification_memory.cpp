// Keeps the pages that readers ask for again and again: apps look for news every minute.
#include "mastodon/notification_memory.hpp"
#include "base/time.hpp"
#include "blocks/blocks.hpp"
#include <algorithm>
#include <map>
#include <mutex>

namespace mastodon {

namespace {

// A mute that ends by its time is noticed as late as this.
constexpr base::Time keeps = base::minute;
constexpr std::size_t most_readers = 5000, most_pages = 4, longest_target = 200;

}  // namespace

struct NotificationMemory::Inside {
    using Pages = std::map<std::string, std::shared_ptr<NotificationPage const>, std::less<>>;
    mutable std::shared_mutex mutex;  // guards the rest
    std::unordered_map<AccountId, Pages> readers;
    std::array<base::Time, 1024> dropped{};

    // Many readers share a moment: a false refusal costs one more answer from the database.
    base::Time& dropped_at(AccountId reader) { return dropped[std::hash<AccountId>{}(reader) % dropped.size()]; }

    void drop(std::int64_t reader) {
        dropped_at(AccountId{reader}) = base::clock_now();
        readers.erase(AccountId{reader});
    }

    void hear(base::Event const& event) {
        constexpr std::string_view of_first[] = {notifications::Told::kind, notifications::Read::kind, notifications::Merged::kind, posts::Marked::kind,
                                                 filters::Changed::kind,    blocks::Changed::kind,     follows::Began::kind,        follows::Ended::kind};
        if (std::ranges::find(of_first, event.kind) == std::end(of_first)) return;
        std::lock_guard lock(mutex);
        drop(event.ids[0]);
        if (event.kind == blocks::Changed::kind) drop(event.ids[1]);
    }
};

NotificationMemory::NotificationMemory(db::Database& database) : inside_(std::make_shared<Inside>()) {
    database.on_commit([inside = inside_](std::span<base::Event const> events) {
        for (auto const& event : events) inside->hear(event);
    });
}

std::shared_ptr<NotificationPage const> NotificationMemory::find(AccountId reader, std::string_view target) const {
    std::shared_lock lock(inside_->mutex);
    auto pages = inside_->readers.find(reader);
    if (pages == inside_->readers.end()) return nullptr;
    auto page = pages->second.find(target);
    if (page == pages->second.end() || page->second->made_at + keeps < base::clock_now()) return nullptr;
    return page->second;
}

void NotificationMemory::put(AccountId reader, std::string_view target, NotificationPage page, base::Time seen_at) {
    if (target.size() > longest_target) return;
    page.made_at = base::clock_now();
    std::lock_guard lock(inside_->mutex);
    if (seen_at <= inside_->dropped_at(reader)) return;
    if (inside_->readers.size() >= most_readers) inside_->readers.clear();
    auto& pages = inside_->readers[reader];
    if (pages.size() >= most_pages) pages.clear();
    pages.insert_or_assign(std::string(target), std::make_shared<NotificationPage const>(std::move(page)));
}

}  // namespace mastodon
