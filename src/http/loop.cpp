// A loop's life: accepting, ticking, handing messages to streams, draining.
#include "http/loop.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "http/connection.hpp"
#include "http/listener.hpp"
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace http {

namespace {

// A connection that ends by an exception ends alone.
void report_broken(std::exception_ptr broken) {
    if (!broken) return;
    try {
        std::rethrow_exception(broken);
    } catch (std::exception const& error) {
        base::log(base::Level::error, "connection_broken", {{"detail", std::string_view(error.what())}});
    }
}

}  // namespace

Loop::Loop(std::shared_ptr<World> shared, int number) : world(std::move(shared)), wheel(steady_now()), scratch(64 * 1024), number_(number) {}

void Loop::check_free(asio::ip::tcp::endpoint const& endpoint) {
    asio::io_context context;
    Acceptor probe(context);
    probe.open(endpoint.protocol());
    probe.set_option(asio::socket_base::reuse_address(true));
    probe.bind(endpoint);
}

void Loop::open(asio::ip::tcp::endpoint const& endpoint) {
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    // Each loop has its own queue of new connections, and the kernel deals them out.
    acceptor_.set_option(asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>(true));
    acceptor_.bind(endpoint);
    acceptor_.listen(4096);
}

int Loop::port() const { return acceptor_.local_endpoint().port(); }

void Loop::run() {
    std::weak_ptr<Loop> weak = weak_from_this();
    auto take = [weak](std::shared_ptr<Publication const> publication) {
        if (auto loop = weak.lock()) asio::post(loop->context, [loop = loop.get(), publication] { loop->deliver(*publication); });
    };
    int membership = world->hub.inside().join(take);
    asio::co_spawn(context, accept_all(shared_from_this()), asio::detached);
    asio::co_spawn(context, tick(shared_from_this()), asio::detached);
    while (!context.stopped()) {
        try {
            context.run();
        } catch (std::exception const& error) {
            // Thrown by what a stream was given to call. The loop has others to serve.
            base::log(base::Level::error, "loop_interrupted", {{"detail", std::string_view(error.what())}});
        }
    }
    world->hub.inside().leave(membership);
}

void Loop::start_draining() {
    asio::post(context, [this] { drain(); });
}

std::string Loop::next_request_id() { return world->id_prefix + std::to_string(number_) + "-" + std::to_string(++requests_); }

std::string const& Loop::date() {
    auto now = base::clock_now() / 1000;
    if (now != date_second_) {
        date_second_ = now;
        date_ = base::http_date(now * 1000);
    }
    return date_;
}

Awaitable<void> Loop::accept_all(std::shared_ptr<Loop> loop) {
    while (loop->acceptor_.is_open()) {
        Error error;
        Socket socket(loop->context);
        asio::ip::tcp::endpoint peer;
        co_await loop->acceptor_.async_accept(socket, peer, reporting(error));
        if (error == asio::error::operation_aborted) co_return;
        if (error) {
            // Out of descriptors, as a rule: those who wait stay in the kernel's queue until others leave.
            Timer pause(loop->context, std::chrono::milliseconds(100));
            co_await pause.async_wait(reporting(error));
            continue;
        }
        int on = 1;
        ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        socket.non_blocking(true, error);
        auto address = parse_address(peer.address().to_string()).value_or(Address{});
        Counters::add(loop->counters.accepted, 1);
        auto connection = std::make_shared<Connection>(*loop, std::move(socket), address);
        asio::co_spawn(loop->context, serve(std::move(connection)), report_broken);
    }
}

Awaitable<void> Loop::tick(std::shared_ptr<Loop> loop) {
    while (true) {
        Error error;
        loop->timer_.expires_after(std::chrono::milliseconds(Wheel::tick));
        co_await loop->timer_.async_wait(reporting(error));
        auto now = steady_now();
        loop->wheel.advance(now);
        if (loop->forced_end_ == 0) continue;
        if (now >= loop->forced_end_)
            for (auto* connection : loop->connections) connection->cut();
        // A second more for the cut ones to notice; then whatever still waits is dropped with the loop.
        bool empty = loop->connections.empty() && loop->listeners.empty();
        if (empty || now >= loop->forced_end_ + 1000) {
            loop->context.stop();
            co_return;
        }
    }
}

void Loop::deliver(Publication const& publication) {
    std::vector<Listener*> dropped;
    if (publication.recheck)
        for (auto const& [listener, owned] : listeners)
            if (!listener->allowed()) dropped.push_back(listener);
    for (auto const& copy : publication.copies) {
        auto found = topics.find(copy.topic);
        if (found == topics.end()) continue;
        for (auto* listener : found->second.listeners)
            if (!listener->hear(publication, copy)) dropped.push_back(listener);
    }
    for (auto* listener : dropped)
        if (auto owned = listeners.find(listener); owned != listeners.end()) owned->second->close();
}

void Loop::drain() {
    Error ignored;
    acceptor_.close(ignored);
    forced_end_ = steady_now() + world->options.patience.drain;
    for (auto* connection : connections)
        if (connection->idle) connection->cut();
    std::vector<std::shared_ptr<Listener>> ending;
    for (auto const& [listener, owned] : listeners) ending.push_back(owned);
    for (auto const& listener : ending) listener->end(1001);
}

}  // namespace http
