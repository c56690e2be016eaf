// Who may review what, what is refused and why, and that nothing kept of a review leads to who wrote it.
#include "clinic.hpp"
#include "crypto/crypto.hpp"
#include "reviews/inside.hpp"
#include <algorithm>
#include <set>

using namespace testing_people;
using namespace reviews;
using base::Why;

namespace {

std::string field_of(base::Refusal const& refusal) { return refusal.fields.empty() ? std::string() : refusal.fields[0].field; }

}  // namespace

TEST_CASE_FIXTURE(Clinic, "a review is public within two days, with its day and without its moment") {
    auto const written = writes(ada, draft());
    REQUIRE(written);
    CHECK_FALSE(found(written->id));
    publish();
    CHECK_FALSE(found(written->id));
    advance(49 * base::hour);
    publish();
    auto const review = found(written->id);
    REQUIRE(review);
    CHECK(review->overall == 4);
    CHECK(review->marks == std::array{5, 4, 4, 3, 5});
    CHECK(review->signed_as.empty());
    CHECK_FALSE(review->verified);
    CHECK(review->published == day_of(now()));
    CHECK(review->told == draft().told);
    check();
}

TEST_CASE_FIXTURE(Clinic, "moments of publication are drawn by lot from whole six hours of two days") {
    std::set<base::Time> moments;
    for (int i = 0; i < 12; ++i) REQUIRE(writes(join("guest" + std::to_string(i)), draft()));
    auto const before = now();
    for (int step = 0; step < 9; ++step) {
        auto const count = read([&](db::Read& read) { return reviews_of(read, place, Order::newest, 0, 40).size(); });
        advance(6 * base::hour);
        publish();
        if (read([&](db::Read& read) { return reviews_of(read, place, Order::newest, 0, 40).size(); }) != count) moments.insert(now());
    }
    CHECK(read([&](db::Read& read) { return reviews_of(read, place, Order::newest, 0, 40).size(); }) == 12);
    CHECK(now() - before <= 55 * base::hour);
    CHECK(moments.size() >= 2);  // all twelve in one of eight: once in 8,589,934,592 runs
    check();
}

TEST_CASE_FIXTURE(Clinic, "nobody reviews a place twice within a year, but another place, and this one a year later") {
    said(ada, draft());
    auto again = writes(ada, draft(1));
    REQUIRE_FALSE(again);
    CHECK(again.error().why == Why::conflict);
    auto other = draft();
    other.location = add_place("Rowan Street Pharmacy");
    CHECK(writes(ada, other));
    CHECK(writes(ben, draft()));
    advance(366 * base::day);
    CHECK(writes(ada, draft(1)));
    check();
}

TEST_CASE_FIXTURE(Clinic, "what waits counts as well when somebody reviews a place again") {
    REQUIRE(writes(ada, draft()));
    CHECK(writes(ada, draft()).error().why == Why::conflict);
}

TEST_CASE_FIXTURE(Clinic, "nobody reviews themselves or their employer") {
    CHECK(writes(rowan, draft()).error().message == "Nobody can review themselves.");
    CHECK(writes(nia, draft()).error().message == "Nobody can review their own employer.");
    directory::Staff staff{.id = {}, .location = place, .account = ben, .name = "Ben", .role = "Nurse", .specialty = {}, .languages = {}, .credential = {}, .registry = {}};
    REQUIRE(write([&](db::Write& write) { return directory::add_staff(write, rowan, staff); }));
    CHECK(writes(ben, draft()).error().why == Why::forbidden);
}

