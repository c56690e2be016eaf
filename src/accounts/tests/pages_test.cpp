// The pages, through the router and without a socket: what a browser with JavaScript off would do.
#include "browser.hpp"
#include "accounts/inside.hpp"
#include "media/media.hpp"

TEST_CASE_FIXTURE(Pages, "a stranger signs up, opens the letter and is signed in") {
    auto ada = of_age();
    auto sent = ada.post("/sign-up", details("ada"));
    CHECK(sent.status == 303);
    CHECK(header(sent, "Location") == "/sign-up/sent");
    CHECK(ada.get("/sign-up/sent").body.contains("/demo/mail"));
    CHECK(!ada.cookies.contains("salve_session"));

    auto token = secret_mailed("/confirm?token=");
    auto page = ada.get("/confirm", {{"token", token}});
    CHECK(page.status == 200);
    CHECK(header(page, "Referrer-Policy") == "no-referrer");
    CHECK(!ada.cookies.contains("salve_session"));
    CHECK(header(ada.post("/confirm", {{"token", token}}), "Location") == "/welcome");
    CHECK(ada.get("/settings").status == 200);
    check();
}

TEST_CASE_FIXTURE(Pages, "the age is asked first, and who is too young cannot go back and be older") {
    auto child = browser();
    auto first = child.get("/sign-up");
    CHECK(first.body.contains("birth_year"));
    CHECK(!first.body.contains("username"));
    CHECK(!first.body.contains(" 13"));  // how old one must be
    CHECK(child.post("/sign-up/age", {{"birth_month", "5"}, {"birth_year", "2020"}}).status == 403);
    CHECK(child.post("/sign-up/age", {{"birth_month", "5"}, {"birth_year", "1980"}}).status == 403);
    CHECK(!child.get("/sign-up").body.contains("username"));
    CHECK(header(child.post("/sign-up", details("kid")), "Location") == "/sign-up");
    CHECK(read([](db::Read& read) { return members(read); }) == 0);
    auto typo = browser();
    typo.get("/sign-up");
    CHECK(typo.post("/sign-up/age", {{"birth_month", "15"}, {"birth_year", "1980"}}).status == 422);
}

TEST_CASE_FIXTURE(Pages, "a refused sign-up keeps what was typed, but not the password, and names each field") {
    auto ada = of_age();
    auto refused = ada.post("/sign-up", {{"username", "a b"}, {"email", "<script>\"'"}, {"password", "short secret"}});
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("role=\"alert\""));
    for (auto field : {"username", "email", "password", "agreement"}) {
        CHECK(refused.body.contains("href=\"#" + std::string(field) + "\""));
        CHECK(refused.body.contains("id=\"" + std::string(field) + "-error\""));
    }
    CHECK(refused.body.contains("value=\"a b\""));
    CHECK(refused.body.contains("value=\"&lt;script&gt;"));
    CHECK(!refused.body.contains("short secret"));
    CHECK(read([](db::Read& read) { return members(read); }) == 0);
}

TEST_CASE_FIXTURE(Pages, "a closed server takes no sign-ups") {
    sign_up_open.change(false);
    auto ada = browser();
    CHECK(!ada.get("/sign-up").body.contains("<form class=\"form\""));
    ada.get("/sign-in");
    ada.post("/sign-up", details("ada"));
    sign_up_open.change(true);
    CHECK(read([](db::Read& read) { return members(read); }) == 0);
}

TEST_CASE_FIXTURE(Pages, "without letters to confirm, signing up signs in") {
    confirm_email.change(false);
    auto ada = of_age();
    CHECK(header(ada.post("/sign-up", details("ada")), "Location") == "/welcome");
    confirm_email.change(true);
    CHECK(ada.get("/settings").status == 200);
}

