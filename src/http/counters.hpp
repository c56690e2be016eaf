// What one loop counts. Written by its loop alone, read by whoever asks for metrics: relaxed atomics, no sharing.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>

namespace http {

struct Counters {
    using Number = std::atomic<std::int64_t>;
    static constexpr std::array<double, 11> bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5};  // seconds
    std::array<Number, 6> by_class{};  // by the status' first digit
    std::array<Number, bounds.size() + 1> latency{};
    Number microseconds{0}, requests{0}, bytes{0}, refused_heads{0};
    Number connections{0}, accepted{0}, streams{0}, dropped_streams{0};

    static void add(Number& number, std::int64_t amount) {
        number.store(number.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }
    void answered(int status, std::int64_t took_microseconds, std::int64_t sent) {
        add(by_class[static_cast<std::size_t>(status / 100) % by_class.size()], 1);
        std::size_t bucket = 0;
        while (bucket < bounds.size() && static_cast<double>(took_microseconds) > bounds[bucket] * 1e6) ++bucket;
        add(latency[bucket], 1);
        add(microseconds, took_microseconds);
        add(requests, 1);
        add(bytes, sent);
    }
};

}  // namespace http
