// Somebody acts for an organization under their own name, in a browser and in an app, and no longer than they may.
#include "browser.hpp"
#include "accounts/inside.hpp"
#include "crypto/crypto.hpp"

namespace {

struct Acting : Pages {
    accounts::Account clinic, ada, ben;
    bool allowed = true;

    Acting() : clinic(member("clinic")), ada(member("ada")), ben(member("ben")) {
        REQUIRE(write([&](db::Write& write) { return change_profile(write, clinic.id, {.kind = Kind::organization}); }));
        let_act_for([this](db::Read&, AccountId person) { return allowed && person == ada.id ? std::vector{clinic.id} : std::vector<AccountId>{}; });
    }
    ~Acting() { let_act_for({}); }

    Browser acting() {
        auto made = signed_in("ada");
        made.get("/settings");
        REQUIRE(made.post("/act-for/clinic", {}).status == 303);
        return made;
    }
    std::string who(Browser& browser) {
        http::Request request;
        request.cookies.emplace_back("salve_session", browser.cookies["salve_session"]);
        read([&](db::Read& read) { door.identify(request, read); return 0; });
        return request.person ? request.person->username : "";
    }
};

}  // namespace

TEST_CASE_FIXTURE(Acting, "who may act for an organization becomes it in this browser, with its team's member behind it, and goes back") {
    auto browser = acting();
    CHECK(who(browser) == "clinic");
    http::Request request;
    request.cookies.emplace_back("salve_session", browser.cookies["salve_session"]);
    read([&](db::Read& read) { door.identify(request, read); return 0; });
    CHECK(read([&](db::Read& read) { return behind(read, *request.person); }) == ada.id);
    CHECK(browser.get("/settings").body.contains("You act for clinic"));
    CHECK(browser.post("/leave-acting", {}).status == 303);
    CHECK(who(browser) == "ada");
    CHECK(!browser.get("/settings").body.contains("You act for"));
    CHECK(read([&](db::Read& read) { return sessions(read, clinic.id); }).empty());
    check();
}

TEST_CASE_FIXTURE(Acting, "nobody else may, and learns nothing") {
    auto browser = signed_in("ben");
    browser.get("/settings");
    CHECK(browser.post("/act-for/clinic", {}).status == 404);
    CHECK(browser.post("/act-for/nobody", {}).status == 404);
    CHECK(browser.post("/act-for/ada", {}).status == 404);
    CHECK(who(browser) == "ben");
}

TEST_CASE_FIXTURE(Acting, "what proves the account itself is closed to who acts for it") {
    auto browser = acting();
    for (auto path : {"/settings/security", "/settings/export", "/settings/export/salve.json", "/settings/delete", "/settings/moving", "/settings/account", "/settings/sessions", "/settings/invitations"}) {
        CAPTURE(path);
        CHECK(browser.get(path).status == 403);
    }
    browser.get("/settings");
    for (auto path : {"/settings/security/app", "/settings/passkeys/start", "/settings/passkeys", "/settings/password", "/act-for/clinic"}) {
        CAPTURE(path);
        CHECK(browser.post(path, {}).status == 403);
    }
    CHECK(browser.get("/settings").status == 200);
}

TEST_CASE_FIXTURE(Acting, "it ends with the right to it, and with everything else that the person holds") {
    auto browser = acting();
    change([&](db::Write& write) { end_acting(write, ada.id, clinic.id); });
    CHECK(who(browser).empty());
    auto again = acting();
    change([&](db::Write& write) { end_acting(write, ada.id); });
    CHECK(who(again).empty());
    auto third = acting();
    REQUIRE(write([&](db::Write& write) { return suspend(write, ada.id); }));
    CHECK(who(third).empty());
}

TEST_CASE_FIXTURE(Acting, "an app acts for the organization that was chosen, and not when the right is gone before it asks for its token") {
    App wanted{.name = "Reader", .redirect_uris = {"https://app.example/back"}, .scopes = "read write"};
    auto const app = *write([&](db::Write& write) { return register_app(write, wanted); });
    auto allow = [&](AccountId account, AccountId by) { return write([&](db::Write& write) { return give_code(write, {account, app.id, app.redirect_uris[0], "read write", "", by}); }); };
    auto exchange = [&](std::string const& code) { return write([&](db::Write& write) { return exchange_code(write, app, {code, app.redirect_uris[0], ""}); }); };
    auto const code = *allow(clinic.id, ada.id);
    auto const grant = exchange(code);
    REQUIRE(grant);
    auto const person = read([&](db::Read& read) { return door.person_with_token(read, grant->token); });
    REQUIRE(person);
    CHECK(person->account == clinic.id);
    CHECK(read([&](db::Read& read) { return behind(read, *person); }) == ada.id);
    auto const late = *allow(clinic.id, ada.id);
    allowed = false;
    CHECK_FALSE(exchange(late).has_value());
    change([&](db::Write& write) { end_acting(write, ada.id, clinic.id); });
    CHECK_FALSE(read([&](db::Read& read) { return door.person_with_token(read, grant->token); }).has_value());
    check();
}

TEST_CASE_FIXTURE(Acting, "the page that asks offers oneself and one's organizations, and takes no other") {
    App wanted{.name = "Reader", .redirect_uris = {"https://app.example/back"}, .scopes = "read"};
    auto const app = *write([&](db::Write& write) { return register_app(write, wanted); });
    add_oauth(router.speaking(refuse_as_oauth), router.speaking(html::refuse_as_page));
    Pairs const question{{"response_type", "code"}, {"client_id", app.client_id}, {"redirect_uri", "https://app.example/back"}, {"scope", "read"}};
    auto browser = signed_in("ada");
    CHECK(browser.get("/oauth/authorize", question).body.contains("<option value=\"" + clinic.id.text() + "\">clinic (@clinic)</option>"));
    auto chosen = question;
    chosen.emplace_back("decision", "allow");
    chosen.emplace_back("as", clinic.id.text());
    CHECK(browser.post("/oauth/authorize", chosen).status == 303);
    chosen.back().second = ben.id.text();
    CHECK(browser.post("/oauth/authorize", chosen).status == 422);
    auto other = signed_in("ben");
    CHECK(!other.get("/oauth/authorize", question).body.contains("clinic"));
}
