// Holds many open streams and measures when each hears of a post. usage: bench_streams PORT TOKENS COUNT ROUNDS; TOKENS
// is bench_fill's file: its first line is who posts. Prints "open" and waits for a line on standard input, so that memory
// can be read; then prints one JSON object a round: milliseconds from sending the post.
#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr int wave = 100;  // connections that are opened together
constexpr auto patience = std::chrono::seconds(20);

int connect_to(int port) {
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval limit{20, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (socket < 0 || ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
    return socket;
}

void say(int socket, std::string const& text) {
    if (::send(socket, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size())) throw std::runtime_error("cannot send");
}

std::string head(int socket) {
    std::string heard;
    char bytes[4096];
    while (heard.find("\r\n\r\n") == heard.npos) {
        auto got = ::recv(socket, bytes, sizeof bytes, 0);
        if (got <= 0) throw std::runtime_error("a stream was not opened");
        heard.append(bytes, static_cast<std::size_t>(got));
    }
    if (!heard.starts_with("HTTP/1.1 200")) throw std::runtime_error("a stream was refused: " + heard.substr(0, 200));
    return heard;
}

std::string fields(std::string const& token) { return " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n"; }

class Crowd {
public:
    Crowd(int port, std::vector<std::string> tokens) : tokens_(std::move(tokens)), port_(port), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

    void open(int count) {
        while (static_cast<int>(sockets_.size()) < count) {
            auto first = sockets_.size();
            for (int i = 0; i < wave && static_cast<int>(sockets_.size()) < count; ++i) {
                sockets_.push_back(connect_to(port_));
                // Everybody but the author, over and over.
                say(sockets_.back(), "GET /api/v1/streaming/user" + fields(tokens_[1 + (sockets_.size() - 1) % (tokens_.size() - 1)]) + "\r\n");
            }
            for (auto i = first; i < sockets_.size(); ++i) {
                head(sockets_[i]);
                watch(sockets_[i], static_cast<int>(i));
            }
        }
        heard_.resize(sockets_.size());
    }

    void round(int number) {
        // A new connection each time: one that says nothing for long is closed.
        poster_ = connect_to(port_);
        watch(poster_, -1);
        std::string mark = "Round " + std::to_string(number) + " at " + std::to_string(::getpid());
        std::string body = "status=" + mark + ": the flu clinic is open until eight tonight. Masks are at the door.";
        std::ranges::replace(body, ' ', '+');
        std::vector<double> times;
        for (auto& text : heard_) text.clear();
        double answered = -1;
        auto start = Clock::now();
        auto since_start = [&] { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); };
        say(poster_,
            "POST /api/v1/statuses" + fields(tokens_[0]) +
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        epoll_event events[512];
        while ((times.size() < sockets_.size() || answered < 0) && Clock::now() - start < patience) {
            int ready = ::epoll_wait(epoll_, events, std::size(events), 1000);
            for (int i = 0; i < ready; ++i) {
                auto who = static_cast<int>(events[i].data.u64);
                if (who < 0 && answered < 0) answered = since_start();
                if (hears(who, mark)) times.push_back(since_start());
            }
        }
        ::close(poster_);
        std::ranges::sort(times);
        auto part = [&](double share) {
            return times.empty() ? -1 : times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
        };
        std::printf("{\"reached\": %zu, \"answered\": %.1f, \"first\": %.1f, \"p50\": %.1f, \"p99\": %.1f, \"last\": %.1f}\n", times.size(), answered,
                    part(0), part(0.5), part(0.99), part(1));
        std::fflush(stdout);
    }

private:
    void watch(int socket, int who) {
        epoll_event event{EPOLLIN, {.u64 = static_cast<std::uint64_t>(who)}};
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
    }

    // Whether this stream has now, and had not before, the whole of the event with the mark.
    bool hears(int who, std::string const& mark) {
        char bytes[16384];
        auto got = ::recv(who < 0 ? poster_ : sockets_[static_cast<std::size_t>(who)], bytes, sizeof bytes, MSG_DONTWAIT);
        if (got == 0) throw std::runtime_error("the server closed a connection");
        if (got < 0 || who < 0) return false;
        auto& heard = heard_[static_cast<std::size_t>(who)];
        bool before = whole(heard, mark);
        heard.append(bytes, static_cast<std::size_t>(got));
        return !before && whole(heard, mark);
    }
    static bool whole(std::string const& heard, std::string const& mark) {
        auto at = heard.find(mark);
        return at != heard.npos && heard.find("\n\n", at) != heard.npos;
    }

    std::vector<std::string> const tokens_;
    int const port_, epoll_;
    int poster_ = -1;
    std::vector<int> sockets_;
    std::vector<std::string> heard_;  // in this round
};

std::vector<std::string> read_lines(char const* file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    if (lines.size() < 2) throw std::runtime_error("no tokens");
    return lines;
}

}  // namespace

int main(int count, char** words) try {
    if (count != 5) throw std::runtime_error("usage: bench_streams PORT TOKENS COUNT ROUNDS");
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    Crowd crowd(std::stoi(words[1]), read_lines(words[2]));
    crowd.open(std::stoi(words[3]));
    std::puts("open");
    std::fflush(stdout);
    std::string line;
    std::getline(std::cin, line);
    for (int round = 1; round <= std::stoi(words[4]); ++round) {
        crowd.round(round);
        ::usleep(500'000);
    }
} catch (std::exception const& error) {
    std::fprintf(stderr, "bench_streams: %s\n", error.what());
    return 1;
}
