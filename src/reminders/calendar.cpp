// Calendars as text (RFC 5545), and as messages about one event (RFC 5546): by libical.
#include "base/settings.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "reminders/inside.hpp"
#include <libical/ical.h>

namespace reminders {

namespace {

std::vector<Events>& sources() {
    static std::vector<Events> all;
    return all;
}

icaltimetype moment(base::Time at) { return icaltime_from_timet_with_zone(static_cast<std::time_t>(at / base::second), 0, icaltimezone_get_utc_timezone()); }

icalcomponent* component_of(Event const& event) {
    auto* made = icalcomponent_new_vevent();
    auto add = [&](icalproperty* property) { icalcomponent_add_property(made, property); };
    auto text = [](std::string_view said) { return base::normalize(said); };
    add(icalproperty_new_uid(event.uid.c_str()));
    add(icalproperty_new_dtstamp(moment(event.changed_at)));
    add(icalproperty_new_dtstart(moment(event.start)));
    add(icalproperty_new_dtend(moment(event.end)));
    add(icalproperty_new_sequence(static_cast<int>(event.sequence)));
    add(icalproperty_new_summary(text(event.summary).c_str()));
    if (!event.description.empty()) add(icalproperty_new_description(text(event.description).c_str()));
    if (!event.location.empty()) add(icalproperty_new_location(text(event.location).c_str()));
    if (!event.address.empty()) add(icalproperty_new_url(event.address.c_str()));
    add(icalproperty_new_status(event.cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    add(icalproperty_new_class(ICAL_CLASS_PRIVATE));
    if (!event.organizer.empty()) add(icalproperty_new_organizer(("mailto:" + event.organizer).c_str()));
    if (!event.attendee.empty()) {
        auto* attendee = icalproperty_new_attendee(("mailto:" + event.attendee).c_str());
        icalproperty_add_parameter(attendee, icalparameter_new_partstat(ICAL_PARTSTAT_ACCEPTED));
        icalproperty_add_parameter(attendee, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
        add(attendee);
    }
    return made;
}

}  // namespace

std::string calendar(std::vector<Event> const& events, std::string_view method, std::string_view name) {
    auto* whole = icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"), icalproperty_new_prodid("-//Salve//Appointments//EN"), nullptr);
    auto const kind = method == "CANCEL" ? ICAL_METHOD_CANCEL : method == "REQUEST" ? ICAL_METHOD_REQUEST : ICAL_METHOD_PUBLISH;
    icalcomponent_add_property(whole, icalproperty_new_method(kind));
    if (!name.empty()) {
        auto* called = icalproperty_new_x(base::normalize(name).c_str());
        icalproperty_set_x_name(called, "X-WR-CALNAME");
        icalcomponent_add_property(whole, called);
    }
    for (auto const& each : events) icalcomponent_add_component(whole, component_of(each));
    char* text = icalcomponent_as_ical_string_r(whole);
    std::string made = text;
    icalmemory_free_buffer(text);
    icalcomponent_free(whole);
    return made;
}

void add_events(Events source) { sources().push_back(std::move(source)); }

std::vector<Event> events_of(db::Read& read, html::Words const& words, AccountId person) {
    std::vector<Event> all;
    for (auto const& source : sources())
        for (auto& each : source(read, words, person)) all.push_back(std::move(each));
    return all;
}

}  // namespace reminders
