// What an answer to a delivery means, and writing many of them down at once. Private to activitypub.
#pragma once
#include "activitypub/queue.hpp"
#include "http/client.hpp"
#include <vector>

namespace activitypub {

enum class Verdict {
    delivered,
    other_form,   // the signature was not taken: try its other form at once
    refused,      // will never be taken
    inbox_gone,
    postponed,    // this activity later; the host goes on
    host_fails,   // the host later, with everything for it
    host_chokes,  // both: an answer says that something broke there
};
Verdict verdict_on(base::Result<http::Fetched> const&, Delivery const&);
base::Time asked_to_wait(http::Fetched const&);  // Retry-After, at most a day; 0: not asked

// 2^attempts minutes up to a day, a quarter shorter or longer, so that what failed together does not return together.
base::Time pause_after(std::int64_t attempts, std::uint64_t seed);
inline constexpr std::int64_t most_attempts = 9;              // of one activity that its server does not take
inline constexpr base::Time parked_after = 7 * 24 * 3'600'000LL;

struct Outcome { Delivery delivery; Verdict verdict; base::Time run_at = 0; };
// In one transaction; a peer is written as it is now.
void settle(db::Write&, std::vector<Outcome> const&, std::vector<Peer> const&);

}  // namespace activitypub
