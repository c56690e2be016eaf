// A few threads that sign requests: what a delivery costs is its RSA signature. Private to activitypub.
#pragma once
#include "activitypub/queue.hpp"
#include "http/client.hpp"
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace activitypub {

class SigningPool {
public:
    struct Order {
        std::int64_t number = 0;
        Delivery delivery;
        Scheme scheme = Scheme::cavage;
        base::Time now = 0;
    };
    struct Signed { std::int64_t number; std::optional<http::Fetch> request; };  // none: its author has no key any more

    SigningPool(db::Database&, int threads, std::function<void()> ready);
    ~SigningPool();
    void order(Order);
    std::vector<Signed> take();

private:
    void work();
    std::shared_ptr<Key const> key(AccountId);
    db::Database& database_;
    std::function<void()> const ready_;
    std::mutex mutex_;  // guards the rest
    std::condition_variable ordered_;
    std::deque<Order> orders_;
    std::vector<Signed> signed_;
    bool stopping_ = false;
    struct Kept { std::shared_ptr<Key const> key; std::chrono::steady_clock::time_point until; };
    std::unordered_map<AccountId, Kept> keys_;  // for some seconds: one author's post goes to thousands of servers
    std::vector<std::thread> threads_;
};

}  // namespace activitypub