TEST_CASE_FIXTURE(Clinic, "each field says what is wrong with it") {
    auto const refused = [&](auto change) {
        auto each = draft();
        change(each);
        auto const outcome = writes(ada, each);
        return outcome ? std::string("taken") : field_of(outcome.error());
    };
    CHECK(refused([](Draft& d) { d.overall = 0; }) == "overall");
    CHECK(refused([](Draft& d) { d.overall = 6; }) == "overall");
    CHECK(refused([](Draft& d) { d.marks[2] = 6; }) == "marks");
    CHECK(refused([](Draft& d) { d.month = "2027-01"; }) == "month");
    CHECK(refused([](Draft& d) { d.month = "2023-01"; }) == "month");
    CHECK(refused([](Draft& d) { d.month = "2026-13"; }) == "month");
    CHECK(refused([](Draft& d) { d.month = "soon"; }) == "month");
    CHECK(refused([](Draft& d) { d.told = "<b>Great</b>"; }) == "told");
    CHECK(refused([](Draft& d) { d.told = "<script>alert(1)"; }) == "told");
    CHECK(refused([](Draft& d) { d.told = std::string(1'000'000, 'a'); }) == "told");
    CHECK(refused([](Draft& d) { d.signed_as = std::string(1'000'000, 'a'); }) == "signed_as");
    CHECK(refused([](Draft& d) { d.signed_as = "<i>me</i>"; }) == "signed_as");
    CHECK(refused([](Draft& d) { d.token = "nonsense"; }) == "token");
    CHECK(refused([](Draft& d) { d.told = "Waited < 5 minutes & was out by 3 > 2."; }) == "taken");
}

TEST_CASE_FIXTURE(Clinic, "a flood from one address is refused, and another address is not") {
    for (int i = 0; i < 5; ++i) REQUIRE(writes(join("flood" + std::to_string(i)), draft(), "192.0.2.7"));
    auto const sixth = writes(join("flood5"), draft(), "192.0.2.7");
    REQUIRE_FALSE(sixth);
    CHECK(sixth.error().why == Why::too_many);
    CHECK(writes(ada, draft(), "192.0.2.8"));
    for (int i = 0; i < 5; ++i) REQUIRE(writes(join("house" + std::to_string(i)), draft(), "2001:db8:0:1::" + std::to_string(i)));
    CHECK(writes(ben, draft(), "2001:db8:0:1:ffff::1").error().why == Why::too_many);
    advance(base::day);
    CHECK(writes(ben, draft(), "192.0.2.7"));
}

TEST_CASE_FIXTURE(Clinic, "a link for a visit makes one confirmed review, of its month, at its place") {
    auto const one = token();
    auto each = draft();
    each.token = one;
    each.month = "2025-03";
    auto const written = said(ada, each);
    CHECK(found(written.id)->verified);
    CHECK(found(written.id)->month == "2026-11");
    auto const second = writes(ben, each);
    REQUIRE_FALSE(second);
    CHECK(second.error().message == "This visit was reviewed already.");
    CHECK_FALSE(read([&](db::Read& read) { return open_visit(read, one); }));
    auto elsewhere = draft();
    elsewhere.token = token();
    elsewhere.location = add_place("Rowan Street Pharmacy");
    CHECK(field_of(writes(ben, elsewhere).error()) == "token");
    auto late = draft();
    late.token = token();
    advance(181 * base::day);
    late.month = base::iso8601(now()).substr(0, 7);
    CHECK(field_of(writes(cleo, late).error()) == "token");
    check();
}

TEST_CASE_FIXTURE(Clinic, "responders of the team give out links, within limits, and it stands in the team's record") {
    auto const give = [&](base::AccountId who, std::string const& month, int count) {
        return write([&](db::Write& write) { return give_tokens(write, who, {place, month}, count); });
    };
    auto const made = give(nia, "2026-11", 3);
    REQUIRE(made);
    CHECK(std::set(made->begin(), made->end()).size() == 3);
    CHECK(read([&](db::Read& read) { return open_visit(read, made->front()); }).has_value());
    CHECK(give(ada, "2026-11", 1).error().why == Why::not_found);
    CHECK(field_of(give(nia, "2026-11", 51).error()) == "count");
    CHECK(field_of(give(nia, "2026-01", 1).error()) == "month");
    for (int i = 0; i < 3; ++i) CHECK(give(nia, "2026-11", 50));
    CHECK(give(nia, "2026-11", 48).error().why == Why::too_many);
    auto const deeds = read([&](db::Read& read) { return teams::deeds(read, rowan, 0, 40); });
    CHECK(std::ranges::count(deeds, "reviews.links", &teams::Deed::act) == 4);
}

