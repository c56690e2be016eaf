// Messages with a care team: who reads them, that nothing of them lies open on the disk, and what both sides may do.
#include "base/time.hpp"
#include "blocks/blocks.hpp"
#include "clinic.hpp"
#include "crypto/box.hpp"
#include "crypto/crypto.hpp"
#include <algorithm>
#include <fstream>
#include <iterator>

using namespace testing_clinic;
using base::Why;

namespace {

std::string field(auto const& refused) { return refused || refused.error().fields.empty() ? std::string() : refused.error().fields.front().field; }
auto why(auto const& refused) { return refused ? std::optional<Why>() : std::optional(refused.error().why); }

std::string png(std::size_t bytes) { return "\x89PNG\r\n\x1a\n" + std::string(bytes, '\x01'); }

}  // namespace

TEST_CASE_FIXTURE(Clinic, "a thread is found by the patient and those who answer for the team, and by nobody else") {
    auto const made = thread();
    CHECK(found(ada, made.id)->subject == "The two tablets");
    CHECK(found(tom, made.id)->unread == 1);
    CHECK(said(nia, made.id).front().text == "May I take both?");
    for (auto const stranger : {ben, cleo, otto, hospital, AccountId{}}) {
        CHECK_FALSE(found(stranger, made.id));
        CHECK(said(stranger, made.id).empty());
    }
    CHECK(why(says(ben, made.id, "Hello")) == Why::not_found);
    CHECK(why(says(otto, made.id, "Hello")) == Why::forbidden);
    CHECK(says(otto, made.id, "Hello").error().message.find("responder") != std::string::npos);
    CHECK(why(rule(messages::close, cleo, made.id)) == Why::not_found);
    CHECK(why(rule(erase, nia, made.id)) == Why::forbidden);
    CHECK(read([&](db::Read& read) { return threads_of_team(read, clinic, otto, {}, 10); }).empty());
    auto const all = read([&](db::Read& read) { return readers(read, made.id); });
    REQUIRE(all.size() == 4);
    CHECK(all[0].person == ada);
    CHECK(all[1].person == clinic);
    CHECK(all[2].role == "owner");
    CHECK(all[3].person == tom);
    for (auto const& each : all) CHECK(found(each.person, made.id));
    check();
    check_statements();
}

TEST_CASE_FIXTURE(Clinic, "moderators and administrators have no way into a thread") {
    auto const made = thread();
    does([&](db::Write& write) { (void)accounts::set_role(write, ben, http::Role::admin); });
    CHECK_FALSE(found(ben, made.id));
    CHECK(read([&](db::Read& read) { return threads_of_team(read, clinic, ben, {}, 10); }).empty());
}

TEST_CASE_FIXTURE(Clinic, "what is wrong with a new thread is refused with its field") {
    auto tries = [&](std::string subject, std::string text, std::vector<File> files = {}, AccountId to = {}) { return begins(ada, {.patient = ada, .organization = to ? to : clinic, .subject = std::move(subject), .text = std::move(text), .files = std::move(files)}); };
    CHECK(field(tries(" ", "Hello")) == "subject");
    CHECK(field(tries(std::string(121, 'a'), "Hello")) == "subject");
    CHECK(field(tries("Hello", " ")) == "text");
    CHECK(field(tries("Hello", std::string(1'000'000, 'a'))) == "text");
    CHECK(field(tries(std::string(1'000'000, 'a'), "Hello")) == "subject");
    CHECK(field(tries("Hello", "Look", {{"a.exe", "", std::string("MZ\x90\0\x03", 5)}})) == "files");
    CHECK(field(tries("Hello", "Look", {{"a.png", "", png(largest_attachment)}})) == "files");
    CHECK(field(tries("Hello", "Look", {{"a.txt", "", ""}})) == "files");
    CHECK(field(tries("Hello", "Look", std::vector<File>(5, {"a.txt", "", "x"}))) == "files");
    CHECK(why(tries("Hello", "Hello", {}, ben)) == Why::not_found);
    REQUIRE(write([&](db::Write& write) { return set_desk(write, cleo, {.organization = hospital}); }));
    CHECK(field(tries("Hello", "Hello", {}, hospital)) == "organization");
    CHECK(why(begins(ben, {.patient = ada, .organization = clinic, .subject = "x", .text = "y"})) == Why::not_found);
    CHECK(field(begins(nia, {.patient = ben, .organization = clinic, .subject = "x", .text = "y"})) == "patient");
    CHECK(tries("Hello", "", {{"scan.png", "text/html", png(20)}}));
    CHECK(counted("SELECT COUNT(*) FROM care_thread") == 1);
    CHECK(why(write([&](db::Write& write) { return set_desk(write, tom, {.organization = clinic, .open = true}); })) == Why::forbidden);
    CHECK(field(write([&](db::Write& write) { return set_desk(write, nia, {.organization = clinic, .open = true, .away_until = write.now + base::day}); })) == "away_text");
    check();
}

