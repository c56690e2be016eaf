// Delivers events to this process. `at_once` needs no thread; `soon` has one, so that its order is the commits' order.
#include "bus/bus.hpp"
#include "base/log.hpp"
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace bus {
namespace {

using Act = std::function<void(base::Event const&)>;
using Subscribers = std::map<std::string, std::vector<Act>, std::less<>>;

// The commit has happened: one subscriber's trouble must not keep the news from the others.
void tell(Subscribers const& subscribers, base::Event const& event) {
    auto found = subscribers.find(event.kind);
    if (found == subscribers.end()) return;
    for (auto const& act : found->second) {
        try {
            act(event);
        } catch (std::exception const& error) {
            base::log(base::Level::error, "bus.subscriber_failed", {{"kind", event.kind}, {"detail", error.what()}});
        } catch (...) {
            base::log(base::Level::error, "bus.subscriber_failed", {{"kind", event.kind}});
        }
    }
}

}  // namespace

struct Bus::Inside {
    // Constant once the program has started.
    Subscribers at_once, soon;

    // Guarded by the mutex.
    std::mutex mutex;
    std::condition_variable arrived, ran;
    std::deque<base::Event> waiting;
    std::uint64_t published = 0, finished = 0;
    bool stopping = false;

    std::thread thread;

    // Ends when it is stopped and nothing waits: what was published is always told.
    void run() {
        std::unique_lock lock(mutex);
        for (;;) {
            arrived.wait(lock, [this] { return stopping || !waiting.empty(); });
            if (waiting.empty()) return;
            auto events = std::exchange(waiting, {});
            lock.unlock();
            for (auto const& event : events) tell(soon, event);
            lock.lock();
            finished += events.size();
            ran.notify_all();
        }
    }
};

Bus::Bus() : inside_(std::make_unique<Inside>()) {
    inside_->thread = std::thread([inside = inside_.get()] { inside->run(); });
}

Bus::~Bus() { stop(); }

void Bus::add_at_once(std::string_view kind, Act act) { inside_->at_once[std::string(kind)].push_back(std::move(act)); }

void Bus::add_soon(std::string_view kind, Act act) { inside_->soon[std::string(kind)].push_back(std::move(act)); }

void Bus::publish(std::span<base::Event const> events) {
    for (auto const& event : events) tell(inside_->at_once, event);
    std::lock_guard lock(inside_->mutex);
    if (inside_->stopping) return;  // the program ends: no page is open any more, and durable work is a job
    for (auto const& event : events) {
        if (!inside_->soon.contains(event.kind)) continue;
        inside_->waiting.push_back(event);
        ++inside_->published;
    }
    if (!inside_->waiting.empty()) inside_->arrived.notify_one();
}

void Bus::drain() {
    std::unique_lock lock(inside_->mutex);
    inside_->ran.wait(lock, [this, until = inside_->published] { return inside_->finished >= until; });
}

void Bus::stop() {
    {
        std::lock_guard lock(inside_->mutex);
        inside_->stopping = true;
        inside_->arrived.notify_one();
    }
    if (inside_->thread.joinable()) inside_->thread.join();
}

}  // namespace bus
