// The second step of signing in: codes by app and by letter, recovery codes, and who must have one.
#include "browser.hpp"
#include "accounts/inside.hpp"
#include "accounts/second_factor.hpp"
#include "mail/mail.hpp"

namespace {

struct Second : Pages {
    Account ada = member("ada");

    std::string secret() { return *read([&](db::Read& read) { return app_secret(read, ada.id); }); }

    // Sets an app up by rule; gives its secret and the recovery codes.
    struct App { std::string secret; std::vector<std::string> recovery; };
    App with_app(AccountId id) {
        REQUIRE(write([&](db::Write& write) { return begin_app(write, id); }));
        App made{*read([&](db::Read& read) { return app_secret(read, id); }), {}};
        made.recovery = *write([&](db::Write& write) { return confirm_app(write, id, totp_code(made.secret, totp_step(now()))); });
        advance(base::minute);
        return made;
    }
    std::string code_of(App const& app) { return totp_code(app.secret, totp_step(now())); }

    // The right password, then where it leads.
    Browser at_the_second_step(std::string back = "/") {
        auto made = browser();
        made.get("/sign-in");
        auto answer = made.post("/sign-in", {{"login", "ada"}, {"password", good_password}, {"return_to", back}});
        REQUIRE(answer.status == 303);
        REQUIRE(header(answer, "Location").starts_with("/sign-in/code"));
        REQUIRE_FALSE(made.cookies.contains("salve_session"));
        made.get("/sign-in/code");
        return made;
    }
    std::string code_mailed() {
        std::string text;
        database.wait_read([&](db::Read& read) {
            read.each({"test.letters", "SELECT payload FROM job ORDER BY id"}, {}, [&](db::Row const& row) { text = row.text(0); });
        });
        auto start = text.find("    ");
        REQUIRE(start != text.npos);
        return text.substr(start + 4, 6);
    }
};

}  // namespace

