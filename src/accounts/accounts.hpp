// Accounts: who people and organizations are here, how they prove it, and which apps act for them.
#pragma once
#include "base/event.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace accounts {

using base::AccountId;
using http::Role;

extern db::Schema const schema;

inline base::Setting<bool> sign_up_open{"accounts.sign_up_open", true, "Whether anybody may sign up."};
inline base::Setting<bool> confirm_email{"accounts.confirm_email", true, "Whether a new account must open a link that is mailed to it before it can post. Turn it off only to try things out."};
inline base::Setting<std::int64_t> session_days{"accounts.session_days", 60, "After how many days without use a session ends."};

inline base::Setting<std::string> contact{"server.contact", "", "How people reach those who run this server: an e-mail address or the address of a page. Shown on the page About."};
inline base::Setting<std::string> rules{"server.rules",
    "Be kind. People here may be having a hard day.; Do not share what others told you in confidence, and nothing that names a patient.; "
    "Say where health advice comes from, and do not sell any.; Do not pretend to be somebody else, or to have a profession you do not have.; "
    "In an emergency, call your local emergency number. Nobody here can come to you.",
    "What people agree to when they sign up, one rule a line (or separated by semicolons). Shown on the page About."};

// What an account stands for. In ActivityStreams: Person, Person, Organization, Group, Service.
enum class Kind { person, professional, organization, group, service };
std::string_view text_of(Kind);
std::optional<Kind> kind_of(std::string_view);
std::string_view text_of(Role);
std::optional<Role> role_of(std::string_view);

struct Field {
    std::string name, value;
};

struct Account {
    AccountId id;
    std::string username;   // as spelled at sign-up; unique without regard to case
    std::string domain;     // "" for accounts of this server
    Kind kind = Kind::person;
    Role role = Role::member;
    std::string name;       // display name; the username when none was given
    std::string note;       // the bio as typed; note_html() is what pages and apps show
    std::vector<Field> fields;
    std::string avatar, header;  // addresses; "" for none
    bool locked = false;         // follows must be approved
    bool discoverable = true;    // may be suggested and found by name
    bool indexable = true;       // public posts may be found by search
    base::Time created_at = 0;
    base::Time suspended_at = 0;  // 0: not suspended
    base::Time last_post_at = 0;  // 0: never posted
    std::int64_t followers = 0, following = 0, posts = 0;
    std::string language = "en";  // of the account's pages and posts

    std::string handle() const { return domain.empty() ? username : username + "@" + domain; }
    std::string url() const;   // https://site/@username: the page
    std::string uri() const;   // https://site/users/username: the actor's id
    bool is_organization() const { return kind == Kind::organization || kind == Kind::group; }
};
html::Safe note_html(Account const&);
html::Safe linked(std::string_view text);  // a field's value with its links
html::Safe picture(Account const&);        // avatar or landscape, in the shape of its kind

// Finding. Suspended accounts are found too: check suspended_at before showing them.
std::optional<Account> find(db::Read&, AccountId);
std::optional<Account> find_by_handle(db::Read&, std::string_view handle);  // ada, @ada, ada@this.server
std::vector<Account> find_all(db::Read&, std::vector<AccountId> const&);    // in the order asked; missing ones left out
// Discoverable accounts whose username or name has words that start so, best first.
std::vector<Account> search(db::Read&, std::string_view text, int limit, int offset = 0);

// How old somebody is, as far as we keep it: the band, never the birthday.
enum class Age { unknown, minor, adult };
std::string_view text_of(Age);
// From the month of birth. Refused below 13; nothing is stored then.
base::Result<Age> age_of(std::int64_t birth_year, std::int64_t birth_month, base::Time now);
bool is_minor(db::Read&, AccountId);  // strangers may not message them

// Signing up. Refused with all faulty fields at once: username, email, password, agreement.
struct SignUp {
    std::string username, email, password;
    Kind kind = Kind::person;
    Role role = Role::member;
    std::string name;
    std::string language = "en";
    bool agreement = false;
    bool confirmed = false;              // by the command line and the demo: no letter is sent
    std::string password_hash;           // of hash_password(): made outside the writer, or once for the whole demo,
                                         // which leaves `password` empty; the rules are for the password
    Age age = Age::unknown;
};
std::string hash_password(std::string_view password);  // 23 ms: not inside a Write
base::Result<Account> sign_up(db::Write&, SignUp const&);
base::Result<AccountId> confirm(db::Write&, std::string_view token);  // from the letter
base::Result<base::Done> send_confirmation_again(db::Write&, std::string_view email);
bool is_confirmed(db::Read&, AccountId);

// Changing who one is. Absent members stay as they are.
struct Profile {
    std::optional<std::string> name, note, avatar, header, language;
    std::optional<bool> locked, discoverable, indexable;
    std::optional<std::vector<Field>> fields;  // at most 8
    std::optional<Kind> kind;
};
base::Result<Account> change_profile(db::Write&, AccountId, Profile const&);

// Sessions: a browser's. The token goes into the cookie and is stored only as a hash.
struct Session {
    std::int64_t id = 0;
    base::Time created_at = 0, used_at = 0;
    std::string browser;  // "Firefox on Linux", from User-Agent
};
struct SignedIn { AccountId account; std::string token; };
// `login` is a username or an e-mail address. One answer for a wrong name and a wrong password; at most 10 tries in
// 15 minutes for one login. Checking the password takes 23 ms: call verify_password before, outside the writer.
// The right password of an unconfirmed account is refused with the code ERR_UNCONFIRMED at `email`.
base::Result<AccountId> verify_password(db::Read&, std::string_view login, std::string_view password);
SignedIn start_session(db::Write&, AccountId, std::string_view user_agent);
std::vector<Session> sessions(db::Read&, AccountId);
base::Result<base::Done> end_session(db::Write&, AccountId, std::int64_t session);
// Once a day: sessions that were not used for session_days, letters' secrets and codes that expired.
base::Result<base::Done> sweep(db::Write&);

