// An app asks, a person decides, and what it was given ends when it should.
#include "world.hpp"
#include "accounts/inside.hpp"
#include "base/text.hpp"
#include "base/settings.hpp"
#include "crypto/crypto.hpp"
#include "html/html.hpp"

using namespace accounts;
using base::Why;

namespace {

std::string const verifier = "an-unreserved-verifier_of.more~than43characters-0";

struct OAuth : World {
    http::Router router;
    Doorkeeper door;
    App app;
    Account ada;

    OAuth() {
        database.on_commit([this](std::span<base::Event const> events) {
            for (auto const& event : events) door.hear(event);
        });
        router.unknown("/", html::refuse_as_page);
        add_oauth(router.speaking(refuse_as_oauth), router.speaking(html::refuse_as_page));
        router.speaking(http::refuse_as_json).get("/test/posts", {http::Open::to_members, "read:statuses"}, [](http::Request const&, db::Read&) { return http::json("[]"); });
        app = registered("https://app.example/done");
        ada = member("ada");
    }

    App registered(std::string redirect, std::string scopes = "read write:statuses") {
        App wanted;
        wanted.name = "Tusk";
        wanted.redirect_uris = {std::move(redirect)};
        wanted.scopes = std::move(scopes);
        return *write([&](db::Write& write) { return register_app(write, wanted); });
    }

    http::Request request(std::string method, std::string path, std::vector<std::pair<std::string, std::string>> const& fields) {
        http::Request made;
        made.method = std::move(method);
        made.path = std::move(path);
        made.id = "test";
        for (auto const& [name, value] : fields) made.fields.add(name, value);
        return made;
    }

    http::Response send(http::Request made) {
        if (!door.recall(made)) read([&](db::Read& read) { door.identify(made, read); return 0; });
        return http::answer(router, database, std::move(made));
    }

    http::Response as_ada(http::Request made, bool with_csrf = true) {
        auto token = change([&](db::Write& write) { return start_session(write, ada.id, "").token; });
        made.cookies.emplace_back("salve_session", token);
        if (with_csrf) made.fields.add("csrf", crypto::base64url(crypto::hmac_sha256(token, "csrf")));
        return send(std::move(made));
    }

    std::vector<std::pair<std::string, std::string>> question() {
        return {{"response_type", "code"}, {"client_id", app.client_id}, {"redirect_uri", app.redirect_uris[0]}, {"scope", "read"}, {"state", "a b&c"},
                {"code_challenge", crypto::base64url(crypto::sha256(verifier))}, {"code_challenge_method", "S256"}};
    }

    static std::vector<std::pair<std::string, std::string>> with(std::vector<std::pair<std::string, std::string>> fields, std::string name, std::string value) {
        for (auto& [known, old] : fields)
            if (known == name) { old = std::move(value); return fields; }
        fields.emplace_back(std::move(name), std::move(value));
        return fields;
    }

    static std::string location(http::Response const& response) {
        for (auto const& [name, value] : response.headers)
            if (name == "Location") return value;
        return {};
    }

    static std::string header(http::Response const& response, std::string_view wanted) {
        for (auto const& [name, value] : response.headers)
            if (name == wanted) return value;
        return {};
    }

    std::string code() {
        auto answer = as_ada(request("POST", "/oauth/authorize", with(question(), "decision", "allow")));
        REQUIRE(answer.status == 303);
        http::Fields fields;
        REQUIRE(http::parse_query(location(answer).substr(location(answer).find('?') + 1), fields));
        return std::string(fields.text("code"));
    }

    std::vector<std::pair<std::string, std::string>> exchange(std::string code) {
        return {{"grant_type", "authorization_code"}, {"client_id", app.client_id}, {"client_secret", app.client_secret}, {"code", std::move(code)},
                {"redirect_uri", app.redirect_uris[0]}, {"code_verifier", verifier}};
    }

    http::Response token_for(std::vector<std::pair<std::string, std::string>> const& fields) { return send(request("POST", "/oauth/token", fields)); }

    static std::string member_of(http::Response const& response, std::string_view name) {
        http::Fields fields;
        REQUIRE(http::parse_json(response.body, fields));
        return std::string(fields.text(name));
    }

