// Groups of this server: what members post reaches everybody who follows, here and elsewhere; and who may ask who follows.
#include "activitypub/groups.hpp"
#include "activitypub/receiving.hpp"
#include "activitypub/telling.hpp"
#include "base/json.hpp"
#include "outside.hpp"

using namespace testing_outside;
using posts::Visibility;

namespace {

constexpr std::string_view everyone = "https://www.w3.org/ns/activitystreams#Public";

// ben is a group; ada and zoe of far.example joined, eve of other.example only follows zoe's server's people.
struct Ward : Outside {
    jobs::Runner runner{database};
    AccountId eve = far("eve", "other.example");
    std::string ward = base::site_url() + "/users/ben";
    int number = 0;

    Ward() {
        ap::add_telling_jobs(runner, database);
        ap::add_group_jobs(runner, database);
        must([&](db::Write& write) { return accounts::change_profile(write, ben, {.kind = accounts::Kind::group}); });
        follow(ada, ben);
        follow(zoe, ben);
        take_sent();
    }
    // What waits to be sent, by who sends it: "ben Announce Create".
    std::string said() {
        runner.run_due();
        std::string all;
        for (auto const& each : take_sent()) {
            auto actor = text(each, "/actor");
            all += (all.empty() ? "" : ", ") + actor.substr(actor.rfind('/') + 1) + " " + text(each, "/type");
            if (auto inner = text(each, "/object/type"); inner != "absent") all += " " + inner;
        }
        return all;
    }
    bool shared(PostId post) {
        return read([&](db::Read& read) {
            auto by = posts::boosted_by(read, post, {});
            return by.size() == 1 && by[0].account == ben;
        });
    }
    posts::Draft to_ward(std::string const& words, PostId reply_to = {}) {
        auto made = draft("@ben " + words);
        made.reply_to = reply_to;
        return made;
    }

    int send(std::string const& body, std::string const& by) {
        http::Fetch fetch{.method = "POST", .url = base::site_url() + "/inbox", .headers = {{"content-type", "application/activity+json"}}, .body = body};
        ap::sign(fetch, {by + "#main-key", their_key().secret_pem}, ap::Scheme::cavage, now());
        auto made = request("/inbox");
        made.method = "POST";
        made.body = body;
        for (auto [name, value] : fetch.headers) {
            for (char& c : name) c = static_cast<char>(std::tolower(c));
            made.headers.emplace_back(name, value);
        }
        advance(1);
        return ask(std::move(made)).status();
    }
    int from(std::string const& by, std::string const& type, std::string const& object) {
        auto host = by.substr(0, by.find("/users/"));
        return send(R"({"@context":"https://www.w3.org/ns/activitystreams","id":")" + host + "/act/" + std::to_string(++number) + R"(","type":")" + type + R"(","actor":")" + by +
                        R"(","object":)" + object + "}", by);
    }
    // As Lemmy writes it: the group is an address and the audience, and nobody is mentioned.
    std::string note(std::string const& id, std::string const& by, std::string const& content, std::string const& more = "") {
        return R"({"type":"Note","id":")" + id + R"(","attributedTo":")" + by + R"(","content":")" + content + R"(","to":[")" + ward + R"(",")" + std::string(everyone) +
               R"("],"audience":")" + ward + "\"" + more + "}";
    }
    std::optional<PostId> named(std::string const& uri) { return read([&](db::Read& read) { return posts::find_by_uri(read, uri); }); }
};

std::string const zoe_uri = "https://far.example/users/zoe", eve_uri = "https://other.example/users/eve";

}  // namespace

TEST_CASE_FIXTURE(Ward, "what a member posts to a group is shared by it and announced as it is, with what follows from it") {
    auto post = *say(ada, to_ward("hello"));
    runner.run_due();
    CHECK(shared(post.id));
    auto sent = take_sent();
    REQUIRE(types(sent) == "Announce Announce");
    CHECK(text(sent[0], "/actor") == ward);
    CHECK(text(sent[0], "/to/0") == std::string(everyone));
    CHECK(text(sent[0], "/cc/0") == ward + "/followers");
    CHECK(text(sent[0], "/object/type") == "Create");
    CHECK(text(sent[0], "/object/audience") == ward);
    CHECK(text(sent[0], "/object/object/audience") == ward);
    CHECK(text(sent[0], "/object/object/id") == base::site_url() + post_path("ada", post.id));
    CHECK(text(sent[1], "/object") == base::site_url() + post_path("ada", post.id));

    auto answer = *say(ada, to_ward("and more", post.id));
    CHECK(said() == "ben Announce Create");  // answers are not shared
    CHECK_FALSE(shared(answer.id));
    must([&](db::Write& write) { return posts::edit(write, ada, post.id, to_ward("hello again")); });
    CHECK(said().ends_with("ben Announce Update"));
    must([&](db::Write& write) { return posts::favourite(write, ada, post.id); });
    CHECK(said() == "ben Announce Like");
    must([&](db::Write& write) { return posts::unfavourite(write, ada, post.id); });
    CHECK(said() == "ben Announce Undo");
    must([&](db::Write& write) { return posts::remove(write, ada, answer.id); });
    CHECK(said() == "ada Delete Tombstone, ben Announce Delete");
    CHECK(read([&](db::Read& read) { return ap::groups_of(read, answer.id); }).empty());
}

