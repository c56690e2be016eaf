// What ends or moves a thread: handing it to another team with the patient's leave, erasing it, and what goes with an account.
#include "base/json.hpp"
#include "base/time.hpp"
#include "messages/inside.hpp"
#include "messages/queries.hpp"

namespace messages {

using base::Result, base::Why;

namespace {

constexpr base::Time leave_lasts = 1;  // it is for this thread, which is handed over in the same change, and for no other

Result<base::Done> check_target(db::Read& read, Thread const& thread, AccountId to) {
    auto refused = [] { return base::refuse_field("to", "ERR_INVALID", "Choose an organization here that takes messages."); };
    if (to == thread.organization || !check_recipient(read, thread.patient, to) || !desk(read, to).open) return refused();
    return base::Done{};
}

void hand_over(db::Write& write, Reached const& reached, AccountId by, AccountId to, records::ConsentId consent) {
    auto const& thread = reached.stored.thread;
    inbox::gone(write, thread.organization, inbox::Kind::message, inbox_about(thread.id));
    write.run(sql::hand_over, {thread.id, to});
    records::disclosed(write, {.at = write.now, .patient = thread.patient, .discloser = thread.organization, .recipient = to, .person = by, .what = "thread", .about = thread.id.text(), .consent = consent});
    note(write, reached.stored, reached.side, by, records::Action::execute, "transfer");
    teams::record(write, thread.organization, reached.side == Side::team ? by : AccountId{}, "thread.transferred", thread.id.text());
    if (!thread.closed) inbox::arrived(write, {to, inbox::Kind::message, inbox_about(thread.id), write.now, 0});
    if (reached.side == Side::team) tell_patient(write, thread.patient, "care-transfer:" + thread.id.text() + ":" + std::to_string(write.now));
    write.emit(Changed{thread.id});
}

std::string exported(db::Read& read, AccountId account) {
    base::Json json;
    json.object().key("threads").array();
    for (ThreadId before;;) {
        auto const some = threads_of_patient(read, account, before, listed_at_once);
        for (auto const& each : some)
            if (auto const reached = reach(read, account, each.id)) json.raw(as_json(read, *reached));
        if (std::ssize(some) < listed_at_once) break;
        before = some.back().id;
    }
    json.end().key("erased").array();
    read.each(sql::erased_threads, {account}, [&](db::Row const& row) { json.object().pair("id", std::to_string(row.integer(0))).pair("created_at", base::iso8601(row.integer(2))).pair("erased_at", base::iso8601(row.integer(3))).end(); });
    json.end().key("written_for_teams").array();
    read.each(sql::messages_by_author, {account}, [&](db::Row const& row) { json.object().pair("thread", std::to_string(row.integer(0))).pair("at", base::iso8601(row.integer(1))).end(); });
    return json.end().end().take();
}

}  // namespace

Result<base::Done> transfer(db::Write& write, AccountId by, ThreadId id, AccountId to) {
    auto const reached = TRY(reach(write, by, id));
    auto const& thread = reached.stored.thread;
    TRY(check_target(write, thread, to));
    if (reached.side == Side::team) TRY(inbox::may_answer(write, thread.organization, inbox::Kind::message, inbox_about(id), by));
    auto const consent = records::consent_for(write, thread.patient, thread.organization, to, "messages");
    bool const agreed = consent && consent->purpose != records::Purpose::recall;
    if (!agreed && (thread.part2 || reached.side == Side::team)) return base::refuse_field("to", "ERR_CONSENT", "The patient has to agree to this first.");
    hand_over(write, reached, by, to, agreed ? consent->id : records::ConsentId{});
    return base::Done{};
}

Result<base::Done> ask_to_transfer(db::Write& write, AccountId by, ThreadId id, AccountId to) {
    auto const reached = TRY(reach_as_team(write, by, id));
    auto const& thread = reached.stored.thread;
    TRY(check_target(write, thread, to));
    TRY(inbox::may_answer(write, thread.organization, inbox::Kind::message, inbox_about(id), by));
    write.run(sql::set_asked, {id, to, by});
    note(write, reached.stored, Side::team, by, records::Action::update, "transfer asked");
    teams::record(write, thread.organization, by, "thread.transfer_asked", id.text());
    tell_patient(write, thread.patient, "care-transfer-asked:" + id.text() + ":" + std::to_string(write.now));
    write.emit(Changed{id});
    return base::Done{};
}

Result<base::Done> answer_transfer(db::Write& write, AccountId patient, ThreadId id, bool agrees) {
    auto const reached = TRY(reach_as_patient(write, patient, id));
    auto const& thread = reached.stored.thread;
    if (!thread.asked_to) return base::refuse(Why::conflict, "Nobody asks for this any more.");
    if (!agrees) {
        write.run(sql::set_asked, {id, AccountId{}, AccountId{}});
        note(write, reached.stored, Side::patient, patient, records::Action::update, "transfer declined");
        write.emit(Changed{id});
        return base::Done{};
    }
    return agree_to_transfer(write, patient, id, thread.asked_to);
}

Result<base::Done> agree_to_transfer(db::Write& write, AccountId patient, ThreadId id, AccountId to) {
    auto const reached = TRY(reach_as_patient(write, patient, id));
    auto const& thread = reached.stored.thread;
    TRY(check_target(write, thread, to));
    auto const consent = TRY(records::give(write, {.patient = patient, .discloser = thread.organization, .recipient = to, .purpose = records::Purpose::treatment, .what = {"messages"}, .expires_at = write.now + leave_lasts}));
    hand_over(write, reached, patient, to, consent.id);
    return base::Done{};
}

Result<base::Done> erase(db::Write& write, AccountId patient, ThreadId id) {
    auto const reached = TRY(reach_as_patient(write, patient, id));
    auto const& thread = reached.stored.thread;
    inbox::gone(write, thread.organization, inbox::Kind::message, inbox_about(id));
    write.run(sql::erase_files, {id});
    write.run(sql::erase_messages, {id});
    write.run(sql::erase_thread, {id, write.now});
    records::destroy(write, reached.stored.key_id);
    note(write, reached.stored, Side::patient, patient, records::Action::remove);
    teams::record(write, thread.organization, {}, "thread.erased", id.text());
    write.emit(Changed{id});
    return base::Done{};
}

void add_export() { accounts::add_to_export("care_messages.json", exported); }

// A patient's threads go with their keys; of who wrote for a team the name goes.
void forget_account(db::Write& write, AccountId account) {
    struct Old { ThreadId id; AccountId organization; records::KeyId key; };
    for (auto const& each : write.rows(sql::threads_to_forget, {account}, [](db::Row const& row) { return Old{row.id<ThreadId>(0), row.id<AccountId>(1), row.id<records::KeyId>(2)}; })) {
        inbox::gone(write, each.organization, inbox::Kind::message, inbox_about(each.id));
        for (auto const* statement : {&sql::erase_files, &sql::erase_messages, &sql::forget_thread}) write.run(*statement, {each.id});
        if (each.key) records::destroy(write, each.key);
    }
    for (auto const* statement : {&sql::forget_author, &sql::forget_last, &sql::forget_asker, &sql::forget_asked, &sql::forget_desk}) write.run(*statement, {account});
}

}  // namespace messages
