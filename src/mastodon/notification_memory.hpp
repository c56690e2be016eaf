// Answers that were asked for lately, kept as what they are made of: a reader who asks again costs no statement.
#pragma once
#include "mastodon/paging.hpp"
#include "mastodon/routes.hpp"
#include "notifications/notifications.hpp"
#include <array>
#include <memory>
#include <shared_mutex>
#include <unordered_map>

namespace mastodon {

// A page of one reader's notifications. Its statuses and accounts are in the status cache, which drops what changes.
struct NotificationPage {
    Recipe recipe;
    Ends ends;
    base::Time made_at = 0;
};

// Any thread. Drops a reader's pages with the commit that changes them: something was told, read or taken back, or the
// reader marked a post, filters, blocks, mutes or follows otherwise.
class NotificationMemory {
public:
    explicit NotificationMemory(db::Database&);
    // `target`: the address with its query, which says what was asked for.
    std::shared_ptr<NotificationPage const> find(AccountId reader, std::string_view target) const;
    void put(AccountId reader, std::string_view target, NotificationPage, base::Time seen_at);

private:
    struct Inside;
    std::shared_ptr<Inside> inside_;
};

}  // namespace mastodon