TEST_CASE_FIXTURE(Ward, "an answer to what is in a group is in it too, also when it does not name the group") {
    auto post = *say(ada, to_ward("hello"));
    said();
    auto made = draft("Of course");
    made.reply_to = post.id;
    REQUIRE(say(ada, made));
    CHECK(said() == "ben Announce Create");
}

TEST_CASE_FIXTURE(Ward, "what strangers, few readers or this server alone are to see is not passed on") {
    auto stranger = *say(cleo, to_ward("hello"));
    CHECK(said() == "");
    CHECK_FALSE(shared(stranger.id));
    auto quiet = to_ward("between us");
    quiet.visibility = Visibility::followers;
    CHECK_FALSE(shared(say(ada, quiet)->id));
    auto here = to_ward("here");
    here.local_only = true;
    CHECK_FALSE(shared(say(ada, here)->id));
    CHECK(said() == "");
    // A stranger's like of what is in the group is nobody's news.
    auto post = *say(ada, to_ward("hello"));
    said();
    must([&](db::Write& write) { return posts::favourite(write, cleo, post.id); });
    CHECK(said() == "");
}

TEST_CASE_FIXTURE(Ward, "what a member elsewhere sends is announced word for word; a stranger's is not even kept") {
    auto uri = std::string("https://far.example/notes/1");
    CHECK(from(zoe_uri, "Create", note(uri, zoe_uri, "Good morning")) == 202);
    REQUIRE(named(uri));
    runner.run_due();
    CHECK(shared(*named(uri)));
    auto sent = take_sent();
    REQUIRE(types(sent) == "Announce Announce");
    CHECK(text(sent[0], "/object/id") == "https://far.example/act/1");
    CHECK(text(sent[0], "/object/object/content") == "Good morning");
    CHECK(from(zoe_uri, "Create", note("https://far.example/notes/2", zoe_uri, "An answer", R"(,"inReplyTo":")" + uri + "\"")) == 202);
    CHECK(said() == "ben Announce Create");
    CHECK(from(zoe_uri, "Update", note(uri, zoe_uri, "Good evening", R"(,"updated":"2030-01-01T00:00:00Z")")) == 202);
    CHECK(said().ends_with("ben Announce Update"));
    CHECK(from(zoe_uri, "Like", "\"https://far.example/notes/2\"") == 202);
    CHECK(said() == "ben Announce Like");
    CHECK(from(zoe_uri, "Delete", "\"https://far.example/notes/2\"") == 202);
    CHECK(said() == "ben Announce Delete");
    CHECK(from(eve_uri, "Create", note("https://other.example/notes/1", eve_uri, "Buy this")) == 202);
    CHECK_FALSE(named("https://other.example/notes/1"));
    CHECK(said() == "");
}

TEST_CASE_FIXTURE(Ward, "a group elsewhere gets what is posted to it, answered in it and liked in it by people here") {
    must([&](db::Write& write) -> base::Result<base::Done> {
        accounts::Remote remote;
        remote.uri = eve_uri, remote.username = "eve", remote.domain = "other.example", remote.kind = accounts::Kind::group;
        TRY(accounts::keep_remote(write, remote));
        return base::Done{};
    });
    auto post = *say(cleo, draft("@eve@other.example hello"));
    auto sent = take_sent();
    REQUIRE(types(sent) == "Create");
    CHECK(text(sent[0], "/object/audience") == eve_uri);
    auto answer = draft("and more");
    answer.reply_to = post.id;
    REQUIRE(say(cleo, answer));
    sent = take_sent();
    REQUIRE(types(sent) == "Create");  // to the group's inbox alone: nobody elsewhere follows cleo
    CHECK(text(sent[0], "/object/cc").contains(eve_uri));
    must([&](db::Write& write) { return posts::favourite(write, ada, post.id); });
    CHECK(said() == "ada Like");
}

TEST_CASE_FIXTURE(Ward, "who follows is told to the server of those who do, for its own people alone, and to nobody who does not sign") {
    follow(zoe, ada);
    follow(eve, ada);
    auto path = std::string("/users/ada/followers_synchronization");
    CHECK(get(path).status() == 401);
    auto answer = ask(signed_request(path));
    REQUIRE(answer.status() == 200);
    CHECK(text(answer.body, "/orderedItems") == "[\"" + zoe_uri + "\"]");
    answer = ask(signed_request(path, eve_uri + "#main-key", ap::Scheme::rfc9421));
    CHECK(text(answer.body, "/orderedItems") == "[\"" + eve_uri + "\"]");
    auto forged = signed_request(path);
    for (auto& [name, value] : forged.headers)
        if (name == "signature")
            for (char& c : value)
                if (c == 'A') c = 'B';
    CHECK(ask(std::move(forged)).status() == 401);
    CHECK(ask(signed_request("/users/nobody/followers_synchronization")).status() == 404);
}

TEST_CASE_FIXTURE(Ward, "each engine takes every statement of groups") {
    auto post = *say(ada, to_ward("hello"));
    must([&](db::Write& write) -> base::Result<base::Done> {
        ap::forget_groups(write, base::to_event(accounts::Removed{ben}));
        return base::Done{};
    });
    CHECK(read([&](db::Read& read) { return ap::groups_of(read, post.id); }).empty());
}
