// Figures about this server that anybody may ask for and that are costly to count: counted at most once in an hour.
#pragma once
#include "base/time.hpp"
#include "db/database.hpp"
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace mastodon {

// What was counted, until it is too old. Any thread; others wait for the first who counts.
template <class Value>
class Counted {
public:
    Value get(db::Read& read, std::function<Value()> const& count) {
        std::lock_guard lock(mutex_);
        if (!at_ || read.now >= at_ + base::hour || read.now < at_) {
            value_ = count();
            at_ = read.now;
        }
        return value_;
    }

private:
    std::mutex mutex_;
    Value value_{};
    base::Time at_ = 0;
};

class Figures {
public:
    struct Week { base::Time begins = 0; std::int64_t posts = 0, people = 0, sign_ups = 0; };
    std::int64_t active_in_month(db::Read&);   // people who used this server in 4 weeks
    std::vector<Week> weeks(db::Read&);        // twelve, the current one first
    std::vector<std::string> peers(db::Read&);  // names of other servers that are known
    std::int64_t domains(db::Read& read) { return static_cast<std::int64_t>(peers(read).size()); }

private:
    Counted<std::int64_t> active_;
    Counted<std::vector<Week>> weeks_;
    Counted<std::vector<std::string>> peers_;
};

}  // namespace mastodon
