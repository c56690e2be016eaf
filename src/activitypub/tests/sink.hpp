// A server that takes whatever is posted to it, on a port of its own, and remembers what came.
#pragma once
#include "listening.hpp"
#include <algorithm>
#include <doctest/doctest.h>
#include <functional>
#include <list>
#include <mutex>
#include <poll.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace testing_sink {

struct Posted {
    std::string head, body;
    std::string header(std::string_view name) const {  // "" when it is not there
        std::string lower(head);
        for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        auto at = lower.find("\r\n" + std::string(name) + ": ");
        if (at == lower.npos) return {};
        at += name.size() + 4;
        return head.substr(at, head.find("\r\n", at) - at);
    }
};

class Sink {
public:
    using Answer = std::function<std::string(Posted const&)>;  // "202 Accepted", or a head with more lines
    explicit Sink(Answer answer = [](Posted const&) { return "202 Accepted"; }) : answer_(std::move(answer)) {
        thread_ = std::thread([this] { serve(); });
    }
    ~Sink() {
        stopping_ = true;
        thread_.join();
        ::close(own_.socket);
    }
    std::string host() const { return "127.0.0.1:" + std::to_string(own_.port); }
    std::string inbox(std::string_view path = "/inbox") const { return "http://" + host() + std::string(path); }
    std::vector<Posted> got() const {
        std::lock_guard lock(mutex_);
        return posted_;
    }
    std::vector<std::string> bodies() const {
        std::vector<std::string> all;
        for (auto const& each : got()) all.push_back(each.body);
        return all;
    }
    int connections() const {
        std::lock_guard lock(mutex_);
        return accepted_;
    }

private:
    struct Client { int socket; std::string bytes; };

    bool answer_whole(Client& client) {
        auto end = client.bytes.find("\r\n\r\n");
        if (end == client.bytes.npos) return false;
        Posted posted{client.bytes.substr(0, end + 2), {}};
        auto size = std::stoul("0" + posted.header("content-length"));
        if (client.bytes.size() < end + 4 + size) return false;
        posted.body = client.bytes.substr(end + 4, size);
        client.bytes.erase(0, end + 4 + size);
        auto status = answer_(posted);
        {
            std::lock_guard lock(mutex_);
            posted_.push_back(std::move(posted));
        }
        auto text = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
        ::send(client.socket, text.data(), text.size(), MSG_NOSIGNAL);
        return true;
    }

    void serve() {
        std::list<Client> clients;
        while (!stopping_) {
            std::vector<pollfd> waiting{{own_.socket, POLLIN, 0}};
            for (auto const& client : clients) waiting.push_back({client.socket, POLLIN, 0});
            ::poll(waiting.data(), waiting.size(), 20);
            std::size_t i = 1;
            for (auto client = clients.begin(); client != clients.end(); ++i) {
                char buffer[65536];
                auto count = waiting[i].revents ? ::recv(client->socket, buffer, sizeof buffer, 0) : -1;
                if (waiting[i].revents && count <= 0) {
                    ::close(client->socket);
                    client = clients.erase(client);
                    continue;
                }
                if (count > 0) client->bytes.append(buffer, static_cast<std::size_t>(count));
                while (count > 0 && answer_whole(*client)) {}
                ++client;
            }
            if (waiting[0].revents) {
                clients.push_back({::accept(own_.socket, nullptr, nullptr), {}});
                std::lock_guard lock(mutex_);
                ++accepted_;
            }
        }
        for (auto const& client : clients) ::close(client.socket);
    }

    Answer answer_;
    testing_local::Listening const own_ = testing_local::listen_on_loopback();
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
    std::mutex mutable mutex_;
    std::vector<Posted> posted_;
    int accepted_ = 0;
};

}  // namespace testing_sink
