// Measures pushing one alert to very many stored subscriptions: encryption alone, then the whole way from the database over
// batches to a push service on loopback that takes everything (another process), with what is written down in between.
// usage: bench_alert_push FOLDER SUBSCRIPTIONS. Prints one JSON object. The floor is what RFC 8291 asks for each message, by the
// same library with every key laid out beforehand: a fresh P-256 key, one ECDH and AES-128-GCM of the same text.
#include "sink.hpp"
#include "accounts/accounts.hpp"
#include "alerts/telling.hpp"
#include "app/site.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "http/client.hpp"
#include "push/delivery.hpp"
#include "push/keys.hpp"
#include "push/push.hpp"
#include "push/vapid.hpp"
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <sys/resource.h>
#include <sys/wait.h>

namespace {

using Clock = std::chrono::steady_clock;
constexpr int services = 4, at_once = 1000, receivers = 1000;

double seconds_since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

// Of this process alone, all threads: neither the sink nor others that keep the cores busy show in it.
double cpu_seconds() {
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

struct Rate { double rate, cpu; };  // a second; CPU seconds for one
template <class Work>
Rate measured(int times, Work work) {
    auto const began = Clock::now();
    auto const cpu = cpu_seconds();
    for (int i = 0; i < times; ++i) work(i);
    return {times / seconds_since(began), (cpu_seconds() - cpu) / times};
}

void require(bool worked) {
    if (!worked) throw std::runtime_error("OpenSSL did not do what it was asked");
}

// Key, agreement and encryption and nothing else.
void encrypt_barely(EVP_PKEY* receiver, std::string_view text) {
    push::Owned<EVP_PKEY> sender(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    push::Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(sender.get(), nullptr));
    std::string secret(32, '\0'), sealed(text.size() + 16, '\0');
    auto size = secret.size();
    require(EVP_PKEY_derive_init(context.get()) == 1 && EVP_PKEY_derive_set_peer(context.get(), receiver) == 1 && EVP_PKEY_derive(context.get(), push::bytes(secret), &size) == 1);
    push::Owned<EVP_CIPHER_CTX> cipher(EVP_CIPHER_CTX_new());
    int part = 0;
    require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_128_gcm(), nullptr, push::bytes(std::string_view(secret)), push::bytes(std::string_view(secret).substr(16))) == 1);
    require(EVP_EncryptUpdate(cipher.get(), push::bytes(sealed), &part, push::bytes(text), static_cast<int>(text.size())) == 1);
    require(EVP_EncryptFinal_ex(cipher.get(), push::bytes(sealed) + part, &part) == 1);
    require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, 16, push::bytes(sealed) + text.size()) == 1);
}

std::vector<base::AccountId> subscribed(db::Database& database, int count, int port, std::vector<push::Keys> const& keys) {
    std::vector<base::AccountId> people;
    for (int first = 0; first < count; first += at_once)
        database.wait_write([&](db::Write& write) {
            std::vector<base::AccountId> added;
            for (int i = first; i < std::min(count, first + at_once); ++i) {
                accounts::SignUp form;
                form.username = "person" + std::to_string(i);
                form.email = form.username + "@people.example";
                form.password_hash = "no password fits this";
                form.agreement = form.confirmed = true;
                added.push_back(accounts::sign_up(write, form)->id);
                auto const& mine = keys[static_cast<std::size_t>(i) % keys.size()];
                (void)push::subscribe(write, {.account = added.back(), .grant = i + 1, .endpoint = "http://" + sink::host(i % services, port) + "/push/" + std::to_string(i),
                                              .p256dh = crypto::base64url(mine.open), .auth = crypto::base64url(crypto::random_bytes(16)), .standard = true});
            }
            people.insert(people.end(), added.begin(), added.end());
            return true;
        });
    return people;
}