TEST_CASE_FIXTURE(Clinic, "the key changes and withdraws, and so does its author signed in; nobody else does") {
    auto const written = said(ada, draft(2));
    auto better = draft(5, "They called me back the same day.");
    CHECK(write([&](db::Write& write) { return change(write, written.id, "wrong", better); }).error().why == Why::not_found);
    CHECK(write([&](db::Write& write) { return change_own(write, written.id, ben, better); }).error().why == Why::not_found);
    REQUIRE(write([&](db::Write& write) { return change(write, written.id, written.key, better); }));
    CHECK(found(written.id)->overall == 2);
    advance(49 * base::hour);
    publish();
    CHECK(found(written.id)->overall == 5);
    CHECK(found(written.id)->changed == day_of(now()));
    REQUIRE(write([&](db::Write& write) { return change_own(write, written.id, ada, draft(3)); }));
    CHECK(write([&](db::Write& write) { return withdraw_own(write, written.id, ben); }).error().why == Why::not_found);
    REQUIRE(write([&](db::Write& write) { return withdraw(write, written.id, written.key); }));
    CHECK(found(written.id)->standing == Standing::withdrawn);
    CHECK(found(written.id)->told.empty());
    advance(49 * base::hour);
    publish();
    CHECK(found(written.id)->told.empty());
    CHECK(read([&](db::Read& read) { return reviews_of(read, place, Order::newest, 0, 10); }).empty());
    CHECK(writes(ada, draft()));
    check();
}

TEST_CASE_FIXTURE(Clinic, "one's own reviews are found anew for whoever is signed in, and for nobody else") {
    auto const written = said(ada, draft());
    auto other = draft();
    other.location = add_place("Rowan Street Pharmacy");
    REQUIRE(writes(ada, other));
    auto const own = read([&](db::Read& read) { return reviews_by(read, ada); });
    REQUIRE(own.size() == 2);
    CHECK(std::ranges::count(own, written.id, &Review::id) == 1);
    CHECK(std::ranges::count(own, "", &Review::published) == 1);
    CHECK(read([&](db::Read& read) { return reviews_by(read, ben); }).empty());
}

TEST_CASE_FIXTURE(Clinic, "the data hold no account, no key, no token and no moment of a review") {
    auto each = draft();
    each.token = token();
    auto const written = said(ada, each);
    // What is kept of who wrote it is no hash of the account by itself.
    auto const kept = read([&](db::Read& read) { return known_pseudonym(read, "reviewer", ada.text()); });
    CHECK(kept.size() == 43);
    CHECK(kept != crypto::token_hash(ada.text()));
    CHECK(kept != read([&](db::Read& read) { return known_pseudonym(read, "reviewer", ben.text()); }));
    CHECK(kept != read([&](db::Read& read) { return known_pseudonym(read, "vote", ada.text()); }));
    // An id that held its moment would lie near now.
    CHECK(std::abs(base::time_of(written.id.value) - now()) > base::hour);
    if (!database.is_postgresql()) check();
}

TEST_CASE_FIXTURE(Clinic, "orders: by Wilson's bound, by day, by stars; pages go on where the last one ended") {
    CHECK(wilson(9, 10) == doctest::Approx(0.717556).epsilon(1e-6));
    CHECK(wilson(90, 100) == doctest::Approx(0.854858).epsilon(1e-6));
    CHECK(wilson(0, 0) == 0);
    std::vector<ReviewId> ids;
    for (int i = 1; i <= 5; ++i) ids.push_back(said(join("guest" + std::to_string(i)), draft(i)).id);
    auto const votes = [&](ReviewId id, base::AccountId who, std::optional<bool> helpful) { return write([&](db::Write& write) { return vote(write, id, who, helpful); }); };
    REQUIRE(votes(ids[1], ada, true));
    REQUIRE(votes(ids[1], ben, true));
    REQUIRE(votes(ids[2], ada, true));
    REQUIRE(votes(ids[2], ben, false));
    auto const listed = [&](Order order, int step) {
        std::vector<ReviewId> all;
        for (std::int64_t after = 0;;) {
            auto const some = read([&](db::Read& read) { return reviews_of(read, place, order, after, step); });
            for (auto const& each : some) all.push_back(each.id);
            if (std::ssize(some) < step) return all;
            after = some.back().id.value;
        }
    };
    for (int step : {1, 2, 40}) {
        CHECK(listed(Order::newest, step) == std::vector{ids[4], ids[3], ids[2], ids[1], ids[0]});
        CHECK(listed(Order::lowest, step) == ids);
        CHECK(listed(Order::helpful, step) == std::vector{ids[1], ids[2], ids[4], ids[3], ids[0]});
    }
    auto const filtered = read([&](db::Read& read) { return reviews_of(read, place, Order::newest, 0, 40, {.overall = 3, .theme = {}}); });
    REQUIRE(filtered.size() == 1);
    CHECK(filtered[0].id == ids[2]);
    check();
}

