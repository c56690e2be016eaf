// Every route of the room by who asks: a route that is not in the table fails.
#include "base/time.hpp"
#include "clinic.hpp"
#include <algorithm>
#include <map>

using namespace testing_clinic;

namespace {

enum Who { visitor, stranger, moderator, admin, another_team, analyst, responder, owner, patient, everybody };
using Statuses = std::array<int, everybody>;

// Who has no part in a thread does not find it; the team's analyst is told which role reads it.
constexpr Statuses all_members(int status) { return {401, status, status, status, status, status, status, status, status}; }
constexpr Statuses thread(int of_team, int of_patient) { return {401, 404, 404, 404, 404, 403, of_team, of_team, of_patient}; }
constexpr Statuses team(int of_responder, int of_owner) { return {401, 404, 404, 404, 404, 403, of_responder, of_owner, 404}; }

struct Row { std::string_view route; Statuses expected; };
constexpr Row table[] = {
    {"GET /care-messages", all_members(200)},
    {"GET /care-messages/new", all_members(200)},
    {"POST /care-messages", all_members(303)},
    {"GET /care-messages/:id", thread(200, 200)},
    {"GET /live/care-messages/:id", thread(200, 200)},
    {"POST /care-messages/:id", thread(303, 303)},
    {"POST /care-messages/:id/read", thread(303, 303)},
    {"POST /care-messages/:id/close", thread(303, 303)},
    {"POST /care-messages/:id/reopen", thread(303, 303)},
    {"GET /care-messages/:id/transfer", thread(200, 200)},
    {"POST /care-messages/:id/transfer", thread(303, 303)},
    {"POST /care-messages/:id/transfer/answer", thread(403, 409)},
    {"GET /care-messages/:id/erase", thread(403, 200)},
    {"POST /care-messages/:id/erase", thread(403, 303)},
    {"GET /care-messages/:id/files/:file", thread(200, 200)},
    {"GET /organizations/:username/care-messages", team(200, 200)},
    {"POST /organizations/:username/care-messages", team(303, 303)},
    {"GET /organizations/:username/care-messages/settings", team(403, 200)},
    {"POST /organizations/:username/care-messages/settings", team(403, 303)},
    {"GET /api/salve/v1/care_messages", all_members(200)},
    {"POST /api/salve/v1/care_messages", all_members(200)},
    {"GET /api/salve/v1/care_messages/:id", thread(200, 200)},
    {"GET /api/salve/v1/care_messages/:id/files/:file", thread(200, 200)},
    {"POST /api/salve/v1/care_messages/:id/messages", thread(200, 200)},
    {"POST /api/salve/v1/care_messages/:id/read", thread(200, 200)},
    {"POST /api/salve/v1/care_messages/:id/close", thread(200, 200)},
    {"POST /api/salve/v1/care_messages/:id/reopen", thread(200, 200)},
    {"DELETE /api/salve/v1/care_messages/:id", thread(403, 200)},
};

struct Routes : Clinic {
    http::Router router;
    std::array<AccountId, everybody> who;

    Routes() {
        messages::add_pages(router.speaking(http::refuse_as_json), database, [](http::Person const&) { return true; });
        messages::add_api(router.speaking(http::refuse_as_json), database);
        who = {AccountId{}, ben, join("mo"), join("admin_of_all"), cleo, otto, tom, nia, ada};
    }
    std::optional<http::Person> person(Who each, bool api, std::string scopes) {
        if (each == visitor) return {};
        http::Person made{.account = who[each], .role = each == moderator ? http::Role::moderator : each == admin ? http::Role::admin : http::Role::member, .grant = 1, .by_session = !api, .csrf = "token"};
        if (api) made.scopes = std::move(scopes);
        return made;
    }
    // Each is asked of a thread of its own: what one did is not in the next one's way.
    http::Response ask(http::Route const& route, Who each, std::string scopes = "care:read care:write") {
        auto const made = Clinic::thread("May I take both?", {{"lab.txt", "", "haemoglobin"}});
        auto const file = said(ada, made.id).front().attachments.front().id;
        http::Request request;
        request.method = route.method;
        request.path = route.pattern;
        for (auto const& [name, value] : {std::pair{std::string(":username"), std::string("clinic")}, {":id", made.id.text()}, {":file", std::to_string(file)}})
            if (auto const at = request.path.find(name); at != request.path.npos) request.path.replace(at, name.size(), value);
        request.target = request.path;
        for (auto const& [name, value] : {std::pair{"csrf", "token"}, {"organization", "clinic"}, {"patient", "ada"}, {"subject", "The two tablets"}, {"text", "Hello"}, {"to", "hospital"}, {"agrees", "1"}, {"open", "1"}})
            if (!(route.pattern.starts_with("/api/") && std::string_view(name) == "patient")) request.fields.add(name, value);
        request.person = person(each, route.pattern.starts_with("/api/"), std::move(scopes));
        auto answer = http::answer(router, database, std::move(request));
        (void)rule(erase, ada, made.id);  // a patient has so many with one organization
        return answer;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Routes, "each route answers who has a part in a thread, and nobody else finds one") {
    std::map<std::string, Statuses> expected;
    for (auto const& row : table) expected[std::string(row.route)] = row.expected;
    for (auto const* route : router.all()) {
        auto const name = route->method + " " + route->pattern;
        CAPTURE(name);
        auto const row = expected.find(name);
        REQUIRE(row != expected.end());
        for (int each = 0; each < everybody; ++each) {
            CAPTURE(each);
            auto const answer = ask(*route, static_cast<Who>(each));
            CHECK(answer.status == row->second[static_cast<std::size_t>(each)]);
            if (answer.status >= 400) CHECK(answer.body.find("tablets") == answer.body.npos);
        }
        if (route->pattern.starts_with("/api/")) CHECK(ask(*route, patient, "read write follow push").status == 403);
        expected.erase(row);
    }
    CHECK(expected.empty());  // of each row there is a route
    check();
}
