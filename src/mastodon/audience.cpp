// Keeps track of who listens, without keeping anybody.
#include "mastodon/audience.hpp"
#include <algorithm>

namespace mastodon {

std::shared_ptr<Audience::Person> Audience::join(AccountId account, bool chooses) {
    std::lock_guard lock(mutex_);
    constexpr std::size_t tidy_from = 1024;
    if (people_.size() >= tidy_from && (people_.size() & (people_.size() - 1)) == 0)
        std::erase_if(people_, [](auto const& each) { return each.second.expired(); });
    auto& known = people_[account];
    auto person = known.lock();
    if (!person) known = person = std::make_shared<Person>();
    if (chooses) person->chooses = true;
    return person;
}

void Audience::begins_to_choose(AccountId account) {
    std::lock_guard lock(mutex_);
    auto known = people_.find(account);
    if (known == people_.end()) return;
    if (auto person = known->second.lock()) person->chooses = true;
}

bool Audience::chooses(AccountId account) const {
    std::lock_guard lock(mutex_);
    auto known = people_.find(account);
    auto person = known == people_.end() ? nullptr : known->second.lock();
    return person && person->chooses;
}

std::vector<AccountId> Audience::choosing() const {
    std::lock_guard lock(mutex_);
    std::vector<AccountId> all;
    for (auto const& [account, known] : people_)
        if (auto person = known.lock(); person && person->chooses) all.push_back(account);
    std::ranges::sort(all);
    return all;
}

void Audience::subscribed(List list) {
    std::lock_guard lock(mutex_);
    if (std::ranges::find(lists_, list) == lists_.end()) lists_.push_back(list);
}

}  // namespace mastodon
