// Other servers, as script/bench needs them: people there, what they send, and inboxes that take what is sent to them.
// usage: bench_others prepare FOLDER PORT FILE LETTERS FOLLOWERS   people elsewhere into a data folder; signed requests into FILE
//        bench_others send PORT FILE                               sends those over 32 connections: one JSON object
//        bench_others verify                                       RSA-2048 signatures that one core verifies in a second of its time
//        bench_others sink PORT COUNT                              takes everything; a line with the moment after each COUNT
#include "sink.hpp"
#include "activitypub/deliveries.hpp"
#include "activitypub/keeping.hpp"
#include "activitypub/keys.hpp"
#include "activitypub/signatures.hpp"
#include "app/site.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "follows/follows.hpp"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <netinet/tcp.h>
#include <random>
#include <thread>

namespace {

using base::AccountId, base::PostId;
using Clock = std::chrono::steady_clock;

constexpr int speakers = 120, speaking_hosts = 40, readers_each = 40, hosts = 2'000, connections = 32;
constexpr int first_host = hosts;  // who speaks lives apart from those who only follow

double seconds_since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

template <class T>
T must(base::Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return std::move(*result);
}

// On both cores: a key takes a tenth of a second.
std::vector<crypto::KeyPair> new_keys(std::size_t count) {
    std::vector<crypto::KeyPair> keys(count);
    auto make = [&](std::size_t first) {
        for (auto i = first; i < count; i += 2) keys[i] = crypto::new_rsa_2048();
    };
    std::thread other(make, 1);
    make(0);
    other.join();
    return keys;
}

struct Speaker { std::string uri, host; crypto::KeyPair key; };

class World {
public:
    World(std::string const& folder, int port) : port_(port), database_(db::Database::open({.file = folder + "/salve.db", .throwaway = true}, app::schemas())) {
        must(database_->migrate());
        activitypub::keep_keys_in(folder + "/keys");
        database_->on_emit(activitypub::keep_audience);
        database_->read([&](db::Read& read) {
            static constexpr db::Query people{"bench.people", "SELECT id FROM account WHERE domain = '' AND username <> '' ORDER BY id LIMIT 1000"};
            static constexpr db::Query lately{"bench.lately", "SELECT p.id, a.username FROM post p JOIN account a ON a.id = p.author_id "
                                                              "WHERE p.visibility = 'public' AND p.boost_of_id = 0 AND a.domain = '' ORDER BY p.id DESC LIMIT 2000"};
            people_ = read.rows(people, {}, [](db::Row const& row) { return row.id<AccountId>(0); });
            posts_ = read.rows(lately, {}, [](db::Row const& row) { return base::site_url() + "/users/" + row.text(1) + "/statuses/" + std::to_string(row.integer(0)); });
            return 0;
        });
        for (std::size_t i = 0; i < followed_here; ++i) (void)activitypub::key_of(*database_, people_.at(i));
    }

    // Those who speak, each read by some people here.
    void settle_speakers() {
        auto keys = new_keys(speakers);
        change([&](db::Write& write) {
            for (int i = 0; i < speakers; ++i) {
                auto host = sink::host(first_host + i % speaking_hosts, port_);
                auto uri = "http://" + host + "/users/speaker" + std::to_string(i);
                auto account = keep(write, uri, host, "speaker" + std::to_string(i), keys[static_cast<std::size_t>(i)].public_pem);
                speakers_.push_back({uri, host, keys[static_cast<std::size_t>(i)]});
                for (int reader = 0; reader < readers_each; ++reader) {
                    auto follower = people_[random_() % people_.size()];
                    if (follows::follow(write, follower, account)) (void)follows::approve(write, account, follower);
                }
            }
        });
    }

    // Those who follow the first account here, as many on each host.
    void settle_followers(int count) {
        auto pem = crypto::new_rsa_2048().public_pem;
        for (int first = 0; first < count; first += at_once)
            change([&](db::Write& write) {
                for (int i = first; i < std::min(count, first + at_once); ++i) {
                    auto host = sink::host(i % hosts, port_);
                    auto name = "reader" + std::to_string(i);
                    must(follows::follow(write, keep(write, "http://" + host + "/users/" + name, host, name, pem), people_.front()));
                }
            });
    }