TEST_CASE_FIXTURE(Pages, "no form works without its token") {
    auto ada = member("ada");
    auto inside = signed_in("ada"), outside = browser();
    outside.get("/sign-in");
    for (auto path : {"/sign-in", "/sign-up/age", "/sign-up", "/confirm", "/confirm/again", "/reset", "/reset/x", "/sign-out"}) {
        CAPTURE(path);
        CHECK(outside.post(path, details("eve"), false).status == 403);
    }
    for (auto path : {"/settings", "/settings/password", "/settings/look", "/settings/sessions/1/end", "/settings/apps/1/end", "/settings/delete", "/sign-out"}) {
        CAPTURE(path);
        CHECK(inside.post(path, {{"current", good_password}}, false).status == 403);
    }
    CHECK(read([&](db::Read& read) { return find(read, ada.id); }));
}

TEST_CASE_FIXTURE(Pages, "settings are for those who are signed in") {
    auto stranger = browser();
    for (auto path : {"/settings", "/settings/account", "/settings/sessions", "/settings/export", "/settings/export/salve.json", "/settings/delete"}) {
        CAPTURE(path);
        auto answer = stranger.get(path);
        CHECK(answer.status == 303);
        CHECK(header(answer, "Location").starts_with("/sign-in?return_to="));
    }
}

TEST_CASE_FIXTURE(Pages, "signing in leads back, but never to another site") {
    member("ada");
    struct { std::string wanted, led; } const cases[] = {{"/settings", "/settings"}, {"/oauth/authorize?a=b&c=d", "/oauth/authorize?a=b&c=d"}, {"", "/"},
                                                         {"https://evil.example/", "/"}, {"//evil.example/", "/"}, {"/\\evil.example", "/"},
                                                         {"javascript:alert(1)", "/"}, {"/a\r\nX: y", "/"}};
    for (auto const& [wanted, led] : cases) {
        auto ada = browser();
        ada.get("/sign-in");
        CHECK(header(ada.post("/sign-in", {{"login", "ada"}, {"password", good_password}, {"return_to", wanted}}), "Location") == led);
        CHECK(ada.cookies.at("salve_session").size() == 43);
    }
}

TEST_CASE_FIXTURE(Pages, "a wrong password is told in the form, and too many tries with a time to wait") {
    member("frank");
    auto frank = browser();
    frank.get("/sign-in");
    auto refused = frank.post("/sign-in", {{"login", "frank"}, {"password", "wrong secret"}});
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("value=\"frank\""));
    CHECK(!refused.body.contains("wrong secret"));
    for (int i = 0; i < 9; ++i) frank.post("/sign-in", {{"login", "frank"}, {"password", "wrong"}});
    auto resting = frank.post("/sign-in", {{"login", "frank"}, {"password", good_password}});
    CHECK(resting.status == 429);
    CHECK(!header(resting, "Retry-After").empty());
}

TEST_CASE_FIXTURE(Pages, "who is not confirmed is offered the letter again") {
    REQUIRE(write([&](db::Write& write) { return sign_up(write, form("ada")); }));
    auto ada = browser();
    ada.get("/sign-in");
    auto refused = ada.post("/sign-in", {{"login", "ada@example.org"}, {"password", good_password}});
    CHECK(refused.status == 403);
    CHECK(refused.body.contains("action=\"/confirm/again\""));
    CHECK(!ada.cookies.contains("salve_session"));
    auto before = letters();
    CHECK(ada.post("/confirm/again", {{"email", "ada@example.org"}}).status == 303);
    CHECK(letters() == before + 1);
}

TEST_CASE_FIXTURE(Pages, "signing in again ends the session before it; signing out ends it and clears the browser") {
    auto ada = member("ada");
    auto at_home = signed_in("ada");
    auto old = at_home.cookies.at("salve_session");
    at_home.get("/settings");
    REQUIRE(at_home.post("/sign-in", {{"login", "ada"}, {"password", good_password}}).status == 303);
    CHECK(at_home.cookies.at("salve_session") != old);
    CHECK(read([&](db::Read& read) { return sessions(read, ada.id); }).size() == 1);
    at_home.get("/settings");
    auto out = at_home.post("/sign-out", {});
    CHECK(out.status == 303);
    CHECK(header(out, "Clear-Site-Data").contains("\"cookies\""));
    CHECK(read([&](db::Read& read) { return sessions(read, ada.id); }).empty());
    CHECK(at_home.get("/settings").status == 303);
}

