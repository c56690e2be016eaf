// The page of a decision: for its owner only, and by the letter's link for whoever cannot sign in.
#include "html/html.hpp"
#include "http/router.hpp"
#include "world.hpp"

using namespace testing_moderation;

namespace {

struct Pages : Moderated {
    http::Router router;

    Pages() { moderation::add_pages(router.speaking(html::refuse_as_page)); }

    http::Response ask(std::string method, std::string path, std::string fields = "", AccountId who = {}) {
        http::Request made;
        made.method = std::move(method);
        made.target = made.path = std::move(path);
        REQUIRE(http::parse_query(fields, made.fields));
        if (who) {
            made.person = http::Person{.account = who, .role = account(who).role, .grant = 1, .by_session = true, .csrf = "token"};
            made.fields.add("csrf", "token");
        } else {
            made.cookies.emplace_back("csrf_anonymous", "visitor");
            made.fields.add("csrf", "visitor");
        }
        return http::answer(router, database, std::move(made));
    }

    // The secret of the last letter, as its reader has it.
    std::string key() {
        constexpr db::Query letters{"tests.letters", "SELECT payload FROM job WHERE kind = 'mail.send' ORDER BY id DESC LIMIT 1"};
        auto letter = read([&](db::Read& read) { return read.one(letters, {}, [](db::Row const& row) { return row.text(0); }); }).value_or("");
        auto at = letter.find("key=");
        return at == letter.npos ? "" : letter.substr(at + 4, 43);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Pages, "a suspended person reads why by the letter, and appeals once") {
    REQUIRE(act(mia, ben, Act::suspend));
    auto secret = key();
    REQUIRE(secret.size() == 43);
    auto page = ask("GET", "/decision", "key=" + secret);
    CHECK(page.status == 200);
    CHECK(page.body.contains("Because of this"));
    CHECK(page.body.contains("suspended"));
    CHECK_FALSE(page.body.contains("mia"));
    CHECK(ask("GET", "/decision", "key=" + std::string(43, 'x')).status == 404);
    CHECK(ask("GET", "/decision").status == 404);
    CHECK(ask("POST", "/decision", "key=" + secret + "&text=").status == 422);
    CHECK(ask("POST", "/decision", "key=" + secret + "&text=It was not me").status == 303);
    CHECK(ask("POST", "/decision", "key=" + secret + "&text=Once more").status == 409);
    CHECK(ask("GET", "/decision", "key=" + secret).body.contains("It was not me"));
    CHECK(read([](db::Read& read) { return waiting_appeals(read); }) == 1);
}

TEST_CASE_FIXTURE(Pages, "a decision is read by whom it is about, and by nobody else") {
    auto made = act(mia, ben, Act::silence)->id;
    auto address = "/decisions/" + made.text();
    CHECK(ask("GET", address, "", ben).body.contains("Because of this"));
    CHECK(ask("GET", address, "", ada).status == 404);
    CHECK(ask("POST", address + "/appeal", "text=Not mine", ada).status == 404);
    CHECK(ask("GET", address).status == 303);
    CHECK(ask("POST", address + "/appeal", "text=" + std::string(1'000'000, 'x'), ben).status == 422);
}

TEST_CASE_FIXTURE(Pages, "the pages of moderation are closed to members, and those of blocks to moderators") {
    int pages = 0;
    for (auto const* route : router.all()) {
        if (!route->pattern.starts_with("/moderation/")) continue;
        ++pages;
        CAPTURE(route->pattern);
        auto path = route->pattern;
        if (auto colon = path.find(':'); colon != path.npos) {
            auto end = path.find('/', colon);
            path.replace(colon, end == path.npos ? path.npos : end - colon, "1");
        }
        CHECK(ask(route->method, path, "", ada).status == 403);
        CHECK(ask(route->method, path).status == 303);  // to sign-in
        if (route->access.open == http::Open::to_admins) CHECK(ask(route->method, path, "", mia).status == 403);
    }
    CHECK(pages > 30);
}

TEST_CASE_FIXTURE(Pages, "every page of moderation shows what it is for") {
    auto report = complain(ada, ben)->id;
    auto made = act(mia, ben, Act::none)->id;
    auto appealed = object(made)->id;
    for (auto const& path : {std::string("/moderation/reports"), "/moderation/reports/" + report.text(), std::string("/moderation/accounts"), "/moderation/accounts/" + ben.text(),
                             std::string("/moderation/appeals"), "/moderation/appeals/" + appealed.text(), std::string("/moderation/rules"), std::string("/moderation/domains"),
                             std::string("/moderation/addresses"), std::string("/moderation/mailboxes"), std::string("/moderation/record")}) {
        CAPTURE(path);
        auto page = ask("GET", path, "", root);
        CHECK(page.status == 200);
        CHECK(page.body.contains("<h1>Moderation</h1>"));
    }
}
