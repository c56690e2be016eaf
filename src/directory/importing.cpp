// Brings places in from a file: compares each row with what is there, tells every fault by its line, and writes all or nothing.
#include "base/text.hpp"
#include "directory/checking.hpp"
#include "directory/import.hpp"
#include "directory/kept.hpp"
#include "directory/queries.hpp"
#include "directory/showing.hpp"
#include <algorithm>
#include <tuple>
#include <charconv>
#include <cmath>
#include <set>
#include <tuple>

namespace directory {

using base::refuse, base::Result, base::Why;

namespace {

// What a row comes to: ready to be written.
struct Planned {
    ImportRow const* row = nullptr;
    Location location;             // its id is 0 for a new one
    std::vector<Service> add;
    std::vector<ServiceId> remove;
    std::vector<Staff> staff;
    std::string what;
};
struct Plan {
    ImportFile file;
    std::vector<Planned> places;
    std::optional<Organization> contact;  // of the organization itself, when the file says it
    std::string contact_what;
};

std::optional<bool> truth_in(std::string_view text) {
    auto const folded = base::fold(text);
    if (folded == "yes" || folded == "true" || folded == "1") return true;
    if (folded == "no" || folded == "false" || folded == "0") return false;
    return {};
}

double number_in(std::string_view text) {
    double number = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
    return text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size() ? std::nan("") : number;
}

int day_of(std::string_view column) {
    constexpr std::array<std::string_view, 7> days = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    auto const found = std::ranges::find(days, column);
    return found == days.end() ? 0 : static_cast<int>(found - days.begin()) + 1;
}

std::vector<std::string> tags_in(std::string_view text) {
    std::string plain(text);
    std::ranges::replace(plain, ',', ' ');
    return words_of(plain);
}

// Puts one cell into its place; says what is wrong with it.
std::optional<std::string> put(Location& onto, std::string_view column, std::string const& text) {
    for (auto const& [name, field] : {std::pair("name", &Location::name), {"description", &Location::description}, {"specialty", &Location::specialty}, {"street", &Location::street}, {"city", &Location::city},
                                      {"region", &Location::region}, {"postal_code", &Location::postal_code}, {"country", &Location::country}, {"phone", &Location::phone}, {"email", &Location::email},
                                      {"website", &Location::website}, {"time_zone", &Location::zone}, {"insurance", &Location::insurance}, {"price", &Location::price}})
        if (column == name) {
            onto.*field = text;
            return {};
        }
    if (auto const day = day_of(column)) {
        auto const hours = typed_hours(day, base::fold(text) == "closed" ? "" : text);
        if (!hours) return "Write opening hours like 9:00-12:00, 14:00-18:00.";
        std::erase_if(onto.hours, [&](Hours const& each) { return each.day == day; });
        onto.hours.insert(onto.hours.end(), hours->begin(), hours->end());
        std::ranges::sort(onto.hours, {}, [](Hours const& each) { return std::pair(each.day, each.from); });
    } else if (column == "latitude" || column == "longitude") {
        auto const number = number_in(text);
        if (std::isnan(number)) return "Latitude is a number from -90 to 90, and longitude one from -180 to 180.";
        (column == "latitude" ? onto.position.latitude : onto.position.longitude) = number;
    } else if (column == "special_days") {
        auto const days = typed_exceptions(text);
        if (!days) return "Write a special day as year, month and day: 2026-12-25.";
        onto.exceptions = *days;
    } else if (column == "languages") onto.languages = tags_in(text);
    else if (column == "access") onto.access = tags_in(text);
    else if (auto const truth = truth_in(text)) (column == "active" ? onto.active : onto.accepts_new) = *truth;
    else return "Write yes or no.";
    return {};
}

// The columns that would be others, by their names.
std::string differences(Location const& before, Location const& after) {
    std::string made;
    auto const add = [&](bool differs, std::string_view name) { if (differs) made += (made.empty() ? "" : ", ") + std::string(name); };
    for (auto const& [name, field] : {std::pair("name", &Location::name), {"description", &Location::description}, {"specialty", &Location::specialty}, {"street", &Location::street}, {"city", &Location::city},
                                      {"region", &Location::region}, {"postal_code", &Location::postal_code}, {"country", &Location::country}, {"phone", &Location::phone}, {"email", &Location::email},
                                      {"website", &Location::website}, {"time_zone", &Location::zone}, {"insurance", &Location::insurance}, {"price", &Location::price}})
        add(before.*field != after.*field, name);
    add(std::abs(before.position.latitude - after.position.latitude) > 1e-6 || std::abs(before.position.longitude - after.position.longitude) > 1e-6, "position");
    add(before.hours != after.hours, "hours");
    add(before.exceptions != after.exceptions, "special_days");
    add(before.languages != after.languages, "languages");
    add(before.access != after.access, "access");
    add(before.accepts_new != after.accepts_new, "accepts_new");
    add(before.active != after.active, "active");
    return made;
}

std::optional<Location> known_as(db::Read& read, AccountId organization, ImportRow const& row) {
    auto id = LocationId{read.number(sql::brought_location, {organization, row.system, row.identifier})};
    // Our own files name places by our own numbers.
    if (!id.value) id = base::parse<LocationId>(row.identifier).value_or(LocationId{});
    auto found = id.value ? find(read, id) : std::nullopt;
    if (found && found->organization != organization) found.reset();
    return found;
}

class Planning {
public:
    Planning(db::Read& read, AccountId organization, Plan& plan) : read_(read), organization_(organization), plan_(plan) {
        auto const all = all_locations_of(read, organization);
        if (!all.empty()) zone_ = all.front().zone;
    }

