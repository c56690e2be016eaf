// A server with a few routes on a real port, and a client that says exactly the bytes it is told. For tests.
#pragma once
#include "base/log.hpp"
#include "db/testing.hpp"
#include "http/server.hpp"
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace site {

inline constexpr db::Migration migrations[] = {{1, "create", "CREATE TABLE note (id BIGINT PRIMARY KEY, body TEXT NOT NULL)"}};
inline constexpr db::Schema schemas[] = {{"notes", migrations, {}, {}}};
inline constexpr db::Query insert_note{"notes.insert", "INSERT INTO note (id, body) VALUES ($1, $2)"};
inline constexpr db::Query count_notes{"notes.count", "SELECT count(*) FROM note"};

struct Reply {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case; repeated ones joined
    std::string body;
    std::string header(std::string const& name) const {
        auto found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
};

// Nothing here waits longer than 20 s: a hanging server is a failed test, not a hanging one.
class Client {
public:
    explicit Client(int port, int receive_buffer = 0) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (receive_buffer) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
    }
    ~Client() { ::close(socket_); }
    Client(Client const&) = delete;

    void say(std::string_view bytes) {
        while (!bytes.empty()) {
            auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;  // the server closed first; the test looks at what it answered
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    void finish_saying() { ::shutdown(socket_, SHUT_WR); }

    // Until `end` is in what was heard; gives all up to and with it. "" when the connection ended before.
    std::string hear_until(std::string_view end) {
        while (true) {
            if (auto at = heard_.find(end); at != heard_.npos) return take(at + end.size());
            if (!hear_more()) return "";
        }
    }
    std::string hear(std::size_t size) {
        while (heard_.size() < size)
            if (!hear_more()) break;
        return take(std::min(size, heard_.size()));
    }
    std::string hear_all() {
        while (hear_more()) {}
        return take(heard_.size());
    }
    bool is_over() { return heard_.empty() && !hear_more(); }

    Reply reply(bool head_only = false) {
        Reply reply;
        auto head = hear_until("\r\n\r\n");
        if (head.size() < 12) return reply;
        reply.status = std::stoi(head.substr(9, 3));
        for (auto at = head.find("\r\n") + 2; at + 2 < head.size();) {
            auto end = head.find("\r\n", at), colon = head.find(": ", at);
            auto name = head.substr(at, colon - at);
            for (char& c : name) c = static_cast<char>(std::tolower(c));
            auto value = head.substr(colon + 2, end - colon - 2);
            auto& kept = reply.headers[name];
            kept = kept.empty() ? value : kept + ", " + value;
            at = end + 2;
        }
        if (!head_only && reply.headers.contains("content-length")) reply.body = hear(std::stoul(reply.headers["content-length"]));
        return reply;
    }
    Reply ask(std::string_view request) {
        say(request);
        return reply();
    }
    int socket() const { return socket_; }

private:
    bool hear_more() {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, 20'000) <= 0) throw std::runtime_error("the server said nothing for 20 s");
        char bytes[16384];
        auto got = ::recv(socket_, bytes, sizeof bytes, 0);
        if (got <= 0) return false;
        heard_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }
    std::string take(std::size_t size) {
        auto taken = heard_.substr(0, size);
        heard_.erase(0, size);
        return taken;
    }
    int socket_;
    std::string heard_;
};

struct Site : db::testing::World {
    http::Router router;
    http::Hub hub;
    http::Router::Section pages = router.speaking([](http::Request const& request, base::Refusal const& refusal, int status) {
        if (status == 401) return http::redirect("/sign-in");
        return http::html("<p>" + refusal.message + (request.person ? " for " + request.person->username : "") + "</p>", status);
    });
    http::Router::Section api = router.speaking(http::refuse_as_json);
    http::ServerOptions options;
    std::unique_ptr<http::Server> server;
    int port = 0;

    Site() : World(schemas) {
        base::set_log_level(base::Level::error);
        options.listen = "127.0.0.1:0";
        options.upload_folder = std::filesystem::temp_directory_path() / ("salve-uploads-" + std::to_string(::getpid()));
        // "Bearer NAME SCOPES..." is an app's token, the cookie session=NAME a session. NAME "later" is known to the database only.
        options.recall = [](http::Request& request) {
            bool later = request.cookie("session") == "later";
            if (!later) know(request);
            return !later;
        };
        options.identify = [](http::Request& request, db::Read&) { know(request); };
        router.unknown("/", [](http::Request const&, base::Refusal const& refusal, int status) { return http::html("page: " + refusal.message, status); });
        router.unknown("/api/", http::refuse_as_json);
    }
    ~Site() { if (server) server->stop(); }

    static void know(http::Request& request) {
        http::Person person;
        auto bearer = request.header("authorization");
        auto session = request.cookie("session");
        if (bearer.starts_with("Bearer ") && bearer != "Bearer wrong") {
            auto space = bearer.find(' ', 7);
            person.username = bearer.substr(7, space == bearer.npos ? space : space - 7);
            if (space != bearer.npos) person.scopes = bearer.substr(space + 1);
        } else if (!session.empty()) {
            person.username = session;
            person.by_session = true;
            person.csrf = "token-of-" + person.username;
        } else {
            return;
        }
        if (person.username == "admin") person.role = http::Role::admin;
        if (person.username == "moderator") person.role = http::Role::moderator;
        if (person.username != "app") person.account = base::AccountId{static_cast<std::int64_t>(person.username.size() + 1)};
        request.person = std::move(person);
    }

    void start() {
        server = std::make_unique<http::Server>(router, database, hub, options);
        port = server->start();
    }
    Client client() const { return Client(port); }
    Reply ask(std::string_view request) const { return Client(port).ask(request); }
    Reply get(std::string_view path, std::string_view more_headers = "") const {
        return ask("GET " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n" + std::string(more_headers) + "\r\n");
    }
    Reply post(std::string_view path, std::string_view type, std::string_view body, std::string_view more_headers = "") const {
        return ask("POST " + std::string(path) + " HTTP/1.1\r\nHost: h\r\nContent-Type: " + std::string(type) + "\r\nContent-Length: " +
                   std::to_string(body.size()) + "\r\n" + std::string(more_headers) + "\r\n" + std::string(body));
    }
    std::int64_t notes() { return database.read([](db::Read& read) { return read.number(count_notes, {}); }); }
};

// A setting that is put back when the test ends.
template <class T>
struct During {
    base::Setting<T>& setting;
    T const before;
    During(base::Setting<T>& which, T value) : setting(which), before(which()) { which.change(std::move(value)); }
    ~During() { setting.change(before); }
};

inline std::string fields_text(http::Request const& request) {
    std::string text;
    for (auto const& [name, value] : request.fields.all()) text += name + "=" + value + ";";
    return text;
}

}  // namespace site
