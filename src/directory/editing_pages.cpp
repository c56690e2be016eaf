// The team's pages of an organization: its rooms, its places of care, and the forms that change them.
#include "base/text.hpp"
#include "directory/pages.hpp"
#include "directory/showing.hpp"
#include "teams/teams.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>

namespace directory {

using base::refuse, base::Why;
using html::Words, http::Open, http::Request;

namespace {

// Nobody outside learns that there is such a page.
base::Result<accounts::Account> organization_in(Request const& request, db::Read& read) {
    auto const account = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!account || !account->is_local() || !account->is_organization() || account->hidden()) return refuse(Why::not_found, "There is no such organization.");
    return *account;
}

bool may_edit(db::Read& read, AccountId organization, AccountId person) { return allow_editing(read, organization, person).has_value(); }

base::Result<accounts::Account> edited_in(Request const& request, db::Read& read) {
    auto const account = TRY(organization_in(request, read));
    TRY(allow_editing(read, account.id, request.account()));
    return account;
}

base::Result<Location> place_in(Request const& request, db::Read& read, accounts::Account const& account) {
    auto const id = request.parameters.id<LocationId>("id");
    auto const location = id ? find(read, *id) : std::nullopt;
    if (!location || location->organization != account.id) return refuse(Why::not_found, "There is no such place of care.");
    return *location;
}

std::string home_of(accounts::Account const& account) { return "/organizations/" + account.username; }

html::Safe door_rows(Words const& words, accounts::Account const& account) {
    html::Safe made;
    for (auto const& each : doors()) {
        auto address = each.address;
        if (auto const at = address.find("{username}"); at != address.npos) address.replace(at, std::string_view("{username}").size(), account.username);
        words.fill(made, pages::Door{.icon = html::icon(each.icon), .address = address, .words = words.plain(each.words)});
    }
    return made;
}

http::Answer show_home(Request const& request, db::Read& read) {
    auto const account = TRY(organization_in(request, read));
    bool const editor = may_edit(read, account.id, request.account());
    if (!editor) TRY(teams::allow(read, account.id, request.account(), teams::Role::analyst));
    Words const words(request.locale);
    html::Safe rows;
    for (auto const& each : all_locations_of(read, account.id))
        words.fill(rows, pages::PlaceRow{.address = editor ? home_of(account) + "/places/" + each.id.text() : address_of(each.id), .name = each.name, .specialty = kind_words(words, each.specialty), .city = each.city, .active = each.active,
                                         .stale = each.active && each.confirmed_at + fresh_for < read.now ? words.date(each.confirmed_at) : std::string(), .editor = editor && each.active, .handle = account.username, .id = each.id, .csrf = html::csrf_field(request)});
    auto const organization = organization_of(read, account.id);
    html::Page page{.title = account.name, .current = "/care"};
    page.main = words.fill(pages::Home{.handle = account.username, .name = account.name, .confirmed = request.fields.has("saved"), .doors = door_rows(words, account), .rows = rows, .editor = editor,
                                       .mark = !organization.verified_at && !organization.listed_at && teams::may(read, account.id, request.account(), teams::Role::owner)});
    return html::page(request, read, std::move(page));
}

// What a form says. What cannot be read is a refusal at its field; the rest is checked by the rule.
struct Typed { Location location; std::optional<base::Refusal> refusal; };

double number_in(std::string_view text) {
    auto const typed = base::trim(text);
    double number = 0;
    auto const read = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    return typed.empty() || read.ec != std::errc{} || read.ptr != typed.data() + typed.size() ? std::nan("") : number;
}

std::vector<std::string> tags_in(std::string_view text) {
    std::vector<std::string> made;
    for (auto part : base::split(text, ','))
        for (auto each : base::split(part, ' '))
            if (!each.empty()) made.emplace_back(each);
    return made;
}

std::string joined_with_commas(std::vector<std::string> const& all) {
    std::string made;
    for (auto const& each : all) made += (made.empty() ? "" : ", ") + each;
    return made;
}

Typed typed_in(Request const& request) {
    auto const& fields = request.fields;
    auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
    Typed typed;
    auto& made = typed.location;
    made = {.name = text("name"), .description = text("description"), .specialty = text("specialty"), .street = text("street"), .city = text("city"), .region = text("region"), .postal_code = text("postal_code"),
            .country = text("country"), .position = {number_in(fields.text("latitude")), number_in(fields.text("longitude"))}, .phone = text("phone"), .email = text("email"), .website = text("website"),
            .zone = text("zone"), .languages = tags_in(fields.text("languages")), .access = fields.list("access"), .insurance = text("insurance"), .price = text("price"),
            .accepts_new = fields.flag("accepts_new").value_or(false), .active = !fields.flag("closed").value_or(false)};
    auto fault = [&](char const* field, char const* message) {
        if (!typed.refusal) typed.refusal = base::refuse_field(field, "ERR_INVALID", message).error();
    };
    for (int day = 1; day <= 7; ++day) {
        auto const hours = typed_hours(day, fields.text("hours_" + std::to_string(day)));
        if (!hours) fault("hours", "Write opening times like 9:00-12:00, 14:00-18:30.");
        else made.hours.insert(made.hours.end(), hours->begin(), hours->end());
    }
    auto exceptions = typed_exceptions(fields.text("exceptions"));
    if (!exceptions) fault("exceptions", "Write special days like 2026-12-24 9:00-12:00 Christmas Eve.");
    else made.exceptions = *std::move(exceptions);
    return typed;
}

html::Safe day_fields(Words const& words, Location const& location, Request const* typed) {
    html::Safe made;
    for (int day = 1; day <= 7; ++day) {
        std::vector<Hours> hours;
        std::ranges::copy_if(location.hours, std::back_inserter(hours), [&](Hours const& each) { return each.day == day; });
        words.fill(made, pages::DayField{.day = day, .words = day_words(words, day), .hours = typed ? std::string(typed->fields.text("hours_" + std::to_string(day))) : hours_as_typed(hours)});
    }
    return made;
}

html::Safe zone_options(Words const& words, std::string_view chosen) {
    html::Safe made;
    auto const& all = html::time_zones();
    if (!chosen.empty() && std::ranges::find(all, chosen) == all.end() && html::is_time_zone(chosen)) words.fill(made, pages::Option{.value = chosen, .chosen = true, .words = chosen});
    for (auto const& each : all) words.fill(made, pages::Option{.value = each, .chosen = each == chosen, .words = each});
    return made;
}

html::Safe country_options(Words const& words, std::string_view chosen) {
    html::Safe made;
    for (auto const& each : html::regions(words)) words.fill(made, pages::Option{.value = each.code, .chosen = each.code == chosen, .words = each.name});
    return made;
}

html::Safe access_boxes(Words const& words, Location const& location) {
    html::Safe made;
    for (auto const& each : access_features())
        words.fill(made, pages::Box{.code = each.code, .chosen = std::ranges::find(location.access, each.code) != location.access.end(), .words = words.plain(each.words)});
    return made;
}

html::Safe parts_of(Words const& words, Request const& request, db::Read& read, Location const& location, std::string const& action) {
    html::Safe services, staff;
    for (auto const& each : services_of(read, location.id))
        words.fill(services, pages::PartRow{.name = each.name, .what = kind_words(words, each.specialty), .action = action + "/services/" + each.id.text() + "/remove", .csrf = html::csrf_field(request)});
    for (auto const& each : staff_of(read, location.id))
        words.fill(staff, pages::PartRow{.name = each.name, .what = each.role, .action = action + "/staff/" + each.id.text() + "/remove", .csrf = html::csrf_field(request)});
    return words.fill(pages::EditParts{.services = services, .action = action, .csrf = html::csrf_field(request), .specialties = specialty_options(words, {}), .staff = staff});
}

std::string degrees(double number) {
    if (!std::isfinite(number)) return {};
    auto made = std::to_string(number);
    while (made.ends_with('0') && !made.ends_with(".0")) made.pop_back();
    return made;
}

// With a refusal the form shows what was typed, as it was typed.
http::Answer form(Request const& request, db::Read& read, accounts::Account const& account, Location const& location, base::Refusal const* refusal, bool typed) {
    Words const words(request.locale);
    auto const page_address = location.id ? address_of(location.id) : std::string();
    auto const action = home_of(account) + "/places/" + (location.id ? location.id.text() : "new");
    auto raw = [&](std::string_view name, std::string kept) { return typed ? std::string(request.fields.text(name)) : std::move(kept); };
    auto error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    bool const placed = location.position.latitude != 0 || location.position.longitude != 0;
    html::Page page{.title = location.id ? location.name : words("Add a place"), .current = "/care"};
    page.main = words.fill(pages::Edit{
        .handle = account.username, .page = page_address, .name = location.name, .saved = request.fields.has("saved") && !refusal, .summary = html::summary(words, refusal), .action = action, .csrf = html::csrf_field(request),
        .name_error = error("name"), .specialties = specialty_options(words, location.specialty), .specialty_error = error("specialty"), .description = location.description, .description_error = error("description"),
        .street = location.street, .street_error = error("street"), .postal_code = location.postal_code, .postal_code_error = error("postal_code"), .city = location.city, .city_error = error("city"),
        .region = location.region, .region_error = error("region"), .countries = country_options(words, location.country), .country_error = error("country"),
        .latitude = raw("latitude", placed ? degrees(location.position.latitude) : std::string()), .latitude_error = error("latitude"), .longitude = raw("longitude", placed ? degrees(location.position.longitude) : std::string()),
        .phone = location.phone, .phone_error = error("phone"), .email = location.email, .email_error = error("email"), .website = location.website, .website_error = error("website"),
        .days = day_fields(words, location, typed ? &request : nullptr), .hours_error = error("hours"), .exceptions = raw("exceptions", exceptions_as_typed(location.exceptions)), .exceptions_error = error("exceptions"),
        .zones = zone_options(words, location.zone), .zone_error = error("zone"), .languages = raw("languages", joined_with_commas(location.languages)), .languages_error = error("languages"),
        .access = access_boxes(words, location), .access_error = error("access"), .insurance = location.insurance, .insurance_error = error("insurance"), .price = location.price, .price_error = error("price"),
        .accepts_new = location.accepts_new, .closed = !location.active, .parts = location.id ? parts_of(words, request, read, location, action) : html::Safe{}});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

http::Answer show_new(Request const& request, db::Read& read) {
    auto const account = TRY(edited_in(request, read));
    auto const known = locations_of(read, account.id);
    Location blank{.accepts_new = true};
    // A second place is mostly in the same country, with the same clocks.
    blank.country = known.empty() ? request.locale.region : known.front().country;
    blank.zone = known.empty() ? request.locale.zone : known.front().zone;
    return form(request, read, account, blank, nullptr, false);
}

http::Answer show_place(Request const& request, db::Read& read) {
    auto const account = TRY(edited_in(request, read));
    return form(request, read, account, TRY(place_in(request, read, account)), nullptr, false);
}

http::Answer add_place(Request const& request, db::Write& write) {
    auto const account = TRY(edited_in(request, write));
    auto typed = typed_in(request);
    typed.location.organization = account.id;
    typed.location.active = true;
    if (typed.refusal) return form(request, write, account, typed.location, &*typed.refusal, true);
    auto const made = add(write, request.account(), typed.location);
    if (!made) return form(request, write, account, typed.location, &made.error(), true);
    return http::redirect(home_of(account) + "/places/" + made->id.text() + "?saved=1");
}

http::Answer change_place(Request const& request, db::Write& write) {
    auto const account = TRY(edited_in(request, write));
    auto const before = TRY(place_in(request, write, account));
    auto typed = typed_in(request);
    typed.location.id = before.id;
    typed.location.organization = account.id;
    if (typed.refusal) return form(request, write, account, typed.location, &*typed.refusal, true);
    auto const made = change(write, request.account(), typed.location);
    if (!made) return form(request, write, account, typed.location, &made.error(), true);
    return http::redirect(home_of(account) + "/places/" + made->id.text() + "?saved=1");
}

http::Answer back_to(accounts::Account const& account, Location const& location, base::Refusal const* refusal, Request const& request, db::Write& write) {
    if (refusal) return form(request, write, account, location, refusal, false);
    return http::redirect(home_of(account) + "/places/" + location.id.text() + "?saved=1");
}

http::Answer confirm_place(Request const& request, db::Write& write) {
    auto const account = TRY(edited_in(request, write));
    auto const location = TRY(place_in(request, write, account));
    TRY(confirm(write, request.account(), location.id));
    return http::redirect(home_of(account) + "?saved=1");
}

http::Answer post_service(Request const& request, db::Write& write) {
    auto const account = TRY(edited_in(request, write));
    auto const location = TRY(place_in(request, write, account));
    auto const& fields = request.fields;
    auto flag = [&](std::string_view name) { return fields.flag(name).value_or(false); };
    auto const made = add_service(write, request.account(), {.location = location.id, .specialty = std::string(fields.text("specialty")), .name = std::string(fields.text("name")), .description = std::string(fields.text("description")),
                                                             .price = std::string(fields.text("price")), .by_referral = flag("by_referral"), .in_person = flag("in_person"), .video = flag("video"), .phone = flag("by_phone")});
    return back_to(account, location, made ? nullptr : &made.error(), request, write);
}

http::Answer post_staff(Request const& request, db::Write& write) {
    auto const account = TRY(edited_in(request, write));
    auto const location = TRY(place_in(request, write, account));
    auto const& fields = request.fields;
    Staff staff{.location = location.id, .name = std::string(fields.text("name")), .role = std::string(fields.text("role")), .specialty = std::string(fields.text("specialty")), .languages = tags_in(fields.text("languages")),
                .credential = std::string(fields.text("credential")), .registry = std::string(fields.text("registry"))};
    if (auto const handle = base::trim(fields.text("account")); !handle.empty()) {
        auto const person = accounts::find_by_handle(write, handle);
        if (!person || person->hidden()) {
            auto const refusal = base::refuse_field("staff_account", "ERR_INVALID", "There is no such person here.").error();
            return back_to(account, location, &refusal, request, write);
        }
        staff.account = person->id;
    }
    auto const made = add_staff(write, request.account(), staff);
    return back_to(account, location, made ? nullptr : &made.error(), request, write);
}

template <class AnyId, class Rule>
http::Writer removing(char const* parameter, Rule rule) {
    return [parameter, rule](Request const& request, db::Write& write) -> http::Answer {
        auto const account = TRY(edited_in(request, write));
        auto const location = TRY(place_in(request, write, account));
        TRY(rule(write, request.account(), request.parameters.id<AnyId>(parameter).value_or(AnyId{})));
        return http::redirect(home_of(account) + "/places/" + location.id.text() + "?saved=1");
    };
}

html::Safe hue_choices(Words const& words, int chosen) {
    static constexpr std::string_view names[] = {"This server's own", "Red", "Orange", "Amber", "Olive", "Green", "Teal", "Cyan", "Blue", "Indigo", "Violet", "Pink"};
    html::Safe made;
    for (int each = 0; each < 12; ++each) words.fill(made, pages::Hue{.hue = each, .chosen = each == chosen, .words = words.plain(names[each])});
    return made;
}

http::Answer details(Request const& request, db::Read& read, Organization const& organization, base::Refusal const* refusal) {
    auto const account = TRY(edited_in(request, read));
    Words const words(request.locale);
    auto error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    html::Page page{.title = words("Color and contact"), .current = "/care"};
    page.main = words.fill(pages::Details{.handle = account.username, .summary = html::summary(words, refusal), .csrf = html::csrf_field(request), .hues = hue_choices(words, organization.hue), .hue_error = error("hue"),
                                          .phone = organization.phone, .phone_error = error("phone"), .email = organization.email, .email_error = error("email"), .website = organization.website, .website_error = error("website")});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return html::page(request, read, std::move(page));
}

http::Answer show_details(Request const& request, db::Read& read) {
    auto const account = TRY(edited_in(request, read));
    return details(request, read, organization_of(read, account.id), nullptr);
}

http::Answer change_details(Request const& request, db::Write& write) {
    auto const account = TRY(edited_in(request, write));
    auto const& fields = request.fields;
    Organization const typed{.account = account.id, .hue = static_cast<int>(std::clamp<std::int64_t>(fields.integer("hue").value_or(-1), -1, 99)), .phone = std::string(fields.text("phone")), .email = std::string(fields.text("email")), .website = std::string(fields.text("website"))};
    auto const made = change_organization(write, request.account(), typed);
    if (!made) return details(request, write, typed, &made.error());
    return http::redirect(home_of(account) + "?saved=1");
}

}  // namespace

void add_editing_pages(http::Router::Section& pages) {
    auto const members = Open::to_members;
    pages.get("/organizations/:username", members, show_home);
    pages.get("/organizations/:username/places/new", members, show_new);
    pages.post("/organizations/:username/places/new", members, add_place);
    pages.get("/organizations/:username/places/:id", members, show_place);
    pages.post("/organizations/:username/places/:id", members, change_place);
    pages.post("/organizations/:username/places/:id/confirm", members, confirm_place);
    pages.post("/organizations/:username/places/:id/services", members, post_service);
    pages.post("/organizations/:username/places/:id/services/:service/remove", members, removing<ServiceId>("service", remove_service));
    pages.post("/organizations/:username/places/:id/staff", members, post_staff);
    pages.post("/organizations/:username/places/:id/staff/:staff/remove", members, removing<StaffId>("staff", remove_staff));
    pages.get("/organizations/:username/details", members, show_details);
    pages.post("/organizations/:username/details", members, change_details);
}

}  // namespace directory
