// Accounts: who people and organizations are here, how they prove it, and which apps act for them.
#pragma once
#include "base/event.hpp"
#include "base/result.hpp"
#include "base/settings.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
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

inline base::Setting<bool> approval{"accounts.approval", false, "Whether somebody must let each new person in. They are asked why they want to join, and can sign in once they are let in."};
inline base::Setting<bool> second_factor_for_staff{"accounts.second_factor_for_staff", true, "Whether moderators and administrators must have a second step of signing in (a code, or a passkey) before they may act as such in a browser or an app. Not asked for while mail.server is `folder`, which is for trying things out."};
inline base::Setting<std::string> who_invites{"accounts.who_invites", "everybody", "Who may make invitations, with which people sign up also while sign-up is closed: everybody, staff or nobody."};
inline base::Setting<std::int64_t> address_days{"accounts.address_days", 30, "For how many days the network addresses people signed in from are kept. Moderators see them, to recognize who comes back after a suspension; 0 keeps none."};

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
    base::Time verified_at = 0;  // when the page at this address was seen to link back; 0: never
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
    bool hide_collections = false;  // whom they follow, and who follows them, is for nobody else; the counts stay
    base::Time created_at = 0;
    // What moderators decided; 0 for not. Silenced: not in public timelines, search and suggestions. Sensitized: media are
    // covered. Disabled: it stays as it is, and nobody can use it.
    base::Time suspended_at = 0, silenced_at = 0, sensitized_at = 0, disabled_at = 0;
    AccountId moved_to;           // the account that stands in for this one; 0: none
    bool pending = false;         // waits to be let in: nobody else sees it
    base::Time last_post_at = 0;  // 0: never posted
    std::int64_t followers = 0, following = 0, posts = 0;
    std::string language = "en";  // of the account's pages and posts
    std::string remote_uri, remote_url;  // of accounts of other servers: the actor's id, and the page there

    bool is_local() const { return domain.empty(); }
    std::string handle() const { return domain.empty() ? username : username + "@" + domain; }
    std::string url() const;   // https://site/@username: the page, on the server where the account lives
    std::string uri() const;   // https://site/users/username: the actor's id
    bool hidden() const { return suspended_at || pending; }  // not to be shown to anybody
    bool is_organization() const { return kind == Kind::organization || kind == Kind::group; }
};
html::Safe note_html(Account const&);
html::Safe linked(std::string_view text);  // a field's value with its links
html::Safe value_html(Account const&, Field const&);  // the same for anybody: of other servers it is markup already
std::string note_text(Account const&);     // without markup
html::Safe picture(Account const&);        // avatar or landscape, in the shape of its kind

// Finding. Suspended and pending accounts are found too: check hidden() before showing them.
std::optional<Account> find(db::Read&, AccountId);
std::optional<Account> find_by_handle(db::Read&, std::string_view handle);  // ada, @ada, ada@this.server
std::vector<Account> find_all(db::Read&, std::vector<AccountId> const&);    // in the order asked; missing ones left out
std::optional<Account> find_by_uri(db::Read&, std::string_view uri);        // the actor's id, of this server's accounts too
// Discoverable accounts whose username or name has words that start so, best first.
std::vector<Account> search(db::Read&, std::string_view text, int limit, int offset = 0);

// Somebody of another server, as that server tells. Texts are taken as they come: markup is cleaned, lengths, counts and
// moments are brought within bounds. Pictures are addresses there; a job makes our own copies.
struct Remote {
    std::string uri, url;          // the actor's id, and the page for people ("": none)
    std::string username, domain;  // one spelling for each host: see moderation::domain_name
    Kind kind = Kind::person;
    std::string name, note;        // the note as markup
    std::vector<Field> fields;     // values as markup
    std::string avatar, header;
    bool locked = false, discoverable = false, indexable = false;
    std::string language;
    base::Time created_at = 0;
    std::optional<std::int64_t> followers, following, posts;  // absent: not told
};
// Added, or brought up to date by its uri. A handle that another actor had is taken over: its server decides about names.
base::Result<AccountId> keep_remote(db::Write&, Remote const&);
// Removed because nobody here needs it, or its server was purged; unlike who deleted themselves, it may be known again.
base::Result<base::Done> let_go_of_remote(db::Write&, AccountId);
// Where another server's account went on, by its own word, which was checked with the target's.
void set_moved(db::Write&, AccountId from, AccountId to);

inline constexpr int youngest = 13;

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
    std::string reason;                  // why they want to join, where people are let in one by one
    std::string invitation;              // the code of one; needed where sign-up is closed
    std::int64_t app = 0;                // the app that signs them up
    std::string address;                 // from where (http::Request::address): for the checks, and for moderators
};
// Other rooms' word on who may sign up (blocked addresses, blocked mail domains): a refusal, or the wish that somebody
// looks first. Not asked for accounts that are made by command. Registered while the site starts.
enum class Admission { open, after_approval };
using SignUpCheck = std::function<base::Result<Admission>(db::Read&, SignUp const&)>;
void add_sign_up_check(SignUpCheck);
std::string hash_password(std::string_view password);  // 23 ms: not inside a Write
base::Result<Account> sign_up(db::Write&, SignUp const&);
base::Result<AccountId> confirm(db::Write&, std::string_view token);  // from the letter
// While the address waits to be confirmed: another letter, to another address when one is given ("" for the same).
base::Result<base::Done> mail_confirmation(db::Write&, AccountId, std::string_view email);
std::int64_t app_of_sign_up(db::Read&, AccountId);  // 0: a browser
base::Result<base::Done> send_confirmation_again(db::Write&, std::string_view email);
bool is_confirmed(db::Read&, AccountId);

