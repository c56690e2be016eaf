// What other servers hold, asked for over real sockets: believed only where it is served under its own name.
#include "activitypub/receiving.hpp"
#include "http/client.hpp"
#include "local_server.hpp"
#include "outside.hpp"
#include <map>
#include <mutex>

using namespace testing_outside;

namespace {

// Another server: documents by their paths.
struct Far {
    struct Page { std::string body, type = "application/activity+json", status = "200 OK"; };
    std::mutex mutex;
    std::map<std::string, Page> pages;  // guarded by mutex
    std::vector<std::string> asked;     // guarded by mutex: the whole heads
    testing_local::Server server{[this](testing_local::Connection const& connection) {
        std::lock_guard lock(mutex);
        std::string head(connection.head());
        asked.push_back(head);
        auto from = head.find(' ') + 1;
        auto path = head.substr(from, head.find(' ', from) - from);
        auto page = pages.find(path);
        if (page == pages.end()) return connection.answer("404 Not Found\r\nContent-Type: text/plain", "");
        connection.answer(page->second.status + "\r\nContent-Type: " + page->second.type, page->second.body);
    }};

    std::string at(std::string const& path) { return server.at(path); }
    std::string host() { return at("").substr(7); }
    void put(std::string const& path, Page page) {
        std::lock_guard lock(mutex);
        pages[path] = std::move(page);
    }
    std::size_t times() {
        std::lock_guard lock(mutex);
        return asked.size();
    }
    std::string actor(std::string const& name, std::string const& more = "") {
        return R"({"@context":["https://www.w3.org/ns/activitystreams"],"type":"Person","id":")" + at("/users/" + name) + R"(","preferredUsername":")" + name + R"(","name":"<b>Zoe</b> &amp; co","inbox":")" + at("/users/" + name + "/inbox") +
               R"(","followers":")" + at("/users/" + name + "/followers") + R"(","summary":"<p>Hi <script>1</script></p>","endpoints":{"sharedInbox":")" + at("/inbox") + R"("},"url":")" + at("/@" + name) + R"(","publicKey":{"id":")" + at("/users/" + name) + R"(#main-key","owner":")" + at("/users/" + name) +
               R"(","publicKeyPem":)" + base::json_quote(their_key().public_pem) + R"(},"attachment":[{"type":"PropertyValue","name":"Web","value":"<a href=\"https://zoe.example\" onclick=x>zoe.example</a>"}])" + more + "}";
    }
    void put_person(std::string const& name, std::string const& more = "") {
        put("/users/" + name, {actor(name, more)});
        put("/.well-known/webfinger?resource=acct:" + name + "@" + host(), {R"({"subject":"acct:)" + name + "@" + host() + R"(","links":[{"rel":"self","type":"application/activity+json","href":")" + at("/users/" + name) + "\"}]}", "application/jrd+json"});
    }
    std::string note(std::string const& id, std::string const& more = "", std::string const& author = "zoe") {
        return R"({"type":"Note","id":")" + at("/notes/" + id) + R"(","attributedTo":")" + at("/users/" + author) + R"(","content":"<p>Note )" + id + R"(</p>","published":"2026-11-01T10:0)" + id.substr(0, 1) + R"(:00Z","to":"https://www.w3.org/ns/activitystreams#Public")" + more + "}";
    }
};

struct Fetching : Outside {
    Far server, other;
    jobs::Runner runner{database};
    Fetching() {
        http::allow_loopback.change(true);
        database.clock = [] { return base::clock_now(); };
        ap::add_fetching_jobs(runner, database);
        server.put_person("zoe");
        server.put_person("yan");
    }
    ~Fetching() { http::allow_loopback.change(false); }

