// Counts tries, in memory, so that nobody guesses for long. Bounded: what is oldest is forgotten first.
#pragma once
#include "base/id.hpp"
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace accounts {

class Tries {
public:
    Tries(int most, base::Time window) : most_(most), window_(window) {}

    // How long somebody must wait before the next try; 0 for not at all.
    base::Time wait(std::string const& who, base::Time now) {
        std::lock_guard lock(guard_);
        auto found = counts_.find(who);
        if (found == counts_.end() || found->second.times < most_) return 0;
        auto end = found->second.since + window_;
        return end > now ? end - now : 0;
    }

    void count(std::string const& who, base::Time now) {
        std::lock_guard lock(guard_);
        drop_old(now);
        auto [found, is_new] = counts_.try_emplace(who, Count{now, 0});
        if (is_new) order_.emplace_back(who, now);
        ++found->second.times;
    }

    void forget(std::string const& who) {
        std::lock_guard lock(guard_);
        counts_.erase(who);
    }

private:
    struct Count { base::Time since; int times; };

    void drop_old(base::Time now) {
        while (!order_.empty() && (order_.front().second + window_ <= now || order_.size() >= largest_)) {
            auto found = counts_.find(order_.front().first);
            if (found != counts_.end() && found->second.since == order_.front().second) counts_.erase(found);
            order_.pop_front();
        }
    }

    int const most_;
    base::Time const window_;
    static constexpr std::size_t largest_ = 100'000;
    std::mutex guard_;
    // Guarded by guard_; each count has its entry in order_, by when it began.
    std::unordered_map<std::string, Count> counts_;
    std::deque<std::pair<std::string, base::Time>> order_;
};

}  // namespace accounts
