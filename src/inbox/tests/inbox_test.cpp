// What waits for an organization: claims that two people cannot both hold, targets in office hours, and what is measured.
#include "base/time.hpp"
#include "inbox/inside.hpp"
#include "people.hpp"
#include <thread>

using namespace testing_people;
using namespace inbox;
using base::Why;

namespace {

// Ada owns the clinic's team, Ben answers, Cleo reads figures; Dora is a stranger.
struct Clinic : People {
    AccountId clinic, dora;

    Clinic() : People({teams::schema, inbox::schema}) {
        clinic = join("clinic");
        (void)write([&](db::Write& write) { return accounts::change_profile(write, clinic, {.name = "Lark Clinic", .kind = accounts::Kind::organization}); });
        dora = join("dora");
        (void)write([&](db::Write& write) -> base::Result<base::Done> { teams::found(write, clinic, ada); return base::Done{}; });
        joins(ben, teams::Role::responder);
        joins(cleo, teams::Role::analyst);
        show_with(Kind::mention, [this](db::Read&, html::Words const&, AccountId, std::string_view about) -> std::optional<Shown> {
            if (about == deleted) return std::nullopt;
            return Shown{"Dora", "Are you open on Sunday?", ""};
        });
        show_with(Kind::review, {});
    }
    void joins(AccountId person, teams::Role role) {
        REQUIRE(write([&](db::Write& write) { return teams::invite(write, clinic, ada, person, role); }).has_value());
        REQUIRE(write([&](db::Write& write) { return teams::answer(write, clinic, person, true); }).has_value());
    }
    template <class F> void does(F work) {
        (void)write([&](db::Write& write) -> base::Result<base::Done> { work(write); return base::Done{}; });
    }
    Item comes(std::string const& about, Kind kind = Kind::mention) {
        does([&](db::Write& write) { arrived(write, {clinic, kind, about, write.now}); });
        return *read([&](db::Read& read) { return find(read, clinic, kind, about); });
    }
    base::Result<Item> claims(AccountId who, ItemId id) { return write([&](db::Write& write) { return claim(write, id, who); }); }
    base::Result<base::Done> may(AccountId who, std::string const& about) { return write([&](db::Write& write) { return may_answer(write, clinic, Kind::mention, about, who); }); }
    void answers(AccountId who, std::string const& about, Kind kind = Kind::mention) { does([&](db::Write& write) { answered(write, clinic, kind, about, who); }); }
    Item again(ItemId id) { return *read([&](db::Read& read) { return find(read, id); }); }
    std::vector<std::string> listed(Which which, AccountId reader) {
        std::vector<std::string> all;
        for (auto const& each : read([&](db::Read& read) { return list(read, clinic, reader, {.which = which}); })) all.push_back(each.about);
        return all;
    }
    std::vector<std::string> acts() {
        std::vector<std::string> all;
        for (auto const& each : read([&](db::Read& read) { return teams::deeds(read, clinic, 0, 40); }))
            if (each.act.starts_with("inbox.")) all.push_back(each.act);
        return all;
    }
    std::string deleted;
};

using List = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Clinic, "what comes to an organization without a team does not wait") {
    does([&](db::Write& write) { arrived(write, {dora, Kind::mention, "7", write.now}); });
    CHECK_FALSE(read([&](db::Read& read) { return find(read, dora, Kind::mention, "7"); }));
    CHECK(comes("8").due_at > now());
    check();
    check_statements();
}

TEST_CASE_FIXTURE(Clinic, "of two who claim an item one holds it, and the other is told who") {
    auto const item = comes("7");
    CHECK(claims(ben, item.id)->claimed_by == ben);
    auto const second = claims(ada, item.id);
    REQUIRE_FALSE(second);
    CHECK(second.error().why == Why::conflict);
    CHECK(second.error().message.find("ben") != std::string::npos);
    CHECK(claims(ben, item.id)->claimed_by == ben);
    CHECK(acts() == List{"inbox.claimed"});
    check();
}

