// Turns: every host gets its own pace, and none waits for another.
#include "activitypub/queue.hpp"
#include <algorithm>

namespace activitypub {
namespace {

constexpr int most_flying_to_one = 2;
constexpr std::size_t most_doubtful = 16, most_ready = 64, few_ready = 4;

}  // namespace

Delivery delivery_in(db::Row const& row) {
    Delivery delivery;
    delivery.outgoing = row.integer(0);
    delivery.inbox = row.integer(1);
    delivery.host = row.text(2);
    delivery.late = row.integer(3);
    delivery.run_at = row.integer(4);
    delivery.attempts = row.integer(5);
    delivery.address = row.text(6);
    return delivery;
}

Queue::Host& Queue::host(std::string const& name) {
    auto& place = hosts_[name];
    if (!place) {
        place = std::make_unique<Host>();
        place->name = place->peer.host = name;
        feed(*place);
    }
    return *place;
}

Queue::Host* Queue::find(std::string const& name) {
    auto found = hosts_.find(name);
    return found == hosts_.end() ? nullptr : found->second.get();
}

void Queue::take(Delivery delivery) {
    auto& at = host(delivery.host);
    if (at.ready.size() >= most_ready) {
        at.more = true;
        return;
    }
    if (!at.known.insert({delivery.outgoing, delivery.inbox}).second) return;
    // What is urgent goes before everything that is not.
    auto place = delivery.late ? at.ready.end() : std::ranges::find_if(at.ready, [](Delivery const& each) { return each.late != 0; });
    at.ready.insert(place, std::move(delivery));
    list(at);
}

void Queue::list(Host& at) {
    if (at.listed || at.ready.empty() || at.asleep()) return;
    at.listed = true;
    (at.ready.front().late ? ordinary_ : urgent_).push_back(&at);
}

void Queue::feed(Host& at) {
    if (at.hungry || !at.more) return;
    at.hungry = true;
    hungry.push_back(&at);
}

Queue::Host* Queue::turn() {
    for (auto* line : {&urgent_, &ordinary_})
        for (auto left = line->size(); left > 0; --left) {
            auto* at = line->front();
            line->pop_front();
            at->listed = false;
            if (at->ready.empty() || at->asleep()) continue;
            bool fails = at->peer.attempts > 0;
            if (at->flying >= (fails ? 1 : most_flying_to_one)) continue;
            if (fails && doubtful >= most_doubtful) {
                list(*at);  // its turn comes when another doubtful one ended
                continue;
            }
            if (std::ranges::any_of(at->ready, [&](Delivery const& each) { return !each.activity || !at->authors.contains(each.activity->author); })) return at;
        }
    return nullptr;
}

std::optional<Delivery> Queue::next(base::Time now) {
    auto* at = turn();
    if (!at) return std::nullopt;
    auto found = std::ranges::find_if(at->ready, [&](Delivery const& each) { return !each.activity || !at->authors.contains(each.activity->author); });
    auto delivery = std::move(*found);
    at->ready.erase(found);
    ++at->flying;
    ++flying;
    delivery.doubtful = at->peer.attempts > 0;
    if (delivery.doubtful) ++doubtful;
    delivery.left_at = now;
    if (delivery.activity) at->authors.insert(delivery.activity->author);
    list(*at);
    if (at->ready.size() < few_ready) feed(*at);
    return delivery;
}

void Queue::landed(Delivery const& delivery) {
    auto& at = host(delivery.host);
    --at.flying;
    --flying;
    if (delivery.doubtful) --doubtful;
    if (delivery.activity) at.authors.erase(delivery.activity->author);
    list(at);
}

void Queue::put_back(Delivery delivery) {
    landed(delivery);
    auto& at = host(delivery.host);
    at.ready.push_front(std::move(delivery));
    list(at);
}

void Queue::forget(Delivery const& delivery) {
    auto& at = host(delivery.host);
    at.known.erase({delivery.outgoing, delivery.inbox});
    if (at.ready.empty() && at.more) feed(at);
}

void Queue::drop_ready(Host& at) {
    for (auto const& each : at.ready) at.known.erase({each.outgoing, each.inbox});
    at.ready.clear();
    at.more = true;
}

void Queue::sleep(Host& at, base::Time until) {
    at.sleeps_until = until;
    clock_.emplace(until, &at);
}

void Queue::remind(Host& at, base::Time when) {
    if (at.reminded_at && at.reminded_at <= when) return;
    at.reminded_at = when;
    clock_.emplace(when, &at);
}

void Queue::wake(Host& at) {
    at.sleeps_until = 0;
    at.more = true;
    feed(at);
    list(at);
}

void Queue::wake_due(base::Time now) {
    while (!clock_.empty() && clock_.begin()->first <= now) {
        auto* at = clock_.begin()->second;
        clock_.erase(clock_.begin());
        if (at->reminded_at && at->reminded_at <= now) {
            at->reminded_at = 0;
            at->more = true;
            feed(*at);
        }
        if (at->sleeps_until && at->sleeps_until <= now) wake(*at);
    }
}

base::Time Queue::next_wake() const { return clock_.empty() ? 0 : clock_.begin()->first; }

}  // namespace activitypub
