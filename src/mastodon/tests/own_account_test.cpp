// One's own account over the API: credentials, preferences, sign-up and what it waits for.
#include "api.hpp"

using namespace testing_api;

namespace {

struct Own : Api {
    Answered change(std::string_view fields) { return ask(request("PATCH", "/api/v1/accounts/update_credentials", ada, fields)); }
};

}  // namespace

TEST_CASE_FIXTURE(Own, "what an app says of one's posts is kept, told in source, and given to every app as preferences") {
    auto changed = change("source[privacy]=private&source[sensitive]=true&source[language]=es&source[quote_policy]=nobody");
    REQUIRE(changed.status() == 200);
    auto source = get("/api/v1/accounts/verify_credentials", ada);
    CHECK(source["source"]["privacy"].text() == "private");
    CHECK(source["source"]["sensitive"].flag());
    CHECK(source["source"]["language"].text() == "es");
    CHECK(source["source"]["quote_policy"].text() == "nobody");
    auto all = get("/api/v1/preferences", ada);
    check_shape(all.json(), "posting:default:visibility:s posting:default:sensitive:b posting:default:language:s "
                            "posting:default:quote_policy:s reading:expand:media:s reading:expand:spoilers:b reading:autoplay:gifs:b");
    CHECK(all.text("posting:default:visibility") == "private");
    CHECK(all.text("posting:default:language") == "es");
    CHECK(get("/api/v1/preferences", ben).text("posting:default:visibility") == "public");
}

TEST_CASE_FIXTURE(Own, "a visibility that posts cannot begin with is refused, and nothing of the call is kept") {
    auto refused = change("display_name=Ada+L&source[privacy]=direct");
    CHECK(refused.status() == 422);
    CHECK(refused["details"].has("visibility"));
    CHECK(get("/api/v1/accounts/verify_credentials", ada).text("display_name") == "ada");
}

namespace {

struct SigningUp : Own {
    // An app of this server; what it calls for itself, and for whom it signed up.
    accounts::App app = *write([](db::Write& write) { return accounts::register_app(write, {.name = "Phone", .redirect_uris = {"https://phone.example/"}, .scopes = "read write"}); });

    Answered sign_up(std::string name, std::string more = {}) {
        auto made = request("POST", "/api/v1/accounts", {}, "username=" + name + "&email=" + name + "@new.example&password=seven+quiet+otters+paint&agreement=true" + more);
        made.person = http::Person{.account = {}, .grant = 1, .app = app.id, .scopes = "read write"};
        return ask(made);
    }
    Answered with(std::string const& token, std::string method, std::string target, std::string_view fields = {}) {
        auto made = request(method, target, {}, fields);
        made.headers.emplace_back("authorization", "Bearer " + token);
        doorkeeper.forget_everything();
        database.wait_read([&](db::Read& read) { doorkeeper.identify(made, read); });
        return ask(made);
    }
};

}  // namespace

TEST_CASE_FIXTURE(SigningUp, "a token of an unconfirmed account is refused in Mastodon's words, but for what gets it confirmed") {
    auto made = sign_up("dora");
    REQUIRE(made.status() == 200);
    auto token = made.text("access_token");
    auto refused = with(token, "GET", "/api/v1/accounts/verify_credentials");
    CHECK(refused.status() == 403);
    CHECK(refused.text("error") == "Your login is missing a confirmed e-mail address");
    CHECK(with(token, "GET", "/api/v1/timelines/home").status() == 403);
    CHECK(with(token, "GET", "/api/v2/instance").status() == 200);
    CHECK(with(token, "GET", "/api/v1/emails/check_confirmation").response.body == "false");
    CHECK(with(token, "POST", "/api/v1/emails/confirmations", "email=dora@other.example").status() == 200);
    auto taken = with(token, "POST", "/api/v1/emails/confirmations", "email=ada@people.example");
    CHECK(taken.status() == 422);
    CHECK(taken["details"].has("email"));

    auto dora = *read([](db::Read& read) { return accounts::find_by_handle(read, "dora"); });
    auto by_command = *write([&](db::Write& write) { return accounts::create_token(write, dora.id, "read write"); });
    CHECK(with(by_command, "POST", "/api/v1/emails/confirmations").text("error") == "This method is only available to the application the user originally signed-up with");
}

TEST_CASE_FIXTURE(SigningUp, "where people are let in one by one, a confirmed app's account waits in Mastodon's words") {
    accounts::approval.change(true);
    auto token = sign_up("dora", "&reason=I+nurse+here").text("access_token");
    CHECK(get("/api/v1/instance").json()["approval_required"].flag());
    accounts::approval.change(false);
    auto dora = *read([](db::Read& read) { return accounts::find_by_handle(read, "dora"); });
    CHECK(get("/api/v1/accounts/" + dora.id.text()).status() == 404);
    CHECK(get("/api/v1/accounts/lookup?acct=dora").status() == 404);
    // The letter's link confirms; nobody has let them in yet.
    std::string letter;
    database.wait_read([&](db::Read& read) { read.each({"test.letters", "SELECT payload FROM job ORDER BY id"}, {}, [&](db::Row const& row) { letter = row.text(0); }); });
    auto at = letter.find("confirm?token=");
    REQUIRE(at != letter.npos);
    REQUIRE(write([&](db::Write& write) { return accounts::confirm(write, letter.substr(at + 14, 43)); }));
    CHECK(with(token, "GET", "/api/v1/accounts/verify_credentials").text("error") == "Your login is currently pending approval");
    REQUIRE(write([&](db::Write& write) { return accounts::approve(write, dora.id); }));
    CHECK(with(token, "GET", "/api/v1/accounts/verify_credentials").text("username") == "dora");
}

TEST_CASE_FIXTURE(SigningUp, "an app's sign-up is refused below thirteen, with a date that is none, closed doors and a spent invitation") {
    auto young = sign_up("dora", "&date_of_birth=2020-05-17");
    CHECK(young.status() == 422);
    CHECK(young["details"]["date_of_birth"][0]["error"].text() == "ERR_BELOW_LIMIT");
    CHECK(sign_up("dora", "&date_of_birth=17.05.2020").status() == 422);
    CHECK(sign_up("dora", "&date_of_birth=never").status() == 422);
    accounts::sign_up_open.change(false);
    CHECK(sign_up("dora").status() == 403);
    auto invitation = *write([&](db::Write& write) { return accounts::invite(write, ada, 1, 0); });
    CHECK(get("/api/v1/invites/" + invitation.code).text("invite_code") == invitation.code);
    CHECK(sign_up("dora", "&date_of_birth=17.05.1990&invite_code=" + invitation.code).status() == 200);
    CHECK(sign_up("emil", "&invite_code=" + invitation.code).status() == 422);
    CHECK(get("/api/v1/invites/" + invitation.code).status() == 401);
    accounts::sign_up_open.change(true);
}

TEST_CASE_FIXTURE(Own, "an account that moved says where to, and one that is limited says so") {
    REQUIRE(write([&](db::Write& write) { return accounts::add_alias(write, ben, "ada"); }));
    REQUIRE(write([&](db::Write& write) { return accounts::move(write, ada, "ben"); }));
    let_time_pass();
    auto moved = get(account(ada));
    CHECK(moved["moved"]["id"].text() == ben.text());
    CHECK_FALSE(moved.json().has("limited"));
    REQUIRE(write([&](db::Write& write) { return accounts::set_silenced(write, cleo, true); }));
    let_time_pass();
    CHECK(get(account(cleo))["limited"].flag());
    CHECK_FALSE(get(account(cleo)).json().has("moved"));
}
