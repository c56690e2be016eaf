// The rules of the directory: who may say what of a place where care is given.
#include "directory/directory.hpp"
#include "base/text.hpp"
#include "directory/checking.hpp"
#include "directory/kept.hpp"
#include "directory/queries.hpp"
#include "moderation/moderation.hpp"
#include "teams/teams.hpp"

namespace directory {

using base::Done, base::refuse, base::refuse_field, base::Result, base::Why;

namespace {

constexpr std::int64_t most_locations = 500;
constexpr std::size_t most_services = 60, most_staff = 300;

std::unexpected<base::Refusal> no_location() { return refuse(Why::not_found, "There is no such place of care."); }

Result<Location> editable(db::Read& read, AccountId by, LocationId id) {
    auto const location = find(read, id);
    if (!location) return no_location();
    TRY(allow_editing(read, location->organization, by));
    return *location;
}

// Only of accounts that were handed to a team, or entered by moderators, is there a record of who did what.
void record(db::Write& write, AccountId organization, AccountId by, std::string_view act, std::string const& about, std::string_view detail) {
    teams::record(write, organization, by, act, about, detail);
}

}  // namespace

Result<Done> allow_editing(db::Read& read, AccountId organization, AccountId by) {
    auto const account = accounts::find(read, organization);
    if (!account || !account->is_local() || !account->is_organization() || account->hidden()) return refuse(Why::not_found, "There is no such organization.");
    if (is_unclaimed(read, organization)) {
        auto const person = accounts::find(read, by);
        if (person && person->role != accounts::Role::member) return Done{};
    }
    return teams::allow(read, organization, by, teams::Role::editor);
}

Result<Location> add(db::Write& write, AccountId by, Location const& typed) {
    TRY(allow_editing(write, typed.organization, by));
    if (write.number(sql::count_locations, {typed.organization}) >= most_locations) return refuse(Why::too_many, "This organization has as many places of care as one may have.");
    auto made = TRY(checked(write, typed));
    made.id = write.new_id<LocationId>();
    made.created_at = made.updated_at = made.confirmed_at = write.now;
    write.run(sql::insert_location, {made.id, made.organization, made.name, base::fold_plain(made.name), made.description, made.specialty, made.street, made.city, made.region, made.postal_code,
                                     made.country, made.position.latitude, made.position.longitude, made.phone, made.email, made.website, made.zone, packed(made.hours), packed(made.exceptions),
                                     joined(made.languages), joined(made.access), made.insurance, made.price, made.accepts_new, made.active, write.now});
    record(write, made.organization, by, "location.add", "location " + made.id.text(), made.name);
    write.emit(Changed{made.id});
    return made;
}

Result<Location> change(db::Write& write, AccountId by, Location const& typed) {
    auto const before = TRY(editable(write, by, typed.id));
    auto made = TRY(checked(write, typed));
    made.organization = before.organization;
    made.created_at = before.created_at;
    made.confirmed_at = before.confirmed_at;
    made.updated_at = write.now;
    write.run(sql::update_location, {made.id, made.name, base::fold_plain(made.name), made.description, made.specialty, made.street, made.city, made.region, made.postal_code, made.country,
                                     made.position.latitude, made.position.longitude, made.phone, made.email, made.website, made.zone, packed(made.hours), packed(made.exceptions),
                                     joined(made.languages), joined(made.access), made.insurance, made.price, made.accepts_new, made.active, write.now});
    record(write, made.organization, by, made.active || !before.active ? "location.change" : "location.close", "location " + made.id.text(), made.name);
    write.emit(Changed{made.id});
    return made;
}

Result<Done> confirm(db::Write& write, AccountId by, LocationId id) {
    auto const location = TRY(editable(write, by, id));
    write.run(sql::confirm_location, {id, write.now});
    record(write, location.organization, by, "location.confirm", "location " + id.text(), location.name);
    write.emit(Changed{id});
    return Done{};
}

Result<Service> add_service(db::Write& write, AccountId by, Service const& typed) {
    auto const location = TRY(editable(write, by, typed.location));
    auto made = TRY(checked(typed));
    if (services_of(write, location.id).size() >= most_services) return refuse(Why::too_many, "This place has as many services as one may have.");
    made.id = write.new_id<ServiceId>();
    write.run(sql::insert_service, {made.id, made.location, made.specialty, made.name, made.description, made.price, made.by_referral, made.in_person, made.video, made.phone});
    record(write, location.organization, by, "service.add", "location " + location.id.text(), made.name);
    write.emit(Changed{location.id});
    return made;
}

Result<Done> remove_service(db::Write& write, AccountId by, ServiceId id) {
    auto const found = write.one(sql::service_by_id, {id}, [](db::Row const& row) { return std::pair(row.id<LocationId>(1), row.text(3)); });
    if (!found) return refuse(Why::not_found, "There is no such service.");
    auto const location = TRY(editable(write, by, found->first));
    write.run(sql::delete_service, {id});
    record(write, location.organization, by, "service.remove", "location " + location.id.text(), found->second);
    write.emit(Changed{location.id});
    return Done{};
}

Result<Staff> add_staff(db::Write& write, AccountId by, Staff const& typed) {
    auto const location = TRY(editable(write, by, typed.location));
    auto made = TRY(checked(write, typed));
    if (staff_of(write, location.id).size() >= most_staff) return refuse(Why::too_many, "This place has as many people as one may have.");
    made.id = write.new_id<StaffId>();
    made.verified_at = 0;
    made.verified_by = {};
    write.run(sql::insert_staff, {made.id, made.location, made.account, made.name, made.role, made.specialty, joined(made.languages), made.credential, made.registry});
    record(write, location.organization, by, "staff.add", "location " + location.id.text(), made.name);
    write.emit(Changed{location.id});
    return made;
}

Result<Done> remove_staff(db::Write& write, AccountId by, StaffId id) {
    auto const found = write.one(sql::staff_by_id, {id}, staff_in);
    if (!found) return refuse(Why::not_found, "There is no such person on the team.");
    // Who stands there by their own account may take themselves off.
    auto const location = find(write, found->location);
    if (!location) return no_location();
    if (!found->account || found->account != by) TRY(allow_editing(write, location->organization, by));
    write.run(sql::delete_staff, {id});
    record(write, location->organization, by, "staff.remove", "location " + location->id.text(), found->name);
    write.emit(Changed{location->id});
    return Done{};
}

Result<Done> check_staff(db::Write& write, AccountId by, StaffId id) {
    auto const person = accounts::find(write, by);
    if (!person || person->role == accounts::Role::member) return refuse(Why::forbidden, "Only moderators check credentials.");
    auto const found = write.one(sql::staff_by_id, {id}, staff_in);
    if (!found) return refuse(Why::not_found, "There is no such person on the team.");
    if (found->account && found->account == by) return refuse(Why::forbidden, "Nobody checks their own credentials.");
    if (found->credential.empty()) return refuse(Why::invalid, "There is no credential to check.");
    write.run(sql::check_staff, {id, write.now, by});
    auto const location = find(write, found->location);
    moderation::record(write, by, "directory.credential.check", "staff:" + id.text(), found->credential);
    record(write, location->organization, by, "staff.check", "location " + location->id.text(), found->name);
    write.emit(Changed{location->id});
    return Done{};
}

std::vector<Staff> staff_to_check(db::Read& read, std::int64_t after, int limit) { return read.rows(sql::staff_to_check, {after, limit}, staff_in); }

Result<Done> change_organization(db::Write& write, AccountId by, Organization const& typed) {
    TRY(allow_editing(write, typed.account, by));
    auto const made = TRY(checked(typed));
    write.run(sql::put_organization, {made.account, made.hue, made.phone, made.email, made.website});
    record(write, made.account, by, "organization.change", {}, {});
    return Done{};
}

Result<Done> list_unclaimed(db::Write& write, AccountId by, AccountId organization) {
    auto const person = accounts::find(write, by), account = accounts::find(write, organization);
    if (!person || person->role == accounts::Role::member) return refuse(Why::forbidden, "Only moderators enter organizations that nobody runs yet.");
    if (!account || !account->is_local() || !account->is_organization()) return refuse_field("organization", "ERR_INVALID", "There is no such organization.");
    if (!teams::members(write, organization).empty()) return refuse_field("organization", "ERR_TAKEN", "Somebody runs this organization already.");
    write.run(sql::list_organization, {organization, write.now});
    moderation::record(write, by, "directory.list", "account:" + organization.text());
    return Done{};
}

void forget_account(db::Write& write, AccountId account) {
    write.run(sql::forget_staff, {account});
    write.run(sql::delete_claims_by, {account});
    write.run(sql::delete_claims_of, {account});
    for (auto const& each : locations_of(write, account)) write.emit(Changed{each.id});
    write.run(sql::close_locations, {account, write.now});
    write.run(sql::delete_organization, {account});
}

}  // namespace directory
