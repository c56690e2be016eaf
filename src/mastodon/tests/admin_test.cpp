// The admin API: who may call it, what its entities look like, and what its acts do.
#include "api.hpp"
#include "moderation/moderation.hpp"

using namespace testing_api;
using http::Role;

namespace {

struct Admin : Api {
    AccountId mia, root;

    Admin() : mia(join("mia")), root(join("rosa")) {
        set_role(mia, Role::moderator);
        set_role(root, Role::admin);
    }
    void set_role(AccountId account, Role role) {
        REQUIRE(write([&](db::Write& write) { return accounts::set_role(write, account, role); }).has_value());
    }
    Answered as(Role role, std::string method, std::string target, std::string fields = "", std::string scopes = "admin:read admin:write") {
        auto asked = request(std::move(method), std::move(target), role == Role::admin ? root : role == Role::moderator ? mia : ada, fields, std::move(scopes));
        asked.person->role = role;
        asked.address = "192.0.2.250";
        return ask(std::move(asked));
    }
    Answered admin(std::string method, std::string target, std::string fields = "") { return as(Role::admin, std::move(method), "/api/v1/admin/" + target, std::move(fields)); }
    Answered moderator(std::string method, std::string target, std::string fields = "") { return as(Role::moderator, std::move(method), "/api/v1/admin/" + target, std::move(fields)); }
    Answered complain(AccountId about, std::string more = "") { return ask(request("POST", "/api/v1/reports", ada, "account_id=" + about.text() + more, "write:reports")); }
};

constexpr std::string_view admin_account = "id:s username:s domain:s? created_at:s email:s ip:s? role:o confirmed:b suspended:b silenced:b disabled:b approved:b "
                                           "sensitized:b locale:s invite_request:s? ips:a account:o";
constexpr std::string_view admin_report = "id:s action_taken:b action_taken_at:s? category:s comment:s forwarded:b created_at:s updated_at:s account:o "
                                          "target_account:o assigned_account:o? action_taken_by_account:o? statuses:a rules:a";

std::string filled(std::string pattern) {
    for (auto colon = pattern.find(':'); colon != pattern.npos; colon = pattern.find(':', colon + 1)) {
        auto end = pattern.find('/', colon);
        pattern.replace(colon, end == pattern.npos ? pattern.npos : end - colon, "1");
    }
    return pattern;
}

}  // namespace

TEST_CASE_FIXTURE(Admin, "every route of the admin API is closed to visitors, to members, and to tokens without its scope") {
    int routes = 0;
    for (auto const* route : router.all()) {
        if (!route->pattern.contains("/admin/")) continue;
        ++routes;
        CAPTURE(route->method);
        CAPTURE(route->pattern);
        CHECK((route->access.open == http::Open::to_moderators || route->access.open == http::Open::to_admins));
        CHECK(route->access.scope.starts_with("admin:"));
        auto target = filled(route->pattern);
        CHECK(ask(request(route->method, target, {})).status() == 401);
        CHECK(as(Role::member, route->method, target).status() == 403);
        CHECK(as(Role::admin, route->method, target, "", "read write follow push").status() == 403);
        bool reads = route->access.scope.starts_with("admin:read");
        CHECK(as(Role::admin, route->method, target, "", reads ? "admin:write" : "admin:read").status() == 403);
        if (route->access.open == http::Open::to_admins) CHECK(as(Role::moderator, route->method, target).status() == 403);
        CHECK(as(Role::admin, route->method, target, "", std::string(route->access.scope)).status() != 403);
    }
    CHECK(routes >= 38);
}

TEST_CASE_FIXTURE(Admin, "a member reports, and the answer has Mastodon's shape") {
    auto post = say(ben, "Buy these pills")->id;
    auto rule = get("/api/v1/instance/rules").json()[0]["id"].text();
    auto made = complain(ben, "&status_ids[]=" + post.text() + "&comment=Again&category=violation&rule_ids[]=" + rule);
    REQUIRE(made.status() == 200);
    check_shape(made.json(), "id:s action_taken:b action_taken_at:s? category:s comment:s forwarded:b created_at:s status_ids:a rule_ids:a target_account:o");
    CHECK(made["status_ids"][0].text() == post.text());
    CHECK(made["rule_ids"][0].text() == rule);
    CHECK(made["target_account"]["id"].text() == ben.text());
    CHECK(complain(ada).status() == 422);
    CHECK(complain(AccountId{17}).status() == 404);
    CHECK(complain(ben, "&category=envy").status() == 422);
    CHECK(complain(ben, "&comment=" + std::string(1'000'000, 'x')).status() == 422);
}

