// Becoming a member: names, passwords, ages, the letter.
#include "world.hpp"
#include "accounts/inside.hpp"

using namespace accounts;
using base::Why;

namespace {
base::Result<Account> try_to(World& world, SignUp const& wanted) {
    return world.write([&](db::Write& write) { return sign_up(write, wanted); });
}
}  // namespace

TEST_CASE_FIXTURE(World, "a stranger becomes a member by opening the letter, once") {
    auto ada = try_to(*this, form("Ada"));
    REQUIRE(ada);
    CHECK(ada->name == "Ada");
    CHECK(!read([&](db::Read& read) { return is_confirmed(read, ada->id); }));
    auto refused = read([&](db::Read& read) { return verify_password(read, "ada", good_password); });
    CHECK(code_at(refused.error(), "email") == "ERR_UNCONFIRMED");
    auto early = *write([&](db::Write& write) { return create_token(write, ada->id, "read"); });
    Doorkeeper door;
    CHECK(!read([&](db::Read& read) { return door.person_with_token(read, early); }));

    auto token = secret_mailed("/confirm?token=");
    CHECK(write([&](db::Write& write) { return confirm(write, "not" + token.substr(3)); }).error().why == Why::gone);
    auto confirmed = write([&](db::Write& write) { return confirm(write, token); });
    REQUIRE(confirmed);
    CHECK(*confirmed == ada->id);
    CHECK(*read([&](db::Read& read) { return verify_password(read, "ada", good_password); }) == ada->id);
    CHECK(read([&](db::Read& read) { return door.person_with_token(read, early); }));
    CHECK(write([&](db::Write& write) { return confirm(write, token); }).error().why == Why::gone);
    check();
}

TEST_CASE_FIXTURE(World, "a letter's link expires") {
    REQUIRE(try_to(*this, form("ada")));
    auto token = secret_mailed("/confirm?token=");
    advance(2 * base::day);
    CHECK(write([&](db::Write& write) { return confirm(write, token); }).error().why == Why::gone);
}

TEST_CASE_FIXTURE(World, "all faulty fields are named at once") {
    auto outcome = try_to(*this, SignUp{});
    REQUIRE(!outcome);
    CHECK(outcome.error().why == Why::invalid);
    for (auto field : {"username", "email", "password"}) CHECK(code_at(outcome.error(), field) == "ERR_BLANK");
    CHECK(code_at(outcome.error(), "agreement") == "ERR_ACCEPTED");
}

TEST_CASE_FIXTURE(World, "usernames are checked") {
    member("taken");
    struct { std::string_view username, code; } const cases[] = {
        {"", "ERR_BLANK"}, {"Taken", "ERR_TAKEN"}, {"admin", "ERR_RESERVED"}, {"Moderator", "ERR_RESERVED"}, {"a-b", "ERR_INVALID"},
        {"a b", "ERR_INVALID"}, {"ä", "ERR_INVALID"}, {"a.b", "ERR_INVALID"}, {"аda", "ERR_INVALID"}, {"a@b", "ERR_INVALID"}, {"\"><b>", "ERR_INVALID"},
        {"x123456789012345678901234567890", "ERR_TOO_LONG"}};
    for (auto const& [username, code] : cases) {
        CAPTURE(username);
        auto wanted = form(std::string(username));
        wanted.email = "new@example.org";
        CHECK(code_at(try_to(*this, wanted).error(), "username") == code);
    }
    for (auto fine : {"a", "_", "A_1", "x12345678901234567890123456789"}) CHECK_MESSAGE(!fault_of_username(fine), fine);
}

TEST_CASE_FIXTURE(World, "an address has at most one account, however it is spelled") {
    member("taken");
    auto wanted = form("other");
    wanted.email = " TAKEN@Example.ORG ";
    CHECK(code_at(try_to(*this, wanted).error(), "email") == "ERR_TAKEN");
}

TEST_CASE("e-mail addresses are checked strictly") {
    for (auto fine : {"a@b.org", "first.last+tag@sub.example.org", "a@localhost", "x'y@example.org", "müller@example.de", "a@exämple.de"})
        CHECK_MESSAGE(!fault_of_email(fine), fine);
    for (auto bad : {"a", "@b.org", "a@", "a@b@c.org", "a b@c.org", ".a@b.org", "a.@b.org", "a..b@c.org", "a@b..org", "a@.org", "a@-b.org", "a@b.org.",
                     "a@b.org\r\nBcc: c@d.org", "\"a\"@b.org", "a@[127.0.0.1]", "<a@b.org>", "a@b,org"})
        CHECK_MESSAGE(fault_of_email(bad), bad);
    CHECK(fault_of_email(std::string(250, 'a') + "@b.org")->code == "ERR_TOO_LONG");
}