TEST_CASE_FIXTURE(Clinic, "a team writes to its patients alone: who wrote to it, agreed to it, or is known to another room") {
    Opening const opening{.patient = ben, .organization = clinic, .subject = "Your visit", .text = "Please come."};
    CHECK(field(begins(nia, opening)) == "patient");
    REQUIRE(write([&](db::Write& write) { return records::give(write, {.patient = ben, .discloser = {}, .recipient = clinic, .purpose = records::Purpose::recall, .what = {}, .expires_at = write.now + base::day}); }));
    auto const made = begins(nia, opening);
    REQUIRE(made);
    CHECK(found(ben, made->id)->unread == 1);
    CHECK_FALSE(waits(made->id));
    CHECK(read([&](db::Read& read) { return unread(read, ben); }) == 1);
    advance(2 * base::day);
    CHECK(begins(nia, opening));
    check();
}

TEST_CASE_FIXTURE(Clinic, "one key is one message, however often it is sent") {
    Opening const opening{.patient = ada, .organization = clinic, .subject = "Twice", .text = "Sent twice."};
    auto const first = begins(ada, opening, "key-1"), second = begins(ada, opening, "key-1");
    REQUIRE(second);
    CHECK(first->id == second->id);
    auto const answer = says(nia, first->id, "Once.", "key-2"), again = says(nia, first->id, "Once.", "key-2");
    CHECK(answer->id == again->id);
    CHECK(said(ada, first->id).size() == 2);
    CHECK(says(tom, first->id, "Another person's key", "key-2"));
    auto const other = thread();
    CHECK(why(says(nia, other.id, "Once.", "key-2")) == Why::conflict);
    CHECK(field(says(nia, other.id, "x", std::string(201, 'k'))) == "idempotency_key");
    check();
}

TEST_CASE_FIXTURE(Clinic, "what the patient says waits in the team's inbox; a colleague's claim holds the answer back") {
    auto const made = thread();
    auto const item = waits(made.id);
    REQUIRE(item);
    auto const shown = read([&](db::Read& read) { return inbox_shown(read, html::Words("en"), clinic, item->about); });
    REQUIRE(shown);
    CHECK(shown->words.find("both") == std::string::npos);
    CHECK(shown->address == "/care-messages/" + made.id.text());
    CHECK_FALSE(read([&](db::Read& read) { return inbox_shown(read, html::Words("en"), hospital, item->about); }));
    REQUIRE(write([&](db::Write& write) { return inbox::claim(write, item->id, tom); }));
    auto const held = says(nia, made.id, "No.");
    CHECK(why(held) == Why::conflict);
    CHECK(held.error().message.find("tom") != std::string::npos);
    CHECK(why(rule(messages::close, nia, made.id)) == Why::conflict);
    REQUIRE(write([&](db::Write& write) { return answer_in_inbox(write, {clinic, tom, item->about, "Take one at a time.", "k"}); }));
    CHECK_FALSE(waits(made.id));
    CHECK(said(ada, made.id).back().text == "Take one at a time.");
    CHECK(said(ada, made.id).back().author == tom);
    advance(base::minute);
    REQUIRE(says(ada, made.id, "Thank you."));
    CHECK(waits(made.id));
    check();
}

