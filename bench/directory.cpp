// Measures finding care: 20,000 places within 25 km, asked with filters, one question at a time; in memory, as a server holds
// them, and without it.
// usage: bench_directory; prints one JSON object.
#include "accounts/accounts.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "follows/follows.hpp"
#include "jobs/jobs.hpp"
#include "measuring.hpp"
#include "moderation/moderation.hpp"
#include "notifications/notifications.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

namespace {

using namespace measuring;
constexpr int organizations = 40, places_each = 500, questions = 2000;
constexpr areas::Point middle{42.33, -122.87};

std::mt19937_64 dice(20261123);
double between(double low, double high) { return std::uniform_real_distribution(low, high)(dice); }
std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(dice); }

directory::Location place(base::AccountId organization, int number) {
    directory::Location made{.organization = organization, .name = "Practice " + std::to_string(number), .specialty = std::string(directory::specialties()[below(directory::specialties().size())].code), .city = "Larkspur", .country = "US",
                             .position = {middle.latitude + between(-0.15, 0.15), middle.longitude + between(-0.2, 0.2)}, .zone = "America/Los_Angeles", .languages = {"en"}, .accepts_new = below(2) == 0};
    for (int day = 1; day <= 5; ++day) made.hours.push_back({day, 8 * 60, 18 * 60});
    if (below(3) == 0) made.languages.push_back("es");
    if (below(2) == 0) made.access.push_back("step_free");
    return made;
}

void fill(db::Database& database) {
    for (int each = 0; each < organizations; ++each) {
        auto const done = database.write([&](db::Write& write) -> base::Result<base::Done> {
            auto const id = TRY(signed_up(write, "practices" + std::to_string(each), accounts::Kind::organization));
            for (int i = 0; i < places_each; ++i) {
                auto const made = TRY(directory::add(write, id, place(id, each * places_each + i)));
                TRY(directory::add_service(write, id, {.location = made.id, .specialty = made.specialty, .video = below(4) == 0}));
                directory::set_score(write, made.id, {.mean = between(2, 5), .low = 2, .high = 5, .effective = between(0, 60), .reviews = 30});
            }
            return base::Done{};
        });
        if (!done) std::abort();
    }
}

directory::Question question() {
    static constexpr std::string_view texts[] = {"", "family doctor", "dentist", "heart", "depression", "practice 1", "knee"};
    directory::Question made{.text = std::string(texts[below(std::size(texts))]), .near = areas::Point{middle.latitude + between(-0.05, 0.05), middle.longitude + between(-0.05, 0.05)}};
    made.open_now = below(2) == 0, made.accepts_new = below(2) == 0, made.video = below(4) == 0;
    if (below(3) == 0) made.language = "es";
    if (below(3) == 0) made.access = "step_free";
    made.order = static_cast<directory::Order>(below(4));
    return made;
}

std::vector<double> asked(db::Database& database, int times, std::int64_t& found) {
    std::vector<double> took;
    database.read([&](db::Read& read) {
        for (int i = 0; i < times; ++i) {
            auto const asking = question();
            auto const began = Clock::now();
            found += directory::search(read, asking).total;
            took.push_back(milliseconds_since(began));
        }
        return 0;
    });
    return took;
}

}  // namespace

int main() {
    auto const folder = std::filesystem::temp_directory_path() / ("bench-directory-" + std::to_string(std::random_device{}()));
    std::filesystem::create_directories(folder);
    db::Options options;
    options.file = folder / "directory.db";
    options.throwaway = true;
    db::Schema const schemas[] = {jobs::schema, accounts::schema, blocks::schema, notifications::schema, areas::schema, moderation::schema, follows::schema, teams::schema, directory::schema};
    auto database = db::Database::open(options, schemas);
    if (!database->migrate()) return 1;
    database->clock = [] { return 1'795'300'000'000; };  // a weekday at noon in Larkspur
    fill(*database);
    std::int64_t found = 0;
    auto plain = asked(*database, 10, found);
    bus::Bus bus;
    directory::Memory memory(bus, *database);
    auto const began = Clock::now();
    memory.load();
    auto const loaded = milliseconds_since(began);
    found = 0;
    auto took = asked(*database, questions, found);
    std::printf("{\"p50\": %.2f, \"p99\": %.2f, \"slowest\": %.2f, \"found\": %.0f, \"load_milliseconds\": %.0f, \"tables_p50\": %.0f}\n", part(took, 0.5), part(took, 0.99), part(took, 1), static_cast<double>(found) / questions, loaded, part(plain, 0.5));
    bus.stop();
    database.reset();
    std::filesystem::remove_all(folder);
}