TEST_CASE_FIXTURE(Clinic, "of fifty who claim at once one wins, and forty-nine are refused with the winner's name") {
    auto const item = comes("7");
    std::vector<AccountId> people;
    for (int i = 0; i < 50; ++i) people.push_back(join("nurse" + std::to_string(i)));
    for (auto const person : people) joins(person, teams::Role::responder);
    std::vector<base::Result<Item>> outcomes(people.size(), base::refuse(Why::unavailable, "Nothing came back."));
    {
        std::vector<std::jthread> all;
        for (std::size_t i = 0; i < people.size(); ++i)
            all.emplace_back([&, i] { outcomes[i] = database.write([&](db::Write& write) { return claim(write, item.id, people[i]); }); });
    }
    auto const holder = again(item.id).claimed_by;
    REQUIRE(holder);
    auto const name = "@" + account(holder).username;
    int won = 0, refused = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
        if (outcomes[i]) {
            ++won;
            CHECK(people[i] == holder);
        } else {
            refused += outcomes[i].error().why == Why::conflict && outcomes[i].error().message.find(name) != std::string::npos;
        }
    }
    CHECK(won == 1);
    CHECK(refused == 49);
    CHECK(acts() == List{"inbox.claimed"});
    check();
}

TEST_CASE_FIXTURE(Clinic, "while a colleague holds the claim nobody else may answer, and the holder's claim lasts as they write") {
    auto const item = comes("7");
    CHECK(may(ada, "7"));
    auto const until = claims(ben, item.id)->claimed_until;
    auto const other = may(ada, "7"), account_itself = may({}, "7");
    REQUIRE_FALSE(other);
    CHECK(other.error().why == Why::conflict);
    CHECK(other.error().message.find("@ben") != std::string::npos);
    CHECK_FALSE(account_itself);
    advance(30 * base::minute);
    CHECK(may(ben, "7"));
    CHECK(again(item.id).claimed_until > until);
    CHECK(may(ada, "of something else"));
    // Rooms that know the organization alone go by who acts while they publish.
    does([&](db::Write& write) {
        Acting const acting(ben);
        CHECK(may_answer(write, clinic, Kind::mention, "7", {}));
        answered(write, clinic, Kind::mention, "7", {});
    });
    CHECK(again(item.id).answered_by == ben);
    check();
}

TEST_CASE_FIXTURE(Clinic, "a claim ends after an hour, when it is released, and when its holder leaves the team") {
    auto const item = comes("7");
    REQUIRE(claims(ben, item.id));
    advance(claim_lasts + 1);
    CHECK(listed(Which::unclaimed, ada) == List{"7"});
    CHECK(claims(ada, item.id)->claimed_by == ada);
    CHECK_FALSE(write([&](db::Write& write) { return release(write, item.id, ben); }));
    REQUIRE(write([&](db::Write& write) { return release(write, item.id, ada); }));
    REQUIRE(claims(ben, item.id));
    REQUIRE(write([&](db::Write& write) { return teams::remove(write, clinic, ada, ben); }));
    CHECK(may(ada, "7"));
    CHECK(claims(ada, item.id)->claimed_by == ada);
    check();
}

TEST_CASE_FIXTURE(Clinic, "analysts and strangers claim nothing, and strangers do not learn that it is there") {
    auto const item = comes("7");
    CHECK(claims(cleo, item.id).error().why == Why::forbidden);
    CHECK(claims(dora, item.id).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return add_note(write, item.id, dora, "hello"); }).error().why == Why::not_found);
}

TEST_CASE_FIXTURE(Clinic, "a handover goes to somebody who answers, with its note, and stands in their list") {
    auto const item = comes("7");
    REQUIRE(claims(ada, item.id));
    auto hands = [&](AccountId by, AccountId to, std::string note) { return write([&](db::Write& write) { return assign(write, item.id, by, to, note); }); };
    CHECK_FALSE(hands(ben, ben, ""));
    CHECK(hands(ada, cleo, "").error().fields.front().field == "to");
    CHECK(hands(ada, ben, std::string(1'000'000, 'a')).error().fields.front().field == "note");
    CHECK(hands(ada, ben, "You know the pharmacy.")->assigned_to == ben);
    CHECK(listed(Which::mine, ben) == List{"7"});
    CHECK(listed(Which::mine, ada).empty());
    auto const said = read([&](db::Read& read) { return notes(read, item.id); });
    REQUIRE(said.size() == 1);
    CHECK(said.front().handed_to == ben);
    CHECK(said.front().text == "You know the pharmacy.");
    check();
}

