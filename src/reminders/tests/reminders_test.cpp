// Reminders: each one once, by the channels that were chosen; links that work once; calendars that others read.
#include "reminders/reminders.hpp"
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "html/words.hpp"
#include "mail/letter.hpp"
#include "people.hpp"
#include "push/push.hpp"
#include <algorithm>
#include <filesystem>
#include <libical/ical.h>

using namespace reminders;

namespace {

struct Day : testing_people::People {
    std::string folder;
    std::vector<std::string> told;  // "<about> <at>", by the teller of this test

    Day() : People({push::schema, reminders::schema}) {
        auto pattern = (std::filesystem::temp_directory_path() / "salve-reminders-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()));
        folder = pattern;
        push::keep_in(folder);
        tell_with("visit", [this](db::Write&, html::Words const&, Reminder const& due) -> std::optional<Said> {
            if (due.about == "gone") return std::nullopt;
            told.push_back(due.about + " " + base::iso8601(due.at));
            return Said{.push = "There is something to read.", .subject = "A reminder", .text = "Tomorrow at ten.\n", .address = "/appointments"};
        });
        do_with("visit.confirm", {[](db::Read&, html::Words const&, Once const& once) { return "Come to " + once.about + "?"; }, [](db::Read&, html::Words const&, Once const&) { return std::string("Yes"); },
                                  [](db::Write&, Once const& once) -> base::Result<std::string> { return "You come to " + once.about; }});
    }
    ~Day() {
        std::filesystem::remove_all(folder);
        check();
    }
    void ask(std::string_view about, std::vector<base::Time> const& at) {
        (void)write([&](db::Write& write) -> base::Result<base::Done> { set(write, ada, "visit", about, at); return base::Done{}; });
    }
    void look() {
        told.clear();
        (void)write([](db::Write& write) -> base::Result<base::Done> { tell_due(write); return base::Done{}; });
    }
    std::int64_t jobs_of(std::string_view kind) {
        return read([&](db::Read& read) {
            std::int64_t count = 0;
            for (auto const& each : jobs::overview(read)) if (each.kind == kind) count += each.waiting;
            return count;
        });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Day, "every statement is taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(Day, "a reminder is told when it is due, once, and by mail to a confirmed address") {
    auto const start = now() + 3 * base::day;
    ask("7", {start - 2 * base::day, start - 2 * base::hour});
    look();
    CHECK(told.empty());
    set_now(start - 2 * base::day);
    look();
    CHECK(told.size() == 1);
    auto const letters = jobs_of("mail.send");
    look();
    CHECK(told.empty());
    CHECK(jobs_of("mail.send") == letters);
    set_now(start - 2 * base::hour);
    look();
    CHECK(told.size() == 1);
    CHECK(jobs_of("mail.send") == letters + 1);
    look();
    CHECK(told.empty());
}

TEST_CASE_FIXTURE(Day, "what came due while the server was away is told once, as the last of it") {
    auto const start = now() + 3 * base::day;
    ask("7", {start - 2 * base::day, start - base::day, start - 2 * base::hour});
    ask("8", {start - base::day});
    set_now(start - base::hour);
    look();
    std::ranges::sort(told);
    CHECK(told == std::vector<std::string>{"7 " + base::iso8601(start - 2 * base::hour), "8 " + base::iso8601(start - base::day)});
    look();
    CHECK(told.empty());
}

TEST_CASE_FIXTURE(Day, "new moments take the place of the old ones, the past is left out, and what is cleared is not told") {
    auto const start = now() + 3 * base::day;
    ask("7", {start - 2 * base::day});
    ask("7", {now() - base::hour, start});
    CHECK(read([&](db::Read& read) { return waiting(read, ada); }).size() == 1);
    set_now(start - base::hour);
    look();
    CHECK(told.empty());
    (void)write([&](db::Write& write) -> base::Result<base::Done> { clear(write, ada, "visit", "7"); return base::Done{}; });
    set_now(start + base::hour);
    look();
    CHECK(told.empty());
}

TEST_CASE_FIXTURE(Day, "who opted out of mail gets none, of whatever room") {
    REQUIRE(write([&](db::Write& write) { return choose(write, ada, {.lead = {120}, .push = true, .mail = false}); }));
    auto const letters = jobs_of("mail.send");
    ask("7", {now() + base::hour});
    advance(base::hour);
    look();
    CHECK(told.size() == 1);
    CHECK(jobs_of("mail.send") == letters);
    (void)write([&](db::Write& write) -> base::Result<base::Done> { tell_now(write, ada, {.push = "x", .subject = "y", .text = "z"}, "key"); return base::Done{}; });
    CHECK(jobs_of("mail.send") == letters);
    for (auto const& lead : {std::vector<std::int64_t>{4}, {50'000}, {5, 6, 7, 8, 9, 10}}) {
        auto const refused = write([&](db::Write& write) { return choose(write, ada, {.lead = lead}); });
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fields.front().field == "lead");
    }
}

TEST_CASE_FIXTURE(Day, "what is told at once is told once for a key") {
    auto const before = jobs_of("mail.send");
    for (int i = 0; i < 3; ++i)
        (void)write([&](db::Write& write) -> base::Result<base::Done> { tell_now(write, ada, {.push = "x", .subject = "y", .text = "z"}, "booked 7"); return base::Done{}; });
    CHECK(jobs_of("mail.send") == before + 1);
}

TEST_CASE_FIXTURE(Day, "two years of reminders in three time zones: each once, at the minute its clocks show") {
    for (auto const* zone : {"Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe"}) {
        set_now(1'795'000'000'000);
        std::vector<base::Time> expected;
        // Each tenth day at half past two in the night, which clocks skip or show twice now and then.
        auto const first = html::time_there(zone, now()) / base::day * base::day;
        for (int day = 10; day < 730; day += 10) {
            auto const at = html::time_when_clocks_show(zone, first + day * base::day + 150 * base::minute);
            expected.push_back(at - 2 * base::hour);
            ask(std::string(zone) + std::to_string(day), {at - 2 * base::hour});
        }
        std::vector<std::string> all;
        auto const end = now() + 735 * base::day;
        for (std::size_t next = 0; now() < end && next < expected.size(); ++next) {
            set_now(expected[next] - base::minute);
            look();
            CHECK(told.empty());
            set_now(expected[next] + 30 * base::second);
            look();
            REQUIRE(told.size() == 1);
            all.push_back(told.front());
            look();
            CHECK(told.empty());
        }
        CHECK(all.size() == expected.size());
        std::ranges::sort(all);
        CHECK(std::ranges::adjacent_find(all) == all.end());
    }
}

TEST_CASE_FIXTURE(Day, "a link does its deed once, and not after its end; a forged one never") {
    auto const made = *write([&](db::Write& write) -> base::Result<std::string> { return link(write, {ada, "visit.confirm", "7"}, write.now + base::day); });
    auto const secret = made.substr(made.rfind('/') + 1);
    http::Router router;
    add_pages(router.speaking(html::refuse_as_page));
    auto const ask_for = [&](std::string const& method, std::string const& which) {
        http::Request request;
        request.method = method;
        request.target = request.path = "/once/" + which;
        request.headers = {{"sec-fetch-site", "same-origin"}};
        return http::answer(router, database, request);
    };
    CHECK(ask_for("GET", secret).body.contains("Come to 7?"));
    CHECK(ask_for("GET", secret).status == 200);  // looking changes nothing
    auto forged = secret;
    forged[5] = forged[5] == 'a' ? 'b' : 'a';
    CHECK(ask_for("GET", forged).status == 404);
    auto const done = ask_for("POST", secret);
    CHECK(done.status == 200);
    CHECK(done.body.contains("You come to 7"));
    CHECK(ask_for("POST", secret).status == 404);
    auto const old = *write([&](db::Write& write) -> base::Result<std::string> { return link(write, {ada, "visit.confirm", "7"}, write.now + base::day); });
    advance(2 * base::day);
    CHECK(ask_for("POST", old.substr(old.rfind('/') + 1)).status == 404);
}

TEST_CASE("a calendar is read by libical as it was meant, with its text whole") {
    Event const event{.uid = "a1@here", .summary = "Visit; with, comma", .description = "Line one\nLine two", .location = "1 Main Street", .address = "https://here/appointments/1", .start = 1'795'000'000'000,
                      .end = 1'795'001'200'000, .changed_at = 1'794'000'000'000, .sequence = 3, .organizer = "clinic@here", .attendee = "ada@there"};
    auto const text = calendar({event}, "REQUEST");
    auto* whole = icalparser_parse_string(text.c_str());
    REQUIRE(whole);
    icalrestriction_check(whole);
    CHECK(icalcomponent_count_errors(whole) == 0);
    CHECK(icalcomponent_get_method(whole) == ICAL_METHOD_REQUEST);
    auto* read = icalcomponent_get_first_component(whole, ICAL_VEVENT_COMPONENT);
    REQUIRE(read);
    CHECK(std::string(icalcomponent_get_summary(read)) == event.summary);
    CHECK(std::string(icalcomponent_get_description(read)) == event.description);
    CHECK(icalcomponent_get_sequence(read) == 3);
    CHECK(icaltime_as_timet(icalcomponent_get_dtstart(read)) == event.start / 1000);
    CHECK(icalcomponent_get_status(read) == ICAL_STATUS_CONFIRMED);
    icalcomponent_free(whole);
    auto gone = event;
    gone.cancelled = true;
    CHECK(calendar({gone}, "CANCEL").contains("STATUS:CANCELLED"));
}
