// Chance that is the same on every machine: splitmix64, integers only. The standard's distributions differ between libraries.
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

namespace demo {

class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15ull;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ull;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBull;
        return mixed ^ (mixed >> 31);
    }

    // 0 to `end` - 1; 0 when there is nothing to choose from.
    std::int64_t below(std::int64_t end) {
        if (end <= 1) return 0;
        return static_cast<std::int64_t>((static_cast<unsigned __int128>(next()) * static_cast<std::uint64_t>(end)) >> 64);
    }
    std::int64_t between(std::int64_t least, std::int64_t most) { return least + below(most - least + 1); }
    // As below(), but small numbers are far more common.
    std::int64_t low(std::int64_t end) {
        return end > 0 ? static_cast<std::int64_t>(static_cast<unsigned __int128>(below(end)) * static_cast<std::uint64_t>(below(end)) / static_cast<std::uint64_t>(end)) : 0;
    }
    bool chance(int percent) { return below(100) < percent; }

    template <class T>
    T const& pick(std::vector<T> const& from) { return from[static_cast<std::size_t>(below(static_cast<std::int64_t>(from.size())))]; }

    template <class T>
    void shuffle(std::vector<T>& all) {
        for (auto left = all.size(); left > 1; --left) std::swap(all[left - 1], all[static_cast<std::size_t>(below(static_cast<std::int64_t>(left)))]);
    }

private:
    std::uint64_t state_;
};

}  // namespace demo
