// What the directory keeps of somebody, for their export.
#include "base/json.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "directory/queries.hpp"

namespace directory {
namespace {

std::string exported(db::Read& read, AccountId account) {
    base::Json json;
    json.object().key("locations").array();
    for (auto const& each : all_locations_of(read, account)) json.raw(location_as_fhir(each, score_of(read, each.id)));
    json.end().key("staff").array();
    read.each(sql::staff_entries_of_account, {account}, [&](db::Row const& row) {
        json.object().pair("organization", row.text(1)).pair("location", row.text(2)).pair("name", row.text(3)).pair("role", row.text(4)).pair("credential", row.text(5)).pair("registry", row.text(6)).end();
    });
    json.end().key("claims").array();
    for (auto const& claim : claims_by(read, account)) {
        json.object().pair("organization", claim.organization.text()).pair("statement", claim.evidence.statement).pair("address", claim.evidence.address).pair("file", claim.evidence.file_name);
        json.pair("asked_at", base::iso8601(claim.created_at)).pair("granted", claim.granted).pair("answer", claim.answer).end();
    }
    json.end().end();
    return json.take();
}

}  // namespace

void add_export() { accounts::add_to_export("directory.json", exported); }

}  // namespace directory