TEST_CASE("passwords are long, and not what everybody tries") {
    About ada{"ada_lovelace", "countess@example.org"};
    auto code = [&](std::string_view password) {
        auto fault = fault_of_password(password, ada);
        return fault ? fault->code : "";
    };
    CHECK(code("") == "ERR_BLANK");
    CHECK(code("fourteen chars") == "ERR_TOO_SHORT");
    CHECK(code("seven quiet otters paint") == "");
    CHECK(code("ein langer Weg nach Hause") == "");
    CHECK(code("ぼくのとてもながいあいことばです") == "");
    CHECK(code("k9#vQ2!mZx7@LpR4") == "");
    CHECK(code(std::string(65, 'a') + " quiet otters paint") == "");
    CHECK(code("quiet otters paint " + std::string(181, 'z')) == "");
    CHECK(code("quiet otters paint " + std::string(182, 'z')) == "ERR_TOO_LONG");
    CHECK(code(std::string(1'000'000, 'a')) == "ERR_TOO_LONG");
    for (auto common : {"password12345678", "PasswordPassword", "P@ssw0rdP@ssw0rd1!", "aaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "1234567890123456",
                        "qwertyuiopasdfghjkl", "correct horse battery staple", "ada_lovelace2026!!", "countess@example.org", "AdaLovelace123456",
                        "iloveyouforever!", "welcome to salve 2026", "987654321987654321", "trustno1trustno1", "letmeinletmein123"})
        CHECK_MESSAGE(code(common) == "ERR_INVALID", common);
}

TEST_CASE_FIXTURE(World, "one password in two spellings of its accents is one password") {
    auto wanted = form("ada");
    wanted.confirmed = true;
    wanted.password = "caf\xc3\xa9 otters in the rain";  // composed
    REQUIRE(try_to(*this, wanted));
    CHECK(read([&](db::Read& read) { return verify_password(read, "ada", "cafe\xcc\x81 otters in the rain"); }));
}

TEST_CASE_FIXTURE(World, "an account made by command may have a password of 8, and needs no agreement") {
    auto wanted = form("ada");
    wanted.agreement = false;
    wanted.confirmed = true;
    wanted.password = "password";
    CHECK(try_to(*this, wanted));
    wanted = form("ben");
    wanted.confirmed = true;
    wanted.password = "seven77";
    CHECK(code_at(try_to(*this, wanted).error(), "password") == "ERR_TOO_SHORT");
}

TEST_CASE_FIXTURE(World, "with confirm_email off an account is a member at once, and no letter is sent") {
    confirm_email.change(false);
    auto ada = try_to(*this, form("ada"));
    confirm_email.change(true);
    REQUIRE(ada);
    CHECK(read([&](db::Read& read) { return is_confirmed(read, ada->id); }));
    CHECK(letters() == 0);
}

TEST_CASE_FIXTURE(World, "asking for another letter tells nobody who has an account, and mails at most five an hour") {
    REQUIRE(try_to(*this, form("ada")));
    auto ask = [&](std::string_view email) { return write([&](db::Write& write) { return send_confirmation_again(write, email); }); };
    CHECK(ask("nobody@example.org"));
    CHECK(letters() == 1);
    for (int i = 0; i < 10; ++i) CHECK(ask("Ada@example.org"));
    CHECK(letters() == 5);
    advance(base::hour + 1);
    CHECK(ask("ada@example.org"));
    CHECK(letters() == 6);
    member("ben");
    CHECK(ask("ben@example.org"));
    CHECK(letters() == 6);
}

TEST_CASE("an age is a band, and below 13 nothing is taken") {
    auto const now = *base::parse_iso8601("2026-11-22T12:00:00Z");
    CHECK(age_of(2013, 12, now).error().why == Why::forbidden);
    CHECK(age_of(2013, 11, now).error().why == Why::forbidden);
    CHECK(*age_of(2013, 10, now) == Age::minor);
    CHECK(*age_of(2008, 12, now) == Age::minor);
    CHECK(*age_of(2008, 10, now) == Age::adult);
    CHECK(*age_of(1930, 1, now) == Age::adult);
    for (auto [year, month] : {std::pair{2027, 1}, {1800, 1}, {2000, 0}, {2000, 13}}) CHECK(age_of(year, month, now).error().why == Why::invalid);
}

TEST_CASE_FIXTURE(World, "a minor is known as one, and their birthday is not") {
    auto wanted = form("ada");
    wanted.age = Age::minor;
    auto ada = try_to(*this, wanted);
    auto ben = member("ben");
    CHECK(read([&](db::Read& read) { return is_minor(read, ada->id); }));
    CHECK(!read([&](db::Read& read) { return is_minor(read, ben.id); }));
}
