// One thread, its sockets, its deadlines and its streams. Everything here but post() belongs to that thread.
#pragma once
#include "http/addresses.hpp"
#include "http/asio.hpp"
#include "http/counters.hpp"
#include "http/hub_inside.hpp"
#include "http/limiter.hpp"
#include "http/pool.hpp"
#include "http/response_head.hpp"
#include "http/server.hpp"
#include "http/wheel.hpp"
#include <atomic>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace http {

class Connection;
class Listener;

// What all loops share. Constant while the server runs, but for what guards itself.
struct World {
    Router const& router;
    db::Database& database;
    Hub& hub;
    ServerOptions options;
    Proxies proxies;
    EveryAnswer every_answer;
    Limiter limiter;
    std::string id_prefix;  // random: request ids of two runs never meet
    std::atomic<bool> stopping{false};
    Pool slow{2};  // what routes do aside: seconds
    Pool disk{2};  // bodies on their way to files: moments
};

struct Topic {
    std::string name;
    std::vector<Listener*> listeners;
};

class Loop : public std::enable_shared_from_this<Loop> {
public:
    Loop(std::shared_ptr<World>, int number);

    // Sharing a port among loops would let a second server share it too, in silence: asks whether anyone else has it.
    static void check_free(asio::ip::tcp::endpoint const&);
    void open(asio::ip::tcp::endpoint const&);  // binds; throws boost::system::system_error
    int port() const;
    void run();            // until drained; the thread's function
    void start_draining();  // any thread

    std::string next_request_id();
    std::string const& date();  // as HTTP writes it; made once a second

    std::shared_ptr<World> const world;
    Counters counters;
    Wheel wheel;
    std::vector<char> scratch;  // received bytes on their way; never across a suspension
    std::unordered_set<Connection*> connections;
    std::unordered_map<Listener*, std::shared_ptr<Listener>> listeners;
    std::unordered_map<std::string, Topic> topics;

private:
    static Awaitable<void> accept_all(std::shared_ptr<Loop>);
    static Awaitable<void> tick(std::shared_ptr<Loop>);
    void deliver(Publication const&);
    void drain();

    int const number_;
    std::int64_t requests_ = 0, date_second_ = 0;
    std::string date_;
    Milliseconds forced_end_ = 0;

public:
    // Last, so that what waits in it is destroyed while the rest still stands.
    asio::io_context context{1};

private:
    Acceptor acceptor_{context};
    Timer timer_{context};
};

}  // namespace http