TEST_CASE_FIXTURE(Clinic, "each side sees what the other has read") {
    auto const made = thread();
    CHECK(said(ada, made.id).front().read_at == 0);
    advance(base::minute);
    REQUIRE(rule(mark_read, tom, made.id));
    CHECK(said(ada, made.id).front().read_at > 0);
    CHECK(found(nia, made.id)->unread == 0);
    REQUIRE(says(nia, made.id, "One at a time."));
    CHECK(read([&](db::Read& read) { return unread(read, ada); }) == 1);
    REQUIRE(rule(mark_read, ada, made.id));
    CHECK(read([&](db::Read& read) { return unread(read, ada); }) == 0);
    CHECK(why(rule(mark_read, ben, made.id)) == Why::not_found);
    check();
}

TEST_CASE_FIXTURE(Clinic, "out of office answers by itself, once in a thread for each absence") {
    REQUIRE(write([&](db::Write& write) { return set_desk(write, nia, {.organization = clinic, .open = true, .away_text = "We are back on Monday.", .away_until = write.now + base::day}); }));
    auto const made = thread();
    REQUIRE(says(ada, made.id, "And one more thing."));
    auto const all = said(ada, made.id);
    REQUIRE(all.size() == 3);
    CHECK(all[1].automatic);
    CHECK(all[1].text == "We are back on Monday.");
    CHECK(waits(made.id));
    advance(2 * base::day);
    REQUIRE(says(ada, made.id, "Are you there?"));
    CHECK(said(ada, made.id).size() == 4);
    check();
}

TEST_CASE_FIXTURE(Clinic, "a closed thread takes nothing until it is opened again") {
    auto const made = thread();
    REQUIRE(rule(messages::close, nia, made.id));
    CHECK_FALSE(waits(made.id));
    CHECK(why(says(ada, made.id, "Wait")) == Why::conflict);
    REQUIRE(rule(reopen, ada, made.id));
    CHECK(says(ada, made.id, "Wait"));
    REQUIRE(rule(messages::close, ada, made.id));
    CHECK_FALSE(waits(made.id));
    check();
}

TEST_CASE_FIXTURE(Clinic, "who blocks an organization is written to no more, and writes no more") {
    auto const made = thread();
    REQUIRE(write([&](db::Write& write) { return blocks::block(write, ada, clinic); }));
    CHECK(why(says(nia, made.id, "Hello?")) == Why::not_found);
    CHECK(why(says(ada, made.id, "Hello?")) == Why::not_found);
    CHECK(why(begins(nia, {.patient = ada, .organization = clinic, .subject = "x", .text = "y"})) == Why::not_found);
    CHECK(why(begins(ada, {.patient = ada, .organization = clinic, .subject = "x", .text = "y"})) == Why::not_found);
    CHECK(found(ada, made.id));
}

TEST_CASE_FIXTURE(Clinic, "a team hands a thread over only when the patient agrees, and reads it no more") {
    auto const made = thread();
    auto const refused = rule(transfer, nia, made.id, hospital);
    CHECK(field(refused) == "to");
    CHECK(refused.error().fields.front().code == "ERR_CONSENT");
    CHECK(field(rule(ask_to_transfer, nia, made.id, clinic)) == "to");
    CHECK(field(rule(ask_to_transfer, nia, made.id, ben)) == "to");
    CHECK(why(rule(ask_to_transfer, ada, made.id, hospital)) == Why::forbidden);
    REQUIRE(rule(ask_to_transfer, nia, made.id, hospital));
    CHECK_FALSE(found(cleo, made.id));
    CHECK(why(rule(answer_transfer, nia, made.id, true)) == Why::forbidden);
    REQUIRE(rule(answer_transfer, ada, made.id, false));
    CHECK(why(rule(answer_transfer, ada, made.id, true)) == Why::conflict);
    REQUIRE(rule(ask_to_transfer, nia, made.id, hospital));
    REQUIRE(rule(answer_transfer, ada, made.id, true));
    CHECK(found(cleo, made.id)->subject == "The two tablets");
    CHECK_FALSE(found(nia, made.id));
    CHECK_FALSE(waits(made.id));
    CHECK(waits(made.id, hospital));
    auto const given = read([&](db::Read& read) { return records::disclosures(read, ada, 0, 10); });
    REQUIRE(given.size() == 1);
    CHECK(given.front().recipient == hospital);
    CHECK(given.front().consent);
    auto const other = thread("And this?");  // what was agreed to was that thread alone
    CHECK(field(rule(transfer, nia, other.id, hospital)) == "to");
    check();
}