    int status_with(std::string const& token) {
        auto made = request("GET", "/test/posts", {});
        made.headers.emplace_back("authorization", "Bearer " + token);
        return send(made).status;
    }
};

}  // namespace

TEST_CASE_FIXTURE(OAuth, "an app is let in: question, consent, code, token, call") {
    auto page = as_ada(request("GET", "/oauth/authorize", question()));
    CHECK(page.status == 200);
    CHECK(page.body.contains("Tusk"));
    CHECK(header(page, "Content-Security-Policy").ends_with("form-action 'self' https://app.example"));
    CHECK(header(page, "Cross-Origin-Opener-Policy") == "unsafe-none");

    auto answer = as_ada(request("POST", "/oauth/authorize", with(question(), "decision", "allow")));
    CHECK(answer.status == 303);
    CHECK(location(answer).starts_with("https://app.example/done?code="));
    CHECK(location(answer).ends_with("&state=a%20b%26c"));

    auto given = token_for(exchange(code()));
    CHECK(given.status == 200);
    CHECK(member_of(given, "token_type") == "Bearer");
    CHECK(member_of(given, "scope") == "read");
    CHECK(member_of(given, "created_at") == std::to_string(now() / 1000));
    CHECK(header(given, "Cache-Control") == "no-store");
    CHECK(status_with(member_of(given, "access_token")) == 200);
    check();
}

TEST_CASE_FIXTURE(OAuth, "nothing is given without the form's own token, or by an app") {
    auto forged = request("POST", "/oauth/authorize", with(question(), "decision", "allow"));
    CHECK(as_ada(forged, false).status == 403);
    auto by_app = forged;
    by_app.headers.emplace_back("authorization", "Bearer " + *write([&](db::Write& write) { return create_token(write, ada.id, "read write"); }));
    CHECK(send(by_app).status == 403);
    CHECK(read([](db::Read& read) { return read.number({"test.codes", "SELECT COUNT(*) FROM oauth_code"}, {}); }) == 0);
}

TEST_CASE_FIXTURE(OAuth, "a stranger signs in first and comes back to the same question") {
    auto answer = send(request("GET", "/oauth/authorize", question()));
    CHECK(answer.status == 302);
    CHECK(location(answer).starts_with("/sign-in?return_to=%2Foauth%2Fauthorize%3Fresponse_type%3Dcode%26client_id%3D"));
    auto anew = as_ada(request("GET", "/oauth/authorize", with(question(), "force_login", "true")));
    CHECK(anew.status == 302);
    CHECK(location(anew).starts_with("/sign-in?again=1&return_to="));
    CHECK(!location(anew).contains("force_login"));
}

TEST_CASE_FIXTURE(OAuth, "an unknown app and an address that was not registered are told to the person, and redirect nowhere") {
    for (auto const& wrong : {with(question(), "client_id", "unknown"), with(question(), "redirect_uri", "https://app.example/done/"),
                              with(question(), "redirect_uri", "https://app.example/done?x=1"), with(question(), "redirect_uri", "https://evil.example/")}) {
        auto answer = as_ada(request("GET", "/oauth/authorize", wrong));
        CHECK(answer.status == 422);
        CHECK(location(answer).empty());
        auto posted = as_ada(request("POST", "/oauth/authorize", with(wrong, "decision", "allow")));
        CHECK(posted.status == 422);
        CHECK(location(posted).empty());
    }
}

TEST_CASE_FIXTURE(OAuth, "other faults are told to the app, with its state") {
    struct { std::string field, value, error; } const cases[] = {{"response_type", "token", "unsupported_response_type"},
                                                                 {"scope", "read admin:write", "invalid_scope"},
                                                                 {"scope", "nonsense", "invalid_scope"},
                                                                 {"code_challenge_method", "plain", "invalid_request"},
                                                                 {"code_challenge_method", "", "invalid_request"},
                                                                 {"code_challenge", "short", "invalid_request"}};
    for (auto const& [field, value, error] : cases) {
        CAPTURE(error);
        auto answer = as_ada(request("GET", "/oauth/authorize", with(question(), field, value)));
        CHECK(answer.status == 302);
        CHECK(location(answer).starts_with("https://app.example/done?error=" + error + "&error_description="));
        CHECK(location(answer).ends_with("&state=a%20b%26c"));
    }
    auto denied = as_ada(request("POST", "/oauth/authorize", with(question(), "decision", "deny")));
    CHECK(denied.status == 303);
    CHECK(location(denied).starts_with("https://app.example/done?error=access_denied"));
}