// Forgotten passwords: the answer is the same whether or not the address is known.
base::Result<base::Done> ask_for_reset(db::Write&, std::string_view email);
// `hash` is hash_password(password) when it was made before; "" makes it here.
base::Result<AccountId> reset_password(db::Write&, std::string_view token, std::string_view password, std::string hash = {});
base::Result<base::Done> set_password(db::Write&, AccountId, std::string_view password, std::string hash = {});  // ends all sessions and tokens

base::Result<base::Done> set_role(db::Write&, AccountId, Role);
base::Result<base::Done> suspend(db::Write&, AccountId);
base::Result<base::Done> unsuspend(db::Write&, AccountId);
std::int64_t members(db::Read&);  // how many accounts live here
std::int64_t posts_of_members(db::Read&);  // what they wrote and shared, from their own counts
// Deletion: the row stays as a tombstone so that the name is never taken again; everything personal goes at once.
base::Result<base::Done> remove(db::Write&, AccountId);

// Export: every capability adds its part ("posts.json", JSON text) of one person's data.
using ExportPart = std::function<std::string(db::Read&, AccountId)>;
void add_to_export(std::string file, ExportPart);
std::string export_all(db::Read&, AccountId);  // one JSON document of all parts

// OAuth 2 (RFC 6749, PKCE RFC 7636), as Mastodon apps use it.
struct App {
    std::int64_t id = 0;
    std::string name, website, client_id, client_secret;  // the secret only right after registration
    std::vector<std::string> redirect_uris;
    std::string scopes;
};
base::Result<App> register_app(db::Write&, App const&);
std::optional<App> find_app(db::Read&, std::int64_t id);
std::optional<App> find_app(db::Read&, std::string_view client_id);
std::vector<std::string_view> known_scopes();
// Codes: given to an app by a person (10 minutes, once), then exchanged for a token.
struct Consent {
    AccountId account;
    std::int64_t app = 0;
    std::string redirect_uri, scopes;
    std::string challenge;  // S256 of PKCE; "" for none
};
base::Result<std::string> give_code(db::Write&, Consent const&);
struct Grant { std::string token, scopes; base::Time created_at = 0; };
struct CodeExchange { std::string code, redirect_uri, verifier; };
base::Result<Grant> exchange_code(db::Write&, App const&, CodeExchange const&);
base::Result<Grant> token_for_app(db::Write&, App const&, std::string_view scopes);  // client credentials
base::Result<base::Done> revoke_token(db::Write&, App const&, std::string_view token);
struct AppAccess { App app; std::string scopes; base::Time created_at = 0, used_at = 0; };
std::vector<AppAccess> apps_with_access(db::Read&, AccountId);
base::Result<base::Done> end_access(db::Write&, AccountId, std::int64_t app);
// For the command line, and for an app that signs somebody up: an access token for an account. It works from when the
// account is confirmed.
base::Result<std::string> create_token(db::Write&, AccountId, std::string_view scopes, std::int64_t app = 0);

// Counted by other capabilities.
void count_followers(db::Write&, AccountId, std::int64_t change);
void count_following(db::Write&, AccountId, std::int64_t change);
void count_posts(db::Write&, AccountId, std::int64_t change, base::Time posted_at = 0);

// Events.
struct SignedUp { static constexpr std::string_view kind = "accounts.signed_up"; AccountId account; };
struct Changed { static constexpr std::string_view kind = "accounts.changed"; AccountId account; };    // profile, counts, role
struct Suspended { static constexpr std::string_view kind = "accounts.suspended"; AccountId account; };
struct Removed { static constexpr std::string_view kind = "accounts.removed"; AccountId account; };
// grant 0: all of them that are older than the id `before`.
struct GrantEnded { static constexpr std::string_view kind = "accounts.grant_ended"; AccountId account; std::int64_t grant; std::int64_t before = 0; };

// Who is asking: sessions and tokens, kept in memory so that a known one costs no statement. Forgets at once what ended
// here, and within 2 s what ended on another node.
class Doorkeeper {
public:
    Doorkeeper();
    ~Doorkeeper();
    bool recall(http::Request&) const;            // for http::ServerOptions
    void identify(http::Request&, db::Read&);
    bool still_valid(http::Person const&) const;  // for streams: false once the grant ended or the account was suspended
    // A token that came by other ways than the headers: WebSocket's query and protocol.
    std::optional<http::Person> person_with_token(db::Read&, std::string_view token);
    void hear(base::Event const&);  // of db::Database::on_commit: knows which of them matter
    void forget(AccountId);         // asks the database again; open streams go on
    void forget_everything();
    // Last uses of sessions and tokens, noted at most once an hour each: to be called every few minutes.
    void flush_used(db::Database&);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

// Sign-up, sign-in, sign-out, reset, settings, sessions, apps, export, deletion, /about; /oauth/*, and the server's
// OAuth metadata.
void add_pages(http::Router::Section pages);
void add_oauth(http::Router::Section oauth, http::Router::Section pages);
base::Refusal oauth_refusal(std::string_view code, std::string message);  // {"error": "invalid_grant", ...}
http::Response refuse_as_oauth(http::Request const&, base::Refusal const&, int status);

}  // namespace accounts
