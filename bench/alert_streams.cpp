// Holds very many open streams and measures when each hears of an alert, whoever serves them. usage: bench_alert_streams PORT
// COUNT STREAMS EVENT; STREAMS has the address of a stream a line, and after a space the cookie to ask with: taken in turns.
// Prints "open" once all are; each line "FILE MARK" on standard input then sends the request in FILE, waits until every stream
// has an event with the mark, writes the first one's bytes to EVENT and prints a JSON object: milliseconds from sending.
#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
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
constexpr int most_from_one_address = 20'000;  // a pair of addresses has ports for some 28,000
constexpr auto patience = std::chrono::seconds(30);

// From one of many addresses of this machine.
int connect_to(int port, int from) {
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in own{}, address{};
    own.sin_family = address.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + static_cast<std::uint32_t>(from));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    int on = 1;
    timeval limit{20, 0};
    ::setsockopt(socket, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (socket < 0 || ::bind(socket, reinterpret_cast<sockaddr*>(&own), sizeof own) != 0 || ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect: raise the limits of open files");
    return socket;
}

void say(int socket, std::string_view text) {
    while (!text.empty()) {
        auto taken = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
        if (taken <= 0) throw std::runtime_error("cannot send");
        text.remove_prefix(static_cast<std::size_t>(taken));
    }
}

void read_head(int socket) {
    std::string heard;
    char bytes[4096];
    while (heard.find("\r\n\r\n") == heard.npos) {
        auto got = ::recv(socket, bytes, sizeof bytes, 0);
        if (got <= 0) throw std::runtime_error("a stream was not opened");
        heard.append(bytes, static_cast<std::size_t>(got));
    }
    if (!heard.starts_with("HTTP/1.1 200")) throw std::runtime_error("a stream was refused: " + heard.substr(0, 200));
}

struct Asked { std::string path, cookie; };

class Crowd {
public:
    Crowd(int port, std::vector<Asked> asked) : asked_(std::move(asked)), port_(port), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

    void open(int count) {
        while (static_cast<int>(sockets_.size()) < count) {
            auto first = sockets_.size();
            for (int i = 0; i < wave && static_cast<int>(sockets_.size()) < count; ++i) {
                auto number = static_cast<int>(sockets_.size());
                sockets_.push_back(connect_to(port_, 1 + number / most_from_one_address));
                auto const& [path, cookie] = asked_[static_cast<std::size_t>(number) % asked_.size()];
                say(sockets_.back(), "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\nAccept: text/event-stream\r\n" + (cookie.empty() ? "" : "Cookie: " + cookie + "\r\n") + "\r\n");
            }
            for (auto i = first; i < sockets_.size(); ++i) {
                read_head(sockets_[i]);
                watch(sockets_[i], static_cast<int>(i));
            }
        }
        heard_.resize(sockets_.size());
    }

    void round(std::string const& request, std::string const& mark, char const* event_file) {
        int issuer = connect_to(port_, 0);
        watch(issuer, -1);
        std::vector<double> times;
        times.reserve(sockets_.size());
        for (auto& text : heard_) text.clear();
        double answered = -1;
        std::string answer;
        auto start = Clock::now();
        auto since_start = [&] { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); };
        say(issuer, request);
        epoll_event events[512];
        while ((times.size() < sockets_.size() || answered < 0) && Clock::now() - start < patience) {
            int ready = ::epoll_wait(epoll_, events, std::size(events), 1000);
            for (int i = 0; i < ready; ++i) {
                auto who = static_cast<int>(events[i].data.u64);
                if (who >= 0) {
                    if (hears(static_cast<std::size_t>(who), mark)) times.push_back(since_start());
                } else if (char bytes[4096]; answered < 0) {
                    auto got = ::recv(issuer, bytes, sizeof bytes, MSG_DONTWAIT);
                    if (got > 0) answer.append(bytes, static_cast<std::size_t>(got)), answered = since_start();
                }
            }
        }
        ::close(issuer);
        if (!answer.starts_with("HTTP/1.1 2") && !answer.starts_with("HTTP/1.1 303")) throw std::runtime_error("it was not issued: " + answer.substr(0, 300));
        std::ofstream(event_file, std::ios::binary) << heard_.front();
        std::ranges::sort(times);
        auto part = [&](double share) { return times.empty() ? -1 : times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))]; };
        std::printf("{\"reached\": %zu, \"answered\": %.2f, \"first\": %.2f, \"p50\": %.2f, \"p99\": %.2f, \"last\": %.2f, \"size\": %zu}\n", times.size(), answered, part(0), part(0.5),
                    part(0.99), part(1), heard_.front().size());
        std::fflush(stdout);
    }

private:
    void watch(int socket, int who) {
        epoll_event event{EPOLLIN, {.u64 = static_cast<std::uint64_t>(who)}};
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
    }

    // Whether this stream has now, and had not before, the whole of an event with the mark.
    bool hears(std::size_t who, std::string const& mark) {
        static char bytes[65536];
        auto got = ::recv(sockets_[who], bytes, sizeof bytes, MSG_DONTWAIT);
        if (got == 0) throw std::runtime_error("the server closed a stream");
        if (got < 0) return false;
        auto& heard = heard_[who];
        bool before = whole(heard, mark);
        heard.append(bytes, static_cast<std::size_t>(got));
        return !before && whole(heard, mark);
    }
    // A heartbeat may follow at once.
    static bool whole(std::string const& heard, std::string const& mark) {
        auto at = heard.find(mark);
        return at != heard.npos && heard.find("\n\n", at) != heard.npos;
    }

    std::vector<Asked> const asked_;
    int const port_, epoll_;
    std::vector<int> sockets_;
    std::vector<std::string> heard_;  // in this round
};

std::vector<Asked> read_streams(char const* file) {
    std::ifstream in(file);
    std::vector<Asked> all;
    for (std::string line; std::getline(in, line);) {
        auto space = std::min(line.find(' '), line.size());
        all.push_back({line.substr(0, space), line.substr(std::min(space + 1, line.size()))});
    }
    if (all.empty()) throw std::runtime_error("no addresses of streams");
    return all;
}

std::string content(std::string const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int count, char** words) try {
    if (count != 5) throw std::runtime_error("usage: bench_alert_streams PORT COUNT STREAMS EVENT");
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    Crowd crowd(std::stoi(words[1]), read_streams(words[3]));
    crowd.open(std::stoi(words[2]));
    std::puts("open");
    std::fflush(stdout);
    for (std::string file, mark; std::cin >> file >> mark;) crowd.round(content(file), mark, words[4]);
} catch (std::exception const& error) {
    std::fprintf(stderr, "bench_alert_streams: %s\n", error.what());
    return 1;
}
