// Threads are started when they are first needed: a server that is never uploaded to has none.
#include "http/pool.hpp"

namespace http {

void Pool::start(std::function<void()> work) {
    {
        std::lock_guard lock(mutex_);
        if (stopping_) return;
        waiting_.push_back(std::move(work));
        if (static_cast<int>(waiting_.size()) > idle_ && static_cast<int>(threads_.size()) < most_) threads_.emplace_back([this] { run(); });
    }
    more_.notify_one();
}

void Pool::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        ++idle_;
        more_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        --idle_;
        if (stopping_) return;
        auto work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        work();
        work = nullptr;  // what it holds is let go before the next one is awaited
        lock.lock();
    }
}

void Pool::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    more_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    std::deque<std::function<void()>> dropped;
    std::lock_guard lock(mutex_);
    dropped.swap(waiting_);
}

}  // namespace http
