// Schedules as a team types them.
#include "appointments/pages.hpp"
#include "appointments/showing.hpp"
#include "base/time.hpp"
#include <algorithm>
#include <charconv>

namespace appointments {

using base::refuse, base::Result, base::Why, html::Words, http::Open, http::Request;

namespace {

constexpr std::string_view days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

std::string home_of(accounts::Account const& organization) { return "/organizations/" + organization.username + "/schedules"; }

Result<accounts::Account> organization_in(Request const& request, db::Read& read, bool to_edit) {
    auto const account = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!account || !account->is_local() || !account->is_organization() || account->hidden()) return refuse(Why::not_found, "There is no such organization.");
    if (to_edit) TRY(directory::allow_editing(read, account->id, request.account()));
    else TRY(teams::allow(read, account->id, request.account(), teams::Role::responder));
    return *account;
}

http::Answer show_all(Request const& request, db::Read& read) {
    auto const organization = TRY(organization_in(request, read, false));
    Words const words(request.locale);
    bool const editor = directory::allow_editing(read, organization.id, request.account()).has_value();
    html::Safe rows;
    for (auto const& each : all_schedules_of(read, organization.id)) {
        auto const place = directory::find(read, each.location);
        auto const next = free_slots(read, each.id, read.now, read.now + each.ahead_days * base::day, 1);
        auto const soonest = next.empty() ? words("nothing is free") : words("free from {when}", {{"when", moment_words(words, each.zone, next.front().start)}});
        words.fill(rows, pages::ScheduleRow{.editor = editor, .handle = organization.username, .id = each.id.text(), .name = each.name, .place = place ? place->name : std::string(), .soonest = soonest, .active = each.active});
    }
    html::Page page{.title = words("Schedules"), .current = "/organizations"};
    page.main = words.fill(pages::Schedules{.handle = organization.username, .organization = organization.name, .saved = request.fields.has("saved"), .rows = rows, .editor = editor});
    return html::page(request, read, std::move(page));
}

int number_in(Request const& request, std::string_view field, int otherwise) {
    auto const text = request.fields.text(field);
    int number = -1;
    if (text.empty()) return otherwise;
    std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 9), number);
    return number;
}

