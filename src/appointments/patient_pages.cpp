// Booking, as a patient sees it: free times, the form, one's appointments, the waiting list.
#include "appointments/pages.hpp"
#include "appointments/showing.hpp"
#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "html/words.hpp"
#include "records/records.hpp"
#include <algorithm>

namespace appointments {

using base::refuse, base::Result, base::Why, html::Words, http::Open, http::Request;

namespace {

constexpr int weeks_shown = 2, most_times = 400, at_once = 20;
constexpr base::Time week = 7 * base::day;
constexpr http::Limit booking_limit{"booking", 60, 600};

http::Response kept_private(http::Response response) { return response.with("Cache-Control", "no-store"); }

std::string address_of(Appointment const& appointment) { return "/appointments/" + appointment.id.text(); }
std::string book_address(directory::LocationId place) { return directory::address_of(place) + "/book"; }

html::Safe day_rows(Request const& request, Words const& words, Schedule const& schedule, std::vector<Slot> const& slots, std::string_view query) {
    html::Safe made, times;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        times += slot_shown(words, schedule, slots[i], static_cast<bool>(request.account()), query);
        auto const day = day_words(words, schedule.zone, slots[i].start);
        if (i + 1 < slots.size() && day_words(words, schedule.zone, slots[i + 1].start) == day) continue;
        words.fill(made, pages::Day{.day = day, .times = times});
        times = {};
    }
    return made;
}

// Somebody's own appointment that is to be moved, when the address names one.
std::optional<Appointment> moving(Request const& request, db::Read& read) {
    auto const id = request.fields.id<AppointmentId>("move");
    auto found = id ? find(read, request.account(), *id) : std::nullopt;
    return found && found->patient == request.account() && found->status == Status::booked ? found : std::nullopt;
}

http::Answer show_times(Request const& request, db::Read& read, directory::Location const& location, ScheduleId wanted, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const all = schedules_of(read, location.id);
    auto const chosen = std::ranges::find(all, wanted, &Schedule::id);
    auto const* schedule = chosen != all.end() ? &*chosen : all.empty() ? nullptr : &all.front();
    auto const moved = moving(request, read);
    auto const here = book_address(location.id), query = moved ? "move=" + moved->id.text() : std::string();
    html::Page page{.title = words("Book a visit"), .current = "/care", .status = refusal ? http::status_of(refusal->why) : 200};
    if (!schedule) {
        page.main = words.fill(pages::NoBooking{.place_address = directory::address_of(location.id), .place = location.name});
        return html::page(request, read, std::move(page));
    }
    if (!moved) page.live = "/live/slots/" + schedule->id.text();
    auto const first = std::clamp<std::int64_t>(request.fields.integer("week").value_or(0), 0, schedule->ahead_days / 7);
    auto const from = read.now + first * week, to = std::min(from + weeks_shown * week, read.now + schedule->ahead_days * base::day);
    html::Safe choices;
    if (all.size() > 1)
        for (auto const& each : all) words.fill(choices, pages::Choice{.address = here + "?schedule=" + each.id.text() + (moved ? "&" + query : ""), .current = each.id == schedule->id, .name = each.name});
    auto const other_weeks = [&](std::int64_t at) { return here + "?schedule=" + schedule->id.text() + "&week=" + std::to_string(at) + (moved ? "&" + query : ""); };
    auto const today = base::iso8601(html::time_there(schedule->zone, read.now));
    auto error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    page.main = words.fill(pages::Book{
        .place_address = directory::address_of(location.id), .place = location.name, .moving = moved.has_value(), .summary = html::summary(words, refusal), .choices = choices, .name = schedule->name,
        .length = minutes_words(words, schedule->minutes), .modes = label_of(words, schedule->modes), .instructions = schedule->instructions, .zone = schedule->zone,
        .days = day_rows(request, words, *schedule, free_slots(read, schedule->id, from, to, most_times), moved ? "?" + query : std::string()),
        .earlier = first > 0 ? other_weeks(std::max<std::int64_t>(first - weeks_shown, 0)) : std::string(), .later = to < read.now + schedule->ahead_days * base::day ? other_weeks(first + weeks_shown) : std::string(),
        .may_wait = request.account() && !moved, .schedule = schedule->id.text(), .csrf = html::csrf_field(request), .wait_from = today.substr(0, 10), .from_error = error("from"), .wait_to = base::iso8601(read.now + 30 * base::day).substr(0, 10), .to_error = error("to")});
    return html::page(request, read, std::move(page));
}

Result<directory::Location> place_in(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<directory::LocationId>("id");
    auto const found = id ? directory::find(read, *id) : std::nullopt;
    auto const account = found ? accounts::find(read, found->organization) : std::nullopt;
    if (!account || account->hidden()) return refuse(Why::not_found, "There is no such place of care.");
    return *found;
}

struct Named { Slot slot; Schedule schedule; directory::Location location; };
Result<Named> slot_in(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<SlotId>("id");
    auto const slot = id ? find_slot(read, *id) : std::nullopt;
    auto schedule = slot ? find(read, slot->schedule) : std::nullopt;
    auto location = schedule && schedule->active ? directory::find(read, schedule->location) : std::nullopt;
    if (!location) return refuse(Why::not_found, "There is no such time.");
    return Named{*slot, std::move(*schedule), std::move(*location)};
}

http::Answer show_form(Request const& request, db::Read& read, Named const& named, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const& [slot, schedule, location] = named;
    auto const& typed = request.fields;
    html::Safe modes;
    auto const mode = mode_of(typed.text("mode")).value_or(schedule.modes.front());
    for (auto const each : schedule.modes) words.fill(modes, pages::Mode{.code = text_of(each), .chosen = each == mode, .label = label_of(words, each)});
    auto const until = held_until(read, slot.id, request.account());
    auto const key = typed.text("key").empty() ? crypto::new_token() : std::string(typed.text("key"));
    auto error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    html::Page page{.title = words("Book this time"), .current = "/care", .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Form{
        .when = moment_words(words, schedule.zone, slot.start), .name = schedule.name, .place_address = directory::address_of(location.id), .place = location.name,
        .kept = until ? clock_words(words, request.locale.zone, until) : std::string(), .id = slot.id.text(), .csrf = html::csrf_field(request), .summary = html::summary(words, refusal), .key = key, .modes = modes,
        .mode_error = error("mode"), .reason = typed.text("reason").substr(0, 20'000), .reason_error = error("reason"), .phone = refusal ? typed.text("phone") : std::string_view(records::particulars(read, request.account()).phone),
        .phone_error = error("phone"), .limit = minutes_words(words, schedule.cancel_minutes)});
    return kept_private(html::page(request, read, std::move(page)));
}

http::Answer post_hold(Request const& request, db::Write& write) {
    auto const named = TRY(slot_in(request, write));
    if (auto const moved = moving(request, write)) {
        if (auto const done = reschedule(write, request.account(), moved->id, named.slot.id); !done) return show_times(request, write, named.location, named.schedule.id, &done.error());
        return http::redirect(address_of(*moved) + "?booked=1");
    }
    if (auto const kept = hold(write, request.account(), named.slot.id); !kept) return show_times(request, write, named.location, named.schedule.id, &kept.error());
    return http::redirect("/slots/" + named.slot.id.text());
}

http::Answer post_booking(Request const& request, db::Write& write) {
    auto const named = TRY(slot_in(request, write));
    auto const& fields = request.fields;
    Wanted const wanted{named.slot.id, mode_of(fields.text("mode")).value_or(named.schedule.modes.front()), std::string(fields.text("reason")), std::string(fields.text("phone"))};
    auto const made = book(write, request.account(), wanted, fields.text("key").substr(0, 100));
    // The time is gone: the others are shown, with why. What was typed wrongly is shown where it was typed.
    if (!made && made.error().why == Why::conflict) return show_times(request, write, named.location, named.schedule.id, &made.error());
    if (!made && !made.error().fields.empty() && made.error().fields.front().field != "slot") return show_form(request, write, named, &made.error());
    if (!made) return show_times(request, write, named.location, named.schedule.id, &made.error());
    return http::redirect(address_of(*made) + "?booked=1");
}

http::Answer post_letting_go(Request const& request, db::Write& write) {
    auto const named = TRY(slot_in(request, write));
    TRY(let_go(write, request.account(), named.slot.id));
    return http::redirect(book_address(named.location.id) + "?schedule=" + named.schedule.id.text());
}

html::Safe rows_of(Words const& words, db::Read& read, std::vector<Appointment> const& all) {
    html::Safe made;
    for (auto const& each : all) {
        auto const schedule = find(read, each.schedule);
        auto const place = directory::find(read, each.location);
        words.fill(made, pages::Row{.address = address_of(each), .when = moment_words(words, schedule->zone, each.start), .name = schedule->name, .place = place ? place->name : std::string(), .status = label_of(words, each.status)});
    }
    return made;
}

http::Answer show_mine(Request const& request, db::Read& read) {
    Words const words(request.locale);
    auto const me = request.account();
    html::Safe offers, waits;
    for (auto const& each : waits_of(read, me)) {
        auto const schedule = find(read, each.schedule);
        auto const slot = each.offered && each.offered_until > read.now ? find_slot(read, each.offered) : std::nullopt;
        if (slot) words.fill(offers, pages::Offer{.when = moment_words(words, schedule->zone, slot->start), .name = schedule->name, .until = words.date_time(each.offered_until), .id = each.id.text(), .csrf = html::csrf_field(request)});
        else words.fill(waits, pages::Wait{.name = schedule->name, .span = words.date(each.from) + " – " + words.date(each.to), .id = each.id.text(), .csrf = html::csrf_field(request)});
    }
    auto past = of_patient(read, me, false, request.fields.id<AppointmentId>("after").value_or(AppointmentId{}), at_once + 1);
    bool const more = std::ssize(past) > at_once;
    if (more) past.resize(at_once);
    html::Page page{.title = words("My appointments"), .current = "/appointments", .sensitive = true};
    page.main = words.fill(pages::Mine{.offers = offers, .rows = rows_of(words, read, of_patient(read, me, true, {}, 100)), .waits = waits, .past = rows_of(words, read, past), .older = more ? past.back().id.text() : std::string()});
    return kept_private(html::page(request, read, std::move(page)));
}

Result<Appointment> own(Request const& request, db::Read& read, std::string_view parameter = "id") {
    auto const id = request.parameters.id<AppointmentId>(parameter);
    auto const found = id ? find(read, request.account(), *id) : std::nullopt;
    if (!found || found->patient != request.account()) return std::unexpected(not_there());
    return *found;
}

http::Answer show_one(Request const& request, db::Read& read, Appointment const& one, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const schedule = *find(read, one.schedule);
    auto const place = *directory::find(read, one.location);
    bool const open = one.status == Status::booked && one.start > read.now;
    bool const may = open && one.start - schedule.cancel_minutes * base::minute > read.now;
    auto where = one.mode == Mode::in_person ? place.street + (place.street.empty() || place.city.empty() ? "" : ", ") + place.city : label_of(words, one.mode);
    html::Page page{.title = words("Appointment"), .current = "/appointments", .sensitive = true, .status = refusal ? http::status_of(refusal->why) : 200};
    page.main = words.fill(pages::Appointment{
        .when = moment_words(words, schedule.zone, one.start), .booked = !refusal && request.fields.has("booked"), .summary = html::summary(words, refusal), .status = label_of(words, one.status), .confirmed = one.confirmed && open,
        .name = schedule.name, .place_address = directory::address_of(place.id), .place = place.name, .length = minutes_words(words, (one.end - one.start) / base::minute), .zone = schedule.zone, .where = where,
        .video = one.mode == Mode::video && open ? schedule.video_address : std::string(), .instructions = open ? schedule.instructions : std::string(), .reason = one.reason, .why = one.cancelled_for, .open = open,
        .unconfirmed = !one.confirmed, .address = address_of(one), .csrf = html::csrf_field(request), .may_change = may, .move = book_address(place.id) + "?schedule=" + schedule.id.text() + "&move=" + one.id.text(),
        .why_error = html::field_error(words, refusal, "why"), .phone = place.phone});
    return kept_private(html::page(request, read, std::move(page)));
}

template <class F>
http::Answer change_own(Request const& request, db::Write& write, F deed) {
    auto const one = TRY(own(request, write));
    if (auto const done = deed(one); !done) return show_one(request, write, one, &done.error());
    return http::redirect(address_of(one));
}

http::Answer give_event(Request const& request, db::Read& read) {
    auto const one = TRY(own(request, read));
    http::Response response;
    response.type = "text/calendar; charset=utf-8";
    response.body = event_text(read, one);
    return kept_private(std::move(response)).with("Content-Disposition", "attachment; filename=\"appointment.ics\"");
}

http::Answer post_wait(Request const& request, db::Write& write) {
    auto const id = request.parameters.id<ScheduleId>("id");
    auto const schedule = id ? find(write, *id) : std::nullopt;
    auto const location = schedule ? directory::find(write, schedule->location) : std::nullopt;
    if (!location) return refuse(Why::not_found, "There is no such schedule.");
    auto const moment = [&](std::string_view field, base::Time more) -> base::Time {
        auto const day = request.fields.text(field).size() == 10 ? base::parse_iso8601(request.fields.text(field)) : std::nullopt;
        return day ? html::time_when_clocks_show(schedule->zone, *day + more) : 0;
    };
    if (auto const made = wait_for(write, request.account(), schedule->id, moment("from", 0), moment("to", base::day - 1)); !made) return show_times(request, write, *location, schedule->id, &made.error());
    return http::redirect("/appointments#waits");
}

http::Answer post_offer(Request const& request, db::Write& write) {
    auto const id = request.parameters.id<WaitId>("id").value_or(WaitId{});
    auto const made = TRY(take_offer(write, request.account(), id, {}));
    return http::redirect(address_of(made) + "?booked=1");
}

http::Answer post_stop(Request const& request, db::Write& write) {
    TRY(stop_waiting(write, request.account(), request.parameters.id<WaitId>("id").value_or(WaitId{})));
    return http::redirect("/appointments");
}

}  // namespace

void add_patient_pages(http::Router::Section& pages) {
    html::add_to_frame([](html::Frame& frame, Request const& request, db::Read&) {
        if (!request.account()) return;
        auto const care = std::ranges::find(frame.navigation, "/care", &html::Entry::address);
        frame.navigation.insert(care == frame.navigation.end() ? care : care + 1, {"/appointments", "calendar-days", "My appointments"});
    });
    pages.get("/care/:id/book", Open::to_anyone, [](Request const& request, db::Read& read) -> http::Answer {
        auto const location = TRY(place_in(request, read));
        return show_times(request, read, location, request.fields.id<ScheduleId>("schedule").value_or(ScheduleId{}), nullptr);
    }).says("The free times of a place of care");
    pages.get("/slots/:id", Open::to_members, [](Request const& request, db::Read& read) -> http::Answer {
        auto const named = TRY(slot_in(request, read));
        return show_form(request, read, named, nullptr);
    });
    pages.post("/slots/:id/hold", Open::to_members, post_hold).limited(booking_limit);
    pages.post("/slots/:id/let-go", Open::to_members, post_letting_go);
    pages.post("/slots/:id", Open::to_members, post_booking).limited(booking_limit);
    pages.get("/appointments", Open::to_members, show_mine);
    pages.get("/appointments/:id", Open::to_members, [](Request const& request, db::Read& read) -> http::Answer { return show_one(request, read, TRY(own(request, read)), nullptr); });
    pages.get("/appointments/:id.ics", Open::to_members, give_event);
    pages.post("/appointments/:id/confirm", Open::to_members, [](Request const& request, db::Write& write) { return change_own(request, write, [&](Appointment const& one) { return confirm(write, request.account(), one.id); }); });
    pages.post("/appointments/:id/cancel", Open::to_members, [](Request const& request, db::Write& write) { return change_own(request, write, [&](Appointment const& one) { return cancel(write, request.account(), one.id, request.fields.text("why")); }); });
    pages.post("/schedules/:id/wait", Open::to_members, post_wait);
    pages.post("/waits/:id/take", Open::to_members, post_offer);
    pages.post("/waits/:id/stop", Open::to_members, post_stop);
}

}  // namespace appointments
