// Who may run an organization, and which one is what it says.
#include "towns.hpp"

using namespace testing_towns;
using base::Why;

namespace {

struct Claims : Town {
    Evidence const letter{.statement = "I am the director.", .address = "https://register.example/clinic", .file_name = "letter.pdf", .file = "%PDF-1.7 a letter with a secret"};
    base::Result<Claim> asked(AccountId person) {
        return write([&](db::Write& write) { return claim(write, person, listed, letter); });
    }
    base::Result<base::Done> decided(AccountId by, ClaimId id, bool grant, std::string const& answer = "Welcome") {
        return write([&](db::Write& write) { return decide_claim(write, by, id, grant, answer); });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Claims, "a claim that is granted makes its person an owner, with the mark, on record") {
    auto const made = asked(ben);
    REQUIRE(made.has_value());
    CHECK(made->has_file);
    CHECK(made->evidence.statement == "I am the director.");
    CHECK(read([&](db::Read& read) { return is_unclaimed(read, listed); }));
    REQUIRE(decided(cleo, made->id, true));
    CHECK(read([&](db::Read& read) { return teams::role_in(read, listed, ben); }) == teams::Role::owner);
    CHECK(read([&](db::Read& read) { return is_verified(read, listed); }));
    CHECK_FALSE(read([&](db::Read& read) { return is_unclaimed(read, listed); }));
    CHECK(added(ben, ward(listed)).has_value());
    CHECK(added(cleo, ward(listed)).error().why == Why::not_found);  // moderators no longer keep it
    auto const record = read([&](db::Read& read) { return moderation::entries(read, {.target = "account:" + listed.text()}, {}); });
    REQUIRE_FALSE(record.empty());
    CHECK(record.front().act == "directory.claim.grant");
    CHECK(record.front().actor == cleo);
    check();
}

TEST_CASE_FIXTURE(Claims, "what was shown stays on file, sealed, and opens only there") {
    auto const made = *asked(ben);
    REQUIRE(decided(cleo, made.id, true));
    auto const kept = read([&](db::Read& read) { return evidence_of(read, made.id); });
    CHECK(kept->file == letter.file);
    CHECK(kept->file_type == "application/pdf");
    auto const raw = read([&](db::Read& read) {
        static constexpr db::Query all{"test.claims", "SELECT evidence_sealed, file_sealed FROM directory_claim"};
        return *read.one(all, {}, [](db::Row const& row) { return row.text(0) + row.text(1); });
    });
    CHECK_FALSE(raw.contains("director"));
    CHECK_FALSE(raw.contains("secret"));
}

TEST_CASE_FIXTURE(Claims, "a claim is refused with a reason, which its person reads, and may be made again") {
    auto const made = *asked(ben);
    CHECK(asked(ben).error().why == Why::conflict);
    CHECK(decided(cleo, made.id, false, "").error().fields[0].field == "answer");
    REQUIRE(decided(cleo, made.id, false, "The letter is of another clinic."));
    CHECK(read([&](db::Read& read) { return find_claim(read, made.id); })->answer == "The letter is of another clinic.");
    CHECK(decided(cleo, made.id, true).error().why == Why::conflict);
    CHECK_FALSE(read([&](db::Read& read) { return teams::role_in(read, listed, ben); }).has_value());
    CHECK(asked(ben).has_value());
}

TEST_CASE_FIXTURE(Claims, "only moderators decide, and never about themselves") {
    auto const made = *asked(ben);
    CHECK(decided(ada, made.id, true).error().why == Why::forbidden);
    CHECK(decided(ben, made.id, true).error().why == Why::forbidden);
    auto const own = *asked(cleo);
    CHECK(decided(cleo, own.id, true).error().why == Why::forbidden);
    CHECK(decided(cleo, ClaimId{1}, true).error().why == Why::not_found);
}

TEST_CASE_FIXTURE(Claims, "of two who ask for one organization, one gets it") {
    auto const first = *asked(ben), second = *asked(ada);
    REQUIRE(decided(cleo, first.id, true));
    CHECK(decided(cleo, second.id, true).error().why == Why::conflict);
    CHECK(decided(cleo, second.id, false, "It is run by its director.").has_value());
}

TEST_CASE_FIXTURE(Claims, "an organization that somebody runs cannot be claimed, nor a person, nor by an organization") {
    auto ask = [&](AccountId person, AccountId organization) { return write([&](db::Write& write) { return claim(write, person, organization, letter); }); };
    CHECK(ask(ben, clinic).error().why == Why::conflict);
    CHECK(ask(ben, ada).error().why == Why::not_found);
    CHECK(ask(clinic, listed).error().why == Why::forbidden);
}

TEST_CASE_FIXTURE(Claims, "evidence that is none is refused at its field") {
    auto fault = [&](Evidence const& evidence) { return write([&](db::Write& write) { return claim(write, ben, listed, evidence); }).error().fields.at(0).field; };
    CHECK(fault({.statement = ""}) == "statement");
    CHECK(fault({.statement = "<b>me</b>"}) == "statement");
    CHECK(fault({.statement = "me", .file = "MZ a program"}) == "file");
    CHECK(fault({.statement = "me", .file = "%PDF-" + std::string(largest_evidence, 'x')}) == "file");
}

TEST_CASE_FIXTURE(Claims, "an owner asks for the mark, and a moderator gives and takes it") {
    auto ask = [&](AccountId by) { return write([&](db::Write& write) { return ask_for_mark(write, by, clinic, {.statement = "See our page."}); }); };
    CHECK(ask(ben).error().why == Why::not_found);
    auto const made = ask(ada);
    REQUIRE(made.has_value());
    REQUIRE(decided(cleo, made->id, true));
    CHECK(read([&](db::Read& read) { return organization_of(read, clinic); }).verified_by == cleo);
    CHECK(ask(ada).error().why == Why::conflict);
    CHECK(write([&](db::Write& write) { return take_mark(write, ada, clinic, "no"); }).error().why == Why::forbidden);
    CHECK(write([&](db::Write& write) { return take_mark(write, cleo, clinic, ""); }).error().fields[0].field == "reason");
    REQUIRE(write([&](db::Write& write) { return take_mark(write, cleo, clinic, "It closed."); }));
    CHECK_FALSE(read([&](db::Read& read) { return is_verified(read, clinic); }));
    check();
}

TEST_CASE_FIXTURE(Claims, "the color is one of twelve, and contact is checked") {
    auto set = [&](Organization const& organization) { return write([&](db::Write& write) { return change_organization(write, ada, organization); }); };
    REQUIRE(set({.account = clinic, .hue = 5, .website = "clinic.example"}));
    CHECK(read([&](db::Read& read) { return organization_of(read, clinic); }).website == "https://clinic.example");
    CHECK(set({.account = clinic, .hue = 12}).error().fields[0].field == "hue");
    CHECK(set({.account = clinic, .email = "x"}).error().fields[0].field == "email");
    CHECK(set({.account = listed, .hue = 1}).error().why == Why::not_found);
}
