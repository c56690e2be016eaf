// Moderation: reports, decisions with their reasons, appeals, what is kept out of this server, and the record of it all.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moderation {

using base::AccountId, base::PostId;
using RuleId = base::Id<struct RuleTag>;
using ReportId = base::Id<struct ReportTag>;
using NoteId = base::Id<struct ReportNoteTag>;
using DecisionId = base::Id<struct DecisionTag>;
using AppealId = base::Id<struct AppealTag>;
using BlockId = base::Id<struct BlockTag>;

extern db::Schema const schema;

// A page of a list that is newest first: ids exclusive, 0 for none; `after` gives those next newer than it.
struct Page { std::int64_t before = 0, since = 0, after = 0; int limit = 100; };

// What the room must know of posts, which stand above it. Set once while the site starts.
struct Posts {
    // Those of `author` that `viewer` may see; a viewer of 0 stands for everybody.
    std::function<std::vector<PostId>(db::Read&, AccountId author, std::vector<PostId> const&, AccountId viewer)> seen;
    std::function<std::string(db::Read&, PostId)> words;             // the text; "" when there is no such post
    std::function<html::Safe(db::Read&, html::Words const&, std::vector<PostId> const&)> cards;  // whoever may see them
    std::function<base::Result<base::Done>(db::Write&, PostId)> remove, cover, uncover;  // cover: marks as sensitive
    std::function<std::vector<PostId>(db::Read&, AccountId author, int limit)> latest;  // that everybody may see
};
void know_posts(Posts);

// The rules of this server, in order. Until somebody changes them they are those of the setting server.rules.
struct Rule { RuleId id; std::string text, hint; };
std::vector<Rule> rules(db::Read&);
std::vector<Rule> find_rules(db::Read&, std::vector<RuleId> const&);  // also those that were taken away
base::Result<RuleId> add_rule(db::Write&, AccountId by, std::string_view text, std::string_view hint);
base::Result<base::Done> change_rule(db::Write&, AccountId by, RuleId, std::string_view text, std::string_view hint);
base::Result<base::Done> remove_rule(db::Write&, AccountId by, RuleId);

// Reports: what members tell moderators.
enum class Category { spam, legal, violation, other };
std::string_view text_of(Category);
std::optional<Category> category_of(std::string_view);
struct Complaint {
    AccountId target;
    Category category = Category::other;
    std::vector<RuleId> rules;
    std::vector<PostId> posts;
    std::string comment;
    bool forward = false;  // to the server of the person it is about
};
struct Report {
    ReportId id;
    AccountId reporter, target;
    Category category = Category::other;
    std::string comment;
    bool forwarded = false;
    base::Time created_at = 0, updated_at = 0;
    AccountId assigned;
    base::Time closed_at = 0;
    AccountId closed_by;
    std::vector<RuleId> rules;
    std::vector<PostId> posts;
};
base::Result<Report> report(db::Write&, AccountId reporter, Complaint const&);
struct ReportFilter { std::optional<bool> closed; AccountId reporter, target, assigned; };
std::vector<Report> reports(db::Read&, ReportFilter const&, Page);
std::optional<Report> find_report(db::Read&, ReportId);
std::int64_t open_reports(db::Read&);
base::Result<Report> assign(db::Write&, AccountId by, ReportId);
base::Result<Report> unassign(db::Write&, AccountId by, ReportId);
base::Result<Report> resolve(db::Write&, AccountId by, ReportId);
base::Result<Report> reopen(db::Write&, AccountId by, ReportId);
base::Result<Report> recategorize(db::Write&, AccountId by, ReportId, std::optional<Category>, std::optional<std::vector<RuleId>>);
struct Note { NoteId id; AccountId author; std::string text; base::Time at = 0; };
std::vector<Note> notes(db::Read&, ReportId);
base::Result<base::Done> add_note(db::Write&, AccountId by, ReportId, std::string_view text);

// Decisions: what a moderator does about an account, told to its owner with the reasons. Mastodon's words: none, disable,
// sensitive, silence, suspend, delete_statuses, mark_statuses_as_sensitive.
enum class Act { none, disable, sensitive, silence, suspend, delete_posts, mark_posts };
std::string_view text_of(Act);
std::optional<Act> act_of(std::string_view);
std::string_view meaning_of(Act);  // for its owner, in a sentence: English, the key of the translation
struct Verdict {
    AccountId target;
    Act act = Act::none;
    std::string reasons;          // "" takes a standard sentence
    ReportId report;              // which it closes; its rules and posts are taken when none are given
    std::vector<RuleId> rules;
    std::vector<PostId> posts;    // public ones, or those of the report
    bool send_letter = true;
};
struct QuotedPost { PostId id; std::string words; };
struct Decision {
    DecisionId id;
    AccountId target, moderator;
    Act act = Act::none;
    std::string reasons;
    ReportId report;
    base::Time created_at = 0, overruled_at = 0;
    std::vector<RuleId> rules;
    std::vector<QuotedPost> posts;
};
base::Result<Decision> decide(db::Write&, AccountId by, Verdict const&);
std::vector<Decision> decisions(db::Read&, AccountId target, Page);
std::optional<Decision> find_decision(db::Read&, DecisionId);
std::optional<Decision> find_decision(db::Read&, std::string_view secret);  // of the letter
// Ends what a decision began: disable, sensitive, silence or suspend.
base::Result<base::Done> lift(db::Write&, AccountId by, AccountId target, Act);
base::Result<base::Done> approve(db::Write&, AccountId by, AccountId);           // a sign-up that waits
base::Result<base::Done> reject(db::Write&, AccountId by, AccountId);
base::Result<base::Done> erase(db::Write&, AccountId by, AccountId);             // a suspended account, for good

