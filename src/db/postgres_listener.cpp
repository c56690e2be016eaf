// Hears what other nodes committed: a NOTIFY wakes it, the outbox tells what happened.
#include "db/postgres.hpp"
#include "base/log.hpp"
#include <poll.h>
#include <sys/eventfd.h>

namespace db {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// A row that an earlier look did not show belongs to a transaction that was running then, so at or past that look's xmin.
inline constexpr Query
    news{"db.news", "SELECT horizon.xmin, outbox.id, outbox.transaction, outbox.kind, outbox.id_1, outbox.id_2, outbox.id_3, outbox.id_4"
                    " FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin) horizon"
                    " LEFT JOIN outbox ON outbox.transaction >= $1 AND outbox.origin <> $2 ORDER BY outbox.id"},
    has_outbox{"db.has_outbox", "SELECT to_regclass('outbox') IS NOT NULL"},
    forget_old{"db.forget_old", "DELETE FROM outbox WHERE created_at < (extract(epoch FROM now()) * 1000)::bigint - 600000"};

bool exists(PostgresConnection& connection) {
    bool there = false;
    connection.each(has_outbox, {}, [&](Row const& row) { there = row.boolean(0); });
    return there;
}

}  // namespace

void PostgresDatabase::tell(std::span<base::Event const> events) {
    std::lock_guard lock(telling_);
    tell_committed(events);
}

void PostgresDatabase::tell_other_nodes() {
    announce_ = true;
    ::eventfd_write(wake_, 1);
}

void PostgresDatabase::listen() {
    auto back_off = 100ms;
    while (!stopping_) {
        try {
            auto connection = connect(std::chrono::milliseconds(options.statement_deadline));
            connection->execute("LISTEN salve_outbox");
            back_off = 100ms;
            bool ready = false;
            auto look_at = Clock::now(), tidy_at = look_at + 1min;
            while (!stopping_) {
                // Looks every second even unwoken: a node that died between its commit and its NOTIFY is heard too.
                pollfd watched[] = {{connection->socket(), POLLIN, 0}, {wake_, POLLIN, 0}};
                ::poll(watched, 2, 1000);
                eventfd_t count;
                if (watched[1].revents) ::eventfd_read(wake_, &count);
                if (!(ready = ready || exists(*connection))) continue;
                // Sent apart from the change: a NOTIFY inside it would hold a lock of the whole cluster until its
                // commit is on disk, and so make all commits wait for each other.
                if (announce_.exchange(false)) connection->execute("NOTIFY salve_outbox");
                if (connection->take_notifications() || Clock::now() >= look_at) {
                    read_outbox(*connection);
                    look_at = Clock::now() + 1s;
                }
                if (Clock::now() < tidy_at) continue;
                connection->run(forget_old, {});
                tidy_at = Clock::now() + 1min;
            }
        } catch (Broken const& wrong) {
            if (stopping_) return;
            base::log(base::Level::warning, "listener_lost", {{"detail", wrong.what()}});
            pause(back_off);
            back_off = std::min(back_off * 2, 5000ms);
        }
    }
}

void PostgresDatabase::read_outbox(Connection& connection) {
    std::vector<base::Event> events;
    std::int64_t horizon = 0;
    connection.each(news, {horizon_, origin_}, [&](Row const& row) {
        horizon = row.integer(0);
        if (row.is_null(1) || !seen_.emplace(row.integer(2), row.integer(1)).second) return;
        events.push_back({row.text(3), {row.integer(4), row.integer(5), row.integer(6), row.integer(7)}});
    });
    horizon_ = horizon;
    seen_.erase(seen_.begin(), seen_.lower_bound({horizon, 0}));
    tell(events);
}

}  // namespace db
