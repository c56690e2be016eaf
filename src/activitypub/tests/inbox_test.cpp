// What other servers send: what it does here, and what is refused with nothing changed.
#include "activitypub/receiving.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "outside.hpp"
#include <map>

using namespace testing_outside;
using posts::Visibility;

namespace {

constexpr std::string_view everyone = "https://www.w3.org/ns/activitystreams#Public";

struct Letter {
    std::string body;
    std::string key_id = "https://far.example/users/zoe#main-key";
    base::Time at = 0;  // 0: now
    ap::Scheme scheme = ap::Scheme::cavage;
    bool is_signed = true;
    std::string secret = their_key().secret_pem;
    std::string path = "/inbox";
    std::function<void(http::Request&)> change = {};
};

struct Inbox : Outside {
    AccountId yan = far("yan", "far.example"), eve = far("eve", "evil.example");
    int number = 0;

    std::string site() { return base::site_url(); }
    std::string ada_uri() { return site() + "/users/ada"; }

    Answered send(Letter const& letter) {
        http::Fetch fetch{.method = "POST", .url = site() + letter.path, .headers = {{"content-type", "application/activity+json"}}, .body = letter.body};
        if (letter.is_signed) ap::sign(fetch, {letter.key_id, letter.secret}, letter.scheme, letter.at ? letter.at : now());
        auto made = request(letter.path);
        made.method = "POST";
        made.body = letter.body;
        for (auto [name, value] : fetch.headers) {
            for (char& c : name) c = static_cast<char>(std::tolower(c));
            made.headers.emplace_back(name, value);
        }
        if (letter.change) letter.change(made);
        advance(1);
        return ask(std::move(made));
    }
    int sent_by_zoe(std::string body) { return send({.body = std::move(body)}).status(); }

