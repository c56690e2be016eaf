// The next free times where people read about a place: beside its page, on its organization's profile, below a post that links to it.
#include "appointments/pages.hpp"
#include "appointments/showing.hpp"
#include "base/settings.hpp"
#include "base/time.hpp"
#include "posts/posts.hpp"
#include "timelines/timelines.hpp"
#include <algorithm>
#include <span>

namespace appointments {

using html::Words, http::Request;

namespace {

constexpr int times_shown = 3, schedules_shown = 4, places_shown = 3, places_linked = 2;

template <class T>
auto first_of(std::vector<T> const& all, int most) { return std::span(all).first(std::min(all.size(), static_cast<std::size_t>(most))); }

html::Safe time(Words const& words, Schedule const& schedule, Slot const& slot, bool member) {
    return words.fill(pages::NextTime{.may = member, .id = slot.id.text(), .when = moment_words(words, schedule.zone, slot.start)});
}

std::vector<Slot> next_of(db::Read& read, Schedule const& schedule) { return free_slots(read, schedule.id, read.now, read.now + schedule.ahead_days * base::day, times_shown); }

html::Safe beside_place(db::Read& read, Words const& words, Request const& request, directory::Location const& location) {
    if (!location.active) return {};
    auto const all = schedules_of(read, location.id);
    if (all.empty()) return {};
    html::Safe rows;
    for (auto const& each : first_of(all, schedules_shown)) {
        html::Safe times;
        for (auto const& slot : next_of(read, each)) times += time(words, each, slot, static_cast<bool>(request.account()));
        words.fill(rows, pages::BesideRow{.name = each.name, .times = times});
    }
    return words.fill(pages::Beside{.rows = rows, .address = directory::address_of(location.id)});
}

// The soonest of all schedules of a place; nothing when nobody books there.
html::Safe free_times(Words const& words, db::Read& read, directory::Location const& location) {
    struct Free { Slot slot; Schedule const* schedule; };
    auto const all = location.active ? schedules_of(read, location.id) : std::vector<Schedule>();
    if (all.empty()) return {};
    std::vector<Free> found;
    for (auto const& each : all)
        for (auto const& slot : next_of(read, each)) found.push_back({slot, &each});
    std::ranges::sort(found, {}, [](Free const& each) { return std::pair(each.slot.start, each.slot.id.value); });
    html::Safe times;
    // Without a button: a form of its own cannot stand in a post's.
    for (auto const& each : first_of(found, times_shown)) times += time(words, *each.schedule, each.slot, false);
    return words.fill(pages::Free{.address = directory::address_of(location.id), .place = location.name, .times = times});
}

html::Safe on_profile(Words const& words, db::Read& read, accounts::Account const& account, AccountId) {
    if (!account.is_local() || !account.is_organization()) return {};
    html::Safe places;
    auto const all = directory::locations_of(read, account.id);
    for (auto const& each : first_of(all, places_shown)) places += free_times(words, read, each);
    return places.markup.empty() ? places : words.fill(pages::Profile{.places = places});
}

// The places of this server whose page a text links to, in the order of the text.
std::vector<directory::LocationId> linked_places(std::string_view html) {
    std::vector<directory::LocationId> made;
    auto const before = "href=\"" + html::absolute("/care/");
    for (auto at = html.find(before); at != html.npos && std::ssize(made) < places_linked; at = html.find(before, at + 1)) {
        auto const rest = html.substr(at + before.size());
        auto const id = base::parse<directory::LocationId>(rest.substr(0, rest.find_first_of("/\"?#")));
        if (id && std::ranges::find(made, *id) == made.end()) made.push_back(*id);
    }
    return made;
}

html::Safe below_post(Words const& words, db::Read& read, posts::Post const& post, AccountId) {
    html::Safe made;
    for (auto const id : linked_places(post.html)) {
        auto const location = directory::find(read, id);
        auto const organization = location ? accounts::find(read, location->organization) : std::nullopt;
        if (organization && !organization->hidden()) made += free_times(words, read, *location);
    }
    return made;
}

}  // namespace

void add_next_times() {
    directory::add_beside(beside_place);
    timelines::add_to_profile(on_profile);
    posts::add_below(below_post);
}

}  // namespace appointments
