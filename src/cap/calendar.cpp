// What is planned, for calendars: one event for an alert and all that followed it (RFC 5545, by libical).
#include "base/settings.hpp"
#include "base/text.hpp"
#include "cap/publishing.hpp"
#include <algorithm>
#include <libical/ical.h>

namespace cap {

using alerts::Alert, base::refuse, base::Result, base::Why;

namespace {

icaltimetype moment(base::Time at) { return icaltime_from_timet_with_zone(static_cast<std::time_t>(at / 1000), 0, icaltimezone_get_utc_timezone()); }

base::Time begins(Alert const& alert) {
    base::Time first = 0;
    for (auto const& info : alert.message.infos)
        if (info.onset && (!first || info.onset.at < first)) first = info.onset.at;
    return first;
}

bool is_planned(Alert const& alert) { return begins(alert) > alert.message.sent.at; }

std::string places(alerts::Info const& info) {
    std::string made;
    for (auto const& area : info.areas) made += (made.empty() ? "" : "; ") + area.description;
    return made;
}

struct Event {
    Alert const& said;    // the latest that tells of a moment
    Alert const& latest;  // it, or what cancelled it
    std::int64_t sequence;
};

icalcomponent* component_of(Event const& event) {
    auto const& info = alerts::in_language(event.said.message, "");
    auto text = [](std::string_view said) { return base::normalize(said); };
    auto* made = icalcomponent_new_vevent();
    auto add = [&](icalproperty* property) { icalcomponent_add_property(made, property); };
    bool const cancelled = event.latest.message.type == alerts::MessageType::cancel;
    auto title = info.headline.empty() ? info.event : info.headline;
    if (event.said.message.status != alerts::Status::actual) title = std::string(alerts::text_of(event.said.message.status)) + ": " + title;
    add(icalproperty_new_uid(("alert-" + event.latest.chain.text() + "@" + base::site_domain()).c_str()));
    add(icalproperty_new_dtstamp(moment(event.latest.issued_at)));
    add(icalproperty_new_dtstart(moment(begins(event.said))));
    if (event.said.ends_at > begins(event.said)) add(icalproperty_new_dtend(moment(event.said.ends_at)));
    add(icalproperty_new_sequence(static_cast<int>(event.sequence)));
    add(icalproperty_new_summary(text(title).c_str()));
    auto description = info.description + (info.instruction.empty() || info.description.empty() ? "" : "\n\n") + info.instruction;
    if (!description.empty()) add(icalproperty_new_description(text(description).c_str()));
    if (auto where = places(info); !where.empty()) add(icalproperty_new_location(text(where).c_str()));
    add(icalproperty_new_url(event.latest.url().c_str()));
    add(icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    return made;
}

std::string text_of(Event const& event) {
    auto* calendar = icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"), icalproperty_new_prodid("-//Salve//Alerts//EN"),
                                         icalproperty_new_method(ICAL_METHOD_PUBLISH), nullptr);
    icalcomponent_add_component(calendar, component_of(event));
    char* text = icalcomponent_as_ical_string_r(calendar);
    std::string made = text;
    icalmemory_free_buffer(text);
    icalcomponent_free(calendar);
    return made;
}

// Of a whole chain, oldest first; empty: nothing is planned.
std::string text_of(std::vector<Alert> const& all) {
    auto const planned = std::find_if(all.rbegin(), all.rend(), is_planned);
    if (planned == all.rend() || all.back().message.scope != alerts::Scope::open) return {};
    return text_of(Event{*planned, all.back(), static_cast<std::int64_t>(all.size()) - 1});
}

}  // namespace

std::string calendar_text(db::Read& read, Alert const& alert) {
    auto all = alert.replaces ? alerts::chain(read, alert.chain) : std::vector<Alert>{};
    std::erase_if(all, [&](Alert const& each) { return each.id >= alert.id; });
    all.push_back(alert);
    return text_of(all);
}

Result<Published> calendar_of(db::Read& read, alerts::AlertId id) {
    auto const all = alerts::chain(read, id);
    auto text = text_of(all);
    if (text.empty()) return refuse(Why::not_found, "There is no planned event here.");
    return Published{"text/calendar; charset=utf-8", std::move(text), all.back().issued_at, {}};
}

}  // namespace cap
