// An organization is run by people, each by themselves, and never left without an owner.
#include "jobs/jobs.hpp"
#include "people.hpp"
#include "teams/teams.hpp"
#include <algorithm>

using namespace teams;
using base::Why;

namespace {

std::vector<db::Schema> const tables{jobs::schema, accounts::schema, blocks::schema, notifications::schema, teams::schema};

struct Clinic : db::testing::World {
    AccountId ada, ben, cleo, clinic;

    template <class F> auto write(F work) { advance(1); return database.write(work); }
    template <class F> auto read(F work) { return database.read(work); }
    Clinic() : World(tables) {
        ada = join("ada");
        ben = join("ben");
        cleo = join("cleo");
        clinic = join("clinic");
        (void)write([&](db::Write& write) { return accounts::change_profile(write, clinic, {.name = "Rowan Street Clinic", .kind = accounts::Kind::organization}); });
        (void)write([&](db::Write& write) -> base::Result<base::Done> { teams::found(write, clinic, ada); return base::Done{}; });
    }
    AccountId join(std::string const& username) {
        return write([&](db::Write& write) {
            accounts::SignUp form{username, username + "@people.example", "a long enough password"};
            form.agreement = form.confirmed = true;
            form.password_hash = "no password fits this";
            return accounts::sign_up(write, form);
        })->id;
    }
    auto invites(AccountId by, AccountId person, Role role) { return write([&](db::Write& write) { return teams::invite(write, clinic, by, person, role); }); }
    auto answers(AccountId person, bool joins) { return write([&](db::Write& write) { return teams::answer(write, clinic, person, joins); }); }
    auto removes(AccountId by, AccountId person) { return write([&](db::Write& write) { return teams::remove(write, clinic, by, person); }); }
    auto changes(AccountId by, AccountId person, Role role) { return write([&](db::Write& write) { return teams::set_role(write, clinic, by, person, role); }); }
    std::optional<Role> role(AccountId person) { return read([&](db::Read& read) { return role_in(read, clinic, person); }); }
    void joins(AccountId person, Role as) {
        REQUIRE(invites(ada, person, as));
        REQUIRE(answers(person, true));
    }
    std::vector<std::string> acts() {
        std::vector<std::string> made;
        for (auto const& each : read([&](db::Read& read) { return deeds(read, clinic, 0, 40); })) made.push_back(each.act);
        return made;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Clinic, "statements of teams are taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(Clinic, "who is invited answers, and has no role before") {
    REQUIRE(invites(ada, ben, Role::responder));
    CHECK_FALSE(role(ben));
    CHECK(read([&](db::Read& read) { return invitations_to(read, ben); }).size() == 1);
    REQUIRE(answers(ben, true));
    CHECK(role(ben) == Role::responder);
    CHECK(read([&](db::Read& read) { return invitations_to(read, ben); }).empty());
    CHECK(answers(ben, true).error().why == Why::not_found);
    REQUIRE(invites(ada, cleo, Role::editor));
    REQUIRE(answers(cleo, false));
    CHECK_FALSE(role(cleo));
    CHECK(acts() == std::vector<std::string>{"team.decline", "team.invite", "team.join", "team.invite", "team.found"});
}

TEST_CASE_FIXTURE(Clinic, "a role allows what lower roles do, and nothing above; a stranger learns nothing") {
    joins(ben, Role::responder);
    auto allowed = [&](AccountId person, Role needed) { return read([&](db::Read& read) { return allow(read, clinic, person, needed); }); };
    CHECK(allowed(ben, Role::responder));
    CHECK(allowed(ben, Role::analyst));
    CHECK(allowed(ben, Role::editor).error().why == Why::forbidden);
    CHECK(allowed(cleo, Role::analyst).error().why == Why::not_found);
    CHECK(allowed(clinic, Role::owner));
    CHECK_FALSE(read([&](db::Read& read) { return role_in(read, ben, ben); }).has_value());
    CHECK(invites(ben, cleo, Role::analyst).error().why == Why::forbidden);
    CHECK(invites(cleo, cleo, Role::owner).error().why == Why::not_found);
}

TEST_CASE_FIXTURE(Clinic, "the last owner neither leaves nor steps down, until there is another one") {
    CHECK(removes(ada, ada).error().fields.front().field == "role");
    CHECK(changes(ada, ada, Role::editor).error().fields.front().field == "role");
    joins(ben, Role::analyst);
    REQUIRE(changes(ada, ben, Role::owner));
    REQUIRE(removes(ada, ada));
    CHECK_FALSE(role(ada));
    CHECK(role(ben) == Role::owner);
    check();
}

TEST_CASE_FIXTURE(Clinic, "people are invited once, organizations and strangers are not") {
    joins(ben, Role::analyst);
    CHECK(invites(ada, ben, Role::editor).error().fields.front().field == "person");
    CHECK(invites(ada, clinic, Role::editor).error().fields.front().field == "person");
    CHECK(invites(ada, AccountId{7}, Role::editor).error().fields.front().field == "person");
    REQUIRE(invites(ada, cleo, Role::editor));
    REQUIRE(removes(ada, cleo));
    CHECK(answers(cleo, true).error().why == Why::not_found);
}

TEST_CASE_FIXTURE(Clinic, "an owner whose account is deleted leaves the team to an editor, never to a lower role, and the record stays") {
    joins(cleo, Role::responder);
    joins(ben, Role::editor);
    (void)write([&](db::Write& write) -> base::Result<base::Done> { teams::forget_account(write, ada); return base::Done{}; });
    CHECK(role(ben) == Role::owner);
    CHECK(acts().front() == "team.leave");
    (void)write([&](db::Write& write) -> base::Result<base::Done> { teams::forget_account(write, ben); return base::Done{}; });
    CHECK(role(cleo) == Role::responder);
    check();
    (void)write([&](db::Write& write) -> base::Result<base::Done> { teams::forget_account(write, clinic); return base::Done{}; });
    CHECK(acts().empty());
    CHECK(read([&](db::Read& read) { return memberships(read, cleo); }).empty());
}

TEST_CASE_FIXTURE(Clinic, "who wrote something in the organization's name is on record once, and read page by page") {
    (void)write([&](db::Write& write) -> base::Result<base::Done> {
        for (int i = 0; i < 45; ++i) teams::record(write, clinic, i % 2 ? ben : ada, "post", "post " + std::to_string(i));
        return base::Done{};
    });
    CHECK(read([&](db::Read& read) { return author_of(read, clinic, "post 3"); }) == ben);
    CHECK(read([&](db::Read& read) { return author_of(read, clinic, "post 99"); }) == AccountId{});
    auto const first = read([&](db::Read& read) { return deeds(read, clinic, 0, 40); });
    REQUIRE(first.size() == 40);
    auto const rest = read([&](db::Read& read) { return deeds(read, clinic, first.back().id, 40); });
    CHECK(rest.size() == 6);
    CHECK(rest.back().act == "team.found");
}

TEST_CASE_FIXTURE(Clinic, "whose role another changed, or who was removed, is told by the organization, and the newest word alone stands") {
    REQUIRE(invites(ada, ben, Role::analyst));
    REQUIRE(write([&](db::Write& write) { return teams::answer(write, clinic, ben, true); }));
    auto const told = [&](AccountId whom) { return read([&](db::Read& read) { return notifications::list(read, whom, {}); }); };
    CHECK(told(ben).empty());
    for (auto const role : {Role::editor, Role::responder, Role::editor}) REQUIRE(write([&](db::Write& write) { return teams::set_role(write, clinic, ada, ben, role); }));
    REQUIRE(told(ben).size() == 1);
    CHECK(told(ben)[0].kind == teams::told_kind);
    CHECK(told(ben)[0].from == clinic);
    CHECK(told(ben)[0].about == static_cast<std::int64_t>(Role::editor) + 1);
    REQUIRE(write([&](db::Write& write) { return teams::remove(write, clinic, ada, ben); }));
    REQUIRE(told(ben).size() == 1);
    CHECK(told(ben)[0].about == 0);
    CHECK(told(ada).empty());
}

TEST_CASE_FIXTURE(Clinic, "nobody is told of a role that they laid down themselves") {
    REQUIRE(invites(ada, ben, Role::owner));
    REQUIRE(write([&](db::Write& write) { return teams::answer(write, clinic, ben, true); }));
    REQUIRE(write([&](db::Write& write) { return teams::set_role(write, clinic, ben, ben, Role::editor); }));
    REQUIRE(write([&](db::Write& write) { return teams::remove(write, clinic, ben, ben); }));
    CHECK(read([&](db::Read& read) { return notifications::list(read, ben, {}); }).empty());
}