    // Whole requests, one after the other, each with its length before it.
    void write_letters(std::string const& file, int count) {
        std::vector<std::string> letters(static_cast<std::size_t>(count));
        std::vector<std::string> bodies;
        std::vector<Speaker const*> by;
        for (int i = 0; i < count; ++i) {
            by.push_back(&speakers_[random_() % speakers_.size()]);
            bodies.push_back(body(*by.back(), i));
        }
        auto sign = [&](std::size_t first) {
            for (auto i = first; i < letters.size(); i += 2) letters[i] = request(*by[i], bodies[i]);
        };
        std::thread other(sign, 1);
        sign(0);
        other.join();
        std::ofstream out(file, std::ios::binary);
        for (auto const& letter : letters) out << letter.size() << "\n" << letter;
    }

private:
    template <class Work>
    void change(Work work) {
        must(database_->write([&](db::Write& write) -> base::Result<base::Done> {
            work(write);
            return base::Done{};
        }));
    }

    static AccountId keep(db::Write& write, std::string const& uri, std::string const& host, std::string const& name, std::string const& pem) {
        activitypub::ReadActor actor;
        actor.remote.uri = uri;
        actor.remote.username = name;
        actor.remote.domain = host;
        actor.remote.name = "Somebody else";
        actor.inbox = uri + "/inbox";
        actor.shared_inbox = "http://" + host + "/inbox";
        actor.followers = uri + "/followers";
        actor.outbox = uri + "/outbox";
        actor.key_id = uri + "#main-key";
        actor.key_pem = pem;
        return must(activitypub::keep_actor(write, actor)).account;
    }

    std::string const& any_post() { return posts_[random_() % posts_.size()]; }

    // Of ten: four posts, three likes, two boosts; of twenty, one follow and one that is nothing new.
    std::string body(Speaker const& who, int number) {
        auto mark = std::to_string(number);
        auto activity = [&](std::string const& type, std::string const& object, std::string const& more = "") {
            return R"({"@context":"https://www.w3.org/ns/activitystreams","id":")" + who.uri + "/activities/" + mark + R"(","type":")" + type + R"(","actor":")" + who.uri +
                   R"(","object":)" + object + more + "}";
        };
        auto quoted = [](std::string const& text) { return base::json_quote(text); };
        std::string const everyone = R"("https://www.w3.org/ns/activitystreams#Public")", followers = quoted(who.uri + "/followers");
        auto audience = R"(,"published":")" + base::iso8601(base::clock_now()) + R"(","to":[)" + everyone + R"(],"cc":[)" + followers + "]";
        switch (number % 20) {
            case 4: case 5: case 6: case 14: case 15: case 16: return activity("Like", quoted(any_post()));
            case 7: case 8: case 17: case 18: return activity("Announce", quoted(any_post()), audience);
            case 9: return activity("Follow", quoted(base::site_url() + "/users/" + (random_() % followed_here ? "person" + std::to_string(1 + random_() % (followed_here - 1)) : "hospital")));
            case 19: return activity("View", quoted(any_post()));
            default: {
                auto id = who.uri + "/notes/" + mark;
                std::string text = "<p>Visit " + mark + ": the nurse had time for all my questions about the new inhaler, and told me how to clean it. "
                                   "<a href=\\\"http://" + who.host + "/tags/asthma\\\" class=\\\"mention hashtag\\\" rel=\\\"tag\\\">#<span>asthma</span></a></p>";
                return activity("Create", R"({"type":"Note","id":")" + id + R"(","url":")" + id + R"(","attributedTo":")" + who.uri + R"(","sensitive":false,"content":")" + text + R"(")" + audience +
                                R"(,"tag":[{"type":"Hashtag","href":"http://)" + who.host + R"(/tags/asthma","name":"#asthma"}]})", audience);
            }
        }
    }

    static std::string request(Speaker const& who, std::string const& body) {
        http::Fetch fetch{.method = "POST", .url = base::site_url() + "/inbox", .headers = {}, .body = body};
        activitypub::sign(fetch, {who.uri + "#main-key", who.key.secret_pem}, activitypub::Scheme::cavage, base::clock_now());
        auto text = "POST /inbox HTTP/1.1\r\nHost: " + base::site_domain() + "\r\nUser-Agent: Bench/1 (+http://" + who.host + "/)\r\nContent-Type: application/activity+json\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n";
        for (auto const& [name, value] : fetch.headers) text += name + ": " + value + "\r\n";
        return text + "\r\n" + body;
    }

    static constexpr std::size_t followed_here = 20;  // whose keys are made beforehand: they answer follows
    static constexpr int at_once = 2'000;
    int const port_;
    std::mt19937_64 random_{7};
    std::unique_ptr<db::Database> database_;
    std::vector<AccountId> people_;
    std::vector<std::string> posts_;
    std::vector<Speaker> speakers_;
};

std::vector<std::string> read_letters(char const* file) {
    std::ifstream in(file, std::ios::binary);
    std::vector<std::string> letters;
    for (std::string length; std::getline(in, length);) {
        std::string letter(std::stoul(length), '\0');
        in.read(letter.data(), static_cast<std::streamsize>(letter.size()));
        letters.push_back(std::move(letter));
    }
    if (letters.empty()) throw std::runtime_error("no letters");
    return letters;
}

