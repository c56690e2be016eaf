// How many an alert reached: counted with the change where there is one, in memory where there is none.
#include "alerts/inside.hpp"
#include "alerts/queries.hpp"
#include "base/settings.hpp"
#include <map>
#include <mutex>

namespace alerts {

namespace {

constexpr std::string_view names[] = {"concerned", "streams", "pages", "seen", "push_queued", "push_sent", "push_failed", "mail_queued", "mail_digest", "mail_sent", "mail_failed", "feeds", "widget", "websub", "federated"};

// Of this process, since it was last kept. Guarded by its mutex.
struct Counted {
    std::mutex mutex;
    std::map<std::pair<AlertId, Channel>, std::int64_t> of;
    std::map<Channel, std::int64_t> of_all_in_force;
};
Counted& counted() {
    static Counted one;
    return one;
}

}  // namespace

std::string_view text_of(Channel channel) { return names[static_cast<std::size_t>(channel)]; }

void count(db::Write& write, AlertId alert, Channel channel, std::int64_t times) { write.run(sql::add_count, {alert, text_of(channel), times}); }

void count_soon(AlertId alert, Channel channel, std::int64_t times) {
    std::lock_guard lock(counted().mutex);
    counted().of[{alert, channel}] += times;
}

void count_soon_in_force(Channel channel) {
    std::lock_guard lock(counted().mutex);
    ++counted().of_all_in_force[channel];
}

void keep_counts(db::Database& database) {
    std::map<std::pair<AlertId, Channel>, std::int64_t> of;
    std::map<Channel, std::int64_t> of_all;
    {
        std::lock_guard lock(counted().mutex);
        std::swap(of, counted().of);
        std::swap(of_all, counted().of_all_in_force);
    }
    if (of.empty() && of_all.empty()) return;
    try {
        database.wait_write([&](db::Write& write) {
            auto all = of;
            if (!of_all.empty())
                for (auto const& alert : in_force(write, write.now))
                    for (auto const& [channel, times] : of_all) all[{alert.id, channel}] += times;
            AlertId told;
            for (auto const& [which, times] : all) {
                count(write, which.first, which.second, times);
                if (which.first != told) write.emit(ReachGrew{told = which.first});
            }
            return true;
        });
    } catch (db::Broken const&) {  // kept for the next time
        std::lock_guard lock(counted().mutex);
        for (auto const& [which, times] : of) counted().of[which] += times;
        for (auto const& [channel, times] : of_all) counted().of_all_in_force[channel] += times;
        throw;
    }
}

namespace {

// Set while the site starts, constant afterwards.
std::function<std::int64_t(db::Read&, PostId)>& servers() {
    static std::function<std::int64_t(db::Read&, PostId)> one;
    return one;
}

}  // namespace

void count_servers_with(std::function<std::int64_t(db::Read&, PostId)> ask) { servers() = std::move(ask); }

std::vector<Reached> reach_of(db::Read& read, AlertId alert) {
    std::vector<Reached> all;
    for (std::size_t i = 0; i < std::size(names); ++i) all.push_back({static_cast<Channel>(i), 0});
    read.each(sql::counts_of, {alert}, [&](db::Row const& row) {
        for (auto& each : all)
            if (text_of(each.channel) == row.view(0)) each.times = row.integer(1);
    });
    if (auto const told = servers() ? find(read, alert) : std::nullopt; told && told->post) all[static_cast<std::size_t>(Channel::federated)].times = servers()(read, told->post);
    // What this process has not kept yet belongs to it.
    std::lock_guard lock(counted().mutex);
    for (auto& each : all)
        if (auto const found = counted().of.find({alert, each.channel}); found != counted().of.end()) each.times += found->second;
    return all;
}

}  // namespace alerts
