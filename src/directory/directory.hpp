// The directory: organizations, their locations, services and staff, and how people find care among them.
#pragma once
#include "accounts/accounts.hpp"
#include "areas/areas.hpp"
#include "base/event.hpp"
#include "base/result.hpp"
#include "bus/bus.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include "http/router.hpp"
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace directory {

using base::AccountId;
using LocationId = base::Id<struct LocationTag>;
using ServiceId = base::Id<struct ServiceTag>;
using StaffId = base::Id<struct StaffTag>;

extern db::Schema const schema;

// The kinds of care, each with a code of its own, its word, and other words people search with. Fixed, with FHIR codings.
struct Specialty { std::string_view code, words, also, snomed; };
std::span<Specialty const> specialties();
Specialty const* find_specialty(std::string_view code);

// What helps people to get in and to be understood; a location names the codes.
struct AccessFeature { std::string_view code, words; };
std::span<AccessFeature const> access_features();
AccessFeature const* find_access_feature(std::string_view code);

// Minutes since local midnight; `to` may pass 1440 for nights. Days as in ISO 8601: 1 is Monday.
struct Hours { int day = 1, from = 0, to = 0; bool operator==(Hours const&) const = default; };
// A day that is not like others: closed when it has no hours. `date` is YYYY-MM-DD.
struct Exception { std::string date, reason; std::vector<Hours> hours; bool operator==(Exception const&) const = default; };

// A place where care is given: FHIR R4 Location, with the practical things people ask first.
struct Location {
    LocationId id;
    AccountId organization;
    std::string name, description;
    std::string specialty;                 // the main one: its code
    std::string street, city, region, postal_code, country;  // country as in ISO 3166
    areas::Point position;
    std::string phone, email, website;
    std::string zone;                      // IANA
    std::vector<Hours> hours;
    std::vector<Exception> exceptions;
    std::vector<std::string> languages;    // BCP 47
    std::vector<std::string> access;       // codes: step_free, hearing_loop, quiet_room, ...
    std::string insurance, price;          // in words
    bool accepts_new = false;
    bool active = true;                    // false: closed for good
    base::Time created_at = 0, updated_at = 0, confirmed_at = 0;  // when the team last said that all of it holds
};
inline constexpr base::Time fresh_for = 183LL * 24 * 3600 * 1000;  // after this the page says "not checked since"

// FHIR R4 HealthcareService at one location.
struct Service { ServiceId id; LocationId location; std::string specialty, name, description, price; bool by_referral = false, in_person = true, video = false, phone = false; };

// Somebody who works there. `account` may be 0 (no account here). A credential is shown as verified only by who checked it.
struct Staff { StaffId id; LocationId location; AccountId account; std::string name, role, specialty; std::vector<std::string> languages; std::string credential, registry; base::Time verified_at = 0; AccountId verified_by; };

// An organization beyond its account, whose header and avatar are its cover and mark. The hue is one of twelve of the design.
struct Organization {
    AccountId account;
    int hue = 0;
    std::string phone, email, website;
    base::Time listed_at = 0;    // a moderator entered it from a public register and nobody runs it yet; else 0
    base::Time verified_at = 0;  // 0: without the mark
    AccountId verified_by;
};
Organization organization_of(db::Read&, AccountId);
bool is_unclaimed(db::Read&, AccountId organization);
// An editor of its team; of one that is unclaimed a moderator. Refused otherwise, as by teams::allow.
base::Result<base::Done> allow_editing(db::Read&, AccountId organization, AccountId by);
base::Result<base::Done> change_organization(db::Write&, AccountId by, Organization const&);  // hue and contact
// A moderator says that an account stands for an organization that nobody runs yet.
base::Result<base::Done> list_unclaimed(db::Write&, AccountId by, AccountId organization);

// Claims: somebody asks to run an unclaimed organization, or an owner asks for the mark. The evidence is sealed, shown to
// moderators only, and stays on file with the decision.
using ClaimId = base::Id<struct ClaimTag>;
struct Evidence { std::string statement, address; std::string file_name, file_type, file; };  // address: where it can be checked
struct Claim {
    ClaimId id;
    AccountId organization, person;
    bool for_mark = false;       // else: to run it
    Evidence evidence;           // without the file's bytes; empty when it cannot be opened
    bool has_file = false;
    base::Time created_at = 0, decided_at = 0;
    AccountId decided_by;
    bool granted = false;
    std::string answer;
};
inline constexpr std::size_t largest_evidence = 2'000'000;  // bytes of the file
void keep_keys_in(std::string key_file);                    // of what is sealed: while the site starts
base::Result<Claim> claim(db::Write&, AccountId person, AccountId organization, Evidence const&);
base::Result<Claim> ask_for_mark(db::Write&, AccountId owner, AccountId organization, Evidence const&);
std::optional<Claim> find_claim(db::Read&, ClaimId);
std::vector<Claim> waiting_claims(db::Read&, std::int64_t after, int limit);  // oldest first
std::int64_t count_waiting_claims(db::Read&);
std::vector<Claim> claims_by(db::Read&, AccountId person);  // oldest first
std::optional<Evidence> evidence_of(db::Read&, ClaimId);    // with the file
// A moderator's, never about oneself. Granting hands the organization over (teams::found) and gives it the mark.
base::Result<base::Done> decide_claim(db::Write&, AccountId by, ClaimId, bool grant, std::string_view answer);
base::Result<base::Done> take_mark(db::Write&, AccountId by, AccountId organization, std::string_view reason);

std::optional<Location> find(db::Read&, LocationId);
std::vector<Location> locations_of(db::Read&, AccountId organization);  // active ones, in the order of their names
std::vector<Location> all_locations_of(db::Read&, AccountId organization);  // also those that closed
std::vector<Service> services_of(db::Read&, LocationId);
std::vector<Staff> staff_of(db::Read&, LocationId);
// In the order of ids, for who lists everything. What is left out is not asked for; names and cities by how they begin.
struct Listing { std::int64_t after = 0; int limit = 20; std::string name, city, specialty; AccountId organization; LocationId location; };
std::vector<Location> list_locations(db::Read&, Listing const&);       // also those that closed
std::vector<Service> list_services(db::Read&, Listing const&);
std::vector<Staff> list_staff(db::Read&, Listing const&);
std::vector<AccountId> list_organizations(db::Read&, std::int64_t after, int limit);  // who has a place, or said how to be reached
std::optional<Service> find_service(db::Read&, ServiceId);
std::optional<Staff> find_staff(db::Read&, StaffId);
bool works_for(db::Read&, AccountId person, AccountId organization);    // on its staff, in its team, or it itself
bool is_verified(db::Read&, AccountId organization);
std::string address_of(LocationId);                                     // "/care/123": the page

// Rules. All of them are an editor's; refusals name the field.
base::Result<Location> add(db::Write&, AccountId by, Location const&);
base::Result<Location> change(db::Write&, AccountId by, Location const&);
base::Result<base::Done> confirm(db::Write&, AccountId by, LocationId);
base::Result<Service> add_service(db::Write&, AccountId by, Service const&);
base::Result<base::Done> remove_service(db::Write&, AccountId by, ServiceId);
base::Result<Staff> add_staff(db::Write&, AccountId by, Staff const&);
base::Result<base::Done> remove_staff(db::Write&, AccountId by, StaffId);

// A moderator looked a credential up, and is named with it from then on.
base::Result<base::Done> check_staff(db::Write&, AccountId by, StaffId);
std::vector<Staff> staff_to_check(db::Read&, std::int64_t after, int limit);
std::optional<std::string> language_tag(std::string_view typed);  // BCP 47 in its usual spelling: "pt-BR"; nothing when it is none

// Whether it is open at a moment, and until or from when; through exceptions, nights and daylight saving.
struct Opening { bool open = false; base::Time changes_at = 0; };  // 0: does not change within two weeks
Opening opening(Location const&, base::Time now);

// As people type them in forms: "9:00-12:00, 20:00-2:00" of a day, and "2026-12-24 9:00-12:00 Christmas Eve" a line. Nothing
// when it cannot be read.
std::optional<std::vector<Hours>> typed_hours(int day, std::string_view);
std::string hours_as_typed(std::vector<Hours> const&);
std::optional<std::vector<Exception>> typed_exceptions(std::string_view);
std::string exceptions_as_typed(std::vector<Exception> const&);

// What the reviews come to, kept beside the location so that a search can order and filter by it. Written by reviews.
struct Score { double mean = 0, low = 0, high = 0, effective = 0; std::int64_t reviews = 0; std::array<double, 5> dimensions{}; };
void set_score(db::Write&, LocationId, Score const&);
Score score_of(db::Read&, LocationId);

// Searching. Everything may be left out. Distance in kilometers, at most 200.
enum class Order { best, distance, rating, name };
struct Question {
    std::string text;                      // a service, a condition, or a name
    std::string specialty, language, access;
    std::optional<areas::Point> near;
    double within = 25;
    bool open_now = false, accepts_new = false, video = false;
    Order order = Order::best;
    std::int64_t after = 0;                // of the page before: its position in the order
    int limit = 20;
};
// Why it stands where it stands: of 100 points, by the formula of docs/api/care.md. Nothing else counts.
struct Points {
    double match = 0, near = 0, reviews = 0, checked = 0, accepts = 0;
    double sum() const { return match + near + reviews + checked + accepts; }
};
struct Found { Location location; Score score; double distance = -1; double rank = 0; Points points; };
struct Answer { std::vector<Found> found; std::int64_t total = 0, next = 0; };
Answer search(db::Read&, Question const&);
inline constexpr double widest_search = 200;

// Every location in memory, for as long as it lives: a search asks the tables for what it shows alone. Right without it, but slow.
class Memory {
public:
    Memory(bus::Bus&, db::Database&);
    ~Memory();
    Memory(Memory const&) = delete;
    void load();  // once, when the tables are there
    struct Inside;

private:
    db::Database& database_;
    std::shared_ptr<Inside> inside_;
};

// A row that rooms above add to the comparison of places: English words, the key of the translation, and what a cell says.
struct ComparedRow { std::string words; std::function<std::string(db::Read&, html::Words const&, Location const&)> text; };
void add_compared(ComparedRow);

// Bringing places in from a file, and giving them away: CSV, or a FHIR R4 Bundle. Told apart by what the text begins with.
// An identifier names the same place in each file, so that bringing it in twice changes nothing.
struct Fault { std::int64_t line = 0; std::string field, message; };  // of the CSV; of a Bundle: its entry, from 1
struct Brought {
    enum class Does { add, change, keep } does = Does::keep;
    std::int64_t line = 0;
    std::string identifier, name, what;  // what: the fields that would be others
};
// organization: what of its own contact would be others, when a Bundle's Organization says it.
struct ImportPreview { std::vector<Brought> places; std::vector<Fault> faults; std::string organization; };
inline constexpr std::size_t largest_import = 20'000'000;  // bytes; a page takes a million
base::Result<ImportPreview> preview_import(db::Read&, AccountId by, AccountId organization, std::string_view text);
// All of it, or nothing when there is a fault.
base::Result<ImportPreview> import_places(db::Write&, AccountId by, AccountId organization, std::string_view text);
std::string export_as_csv(db::Read&, AccountId organization);
std::string export_as_fhir(db::Read&, AccountId organization);     // a Bundle of type collection
std::string export_as_json_ld(db::Read&, AccountId organization);  // an @graph

// Parts that rooms above put on a location's page, as a tab each: their words are English, the key of the translation.
struct Tab { std::string code, words; std::function<html::Safe(db::Read&, html::Words const&, http::Request const&, Location const&)> part; };
void add_tab(Tab);
// The same beside the page (booking), and above everything in the team's own view of an organization (links to its rooms).
void add_beside(std::function<html::Safe(db::Read&, html::Words const&, http::Request const&, Location const&)>);
struct Door { std::string address, words, icon; };  // {username} in the address stands for the organization's
void add_door(Door);

// What stands of it on an organization's profile: its places of care, its mark, and for its team the way to its rooms.
html::Safe profile_part(html::Words const&, http::Request const&, db::Read&, accounts::Account const&);

// The bodies of FHIR resources and schema.org data; the FHIR dialect and the pages give the same bytes.
std::string location_as_fhir(Location const&, Score const&);
std::string service_as_fhir(Location const&, Service const&);
std::string location_as_json_ld(db::Read&, Location const&);

void add_pages(http::Router::Section);
void add_finding(http::Router::Section);  // /care, /care/compare, bringing in and giving away
void add_api(http::Router::Section);
void add_export();
void forget_account(db::Write&, AccountId);

// A location, its services or its staff are others than before.
struct Changed { static constexpr std::string_view kind = "directory.changed"; LocationId location; };

}  // namespace directory
