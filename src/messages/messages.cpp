// Threads and who comes to them. Their words lie sealed with a key of the thread's own.
#include "base/text.hpp"
#include "messages/inside.hpp"
#include "messages/queries.hpp"
#include "messages/schema.hpp"
#include <algorithm>
#include <stdexcept>

namespace messages {

db::Schema const schema = sql::schema_of_folder;

using base::Result, base::Why;

namespace {

constexpr int longest_hours = 200, longest_away = 1000, most_readers = 500;

using Counts = std::function<bool(db::Read&, AccountId, AccountId)>;
std::vector<Counts>& also() {
    static std::vector<Counts> all;
    return all;
}

Stored stored_of(db::Row const& row) {
    Stored made{.key_id = row.id<records::KeyId>(3), .subject = row.text(4), .unread_patient = row.integer(10), .unread_team = row.integer(11), .away_told = row.integer(12), .erased_at = row.integer(15)};
    made.thread = {.id = row.id<ThreadId>(0), .patient = row.id<AccountId>(1), .organization = row.id<AccountId>(2), .closed = row.boolean(5), .part2 = row.boolean(6), .created_at = row.integer(7),
                   .last_at = row.integer(8), .last_by = row.id<AccountId>(9), .asked_to = row.id<AccountId>(13), .asked_by = row.id<AccountId>(14)};
    return made;
}

// Those whose key is gone cannot be read by anybody any more.
std::vector<Thread> opened_all(db::Read& read, std::vector<Stored> const& all, Side side) {
    std::vector<Thread> made;
    for (auto const& each : all)
        if (auto const key = records::key(read, each.key_id)) made.push_back(opened(*key, {each, side}));
    return made;
}

// A group that is asked back has its messages in one moment: lists go on behind a thread, not before a moment.
struct Place { base::Time last_at; std::int64_t id; };
Place place_of(db::Read& read, AccountId whose, ThreadId before) {
    auto const found = before ? stored(read, before) : std::nullopt;
    bool const known = found && (found->thread.patient == whose || found->thread.organization == whose);
    return known ? Place{found->thread.last_at, before.value} : Place{INT64_MAX, INT64_MAX};
}

Message message_of(db::Row const& row, records::Key const& key) {
    Message made{.id = row.id<MessageId>(0), .thread = row.id<ThreadId>(1), .author = row.id<AccountId>(2), .by_team = row.boolean(3), .automatic = row.boolean(4), .at = row.integer(6), .read_at = row.integer(7)};
    made.text = key.open(row.view(5), about("text", made.id.value)).value_or(std::string());
    return made;
}

// The name is sealed together with its type.
Attachment attachment_of(records::Key const& key, std::int64_t id, std::string_view sealed, std::int64_t bytes) {
    auto const both = key.open(sealed, about("file", id)).value_or(std::string());
    auto const end = both.find('\n');
    return {.id = id, .name = end == both.npos ? std::string() : both.substr(end + 1), .type = both.substr(0, end), .bytes = bytes};
}

}  // namespace

Desk desk(db::Read& read, AccountId organization) {
    auto const found = read.one(sql::find_desk, {organization}, [](db::Row const& row) { return Desk{row.id<AccountId>(0), row.boolean(1), row.text(2), row.text(3), row.integer(4)}; });
    return found.value_or(Desk{.organization = organization});
}

Result<base::Done> set_desk(db::Write& write, AccountId by, Desk const& wanted) {
    TRY(teams::allow(write, wanted.organization, by, teams::Role::editor));
    auto const hours = TRY(text_in("hours_note", wanted.hours_note, longest_hours, true));
    auto const away = TRY(text_in("away_text", wanted.away_text, longest_away, true));
    if (wanted.away_until < 0 || (wanted.away_until && wanted.away_until <= write.now)) return base::refuse_field("away_until", "ERR_INVALID", "This moment is over.");
    if (wanted.away_until && away.empty()) return base::refuse_field("away_text", "ERR_BLANK", "Write what people are answered meanwhile.");
    write.run(sql::put_desk, {wanted.organization, wanted.open, hours, away, wanted.away_until});
    teams::record(write, wanted.organization, by, "messages.desk", {}, wanted.open ? "open" : "closed");
    return base::Done{};
}

std::vector<AccountId> open_desks(db::Read& read, AccountId after, int limit) {
    return read.rows(sql::open_desks, {after, limit}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

std::vector<AccountId> patients_of(db::Read& read, AccountId organization, int limit) {
    return read.rows(sql::patients_with_threads, {organization, limit}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

void also_patients(Counts counts) { also().push_back(std::move(counts)); }

bool is_patient_of(db::Read& read, AccountId organization, AccountId person) {
    if (read.number(sql::has_thread, {person, organization})) return true;
    return std::ranges::any_of(also(), [&](Counts const& each) { return each(read, organization, person); });
}

base::Refusal not_there() { return {Why::not_found, "There is no such conversation.", {}}; }

std::optional<Stored> stored(db::Read& read, ThreadId id) { return read.one(sql::find_thread, {id}, stored_of); }

Result<Reached> reach(db::Read& read, AccountId reader, ThreadId id) {
    auto const found = reader ? stored(read, id) : std::nullopt;
    if (!found || found->erased_at) return std::unexpected(not_there());
    if (reader == found->thread.patient) return Reached{*found, Side::patient};
    auto const allowed = teams::allow(read, found->thread.organization, reader, teams::Role::responder);
    if (!allowed) return std::unexpected(allowed.error().why == Why::not_found ? not_there() : allowed.error());
    return Reached{*found, Side::team};
}

Result<Reached> reach_as_team(db::Read& read, AccountId by, ThreadId id) {
    auto made = TRY(reach(read, by, id));
    if (made.side != Side::team) return base::refuse(Why::forbidden, "The care team does this.");
    return made;
}

Result<Reached> reach_as_patient(db::Read& read, AccountId by, ThreadId id) {
    auto made = TRY(reach(read, by, id));
    if (made.side != Side::patient) return base::refuse(Why::forbidden, "The patient does this.");
    return made;
}

records::Key key_of(db::Read& read, Stored const& found) {
    auto key = records::key(read, found.key_id);
    if (!key) throw std::runtime_error("the key of a thread is gone");
    return std::move(*key);
}

std::string about(std::string_view field, std::int64_t id) { return (field == "subject" ? "thread." : "message.") + std::string(field) + "." + std::to_string(id); }

Thread opened(records::Key const& key, Reached const& reached) {
    auto thread = reached.stored.thread;
    thread.subject = key.open(reached.stored.subject, about("subject", thread.id.value)).value_or(std::string());
    thread.unread = reached.side == Side::patient ? reached.stored.unread_patient : reached.stored.unread_team;
    return thread;
}

std::optional<Thread> find(db::Read& read, AccountId reader, ThreadId id) {
    auto const reached = reach(read, reader, id);
    if (!reached) return std::nullopt;
    return opened(key_of(read, reached->stored), *reached);
}

std::vector<Thread> threads_of_patient(db::Read& read, AccountId patient, ThreadId before, int limit) {
    auto const from = place_of(read, patient, before);
    return opened_all(read, read.rows(sql::threads_of_patient, {patient, from.last_at, from.id, limit}, stored_of), Side::patient);
}

std::vector<Thread> threads_of_team(db::Read& read, AccountId organization, AccountId reader, ThreadId before, int limit) {
    if (!teams::may(read, organization, reader, teams::Role::responder)) return {};
    auto const from = place_of(read, organization, before);
    return opened_all(read, read.rows(sql::threads_of_team, {organization, from.last_at, from.id, limit}, stored_of), Side::team);
}

std::vector<Message> opened_messages(db::Read& read, records::Key const& key, Stored const& found, std::int64_t before, int limit) {
    auto made = read.rows(sql::messages_before, {found.thread.id, before ? before : INT64_MAX, limit}, [&](db::Row const& row) { return message_of(row, key); });
    if (made.empty()) return made;
    std::ranges::reverse(made);
    read.each(sql::files_between, {found.thread.id, made.front().id, made.back().id}, [&](db::Row const& row) {
        auto const message = std::ranges::lower_bound(made, row.id<MessageId>(1).value, {}, [](Message const& each) { return each.id.value; });
        if (message != made.end() && message->id == row.id<MessageId>(1)) message->attachments.push_back(attachment_of(key, row.integer(0), row.view(2), row.integer(3)));
    });
    return made;
}

std::vector<Message> messages_of(db::Read& read, AccountId reader, ThreadId id, std::int64_t before, int limit) {
    auto const reached = reach(read, reader, id);
    if (!reached) return {};
    return opened_messages(read, key_of(read, reached->stored), reached->stored, before, limit);
}

std::optional<File> attachment(db::Read& read, AccountId reader, std::int64_t id) {
    struct Sealed { ThreadId thread; std::string name, content; };
    auto const found = read.one(sql::find_file, {id}, [](db::Row const& row) { return Sealed{row.id<ThreadId>(0), row.text(1), row.text(2)}; });
    auto const reached = found ? reach(read, reader, found->thread) : std::unexpected(not_there());
    if (!reached) return std::nullopt;
    auto const key = key_of(read, reached->stored);
    auto content = key.open(found->content, about("content", id));
    if (!content) return std::nullopt;
    auto const named = attachment_of(key, id, found->name, 0);
    return File{named.name, named.type, std::move(*content)};
}

std::int64_t unread(db::Read& read, AccountId patient) { return read.number(sql::unread_of_patient, {patient}); }

std::vector<Reader> readers_of(db::Read& read, Thread const& thread) {
    std::vector<Reader> made{{thread.patient, "patient"}, {thread.organization, "organization"}};  // whoever signs in as the organization, too
    for (auto const& each : teams::members(read, thread.organization)) {
        if (each.role > teams::Role::responder || each.person == thread.patient || made.size() > most_readers) continue;
        made.push_back({each.person, std::string(teams::text_of(each.role))});
    }
    return made;
}

std::vector<Reader> readers(db::Read& read, ThreadId id) {
    auto const found = stored(read, id);
    return found && !found->erased_at ? readers_of(read, found->thread) : std::vector<Reader>{};
}

Result<std::string> text_in(std::string_view field, std::string_view typed, int longest, bool may_be_blank) {
    if (typed.size() > 100'000) return base::refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    auto text = base::trim(base::normalize(typed));
    if (text.empty() && !may_be_blank) return base::refuse_field(std::string(field), "ERR_BLANK", "Write something first.");
    if (base::graphemes(text) > longest) return base::refuse_field(std::string(field), "ERR_TOO_LONG", "This text is too long.");
    return text;
}

std::string inbox_about(ThreadId id) { return "thread:" + id.text(); }

std::optional<ThreadId> thread_about(std::string_view about) {
    constexpr std::string_view prefix = "thread:";
    return about.starts_with(prefix) ? base::parse<ThreadId>(about.substr(prefix.size())) : std::nullopt;
}

void note(db::Write& write, Stored const& found, Side side, AccountId by, records::Action action, std::string_view detail) {
    records::note(write, {.at = write.now, .person = by, .organization = side == Side::team ? found.thread.organization : AccountId{}, .patient = found.thread.patient, .action = action, .what = "thread",
                          .about = found.thread.id.text(), .detail = std::string(detail)});
}

}  // namespace messages
