// Measures booking: searches for free times across 1,000 practitioners and 60 days, and durable bookings of many patients at once.
// usage: bench_appointments; prints one JSON object.
#include "accounts/accounts.hpp"
#include "appointments/appointments.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "follows/follows.hpp"
#include "jobs/jobs.hpp"
#include "measuring.hpp"
#include "moderation/moderation.hpp"
#include "notifications/notifications.hpp"
#include "push/push.hpp"
#include "records/records.hpp"
#include "reminders/reminders.hpp"
#include "reviews/reviews.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <thread>

namespace {

using namespace measuring;
constexpr int organizations = 20, practitioners_each = 50, patients = 64, days = 60, searches = 2000, bookings_each = 40;
constexpr areas::Point middle{42.33, -122.87};
constexpr base::Time now = 1'795'446'000'000;  // 2026-11-23, 15:00 UTC

std::mt19937_64 dice(20261123);
double between(double low, double high) { return std::uniform_real_distribution(low, high)(dice); }
std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(dice); }

// A practice of fifty, each with a schedule: weekdays from 8 to 12 and 13 to 17, twenty minutes each.
base::Result<base::Done> open_practice(db::Write& write, int number) {
    auto const id = TRY(signed_up(write, "practice" + std::to_string(number), accounts::Kind::organization));
    auto const& kinds = directory::specialties();
    auto const place = TRY(directory::add(write, id, {.organization = id, .name = "Practice " + std::to_string(number), .specialty = std::string(kinds[below(kinds.size())].code), .city = "Larkspur", .country = "US",
                                                      .position = {middle.latitude + between(-0.15, 0.15), middle.longitude + between(-0.2, 0.2)}, .zone = "America/Los_Angeles", .languages = {"en"}}));
    for (int i = 0; i < practitioners_each; ++i) {
        appointments::Schedule schedule{.location = place.id, .name = "Dr. " + std::to_string(i), .minutes = 20, .lead_minutes = 60, .ahead_days = days};
        for (int day = 1; day <= 5; ++day) schedule.weekly.push_back({day, 8 * 60, 12 * 60}), schedule.weekly.push_back({day, 13 * 60, 17 * 60});
        if (i % 3 == 0) schedule.modes = {appointments::Mode::in_person, appointments::Mode::phone};
        TRY(appointments::add(write, id, schedule));
    }
    return base::Done{};
}

appointments::Search asked() {
    auto const& kinds = directory::specialties();
    appointments::Search made{.from = now + static_cast<base::Time>(below(days - 7)) * base::day, .limit = 20};
    made.to = made.from + 7 * base::day;
    if (below(2)) made.near = areas::Point{middle.latitude + between(-0.05, 0.05), middle.longitude + between(-0.05, 0.05)};
    if (below(2) || !made.near) made.specialty = std::string(kinds[below(kinds.size())].code);
    if (below(3) == 0) made.mode = appointments::Mode::phone;
    return made;
}

}  // namespace

int main() {
    auto const folder = std::filesystem::temp_directory_path() / ("bench-appointments-" + std::to_string(std::random_device{}()));
    std::filesystem::create_directories(folder);
    db::Options options;
    options.file = folder / "appointments.db";
    db::Schema const schemas[] = {jobs::schema, accounts::schema, blocks::schema, notifications::schema, areas::schema, moderation::schema, follows::schema, teams::schema, directory::schema, records::schema, push::schema,
                                  reminders::schema, reviews::schema, appointments::schema};
    auto database = db::Database::open(options, schemas);
    if (!database->migrate()) return 1;
    records::keep_keys_in(folder / "keys");
    reviews::keep_keys_in(folder / "keys");
    moderation::keep_keys_in(folder / "keys", folder / "record-root");
    push::keep_in(folder);
    appointments::add_reminders();
    database->clock = [] { return now; };
    for (int each = 0; each < organizations; ++each) written(*database, [&](db::Write& write) { return open_practice(write, each); });
    std::vector<base::AccountId> people;
    for (int each = 0; each < patients; ++each) people.push_back(written(*database, [&](db::Write& write) { return signed_up(write, "patient" + std::to_string(each), accounts::Kind::person); }));

    bus::Bus bus;
    directory::Memory memory(bus, *database);
    memory.load();
    std::vector<double> took;
    std::int64_t found = 0;
    database->read([&](db::Read& read) {
        for (int i = 0; i < searches; ++i) {
            auto const asking = asked();
            auto const began = Clock::now();
            found += std::ssize(appointments::search(read, asking));
            took.push_back(milliseconds_since(began));
        }
        return 0;
    });

    // Each patient books at a time of day of their own, day after day: none of them twice at once.
    auto const schedules = database->read([](db::Read& read) { return appointments::list_schedules(read, {}, organizations * practitioners_each); });
    std::vector<std::vector<appointments::SlotId>> wanted(patients);
    for (int each = 0; each < patients; ++each) {
        auto const slots = database->read([&](db::Read& read) { return appointments::free_slots(read, schedules[static_cast<std::size_t>(each)].id, now, now + days * base::day, bookings_each * 2); });
        for (int i = 0; i < bookings_each; ++i) wanted[static_cast<std::size_t>(each)].push_back(slots.at(static_cast<std::size_t>(i)).id);
    }
    std::atomic<int> booked{0};
    auto const began = Clock::now();
    {
        std::vector<std::jthread> threads;
        for (int each = 0; each < patients; ++each)
            threads.emplace_back([&, each] {
                for (auto const slot : wanted[static_cast<std::size_t>(each)]) {
                    auto const made = database->write([&](db::Write& write) { return appointments::book(write, people[static_cast<std::size_t>(each)], {.slot = slot, .mode = appointments::Mode::in_person, .reason = "A cough", .phone = ""}); });
                    if (made) ++booked;
                }
            });
    }
    auto const seconds = milliseconds_since(began) / 1000;
    auto const slots = database->read([](db::Read& read) { return read.number({"bench.slots", "SELECT COUNT(*) FROM appointment_slot"}, {}); });
    std::printf("{\"slots\": %lld, \"p50\": %.2f, \"p99\": %.2f, \"slowest\": %.2f, \"found\": %.1f, \"booked\": %d, \"wanted\": %d, \"per_second\": %.0f}\n", static_cast<long long>(slots), part(took, 0.5), part(took, 0.99), part(took, 1),
                static_cast<double>(found) / searches, booked.load(), patients * bookings_each, booked.load() / seconds);
    bus.stop();
    database.reset();
    std::filesystem::remove_all(folder);
}