TEST_CASE_FIXTURE(Clinic, "an answer ends the wait, is measured once, and a further message opens it again") {
    auto const item = comes("7", Kind::message);
    advance(2 * base::hour);
    answers(ben, "7", Kind::message);
    answers(ada, "7", Kind::message);
    CHECK(again(item.id).answered_by == ben);
    auto measured = [&] { return read([&](db::Read& read) { return times(read, clinic, Kind::message, read.now - base::day); }); };
    CHECK(measured().answered == 1);
    CHECK(measured().median / base::hour == 2);
    CHECK(measured().late == 0);
    CHECK(claims(ada, item.id).error().why == Why::conflict);
    CHECK(comes("7", Kind::message).id == item.id);
    CHECK(listed(Which::waiting, ada) == List{"7"});
    CHECK(measured().arrived == 2);
    advance(3 * base::day);
    CHECK(read([&](db::Read& read) { return times(read, clinic, Kind::message, 0); }).overdue == 1);
    CHECK(listed(Which::late, ada) == List{"7"});
    check();
}

TEST_CASE_FIXTURE(Clinic, "what is deleted leaves the inbox with its notes, and what was measured stays") {
    auto const item = comes("7");
    REQUIRE(write([&](db::Write& write) { return add_note(write, item.id, ben, "Asked twice."); }));
    answers(ben, "7");
    comes("8");
    deleted = "8";
    does([&](db::Write& write) { gone(write, clinic, Kind::mention, "7"); sweep(write); });
    CHECK_FALSE(read([&](db::Read& read) { return find(read, item.id); }));
    CHECK(listed(Which::waiting, ada).empty());
    CHECK(read([&](db::Read& read) { return times(read, clinic, {}, 0); }).answered == 1);
    check();
}

TEST_CASE_FIXTURE(Clinic, "what needs no answer is put away and is not measured") {
    auto const item = comes("7");
    REQUIRE(write([&](db::Write& write) { return put_away(write, item.id, ben); }));
    CHECK(again(item.id).put_away);
    CHECK(listed(Which::answered, ada) == List{"7"});
    CHECK(read([&](db::Read& read) { return times(read, clinic, {}, 0); }).answered == 0);
    check();
}

TEST_CASE_FIXTURE(Clinic, "the queue is in the order in which things are due, by kind, page by page") {
    comes("a review", Kind::review);
    comes("a question", Kind::question);
    comes("a message", Kind::message);
    comes("a mention");
    CHECK(listed(Which::waiting, ada) == List{"a message", "a mention", "a question", "a review"});
    auto const first = read([&](db::Read& read) { return list(read, clinic, ada, {.limit = 2}); });
    REQUIRE(first.size() == 2);
    auto const rest = read([&](db::Read& read) { return list(read, clinic, ada, {.at = first.back().due_at, .id = first.back().id, .limit = 10}); });
    REQUIRE(rest.size() == 2);
    CHECK(rest.front().about == "a question");
    auto const reviews = read([&](db::Read& read) { return list(read, clinic, ada, {.kind = Kind::review}); });
    REQUIRE(reviews.size() == 1);
    CHECK(reviews.front().about == "a review");
    auto const all = read([&](db::Read& read) { return counts(read, clinic, ada); });
    CHECK(all.waiting == 4);
    CHECK(all.unclaimed == 4);
    CHECK(all.mine == 0);
}

TEST_CASE("only office hours count towards a target, across a weekend and a change of clocks") {
    Targets targets;
    targets.minutes = {240, 240, 240, 240};
    auto due = [&](std::string_view arrived) { return base::iso8601(due_at(targets, Kind::mention, *base::parse_iso8601(arrived))); };
    CHECK(due("2026-11-20T20:00:00Z") == "2026-11-21T00:00:00.000Z");
    targets.zone = "America/Los_Angeles";
    for (int day = 1; day <= 5; ++day) targets.hours.push_back({day, 9 * 60, 17 * 60});
    // A Friday at 15:00 there: two hours are left, and two more on Monday from nine.
    CHECK(due("2026-11-20T23:00:00Z") == "2026-11-23T19:00:00.000Z");
    CHECK(due("2026-11-21T12:00:00Z") == "2026-11-23T21:00:00.000Z");
    CHECK(due("2026-11-23T09:00:00Z") == "2026-11-23T21:00:00.000Z");
    // On the first of November clocks went back an hour: Monday's nine o'clock is seventeen in UTC.
    CHECK(due("2026-10-30T23:00:00Z") == "2026-11-02T20:00:00.000Z");
    targets.hours = {{3, 0, 24 * 60}};
    targets.zone = "UTC";
    CHECK(due("2026-11-20T23:00:00Z") == "2026-11-25T04:00:00.000Z");
}

