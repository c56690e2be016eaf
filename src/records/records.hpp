// Records: what every room of care shares: sealed fields with keys of their own, who may read, and the log of every access.
#pragma once
#include "accounts/accounts.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "db/database.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace records {

using base::AccountId;

extern db::Schema const schema;

// Keys. One for each thread, plan and person, random, wrapped by the server's key file; what it sealed is gone with it.
using KeyId = base::Id<struct RecordKeyTag>;
KeyId new_key(db::Write&);
void destroy(db::Write&, KeyId);
// A key while it is used: taken once for a page, not once for a line. `about` names table, column and row
// ("message.text.17"), so that sealed fields cannot be swapped. Wiped when it goes.
class Key {
public:
    explicit Key(std::string plain);
    ~Key();
    Key(Key&&) noexcept;
    std::string seal(std::string_view plain, std::string_view about) const;                       // base64url
    std::optional<std::string> open(std::string_view sealed, std::string_view about) const;       // nothing when it was changed

private:
    std::string plain_;
};
std::optional<Key> key(db::Read&, KeyId);  // nothing when it was destroyed, or the key file lost its key
// Wraps keys anew with the newest key of the file, so many at a time; false when none was left. Resumes after a kill.
bool rewrap(db::Write&, int at_most);

// What a person told about themselves to who cares for them; sealed with a key of their own. Empty when they told nothing.
struct Particulars { std::string given, family, birth_date /* YYYY-MM-DD */, phone, gender /* FHIR: male female other unknown */; };
Particulars particulars(db::Read&, AccountId person);
base::Result<base::Done> set_particulars(db::Write&, AccountId person, Particulars const&);
std::string full_name(Particulars const&);  // "" when there is none
// The key of what concerns one person alone and belongs to no thread or plan (appointments' reasons). Made when it is first asked for.
KeyId key_of_person(db::Write&, AccountId person);
std::optional<KeyId> known_key_of_person(db::Read&, AccountId person);

// The log of access (FHIR AuditEvent): added to only, each entry's hash covers the one before, made with a key that the
// database does not hold. `what` is "appointment", "thread", "plan", "particulars", "consent"...; `about` its id.
enum class Action { create, read, update, remove, execute };  // C R U D E of FHIR
std::string_view text_of(Action);                             // "C", ...
struct Access {
    std::int64_t id = 0;
    base::Time at = 0;
    AccountId person;         // who did it; 0: the server by itself
    AccountId organization;   // for whom; 0: for themselves
    AccountId patient;        // whose record it is
    Action action = Action::read;
    std::string what, about;
    bool refused = false;     // it was asked for, and not given
    std::string detail;       // never a word of the record itself
};
void note(db::Write&, Access const&);
std::vector<Access> accesses(db::Read&, AccountId patient, std::int64_t before, int limit);  // newest first
std::optional<Access> find_access(db::Read&, AccountId patient, std::int64_t id);
// The log has parts, each a chain; first_bad: the number within its part of the first entry that is not as it was written, 0
// when all are. What was taken off the end, and a part that is gone, are noticed too.
struct Verified { std::int64_t counted = 0, bad_part = 0, first_bad = 0; };
Verified verify(db::Read&);
// For Route::first: a page that shows somebody's record notes it in a change of its own before it is shown.
void note_now(db::Database&, Access const&);

// Consent (FHIR Consent; 42 CFR Part 2 section 2.31): recipient, purpose, what, until when. Withdrawn in one step.
using ConsentId = base::Id<struct ConsentTag>;
enum class Purpose { treatment, payment, coordination, recall };  // recall: being asked back for screening or follow-up
std::string_view text_of(Purpose);                                // v3 ActReason: TREAT, HPAYMT, COORD, HOUTREACH
std::optional<Purpose> purpose_of(std::string_view);
struct Consent {
    ConsentId id;
    AccountId patient;
    AccountId discloser;      // whose records; 0: of every organization here
    AccountId recipient;      // who may have them
    Purpose purpose = Purpose::treatment;
    std::vector<std::string> what;  // "appointments", "messages", "plans"; empty: all of it
    base::Time given_at = 0, expires_at = 0, withdrawn_at = 0;
    bool holds(base::Time now) const { return !withdrawn_at && now < expires_at; }
};
inline constexpr base::Time longest_consent = 2LL * 365 * 24 * 3600 * 1000;
base::Result<Consent> give(db::Write&, Consent const&);  // by the patient
base::Result<base::Done> withdraw(db::Write&, AccountId patient, ConsentId);
std::vector<Consent> consents(db::Read&, AccountId patient);                 // newest first, also ended ones
std::optional<Consent> find_consent(db::Read&, ConsentId);
// The consent under which `recipient` may have this of `discloser`; nothing when there is none that holds.
std::optional<Consent> consent_for(db::Read&, AccountId patient, AccountId discloser, AccountId recipient, std::string_view what);
bool allows_recall(db::Read&, AccountId patient, AccountId organization);    // one may be asked back; false unless they said so
// Something left for somebody else: on record with the consent under which it did. The patient sees each of them.
struct Disclosure { std::int64_t id = 0; base::Time at = 0; AccountId patient, discloser, recipient, person; std::string what, about; ConsentId consent; };
void disclosed(db::Write&, Disclosure const&);
std::vector<Disclosure> disclosures(db::Read&, AccountId patient, std::int64_t before, int limit);

// Kinds of care whose records 42 CFR Part 2 walls off (specialty codes of the directory): never searched, federated, pushed
// in words, nor given to anybody without a consent.
bool is_part2(std::string_view specialty);

void keep_keys_in(std::string key_file);  // while the site starts
void add_pages(http::Router::Section);    // /record: who saw what, consents, disclosures; /settings/particulars
void add_jobs(jobs::Runner&, db::Database&);  // wraps keys anew when the key file has a newer one
void add_export();
void forget_account(db::Write&, AccountId);

}  // namespace records
