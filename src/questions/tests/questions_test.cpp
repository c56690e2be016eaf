// People ask without a name, the agency answers once for all who have the question, and every version is on record.
#include "base/time.hpp"
#include "mail/mail.hpp"
#include "moderation/moderation.hpp"
#include "notifications/notifications.hpp"
#include "posters.hpp"
#include "questions/inside.hpp"
#include "record_keys.hpp"
#include <filesystem>
#include <unistd.h>

using namespace testing_people;
using namespace questions;
using base::Why;

namespace {

// Ada and Ben act for the health department; Cleo and Dora are the public.
struct Public : Posters {
    AccountId health, root, dora;
    alerts::Alert alert;
    jobs::Runner runner{database};
    std::string const folder = std::filesystem::temp_directory_path() / ("salve-questions-" + std::to_string(::getpid()));

    Public() : Posters({moderation::schema, areas::schema, places::schema, alerts::schema, questions::schema}) {
        places::keep_keys_in(record_keys.folder + "/keys");
        health = join("health");
        (void)write([&](db::Write& write) { return accounts::change_profile(write, health, {.name = "Larkspur Public Health", .kind = accounts::Kind::organization}); });
        root = join("matron");
        (void)write([&](db::Write& write) { return accounts::set_role(write, root, http::Role::admin); });
        dora = join("dora");
        (void)write([&](db::Write& write) { return alerts::grant(write, root, {.organization = health, .sender = "alerts@larkspur.example"}); });
        (void)write([&](db::Write& write) { return alerts::set_member(write, root, {.organization = health, .person = ada}); });
        database.on_emit(questions::hear);
        questions::add_jobs(runner, database);
        alerts::keep_letter_keys_in(record_keys.folder + "/keys");
        mail::start(runner, folder + "/mail");
        questions::add_notices();
        alert = issued({});
    }
    ~Public() { std::filesystem::remove_all(folder); }
    alerts::Alert issued(AlertId replaces) {
        alerts::Info info{.categories = {alerts::Category::health}, .event = "Boil water", .urgency = alerts::Urgency::immediate, .severity = alerts::Severity::severe, .certainty = alerts::Certainty::observed,
                          .expires = {now() + 2 * base::day, 0}, .headline = "Boil tap water before you drink it", .description = "Bacteria were found.", .areas = {{.description = "Talent", .circles = {"42.3,-122.8 25"}}}};
        auto draft = replaces ? *write([&](db::Write& write) { return alerts::start_update(write, ada, replaces, alerts::MessageType::update); }) : alerts::Draft{.organization = health, .message = {.infos = {info}}};
        if (replaces) draft.changed = "Phoenix was added.", draft.why = "A second test.";
        auto kept = *write([&](db::Write& write) { return alerts::save(write, ada, draft); });
        return *write([&](db::Write& write) { return alerts::issue(write, ada, kept.id, kept.version); });
    }
    base::Result<Question> asks(AccountId who, std::string const& text, bool named = false) {
        return write([&](db::Write& write) { return questions::ask(write, who, {alert.id, text, named}); });
    }
    base::Result<Answer> answers(AccountId who, QuestionId id, Reply const& said) {
        return write([&](db::Write& write) { return questions::answer(write, who, id, said); });
    }
    base::Result<Question> puts_together(QuestionId id, QuestionId into) {
        return write([&](db::Write& write) { return questions::merge(write, ada, id, into); });
    }
    Question again(QuestionId id) { return *read([&](db::Read& read) { return find(read, id); }); }
    std::vector<Question> seen() { return read([&](db::Read& read) { return open_to_all(read, alert.id); }); }
    int told(AccountId who, std::string_view kind = "alert_answer") {
        runner.run_due();
        int count = 0;
        for (auto const& each : read([&](db::Read& read) { return notifications::list(read, who, {.limit = 40}); })) count += each.kind == kind;
        return count;
    }
    void wants(AccountId who, places::Mail how) {
        REQUIRE(write([&](db::Write& write) { return places::set_wishes(write, who, {.mail = how}); }));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Public, "statements of questions are taken by the engine") { check_statements(); }

TEST_CASE("questions are alike by their words, whatever their endings, in any language") {
    CHECK(likeness("Can I drink the tap water?", "Is drinking tap water safe?") >= alike);
    CHECK(likeness("¿Puedo beber agua del grifo?", "¿Se puede beber el agua de los grifos?") >= alike);
    CHECK(likeness("هل ماء الصنبور آمن للشرب؟", "هل يمكن شرب ماء الصنبور؟") >= alike);
    CHECK(likeness("Can I drink the tap water?", "When will the school open again?") < 0.2);
    CHECK(likeness("¿Cuándo abren las escuelas?", "¿Puedo beber agua del grifo?") < 0.2);
    CHECK(likeness("متى تفتح المدارس؟", "هل ماء الصنبور آمن للشرب؟") < 0.2);
    // What holds every question together does not make two of them alike.
    CHECK(likeness("What should I do with my dog?", "What should I do with my fridge?") < alike);
    CHECK(likeness("?", "!") == 0);
    CHECK(likeness("why?", "Why?") == 1);
}

TEST_CASE_FIXTURE(Public, "a question is read by the agency first, and nobody learns who asked unless they allowed it") {
    auto quiet = asks(cleo, "  Can I drink the tap water?\n");
    REQUIRE(quiet);
    CHECK(quiet->text == "Can I drink the tap water?");
    CHECK(seen().empty());
    CHECK(!read([&](db::Read& read) { return find_for(read, dora, quiet->id); }));
    CHECK(read([&](db::Read& read) { return find_for(read, ada, quiet->id); }));
    CHECK(!quiet->named);
    CHECK(asks(dora, "Who pays for bottled water?", true)->named);
    CHECK(asks(cleo, "Can I drink the tap water?")->id == quiet->id);  // pressed twice
    CHECK(asks(cleo, " ").error().fields[0].code == "ERR_BLANK");
    CHECK(asks(cleo, std::string(1'000'000, 'a')).error().fields[0].code == "ERR_TOO_LONG");
    for (auto text : {"One?", "Two?", "Three?", "Four?"}) CHECK(asks(cleo, text));
    CHECK(asks(cleo, "Five?").error().why == Why::too_many);
    auto waits = read([&](db::Read& read) { return waiting(read, ada); });
    CHECK(waits.unanswered == 6);
    CHECK(waits.oldest == quiet->asked_at);
    CHECK(read([&](db::Read& read) { return waiting(read, cleo); }).unanswered == 0);
    CHECK(read([&](db::Read& read) { return unanswered(read, ada, {}, 10); }).front().id == quiet->id);
    check();
}

TEST_CASE_FIXTURE(Public, "what others asked is shown before one's own is sent, and everybody who joins counts once") {
    auto first = *asks(cleo, "Can I drink the tap water?");
    auto like = [&](std::string const& text) { return read([&](db::Read& read) { return similar(read, alert.id, text); }); };
    CHECK(like("Is tap water good to drink?").empty());  // not taken up: nobody else sees it
    auto join_as = [&](AccountId who) { return write([&](db::Write& write) { return questions::join(write, who, first.id); }); };
    CHECK(join_as(dora).error().why == Why::not_found);
    REQUIRE(write([&](db::Write& write) { return take_up(write, ada, first.id, "May we drink tap water?"); }));
    REQUIRE(like("Is tap water good to drink?").size() == 1);
    CHECK(like("Is tap water good to drink?")[0].wording == "May we drink tap water?");
    CHECK(join_as(dora)->people == 2);
    CHECK(join_as(dora)->people == 2);
    CHECK(join_as(cleo)->people == 2);
    CHECK(write([&](db::Write& write) { return leave(write, dora, first.id); })->people == 1);
    CHECK(write([&](db::Write& write) { return leave(write, cleo, first.id); })->people == 1);  // who asked keeps the question
    check();
}

TEST_CASE_FIXTURE(Public, "one answer serves all questions that were put together, and putting together can be undone") {
    auto first = *asks(cleo, "Can I drink the tap water?"), second = *asks(dora, "Is tap water safe to drink?"), other = *asks(dora, "When does school open?");
    auto like = read([&](db::Read& read) { return resembling(read, first); });
    REQUIRE(like.size() == 1);
    CHECK(like[0].question.id == second.id);
    CHECK(puts_together(second.id, first.id)->people == 2);
    CHECK(puts_together(other.id, second.id).error().why == Why::conflict);
    CHECK(puts_together(first.id, first.id).error().fields[0].field == "into");
    CHECK(answers(cleo, first.id, {.known = "No."}).error().why == Why::not_found);
    CHECK(answers(ada, first.id, {}).error().fields[0].field == "known");
    CHECK(answers(ada, first.id, {.known = "No.", .next_update = now() - 1}).error().fields[0].field == "next_update");
    auto made = answers(ada, first.id, {.known = "Boil it first.", .not_known = "How long it lasts.", .doing = "We test every day.", .next_update = now() + base::day});
    REQUIRE(made);
    CHECK(made->version == 1);
    CHECK(told(cleo) == 1);
    CHECK(told(dora) == 1);
    CHECK(seen().size() == 1);
    // Whose question is taken apart waits on its own again.
    REQUIRE(write([&](db::Write& write) { return unmerge(write, ada, second.id); }));
    CHECK(again(second.id).state == State::waiting);
    CHECK(again(first.id).people == 1);
    // Put to what is answered, it is told at once.
    auto late = *asks(root, "Drinking tap water: is it safe?");
    REQUIRE(puts_together(late.id, first.id));
    CHECK(told(root) == 1);
    check();
}

TEST_CASE_FIXTURE(Public, "an answer changes in versions that all stay, everybody is told of each, and a late promise is overdue") {
    auto question = *asks(cleo, "Can I drink the tap water?");
    auto first = *answers(ada, question.id, {.known = "Boil it first.", .next_update = now() + base::hour});
    CHECK(answers(ada, question.id, {.known = "Boil it first.", .next_update = first.next_update})->version == 1);  // pressed twice
    CHECK(answers(ada, question.id, {.known = "It is safe again."}).error().why == Why::conflict);                  // not seen: the first version
    CHECK(read([&](db::Read& read) { return waiting(read, ada); }).overdue == 0);
    advance(2 * base::hour);
    CHECK(read([&](db::Read& read) { return waiting(read, ada); }).overdue == 1);
    CHECK(questions::metrics(database).contains("salve_alert_questions_overdue 1\n"));
    CHECK(told(cleo) == 1);
    auto second = *answers(ada, question.id, {.known = "It is safe again.", .after = 1});
    CHECK(second.version == 2);
    CHECK(told(cleo) == 2);
    auto waits = read([&](db::Read& read) { return waiting(read, ada); });
    CHECK(waits.overdue == 0);
    CHECK(waits.unanswered == 0);
    auto all = read([&](db::Read& read) { return versions(read, question.id); });
    REQUIRE(all.size() == 2);
    CHECK(all[0].known == "Boil it first.");
    auto entries = read([](db::Read& read) { return alerts::entries_after(read, 0, 10); });
    REQUIRE(entries.size() == 3);
    CHECK(entries[1].kind == "answered");
    CHECK(entries[2].number == second.entry);
    CHECK(entries[2].text.contains("It is safe again."));
    CHECK(alerts::fault_in(entries, "").empty());
    check();
}

TEST_CASE_FIXTURE(Public, "questions belong to the chain: an update carries them along") {
    auto question = *asks(cleo, "Can I drink the tap water?");
    REQUIRE(answers(ada, question.id, {.known = "Boil it first."}));
    auto update = issued(alert.id);
    auto under = read([&](db::Read& read) { return open_to_all(read, update.id); });
    REQUIRE(under.size() == 1);
    CHECK(under[0].id == question.id);
    REQUIRE(answers(ada, question.id, {.known = "Boil it first, in Phoenix too.", .after = 1}));
    CHECK(read([&](db::Read& read) { return alerts::entries_after(read, 0, 10); }).back().alert == update.id);
}

TEST_CASE_FIXTURE(Public, "a question is declined for a reason that its asker sees, and may be taken up after all") {
    auto question = *asks(cleo, "Is my neighbor ill?");
    auto declined = [&](Reason reason) { return write([&](db::Write& write) { return decline(write, ada, question.id, reason); }); };
    CHECK(declined(Reason::none).error().fields[0].field == "reason");
    CHECK(declined(Reason::about_one_person)->state == State::declined);
    CHECK(seen().empty());
    CHECK(read([&](db::Read& read) { return own(read, cleo, alert.id); })[0].declined == Reason::about_one_person);
    CHECK(read([&](db::Read& read) { return waiting(read, ada); }).unanswered == 0);
    REQUIRE(answers(ada, question.id, {.wording = "Is it catching?", .known = "No."}));
    CHECK(seen()[0].wording == "Is it catching?");
    CHECK(declined(Reason::harmful).error().why == Why::conflict);
}

TEST_CASE_FIXTURE(Public, "an answer's text is taken away in the open: the hash stays, the record says so, and it still verifies") {
    auto question = *asks(cleo, "Who is ill?");
    auto made = *answers(ada, question.id, {.known = "Mrs. Miller."});
    auto take = [&](AccountId by, std::string const& reason) { return write([&](db::Write& write) { return alerts::take_away(write, by, made.entry, reason); }); };
    CHECK(take(ada, "It names somebody.").error().why == Why::not_found);
    CHECK(take(root, " ").error().fields[0].field == "reason");
    REQUIRE(take(root, "It names somebody."));
    CHECK(take(root, "Again.").error().why == Why::conflict);
    auto left = *read([&](db::Read& read) { return answer_of(read, question.id); });
    CHECK(left.taken_away);
    CHECK(left.known.empty());
    auto entries = read([](db::Read& read) { return alerts::entries_after(read, 0, 10); });
    REQUIRE(entries.size() == 3);
    CHECK(entries[1].text.empty());
    CHECK(entries[2].kind == "removed");
    CHECK(entries[2].text.contains("It names somebody."));
    CHECK(alerts::fault_in(entries, "").empty());
    auto gone = read([&](db::Read& read) { return alerts::removals(read, alerts::chain(read, alert.id)); });
    REQUIRE(gone.size() == 1);
    CHECK(gone[0].entry == made.entry);
    check();
}

TEST_CASE_FIXTURE(Public, "an alert's text is taken away from the page, the post and the record, and it no longer holds") {
    REQUIRE(write([&](db::Write& write) { return alerts::take_away(write, root, 1, "A court asks for it."); }));
    auto left = *read([&](db::Read& read) { return alerts::find(read, alert.id); });
    CHECK(left.taken_away);
    CHECK(left.message.infos.empty());
    CHECK(left.message.identifier == alert.message.identifier);
    CHECK(left.ended_at != 0);
    CHECK(!read([&](db::Read& read) { return posts::find(read, alert.post, {}); }));
    CHECK(asks(cleo, "Why?").error().why == Why::not_found);
    CHECK(alerts::fault_in(read([](db::Read& read) { return alerts::entries_after(read, 0, 10); }), "").empty());
    check();
}

TEST_CASE_FIXTURE(Public, "who goes takes along what waited for them alone; what others have stays without them") {
    auto alone = *asks(cleo, "Alone?"), shared = *asks(cleo, "I am Cleo: can I drink the tap water?", true);
    REQUIRE(write([&](db::Write& write) { return take_up(write, ada, shared.id, "May we drink tap water?"); }));
    REQUIRE(write([&](db::Write& write) { return questions::join(write, dora, shared.id); }));
    questions::add_export();
    auto const copy = read([&](db::Read& read) { return accounts::export_all(read, cleo); });
    CHECK(copy.contains("I am Cleo: can I drink the tap water?"));
    CHECK(read([&](db::Read& read) { return accounts::export_all(read, dora); }).contains("May we drink tap water?"));
    (void)write([&](db::Write& write) -> base::Result<base::Done> {
        questions::forget(write, cleo);
        return base::Done{};
    });
    CHECK(!read([&](db::Read& read) { return find(read, alone.id); }));
    auto left = again(shared.id);
    CHECK(!left.asker);
    CHECK(!left.named);
    CHECK(left.text == "May we drink tap water?");
    CHECK(left.people == 1);
    check();
}

TEST_CASE_FIXTURE(Public, "what changed between two texts is marked, and said") {
    html::Words words("en");
    auto const made = alerts::differences(words, "Boil <water> for one minute.", "Boil <water> for three minutes.").markup;
    CHECK(made.starts_with("Boil &lt;water&gt; for <del><span class=\"vh\">Removed: </span>one minute.</del>"));
    CHECK(made.ends_with("<ins><span class=\"vh\">Added: </span>three minutes.</ins>"));
    CHECK(alerts::differences(words, "same", "same").markup == "same");
}

TEST_CASE_FIXTURE(Public, "an answer that a colleague works on is held back with the reason, and what waits and is settled is told") {
    std::vector<std::string> heard;
    database.on_emit([&](db::Write&, base::Event const& event) {
        if (event.kind == Waits::kind) heard.push_back("waits");
        if (event.kind == Settled::kind) heard.push_back(base::from_event<Settled>(event).by ? "settled" : "put together");
    });
    auto const first = asks(cleo, "Can I drink the water?"), second = asks(dora, "Is the water safe to drink?");
    REQUIRE(first);
    REQUIRE(second);
    check_answers_by([](db::Write&, AccountId, Question const&) -> base::Result<base::Done> { return base::refuse(Why::conflict, "Ben works on it."); });
    CHECK(answers(ada, first->id, {.wording = "", .known = "Boil it first."}).error().message == "Ben works on it.");
    CHECK(write([&](db::Write& write) { return decline(write, ada, first->id, Reason::not_clear); }).error().why == Why::conflict);
    check_answers_by({});
    REQUIRE(answers(ada, first->id, {.wording = "", .known = "Boil it first."}));
    REQUIRE(puts_together(second->id, first->id));
    REQUIRE(write([&](db::Write& write) { return unmerge(write, ada, second->id); }));
    CHECK(heard == std::vector<std::string>{"waits", "waits", "settled", "put together", "waits"});
}

TEST_CASE_FIXTURE(Public, "the agency's people are told that people ask, together for a minute, and never who; whoever asked is told of a refusal") {
    auto const first = *asks(cleo, "Where does my neighbor hide?"), second = *asks(dora, "Where is my neighbor hiding?");
    CHECK(told(ada, "alert_question") == 0);
    advance(2 * base::minute);
    for (auto who : {ada, health}) CHECK(told(who, "alert_question") == 1);
    for (auto who : {cleo, dora}) CHECK(told(who, "alert_question") == 0);
    auto const notice = read([&](db::Read& read) { return notifications::list(read, ada, {.limit = 1}); }).front();
    CHECK(notice.from == health);
    // More questions renew the one notice.
    REQUIRE(asks(cleo, "When does school open?"));
    advance(2 * base::minute);
    CHECK(told(ada, "alert_question") == 1);
    CHECK(read([&](db::Read& read) { return notifications::list(read, ada, {.limit = 1}); }).front().id > notice.id);
    REQUIRE(puts_together(second.id, first.id));
    REQUIRE(write([&](db::Write& write) { return decline(write, ada, first.id, Reason::harmful); }));
    CHECK(told(cleo, "alert_declined") == 1);
    CHECK(told(dora, "alert_declined") == 1);
    CHECK(told(root, "alert_declined") == 0);
    check();
}

TEST_CASE_FIXTURE(Public, "an answer comes by letter to those who want mail of alerts, at once or in the morning, and the subject tells nothing") {
    wants(cleo, places::Mail::at_once);
    wants(dora, places::Mail::daily);
    wants(root, places::Mail::none);
    auto const first = *asks(cleo, "Can I drink the tap water?"), second = *asks(dora, "Is tap water safe to drink?"), third = *asks(root, "Drinking tap water: is it safe?");
    REQUIRE(puts_together(second.id, first.id));
    REQUIRE(puts_together(third.id, first.id));
    REQUIRE(answers(ada, first.id, {.known = "Boil it first.", .doing = "We test every day."}));
    auto const letters = [&] {
        runner.run_due();
        auto all = mail::kept();
        std::filesystem::remove_all(folder + "/mail");
        return all;
    };
    auto const at_once = letters();
    REQUIRE(at_once.size() == 1);
    CHECK(at_once[0].to.contains("cleo"));
    for (auto const* word : {"water", "question", "Larkspur Public Health"}) CHECK_FALSE(at_once[0].subject.contains(word));
    for (auto const* part : {"Can I drink the tap water?", "What is known\nBoil it first.", "What is being done", "/questions/", "/alerts/letters/"}) CHECK_MESSAGE(at_once[0].text.contains(part), at_once[0].text);
    CHECK(letters().empty());
    REQUIRE(answers(ada, first.id, {.known = "It is safe again.", .after = 1}));
    CHECK(letters().size() == 1);
    advance(base::day);
    auto const in_the_morning = letters();
    REQUIRE(in_the_morning.size() == 1);
    CHECK(in_the_morning[0].to.contains("dora"));
    CHECK(in_the_morning[0].text.contains("It is safe again."));
    check();
}

TEST_CASE_FIXTURE(Public, "public questions come in pages by key: all of them, each once, answered ones first") {
    std::vector<QuestionId> all;
    for (int i = 0; i < 7; ++i) {
        auto const asked = *asks(i % 2 ? cleo : dora, "Question number " + std::to_string(i) + "?");
        REQUIRE(write([&](db::Write& write) { return take_up(write, ada, asked.id, ""); }));
        all.push_back(asked.id);
    }
    for (auto i : {5U, 2U}) REQUIRE(answers(ada, all[i], {.known = "Yes."}));
    std::vector<QuestionId> seen_now;
    for (QuestionId after;;) {
        auto const page = read([&](db::Read& read) { return open_to_all(read, alert.id, 3, after); });
        for (auto const& each : page) seen_now.push_back(each.id);
        if (page.size() < 3) break;
        after = page.back().id;
    }
    CHECK(seen_now == std::vector<QuestionId>{all[2], all[5], all[0], all[1], all[3], all[4], all[6]});
}
