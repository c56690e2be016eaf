// Who may listen, and who hears what.
#include "api.hpp"
#include "mastodon/topics.hpp"

using namespace testing_api;
using mastodon::stream_names;

namespace {

using Topics = std::vector<std::string>;

struct Streams : Api {
    std::shared_ptr<http::Stream> stream(std::string target, std::string scopes = "read", bool websocket = false) {
        auto asked = request("GET", std::move(target), ada, {}, std::move(scopes));
        if (websocket) asked.headers.emplace_back("upgrade", "WebSocket");
        return answer_stream(std::move(asked)).stream;
    }
    http::Response answer_stream(http::Request asked) { return http::answer(router, database, std::move(asked)); }
    int status_of(std::string target, std::string scopes) { return answer_stream(request("GET", std::move(target), ada, {}, std::move(scopes))).status; }
};

}  // namespace

TEST_CASE_FIXTURE(Streams, "each stream listens to its topics, within the token's scopes") {
    std::string const base = "/api/v1/streaming";
    CHECK(stream(base + "/user")->topics == Topics{"user/" + ada.text(), "user/all", "user/told/" + ada.text()});
    CHECK(stream(base + "/user", "read:statuses")->topics == Topics{"user/" + ada.text(), "user/all"});
    CHECK(stream(base + "/user", "read:notifications")->topics == Topics{"user/told/" + ada.text()});
    CHECK(stream(base + "?stream=user:notification")->topics == Topics{"user/notification/" + ada.text()});
    auto everybodys = [&](std::string topic) { return Topics{topic, "for/" + ada.text() + "/" + topic}; };
    CHECK(stream(base + "/public")->topics == everybodys("public"));
    CHECK(stream(base + "/public/local/")->topics == everybodys("public/local"));
    CHECK(stream(base + "/public/remote")->topics == everybodys("public/remote"));
    CHECK(stream(base + "/public?only_media=true")->topics == everybodys("public/media"));
    CHECK(stream(base + "?stream=public:local:media")->topics == everybodys("public/local/media"));
    CHECK(stream(base + "/hashtag?tag=Asthma")->topics == everybodys("tag/asthma"));
    CHECK(stream(base + "/hashtag/local?tag=Asthma")->topics == everybodys("tag/local/asthma"));
    CHECK(stream(base + "/direct")->topics == Topics{"direct/" + ada.text()});
    CHECK(status_of(base + "/user", "write") == 403);
    CHECK(status_of(base + "/user/notification", "read:statuses") == 403);
    CHECK(status_of(base + "/public", "write") == 403);
    CHECK(status_of(base + "/hashtag", "read") == 422);
    CHECK(status_of(base + "/list", "read") == 422);
    CHECK(status_of(base + "/list?list=17", "read") == 404);
    CHECK(status_of(base + "/list?list=17", "read:statuses") == 403);
    CHECK(status_of(base + "/direct", "read:notifications") == 403);
    CHECK(status_of(base + "?stream=everything", "read") == 422);
    CHECK(answer_stream(request("GET", base + "/user", {})).status == 401);
    CHECK(answer_stream(request("GET", base + "/public?access_token=wrong", {})).status == 401);
    CHECK(answer_stream(request("GET", base + "/health", {})).body == "OK");
}

TEST_CASE_FIXTURE(Streams, "a token is taken from the query and from the protocol, but never from a cookie") {
    auto token = write([&](db::Write& change) { return accounts::create_token(change, ada, "read"); });
    REQUIRE(token);
    CHECK(answer_stream(request("GET", "/api/v1/streaming/user?access_token=" + *token, {})).stream);
    auto offered = request("GET", "/api/v1/streaming?stream=user", {});
    offered.headers.emplace_back("upgrade", "websocket");
    offered.headers.emplace_back("sec-websocket-protocol", *token + ", other");
    auto response = answer_stream(std::move(offered));
    REQUIRE(response.stream);
    CHECK(response.stream->websocket);
    CHECK(response.headers == decltype(response.headers){{"Sec-WebSocket-Protocol", *token}});
    auto page = request("GET", "/api/v1/streaming/user", ada);
    page.person->by_session = true;
    CHECK(answer_stream(std::move(page)).status == 401);
}

TEST_CASE_FIXTURE(Streams, "one socket subscribes to many streams and leaves them") {
    auto open = stream("/api/v1/streaming", "read", true);
    CHECK(open->topics.empty());
    CHECK(open->on_message(R"({"type":"subscribe","stream":"hashtag","tag":"Pollen"})").add == Topics{"tag/pollen", "for/" + ada.text() + "/tag/pollen"});
    CHECK(open->on_message(R"({"type":"unsubscribe","stream":"hashtag","tag":"pollen"})").leave == Topics{"tag/pollen", "for/" + ada.text() + "/tag/pollen"});
    CHECK(open->on_message(R"({"type":"subscribe","stream":"user"})").add.size() == 3);
    CHECK(open->on_message(R"({"type":"subscribe","stream":"list","list":"5"})").add == Topics{"list/" + ada.text() + "/5"});
    CHECK(open->on_message(R"({"type":"subscribe","stream":"nothing"})").answer.contains("error"));
    CHECK(open->on_message("not json").answer.contains("error"));
    CHECK(open->on_message(R"({"type":"sing"})").add.empty());
    auto little = stream("/api/v1/streaming", "read:notifications", true);
    CHECK(little->on_message(R"({"type":"subscribe","stream":"public"})").answer.contains("403"));
}

TEST_CASE("topics are told by the names of their streams") {
    CHECK(stream_names("user/17") == Topics{"user"});
    CHECK(stream_names("user/told/17") == Topics{"user"});
    CHECK(stream_names("user/notification/17") == Topics{"user:notification"});
    CHECK(stream_names("public") == Topics{"public"});
    CHECK(stream_names("public/local") == Topics{"public:local"});
    CHECK(stream_names("tag/asthma") == Topics{"hashtag", "asthma"});
    CHECK(stream_names("tag/local/asthma") == Topics{"hashtag:local", "asthma"});
    CHECK(stream_names("direct/17") == Topics{"direct"});
    CHECK(stream_names("list/17/5") == Topics{"list", "5"});
    CHECK(stream_names("for/17/public/local/media") == Topics{"public:local:media"});
    CHECK(stream_names("for/17/tag/local/asthma") == Topics{"hashtag:local", "asthma"});
    CHECK(stream_names("user/all") == Topics{"user"});
}
