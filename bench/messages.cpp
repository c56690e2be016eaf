// Measures opening a sealed thread of 200 messages, as both sides do: its whole page, with the look put on record durably before it is
// shown; what opening the words takes of that; and the durable writing of one more message.
// usage: bench_messages; prints one JSON object.
#include "accounts/accounts.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "follows/follows.hpp"
#include "inbox/inbox.hpp"
#include "jobs/jobs.hpp"
#include "measuring.hpp"
#include "messages/messages.hpp"
#include "moderation/moderation.hpp"
#include "notifications/notifications.hpp"
#include "push/push.hpp"
#include "records/records.hpp"
#include "reminders/reminders.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

namespace {

using namespace measuring;
constexpr int threads = 50, messages_each = 200, openings = 2000, writings = 500;
constexpr base::Time now = 1'795'446'000'000;  // 2026-11-23, 15:00 UTC

std::string const words(400, 'a');  // of a message: some lines

}  // namespace

int main() {
    auto const folder = std::filesystem::temp_directory_path() / ("bench-messages-" + std::to_string(std::random_device{}()));
    std::filesystem::create_directories(folder);
    db::Options options;
    options.file = folder / "messages.db";
    db::Schema const schemas[] = {jobs::schema, accounts::schema, blocks::schema, notifications::schema, areas::schema, moderation::schema, follows::schema, teams::schema, directory::schema, inbox::schema, records::schema, push::schema,
                                  reminders::schema, messages::schema};
    auto database = db::Database::open(options, schemas);
    if (!database->migrate()) return 1;
    records::keep_keys_in(folder / "keys");
    moderation::keep_keys_in(folder / "keys", folder / "record-root");
    push::keep_in(folder);
    auto moment = now;
    database->clock = [&moment] { return moment; };
    auto const clinic = written(*database, [](db::Write& write) { return signed_up(write, "clinic", accounts::Kind::organization); });
    auto const nurse = written(*database, [](db::Write& write) { return signed_up(write, "nurse", accounts::Kind::person); });
    auto const patient = written(*database, [](db::Write& write) { return signed_up(write, "patient", accounts::Kind::person); });
    written(*database, [&](db::Write& write) -> base::Result<base::Done> {
        teams::found(write, clinic, nurse);
        TRY(reminders::choose(write, patient, {.push = false, .mail = false}));
        return messages::set_desk(write, nurse, {.organization = clinic, .open = true});
    });
    std::vector<messages::ThreadId> all;
    for (int each = 0; each < threads; ++each)
        all.push_back(written(*database, [&](db::Write& write) -> base::Result<messages::ThreadId> {
            auto const made = TRY(messages::open(write, patient, {.patient = patient, .organization = clinic, .subject = "A question", .text = words, .files = {}}));
            for (int i = 1; i < messages_each; ++i) TRY(messages::write(write, i % 2 ? nurse : patient, made.id, words));
            return made.id;
        }));

    http::Router router;
    messages::add_pages(router.speaking(http::refuse_as_json), *database, [](http::Person const&) { return true; });
    std::vector<double> shown;
    for (int i = 0; i < openings; ++i) {
        http::Request request;
        request.method = "GET";
        request.path = request.target = "/care-messages/" + all[static_cast<std::size_t>(i) % all.size()].text();
        request.person = http::Person{.account = i % 2 ? nurse : patient, .grant = 1, .by_session = true, .csrf = "token"};
        auto const began = Clock::now();
        auto const answer = http::answer(router, *database, std::move(request));
        shown.push_back(milliseconds_since(began));
        if (answer.status != 200 || answer.body.size() < words.size() * messages_each) {
            std::fprintf(stderr, "the page has not every word\n");
            return 1;
        }
    }

    std::vector<double> opened;
    std::size_t letters = 0;
    for (int i = 0; i < openings; ++i) {
        auto const reader = i % 2 ? nurse : patient;
        auto const id = all[static_cast<std::size_t>(i) % all.size()];
        auto const began = Clock::now();
        database->read([&](db::Read& read) {
            letters += messages::find(read, reader, id)->subject.size() + messages::readers(read, id).size();
            for (auto const& each : messages::messages_of(read, reader, id, 0, messages_each)) letters += each.text.size();
            return 0;
        });
        opened.push_back(milliseconds_since(began));
    }
    if (letters < words.size() * messages_each * openings) {
        std::fprintf(stderr, "not every word was opened\n");
        return 1;
    }

    std::vector<double> wrote;
    for (int i = 0; i < writings; ++i) {
        moment += base::second;
        auto const id = all[static_cast<std::size_t>(i) % all.size()];
        auto const began = Clock::now();
        written(*database, [&](db::Write& write) -> base::Result<base::Done> {
            TRY(messages::write(write, i % 2 ? nurse : patient, id, words));
            return base::Done{};
        });
        wrote.push_back(milliseconds_since(began));
    }
    std::printf("{\"p50\": %.2f, \"p99\": %.2f, \"slowest\": %.2f, \"words_p50\": %.2f, \"words_p99\": %.2f, \"write_p50\": %.2f, \"write_p99\": %.2f}\n", part(shown, 0.5), part(shown, 0.99), part(shown, 1), part(opened, 0.5), part(opened, 0.99), part(wrote, 0.5), part(wrote, 0.99));
    database.reset();
    std::filesystem::remove_all(folder);
}
