// What leaves this server: which activities, to whom, and what never does.
#include "activitypub/follows_seen.hpp"
#include "activitypub/telling.hpp"
#include "outside.hpp"

using namespace testing_outside;
using posts::Visibility;

namespace {

struct Telling : Outside {
    jobs::Runner runner{database};
    Telling() {
        ap::add_telling_jobs(runner, database);
        follow(zoe, ada);
        take_sent();
    }
    void run_jobs() {
        advance(10 * base::minute);
        runner.run_due();
    }
    // A post of far.example.
    PostId their_post(AccountId author = {}, std::string const& name = "1") {
        posts::Received post;
        post.uri = "https://far.example/posts/" + name;
        post.author = author ? author : zoe;
        post.markup = "<p>Hello from far</p>";
        post.visibility = Visibility::everyone;
        auto made = write([&](db::Write& write) { return posts::receive(write, post); });
        REQUIRE(made.has_value());
        return made->id;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Telling, "a post goes to followers elsewhere, its edit and its deletion too, and once each") {
    auto post = *say(ada, "Hello");
    auto sent = take_sent();
    REQUIRE(types(sent) == "Create");
    CHECK(text(sent[0], "/object/content") == "<p>Hello</p>");
    CHECK(text(sent[0], "/actor") == base::site_url() + "/users/ada");
    must([&](db::Write& write) { return posts::edit(write, ada, post.id, draft("Hello again")); });
    sent = take_sent();
    REQUIRE(types(sent) == "Update");
    CHECK(text(sent[0], "/object/content") == "<p>Hello again</p>");
    CHECK(text(sent[0], "/object/updated") != "absent");
    must([&](db::Write& write) { return posts::favourite(write, ben, post.id); });
    run_jobs();
    CHECK(take_sent().empty());
    must([&](db::Write& write) { return posts::remove(write, ada, post.id); });
    sent = take_sent();
    REQUIRE(types(sent) == "Delete");
    CHECK(text(sent[0], "/object/type") == "Tombstone");
    CHECK(text(sent[0], "/object/id") == base::site_url() + post_path("ada", post.id));
}

TEST_CASE_FIXTURE(Telling, "what stays here never leaves, and neither do its edit and deletion") {
    auto made = draft("Only here, @zoe@far.example");
    made.local_only = true;
    auto post = *say(ada, made);
    auto quote = draft("About it");
    quote.quoted = post.id;
    REQUIRE(say(ada, quote));
    must([&](db::Write& write) { return posts::edit(write, ada, post.id, draft("Changed")); });
    run_jobs();
    must([&](db::Write& write) { return posts::boost(write, ada, post.id); });
    must([&](db::Write& write) { return posts::pin(write, ada, post.id); });
    must([&](db::Write& write) { return posts::remove(write, ada, post.id); });
    CHECK(take_sent().empty());
}

TEST_CASE_FIXTURE(Telling, "a private message goes to those it names, at once, and so does its deletion") {
    far("yan", "other.example");
    auto yan = *read([](db::Read& read) { return accounts::find_by_handle(read, "yan@other.example"); });
    auto post = *say(ada, "For @yan@other.example alone", Visibility::direct);
    static constexpr db::Query urgent{"test.urgent", "SELECT COUNT(*) FROM delivery d JOIN outgoing o ON o.id = d.outgoing_id WHERE o.urgent"};
    CHECK(read([](db::Read& read) { return read.number(urgent, {}); }) == 1);
    auto sent = take_sent();
    REQUIRE(types(sent) == "Create");
    CHECK(text(sent[0], "/to/0") == yan.uri());
    must([&](db::Write& write) { return posts::remove(write, ada, post.id); });
    CHECK(sent.size() == 1);
}

TEST_CASE_FIXTURE(Telling, "a boost is announced and taken back; one of somebody else's post here as well") {
    auto theirs = their_post();
    must([&](db::Write& write) { return posts::boost(write, ada, theirs); });
    auto sent = take_sent();
    REQUIRE(types(sent) == "Announce");
    CHECK(text(sent[0], "/object") == "https://far.example/posts/1");
    must([&](db::Write& write) { return posts::unboost(write, ada, theirs); });
    sent = take_sent();
    REQUIRE(types(sent) == "Undo");
    CHECK(text(sent[0], "/object/type") == "Announce");
    CHECK(text(sent[0], "/object/object") == "https://far.example/posts/1");
    auto ours = *say(ben, "Of Ben");
    take_sent();
    must([&](db::Write& write) { return posts::boost(write, ada, ours.id); });
    CHECK(text(take_sent().at(0), "/object") == base::site_url() + post_path("ben", ours.id));
}

TEST_CASE_FIXTURE(Telling, "a favourite of a post elsewhere is a Like to its author, each time with another id") {
    auto theirs = their_post();
    std::vector<std::string> ids;
    for (int i = 0; i < 2; ++i) {
        must([&](db::Write& write) { return posts::favourite(write, ben, theirs); });
        must([&](db::Write& write) { return posts::unfavourite(write, ben, theirs); });
        auto sent = take_sent();
        REQUIRE(types(sent) == "Like Undo");
        CHECK(text(sent[0], "/object") == "https://far.example/posts/1");
        CHECK(text(sent[1], "/object/id") == text(sent[0], "/id"));
        CHECK(text(sent[1], "/object/type") == "Like");
        CHECK(text(sent[1], "/object/@context") == "absent");
        ids.push_back(text(sent[0], "/id"));
    }
    CHECK(ids[0] != ids[1]);
    auto ours = say(ada, "Ours")->id;
    must([&](db::Write& write) { return posts::favourite(write, ben, ours); });
    CHECK(types(take_sent()) == "Create");
}

TEST_CASE_FIXTURE(Telling, "a follow of somebody elsewhere is asked for, and holds once they accept") {
    must([&](db::Write& write) { return follows::follow(write, ben, zoe); });
    CHECK(read([&](db::Read& read) { return follows::between(read, ben, zoe).requested; }));
    auto sent = take_sent();
    REQUIRE(types(sent) == "Follow");
    CHECK(text(sent[0], "/object") == "https://far.example/users/zoe");
    auto named = ap::follow_in(text(sent[0], "/id"));
    REQUIRE(named);
    CHECK(named->followed == zoe);
    CHECK(named->follower_uri == base::site_url() + "/users/ben");
    must([&](db::Write& write) { return follows::approve(write, zoe, ben); });
    CHECK(take_sent().empty());
    must([&](db::Write& write) { return follows::unfollow(write, ben, zoe); });
    sent = take_sent();
    REQUIRE(types(sent) == "Undo");
    CHECK(text(sent[0], "/object/type") == "Follow");
    // Refused there: nothing is said back.
    must([&](db::Write& write) { return follows::follow(write, ben, zoe); });
    take_sent();
    must([&](db::Write& write) { return follows::reject(write, zoe, ben); });
    CHECK(take_sent().empty());
    must([&](db::Write& write) { return follows::follow(write, ben, zoe); });
    must([&](db::Write& write) { return follows::unfollow(write, ben, zoe); });
    CHECK(types(take_sent()) == "Follow Undo");
}

TEST_CASE_FIXTURE(Telling, "a follow from elsewhere is answered by its name: accepted, refused, removed") {
    auto ask = [&](AccountId whom, std::string const& uri) {
        must([&](db::Write& write) {
            ap::keep_follow(write, zoe, whom, uri);
            return follows::follow(write, zoe, whom);
        });
    };
    ask(ben, "https://far.example/follow/1");
    auto sent = take_sent();
    REQUIRE(types(sent) == "Accept");
    CHECK(text(sent[0], "/object/id") == "https://far.example/follow/1");
    CHECK(text(sent[0], "/object/actor") == "https://far.example/users/zoe");
    must([&](db::Write& write) { return follows::remove_follower(write, ben, zoe); });
    sent = take_sent();
    REQUIRE(types(sent) == "Reject");
    CHECK(text(sent[0], "/object/id") == "https://far.example/follow/1");

    must([&](db::Write& write) { return accounts::change_profile(write, cleo, {.locked = true}); });
    ask(cleo, "https://far.example/follow/2");
    CHECK(take_sent().empty());
    must([&](db::Write& write) { return follows::reject(write, cleo, zoe); });
    sent = take_sent();
    REQUIRE(types(sent) == "Reject");
    CHECK(text(sent[0], "/object/id") == "https://far.example/follow/2");
    ask(cleo, "https://far.example/follow/3");
    must([&](db::Write& write) { return follows::approve(write, cleo, zoe); });
    sent = take_sent();
    REQUIRE(types(sent) == "Accept");
    CHECK(text(sent[0], "/object/id") == "https://far.example/follow/3");
    // They took it back themselves: its name is forgotten first, and nothing is said.
    must([&](db::Write& write) {
        ap::forget_follow(write, zoe, cleo);
        return follows::unfollow(write, zoe, cleo);
    });
    CHECK(take_sent().empty());
}

TEST_CASE_FIXTURE(Telling, "a block is told and taken back; a mute is nobody's business") {
    must([&](db::Write& write) { return blocks::block(write, ben, zoe); });
    must([&](db::Write& write) { return blocks::unblock(write, ben, zoe); });
    must([&](db::Write& write) { return blocks::mute(write, ben, zoe); });
    auto sent = take_sent();
    REQUIRE(types(sent) == "Block Undo");
    CHECK(text(sent[0], "/object") == "https://far.example/users/zoe");
    CHECK(text(sent[1], "/object/id") == text(sent[0], "/id"));
}

TEST_CASE_FIXTURE(Telling, "a profile is told again only when it reads differently, once for many changes") {
    REQUIRE(say(ada, "So that others know me"));
    run_jobs();
    take_sent();
    must([&](db::Write& write) { return accounts::change_profile(write, ada, {.name = "Ada L."}); });
    must([&](db::Write& write) { return accounts::change_profile(write, ada, {.name = "Ada Lovelace"}); });
    run_jobs();
    auto sent = take_sent();
    REQUIRE(types(sent) == "Update");
    CHECK(text(sent[0], "/object/name") == "Ada Lovelace");
    CHECK(text(sent[0], "/object/publicKey/publicKeyPem") == ap::public_key_of(database, ada));
    follow(ben, ada);
    run_jobs();
    CHECK(take_sent().empty());
    REQUIRE(ap::rotate_key(database, ada));
    run_jobs();
    CHECK(types(take_sent()) == "Update");
}

TEST_CASE_FIXTURE(Telling, "who leaves is deleted everywhere, and who moves says where") {
    must([&](db::Write& write) { return accounts::add_alias(write, ben, "ada"); });
    must([&](db::Write& write) { return accounts::move(write, ada, "ben"); });
    auto sent = take_sent();
    REQUIRE(types(sent) == "Move");
    CHECK(text(sent[0], "/object") == base::site_url() + "/users/ada");
    CHECK(text(sent[0], "/target") == base::site_url() + "/users/ben");
    must([&](db::Write& write) { return accounts::remove(write, ben); });
    CHECK(take_sent().empty());
    REQUIRE(get("/users/cleo").status() == 200);
    must([&](db::Write& write) { return accounts::remove(write, cleo); });
    sent = take_sent();
    REQUIRE(types(sent) == "Delete");
    CHECK(text(sent[0], "/object") == base::site_url() + "/users/cleo");
    CHECK(ap::key_of(database, cleo).id == base::site_url() + "/users/cleo#main-key");
    CHECK(get("/users/cleo").status() == 410);
}

TEST_CASE_FIXTURE(Telling, "pins are added to and removed from the collection") {
    auto post = *say(ada, "Pin me");
    take_sent();
    must([&](db::Write& write) { return posts::pin(write, ada, post.id); });
    must([&](db::Write& write) { return posts::unpin(write, ada, post.id); });
    auto sent = take_sent();
    REQUIRE(types(sent) == "Add Remove");
    CHECK(text(sent[0], "/target") == base::site_url() + "/users/ada/collections/featured");
    CHECK(text(sent[1], "/object") == base::site_url() + post_path("ada", post.id));
}

TEST_CASE_FIXTURE(Telling, "votes go to the poll's server; counts of a poll here are told together, later") {
    posts::Received question;
    question.uri = "https://far.example/posts/poll";
    question.author = zoe;
    question.markup = "<p>Which?</p>";
    question.visibility = Visibility::everyone;
    question.poll = polls::Told{.options = {{"Tea"}, {"Coffee"}}, .expires_at = now() + base::day, .multiple = true};
    auto theirs = write([&](db::Write& write) { return posts::receive(write, question); })->id;
    must([&](db::Write& write) { return polls::vote(write, theirs, ben, {0, 1}); });
    auto sent = take_sent();
    REQUIRE(types(sent) == "Create Create");
    CHECK(text(sent[1], "/object/name") == "Coffee");
    CHECK(text(sent[1], "/object/inReplyTo") == "https://far.example/posts/poll");
    CHECK(text(sent[1], "/object/content") == "absent");

    auto made = draft("Ours?");
    made.poll = polls::Draft{.options = {"Yes", "No"}, .seconds = 86'400};
    auto ours = *say(ada, made);
    take_sent();
    for (auto who : {ben, cleo}) must([&](db::Write& write) { return polls::vote(write, ours.id, who, {0}); });
    CHECK(take_sent().empty());
    run_jobs();
    sent = take_sent();
    REQUIRE(types(sent) == "Update");
    CHECK(text(sent[0], "/object/oneOf/0/replies/totalItems") == "2");
}

TEST_CASE_FIXTURE(Telling, "to quote a post elsewhere is asked for, and told again with the stamp") {
    auto theirs = their_post();
    auto made = draft("As they say");
    made.quoted = theirs;
    auto quoting = *say(ada, made);
    auto sent = take_sent();
    REQUIRE(types(sent) == "Create QuoteRequest");
    CHECK(text(sent[1], "/object") == "https://far.example/posts/1");
    CHECK(text(sent[1], "/instrument/id") == base::site_url() + post_path("ada", quoting.id));
    CHECK(text(sent[0], "/object/quoteAuthorization") == "absent");
    must([&](db::Write& write) {
        ap::keep_quote_stamp(write, quoting.id, "https://far.example/stamps/1");
        return posts::settle_quote(write, quoting.id, posts::QuoteState::accepted);
    });
    run_jobs();
    sent = take_sent();
    REQUIRE(types(sent) == "Update");
    CHECK(text(sent[0], "/object/quoteAuthorization") == "https://far.example/stamps/1");
}

TEST_CASE_FIXTURE(Telling, "a report goes on only when that was wished, and does not say who reported") {
    auto theirs = their_post();
    moderation::Complaint complaint{.target = zoe, .posts = {theirs}, .comment = "Look at this"};
    must([&](db::Write& write) { return moderation::report(write, ben, complaint); });
    CHECK(take_sent().empty());
    complaint.forward = true;
    must([&](db::Write& write) { return moderation::report(write, cleo, complaint); });
    auto sent = take_sent();
    REQUIRE(types(sent) == "Flag");
    CHECK(text(sent[0], "/actor") == base::site_url() + "/actor");
    CHECK(text(sent[0], "/content") == "Look at this");
    CHECK(text(sent[0], "/object/1") == "https://far.example/posts/1");
    CHECK_FALSE(boost::json::serialize(sent[0]).contains("cleo"));
}

TEST_CASE_FIXTURE(Telling, "a server that does not speak with others says nothing") {
    ap::federate.change(false);
    REQUIRE(say(ada, "Hello"));
    must([&](db::Write& write) { return blocks::block(write, ben, zoe); });
    CHECK(sent().empty());
    CHECK(get("/users/ada").status() == 404);
    CHECK(get("/actor").status() == 404);
    ap::federate.change(true);
}
