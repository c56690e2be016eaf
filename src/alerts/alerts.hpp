// Alerts: warnings of those whose duty it is to warn. Issued once, seen by everyone concerned, corrected in the open.
#pragma once
#include "accounts/accounts.hpp"
#include "areas/areas.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include "places/places.hpp"
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bus { class Bus; }
namespace http { class Hub; }

namespace alerts {

using base::AccountId, base::PostId;
using AlertId = base::Id<struct AlertTag>;

extern db::Schema const schema;

// The message, in the words of OASIS CAP 1.2 (section 3.2). text_of() gives the standard's spelling, X_of() reads it.
enum class Status { actual, exercise, system, test, draft };
enum class MessageType { alert, update, cancel, acknowledgement, error };
enum class Scope { open, restricted, closed };  // Public, Restricted, Private
enum class Category { geo, met, safety, security, rescue, fire, health, env, transport, infra, cbrne, other };
enum class Response { shelter, evacuate, prepare, execute, avoid, monitor, assess, all_clear, none };
enum class Urgency { immediate, expected, future, past, unknown };
enum class Severity { extreme, severe, moderate, minor, unknown };  // worst first
enum class Certainty { observed, likely, possible, unlikely, unknown };
std::string_view text_of(Status);
std::string_view text_of(MessageType);
std::string_view text_of(Scope);
std::string_view text_of(Category);
std::string_view text_of(Response);
std::string_view text_of(Urgency);
std::string_view text_of(Severity);
std::string_view text_of(Certainty);
std::optional<Status> status_of(std::string_view);
std::optional<MessageType> message_type_of(std::string_view);
std::optional<Scope> scope_of(std::string_view);
std::optional<Category> category_of(std::string_view);
std::optional<Response> response_of(std::string_view);
std::optional<Urgency> urgency_of(std::string_view);
std::optional<Severity> severity_of(std::string_view);
std::optional<Certainty> certainty_of(std::string_view);

// A moment as its sender wrote it: CAP keeps the offset from UTC, in minutes. No moment: `at` is 0.
struct Moment {
    base::Time at = 0;
    int offset = 0;
    explicit operator bool() const { return at != 0; }
    bool operator==(Moment const&) const = default;
};
std::string text_of(Moment);                          // 2026-11-22T09:40:00-07:00
std::optional<Moment> moment_of(std::string_view);    // what CAP's schema takes

struct Named { std::string name, value; bool operator==(Named const&) const = default; };  // valueName and value
struct Reference { std::string sender, identifier; Moment sent; bool operator==(Reference const&) const = default; };

struct Resource {
    std::string description, mime_type;
    std::optional<std::int64_t> size;  // bytes
    std::string uri, content;          // content: derefUri, base64
    std::string digest;                // SHA-1, hex
    bool operator==(Resource const&) const = default;
};
struct Area {
    std::string description;
    std::vector<std::string> polygons, circles;  // CAP's texts, as they came; see areas::read_polygon
    std::vector<Named> geocodes;
    std::string altitude, ceiling;               // feet above sea level, as written; "" for none
    bool operator==(Area const&) const = default;
};
struct Info {
    std::string language = "en-US";  // RFC 3066
    std::vector<Category> categories;
    std::string event;
    std::vector<Response> responses;
    Urgency urgency = Urgency::unknown;
    Severity severity = Severity::unknown;
    Certainty certainty = Certainty::unknown;
    std::string audience;
    std::vector<Named> event_codes;
    Moment effective, onset, expires;
    std::string sender_name, headline, description, instruction, web, contact;
    std::vector<Named> parameters;
    std::vector<Resource> resources;
    std::vector<Area> areas;
    bool operator==(Info const&) const = default;
};
struct Message {
    std::string identifier, sender;
    Moment sent;
    Status status = Status::actual;
    MessageType type = MessageType::alert;
    std::string source;
    Scope scope = Scope::open;
    std::string restriction;
    std::vector<std::string> addresses, codes;
    std::string note;
    std::vector<Reference> references;
    std::vector<std::string> incidents;
    std::vector<Info> infos;
    bool operator==(Message const&) const = default;
};
// What CAP 1.2 asks beyond the form: required elements, spaces in identifiers, references of updates, expiry after onset,
// areas that can be drawn. Every fault at once, each at its field: "infos[0].headline", "infos[1].areas[0].polygons[0]".
base::Result<base::Done> check(Message const&);
// One text for one message, always the same bytes: what the record keeps. JSON with CAP's names.
std::string written(Message const&);
base::Result<Message> read_message(std::string_view json);
// The words of the wanted language, or the nearest there are: the first ones when no language fits.
Info const& in_language(Message const&, std::string_view language);
Severity worst(Message const&);
base::Time ends(Message const&);  // the latest expiry; 24 hours after it was sent when none is given
areas::Shape shape_of(db::Read&, Info const&);  // all its areas, named outlines included

// An alert as it was issued, or as another agency sent it. What it says never changes: an update is an alert of its own.
struct Alert {
    AlertId id;
    AlertId chain;            // the first of its references: alert, updates and cancellation share it
    AlertId replaces;         // the one that it updates or cancels; 0: none
    AlertId replaced_by;      // 0: it is the latest of its chain
    AccountId issuer;         // 0: imported
    std::int64_t source = 0;  // of imported ones: which feed
    std::string source_name, source_url;
    Message message;
    std::string changed, why; // of an update: what changed, and why, in words for the public
    base::Time issued_at = 0; // here
    base::Time ends_at = 0;
    base::Time ended_at = 0;  // it was cancelled, replaced, or its time was over; 0: it holds
    PostId post;              // what went to followers; 0: none
    bool taken_away = false;  // its text had to go
    bool is_ours() const { return bool(issuer); }
    std::string url() const;  // https://site/alerts/id
};
std::optional<Alert> find(db::Read&, AlertId);
std::optional<Alert> find(db::Read&, Reference const&);  // by sender, identifier and sent
std::vector<Alert> in_force(db::Read&, base::Time now);  // worst first; exercises and tests last
struct Page { std::int64_t before = 0; int limit = 40; };
std::vector<Alert> all(db::Read&, Page const&);               // newest first, past ones too
std::vector<Alert> issued_by(db::Read&, AccountId, Page const&);
std::vector<Alert> chain(db::Read&, AlertId);                 // oldest first

// Another agency's alert, from a feed that an administrator chose. The same one again (sender, identifier, sent) gives what
// is there. An update or cancellation ends what it refers to. Refused (invalid): what check() refuses; (forbidden): a
// sender that issues here, or another source's alert.
struct Received {
    Message message;
    std::int64_t source = 0;
    std::string source_name, source_url;  // the agency, and where people read it
    std::string xml;                      // as it came
};
base::Result<Alert> receive(db::Write&, Received const&);
std::string xml_of(db::Read&, AlertId);   // of an imported one, as it came

// Who may issue alerts in whose name: an administrator's decision.
struct Right {
    AccountId organization;
    std::string sender;           // CAP's sender: "alerts@larkspur.example"; unique, and nobody else's feed may use it
    bool needs_approval = false;  // a second person of the organization agrees to each alert first
    base::Time since = 0;
};
base::Result<base::Done> grant(db::Write&, AccountId by, Right const&);
base::Result<base::Done> revoke(db::Write&, AccountId by, AccountId organization);
std::optional<Right> right_of(db::Read&, AccountId organization);
std::vector<Right> rights(db::Read&);

// People who act for the organization here: each by an administrator's or the organization's word.
struct Member { AccountId organization, person; bool composes = true, approves = true; };
base::Result<base::Done> set_member(db::Write&, AccountId by, Member const&);
base::Result<base::Done> remove_member(db::Write&, AccountId by, AccountId organization, AccountId person);
std::vector<Member> members(db::Read&, AccountId organization);
std::vector<Member> memberships(db::Read&, AccountId person);  // the organization's own account composes and approves, too

// What is being written. `version` counts changes: saving over somebody else's is a conflict.
struct Draft {
    std::int64_t id = 0, version = 0;
    AccountId organization, author;
    Message message;                 // without identifier and sent
    AlertId replaces;                // an update or a cancellation starts from it
    std::string changed, why;
    std::string sent_back;           // why whoever was asked to approve it did not; "": nobody did
    enum class State { writing, waiting, issued, dropped } state = State::writing;
    AccountId approved_by;
    AlertId issued_as;
    base::Time changed_at = 0;
};
base::Result<Draft> save(db::Write&, AccountId by, Draft const&);   // id 0: a new one
base::Result<Draft> start_update(db::Write&, AccountId by, AlertId, MessageType);  // update or cancel
std::optional<Draft> find_draft(db::Read&, AccountId by, std::int64_t id);
std::vector<Draft> drafts(db::Read&, AccountId by);                 // of the organizations one acts for, newest first
base::Result<Draft> ask_approval(db::Write&, AccountId by, std::int64_t id, std::int64_t version);
base::Result<Draft> send_back(db::Write&, AccountId by, std::int64_t id, std::string_view reason);
base::Result<base::Done> drop(db::Write&, AccountId by, std::int64_t id);
// From one commit: the alert, its post, its record and everything that tells people. A draft is issued once: again gives
// the same alert. Where the organization asks for it, `by` must be somebody other than the author.
base::Result<Alert> issue(db::Write&, AccountId by, std::int64_t id, std::int64_t version);

// The public record: what was issued, changed and ended, each entry holding the hash of the one before. Anybody can read
// it and see that nothing was changed in silence; docs/api/alerts.md has the algorithm.
struct Entry {
    std::int64_t number = 0;      // 1, 2, 3 ...
    base::Time at = 0;
    std::string kind;             // issued, updated, cancelled, ended, received, answered, removed
    AlertId alert;
    std::string text;             // JSON; "" when it had to be taken away
    std::string text_hash, hash;  // SHA-256, hex
};
// SHA-256 over the JSON array [hash before, number, at, kind, alert, text's hash].
std::string hash_of(Entry const&, std::string_view before);
std::vector<Entry> entries_after(db::Read&, std::int64_t number, int limit);
std::vector<Entry> entries_of(db::Read&, std::vector<Alert> const&);
Entry last_entry(db::Read&);  // number 0: there is none
// The first entry that does not fit, in words; "" when all do. `before` is the hash of the entry before the first.
std::string fault_in(std::vector<Entry> const&, std::string_view before);
// Enters what another room keeps about an alert ("answered"); gives the entry's number.
std::int64_t enter(db::Write&, std::string_view kind, AlertId, std::string_view text);
// A text that the law or somebody's safety takes away, by an administrator and for a reason that everybody may read: the
// text goes from everywhere on this server, its hash stays, and an entry of its own says so. An alert in force is over.
base::Result<base::Done> take_away(db::Write&, AccountId by, std::int64_t entry, std::string_view reason);
struct Removal { std::int64_t entry = 0; base::Time at = 0; std::string reason; };
std::vector<Removal> removals(db::Read&, std::vector<Alert> const&);

// What changed between two texts, word by word: <del> and <ins>, each said in words to screen readers.
html::Safe differences(html::Words const&, std::string_view before, std::string_view after);
// How another room sends an alert on: shown on the desk before it is issued. Registered at start; names are keys of the catalog.
struct Outlet { std::string name, about; std::function<std::string(db::Read&, Alert const&, html::Words const&)> text; };
void add_outlet(Outlet);
// What other rooms show below an alert, on the desk, and in the history of a chain. Registered at start.
void add_below(std::function<html::Safe(http::Request const&, db::Read&, Alert const&)>);
void add_to_desk(std::function<html::Safe(http::Request const&, db::Read&, std::vector<Member> const&)>);
struct Happening { base::Time at = 0; std::int64_t entry = 0; html::Safe shown; };
void add_to_history(std::function<std::vector<Happening>(http::Request const&, db::Read&, AlertId chain)>);

// Whom an alert concerns: whose places meet its areas, who follows its issuer or a topic of it; who chose neither places nor
// topics when it was issued here, or is severe. Areas that nobody can draw concern everybody, and so does whatever cannot be
// read: when in doubt, it is shown.
struct Concern {
    enum class Reason { none, everybody, in_doubt, place, issuer, topic, nothing_chosen } reason = Reason::none;
    places::Place place;  // of Reason::place
    std::string topic;    // of Reason::topic
    explicit operator bool() const { return reason != Reason::none; }
};
Concern concern(db::Read&, Alert const&, AccountId reader);
// Members who are concerned, in order: at most `limit` after one of them. Fewer than that: there are no more.
std::vector<AccountId> concerned(db::Read&, Alert const&, AccountId after, int limit);
// How a member wants to be told, and whether this alert is one to mail at once.
using Wishes = places::Wishes;
Wishes how_told(db::Read&, AccountId);
bool to_mail_at_once(Wishes const&, Alert const&);
// For letters of other rooms about alerts: the lines at their end, the address that ends them (only this server can make
// one), and when those leave that come once a day.
std::string letters_foot(html::Words const&, AccountId);
std::string letters_address(AccountId);
base::Time next_letters(std::string_view zone, base::Time now);

// As apps show it among announcements; and which of those in force a member put away.
html::Safe announced(html::Words const&, db::Read&, Alert const&);
base::Result<base::Done> dismiss(db::Write&, AccountId, AlertId);
std::vector<AlertId> dismissed(db::Read&, AccountId);

// The alerts in force, in memory, and whom each of them concerns: every page asks. Any thread.
class Board {
public:
    Board();
    ~Board();
    std::shared_ptr<std::vector<Alert> const> in_force(db::Read&);
    // Those in force that concern the reader (0: a visitor, whom all concern), worst first.
    std::vector<std::shared_ptr<Alert const>> concerning(db::Read&, AccountId reader);
    Concern concern(db::Read&, Alert const&, AccountId reader);  // as the free one, from memory for those in force
    void forget();                        // something was issued or is over
    void forget(AccountId reader);        // what they chose or follow changed
    // Of very many readers at once: those whom an alert concerns, together with all who have the same alerts before them.
    // Reads the board anew; also of an alert that is over by now.
    struct Group { std::vector<std::shared_ptr<Alert const>> held; std::vector<AccountId> readers; };
    std::vector<Group> concerned_by(db::Database&, AlertId, std::vector<AccountId> const& readers);
    struct Inside;

private:
    std::unique_ptr<Inside> inside_;
};
// Every page that is open shows what was issued, and loses what is over, at once.
void tell_open_pages(bus::Bus&, db::Database&, Board&, http::Hub&);
// /alerts, /alerts/:id and its light version, the record, the desk where alerts are written, and the banner of every page.
// Crisis mode: the pages of alerts as small files for any proxy, rewritten at each change (setting alerts.crisis_folder, or
// <folder>/public/alerts); visitors get the same from memory when the switch says so, or when the server has too much to do.
class Crisis {
public:
    Crisis(db::Database&, std::string folder);  // folder "": no files
    ~Crisis();
    void start();  // writes all pages, and looks every second whether the server keeps up
    void stop();
    void write();  // after an alert came or went. Never throws: an alert goes on without files
    bool is_on() const;
    // "/", "/alerts", "/alerts/123" for a visitor while it is on; nothing for anything else.
    std::optional<http::Response> answer(http::Request const&) const;
    bool gives(http::Request const& request) const { return answer(request).has_value(); }
    std::string metrics() const;  // Prometheus text

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};
void add_pages(http::Router::Section pages, Board&, Crisis&);

// How many an alert reached by each way, never who. Pages, widgets and feeds are counted in memory and kept soon.
enum class Channel { concerned, streams, pages, seen, push_queued, push_sent, push_failed, mail_queued, mail_digest, mail_sent, mail_failed, feeds, widget, websub, federated };
std::string_view text_of(Channel);
void count(db::Write&, AlertId, Channel, std::int64_t times = 1);
void count_soon(AlertId, Channel, std::int64_t times = 1);  // any thread
void count_soon_in_force(Channel);                          // of all that hold: somebody read a list of them
void keep_counts(db::Database&);                            // what was counted in memory; now and then, by each process
struct Reached { Channel channel; std::int64_t times = 0; };
std::vector<Reached> reach_of(db::Read&, AlertId);          // every channel, in order
// Who sends posts to other servers knows how many were told of one. Said while the site starts.
void count_servers_with(std::function<std::int64_t(db::Read&, PostId)>);
// /alerts/:id/reach, for those who act for its issuer, and its live stream.
void add_reach(http::Router::Section pages, std::function<bool(http::Person const&)> still_valid);
void tell_reach(bus::Bus&, db::Database&, http::Hub&);
// /alerts/widget, for other sites' pages; /api/salve/v1/alerts
void add_widget(http::Router::Section pages, Board&);
void add_feed(http::Router::Section api, Board&);
std::string metrics(db::Database&);  // Prometheus text

// Tells the people concerned, by push and by mail: for db::Database::on_emit, and the jobs that do it.
void hear(db::Write&, base::Event const&);
void add_telling(jobs::Runner&, db::Database&);
void keep_letter_keys_in(std::string key_file);  // what the addresses at the foot of letters are sealed with

void forget(db::Write&, AccountId);  // the account was removed: what it issued stays on record
void add_jobs(jobs::Runner&, db::Database&);  // ends them at their time

// Events. Issued is also an imported alert's.
struct Issued { static constexpr std::string_view kind = "alerts.issued"; AlertId alert; AlertId replaces; };
struct Ended { static constexpr std::string_view kind = "alerts.ended"; AlertId alert; };
struct TakenAway { static constexpr std::string_view kind = "alerts.taken_away"; std::int64_t entry; AlertId alert; };
struct ReachGrew { static constexpr std::string_view kind = "alerts.reach_grew"; AlertId alert; };

}  // namespace alerts
