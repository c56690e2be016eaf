// From the queue to the servers and back: signing, sending, judging answers and writing down what ended.
#include "activitypub/sending.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include <algorithm>

namespace activitypub {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_at_once = 64, most_signed_ahead = 32;
constexpr std::size_t together = 100;  // deliveries that are written down in one transaction
constexpr auto batch_waits = 50ms;
constexpr auto after_trouble = 1s;
constexpr int idle_milliseconds = 1000, kept_connections = 1024;
constexpr base::Time note_delivered_every = base::minute;

int signing_threads() { return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 8u)); }

}  // namespace

void Bell::ring(bool Bell::*what) {
    std::lock_guard lock(mutex);
    this->*what = true;
    if (courier) courier->wake();
    rung.notify_all();
}

bool Bell::take(bool Bell::*what) {
    std::lock_guard lock(mutex);
    return std::exchange(this->*what, false);
}

bool Bell::is_stopping() {
    std::lock_guard lock(mutex);
    return stopping;
}

Sending::Sending(db::Database& database, Bell& bell, Tally& tally)
    : database_(database), bell_(bell), tally_(tally), courier_(kept_connections), signers_(database, signing_threads(), [this] { courier_.wake(); }) {
    std::lock_guard lock(bell_.mutex);
    bell_.courier = &courier_;
}

Sending::~Sending() {
    write_all_down();
    std::lock_guard lock(bell_.mutex);
    bell_.courier = nullptr;
}

base::Time Sending::now() const { return database_.clock ? database_.clock() : base::clock_now(); }

void Sending::step(bool patient) {
    if (taking_) {
        find_hosts();
        if (bell_.take(&Bell::peers)) read_peers();
        if (bell_.take(&Bell::news)) read_news();
        read_later();
        queue_.wake_due(now());
        feed();
        order();
    }
    send_signed();
    for (auto& [number, answer] : courier_.wait(patient ? milliseconds_to_wait() : 0)) judge(number, answer);
    finish_writing();
    write_down(false);
}

int Sending::milliseconds_to_wait() const {
    if (!queue_.hungry.empty()) return 0;
    std::int64_t most = idle_milliseconds;
    if (!ended_.empty() || batch_->state != Writing::none) most = batch_waits / 1ms;
    auto until = [&](base::Time when) { most = std::clamp<std::int64_t>(when - now(), 0, most); };
    if (auto wakes = queue_.next_wake()) until(wakes);
    if (!later_.empty()) until(later_.begin()->first);
    return static_cast<int>(most);
}

bool Sending::idle() const {
    auto due = [&](base::Time when) { return when && when <= now(); };
    return knows_all_ && leaving_.empty() && ended_.empty() && changed_.empty() && batch_->state == Writing::none && queue_.hungry.empty() && !queue_.anything_listed() &&
           !due(queue_.next_wake()) && !(later_.size() && due(later_.begin()->first));
}

void Sending::order_one(Delivery delivery) {
    auto& host = queue_.host(delivery.host);
    bool modern = (host.peer.scheme == "rfc9421") != delivery.second_form;
    auto number = ++last_number_;
    signers_.order({number, delivery, modern ? Scheme::rfc9421 : Scheme::cavage, now()});
    leaving_.emplace(number, std::move(delivery));
}

void Sending::order() {
    while (leaving_.size() < most_at_once + most_signed_ahead) {
        auto next = queue_.next(now());
        if (!next) return;
        order_one(std::move(*next));
    }
}

void Sending::send_signed() {
    for (auto& [number, request] : signers_.take()) {
        if (request) {
            courier_.send(number, std::move(*request));
            continue;
        }
        auto left = leaving_.extract(number);
        queue_.landed(left.mapped());
        ++tally_.refused;
        note({std::move(left.mapped()), Verdict::refused});
    }
}