TEST_CASE_FIXTURE(OAuth, "a code that cannot be returned is shown") {
    app = registered(std::string(out_of_band));
    auto fields = question();
    auto page = as_ada(request("GET", "/oauth/authorize", fields));
    CHECK(page.status == 200);
    auto shown = as_ada(request("POST", "/oauth/authorize", with(fields, "decision", "allow")));
    CHECK(shown.status == 200);
    CHECK(location(shown).empty());
    auto start = shown.body.find(">", shown.body.find("<textarea")) + 1;
    auto given = token_for(exchange(shown.body.substr(start, 43)));
    CHECK(given.status == 200);
    CHECK(as_ada(request("POST", "/oauth/authorize", with(fields, "decision", "deny"))).status == 200);
}

TEST_CASE_FIXTURE(OAuth, "an app with a scheme of its own, and one on this machine, are answered there") {
    for (auto redirect : {"com.example.tusk://done", "http://localhost:12345/", "http://127.0.0.1:1/x?y=z"}) {
        CAPTURE(redirect);
        app = registered(redirect);
        auto answer = as_ada(request("POST", "/oauth/authorize", with(question(), "decision", "allow")));
        CHECK(answer.status == 303);
        CHECK(location(answer).starts_with(std::string(redirect) + (std::string(redirect).contains('?') ? "&" : "?") + "code="));
    }
    app = registered("com.example.tusk://done");
    CHECK(header(as_ada(request("GET", "/oauth/authorize", question())), "Content-Security-Policy").ends_with("form-action 'self' com.example.tusk:"));
}

TEST_CASE_FIXTURE(OAuth, "a code is worth nothing without its verifier, its address, its app, or in time") {
    struct { std::string field, value; } const wrong[] = {{"code_verifier", "another-unreserved-verifier_of.more~than43chars"},
                                                          {"code_verifier", ""},
                                                          {"code_verifier", crypto::base64url(crypto::sha256(verifier))},
                                                          {"redirect_uri", "https://app.example/other"},
                                                          {"redirect_uri", ""},
                                                          {"code", "unknown"}};
    for (auto const& [field, value] : wrong) {
        CAPTURE(field);
        auto refused = token_for(with(exchange(code()), field, value));
        CHECK(refused.status == 400);
        CHECK(member_of(refused, "error") == "invalid_grant");
    }
    auto other = registered("https://app.example/done");
    auto stolen = with(with(exchange(code()), "client_id", other.client_id), "client_secret", other.client_secret);
    CHECK(member_of(token_for(stolen), "error") == "invalid_grant");
    auto late = exchange(code());
    advance(10 * base::minute);
    CHECK(member_of(token_for(late), "error") == "invalid_grant");
}

TEST_CASE_FIXTURE(OAuth, "without a challenge no verifier is taken") {
    auto fields = with(with(question(), "code_challenge", ""), "code_challenge_method", "");
    auto answer = as_ada(request("POST", "/oauth/authorize", with(fields, "decision", "allow")));
    auto code = location(answer).substr(location(answer).find("code=") + 5, 43);
    CHECK(member_of(token_for(exchange(code)), "error") == "invalid_grant");
    CHECK(token_for(with(exchange(code), "code_verifier", "")).status == 200);
}

TEST_CASE_FIXTURE(OAuth, "a code used twice ends what it gave") {
    auto once = exchange(code());
    auto token = member_of(token_for(once), "access_token");
    CHECK(status_with(token) == 200);
    auto again = token_for(once);
    CHECK(again.status == 400);
    CHECK(member_of(again, "error") == "invalid_grant");
    CHECK(status_with(token) == 401);
    check();
}