TEST_CASE_FIXTURE(Admin, "a reported direct post is shown with its report, and nowhere else to moderators") {
    auto draft_to_ada = draft("@ada you will be sorry");
    draft_to_ada.visibility = Visibility::direct;
    auto hidden = say(ben, draft_to_ada)->id;
    CHECK(get(status(hidden), mia).status() == 404);
    auto made = complain(ben, "&status_ids[]=" + hidden.text());
    auto report = moderator("GET", "reports/" + made.text("id"));
    check_shape(report.json(), admin_report);
    check_shape(report["target_account"], admin_account);
    REQUIRE(report["statuses"].size() == 1);
    CHECK(report["statuses"][0]["id"].text() == hidden.text());
    CHECK(get(status(hidden), mia).status() == 404);
    // What the reporter could not see does not come into a report.
    auto other = say(ben, "For nobody else", Visibility::direct)->id;
    auto second = complain(ben, "&status_ids[]=" + other.text());
    CHECK(moderator("GET", "reports/" + second.text("id"))["statuses"].size() == 0);
}

TEST_CASE_FIXTURE(Admin, "reports are taken, changed, resolved and reopened") {
    auto id = complain(ben).text("id");
    CHECK(moderator("GET", "reports").ids() == std::vector{id});
    CHECK(moderator("GET", "reports?resolved=true").ids().empty());
    CHECK(moderator("GET", "reports?target_account_id=" + cleo.text()).ids().empty());
    CHECK(moderator("POST", "reports/" + id + "/assign_to_self")["assigned_account"]["id"].text() == mia.text());
    CHECK(moderator("POST", "reports/" + id + "/unassign")["assigned_account"].held().is_null());
    auto changed = moderator("PUT", "reports/" + id, "category=violation&rule_ids[]=1");
    CHECK(changed.text("category") == "violation");
    check_shape(changed["rules"][0], "id:s text:s hint:s translations:o");
    auto closed = moderator("POST", "reports/" + id + "/resolve");
    CHECK(closed["action_taken"].flag());
    CHECK(closed["action_taken_by_account"]["id"].text() == mia.text());
    CHECK(moderator("GET", "reports?resolved=true").ids() == std::vector{id});
    CHECK_FALSE(moderator("POST", "reports/" + id + "/reopen")["action_taken"].flag());
    CHECK(moderator("GET", "reports/17").status() == 404);
}

TEST_CASE_FIXTURE(Admin, "accounts are found, and have Mastodon's shape") {
    auto all = moderator("GET", "accounts?local=true");
    REQUIRE(all.json().size() == 5);
    check_shape(all.json()[0], admin_account);
    check_shape(all.json()[0]["role"], "id:s name:s color:s permissions:s highlighted:b");
    CHECK(moderator("GET", "accounts?username=be").json().size() == 1);
    CHECK(moderator("GET", "accounts?staff=true").json().size() == 2);
    CHECK(as(Role::moderator, "GET", "/api/v2/admin/accounts?origin=remote").json().size() == 0);
    CHECK(as(Role::moderator, "GET", "/api/v2/admin/accounts?status=active&role_ids[]=3").ids() == std::vector{root.text()});
    auto page = moderator("GET", "accounts?limit=2");
    CHECK(page.header("Link").contains("max_id="));
    CHECK(moderator("GET", "accounts/17").status() == 404);
}

