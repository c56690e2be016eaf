// What Larkspur says of its care: invented, plain, and the same for a seed; with one ring that moderators can find.
#include "base/time.hpp"
#include "demo/care.hpp"
#include "demo/random.hpp"
#include "directory/directory.hpp"
#include "reviews/reviews.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <array>

namespace demo {

using base::Done, base::Result;

namespace {

struct Talk { std::array<std::string_view, 8> who; std::array<std::string_view, 6> well, badly; };

constexpr std::array<Talk, 4> talk{{
    {{"The doctor", "The nurse", "My physician", "The specialist", "Whoever saw me", "The young doctor", "A calm nurse", "The person I saw"},
     {"let me finish before answering", "asked what worried me most", "took my pain seriously", "remembered what I had said last time", "sat down and had time", "asked me what I wanted"},
     {"looked at the screen the whole time", "cut me short twice", "seemed to be somewhere else", "had my papers mixed up", "was out of the room again quickly", "did not ask what I came for"}},
    {{"The next steps", "The results", "The medicines", "The treatments", "The warning signs", "The costs", "The choices", "The forms"},
     {"were explained without hard words", "were drawn on paper for me", "were gone through twice, gladly", "came home with me in writing", "were clear when I left", "were repeated for my daughter"},
     {"were never really explained", "came in words I had to look up", "stayed unclear until I called", "were told in the corridor", "were different from what I read later", "had to be asked for three times"}},
    {{"At the desk they", "On the telephone they", "The people at reception", "Before the visit they", "In the morning they", "For the appointment they", "When I was late they", "On arrival they"},
     {"found me a date in the same week", "were kind although it was full", "told me honestly how long it takes", "called back the same day", "helped me with the door and the lift", "knew at once who I was looking for"},
     {"kept me waiting for more than an hour", "sent me to another floor twice", "could not be reached for days", "talked about others where I could hear it", "lost my referral", "moved the date without a word"}},
    {{"The rooms", "The waiting areas", "The bathrooms", "The entrances", "The chairs", "The corridors", "The treatment rooms", "The corners for children"},
     {"were clean and light", "felt calm", "were easy to find", "were warm on a cold day", "had space for a wheelchair", "were looked after"},
     {"were not clean that day", "were far too loud", "were hard to get to with crutches", "smelled of paint", "were cold", "had no place left to sit"}},
}};

std::string story(Random& random, int stars) {
    if (random.chance(35)) return {};
    std::string told;
    for (auto const& each : talk) {
        bool const well = random.below(5) < stars - (stars < 4 ? 1 : 0);
        auto const& words = well ? each.well : each.badly;
        told += (told.empty() ? "" : " ") + std::string(each.who[static_cast<std::size_t>(random.below(8))]) + " " + std::string(words[static_cast<std::size_t>(random.below(6))]) + ".";
    }
    return told;
}

int stars_at(Random& random, int content) {
    if (random.chance(content)) return random.chance(65) ? 5 : 4;
    return static_cast<int>(random.between(1, 4));
}

reviews::Planted said(Random& random, directory::LocationId place, std::int64_t person, int stars, base::Time published) {
    reviews::Planted made;
    made.draft = {.location = place, .overall = stars, .told = story(random, stars), .month = base::iso8601(published - 20 * base::day).substr(0, 7), .signed_as = {}, .token = {}, .language = "en"};
    for (auto& mark : made.draft.marks)
        if (!random.chance(15)) mark = static_cast<int>(std::clamp<std::int64_t>(stars + random.between(-1, 1), 1, 5));
    made.verified = random.chance(45);
    made.reviewer = "larkspur " + std::to_string(person);
    made.published = published;
    made.id = static_cast<std::int64_t>(random.next() >> 12) + 1;
    return made;
}

void plant_ring(db::Write& write, Random& random, std::vector<directory::LocationId> const& places) {
    constexpr int accounts = 7, goals = 3;
    for (int account = 0; account < accounts; ++account)
        for (int goal = 0; goal < goals && goal < std::ssize(places); ++goal) {
            auto one = said(random, places[places.size() - 1 - static_cast<std::size_t>(goal)], 900'000 + account, 5, write.now - random.between(20, 27) * base::day);
            one.verified = false;
            reviews::plant(write, one);
        }
}

constexpr std::array<std::string_view, 5> sorry{
    "You are right, and we are sorry. Nobody should have to try so often.", "Thank you for saying it plainly. The whole team talked about it, and we will write here what changes.",
    "We are sorry. That is not how we want to work, and it helps that you wrote.", "This should not happen. The manager stands at the front desk in the mornings until it is better.",
    "Thank you for being open. Write to us here whenever you like: the manager reads it and calls back."};
constexpr std::array<std::string_view, 4> glad{
    "Thank you. The whole team read this, and it made their week.", "It means a lot to read this. Thank you for taking the time.", "Thank you for writing. It hangs in the staff room now.",
    "We are glad. Tell us as openly when something is not as it should be."};
struct Change { std::string_view planned, changed; };
constexpr std::array<Change, 5> changes{{
    {"A second person on the telephone, with Spanish.", "Two people answer the telephone from eight on, one of them in Spanish."},
    {"Seats with space for wheelchairs near the door.", "The first row near the door is for wheelchairs now."},
    {"An answer to every form within two working days.", "Forms are answered within two working days. The sign at the desk says so."},
    {"A corner with books for children.", "There is a corner with books for children, away from the noise."},
    {"A screen that says how long it still takes.", "A screen says how long it still takes, and nobody has to ask."},
}};

Result<Done> set(db::Write& write, base::AccountId by, reviews::ReviewId id, reviews::StepKind kind, std::string_view text, base::Time at, base::Time end) {
    if (at > end) return Done{};
    write.now = at;
    return reviews::set_step(write, by, id, kind, text);
}

// Whoever leads the team answers; one place is diligent, another is not. Of every fifth complaint something becomes.
Result<Done> answer(db::Write& write, Random& random, directory::LocationId place, base::Time end) {
    auto const location = directory::find(write, place);
    if (!location) return Done{};
    auto const members = teams::members(write, location->organization);
    auto const by = members.empty() ? location->organization : members.front().person;
    auto const diligent = static_cast<int>(random.between(15, 90));
    std::size_t next = static_cast<std::size_t>(random.below(std::ssize(changes)));
    for (auto const& each : reviews::reviews_of(write, place, reviews::Order::newest, 0, 400)) {
        auto const published = base::parse_iso8601(each.published);
        if (each.standing != reviews::Standing::shown || each.told.empty() || !published || !random.chance(diligent)) continue;
        auto const day = *published + random.between(0, 12) * base::day + 17 * base::hour;
        if (day > end) continue;
        bool const complaint = each.overall < 4;
        write.now = day;
        TRY(reviews::draft_reply(write, by, each.id, complaint ? sorry[static_cast<std::size_t>(random.below(std::ssize(sorry)))] : glad[static_cast<std::size_t>(random.below(std::ssize(glad)))]));
        TRY(reviews::publish_reply(write, by, each.id));
        if (!complaint || !random.chance(20)) continue;
        auto const& change = changes[next++ % changes.size()];
        TRY(set(write, by, each.id, reviews::StepKind::planned, change.planned, day + random.between(5, 20) * base::day, end));
        TRY(set(write, by, each.id, reviews::StepKind::changed, change.changed, day + random.between(30, 120) * base::day, end));
    }
    return Done{};
}

}  // namespace

Result<Done> review_places(db::Write& write, Options const& options, std::vector<directory::LocationId> const& places) {
    constexpr std::int64_t people = 100'000;
    Random random(static_cast<std::uint64_t>(options.seed) ^ 0x5245564945575321ull);
    for (auto const place : places) {
        auto const count = random.between(40, 320);
        auto const content = static_cast<int>(random.between(45, 90));
        for (std::int64_t i = 0; i < count; ++i)
            reviews::plant(write, said(random, place, random.below(people), stars_at(random, content), write.now - random.between(1, 700) * base::day));
    }
    plant_ring(write, random, places);
    reviews::judge_planted(write, places);
    auto const end = write.now;
    for (auto const place : places) TRY(answer(write, random, place, end));
    write.now = end;
    return Done{};
}

}  // namespace demo