TEST_CASE_FIXTURE(OAuth, "the token endpoint wants a known app, by body or by header, and a grant that it gives") {
    auto refused = [&](std::vector<std::pair<std::string, std::string>> const& fields) {
        auto answer = token_for(fields);
        return std::to_string(answer.status) + " " + member_of(answer, "error");
    };
    auto fine = exchange(code());
    CHECK(refused(with(fine, "client_secret", "wrong")) == "401 invalid_client");
    CHECK(refused(with(fine, "client_secret", "")) == "401 invalid_client");
    CHECK(refused(with(fine, "client_id", "command-line")) == "401 invalid_client");
    CHECK(refused(with(fine, "grant_type", "password")) == "400 unsupported_grant_type");
    CHECK(refused(with(fine, "grant_type", "")) == "400 invalid_request");
    CHECK(refused(with(fine, "code", "")) == "400 invalid_request");

    auto by_header = request("POST", "/oauth/token", {{"grant_type", "client_credentials"}, {"scope", "read"}});
    by_header.headers.emplace_back("authorization", "Basic " + crypto::base64(app.client_id + ":" + app.client_secret));
    CHECK(send(by_header).status == 200);
    by_header.headers.back().second = "Basic not base64!";
    CHECK(send(by_header).status == 401);
}

TEST_CASE_FIXTURE(OAuth, "an app's own token acts for nobody, within its scopes") {
    auto own = [&](std::string scope) {
        return token_for({{"grant_type", "client_credentials"}, {"client_id", app.client_id}, {"client_secret", app.client_secret}, {"scope", std::move(scope)}});
    };
    auto given = own("read");
    CHECK(given.status == 200);
    CHECK(status_with(member_of(given, "access_token")) == 422);
    read([&](db::Read& read) {
        auto person = door.person_with_token(read, member_of(given, "access_token"));
        REQUIRE(person);
        CHECK(person->app == app.id);
        CHECK(!person->account);
        return 0;
    });
    CHECK(member_of(own(""), "scope") == "read");
    CHECK(member_of(own("push"), "error") == "invalid_scope");
    check();
}

TEST_CASE_FIXTURE(OAuth, "scopes decide what a token may do") {
    app = registered("https://app.example/done", "write:statuses profile");
    auto answer = as_ada(request("POST", "/oauth/authorize", with(with(question(), "scope", "write:statuses"), "decision", "allow")));
    auto token = member_of(token_for(exchange(location(answer).substr(location(answer).find("code=") + 5, 43))), "access_token");
    CHECK(status_with(token) == 403);
}

TEST_CASE_FIXTURE(OAuth, "an app of SMART on FHIR is told whose records it has, and the person what it may do with them") {
    app = registered("https://app.example/done", "launch/patient openid fhirUser offline_access patient/*.read patient/Appointment.write");
    auto const asked = with(question(), "scope", "launch/patient patient/Observation.rs patient/Appointment.write");
    auto const page = as_ada(request("GET", "/oauth/authorize", with(asked, "aud", base::site_url() + "/fhir")));
    REQUIRE(page.status == 200);
    CHECK(page.body.contains("See your measurements"));
    CHECK(page.body.contains("Book, move and cancel appointments for you"));
    CHECK_FALSE(page.body.contains("Add measurements"));
    auto const answer = as_ada(request("POST", "/oauth/authorize", with(asked, "decision", "allow")));
    auto const given = token_for(exchange(location(answer).substr(location(answer).find("code=") + 5, 43)));
    CHECK(member_of(given, "patient") == ada.id.text());
    CHECK(status_with(member_of(given, "access_token")) == 403);
    // What the app did not register for, another server's records, and a scope that nobody knows.
    for (auto const* scope : {"user/*.read", "patient/Observation.write", "patient/*.everything", "system/*.read", "read"})
        CHECK(location(as_ada(request("GET", "/oauth/authorize", with(question(), "scope", scope)))).contains("error=invalid_scope"));
    CHECK(location(as_ada(request("GET", "/oauth/authorize", with(asked, "aud", "https://elsewhere.example/fhir")))).contains("error=invalid_request"));
    app = registered("https://app.example/done");
    CHECK_FALSE(token_for(exchange(code())).body.contains("patient"));
}