TEST_CASE_FIXTURE(Pages, "a forgotten password is replaced by letter, and the pages never tell who is here") {
    member("ada");
    auto ada = browser();
    ada.get("/reset");
    auto unknown = ada.post("/reset", {{"email", "nobody@example.org"}}), known = ada.post("/reset", {{"email", "ada@example.org"}});
    CHECK(header(unknown, "Location") == header(known, "Location"));
    CHECK(unknown.status == known.status);
    CHECK(ada.post("/reset", {{"email", "nonsense"}}).status == 422);
    auto path = "/reset/" + secret_mailed("/reset/");
    auto page = ada.get(path);
    CHECK(page.status == 200);
    CHECK(header(page, "Referrer-Policy") == "no-referrer");
    auto refused = ada.post(path, {{"password", "short"}});
    CHECK(refused.status == 422);
    CHECK(header(ada.post(path, {{"password", "eight loud herons sing"}}), "Location") == "/sign-in?done=reset");
    CHECK(ada.get(path).status == 410);
    CHECK(ada.get("/sign-in", {{"done", "reset"}}).body.contains("changed"));
    CHECK(ada.post("/sign-in", {{"login", "ada"}, {"password", "eight loud herons sing"}}).status == 303);
}

TEST_CASE_FIXTURE(Pages, "the profile form saves what it shows") {
    auto ada = member("ada");
    auto at = signed_in("ada");
    at.get("/settings");
    auto saved = at.post("/settings", {{"name", "Ada <b>"}, {"note", "Nurse & friend"}, {"field_name_1", "Ward"}, {"field_value_1", "4"}, {"locked", "1"}});
    CHECK(header(saved, "Location") == "/settings?saved=1");
    auto now = *read([&](db::Read& read) { return find(read, ada.id); });
    CHECK(now.name == "Ada <b>");
    CHECK(now.locked);
    CHECK(!now.discoverable);
    REQUIRE(now.fields.size() == 1);
    auto shown = at.get("/settings", {{"saved", "1"}});
    CHECK(shown.body.contains("Saved."));
    CHECK(shown.body.contains("value=\"Ada &lt;b&gt;\""));
    CHECK(shown.body.contains("Nurse &amp; friend</textarea>"));
    auto refused = at.post("/settings", {{"name", std::string(61, 'x')}, {"note", "kept"}});
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("kept</textarea>"));
    CHECK(refused.body.contains("id=\"name-error\""));
}

TEST_CASE_FIXTURE(Pages, "a new password needs the old one, and signs every other browser out") {
    member("ada");
    auto here = signed_in("ada"), there = signed_in("ada");
    here.get("/settings/account");
    auto wrong = here.post("/settings/password", {{"current", "not it at all"}, {"password", "eight loud herons sing"}});
    CHECK(wrong.status == 422);
    CHECK(wrong.body.contains("id=\"current-error\""));
    auto weak = here.post("/settings/password", {{"current", good_password}, {"password", "adaadaadaadaada"}});
    CHECK(weak.status == 422);
    CHECK(here.post("/settings/password", {{"current", good_password}, {"password", "eight loud herons sing"}}).status == 303);
    CHECK(here.get("/settings").status == 200);
    CHECK(there.get("/settings").status == 303);
}