TEST_CASE_FIXTURE(Clinic, "a vote counts once a person, is taken back, and nobody votes for their own") {
    auto const id = said(ada, draft()).id;
    auto const votes = [&](base::AccountId who, std::optional<bool> helpful) { return write([&](db::Write& write) { return vote(write, id, who, helpful); }); };
    REQUIRE(votes(ben, true));
    CHECK(votes(ben, true)->helpful == 1);
    CHECK(votes(ben, false)->unhelpful == 1);
    CHECK(found(id)->helpful == 0);
    CHECK(votes(ben, std::nullopt)->unhelpful == 0);
    CHECK(votes(ada, true).error().why == Why::forbidden);
    check();
}

TEST_CASE_FIXTURE(Clinic, "stories are found by what they are about, in three languages") {
    using Found = std::vector<std::string_view>;
    CHECK(themes_in("40 minutes on hold. I have trouble hearing.") == Found{"waiting", "access"});
    CHECK(themes_in("La médica me escuchó y explicó todo.") == Found{"listening", "explaining"});
    CHECK(themes_in("كان الانتظار طويلا") == Found{});
    CHECK(themes_in("انتظرت طويلا").front() == "waiting");
    CHECK(themes_in("Fine.").empty());
    auto const id = said(ada, draft(4, "They listened to my son.")).id;
    said(ben, draft(4, "Nothing to say."));
    auto const some = read([&](db::Read& read) { return reviews_of(read, place, Order::newest, 0, 40, {.overall = 0, .theme = "children"}); });
    REQUIRE(some.size() == 1);
    CHECK(some[0].id == id);
    auto const mentioned = read([&](db::Read& read) { return themes_of(read, place); });
    REQUIRE(mentioned.size() == 2);
    CHECK(mentioned[0].reviews == 1);
}

TEST_CASE_FIXTURE(Clinic, "an administrator says what is asked of a kind of care, up to five questions") {
    auto const kind = std::string(directory::specialties().front().code);
    auto const set = [&](std::vector<Dimension> const& all) { return write([&](db::Write& write) { return set_dimensions(write, mo, kind, all); }); };
    auto const asked = [&] { return read([&](db::Read& read) { return dimensions(read, kind); }); };
    CHECK(asked().size() == 5);
    REQUIRE(set({{"listened", "Listened to me"}, {"pain", "Took my pain seriously"}}));
    REQUIRE(asked().size() == 2);
    CHECK(asked()[1].words == "Took my pain seriously");
    auto const id = said(ada, draft()).id;
    CHECK(found(id)->marks == std::array{5, 4, 0, 0, 0});
    CHECK(field_of(set({{"a", "<b>x</b>"}}).error()) == "words");
    CHECK_FALSE(set(std::vector<Dimension>(6, {"a", "A"})));
    CHECK_FALSE(set({{"a", "A"}, {"a", "B"}}));
    REQUIRE(set({}));
    CHECK(asked()[4].code == "cleanliness");
}

TEST_CASE_FIXTURE(Clinic, "who leaves takes what waits along at once, and what is public at a moment drawn by lot") {
    auto const written = said(ada, draft());
    auto other = draft();
    other.location = add_place("Rowan Street Pharmacy");
    auto const waiting = *writes(ada, other);
    (void)write([&](db::Write& write) -> base::Result<base::Done> {
        forget_account(write, ada);
        return base::Done{};
    });
    CHECK(found(written.id)->standing == Standing::shown);
    CHECK(read([&](db::Read& read) { return reviews_by(read, ada); }).empty());
    advance(49 * base::hour);
    publish();
    CHECK(found(written.id)->standing == Standing::withdrawn);
    CHECK_FALSE(found(waiting.id));
    check();
}

TEST_CASE_FIXTURE(Clinic, "every statement is one that the engine takes") { check_statements(); }
