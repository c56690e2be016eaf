// Rules of a thread: opening, writing, reading, closing.
#include "blocks/blocks.hpp"
#include "base/text.hpp"
#include "directory/directory.hpp"
#include "messages/inside.hpp"
#include "messages/queries.hpp"
#include <algorithm>

namespace messages {

using base::Result, base::Why;

namespace {

constexpr std::size_t longest_key = 200;

// What is sent: the words, or files alone.
struct Words { std::string text; std::vector<File> files; };
Result<Words> checked(std::string_view text, std::vector<File> const& files) {
    auto taken = TRY(checked_files(files));
    return Words{TRY(text_in("text", text, longest_text, !taken.empty())), std::move(taken)};
}

Result<base::Done> check_key(std::string_view key) {
    if (key.size() > longest_key) return base::refuse_field("idempotency_key", "ERR_TOO_LONG", "This text is too long.");
    return base::Done{};
}

std::optional<Message> written_before(db::Read& read, AccountId by, std::string_view key) {
    if (key.empty()) return std::nullopt;
    return read.one(sql::message_with_token, {by, key}, [](db::Row const& row) {
        return Message{.id = row.id<MessageId>(0), .thread = row.id<ThreadId>(1), .author = row.id<AccountId>(2), .by_team = row.boolean(3), .automatic = row.boolean(4), .at = row.integer(6), .read_at = row.integer(7)};
    });
}

Message insert(db::Write& write, records::Key const& key, Thread const& thread, Message made, std::vector<File> const& files, std::string_view token) {
    made.id = write.new_id<MessageId>();
    made.thread = thread.id;
    made.at = write.now;
    write.run(sql::insert_message, {made.id, thread.id, made.author, made.by_team, made.automatic, key.seal(made.text, about("text", made.id.value)), write.now, token});
    keep_files(write, key, thread.id, made.id, files);
    write.run(made.by_team ? sql::said_by_team : sql::said_by_patient, {thread.id, write.now, made.author});
    return made;
}

// Out of office: told once in a thread for each absence.
void answer_by_itself(db::Write& write, records::Key const& key, Stored const& found) {
    auto const team = desk(write, found.thread.organization);
    if (team.away_until <= write.now || team.away_text.empty() || found.away_told == team.away_until) return;
    insert(write, key, found.thread, {.author = found.thread.organization, .by_team = true, .automatic = true, .text = team.away_text}, {}, {});
    write.run(sql::set_away_told, {found.thread.id, team.away_until});
}

Message say(db::Write& write, records::Key const& key, Reached const& reached, AccountId by, Words const& words, std::string_view token) {
    auto const& thread = reached.stored.thread;
    bool const by_team = reached.side == Side::team;
    auto made = insert(write, key, thread, {.author = by, .by_team = by_team, .text = words.text}, words.files, token);
    if (by_team) {
        inbox::answered(write, thread.organization, inbox::Kind::message, inbox_about(thread.id), by);
        teams::record(write, thread.organization, by, "thread.answered", thread.id.text());
        tell_patient(write, thread.patient, "care-message " + made.id.text());
    } else {
        inbox::arrived(write, {thread.organization, inbox::Kind::message, inbox_about(thread.id), write.now, 0});
        answer_by_itself(write, key, reached.stored);
    }
    note(write, reached.stored, reached.side, by, records::Action::update, "message");
    write.emit(Changed{thread.id});
    return made;
}

// Care for substance use is walled off by law: what is written to who gives it is, too.
bool is_walled_off(db::Read& read, AccountId organization) {
    return std::ranges::any_of(directory::all_locations_of(read, organization), [](directory::Location const& each) { return records::is_part2(each.specialty); });
}

Result<Side> check_opening(db::Read& read, AccountId by, Opening const& wanted) {
    TRY(check_recipient(read, wanted.patient, wanted.organization));
    if (by == wanted.patient) {
        if (!desk(read, wanted.organization).open) return base::refuse_field("organization", "ERR_INVALID", "This organization takes no messages here.");
        return Side::patient;
    }
    TRY(teams::allow(read, wanted.organization, by, teams::Role::responder));
    bool const known = is_patient_of(read, wanted.organization, wanted.patient) ||
                       std::ranges::any_of(records::consents(read, wanted.patient), [&](records::Consent const& each) { return each.recipient == wanted.organization && each.holds(read.now); });
    if (!known) return base::refuse_field("patient", "ERR_INVALID", "Nobody by that name is a patient of yours here.");
    return Side::team;
}

}  // namespace

// Both are here, and neither blocked the other: then they do not find each other.
Result<base::Done> check_recipient(db::Read& read, AccountId patient_id, AccountId organization_id) {
    auto const organization = accounts::find(read, organization_id), patient = accounts::find(read, patient_id);
    bool const reachable = organization && organization->is_local() && !organization->hidden() && organization->is_organization();
    if (!reachable || (patient && blocks::apart(read, patient_id, organization_id))) return base::refuse(Why::not_found, "There is no such organization.");
    if (!patient || !patient->is_local() || patient->hidden() || patient->is_organization()) return base::refuse_field("patient", "ERR_INVALID", "Nobody by that name is a patient of yours here.");
    return base::Done{};
}

Result<Thread> open(db::Write& write, AccountId by, Opening const& wanted, std::string_view token) {
    TRY(check_key(token));
    if (auto const before = written_before(write, by, token)) {
        auto const found = find(write, by, before->thread);
        if (!found) return std::unexpected(not_there());
        return *found;
    }
    auto const side = TRY(check_opening(write, by, wanted));
    if (write.number(sql::count_threads, {wanted.patient, wanted.organization}) >= most_threads) return base::refuse_field("subject", "ERR_TOO_LONG", "There are too many conversations already. Go on in one of them.");
    auto const subject = TRY(text_in("subject", wanted.subject, longest_subject, false));
    auto const words = TRY(checked(wanted.text, wanted.files));
    auto const id = write.new_id<ThreadId>();
    auto const key_id = records::new_key(write);
    auto const key = records::key(write, key_id);
    bool const part2 = wanted.part2 || is_walled_off(write, wanted.organization);
    write.run(sql::insert_thread, {id, wanted.patient, wanted.organization, key_id, key->seal(subject, about("subject", id.value)), part2, write.now, by});
    auto const made = stored(write, id);
    note(write, *made, side, by, records::Action::create);
    say(write, *key, {*made, side}, by, words, token);
    return opened(*key, TRY(reach(write, by, id)));
}

Result<Message> write(db::Write& write, AccountId by, ThreadId id, std::string_view text, std::vector<File> const& files, std::string_view token) {
    TRY(check_key(token));
    auto const reached = TRY(reach(write, by, id));
    auto const& thread = reached.stored.thread;
    if (auto const before = written_before(write, by, token)) {
        if (before->thread != id) return base::refuse(Why::conflict, "This was sent already.");
        return *before;
    }
    if (!check_recipient(write, thread.patient, thread.organization)) return std::unexpected(not_there());
    if (thread.closed) return base::refuse(Why::conflict, "This conversation is closed. Open it again to write.");
    if (write.number(sql::count_messages, {id}) >= most_messages) return base::refuse_field("text", "ERR_TOO_LONG", "This conversation is full. Begin a new one.");
    auto const words = TRY(checked(text, files));
    if (reached.side == Side::team) TRY(inbox::may_answer(write, thread.organization, inbox::Kind::message, inbox_about(id), by));
    return say(write, key_of(write, reached.stored), reached, by, words, token);
}

Result<base::Done> close(db::Write& write, AccountId by, ThreadId id) {
    auto const reached = TRY(reach(write, by, id));
    auto const& thread = reached.stored.thread;
    if (thread.closed) return base::Done{};
    if (reached.side == Side::team) {
        TRY(inbox::may_answer(write, thread.organization, inbox::Kind::message, inbox_about(id), by));
        inbox::answered(write, thread.organization, inbox::Kind::message, inbox_about(id), by);
        teams::record(write, thread.organization, by, "thread.closed", id.text());
    } else inbox::gone(write, thread.organization, inbox::Kind::message, inbox_about(id));
    write.run(sql::set_closed, {id, true});
    note(write, reached.stored, reached.side, by, records::Action::update, "closed");
    write.emit(Changed{id});
    return base::Done{};
}

Result<base::Done> reopen(db::Write& write, AccountId by, ThreadId id) {
    auto const reached = TRY(reach(write, by, id));
    if (!reached.stored.thread.closed) return base::Done{};
    write.run(sql::set_closed, {id, false});
    if (reached.side == Side::team) teams::record(write, reached.stored.thread.organization, by, "thread.reopened", id.text());
    note(write, reached.stored, reached.side, by, records::Action::update, "reopened");
    write.emit(Changed{id});
    return base::Done{};
}

Result<base::Done> mark_read(db::Write& write, AccountId reader, ThreadId id) {
    auto const reached = TRY(reach(write, reader, id));
    bool const patient = reached.side == Side::patient;
    if (!write.run(patient ? sql::read_by_patient : sql::read_by_team, {id, write.now})) return base::Done{};
    write.run(patient ? sql::none_unread_by_patient : sql::none_unread_by_team, {id});
    write.emit(Changed{id});
    return base::Done{};
}

}  // namespace messages