TEST_CASE_FIXTURE(Clinic, "a substance use thread stays where it is without a consent, even when the patient asks") {
    auto const made = begins(ada, {.patient = ada, .organization = clinic, .subject = "x", .text = "y", .files = {}, .part2 = true});
    REQUIRE(made);
    CHECK(found(nia, made->id)->part2);
    CHECK(field(rule(transfer, ada, made->id, hospital)) == "to");
    REQUIRE(rule(agree_to_transfer, ada, made->id, hospital));
    CHECK(found(cleo, made->id)->part2);
    auto const other = thread();
    CHECK(rule(transfer, ada, other.id, hospital));
    check();
}

TEST_CASE_FIXTURE(Clinic, "attachments are known by their bytes, and found by those who read the thread") {
    auto const made = thread("Look", {{"../lab\nresult.html", "text/html", "%PDF-1.7 lab"}, {"skin.jpg", "", "\xff\xd8\xff\xe0 picture"}, {"", "", "plain words"}});
    auto const all = said(nia, made.id).front().attachments;
    REQUIRE(all.size() == 3);
    CHECK(all[0].type == "application/pdf");
    CHECK(all[0].name == ".._lab_result.html");
    CHECK(all[1].type == "image/jpeg");
    CHECK(all[2].type == "text/plain");
    CHECK(all[2].name == "file");
    auto gives = [&](AccountId reader, std::int64_t id) { return read([&](db::Read& read) { return attachment(read, reader, id); }); };
    CHECK(gives(ada, all[2].id)->content == "plain words");
    CHECK_FALSE(gives(ben, all[2].id));
    CHECK_FALSE(gives(otto, all[2].id));
    CHECK_FALSE(gives(ada, 12345));
    CHECK(type_of("<svg xmlns='x'>") == "text/plain");
    CHECK(type_of(std::string("a\0b", 3)).empty());
}

TEST_CASE_FIXTURE(Clinic, "erasing destroys the key: of the thread a stone without words is left") {
    auto const made = thread("May I take both?", {{"lab.txt", "", "haemoglobin"}});
    REQUIRE(says(nia, made.id, "One."));
    REQUIRE(rule(erase, ada, made.id));
    for (auto const reader : {ada, nia}) CHECK_FALSE(found(reader, made.id));
    CHECK_FALSE(waits(made.id));
    CHECK(counted("SELECT COUNT(*) FROM record_key WHERE id = (SELECT record_key FROM care_thread)") == 0);
    CHECK(counted("SELECT COUNT(*) FROM care_message") == 0);
    CHECK(counted("SELECT COUNT(*) FROM care_thread WHERE erased_at > 0") == 1);
    CHECK(why(rule(erase, ada, made.id)) == Why::not_found);
    CHECK(std::ranges::any_of(looks(), [](records::Access const& each) { return each.what == "thread" && each.action == records::Action::remove; }));
    check();
}

TEST_CASE_FIXTURE(Clinic, "what a key sealed cannot be moved to another message, nor read once one bit is another") {
    auto const one = thread("The first."), two = thread("The second.");
    auto const first = said(ada, one.id).front().id;
    does([&](db::Write& write) { write.run({"", "UPDATE care_message SET text = (SELECT text FROM care_message WHERE id = $1) WHERE id <> $1"}, {first}); });
    CHECK(said(ada, one.id).front().text == "The first.");
    CHECK(said(ada, two.id).front().text.empty());
    does([&](db::Write& write) { write.run({"", "UPDATE care_message SET text = 'A' || text WHERE id = $1"}, {first}); });
    CHECK(said(ada, one.id).front().text.empty());
}

