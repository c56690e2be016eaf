// Requests, responses and routes. No Boost here: the server behind this header is compiled once.
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "http/fields.hpp"
#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

enum class Role { member, moderator, admin };

// Who asks: found by the app's `identify` from a session cookie or a bearer token.
struct Person {
    base::AccountId account;       // 0: an app acting for itself (client credentials)
    Role role = Role::member;
    std::int64_t grant = 0;        // the session's or the token's id
    std::int64_t app = 0;          // the OAuth app's id; 0 for a session
    bool by_session = false;       // a page: forms need the CSRF token
    std::string scopes;            // space-separated, as granted; a session has them all
    std::string username, name;    // for the top of pages
    std::string avatar;            // address
    std::string csrf;              // for a session: what its forms must carry
    std::string barred;            // why members' routes are closed yet (an unconfirmed address); "" for not
    bool may(std::string_view scope) const;  // "read" covers "read:statuses"
};

// The language a page speaks (a tag like "es"), the time zone its moments are told in (an IANA name, or "" for the server's),
// the country its help is for (as ISO 3166 writes it, "ES"; "" for not known), and whether the reader pays for every byte.
struct Locale : std::string {
    using std::string::string;
    using std::string::operator=;
    std::string zone, region;
    bool lean = false;
};

struct Request {
    std::string method, target;  // target as sent; HEAD arrives as GET
    std::string path;            // decoded, without a trailing slash
    Fields parameters;           // from the path: /users/:name
    Fields fields;               // query and body
    std::vector<Upload> uploads;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::vector<std::pair<std::string, std::string>> cookies;
    std::string body;            // kept for JSON and unknown types only
    std::string address;         // of the person, by the trusted-proxy rules; never logged
    std::string id;              // of this request, in the log and in X-Request-Id
    std::optional<Person> person;
    Locale locale = "en";        // chosen by account, cookie, Accept-Language
    // What the route's first() made, for the handler that follows it: std::any_cast<T>(&each) finds one's own.
    std::vector<std::any> prepared;

    std::string_view header(std::string_view name) const;  // lower-case name; "" when absent
    std::string_view cookie(std::string_view name) const;
    Upload const* upload(std::string_view field) const;
    bool wants_fragment() const;  // Accept: text/html;fragment=1: in-place updates of a page
    base::AccountId account() const { return person ? person->account : base::AccountId{}; }
};

// A page of text shared between answers: written to sockets without a copy.
using Shared = std::shared_ptr<std::string const>;

// How a client that asked for a live stream is spoken to.
struct Stream {
    std::vector<std::string> topics;  // of http::Hub
    // Asked by the server after each event and every 10 s: false ends the stream (signed out, suspended).
    std::function<bool()> still_allowed;
    // Asked for each message, on a loop: false passes over what came to this topic. Absent: everything is heard.
    std::function<bool(std::string_view topic)> hears;
    // WebSocket: called for each text message; gives the topics to add and to leave.
    struct Change { std::vector<std::string> add, leave; std::string answer; };
    std::function<Change(std::string_view message)> on_message;
    bool websocket = false;
};

struct Response {
    int status = 200;
    std::string type = "text/html; charset=utf-8";
    std::string body;
    std::vector<Shared> pieces;  // follow the body
    std::string file;            // a file on disk to send as the body
    std::vector<std::pair<std::string, std::string>> headers;
    std::shared_ptr<Stream> stream;  // SSE or WebSocket instead of a body
    bool keeps_change = false;   // the change holds although the status says no: a reused code ends what it gave

