// Reports, decisions and appeals: who may do what to whom, and what it does.
#include "world.hpp"

using namespace testing_moderation;
using testing_people::Kinds;

TEST_CASE_FIXTURE(Moderated, "a report reaches every moderator, and holds only what its writer could see") {
    posts[1] = {ben, true};
    posts[2] = {ben, false, {ada}};
    posts[3] = {ben, false, {cleo}};
    posts[4] = {cleo, true};
    auto made = complain(ada, ben, {PostId{1}, PostId{2}, PostId{3}, PostId{4}, PostId{99}});
    REQUIRE(made);
    CHECK(made->posts == std::vector{PostId{1}, PostId{2}});
    CHECK(made->comment == "It hurts people");
    for (auto moderator : {mia, max, root}) CHECK(told(moderator) == Kinds{"admin.report"});
    CHECK(told(ben).empty());
    CHECK(read([](db::Read& read) { return open_reports(read); }) == 1);
    check();
}

TEST_CASE_FIXTURE(Moderated, "nobody reports themselves, somebody unknown, or too many words") {
    CHECK(complain(ada, ada).error().why == Why::invalid);
    CHECK(complain(ada, AccountId{17}).error().why == Why::not_found);
    CHECK(complain(ada, ben, {}, std::string(1001, 'x')).error().fields.front().field == "comment");
    CHECK(complain(ada, ben, {}, std::string(1'000'000, 'x')).error().fields.front().code == "ERR_TOO_LONG");
    auto unknown_rule = write([&](db::Write& write) { return report(write, ada, {.target = ben, .rules = {RuleId{4711}}}); });
    CHECK(unknown_rule.error().fields.front().field == "rule_ids");
    CHECK(read([](db::Read& read) { return open_reports(read); }) == 0);
}