    void take(ImportRow const& row) {
        row_ = &row;
        if (row.identifier.empty() || row.identifier.size() > 200) return fault("identifier", "Each place needs an identifier of at most 200 letters.");
        if (!seen_.insert({row.system, row.identifier}).second) return fault("identifier", "This identifier stands here twice.");
        auto const before = known_as(read_, organization_, row);
        Planned planned{.row = &row, .location = before.value_or(Location{.organization = organization_, .zone = zone_})};
        auto const faults_before = plan_.file.faults.size();
        for (auto const& [column, text] : row.cells)
            if (auto const wrong = put(planned.location, column, text)) fault(column, *wrong);
        if (plan_.file.faults.size() > faults_before) return;
        auto checked_one = checked(read_, planned.location);
        if (!checked_one) return faults(checked_one.error());
        auto const id = planned.location.id;
        planned.location = std::move(*checked_one);
        planned.location.id = id;
        if (before) planned.what = differences(*before, planned.location);
        if (row.lists_services) compare_services(planned, before ? services_of(read_, id) : std::vector<Service>{});
        compare_staff(planned, before ? staff_of(read_, id) : std::vector<Staff>{});
        if (plan_.file.faults.size() == faults_before) plan_.places.push_back(std::move(planned));
    }

private:
    void fault(std::string_view field, std::string_view message) { plan_.file.faults.push_back({row_->line, std::string(field), std::string(message)}); }
    void faults(base::Refusal const& refusal) {
        if (refusal.fields.empty()) fault("", refusal.message);
        for (auto const& each : refusal.fields) fault(each.field == "zone" ? "time_zone" : each.field, each.message);
    }
    static bool same(Service const& one, Service const& other) {
        return one.specialty == other.specialty && one.name == other.name && one.price == other.price && one.by_referral == other.by_referral && one.in_person == other.in_person && one.video == other.video && one.phone == other.phone;
    }

    // The file is the whole list of services of its place.
    void compare_services(Planned& planned, std::vector<Service> before) {
        for (auto const& listed : row_->services) {
            auto const each = checked(listed);
            if (!each) {
                faults(each.error());
                continue;
            }
            auto const found = std::ranges::find_if(before, [&](Service const& other) { return same(*each, other); });
            if (found == before.end()) planned.add.push_back(*each);
            else before.erase(found);
        }
        for (auto const& each : before) planned.remove.push_back(each.id);
        if (!planned.add.empty() || !planned.remove.empty()) planned.what += (planned.what.empty() ? "" : ", ") + std::string("services");
    }