TEST_CASE_FIXTURE(Admin, "acts on accounts change their state, and can be undone") {
    auto of_ben = "accounts/" + ben.text();
    struct Row { std::string type, flag, undo; };
    for (auto const& row : {Row{"silence", "silenced", "unsilence"}, Row{"sensitive", "sensitized", "unsensitive"},
                            Row{"disable", "disabled", "enable"}, Row{"suspend", "suspended", "unsuspend"}}) {
        CAPTURE(row.type);
        auto acted = moderator("POST", of_ben + "/action", "type=" + row.type + "&text=Reasons");
        CHECK(acted.status() == 200);
        CHECK(acted.response.body == "{}");
        CHECK(moderator("GET", of_ben)[row.flag.c_str()].flag());
        CHECK_FALSE(moderator("POST", of_ben + "/" + row.undo)[row.flag.c_str()].flag());
    }
    CHECK(moderator("POST", of_ben + "/action", "type=none").status() == 200);
    CHECK(moderator("POST", of_ben + "/action", "type=banish").status() == 422);
    CHECK(moderator("POST", "accounts/" + root.text() + "/action", "type=suspend").status() == 403);
    CHECK(moderator("POST", of_ben + "/approve").status() == 403);
    CHECK(admin("DELETE", of_ben).status() == 403);
    moderator("POST", of_ben + "/action", "type=suspend");
    CHECK(get(account(ben)).status() == 404);
    CHECK(admin("DELETE", of_ben).status() == 200);
    CHECK(moderator("GET", of_ben).status() == 404);
    check();
}

TEST_CASE_FIXTURE(Admin, "what moderators cover is sensitive in every post, also in those that are kept in memory") {
    auto of_ben = "accounts/" + ben.text();
    auto post = status(say(ben, "A picture of my knee")->id);
    let_time_pass();
    CHECK_FALSE(get(post, ada)["sensitive"].flag());
    moderator("POST", of_ben + "/action", "type=sensitive");
    CHECK(get(post, ada)["sensitive"].flag());
    moderator("POST", of_ben + "/unsensitive");
    CHECK_FALSE(get(post, ada)["sensitive"].flag());
}

TEST_CASE_FIXTURE(Admin, "an act closes the report that it names") {
    auto id = complain(ben).text("id");
    CHECK(moderator("POST", "accounts/" + ben.text() + "/action", "type=none&report_id=" + id).status() == 200);
    CHECK(moderator("GET", "reports/" + id)["action_taken"].flag());
    CHECK(moderator("POST", "accounts/" + cleo.text() + "/action", "type=none&report_id=" + id).status() == 404);
}

TEST_CASE_FIXTURE(Admin, "whoever is decided about gets the warning as a notification, and moderators the report") {
    auto report = complain(ben).text("id");
    moderator("POST", "accounts/" + ben.text() + "/action", "type=none&text=Please stop&report_id=" + report);
    auto told = get("/api/v1/notifications", ben);
    REQUIRE(told.json().size() == 1);
    CHECK(told.json()[0]["type"].text() == "moderation_warning");
    auto warning = told.json()[0]["moderation_warning"];
    check_shape(warning, "id:s action:s text:s status_ids:a target_account:o appeal:o? created_at:s");
    CHECK(warning["text"].text() == "Please stop");
    CHECK(warning["target_account"]["id"].text() == ben.text());
    auto heard = get("/api/v1/notifications", mia);
    REQUIRE(heard.json().size() == 1);
    CHECK(heard.json()[0]["type"].text() == "admin.report");
    CHECK(heard.json()[0]["report"]["id"].text() == report);
}

TEST_CASE_FIXTURE(Admin, "servers are limited and let in") {
    auto made = admin("POST", "domain_blocks", "domain=Far.Example&severity=suspend&reject_media=true&public_comment=Spam&private_comment=Since May&obfuscate=true");
    REQUIRE(made.status() == 200);
    constexpr auto shape = "id:s domain:s digest:s created_at:s severity:s reject_media:b reject_reports:b private_comment:s? public_comment:s? obfuscate:b";
    check_shape(made.json(), shape);
    CHECK(made.text("domain") == "far.example");
    auto again = admin("POST", "domain_blocks", "domain=far.example");
    CHECK(again.status() == 422);
    check_shape(again["existing_domain_block"], shape);
    CHECK(admin("POST", "domain_blocks", "domain=nonsense").status() == 422);
    CHECK(admin("POST", "domain_blocks", "domain=near.example&severity=hard").status() == 422);
    auto one = "domain_blocks/" + made.text("id");
    auto changed = admin("PUT", one, "severity=silence");
    CHECK(changed.text("severity") == "silence");
    CHECK(changed["reject_media"].flag());
    auto shown = get("/api/v1/instance/domain_blocks");
    REQUIRE(shown.json().size() == 1);
    check_shape(shown.json()[0], "domain:s digest:s severity:s comment:s?");
    CHECK(shown.json()[0]["domain"].text().contains('*'));
    CHECK(admin("GET", "domain_blocks").ids() == std::vector{made.text("id")});
    CHECK(admin("DELETE", one).response.body == "{}");
    CHECK(admin("GET", one).status() == 404);

    auto allowed = admin("POST", "domain_allows", "domain=near.example");
    check_shape(allowed.json(), "id:s domain:s created_at:s");
    CHECK(admin("POST", "domain_allows", "domain=NEAR.example").text("id") == allowed.text("id"));
    CHECK(admin("DELETE", "domain_allows/" + allowed.text("id")).status() == 200);
}

