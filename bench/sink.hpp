// Other servers' inboxes: one process that answers for every host on loopback and takes whatever comes.
#pragma once
#include <arpa/inet.h>
#include <cstdlib>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace sink {

struct Listening { int socket, port; };

inline Listening listen_everywhere(int port = 0) {
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_ANY);  // every 127.x.y.z is a host of its own
    socklen_t size = sizeof address;
    if (socket < 0 || ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(socket, 4096) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("cannot listen");
    return {socket, ntohs(address.sin_port)};
}

// Length of the body that a head announces.
inline std::size_t body_size(std::string const& head) {
    auto at = head.find("\r\nContent-Length: ");
    return at == head.npos ? 0 : std::strtoul(head.c_str() + at + 18, nullptr, 10);
}

// This host takes what is sent, and never answers.
inline constexpr char const* slow_host = "127.9.9.9";

inline bool is_slow(int client) {
    sockaddr_in own{};
    socklen_t size = sizeof own;
    ::getsockname(client, reinterpret_cast<sockaddr*>(&own), &size);
    return own.sin_addr.s_addr == ::inet_addr(slow_host);
}

// `took` is told after each request that was answered.
template <class Took>
void take_everything(int listening, Took took) {
    int events = ::epoll_create1(EPOLL_CLOEXEC);
    auto watch = [&](int socket) {
        epoll_event event{EPOLLIN, {.fd = socket}};
        ::epoll_ctl(events, EPOLL_CTL_ADD, socket, &event);
    };
    watch(listening);
    std::unordered_map<int, std::string> heard;
    std::vector<epoll_event> ready(256);
    for (;;) {
        auto count = ::epoll_wait(events, ready.data(), static_cast<int>(ready.size()), -1);
        for (int i = 0; i < count; ++i) {
            int socket = ready[static_cast<std::size_t>(i)].data.fd;
            if (socket == listening) {
                for (int client; (client = ::accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;)
                    if (!is_slow(client)) watch(client);
                continue;
            }
            char buffer[16384];
            auto got = ::recv(socket, buffer, sizeof buffer, 0);
            if (got <= 0) {
                heard.erase(socket);
                ::close(socket);
                continue;
            }
            auto& bytes = heard[socket];
            bytes.append(buffer, static_cast<std::size_t>(got));
            for (auto end = bytes.find("\r\n\r\n"); end != bytes.npos; end = bytes.find("\r\n\r\n")) {
                auto whole = end + 4 + body_size(bytes.substr(0, end + 2));
                if (bytes.size() < whole) break;
                bytes.erase(0, whole);
                constexpr std::string_view taken = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
                ::send(socket, taken.data(), taken.size(), MSG_NOSIGNAL);
                took();
            }
        }
    }
}

inline void allow_many_sockets() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

// The host numbered so, among those that answer.
inline std::string host(int number, int port) { return "127.1." + std::to_string(number / 250) + "." + std::to_string(number % 250 + 1) + ":" + std::to_string(port); }

}  // namespace sink
