// Conversations: who has them, what they end with, whether they were read.
#include "blocks/blocks.hpp"
#include "conversations/conversations.hpp"
#include "posters.hpp"

using namespace testing_people;
using base::AccountId, base::PostId;
using posts::Visibility;

namespace {

struct Talking : Posters {
    Talking() : Posters({conversations::schema}) { database.on_emit(conversations::hear); }
    std::vector<conversations::Conversation> of(AccountId account, posts::Page page = {}) {
        return read([&](db::Read& read) { return conversations::list(read, account, page); });
    }
    posts::Post whisper(AccountId author, std::string text) { return *say(author, std::move(text), Visibility::direct); }
    posts::Post reply(AccountId author, PostId to, std::string text) { return *answer(author, to, std::move(text)); }
};

}  // namespace

TEST_CASE_FIXTURE(Talking, "a private message is read for who wrote it and unread for whom it names; nobody else has it") {
    auto first = whisper(ada, "@ben Are you awake?");
    REQUIRE(of(ada).size() == 1);
    CHECK_FALSE(of(ada)[0].unread);
    REQUIRE(of(ben).size() == 1);
    CHECK(of(ben)[0].unread);
    CHECK(of(ben)[0].thread == first.id);
    CHECK(of(ben)[0].last == first.id);
    CHECK(of(cleo).empty());
    REQUIRE(say(ada, "@ben For all to read"));
    CHECK(of(ben).size() == 1);
}

TEST_CASE_FIXTURE(Talking, "an answer comes last, and turns read and unread around") {
    auto first = whisper(ada, "@ben Are you awake?");
    auto second = reply(ben, first.id, "@ada I am.");
    CHECK(of(ada)[0].unread);
    CHECK_FALSE(of(ben)[0].unread);
    CHECK(of(ada)[0].last == second.id);
    REQUIRE(write([&](db::Write& change) { return conversations::mark_read(change, ada, first.id); }));
    CHECK_FALSE(of(ada)[0].unread);
    CHECK_FALSE(write([&](db::Write& change) { return conversations::mark_read(change, cleo, first.id); }));
}

TEST_CASE_FIXTURE(Talking, "a deleted message gives way to the one before it, and the last one takes the conversation with it") {
    auto first = whisper(ada, "@ben Are you awake?");
    auto second = reply(ben, first.id, "@ada I am.");
    REQUIRE(write([&](db::Write& change) { return posts::remove(change, ben, second.id); }));
    CHECK(of(ada)[0].last == first.id);
    REQUIRE(write([&](db::Write& change) { return posts::remove(change, ada, first.id); }));
    CHECK(of(ada).empty());
    CHECK(of(ben).empty());
}

TEST_CASE_FIXTURE(Talking, "a conversation that was put away comes back with the next message") {
    auto first = whisper(ada, "@ben Are you awake?");
    REQUIRE(write([&](db::Write& change) { return conversations::remove(change, ben, first.id); }));
    CHECK(of(ben).empty());
    CHECK(of(ada).size() == 1);
    auto second = reply(ada, first.id, "@ben Hello?");
    REQUIRE(of(ben).size() == 1);
    CHECK(of(ben)[0].last == second.id);
}

TEST_CASE_FIXTURE(Talking, "somebody who is blocked or muted opens no conversation") {
    REQUIRE(write([&](db::Write& change) { return blocks::mute(change, cleo, ada); }));
    whisper(ada, "@ben @cleo A secret");
    CHECK(of(ben).size() == 1);
    CHECK(of(cleo).empty());
}

TEST_CASE_FIXTURE(Talking, "pages follow one another by their newest messages") {
    std::vector<PostId> said;
    for (int i = 0; i < 5; ++i) said.push_back(whisper(ada, "@ben Message " + std::to_string(i)).id);
    auto newest = of(ben, {.limit = 2});
    REQUIRE(newest.size() == 2);
    CHECK(newest[0].last == said[4]);
    auto next = of(ben, {.before = newest[1].last.value, .limit = 2});
    REQUIRE(next.size() == 2);
    CHECK(next[0].last == said[2]);
    auto back = of(ben, {.after = said[0].value, .limit = 2});
    REQUIRE(back.size() == 2);
    CHECK(back[0].last == said[2]);
    CHECK(back[1].last == said[1]);
    CHECK(of(ben, {.since = said[3].value}).size() == 1);
}

TEST_CASE_FIXTURE(Talking, "a removed account leaves no conversations behind") {
    whisper(ada, "@ben Are you awake?");
    write([&](db::Write& change) { conversations::forget(change, ben); return base::Result<base::Done>{}; });
    CHECK(of(ben).empty());
    CHECK(of(ada).size() == 1);
}
