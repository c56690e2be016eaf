// Typed ids: 64 bits, ordered by time, unique across nodes.
// Layout: 47 bits of Unix milliseconds, 6 bits of node, 10 bits of sequence (milliseconds << 16 | node << 10 | sequence),
// so that Mastodon apps which cut a date out of an id read the right one.
#pragma once
#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace base {

using Time = std::int64_t;  // Unix milliseconds, UTC

template <class Tag>
struct Id {
    std::int64_t value = 0;
    auto operator<=>(Id const&) const = default;
    explicit operator bool() const { return value != 0; }
    // Apps get ids as strings: 64 bits do not fit a JavaScript number.
    std::string text() const { return std::to_string(value); }
};

// The ids that cross rooms; an id that stays in one capability is declared there.
using AccountId = Id<struct AccountTag>;
using PostId = Id<struct PostTag>;
using PictureId = Id<struct PictureTag>;
using MediaId = Id<struct MediaTag>;

// Decimal digits only, positive, within 63 bits; anything else is nothing.
std::optional<std::int64_t> parse_id(std::string_view digits);

template <class AnyId>
std::optional<AnyId> parse(std::string_view digits) {
    auto number = parse_id(digits);
    if (!number) return std::nullopt;
    return AnyId{*number};
}

// The smallest id that could have been made at `time`: for paging by date.
constexpr std::int64_t first_id_at(Time time) { return time << 16; }
constexpr Time time_of(std::int64_t id) { return id >> 16; }

// Makes ids. Safe to call from any thread. Past 1,024 ids in a millisecond it borrows from the next one.
class IdMaker {
public:
    explicit IdMaker(int node = 0);  // 0 to 63, one per running process of a cluster
    std::int64_t next(Time now);

private:
    std::int64_t const node_;
    std::atomic<std::int64_t> last_{0};  // milliseconds << 10 | sequence
};

}  // namespace base

template <class Tag>
struct std::hash<base::Id<Tag>> {
    std::size_t operator()(base::Id<Tag> id) const noexcept {
        // Neighbouring ids share their high bits: spread them.
        auto mixed = static_cast<std::uint64_t>(id.value) * 0x9E3779B97F4A7C15ull;
        return static_cast<std::size_t>(mixed ^ (mixed >> 32));
    }
};
