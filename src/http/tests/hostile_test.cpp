// What the server does to those who do not behave: each costs one socket and nothing else.
#include "site.hpp"
#include <thread>

using http::Open, http::Request;
using site::Site;

namespace {

struct Routes : Site {
    Routes() {
        pages.get("/", Open::to_anyone, [](Request const&, db::Read&) -> http::Answer { return http::text("home"); });
        api.post("/api/echo", Open::to_anyone, [](Request const& request, db::Write&) -> http::Answer { return http::text(request.body); }).without_csrf().body_up_to(1000);
        api.post("/api/members", http::Access(Open::to_members, "write"), [](Request const&, db::Write&) -> http::Answer { return http::text("in"); }).body_up_to(10 << 20);
        api.post("/api/upload", Open::to_anyone, [](Request const&, db::Write&) -> http::Answer { return http::text("in"); }).without_csrf().body_up_to(8 << 20);
        pages.plain("/endless", Open::to_anyone, [](Request const&) -> http::Answer { return http::text(std::string(64 << 20, 'x')); });
        options.patience = {.head = 300, .idle = 600, .body = 400, .write = 400};
    }
    // What is answered, and whether the connection ends with it.
    std::string after(std::string_view bytes) {
        auto client = this->client();
        client.say(bytes);
        auto all = client.hear_all();
        return all.substr(0, all.find('\r'));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Routes, "two readings of one request are refused, and what follows it is never answered") {
    start();
    std::string smuggled = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    for (std::string_view head : {"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: xchunked\r\n",
             "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding: identity, chunked\r\n", "Transfer-Encoding : chunked\r\n", "Transfer-Encoding:\r\n chunked\r\n",
             "Transfer-Encoding: \x0b" "chunked\r\n", "Content-Length: 4\r\nContent-Length: 4\r\n", "Content-Length: 4\r\nContent-Length: 5\r\n", "Content-Length: 4,4\r\n",
             "Content-Length: -4\r\n", "Content-Length: 4 \n\r\n", "Host: other\r\n", "X: a\r\n folded\r\n", "X: a\x01\r\n"}) {
        auto client = this->client();
        client.say("POST /api/echo HTTP/1.1\r\nHost: h\r\n" + std::string(head) + "\r\nabcd" + smuggled);
        auto all = client.hear_all();
        CHECK_MESSAGE(all.starts_with("HTTP/1.1 400 "), head);
        CHECK_MESSAGE(all.find("HTTP/1.1", 1) == all.npos, head);
    }
}

TEST_CASE_FIXTURE(Routes, "requests that make no sense end the connection") {
    start();
    CHECK(after("GET / HTTP/1.1\r\n\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(after("GET / HTTP/1.1\nHost: h\n\n") == "HTTP/1.1 400 Bad Request");
    CHECK(after("\x16\x03\x01\x02") == "HTTP/1.1 400 Bad Request");
    CHECK(after("GET / HTTP/2.0\r\nHost: h\r\n\r\n") == "HTTP/1.1 505 HTTP Version Not Supported");
    CHECK(after("GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(after("GET /../etc HTTP/1.1\r\nHost: h\r\n\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(after("GET http://other/ HTTP/1.1\r\nHost: h\r\n\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(after("CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(after("GET /?a=%ff HTTP/1.1\r\nHost: h\r\n\r\n") == "HTTP/1.1 422 Unprocessable Content");
    CHECK(after("") == "");
}

TEST_CASE_FIXTURE(Routes, "a chunked body must be well formed and within its limit") {
    start();
    auto chunked = [&](std::string_view body) { return after("POST /api/echo HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(body)); };
    CHECK(chunked("zz\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(chunked("3\r\nabcdef\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(chunked("ffffffffffffffffff\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(chunked("3;" + std::string(5000, 'x') + "\r\nabc\r\n0\r\n\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(chunked(std::string(40'000, '0')) == "HTTP/1.1 400 Bad Request");
    CHECK(chunked("3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n") == "HTTP/1.1 413 Content Too Large");
}

TEST_CASE_FIXTURE(Routes, "a head that does not end is refused at 16 KiB") {
    start();
    CHECK(after("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(17'000, 'x')) == "HTTP/1.1 431 Request Header Fields Too Large");
    CHECK(after("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(17'000, 'x') + "\r\n\r\n") == "HTTP/1.1 431 Request Header Fields Too Large");
    CHECK(get("/", "X: " + std::string(15'000, 'x') + "\r\n").status == 200);
}

TEST_CASE_FIXTURE(Routes, "a body too large is refused before it is sent") {
    start();
    auto client = this->client();
    client.say("POST /api/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n");
    auto reply = client.reply();
    CHECK(reply.status == 413);
    CHECK(reply.header("connection") == "close");
    CHECK(after("POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n") == "HTTP/1.1 413 Content Too Large");
    CHECK(after("POST /api/members HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n") == "HTTP/1.1 401 Unauthorized");
    CHECK(post("/api/echo", "text/plain", std::string(1000, 'x')).body.size() == 1000);
}

TEST_CASE_FIXTURE(Routes, "a body with a wrong method or address is read past") {
    start();
    auto client = this->client();
    client.say("PUT /api/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcPOST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\nHost: h\r\n\r\n");
    auto wrong = client.reply();
    CHECK(wrong.status == 405);
    CHECK(wrong.header("allow") == "OPTIONS, POST");
    CHECK(client.reply().status == 404);
    CHECK(client.reply().body == "home");
}

TEST_CASE_FIXTURE(Routes, "a form with too much in it is refused and leaves no file behind") {
    start();
    std::string many;
    for (int i = 0; i < 21; ++i) many += "--X\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\nx\r\n";
    CHECK(post("/api/upload", "multipart/form-data; boundary=X", many + "--X--\r\n").status == 413);
    auto wordy = "--X\r\nContent-Disposition: form-data; name=t\r\n\r\n" + std::string(2 << 20, 'x') + "\r\n--X--\r\n";
    CHECK(post("/api/upload", "multipart/form-data; boundary=X", wordy).status == 413);
    CHECK(post("/api/upload", "multipart/form-data; boundary=X", "--X\r\nContent-Disposition: form-data; name=\"a\xff\"\r\n\r\nx\r\n--X--\r\n").status == 422);
    CHECK(std::filesystem::is_empty(options.upload_folder));
}

TEST_CASE_FIXTURE(Routes, "who sends a head, a body or nothing too slowly is cut off") {
    start();
    auto silent = this->client(), slow = this->client(), body = this->client();
    slow.say("GET / HTTP/1.1\r\nHo");
    body.say("POST /api/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc");
    CHECK(silent.is_over());
    CHECK(slow.is_over());
    CHECK(body.is_over());
    auto idle = this->client();
    CHECK(idle.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n").body == "home");
    CHECK(idle.is_over());
}

TEST_CASE_FIXTURE(Routes, "a head sent byte by byte does not win time with every byte") {
    start();
    auto drip = this->client();
    auto began = std::chrono::steady_clock::now();
    bool over = false;
    for (int i = 0; i < 200 && !over; ++i) {
        over = ::send(drip.socket(), "G", 1, MSG_NOSIGNAL) < 0;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    CHECK(over);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(9));
}

TEST_CASE_FIXTURE(Routes, "who does not read the answer is cut off, and others do not notice") {
    start();
    site::Client deaf(port, 4096);
    deaf.say("GET /endless HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(get("/").body == "home");
    // Whatever was in the pipes is all that ever comes.
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    std::size_t heard = 0;
    char bytes[65536];
    for (ssize_t got; (got = ::recv(deaf.socket(), bytes, sizeof bytes, 0)) > 0;) heard += static_cast<std::size_t>(got);
    CHECK(heard < 64u << 20);
}

TEST_CASE_FIXTURE(Routes, "three hundred slow clients cost a new one nothing") {
    start();
    std::vector<std::unique_ptr<site::Client>> slow;
    for (int i = 0; i < 300; ++i) {
        slow.push_back(std::make_unique<site::Client>(port));
        slow.back()->say("GET / HTTP/1.1\r\nHost: h\r\nX");
    }
    CHECK(get("/").body == "home");
    for (auto& client : slow) CHECK(client->is_over());
}