TEST_CASE_FIXTURE(Clinic, "every look, change and refusal is on record, and the patient sees who it was") {
    auto const made = thread();
    watched(database, nia, made.id, true, "");
    watched(database, ben, made.id, true, "");
    REQUIRE(says(nia, made.id, "Yes."));
    auto const all = looks();
    auto has = [&](AccountId person, records::Action action, bool refused) {
        return std::ranges::any_of(all, [&](records::Access const& each) { return each.person == person && each.action == action && each.refused == refused && each.about == made.id.text(); });
    };
    CHECK(has(ada, records::Action::create, false));
    CHECK(has(nia, records::Action::read, false));
    CHECK(has(ben, records::Action::read, true));
    CHECK(has(nia, records::Action::update, false));
    CHECK(read([&](db::Read& read) { return records::verify(read); }).first_bad == 0);
}

TEST_CASE_FIXTURE(Clinic, "the notice of a message says nothing of it, nor of the organization") {
    auto const made = thread();
    REQUIRE(says(nia, made.id, "Your warfarin level is high."));
    crypto::Sealer const sealer(record_keys.folder + "/keys");
    std::string letters;
    read([&](db::Read& read) { read.each({"", "SELECT payload FROM job ORDER BY id"}, {}, [&](db::Row const& row) { letters += sealer.open(row.text(0), "job.payload.mail.send.1").value_or(row.text(0)); }); return 0; });
    CHECK(letters.find("new message") != letters.npos);
    for (auto const* word : {"warfarin", "tablets", "clinic"}) CHECK_MESSAGE(letters.find(word) == letters.npos, word);
}

TEST_CASE_FIXTURE(Clinic, "an account takes its threads along: of a patient everything with its key, of a clinician the name") {
    auto const made = thread();
    REQUIRE(says(nia, made.id, "Yes."));
    REQUIRE(rule(ask_to_transfer, nia, made.id, hospital));
    does([&](db::Write& write) { forget_account(write, nia); });
    CHECK_FALSE(said(ada, made.id).back().author);
    check();
    does([&](db::Write& write) { forget_account(write, ada); });
    CHECK(counted("SELECT COUNT(*) FROM care_thread") == 0);
    CHECK(counted("SELECT COUNT(*) FROM record_key") == 0);
    CHECK(counted("SELECT COUNT(*) FROM care_message_file") == 0);
    check();
}