    std::optional<posts::Post> post_at(std::string const& uri) {
        return read([&](db::Read& read) -> std::optional<posts::Post> {
            auto id = posts::find_by_uri(read, uri);
            return id ? posts::find_unchecked(read, *id) : std::nullopt;
        });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fetching, "somebody is found by their name, with a signed request, once a day") {
    auto found = ap::find_person(database, "@zoe@" + server.host());
    REQUIRE(found);
    auto person = account(*found);
    CHECK(person.handle() == "zoe@" + server.host());
    CHECK(person.name == "Zoe & co");
    CHECK(accounts::note_html(person).markup == "<p>Hi </p>");
    REQUIRE(person.fields.size() == 1);
    CHECK(accounts::value_html(person, person.fields[0]).markup.starts_with("<a href=\"https://zoe.example\" rel="));
    CHECK(person.url() == server.at("/@zoe"));
    CHECK(server.asked.back().contains("ignature"));
    auto times = server.times();
    CHECK(ap::find_person(database, "zoe@" + server.host()).value_or(AccountId{}) == *found);
    CHECK(ap::find_person(database, server.at("/users/zoe")).value_or(AccountId{}) == *found);
    CHECK(server.times() == times);
    CHECK_FALSE(ap::find_person(database, "nobody@" + server.host()));
    CHECK_FALSE(ap::find_person(database, "zoe@"));
}

TEST_CASE_FIXTURE(Fetching, "a post is found by its address, with its author, what it answers and what answers it") {
    server.put("/notes/1", {server.note("1", R"(,"replies":{"type":"Collection","first":{"type":"CollectionPage","items":[")" + server.at("/notes/3") + "\"]}}")});
    server.put("/notes/1/replies", {R"({"type":"Collection","id":")" + server.at("/notes/1/replies") + R"(","items":[")" + server.at("/notes/3") + "\"]}"});
    server.put("/notes/2", {server.note("2", R"(,"inReplyTo":")" + server.at("/notes/1") + R"(","replies":")" + server.at("/notes/2/replies") + "\"", "yan")});
    server.put("/notes/2/replies", {R"({"type":"Collection","id":")" + server.at("/notes/2/replies") + R"(","items":[")" + server.at("/notes/3") + "\"]}"});
    server.put("/notes/3", {server.note("3", R"(,"inReplyTo":")" + server.at("/notes/2") + "\"")});
    server.put("/@yan/2", {server.note("2", R"(,"inReplyTo":")" + server.at("/notes/1") + "\"", "yan")});
    auto found = ap::find_post(database, server.at("/notes/2"));
    REQUIRE(found);
    runner.run_due();
    auto first = post_at(server.at("/notes/1")), second = post_at(server.at("/notes/2")), third = post_at(server.at("/notes/3"));
    REQUIRE((first && second && third));
    CHECK(second->reply_to == first->id);
    CHECK(second->thread == first->id);
    CHECK(third->reply_to == second->id);
    CHECK(third->thread == first->id);
    CHECK(first->replies == 1);
    CHECK(first->id < third->id);
    CHECK(ap::find_post(database, server.at("/@yan/2")).value_or(PostId{}) == *found);
    CHECK(read([&](db::Read& read) { return posts::thread(read, second->id, ada).after.size(); }) == 1);
    check();
}