    std::string activity(std::string const& type, std::string const& object, std::string const& more = "", std::string const& actor = "https://far.example/users/zoe") {
        auto host = actor.substr(0, actor.find("/users/"));
        return R"({"@context":"https://www.w3.org/ns/activitystreams","id":")" + host + "/act/" + std::to_string(++number) + R"(","type":")" + type + R"(","actor":")" + actor + R"(","object":)" + object + more + "}";
    }
    static std::string quoted(std::string const& text) { return base::json_quote(text); }
    // A note by zoe to everybody who mentions ada, with more members.
    std::string note(std::string const& id, std::string const& content, std::string const& more = "", std::string const& author = "https://far.example/users/zoe") {
        return R"({"type":"Note","id":"https://far.example/notes/)" + id + R"(","attributedTo":)" + quoted(author) + R"(,"content":)" + quoted(content) + R"(,"published":"2026-11-17T10:00:00Z","to":[")" +
               std::string(everyone) + R"("],"cc":[")" + ada_uri() + R"("],"tag":{"type":"Mention","href":")" + ada_uri() + R"(","name":"@ada"})" + more + "}";
    }
    std::optional<posts::Post> post_named(std::string const& uri) {
        return read([&](db::Read& read) -> std::optional<posts::Post> {
            auto id = posts::find_by_uri(read, uri);
            return id ? posts::find_unchecked(read, *id) : std::nullopt;
        });
    }
    std::optional<posts::Post> note_named(std::string const& id) { return post_named("https://far.example/notes/" + id); }

    // Everything in the database, as one text.
    std::string dump() {
        static std::map<std::string, std::string> kept;  // statements live as long as the program
        auto ask_for = [&](db::Read& read, std::string const& statement) {
            auto& text = kept.try_emplace(statement, statement).first->second;
            db::Query query{text, text};
            std::string all;
            read.each(query, {}, [&](db::Row const& row) { all += row.text(0) + "\n"; });
            return all;
        };
        return read([&](db::Read& read) {
            auto postgresql = database.is_postgresql();
            auto tables = ask_for(read, postgresql ? "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"
                                                   : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search_index%' ORDER BY name");
            std::string all;
            for (auto table : base::split(tables, '\n')) {
                if (table.empty()) continue;
                std::string name(table), statement = "SELECT CAST(t AS TEXT) FROM " + name + " t ORDER BY 1";
                if (!postgresql) {
                    std::string columns = "''";
                    auto names = ask_for(read, "SELECT name FROM pragma_table_info('" + name + "')");
                    for (auto column : base::split(names, '\n'))
                        if (!column.empty()) columns += " || '|' || quote(\"" + std::string(column) + "\")";
                    statement = "SELECT " + columns + " FROM " + name + " ORDER BY 1";
                }
                all += name + "\n" + ask_for(read, statement);
            }
            return all;
        });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Inbox, "forged requests are refused, and the database stays as it was") {
    (void)ap::key_of(database, ap::the_server);  // made when a key must be fetched for the first time
    follow(ada, yan);  // which yan has not answered yet
    CHECK(sent_by_zoe(activity("Create", note("1", "<p>Mine</p>"))) == 202);
    auto yans = send({.body = activity("Create", R"({"type":"Note","id":"https://far.example/notes/secret","attributedTo":"https://far.example/users/yan","content":"Between us","to":[")" + ada_uri() +
                                       R"("],"tag":[{"type":"Mention","href":")" + ada_uri() + R"("}]})", "", "https://far.example/users/yan"), .key_id = "https://far.example/users/yan#main-key"});
    CHECK(yans.status() == 202);
    REQUIRE(note_named("secret"));
    auto theirs = say(ada, "Hello")->uri("ada");
    auto ben_uri = site() + "/users/ben";
    auto good = activity("Create", note("2", "<p>New</p>"));
    auto on_evil = [&](std::string const& object) { return activity("Create", object, "", "https://evil.example/users/eve"); };
    auto to_ben = R"(,"to":[")" + ben_uri + R"("])";
    auto drop = [](std::string name) {
        return [name](http::Request& request) { std::erase_if(request.headers, [&](auto const& each) { return each.first == name; }); };
    };
    std::string eves_key = "https://evil.example/users/eve#main-key", deep;
    for (int i = 0; i < 5000; ++i) deep += "{\"object\":";

    struct Row { std::string what; Letter letter; int status; };
    std::vector<Row> const matrix = {
        {"nobody signed it", {.body = good, .is_signed = false}, 401},
        {"the key is of another host than the actor", {.body = good, .key_id = eves_key}, 401},
        {"the key is another's of the same host", {.body = good, .key_id = "https://far.example/users/yan#main-key"}, 401},
        {"the key is not the one that signed", {.body = good, .secret = crypto::new_rsa_2048().secret_pem}, 401},
        {"the digest is missing", {.body = good, .change = drop("digest")}, 401},
        {"the digest is of another body", {.body = good, .change = [&](http::Request& request) { request.body += " "; }}, 401},
        {"the content digest is of another body", {.body = good, .scheme = ap::Scheme::rfc9421, .change = [&](http::Request& request) { request.body += " "; }}, 401},
        {"it was signed more than an hour ago", {.body = good, .at = now() - 2 * base::hour}, 401},
        {"it was signed in the future", {.body = good, .at = now() + 2 * base::hour}, 401},
        {"it was signed for another address", {.body = good, .change = [](http::Request& request) { request.target = request.path = "/users/ada/inbox"; }}, 401},
        {"the actor is not the author", {.body = activity("Create", note("3", "x", "", "https://far.example/users/yan"))}, 403},
        {"the author is of another host", {.body = activity("Create", note("4", "x", "", "https://evil.example/users/eve"))}, 403},
        {"the object is another host's", {.body = on_evil(note("5", "x", "", "https://evil.example/users/eve")), .key_id = eves_key}, 403},
        {"the object is named by its id, at another host", {.body = on_evil("\"https://far.example/notes/9\""), .key_id = eves_key}, 403},
        {"the author is a number", {.body = activity("Create", R"({"type":"Note","id":"https://far.example/notes/6","attributedTo":42,"content":"x"})")}, 403},
        {"the author is a note", {.body = activity("Create", R"({"type":"Note","id":"https://far.example/notes/6","attributedTo":{"type":"Note","id":"https://far.example/notes/1"},"content":"x"})")}, 403},
        {"there is no author", {.body = activity("Create", R"({"type":"Note","id":"https://far.example/notes/6","content":"x"})")}, 403},
        {"the activity bears another host's name", {.body = R"({"type":"Like","id":"https://evil.example/1","actor":"https://far.example/users/zoe","object":")" + theirs + "\"}"}, 403},
        {"it adds a reader to another's post", {.body = activity("Create", R"({"type":"Note","id":"https://far.example/notes/secret","attributedTo":"https://far.example/users/zoe","content":"x"})", to_ben)}, 202},
        {"it adds a reader to another's post, in the author's name", {.body = activity("Create", R"({"type":"Note","id":"https://far.example/notes/secret","attributedTo":"https://far.example/users/yan","content":"x","tag":[{"type":"Mention","href":")" + ben_uri + "\"}]}", to_ben)}, 403},
        {"another's post is edited", {.body = activity("Update", note("secret", "changed", "", "https://far.example/users/yan"))}, 403},
        {"another's post is edited from another host", {.body = activity("Update", note("secret", "changed"), "", "https://evil.example/users/eve"), .key_id = eves_key}, 403},
        {"another's post is deleted", {.body = activity("Delete", "\"https://far.example/notes/secret\"")}, 403},
        {"another host's post is deleted", {.body = activity("Delete", "\"https://far.example/notes/secret\"", "", "https://evil.example/users/eve"), .key_id = eves_key}, 403},
        {"a post of this server is deleted", {.body = activity("Delete", quoted(theirs))}, 403},
        {"another actor is deleted", {.body = activity("Delete", "\"https://evil.example/users/eve\"")}, 403},
        {"another actor is changed", {.body = activity("Update", R"({"type":"Person","id":"https://far.example/users/yan","name":"x"})")}, 403},
        {"another actor is moved", {.body = activity("Move", "\"https://far.example/users/yan\"", R"(,"target":"https://far.example/users/zoe")")}, 403},
        {"what another did is undone", {.body = activity("Undo", R"({"type":"Follow","id":"https://far.example/f/1","actor":"https://far.example/users/yan","object":")" + ada_uri() + "\"}")}, 403},
        {"a document's own signature vouches for another actor",
         {.body = R"({"type":"Create","id":"https://far.example/act/ld","actor":"https://far.example/users/yan","object":)" + note("7", "x", "", "https://far.example/users/yan") +
                  R"(,"signature":{"type":"RsaSignature2017","creator":"https://far.example/users/yan#main-key","signatureValue":"AAAA"}})"}, 401},
        {"a document's own signature vouches for another server's actor, and nobody here follows the sender",
         {.body = activity("Create", note("8", "x"), R"(,"signature":{"type":"RsaSignature2017","creator":"https://far.example/users/zoe#main-key","signatureValue":"AAAA"})"), .key_id = eves_key}, 401},
        {"there is no actor", {.body = R"({"type":"Create","object":{}})"}, 422},
        {"the actor has a port that goes without saying", {.body = activity("Like", quoted(theirs), "", "https://far.example:443/users/zoe")}, 422},
        {"the actor is spelled with capitals", {.body = activity("Like", quoted(theirs), "", "https://FAR.example/users/zoe")}, 422},
        {"the actor has a user in its address", {.body = activity("Like", quoted(theirs), "", "https://far.example@evil.example/users/zoe")}, 422},
        {"the actor ends in a dot", {.body = activity("Like", quoted(theirs), "", "https://far.example./users/zoe")}, 422},
        {"it is no JSON", {.body = "not JSON"}, 422},
        {"it is nested without end", {.body = deep}, 422},
        {"it is a list", {.body = "[" + good + "]"}, 422},
    };
    for (auto const& row : matrix) {
        INFO(row.what);
        auto before = dump();
        REQUIRE(before.size() > 1000);
        auto answer = send(row.letter);
        CHECK(answer.status() == row.status);
        if (row.status == 202) continue;  // taken as an activity, whose name is kept: looked at below
        bool same = dump() == before;
        CHECK(same);
    }
    CHECK(note_named("secret")->mentions.size() == 1);
    CHECK(note_named("secret")->text == "Between us");
    CHECK_FALSE(note_named("6"));
    check();
}

TEST_CASE_FIXTURE(Inbox, "the same activity again changes nothing") {
    auto letter = Letter{.body = activity("Create", note("1", "<p>Once</p>"))};
    CHECK(send(letter).status() == 202);
    auto before = dump();
    CHECK(send(letter).status() == 202);
    bool same = dump() == before;
    CHECK(same);
}

TEST_CASE_FIXTURE(Inbox, "a follow is granted by the followed alone") {
    follow(ada, yan);
    auto follows_yan = [&] { return read([&](db::Read& read) { return follows::is_follower(read, ada, yan); }); };
    auto uri = text(take_sent().at(0), "/id");
    CHECK_FALSE(follows_yan());
    auto embedded = R"({"type":"Follow","id":")" + uri + R"(","actor":")" + ada_uri() + R"(","object":"https://far.example/users/yan"})";
    CHECK(sent_by_zoe(activity("Accept", embedded)) == 202);
    CHECK_FALSE(follows_yan());
    CHECK(sent_by_zoe(activity("Accept", quoted(uri))) == 202);
    CHECK_FALSE(follows_yan());
    auto by_yan = [&](std::string body) { return send({.body = std::move(body), .key_id = "https://far.example/users/yan#main-key"}).status(); };
    CHECK(by_yan(activity("Accept", quoted(uri), "", "https://far.example/users/yan")) == 202);
    CHECK(follows_yan());
    CHECK(by_yan(activity("Reject", embedded, "", "https://far.example/users/yan")) == 202);
    CHECK_FALSE(follows_yan());
    check();
}

TEST_CASE_FIXTURE(Inbox, "a follow from elsewhere is answered, asked again answered again, and undone") {
    auto body = activity("Follow", quoted(ada_uri()));
    CHECK(sent_by_zoe(body) == 202);
    CHECK(read([&](db::Read& read) { return follows::is_follower(read, zoe, ada); }));
    CHECK(told(ada) == Kinds{"follow"});
    auto answers = take_sent();
    REQUIRE(answers.size() == 1);
    CHECK(text(answers[0], "/type") == "Accept");
    CHECK(sent_by_zoe(activity("Follow", quoted(ada_uri()))) == 202);
    CHECK(take_sent().size() == 1);
    CHECK(sent_by_zoe(activity("Undo", R"({"type":"Follow","actor":"https://far.example/users/zoe","object":")" + ada_uri() + "\"}")) == 202);
    CHECK_FALSE(read([&](db::Read& read) { return follows::is_follower(read, zoe, ada); }));
    check();
}

TEST_CASE_FIXTURE(Inbox, "a post that names somebody here is kept clean, and tells them") {
    CHECK(sent_by_zoe(activity("Create", note("1", "<p>Hello <script>alert(1)</script><b onclick=x>you</b></p>",
                                               R"(,"summary":"Food","sensitive":true,"contentMap":{"de":"<p>Hello <script>alert(1)</script><b onclick=x>you</b></p>"},"updated":null)"))) == 202);
    auto post = note_named("1");
    REQUIRE(post);
    CHECK(post->html == "<p>Hello <b>you</b></p>");
    CHECK(post->text == "Hello you");
    CHECK(post->content_note == "Food");
    CHECK(post->language == "de");
    CHECK(post->visibility == Visibility::everyone);
    CHECK_FALSE(post->is_local());
    CHECK(post->mentions.size() == 1);
    CHECK(told(ada) == Kinds{"mention"});
    CHECK(sees(ben, post->id));
    CHECK(sent_by_zoe(activity("Update", note("1", "<p>Other words</p>", R"(,"updated":"2026-11-17T11:00:00Z")"))) == 202);
    CHECK(note_named("1")->text == "Other words");
    CHECK(note_named("1")->edited_at > 0);
    CHECK(sent_by_zoe(activity("Delete", R"({"type":"Tombstone","id":"https://far.example/notes/1"})")) == 202);
    CHECK_FALSE(note_named("1"));
    check();
}

TEST_CASE_FIXTURE(Inbox, "whom a post is for is told by its addresses") {
    auto of = [&](std::string id, std::string to, std::string cc) {
        auto body = R"({"type":"Note","id":"https://far.example/notes/)" + id + R"(","attributedTo":["https://far.example/users/zoe"],"content":"x","to":)" + to + R"(,"cc":)" + cc +
                    R"(,"tag":[{"type":"Mention","href":")" + ada_uri() + "\"}]}";
        CHECK(sent_by_zoe(activity("Create", body)) == 202);
        auto post = note_named(id);
        REQUIRE(post);
        return std::string(posts::text_of(post->visibility));
    };
    CHECK(of("a", "\"as:Public\"", "[]") == "public");
    CHECK(of("b", "[]", R"(["Public"])") == "unlisted");
    CHECK(of("c", "[\"https://far.example/users/zoe/followers\"]", "[]") == "private");
    CHECK(of("d", quoted(ada_uri()), "[]") == "direct");
    CHECK_FALSE(sees(ben, note_named("d")->id));
    CHECK_FALSE(sees(ben, note_named("c")->id));
    CHECK(sees(ada, note_named("d")->id));
    check();
}

TEST_CASE_FIXTURE(Inbox, "what concerns nobody here is not kept") {
    auto body = R"({"type":"Note","id":"https://far.example/notes/1","attributedTo":"https://far.example/users/zoe","content":"x","to":[")" + std::string(everyone) + "\"]}";
    CHECK(sent_by_zoe(activity("Create", body)) == 202);
    CHECK_FALSE(note_named("1"));
}

TEST_CASE_FIXTURE(Inbox, "favourites, reactions, boosts and their ends are those of people here") {
    auto post = *say(ada, "Hello");
    auto uri = post.uri("ada");
    CHECK(sent_by_zoe(activity("EmojiReact", quoted(uri), R"(,"content":"x")")) == 202);
    CHECK(sent_by_zoe(activity("Like", quoted(uri))) == 202);
    auto boost = activity("Announce", quoted(uri), R"(,"to":[")" + std::string(everyone) + R"("],"published":"2026-11-17T11:00:00Z")");
    CHECK(sent_by_zoe(boost) == 202);
    auto now = *post_named(uri);
    CHECK(now.favourites == 1);
    CHECK(now.boosts == 1);
    CHECK(told(ada).size() == 2);
    CHECK(sent_by_zoe(activity("Undo", R"({"type":"Like","actor":"https://far.example/users/zoe","object":")" + uri + "\"}")) == 202);
    CHECK(sent_by_zoe(activity("Undo", R"({"type":"Announce","actor":"https://far.example/users/zoe","object":")" + uri + "\"}")) == 202);
    CHECK(post_named(uri)->favourites == 0);
    CHECK(post_named(uri)->boosts == 0);
    CHECK(sent_by_zoe(activity("View", quoted(uri))) == 202);
    CHECK(sent_by_zoe(activity("Dislike", quoted(uri))) == 202);
    check();
}

TEST_CASE_FIXTURE(Inbox, "nothing of somebody who was blocked arrives, and they cannot tell") {
    auto uri = say(ada, "Hello")->uri("ada");
    REQUIRE(write([&](db::Write& write) { return blocks::block(write, ada, zoe); }).has_value());
    take_sent();
    CHECK(sent_by_zoe(activity("Create", note("1", "answer", R"(,"inReplyTo":")" + uri + "\""))) == 202);
    CHECK(sent_by_zoe(activity("Like", quoted(uri))) == 202);
    CHECK(sent_by_zoe(activity("Announce", quoted(uri))) == 202);
    CHECK(sent_by_zoe(activity("Follow", quoted(ada_uri()))) == 202);
    CHECK_FALSE(note_named("1"));
    CHECK(post_named(uri)->favourites == 0);
    CHECK(post_named(uri)->boosts == 0);
    CHECK(told(ada).empty());
    CHECK(sent().empty());
    check();
}

TEST_CASE_FIXTURE(Inbox, "an answer that its author does not allow is not kept") {
    auto draft = this->draft("Only for me to answer");
    draft.policy = posts::Policy{.reply = posts::Allowed::nobody};
    auto uri = say(ada, draft)->uri("ada");
    auto body = R"({"type":"Note","id":"https://far.example/notes/1","attributedTo":"https://far.example/users/zoe","content":"x","inReplyTo":")" + uri + R"(","to":[")" + std::string(everyone) + "\"]}";
    CHECK(sent_by_zoe(activity("Create", body)) == 202);
    CHECK_FALSE(note_named("1"));
    CHECK(post_named(uri)->replies == 0);
}

TEST_CASE_FIXTURE(Inbox, "votes come one by one, and a poll elsewhere counts as its server says") {
    auto draft = this->draft("Which?");
    draft.poll = polls::Draft{{"Tea", "Coffee", "Water"}, 3600, true, false};
    auto uri = say(ada, draft)->uri("ada");
    auto vote = [&](std::string id, std::string name) {
        return sent_by_zoe(activity("Create", R"({"type":"Note","id":"https://far.example/votes/)" + id + R"(","attributedTo":"https://far.example/users/zoe","name":")" + name + R"(","inReplyTo":")" + uri + R"(","to":")" + ada_uri() + "\"}"));
    };
    CHECK(vote("1", "Tea") == 202);
    CHECK(vote("2", "Water") == 202);
    CHECK(vote("3", "Wine") == 202);
    auto poll = *post_named(uri)->poll;
    CHECK(poll.votes == 2);
    CHECK(poll.voters == 1);
    CHECK_FALSE(post_named("https://far.example/votes/1"));
    auto question = [&](std::string a, std::string b, std::string voters) {
        auto made = note("q", "Which?", R"(,"oneOf":[{"type":"Note","name":"A","replies":{"totalItems":)" + a + R"(}},{"type":"Note","name":"B","replies":{"totalItems":)" + b + R"(}}],"endTime":"3000-01-01T00:00:00Z","votersCount":)" + voters);
        made.replace(made.find("\"Note\""), 6, "\"Question\"");
        return made;
    };
    CHECK(sent_by_zoe(activity("Create", question("3", "-7", "-1"))) == 202);
    REQUIRE(note_named("q"));
    REQUIRE(note_named("q")->poll);
    CHECK(note_named("q")->poll->options[0].votes == 3);
    CHECK(note_named("q")->poll->options[1].votes == 0);
    CHECK(sent_by_zoe(activity("Update", question("3", "4", "7"))) == 202);
    CHECK(note_named("q")->poll->votes == 7);
    CHECK(note_named("q")->edited_at == 0);
    check();
}

TEST_CASE_FIXTURE(Inbox, "moments of 1970 and 3000, counts below nothing and missing members stay harmless") {
    CHECK(sent_by_zoe(activity("Create", note("old", "x", R"(,"published":"1970-01-01T00:00:00Z")"))) == 202);
    CHECK(sent_by_zoe(activity("Create", note("new", "x", R"(,"published":"3000-01-01T00:00:00Z","updated":"3000-01-01T00:00:00Z")"))) == 202);
    CHECK(sent_by_zoe(activity("Create", note("odd", "x", R"(,"attachment":[{"type":"Document","url":"https://far.example/a.png","mediaType":"image/png","width":-4,"height":1e300,"blurhash":"<script>"},7,null,"x",{"url":["javascript:1"]}],"tag":[1,null,{"type":"Mention","href":")" + ada_uri() + R"("},{"type":"Hashtag","name":"#ok"},{"type":"Hashtag","name":"a b<c>"},{"type":"Mention"}],"sensitive":"maybe","inReplyTo":17,"replies":[],"url":{"href":3})"))) == 202);
    CHECK(sent_by_zoe(activity("Create", R"({"type":"Note","id":"https://far.example/notes/empty","attributedTo":"https://far.example/users/zoe","to":")" + ada_uri() + "\"}")) == 202);
    REQUIRE(note_named("old"));
    CHECK(note_named("old")->created_at > 0);
    CHECK(note_named("old")->id < note_named("new")->id);
    CHECK(note_named("new")->created_at <= now());
    CHECK(note_named("new")->edited_at <= now());
    REQUIRE(note_named("odd"));
    CHECK(note_named("odd")->media.size() == 1);
    CHECK(note_named("odd")->media[0].blurhash.empty());
    CHECK(note_named("empty"));
    check();
}

TEST_CASE_FIXTURE(Inbox, "who deletes their account takes everything along; unknown ones are passed over") {
    CHECK(sent_by_zoe(activity("Create", note("1", "x"))) == 202);
    CHECK(sent_by_zoe(activity("Delete", "\"https://far.example/users/zoe\"")) == 202);
    CHECK_FALSE(read([&](db::Read& read) { return accounts::find_by_uri(read, "https://far.example/users/zoe"); }));
    auto stranger = send({.body = activity("Delete", "\"https://gone.example/users/x\"", "", "https://gone.example/users/x"), .key_id = "https://gone.example/users/x#main-key"});
    CHECK(stranger.status() == 202);
}

TEST_CASE_FIXTURE(Inbox, "reports from elsewhere reach the moderators, with the posts they name") {
    auto post = *say(ada, "Something");
    CHECK(sent_by_zoe(activity("Flag", "[" + quoted(ada_uri()) + "," + quoted(post.uri("ada")) + "]", R"(,"content":"Look at <b>this</b>")")) == 202);
    auto reports = read([&](db::Read& read) { return moderation::reports(read, {}, {}); });
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].target == ada);
    CHECK(reports[0].comment == "Look at this");
    CHECK(reports[0].posts.size() == 1);
}

TEST_CASE_FIXTURE(Inbox, "a block from elsewhere parts the two") {
    follow(zoe, ada);
    CHECK(sent_by_zoe(activity("Block", quoted(ada_uri()))) == 202);
    CHECK_FALSE(read([&](db::Read& read) { return follows::is_follower(read, zoe, ada); }));
    CHECK(sent_by_zoe(activity("Undo", R"({"type":"Block","actor":"https://far.example/users/zoe","object":")" + ada_uri() + "\"}")) == 202);
    CHECK_FALSE(read([&](db::Read& read) { return blocks::apart(read, zoe, ada); }));
    check();
}

TEST_CASE_FIXTURE(Inbox, "nothing is heard from a server that moderators suspended") {
    auto uri = say(ada, "Hello")->uri("ada");
    must([&](db::Write& write) { return moderation::add_domain_block(write, ben, {.domain = "far.example", .severity = moderation::DomainSeverity::suspend}); });
    auto before = dump();
    CHECK(sent_by_zoe(activity("Like", quoted(uri))) == 403);
    bool same = dump() == before;
    CHECK(same);
}

TEST_CASE_FIXTURE(Inbox, "custom emoji of another server are those of its texts alone, and of nobody's reactions") {
    auto tag = [](std::string const& name, std::string const& source, std::string const& updated = "2026-01-01T00:00:00Z") {
        return R"({"type":"Emoji","id":"https://far.example/emojis/1","name":")" + name + R"(","updated":")" + updated + R"(","icon":{"type":"Image","mediaType":"image/png","url":")" + source + "\"}}";
    };
    auto with = [&](std::string const& tags) { return R"(,"tag":[{"type":"Mention","href":")" + ada_uri() + R"("},)" + tags + "]"; };
    auto picture = [&](std::string const& name, std::string const& domain) {
        return read([&](db::Read& read) {
            auto found = emojis::in(read, {":" + name + ":"}, domain);
            return found.empty() ? std::string() : found.front().address();
        });
    };
    auto body = R"({"type":"Note","id":"https://far.example/notes/1","attributedTo":"https://far.example/users/zoe","content":"<p>Hi :blob:</p>","to":")" + std::string(everyone) + "\"" +
                with(tag(":blob:", "https://files.far.example/blob.png") + "," + tag(":bad name:", "https://far.example/2.png") + "," + tag(":script:", "javascript:alert(1)") + "," + tag(":other:", "file:///etc/passwd")) + "}";
    CHECK(sent_by_zoe(activity("Create", body)) == 202);
    REQUIRE(note_named("1"));
    auto address = picture("blob", "far.example");
    CHECK(address.starts_with("/emojis/"));
    CHECK(address.ends_with("/picture"));
    for (auto name : {"script", "other", "name"}) CHECK(picture(name, "far.example").empty());
    CHECK(picture("blob", "").empty());
    CHECK(picture("blob", "evil.example").empty());
    auto drawn = read([&](db::Read& read) { return emojis::drawn(read, html::Safe{note_named("1")->html}, "far.example"); }).markup;
    CHECK(drawn.contains("<img class=\"emoji\" src=\"" + address + "\" alt=\":blob:\""));
    CHECK(read([&](db::Read& read) { return emojis::drawn_name(read, "<b>:blob:", "far.example"); }).markup.starts_with("&lt;b&gt;"));

    // A newer picture has the same address here; an older one changes nothing.
    static constexpr db::Query source{"test.emoji_source", "SELECT source FROM remote_emoji WHERE shortcode = 'blob'"};
    auto source_now = [&] { return read([&](db::Read& read) { return read.one(source, {}, [](db::Row const& row) { return row.text(0); }).value_or(""); }); };
    auto edited = [&](std::string const& picture, std::string const& updated) {
        return activity("Update", R"({"type":"Note","id":"https://far.example/notes/1","attributedTo":"https://far.example/users/zoe","content":":blob:","to":")" + std::string(everyone) + "\"" + with(tag(":blob:", picture, updated)) + "}");
    };
    CHECK(sent_by_zoe(edited("https://far.example/new.png", "2026-02-01T00:00:00Z")) == 202);
    CHECK(source_now() == "https://far.example/new.png");
    CHECK(picture("blob", "far.example") == address);
    CHECK(sent_by_zoe(edited("https://far.example/old.png", "2025-02-01T00:00:00Z")) == 202);
    CHECK(source_now() == "https://far.example/new.png");

    // A reaction with a picture is a favourite, and brings nothing else.
    auto post = *say(ada, "Hello");
    CHECK(sent_by_zoe(activity("EmojiReact", quoted(post.uri("ada")), R"(,"content":":wow:","tag":[)" + tag(":wow:", "https://far.example/wow.png") + "]")) == 202);
    CHECK(post_named(post.uri("ada"))->favourites == 1);
    CHECK(picture("wow", "far.example").empty());
    check();
}

TEST_CASE_FIXTURE(Inbox, "an answer finds what it answers also when that comes later by another way") {
    auto answer = note("2", "an answer", R"(,"inReplyTo":"https://far.example/notes/1")");
    CHECK(sent_by_zoe(activity("Create", answer)) == 202);
    REQUIRE(note_named("2"));
    CHECK_FALSE(note_named("2")->reply_to);
    CHECK(sent_by_zoe(activity("Create", note("1", "the beginning"))) == 202);
    auto first = *note_named("1"), second = *note_named("2");
    CHECK(second.reply_to == first.id);
    CHECK(second.thread == first.id);
    CHECK(first.replies == 1);
    check();
}

TEST_CASE_FIXTURE(Inbox, "posts and accounts that nobody here needs go after a while, and nothing of ours goes with them") {
    auto received = [&](AccountId author, std::string id, PostId answers = {}, std::vector<AccountId> mentions = {}) {
        return write([&](db::Write& write) {
            posts::Received one;
            one.uri = "https://far.example/notes/" + id;
            one.author = author;
            one.markup = "<p>" + id + "</p>";
            one.visibility = Visibility::everyone;
            one.reply_to = answers;
            one.mentions = std::move(mentions);
            return posts::receive(write, one);
        })->id;
    };
    auto xan = far("xan", "far.example"), wim = far("wim", "far.example");
    must([&](db::Write& write) { return follows::follow(write, ada, yan); });
    must([&](db::Write& write) { return follows::approve(write, yan, ada); });
    auto ours = *say(ada, "Ours");
    auto of_followed = received(yan, "followed"), forgotten = received(xan, "forgotten"), chain = received(xan, "chain", forgotten);
    std::vector<PostId> kept = {of_followed, received(zoe, "saved"), received(zoe, "supported"), received(zoe, "shared"), received(zoe, "answered"), received(zoe, "names", {}, {ada}),
                                received(zoe, "answers us", ours.id), received(zoe, "above", of_followed)};
    must([&](db::Write& write) { return posts::bookmark(write, ben, kept[1]); });
    must([&](db::Write& write) { return posts::favourite(write, ben, kept[2]); });
    must([&](db::Write& write) { return posts::boost(write, ben, kept[3]); });
    REQUIRE(answer(ben, kept[4], "An answer"));
    must([&](db::Write& write) { return posts::receive_boost(write, {.uri = "https://evil.example/boost", .by = eve, .of = ours.id}); });
    must([&](db::Write& write) { return posts::favourite(write, wim, ours.id); });
    received(xan, "in between");
    advance(91 * base::day);
    auto fresh = received(xan, "fresh");
    kept.pop_back();  // a stranger's answer to somebody who is followed goes

    auto before_ours = read([&](db::Read& read) { return *posts::find_unchecked(read, ours.id); });
    for (int round = 0; round < 40; ++round) ap::let_go_of_some(database, 3);  // small pieces, and more than one round: leaves go first
    for (auto name : {"forgotten", "chain", "in between", "above"}) {
        INFO(name);
        CHECK_FALSE(note_named(name));
    }
    for (auto id : kept) CHECK(read([&](db::Read& read) { return posts::find_unchecked(read, id).has_value(); }));
    CHECK(note_named("fresh")->id == fresh);
    auto after_ours = read([&](db::Read& read) { return *posts::find_unchecked(read, ours.id); });
    CHECK(after_ours.boosts == before_ours.boosts);
    CHECK(after_ours.favourites == before_ours.favourites);
    CHECK(after_ours.replies == before_ours.replies);
    (void)chain;

    auto known = [&](AccountId id) { return read([&](db::Read& read) { return accounts::find(read, id).has_value(); }); };
    for (auto id : {xan, yan, zoe, wim, eve, ada, ben, cleo}) CHECK(known(id));
    must([&](db::Write& write) { return posts::remove(write, xan, fresh); });
    must([&](db::Write& write) { return posts::unfavourite(write, wim, ours.id); });
    static constexpr db::Query no_notices{"test.no_notices", "DELETE FROM notification"};
    must([&](db::Write& write) -> base::Result<base::Done> { return write.run(no_notices, {}), base::Done{}; });
    for (int round = 0; round < 10; ++round) ap::let_go_of_some(database, 3);
    for (auto id : {xan, wim}) CHECK_FALSE(known(id));
    for (auto id : {yan, zoe, eve, ada, ben, cleo}) CHECK(known(id));
    // Who was let go may be known again, under the same name.
    auto again = far("xan", "far.example");
    CHECK(again != xan);
    CHECK(account(again).handle() == "xan@far.example");
    ap::remote_days.change(0);
    CHECK(ap::let_go_of_some(database, 100) == 0);
    ap::remote_days.change(90);
    check();
}

TEST_CASE_FIXTURE(Inbox, "who was not read for long is read anew when they are seen, once") {
    static constexpr db::Query asked{"test.asked", "SELECT COUNT(*) FROM job WHERE kind = 'activitypub.fetch_actor'"};
    auto waiting = [&] { return read([&](db::Read& read) { return read.number(asked, {}); }); };
    auto uri = say(ada, "Hello")->uri("ada");
    CHECK(sent_by_zoe(activity("Like", quoted(uri))) == 202);
    CHECK(waiting() == 0);
    advance(8 * base::day);
    for (int time = 0; time < 3; ++time) CHECK(sent_by_zoe(activity("Like", quoted(uri))) == 202);
    CHECK(waiting() == 1);
    check();
}

TEST_CASE_FIXTURE(Inbox, "articles, pages, videos, events, pictures and sound are shown with their title, text and a link") {
    auto kept = [&](std::string const& type, std::string const& more) {
        auto id = "https://far.example/objects/" + type;
        auto body = R"({"type":")" + type + R"(","id":")" + id + R"(","attributedTo":["https://far.example/users/zoe"],"name":"Title of it","to":")" + std::string(everyone) +
                    R"(","tag":{"type":"Mention","href":")" + ada_uri() + "\"}" + more + "}";
        CHECK(sent_by_zoe(activity("Create", body)) == 202);
        auto post = post_named(id);
        INFO(type);
        REQUIRE(post);
        CHECK(post->html.starts_with("<p><strong>Title of it</strong></p>"));
        return *post;
    };
    auto contains = [](posts::Post const& post, std::string_view words) { return post.html.contains(words); };
    auto link = [](std::string const& address) { return "<a href=\"" + address + "\""; };
    // Of WordPress; of Lemmy, which shares a link; of PeerTube; of Mobilizon; of others.
    auto article = kept("Article", R"(,"url":"https://far.example/2026/article","content":"<h2>Part</h2><p>Long text</p>","summary":"In short")");
    CHECK(contains(article, "Long text"));
    CHECK(contains(article, link("https://far.example/2026/article")));
    CHECK(article.content_note.empty());
    auto bare = kept("Audio", R"(,"url":[{"type":"Link","href":"https://far.example/listen","mediaType":"text/html"},{"type":"Link","href":"https://far.example/a.mp3","mediaType":"audio/mpeg"}],"summary":"What it is about")");
    CHECK(contains(bare, "What it is about"));
    CHECK(contains(bare, link("https://far.example/listen")));
    auto page = kept("Page", R"(,"url":"https://far.example/post/1","content":"<p>Why</p>","attachment":[{"type":"Link","href":"https://news.example/story"}],"source":{"content":"Why","mediaType":"text/markdown"})");
    CHECK(contains(page, link("https://news.example/story")));
    CHECK(contains(page, link("https://far.example/post/1")));
    auto video = kept("Video", R"(,"mediaType":"text/markdown","content":"About **this** video","duration":"PT300S","url":[{"type":"Link","mediaType":"text/html","href":"https://far.example/w/1"},{"type":"Link","mediaType":"application/x-mpegURL","href":"https://far.example/1.m3u8"}],"icon":[{"type":"Image","url":"https://far.example/1.jpg","mediaType":"image/jpeg"}])");
    CHECK(contains(video, link("https://far.example/w/1")));
    CHECK(contains(video, "About **this** video"));
    CHECK(video.media.size() == 1);
    auto event = kept("Event", R"(,"url":"https://far.example/events/1","content":"<p>Come</p>","startTime":"2026-12-01T18:00:00+01:00","endTime":"2026-12-01T20:30:00+01:00","location":{"type":"Place","name":"Town hall"})");
    CHECK(contains(event, "2026-12-01 17:00 – 2026-12-01 19:30 UTC"));
    CHECK(contains(event, "Town hall"));
    CHECK(contains(event, link("https://far.example/events/1")));
    auto image = kept("Image", R"(,"url":"https://far.example/p/1","content":"<p>A picture</p>","image":{"type":"Image","url":"https://far.example/1.png","mediaType":"image/png"})");
    CHECK(image.media.size() == 1);
    check();
}

TEST_CASE_FIXTURE(Inbox, "on pages, names lead to pages here and a post to its original; apps get the addresses of its server") {
    auto body = R"({"type":"Note","id":"https://far.example/notes/1","attributedTo":"https://far.example/users/zoe","url":"https://far.example/@zoe/1","content":"<p><a href=\"https://far.example/users/yan\" class=\"u-url mention\">@yan</a> <a href=\")" +
                site() + R"(/@ada\" class=\"mention\">@ada</a></p>","to":")" + std::string(everyone) + R"(","tag":[{"type":"Mention","href":"https://far.example/users/yan"},{"type":"Mention","href":")" + ada_uri() + "\"}]}";
    CHECK(sent_by_zoe(activity("Create", body)) == 202);
    auto post = note_named("1");
    REQUIRE(post);
    CHECK(post->mentions.size() == 2);
    CHECK(post->html.contains("href=\"https://far.example/users/yan\""));
    auto shown = read([&](db::Read& read) {
        auto card = posts::cards(read, {post->id}, ben).at(0);
        return posts::card(html::Words("en"), read, card, read.now, true).markup;
    });
    CHECK(shown.contains("<a href=\"/@yan@far.example\""));
    CHECK_FALSE(shown.contains("href=\"https://far.example/users/yan\""));
    CHECK(shown.contains("href=\"https://far.example/@zoe/1\""));
    CHECK(shown.contains("href=\"/@ada\""));
}
