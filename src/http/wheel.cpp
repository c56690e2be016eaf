// The ring of deadlines.
#include "http/wheel.hpp"
#include <algorithm>
#include <chrono>

namespace http {

Milliseconds steady_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Timed::~Timed() { unlink(); }

void Timed::unlink() {
    if (!before_) return;
    before_->after_ = after_;
    after_->before_ = before_;
    before_ = after_ = nullptr;
}

Wheel::Wheel(Milliseconds now) : next_(now / tick * tick + tick) {
    for (auto& head : heads_) head.before_ = head.after_ = &head;
}

Wheel::~Wheel() {
    for (auto& head : heads_) {
        while (head.after_ != &head) head.after_->unlink();
        head.before_ = head.after_ = nullptr;
    }
}

void Wheel::link(Timed& timed, Milliseconds slot_time) {
    timed.unlink();
    auto& head = heads_[static_cast<std::size_t>(slot_time / tick) % slots];
    timed.slot_time_ = slot_time;
    timed.before_ = head.before_;
    timed.after_ = &head;
    head.before_->after_ = &timed;
    head.before_ = &timed;
}

void Wheel::set(Timed& timed, Milliseconds deadline) {
    timed.deadline_ = deadline;
    auto slot_time = std::clamp((deadline + tick - 1) / tick * tick, next_, next_ + tick * static_cast<Milliseconds>(slots - 1));
    // A later deadline is noticed when the earlier slot comes round.
    if (timed.before_ && timed.slot_time_ <= slot_time) return;
    link(timed, slot_time);
}

void Wheel::advance(Milliseconds now) {
    while (next_ <= now) {
        auto slot_time = next_;
        next_ += tick;
        auto& head = heads_[static_cast<std::size_t>(slot_time / tick) % slots];
        // Taken out first: what is called may put others, or itself, into any slot.
        Head visited;
        if (head.after_ == &head) continue;
        visited.before_ = head.before_;
        visited.after_ = head.after_;
        visited.before_->after_ = visited.after_->before_ = &visited;
        head.before_ = head.after_ = &head;
        while (visited.after_ != &visited) {
            auto& timed = *visited.after_;
            timed.unlink();
            if (timed.deadline_ <= slot_time) timed.due();
            else set(timed, timed.deadline_);
        }
        visited.before_ = visited.after_ = nullptr;
    }
}

}  // namespace http
