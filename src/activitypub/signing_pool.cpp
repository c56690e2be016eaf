// Makes an order into a request that may leave.
#include "activitypub/signing_pool.hpp"
#include "activitypub/keys.hpp"
#include "activitypub/objects.hpp"
#include "base/log.hpp"
#include <sched.h>

namespace activitypub {
namespace {

constexpr auto keys_are_kept = std::chrono::seconds(10);
constexpr std::size_t most_keys = 1000;
constexpr std::int64_t milliseconds_for_one = 10'000, largest_answer = 64 * 1024;

http::Fetch request_for(Key const& key, SigningPool::Order const& order) {
    auto const& delivery = order.delivery;
    http::Fetch request{.method = "POST", .url = delivery.address, .headers = {}, .body = delivery.activity->text,
                        .largest = largest_answer, .milliseconds = milliseconds_for_one, .redirects = 0};
    request.headers.emplace_back("Content-Type", std::string(activity_type));
    request.headers.emplace_back("Accept", std::string(activity_type));
    if (!delivery.digest.empty()) request.headers.emplace_back("Collection-Synchronization", synchronization_header(delivery.activity->author_uri, delivery.digest));
    sign(request, key, order.scheme, order.now);
    return request;
}

// A signature costs as much as twenty pages: it is made with what readers leave of the processor. It is not starved: the
// class has a share of its own, if a small one.
void yield_to_readers() {
    sched_param const none{};
    if (::sched_setscheduler(0, SCHED_IDLE, &none) != 0) base::log(base::Level::warning, "signatures are made beside readers, not behind them", {});
}

}  // namespace

SigningPool::SigningPool(db::Database& database, int threads, std::function<void()> ready) : database_(database), ready_(std::move(ready)) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

SigningPool::~SigningPool() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    ordered_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void SigningPool::order(Order order) {
    {
        std::lock_guard lock(mutex_);
        orders_.push_back(std::move(order));
    }
    ordered_.notify_one();
}

std::vector<SigningPool::Signed> SigningPool::take() {
    std::lock_guard lock(mutex_);
    return std::exchange(signed_, {});
}

std::shared_ptr<Key const> SigningPool::key(AccountId author) {
    auto now = std::chrono::steady_clock::now();
    {
        std::lock_guard lock(mutex_);
        if (auto kept = keys_.find(author); kept != keys_.end() && kept->second.until > now) return kept->second.key;
    }
    auto key = std::make_shared<Key const>(key_of(database_, author));
    std::lock_guard lock(mutex_);
    if (keys_.size() >= most_keys) keys_.clear();
    keys_.insert_or_assign(author, Kept{key, now + keys_are_kept});
    return key;
}

void SigningPool::work() {
    yield_to_readers();
    for (;;) {
        Order order;
        {
            std::unique_lock lock(mutex_);
            ordered_.wait(lock, [&] { return stopping_ || !orders_.empty(); });
            if (stopping_) return;
            order = std::move(orders_.front());
            orders_.pop_front();
        }
        Signed made{order.number, std::nullopt};
        try {
            made.request = request_for(*key(order.delivery.activity->author), order);
        } catch (std::exception const& broken) {
            base::log(base::Level::error, "an activity cannot be signed", {{"outgoing", order.delivery.outgoing}, {"error", std::string_view(broken.what())}});
        }
        {
            std::lock_guard lock(mutex_);
            signed_.push_back(std::move(made));
        }
        ready_();
    }
}

}  // namespace activitypub