    Response& with(std::string name, std::string value) {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
};

Response json(std::string body, int status = 200);
Response html(std::string body, int status = 200);
Response text(std::string body, int status = 200);
Response redirect(std::string location, int status = 303);  // after a form; 302 and 301 when said

struct Cookie {
    std::string name, value;
    std::int64_t seconds = 0;  // 0: for the browser's session; negative: forget
    bool script_may_read = false;
};
void set_cookie(Response&, Cookie const&);  // SameSite=Lax, HttpOnly, Secure when the site is https, Path=/

// Who may call a route. There is no default: every route must say.
enum class Open {
    to_anyone,      // a person is known when they are signed in
    to_apps,        // any valid token, also an app's own
    to_members,
    to_moderators,
    to_admins,
};

struct Access {
    Open open;
    std::string_view scope = {};  // what a token must hold: "write:statuses". Routes without one are closed to tokens
                                  // unless open to anyone.
    constexpr Access(Open who) : open(who) {}
    constexpr Access(Open who, std::string_view what) : open(who), scope(what) {}
};

using Answer = base::Result<Response>;
using Reader = std::function<Answer(Request const&, db::Read&)>;
using Writer = std::function<Answer(Request const&, db::Write&)>;
// Answers from memory on the I/O loop, or gives nothing and lets the reader do it. Must not block.
using Quick = std::function<std::optional<Response>(Request const&)>;
// Needs no database and is done in a few microseconds: static files, health.
using Plain = std::function<Answer(Request const&)>;
// Slow work done on a thread of its own before the handler is run (after access, CSRF and limits have been checked): pictures,
// files. It holds up neither readers nor the writer, and may wait for the database itself. A refusal is the answer.
using Aside = std::function<base::Result<base::Done>(Request&)>;
// Slow work done on a reader thread before the handler is run (after access, CSRF and limits have been checked), so that
// the one writer never waits for it: pictures, password hashes. It may read: a password is checked against what is stored.
// A refusal is the answer.
using Before = std::function<base::Result<base::Done>(Request&, db::Read&)>;

// How a refusal is told in one dialect: pages, Mastodon's JSON, OAuth's.
using Refuse = std::function<Response(Request const&, base::Refusal const&, int status)>;

// Limits that a route may ask for beyond the server's own.
struct Limit {
    std::string_view bucket;  // requests to routes with the same bucket count together
    int times = 0;
    std::int64_t seconds = 0;
};

struct Route {
    std::string method, pattern;
    Access access;
    Reader reader;
    Writer writer;
    Quick quick;
    Plain plain;
    Before before;
    Aside aside;  // after `before`
    Refuse refuse;
    std::int64_t largest_body = 1 << 20;
    bool takes_barred = false;  // also from somebody whose account is not ready yet
    bool body_in_file = false;  // a body that is no form becomes an upload without a name, on disk
    bool csrf_free = false;  // a form that other sites may post to: token endpoints
    std::vector<Limit> limits;
    // For the OpenAPI document.
    std::string summary;
    struct Parameter { std::string name, type, about; bool required = false; };
    std::vector<Parameter> takes;

    Route& says(std::string what) { summary = std::move(what); return *this; }
    Route& takes_field(std::string name, std::string type, std::string about, bool required = false) {
        takes.push_back({std::move(name), std::move(type), std::move(about), required});
        return *this;
    }
    Route& body_up_to(std::int64_t bytes) { largest_body = bytes; return *this; }
    Route& also_barred() { takes_barred = true; return *this; }
    Route& without_csrf() { csrf_free = true; return *this; }
    Route& limited(Limit limit) { limits.push_back(limit); return *this; }
    Route& first(Before slow_work) { before = std::move(slow_work); return *this; }
    Route& first(Aside slow_work) { aside = std::move(slow_work); return *this; }
    Route& body_to_file() { body_in_file = true; return *this; }
    Route& quickly(Quick from_memory) { quick = std::move(from_memory); return *this; }
};

// Patterns: "/users/:name/posts", "/@:name" (a prefix before the parameter), "/alerts/:id.cap" (a suffix after it), "/files/*rest" (the rest, last).
// A literal segment wins over a parameter.
class Router {
public:
    Router();
    ~Router();
    // Where routes are added: they answer refusals in this dialect.
    class Section {
    public:
        Route& get(std::string_view pattern, Access, Reader);
        Route& plain(std::string_view pattern, Access, Plain);
        Route& post(std::string_view pattern, Access, Writer);
        Route& put(std::string_view pattern, Access, Writer);
        Route& patch(std::string_view pattern, Access, Writer);
        Route& remove(std::string_view pattern, Access, Writer);  // DELETE

    private:
        friend class Router;
        Section(Router& router, Refuse refuse) : router_(router), refuse_(std::move(refuse)) {}
        Route& add(std::string_view method, std::string_view pattern, Access);
        Router& router_;
        Refuse refuse_;
    };
    Section speaking(Refuse dialect) { return Section(*this, std::move(dialect)); }
    // The same address in another form: a GET that is there already answers so when the request wants it, and says that it
    // depends on Accept. Throws std::logic_error when there is none.
    void also(std::string_view pattern, std::function<bool(Request const&)> wanted, Reader);

    struct Match {
        Route const* route = nullptr;
        Fields parameters;
        std::vector<std::string> methods;  // what the address would take, when the method was wrong
    };
    Match find(std::string_view method, std::string_view path) const;
    std::vector<Route const*> all() const;  // in the order they were added

    // How unknown addresses are refused: by the longest matching prefix ("/api/" in JSON, "/" as a page).
    void unknown(std::string_view prefix, Refuse);
    Refuse const& refusal_for(std::string_view path) const;

private:
    friend class Section;
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

int status_of(base::Why);
// {"error": "...", "details": {"field": [{"error": "ERR_BLANK", "description": "..."}]}}: the Mastodon API's form.
Response refuse_as_json(Request const&, base::Refusal const&, int status);

// Runs one request through access, CSRF, route and refusal, on the calling thread and without a socket: tests' stories
// and the demo use it. `request.person` must be set by the caller.
Response answer(Router const&, db::Database&, Request);

// {"openapi": "3.1.0", ...} of the routes whose pattern starts with `prefix`.
std::string openapi(Router const&, std::string_view prefix, std::string_view title, std::string_view version);

}  // namespace http