TEST_CASE_FIXTURE(Fetching, "documents that are not what and where they say are refused") {
    auto refused = [&](std::string const& path) { return !ap::find_post(database, server.at(path)).has_value(); };
    server.put("/html", {server.note("html"), "text/html"});
    server.put("/json", {server.note("json"), "application/json"});
    server.put("/ld", {server.note("ld"), "application/ld+json"});
    other.put_person("eve");
    server.put("/foreign", {other.note("1", "", "eve")});       // which its own server does not have
    server.put("/notes/4", {server.note("4", "", "nobody")});
    server.put("/notes/5", {R"({"type":"Note","id":")" + server.at("/notes/5") + R"(","attributedTo":")" + other.at("/users/eve") + R"(","content":"x"})"});
    server.put("/notes/6", {R"({"type":"Note","id":")" + server.at("/notes/6") + R"(","attributedTo":")" + server.at("/notes/1") + R"(","content":"x"})"});
    server.put("/notes/7", {server.note("8")});  // is called otherwise, and not there
    server.put("/bomb", {std::string(500'000, '[')});
    server.put("/large", {"{\"a\":\"" + std::string(2 << 20, 'x') + "\"}"});
    server.put("/loop", {"", "text/plain", "302 Found\r\nLocation: " + server.at("/loop")});
    server.put("/file", {"", "text/plain", "302 Found\r\nLocation: file:///etc/passwd"});
    for (auto path : {"/html", "/json", "/ld", "/foreign", "/notes/4", "/notes/5", "/notes/6", "/notes/7", "/bomb", "/large", "/loop", "/file", "/users/zoe", "/nothing"}) {
        INFO(path);
        CHECK(refused(path));
    }
    for (auto odd : {"ftp://far.example/1", "http://user@127.0.0.1/1", "http://127.0.0.1:80/1", "", "http://", "javascript:alert(1)"}) CHECK_FALSE(ap::find_post(database, odd));
    check();
}

TEST_CASE_FIXTURE(Fetching, "a key is its owner's, on its own host, and not behind a redirect to another") {
    auto key = server.at("/users/zoe") + "#main-key";
    auto found = ap::actor_with_key(database, key);
    REQUIRE(found);
    CHECK(found->key_pem == their_key().public_pem);
    // A key of its own document, that says whose it is.
    server.put_person("kim");
    auto with_path_key = server.actor("kim");
    with_path_key.replace(with_path_key.find("/users/kim#main-key"), 19, "/users/kim/main-key");
    server.put("/users/kim", {with_path_key});
    server.put("/users/kim/main-key", {R"({"id":")" + server.at("/users/kim/main-key") + R"(","owner":")" + server.at("/users/kim") + R"(","publicKeyPem":"x"})"});
    CHECK(ap::actor_with_key(database, server.at("/users/kim/main-key")));
    // Served by another host than it claims.
    other.put_person("eve");
    server.put("/keys/eve", {"", "text/plain", "302 Found\r\nLocation: " + other.at("/users/eve")});
    CHECK_FALSE(ap::actor_with_key(database, server.at("/keys/eve")));
    server.put("/keys/owned", {R"({"id":")" + server.at("/keys/owned") + R"(","owner":")" + other.at("/users/eve") + R"(","publicKeyPem":"x"})"});
    CHECK_FALSE(ap::actor_with_key(database, server.at("/keys/owned")));
    // A person whose key names another as its owner has none.
    auto mismatch = server.actor("lou");
    mismatch.replace(mismatch.find("\"owner\":\"" + server.at("/users/lou")), ("\"owner\":\"" + server.at("/users/lou")).size(), "\"owner\":\"" + server.at("/users/zoe"));
    server.put("/users/lou", {mismatch});
    CHECK_FALSE(ap::actor_with_key(database, server.at("/users/lou") + "#main-key"));
    auto times = server.times();
    CHECK_FALSE(ap::actor_with_key(database, server.at("/users/lou") + "#main-key"));
    CHECK(server.times() == times);  // not asked again at once
}

TEST_CASE_FIXTURE(Fetching, "odd actors are refused or brought within bounds") {
    server.put("/users/big", {server.actor("big", ",\"x\":\"" + std::string(2 << 20, 'x') + "\"")});
    CHECK_FALSE(ap::find_person(database, server.at("/users/big")));
    server.put("/users/a b", {server.actor("a b")});
    auto no_inbox = server.actor("no");
    no_inbox.replace(no_inbox.find("\"inbox\""), 7, "\"outbx\"");
    server.put("/users/no", {no_inbox});
    CHECK_FALSE(ap::find_person(database, server.at("/users/no")));
    auto far_inbox = server.actor("off");
    far_inbox.replace(far_inbox.find(server.at("/users/off/inbox")), server.at("/users/off/inbox").size(), other.at("/inbox"));
    server.put("/users/off", {far_inbox});
    CHECK_FALSE(ap::find_person(database, server.at("/users/off")));
    server.put_person("old", R"(,"published":"3000-01-01T00:00:00Z","icon":[{"type":"Image","url":[{"href":"x"}]},7],"discoverable":"yes","alsoKnownAs":"x","movedTo":[])");
    auto old = ap::find_person(database, server.at("/users/old"));
    REQUIRE(old);
    CHECK(account(*old).created_at <= base::clock_now());
    CHECK_FALSE(account(*old).discoverable);
    check();
}

TEST_CASE_FIXTURE(Fetching, "a name belongs to whom its server says it does") {
    server.put_person("impostor");
    server.put("/.well-known/webfinger?resource=acct:impostor@" + server.host(), {R"({"subject":"acct:impostor@)" + server.host() + R"(","links":[{"rel":"self","type":"application/activity+json","href":")" + server.at("/users/zoe") + "\"}]}", "application/jrd+json"});
    CHECK_FALSE(ap::find_person(database, server.at("/users/impostor")));
}

TEST_CASE_FIXTURE(Fetching, "what another server passes on is asked for where it was said, and believed as it is there") {
    ap::add_relay_jobs(runner, database);
    auto relayed = [&](std::string const& type, std::string const& id, std::string const& content, std::string const& key = "https://far.example/users/zoe#main-key") {
        auto actor = server.at("/users/zoe");
        http::Fetch fetch{.method = "POST", .url = base::site_url() + "/inbox", .headers = {{"content-type", "application/activity+json"}}};
        fetch.body = R"({"id":")" + actor + "/" + type + id + R"(","type":")" + type + R"(","actor":")" + actor + R"(","object":{"type":"Note","id":")" + server.at("/notes/" + id) + R"(","attributedTo":")" + actor +
                     R"(","content":")" + content + R"("},"signature":{"type":"RsaSignature2017","creator":")" + actor + R"(#main-key","signatureValue":"AAAA"}})";
        ap::sign(fetch, {key, their_key().secret_pem}, ap::Scheme::cavage, base::clock_now());
        auto made = request("/inbox");
        made.method = "POST";
        made.body = fetch.body;
        for (auto [name, value] : fetch.headers) {
            for (char& c : name) c = static_cast<char>(std::tolower(c));
            made.headers.emplace_back(name, value);
        }
        auto status = ask(std::move(made)).status();
        runner.run_due();
        return status;
    };
    server.put("/notes/1", {server.note("1")});
    CHECK(relayed("Create", "1", "forged") == 401);  // nobody here follows who sent it
    CHECK_FALSE(post_at(server.at("/notes/1")));
    must([&](db::Write& write) { return follows::follow(write, ada, zoe); });
    must([&](db::Write& write) { return follows::approve(write, zoe, ada); });
    CHECK(relayed("Create", "1", "forged") == 202);
    REQUIRE(post_at(server.at("/notes/1")));
    CHECK(post_at(server.at("/notes/1"))->text == "Note 1");
    CHECK(relayed("Create", "2", "which its server never said") == 202);
    CHECK_FALSE(post_at(server.at("/notes/2")));
    // An edit says what its origin says; a deletion holds when it is gone there.
    CHECK(relayed("Delete", "1", "") == 202);
    CHECK(post_at(server.at("/notes/1")));
    server.put("/notes/1", {R"({"type":"Note","id":")" + server.at("/notes/1") + R"(","attributedTo":")" + server.at("/users/zoe") + R"(","content":"<p>Edited</p>","updated":"2026-11-02T10:00:00Z","to":"https://www.w3.org/ns/activitystreams#Public"})"});
    CHECK(relayed("Update", "1", "forged") == 202);
    CHECK(post_at(server.at("/notes/1"))->text == "Edited");
    server.put("/notes/1", {"", "text/plain", "410 Gone"});
    CHECK(relayed("Delete", "1", "") == 202);
    CHECK_FALSE(post_at(server.at("/notes/1")));
    check();
}
