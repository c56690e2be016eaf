// Everything in the order of ids: dialects list the whole directory page by page, and narrow it by what is asked for.
#include "base/text.hpp"
#include "directory/directory.hpp"
#include "directory/kept.hpp"
#include "directory/queries.hpp"
#include <algorithm>

namespace directory {

namespace {

// What begins so; a sign that stands for others stands for itself.
std::string beginning(std::string_view typed) {
    std::string pattern;
    for (char const c : typed) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

Service service_in(db::Row const& row) {
    return {row.id<ServiceId>(0), row.id<LocationId>(1), row.text(2), row.text(3), row.text(4), row.text(5), row.boolean(6), row.boolean(7), row.boolean(8), row.boolean(9)};
}

// Of one place or one organization there are few enough to be taken whole: here the page is cut.
template <class Each>
std::vector<Each> cut(std::vector<Each> all, Listing const& asked) {
    std::erase_if(all, [&](Each const& each) { return each.id.value <= asked.after || (!asked.specialty.empty() && each.specialty != asked.specialty); });
    std::ranges::sort(all, {}, [](Each const& each) { return each.id.value; });
    if (all.size() > static_cast<std::size_t>(asked.limit)) all.resize(static_cast<std::size_t>(asked.limit));
    return all;
}

}  // namespace

std::vector<Location> list_locations(db::Read& read, Listing const& asked) {
    if (!asked.organization)
        return read.rows(sql::list_locations, {asked.after, beginning(base::fold_plain(asked.name)), beginning(base::fold(asked.city)), beginning(asked.city), asked.specialty, asked.limit}, location_in);
    auto all = all_locations_of(read, asked.organization);
    auto const name = base::fold_plain(asked.name), city = base::fold_plain(asked.city);
    std::erase_if(all, [&](Location const& each) { return !base::fold_plain(each.name).starts_with(name) || !base::fold_plain(each.city).starts_with(city); });
    return cut(std::move(all), asked);
}

std::vector<Service> list_services(db::Read& read, Listing const& asked) {
    if (asked.location) return cut(services_of(read, asked.location), asked);
    if (asked.organization) return cut(read.rows(sql::services_of_organization, {asked.organization}, service_in), asked);
    return read.rows(sql::list_services, {asked.after, asked.specialty, asked.limit}, service_in);
}

std::vector<Staff> list_staff(db::Read& read, Listing const& asked) {
    if (asked.location) return cut(staff_of(read, asked.location), asked);
    if (asked.organization) return cut(read.rows(sql::staff_of_organization, {asked.organization}, staff_in), asked);
    return read.rows(sql::list_staff, {asked.after, asked.specialty, asked.limit}, staff_in);
}

std::vector<AccountId> list_organizations(db::Read& read, std::int64_t after, int limit) {
    return read.rows(sql::list_organizations, {after, limit}, [](db::Row const& row) { return row.id<AccountId>(0); });
}

std::optional<Service> find_service(db::Read& read, ServiceId id) { return read.one(sql::service_by_id, {id}, service_in); }

std::optional<Staff> find_staff(db::Read& read, StaffId id) { return read.one(sql::staff_by_id, {id}, staff_in); }

}  // namespace directory