// Invitations: links that bring people in where sign-up is closed, and past the wait where it is not.
struct Invitation {
    std::int64_t id = 0;
    std::string code;
    AccountId by;
    std::int64_t uses = 0, most_uses = 0;   // most 0: any number
    base::Time expires_at = 0, created_at = 0;  // expires 0: never
    std::string address() const;
};
bool may_invite(Account const&);
base::Result<Invitation> invite(db::Write&, AccountId by, std::int64_t most_uses, base::Time lasts);
std::vector<Invitation> invitations(db::Read&, AccountId by);  // newest first
base::Result<base::Done> end_invitation(db::Write&, AccountId by, std::int64_t id);
std::optional<Invitation> open_invitation(db::Read&, std::string_view code);  // one that still brings somebody in

// Changing who one is. Absent members stay as they are.
inline constexpr std::int64_t longest_display_name = 60, longest_note = 500, longest_field = 255;  // characters
inline constexpr std::int64_t most_fields = 8;
struct Profile {
    std::optional<std::string> name, note, avatar, header, language;
    std::optional<bool> locked, discoverable, indexable, hide_collections;
    std::optional<std::vector<Field>> fields;  // at most 8
    std::optional<Kind> kind;
};
base::Result<Account> change_profile(db::Write&, AccountId, Profile const&);

// How posts begin and how others' are shown: what pages and apps go by.
struct Preferences {
    std::string visibility = "public";     // public, unlisted, private
    bool sensitive = false;
    std::string language;                  // of new posts; "": the account's own
    std::string quote_policy = "public";   // public, followers, nobody
    std::string expand_media = "default";  // default, show_all, hide_all
    bool expand_spoilers = false, autoplay = false;
};
Preferences preferences(db::Read&, AccountId);
base::Result<base::Done> set_preferences(db::Write&, AccountId, Preferences const&);

// Where somebody is: the clock that pages and forms go by, and the country whose help is offered. Nobody else learns it.
struct Place {
    std::string zone;    // an IANA name; "" for what the browser tells
    std::string region;  // as ISO 3166 writes it; "" for not told
};
Place place(db::Read&, AccountId);
base::Result<base::Done> set_place(db::Write&, AccountId, Place const&);  // refused with zone or region

// Moving: the new account names the old one first (ActivityPub's alsoKnownAs), then the old one moves. Once in 7 days.
std::vector<Account> aliases(db::Read&, AccountId);
base::Result<base::Done> add_alias(db::Write&, AccountId, std::string_view handle);
base::Result<base::Done> remove_alias(db::Write&, AccountId, AccountId alias);
base::Result<base::Done> move(db::Write&, AccountId, std::string_view handle);
base::Result<base::Done> come_back(db::Write&, AccountId);  // the profile points nowhere any more

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
// `address` is kept for moderators for accounts.address_days; "" keeps none.
SignedIn start_session(db::Write&, AccountId, std::string_view user_agent, std::string_view address = {});
std::vector<Session> sessions(db::Read&, AccountId);
base::Result<base::Done> end_session(db::Write&, AccountId, std::int64_t session);
// Once a day: sessions that were not used for session_days, addresses older than address_days, letters' secrets and codes
// that expired.
base::Result<base::Done> sweep(db::Write&);

// Acting for an organization: a session or token of its account that a person holds in their own name. For whom somebody may
// act is another room's word, registered while the site starts. What proves or gives away the account itself (its password,
// keys, export, deletion) is closed to such a session.
void let_act_for(std::function<std::vector<AccountId>(db::Read&, AccountId person)>);
std::vector<AccountId> may_act_for(db::Read&, AccountId person);
base::Result<SignedIn> act_for(db::Write&, AccountId person, AccountId organization, std::string_view user_agent);
AccountId behind(db::Read&, http::Person const&);                            // who acts; 0: the account itself
void end_acting(db::Write&, AccountId person, AccountId organization = {});  // 0: for all of them

// The second step of signing in: a code from an authenticator app (TOTP, RFC 6238), from a letter, or one of ten recovery
// codes. Somebody with passkeys signs in with one of them instead of the password.
struct SecondFactor {
    base::Time app_since = 0, email_since = 0;  // 0: not used
    std::int64_t recovery_codes = 0, passkeys = 0;
    bool asked() const { return app_since || email_since; }  // after the password
};
SecondFactor second_factor(db::Read&, AccountId);
// Takes all of it away, passkeys too: for somebody who lost their device and proved who they are. Ends all sessions.
base::Result<base::Done> clear_second_factor(db::Write&, AccountId);
// A moderator or administrator who has none, where one is asked for: pages and apps treat them as a member until then.
bool lacks_second_factor(db::Read&, Account const&);
// Where the key is that seals authenticators' secrets; made with its first use. While the site starts.
void keep_keys_in(std::string key_file);

