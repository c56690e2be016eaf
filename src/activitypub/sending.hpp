// The sending thread's own: what it holds, from the rows of the table to the answers of the servers. Private to activitypub.
#pragma once
#include "activitypub/outcomes.hpp"
#include "activitypub/signing_pool.hpp"
#include "http/courier.hpp"
#include <atomic>
#include <chrono>
#include <set>

namespace activitypub {

// What commits tell the sending thread. It may be told after the deliverer is gone.
struct Bell {
    std::mutex mutex;  // guards the rest
    std::condition_variable rung;
    http::Courier* courier = nullptr;  // while somebody waits in it
    bool news = true, peers = false, stopping = false;

    void ring(bool Bell::*what);
    bool take(bool Bell::*what);
    bool is_stopping();
};

// For /metrics; any thread.
struct Tally { std::atomic<std::int64_t> delivered{0}, refused{0}, gone{0}, failed{0}, postponed{0}; };

class Sending {
public:
    Sending(db::Database&, Bell&, Tally&);
    ~Sending();

    void step(bool patient);  // one round; a patient one waits for something to happen
    bool idle() const;        // nothing is due, on its way or to be written down
    void write_all_down();    // what ended, before the thread ends
    bool anything_on_its_way() const { return !leaving_.empty(); }
    void only_end() { taking_ = false; }

private:
    using Clock = std::chrono::steady_clock;
    base::Time now() const;

    // Reading the table.
    void read_news();
    void read_later();
    void find_hosts();
    void feed();
    void feed_one(db::Read&, Queue::Host&);
    void read_peers();
    void take_rows(db::Read&, std::vector<Delivery>);
    std::shared_ptr<Activity const> activity(db::Read&, std::int64_t outgoing);

    // On their way.
    void order();
    void order_one(Delivery);
    void send_signed();
    void judge(std::int64_t number, base::Result<http::Fetched> const&);
    void host_answered(Queue::Host&, std::string_view scheme);
    void host_failed(Queue::Host&, Delivery const&, base::Time wait);
    int milliseconds_to_wait() const;

    // Writing down.
    void note(Outcome);
    void write_down(bool at_once);
    void finish_writing();

    db::Database& database_;
    Bell& bell_;
    Tally& tally_;
    http::Courier courier_;
    Queue queue_;
    SigningPool signers_;

    std::unordered_map<std::int64_t, Delivery> leaving_;  // being signed or on their way, by number
    std::int64_t last_number_ = 0;
    bool taking_ = true;

    std::int64_t last_outgoing_ = 0;
    std::set<std::int64_t> recent_;                       // those so new that one before them may be committed yet
    bool knows_all_ = false;
    Clock::time_point looked_around_{};
    std::multimap<base::Time, std::int64_t> later_;       // outgoing, by when they leave
    std::unordered_map<std::int64_t, std::weak_ptr<Activity const>> activities_;

    std::vector<Outcome> ended_;
    std::map<std::string, Peer> changed_;
    Clock::time_point ended_since_{};
    // The batch being written belongs to the database's thread while it is under way.
    enum class Writing { none, under_way, done, failed };
    struct Batch {
        std::vector<Outcome> outcomes;
        std::vector<Peer> peers;
        std::atomic<Writing> state{Writing::none};
    };
    std::shared_ptr<Batch> batch_ = std::make_shared<Batch>();
    Clock::time_point write_again_{};
};

}  // namespace activitypub
