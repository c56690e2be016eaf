// Claims: who may run an organization that nobody runs yet, and which organization is what it says; decided by moderators on evidence.
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "crypto/crypto.hpp"
#include "crypto/kept_sealer.hpp"
#include "directory/checking.hpp"
#include "directory/queries.hpp"
#include "http/fields.hpp"
#include "moderation/moderation.hpp"
#include "teams/teams.hpp"
#include <stdexcept>

namespace directory {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

crypto::KeptSealer& keys() {
    static crypto::KeptSealer one;
    return one;
}

std::string about(std::string_view column, ClaimId id) { return "directory_claim." + std::string(column) + "." + id.text() + ".1"; }
std::string seal(std::string_view plain, std::string const& what) { return crypto::base64(keys().get()->seal(plain, what)); }
// A lost key must not close the queue: the claim then stands without what proved it.
std::optional<std::string> open(std::string_view sealed, std::string const& what) {
    try {
        auto const bytes = crypto::from_base64(sealed);
        return bytes ? keys().get()->open(*bytes, what) : std::nullopt;
    } catch (std::runtime_error const&) {
        base::log(base::Level::error, "directory.key_unreadable");
        return std::nullopt;
    }
}

std::string text_of(Evidence const& evidence) {
    base::Json json;
    json.object().pair("statement", evidence.statement).pair("address", evidence.address).pair("file_name", evidence.file_name).pair("file_type", evidence.file_type).end();
    return json.take();
}

Evidence evidence_in(std::string_view text) {
    http::Fields fields;
    if (!http::parse_json(text, fields)) return {};
    return {std::string(fields.text("statement")), std::string(fields.text("address")), std::string(fields.text("file_name")), std::string(fields.text("file_type")), {}};
}

Claim claim_in(db::Row const& row) {
    Claim claim{row.id<ClaimId>(0), row.id<AccountId>(1), row.id<AccountId>(2), row.view(3) == "mark", {}, row.boolean(10), row.integer(5), row.integer(6), row.id<AccountId>(7), row.boolean(8), row.text(9)};
    if (auto const plain = open(row.view(4), about("evidence", claim.id))) claim.evidence = evidence_in(*plain);
    return claim;
}

// By what the bytes are, never by what the sender says of them.
std::string type_of(std::string_view file) {
    if (file.starts_with("%PDF-")) return "application/pdf";
    if (file.starts_with("\x89PNG\r\n")) return "image/png";
    if (file.starts_with("\xff\xd8\xff")) return "image/jpeg";
    return {};
}

Result<Evidence> checked(Evidence given) {
    given.statement = TRY(checked_text("statement", given.statement, 2000, true));
    given.address = TRY(checked_text("address", given.address, 500, false));
    if (given.file.size() > largest_evidence) return refuse_field("file", "ERR_TOO_LONG", "This file is too large: up to 2 MB are taken.");
    given.file_type = type_of(given.file);
    if (!given.file.empty() && given.file_type.empty()) return refuse_field("file", "ERR_INVALID", "Only PDF, PNG and JPEG files are taken.");
    if (given.file.empty()) given.file_name.clear();
    given.file_name = base::shorten(base::normalize(given.file_name.substr(0, 400)), 100);
    if (!base::is_utf8(given.file_name)) given.file_name = "file";
    return given;
}

Result<Claim> keep(db::Write& write, AccountId person, AccountId organization, bool for_mark, Evidence const& given) {
    auto const evidence = TRY(checked(given));
    if (write.number(sql::waiting_claim_of, {organization, person})) return refuse(Why::conflict, "You asked already. A moderator will look at it.");
    auto const id = write.new_id<ClaimId>();
    auto const file = evidence.file.empty() ? std::string() : seal(evidence.file, about("file", id));
    write.run(sql::insert_claim, {id, organization, person, for_mark ? "mark" : "run", seal(text_of(evidence), about("evidence", id)), file, write.now});
    moderation::record(write, person, for_mark ? "directory.mark.ask" : "directory.claim.ask", "account:" + organization.text(), "claim=" + id.text());
    return *find_claim(write, id);
}

Result<Done> allow_moderating(db::Read& read, AccountId by) {
    auto const person = accounts::find(read, by);
    if (!person || person->role == accounts::Role::member) return refuse(Why::forbidden, "Only moderators decide this.");
    return Done{};
}

}  // namespace