TEST_CASE_FIXTURE(Clinic, "no word, name or byte of a thread lies open in the files of the database") {
    REQUIRE(write([&](db::Write& write) { return set_desk(write, nia, {.organization = clinic, .open = true, .away_text = "We are back on Monday.", .away_until = write.now + base::day}); }));
    auto const made = *begins(ada, {.patient = ada, .organization = clinic, .subject = "Quillfeather question", .text = "Zanthoxylum at night", .files = {{"Snorkelwort.txt", "", "Grumblethorn " + std::string(20'000, 'x')}}}, "k1");
    REQUIRE(says(nia, made.id, "Flimmerwick in the morning", "k2", {{"Wobblenote.pdf", "", "%PDF-1.7 Dapplemoor"}}));
    REQUIRE(rule(ask_to_transfer, nia, made.id, hospital));
    REQUIRE(rule(answer_transfer, ada, made.id, true));
    watched(database, cleo, made.id, true, "live");
    CHECK(said(ada, made.id).size() == 3);
    std::string whole;
    if (database.is_postgresql()) {
        auto const tables = database.read([](db::Read& read) { return read.rows({"", "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY table_name"}, {}, [](db::Row const& row) { return row.text(0); }); });
        for (auto const& table : tables) {
            auto const text = "SELECT CAST(t AS TEXT) FROM \"" + table + "\" t";
            database.read([&](db::Read& read) { read.each({"", text}, {}, [&](db::Row const& row) { whole += row.text(0); }); return 0; });
        }
    } else {
        auto const path = database.read([](db::Read& read) { return read.one({"", "SELECT file FROM pragma_database_list"}, {}, [](db::Row const& row) { return row.text(0); }); });
        for (auto const* ending : {"", "-wal"}) {
            std::ifstream file(*path + ending, std::ios::binary);
            whole.append(std::istreambuf_iterator<char>(file), {});
        }
    }
    CHECK(whole.find("Within two working days.") != whole.npos);  // what everybody may read is found, so that the search is one
    for (auto const* phrase : {"Quillfeather", "Zanthoxylum", "Snorkelwort", "Grumblethorn", "Flimmerwick", "Wobblenote", "Dapplemoor"}) CHECK_MESSAGE(whole.find(phrase) == whole.npos, phrase);
}

TEST_CASE_FIXTURE(Clinic, "a thread reads as before while its key is wrapped anew, and after") {
    auto const made = thread("May I take both?", {{"lab.txt", "", "haemoglobin"}});
    auto const newest = crypto::add_key(record_keys.folder + "/keys");
    records::keep_keys_in(record_keys.folder + "/keys");  // as at the next start
    CHECK(said(nia, made.id).front().text == "May I take both?");
    while (*write([](db::Write& write) -> base::Result<bool> { return records::rewrap(write, 1); })) {}
    CHECK(counted("SELECT COUNT(*) FROM record_key WHERE master <> " + std::to_string(newest)) == 0);
    auto const all = said(nia, made.id);
    CHECK(all.front().text == "May I take both?");
    CHECK(read([&](db::Read& read) { return attachment(read, ada, all.front().attachments.front().id); })->content == "haemoglobin");
    CHECK(found(ada, made.id)->subject == "The two tablets");
    REQUIRE(says(nia, made.id, "One."));
    check();
}

TEST_CASE_FIXTURE(Clinic, "what is written to who cares for substance use is walled off by itself") {
    CHECK_FALSE(thread().part2);
    REQUIRE(write([&](db::Write& write) { return directory::add(write, clinic, {.organization = clinic, .name = "Steady House", .specialty = "addiction", .city = "Larkspur", .country = "US", .position = {42.33, -122.87}, .zone = "America/Los_Angeles"}); }));
    auto const made = thread();
    CHECK(made.part2);
    CHECK(field(rule(transfer, ada, made.id, hospital)) == "to");
    REQUIRE(rule(agree_to_transfer, ada, made.id, hospital));
    auto const given = read([&](db::Read& read) { return records::disclosures(read, ada, 0, 10); });
    REQUIRE(given.size() == 1);
    CHECK(given.front().consent);
}

TEST_CASE_FIXTURE(Clinic, "lists go on behind a thread, also where many were written in one moment") {
    for (auto const each : {ada, ben, cleo}) REQUIRE(write([&](db::Write& write) { return records::give(write, {.patient = each, .discloser = {}, .recipient = clinic, .purpose = records::Purpose::recall, .what = {}, .expires_at = write.now + base::day}); }));
    does([&](db::Write& write) {
        for (auto const each : {ada, ben, cleo, ada}) {
            auto const made = open(write, nia, {.patient = each, .organization = clinic, .subject = "A check is due", .text = "Please come."});
            REQUIRE(made);
        }
    });
    std::vector<std::int64_t> seen;
    for (ThreadId before;;) {
        auto const some = read([&](db::Read& read) { return threads_of_team(read, clinic, tom, before, 1); });
        if (some.empty()) break;
        before = some.back().id;
        seen.push_back(before.value);
    }
    CHECK(seen.size() == 4);
    CHECK(std::ranges::is_sorted(seen, std::greater{}));
    auto const own = read([&](db::Read& read) { return threads_of_patient(read, ada, {}, 10); });
    REQUIRE(own.size() == 2);
    CHECK(read([&](db::Read& read) { return threads_of_patient(read, ada, own.front().id, 10); }).size() == 1);
    auto const others = read([&](db::Read& read) { return threads_of_patient(read, ben, {}, 10); });
    CHECK(read([&](db::Read& read) { return threads_of_patient(read, ada, others.front().id, 10); }).size() == 2);  // another's thread is no place in one's own list
}