// Appeals: once, within half a year, answered by somebody else than who decided.
inline constexpr base::Time appeal_within = 183LL * 24 * 3600 * 1000;
struct Appeal {
    AppealId id;
    DecisionId decision;
    std::string text;
    base::Time created_at = 0, decided_at = 0;
    AccountId decided_by;
    bool granted = false;
    std::string answer;
};
bool may_appeal(db::Read&, Decision const&);
base::Result<Appeal> appeal(db::Write&, DecisionId, std::string_view text);
std::optional<Appeal> appeal_of(db::Read&, DecisionId);
std::optional<Appeal> find_appeal(db::Read&, AppealId);
std::vector<Appeal> appeals(db::Read&, bool waiting, Page);
std::int64_t waiting_appeals(db::Read&);
base::Result<base::Done> answer_appeal(db::Write&, AccountId by, AppealId, bool grant, std::string_view answer);

// The record: who did what to whom, and when. Entries are added only. Each one's hash covers the one before, and is made
// with a key that only that entry is made with: the next key follows from it by a hash, and it is forgotten. So whoever takes
// the database and all that this server knows today cannot write the past anew. The first key follows from the root, a file
// that is made once and that the administrator may keep elsewhere.
struct Entry { std::int64_t number = 0; base::Time at = 0; AccountId actor; std::string act, target, detail, hash; bool keyed = true; };
void record(db::Write&, AccountId actor, std::string_view act, std::string_view target, std::string_view detail = {});
struct EntryFilter { AccountId actor; std::string target; };
std::vector<Entry> entries(db::Read&, EntryFilter const&, Page);
// first_bad 0: whole. Without the root nothing can be said about entries that were made with keys.
struct Verified { std::int64_t entries = 0, first_bad = 0; std::string head; bool has_root = true; };
Verified verify_record(db::Read&, std::string_view root = {});  // the root's text; "" takes the file that was made here
// Where the sealing key and the root are; both are made with the first entry. While the site starts.
void keep_keys_in(std::string sealing_key_file, std::string root_file);
// Says in the log and in the database, signed, how far the record goes: once a minute, when it grew.
void checkpoint(db::Write&);
struct Checkpoint { std::int64_t number = 0; base::Time at = 0; std::string head; };
std::optional<Checkpoint> last_checkpoint(db::Read&);
// The whole record is verified once an hour; this is what came out.
struct Check { base::Time at = 0; std::int64_t entries = 0, first_bad = 0; bool has_root = true; };
void check_record(db::Database&);
std::optional<Check> last_check(db::Read&);

// Other servers.
enum class DomainSeverity { silence, suspend, noop };
std::string_view text_of(DomainSeverity);
std::optional<DomainSeverity> domain_severity_of(std::string_view);
struct DomainBlock {
    BlockId id;
    std::string domain;  // in lower case, punycode
    DomainSeverity severity = DomainSeverity::silence;
    bool reject_media = false, reject_reports = false, obfuscate = false;
    std::string private_comment, public_comment;
    base::Time created_at = 0;

    std::string public_name() const;  // with stars when it is to be obfuscated
    std::string digest() const;       // SHA-256 of the domain, in hexadecimal
};
base::Result<std::string> domain_name(std::string_view typed);  // one spelling for each host; refused when it is none
base::Result<DomainBlock> add_domain_block(db::Write&, AccountId by, DomainBlock const&);
base::Result<DomainBlock> change_domain_block(db::Write&, AccountId by, DomainBlock const&);  // all but the domain
base::Result<base::Done> remove_domain_block(db::Write&, AccountId by, BlockId);
std::optional<DomainBlock> find_domain_block(db::Read&, BlockId);
std::optional<DomainBlock> find_domain_block(db::Read&, std::string_view domain);  // exactly this domain
std::vector<DomainBlock> domain_blocks(db::Read&, Page);
std::vector<DomainBlock> public_domain_blocks(db::Read&);  // worst first
// What holds for a host: its own block, else that of the nearest domain it belongs to.
std::optional<DomainBlock> block_for(db::Read&, std::string_view host);
// As Mastodon's administrators exchange them: #domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate.
std::string domain_blocks_as_csv(db::Read&);
struct Imported { std::int64_t added = 0, known = 0, faulty = 0; };
base::Result<Imported> import_domain_blocks(db::Write&, AccountId by, std::string_view csv);  // those known already stay
struct DomainAllow { BlockId id; std::string domain; base::Time created_at = 0; };
base::Result<DomainAllow> allow_domain(db::Write&, AccountId by, std::string_view domain);
base::Result<base::Done> disallow_domain(db::Write&, AccountId by, BlockId);
std::optional<DomainAllow> find_domain_allow(db::Read&, BlockId);
bool is_domain_allowed(db::Read&, std::string_view host);  // itself, or a domain it belongs to
std::vector<DomainAllow> domain_allows(db::Read&, Page);