// What the form says; `faulty` gets the field of what cannot be read at all.
Schedule typed(Request const& request, Schedule made, std::string& faulty) {
    auto const& fields = request.fields;
    auto const text = [&](std::string_view name) { return std::string(fields.text(name)); };
    if (auto const location = fields.id<LocationId>("location")) made.location = *location;
    made.staff = fields.id<StaffId>("staff").value_or(StaffId{});
    made.service = fields.id<ServiceId>("service").value_or(ServiceId{});
    made.name = text("name"), made.zone = text("zone"), made.from = text("from"), made.until = text("until");
    made.weekly.clear();
    for (int day = 1; day <= 7; ++day) {
        auto const hours = directory::typed_hours(day, fields.text("hours_" + std::to_string(day)).substr(0, 200));
        if (!hours) faulty = "weekly";
        else made.weekly.insert(made.weekly.end(), hours->begin(), hours->end());
    }
    auto const exceptions = directory::typed_exceptions(fields.text("exceptions").substr(0, 40'000));
    if (exceptions) made.exceptions = *exceptions;
    else faulty = "exceptions";
    made.minutes = number_in(request, "minutes", 20), made.places = number_in(request, "places", 1);
    made.before = number_in(request, "before", 0), made.after = number_in(request, "after", 0);
    made.lead_minutes = number_in(request, "lead_minutes", 60), made.cancel_minutes = number_in(request, "cancel_minutes", 1440), made.ahead_days = number_in(request, "ahead_days", 60);
    made.modes.clear();
    for (auto const& each : fields.list("modes"))
        if (auto const mode = mode_of(each)) made.modes.push_back(*mode);
    made.video_address = text("video_address"), made.instructions = text("instructions");
    made.needs_phone = fields.has("needs_phone"), made.part2 = fields.has("part2"), made.active = !fields.has("closed");
    return made;
}

struct Choices { html::Safe locations, staff, services, zones, days, modes; };
Choices choices(Request const& request, Words const& words, db::Read& read, AccountId organization, Schedule const& now, bool again) {
    Choices made;
    auto const places = directory::locations_of(read, organization);
    for (auto const& each : places) made.locations += option(words, each.id.text(), each.id == now.location, each.name);
    made.staff += option(words, "", !now.staff, words("Nobody in particular"));
    made.services += option(words, "", !now.service, words("Any"));
    for (auto const& place : places) {
        if (now.id && place.id != now.location) continue;
        for (auto const& each : directory::staff_of(read, place.id)) made.staff += option(words, each.id.text(), each.id == now.staff, now.id ? each.name : each.name + " · " + place.name);
        for (auto const& each : directory::services_of(read, place.id)) made.services += option(words, each.id.text(), each.id == now.service, now.id ? each.name : each.name + " · " + place.name);
    }
    for (auto const& zone : html::time_zones()) made.zones += option(words, zone, zone == now.zone, zone);
    for (int day = 1; day <= 7; ++day) {
        std::vector<directory::Hours> hours;
        std::ranges::copy_if(now.weekly, std::back_inserter(hours), [&](auto const& each) { return each.day == day; });
        auto const field = "hours_" + std::to_string(day);
        words.fill(made.days, pages::DayField{.day = day, .words = words.plain(days[day - 1]), .hours = again ? std::string(request.fields.text(field).substr(0, 200)) : directory::hours_as_typed(hours)});
    }
    for (auto const mode : {Mode::in_person, Mode::video, Mode::phone}) words.fill(made.modes, pages::ModeTick{.code = text_of(mode), .chosen = std::ranges::find(now.modes, mode) != now.modes.end(), .label = label_of(words, mode)});
    return made;
}

http::Answer show_form(Request const& request, db::Read& read, accounts::Account const& organization, Schedule now, base::Refusal const* refusal) {
    Words const words(request.locale);
    if (now.zone.empty() && !directory::locations_of(read, organization.id).empty()) now.zone = directory::locations_of(read, organization.id).front().zone;
    auto const offered = choices(request, words, read, organization.id, now, refusal);
    auto error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    html::Page page{.title = words("Schedules"), .current = "/organizations", .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Schedule{
        .handle = organization.username, .id = static_cast<bool>(now.id), .title = now.name, .summary = html::summary(words, refusal), .action = home_of(organization) + (now.id ? "/" + now.id.text() : std::string("/new")),
        .csrf = html::csrf_field(request), .name = now.name.substr(0, 2000), .name_error = error("name"), .locations = offered.locations, .location_error = error("location"), .staff = offered.staff, .staff_error = error("staff"),
        .services = offered.services, .days = offered.days, .weekly_error = error("weekly"), .exceptions = refusal ? std::string(request.fields.text("exceptions").substr(0, 40'000)) : directory::exceptions_as_typed(now.exceptions),
        .exceptions_error = error("exceptions"), .first_day = now.from.substr(0, 10), .from_error = error("from"), .last_day = now.until.substr(0, 10), .until_error = error("until"), .zones = offered.zones, .zone_error = error("zone"),
        .minutes = now.minutes, .minutes_error = error("minutes"), .places = now.places, .places_error = error("places"), .before = now.before, .before_error = error("before"), .after = now.after, .after_error = error("after"),
        .lead_minutes = now.lead_minutes, .lead_minutes_error = error("lead_minutes"), .cancel_minutes = now.cancel_minutes, .cancel_minutes_error = error("cancel_minutes"), .ahead_days = now.ahead_days,
        .ahead_days_error = error("ahead_days"), .modes = offered.modes, .modes_error = error("modes"), .video_address = now.video_address.substr(0, 2000), .video_address_error = error("video_address"),
        .instructions = now.instructions.substr(0, 20'000), .instructions_error = error("instructions"), .needs_phone = now.needs_phone, .part2 = now.part2, .closed = !now.active});
    return html::page(request, read, std::move(page));
}

Result<Schedule> named(Request const& request, db::Read& read, accounts::Account const& organization) {
    auto const id = request.parameters.id<ScheduleId>("id");
    auto const found = id ? find(read, *id) : std::nullopt;
    if (!found || found->organization != organization.id) return refuse(Why::not_found, "There is no such schedule.");
    return *found;
}

http::Answer save(Request const& request, db::Write& write, accounts::Account const& organization, Schedule const& before) {
    std::string faulty;
    auto const wanted = typed(request, before, faulty);
    auto const by = accounts::behind(write, *request.person);
    auto const place = directory::find(write, wanted.location);
    auto const put = [&]() -> Result<Schedule> {
        if (!faulty.empty()) return base::refuse_field(faulty, "ERR_INVALID", "These hours cannot be read.");
        if (!place || place->organization != organization.id) return base::refuse_field("location", "ERR_INVALID", "Choose a place.");
        return wanted.id ? change(write, by ? by : request.account(), wanted) : add(write, by ? by : request.account(), wanted);
    };
    if (auto const made = put(); !made) return show_form(request, write, organization, wanted, &made.error());
    return http::redirect(home_of(organization) + "?saved=1");
}

}  // namespace

void add_schedule_pages(http::Router::Section& pages) {
    directory::add_door({"/organizations/{username}/schedules", "Schedules", "clock"});
    pages.get("/organizations/:username/schedules", Open::to_members, show_all);
    pages.get("/organizations/:username/schedules/new", Open::to_members, [](Request const& request, db::Read& read) -> http::Answer { return show_form(request, read, TRY(organization_in(request, read, true)), {}, nullptr); });
    pages.post("/organizations/:username/schedules/new", Open::to_members, [](Request const& request, db::Write& write) -> http::Answer { return save(request, write, TRY(organization_in(request, write, true)), {}); });
    pages.get("/organizations/:username/schedules/:id", Open::to_members, [](Request const& request, db::Read& read) -> http::Answer {
        auto const organization = TRY(organization_in(request, read, true));
        return show_form(request, read, organization, TRY(named(request, read, organization)), nullptr);
    });
    pages.post("/organizations/:username/schedules/:id", Open::to_members, [](Request const& request, db::Write& write) -> http::Answer {
        auto const organization = TRY(organization_in(request, write, true));
        return save(request, write, organization, TRY(named(request, write, organization)));
    });
}

}  // namespace appointments
