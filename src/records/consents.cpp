// Consents, and what left for somebody else under them.
#include "base/text.hpp"
#include "base/time.hpp"
#include "records/queries.hpp"
#include "records/records.hpp"
#include <algorithm>
#include <limits>

namespace records {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

constexpr std::string_view purposes[] = {"TREAT", "HPAYMT", "COORD", "HOUTREACH"};
constexpr std::string_view rooms[] = {"appointments", "messages", "plans"};
// Alcohol, drugs and what comes with them: 42 CFR 2.11.
constexpr std::string_view walled[] = {"addiction"};

std::string joined(std::vector<std::string> const& what) {
    std::string text;
    for (auto const& each : what) (text += text.empty() ? "" : " ") += each;
    return text;
}

Consent consent_of(db::Row const& row) {
    Consent made{row.id<ConsentId>(0), row.id<AccountId>(1), row.id<AccountId>(2), row.id<AccountId>(3), static_cast<Purpose>(row.integer(4)), {}, row.integer(6), row.integer(7), row.integer(8)};
    for (auto const each : base::split(row.view(5), ' '))
        if (!each.empty()) made.what.emplace_back(each);
    return made;
}

}  // namespace

std::string_view text_of(Purpose purpose) { return purposes[static_cast<int>(purpose)]; }
std::optional<Purpose> purpose_of(std::string_view text) {
    auto const found = std::ranges::find(purposes, text);
    if (found == std::end(purposes)) return std::nullopt;
    return static_cast<Purpose>(found - std::begin(purposes));
}

Result<Consent> give(db::Write& write, Consent const& wanted) {
    auto made = wanted;
    auto const recipient = accounts::find(write, made.recipient);
    if (!recipient || !recipient->is_local() || !recipient->is_organization()) return refuse_field("recipient", "ERR_INVALID", "Name an organization of this server.");
    auto const discloser = made.discloser ? accounts::find(write, made.discloser) : std::nullopt;
    if (made.discloser && (!discloser || !discloser->is_organization())) return refuse_field("discloser", "ERR_INVALID", "Name an organization of this server.");
    if (made.discloser == made.recipient && made.purpose != Purpose::recall) return refuse_field("recipient", "ERR_INVALID", "An organization has its own records already.");
    if (made.expires_at <= write.now) return refuse_field("expires", "ERR_INVALID", "Choose a day to come.");
    if (made.expires_at > write.now + longest_consent) return refuse_field("expires", "ERR_INVALID", "Choose a day within two years.");
    for (auto const& each : made.what)
        if (std::ranges::find(rooms, each) == std::end(rooms)) return refuse_field("what", "ERR_INVALID", "Choose what may be given.");
    made.id = write.new_id<ConsentId>();
    made.given_at = write.now;
    made.withdrawn_at = 0;
    write.run(sql::insert_consent, {made.id, made.patient, made.discloser, made.recipient, static_cast<std::int64_t>(made.purpose), joined(made.what), made.given_at, made.expires_at});
    note(write, {.person = made.patient, .patient = made.patient, .action = Action::create, .what = "consent", .about = made.id.text()});
    return made;
}

Result<Done> withdraw(db::Write& write, AccountId patient, ConsentId id) {
    if (!write.run(sql::withdraw_consent, {id, patient, write.now})) return refuse(Why::not_found, "There is no such consent.");
    note(write, {.person = patient, .patient = patient, .action = Action::remove, .what = "consent", .about = id.text()});
    return Done{};
}

std::vector<Consent> consents(db::Read& read, AccountId patient) { return read.rows(sql::consents_of, {patient}, consent_of); }
std::optional<Consent> find_consent(db::Read& read, ConsentId id) { return read.one(sql::find_consent, {id}, consent_of); }

std::optional<Consent> consent_for(db::Read& read, AccountId patient, AccountId discloser, AccountId recipient, std::string_view what) {
    for (auto const& each : read.rows(sql::consents_for, {patient, recipient, read.now}, consent_of)) {
        if (each.purpose == Purpose::recall) continue;  // it lets nobody read
        bool const covers = each.what.empty() || std::ranges::find(each.what, what) != each.what.end();
        if (covers && (!each.discloser || each.discloser == discloser)) return each;
    }
    return std::nullopt;
}

bool allows_recall(db::Read& read, AccountId patient, AccountId organization) {
    return std::ranges::any_of(read.rows(sql::consents_for, {patient, organization, read.now}, consent_of), [](Consent const& each) { return each.purpose == Purpose::recall; });
}

void disclosed(db::Write& write, Disclosure const& disclosure) {
    auto const id = write.new_id<base::Id<struct DisclosureTag>>().value;
    write.run(sql::insert_disclosure, {id, write.now, disclosure.patient, disclosure.discloser, disclosure.recipient, disclosure.person, disclosure.what, disclosure.about, disclosure.consent});
    note(write, {.person = disclosure.person, .organization = disclosure.discloser, .patient = disclosure.patient, .action = Action::execute, .what = "disclosure", .about = disclosure.what + " " + disclosure.about});
}

std::vector<Disclosure> disclosures(db::Read& read, AccountId patient, std::int64_t before, int limit) {
    return read.rows(sql::disclosures_of, {patient, before ? before : std::numeric_limits<std::int64_t>::max(), limit}, [](db::Row const& row) {
        return Disclosure{row.integer(0), row.integer(1), row.id<AccountId>(2), row.id<AccountId>(3), row.id<AccountId>(4), row.id<AccountId>(5), row.text(6), row.text(7), row.id<ConsentId>(8)};
    });
}

bool is_part2(std::string_view specialty) { return std::ranges::find(walled, specialty) != std::end(walled); }

}  // namespace records
