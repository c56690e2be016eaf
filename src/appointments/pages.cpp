// All pages of appointments; and times that are taken while somebody looks at them.
#include "appointments/pages.hpp"
#include "appointments/showing.hpp"
#include "base/text.hpp"

namespace appointments {

using html::Words, http::Open, http::Request;

namespace {

// Who looks, as a topic says it: slots/<schedule>/<locale>/<whether they are signed in>
std::string topic_of(ScheduleId schedule, std::string_view locale, bool member) { return "slots/" + schedule.text() + "/" + std::string(locale) + "/" + (member ? "1" : "0"); }

http::Answer listen(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<ScheduleId>("schedule");
    auto const schedule = id ? find(read, *id) : std::nullopt;
    if (!schedule || !schedule->active) return base::refuse(base::Why::not_found, "There is no such schedule.");
    auto stream = std::make_shared<http::Stream>();
    stream->topics = {topic_of(*id, request.locale, static_cast<bool>(request.account()))};
    stream->still_allowed = [] { return true; };  // everybody may see which times are free
    http::Response response;
    response.stream = std::move(stream);
    return response;
}

}  // namespace

html::Safe slot_shown(Words const& words, Schedule const& schedule, Slot const& slot, bool member, std::string_view query) {
    auto const time = clock_words(words, schedule.zone, slot.start);
    if (slot.state != State::free) return words.fill(pages::Taken{.id = slot.id.text(), .time = time});
    return words.fill(pages::Slot{.may = member, .id = slot.id.text(), .address = "/slots/" + slot.id.text() + (member ? "/hold" : "") + std::string(query), .time = time, .day = day_words(words, schedule.zone, slot.start)});
}

void add_pages(http::Router::Section pages, db::Database& database) {
    add_next_times();
    add_patient_pages(pages);
    add_team_pages(pages, database);
    add_schedule_pages(pages);
    pages.get("/live/slots/:schedule", Open::to_anyone, listen);
}

void tell_open_pages(bus::Bus& bus, db::Database& database, http::Hub& hub) {
    bus.soon<SlotChanged>([&](SlotChanged const& event) {
        auto const topics = hub.topics_under("slots/" + event.schedule.text() + "/");
        if (topics.empty() || !event.slot) return;
        struct Seen { Schedule schedule; Slot slot; };
        auto const seen = database.read([&](db::Read& read) -> std::optional<Seen> {
            auto schedule = find(read, event.schedule);
            auto const slot = find_slot(read, event.slot);
            return schedule && slot ? std::optional(Seen{std::move(*schedule), *slot}) : std::nullopt;
        });
        if (!seen) return;
        for (auto const& topic : topics) {
            auto const parts = base::split(topic, '/');
            if (parts.size() == 4) hub.publish(topic, {"html", slot_shown(Words(parts[2]), seen->schedule, seen->slot, parts[3] == "1", "").markup});
        }
    });
}

}  // namespace appointments
