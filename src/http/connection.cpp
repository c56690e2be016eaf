// A connection from its first byte to its last: heads, bodies, answers, and the deadlines between them.
#include "http/connection.hpp"
#include "base/log.hpp"
#include "http/head_fields.hpp"
#include "http/limits.hpp"
#include "http/listener.hpp"
#include "http/sender.hpp"
#include <boost/beast/http/error.hpp>
#include <sys/socket.h>

namespace http {

namespace {

std::int64_t microseconds_now() {
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch()).count();
}

// Waits for bytes and adds them to `in`; false when the other side is done or gone.
Awaitable<bool> receive(Connection& connection) {
    while (true) {
        Error error;
        co_await connection.socket.async_wait(Socket::wait_read, reporting(error));
        if (error) co_return false;
        auto& scratch = connection.loop.scratch;
        auto got = ::recv(connection.socket.native_handle(), scratch.data(), scratch.size(), 0);
        if (got > 0) {
            connection.in.append(scratch.data(), static_cast<std::size_t>(got));
            co_return true;
        }
        if (got == 0 || (errno != EAGAIN && errno != EINTR)) co_return false;
    }
}

// 0: more is needed; -1: never mind, refuse with 400; else the head's size.
std::int64_t head_size(std::string& in) {
    if (in.starts_with("\r\n")) in.erase(0, 2);  // some clients end a form with one break too many
    if (in.empty()) return 0;
    if (in.front() < 'A' || in.front() > 'z') return -1;  // TLS or noise: no use in waiting for an end
    auto end = in.find("\r\n\r\n");
    if (end != in.npos) return static_cast<std::int64_t>(end + 4);
    for (auto at = in.find('\n'); at != in.npos; at = in.find('\n', at + 1))
        if (at == 0 || in[at - 1] != '\r') return -1;
    return 0;
}

// The head is in `in` when this gives its size; 0: the connection is over; negative: the status to refuse with.
Awaitable<std::int64_t> await_head(Connection& connection, bool first) {
    auto const& patience = connection.loop.world->options.patience;
    if (connection.in.empty()) {
        std::string().swap(connection.in);
        connection.idle = true;
        connection.expire_in(first ? patience.head : patience.idle);
    }
    for (bool started = false;; started = true) {
        auto size = head_size(connection.in);
        if (size < 0) co_return -400;
        if (size > static_cast<std::int64_t>(largest_head) || (size == 0 && connection.in.size() > largest_head)) co_return -431;
        if (size > 0) co_return size;
        if (!connection.in.empty() && !started) connection.expire_in(patience.head);
        bool more = co_await receive(connection);
        if (!more) co_return 0;
        if (connection.idle) {
            connection.idle = false;
            connection.expire_in(patience.head);
        }
    }
}

// 0 or the status to refuse with.
int read_head(Exchange& exchange, std::string_view head) {
    auto& request = exchange.request;
    if (int status = check_head(head)) return status;
    Error error;
    exchange.parser.put(asio::const_buffer(head.data(), head.size()), error);
    if (error || !exchange.parser.head_done()) return 400;
    auto target = parse_target(request.target, request.header("host"));
    if (!target) return 400;
    request.path = std::move(target->path);
    exchange.keep_alive = exchange.parser.keep_alive();
    exchange.head_only = request.method == "HEAD";
    exchange.found = find_route(exchange.world().router, request);
    if (exchange.head_only) request.method = "GET";
    auto locale = request.cookie("lang");  // also for refusals that come before anybody is recognized
    request.locale = locale.empty() ? preferred_language(request.header("accept-language")) : preferred_language(locale);
    if (request.locale.empty()) request.locale = "en";
    request.locale.zone = request.cookie("zone").empty() ? request.cookie("device_zone") : request.cookie("zone");
    request.locale.lean = request.header("save-data") == "on" || request.cookie("data") == "less";
    if (auto query = parse_query(target->query, request.fields); !query) {
        exchange.refuse(query.error());
        return exchange.response.status;
    }
    return 0;
}

void find_address(Exchange& exchange) {
    auto& request = exchange.request;
    std::string forwarded;
    for (auto const& [name, value] : request.headers)
        if (name == "x-forwarded-for") (forwarded += forwarded.empty() ? "" : ",") += value;
    request.address = address_text(exchange.world().proxies.person_behind(exchange.connection.peer, forwarded));
}

// Refuses a body before it is sent, when its size or its sender already tells that it is in vain.
bool refuse_body_early(Exchange& exchange) {
    auto const& parser = exchange.parser;
    auto length = parser.content_length();
    if (parser.is_done()) return false;
    auto const* route = exchange.found.route;
    std::int64_t largest = route ? route->largest_body : 64 * 1024;
    if (length && *length > static_cast<std::uint64_t>(largest)) {
        exchange.refuse({base::Why::too_large, "This is larger than the server takes.", {}});
        return true;
    }
    bool large = !length || *length > 64 * 1024;
    if (!large || !route || !exchange.settled || exchange.request.person || route->access.open == Open::to_anyone) return false;
    exchange.response = refuse_entry(*route, exchange.request).value();
    return true;
}

bool send_small(Connection& connection, std::string_view bytes) {
    return ::send(connection.socket.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

// Feeds the parser what is there. Gives 0 to go on, else the status to refuse with; the response may be set already.
int feed_body(Exchange& exchange) {
    auto& in = exchange.connection.in;
    Error error;
    try {
        auto used = exchange.parser.put(asio::const_buffer(in.data(), in.size()), error);
        in.erase(0, used);
    } catch (...) {
        exchange.response = answer_broken(exchange.dialect(), exchange.request, std::current_exception());
        return exchange.response.status;
    }
    if (auto const& refusal = exchange.parser.refusal()) {
        exchange.refuse(*refusal);
        return exchange.response.status;
    }
    if (error && error != boost::beast::http::error::need_more) return 400;
    if (in.size() > largest_head) return 400;  // a chunk's head without an end
    return 0;
}

// Files are written apart from the loop: a full disk's queue would hold up everybody else on it.
Awaitable<int> feed_body_aside(Exchange& exchange) {
    int status = 0;
    Start start = [&exchange, &status](std::function<void()> done) {
        exchange.world().disk.start([&exchange, &status, done = std::move(done)] {
            status = feed_body(exchange);
            done();
        });
    };
    co_await elsewhere(exchange.connection.loop.shared_from_this(), std::move(start));
    co_return status;
}

// 0 when the body is complete, -1 when the connection is over, else the status to refuse with.
Awaitable<int> read_body(Exchange& exchange) {
    auto& connection = exchange.connection;
    auto const& world = exchange.world();
    auto const* route = exchange.found.route;
    exchange.body.emplace(exchange.request, route ? route->largest_body : 64 * 1024, world.options.upload_folder, route && route->body_in_file);
    exchange.parser.into(*exchange.body);
    if (same_ignoring_case(exchange.request.header("expect"), "100-continue") && connection.in.empty() && !send_small(connection, "HTTP/1.1 100 Continue\r\n\r\n"))
        co_return -1;
    auto began = steady_now();
    while (!exchange.parser.is_done()) {
        if (!connection.in.empty()) {
            int status = exchange.body->goes_to_disk() ? co_await feed_body_aside(exchange) : feed_body(exchange);
            if (status) co_return status;
        }
        if (exchange.parser.is_done()) break;
        // Progress extends the deadline, but not for ever: a byte at a time would hold the socket for days.
        auto slowest = began + world.options.patience.body + exchange.body->received();
        connection.expire_in(std::min(world.options.patience.body, slowest - steady_now()));
        bool more = co_await receive(connection);
        if (!more) co_return -1;
    }
    try {
        if (auto finished = exchange.body->finish(); !finished) exchange.refuse(finished.error());
        else co_return 0;
    } catch (...) {
        exchange.response = answer_broken(exchange.dialect(), exchange.request, std::current_exception());
    }
    co_return exchange.response.status;
}

Awaitable<bool> send(Connection& connection, Sender& sender) {
    auto const& patience = connection.loop.world->options.patience;
    connection.expire_in(patience.write);
    std::int64_t before = 0;
    while (true) {
        auto outcome = sender.push(connection.socket.native_handle());
        if (outcome == Sender::Outcome::all) co_return true;
        if (outcome == Sender::Outcome::failed) co_return false;
        if (sender.sent() > before) connection.expire_in(patience.write);
        before = sender.sent();
        Error error;
        co_await connection.socket.async_wait(Socket::wait_write, reporting(error));
        if (error) co_return false;
    }
}

// Closing while the other side still sends would destroy the answer on its way: listen a little first.
Awaitable<void> linger(Connection& connection) {
    ::shutdown(connection.socket.native_handle(), SHUT_WR);
    connection.expire_in(2000);
    while (true) {
        connection.in.clear();
        bool more = co_await receive(connection);
        if (!more) co_return;
    }
}

void log_answer(Exchange const& exchange, std::int64_t sent) {
    auto took = microseconds_now() - exchange.started;
    exchange.connection.loop.counters.answered(exchange.response.status, took, sent);
    if (!log_requests()) return;
    std::string_view route = exchange.found.route ? std::string_view(exchange.found.route->pattern) : "none";
    base::log(base::Level::info, "request",
              {{"id", std::string_view(exchange.request.id)}, {"method", std::string_view(exchange.request.method)}, {"route", route},
               {"status", std::int64_t{exchange.response.status}}, {"ms", static_cast<double>(took) / 1000}, {"bytes", sent}});
}

// The refusal of a request that could not be read: no route, so no dialect.
void refuse_unread(Exchange& exchange, int status) {
    Counters::add(exchange.connection.loop.counters.refused_heads, 1);
    exchange.keep_alive = false;
    if (exchange.response.status == 200) exchange.response = text(status == 431 ? "The request's headers are too large.\n" : "The request could not be understood.\n", status);
    // What cannot be read has no method worth logging either.
    if (!is_token(exchange.request.method) || exchange.request.method.size() > 16) exchange.request.method = "none";
}

// Reads, decides and sets the response; false when there is nobody left to answer.
Awaitable<bool> take_request(Exchange& exchange, std::int64_t size) {
    auto& connection = exchange.connection;
    exchange.started = microseconds_now();
    exchange.request.id = connection.loop.next_request_id();
    int status = size < 0 ? static_cast<int>(-size) : read_head(exchange, std::string_view(connection.in).substr(0, static_cast<std::size_t>(size)));
    if (status) {
        refuse_unread(exchange, status);
        co_return true;
    }
    connection.in.erase(0, static_cast<std::size_t>(size));
    find_address(exchange);
    auto const& options = exchange.world().options;
    exchange.settled = options.recall ? options.recall(exchange.request) : !options.identify;
    if (refuse_body_early(exchange)) {
        exchange.keep_alive = false;
        co_return true;
    }
    if (!exchange.parser.is_done()) {
        status = co_await read_body(exchange);
        if (status < 0) co_return false;
        if (status) {
            if (exchange.response.status == 200) refuse_unread(exchange, status);
            if (!exchange.parser.is_done()) exchange.keep_alive = false;
            co_return true;
        }
    }
    connection.never_expire();
    if (!answer_at_once(exchange)) co_await answer_from_database(exchange);
    co_return true;
}

}  // namespace

Connection::Connection(Loop& which, Socket taken, Address address) : loop(which), socket(std::move(taken)), peer(address) {
    loop.connections.insert(this);
    Counters::add(loop.counters.connections, 1);
}

Connection::~Connection() {
    loop.connections.erase(this);
    Counters::add(loop.counters.connections, -1);
}

void Connection::expire_in(Milliseconds time) { loop.wheel.set(*this, steady_now() + time); }

void Connection::cut() {
    if (socket.is_open()) ::shutdown(socket.native_handle(), SHUT_RDWR);
}

Awaitable<void> serve(std::shared_ptr<Connection> connection) {
    bool first = true, going_on = true;
    while (going_on && !(connection->loop.world->stopping && connection->in.empty() && !first)) {
        auto size = co_await await_head(*connection, first);
        if (size == 0) co_return;
        first = false;
        connection->idle = false;
        auto exchange = std::make_unique<Exchange>(*connection);
        bool answered = co_await take_request(*exchange, size);
        if (!answered) co_return;
        if (exchange->response.stream && begin_stream(*connection, *exchange)) {
            log_answer(*exchange, 0);
            co_return;
        }
        if (connection->loop.world->stopping) exchange->keep_alive = false;
        // Before the answer, so that who has it knows that nothing is left; a file that is the answer must stay.
        if (exchange->response.file.empty()) exchange->body.reset();
        Sender sender(*exchange);
        going_on = co_await send(*connection, sender) && exchange->keep_alive;
        log_answer(*exchange, sender.sent());
    }
    co_await linger(*connection);
}

}  // namespace http
