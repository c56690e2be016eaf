// The generic cell rate algorithm: a bucket is the moment at which it will be full again.
#include "http/limiter.hpp"
#include <algorithm>
#include <functional>
#include <random>

namespace http {

namespace {
std::uint64_t mix(std::uint64_t hash) {
    hash ^= hash >> 30;
    hash *= 0xBF58476D1CE4E5B9ull;
    hash ^= hash >> 27;
    hash *= 0x94D049BB133111EBull;
    return hash ^ (hash >> 31);
}
}  // namespace

Limiter::Limiter() : seed_([] { std::random_device device; return (std::uint64_t{device()} << 32) | device(); }()) {}

Limiter::Verdict Limiter::take(std::string_view bucket, std::string_view whose, std::int64_t burst, std::int64_t milliseconds, std::int64_t now) {
    std::hash<std::string_view> hash;
    auto key = mix(hash(whose) ^ mix(hash(bucket) ^ seed_));
    auto& shard = shards_[key % shards];
    std::int64_t one = std::max<std::int64_t>(1, milliseconds * 1000 / burst), all = one * burst, present = now * 1000;
    std::lock_guard lock(shard.mutex);
    if (shard.full_at.size() >= most_buckets / shards) make_room(shard, present);
    auto& full_at = shard.full_at[key];
    auto next = std::max(full_at, present) + one;
    Verdict verdict{.limit = burst};
    if (next - present > all) {
        verdict.allowed = false;
        verdict.retry_after_seconds = std::max<std::int64_t>(1, (next - present - all + 999'999) / 1'000'000);
        verdict.milliseconds_to_full = (full_at - present) / 1000;
        return verdict;
    }
    full_at = next;
    verdict.remaining = (all - (next - present)) / one;
    verdict.milliseconds_to_full = (next - present) / 1000;
    return verdict;
}

// Full buckets need not be remembered. When none is full somebody is flooding with addresses: forget any few.
void Limiter::make_room(Shard& shard, std::int64_t now) {
    std::erase_if(shard.full_at, [now](auto const& entry) { return entry.second <= now; });
    while (shard.full_at.size() >= most_buckets / shards * 7 / 8) shard.full_at.erase(shard.full_at.begin());
}

std::size_t Limiter::buckets() {
    std::size_t sum = 0;
    for (auto& shard : shards_) {
        std::lock_guard lock(shard.mutex);
        sum += shard.full_at.size();
    }
    return sum;
}

}  // namespace http