    // Who stands there already stays, with what was checked of them.
    void compare_staff(Planned& planned, std::vector<Staff> const& before) {
        for (auto const& listed : row_->staff) {
            auto const each = checked(read_, listed);
            if (!each) faults(each.error());
            else if (std::ranges::none_of(before, [&](Staff const& other) { return other.name == each->name && other.role == each->role; })) planned.staff.push_back(*each);
        }
        if (!planned.staff.empty()) planned.what += (planned.what.empty() ? "" : ", ") + std::string("staff");
    }

    db::Read& read_;
    AccountId organization_;
    Plan& plan_;
    std::string zone_;
    ImportRow const* row_ = nullptr;
    std::set<std::pair<std::string, std::string>> seen_;
};

// What the file does not say stays.
void plan_contact(db::Read& read, AccountId organization, Plan& plan) {
    if (!plan.file.contact || plan.file.contact->row.cells.empty()) return;
    auto const before = organization_of(read, organization);
    auto wanted = before;
    for (auto const& [name, field] : {std::pair("phone", &Organization::phone), {"email", &Organization::email}, {"website", &Organization::website}})
        if (auto const text = plan.file.contact->row.cell(name); !text.empty()) wanted.*field = text;
    auto const made = checked(wanted);
    if (!made) {
        for (auto const& each : made.error().fields) plan.file.faults.push_back({plan.file.contact->line, "Organization " + each.field, each.message});
        return;
    }
    for (auto const& [name, field] : {std::pair("phone", &Organization::phone), {"email", &Organization::email}, {"website", &Organization::website}})
        if (before.*field != (*made).*field) plan.contact_what += (plan.contact_what.empty() ? "" : ", ") + std::string(name);
    plan.contact = *made;
}

Result<std::unique_ptr<Plan>> planned(db::Read& read, AccountId by, AccountId organization, std::string_view text) {
    TRY(allow_editing(read, organization, by));
    if (text.size() > largest_import) return base::refuse_field("file", "ERR_TOO_LONG", "This file is too large.");
    if (!base::is_utf8(text)) return base::refuse_field("file", "ERR_INVALID", "The file must be text in UTF-8.");
    auto plan = std::make_unique<Plan>();
    auto const begins = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    plan->file = begins != text.npos && text[begins] == '{' ? read_bundle(text) : read_csv(text);
    Planning planning(read, organization, *plan);
    for (auto const& row : plan->file.rows) {
        planning.take(row);
        if (plan->file.faults.size() >= most_faults) break;
    }
    plan_contact(read, organization, *plan);
    std::ranges::sort(plan->file.faults, {}, [](Fault const& each) { return std::tie(each.line, each.field); });
    return plan;
}

ImportPreview told(Plan const& plan) {
    ImportPreview made{.faults = plan.file.faults};
    made.organization = plan.contact_what;
    for (auto const& each : plan.places)
        made.places.push_back({.does = !each.location.id.value ? Brought::Does::add : each.what.empty() ? Brought::Does::keep : Brought::Does::change, .line = each.row->line, .identifier = each.row->identifier, .name = each.location.name, .what = each.what});
    return made;
}

Result<base::Done> write_one(db::Write& write, AccountId by, Planned& place) {
    if (!place.location.id.value) place.location.id = TRY(add(write, by, place.location)).id;
    else if (!place.what.empty()) TRY(change(write, by, place.location));
    for (auto const id : place.remove) TRY(remove_service(write, by, id));
    for (auto& each : place.add) {
        each.location = place.location.id;
        TRY(add_service(write, by, each));
    }
    for (auto& each : place.staff) {
        each.location = place.location.id;
        TRY(add_staff(write, by, each));
    }
    write.run(sql::put_identifier, {place.location.organization, place.row->system, place.row->identifier, place.location.id});
    return base::Done{};
}

}  // namespace

Result<ImportPreview> preview_import(db::Read& read, AccountId by, AccountId organization, std::string_view text) { return told(*TRY(planned(read, by, organization, text))); }

Result<ImportPreview> import_places(db::Write& write, AccountId by, AccountId organization, std::string_view text) {
    auto const plan = TRY(planned(write, by, organization, text));
    auto const preview = told(*plan);
    if (!preview.faults.empty()) return preview;
    if (!plan->contact_what.empty()) TRY(change_organization(write, by, *plan->contact));
    for (auto& each : plan->places) TRY(write_one(write, by, each));
    return preview;
}

}  // namespace directory
