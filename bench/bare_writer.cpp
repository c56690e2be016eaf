// The least that streams can cost: one thread that writes what is posted to it to every socket that asked for a stream, and
// knows nothing else. usage: bench_bare_writer PORT
#include <arpa/inet.h>
#include <csignal>
#include <cstdio>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace {

constexpr std::string_view stream_head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n:thump\n";

int listen_on(int port) {
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(socket, 4096) != 0) throw std::runtime_error("cannot listen");
    return socket;
}

class Writer {
public:
    explicit Writer(int port) : listening_(listen_on(port)), epoll_(::epoll_create1(EPOLL_CLOEXEC)) { watch(listening_); }

    void run() {
        epoll_event events[512];
        while (true) {
            int ready = ::epoll_wait(epoll_, events, 512, -1);
            for (int i = 0; i < ready; ++i) {
                if (events[i].data.fd == listening_) take_new();
                else read(events[i].data.fd);
            }
        }
    }

private:
    void watch(int socket) {
        epoll_event event{EPOLLIN, {.fd = socket}};
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
    }

    void take_new() {
        int socket = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC), on = 1;
        if (socket < 0) return;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(socket);
    }

    void read(int socket) {
        char bytes[16384];
        auto got = ::recv(socket, bytes, sizeof bytes, 0);
        if (got <= 0) {
            asking_.erase(socket);
            std::erase(streams_, socket);
            ::close(socket);
            return;
        }
        auto& asked = asking_[socket];
        asked.append(bytes, static_cast<std::size_t>(got));
        auto end = asked.find("\r\n\r\n");
        if (end == asked.npos) return;
        if (asked.starts_with("POST ")) return post(socket, asked, end + 4);
        bool stream = asked.starts_with("GET /stream");
        asking_.erase(socket);
        if (stream) streams_.push_back(socket);
        say(socket, stream ? stream_head : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }

    void post(int socket, std::string const& asked, std::size_t start) {
        auto length = asked.find("Content-Length: ");
        if (length == asked.npos || asked.size() < start + std::stoul(asked.substr(length + 16))) return;
        auto body = asked.substr(start);
        asking_.erase(socket);
        for (int stream : streams_) say(stream, body);
        say(socket, "HTTP/1.1 204 No Content\r\n\r\n");
    }

    // Sockets' buffers are large enough for what a round sends.
    static void say(int socket, std::string_view text) {
        if (::send(socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT) != static_cast<ssize_t>(text.size())) throw std::runtime_error("a socket took less than all");
    }

    int const listening_, epoll_;
    std::unordered_map<int, std::string> asking_;
    std::vector<int> streams_;
};

}  // namespace

int main(int count, char** words) try {
    if (count != 2) throw std::runtime_error("usage: bench_bare_writer PORT");
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    Writer(std::stoi(words[1])).run();
} catch (std::exception const& error) {
    std::fprintf(stderr, "bench_bare_writer: %s\n", error.what());
    return 1;
}
