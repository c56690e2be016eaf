// What everybody is told: shown until dismissed or over, with reactions that count once.
#include "announcements/announcements.hpp"
#include "base/time.hpp"
#include "people.hpp"

using namespace testing_people;
using base::AccountId, base::Why;

namespace {

struct Everybody : People {
    std::vector<std::string> events;

    Everybody() : People({media::schema, emojis::schema, announcements::schema}) {
        database.on_commit([this](std::span<base::Event const> all) {
            for (auto const& each : all)
                if (each.kind.starts_with("announcements.")) events.push_back(each.kind.substr(14));
        });
    }
    std::int64_t published(announcements::Draft const& said) {
        return write([&](db::Write& write) { return announcements::publish(write, announcements::create(write, said)->id); })->id;
    }
    std::vector<announcements::Shown> shown(AccountId viewer) {
        return read([&](db::Read& read) { return announcements::shown(read, viewer); });
    }
    auto react(AccountId who, std::int64_t id, std::string_view name) {
        return write([&](db::Write& write) { return announcements::react(write, who, id, name); });
    }
    void run_jobs() {
        jobs::Runner runner(database);
        announcements::add_jobs(runner, database);
        runner.run_due();
    }
};

}  // namespace

TEST_CASE_FIXTURE(Everybody, "statements are taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(Everybody, "what is published is shown to everybody, once, until they dismiss it") {
    auto id = write([&](db::Write& write) { return announcements::create(write, {"We move on Monday."}); })->id;
    CHECK(shown(ada).empty());
    CHECK(write([&](db::Write& write) { return announcements::dismiss(write, ada, id); }).error().why == Why::not_found);
    for (int twice = 0; twice < 2; ++twice) REQUIRE(write([&](db::Write& write) { return announcements::publish(write, id); }));
    CHECK(events == Kinds{"published"});
    REQUIRE(shown(ada).size() == 1);
    CHECK_FALSE(shown(ada)[0].read);
    for (int twice = 0; twice < 2; ++twice) REQUIRE(write([&](db::Write& write) { return announcements::dismiss(write, ada, id); }));
    CHECK(shown(ada)[0].read);
    CHECK_FALSE(shown(ben)[0].read);
    check();
}

TEST_CASE_FIXTURE(Everybody, "its end, also a moved one, is told once") {
    auto until = now() + base::hour;
    auto id = published({"Soon over", 0, until});
    REQUIRE(write([&](db::Write& write) { return announcements::change(write, id, {"Later over", 0, until + base::hour}); }));
    events.clear();
    advance(base::hour + 1);
    run_jobs();
    CHECK(events.empty());
    CHECK(shown(ada).size() == 1);
    advance(base::hour);
    CHECK(shown(ada).empty());
    run_jobs();
    run_jobs();
    CHECK(events == Kinds{"withdrawn"});
}

TEST_CASE_FIXTURE(Everybody, "what is withdrawn or deleted is gone, and that is told") {
    auto first = published({"One"}), second = published({"Two"});
    events.clear();
    REQUIRE(write([&](db::Write& write) { return announcements::withdraw(write, first); }));
    REQUIRE(react(ada, second, "\xF0\x9F\x91\x8D"));
    REQUIRE(write([&](db::Write& write) { return announcements::remove(write, second); }));
    CHECK(events == Kinds{"withdrawn", "reacted", "withdrawn"});
    CHECK(shown(ada).empty());
    CHECK(write([&](db::Write& write) { return announcements::remove(write, second); }).error().why == Why::not_found);
    check();
}