// Forgotten passwords: the answer is the same whether or not the address is known.
base::Result<base::Done> ask_for_reset(db::Write&, std::string_view email);
// `hash` is hash_password(password) when it was made before; "" makes it here.
base::Result<AccountId> reset_password(db::Write&, std::string_view token, std::string_view password, std::string hash = {});
base::Result<base::Done> set_password(db::Write&, AccountId, std::string_view password, std::string hash = {});  // ends all sessions and tokens

base::Result<base::Done> set_role(db::Write&, AccountId, Role);
base::Result<base::Done> suspend(db::Write&, AccountId);
base::Result<base::Done> unsuspend(db::Write&, AccountId);
// A pending account comes in (and is told by mail), or goes: its name is free again. Refused when it is not pending.
base::Result<base::Done> approve(db::Write&, AccountId);
base::Result<base::Done> reject(db::Write&, AccountId);
base::Result<base::Done> set_disabled(db::Write&, AccountId, bool);  // ends all sessions and tokens
base::Result<base::Done> set_silenced(db::Write&, AccountId, bool);
base::Result<base::Done> set_sensitized(db::Write&, AccountId, bool);

// For administrators: accounts by what is known of them. Texts are beginnings of usernames and names, whole e-mail and
// network addresses; "" for any.
struct Listing {
    enum class Origin { any, local, remote } origin = Origin::any;
    enum class Status { any, active, pending, disabled, silenced, sensitized, suspended } status = Status::any;
    std::optional<Role> role;
    bool staff = false;    // moderators and administrators; wins over role
    AccountId invited_by;  // 0: by anybody or nobody
    std::string username, display_name, email, ip, domain;
};
struct Page { std::int64_t before = 0, since = 0, after = 0; int limit = 40; };  // ids; `after` gives the oldest first newer than it
std::vector<Account> admin_list(db::Read&, Listing const&, Page const&);  // newest first
// What administrators see of a login, in the order asked; accounts of other servers have none and are left out.
struct LoginFacts {
    AccountId account;
    std::string email;
    bool confirmed = false;
    std::string reason;         // why they wanted to join
    AccountId invited_by;       // 0: nobody
    std::int64_t invitation = 0, app = 0;  // which brought them, and which signed them up; 0: none
    std::string locale;
    std::string last_ip, created_ip;  // "" when not known any more: see accounts.address_days
    std::vector<std::string> ips;     // all that are known, the latest first
    std::vector<base::Time> ip_times; // when each was last used
};
std::vector<LoginFacts> login_facts(db::Read&, std::vector<AccountId> const&);

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
    AccountId by = {};      // who acts for the account; 0: it itself
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
// For the command line, and for an app that signs somebody up: an access token for an account. Until the account is
// confirmed and let in, members' routes refuse it and say why (http::Person::barred).
base::Result<std::string> create_token(db::Write&, AccountId, std::string_view scopes, std::int64_t app = 0);

// Counted by other capabilities.
void count_followers(db::Write&, AccountId, std::int64_t change);
void count_following(db::Write&, AccountId, std::int64_t change);
void count_posts(db::Write&, AccountId, std::int64_t change, base::Time posted_at = 0);

// Events.
struct SignedUp { static constexpr std::string_view kind = "accounts.signed_up"; AccountId account; };
struct Changed { static constexpr std::string_view kind = "accounts.changed"; AccountId account; };    // profile, counts, role, states
struct Suspended { static constexpr std::string_view kind = "accounts.suspended"; AccountId account; };
struct Approved { static constexpr std::string_view kind = "accounts.approved"; AccountId account; };
// `to` stands in for `from`: those who follow go along.
struct Moved { static constexpr std::string_view kind = "accounts.moved"; AccountId from, to; };
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

// Looks whether the pages that profiles name link back (rel="me").
void add_jobs(jobs::Runner&, db::Database&);

// Sign-up, sign-in, sign-out, reset, settings, sessions, apps, export, deletion, /about; /oauth/*, and the server's
// OAuth metadata.
void add_pages(http::Router::Section pages);
// A page of the settings, with the tabs above it; `saved` in the query says so. Other rooms add their tabs at start.
http::Response settings_page(http::Request const&, db::Read&, std::string_view tab, html::Safe main, base::Refusal const* = nullptr);
enum class Sensitive { no, yes };  // yes: Quick exit stands above the page
void add_settings_tab(std::string_view address, std::string_view words, Sensitive = Sensitive::no);
// Where the page About finds the rules, when another room keeps them: set at start. Until then: the setting.
void take_rules_from(std::function<std::vector<std::string>(db::Read&)>);
void add_oauth(http::Router::Section oauth, http::Router::Section pages);
base::Refusal oauth_refusal(std::string_view code, std::string message);  // {"error": "invalid_grant", ...}
http::Response refuse_as_oauth(http::Request const&, base::Refusal const&, int status);

}  // namespace accounts
