// Letters to people: written with the change that causes them, sent by a job, over SMTP or into a folder.
#pragma once
#include "base/settings.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mail {

inline base::Setting<std::string> server{"mail.server", "folder", "Where mail goes: smtp://host:port, smtps://host:port, or `folder` to keep it in the data folder, readable at /demo/mail (for trying things out; never on a real server)."};
inline base::Setting<std::string> user{"mail.user", "", "The SMTP user name, when the server asks for one."};
inline base::Setting<std::string> password{"mail.password", "", "The SMTP password."};
inline base::Setting<std::string> from{"mail.from", "salve@localhost", "The address that mail comes from; a name may stand before it: Larkspur <mail@larkspur.example>."};

struct Letter {
    std::string to;
    std::string subject;  // nothing private: it shows on lock screens
    std::string text;     // plain text; links on lines of their own
    std::string about = {};        // what becomes void before the letter leaves: see mail::watch
    std::string unsubscribe = {};  // an address that ends such letters when it is posted to (RFC 8058); "" for none
    std::string calendar = {};     // an event for the reader's calendar (RFC 5545), beside the text; "" for none
    std::string method = {};       // what is asked about it (RFC 5546): REQUEST, CANCEL, PUBLISH
};

// Of letters that are about something: whether they are still wanted when their turn comes, and whether they left. Both
// are called on the job's thread. One for the program, at start.
struct Watch {
    std::function<bool(std::string_view about)> still_wanted;
    std::function<void(std::string_view about, bool left)> ended;
};
void watch(Watch);

void send(db::Write&, Letter const&);
std::string paragraphs(std::vector<std::string> const&);  // a letter's text

// Letters wait sealed with the server's key file, from when it is said: while the site starts.
void keep_keys_in(std::string key_file);

// Registers the job that sends; `folder` is where letters go with mail.server = folder.
void start(jobs::Runner&, std::string folder);

// The demo mailbox at /demo/mail, only when mail.server is `folder`.
void add_pages(http::Router::Section);

struct Kept { std::string id, to, subject, text, date; };
std::vector<Kept> kept();                 // newest first, 200 at most
// RFC 5322 text of a letter, headers encoded (RFC 2047), lines folded: pure, for tests.
std::string message(Letter const&, std::string_view from, std::string_view date, std::string_view id);

}  // namespace mail
