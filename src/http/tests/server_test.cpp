// What the server promises over real sockets, to those who behave.
#include "site.hpp"
#include <brotli/decode.h>
#include <future>
#include <zlib.h>

using http::Open, http::Request;
using site::Site, site::During;

namespace {

std::string unbrotli(std::string const& text) {
    std::string out(1 << 20, '\0');
    auto size = out.size();
    REQUIRE(BrotliDecoderDecompress(text.size(), reinterpret_cast<std::uint8_t const*>(text.data()), &size, reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_DECODER_RESULT_SUCCESS);
    out.resize(size);
    return out;
}

std::string ungzip(std::string const& text) {
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

std::string const page = [] {
    std::string text;
    for (int i = 0; i < 2000; ++i) text += "<p>line " + std::to_string(i) + "</p>\n";
    return text;
}();

struct Routes : Site {
    std::string file = std::filesystem::temp_directory_path() / ("salve-file-" + std::to_string(::getpid()));
    std::string uploaded_to;

    Routes() {
        std::ofstream(file) << "0123456789";
        api.get("/api/count", Open::to_anyone, [](Request const&, db::Read& read) -> http::Answer { return http::json(std::to_string(read.number(site::count_notes, {}))); });
        api.post("/api/notes", Open::to_anyone, [](Request const& request, db::Write& write) -> http::Answer {
            if (request.fields.text("body").empty()) return base::refuse_field("body", "ERR_BLANK", "can't be blank");
            write.run(site::insert_note, {write.new_id<base::PostId>(), request.fields.text("body")});
            return http::json("{}");
        }).without_csrf();
        api.post("/api/echo", Open::to_anyone, [](Request const& request, db::Write&) -> http::Answer { return http::text(site::fields_text(request) + "|" + request.body); }).without_csrf();
        auto uploaded = [this](Request const& request, db::Write&) -> http::Answer {
            std::string told = site::fields_text(request);
            for (auto const& upload : request.uploads) {
                std::ifstream in(upload.path, std::ios::binary);
                std::string content((std::istreambuf_iterator<char>(in)), {});
                told += upload.field + "|" + upload.name + "|" + upload.type + "|" + std::to_string(upload.size) + "|" + content.substr(0, 20) + ";";
                uploaded_to = upload.path;
            }
            return http::text(told);
        };
        api.post("/api/upload", Open::to_anyone, uploaded).without_csrf().body_up_to(8 << 20);
        api.post("/api/piece", Open::to_anyone, uploaded).without_csrf().body_up_to(8 << 20).body_to_file();
        pages.get("/page", Open::to_anyone, [](Request const&, db::Read&) -> http::Answer { return http::html(page); });
        pages.get("/who", Open::to_anyone, [](Request const& request, db::Read&) -> http::Answer { return http::text(request.person ? request.person->username : "nobody"); });
        pages.get("/locale", Open::to_anyone, [](Request const& request, db::Read&) -> http::Answer { return http::text(request.locale + " " + request.address); });
        pages.get("/file", Open::to_anyone, [this](Request const&, db::Read&) -> http::Answer { return http::Response{.type = "text/plain", .file = file}; });
        pages.get("/own", Open::to_anyone, [](Request const&, db::Read&) -> http::Answer {
            return http::html("x").with("Content-Security-Policy", "default-src 'none'").with("Cross-Origin-Opener-Policy", "").with("Cache-Control", "public").with("X-Evil", "a\r\nSet-Cookie: b=c");
        });
        pages.get("/quick", Open::to_anyone, [](Request const&, db::Read&) -> http::Answer { return http::text("slow"); }).quickly([](Request const& request) -> std::optional<http::Response> {
            if (request.fields.has("slow")) return std::nullopt;
            auto shared = std::make_shared<std::string const>("second ");
            return http::Response{.body = "first ", .pieces = {shared, shared, std::make_shared<std::string const>("")}};
        });
        pages.plain("/limited", Open::to_anyone, [](Request const&) -> http::Answer { return http::text("ok"); }).limited({"few", 3, 60});
        http::add_health_routes(api, database, [this] { return server->metrics(); });
    }
    ~Routes() {
        if (server) server->stop();
        std::filesystem::remove(file);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Routes, "a read, a write and a refusal go to the database and come back") {
    start();
    CHECK(get("/api/count").body == "0");
    CHECK(post("/api/notes", "application/x-www-form-urlencoded", "body=hello").status == 200);
    CHECK(post("/api/notes", "application/json", R"({"body":"hello"})").status == 200);
    auto refused = post("/api/notes", "application/json", "{}");
    CHECK(refused.status == 422);
    CHECK(refused.body == R"({"error":"can't be blank","details":{"body":[{"error":"ERR_BLANK","description":"can't be blank"}]}})");
    CHECK(get("/api/count").body == "2");
}

TEST_CASE_FIXTURE(Routes, "one connection carries many requests, also when they are sent at once") {
    start();
    auto client = this->client();
    std::string requests;
    for (int i = 0; i < 50; ++i) {
        auto body = "n=" + std::to_string(i);
        requests += i % 2 ? "GET /quick HTTP/1.1\r\nHost: h\r\n\r\n"
                          : "POST /api/echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    client.say(requests);
    for (int i = 0; i < 50; ++i) {
        auto reply = client.reply();
        CHECK(reply.status == 200);
        CHECK(reply.body == (i % 2 ? "first second second " : "n=" + std::to_string(i) + ";|"));
    }
    client.say("GET /quick HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    auto last = client.reply();
    CHECK(last.header("connection") == "close");
    CHECK(client.is_over());
}

TEST_CASE_FIXTURE(Routes, "an old client gets its answer and the end") {
    start();
    auto client = this->client();
    CHECK(client.ask("GET /quick HTTP/1.0\r\n\r\n").status == 200);
    CHECK(client.is_over());
}

TEST_CASE_FIXTURE(Routes, "HEAD tells the length and sends nothing") {
    start();
    auto client = this->client();
    client.say("HEAD /page HTTP/1.1\r\nHost: h\r\n\r\n");
    auto head = client.reply(true);
    CHECK(head.status == 200);
    CHECK(head.header("content-length") == std::to_string(page.size()));
    CHECK(client.ask("GET /quick HTTP/1.1\r\nHost: h\r\n\r\n").body == "first second second ");
}

TEST_CASE_FIXTURE(Routes, "what a quick route does not know, the reader does") {
    start();
    CHECK(get("/quick?slow=1").body == "slow");
}

TEST_CASE_FIXTURE(Routes, "a person is found in memory or in the database") {
    start();
    CHECK(get("/who").body == "nobody");
    CHECK(get("/who", "Cookie: session=ada\r\n").body == "ada");
    CHECK(get("/who", "Cookie: session=later\r\n").body == "later");
    CHECK(get("/who", "Authorization: Bearer eve read\r\n").body == "eve");
    CHECK(get("/who/nobody", "Cookie: session=ada\r\n").body == "page: Record not found");
}

TEST_CASE_FIXTURE(Routes, "what the client has already is not sent again") {
    start();
    auto first = get("/page");
    auto tag = first.header("etag");
    REQUIRE(tag.size() > 8);
    auto again = get("/page", "If-None-Match: " + tag + "\r\n");
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(again.header("content-length").empty());
    CHECK(again.header("etag") == tag);
    CHECK(get("/page", "If-None-Match: \"other\"\r\n").status == 200);
    CHECK(get("/api/count").header("etag") == get("/api/count").header("etag"));
}

TEST_CASE_FIXTURE(Routes, "bodies shrink for those who can read them so") {
    start();
    auto plain = get("/page");
    CHECK(plain.body == page);
    CHECK(plain.header("content-encoding").empty());
    CHECK(plain.header("vary") == "Accept-Encoding");
    auto small = get("/page", "Accept-Encoding: gzip, br\r\n");
    CHECK(small.header("content-encoding") == "br");
    CHECK(unbrotli(small.body) == page);
    auto zipped = get("/page", "Accept-Encoding: gzip, br;q=0\r\n");
    CHECK(zipped.header("content-encoding") == "gzip");
    CHECK(ungzip(zipped.body) == page);
    CHECK(get("/who", "Accept-Encoding: br\r\n").header("content-encoding").empty());
}

TEST_CASE_FIXTURE(Routes, "a file is sent whole, in part, or not at all") {
    start();
    auto whole = get("/file");
    CHECK(whole.body == "0123456789");
    CHECK(whole.header("accept-ranges") == "bytes");
    auto part = get("/file", "Range: bytes=2-4\r\n");
    CHECK(part.status == 206);
    CHECK(part.body == "234");
    CHECK(part.header("content-range") == "bytes 2-4/10");
    CHECK(get("/file", "Range: bytes=-3\r\nIf-Range: " + whole.header("etag") + "\r\n").body == "789");
    CHECK(get("/file", "Range: bytes=-3\r\nIf-Range: \"old\"\r\n").body == "0123456789");
    auto beyond = get("/file", "Range: bytes=10-\r\n");
    CHECK(beyond.status == 416);
    CHECK(beyond.header("content-range") == "bytes */10");
    CHECK(get("/file", "If-None-Match: " + whole.header("etag") + "\r\n").status == 304);
    std::filesystem::remove(file);
    CHECK(get("/file").status == 404);
}

TEST_CASE_FIXTURE(Routes, "a large file arrives whole") {
    std::string large(9'000'000, 'x');
    for (std::size_t i = 0; i < large.size(); i += 1000) large[i] = static_cast<char>('a' + i / 1000 % 26);
    std::ofstream(file) << large;
    start();
    CHECK(get("/file").body == large);
}

TEST_CASE_FIXTURE(Routes, "uploads lie in files while the request is answered, and are gone afterwards") {
    start();
    std::string picture(3'000'000, 'p');
    auto body = "--X\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nHi é\r\n--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../etc/passwd\"\r\nContent-Type: image/png\r\n\r\n" +
                picture + "\r\n--X\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n--X--\r\n";
    auto reply = post("/api/upload", "multipart/form-data; boundary=X", body);
    CHECK(reply.body == "text=Hi é;file|../../etc/passwd|image/png|3000000|pppppppppppppppppppp;");
    CHECK(uploaded_to.starts_with(options.upload_folder + "/"));
    CHECK_FALSE(std::filesystem::exists(uploaded_to));
    CHECK(std::filesystem::is_empty(options.upload_folder));
    auto half = body.substr(0, 1000);
    CHECK(post("/api/upload", "multipart/form-data; boundary=X", half).status == 422);
    CHECK(post("/api/upload", "multipart/form-data", body.substr(0, 100)).status == 422);
    CHECK(std::filesystem::is_empty(options.upload_folder));
}

TEST_CASE_FIXTURE(Routes, "a body of another type is handed over as it is") {
    start();
    CHECK(post("/api/echo", "text/xml", "<a/>").body == "|<a/>");
    CHECK(post("/api/echo", "application/json", "{\"a\":[1,2]}").body == "a[]=1;a[]=2;|{\"a\":[1,2]}");
    CHECK(post("/api/echo?q=1", "application/x-www-form-urlencoded", "a=b").body == "q=1;a=b;|");
    CHECK(ask("POST /api/echo HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX-Trailer: 1\r\n\r\n").body == "|abcdefg");
}

TEST_CASE_FIXTURE(Routes, "a body that is to lie in a file does, and is gone afterwards") {
    start();
    std::string piece(2'000'000, 'q');
    CHECK(post("/api/piece", "application/offset+octet-stream", piece).body == "||application/offset+octet-stream|2000000|qqqqqqqqqqqqqqqqqqqq;");
    CHECK(post("/api/piece", "application/json", "{\"a\":1}").body == "a=1;");
    CHECK(post("/api/piece", "application/offset+octet-stream", "").body == "");
    CHECK(std::filesystem::is_empty(options.upload_folder));
}

TEST_CASE_FIXTURE(Routes, "slow work aside holds up no read and no write, and its refusal is the answer") {
    std::promise<void> release;
    auto released = release.get_future().share();
    std::atomic<int> arrived{0};
    http::Aside slow = [&](http::Request& request) -> base::Result<base::Done> {
        if (request.fields.has("refuse")) return base::refuse_field("file", "ERR_INVALID", "no");
        if (request.fields.has("broken")) throw std::runtime_error("broken");
        ++arrived;
        released.wait();
        request.prepared.emplace_back(std::string("made"));
        return base::Done{};
    };
    auto tell = [](Request const& request) -> http::Answer { return http::text(std::any_cast<std::string>(request.prepared.at(0))); };
    api.post("/api/slow", Open::to_anyone, [tell](Request const& request, db::Write&) { return tell(request); }).without_csrf().first(slow);
    api.get("/api/slow", Open::to_anyone, [tell](Request const& request, db::Read&) { return tell(request); }).first(slow);
    start();
    CHECK(post("/api/slow", "application/x-www-form-urlencoded", "refuse=1").status == 422);
    CHECK(get("/api/slow?broken=1").status == 500);
    std::vector<std::unique_ptr<site::Client>> waiting;
    for (int i = 0; i < 6; ++i) {
        waiting.push_back(std::make_unique<site::Client>(port));
        waiting.back()->say(i % 2 ? "GET /api/slow HTTP/1.1\r\nHost: h\r\n\r\n" : "POST /api/slow HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
    }
    while (arrived < 2) std::this_thread::yield();
    CHECK(get("/api/count").body == "0");
    CHECK(post("/api/notes", "application/x-www-form-urlencoded", "body=x").status == 200);
    release.set_value();
    for (auto const& each : waiting) CHECK(each->reply().body == "made");
    CHECK(arrived == 6);
}

TEST_CASE_FIXTURE(Routes, "a client that asks first is told to go on") {
    start();
    auto client = this->client();
    client.say("POST /api/echo HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.hear_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.say("abc");
    CHECK(client.reply().body == "|abc");
}

TEST_CASE_FIXTURE(Routes, "every answer is armed, and a page may choose its own armor") {
    start();
    auto reply = get("/who");
    CHECK(reply.header("content-security-policy") == "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
    CHECK(reply.header("x-content-type-options") == "nosniff");
    CHECK(reply.header("referrer-policy") == "same-origin");
    CHECK(reply.header("cross-origin-opener-policy") == "same-origin");
    CHECK(reply.header("permissions-policy").find("camera=()") == 0);
    CHECK(reply.header("cache-control") == "private, no-cache");
    CHECK(reply.header("strict-transport-security").empty());
    CHECK(reply.header("x-request-id").size() > 8);
    CHECK(get("/who").header("x-request-id") != reply.header("x-request-id"));
    CHECK(get("/who", "Cookie: session=ada\r\n").header("cache-control") == "private, no-store");
    auto own = get("/own");
    CHECK(own.header("content-security-policy") == "default-src 'none'");
    CHECK_FALSE(own.headers.contains("cross-origin-opener-policy"));
    CHECK(own.header("cache-control") == "public");
    CHECK(own.header("x-evil") == "aSet-Cookie: b=c");
    CHECK_FALSE(own.headers.contains("set-cookie"));
    During secure{base::site_url, std::string("https://salve.example")};
    server->stop();
    start();
    CHECK(get("/who").header("strict-transport-security") == "max-age=31536000");
}

TEST_CASE_FIXTURE(Routes, "apps on other sites may read the API and nothing else") {
    start();
    auto reply = get("/api/count");
    CHECK(reply.header("access-control-allow-origin") == "*");
    CHECK(reply.header("access-control-expose-headers").find("Link") == 0);
    auto preflight = ask("OPTIONS /api/notes HTTP/1.1\r\nHost: h\r\nOrigin: https://elsewhere.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");
    CHECK(preflight.status == 204);
    CHECK(preflight.header("access-control-allow-headers").find("Authorization") == 0);
    CHECK(preflight.header("access-control-allow-methods") == "OPTIONS, POST");
    CHECK_FALSE(get("/who").headers.contains("access-control-allow-origin"));
}

TEST_CASE_FIXTURE(Routes, "the language and the address come from where they may") {
    start();
    CHECK(get("/locale", "Accept-Language: de-AT,en;q=0.5\r\n").body == "de 127.0.0.1");
    CHECK(get("/locale", "Accept-Language: de\r\nCookie: lang=es\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 198.51.100.1\r\n").body == "es 198.51.100.1");
    server->stop();
    During nobody{http::trusted_proxies, std::string()};
    start();
    CHECK(get("/locale", "X-Forwarded-For: 198.51.100.1\r\n").body == "en 127.0.0.1");
}

TEST_CASE_FIXTURE(Routes, "who asks too often is told when to come back") {
    During rate{http::rate_per_address, std::int64_t{1}};
    During persons{http::rate_per_person, std::int64_t{2}};
    start();
    for (int i = 0; i < 3; ++i) CHECK(get("/limited").status == 200);
    auto route = get("/limited");
    CHECK(route.status == 429);
    CHECK(route.header("retry-after") == "20");
    CHECK(get("/limited", "X-Forwarded-For: 198.51.100.1\r\n").status == 200);
    auto api = get("/api/count");
    CHECK(api.header("x-ratelimit-limit") == "10");
    CHECK(api.header("x-ratelimit-remaining") == "5");
    CHECK(api.header("x-ratelimit-reset").find("T") == 10);
    for (int i = 0; i < 5; ++i) CHECK(get("/api/count").status == 200);
    auto over = get("/api/count");
    CHECK(over.status == 429);
    CHECK(over.header("retry-after") == "60");
    CHECK(over.body == R"({"error":"Too many requests. Please wait a little."})");
    CHECK(get("/api/count", "Authorization: Bearer ada read\r\n").header("x-ratelimit-limit") == "20");
    CHECK(get("/nowhere").status == 429);
    CHECK(get("/health/live").body == "alive\n");
}

TEST_CASE_FIXTURE(Routes, "who is not let in is refused before anything else, known or not, at any address but health") {
    options.lets_in = [](std::string_view address) { return address != "198.51.100.1"; };
    start();
    constexpr auto from = "X-Forwarded-For: 198.51.100.1\r\n";
    CHECK(get("/api/count", from).status == 403);
    CHECK(get("/nowhere", from).status == 403);
    CHECK(get("/api/count", std::string(from) + "Cookie: session=later\r\n").status == 403);
    CHECK(post("/api/notes", "application/x-www-form-urlencoded", "body=x", from).status == 403);
    CHECK(notes() == 0);
    CHECK(get("/health/live", from).status == 200);
    CHECK(get("/api/count", "X-Forwarded-For: 198.51.100.2\r\n").status == 200);
}

TEST_CASE_FIXTURE(Routes, "health and metrics tell what they may to whom they may") {
    During one{http::loops, std::int64_t{1}};  // which counts an answer before it takes the next request
    start();
    CHECK(get("/health/live").body == "alive\n");
    CHECK(get("/health/ready").body == "ready\n");
    get("/nowhere");
    auto metrics = get("/metrics");
    CHECK(metrics.header("content-type").find("text/plain; version=0.0.4") == 0);
    CHECK(metrics.body.find("salve_http_requests_total{class=\"2xx\"} 2\n") != std::string::npos);
    CHECK(metrics.body.find("salve_http_requests_total{class=\"4xx\"} 1\n") != std::string::npos);
    CHECK(metrics.body.find("salve_http_request_seconds_bucket{le=\"+Inf\"} 3\n") != std::string::npos);
    CHECK(metrics.body.find("salve_http_connections") != std::string::npos);
    CHECK(metrics.body.find("salve_database_reads_total") != std::string::npos);
    CHECK(get("/metrics", "X-Forwarded-For: 198.51.100.1\r\n").status == 404);
    CHECK(get("/metrics", "X-Forwarded-For: 198.51.100.1\r\nCookie: session=ada\r\n").status == 404);
    CHECK(get("/metrics", "X-Forwarded-For: 198.51.100.1\r\nCookie: session=admin\r\n").status == 200);
}

TEST_CASE_FIXTURE(Routes, "stopping lets the answer under way finish, and then nobody is served") {
    std::promise<void> arrived, release;
    pages.get("/held", Open::to_anyone, [&](Request const&, db::Read&) -> http::Answer {
        arrived.set_value();
        release.get_future().wait();
        return http::text("finished");
    });
    start();
    auto client = this->client();
    auto idle = this->client();
    CHECK(idle.ask("GET /who HTTP/1.1\r\nHost: h\r\n\r\n").status == 200);
    client.say("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
    arrived.get_future().wait();
    auto stopping = std::async(std::launch::async, [&] { server->stop(); });
    CHECK(idle.is_over());
    release.set_value();
    auto reply = client.reply();
    CHECK(reply.body == "finished");
    CHECK(reply.header("connection") == "close");
    stopping.wait();
    CHECK_THROWS(this->client());
}

TEST_CASE_FIXTURE(Routes, "an address that is taken or is none is told clearly") {
    start();
    http::ServerOptions same = options;
    same.listen = "nonsense";
    CHECK_THROWS_WITH_AS(http::Server(router, database, hub, same).start(), "cannot listen on \"nonsense\": it should look like 127.0.0.1:8080 or [::1]:8080", std::runtime_error);
    same.listen = "127.0.0.1:" + std::to_string(port);
    CHECK_THROWS_AS(http::Server(router, database, hub, same).start(), std::runtime_error);
    same.listen = "198.51.100.1:80";
    CHECK_THROWS_AS(http::Server(router, database, hub, same).start(), std::runtime_error);
}

TEST_CASE_FIXTURE(Routes, "five hundred connections are served side by side") {
    start();
    std::vector<std::unique_ptr<site::Client>> clients;
    for (int i = 0; i < 500; ++i) clients.push_back(std::make_unique<site::Client>(port));
    for (auto& client : clients) client->say("GET /who HTTP/1.1\r\nHost: h\r\n\r\n");
    for (auto& client : clients) CHECK(client->reply().body == "nobody");
}
