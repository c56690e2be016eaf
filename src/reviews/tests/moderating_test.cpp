// Moderators alone take a review away; it leaves a tombstone, stands in the record, and either side may appeal.
#include "clinic.hpp"
#include <algorithm>

using namespace testing_people;
using namespace reviews;
using base::Why;

namespace {

struct Court : Clinic {
    Written written = said(ada, draft(1, "They lost my blood sample."));

    base::Result<base::Done> reports(base::AccountId who, base::AccountId organization = {}) {
        return write([&](db::Write& write) { return report(write, written.id, who, Reason::not_about_care, "We have no such sample.", organization); });
    }
    base::Result<Decision> removes(base::AccountId who, Reason reason = Reason::names_somebody) {
        return write([&](db::Write& write) { return reviews::remove(write, who, written.id, reason, "It names a nurse."); });
    }
    base::Result<Decision> keeps(base::AccountId who) {
        return write([&](db::Write& write) { return keep(write, who, written.id, "It is about a visit."); });
    }
    std::int64_t open() { return read([&](db::Read& read) { return waiting_for_moderators(read); }); }
    Appeal last_appeal() { return read([&](db::Read& read) { return waiting_appeals(read, {}, 10); }).back(); }
    base::Result<base::Done> answers(base::AccountId who, ReviewAppealId id, bool grant) {
        return write([&](db::Write& write) { return answer_appeal(write, who, id, grant, "I looked again."); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Court, "a report waits for a moderator once, and changes nothing by itself") {
    REQUIRE(reports(ben));
    REQUIRE(reports(ben));
    CHECK(open() == 1);
    CHECK(found(written.id)->standing == Standing::shown);
    REQUIRE(keeps(mo));
    CHECK(open() == 0);
    check();
}

TEST_CASE_FIXTURE(Court, "what was removed leaves a tombstone with its reason, counts no more, and stands in the record") {
    auto const before = read([&](db::Read& read) { return reviews::score_of(read, place).reviews; });
    CHECK(before == 1);
    REQUIRE(removes(mo));
    auto const stone = found(written.id);
    CHECK(stone->standing == Standing::removed);
    CHECK(stone->removed_for == "names_somebody");
    CHECK(read([&](db::Read& read) { return reviews_of(read, place, Order::newest, 0, 10); }).size() == 1);
    CHECK(read([&](db::Read& read) { return reviews::score_of(read, place).reviews; }) == 0);
    auto const record = read([&](db::Read& read) { return moderation::entries(read, {.actor = mo, .target = {}}, {}); });
    CHECK(std::ranges::count(record, "review.remove", &moderation::Entry::act) == 1);
    CHECK(removes(pat).error().why == Why::conflict);
    check();
}

TEST_CASE_FIXTURE(Court, "the author appeals through the key, and another moderator puts it back") {
    REQUIRE(removes(mo));
    auto const appeals = [&](std::string const& key) { return write([&](db::Write& write) { return appeal(write, written.id, key, "I named nobody."); }); };
    CHECK(appeals("wrong").error().why == Why::not_found);
    REQUIRE(appeals(written.key));
    CHECK(appeals(written.key).error().why == Why::conflict);
    auto const id = last_appeal().id;
    CHECK(answers(mo, id, true).error().why == Why::forbidden);
    REQUIRE(answers(pat, id, true));
    CHECK(found(written.id)->standing == Standing::shown);
    CHECK(found(written.id)->told == "They lost my blood sample.");
    CHECK(answers(pat, id, false).error().why == Why::conflict);
    check();
}

TEST_CASE_FIXTURE(Court, "the provider appeals against keeping what it reported; it never removes anything itself") {
    REQUIRE(reports(nia, rowan));
    CHECK(reports(ben, rowan).error().why == Why::not_found);
    REQUIRE(keeps(mo));
    auto const appeals = [&](base::AccountId who) { return write([&](db::Write& write) { return appeal_as(write, written.id, rowan, who, "Please look again."); }); };
    CHECK(appeals(ben).error().why == Why::not_found);
    REQUIRE(appeals(nia));
    CHECK(found(written.id)->standing == Standing::shown);
    REQUIRE(answers(pat, last_appeal().id, true));
    CHECK(found(written.id)->standing == Standing::removed);
    CHECK(found(written.id)->removed_for == "not_about_care");
    check();
}

TEST_CASE_FIXTURE(Court, "a moderator who works there does not take its reviews away") {
    REQUIRE(write([&](db::Write& write) { return accounts::set_role(write, nia, http::Role::moderator); }));
    CHECK(removes(nia).error().why == Why::forbidden);
}

TEST_CASE_FIXTURE(Court, "a removed review that its author withdraws keeps its tombstone and loses its text") {
    REQUIRE(removes(mo));
    REQUIRE(write([&](db::Write& write) { return withdraw(write, written.id, written.key); }));
    CHECK(found(written.id)->standing == Standing::removed);
    CHECK(found(written.id)->told.empty());
    check();
}