void Sending::judge(std::int64_t number, base::Result<http::Fetched> const& answer) {
    auto delivery = std::move(leaving_.extract(number).mapped());
    auto& host = queue_.host(delivery.host);
    auto verdict = verdict_on(answer, delivery);
    if (verdict == Verdict::other_form) {
        delivery.second_form = true;
        return order_one(std::move(delivery));
    }
    queue_.landed(delivery);
    bool modern = (host.peer.scheme == "rfc9421") != delivery.second_form;
    if (verdict == Verdict::host_fails || verdict == Verdict::host_chokes) {
        ++tally_.failed;
        host_failed(host, delivery, answer ? asked_to_wait(*answer) : 0);
    } else {
        host_answered(host, verdict != Verdict::delivered ? "" : modern ? "rfc9421" : "cavage");
        ++(verdict == Verdict::delivered ? tally_.delivered : verdict == Verdict::inbox_gone ? tally_.gone : verdict == Verdict::postponed ? tally_.postponed : tally_.refused);
    }
    if (verdict == Verdict::host_fails) {
        queue_.forget(delivery);
        return;
    }
    auto run_at = now() + pause_after(delivery.attempts + 1, static_cast<std::uint64_t>(delivery.outgoing ^ delivery.inbox));
    note({std::move(delivery), verdict, run_at});
}

void Sending::host_answered(Queue::Host& host, std::string_view scheme) {
    auto& peer = host.peer;
    bool healed = peer.attempts > 0 || peer.failing_since > 0, learned = !scheme.empty() && peer.scheme != scheme;
    bool note_time = !scheme.empty() && peer.last_delivered_at + note_delivered_every < now();
    if (!scheme.empty()) peer.scheme = scheme;
    if (!healed && !learned && !note_time) return;
    peer.attempts = peer.failing_since = peer.retry_at = 0;
    if (!scheme.empty()) peer.last_delivered_at = now();
    changed_.insert_or_assign(host.name, peer);
    if (healed) queue_.wake(host);
}

// Two that left together and failed together are one failure.
void Sending::host_failed(Queue::Host& host, Delivery const& delivery, base::Time wait) {
    auto& peer = host.peer;
    queue_.drop_ready(host);
    if (delivery.left_at < host.failed_at) return;
    host.failed_at = now();
    if (peer.failing_since == 0) peer.failing_since = now();
    ++peer.attempts;
    peer.retry_at = now() + std::max(wait, pause_after(peer.attempts, std::hash<std::string>()(host.name)));
    if (now() - peer.failing_since >= parked_after) peer.state = PeerState::parked;
    queue_.sleep(host, peer.retry_at);
    changed_.insert_or_assign(host.name, peer);
}

void Sending::note(Outcome outcome) {
    if (ended_.empty()) ended_since_ = Clock::now();
    ended_.push_back(std::move(outcome));
}

void Sending::write_down(bool at_once) {
    if (batch_->state != Writing::none || (ended_.empty() && changed_.empty()) || Clock::now() < write_again_) return;
    if (!at_once && ended_.size() < together && taking_ && !leaving_.empty() && Clock::now() - ended_since_ < batch_waits) return;
    batch_ = std::make_shared<Batch>();
    batch_->outcomes = std::exchange(ended_, {});
    for (auto const& [host, peer] : changed_) batch_->peers.push_back(peer);
    changed_.clear();
    batch_->state = Writing::under_way;
    // The courier is woken by the bell, which knows whether there still is one.
    database_.start_write([batch = batch_](db::Write& write) { settle(write, batch->outcomes, batch->peers); return true; },
                          [batch = batch_](std::exception_ptr wrong) {
                              batch->state = wrong ? Writing::failed : Writing::done;
                              batch->state.notify_all();
                          });
}

void Sending::finish_writing() {
    auto state = batch_->state.load();
    if (state == Writing::none || state == Writing::under_way) return;
    if (state == Writing::failed) {
        // Nothing is lost: what was delivered is written down later. After a crash it would be delivered again.
        base::log(base::Level::error, "deliveries could not be written down", {{"count", std::ssize(batch_->outcomes)}});
        for (auto& outcome : batch_->outcomes) note(std::move(outcome));
        for (auto& peer : batch_->peers) changed_.try_emplace(peer.host, peer);
        write_again_ = Clock::now() + after_trouble;
    } else {
        for (auto const& outcome : batch_->outcomes) {
            queue_.forget(outcome.delivery);
            if (outcome.run_at && (outcome.verdict == Verdict::postponed || outcome.verdict == Verdict::host_chokes))
                queue_.remind(queue_.host(outcome.delivery.host), outcome.run_at);
        }
    }
    batch_->state = Writing::none;
}

void Sending::write_all_down() {
    for (int tries = 0; tries < 3; ++tries) {
        batch_->state.wait(Writing::under_way);
        finish_writing();
        if (ended_.empty() && changed_.empty()) return;
        write_again_ = {};
        write_down(true);
    }
    batch_->state.wait(Writing::under_way);
}

}  // namespace activitypub
