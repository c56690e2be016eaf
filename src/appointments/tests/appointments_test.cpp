// Appointments: slots through clocks that change, one winner, refusals that say why, and the list of who waits.
#include "appointments/appointments.hpp"
#include "appointments/inside.hpp"
#include "areas/areas.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "follows/follows.hpp"
#include "html/words.hpp"
#include "moderation/moderation.hpp"
#include "people.hpp"
#include "push/push.hpp"
#include "records/records.hpp"
#include "reminders/reminders.hpp"
#include "reviews/reviews.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

using namespace appointments;

namespace {

// 2026-11-23 is a Monday.
constexpr base::Time monday = 1'795'392'000'000;  // 2026-11-23T00:00:00Z

struct Clinic : testing_people::People {
    std::string folder;
    AccountId clinic, nurse;
    directory::Location place;

    Clinic() : People({areas::schema, teams::schema, directory::schema, moderation::schema, follows::schema, records::schema, push::schema, reminders::schema, reviews::schema, appointments::schema}) {
        auto pattern = (std::filesystem::temp_directory_path() / "salve-appointments-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()));
        folder = pattern;
        records::keep_keys_in(folder + "/keys");
        reviews::keep_keys_in(folder + "/keys");
        moderation::keep_keys_in(folder + "/keys", folder + "/record-root");
        push::keep_in(folder);
        appointments::add_reminders();
        set_now(monday);
        clinic = organization("clinic");
        nurse = join("nurse");
        (void)write([&](db::Write& write) -> base::Result<base::Done> {
            TRY(teams::invite(write, clinic, clinic, nurse, teams::Role::responder));
            return teams::answer(write, clinic, nurse, true);
        });
        place = added({.name = "Larkspur Clinic", .specialty = "family", .street = "1 Main Street", .city = "Ashland", .country = "US", .position = {42.19, -122.7}, .zone = "America/Los_Angeles"});
    }
    ~Clinic() { std::filesystem::remove_all(folder); }

    AccountId organization(std::string const& username) {
        auto const id = join(username);
        (void)write([&](db::Write& write) {
            return accounts::change_profile(write, id, {.name = "Rowan Street Clinic", .kind = accounts::Kind::organization});
        });
        return id;
    }
    directory::Location added(directory::Location wanted) {
        wanted.organization = clinic;
        auto const made = write([&](db::Write& write) { return directory::add(write, clinic, wanted); });
        if (!made) FAIL(made.error().message << (made.error().fields.empty() ? "" : made.error().fields.front().field));
        return *made;
    }
    Schedule plan() const { return {.location = place.id, .name = "Dr. Okafor", .weekly = {{1, 540, 720}, {2, 540, 720}, {3, 540, 720}, {4, 540, 720}, {5, 540, 720}}, .minutes = 20, .lead_minutes = 60, .ahead_days = 30, .cancel_minutes = 1440}; }
    Schedule given(Schedule const& wanted) {
        auto const made = write([&](db::Write& write) { return add(write, clinic, wanted); });
        REQUIRE(made);
        return *made;
    }
    std::string refused(Schedule const& wanted) {
        auto const made = write([&](db::Write& write) { return add(write, clinic, wanted); });
        REQUIRE_FALSE(made);
        return made.error().fields.empty() ? "" : made.error().fields.front().field;
    }
    std::vector<Slot> free(Schedule const& schedule, int limit = 100) {
        return read([&](db::Read& read) { return free_slots(read, schedule.id, 0, read.now + 400 * base::day, limit); });
    }
    base::Result<Appointment> take(AccountId who, SlotId slot, std::string_view key = {}) {
        return write([&](db::Write& write) { return book(write, who, {.slot = slot, .reason = "a blue heron on my knee", .phone = "+1 541 555 0100"}, key); });
    }
    std::int64_t letters() {
        return read([](db::Read& read) {
            std::int64_t count = 0;
            for (auto const& each : jobs::overview(read)) if (each.kind == "mail.send") count += each.waiting;
            return count;
        });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Clinic, "every statement is taken by the engine") {
    check_statements();
    check();
}

TEST_CASE_FIXTURE(Clinic, "slots lie where the place's clocks show its hours, before and after daylight saving, with buffers") {
    auto wanted = plan();
    wanted.before = 5, wanted.after = 5;
    wanted.ahead_days = 300;
    auto const schedule = given(wanted);
    auto const slots = free(schedule, 5000);
    REQUIRE(slots.size() > 1000);
    for (std::size_t i = 0; i < slots.size(); ++i) {
        auto const there = html::time_there("America/Los_Angeles", slots[i].start) % base::day / base::minute;
        CHECK(there >= 545);
        CHECK(there + 25 <= 720);
        CHECK((there - 545) % 30 == 0);
        CHECK(slots[i].end - slots[i].start == 20 * base::minute);
        if (i) CHECK(slots[i].start - slots[i - 1].end >= 10 * base::minute);
    }
    // 9 in the morning is 17:00 UTC in winter and 16:00 in summer.
    CHECK(base::iso8601(slots.front().start).ends_with("T17:05:00.000Z"));
    CHECK(std::ranges::any_of(slots, [](Slot const& each) { return base::iso8601(each.start).ends_with("T16:05:00.000Z"); }));
}

TEST_CASE_FIXTURE(Clinic, "an hour that clocks skip has no slots, and one that they show twice has them once") {
    Schedule night{.zone = "America/Los_Angeles", .weekly = {{7, 60, 240}}, .minutes = 30};
    // 8 March 2026: 2:00 becomes 3:00. 1 November 2026: 2:00 becomes 1:00.
    auto const spring = laid(night, *base::parse_iso8601("2026-03-08T00:00:00Z"), *base::parse_iso8601("2026-03-09T00:00:00Z"));
    CHECK(spring.size() == 4);  // 1:00, 1:30, 3:00, 3:30
    auto const autumn = laid(night, *base::parse_iso8601("2026-11-01T00:00:00Z"), *base::parse_iso8601("2026-11-02T00:00:00Z"));
    CHECK(autumn.size() == 6);
    for (std::size_t i = 1; i < autumn.size(); ++i) CHECK(autumn[i].start >= autumn[i - 1].end);
}

TEST_CASE_FIXTURE(Clinic, "a day that is not like others has hours of its own, or none") {
    auto wanted = plan();
    wanted.exceptions = {{"2026-11-26", "Thanksgiving", {}}, {"2026-11-27", "", {{1, 600, 640}}}};
    auto const slots = free(given(wanted));
    auto const of_day = [&](std::string_view day) { return std::ranges::count_if(slots, [&](Slot const& each) { return base::iso8601(each.start).starts_with(day); }); };
    CHECK(of_day("2026-11-25") == 9);
    CHECK(of_day("2026-11-26") == 0);
    CHECK(of_day("2026-11-27") == 2);
}

TEST_CASE_FIXTURE(Clinic, "what cannot be is refused by its field") {
    auto bad = plan();
    bad.weekly = {{1, 540, 720}, {1, 700, 800}};
    CHECK(refused(bad) == "weekly");
    bad = plan(), bad.weekly = {{8, 540, 720}};
    CHECK(refused(bad) == "weekly");
    bad = plan(), bad.zone = "Mars/Olympus";
    CHECK(refused(bad) == "zone");
    bad = plan(), bad.name = "";
    CHECK(refused(bad) == "name");
    bad = plan(), bad.name = std::string(1'000'000, 'a');
    CHECK(refused(bad) == "name");
    bad = plan(), bad.minutes = 3;
    CHECK(refused(bad) == "minutes");
    bad = plan(), bad.modes = {Mode::video};
    CHECK(refused(bad) == "video_address");
    bad = plan(), bad.from = "2026-02-30";
    CHECK(refused(bad) == "from");
    bad = plan(), bad.from = "2027-02-01", bad.until = "2027-01-01";
    CHECK(refused(bad) == "until");
    bad = plan(), bad.exceptions = {{"2026-12-24", "", {}}, {"2026-12-24", "", {}}};
    CHECK(refused(bad) == "exceptions");
    CHECK_FALSE(write([&](db::Write& write) { return add(write, nurse, plan()); }));  // a responder lays no schedules
    CHECK_FALSE(write([&](db::Write& write) { return add(write, ben, plan()); }));
}

TEST_CASE_FIXTURE(Clinic, "who sees people at two places is at one of them at a time") {
    auto const other = added({.name = "Hill Clinic", .specialty = "family", .street = "2 Hill", .city = "Ashland", .country = "US", .position = {42.2, -122.71}, .zone = "America/New_York"});
    auto const staff_at = [&](directory::LocationId where) { return *write([&](db::Write& write) { return directory::add_staff(write, clinic, {.location = where, .account = nurse, .name = "Nurse", .role = "Nurse"}); }); };
    auto here = plan(), there = plan();
    here.staff = staff_at(place.id).id;
    there.location = other.id, there.staff = staff_at(other.id).id;
    given(here);
    there.zone = "America/New_York", there.weekly = {{1, 740, 900}};  // 9:20 to 12:00 in Los Angeles
    CHECK(refused(there) == "weekly");
    there.weekly = {{1, 900, 960}};
    given(there);
}

TEST_CASE_FIXTURE(Clinic, "a slot has one winner: fifty at once give one booking and 49 clear refusals") {
    auto const slot = free(given(plan())).front();
    std::vector<AccountId> people;
    for (int i = 0; i < 50; ++i) people.push_back(join("patient" + std::to_string(i)));
    std::atomic<int> won = 0, conflicts = 0, others = 0;
    std::vector<std::thread> threads;
    for (auto const who : people)
        threads.emplace_back([&, who] {
            auto const made = database.write([&](db::Write& write) { return book(write, who, {.slot = slot.id}); });
            if (made) ++won;
            else if (made.error().why == base::Why::conflict && made.error().message.contains("Somebody else")) ++conflicts;
            else ++others;
        });
    for (auto& each : threads) each.join();
    CHECK(won == 1);
    CHECK(conflicts == 49);
    CHECK(others == 0);
    CHECK(free(*read([&](db::Read& read) { return find(read, slot.schedule); })).front().id != slot.id);
    check();
}

TEST_CASE_FIXTURE(Clinic, "a group's slot takes as many as it has places") {
    auto wanted = plan();
    wanted.places = 3;
    auto const slot = free(given(wanted)).front();
    CHECK(take(ada, slot.id));
    CHECK(take(ben, slot.id));
    CHECK(take(cleo, slot.id));
    CHECK_FALSE(take(nurse, slot.id));
    check();
}

TEST_CASE_FIXTURE(Clinic, "what is kept for one person is not given to another, and comes back by itself") {
    auto const schedule = given(plan());
    auto const slot = free(schedule).front();
    REQUIRE(write([&](db::Write& write) { return hold(write, ada, slot.id); }));
    CHECK(free(schedule).front().id != slot.id);
    auto const refusal = take(ben, slot.id);
    REQUIRE_FALSE(refusal);
    CHECK(refusal.error().why == base::Why::conflict);
    CHECK_FALSE(write([&](db::Write& write) { return hold(write, ben, slot.id); }));
    advance(hold_lasts + 1);
    (void)write([](db::Write& write) -> base::Result<base::Done> { sweep(write); return base::Done{}; });
    CHECK(free(schedule).front().id == slot.id);
    REQUIRE(write([&](db::Write& write) { return hold(write, ben, slot.id); }));
    CHECK(take(ben, slot.id));
    check();
}

TEST_CASE_FIXTURE(Clinic, "past, too soon, twice at one time, and other people's appointments are refused") {
    auto const schedule = given(plan());
    auto const slots = free(schedule);
    auto const mine = take(ada, slots[0].id, "key one");
    REQUIRE(mine);
    CHECK(take(ada, slots[1].id, "key one")->id == mine->id);  // the same request again
    auto other = plan();
    other.name = "Flu shots";
    auto const second = free(given(other));
    auto const twice = take(ada, second[0].id);
    REQUIRE_FALSE(twice);
    CHECK(twice.error().message == "You have another appointment at that time.");
    CHECK_FALSE(read([&](db::Read& read) { return find(read, ben, mine->id).has_value(); }));
    CHECK(read([&](db::Read& read) { return find(read, nurse, mine->id)->reason; }) == "a blue heron on my knee");
    CHECK(write([&](db::Write& write) { return cancel(write, ben, mine->id); }).error().why == base::Why::not_found);
    CHECK(write([&](db::Write& write) { return reschedule(write, ben, mine->id, slots[3].id); }).error().why == base::Why::not_found);
    CHECK(write([&](db::Write& write) { return mark(write, ada, mine->id, Status::fulfilled); }).error().why == base::Why::not_found);
    CHECK_FALSE(take(clinic, slots[4].id));
    set_now(slots[2].start - 30 * base::minute);
    CHECK(take(ben, slots[2].id).error().fields.front().field == "slot");
    set_now(slots[2].start + 1);
    CHECK(take(ben, slots[2].id).error().message == "This time is past.");
    check();
}

TEST_CASE_FIXTURE(Clinic, "nothing of what a patient writes is to be read in the tables") {
    REQUIRE(take(ada, free(given(plan())).front().id));
    read([](db::Read& read) {
        read.each({"test.all", "SELECT reason_sealed, phone_sealed FROM appointment"}, {}, [](db::Row const& row) {
            CHECK_FALSE(row.view(0).contains("heron"));
            CHECK_FALSE(row.view(1).contains("555"));
        });
        return true;
    });
    CHECK(read([&](db::Read& read) { return records::accesses(read, ada, 0, 10).size(); }) == 1);
}

TEST_CASE_FIXTURE(Clinic, "it is moved and cancelled until the limit, and by the team after it; each tells the patient and their calendar") {
    auto const schedule = given(plan());
    auto const slots = free(schedule);
    auto const before = letters();
    auto const mine = *take(ada, slots[20].id);
    CHECK(letters() == before + 1);
    CHECK(read([&](db::Read& read) { return reminders::waiting(read, ada).size(); }) == 2);
    auto const moved = write([&](db::Write& write) { return reschedule(write, ada, mine.id, slots[30].id); });
    REQUIRE(moved);
    CHECK(moved->sequence == 1);
    CHECK(letters() == before + 2);
    CHECK(free(schedule)[20].id == slots[20].id);
    CHECK(read([&](db::Read& read) { return reminders::waiting(read, ada).front().at; }) == slots[30].start - 2 * base::day);
    set_now(slots[30].start - 23 * base::hour);
    CHECK(write([&](db::Write& write) { return cancel(write, ada, mine.id); }).error().why == base::Why::conflict);
    auto const gone = write([&](db::Write& write) { return cancel(write, nurse, mine.id, "Dr. Okafor is ill"); });
    REQUIRE(gone);
    CHECK(gone->status == Status::cancelled);
    CHECK(gone->sequence == 2);
    CHECK(letters() == before + 3);
    CHECK(read([&](db::Read& read) { return reminders::waiting(read, ada).empty(); }));
    CHECK(read([&](db::Read& read) { return event_text(read, *find(read, ada, mine.id)); }).contains("STATUS:CANCELLED"));
    check();
}

TEST_CASE_FIXTURE(Clinic, "who was there gets the right to review, once") {
    auto const mine = *take(ada, free(given(plan())).front().id);
    CHECK(write([&](db::Write& write) { return mark(write, nurse, mine.id, Status::fulfilled); }).error().fields.front().field == "status");
    set_now(mine.start + base::hour);
    auto const before = letters();
    REQUIRE(write([&](db::Write& write) { return mark(write, nurse, mine.id, Status::fulfilled); }));
    CHECK(letters() == before + 1);
    CHECK(read([](db::Read& read) { return read.number({"test.tokens", "SELECT COUNT(*) FROM review_visit"}, {}); }) == 1);
    CHECK(write([&](db::Write& write) { return mark(write, nurse, mine.id, Status::fulfilled); }));
    CHECK(letters() == before + 1);
    CHECK_FALSE(write([&](db::Write& write) { return mark(write, nurse, mine.id, Status::noshow); }));
}

TEST_CASE_FIXTURE(Clinic, "a freed slot is kept for the first who waits, then for the next") {
    auto wanted = plan();
    wanted.cancel_minutes = 0;
    auto const schedule = given(wanted);
    auto const slots = free(schedule, 1000);
    auto const taken = *take(cleo, slots[10].id);
    auto const wait = [&](AccountId who) { return *write([&](db::Write& write) { return wait_for(write, who, schedule.id, slots[9].start, slots[11].start); }); };
    auto const first = wait(ada), second = wait(ben);
    CHECK(write([&](db::Write& write) { return wait_for(write, ada, schedule.id, slots[9].start, slots[11].start); }).error().why == base::Why::conflict);
    REQUIRE(write([&](db::Write& write) { return cancel(write, cleo, taken.id); }));
    auto const offered = [&](AccountId who) { return read([&](db::Read& read) { return waits_of(read, who).front().offered; }); };
    CHECK(offered(ada) == slots[10].id);
    CHECK_FALSE(offered(ben));
    CHECK_FALSE(take(nurse, slots[10].id));
    advance(offer_lasts + 1);
    (void)write([](db::Write& write) -> base::Result<base::Done> { sweep(write); return base::Done{}; });
    CHECK_FALSE(offered(ada));
    CHECK(offered(ben) == slots[10].id);
    CHECK(write([&](db::Write& write) { return take_offer(write, ada, first.id, {}); }).error().why == base::Why::conflict);
    REQUIRE(write([&](db::Write& write) { return take_offer(write, ben, second.id, {}); }));
    CHECK(read([&](db::Read& read) { return waits_of(read, ben).empty(); }));
    check();
}

TEST_CASE_FIXTURE(Clinic, "changed hours lay free slots anew, and leave what is booked") {
    auto const schedule = given(plan());
    auto const booked = free(schedule)[5];
    REQUIRE(take(ada, booked.id));
    auto changed = schedule;
    changed.weekly = {{1, 600, 660}};
    changed.minutes = 30;
    REQUIRE(write([&](db::Write& write) { return change(write, clinic, changed); }));
    auto const slots = free(schedule);
    for (auto const& each : slots) CHECK(each.end - each.start == 30 * base::minute);
    CHECK(read([&](db::Read& read) { return find_slot(read, booked.id)->state; }) == State::busy);
    check();
}

TEST_CASE_FIXTURE(Clinic, "the soonest of each schedule is found by kind of care, by how one is seen, and near") {
    auto const schedule = given(plan());
    auto by_video = plan();
    by_video.name = "By video", by_video.modes = {Mode::video}, by_video.video_address = "https://video.example/room";
    given(by_video);
    auto const found = [&](Search const& asked) { return read([&](db::Read& read) { return search(read, asked); }); };
    CHECK(found({.specialty = "family"}).size() == 2);
    CHECK(found({.specialty = "dental"}).empty());
    auto const video = found({.specialty = "family", .mode = Mode::video});
    REQUIRE(video.size() == 1);
    CHECK(video.front().schedule.name == "By video");
    CHECK(found({.specialty = "family", .near = areas::Point{42.2, -122.7}, .within = 10}).size() == 2);
    CHECK(found({.specialty = "family", .near = areas::Point{48.1, 11.6}, .within = 10}).empty());
    CHECK(found({.specialty = "family"}).front().slot.start == free(schedule).front().start);
}
