// Token buckets: who asks too often is told to wait. One 8-byte number per bucket, a bounded number of buckets.
#pragma once
#include <array>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace http {

class Limiter {
public:
    struct Verdict {
        bool allowed = true;
        std::int64_t limit = 0, remaining = 0;
        std::int64_t milliseconds_to_full = 0;
        std::int64_t retry_after_seconds = 0;
    };
    Limiter();
    // Takes one token: `burst` of them fit, one returns every `milliseconds / burst`. Any thread.
    Verdict take(std::string_view bucket, std::string_view whose, std::int64_t burst, std::int64_t milliseconds, std::int64_t now);

    static constexpr std::size_t most_buckets = 1 << 18;
    std::size_t buckets();  // for tests

private:
    static constexpr std::size_t shards = 16;
    struct Shard {
        std::mutex mutex;
        // When the bucket will be full again, in microseconds: all that a bucket needs to remember.
        std::unordered_map<std::uint64_t, std::int64_t> full_at;
    };
    static void make_room(Shard&, std::int64_t now);
    std::uint64_t const seed_;  // so that nobody can choose to share another's bucket
    std::array<Shard, shards> shards_;
};

}  // namespace http