TEST_CASE_FIXTURE(Clinic, "the owner sets targets and office hours, and what waits is due anew") {
    auto const item = comes("7");
    Targets wanted;
    wanted.minutes = {30, 30, 30, 30};
    auto sets = [&](AccountId who) { return write([&](db::Write& write) { return set_targets(write, who, clinic, wanted); }); };
    CHECK(sets(ben).error().why == Why::forbidden);
    REQUIRE(sets(ada));
    CHECK(again(item.id).due_at == item.arrived_at + 30 * base::minute);
    wanted.zone = "Nowhere/Land";
    CHECK(sets(ada).error().fields.front().field == "zone");
    wanted.zone = "Europe/Madrid";
    wanted.minutes[0] = 0;
    CHECK(sets(ada).error().fields.front().field == "target_mention");
    wanted.minutes[0] = 60;
    wanted.hours = {{1, 600, 540}};
    CHECK(sets(ada).error().fields.front().field == "from_1");
    wanted.hours = {{1, 540, 600}, {1, 660, 720}};
    CHECK_FALSE(sets(ada));
    wanted.hours = {{1, 540, 600}};
    REQUIRE(sets(ada));
    CHECK(read([&](db::Read& read) { return targets(read, clinic); }).hours == wanted.hours);
    check();
}

TEST_CASE_FIXTURE(Clinic, "a saved answer is filled in one pass, and editors alone change it") {
    auto saves = [&](AccountId who, std::string title, std::string text) { return write([&](db::Write& write) { return save_answer(write, who, {0, clinic, title, text}); }); };
    CHECK(saves(ben, "Hours", "We are open.").error().why == Why::forbidden);
    CHECK(saves(ada, "", "We are open.").error().fields.front().field == "title");
    CHECK(saves(ada, "Hours", std::string(1'000'000, 'a')).error().fields.front().field == "text");
    auto const kept = saves(ada, "Hours", "Hello {name}, {organization} is open until six. {me} {other}");
    REQUIRE(kept);
    CHECK(filled(*kept, "{me}", "Lark Clinic", "Ben") == "Hello {me}, Lark Clinic is open until six. Ben {other}");
    REQUIRE(write([&](db::Write& write) { return remove_saved_answer(write, ada, clinic, kept->id); }));
    CHECK(read([&](db::Read& read) { return saved_answers(read, clinic); }).empty());
    CHECK(acts() == List{"inbox.saved_answer_removed", "inbox.answer_saved"});
}

TEST_CASE_FIXTURE(Clinic, "the figures of each stretch add up to those of the whole") {
    for (int i = 0; i < 6; ++i) {
        auto const about = std::to_string(i);
        comes(about);
        advance((i + 1) * base::hour);
        if (i < 5) answers(ben, about);
        advance(base::day);
    }
    auto const since = now() - 7 * base::day;
    auto const whole = read([&](db::Read& read) { return times(read, clinic, {}, since); });
    std::int64_t arrived_in_all = 0, answered_in_all = 0;
    for (auto const& each : read([&](db::Read& read) { return times_each(read, clinic, {}, since, base::day); })) arrived_in_all += each.arrived, answered_in_all += each.answered;
    CHECK(whole.arrived == 6);
    CHECK(arrived_in_all == 6);
    CHECK(answered_in_all == whole.answered);
    CHECK(whole.median / base::hour == 3);
}

TEST_CASE_FIXTURE(Clinic, "whoever's account goes leaves their notes without a name, and an organization takes its inbox along") {
    auto const item = comes("7");
    REQUIRE(claims(ben, item.id));
    REQUIRE(write([&](db::Write& write) { return add_note(write, item.id, ben, "Asked twice."); }));
    does([&](db::Write& write) { forget_account(write, ben); });
    CHECK_FALSE(again(item.id).claimed_by);
    CHECK_FALSE(read([&](db::Read& read) { return notes(read, item.id); }).front().author);
    does([&](db::Write& write) { forget_account(write, clinic); });
    CHECK_FALSE(read([&](db::Read& read) { return find(read, item.id); }));
    check();
}
