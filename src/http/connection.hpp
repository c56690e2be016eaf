// One socket that speaks HTTP/1.1, and one request on it at a time.
#pragma once
#include "http/answering.hpp"
#include "http/body.hpp"
#include "http/loop.hpp"

namespace http {

class Connection final : public Timed {
public:
    Connection(Loop&, Socket, Address peer);
    ~Connection() override;

    void expire_in(Milliseconds);
    void never_expire() { Wheel::clear(*this); }
    void cut();  // ends it from our side: whoever waits on the socket wakes up

    Loop& loop;
    Socket socket;
    Address const peer;
    std::string in;    // received and not yet used
    bool idle = true;  // between requests: may be cut at any time

private:
    void due() override { cut(); }
};

enum class Gate { unasked, open, closed };  // limits and access

// One request and its answer; gone when the answer is sent, so that an idle connection holds none of it.
struct Exchange {
    explicit Exchange(Connection& which) : connection(which) {}
    World& world() const { return *connection.loop.world; }
    Refuse const& dialect() const { return found.route ? found.route->refuse : world().router.refusal_for(request.path); }
    void refuse(base::Refusal const& refusal) { response = refused(dialect(), request, refusal); }

    Connection& connection;
    Request request;
    Parser parser{request};
    std::optional<Body> body;
    Found found;
    Response response;
    std::optional<Limiter::Verdict> verdict;
    std::exception_ptr broken;
    std::int64_t started = 0;  // microseconds
    bool settled = false;      // who asks is known, or known to be nobody
    Gate gate = Gate::unasked;
    bool head_only = false;    // HEAD
    bool keep_alive = true;
};

Awaitable<void> serve(std::shared_ptr<Connection>);

// Starts work elsewhere and comes back to this loop when it calls `done`, which it must do once.
using Start = std::function<void(std::function<void()> done)>;
Awaitable<void> elsewhere(std::shared_ptr<Loop>, Start);

// Answers on the loop when it can: true when `response` is set.
bool answer_at_once(Exchange&);
// The rest of the way, through the database's threads.
Awaitable<void> answer_from_database(Exchange&);

}  // namespace http
