// Live streams over real sockets: SSE and WebSocket.
#include "site.hpp"
#include "http/websocket.hpp"
#include <atomic>
#include <future>
#include <thread>

using http::Open, http::Request;
using site::Site, site::Client;

namespace {

std::string masked(http::Opcode opcode, std::string_view payload) {
    auto frame = http::websocket_frame(opcode, payload);
    auto head = frame.size() - payload.size();
    frame[1] = static_cast<char>(frame[1] | 0x80);
    auto out = frame.substr(0, head) + "mask";
    for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ "mask"[i % 4]);
    return out;
}

struct Streams : Site {
    std::atomic<bool> allowed{true};

    Streams() {
        auto stream = [this](Request const& request, bool websocket) {
            http::Stream made;
            made.topics = request.fields.list("topic");
            made.still_allowed = [this] { return allowed.load(); };
            made.websocket = websocket;
            made.on_message = [](std::string_view message) -> http::Stream::Change {
                if (message == "leave") return {{}, {"user/1"}, "left"};
                return {{std::string(message)}, {}, "joined"};
            };
            http::Response response;
            response.stream = std::make_shared<http::Stream>(std::move(made));
            // Some handlers name the protocol themselves: browsers refuse two.
            if (request.fields.has("named")) response.with("Sec-WebSocket-Protocol", "the-token");
            return response;
        };
        api.get("/api/sse", Open::to_anyone, [stream](Request const& request, db::Read&) -> http::Answer { return stream(request, false); });
        api.get("/api/ws", Open::to_anyone, [stream](Request const& request, db::Read&) -> http::Answer { return stream(request, true); });
        pages.plain("/", Open::to_anyone, [](Request const&) -> http::Answer { return http::text("home"); });
        hub.names = [](std::string_view topic) -> std::vector<std::string> {
            if (topic.starts_with("user/")) return {"user"};
            return {std::string(topic)};
        };
    }
    std::unique_ptr<Client> listen(std::string_view query, int receive_buffer = 0) {
        auto client = std::make_unique<Client>(port, receive_buffer);
        client->say("GET /api/sse?" + std::string(query) + " HTTP/1.1\r\nHost: h\r\n\r\n");
        CHECK(client->hear_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
        CHECK(client->hear_until(":thump\n") == ":thump\n");
        return client;
    }
    std::unique_ptr<Client> connect(std::string_view query, std::string_view more = "") {
        auto client = std::make_unique<Client>(port);
        client->say("GET /api/ws?" + std::string(query) + " HTTP/1.1\r\nHost: h\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + std::string(more) + "\r\n");
        return client;
    }
    // What follows is certain to come after the stream is in the hub: its head is written on the way in.
    void until_listeners(std::int64_t count) {
        for (int i = 0; i < 2000 && hub.listeners() != count; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        CHECK(hub.listeners() == count);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Streams, "a message reaches everyone who listens to its topic, once") {
    start();
    auto one = listen("topic=user/1&topic=public"), two = listen("topic=user/2"), other = listen("topic=user/3");
    CHECK(hub.anyone_on("user/1"));
    CHECK_FALSE(hub.anyone_on("user/9"));
    CHECK(hub.listeners() == 3);
    hub.publish({"user/1", "user/2", "public", "user/9"}, {"update", "{\"id\":\"7\"}"});
    hub.publish("user/3", {"delete", "8"});
    hub.publish("public", {"delete", "9"});
    CHECK(one->hear_until("\n\n") == "event: update\ndata: {\"id\":\"7\"}\n\n");
    CHECK(one->hear_until("\n\n") == "event: delete\ndata: 9\n\n");
    CHECK(two->hear_until("\n\n") == "event: update\ndata: {\"id\":\"7\"}\n\n");
    CHECK(other->hear_until("\n\n") == "event: delete\ndata: 8\n\n");
    one.reset();
    until_listeners(2);
    CHECK_FALSE(hub.anyone_on("user/1"));
}

TEST_CASE_FIXTURE(Streams, "an event stream says what it is, and beats while nothing happens") {
    options.patience.heartbeat = 200;
    start();
    Client client(port);
    client.say("GET /api/sse?topic=a HTTP/1.1\r\nHost: h\r\n\r\n");
    auto reply = client.reply();
    CHECK(reply.header("content-type") == "text/event-stream");
    CHECK(reply.header("cache-control") == "no-store");
    CHECK(reply.header("x-accel-buffering") == "no");
    CHECK_FALSE(reply.headers.contains("content-length"));
    CHECK(reply.header("access-control-allow-origin") == "*");
    for (int i = 0; i < 3; ++i) CHECK(client.hear_until("\n") == ":thump\n");
}

TEST_CASE_FIXTURE(Streams, "a WebSocket opens, talks, changes what it hears and closes politely") {
    start();
    auto client = connect("topic=user/1", "Sec-WebSocket-Protocol: the-token\r\n");
    auto head = client->hear_until("\r\n\r\n");
    CHECK(head.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
    CHECK(head.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != head.npos);
    CHECK(head.find("Sec-WebSocket-Protocol: the-token\r\n") != head.npos);
    CHECK(head.find("Content-Length") == head.npos);
    CHECK(head.find("\r\nContent-Type") == head.npos);
    auto text = [&](std::string_view payload) { return client->hear(http::websocket_frame(http::Opcode::text, payload).size()) == http::websocket_frame(http::Opcode::text, payload); };
    client->say(masked(http::Opcode::text, "hashtag"));
    CHECK(text("joined"));
    hub.publish("user/1", {"update", "{\"id\":\"7\"}"});
    CHECK(text(R"({"stream":["user"],"event":"update","payload":"{\"id\":\"7\"}"})"));
    hub.publish("hashtag", {"delete", "8"});
    CHECK(text(R"({"stream":["hashtag"],"event":"delete","payload":"8"})"));
    client->say(masked(http::Opcode::text, "leave"));
    CHECK(text("left"));
    hub.publish("user/1", {"update", "{}"});
    client->say(masked(http::Opcode::ping, "beat"));
    CHECK(client->hear(6) == http::websocket_frame(http::Opcode::pong, "beat"));
    client->say(masked(http::Opcode::close, "\x03\xe8"));
    CHECK(client->hear(4) == http::websocket_close(1000));
    CHECK(client->is_over());
    until_listeners(0);
}

TEST_CASE_FIXTURE(Streams, "the protocol that a client offers is answered once") {
    start();
    for (std::string_view query : {"topic=a", "topic=a&named=1"})
        CHECK(connect(query, "Sec-WebSocket-Protocol: the-token, other\r\n")->reply().header("sec-websocket-protocol") == "the-token");
}

TEST_CASE_FIXTURE(Streams, "a WebSocket address tells plain requests what it speaks") {
    start();
    auto plain = get("/api/ws?topic=a");
    CHECK(plain.status == 426);
    CHECK(plain.header("upgrade") == "websocket");
    CHECK(connect("topic=a", "Content-Length: 0\r\n")->reply().status == 101);
    CHECK(ask("GET /api/ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").status == 426);
}

TEST_CASE_FIXTURE(Streams, "a WebSocket that breaks the rules is told which and closed") {
    start();
    auto client = connect("topic=a");
    client->hear_until("\r\n\r\n");
    client->say(http::websocket_frame(http::Opcode::text, "not masked"));
    CHECK(client->hear(4) == http::websocket_close(1002));
    CHECK(client->is_over());
}

TEST_CASE_FIXTURE(Streams, "a page of another site cannot open a WebSocket with our cookie") {
    start();
    auto ours = connect("topic=a", "Cookie: session=ada\r\nOrigin: http://h\r\n");
    CHECK(ours->reply().status == 101);
    auto foreign = connect("topic=a", "Cookie: session=ada\r\nOrigin: https://evil.example\r\n");
    CHECK(foreign->reply().status == 403);
    auto app = connect("topic=a", "Authorization: Bearer ada read\r\nOrigin: https://app.example\r\n");
    CHECK(app->reply().status == 101);
}

TEST_CASE_FIXTURE(Streams, "a stream ends when its person may no longer listen") {
    start();
    auto events = listen("topic=a");
    auto socket = connect("topic=a");
    socket->hear_until("\r\n\r\n");
    until_listeners(2);
    allowed = false;
    hub.recheck();
    CHECK(events->hear_all() == "");
    CHECK(socket->is_over());
    allowed = true;
    auto another = listen("topic=a");
    allowed = false;
    hub.publish("a", {"update", "secret"});
    CHECK(another->hear_all() == "");
}

TEST_CASE_FIXTURE(Streams, "a stream asks again by itself whether it may go on") {
    options.patience.recheck = 200;
    start();
    auto events = listen("topic=a");
    allowed = false;
    CHECK(events->hear_all() == "");
}

TEST_CASE_FIXTURE(Streams, "who does not read is dropped, and the others hear everything") {
    start();
    auto deaf = listen("topic=a", 4096);
    auto eager = listen("topic=a");
    std::string payload(60'000, 'x');
    auto reading = std::async(std::launch::async, [&] {
        for (int i = 0; i < 400; ++i)
            if (eager->hear_until("\n\n").size() != payload.size() + 22) return i;
        return 400;
    });
    // In step with the reader that listens, so that only the other one falls behind.
    for (int i = 0; i < 400; ++i) {
        hub.publish("a", {"update", payload});
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    CHECK(reading.get() == 400);
    until_listeners(1);
    CHECK(server->metrics().find("salve_http_streams_dropped_total 1\n") != std::string::npos);
}

TEST_CASE_FIXTURE(Streams, "stopping ends the streams") {
    start();
    auto events = listen("topic=a");
    auto socket = connect("topic=a");
    socket->hear_until("\r\n\r\n");
    until_listeners(2);
    server->stop();
    CHECK(events->hear_all() == "");
    CHECK(socket->hear(4) == http::websocket_close(1001));
    CHECK(socket->is_over());
    CHECK(hub.listeners() == 0);
    hub.publish("a", {"update", "{}"});
}

TEST_CASE_FIXTURE(Streams, "five hundred streams on several loops hear every message in order") {
    site::During loops{http::loops, std::int64_t{3}};
    start();
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 500; ++i) clients.push_back(i % 2 ? listen("topic=all") : connect("topic=all"));
    for (int i = 0; i < 500; i += 2) clients[static_cast<std::size_t>(i)]->hear_until("\r\n\r\n");
    until_listeners(500);
    for (int i = 0; i < 10; ++i) hub.publish("all", {"n", std::to_string(i)});
    for (int i = 0; i < 500; ++i)
        for (int n = 0; n < 10; ++n) {
            auto expected = i % 2 ? "event: n\ndata: " + std::to_string(n) + "\n\n" : http::websocket_frame(http::Opcode::text, R"({"stream":["all"],"event":"n","payload":")" + std::to_string(n) + "\"}");
            CHECK(clients[static_cast<std::size_t>(i)]->hear(expected.size()) == expected);
        }
}
