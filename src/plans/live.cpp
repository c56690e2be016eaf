// Open pages of a plan hear that somebody else changed it. Only that goes over the stream: what changed is shown by the page.
#include "base/text.hpp"
#include "plans/inside.hpp"
#include "plans/pages.hpp"

namespace plans {

using http::Open, http::Request;

namespace {

std::string topics_of(PlanId id) { return "plan/" + id.text() + "/"; }

}  // namespace

void add_live(http::Router::Section& pages, StillValid still_valid) {
    pages.get("/live/plans/:id", Open::to_members, [still_valid](Request const& request, db::Read& read) -> http::Answer {
        auto const id = TRY(plan_in(request));
        auto const reader = reader_of(request, read);
        TRY(reach(read, reader, id));
        http::Response response;
        response.stream = std::make_shared<http::Stream>();
        response.stream->topics = {topics_of(id) + reader.text() + "/" + std::string(request.locale), "pages/" + std::string(request.locale) + "/" + reader.text(), "page/bell/" + reader.text()};
        response.stream->still_allowed = [still_valid, person = *request.person] { return still_valid(person); };
        return response;
    });
}

void tell_open_pages(bus::Bus& bus, db::Database& database, http::Hub& hub) {
    bus.soon<Changed>([&](Changed const& event) {
        for (auto const& topic : hub.topics_under(topics_of(event.plan))) {
            auto const parts = base::split(topic, '/');
            auto const reader = parts.size() == 4 ? base::parse<AccountId>(parts[2]) : std::nullopt;
            if (!reader || *reader == event.by) continue;
            // Whoever left the team, or whose consent ended, hears nothing more.
            if (!database.read([&](db::Read& read) { return reach(read, *reader, event.plan).has_value(); })) continue;
            hub.publish(topic, {"html", html::Words(parts[3]).fill(pages::News{.address = address_of(event.plan)}).markup});
        }
    });
}

}  // namespace plans
