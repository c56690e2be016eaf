// Who listens to streams and must not hear everything that is said there: those who block, mute or filter. Everybody else
// shares one buffer; for these each post is looked at by itself.
#pragma once
#include "base/id.hpp"
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mastodon {

using base::AccountId;

// Any thread.
class Audience {
public:
    // One for all open streams of a person; it lives as long as they do.
    struct Person {
        std::atomic<bool> chooses{false};
    };
    std::shared_ptr<Person> join(AccountId, bool chooses);
    // They block, mute or filter from now on. Nobody goes back before their streams end: it would cost a look at the
    // database, and what is looked at once too often is still right.
    void begins_to_choose(AccountId);
    bool chooses(AccountId) const;
    std::vector<AccountId> choosing() const;

    // Lists that somebody subscribed to, until `heard` says that nobody does.
    struct List { AccountId owner; std::int64_t list = 0; auto operator<=>(List const&) const = default; };
    void subscribed(List);
    template <class Heard>
    std::vector<List> lists(Heard heard) {
        std::lock_guard lock(mutex_);
        std::erase_if(lists_, [&](List const& each) { return !heard(each); });
        return lists_;
    }

private:
    mutable std::mutex mutex_;
    // Guarded by mutex_:
    std::unordered_map<AccountId, std::weak_ptr<Person>> people_;
    std::vector<List> lists_;
};

}  // namespace mastodon