TEST_CASE_FIXTURE(Moderated, "the same report sent twice at once is one") {
    auto first = complain(ada, ben), second = complain(ada, ben);
    CHECK(first->id == second->id);
    advance(61'000);
    CHECK(complain(ada, ben)->id != first->id);
}

TEST_CASE_FIXTURE(Moderated, "a report is taken, resolved and reopened, and each step says who") {
    auto id = complain(ada, ben)->id;
    REQUIRE(write([&](db::Write& write) { return assign(write, mia, id); }));
    CHECK(again(id).assigned == mia);
    auto closed = write([&](db::Write& write) { return resolve(write, mia, id); });
    CHECK(closed->closed_by == mia);
    CHECK(closed->closed_at > 0);
    CHECK(read([](db::Read& read) { return open_reports(read); }) == 0);
    CHECK_FALSE(write([&](db::Write& write) { return reopen(write, max, id); })->closed_at);
    auto record = read([&](db::Read& read) { return entries(read, {.target = "report:" + id.text()}, {}); });
    REQUIRE(record.size() == 3);
    CHECK(record[0].act == "report.reopen");
    CHECK(record[0].actor == max);
    CHECK(record[2].act == "report.assign");
    check();
}

TEST_CASE_FIXTURE(Moderated, "reports are listed by what became of them, page by page") {
    std::vector<ReportId> made;
    for (int i = 0; i < 5; ++i) made.push_back(complain(ada, ben, {}, "number " + std::to_string(i))->id);
    (void)write([&](db::Write& write) { return resolve(write, mia, made[1]); });
    auto ids = [&](ReportFilter filter, Page page) {
        std::vector<ReportId> all;
        for (auto const& each : read([&](db::Read& read) { return reports(read, filter, page); })) all.push_back(each.id);
        return all;
    };
    CHECK(ids({.closed = false}, {.limit = 2}) == std::vector{made[4], made[3]});
    CHECK(ids({.closed = false}, {.before = made[3].value, .limit = 9}) == std::vector{made[2], made[0]});
    CHECK(ids({.closed = true}, {}) == std::vector{made[1]});
    CHECK(ids({.target = ben}, {.after = made[1].value, .limit = 2}) == std::vector{made[3], made[2]});
    CHECK(ids({.reporter = ben}, {}).empty());
}

TEST_CASE_FIXTURE(Moderated, "whoever is decided about is told, and reads what, why, which rule and which posts") {
    posts[1] = {ben, true};
    auto rule = read([](db::Read& read) { return rules(read); }).front();
    auto of = *write([&](db::Write& write) { return report(write, ada, {.target = ben, .category = Category::violation, .rules = {rule.id}, .posts = {PostId{1}}}); });
    auto made = act(mia, ben, Act::silence, of.id);
    REQUIRE(made);
    CHECK(account(ben).silenced_at > 0);
    CHECK(made->reasons == "Because of this");
    CHECK(made->rules == std::vector{rule.id});
    REQUIRE(made->posts.size() == 1);
    CHECK(made->posts[0].words == "words of 1");
    CHECK(told(ben) == Kinds{"moderation_warning"});
    CHECK(again(of.id).closed_by == mia);
    auto notification = read([&](db::Read& read) { return notifications::list(read, ben, {}); }).front();
    CHECK(notification.about == made->id.value);
    CHECK(notification.from == ben);  // and not the moderator
    check();
}

TEST_CASE_FIXTURE(Moderated, "nobody decides about themselves, their peers, or as a member") {
    CHECK(act(mia, mia, Act::none).error().why == Why::forbidden);
    CHECK(act(mia, max, Act::silence).error().why == Why::forbidden);
    CHECK(act(mia, root, Act::suspend).error().why == Why::forbidden);
    CHECK(act(ada, ben, Act::suspend).error().why == Why::forbidden);
    CHECK(act(mia, AccountId{17}, Act::none).error().why == Why::not_found);
    CHECK(act(root, mia, Act::silence));
    give_role(max, http::Role::admin);
    CHECK(act(root, max, Act::silence).error().why == Why::forbidden);
    CHECK(account(ben).suspended_at == 0);
    check();
}

TEST_CASE_FIXTURE(Moderated, "a moderator touches no post that was written to few, unless it was reported") {
    posts[1] = {ben, false, {ada}};
    CHECK(act(mia, ben, Act::delete_posts, {}, {PostId{1}}).error().fields.front().field == "status_ids");
    CHECK_FALSE(posts[1].gone);
    auto of = complain(ada, ben, {PostId{1}})->id;
    CHECK(act(mia, ben, Act::delete_posts, of));
    CHECK(posts[1].gone);
}

TEST_CASE_FIXTURE(Moderated, "a suspension closes what was reported about the account, and its mailbox") {
    auto first = complain(ada, ben)->id, second = complain(cleo, ben)->id;
    REQUIRE(act(mia, ben, Act::suspend, first));
    CHECK(account(ben).suspended_at > 0);
    CHECK(again(second).closed_by == mia);
    CHECK(read([](db::Read& read) { return is_email_blocked(read, "b.e.n+again@people.example"); }));
    REQUIRE(write([&](db::Write& write) { return lift(write, mia, ben, Act::suspend); }));
    CHECK(account(ben).suspended_at == 0);
    CHECK_FALSE(read([](db::Read& read) { return is_email_blocked(read, "ben@people.example"); }));
    check();
}

TEST_CASE_FIXTURE(Moderated, "an appeal is answered by somebody else, and a granted one undoes the decision") {
    auto made = act(mia, ben, Act::silence)->id;
    auto against = object(made);
    REQUIRE(against);
    CHECK(object(made).error().why == Why::conflict);
    CHECK(answer(mia, against->id, true).error().why == Why::forbidden);
    CHECK(answer(ada, against->id, true).error().why == Why::forbidden);
    CHECK(account(ben).silenced_at > 0);
    REQUIRE(answer(max, against->id, true));
    CHECK(account(ben).silenced_at == 0);
    CHECK(answer(root, against->id, false).error().why == Why::conflict);
    auto after = *read([&](db::Read& read) { return appeal_of(read, made); });
    CHECK(after.granted);
    CHECK(after.decided_by == max);
    CHECK(after.answer == "We looked again");
    CHECK(read([&](db::Read& read) { return find_decision(read, made); })->overruled_at > 0);
    check();
}

TEST_CASE_FIXTURE(Moderated, "a denied appeal leaves everything as it was, and a later decision stands by itself") {
    auto first = act(mia, ben, Act::silence)->id, second = act(max, ben, Act::silence)->id;
    REQUIRE(answer(max, object(first)->id, true));
    CHECK(account(ben).silenced_at > 0);
    REQUIRE(answer(root, object(second)->id, false));
    CHECK(account(ben).silenced_at > 0);
    CHECK(read([](db::Read& read) { return waiting_appeals(read); }) == 0);
    check();
}

TEST_CASE_FIXTURE(Moderated, "an appeal comes within half a year") {
    auto made = act(mia, ben, Act::none)->id;
    advance(appeal_within);
    CHECK(object(made).error().why == Why::forbidden);
}

TEST_CASE_FIXTURE(Moderated, "covered posts are uncovered when the appeal is granted") {
    posts[1] = {ben, true};
    auto made = act(mia, ben, Act::mark_posts, {}, {PostId{1}});
    REQUIRE(made);
    CHECK(posts[1].covered);
    REQUIRE(answer(max, object(made->id)->id, true));
    CHECK_FALSE(posts[1].covered);
}

TEST_CASE_FIXTURE(Moderated, "an account is erased for good only once it is suspended") {
    CHECK(write([&](db::Write& write) { return erase(write, root, ben); }).error().why == Why::forbidden);
    CHECK(read([&](db::Read& read) { return entries(read, {.target = "account:" + ben.text()}, {}); }).empty());
}

TEST_CASE_FIXTURE(Moderated, "what a person wrote goes with their account, and that it was decided stays") {
    auto of = complain(ben, ada)->id;
    auto made = act(mia, ben, Act::none)->id;
    REQUIRE(object(made));
    (void)write([&](db::Write& write) -> base::Result<base::Done> { moderation::forget(write, ben); return base::Done{}; });
    CHECK(again(of).comment.empty());
    CHECK(read([&](db::Read& read) { return find_decision(read, made); }));
    CHECK_FALSE(read([&](db::Read& read) { return appeal_of(read, made); }));
}

TEST_CASE_FIXTURE(Moderated, "every statement is one that the engine takes") { check_statements(); }
