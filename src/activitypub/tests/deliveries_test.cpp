// Queueing and sending, to servers on real sockets.
#include "activitypub/deliveries.hpp"
#include "activitypub/keys.hpp"
#include "base/time.hpp"
#include "collections/collections.hpp"
#include "conversations/conversations.hpp"
#include "crypto/crypto.hpp"
#include "drafts/drafts.hpp"
#include "emojis/emojis.hpp"
#include "filters/filters.hpp"
#include "follows/follows.hpp"
#include "http/client.hpp"
#include "links/links.hpp"
#include "lists/lists.hpp"
#include "media/media.hpp"
#include "moderation/moderation.hpp"
#include "people.hpp"
#include "polls/polls.hpp"
#include "posts/posts.hpp"
#include "record_keys.hpp"
#include "sink.hpp"
#include <chrono>
#include <filesystem>
#include <numeric>
#include <set>

using namespace activitypub;
using testing_sink::Posted, testing_sink::Sink;

namespace {

constexpr db::Query put_actor{"test.put_actor",
    "INSERT INTO actor (account_id, uri, host, inbox, shared_inbox, inbox_id, followers, outbox, featured, key_id, key_pem, fetched_at) "
    "VALUES ($1, $2, $3, $4, $4, $5, '', '', '', $2, '', 0)"};
constexpr db::Query waiting{"test.waiting", "SELECT COUNT(*) FROM delivery"};
constexpr db::Query stored{"test.stored", "SELECT COUNT(*) FROM outgoing"};

// Where this run's keys are; gone with it.
struct Keys {
    std::string const file = (std::filesystem::temp_directory_path() / ("salve-test-delivery-keys-" + std::to_string(::getpid()))).string();
    ~Keys() { std::filesystem::remove(file); }
};
Keys const keys;

struct Servers : testing_people::People {
    Deliverer deliverer{database};

    Servers() : People({media::schema, polls::schema, links::schema, emojis::schema, moderation::schema, follows::schema, posts::schema, collections::schema, drafts::schema, conversations::schema, lists::schema, filters::schema, activitypub::schema}) {
        http::allow_loopback.change(true);
        keep_keys_in(keys.file);
        database.on_emit(keep_audience);
    }
    ~Servers() { check(); }

    base::AccountId person_at(std::string const& host, std::string const& name, std::string const& inbox) {
        return *write([&](db::Write& write) -> base::Result<base::AccountId> {
            accounts::Remote remote;
            remote.uri = "http://" + host + "/users/" + name;
            remote.username = name;
            remote.domain = host;
            auto id = TRY(accounts::keep_remote(write, remote));
            auto inbox_row = inbox_id(write, inbox);
            write.run(put_actor, {id, remote.uri, host, inbox, inbox_row});
            return id;
        });
    }
    base::AccountId follower_at(std::string const& host, std::string const& name, std::string const& inbox) {
        auto id = person_at(host, name, inbox);
        write([&](db::Write& write) { return follows::follow(write, id, ada); });
        return id;
    }
    template <class F> void change(F work) {
        (void)write([&](db::Write& write) -> base::Result<base::Done> {
            work(write);
            return base::Done{};
        });
    }
    void tell_followers(std::string const& activity, PostId about = {}) {
        change([&](db::Write& write) { send_to_followers(write, {.author = ada, .activity = activity, .about = about}); });
    }
    std::int64_t count(db::Query const& query) {
        return read([&](db::Read& read) { return read.number(query, {}); });
    }
    Peer peer(std::string const& host) {
        return read([&](db::Read& read) { return find_peer(read, host); }).value();
    }
};

}  // namespace

TEST_CASE_FIXTURE(Servers, "each server gets a post once, signed, however many follow there") {
    Sink far, near;
    for (auto name : {"dan", "eve", "fay"}) follower_at(far.host(), name, far.inbox());
    follower_at(near.host(), "gus", near.inbox());
    tell_followers(R"({"type":"Create","id":"1"})");
    CHECK(count(waiting) == 2);
    CHECK(count(stored) == 1);
    deliverer.deliver_due();
    REQUIRE(far.got().size() == 1);
    REQUIRE(near.got().size() == 1);
    auto post = far.got().front();
    CHECK(post.body == R"({"type":"Create","id":"1"})");
    CHECK(post.head.starts_with("POST /inbox HTTP/1.1\r\n"));
    CHECK(post.header("content-type") == "application/activity+json");
    CHECK(post.header("digest") == "SHA-256=" + crypto::base64(crypto::sha256(post.body)));
    CHECK(post.header("signature").find("keyId=\"" + base::site_url() + "/users/ada#main-key\"") != std::string::npos);
    CHECK(count(waiting) == 0);
    CHECK(count(stored) == 0);
    CHECK(peer(far.host()).scheme == "cavage");
    deliverer.deliver_due();
    CHECK(far.got().size() == 1);
}

