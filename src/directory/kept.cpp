// Reads locations, services and staff, and packs the lists of a location into its row, so that finding one asks one table.
#include "directory/kept.hpp"
#include "base/text.hpp"
#include "directory/queries.hpp"
#include "directory/schema.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <charconv>

namespace directory {

db::Schema const schema = sql::schema_of_folder;

namespace {

int number_in(std::string_view text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

std::string joined(std::vector<std::string> const& all) {
    std::string made;
    for (auto const& each : all) made += (made.empty() ? "" : " ") + each;
    return made;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> made;
    for (auto each : base::split(text, ' '))
        if (!each.empty()) made.emplace_back(each);
    return made;
}

std::string packed(std::vector<Hours> const& all) {
    std::string made;
    for (auto const& each : all) made += (made.empty() ? "" : " ") + std::to_string(each.day) + ":" + std::to_string(each.from) + "-" + std::to_string(each.to);
    return made;
}

std::vector<Hours> unpacked_hours(std::string_view text) {
    std::vector<Hours> made;
    for (auto each : base::split(text, ' ')) {
        auto const colon = each.find(':'), dash = each.find('-');
        if (colon == each.npos || dash == each.npos) continue;
        made.push_back({number_in(each.substr(0, colon)), number_in(each.substr(colon + 1, dash - colon - 1)), number_in(each.substr(dash + 1))});
    }
    return made;
}

std::string packed(std::vector<Exception> const& all) {
    std::string made;
    for (auto const& each : all) made += each.date + "\t" + each.reason + "\t" + packed(each.hours) + "\n";
    return made;
}

std::vector<Exception> unpacked_exceptions(std::string_view text) {
    std::vector<Exception> made;
    for (auto line : base::split(text, '\n')) {
        auto const parts = base::split(line, '\t');
        if (parts.size() == 3) made.push_back({std::string(parts[0]), std::string(parts[1]), unpacked_hours(parts[2])});
    }
    return made;
}

Location location_in(db::Row const& row) {
    return {row.id<LocationId>(0), row.id<AccountId>(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7), row.text(8), row.text(9),
            {row.real(10), row.real(11)}, row.text(12), row.text(13), row.text(14), row.text(15), unpacked_hours(row.view(16)), unpacked_exceptions(row.view(17)),
            words_of(row.view(18)), words_of(row.view(19)), row.text(20), row.text(21), row.boolean(22), row.boolean(23), row.integer(24), row.integer(25), row.integer(26)};
}

Staff staff_in(db::Row const& row) {
    return {row.id<StaffId>(0), row.id<LocationId>(1), row.id<AccountId>(2), row.text(3), row.text(4), row.text(5), words_of(row.view(6)), row.text(7), row.text(8),
            row.integer(9), row.id<AccountId>(10)};
}

std::optional<Location> find(db::Read& read, LocationId id) { return read.one(sql::location_by_id, {id}, location_in); }

std::vector<Location> all_locations_of(db::Read& read, AccountId organization) { return read.rows(sql::locations_of, {organization}, location_in); }

std::vector<Location> locations_of(db::Read& read, AccountId organization) {
    auto all = all_locations_of(read, organization);
    std::erase_if(all, [](Location const& each) { return !each.active; });
    return all;
}

std::vector<Service> services_of(db::Read& read, LocationId location) {
    return read.rows(sql::services_of, {location}, [](db::Row const& row) {
        return Service{row.id<ServiceId>(0), row.id<LocationId>(1), row.text(2), row.text(3), row.text(4), row.text(5), row.boolean(6), row.boolean(7), row.boolean(8), row.boolean(9)};
    });
}

std::vector<Staff> staff_of(db::Read& read, LocationId location) { return read.rows(sql::staff_of, {location}, staff_in); }

bool works_for(db::Read& read, AccountId person, AccountId organization) {
    if (!person.value) return false;
    return person == organization || teams::role_in(read, organization, person) || read.number(sql::works_at, {person, organization}) > 0;
}

Organization organization_of(db::Read& read, AccountId account) {
    auto found = read.one(sql::organization_by_id, {account}, [](db::Row const& row) {
        return Organization{row.id<AccountId>(0), static_cast<int>(row.integer(1)), row.text(2), row.text(3), row.text(4), row.integer(5), row.integer(6), row.id<AccountId>(7)};
    });
    return found.value_or(Organization{.account = account});
}

bool is_verified(db::Read& read, AccountId organization) { return organization_of(read, organization).verified_at != 0; }
bool is_unclaimed(db::Read& read, AccountId organization) { return organization_of(read, organization).listed_at != 0; }

std::string address_of(LocationId id) { return "/care/" + id.text(); }

void set_score(db::Write& write, LocationId id, Score const& score) {
    auto const& each = score.dimensions;
    write.run(sql::set_score, {id, score.mean, score.low, score.high, score.effective, score.reviews, each[0], each[1], each[2], each[3], each[4]});
    write.emit(Changed{id});  // what searches remember of it
}

Score score_of(db::Read& read, LocationId id) {
    auto found = read.one(sql::score_of, {id}, [](db::Row const& row) {
        return Score{row.real(0), row.real(1), row.real(2), row.real(3), row.integer(4), {row.real(5), row.real(6), row.real(7), row.real(8), row.real(9)}};
    });
    return found.value_or(Score{});
}

}  // namespace directory
