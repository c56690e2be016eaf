// Every route by who asks: its Access says who gets in, and what belongs to somebody else is as if it were not there.
#include "api.hpp"
#include "lists/lists.hpp"

using namespace testing_api;
using http::Open;

namespace {

constexpr std::string_view outside_scope = "This action is outside the authorized scopes";
constexpr std::string_view needs_person = "This method requires an authenticated user";
constexpr std::string_view not_allowed = "This action is not allowed";
constexpr std::string_view signed_out = "The access token is invalid";

struct Routes : Api {
    struct Said { int status; std::string body; };

    // The pattern with something for each of its parameters.
    static std::string address(std::string_view pattern, std::string_view id) {
        std::string path;
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            if (pattern[i] != ':' && pattern[i] != '*') {
                path += pattern[i];
                continue;
            }
            path += id;
            while (i + 1 < pattern.size() && pattern[i + 1] != '/') ++i;
        }
        return path;
    }

    Said ask_as(http::Route const& route, std::string_view id, std::optional<http::Person> person, std::string_view fields = {}) {
        auto made = request(route.method, address(route.pattern, id), {}, fields);
        made.person = std::move(person);
        if (made.person) made.headers.emplace_back("authorization", "Bearer x");
        auto response = http::answer(router, database, std::move(made));
        return {response.status, response.body};
    }

    http::Person person(AccountId account, std::string scopes, http::Role role = http::Role::member) {
        http::Person made;
        made.account = account;
        made.role = role;
        made.grant = 1;
        made.scopes = std::move(scopes);
        return made;
    }

    std::vector<http::Route const*> api_routes() {
        auto all = router.all();
        // Streams look for their token in other places too, and an invitation is itself what lets one in.
        std::erase_if(all, [](http::Route const* route) {
            return !route->pattern.starts_with("/api/") || route->pattern.starts_with("/api/v1/streaming") || route->pattern.starts_with("/api/v1/invites/");
        });
        return all;
    }
};

bool says(Routes::Said const& said, int status, std::string_view words) { return said.status == status && said.body.contains(words); }

// Whether the door was open, whatever was found behind it.
bool passed(Routes::Said const& said) {
    return said.status != 401 && !says(said, 403, outside_scope) && !says(said, 422, needs_person);
}

}  // namespace

TEST_CASE_FIXTURE(Routes, "each route lets in whom its access names, by role and by scope, and nobody else") {
    auto all = api_routes();
    REQUIRE(all.size() > 150);
    for (auto const* route : all) {
        CAPTURE(route->method);
        CAPTURE(route->pattern);
        auto [open, scope] = std::pair{route->access.open, std::string(route->access.scope)};
        bool anyone = open == Open::to_anyone, apps = anyone || open == Open::to_apps;
        std::string_view absent = "999";

        auto visitor = ask_as(*route, absent, std::nullopt);
        CHECK(anyone == (visitor.status != 401));
        if (!anyone) CHECK(visitor.body.contains(signed_out));

        auto without_scope = ask_as(*route, absent, person(ben, "profile:nothing"));
        if (scope.empty() && apps) CHECK(passed(without_scope));
        else CHECK(says(without_scope, 403, outside_scope));

        auto app = ask_as(*route, absent, person({}, scope));
        if (scope.empty() && !apps) CHECK(says(app, 403, outside_scope));
        else if (apps) CHECK(passed(app));
        else CHECK(says(app, 422, needs_person));
        if (scope.empty() && !apps) continue;  // never for tokens

        bool for_staff = open == Open::to_moderators || open == Open::to_admins;
        auto member = ask_as(*route, absent, person(ben, scope));
        if (for_staff) CHECK(says(member, 403, not_allowed));
        else CHECK(passed(member));
        if (!for_staff) continue;
        auto moderator = ask_as(*route, absent, person(cleo, scope, http::Role::moderator));
        if (open == Open::to_admins) CHECK(says(moderator, 403, not_allowed));
        else CHECK(!says(moderator, 403, not_allowed));
    }
}

TEST_CASE_FIXTURE(Routes, "what belongs to somebody else is answered like what is not there") {
    auto secret = *say(ada, "@ada A secret", Visibility::direct);
    auto asking = draft("Which one?");
    asking.visibility = Visibility::followers;
    asking.poll = polls::Draft{.options = {"This", "That"}, .seconds = 3600};
    auto poll = *say(ada, asking);
    auto list = *write([&](db::Write& change) { return lists::create(change, ada, {.title = "Nurses"}); });
    ::filters::Draft words{.title = "Spiders", .contexts = std::vector<std::string>{"home"}, .keywords = {{.text = "spider"}}};
    auto filter = *write([&](db::Write& change) { return ::filters::create(change, ada, words); });
    auto liked = say(ada, "Liked")->id;
    REQUIRE(write([&](db::Write& change) { return posts::favourite(change, ben, liked); }));
    auto told = read([&](db::Read& now) { return notifications::list(now, ada, {}); });
    REQUIRE_FALSE(told.empty());

    struct Hers { std::string prefix, id; };
    std::vector<Hers> const all = {
        {"/api/v1/statuses/:id", secret.id.text()}, {"/api/v1/conversations/:id", secret.id.text()}, {"/api/v1/polls/:id", poll.id.text()},
        {"/api/v1/lists/:id", list.id.text()}, {"/api/v1/timelines/list/:id", list.id.text()}, {"/api/v2/filters/:id", std::to_string(filter.id)},
        {"/api/v1/filters/:id", std::to_string(filter.keywords.at(0).id)}, {"/api/v2/filters/keywords/:id", std::to_string(filter.keywords.at(0).id)},
        {"/api/v1/notifications/:id", std::to_string(told[0].id)},
    };
    std::string const fields = "status=x&title=x&context[]=home&choices[]=0&keyword=x&phrase=x&account_ids[]=" + ben.text() + "&status_id=" + secret.id.text();
    constexpr std::string_view absent = "999";
    int asked = 0;
    for (auto const* route : api_routes())
        for (auto const& [prefix, id] : all) {
            if (!route->pattern.starts_with(prefix)) continue;
            CAPTURE(route->method);
            CAPTURE(route->pattern);
            auto hers = ask_as(*route, id, person(ben, "read write follow push"), fields);
            auto none = ask_as(*route, absent, person(ben, "read write follow push"), fields);
            CHECK(hers.status == none.status);
            CHECK(hers.body == none.body);
            CHECK(hers.status != 403);
            ++asked;
        }
    CHECK(asked > 30);
    CHECK(read([&](db::Read& now) { return posts::find(now, secret.id, ada).has_value() && lists::find(now, ada, list.id).has_value(); }));
    CHECK(read([&](db::Read& now) { return ::filters::find(now, ada, filter.id)->title == "Spiders"; }));
}

TEST_CASE_FIXTURE(Routes, "an address that is not there says so in JSON") {
    auto gone = get("/api/v1/nothing/here");
    CHECK(gone.status() == 404);
    CHECK(gone.response.type.starts_with("application/json"));
    CHECK(gone.text("error").size() > 0);
    CHECK(get("/api/v3/instance", ada).status() == 404);
}
