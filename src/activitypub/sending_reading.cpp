// From the table to the queue in memory: what is new, what has become due, what a host still has waiting.
#include "activitypub/queries.hpp"
#include "activitypub/sending.hpp"
#include "base/time.hpp"

namespace activitypub {
namespace {

using namespace std::chrono_literals;

constexpr int one_helping = 16, hosts_at_once = 64, outgoing_at_once = 20;
constexpr auto look_around = 30s;  // for what another node queued while its commit was late

}  // namespace

// Rows of one outgoing share its text.
std::shared_ptr<Activity const> Sending::activity(db::Read& read, std::int64_t outgoing) {
    auto& kept = activities_[outgoing];
    if (auto known = kept.lock()) return known;
    auto found = read.one(sql::outgoing, {outgoing}, [](db::Row const& row) {
        return Activity{row.id<AccountId>(0), {}, row.text(1), row.boolean(2), row.boolean(3)};
    });
    if (!found) return nullptr;
    if (found->to_followers)
        if (auto author = accounts::find(read, found->author)) found->author_uri = author->uri();
    auto made = std::make_shared<Activity const>(std::move(*found));
    kept = made;
    return made;
}

void Sending::take_rows(db::Read& read, std::vector<Delivery> rows) {
    for (auto& row : rows) {
        row.activity = activity(read, row.outgoing);
        if (!row.activity) continue;  // taken back meanwhile
        if (row.activity->to_followers) row.digest = follower_digest(read, row.activity->author, row.host);
        queue_.take(std::move(row));
    }
    if (activities_.size() > 10'000) std::erase_if(activities_, [](auto const& each) { return each.second.expired(); });
}

void Sending::read_news() {
    // On PostgreSQL a lower id may be committed after a higher one.
    auto margin = database_.is_postgresql() ? base::first_id_at(5 * base::second) : 0;
    struct News { std::int64_t id; base::Time leaves_at; };
    database_.wait_read([&](db::Read& read) {
        auto after = std::max<std::int64_t>(last_outgoing_ - margin, 0);
        for (;;) {
            auto some = read.rows(sql::outgoing_after, {after, outgoing_at_once}, [](db::Row const& row) { return News{row.integer(0), row.integer(1)}; });
            for (auto const& [id, leaves_at] : some) {
                after = id;
                if (!recent_.insert(id).second) continue;
                if (leaves_at <= now()) take_rows(read, read.rows(sql::deliveries_of, {id}, delivery_in));
                else later_.emplace(leaves_at, id);
            }
            if (some.size() < outgoing_at_once) break;
        }
        last_outgoing_ = std::max(last_outgoing_, after);
        recent_.erase(recent_.begin(), recent_.lower_bound(last_outgoing_ - margin));
    });
}

// A post that waited to be taken back leaves for all its hosts at once: one statement, not one a host.
void Sending::read_later() {
    auto moment = now();
    if (later_.empty() || later_.begin()->first > moment) return;
    database_.wait_read([&](db::Read& read) {
        for (; !later_.empty() && later_.begin()->first <= moment; later_.erase(later_.begin()))
            take_rows(read, read.rows(sql::deliveries_of, {later_.begin()->second}, delivery_in));
    });
}

void Sending::find_hosts() {
    if (knows_all_ && Clock::now() - looked_around_ < look_around) return;
    looked_around_ = Clock::now();
    database_.wait_read([&](db::Read& read) {
        if (!knows_all_) last_outgoing_ = read.number(sql::newest_outgoing, {});
        read.each(sql::hosts_with_deliveries, {}, [&](db::Row const& row) {
            auto& host = queue_.host(row.text(0));
            host.more = true;
            if (host.ready.empty() && !host.asleep()) queue_.feed(host);
        });
    });
    knows_all_ = true;
}

void Sending::feed_one(db::Read& read, Queue::Host& host) {
    if (!host.peer_read) {
        if (auto found = find_peer(read, host.name)) host.peer = *found;
        // Asked here too: a block of this moment has not reached every row yet.
        host.peer.refused = !deals_with(read, host.name);
        host.peer_read = true;
        if (host.peer.retry_at > now()) queue_.sleep(host, host.peer.retry_at);
    }
    if (host.asleep()) return;
    auto most = one_helping + static_cast<int>(host.known.size());
    host.more = false;
    bool full = false;
    for (int late : {0, 1}) {
        auto rows = read.rows(sql::due_at_host, {host.name, late, now(), most}, delivery_in);
        full |= std::ssize(rows) >= most;
        take_rows(read, std::move(rows));
        if (auto next = read.number(sql::next_at_host, {host.name, late, now()})) queue_.remind(host, next);
    }
    host.more |= full;
    queue_.list(host);
}

void Sending::feed() {
    if (queue_.hungry.empty()) return;
    database_.wait_read([&](db::Read& read) {
        for (int fed = 0; fed < hosts_at_once && !queue_.hungry.empty(); ++fed) {
            auto* host = queue_.hungry.front();
            queue_.hungry.pop_front();
            host->hungry = false;
            feed_one(read, *host);
        }
    });
}

// Somebody heard from a host, held it or let it go, or moderators changed whom this server deals with.
void Sending::read_peers() {
    database_.wait_read([&](db::Read& read) {
        queue_.each([&](Queue::Host& host) {
            auto found = find_peer(read, host.name);
            auto refused = !deals_with(read, host.name);
            if (!host.peer_read || !found) return;
            if (found->state == host.peer.state && refused == host.peer.refused && found->attempts >= host.peer.attempts) return;
            queue_.drop_ready(host);
            host.peer_read = false;
            host.peer = *found;
            host.peer.refused = refused;
            queue_.wake(host);
        });
    });
}

}  // namespace activitypub
