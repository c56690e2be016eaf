// Replies: what could tell others who was there is held, colleagues decide, everybody sees how often and how soon.
#include "clinic.hpp"
#include <algorithm>

using namespace reviews;

namespace {

struct Answering : testing_people::Clinic {
    AccountId edda, resi, anna;  // editor, responder, analyst
    ReviewId id;

    Answering() {
        edda = member("edda", teams::Role::editor), resi = member("resi", teams::Role::responder), anna = member("anna", teams::Role::analyst);
        (void)write([&](db::Write& write) { return directory::add_staff(write, rowan, {.location = place, .name = "Dr. Amara Okafor", .role = "Physician"}); });
        auto draft = this->draft(2, "The care was kind once I got through the door. 40 minutes on hold.");
        draft.signed_as = "Priya, a parent";
        id = said(ada, draft).id;
    }
    AccountId member(std::string const& name, teams::Role role) {
        auto const person = join(name);
        (void)write([&](db::Write& write) -> base::Result<base::Done> {
            TRY(teams::invite(write, rowan, nia, person, role));
            return teams::answer(write, rowan, person, true);
        });
        return person;
    }
    std::vector<std::string> held(std::string_view text) {
        std::vector<std::string> made;
        for (auto const& each : read([&](db::Read& read) { return check_reply(read, *find(read, id), text); })) made.push_back(each.words);
        return made;
    }
    base::Result<Reply> drafts(AccountId by, std::string_view text, bool ask = false) { return write([&](db::Write& write) { return draft_reply(write, by, id, text, ask); }); }
    base::Result<Reply> publishes(AccountId by, bool looked = false) { return write([&](db::Write& write) { return publish_reply(write, by, id, looked); }); }
    std::string told() { return read([&](db::Read& read) { return reply_to(read, id).value_or(Reply{}).told; }); }
    Responses figures() { return read([&](db::Read& read) { return responses_of(read, {place}); }); }
};

constexpr std::string_view good = "You are right, and we are sorry. Since 1 August you can book and change here without calling.";

}  // namespace

TEST_CASE_FIXTURE(Answering, "what confirms a visit, a name, a date or a treatment is held, in three languages, and the rest is not") {
    CHECK(held(good).empty());
    CHECK(held("Thank you for telling us. We changed how our phone is answered, every Monday and Friday there are two people now.") .size() <= 1);
    auto const holds = [&](std::string_view text, std::string_view words) {
        auto const found = held(text);
        CAPTURE(text);
        CHECK(std::ranges::find(found, words) != found.end());
    };
    holds("We are sorry about your visit.", "your visit");
    holds("When you came in, the desk was empty.", "When you came");
    holds("Our records show that you called twice.", "Our records show");
    holds("Dear Priya, thank you.", "Priya");
    holds("I spoke with Dr. Okafor about it.", "Okafor");
    holds("Mrs Miller will call.", "Mrs Miller");
    holds("On Tuesday the line was down.", "Tuesday");
    holds("It was on 12/3 that the line was down.", "12");
    holds("Yesterday we were too few.", "Yesterday");
    holds("Your test results were late.", "Your test");
    holds("The surgery had to wait.", "surgery");
    holds("We prescribed what was right.", "prescribed");
    holds("Lamentamos lo de su cita.", "su cita");
    holds("El tratamiento fue correcto.", "tratamiento");
    holds("نأسف لما حدث في زيارتك.", "زيارتك");
}

TEST_CASE_FIXTURE(Answering, "a responder drafts, an editor publishes, an analyst and strangers do not") {
    CHECK(drafts(ben, good).error().why == base::Why::not_found);
    CHECK(drafts(anna, good).error().why == base::Why::forbidden);
    REQUIRE(drafts(resi, good));
    CHECK(told().empty());
    CHECK(publishes(resi).error().why == base::Why::forbidden);
    advance(3 * base::day);
    auto const made = publishes(edda);
    REQUIRE(made);
    CHECK(made->told == good);
    CHECK(made->days >= 3);
    CHECK(made->author == resi);
    CHECK(made->approved_by == edda);
    check();
}