TEST_CASE_FIXTURE(OAuth, "an app revokes its own tokens, and only those") {
    auto token = member_of(token_for(exchange(code())), "access_token");
    auto other = registered("https://app.example/done");
    auto revoke = [&](App const& by, std::string token) {
        return send(request("POST", "/oauth/revoke", {{"client_id", by.client_id}, {"client_secret", by.client_secret}, {"token", std::move(token)}})).status;
    };
    CHECK(revoke(other, token) == 403);
    CHECK(status_with(token) == 200);
    auto imposter = app;
    imposter.client_secret = "wrong";
    CHECK(revoke(imposter, token) == 401);
    CHECK(revoke(app, token) == 200);
    CHECK(status_with(token) == 401);
    CHECK(revoke(app, token) == 200);
    CHECK(revoke(app, "never given") == 200);
}

TEST_CASE_FIXTURE(OAuth, "a person takes an app's access back, codes included") {
    auto token = member_of(token_for(exchange(code())), "access_token");
    auto waiting = exchange(code());
    auto apps = read([&](db::Read& read) { return apps_with_access(read, ada.id); });
    REQUIRE(apps.size() == 1);
    CHECK(apps[0].app.name == "Tusk");
    CHECK(apps[0].scopes == "read");
    REQUIRE(write([&](db::Write& write) { return end_access(write, ada.id, app.id); }));
    CHECK(status_with(token) == 401);
    CHECK(token_for(waiting).status == 400);
    CHECK(write([&](db::Write& write) { return end_access(write, ada.id, app.id); }).error().why == Why::not_found);
}

TEST_CASE_FIXTURE(OAuth, "a suspended person's code gives nothing") {
    auto waiting = exchange(code());
    REQUIRE(write([&](db::Write& write) { return suspend(write, ada.id); }));
    CHECK(member_of(token_for(waiting), "error") == "invalid_grant");
    check();
}

TEST_CASE_FIXTURE(OAuth, "an app is registered with a name, addresses and known scopes") {
    auto refused = [&](App wanted) { return write([&](db::Write& write) { return register_app(write, wanted); }).error(); };
    App fine;
    fine.name = "Tusk";
    fine.redirect_uris = {"https://app.example/"};
    auto changed = [&](auto change) { auto made = fine; change(made); return refused(made); };
    CHECK(changed([](App& app) { app.name = " \n"; }).message == "Validation failed: Application name can't be blank");
    CHECK(code_at(changed([](App& app) { app.redirect_uris.clear(); }), "redirect_uris") == "ERR_BLANK");
    CHECK(code_at(changed([](App& app) { app.scopes = "read everything"; }), "scopes") == "ERR_INVALID");
    CHECK(code_at(changed([](App& app) { app.website = "javascript:alert(1)"; }), "website") == "ERR_INVALID");
    for (auto uri : {"", "app.example", "/done", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "https://", "https:///x", "https://a/#f",
                     "https://a/\r\nX: y", "https://a b/", "file:///etc/passwd", ":x", "a:"}) {
        CAPTURE(uri);
        CHECK(code_at(changed([&](App& app) { app.redirect_uris = {uri}; }), "redirect_uris") == "ERR_INVALID");
    }
    auto made = *write([&](db::Write& write) { return register_app(write, fine); });
    CHECK(made.scopes == "read");
    CHECK(made.client_secret.size() == 43);
    auto found = read([&](db::Read& read) { return find_app(read, made.id); });
    CHECK(found->client_secret.empty());
}

TEST_CASE_FIXTURE(OAuth, "the server describes itself, and gives no other challenge method than S256") {
    auto answer = send(request("GET", "/.well-known/oauth-authorization-server", {}));
    CHECK(answer.status == 200);
    CHECK(member_of(answer, "issuer") == base::site_url());
    CHECK(answer.body.contains("\"code_challenge_methods_supported\":[\"S256\"]"));
    CHECK(answer.body.contains("\"grant_types_supported\":[\"authorization_code\",\"client_credentials\"]"));
}