void keep_keys_in(std::string key_file) { keys().keep_in(std::move(key_file)); }

Result<Claim> claim(db::Write& write, AccountId person, AccountId organization, Evidence const& evidence) {
    auto const account = accounts::find(write, person), of = accounts::find(write, organization);
    if (!of || of->hidden() || !of->is_local() || !of->is_organization()) return refuse(Why::not_found, "There is no such organization.");
    if (!account || account->is_organization()) return refuse(Why::forbidden, "A person asks to run an organization, from their own account.");
    if (!is_unclaimed(write, organization)) return refuse(Why::conflict, "Somebody runs this organization already. Its owners can invite you.");
    return keep(write, person, organization, false, evidence);
}

Result<Claim> ask_for_mark(db::Write& write, AccountId owner, AccountId organization, Evidence const& evidence) {
    TRY(teams::allow(write, organization, owner, teams::Role::owner));
    if (is_verified(write, organization)) return refuse(Why::conflict, "This organization has the mark already.");
    return keep(write, owner, organization, true, evidence);
}

std::optional<Claim> find_claim(db::Read& read, ClaimId id) { return read.one(sql::claim_by_id, {id}, claim_in); }
std::vector<Claim> waiting_claims(db::Read& read, std::int64_t after, int limit) { return read.rows(sql::waiting_claims, {after, limit}, claim_in); }
std::vector<Claim> claims_by(db::Read& read, AccountId person) { return read.rows(sql::claims_by, {person}, claim_in); }
std::int64_t count_waiting_claims(db::Read& read) { return read.number(sql::count_waiting_claims, {}); }

std::optional<Evidence> evidence_of(db::Read& read, ClaimId id) {
    auto const claim = find_claim(read, id);
    if (!claim) return std::nullopt;
    auto evidence = claim->evidence;
    auto const sealed = read.one(sql::claim_file, {id}, [](db::Row const& row) { return row.text(0); });
    if (sealed && !sealed->empty()) evidence.file = open(*sealed, about("file", id)).value_or("");
    return evidence;
}

Result<Done> decide_claim(db::Write& write, AccountId by, ClaimId id, bool grant, std::string_view typed) {
    TRY(allow_moderating(write, by));
    auto const claim = find_claim(write, id);
    if (!claim) return refuse(Why::not_found, "There is no such claim.");
    if (claim->decided_at) return refuse(Why::conflict, "This claim is decided already.");
    if (claim->person == by || works_for(write, by, claim->organization)) return refuse(Why::forbidden, "Nobody decides about themselves or their employer.");
    auto const answer = TRY(checked_text("answer", typed, 1000, !grant));
    // Two people may have asked: the first whose claim is granted runs it.
    if (grant && !claim->for_mark && !is_unclaimed(write, claim->organization)) return refuse(Why::conflict, "Somebody runs this organization already.");
    write.run(sql::decide_claim, {id, write.now, by, grant, answer});
    if (grant) {
        if (!claim->for_mark) {
            teams::found(write, claim->organization, claim->person);
            write.run(sql::organization_claimed, {claim->organization});
        }
        write.run(sql::mark_organization, {claim->organization, write.now, by});
        for (auto const& each : all_locations_of(write, claim->organization)) write.emit(Changed{each.id});
    }
    auto const act = std::string(claim->for_mark ? "directory.mark." : "directory.claim.") + (grant ? "grant" : "refuse");
    moderation::record(write, by, act, "account:" + claim->organization.text(), "claim=" + id.text() + ";person=" + claim->person.text());
    return Done{};
}

Result<Done> take_mark(db::Write& write, AccountId by, AccountId organization, std::string_view typed) {
    TRY(allow_moderating(write, by));
    auto const reason = TRY(checked_text("reason", typed, 1000, true));
    if (!is_verified(write, organization)) return refuse(Why::not_found, "This organization has no mark.");
    write.run(sql::mark_organization, {organization, 0, 0});
    moderation::record(write, by, "directory.mark.take", "account:" + organization.text(), reason);
    for (auto const& each : all_locations_of(write, organization)) write.emit(Changed{each.id});
    return Done{};
}

}  // namespace directory