TEST_CASE_FIXTURE(Admin, "addresses and mailboxes are kept out") {
    auto made = admin("POST", "ip_blocks", "ip=198.51.100.7&severity=sign_up_block&comment=Bots&expires_in=3600");
    REQUIRE(made.status() == 200);
    check_shape(made.json(), "id:s ip:s severity:s comment:s created_at:s expires_at:s?");
    CHECK(made.text("ip") == "198.51.100.7/32");
    auto changed = admin("PUT", "ip_blocks/" + made.text("id"), "severity=no_access&expires_in=0");
    CHECK(changed.text("severity") == "no_access");
    CHECK(changed["expires_at"].held().is_null());
    CHECK(changed.text("comment") == "Bots");
    CHECK(admin("POST", "ip_blocks", "ip=192.0.2.0/24&severity=no_access").status() == 422);
    CHECK(admin("POST", "ip_blocks", "ip=nowhere&severity=no_access").status() == 422);
    CHECK(admin("POST", "ip_blocks", "ip=198.51.100.8").status() == 422);
    CHECK(admin("DELETE", "ip_blocks/" + made.text("id")).status() == 200);

    auto domain = admin("POST", "email_domain_blocks", "domain=throwaway.example");
    check_shape(domain.json(), "id:s domain:s created_at:s history:a");
    CHECK(admin("GET", "email_domain_blocks").json().size() == 1);
    // What was tried from one address counts as one.
    for (int again = 0; again < 3; ++again)
        CHECK_FALSE(write([&](db::Write& write) {
            return accounts::sign_up(write, {.username = "spam", .email = "a@mx.throwaway.example", .password = "a long enough password", .agreement = true, .address = again ? "192.0.2.7" : "192.0.2.8"});
        }));
    moderation::note_attempts(database);
    auto tried = admin("GET", "email_domain_blocks/" + domain.text("id"));
    REQUIRE(tried["history"].size() == 7);
    CHECK(tried["history"][0]["uses"].text() == "3");
    CHECK(tried["history"][0]["accounts"].text() == "2");
    CHECK(tried["history"][6]["uses"].text() == "0");
    CHECK(admin("DELETE", "email_domain_blocks/" + domain.text("id")).status() == 200);

    auto hash = admin("POST", "canonical_email_blocks", "email=t.e.st%2Bx@example.com");
    check_shape(hash.json(), "id:s canonical_email_hash:s");
    CHECK(hash.text("canonical_email_hash") == "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b");
    CHECK(admin("POST", "canonical_email_blocks/test", "email=test@example.com").json().size() == 1);
    CHECK(admin("POST", "canonical_email_blocks/test", "email=tess@example.com").json().size() == 0);
    CHECK(admin("DELETE", "canonical_email_blocks/" + hash.text("id")).status() == 200);
}

