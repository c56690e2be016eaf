// What the parts of this room share.
#pragma once
#include "messages/messages.hpp"
#include "records/records.hpp"
#include "teams/teams.hpp"

namespace messages {

enum class Side { patient, team };

// A thread as it lies in the tables; its subject is still sealed.
struct Stored {
    Thread thread;
    records::KeyId key_id;
    std::string subject;
    std::int64_t unread_patient = 0, unread_team = 0;
    base::Time away_told = 0, erased_at = 0;
};
struct Reached { Stored stored; Side side = Side::patient; };
base::Refusal not_there();
std::optional<Stored> stored(db::Read&, ThreadId);
// Everybody else does not find it; who is of the team with too low a role is told which one is needed.
base::Result<Reached> reach(db::Read&, AccountId reader, ThreadId);
base::Result<Reached> reach_as_team(db::Read&, AccountId by, ThreadId);
base::Result<Reached> reach_as_patient(db::Read&, AccountId by, ThreadId);

// The key of a thread that is there: throws when it is gone.
records::Key key_of(db::Read&, Stored const&);
std::string about(std::string_view field, std::int64_t id);
Thread opened(records::Key const&, Reached const&);
std::vector<Message> opened_messages(db::Read&, records::Key const&, Stored const&, std::int64_t before, int limit);
std::vector<Reader> readers_of(db::Read&, Thread const&);

// A text as it is kept; refused with the field.
base::Result<std::string> text_in(std::string_view field, std::string_view typed, int longest, bool may_be_blank);

// Files: their type is what the bytes say, "" for what is not taken.
std::string type_of(std::string_view content);
base::Result<std::vector<File>> checked_files(std::vector<File> const&);
void keep_files(db::Write&, records::Key const&, ThreadId, MessageId, std::vector<File> const&);

std::string inbox_about(ThreadId);
std::optional<ThreadId> thread_about(std::string_view about);  // "thread:17"
base::Result<base::Done> check_recipient(db::Read&, AccountId patient, AccountId organization);
void note(db::Write&, Stored const&, Side, AccountId by, records::Action, std::string_view detail = {});
void tell_patient(db::Write&, AccountId patient, std::string_view key);

// The pages.
AccountId reader_of(http::Request const&, db::Read&);  // the person, also while they act for an organization
base::Result<ThreadId> thread_in(http::Request const&);
ThreadId before_in(http::Request const&);  // where a list goes on
http::Aside watching(db::Database&, records::Action);  // notes who opened the thread of the address, and who was refused
void watched(db::Database&, AccountId person, ThreadId, bool reading, std::string_view detail);
struct Room { accounts::Account organization; teams::Role role = teams::Role::analyst; };
base::Result<Room> room_of(http::Request const&, db::Read&, teams::Role at_least);
base::Result<base::Done> take_files(http::Request&, db::Read&);  // for Route::first
std::vector<File> files_of(http::Request const&);
std::string address_of(ThreadId);
std::string name_of(html::Words const&, db::Read&, AccountId);
html::Safe log_of(html::Words const&, db::Read&, records::Key const&, Reached const&, AccountId reader, std::int64_t before, bool live);
inline constexpr int shown_at_once = 200, listed_at_once = 30;
inline constexpr std::int64_t room_for_files = static_cast<std::int64_t>(most_attachments * largest_attachment) + (1 << 20);
inline constexpr http::Limit writing_limit{"care-messages", 60, 3600};
void add_team_pages(http::Router::Section&, db::Database&);
std::string as_json(db::Read&, Reached const&);
http::Answer send_file(http::Request const&, db::Read&);  // of the address: the page's and the program's

}  // namespace messages
