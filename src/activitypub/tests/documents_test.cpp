// What other servers read here: actors, posts, collections, and to whom each of them is shown.
#include "outside.hpp"

using namespace testing_outside;
using posts::Visibility;

namespace {

std::string site(std::string const& path) { return base::site_url() + path; }

std::vector<std::string> texts(Json const& list) {
    std::vector<std::string> all;
    for (auto const& each : list.as_array()) all.emplace_back(each.as_string());
    return all;
}

}  // namespace

TEST_CASE_FIXTURE(Outside, "WebFinger and the actor point to each other, and both media types are answered") {
    auto finger = get("/.well-known/webfinger?resource=acct:ada@" + base::site_domain());
    CHECK(text(finger.body, "/subject") == "acct:ada@" + base::site_domain());
    CHECK(finger.response.type.starts_with("application/jrd+json"));
    std::string self;
    for (auto const& link : finger.body.at("links").as_array())
        if (link.at("rel") == "self") self = text(link, "/href");
    REQUIRE(self == site("/users/ada"));
    for (auto accept : {"application/activity+json", "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""}) {
        auto actor = ask(request("/users/ada", accept));
        REQUIRE(actor.status() == 200);
        CHECK(actor.response.type.starts_with("application/activity+json"));
        CHECK(actor.header("Vary") == "Accept");
        CHECK(text(actor.body, "/id") == self);
        CHECK(text(actor.body, "/type") == "Person");
        CHECK(text(actor.body, "/preferredUsername") == "ada");
        CHECK(text(actor.body, "/inbox") == self + "/inbox");
        CHECK(text(actor.body, "/endpoints/sharedInbox") == site("/inbox"));
        CHECK(text(actor.body, "/publicKey/id") == self + "#main-key");
        CHECK(text(actor.body, "/publicKey/owner") == self);
        CHECK(text(actor.body, "/publicKey/publicKeyPem") == ap::public_key_of(database, ada));
        CHECK(text(actor.body, "/featured") == self + "/collections/featured");
        CHECK(text(actor.body, "/memorial") == "absent");
    }
    auto page = ask(request("/users/ada", "text/html,application/xhtml+xml,*/*;q=0.8"));
    CHECK(page.status() == 302);
    CHECK(page.header("Location") == "/@ada");
    CHECK(get("/.well-known/webfinger?resource=acct:nobody@" + base::site_domain()).status() == 404);
    CHECK(get("/.well-known/webfinger?resource=acct:zoe@far.example").status() == 404);
    CHECK(get("/users/zoe@far.example").status() == 404);
    CHECK(get("/users/nobody").status() == 404);
}

TEST_CASE_FIXTURE(Outside, "the server itself is an actor whom WebFinger knows") {
    auto actor = get("/actor");
    CHECK(text(actor.body, "/type") == "Application");
    CHECK(text(actor.body, "/publicKey/publicKeyPem") == ap::public_key_of(database, ap::the_server));
    auto finger = get("/.well-known/webfinger?resource=acct:" + base::site_domain() + "@" + base::site_domain());
    CHECK(finger.response.body.contains(site("/actor")));
}

TEST_CASE_FIXTURE(Outside, "an actor says what its account says: kind, fields, aliases, where it moved, locks") {
    must([&](db::Write& write) {
        accounts::Profile profile;
        profile.kind = accounts::Kind::organization;
        profile.name = "Ada's clinic";
        profile.note = "We help. https://clinic.example";
        profile.locked = true;
        profile.discoverable = false;
        profile.fields = std::vector<accounts::Field>{{"Site", "https://clinic.example"}};
        return accounts::change_profile(write, ada, profile);
    });
    must([&](db::Write& write) { return accounts::add_alias(write, ada, "ben"); });
    must([&](db::Write& write) { return accounts::move(write, ben, "ada"); });
    auto actor = get("/users/ada").body;
    CHECK(text(actor, "/type") == "Organization");
    CHECK(text(actor, "/name") == "Ada's clinic");
    CHECK(text(actor, "/summary").contains("<a href=\"https://clinic.example\""));
    CHECK(text(actor, "/manuallyApprovesFollowers") == "true");
    CHECK(text(actor, "/discoverable") == "false");
    CHECK(text(actor, "/attachment/0/type") == "PropertyValue");
    CHECK(text(actor, "/attachment/0/value").contains("<a "));
    CHECK(texts(actor.at("alsoKnownAs")) == std::vector{site("/users/ben")});
    CHECK(text(get("/users/ben").body, "/movedTo") == site("/users/ada"));
    for (auto [kind, type] : {std::pair(accounts::Kind::group, "Group"), std::pair(accounts::Kind::service, "Service"), std::pair(accounts::Kind::professional, "Person")}) {
        must([&](db::Write& write) { return accounts::change_profile(write, cleo, {.kind = kind}); });
        CHECK(text(get("/users/cleo").body, "/type") == type);
    }
}

TEST_CASE_FIXTURE(Outside, "who was suspended is gone, and who waits to be let in was never there") {
    auto post = *say(ada, "Before the end");
    must([&](db::Write& write) { return accounts::suspend(write, ada); });
    CHECK(get("/users/ada").status() == 410);
    CHECK(get("/users/ada/outbox").status() == 410);
    CHECK(get(post_path("ada", post.id)).status() == 410);
    CHECK(get("/.well-known/webfinger?resource=acct:ada@" + base::site_domain()).status() == 410);
}

TEST_CASE_FIXTURE(Outside, "a post is a Note with everything that others need of it") {
    auto first = *say(ada, "First words");
    auto made = draft("Hello @ben and @zoe@far.example, about #Asthma");
    made.reply_to = first.id;
    made.content_note = "Breathing";
    made.language = "en";
    auto post = *say(ada, made);
    auto note = get(post_path("ada", post.id)).body;
    CHECK(text(note, "/id") == site(post_path("ada", post.id)));
    CHECK(text(note, "/type") == "Note");
    CHECK(text(note, "/attributedTo") == site("/users/ada"));
    CHECK(text(note, "/url") == site("/@ada/" + post.id.text()));
    CHECK(text(note, "/inReplyTo") == site(post_path("ada", first.id)));
    CHECK(text(note, "/context") == site("/contexts/" + first.id.text()));
    CHECK(text(note, "/summary") == "Breathing");
    CHECK(text(note, "/sensitive") == "true");
    CHECK(text(note, "/contentMap/en") == text(note, "/content"));
    CHECK(texts(note.at("to")) == std::vector{std::string(ap::everyone)});
    auto cc = texts(note.at("cc"));
    REQUIRE(cc.size() == 3);
    CHECK(cc[0] == site("/users/ada/followers"));
    CHECK(std::ranges::count(cc, "https://far.example/users/zoe") == 1);
    std::vector<std::string> names;
    for (auto const& tag : note.at("tag").as_array()) names.push_back(text(tag, "/type") + " " + text(tag, "/name") + " " + text(tag, "/href"));
    std::ranges::sort(names);
    CHECK(names == std::vector<std::string>{"Hashtag #Asthma " + site("/tags/Asthma"), "Mention @ben@" + base::site_domain() + " " + site("/users/ben"),
                                            "Mention @zoe@far.example https://far.example/users/zoe"});
    CHECK(text(note, "/replies") == site(post_path("ada", post.id) + "/replies"));
    CHECK(text(note, "/likes/totalItems") == "0");
    CHECK(text(note, "/interactionPolicy/canQuote/automaticApproval/0") == ap::everyone);
    auto activity = get(post_path("ada", post.id) + "/activity").body;
    CHECK(text(activity, "/type") == "Create");
    CHECK(text(activity, "/object/id") == site(post_path("ada", post.id)));
    CHECK(text(activity, "/object/@context") == "absent");
}

TEST_CASE_FIXTURE(Outside, "each visibility is addressed as Mastodon does") {
    struct Case { Visibility visibility; std::vector<std::string> to, cc; };
    auto followers = site("/users/ada/followers");
    std::string all(ap::everyone), zoe_uri = "https://far.example/users/zoe";
    for (auto const& each : {Case{Visibility::everyone, {all}, {followers, zoe_uri}}, Case{Visibility::unlisted, {followers}, {all, zoe_uri}},
                             Case{Visibility::followers, {followers}, {zoe_uri}}, Case{Visibility::direct, {zoe_uri}, {}}}) {
        auto post = *say(ada, "For @zoe@far.example", each.visibility);
        auto author = account(ada);
        auto note = boost::json::parse(read([&](db::Read& read) { return ap::object_of(read, *posts::find_unchecked(read, post.id), author, true); }));
        CHECK(texts(note.at("to")) == each.to);
        CHECK(texts(note.at("cc")) == each.cc);
    }
}

TEST_CASE_FIXTURE(Outside, "a poll is a Question with its counts, unless they are hidden until its end") {
    auto made = draft("Which?");
    made.poll = polls::Draft{.options = {"Tea", "Coffee"}, .seconds = 3600, .multiple = true};
    auto post = *say(ada, made);
    must([&](db::Write& write) { return polls::vote(write, post.id, ben, {1}); });
    auto question = get(post_path("ada", post.id)).body;
    CHECK(text(question, "/type") == "Question");
    CHECK(text(question, "/anyOf/1/name") == "Coffee");
    CHECK(text(question, "/anyOf/1/replies/totalItems") == "1");
    CHECK(text(question, "/votersCount") == "1");
    CHECK(text(question, "/closed") == "absent");
    made.poll->hide_totals = true;
    made.poll->multiple = false;
    auto hidden = *say(ada, made);
    must([&](db::Write& write) { return polls::vote(write, hidden.id, ben, {1}); });
    CHECK(text(get(post_path("ada", hidden.id)).body, "/oneOf/1/replies/totalItems") == "0");
    advance(2 * base::hour);
    auto over = get(post_path("ada", hidden.id)).body;
    CHECK(text(over, "/oneOf/1/replies/totalItems") == "1");
    CHECK(text(over, "/closed") == text(over, "/endTime"));
}

TEST_CASE_FIXTURE(Outside, "a post is shown to whom it is for: the matrix of visibilities and askers") {
    far("yan", "other.example");
    follow(zoe, ada);
    auto made = draft("Only here");
    made.local_only = true;
    struct Row { PostId post; int nobody, stranger, follower; };
    Row const rows[] = {{say(ada, "a", Visibility::everyone)->id, 200, 200, 200},
                        {say(ada, "b", Visibility::unlisted)->id, 200, 200, 200},
                        {say(ada, "c", Visibility::followers)->id, 404, 404, 200},
                        {say(ada, "d @zoe@far.example", Visibility::direct)->id, 404, 404, 200},
                        {say(ada, "e @ben", Visibility::direct)->id, 404, 404, 404},
                        {say(ada, made)->id, 404, 404, 404}};
    for (auto const& row : rows) {
        CAPTURE(row.post.value);
        for (std::string end : {"", "/activity"}) {
            CHECK(get(post_path("ada", row.post) + end).status() == row.nobody);
            CHECK(ask(signed_request(post_path("ada", row.post) + end, "https://other.example/users/yan#main-key")).status() == row.stranger);
            for (auto scheme : {ap::Scheme::cavage, ap::Scheme::rfc9421})
                CHECK(ask(signed_request(post_path("ada", row.post) + end, "https://far.example/users/zoe#main-key", scheme)).status() == row.follower);
        }
        // Another's name before the id is another address.
        CHECK(get(post_path("ben", row.post)).status() == 404);
    }
    // With authorized fetch, nobody is who did not sign; the server's own actor stays open.
    ap::authorized_fetch.change(true);
    CHECK(get(post_path("ada", rows[0].post)).status() == 401);
    CHECK(get("/users/ada").status() == 401);
    CHECK(get("/users/ada/outbox").status() == 401);
    CHECK(get("/actor").status() == 200);
    CHECK(get("/.well-known/webfinger?resource=acct:ada@" + base::site_domain()).status() == 200);
    CHECK(ask(signed_request(post_path("ada", rows[0].post))).status() == 200);
    CHECK(ask(signed_request("/users/ada")).status() == 200);
}

TEST_CASE_FIXTURE(Outside, "a signature that does not hold, and a blocked server's, get nothing") {
    auto post = *say(ada, "Words"), quiet = *say(ada, "Quiet", Visibility::followers);
    follow(zoe, ada);
    auto stolen = [&](PostId id, std::string const& end) {
        auto request = signed_request(post_path("ada", post.id));
        request.target = request.path = post_path("ada", id) + end;
        return ask(request).status();
    };
    CHECK(ask(signed_request(post_path("ada", quiet.id))).status() == 200);
    CHECK(stolen(quiet.id, "") == 404);
    CHECK(stolen(post.id, "/likes") == 200);
    ap::authorized_fetch.change(true);
    CHECK(stolen(post.id, "/likes") == 401);
    ap::authorized_fetch.change(false);
    must([&](db::Write& write) { return blocks::block(write, ada, zoe); });
    CHECK(ask(signed_request(post_path("ada", post.id))).status() == 404);
    must([&](db::Write& write) { return blocks::unblock(write, ada, zoe); });
    must([&](db::Write& write) { return moderation::add_domain_block(write, ben, {.domain = "far.example", .severity = moderation::DomainSeverity::suspend}); });
    CHECK(ask(signed_request(post_path("ada", post.id))).status() == 404);
}

TEST_CASE_FIXTURE(Outside, "the outbox holds what everybody may read, newest first, in pages") {
    for (int i = 0; i < 45; ++i) REQUIRE(say(ada, "Post " + std::to_string(i)));
    say(ada, "Quiet", Visibility::followers);
    auto local = draft("Here");
    local.local_only = true;
    say(ada, local);
    must([&](db::Write& write) { return posts::boost(write, ada, posts::publish(write, ben, draft("Of Ben"))->id); });
    auto outbox = get("/users/ada/outbox").body;
    CHECK(text(outbox, "/type") == "OrderedCollection");
    std::vector<std::string> types, objects;
    for (auto page = text(outbox, "/first"); page != "absent";) {
        auto read = get(page.substr(base::site_url().size())).body;
        CHECK(text(read, "/id") == page);
        for (auto const& item : read.at("orderedItems").as_array()) {
            types.push_back(text(item, "/type"));
            objects.push_back(text(item, types.back() == "Create" ? "/object/content" : "/object"));
        }
        page = text(read, "/next");
    }
    REQUIRE(types.size() == 46);
    CHECK(types[0] == "Announce");
    CHECK(objects[1] == "<p>Post 44</p>");
    CHECK(objects[45] == "<p>Post 0</p>");
}

TEST_CASE_FIXTURE(Outside, "followers are listed with their ids, or only counted when they are hidden") {
    follow(zoe, ada);
    follow(ben, ada);
    CHECK(text(get("/users/ada/followers").body, "/totalItems") == "2");
    auto page = get("/users/ada/followers?page=true").body;
    CHECK(texts(page.at("orderedItems")) == std::vector<std::string>{site("/users/ben"), "https://far.example/users/zoe"});
    CHECK(texts(get("/users/ben/following?page=true").body.at("orderedItems")) == std::vector{site("/users/ada")});
    must([&](db::Write& write) { return accounts::change_profile(write, ada, {.hide_collections = true}); });
    for (auto address : {"/users/ada/followers", "/users/ada/followers?page=true"}) {
        auto hidden = get(address).body;
        CHECK(text(hidden, "/totalItems") == "2");
        CHECK(text(hidden, "/first") == "absent");
        CHECK(text(hidden, "/orderedItems") == "absent");
    }
}

TEST_CASE_FIXTURE(Outside, "pins, hashtags, replies, counts and a whole conversation are collections") {
    auto root = *say(ada, "Root");
    auto reply = *answer(ben, root.id, "Reply");
    auto deeper = *answer(cleo, reply.id, "Deeper");
    auto quiet = draft("Quiet");
    quiet.reply_to = root.id;
    quiet.visibility = Visibility::followers;
    REQUIRE(say(ben, quiet));
    must([&](db::Write& write) { return posts::pin(write, ada, root.id); });
    must([&](db::Write& write) { return posts::feature_tag(write, ada, "asthma"); });
    must([&](db::Write& write) { return posts::favourite(write, ben, root.id); });
    CHECK(text(get("/users/ada/collections/featured").body, "/orderedItems/0/id") == site(post_path("ada", root.id)));
    CHECK(text(get("/users/ada/collections/tags").body, "/items/0/name") == "#asthma");
    CHECK(texts(get(post_path("ada", root.id) + "/replies?page=true").body.at("items")) == std::vector{site(post_path("ben", reply.id))});
    CHECK(text(get(post_path("ada", root.id) + "/likes").body, "/totalItems") == "1");
    CHECK(text(get(post_path("ada", root.id) + "/shares").body, "/totalItems") == "0");
    auto context = get("/contexts/" + root.id.text()).body;
    CHECK(text(context, "/attributedTo") == site("/users/ada"));
    CHECK(texts(get("/contexts/" + root.id.text() + "?page=true").body.at("items")) ==
          std::vector{site(post_path("ada", root.id)), site(post_path("ben", reply.id)), site(post_path("cleo", deeper.id))});
    CHECK(get("/contexts/" + reply.id.text()).status() == 404);
    CHECK(get(post_path("ben", reply.id) + "/replies?page=true&min_id=" + deeper.id.text()).body.at("items").as_array().empty());
}

TEST_CASE_FIXTURE(Outside, "what was deleted is a Tombstone, unless it was private") {
    auto open = *say(ada, "Open"), direct = *say(ada, "For @zoe@far.example", Visibility::direct);
    for (auto id : {open.id, direct.id}) must([&](db::Write& write) { return posts::remove(write, ada, id); });
    auto gone = get(post_path("ada", open.id));
    CHECK(gone.status() == 410);
    CHECK(text(gone.body, "/type") == "Tombstone");
    CHECK(text(gone.body, "/id") == site(post_path("ada", open.id)));
    CHECK(get(post_path("ada", direct.id)).status() == 404);
    CHECK(get(post_path("ada", PostId{12345})).status() == 404);
}

TEST_CASE_FIXTURE(Outside, "a quote carries its stamp, which is served as long as it holds") {
    auto quoted = *say(ada, "Quote me");
    auto made = draft("As Ada says");
    made.quoted = quoted.id;
    auto quoting = *say(ben, made);
    auto note = get(post_path("ben", quoting.id)).body;
    CHECK(text(note, "/quote") == site(post_path("ada", quoted.id)));
    CHECK(text(note, "/content").contains("class=\"quote-inline\""));
    auto stamp = text(note, "/quoteAuthorization");
    REQUIRE(stamp == site("/users/ada/quote_authorizations/" + quoting.id.text()));
    auto served = get(stamp.substr(base::site_url().size())).body;
    CHECK(text(served, "/type") == "QuoteAuthorization");
    CHECK(text(served, "/interactingObject") == site(post_path("ben", quoting.id)));
    CHECK(text(served, "/interactionTarget") == site(post_path("ada", quoted.id)));
    must([&](db::Write& write) { return posts::revoke_quote(write, ada, quoting.id); });
    CHECK(get(stamp.substr(base::site_url().size())).status() == 404);
    CHECK(text(get(post_path("ben", quoting.id)).body, "/quote") == "absent");
}

TEST_CASE_FIXTURE(Outside, "NodeInfo names the protocol and counts people and posts") {
    REQUIRE(say(ada, "One"));
    auto links = get("/.well-known/nodeinfo").body;
    for (auto number : {"2.0", "2.1"}) {
        CHECK(boost::json::serialize(links).contains(std::string("nodeinfo\\/") + number) != boost::json::serialize(links).contains(std::string("nodeinfo/") + number));
        auto info = get(std::string("/nodeinfo/") + number).body;
        CHECK(text(info, "/software/name") == "salve");
        CHECK(text(info, "/protocols/0") == "activitypub");
        CHECK(text(info, "/usage/users/total") == "3");
        CHECK(text(info, "/usage/localPosts") == "1");
    }
    CHECK(get("/.well-known/host-meta").response.body.contains("webfinger?resource={uri}"));
    CHECK(get("/authorize_interaction?uri=acct%3Azoe%40far.example").header("Location") == "/search?q=zoe%40far.example");
}

TEST_CASE_FIXTURE(Outside, "a key that was made anew keeps its name, and is another one") {
    auto before = ap::public_key_of(database, ada);
    CHECK(ap::public_key_of(database, ada) == before);
    REQUIRE(ap::rotate_key(database, ada));
    auto key = ap::key_of(database, ada);
    CHECK(key.id == site("/users/ada#main-key"));
    CHECK(ap::public_key_of(database, ada) != before);
    CHECK(crypto::verify(ap::public_key_of(database, ada), "words", crypto::sign(key.secret_pem, "words")));
    // The secret is nowhere in the database as it is.
    static constexpr db::Query sealed{"test.sealed", "SELECT sealed FROM signing_key"};
    for (auto const& row : read([&](db::Read& read) { return read.rows(sealed, {}, [](db::Row const& each) { return each.text(0); }); }))
        CHECK_FALSE(crypto::from_base64(row)->contains("PRIVATE KEY"));
    CHECK(ap::rotate_key(database, zoe).error().why == base::Why::not_found);
}

TEST_CASE_FIXTURE(Outside, "every statement is taken by the engine") {
    check_statements();
    check();
}
