// Starts and stops the loops, and tells what they counted.
#include "http/server.hpp"
#include "base/log.hpp"
#include "http/listener.hpp"
#include "http/loop.hpp"
#include "http/metrics_text.hpp"
#include <algorithm>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <sys/resource.h>
#include <thread>

namespace http {

namespace {

asio::ip::tcp::endpoint parse_listen(std::string const& text) {
    auto colon = text.rfind(':');
    auto host = text.substr(0, colon);
    if (host == "localhost") host = "127.0.0.1";
    if (host.empty() || host == "*") host = "0.0.0.0";
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    Error error;
    auto address = asio::ip::make_address(host, error);
    int port = -1;
    if (colon != text.npos) {
        auto digits = text.substr(colon + 1);
        bool number = !digits.empty() && digits.size() <= 5 && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
        if (number) port = std::stoi(digits);
    }
    if (error || port < 0 || port > 65535) throw std::runtime_error("cannot listen on \"" + text + "\": it should look like 127.0.0.1:8080 or [::1]:8080");
    return {address, static_cast<std::uint16_t>(port)};
}

// Each stream is a descriptor, and the usual soft limit of 1,024 is for programs from another time.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string random_prefix() {
    std::random_device device;
    char text[10];
    std::snprintf(text, sizeof text, "%08x", device());
    return text;
}

}  // namespace

struct Server::Inside {
    std::shared_ptr<World> world;
    std::vector<std::shared_ptr<Loop>> loops;
    std::vector<std::thread> threads;
};

Server::Server(Router const& router, db::Database& database, Hub& hub, ServerOptions options)
    : inside_(std::make_unique<Inside>(std::make_shared<World>(router, database, hub, std::move(options), Proxies(trusted_proxies()), EveryAnswer{}))) {
    inside_->world->id_prefix = random_prefix();
}

Server::~Server() { stop(); }

int Server::start() {
    auto& options = inside_->world->options;
    auto endpoint = parse_listen(options.listen);
    raise_descriptor_limit();
    if (!options.upload_folder.empty()) std::filesystem::create_directories(options.upload_folder);
    auto count = loops() > 0 ? loops() : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    try {
        Loop::check_free(endpoint);
        for (int number = 0; number < count; ++number) {
            inside_->loops.push_back(std::make_shared<Loop>(inside_->world, number));
            inside_->loops.back()->open(endpoint);
            endpoint.port(static_cast<std::uint16_t>(inside_->loops.back()->port()));
        }
    } catch (boost::system::system_error const& error) {
        inside_->loops.clear();
        throw std::runtime_error("cannot listen on " + options.listen + ": " + error.code().message());
    }
    for (auto const& loop : inside_->loops) inside_->threads.emplace_back([loop] { loop->run(); });
    return endpoint.port();
}

void Server::stop() {
    inside_->world->stopping = true;
    if (inside_->threads.empty()) return;
    for (auto const& loop : inside_->loops) loop->start_draining();
    for (auto& thread : inside_->threads) thread.join();
    inside_->threads.clear();
    // Before the loops go: what is still being done comes back to one of them.
    inside_->world->slow.stop();
    inside_->world->disk.stop();
    inside_->loops.clear();
}

std::string Server::metrics() const {
    std::vector<Counters const*> counted;
    for (auto const& loop : inside_->loops) counted.push_back(&loop->counters);
    return counters_text(counted);
}

}  // namespace http
