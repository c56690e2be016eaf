// A server for tests on a port of its own: one connection after another, one request each, answered as the test says.
#pragma once
#include "listening.hpp"
#include <atomic>
#include <doctest/doctest.h>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

namespace testing_local {

struct Connection {
    int socket;
    std::string request;  // head and body

    std::string_view head() const { return std::string_view(request).substr(0, request.find("\r\n\r\n") + 2); }
    std::string body() const { return request.substr(request.find("\r\n\r\n") + 4); }
    std::string header(std::string_view name) const {  // as the client spells it; "" when it is not there
        auto all = head();
        auto at = all.find("\r\n" + std::string(name) + ": ");
        if (at == all.npos) return {};
        at += name.size() + 4;
        return std::string(all.substr(at, all.find("\r\n", at) - at));
    }
    bool write(std::string_view bytes) const {
        while (!bytes.empty()) {
            auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    // `head`: the status line's end, and more lines when there are any.
    void answer(std::string_view head, std::string_view body = {}) const {
        write("HTTP/1.1 " + std::string(head) + "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
        write(body);
    }
};

class Server {
public:
    explicit Server(std::function<void(Connection const&)> act) : act_(std::move(act)) {
        thread_ = std::thread([this] { serve(); });
    }
    ~Server() {
        ::shutdown(own_.socket, SHUT_RDWR);
        thread_.join();
        ::close(own_.socket);
    }
    std::string at(std::string_view path, std::string_view host = "127.0.0.1") const {
        return "http://" + std::string(host) + ":" + std::to_string(own_.port) + std::string(path);
    }
    std::vector<std::string> requests() const {
        std::lock_guard lock(mutex_);
        return requests_;
    }
    int connections() const { return connections_; }

private:
    void serve() {
        for (int client; (client = ::accept(own_.socket, nullptr, nullptr)) >= 0; ::close(client)) {
            ++connections_;
            Connection connection{client, {}};
            if (!read_request(connection)) continue;
            {
                std::lock_guard lock(mutex_);
                requests_.push_back(connection.request);
            }
            act_(connection);
        }
    }
    static bool read_request(Connection& connection) {
        char bytes[4096];
        for (auto& got = connection.request;;) {
            if (auto head = got.find("\r\n\r\n"); head != got.npos) {
                auto length = connection.header("Content-Length");
                if (got.size() >= head + 4 + (length.empty() ? 0 : std::stoul(length))) return true;
            }
            auto count = ::recv(connection.socket, bytes, sizeof bytes, 0);
            if (count <= 0) return false;
            got.append(bytes, static_cast<std::size_t>(count));
        }
    }

    std::function<void(Connection const&)> act_;
    Listening const own_ = listen_on_loopback();
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;  // guards the requests
    std::vector<std::string> requests_;
    std::thread thread_;
};

}  // namespace testing_local