alerts::AlertId issued(db::Database& database) {
    return *database.write([](db::Write& write) -> base::Result<alerts::AlertId> {
        alerts::Info info{.categories = {alerts::Category::health}, .event = "Wildfire smoke", .urgency = alerts::Urgency::immediate, .severity = alerts::Severity::severe,
                          .certainty = alerts::Certainty::observed, .expires = {write.now + base::day, 0}, .headline = "Stay indoors and keep windows closed",
                          .description = "The air is very unhealthy until about Sunday night. Smoke drifts over the valley from three fires in the west.",
                          .areas = {{.description = "Jackson County", .circles = {"42.3,-122.8 25"}}}};
        alerts::Message message{.identifier = "bench-1", .sender = "alerts@larkspur.example", .sent = {write.now / 1000 * 1000, 0}, .infos = {info}};
        auto alert = alerts::receive(write, {.message = message, .source = 1, .source_name = "Larkspur Public Health", .source_url = "https://larkspur.example", .xml = {}});
        if (!alert) return std::unexpected(alert.error());
        return alert->id;
    });
}

}  // namespace

int main(int count, char** words) {
    if (count < 3) return 2;
    std::string const folder = words[1];
    int const wanted = std::atoi(words[2]);
    sink::allow_many_sockets();
    auto const listening = sink::listen_everywhere();
    if (auto const child = ::fork(); child == 0) {
        sink::take_everything(listening.socket, [] {});
    } else {
        struct End { pid_t child; ~End() { ::kill(child, SIGKILL); ::waitpid(child, nullptr, 0); } } const end{child};
        ::close(listening.socket);
        http::allow_loopback.change(true);
        std::filesystem::create_directories(folder);
        push::keep_in(folder);
        alerts::keep_letter_keys_in(folder + "/keys");
        db::Options options;
        options.file = folder + "/salve.db";
        auto const database = db::Database::open(options, app::schemas());
        if (!database->migrate()) return 1;
        std::vector<push::Keys> keys;
        std::vector<push::Owned<EVP_PKEY>> peers;
        for (int i = 0; i < receivers; ++i) keys.push_back(push::new_keys()), peers.push_back(push::public_key(keys.back().open));
        auto const people = subscribed(*database, wanted, listening.port, keys);

        database->on_emit(alerts::hear);
        auto const alert = issued(*database);
        auto const text = database->read([&](db::Read& read) { return alerts::push_text(read, *alerts::find(read, alert), "en"); });
        auto const note = push::Note{text, "a1", base::clock_now() + base::day, true};
        auto const all = database->read([&](db::Read& read) { return push::all_of(read, std::vector(people.begin(), people.begin() + std::min<std::ptrdiff_t>(receivers, wanted))); });
        auto const token = push::vapid_token(push::server_keys(), "http://127.1.0.1", "mailto:desk@larkspur.example", base::clock_now());
        int const samples = 20 * receivers;
        auto const floor = measured(samples, [&](int i) { encrypt_barely(peers[static_cast<std::size_t>(i) % peers.size()].get(), text); });
        auto const ours = measured(samples, [&](int i) { (void)push::request_for(all[static_cast<std::size_t>(i) % all.size()], note, token, base::clock_now()); });

        auto const began = Clock::now();
        auto const cpu = cpu_seconds();
        alerts::People const concerned{.concerned = [&](db::Read&, alerts::Alert const&) { return people; }, .wish = [](db::Read&, base::AccountId, alerts::Alert const&) { return alerts::Wish{.push = true}; }, .stopping = {}};
        alerts::push_on(*database, alert, concerned);
        auto const seconds = seconds_since(began), used = cpu_seconds() - cpu;
        std::int64_t sent = 0;
        for (auto const& each : database->read([&](db::Read& read) { return alerts::reach_of(read, alert); }))
            if (each.channel == alerts::Channel::push_sent) sent = each.times;
        std::printf("{\"subscriptions\": %d, \"bytes\": %zu, \"floor\": %.0f, \"floor_cpu\": %.9f, \"encrypted\": %.0f, \"encrypted_cpu\": %.9f, \"sent\": %lld, \"seconds\": %.2f, \"rate\": %.0f, \"cpu\": %.9f}\n",
                    wanted, text.size(), floor.rate, floor.cpu, ours.rate, ours.cpu, static_cast<long long>(sent), seconds, static_cast<double>(sent) / seconds, used / static_cast<double>(std::max<std::int64_t>(sent, 1)));
    }
    return 0;
}
