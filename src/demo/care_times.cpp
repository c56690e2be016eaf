// When people of Larkspur are seen, where, and who has booked: every clinic's weeks from three weeks ago on.
#include "appointments/appointments.hpp"
#include "base/time.hpp"
#include "demo/care.hpp"
#include "demo/random.hpp"
#include "records/records.hpp"
#include "reminders/reminders.hpp"
#include "teams/teams.hpp"
#include <algorithm>

namespace demo {

using appointments::Mode, base::AccountId, base::Done, base::Result;

namespace {

constexpr base::Time laid_before = 21 * base::day;

struct Weekday { int first, last, from, to; };  // Monday is 1; hours
struct Laid {
    std::string_view organization, place, staff, service, name;
    std::vector<Weekday> weekly;
    int minutes, places;
    std::vector<Mode> modes;
    std::string_view instructions;
};

std::vector<Laid> schedules() {
    constexpr auto here = Mode::in_person, video = Mode::video, phone = Mode::phone;
    return {
        {"rowan", "Rowan Street Clinic", "Dr. Amara Okafor", "family", "Dr. Amara Okafor", {{1, 5, 9, 12}, {1, 4, 14, 17}}, 20, 1, {here, video, phone}, "Bring the list of your medicines, or a photo of the boxes."},
        {"rowan", "Rowan Street Clinic", "Luis Ferrer", "family", "Luis Ferrer, nurse practitioner", {{1, 5, 8, 12}}, 15, 1, {here, phone}, ""},
        {"rowan", "Rowan Street Clinic", "", "vaccination", "Flu and COVID-19 vaccines", {{2, 2, 14, 18}, {6, 6, 9, 12}}, 10, 3, {here}, "Wear sleeves that roll up."},
        {"health", "County Vaccination Center", "", "vaccination", "Vaccines, free of charge", {{1, 5, 8, 17}}, 10, 6, {here}, "No insurance is needed. Interpreters are here."},
        {"valley", "Valley Family Clinic", "Dra. Lucía Ibarra", "family", "Dra. Lucía Ibarra", {{1, 5, 8, 13}}, 20, 1, {here, video}, ""},
        {"valley", "Valley Family Clinic", "Nadia Brandt", "midwifery", "Nadia Brandt, midwife", {{1, 3, 9, 15}}, 45, 1, {here}, "Bring whom you like."},
        {"bearcreek", "Bear Creek Family Health", "Dr. Owen Marsh", "family", "Dr. Owen Marsh", {{1, 5, 9, 16}}, 20, 1, {here, video}, ""},
        {"hospital", "Larkspur General Hospital: Heart Center", "Dr. Sami Haddad", "cardiology", "Dr. Sami Haddad", {{2, 4, 9, 13}}, 30, 1, {here, video}, "Bring the referral of your family doctor."},
        {"southside", "Southside Community Clinic", "Dr. Minh Tran", "family", "Dr. Minh Tran", {{1, 6, 9, 18}}, 20, 1, {here, video, phone}, "Tell us which language you like to speak: an interpreter costs nothing."},
        {"quiet_minds", "Quiet Minds", "", "psychotherapy", "First talk", {{1, 5, 15, 20}}, 50, 2, {here, video}, "There is nothing to prepare."},
        {"steadyground", "Steady Ground House", "Lena Ashworth", "behavioral", "Lena Ashworth, counselor", {{1, 5, 13, 19}}, 50, 1, {here, phone}, ""},
        {"larkspur_dental", "Larkspur Dental", "Dr. Rosa Quill", "dental", "Dr. Rosa Quill", {{1, 5, 8, 16}}, 30, 1, {here}, ""},
    };
}

AccountId named(db::Read& read, std::string_view username) {
    auto const found = accounts::find_by_handle(read, username);
    return found ? found->id : AccountId{};
}

Result<Done> lay(db::Write& write, Laid const& each) {
    auto const organization = named(write, each.organization);
    auto const places = directory::locations_of(write, organization);
    auto const place = std::ranges::find(places, each.place, &directory::Location::name);
    if (place == places.end()) return base::refuse(base::Why::not_found, "There is no place " + std::string(each.place) + ".");
    appointments::Schedule made{.location = place->id, .name = std::string(each.name), .minutes = each.minutes, .places = each.places, .lead_minutes = 120, .ahead_days = 60, .cancel_minutes = 24 * 60, .modes = each.modes, .instructions = std::string(each.instructions)};
    for (auto const& person : directory::staff_of(write, place->id))
        if (person.name == each.staff) made.staff = person.id;
    for (auto const& service : directory::services_of(write, place->id))
        if (service.specialty == each.service) made.service = service.id;
    for (auto const& days : each.weekly)
        for (int day = days.first; day <= days.last; ++day) made.weekly.push_back({day, days.from * 60, days.to * 60});
    if (std::ranges::find(each.modes, Mode::video) != each.modes.end()) made.video_address = "https://video.larkspur.example/rooms/" + std::string(each.organization);
    TRY(appointments::add(write, organization, made));
    return Done{};
}

// Some of what is free between two moments, by people who take what they like.
Result<Done> book_some(db::Write& write, Random& random, std::vector<AccountId> const& people, base::Time from, base::Time to, int in_hundred) {
    constexpr std::string_view reasons[] = {"", "Renewing a prescription", "A cough that stays", "My knee", "A paper for school", "Blood pressure", "I sleep badly"};
    for (auto const& schedule : appointments::list_schedules(write, {}, 100))
        for (auto const& slot : appointments::free_slots(write, schedule.id, from, to, 2000))
            if (random.chance(in_hundred)) {
                auto const who = people[static_cast<std::size_t>(random.below(std::ssize(people)))];
                auto const reason = reasons[static_cast<std::size_t>(random.below(std::ssize(reasons)))];
                (void)appointments::book(write, who, {.slot = slot.id, .mode = schedule.modes.front(), .reason = std::string(reason), .phone = ""});  // who has something else then stays away
            }
    return Done{};
}

// A visit of Mina's, at the first time of a week that is free.
Result<appointments::Appointment> book_mina(db::Write& write, AccountId mina, base::Time from, Mode mode, std::string_view reason) {
    for (auto const& schedule : appointments::all_schedules_of(write, named(write, "rowan"))) {
        if (schedule.name != "Dr. Amara Okafor") continue;
        for (auto const& slot : appointments::free_slots(write, schedule.id, from, from + 7 * base::day, 1))
            return appointments::book(write, mina, {.slot = slot.id, .mode = mode, .reason = std::string(reason), .phone = ""});
    }
    return base::refuse(base::Why::not_found, "Nobody at Rowan Street has time for Mina.");
}

}  // namespace

Result<Done> lay_times(db::Write& write, Options const& options) {
    auto const mina = named(write, "mina"), doctor = named(write, "dr_okafor");
    if (!mina || !doctor) return Done{};
    auto const end = options.end - options.end % base::hour;
    Random random(static_cast<std::uint64_t>(options.seed) ^ 0x54494d4553ull);
    std::vector<AccountId> people;
    for (auto const* username : {"jo_valley", "rosa_delgado", "layla_h", "walt", "priya_new", "ellis_mill"})
        if (auto const who = named(write, username)) people.push_back(who);
    people.push_back(mina);
    write.now = end - laid_before;
    for (auto const who : people) TRY(reminders::choose(write, who, {.push = false, .mail = false}));  // what was told in those weeks is not sent now
    for (auto const& each : schedules()) TRY(lay(write, each));
    auto const seen = TRY(book_mina(write, mina, end - 15 * base::day, Mode::in_person, "The cough at night is back since the smoke"));
    write.now = seen.end;
    TRY(appointments::mark(write, doctor, seen.id, appointments::Status::fulfilled));
    write.now = end;
    for (auto const& schedule : appointments::list_schedules(write, {}, 100)) appointments::lay(write, schedule.id);
    TRY(book_mina(write, mina, end + 6 * base::day, Mode::video, "How the new inhaler does"));
    people.pop_back();
    if (!people.empty()) TRY(book_some(write, random, people, end, end + 10 * base::day, 12));
    people.push_back(mina);
    for (auto const who : people) TRY(reminders::choose(write, who, {}));
    return Done{};
}

}  // namespace demo
