// Measures sending to other servers: one account's posts, signed, to a thousand hosts on loopback that take everything.
// usage: bench_deliveries FOLDER HOSTS POSTS [trouble]; with trouble there are two hosts more, one that takes and never
// answers and one whose connections never open. Prints one JSON object: RSA-2048 signatures per second of this machine's
// cores together, deliveries acknowledged by the other side and written down per second, their ratio, and the same ratio in
// CPU time of the sender alone, which holds on a busy machine too.
#include "sink.hpp"
#include "accounts/accounts.hpp"
#include "activitypub/deliveries.hpp"
#include "activitypub/keys.hpp"
#include "app/site.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "http/client.hpp"
#include <atomic>
#include <chrono>
#include <cstdio>
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

// Of this process, all threads: others that keep the cores busy do not show in it, nor does the sink.
double cpu_seconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto of = [](timeval time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return of(used.ru_utime) + of(used.ru_stime);
}

// What the cores can do at best, all of them signing.
struct Signing { double rate, cpu; };  // a second; CPU seconds for one
Signing signatures_per_second(double seconds) {
    auto cpu = cpu_seconds();
    auto key = crypto::new_rsa_2048();
    std::atomic<std::int64_t> made = 0;
    std::vector<std::thread> threads;
    auto began = Clock::now();
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
        threads.emplace_back([&] {
            for (; seconds_since(began) < seconds; ++made) (void)crypto::sign(key.secret_pem, "what is signed is about as long as this line, or a little longer");
        });
    for (auto& thread : threads) thread.join();
    auto count = static_cast<double>(made);
    return {count / seconds_since(began), (cpu_seconds() - cpu) / count};
}

base::AccountId author(db::Database& database) {
    return database.write([](db::Write& write) -> base::Result<base::AccountId> {
        accounts::SignUp form;
        form.username = "ada";
        form.email = "ada@people.example";
        form.password_hash = "no password fits this";
        form.agreement = form.confirmed = true;
        form.password = "a long enough password";
        return TRY(accounts::sign_up(write, form)).id;
    }).value();
}

constexpr db::Query put_audience{"bench.put_audience", "INSERT INTO audience (author_id, inbox_id, members) VALUES ($1, $2, 50)"};
constexpr db::Query count_waiting{"bench.count_waiting", "SELECT COUNT(*) FROM delivery"};

// An address whose connections stay half open: its queue is full and nobody takes from it.
std::string dead_address() {
    static constexpr int clients = 4;
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::inet_addr("127.9.9.8");
    socklen_t size = sizeof address;
    if (socket < 0 || ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(socket, 0) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("cannot listen");
    for (int i = 0; i < clients; ++i) (void)::connect(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), reinterpret_cast<sockaddr*>(&address), size);
    return "127.9.9.8:" + std::to_string(ntohs(address.sin_port));
}

struct Wanted { int hosts, posts; bool trouble; };

void measure(std::string const& folder, Wanted wanted, int port) {
    auto [hosts, posts, trouble] = wanted;
    std::vector<db::Schema> schemas(app::schemas().begin(), app::schemas().end());
    auto database = db::Database::open({.file = folder + "/deliveries.db", .postgresql = {}}, schemas);
    if (!database->migrate()) throw std::runtime_error("the database cannot be made");
    activitypub::keep_keys_in(folder + "/keys");
    http::allow_loopback.change(true);
    auto ada = author(*database);
    (void)activitypub::key_of(*database, ada);
    auto change = [&](auto work) {
        (void)database->write([&](db::Write& write) -> base::Result<base::Done> {
            work(write);
            return base::Done{};
        });
    };
    change([&](db::Write& write) {
        auto follow_from = [&](std::string const& host) { write.run(put_audience, {ada, activitypub::inbox_id(write, "http://" + host + "/inbox")}); };
        if (trouble) follow_from(sink::slow_host + (":" + std::to_string(port))), follow_from(dead_address());
        for (int i = 0; i < hosts; ++i) follow_from(sink::host(i, port));
    });
    auto best = signatures_per_second(3);
    activitypub::Deliverer deliverer(*database);
    deliverer.start();
    std::string const activity = "{\"type\":\"Create\",\"content\":\"" + std::string(1500, 'x') + "\"}";
    auto began = Clock::now();
    auto cpu = cpu_seconds();
    for (int i = 0; i < posts; ++i) change([&](db::Write& write) { activitypub::send_to_followers(write, {.author = ada, .activity = activity, .about = base::PostId{i + 1}}); });
    auto queued = seconds_since(began);
    auto left = [&] { return database->read([](db::Read& read) { return read.number(count_waiting, {}); }); };
    // What goes to the two in trouble waits for longer than this takes.
    while (left() > (trouble ? 2 * posts : 0)) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    auto took = seconds_since(began);
    deliverer.stop();
    auto speed = hosts * posts / took, cpu_each = (cpu_seconds() - cpu) / hosts / posts;
    std::printf("{\"signatures\": %.0f, \"deliveries\": %.0f, \"ratio\": %.3f, \"cpu_ratio\": %.3f, \"cpu_milliseconds\": %.3f, \"queue_milliseconds\": %.1f, \"seconds\": %.2f}\n",
                best.rate, speed, speed / best.rate, best.cpu / cpu_each, 1000 * cpu_each, 1000 * queued / posts, took);
}

}  // namespace

int main(int count, char** words) {
    bool trouble = count == 5 && std::string_view(words[4]) == "trouble";
    if (count != 4 && !trouble) return std::fputs("usage: bench_deliveries FOLDER HOSTS POSTS [trouble]\n", stderr), 2;
    sink::allow_many_sockets();
    auto listening = sink::listen_everywhere();
    auto sink = ::fork();
    if (sink == 0) {
        sink::take_everything(listening.socket, [] {});
        ::_exit(0);
    }
    ::close(listening.socket);
    int status = 0;
    try {
        measure(words[1], {std::atoi(words[2]), std::atoi(words[3]), trouble}, listening.port);
    } catch (std::exception const& broken) {
        std::fprintf(stderr, "%s\n", broken.what());
        status = 1;
    }
    ::kill(sink, SIGKILL);
    ::waitpid(sink, nullptr, 0);
    return status;
}
