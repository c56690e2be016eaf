// Deadlines of many sockets under one timer: a ring of slots, each a linked list. Setting one costs a few pointers, and
// putting it off costs a store.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace http {

using Milliseconds = std::int64_t;  // of a clock that never goes back
Milliseconds steady_now();

class Wheel;

// Something with a deadline. Leaves the wheel when it is destroyed.
class Timed {
public:
    Timed() = default;
    Timed(Timed const&) = delete;
    virtual ~Timed();

protected:
    // Called once, on the wheel's thread, after the deadline; may set a new one. May destroy this.
    virtual void due() = 0;

private:
    friend class Wheel;
    void unlink();
    Timed* before_ = nullptr;
    Timed* after_ = nullptr;
    Milliseconds deadline_ = 0;
    Milliseconds slot_time_ = 0;  // when the slot it sits in is visited
};

class Wheel {
public:
    static constexpr Milliseconds tick = 100;
    explicit Wheel(Milliseconds now);
    ~Wheel();
    void set(Timed&, Milliseconds deadline);
    static void clear(Timed& timed) { timed.unlink(); }
    void advance(Milliseconds now);

private:
    class Head final : public Timed {
        void due() override {}
    };
    static constexpr std::size_t slots = 1024;  // 102 s; what is later waits in the last slot and is put on
    void link(Timed&, Milliseconds slot_time);
    std::array<Head, slots> heads_;
    Milliseconds next_;  // time of the slot to visit next; a multiple of tick
};

}  // namespace http