TEST_CASE_FIXTURE(Servers, "what one author says arrives in order, over one connection") {
    Sink far;
    follower_at(far.host(), "dan", far.inbox());
    std::vector<std::string> said;
    for (int i = 0; i < 30; ++i) tell_followers(said.emplace_back("{\"id\":\"" + std::to_string(i) + "\"}"));
    deliverer.deliver_due();
    CHECK(far.bodies() == said);
    CHECK(far.connections() == 1);
}

TEST_CASE_FIXTURE(Servers, "what is urgent goes first") {
    Sink far;
    auto dan = follower_at(far.host(), "dan", far.inbox());
    tell_followers("later");
    change([&](db::Write& write) { send_to(write, {.author = ada, .activity = "now", .urgent = true}, {dan}); });
    deliverer.deliver_due();
    CHECK(far.bodies() == std::vector<std::string>{"now", "later"});
}

TEST_CASE_FIXTURE(Servers, "a post that is taken back in time never leaves, and nobody is told of its end") {
    Sink far;
    follower_at(far.host(), "dan", far.inbox());
    PostId post{77};
    change([&](db::Write& write) { send_to_followers(write, {.author = ada, .activity = "create", .about = post, .not_before = write.now + 10'000}); });
    deliverer.deliver_due();
    CHECK(far.got().empty());
    change([&](db::Write& write) { recall(write, post); });
    advance(20'000);
    deliverer.deliver_due();
    CHECK(far.got().empty());
    CHECK(count({"test.reach", "SELECT COUNT(*) FROM reach"}) == 0);
    CHECK(count(stored) == 0);
}

TEST_CASE_FIXTURE(Servers, "what is said later about a post does not overtake what was said first") {
    Sink far;
    follower_at(far.host(), "dan", far.inbox());
    PostId post{77};
    change([&](db::Write& write) { send_to_followers(write, {.author = ada, .activity = "create", .about = post, .not_before = write.now + 10'000}); });
    tell_followers("update", post);
    tell_followers("another");
    deliverer.deliver_due();
    CHECK(far.bodies() == std::vector<std::string>{"another"});
    advance(11'000);
    deliverer.deliver_due();
    CHECK(far.bodies() == std::vector<std::string>{"another", "create", "update"});
}

TEST_CASE_FIXTURE(Servers, "a deletion goes to those who got the post, also when they follow no more") {
    Sink far;
    auto dan = follower_at(far.host(), "dan", far.inbox());
    PostId post{77};
    tell_followers("create", post);
    deliverer.deliver_due();
    write([&](db::Write& write) { return follows::unfollow(write, dan, ada); });
    tell_followers("not for dan");
    change([&](db::Write& write) { recall(write, post); });
    change([&](db::Write& write) { send_where_it_went(write, {.author = ada, .activity = "delete", .about = post}); });
    deliverer.deliver_due();
    CHECK(far.bodies() == std::vector<std::string>{"create", "delete"});
}

TEST_CASE_FIXTURE(Servers, "a server that takes only the newer signatures is given them, and that is remembered") {
    Sink far([](Posted const& post) { return post.header("signature-input").empty() ? "401 Unauthorized" : "202 Accepted"; });
    follower_at(far.host(), "dan", far.inbox());
    tell_followers("first");
    deliverer.deliver_due();
    CHECK(far.bodies() == std::vector<std::string>{"first", "first"});
    CHECK(peer(far.host()).scheme == "rfc9421");
    tell_followers("second");
    deliverer.deliver_due();
    CHECK(far.bodies() == std::vector<std::string>{"first", "first", "second"});
    CHECK(count(waiting) == 0);
}

TEST_CASE_FIXTURE(Servers, "a server that takes only the older signatures again is given those") {
    std::atomic<bool> modern = true;
    Sink far([&](Posted const& post) { return post.header("signature-input").empty() == modern ? "401 Unauthorized" : "202 Accepted"; });
    follower_at(far.host(), "dan", far.inbox());
    tell_followers("first");
    deliverer.deliver_due();
    modern = false;
    tell_followers("second");
    deliverer.deliver_due();
    CHECK(peer(far.host()).scheme == "cavage");
    CHECK(count(waiting) == 0);
}

TEST_CASE_FIXTURE(Servers, "a dead server waits alone, longer each time, and gets everything in order once it is heard from") {
    std::string gone;
    {
        Sink closed;
        gone = closed.host();
    }
    Sink alive;
    follower_at(gone, "dan", "http://" + gone + "/inbox");
    follower_at(alive.host(), "eve", alive.inbox());
    tell_followers("one");
    tell_followers("two");
    deliverer.deliver_due();
    CHECK(alive.bodies() == std::vector<std::string>{"one", "two"});
    CHECK(count(waiting) == 2);
    auto first = peer(gone);
    CHECK(first.attempts == 1);
    CHECK(first.failing_since > 0);
    auto pause = first.retry_at - now();
    CHECK(pause > base::minute);
    advance(pause);
    deliverer.deliver_due();
    CHECK(peer(gone).attempts == 2);
    CHECK(peer(gone).retry_at - now() > pause);
    change([&](db::Write& write) { heard_from(write, gone); });
    CHECK(peer(gone).failing_since == 0);
}

TEST_CASE_FIXTURE(Servers, "a server that is dead for a week is parked, and nothing more is queued until it is heard from") {
    std::atomic<bool> broken = true;
    Sink far([&](Posted const&) { return broken ? "503 Service Unavailable" : "202 Accepted"; });
    follower_at(far.host(), "dan", far.inbox());
    tell_followers("one");
    deliverer.deliver_due();
    advance(8 * base::day);
    deliverer.deliver_due();
    CHECK(peer(far.host()).state == PeerState::parked);
    tell_followers("never queued");
    CHECK(count(waiting) == 1);
    advance(base::day);
    auto before = far.got().size();
    deliverer.deliver_due();
    CHECK(far.got().size() == before);
    broken = false;
    change([&](db::Write& write) { heard_from(write, far.host()); });
    deliverer.deliver_due();
    CHECK(peer(far.host()).state == PeerState::open);
    CHECK(far.bodies().back() == "one");
    CHECK(count(waiting) == 0);
}

TEST_CASE_FIXTURE(Servers, "a server that is held by hand gets nothing until it is let go") {
    Sink far;
    follower_at(far.host(), "dan", far.inbox());
    change([&](db::Write& write) { hold(write, far.host()); });
    tell_followers("one");
    deliverer.deliver_due();
    change([&](db::Write& write) { heard_from(write, far.host()); });
    deliverer.deliver_due();
    CHECK(far.got().empty());
    change([&](db::Write& write) { try_again(write, far.host()); });
    deliverer.deliver_due();
    CHECK(far.bodies() == std::vector<std::string>{"one"});
}

TEST_CASE_FIXTURE(Servers, "one activity that breaks a server does not hold up the others") {
    Sink far([](Posted const& post) { return post.body == "poison" ? "500 Oops" : "202 Accepted"; });
    follower_at(far.host(), "dan", far.inbox());
    tell_followers("poison");
    tell_followers("bread");
    for (int i = 0; i < 40 && count(waiting) > 0; ++i) {
        deliverer.deliver_due();
        advance(base::day);
    }
    auto bodies = far.bodies();
    CHECK(std::ranges::count(bodies, "bread") == 1);
    CHECK(std::ranges::find(bodies, "bread") - bodies.begin() <= 2);
    CHECK(count(waiting) == 0);  // it was given up after a while
    CHECK(peer(far.host()).state == PeerState::open);
}

TEST_CASE_FIXTURE(Servers, "an inbox that is gone for long is forgotten, until its owner's profile names it again") {
    Sink far([](Posted const&) { return "410 Gone"; });
    follower_at(far.host(), "dan", far.inbox());
    for (int i = 0; i < 6; ++i) {
        tell_followers("one");
        deliverer.deliver_due();
        advance(base::day / 2);
    }
    auto tries = far.got().size();
    tell_followers("not tried");
    CHECK(count(waiting) == 0);
    deliverer.deliver_due();
    CHECK(far.got().size() == tries);
    change([&](db::Write& write) { inbox_id(write, far.inbox()); });
    tell_followers("tried");
    CHECK(count(waiting) == 1);
}

TEST_CASE_FIXTURE(Servers, "nothing leaves for servers that moderators refuse, nor for those that are not allowed by name") {
    Sink far;
    follower_at(far.host(), "dan", far.inbox());
    tell_followers("before");
    change([&](db::Write& write) {
        (void)moderation::add_domain_block(write, ada, {.domain = "127.0.0.1", .severity = moderation::DomainSeverity::suspend});
    });
    deliverer.deliver_due();
    CHECK(far.got().empty());
    change([&](db::Write& write) { refuse_peers_anew(write); });
    CHECK(count(waiting) == 0);
    CHECK(count(stored) == 0);
    tell_followers("after");
    CHECK(count(waiting) == 0);
    read([&](db::Read& read) {
        CHECK_FALSE(deals_with(read, "127.0.0.1:80"));
        CHECK(deals_with(read, "far.example"));
        allow_list.change(true);
        CHECK_FALSE(deals_with(read, "far.example"));
        allow_list.change(false);
        return 0;
    });
}

TEST_CASE_FIXTURE(Servers, "what moderators decide about a server holds for those known from it, and ends with the decision") {
    jobs::Runner runner(database, 1);
    add_server_jobs(runner, database);
    database.on_emit(keep_rules);
    auto dan = person_at("sub.far.example", "dan", "https://sub.far.example/inbox"), gus = person_at("near.example", "gus", "https://near.example/inbox");
    write([&](db::Write& write) { return follows::follow(write, dan, ada); });
    auto decide = [&](moderation::DomainSeverity severity) {
        auto block = write([&](db::Write& write) { return moderation::add_domain_block(write, ada, {.domain = "far.example", .severity = severity}); });
        runner.run_due();
        return block->id;
    };
    auto end = [&](moderation::BlockId id) {
        (void)write([&](db::Write& write) { return moderation::remove_domain_block(write, ada, id); });
        runner.run_due();
    };
    auto block = decide(moderation::DomainSeverity::silence);
    CHECK(account(dan).silenced_at > 0);
    CHECK(account(gus).silenced_at == 0);
    end(block);
    CHECK(account(dan).silenced_at == 0);
    block = decide(moderation::DomainSeverity::suspend);
    CHECK(account(dan).hidden());
    CHECK_FALSE(account(gus).hidden());
    CHECK(peer("sub.far.example").refused);
    CHECK_FALSE(read([&](db::Read& read) { return follows::is_follower(read, dan, ada); }));
    tell_followers("one");
    CHECK(count(waiting) == 0);
    end(block);
    CHECK_FALSE(account(dan).hidden());
    CHECK_FALSE(peer("sub.far.example").refused);
}

TEST_CASE_FIXTURE(Servers, "a server that is purged leaves nothing but the names of its accounts") {
    jobs::Runner runner(database, 1);
    add_server_jobs(runner, database);
    for (int i = 0; i < 120; ++i) follower_at("far.example", "dan" + std::to_string(i), "https://far.example/inbox");
    auto gus = follower_at("notfar.example", "gus", "https://notfar.example/inbox");
    tell_followers("one", PostId{77});
    CHECK(count(waiting) == 2);
    change([&](db::Write& write) { purge(write, "far.example"); });
    runner.run_due();
    CHECK(count({"test.people", "SELECT COUNT(*) FROM account WHERE domain = 'far.example' AND removed_at = 0"}) == 0);
    CHECK(count({"test.actors", "SELECT COUNT(*) FROM actor"}) == 1);
    CHECK(count({"test.inboxes", "SELECT COUNT(*) FROM inbox"}) == 1);
    CHECK(count({"test.reach", "SELECT COUNT(*) FROM reach"}) == 1);
    CHECK(count(waiting) == 1);
    CHECK_FALSE(account(gus).hidden());
    CHECK_FALSE(read([&](db::Read& read) { return find_peer(read, "far.example"); }));
    // Nobody there deleted themselves: they may be known again, when moderators deal with the server again.
    auto dan = follower_at("far.example", "dan7", "https://far.example/inbox");
    CHECK(account(dan).handle() == "dan7@far.example");
    // What stopped in the middle goes on where it was.
    for (int i = 0; i < 60; ++i) follower_at("far.example", "una" + std::to_string(i), "https://far.example/inbox");
    change([&](db::Write& write) { purge(write, "far.example"); });
    change([&](db::Write& write) { REQUIRE(accounts::let_go_of_remote(write, dan)); });
    runner.run_due();
    CHECK(count({"test.people", "SELECT COUNT(*) FROM account WHERE domain = 'far.example' AND removed_at = 0"}) == 0);
}

TEST_CASE_FIXTURE(Servers, "what waits for a server can be dropped by hand, and nothing else goes") {
    follower_at("far.example", "dan", "https://far.example/inbox");
    follower_at("near.example", "eve", "https://near.example/inbox");
    tell_followers("one", PostId{77});
    CHECK(count(waiting) == 2);
    change([&](db::Write& write) { drop(write, "far.example"); });
    CHECK(count(waiting) == 1);
    CHECK(read([&](db::Read& read) { return waiting_at(read, "far.example").waiting; }) == 0);
    CHECK(read([&](db::Read& read) { return waiting_at(read, "near.example").waiting; }) == 1);
    CHECK(read([&](db::Read& read) { return find_peer(read, "far.example"); }));
}

TEST_CASE_FIXTURE(Servers, "followers are counted by inbox, and their digest is that of FEP-8fcf") {
    Sink far;
    auto dan = follower_at(far.host(), "dan", far.inbox());
    follower_at(far.host(), "eve", far.inbox());
    auto digest_of = [](std::vector<std::string> const& uris) {
        std::string sum(32, '\0');
        for (auto const& uri : uris) {
            auto hash = crypto::sha256(uri);
            for (std::size_t i = 0; i < 32; ++i) sum[i] = static_cast<char>(sum[i] ^ hash[i]);
        }
        return crypto::hex(sum);
    };
    auto uri = [&](std::string const& name) { return "http://" + far.host() + "/users/" + name; };
    auto digest = [&] { return read([&](db::Read& read) { return follower_digest(read, ada, far.host()); }); };
    CHECK(digest() == digest_of({uri("dan"), uri("eve")}));
    // A wish that changes tells of the follow again.
    write([&](db::Write& write) { return follows::follow(write, dan, ada, {.boosts = false}); });
    CHECK(digest() == digest_of({uri("dan"), uri("eve")}));
    write([&](db::Write& write) { return follows::unfollow(write, dan, ada); });
    CHECK(digest() == digest_of({uri("eve")}));
    CHECK(read([&](db::Read& read) { return followers_on(read, ada, far.host()); }) == std::vector{uri("eve")});
    tell_followers("one");
    deliverer.deliver_due();
    REQUIRE(far.got().size() == 1);
    auto header = far.got().front().header("collection-synchronization");
    auto said = read_synchronization(header);
    REQUIRE(said);
    CHECK(said->collection == base::site_url() + "/users/ada/followers");
    CHECK(said->url == base::site_url() + "/users/ada/followers_synchronization");
    CHECK(said->digest == digest_of({uri("eve")}));
}

TEST_CASE_FIXTURE(Servers, "an inbox that moved is written to at its new place") {
    Sink far;
    auto dan = follower_at(far.host(), "dan", far.inbox("/old"));
    change([&](db::Write& write) {
        auto to = inbox_id(write, far.inbox("/new"));
        write.run({"test.move", "UPDATE actor SET inbox_id = $2 WHERE account_id = $1"}, {dan, to});
        move_audience(write, dan, to);
    });
    tell_followers("one");
    deliverer.deliver_due();
    REQUIRE(far.got().size() == 1);
    CHECK(far.got().front().head.starts_with("POST /new "));
}

TEST_CASE_FIXTURE(Servers, "a post to two thousand servers is queued quickly") {
    change([&](db::Write& write) {
        for (int i = 0; i < 2000; ++i) {
            auto host = "s" + std::to_string(i) + ".example";
            auto inbox = inbox_id(write, "https://" + host + "/inbox");
            write.run({"test.audience", "INSERT INTO audience (author_id, inbox_id, members) VALUES ($1, $2, 50)"}, {ada, inbox});
        }
    });
    auto best = std::chrono::milliseconds::max();
    for (int i = 0; i < 3; ++i) {
        auto began = std::chrono::steady_clock::now();
        tell_followers("one", PostId{100 + i});
        best = std::min(best, std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began));
    }
    CHECK(count(waiting) == 6000);
    MESSAGE("2,000 servers are queued in ", best.count(), " ms");
    change([&](db::Write& write) { write.run({"test.clear", "DELETE FROM audience WHERE members = 50"}, {}); });
}

TEST_CASE_FIXTURE(Servers, "threads that send in the background deliver what commits queue") {
    Sink far;
    follower_at(far.host(), "dan", far.inbox());
    deliverer.start();
    tell_followers("one");
    for (int i = 0; i < 500 && count(waiting) > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    deliverer.stop();
    CHECK(far.bodies() == std::vector<std::string>{"one"});
    CHECK(count(waiting) == 0);
}

TEST_CASE_FIXTURE(Servers, "each engine takes every statement") { check_statements(); }
