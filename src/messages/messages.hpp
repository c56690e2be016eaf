// Messages between a person and a care team: sealed at rest, read by those who are named above them and nobody else.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "directory/directory.hpp"
#include "http/hub.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include "inbox/inbox.hpp"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace messages {

using base::AccountId;
using ThreadId = base::Id<struct ThreadTag>;
using MessageId = base::Id<struct MessageTag>;

extern db::Schema const schema;

// What a team says of how it answers: shown before one writes.
struct Desk {
    AccountId organization;
    bool open = false;                      // it takes messages here
    std::string hours_note;                 // "We answer within two working days."
    std::string away_text; base::Time away_until = 0;   // out of office: answered by itself once a thread
};
Desk desk(db::Read&, AccountId organization);
base::Result<base::Done> set_desk(db::Write&, AccountId by, Desk const&);  // an editor's

struct Thread {
    ThreadId id;
    AccountId patient, organization;
    std::string subject;                    // sealed at rest
    bool closed = false, part2 = false;
    base::Time created_at = 0, last_at = 0;
    AccountId last_by;
    std::int64_t unread = 0;                // for the reader
    AccountId asked_to, asked_by;           // the team would hand it to that organization, and waits for the patient's leave
};
struct Attachment { std::int64_t id = 0; std::string name, type; std::int64_t bytes = 0; };  // name sealed at rest
struct Message { MessageId id; ThreadId thread; AccountId author; bool by_team = false, automatic = false; std::string text; base::Time at = 0; base::Time read_at = 0; std::vector<Attachment> attachments; };
struct File { std::string name, type, content; };
inline constexpr int longest_subject = 120, longest_text = 10'000;   // characters as people count them
inline constexpr std::int64_t most_threads = 200, most_messages = 5000;  // of a patient with an organization; of a thread
inline constexpr std::size_t most_attachments = 4, largest_attachment = 5'000'000;

// A patient writes to a team whose desk is open, or a responder to somebody who is its patient (has a thread, a plan or an
// appointment there). Refused with the field; blocked: not found.
struct Opening { AccountId patient, organization; std::string subject, text; std::vector<File> files; bool part2 = false; };
base::Result<Thread> open(db::Write&, AccountId by, Opening const&, std::string_view key = {});
base::Result<Message> write(db::Write&, AccountId by, ThreadId, std::string_view text, std::vector<File> const& = {}, std::string_view key = {});
// The team's side holds inbox::may_answer and tells inbox::answered; the patient's arrives there (Kind::message, about "thread:<id>").
base::Result<base::Done> close(db::Write&, AccountId by, ThreadId);
base::Result<base::Done> reopen(db::Write&, AccountId by, ThreadId);
// To another organization: for a part2 thread, and for every one whose patient did not ask for it, a consent is needed
// (records::consent_for); on record as a disclosure. The old team reads it no more.
base::Result<base::Done> transfer(db::Write&, AccountId by, ThreadId, AccountId to);
// The team asks the patient for that leave. Agreeing gives the consent and hands the thread over.
base::Result<base::Done> ask_to_transfer(db::Write&, AccountId by, ThreadId, AccountId to);
base::Result<base::Done> answer_transfer(db::Write&, AccountId patient, ThreadId, bool agrees);
base::Result<base::Done> agree_to_transfer(db::Write&, AccountId patient, ThreadId, AccountId to);  // by themselves: gives the consent too
// By the patient: the key goes, and with it every word; the thread's row stays as a stone without words.
base::Result<base::Done> erase(db::Write&, AccountId patient, ThreadId);

// The patient, or a responder of the organization; others find nothing (404). Reading is noted in records by who shows it.
std::optional<Thread> find(db::Read&, AccountId reader, ThreadId);
std::vector<Thread> threads_of_patient(db::Read&, AccountId patient, ThreadId before, int limit);        // newest words first
std::vector<Thread> threads_of_team(db::Read&, AccountId organization, AccountId reader, ThreadId before, int limit);
std::vector<Message> messages_of(db::Read&, AccountId reader, ThreadId, std::int64_t before, int limit); // oldest first
std::optional<File> attachment(db::Read&, AccountId reader, std::int64_t id);
base::Result<base::Done> mark_read(db::Write&, AccountId reader, ThreadId);
std::int64_t unread(db::Read&, AccountId patient);
std::vector<AccountId> open_desks(db::Read&, AccountId after, int limit);                   // organizations that take messages
std::vector<AccountId> patients_of(db::Read&, AccountId organization, int limit);           // who has a thread there
struct Reader { AccountId person; std::string role; };
std::vector<Reader> readers(db::Read&, ThreadId);   // written at the top of the thread

// Who counts as a patient of a team, besides those with a thread: rooms beside this one say so while the site starts.
void also_patients(std::function<bool(db::Read&, AccountId organization, AccountId person)>);
bool is_patient_of(db::Read&, AccountId organization, AccountId person);

// What the inbox shows of "thread:<id>", and how one answers there; nothing for all else.
std::optional<inbox::Shown> inbox_shown(db::Read&, html::Words const&, AccountId organization, std::string_view about);
base::Result<base::Done> answer_in_inbox(db::Write&, inbox::Answer const&);

struct Changed { static constexpr std::string_view kind = "messages.changed"; ThreadId thread; };  // said, read, closed, handed over, erased

void tell_open_pages(bus::Bus&, db::Database&, http::Hub&);
using StillValid = std::function<bool(http::Person const&)>;
void add_pages(http::Router::Section pages, db::Database&, StillValid);  // /care-messages, /organizations/:username/care-messages
void add_api(http::Router::Section, db::Database&);                      // /api/salve/v1/care_messages: docs/api/care-messages.md
void add_export();
void forget_account(db::Write&, AccountId);

}  // namespace messages