// Two signed up by the clock of this machine; the others before it was set.
TEST_CASE_FIXTURE(Admin, "measures count what happened, day by day") {
    auto post = say(ben, "Hello #asthma");
    CHECK(write([&](db::Write& write) { return posts::favourite(write, ada, post->id); }).has_value());
    answer(ada, post->id, "Welcome");
    complain(ben);
    (void)write([&](db::Write& write) -> base::Result<base::Done> {
        accounts::start_session(write, ada, "test");
        moderation::note_active_days(write);
        return base::Done{};
    });
    auto today = base::iso8601(base::clock_now()).substr(0, 10);
    auto tag = read([](db::Read& read) { return posts::find_tag(read, "asthma", {}); })->id;
    auto keys = "keys[]=new_users&keys[]=interactions&keys[]=opened_reports&keys[]=resolved_reports&keys[]=active_users&keys[]=tag_uses&keys[]=tag_accounts&keys[]=instance_accounts"
                "&start_at=" + today + "&end_at=" + today + "&tag_uses[id]=" + std::to_string(tag) + "&tag_accounts[id]=" + std::to_string(tag) + "&instance_accounts[domain]=far.example";
    auto measured = moderator("POST", "measures", keys);
    REQUIRE(measured.json().size() == 8);
    std::vector<std::string> totals;
    for (int i = 0; i < 8; ++i) totals.push_back(measured.json()[i]["total"].text());
    CHECK(totals == std::vector<std::string>{"2", "2", "1", "0", "1", "1", "1", "0"});
    check_shape(measured.json()[0], "key:s unit:s? total:s previous_total:s data:a");
    check_shape(measured.json()[7], "key:s unit:s? total:s data:a");
    REQUIRE(measured.json()[0]["data"].size() == 1);
    check_shape(measured.json()[0]["data"][0], "date:s value:s");
    CHECK(measured.json()[0]["data"][0]["value"].text() == "2");
    auto media = moderator("POST", "measures", "keys[]=instance_media_attachments&instance_media_attachments[domain]=far.example");
    check_shape(media.json()[0], "key:s unit:s total:s human_value:s data:a");
    CHECK(media.json()[0]["data"].size() == 30);
    CHECK(moderator("POST", "measures", "keys[]=tag_uses").status() == 422);
    CHECK(moderator("POST", "measures", "keys[]=luck").json().size() == 0);
}

TEST_CASE_FIXTURE(Admin, "dimensions and cohorts have Mastodon's shape") {
    say(ben, "Hello");
    auto parts = moderator("POST", "dimensions", "keys[]=servers&keys[]=software_versions&keys[]=space_usage&keys[]=sources&keys[]=languages");
    REQUIRE(parts.json().size() == 5);
    check_shape(parts.json()[0], "key:s data:a");
    check_shape(parts.json()[0]["data"][0], "key:s human_key:s value:s");
    CHECK(parts.json()[0]["data"][0]["value"].text() == "1");
    check_shape(parts.json()[1]["data"][0], "key:s human_key:s value:s human_value:s");
    check_shape(parts.json()[2]["data"][0], "key:s human_key:s value:s unit:s human_value:s");
    CHECK(parts.json()[3]["data"][0]["value"].text() == "5");
    CHECK(parts.json()[3]["data"][0]["human_key"].text() == "Website");
    auto today = base::iso8601(base::clock_now()).substr(0, 10);
    for (std::string frequency : {"day", "month"}) {
        auto cohorts = moderator("POST", "retention", "start_at=" + today + "&end_at=" + today + "&frequency=" + frequency);
        REQUIRE(cohorts.json().size() == 1);
        check_shape(cohorts.json()[0], "period:s frequency:s data:a");
        auto first = cohorts.json()[0]["data"][0];
        // The others came at the moment that tests begin with, which may lie in the same month.
        CHECK((first["value"].text() == "2" || (frequency == "month" && first["value"].text() == "5")));
        CHECK(first["rate"].held().is_number());
    }
    REQUIRE(write([&](db::Write& write) -> base::Result<base::Done> {
        auto app = TRY(accounts::register_app(write, {.name = "Tusk", .redirect_uris = {"tusk://back"}, .scopes = "read"}));
        TRY(accounts::sign_up(write, {.username = "fromapp", .email = "fromapp@people.example", .password = "a long enough password", .agreement = true, .app = app.id}));
        return base::Done{};
    }));
    auto sources = moderator("POST", "dimensions", "keys[]=sources");
    REQUIRE(sources.json()[0]["data"].size() == 2);
    CHECK(sources.json()[0]["data"][1]["key"].text() == "Tusk");
    CHECK(sources.json()[0]["data"][1]["value"].text() == "1");
}
