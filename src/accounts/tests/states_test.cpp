// What moderators decide about an account, who is let in, and what administrators find.
#include "accounts/accounts.hpp"
#include "base/text.hpp"
#include "world.hpp"

using namespace accounts;

namespace {

struct States : World {
    accounts::Account pending(std::string name, std::string reason = "I work on ward 3.") {
        approval.change(true);
        auto wanted = form(name);
        wanted.password_hash = "no password fits this";
        wanted.reason = reason;
        wanted.address = "203.0.113.7";
        auto made = write([&](db::Write& write) { return sign_up(write, wanted); });
        approval.change(false);
        REQUIRE(made);
        return *made;
    }
    Account now_is(AccountId id) { return *read([&](db::Read& read) { return find(read, id); }); }
    std::vector<std::string> names(Listing const& wanted, Page page = {}) {
        std::vector<std::string> all;
        for (auto const& each : read([&](db::Read& read) { return admin_list(read, wanted, page); })) all.push_back(each.username);
        return all;
    }
};
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(States, "where people are let in one by one, a new account waits and is not found") {
    auto ada = pending("ada");
    CHECK(ada.pending);
    CHECK(ada.hidden());
    CHECK(read([](db::Read& read) { return search(read, "ada", 5); }).empty());
    CHECK(read([](db::Read& read) { return members(read); }) == 0);
    check();
}

TEST_CASE_FIXTURE(States, "a token of a waiting account knows why it may do nothing, and works from when it is let in") {
    auto ada = pending("ada");
    auto token = *write([&](db::Write& write) { return create_token(write, ada.id, "read"); });
    change([&](db::Write& write) { (void)confirm(write, secret_mailed("token=")); });
    Doorkeeper doorkeeper;
    http::Request request;
    request.headers.emplace_back("authorization", "Bearer " + token);
    database.wait_read([&](db::Read& read) { doorkeeper.identify(request, read); });
    REQUIRE(request.person);
    CHECK(request.person->barred == "Your login is currently pending approval");
    database.wait_read([&](db::Read& read) { CHECK_FALSE(doorkeeper.person_with_token(read, token)); });

    REQUIRE(write([&](db::Write& write) { return approve(write, ada.id); }));
    doorkeeper.forget_everything();
    database.wait_read([&](db::Read& read) { doorkeeper.identify(request, read); });
    CHECK(request.person->barred.empty());
    CHECK(write([&](db::Write& write) { return approve(write, ada.id); }).error().why == base::Why::forbidden);
    check();
}

TEST_CASE_FIXTURE(States, "who is let in is told by mail") {
    auto ada = pending("ada");
    auto before = letters();
    REQUIRE(write([&](db::Write& write) { return approve(write, ada.id); }));
    CHECK(letters() == before + 1);
}

TEST_CASE_FIXTURE(States, "a refused account goes, and its name and address are free again") {
    auto ada = pending("ada");
    REQUIRE(write([&](db::Write& write) { return reject(write, ada.id); }));
    CHECK_FALSE(read([&](db::Read& read) { return find(read, ada.id); }));
    check();
    auto again = member("ada");
    CHECK(again.username == "ada");
    CHECK(write([&](db::Write& write) { return reject(write, again.id); }).error().why == base::Why::forbidden);
    check();
}

TEST_CASE_FIXTURE(States, "a disabled account ends its sessions and tokens, and cannot be signed in to until it is enabled") {
    auto ada = member("ada");
    auto session = change([&](db::Write& write) { return start_session(write, ada.id, "", ""); });
    std::vector<base::Event> told;
    database.on_commit([&](auto events) { told.insert(told.end(), events.begin(), events.end()); });
    REQUIRE(write([&](db::Write& write) { return set_disabled(write, ada.id, true); }));
    CHECK(std::ranges::any_of(told, [](auto const& event) { return event.kind == GrantEnded::kind; }));
    CHECK(read([&](db::Read& read) { return sessions(read, ada.id); }).empty());
    auto refused = read([&](db::Read& read) { return verify_password(read, "ada", good_password); });
    CHECK(refused.error().why == base::Why::forbidden);
    CHECK(now_is(ada.id).disabled_at == now());
    CHECK_FALSE(now_is(ada.id).hidden());
    CHECK(write([&](db::Write& write) { return create_token(write, ada.id, "read"); }).error().why == base::Why::forbidden);
    check();
    REQUIRE(write([&](db::Write& write) { return set_disabled(write, ada.id, false); }));
    CHECK(read([&](db::Read& read) { return verify_password(read, "ada", good_password); }));
    check();
}

TEST_CASE_FIXTURE(States, "silenced and sensitized are noted with their time and taken back") {
    auto ada = member("ada");
    REQUIRE(write([&](db::Write& write) { return set_silenced(write, ada.id, true); }));
    REQUIRE(write([&](db::Write& write) { return set_sensitized(write, ada.id, true); }));
    CHECK(now_is(ada.id).silenced_at == now());
    CHECK(now_is(ada.id).sensitized_at == now());
    REQUIRE(write([&](db::Write& write) { return set_silenced(write, ada.id, false); }));
    REQUIRE(write([&](db::Write& write) { return set_sensitized(write, ada.id, false); }));
    CHECK(now_is(ada.id).silenced_at == 0);
    CHECK(now_is(ada.id).sensitized_at == 0);
}

TEST_CASE_FIXTURE(States, "another room may refuse a sign-up or ask that somebody looks first, but not what is made by command") {
    static std::string refused_domain, slow_address;
    add_sign_up_check([](db::Read&, SignUp const& wanted) -> base::Result<Admission> {
        if (!refused_domain.empty() && wanted.email.ends_with(refused_domain)) return base::refuse_field("email", "ERR_BLOCKED", "Mail of this kind is not taken here.");
        return !slow_address.empty() && wanted.address == slow_address ? Admission::after_approval : Admission::open;
    });
    refused_domain = "@example.org";
    auto wanted = form("ada");
    wanted.password_hash = "no password fits this";
    auto refused = write([&](db::Write& write) { return sign_up(write, wanted); });
    REQUIRE_FALSE(refused);
    CHECK(code_at(refused.error(), "email") == "ERR_BLOCKED");
    CHECK_FALSE(member("ben").pending);
    refused_domain.clear();
    slow_address = "198.51.100.9";
    wanted.address = slow_address;
    CHECK(write([&](db::Write& write) { return sign_up(write, wanted); })->pending);
    slow_address.clear();
    check();
}

TEST_CASE_FIXTURE(States, "administrators list accounts by state, role, name, mail and network address, paged by id") {
    auto ada = pending("ada");
    auto ben = member("ben", Role::moderator), cleo = member("cleo");
    change([&](db::Write& write) { (void)start_session(write, cleo.id, "", "203.0.113.9"); });
    REQUIRE(write([&](db::Write& write) { return suspend(write, ben.id); }));
    CHECK(names({}) == Names{"cleo", "ben", "ada"});
    CHECK(names({.status = Listing::Status::pending}) == Names{"ada"});
    CHECK(names({.status = Listing::Status::suspended}) == Names{"ben"});
    CHECK(names({.status = Listing::Status::active}) == Names{"cleo"});
    CHECK(names({.staff = true}) == Names{"ben"});
    CHECK(names({.username = "CL"}) == Names{"cleo"});
    CHECK(names({.display_name = "cle"}) == Names{"cleo"});
    CHECK(names({.email = "ADA@example.org"}) == Names{"ada"});
    CHECK(names({.ip = "203.0.113.9"}) == Names{"cleo"});
    CHECK(names({.origin = Listing::Origin::remote}).empty());
    CHECK(names({}, {.before = cleo.id.value, .limit = 1}) == Names{"ben"});
    CHECK(names({}, {.after = ada.id.value, .limit = 1}) == Names{"ben"});
    auto facts = read([&](db::Read& read) { return login_facts(read, {ada.id, cleo.id}); });
    REQUIRE(facts.size() == 2);
    CHECK(facts[0].reason == "I work on ward 3.");
    CHECK(facts[0].created_ip == "203.0.113.7");
    CHECK_FALSE(facts[0].confirmed);
    CHECK(facts[1].email == "cleo@example.org");
    CHECK(facts[1].last_ip == "203.0.113.9");
    CHECK(facts[1].created_ip.empty());
}

TEST_CASE_FIXTURE(States, "network addresses are forgotten after accounts.address_days") {
    auto ada = pending("ada");
    auto ips = [&] { return read([&](db::Read& read) { return login_facts(read, {ada.id}); })[0].ips; };
    advance(29 * base::day);
    REQUIRE(write([](db::Write& write) { return sweep(write); }));
    CHECK(ips().size() == 1);
    advance(2 * base::day);
    REQUIRE(write([](db::Write& write) { return sweep(write); }));
    CHECK(ips().empty());
    check();
}
