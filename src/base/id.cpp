// Makes and reads ids.
#include "base/id.hpp"
#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace base {

std::optional<std::int64_t> parse_id(std::string_view digits) {
    if (digits.empty() || digits[0] < '0' || digits[0] > '9') return std::nullopt;  // from_chars would take a minus
    std::int64_t number = 0;
    auto end = digits.data() + digits.size();
    auto [stopped, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc{} || stopped != end || number == 0) return std::nullopt;
    return number;
}

IdMaker::IdMaker(int node) : node_(node) {
    if (node < 0 || node > 63) throw std::invalid_argument("a node's number is 0 to 63");
}

std::int64_t IdMaker::next(Time now) {
    auto last = last_.load(std::memory_order_relaxed);
    std::int64_t mine;
    // A clock that was set back, or a full millisecond, goes on from the last id: order matters more than the date.
    do {
        mine = std::max(now << 10, last + 1);
    } while (!last_.compare_exchange_weak(last, mine, std::memory_order_relaxed));
    return (mine >> 10) << 16 | node_ << 10 | (mine & 1023);
}

}  // namespace base
