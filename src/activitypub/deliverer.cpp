// The sending thread's life: on one process of a cluster only.
#include "activitypub/queries.hpp"
#include "activitypub/sending.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "http/metrics_text.hpp"
#include "jobs/jobs.hpp"
#include <chrono>
#include <cstring>

namespace activitypub {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr base::Time lease = 30 * base::second;
constexpr std::chrono::seconds lease_asked_every{10}, after_trouble{1}, time_to_end{12};

std::int64_t random_number() {
    std::int64_t number = 0;
    auto bytes = crypto::random_bytes(sizeof number);
    std::memcpy(&number, bytes.data(), sizeof number);
    return number & 0x7fffffffffffffff;
}

}  // namespace

struct Deliverer::Inside {
    db::Database& database;
    std::shared_ptr<Bell> const bell = std::make_shared<Bell>();
    std::int64_t const holder = random_number();
    Tally tally;
    std::thread thread;
    // Of the sending thread:
    Clock::time_point lease_asked{};
    bool has_lease = false;

    explicit Inside(db::Database& data) : database(data) {
        database.on_commit([bell = bell](std::span<base::Event const> events) {
            for (auto const& event : events) {
                if (event.kind == Queued::kind) bell->ring(&Bell::news);
                else if (event.kind == PeersChanged::kind) bell->ring(&Bell::peers);
            }
        });
    }

    void rest(std::chrono::milliseconds most) {
        std::unique_lock lock(bell->mutex);
        bell->rung.wait_for(lock, most, [&] { return bell->stopping; });
    }

    // A SQLite database has one process, which need not ask anybody.
    bool may_deliver() {
        if (!database.is_postgresql()) return true;
        if (has_lease && Clock::now() - lease_asked < lease_asked_every) return true;
        lease_asked = Clock::now();
        database.wait_write([&](db::Write& write) {
            has_lease = write.run(sql::take_deliverer, {holder, write.now + lease, write.now}) == 1;
            return true;
        });
        return has_lease;
    }

    void deliver() {
        Sending sending(database, *bell, tally);
        while (!bell->is_stopping() && may_deliver()) sending.step(true);
        sending.only_end();
        for (auto end = Clock::now() + time_to_end; sending.anything_on_its_way() && Clock::now() < end;) sending.step(true);
    }

    void work() {
        jobs::stand_back(15);
        while (!bell->is_stopping()) {
            try {
                if (may_deliver()) deliver();
                else rest(lease_asked_every);
            } catch (std::exception const& broken) {
                base::log(base::Level::error, "delivering waits", {{"error", std::string_view(broken.what())}});
                rest(after_trouble);
            }
        }
        if (!has_lease) return;
        try {
            database.wait_write([&](db::Write& write) {
                write.run(sql::leave_deliverer, {holder});
                return true;
            });
        } catch (std::exception const&) {
            // The lease ends by itself.
        }
    }
};

Deliverer::Deliverer(db::Database& database) : inside_(std::make_unique<Inside>(database)) {}

Deliverer::~Deliverer() { stop(); }

void Deliverer::start() {
    if (!federate() || inside_->thread.joinable()) return;
    inside_->thread = std::thread([inside = inside_.get()] { inside->work(); });
}

void Deliverer::wake() { inside_->bell->ring(&Bell::news); }

void Deliverer::stop() {
    inside_->bell->ring(&Bell::stopping);
    if (inside_->thread.joinable()) inside_->thread.join();
}

void Deliverer::deliver_due() {
    Sending sending(inside_->database, *inside_->bell, inside_->tally);
    do sending.step(true);
    while (!sending.idle());
}

std::string Deliverer::metrics() const {
    auto const& tally = inside_->tally;
    http::MetricsText text;
    text.kind("salve_federation_deliveries_total", "counter", "Attempts to bring an activity to another server, by what came of them.");
    auto sample = [&](std::string_view outcome, std::atomic<std::int64_t> const& count) {
        text.sample("salve_federation_deliveries_total", "outcome=\"" + std::string(outcome) + "\"", std::to_string(count.load()));
    };
    sample("delivered", tally.delivered);
    sample("refused", tally.refused);
    sample("gone", tally.gone);
    sample("failed", tally.failed);
    sample("postponed", tally.postponed);
    struct Now { std::int64_t waiting, failing; };
    auto now = inside_->database.read([](db::Read& read) { return Now{read.number(sql::count_waiting, {}), read.number(sql::count_failing, {})}; });
    text.gauge("salve_federation_waiting", "Deliveries that wait.", now.waiting);
    text.gauge("salve_federation_failing_servers", "Other servers that do not answer.", now.failing);
    return text.take();
}

}  // namespace activitypub
