// An alert is issued once, by whom the organization lets, and corrected in the open.
#include "desk.hpp"

using namespace testing_alerts;
using base::Why;

TEST_CASE_FIXTURE(Desk, "statements are taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(Desk, "only an organization gets the right, and a sender is one organization's") {
    auto ask = [&](Right const& right) { return write([&](db::Write& write) { return grant(write, root, right); }); };
    CHECK(ask({.organization = ada, .sender = "ada@larkspur.example"}).error().fields[0].field == "organization");
    CHECK(ask({.organization = health, .sender = "two words"}).error().fields[0].field == "sender");
    REQUIRE(let());
    auto clinic = organization("clinic");
    CHECK(ask({.organization = clinic, .sender = "alerts@larkspur.example"}).error().fields[0].code == "ERR_TAKEN");
    CHECK(read([](db::Read& read) { return rights(read); }).size() == 1);
    REQUIRE(write([&](db::Write& write) { return revoke(write, root, health); }));
    CHECK(read([&](db::Read& read) { return memberships(read, ada); }).empty());
    check();
}

TEST_CASE_FIXTURE(Desk, "people are named by an administrator or by the organization, and nobody else") {
    REQUIRE(let());
    auto name = [&](AccountId by, Member const& member) { return write([&](db::Write& write) { return set_member(write, by, member); }); };
    CHECK(name(cleo, {.organization = health, .person = cleo}).error().why == Why::not_found);
    CHECK(name(health, {.organization = health, .person = cleo}));
    CHECK(name(root, {.organization = health, .person = health}).error().fields[0].field == "person");
    CHECK(read([&](db::Read& read) { return members(read, health); }).size() == 3);
    CHECK(write([&](db::Write& write) { return remove_member(write, health, health, cleo); }));
    CHECK(write([&](db::Write& write) { return remove_member(write, health, health, cleo); }).error().why == Why::not_found);
}

TEST_CASE_FIXTURE(Desk, "an issued alert holds, is a post of the organization, and is issued once however often it is asked for") {
    REQUIRE(let());
    auto draft = *save_as(ada, smoke());
    auto alert = issue_as(ada, draft);
    REQUIRE(alert);
    CHECK(issue_as(ada, draft)->id == alert->id);
    CHECK(issue_as(ben, draft)->id == alert->id);
    CHECK(holding() == std::vector{alert->id});
    CHECK(alert->message.identifier == alert->url());
    CHECK(alert->message.sender == "alerts@larkspur.example");
    CHECK(alert->message.infos[0].sender_name == "Larkspur Public Health");
    CHECK(alert->message.sent.at % 1000 == 0);
    auto post = *read([&](db::Read& read) { return posts::find(read, alert->post, {}); });
    CHECK(post.author == health);
    CHECK(post.text.starts_with("Stay indoors and keep windows closed\n\nThe air is very unhealthy."));
    CHECK(post.text.ends_with(alert->url()));
    CHECK(read([&](db::Read& read) { return drafts(read, ada); }).empty());
    check();
}

TEST_CASE_FIXTURE(Desk, "outsiders find neither drafts nor the right to issue") {
    REQUIRE(let());
    auto draft = *save_as(ada, smoke());
    CHECK(issue_as(cleo, draft).error().why == Why::not_found);
    CHECK(!read([&](db::Read& read) { return find_draft(read, cleo, draft.id); }));
    CHECK(save_as(cleo, smoke()).error().fields[0].field == "organization");
    CHECK(write([&](db::Write& write) { return drop(write, cleo, draft.id); }).error().why == Why::not_found);
    CHECK(holding().empty());
}

TEST_CASE_FIXTURE(Desk, "where a second person must agree, the author alone cannot issue, and any change asks again") {
    REQUIRE(let(true));
    auto draft = *save_as(ada, smoke());
    CHECK(issue_as(ben, draft).error().why == Why::conflict);  // nobody asked yet
    draft = *write([&](db::Write& write) { return ask_approval(write, ada, draft.id, draft.version); });
    CHECK(draft.state == Draft::State::waiting);
    CHECK(issue_as(ada, draft).error().why == Why::forbidden);

    auto back = write([&](db::Write& write) { return send_back(write, ben, draft.id, ""); });
    CHECK(back.error().fields[0].field == "reason");
    draft = *write([&](db::Write& write) { return send_back(write, ben, draft.id, "Name the county"); });
    CHECK(draft.sent_back == "Name the county");
    draft = *save_as(ada, draft);
    draft = *write([&](db::Write& write) { return ask_approval(write, ada, draft.id, draft.version); });
    auto const approved = draft;
    draft.message.infos[0].headline = "Leave now";
    draft = *save_as(ada, draft);
    CHECK(issue_as(ben, approved).error().why == Why::conflict);  // it is not what Ben read
    draft = *write([&](db::Write& write) { return ask_approval(write, ada, draft.id, draft.version); });
    auto alert = issue_as(ben, draft);
    REQUIRE(alert);
    CHECK(read([&](db::Read& read) { return find_draft(read, ada, draft.id); })->approved_by == ben);
    check();
}