// Addresses: one, or a network.
enum class IpSeverity { sign_up_requires_approval, sign_up_block, no_access };
std::string_view text_of(IpSeverity);
std::optional<IpSeverity> ip_severity_of(std::string_view);
struct IpBlock {
    BlockId id;
    std::string network;  // 192.0.2.7/32
    IpSeverity severity = IpSeverity::no_access;
    std::string comment;
    base::Time created_at = 0, expires_at = 0;  // 0: never
};
base::Result<std::string> network_name(std::string_view typed);  // one spelling for each network
// `own`: the address of who blocks, which must not be shut out; "" from the command line.
base::Result<IpBlock> add_ip_block(db::Write&, AccountId by, IpBlock const&, std::string_view own);
base::Result<IpBlock> change_ip_block(db::Write&, AccountId by, IpBlock const&, std::string_view own);
base::Result<base::Done> remove_ip_block(db::Write&, AccountId by, BlockId);
std::optional<IpBlock> find_ip_block(db::Read&, BlockId);
std::optional<IpBlock> find_ip_block(db::Read&, std::string_view network);
std::vector<IpBlock> ip_blocks(db::Read&, Page);
std::optional<IpSeverity> severity_for(db::Read&, std::string_view address);  // the worst that holds

// The blocked addresses in memory: asked before anything else for every request. Any thread.
class Gate {
public:
    explicit Gate(db::Database&);
    ~Gate();
    bool lets_in(std::string_view address) const;
    void load();  // when the site starts, and after AddressesChanged

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

// E-mail: domains, each with everything below it, and single mailboxes as the hash of their canonical spelling.
// How often somebody tried to sign up with such a mailbox, by days of UTC, today first: seven of them. Counted in memory and
// written down once a minute, because a refused sign-up changes nothing by itself.
struct Attempts { base::Time day = 0; std::int64_t uses = 0, addresses = 0; };
struct EmailDomainBlock { BlockId id; std::string domain; base::Time created_at = 0; std::vector<Attempts> attempts; };
base::Result<EmailDomainBlock> block_email_domain(db::Write&, AccountId by, std::string_view domain);
base::Result<base::Done> unblock_email_domain(db::Write&, AccountId by, BlockId);
std::optional<EmailDomainBlock> find_email_domain_block(db::Read&, BlockId);
void note_attempts(db::Database&);  // once a minute
std::vector<EmailDomainBlock> email_domain_blocks(db::Read&, Page);
struct CanonicalEmailBlock { BlockId id; std::string hash; };
std::string canonical_hash(std::string_view email);  // without dots and +tags, in lower case; SHA-256 in hexadecimal
base::Result<CanonicalEmailBlock> block_email(db::Write&, AccountId by, std::string_view email, std::string_view hash = {});
base::Result<base::Done> unblock_email(db::Write&, AccountId by, BlockId);
std::optional<CanonicalEmailBlock> find_canonical_email_block(db::Read&, BlockId);
std::vector<CanonicalEmailBlock> canonical_email_blocks(db::Read&, Page);
std::vector<CanonicalEmailBlock> blocks_of_email(db::Read&, std::string_view email);
bool is_email_blocked(db::Read&, std::string_view email);  // by its domain or by itself

// Measures.
void note_active_days(db::Write&);  // once an hour
void forget(db::Write&, AccountId);  // the account was removed

// Events.
struct Reported { static constexpr std::string_view kind = "moderation.reported"; ReportId report; };
struct Decided { static constexpr std::string_view kind = "moderation.decided"; DecisionId decision; AccountId account; };
struct Appealed { static constexpr std::string_view kind = "moderation.appealed"; AppealId appeal; };
struct AddressesChanged { static constexpr std::string_view kind = "moderation.addresses_changed"; std::int64_t block; };
// All of an account's media are covered, or no longer.
struct MediaCovered { static constexpr std::string_view kind = "moderation.media_covered"; AccountId account; };
struct DomainsChanged { static constexpr std::string_view kind = "moderation.domains_changed"; std::int64_t block; };

void start();       // notifications' sentences, the sign-up check: once while the site starts
void hear(db::Write&, base::Event const&);  // of db::Database::on_emit: moderators are told who signs up
void add_export();  // moderation.json of accounts::export_all
html::Safe report_link(html::Words const&, AccountId, PostId = {});  // to the form, for menus
// /report, /decisions, /moderation/*
void add_pages(http::Router::Section pages);

}  // namespace moderation