TEST_CASE_FIXTURE(Everybody, "an announcement needs a text that fits, and an end after its beginning") {
    auto fault = [&](announcements::Draft const& said) {
        auto made = write([&](db::Write& write) { return announcements::create(write, said); });
        return made ? "" : made.error().fields.at(0).field + " " + made.error().fields.at(0).code;
    };
    CHECK(fault({" "}) == "text ERR_BLANK");
    CHECK(fault({std::string(1'000'000, 'a')}) == "text ERR_TOO_LONG");
    CHECK(fault({std::string(3001, 'a')}) == "text ERR_TOO_LONG");
    CHECK(fault({std::string(3000, 'a')}) == "");
    CHECK(fault({"x", 2000, 1000}) == "ends_at ERR_INVALID");
}

TEST_CASE_FIXTURE(Everybody, "a reaction counts once for a person, and can be taken back") {
    auto id = published({"Hello"});
    constexpr auto thumb = "\xF0\x9F\x91\x8D";
    for (int twice = 0; twice < 2; ++twice) CHECK(react(ada, id, thumb)->count == 1);
    CHECK(react(ben, id, thumb)->count == 2);
    auto seen = shown(ada).at(0).reactions;
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].name == thumb);
    CHECK(seen[0].count == 2);
    CHECK(seen[0].mine);
    CHECK_FALSE(shown(cleo).at(0).reactions[0].mine);
    auto back = [&](AccountId who) { return write([&](db::Write& write) { return announcements::take_back(write, who, id, thumb); }); };
    CHECK(back(ada)->count == 1);
    CHECK(back(ada)->count == 1);
    CHECK(back(ben)->count == 0);
    CHECK(shown(ada).at(0).reactions.empty());
    check();
}

TEST_CASE_FIXTURE(Everybody, "a reaction is one emoji, or one of the server's own") {
    auto id = published({"Hello"});
    // A heart with and without the selector of its picture, a family, a flag, a skin tone, a digit's key.
    for (auto emoji : {"\xE2\x9D\xA4\xEF\xB8\x8F", "\xE2\x9D\xA4", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", "\xF0\x9F\x87\xA6\xF0\x9F\x87\xB9", "\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD"}) {
        CAPTURE(emoji);
        CHECK(react(ada, id, emoji).has_value());
    }
    for (auto wrong : {"", "a", "1", "ab", "\xF0\x9F\x91\x8D\xF0\x9F\x91\x8D", "salve", "\xFF"}) {
        CAPTURE(wrong);
        CHECK(react(ada, id, wrong).error().fields.at(0).field == "name");
        CHECK(write([&](db::Write& write) { return announcements::take_back(write, ada, id, wrong); }).error().why == Why::not_found);
    }
    CHECK(react(ada, id, std::string(1'000'000, 'a')).error().why == Why::invalid);
    media::Prepared image;
    image.file = image.still = "ab/cd.png";
    REQUIRE(write([&](db::Write& write) { return emojis::add(write, "salve", "", true, image); }));
    CHECK(react(ada, id, "salve").has_value());
}

TEST_CASE_FIXTURE(Everybody, "at most eight different reactions stand under an announcement") {
    auto id = published({"Hello"});
    for (int i = 0; i < announcements::most_reactions; ++i) REQUIRE(react(ada, id, std::string("\xF0\x9F\x98") + static_cast<char>(0x80 + i)));
    CHECK(react(ben, id, "\xF0\x9F\x91\x8D").error().fields.at(0).code == "ERR_TOO_MANY");
    CHECK(react(ben, id, "\xF0\x9F\x98\x80").has_value());
}

TEST_CASE_FIXTURE(Everybody, "a removed account's marks and reactions go") {
    auto id = published({"Hello @ben, see #news"});
    REQUIRE(react(ada, id, "\xF0\x9F\x91\x8D"));
    REQUIRE(write([&](db::Write& write) { return announcements::dismiss(write, ada, id); }));
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> { announcements::forget(write, ada); return base::Done{}; }));
    CHECK(shown(ben).at(0).reactions.empty());
    CHECK_FALSE(shown(ada).at(0).read);
    CHECK(read([](db::Read& read) { return announcements::named_in(read, "Hello @ben and @nobody @ben"); }).size() == 1);
    check();
}