int connect_to(int port) {
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (socket < 0 || ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
    return socket;
}

// Each connection sends the next letter once its last was answered.
void send_all(int port, std::vector<std::string> const& letters) {
    struct Line { int socket; Clock::time_point sent; std::string heard; };
    std::vector<Line> lines;
    int events = ::epoll_create1(EPOLL_CLOEXEC);
    std::size_t next = 0, answered = 0, refused = 0;
    std::vector<double> times;
    auto send_next = [&](Line& line) {
        if (next == letters.size()) return;
        auto const& letter = letters[next++];
        line.heard.clear();
        line.sent = Clock::now();
        if (::send(line.socket, letter.data(), letter.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(letter.size())) throw std::runtime_error("cannot send");
    };
    for (int i = 0; i < connections; ++i) lines.push_back({connect_to(port), {}, {}});
    auto began = Clock::now();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        epoll_event event{EPOLLIN, {.u64 = i}};
        ::epoll_ctl(events, EPOLL_CTL_ADD, lines[i].socket, &event);
        send_next(lines[i]);
    }
    epoll_event ready[connections];
    while (answered < letters.size()) {
        auto count = ::epoll_wait(events, ready, connections, 10'000);
        if (count <= 0) throw std::runtime_error("no answer in ten seconds");
        for (int i = 0; i < count; ++i) {
            auto& line = lines[ready[i].data.u64];
            char bytes[4096];
            auto got = ::recv(line.socket, bytes, sizeof bytes, 0);
            if (got <= 0) throw std::runtime_error("a connection was closed");
            line.heard.append(bytes, static_cast<std::size_t>(got));
            auto end = line.heard.find("\r\n\r\n");
            if (end == line.heard.npos || line.heard.size() < end + 4 + sink::body_size(line.heard.substr(0, end + 2))) continue;
            times.push_back(1000 * seconds_since(line.sent));
            refused += !line.heard.starts_with("HTTP/1.1 202");
            if (refused == 1 && !line.heard.starts_with("HTTP/1.1 202")) std::fprintf(stderr, "%s\n", line.heard.c_str());
            ++answered;
            send_next(line);
        }
    }
    auto took = seconds_since(began);
    std::ranges::sort(times);
    std::printf("{\"count\": %zu, \"refused\": %zu, \"seconds\": %.3f, \"p50\": %.2f, \"p99\": %.2f}\n", answered, refused, took, times[times.size() / 2], times[times.size() * 99 / 100]);
}

void verify() {
    auto key = crypto::new_rsa_2048();
    std::string text = "(request-target): post /inbox\nhost: localhost:8080\ndate: Sun, 05 Jan 2014 21:31:40 GMT\ndigest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=";
    auto signature = crypto::sign(key.secret_pem, text);
    auto began = std::clock();  // the processor's: others who use the core too do not count
    auto used = [&] { return static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC; };
    int count = 0;
    for (; count % 64 || used() < 1; ++count)
        if (!crypto::verify(key.public_pem, text, signature)) throw std::runtime_error("a signature does not hold");
    std::printf("{\"verifications\": %.0f}\n", count / used());
}

void take(int port, int each) {
    sink::allow_many_sockets();
    int taken = 0;
    sink::take_everything(sink::listen_everywhere(port).socket, [&] {
        if (++taken % each) return;
        std::printf("%.6f\n", std::chrono::duration<double>(Clock::now().time_since_epoch()).count());
        std::fflush(stdout);
    });
}

}  // namespace

int main(int count, char** words) try {
    base::site_url.change("http://bench.example");  // as bench/run.py starts the server
    std::string_view what = count > 1 ? words[1] : "";
    if (what == "verify" && count == 2) return verify(), 0;
    if (what == "send" && count == 4) return send_all(std::stoi(words[2]), read_letters(words[3])), 0;
    if (what == "sink" && count == 4) return take(std::stoi(words[2]), std::stoi(words[3])), 0;
    if (what != "prepare" || count != 7) throw std::runtime_error("usage: bench_others prepare FOLDER PORT FILE LETTERS FOLLOWERS, send PORT FILE, verify, or sink PORT COUNT");
    World world(words[2], std::stoi(words[3]));
    if (auto letters = std::stoi(words[5])) {
        world.settle_speakers();
        world.write_letters(words[4], letters);
    }
    world.settle_followers(std::stoi(words[6]));
} catch (std::exception const& error) {
    std::fprintf(stderr, "bench_others: %s\n", error.what());
    return 1;
}
