// The appointments of a day, as a team has them; looking at one is on the patient's record.
#include "appointments/pages.hpp"
#include "appointments/showing.hpp"
#include "base/time.hpp"
#include "html/words.hpp"
#include "records/records.hpp"

namespace appointments {

using base::refuse, base::Result, base::Why, html::Words, http::Open, http::Request;

namespace {

constexpr int at_once = 100;

http::Response kept_private(http::Response response) { return response.with("Cache-Control", "no-store"); }

std::string desk_of(accounts::Account const& organization) { return "/organizations/" + organization.username + "/appointments"; }

Result<accounts::Account> organization_in(Request const& request, db::Read& read) {
    auto const account = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!account || !account->is_local() || !account->is_organization() || account->hidden()) return refuse(Why::not_found, "There is no such organization.");
    TRY(teams::allow(read, account->id, request.account(), teams::Role::responder));
    return *account;
}

Result<Appointment> named(Request const& request, db::Read& read, accounts::Account const& organization) {
    auto const id = request.parameters.id<AppointmentId>("id");
    auto const found = id ? find_unchecked(read, *id) : std::nullopt;
    if (!found || found->organization != organization.id) return std::unexpected(not_there());
    return *found;
}

// The clocks of the organization's first place tell when its day begins.
std::string zone_of(db::Read& read, AccountId organization) {
    auto const places = directory::locations_of(read, organization);
    return places.empty() ? std::string() : places.front().zone;
}

std::string name_of(db::Read& read, Words const& words, AccountId patient) {
    auto const name = records::full_name(records::particulars(read, patient));
    if (!name.empty()) return name;
    auto const account = accounts::find(read, patient);
    return account ? account->name : words("Somebody who left");
}

http::Answer show_desk(Request const& request, db::Read& read) {
    auto const organization = TRY(organization_in(request, read));
    Words const words(request.locale);
    auto const zone = zone_of(read, organization.id);
    auto const asked = request.fields.text("day").size() == 10 ? base::parse_iso8601(request.fields.text("day")) : std::nullopt;
    auto const midnight = asked ? *asked : html::time_there(zone, read.now) / base::day * base::day;
    auto const from = html::time_when_clocks_show(zone, midnight), to = html::time_when_clocks_show(zone, midnight + base::day);
    auto listed = of_organization(read, organization.id, from, to, request.fields.id<AppointmentId>("after").value_or(AppointmentId{}), at_once + 1);
    bool const more = std::ssize(listed) > at_once;
    if (more) listed.resize(at_once);
    auto const day = [](base::Time at) { return base::iso8601(at).substr(0, 10); };
    html::Safe rows;
    for (auto const& each : listed) {
        auto const schedule = find(read, each.schedule);
        words.fill(rows, pages::DeskRow{.address = desk_of(organization) + "/" + each.id.text(), .time = clock_words(words, schedule->zone, each.start), .patient = name_of(read, words, each.patient), .name = schedule->name,
                                        .mode = label_of(words, each.mode), .status = label_of(words, each.status)});
    }
    html::Page page{.title = words("Appointments"), .current = "/organizations"};
    page.main = words.fill(pages::Desk{.handle = organization.username, .organization = organization.name, .address = desk_of(organization), .day = day(midnight), .before = day(midnight - base::day), .after = day(midnight + base::day),
                                       .title = day_words(words, zone, from), .rows = rows, .older = more ? listed.back().id.text() : std::string()});
    return kept_private(html::page(request, read, std::move(page)));
}

http::Answer show_one(Request const& request, db::Read& read, accounts::Account const& organization, Appointment const& one, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const schedule = *find(read, one.schedule);
    auto const account = accounts::find(read, one.patient);
    bool const open = one.status == Status::booked || one.status == Status::arrived;
    auto error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    html::Page page{.title = words("Appointment"), .current = "/organizations", .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::DeskOne{
        .desk = desk_of(organization) + "?day=" + base::iso8601(html::time_there(schedule.zone, one.start)).substr(0, 10), .when = moment_words(words, schedule.zone, one.start), .summary = html::summary(words, refusal),
        .status = label_of(words, one.status), .confirmed = one.confirmed, .part2 = schedule.part2, .handle = account ? account->handle() : std::string(), .patient = name_of(read, words, one.patient),
        .birth_date = records::particulars(read, one.patient).birth_date, .name = schedule.name, .mode = label_of(words, one.mode), .phone = one.phone, .reason = one.reason, .why = one.cancelled_for, .open = open,
        .address = desk_of(organization) + "/" + one.id.text(), .csrf = html::csrf_field(request), .status_error = error("status"), .booked = one.status == Status::booked, .why_error = error("why")});
    return kept_private(html::page(request, read, std::move(page)));
}

template <class F>
http::Answer change_one(Request const& request, db::Write& write, F deed) {
    auto const organization = TRY(organization_in(request, write));
    auto const one = TRY(named(request, write, organization));
    auto const by = accounts::behind(write, *request.person);
    if (auto const done = deed(one, by ? by : request.account()); !done) return show_one(request, write, organization, one, &done.error());
    return http::redirect(desk_of(organization) + "/" + one.id.text());
}

http::Answer post_status(Request const& request, db::Write& write) {
    auto const status = status_of(request.fields.text("status"));
    return change_one(request, write, [&](Appointment const& one, AccountId by) -> Result<Appointment> {
        if (!status) return base::refuse_field("status", "ERR_INVALID", "Choose what happened.");
        return mark(write, by, one.id, *status);
    });
}

}  // namespace

void add_team_pages(http::Router::Section& pages, db::Database& database) {
    directory::add_door({"/organizations/{username}/appointments", "Appointments", "calendar-days"});
    pages.get("/organizations/:username/appointments", Open::to_members, show_desk);
    pages.get("/organizations/:username/appointments/:id", Open::to_members, [](Request const& request, db::Read& read) -> http::Answer {
        auto const organization = TRY(organization_in(request, read));
        return show_one(request, read, organization, TRY(named(request, read, organization)), nullptr);
    }).first([&database](Request& request) -> Result<base::Done> {
        // Before it is shown: a look that could not be written down does not take place.
        auto const access = database.read([&](db::Read& read) -> std::optional<records::Access> {
            auto const organization = organization_in(request, read);
            auto const one = organization ? named(request, read, *organization) : Result<Appointment>(std::unexpected(not_there()));
            if (!one) return std::nullopt;
            auto const by = accounts::behind(read, *request.person);
            return records::Access{.person = by ? by : request.account(), .organization = organization->id, .patient = one->patient, .action = records::Action::read, .what = "appointment", .about = one->id.text()};
        });
        if (access) records::note_now(database, *access);
        return base::Done{};
    });
    pages.post("/organizations/:username/appointments/:id", Open::to_members, post_status);
    pages.post("/organizations/:username/appointments/:id/cancel", Open::to_members, [](Request const& request, db::Write& write) {
        return change_one(request, write, [&](Appointment const& one, AccountId by) { return cancel(write, by, one.id, request.fields.text("why")); });
    });
}

}  // namespace appointments