TEST_CASE_FIXTURE(Pages, "language and colors are kept") {
    auto ada = member("ada");
    auto at = signed_in("ada");
    at.get("/settings/account");
    CHECK(at.post("/settings/look", {{"language", "es"}, {"theme", "dark"}}).status == 303);
    CHECK(at.cookies["theme"] == "dark");
    CHECK(read([&](db::Read& read) { return find(read, ada.id); })->language == "es");
    at.get("/settings/account");
    CHECK(at.post("/settings/look", {{"language", "nonsense language"}, {"theme", "dark"}}).status == 422);
    CHECK(at.post("/settings/look", {{"language", "en"}, {"theme", "auto"}}).status == 303);
    CHECK(!at.cookies.contains("theme"));
}

TEST_CASE_FIXTURE(Pages, "another browser is signed out from the list, and only one's own") {
    auto ada = member("ada"), ben = member("ben");
    auto here = signed_in("ada"), there = signed_in("ada"), foreign = signed_in("ben");
    auto list = here.get("/settings/sessions");
    CHECK(list.body.contains("This browser"));
    auto start = list.body.find("/settings/sessions/");
    REQUIRE(start != list.body.npos);
    auto action = list.body.substr(start, list.body.find('"', start) - start);
    REQUIRE(action.ends_with("/end"));
    foreign.get("/settings/sessions");
    CHECK(foreign.post(action, {}).status == 404);
    CHECK(there.get("/settings").status == 200);
    here.get("/settings/sessions");
    CHECK(here.post(action, {}).status == 303);
    CHECK(there.get("/settings").status == 303);
    CHECK(here.get("/settings").status == 200);
    CHECK(here.post("/settings/sessions/none/end", {}).status == 404);
}

TEST_CASE_FIXTURE(Pages, "an app is listed in plain words, and loses its access") {
    auto ada = member("ada");
    REQUIRE(write([&](db::Write& write) { return create_token(write, ada.id, "read:statuses write"); }));
    auto at = signed_in("ada");
    auto list = at.get("/settings/sessions");
    CHECK(list.body.contains("Command line"));
    CHECK(list.body.contains("See posts that you can see"));
    auto start = list.body.find("/settings/apps/");
    CHECK(at.post(list.body.substr(start, list.body.find('"', start) - start), {}).status == 303);
    CHECK(read([&](db::Read& read) { return apps_with_access(read, ada.id); }).empty());
}

TEST_CASE_FIXTURE(Pages, "the export is a file of one's own data") {
    member("ada");
    auto at = signed_in("ada");
    CHECK(at.get("/settings/export").status == 200);
    auto file = at.get("/settings/export/salve.json");
    CHECK(file.type.starts_with("application/json"));
    CHECK(header(file, "Content-Disposition").starts_with("attachment; filename=\"salve-ada-"));
    CHECK(header(file, "Cache-Control") == "no-store");
    CHECK(file.body.contains("ada@example.org"));
}

TEST_CASE_FIXTURE(Pages, "deleting asks for the password, then the account is gone") {
    auto ada = member("ada");
    auto at = signed_in("ada");
    at.get("/settings/delete");
    CHECK(at.post("/settings/delete", {{"current", "not it at all"}}).status == 422);
    CHECK(read([&](db::Read& read) { return find(read, ada.id); }));
    auto gone = at.post("/settings/delete", {{"current", good_password}});
    CHECK(header(gone, "Location") == "/sign-in?done=deleted");
    CHECK(!header(gone, "Clear-Site-Data").empty());
    CHECK(!read([&](db::Read& read) { return find(read, ada.id); }));
    CHECK(at.get("/settings").status == 303);
    check();
}

TEST_CASE_FIXTURE(Pages, "about says who runs this, with its rules") {
    member("ada");
    auto page = browser().get("/about");
    CHECK(page.status == 200);
    CHECK(page.body.contains("id=\"rules\""));
    CHECK(page.body.contains("Be kind."));
    contact.change("help@example.org");
    CHECK(browser().get("/about").body.contains("href=\"mailto:help@example.org\""));
    contact.change("");
}
