// What waits for each server, as far as it is held in memory: whose turn it is, and who must wait. Private to activitypub;
// used by one thread.
#pragma once
#include "activitypub/deliveries.hpp"
#include "activitypub/signatures.hpp"
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>

namespace activitypub {

struct Activity {  // one for all its deliveries
    AccountId author;
    std::string author_uri, text;
    bool urgent = false, to_followers = false;
};

struct Delivery {
    std::int64_t outgoing = 0, inbox = 0;
    std::string host, address;
    std::int64_t late = 1, attempts = 0;
    base::Time run_at = 0;
    std::shared_ptr<Activity const> activity;
    std::string digest;                        // of the author's followers there, with what goes to followers
    bool second_form = false;                  // the other form of signature is tried
    bool doubtful = false;                     // its host failed last time
    base::Time left_at = 0;
};
Delivery delivery_in(db::Row const&);

class Queue {
public:
    struct Host {
        std::string name;
        std::deque<Delivery> ready;
        std::set<std::pair<std::int64_t, std::int64_t>> known;  // ready, on their way, or ended and not yet written down
        std::set<AccountId> authors;                            // with something on its way
        int flying = 0;
        bool more = true;       // the table holds what is not known here
        bool listed = false, hungry = false;
        Peer peer;
        bool peer_read = false;
        base::Time sleeps_until = 0;  // nothing leaves before; 0: something may
        base::Time failed_at = 0;
        base::Time reminded_at = 0;   // when something becomes due that the table holds; 0: nothing known
        bool asleep() const { return sleeps_until != 0 || peer.refused || peer.state != PeerState::open; }
    };

    Host& host(std::string const& name);
    Host* find(std::string const& name);
    void take(Delivery);        // one that was read from the table
    // The next that may leave, urgent ones first. At most two at a time to a host, at most one to a host that fails, and
    // never two of one author to one host, which keeps their order.
    std::optional<Delivery> next(base::Time now);
    void landed(Delivery const&);     // on its way no more; still known
    void put_back(Delivery);          // did not leave after all
    void forget(Delivery const&);     // written down
    void drop_ready(Host&);           // to be read again from the table
    void sleep(Host&, base::Time until);
    void remind(Host&, base::Time when);
    void wake(Host&);
    void wake_due(base::Time now);
    base::Time next_wake() const;     // 0: none
    bool anything_listed() const { return !urgent_.empty() || !ordinary_.empty(); }
    void list(Host&);
    void feed(Host&);                 // wants to be read from the table

    template <class See> void each(See see) { for (auto& [name, host] : hosts_) see(*host); }

    std::deque<Host*> hungry;
    std::size_t flying = 0, doubtful = 0;  // doubtful: to hosts that failed last time

private:
    Host* turn();
    std::unordered_map<std::string, std::unique_ptr<Host>> hosts_;
    std::deque<Host*> urgent_, ordinary_;
    std::multimap<base::Time, Host*> clock_;
};

}  // namespace activitypub