TEST_CASE_FIXTURE(Desk, "two who write one draft do not overwrite each other") {
    REQUIRE(let());
    auto first = *save_as(ada, smoke());
    auto second = first;
    CHECK(save_as(ben, second));
    CHECK(save_as(ada, first).error().why == Why::conflict);
}

TEST_CASE_FIXTURE(Desk, "a faulty alert is not issued, and nothing of it is left") {
    REQUIRE(let());
    auto draft = smoke();
    draft.message.infos[0].areas[0].circles = {"242.3,-122.8 25"};
    auto kept = *save_as(ada, draft);  // a draft may be unfinished
    CHECK(issue_as(ada, kept).error().fields[0].field == "info[0].area[0].circle[0]");
    CHECK(holding().empty());
    CHECK(read([](db::Read& read) { return last_entry(read); }).number == 0);
    auto late = smoke();
    late.message.infos[0].expires = {now() - base::hour, 0};
    CHECK(!issue_as(ada, *save_as(ada, late)));
    check();
}

TEST_CASE_FIXTURE(Desk, "an update carries all earlier references, says what changed, and takes the place of the alert") {
    REQUIRE(let());
    auto first = issued(smoke());
    auto start = [&](AlertId id, MessageType type) { return write([&](db::Write& write) { return start_update(write, ada, id, type); }); };
    auto draft = *start(first.id, MessageType::update);
    CHECK(draft.message.infos == first.message.infos);
    CHECK(issue_as(ada, draft).error().fields[0].field == "changed");
    draft.changed = "Klamath County was added.";
    draft.why = "The wind turned.";
    auto second = issued(draft);
    CHECK(second.chain == first.id);
    CHECK(holding() == std::vector{second.id});
    CHECK(again(first.id).replaced_by == second.id);
    CHECK(start(first.id, MessageType::update).error().why == Why::conflict);

    auto end = *start(second.id, MessageType::cancel);
    end.changed = "The air is good again.";
    end.why = "Rain.";
    auto third = issued(end);
    REQUIRE(third.message.references.size() == 2);
    CHECK(third.message.references[0].identifier == first.message.identifier);
    CHECK(third.message.infos[0].responses == std::vector{Response::all_clear});
    CHECK(holding().empty());
    CHECK(start(third.id, MessageType::update).error().why == Why::conflict);
    CHECK(read([&](db::Read& read) { return chain(read, second.id); }).size() == 3);
    check();
}

TEST_CASE_FIXTURE(Desk, "worse alerts come first, exercises last") {
    REQUIRE(let());
    auto with = [&](Severity severity, Status status) {
        auto draft = smoke();
        draft.message.infos[0].severity = severity;
        draft.message.status = status;
        return issued(draft).id;
    };
    auto exercise = with(Severity::extreme, Status::exercise), minor = with(Severity::minor, Status::actual), extreme = with(Severity::extreme, Status::actual);
    CHECK(holding() == std::vector{extreme, minor, exercise});
    auto post = *read([&](db::Read& read) { return posts::find(read, again(exercise).post, {}); });
    CHECK(post.text.starts_with("Exercise: nothing is happening\n\nStay indoors"));
}

TEST_CASE_FIXTURE(Desk, "an alert ends at its time, also when nothing ran then") {
    REQUIRE(let());
    auto alert = issued(smoke());
    advance(2 * base::day);
    CHECK(holding().empty());
    jobs::Runner runner(database);
    add_jobs(runner, database);
    runner.run_due();
    CHECK(again(alert.id).ended_at == alert.ends_at);
    auto last = read([](db::Read& read) { return entries_after(read, 0, 10); });
    REQUIRE(last.size() == 2);
    CHECK(last[1].kind == "ended");
    check();
}
