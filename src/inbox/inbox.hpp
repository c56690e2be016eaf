// The inbox of a team: everything that waits for an answer of an organization, in one queue that two people cannot both take from.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/hub.hpp"
#include "http/router.hpp"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inbox {

using base::AccountId;
using ItemId = base::Id<struct ItemTag>;

extern db::Schema const schema;

// What waits: a mention, a message, a review to reply to, a question under an alert.
enum class Kind { mention, message, review, question };
std::string_view text_of(Kind);
std::optional<Kind> kind_of(std::string_view);

inline constexpr Kind kinds[] = {Kind::mention, Kind::message, Kind::review, Kind::question};

// `about` names the thing within its room (a post's id, a thread, a review); once for an organization and a kind. `part` is
// what made it wait last (the newest message of a thread), 0 for the thing itself.
// The words of the thing are not kept here: its room shows them (see Shown), so that what is deleted there is gone here.
struct Arrived { AccountId organization; Kind kind = Kind::mention; std::string about; base::Time at = 0; std::int64_t part = 0; };
// Nothing happens for organizations without a team. Arrives again (a further message): it is open again.
void arrived(db::Write&, Arrived const&);
// By whom of the team (0: who is Acting, else whoever holds the claim, else the organization's own account). Ends its wait; the time it took is
// measured once.
void answered(db::Write&, AccountId organization, Kind, std::string_view about, AccountId by);
void gone(db::Write&, AccountId organization, Kind, std::string_view about);  // deleted, or removed by a moderator

struct Item {
    ItemId id;
    AccountId organization;
    Kind kind = Kind::mention;
    std::string about;
    base::Time arrived_at = 0, due_at = 0, answered_at = 0;
    AccountId claimed_by, assigned_to, answered_by;
    base::Time claimed_at = 0;
    base::Time claimed_until = 0;
    bool put_away = false;  // closed because it needs no answer: not measured
};
std::optional<Item> find(db::Read&, ItemId);
std::optional<Item> find(db::Read&, AccountId organization, Kind, std::string_view about);
std::vector<Item> items_about(db::Read&, Kind, std::string_view about);   // of every organization
std::vector<Item> items_with_part(db::Read&, Kind, std::int64_t part);
void set_part(db::Write&, ItemId, std::int64_t part);                     // another message is the newest now

// Which of them: soonest due first; answered ones by when, newest first. `at` and `id` are those of the last one before.
enum class Which { waiting, unclaimed, mine, late, answered };
struct Page { Which which = Which::waiting; std::optional<Kind> kind; base::Time at = 0; ItemId id; int limit = 30; };
std::vector<Item> list(db::Read&, AccountId organization, AccountId reader, Page const&);
struct Counts { std::int64_t waiting = 0, unclaimed = 0, mine = 0, late = 0; };
Counts counts(db::Read&, AccountId organization, AccountId reader);

// Rules for responders. Others do not find the item. A claim lasts an hour, and as long as its holder writes. A second one
// is refused (conflict) with who holds it; what is answered is held by nobody.
inline constexpr base::Time claim_lasts = 3'600'000;
base::Result<Item> claim(db::Write&, ItemId, AccountId by);
base::Result<base::Done> release(db::Write&, ItemId, AccountId by);
// Handover, with a note ("" for none). Who does not hold it hands it over only when nobody does, or as an editor.
base::Result<Item> assign(db::Write&, ItemId, AccountId by, AccountId to, std::string_view note = {});
base::Result<base::Done> put_away(db::Write&, ItemId, AccountId by);  // it needs no answer
// Whoever answers anywhere must hold the claim when somebody does: refused with who holds it otherwise. Of the holder it
// makes the claim last. `by` 0: who is Acting, else the organization's own account.
// Kinds that no room shows are not held back.
base::Result<base::Done> may_answer(db::Write&, AccountId organization, Kind, std::string_view about, AccountId by);

// Who of the team acts on this thread while it lives: what rooms that know only the organization ask and tell meanwhile
// (`by` 0) is theirs.
class Acting {
public:
    explicit Acting(AccountId person);
    ~Acting();
    Acting(Acting const&) = delete;

private:
    AccountId before_;
};

inline constexpr int longest_note = 2000, longest_title = 80, longest_saved = 2000;  // characters as people count them
inline constexpr std::size_t most_saved = 100;
struct Note { std::int64_t id = 0; AccountId author, handed_to; std::string text; base::Time at = 0; };
base::Result<base::Done> add_note(db::Write&, ItemId, AccountId by, std::string_view text);
std::vector<Note> notes(db::Read&, ItemId);

// Answers that are used again and again, kept by editors. {name}, {organization} and {me} stand for who asked, the
// organization and who answers.
struct Saved { std::int64_t id = 0; AccountId organization; std::string title, text; };
std::vector<Saved> saved_answers(db::Read&, AccountId organization);
base::Result<Saved> save_answer(db::Write&, AccountId by, Saved const&);  // id 0: a new one
base::Result<base::Done> remove_saved_answer(db::Write&, AccountId by, AccountId organization, std::int64_t id);
std::string filled(Saved const&, std::string_view name, std::string_view organization, std::string_view me);

// Within how long each kind is to be answered, in minutes in which the team is there. The owner says so.
struct Hours { int day = 1, from = 0, to = 0; bool operator==(Hours const&) const = default; };  // 1: Monday; minutes of the day
struct Targets {
    std::vector<std::int64_t> minutes{480, 240, 2880, 1440};  // by kind
    std::string zone = "UTC";                                  // IANA
    std::vector<Hours> hours;                                  // none: the clock never stops
};
Targets targets(db::Read&, AccountId organization);
base::Result<base::Done> set_targets(db::Write&, AccountId by, AccountId organization, Targets const&);  // what waits is due anew
base::Time due_at(Targets const&, Kind, base::Time arrived);

// How each kind shows what waits, registered by its room while the site starts. No value: it is not there any more.
struct Shown { std::string from, words, address; };  // from whom (may be nobody's name), the words, and where one answers
using Show = std::function<std::optional<Shown>(db::Read&, html::Words const&, AccountId organization, std::string_view about)>;
void show_with(Kind, Show);
std::optional<Shown> shown(db::Read&, html::Words const&, Item const&);
// How one answers right here, of kinds that can be. Refused as its room refuses, the field is `text`.
struct Answer { AccountId organization, by; std::string about, text, key; };  // key: the same one twice is one answer
using AnswerHere = std::function<base::Result<base::Done>(db::Write&, Answer const&)>;
void answer_with(Kind, AnswerHere);

// Response times of a span, for the team and, of reviews, for everybody: of answered items and of waiting ones past due.
// late: of both; overdue: of those that wait.
struct Times { std::int64_t arrived = 0, answered = 0, late = 0; base::Time median = 0; std::int64_t overdue = 0; };
Times times(db::Read&, AccountId organization, std::optional<Kind>, base::Time since);

// The same for each of the stretches of `length` since then.
std::vector<Times> times_each(db::Read&, AccountId organization, std::optional<Kind>, base::Time since, base::Time length);

// An item came, went, or is held by somebody else. An item that is gone is found no more.
struct Changed { static constexpr std::string_view kind = "inbox.changed"; AccountId organization; ItemId item; };

void sweep(db::Write&);  // now and then: what its room shows no more waits no more
void tell_open_pages(bus::Bus&, db::Database&, http::Hub&);
using StillValid = std::function<bool(http::Person const&)>;
void add_pages(http::Router::Section pages, StillValid);  // /organizations/:username/inbox
void add_export();
void forget_account(db::Write&, AccountId);

}  // namespace inbox