TEST_CASE("codes are those of RFC 6238") {
    // The standard's own secret and moments, with the last six of its eight digits.
    std::string const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    struct { base::Time second; std::string_view code; } const table[] = {
        {59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (auto const& [second, code] : table) CHECK(totp_code(secret, totp_step(second * 1000)) == code);
    CHECK(step_of_code(secret, "287082", 59'000 + 30'000));
    CHECK_FALSE(step_of_code(secret, "287082", 59'000 + 61'000));
    CHECK(new_totp_secret().size() == 32);
    CHECK(new_totp_secret() != new_totp_secret());
}

TEST_CASE_FIXTURE(Second, "an authenticator app is set up by its first code, and its secret is in the database only sealed") {
    auto page = signed_in("ada");
    page.get("/settings/security");
    CHECK(header(page.post("/settings/security/app", {}), "Location") == "/settings/security/app");
    auto shown = page.get("/settings/security/app");
    CHECK(shown.body.contains("<svg class=\"square-code\""));
    CHECK(shown.body.contains(secret().substr(0, 4) + " " + secret().substr(4, 4)));
    CHECK(header(shown, "Cache-Control") == "no-store");
    auto stored = read([&](db::Read& read) { return *read.one({"test.sealed", "SELECT totp_sealed FROM second_factor"}, {}, [](db::Row const& row) { return row.text(0); }); });
    CHECK_FALSE(stored.contains(secret()));

    CHECK(page.post("/settings/security/app/confirm", {{"code", "000000"}}).status == 422);
    CHECK_FALSE(read([&](db::Read& read) { return second_factor(read, ada.id); }).asked());
    auto code = totp_code(secret(), totp_step(now()));
    auto codes = page.post("/settings/security/app/confirm", {{"code", code.substr(0, 3) + " " + code.substr(3)}});
    CHECK(codes.status == 200);
    CHECK(header(codes, "Cache-Control") == "no-store");
    auto factor = read([&](db::Read& read) { return second_factor(read, ada.id); });
    CHECK(factor.app_since == now());
    CHECK(factor.recovery_codes == 10);
    CHECK(header(page.get("/settings/security/app"), "Location") == "/settings/security");
    check();
}

TEST_CASE_FIXTURE(Second, "with a second step the password alone opens nothing, and a code works once") {
    auto app = with_app(ada.id);
    auto page = at_the_second_step("/settings");
    CHECK(page.get("/settings").status != 200);
    auto code = code_of(app);
    auto in = page.post("/sign-in/code", {{"code", code}, {"return_to", "/settings"}});
    CHECK(header(in, "Location") == "/settings");
    CHECK(page.get("/settings").status == 200);
    CHECK_FALSE(page.cookies.contains("salve_step"));

    auto thief = at_the_second_step();
    auto refused = thief.post("/sign-in/code", {{"code", code}});
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("This code is not right, or it was used before."));
    check();
}

TEST_CASE_FIXTURE(Second, "each recovery code lets in once, however it is typed") {
    auto app = with_app(ada.id);
    REQUIRE(app.recovery.size() == 10);
    auto typed = app.recovery[3];
    std::ranges::replace(typed, '-', ' ');
    std::ranges::transform(typed, typed.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
    CHECK(at_the_second_step().post("/sign-in/code", {{"code", typed}}).status == 303);
    CHECK(at_the_second_step().post("/sign-in/code", {{"code", app.recovery[3]}}).status == 422);
    CHECK(read([&](db::Read& read) { return second_factor(read, ada.id); }).recovery_codes == 9);
    auto fresh = *write([&](db::Write& write) { return new_recovery_codes(write, ada.id); });
    CHECK(at_the_second_step().post("/sign-in/code", {{"code", app.recovery[4]}}).status == 422);
    CHECK(at_the_second_step().post("/sign-in/code", {{"code", fresh[4]}}).status == 303);
}

TEST_CASE_FIXTURE(Second, "after five wrong codes the password is asked again, and after ten tries somebody waits") {
    auto app = with_app(ada.id);
    auto page = at_the_second_step();
    for (int i = 0; i < 4; ++i) CHECK(page.post("/sign-in/code", {{"code", "nothing"}}).status == 422);
    CHECK(header(page.post("/sign-in/code", {{"code", "nothing"}}), "Location") == "/sign-in?done=tries");
    CHECK(header(page.post("/sign-in/code", {{"code", code_of(app)}}), "Location") == "/sign-in");
    auto again = at_the_second_step();
    for (int i = 0; i < 4; ++i) again.post("/sign-in/code", {{"code", "nothing"}});
    auto third = at_the_second_step();
    third.post("/sign-in/code", {{"code", "nothing"}});
    auto waits = third.post("/sign-in/code", {{"code", code_of(app)}});
    CHECK(waits.status == 429);
    CHECK(!header(waits, "Retry-After").empty());
    advance(16 * base::minute);
    CHECK(at_the_second_step().post("/sign-in/code", {{"code", code_of(app)}}).status == 303);
}

TEST_CASE_FIXTURE(Second, "a code comes by mail, works for ten minutes in the browser that asked, and at most three are sent") {
    auto codes = *write([&](db::Write& write) { return use_email_codes(write, ada.id); });
    CHECK(codes.size() == 10);
    auto before = letters();
    auto page = at_the_second_step();
    CHECK(letters() == before + 1);
    CHECK(page.get("/sign-in/code").body.contains("a…@example.org"));
    auto code = code_mailed();
    auto other = at_the_second_step();
    CHECK(other.post("/sign-in/code", {{"code", code}}).status == 422);
    CHECK(page.post("/sign-in/code", {{"code", code}}).status == 303);

    auto late = at_the_second_step();
    auto expired = code_mailed();
    CHECK(late.post("/sign-in/code/mail", {}).status == 303);
    CHECK(late.post("/sign-in/code", {{"code", expired}}).status == 422);
    CHECK(late.post("/sign-in/code/mail", {}).status == 303);
    CHECK(late.post("/sign-in/code/mail", {}).status == 429);
    auto last = code_mailed();
    advance(10 * base::minute);
    CHECK(header(late.post("/sign-in/code", {{"code", last}}), "Location") == "/sign-in");
    check();
}

TEST_CASE_FIXTURE(Second, "a second step is turned off with the password only, and allows a shorter password while it is on") {
    auto app = with_app(ada.id);
    auto page = at_the_second_step();
    page.post("/sign-in/code", {{"code", code_of(app)}});
    page.get("/settings/security");
    CHECK(page.post("/settings/security/stop", {{"current", "wrong"}}).status == 422);
    CHECK(read([&](db::Read& read) { return second_factor(read, ada.id); }).asked());
    CHECK(page.post("/settings/security/stop", {{"current", good_password}}).status == 303);
    CHECK_FALSE(read([&](db::Read& read) { return second_factor(read, ada.id); }).asked());
    CHECK(read([&](db::Read& read) { return second_factor(read, ada.id); }).recovery_codes == 0);

    auto short_one = "otters 42";
    CHECK_FALSE(write([&](db::Write& write) { return set_password(write, ada.id, short_one); }));
    with_app(ada.id);
    CHECK(write([&](db::Write& write) { return set_password(write, ada.id, short_one); }));
    CHECK_FALSE(write([&](db::Write& write) { return set_password(write, ada.id, "password1"); }));
    auto refused = write([&](db::Write& write) { return stop_asking(write, ada.id, short_one); });
    CHECK(code_at(refused.error(), "current") == "ERR_TOO_SHORT");
    check();
}

TEST_CASE_FIXTURE(Second, "where letters really go out, staff without a second step are members until they set one up") {
    auto mo = member("mo", Role::moderator);
    auto role = [&](Browser& page) {
        http::Request request;
        for (auto const& [name, value] : page.cookies) request.cookies.emplace_back(name, value);
        database.wait_read([&](db::Read& read) { door.identify(request, read); });
        REQUIRE(request.person);
        return request.person->role;
    };
    auto trying = signed_in("mo");
    CHECK(role(trying) == Role::moderator);
    mail::server.change("smtp://localhost:25");
    door.forget_everything();
    CHECK(role(trying) == Role::member);
    auto page = browser();
    page.get("/sign-in");
    CHECK(header(page.post("/sign-in", {{"login", "mo"}, {"password", good_password}}), "Location") == "/settings/security?needed=1");
    CHECK(page.get("/settings/security").body.contains("Set up a second step first"));
    with_app(mo.id);
    door.forget_everything();
    CHECK(role(page) == Role::moderator);
    CHECK(write([&](db::Write& write) { return stop_asking(write, mo.id, good_password); }).error().why == base::Why::forbidden);
    second_factor_for_staff.change(false);
    CHECK(write([&](db::Write& write) { return stop_asking(write, mo.id, good_password); }));
    CHECK(role(page) == Role::moderator);
    second_factor_for_staff.change(true);
    mail::server.change("folder");
}

TEST_CASE_FIXTURE(Second, "a lost device is forgotten by those who run the server, and everything is signed out") {
    with_app(ada.id);
    change([&](db::Write& write) { (void)start_session(write, ada.id, "", ""); });
    REQUIRE(write([&](db::Write& write) { return clear_second_factor(write, ada.id); }));
    CHECK(read([&](db::Read& read) { return sessions(read, ada.id); }).empty());
    CHECK_FALSE(read([&](db::Read& read) { return second_factor(read, ada.id); }).asked());
    check();
}

TEST_CASE_FIXTURE(Second, "an account that goes takes its second step with it") {
    with_app(ada.id);
    at_the_second_step();
    CHECK(read([&](db::Read& read) { return export_all(read, ada.id); }).contains("\"recovery_codes\":10"));
    REQUIRE(write([&](db::Write& write) { return remove(write, ada.id); }));
    check();
}
