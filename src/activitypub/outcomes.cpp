// Judging answers, and settling deliveries.
#include "activitypub/outcomes.hpp"
#include "activitypub/peers.hpp"
#include "activitypub/queries.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <charconv>

namespace activitypub {
namespace {

constexpr std::int64_t refusals_that_bury = 5;
constexpr base::Time refused_for = base::day;

}  // namespace

Verdict verdict_on(base::Result<http::Fetched> const& answer, Delivery const& delivery) {
    if (!answer) return answer.error().why == base::Why::forbidden || answer.error().why == base::Why::invalid ? Verdict::inbox_gone : Verdict::host_fails;
    auto status = answer->status;
    bool last = delivery.attempts + 1 >= most_attempts;
    if (status >= 200 && status < 300) return Verdict::delivered;
    if ((status == 400 || status == 401) && !delivery.second_form) return Verdict::other_form;
    if (status == 404 || status == 410) return Verdict::inbox_gone;
    if (status == 429 || (status >= 502 && status <= 504)) return Verdict::host_fails;
    if (status >= 500) return last ? Verdict::refused : Verdict::host_chokes;
    // A server that cannot read our key right now says 401 too.
    if (status == 401 || status == 408 || status < 400) return last ? Verdict::refused : Verdict::postponed;
    return Verdict::refused;
}

base::Time asked_to_wait(http::Fetched const& answer) {
    for (auto const& [name, value] : answer.headers) {
        if (name != "retry-after") continue;
        std::int64_t seconds = 0;
        auto end = value.data() + value.size();
        if (std::from_chars(value.data(), end, seconds).ptr != end || seconds <= 0) return 0;
        return std::min(seconds, base::day / base::second) * base::second;
    }
    return 0;
}

base::Time pause_after(std::int64_t attempts, std::uint64_t seed) {
    auto whole = std::min(base::minute << std::min<std::int64_t>(attempts, 11), base::day);
    auto spread = static_cast<std::uint64_t>(whole / 2);
    seed = (seed ^ static_cast<std::uint64_t>(attempts)) * 0x9E3779B97F4A7C15ull;
    return whole * 3 / 4 + static_cast<base::Time>((seed >> 20) % spread);
}

void settle(db::Write& write, std::vector<Outcome> const& outcomes, std::vector<Peer> const& peers) {
    db::List touched;
    for (auto const& [delivery, verdict, run_at] : outcomes) {
        if (verdict == Verdict::postponed || verdict == Verdict::host_chokes) {
            write.run(sql::postpone_delivery, {delivery.outgoing, delivery.inbox, run_at});
            continue;
        }
        write.run(sql::end_delivery, {delivery.outgoing, delivery.inbox});
        touched.push_back(delivery.outgoing);
        if (verdict == Verdict::inbox_gone) {
            write.run(sql::refuse_inbox, {delivery.inbox, write.now});
            if (write.run(sql::bury_inbox, {delivery.inbox, refusals_that_bury, write.now - refused_for})) {
                write.run(sql::delete_deliveries_to, {delivery.inbox});
                write.run(sql::delete_all_idle_outgoing, {base::first_id_at(write.now + 1)});
            }
        } else if (verdict == Verdict::delivered) {
            write.run(sql::revive_inbox, {delivery.inbox});
        }
    }
    std::ranges::sort(touched);
    touched.erase(std::ranges::unique(touched).begin(), touched.end());
    for (auto outgoing : touched) write.run(sql::delete_idle_outgoing, {outgoing});
    for (auto const& peer : peers)
        write.run(sql::settle_peer, {peer.host, text_of(peer.state), peer.failing_since, peer.attempts, peer.retry_at, peer.last_delivered_at, peer.scheme});
}

}  // namespace activitypub
