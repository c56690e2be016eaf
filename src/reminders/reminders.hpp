// Reminders: exactly one push and one letter at each moment that was asked for, whatever restarts and clocks do meanwhile.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reminders {

using base::AccountId;

extern db::Schema const schema;

// What somebody chose: how long before an appointment they are reminded, in minutes, and by which channels. Opting out of a
// channel holds for every reminder, of whatever room.
struct Choice { std::vector<std::int64_t> lead{2880, 120}; bool push = true, mail = true; };
Choice choice(db::Read&, AccountId);
base::Result<base::Done> choose(db::Write&, AccountId, Choice const&);  // refused: lead, more than 5, not 5 minutes to 30 days
struct Chosen { static constexpr std::string_view kind = "reminders.chosen"; AccountId account; };  // rooms set theirs anew

// `kind` says which room is asked for the words ("appointment", "medication"), `about` is the thing's id there.
struct Reminder { std::int64_t id = 0; AccountId person; std::string kind, about; base::Time at = 0; };
// These are all that remain to be told of it: earlier ones that were not told yet go, moments in the past are left out.
void set(db::Write&, AccountId person, std::string_view kind, std::string_view about, std::vector<base::Time> const& at);
void clear(db::Write&, AccountId person, std::string_view kind, std::string_view about);
std::vector<Reminder> waiting(db::Read&, AccountId person);

// The words, in the reader's language, asked for when it is due: nothing when it is not wanted any more. Nothing private in
// `push` and `subject`: they show on lock screens.
struct Said {
    std::string push, subject, text;
    std::string address;    // where the push leads
    std::string calendar;   // an iCalendar part (text/calendar), "" for none
    std::string method;     // its iTIP method: REQUEST, CANCEL, PUBLISH
};
using Tell = std::function<std::optional<Said>(db::Write&, html::Words const&, Reminder const&)>;
void tell_with(std::string kind, Tell);  // while the site starts
// The same at once, outside of the reminders: booked, moved, cancelled. `key`: the same one twice is told once.
void tell_now(db::Write&, AccountId person, Said const&, std::string_view key, bool by_push = true);
html::Words words_for(db::Read&, AccountId person);  // in whose language and time zone such things are said

// iCalendar (RFC 5545, RFC 5546). Text is escaped and folded here.
struct Event {
    std::string uid, summary, description, location, address;  // address: URL of the thing
    base::Time start = 0, end = 0, changed_at = 0;
    std::int64_t sequence = 0;
    bool cancelled = false;
    std::string organizer, attendee;   // mail addresses; "" for none
};
std::string calendar(std::vector<Event> const&, std::string_view method, std::string_view name = {});

// What shows in somebody's private calendar: each room adds its events. The address is secret, and can be made anew.
using Events = std::function<std::vector<Event>(db::Read&, html::Words const&, AccountId person)>;
void add_events(Events);

// A link in a letter that does one thing once, without signing in: signed, for one person, with an end. `act` and `about` are
// the room's own. A used, changed or old one is refused.
struct Once { AccountId person; std::string act, about; };
std::string link(db::Write&, Once const&, base::Time until);               // "/once/<token>"
// How a room does it: the page that asks first (a GET changes nothing), and the deed.
struct Deed { std::function<std::string(db::Read&, html::Words const&, Once const&)> question, button; std::function<base::Result<std::string>(db::Write&, Once const&)> done; };
void do_with(std::string act, Deed);

void add_pages(http::Router::Section);  // /settings/reminders, /once/:token, /calendar/:token.ics
void add_jobs(jobs::Runner&, db::Database&);
void tell_due(db::Write&);              // what the job does
void add_export();
void forget_account(db::Write&, AccountId);

}  // namespace reminders