TEST_CASE_FIXTURE(Answering, "held words are published by nobody who wrote them, and by a colleague who looked") {
    REQUIRE(drafts(edda, "We are sorry about your visit."));
    auto const refused = publishes(edda, true);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fields.front().code == "ERR_HELD");
    CHECK_FALSE(publishes(nia));
    CHECK(publishes(nia, true));
    REQUIRE(drafts(edda, good, true));
    CHECK(publishes(edda).error().fields.front().code == "ERR_HELD");
    CHECK(publishes(nia));
    CHECK(told() == good);
    CHECK(read([&](db::Read& read) { return reply_versions(read, id).size(); }) == 2);
}

TEST_CASE_FIXTURE(Answering, "empty, too long and marked-up replies are refused, and so are those to what was taken away") {
    CHECK(drafts(resi, "  ").error().fields.front().field == "text");
    CHECK(drafts(resi, std::string(1'000'000, 'a')).error().fields.front().field == "text");
    CHECK(drafts(resi, "<b>bold</b>").error().fields.front().field == "text");
    REQUIRE(write([&](db::Write& write) { return reviews::remove(write, mo, id, Reason::insulting, "It is insulting."); }));
    CHECK(drafts(resi, good).error().why == base::Why::conflict);
}

TEST_CASE_FIXTURE(Answering, "plans and changes follow a reply, and stand on the board; held words do not") {
    auto const sets = [&](AccountId by, StepKind kind, std::string_view text) { return write([&](db::Write& write) { return set_step(write, by, id, kind, text); }); };
    CHECK(sets(edda, StepKind::planned, "A second line.").error().fields.front().field == "planned");
    REQUIRE(drafts(edda, good));
    REQUIRE(publishes(edda));
    CHECK(sets(resi, StepKind::planned, "A second line.").error().why == base::Why::forbidden);
    REQUIRE(sets(edda, StepKind::planned, "A second line."));
    advance(base::day);
    REQUIRE(sets(edda, StepKind::changed, "There are two lines now."));
    CHECK(sets(edda, StepKind::changed, "Your visit made us think.").error().fields.front().code == "ERR_HELD");
    auto const board = read([&](db::Read& read) { return board_of(read, place, {}, 10); });
    REQUIRE(board.size() == 2);
    CHECK(board.front().kind == StepKind::changed);
    CHECK(read([&](db::Read& read) { return board_of(read, rowan, board.front(), 10).size(); }) == 1);
    REQUIRE(sets(edda, StepKind::planned, ""));
    CHECK(read([&](db::Read& read) { return steps(read, id).size(); }) == 1);
    check();
}

TEST_CASE_FIXTURE(Answering, "how many and how soon is computed; taking a reply back and giving it again makes neither better") {
    CHECK(figures().reviews == 0);  // too new to be counted
    advance(15 * base::day);
    CHECK(figures().reviews == 1);
    CHECK(figures().replied == 0);
    REQUIRE(drafts(edda, good));
    REQUIRE(publishes(edda));
    auto const days = figures().median_days;
    CHECK(days >= 15);
    CHECK(figures().replied == 1);
    REQUIRE(write([&](db::Write& write) { return take_reply_back(write, edda, id); }));
    CHECK(figures().reviews == 1);
    CHECK(figures().replied == 0);
    advance(10 * base::day);
    REQUIRE(drafts(edda, good));
    REQUIRE(publishes(edda));
    CHECK(figures().median_days == days);
    said(ben, draft());
    advance(20 * base::day);
    CHECK(figures().reviews == 2);
    CHECK(figures().replied == 1);
    (void)write([&](db::Write& write) -> base::Result<base::Done> { forget_account(write, edda); return base::Done{}; });
    CHECK(told() == good);
    check_statements();
    check();
}

TEST_CASE_FIXTURE(Answering, "what waits for a reply stands newest first, and goes once it has one") {
    auto const waiting = [&](int limit) { return read([&](db::Read& read) { return without_reply(read, rowan, limit); }); };
    advance(40 * base::day);
    auto const later = said(ben, draft()).id;
    CHECK(waiting(10) == std::vector{later, id});
    CHECK(waiting(1) == std::vector{later});
    REQUIRE(drafts(edda, good));
    CHECK(read([&](db::Read& read) { return reply_drafts(read, rowan); }) == std::vector{id});
    REQUIRE(publishes(edda));
    CHECK(waiting(10) == std::vector{later});
}
