// The HTTP server: sockets, limits, deadlines, compression, streams. See README.md for what it promises.
#pragma once
#include "base/settings.hpp"
#include "db/database.hpp"
#include "http/hub.hpp"
#include "http/router.hpp"
#include <functional>
#include <memory>
#include <string>

namespace http {

inline base::Setting<std::int64_t> loops{"http.loops", 0, "How many threads serve connections; 0 means one per core."};
inline base::Setting<std::string> trusted_proxies{"http.trusted_proxies", "127.0.0.1,::1",
    "Addresses (comma-separated) of reverse proxies whose X-Forwarded-For is believed. Others' is ignored."};
inline base::Setting<std::int64_t> rate_per_person{"http.rate_per_person", 300, "Requests a signed-in person may make per minute of steady use; a burst of ten times that passes. 0 turns the limit off."};
inline base::Setting<std::int64_t> rate_per_address{"http.rate_per_address", 300, "The same for each address that is not signed in."};

inline base::Setting<bool> log_requests{"http.log_requests", true, "Writes one line per request to the log: method, route, status, time, bytes. Never an address, a name or content."};

// How long a client may take. Tests shorten them.
struct Patience {
    std::int64_t head = 10'000;  // milliseconds for the whole request head
    std::int64_t idle = 60'000;  // between requests
    std::int64_t body = 30'000;  // without progress; a body must also keep up 1 KB/s on the whole
    std::int64_t write = 30'000;  // without progress
    std::int64_t drain = 10'000;  // for answers under way when the server stops
    std::int64_t heartbeat = 15'000;  // of streams
    std::int64_t recheck = 10'000;  // how often a stream's still_allowed is asked
};

struct ServerOptions {
    std::string listen = "127.0.0.1:8080";
    std::string upload_folder;  // where multipart parts are streamed to
    // From memory, on the loop; true when the request's person is settled (also: settled that there is none).
    std::function<bool(Request&)> recall;
    // From the database, when recall said false.
    std::function<void(Request&, db::Read&)> identify;
    // From memory, on the loop: false refuses all that comes from this address. Nobody is refused without it.
    std::function<bool(std::string_view address)> lets_in;
    Patience patience = {};
};

// GET /health/live, /health/ready (the database answers) and /metrics in Prometheus' text form: the database's counters
// and what `more_metrics` gives, as [&] { return server.metrics(); }. /metrics is for loopback addresses, trusted proxies and administrators.
void add_health_routes(Router::Section, db::Database&, std::function<std::string()> more_metrics);

class Server {
public:
    Server(Router const&, db::Database&, Hub&, ServerOptions);
    ~Server();
    int start();  // binds and serves on its own threads; gives the port. Throws std::runtime_error with a clear text
    void stop();  // stops accepting, lets answers finish (10 s), ends streams
    std::string metrics() const;  // Prometheus text of this server's own counters

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace http
