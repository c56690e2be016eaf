// The page of a place of care, and what of it stands on its organization's profile.
#include "directory/pages.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/showing.hpp"
#include "follows/follows.hpp"
#include "html/prose.hpp"
#include "html/words.hpp"
#include "moderation/moderation.hpp"
#include "teams/teams.hpp"
#include <algorithm>

namespace directory {

using base::refuse, base::Why;
using html::Words, http::Open, http::Request;

namespace {

using Part = std::function<html::Safe(db::Read&, Words const&, Request const&, Location const&)>;

// Filled while the site starts, constant afterwards.
std::vector<Tab>& added_tabs() {
    static std::vector<Tab> all;
    return all;
}
std::vector<Part>& beside() {
    static std::vector<Part> all;
    return all;
}
std::vector<Door>& added_doors() {
    static std::vector<Door> all;
    return all;
}

bool is_stale(Location const& location, base::Time now) { return location.confirmed_at + fresh_for < now; }

std::string dial(std::string_view phone) {
    std::string made;
    for (char each : phone)
        if (each == '+' || (each >= '0' && each <= '9')) made += each;
    return made;
}

std::string map_of(Location const& location) {
    auto const at = std::to_string(location.position.latitude), beside = std::to_string(location.position.longitude);
    return "https://www.openstreetmap.org/?mlat=" + at + "&mlon=" + beside + "#map=17/" + at + "/" + beside;
}

html::Safe cover_of(Words const& words, accounts::Account const& account) {
    html::Safe made;
    if (account.header.empty() || words.lean()) {
        auto const small = html::avatar("", account.id.value, html::Shape::circle).markup;
        auto const palette = small.substr(std::string_view("<svg class=\"").size(), 6);  // its classes
        made.markup = "<svg class=\"" + palette + "\" aria-hidden=\"true\" viewBox=\"0 0 640 120\" preserveAspectRatio=\"xMidYMid slice\"><use href=\"" + html::asset("i.svg") + "#cover\"/></svg>";
        return made;
    }
    made.markup = "<img alt=\"\" src=\"";
    html::escape_url(made.markup, account.header);
    made.markup += "\">";
    return made;
}

html::Safe hours_rows(Words const& words, Location const& location, base::Time now) {
    html::Safe made;
    auto const today = static_cast<int>((html::time_there(location.zone, now) / base::day + 3) % 7) + 1;
    for (int day = 1; day <= 7; ++day) {
        std::vector<Hours> hours;
        std::ranges::copy_if(location.hours, std::back_inserter(hours), [&](Hours const& each) { return each.day == day; });
        words.fill(made, pages::Day{.today = day == today, .day = day_words(words, day), .reason = std::string(), .hours = hours_words(words, hours)});
    }
    return made;
}

// Those that are still to come, soonest first.
html::Safe special_rows(Words const& words, Location const& location, base::Time now) {
    html::Safe made;
    auto const today = base::iso8601(html::time_there(location.zone, now)).substr(0, 10);
    for (auto const& each : location.exceptions)
        if (each.date >= today) words.fill(made, pages::Day{.today = each.date == today, .day = date_words(words, each.date), .reason = each.reason, .hours = hours_words(words, each.hours)});
    return made;
}

html::Safe service_rows(Words const& words, db::Read& read, LocationId location) {
    html::Safe made;
    for (auto const& each : services_of(read, location)) {
        std::string how;
        for (auto const& [has, said] : {std::pair(each.in_person, "In person"), std::pair(each.video, "Video"), std::pair(each.phone, "Telephone")})
            if (has) how += (how.empty() ? "" : words(", ")) + words(said);
        words.fill(made, pages::Service{.name = each.name, .description = each.description, .how = how, .referral = each.by_referral, .price = each.price});
    }
    return made;
}

html::Safe about(db::Read& read, Words const& words, Request const&, Location const& location) {
    auto const account = accounts::find(read, location.organization);
    auto const known = !location.hours.empty();
    return words.fill(pages::About{.description = html::prose(location.description, {{}, "/tags/"}), .confirmed = location.confirmed_at ? words.date(location.confirmed_at) : std::string(), .handle = account->handle(), .organization = account->name,
                                   .hours = known ? hours_rows(words, location, read.now) : html::Safe{}, .special = special_rows(words, location, read.now), .zone = location.zone,
                                   .services = service_rows(words, read, location.id), .where = where_words(location), .phone = location.phone, .dial = dial(location.phone), .email = location.email,
                                   .website = location.website, .languages = languages_words(words, location.languages), .access = access_words(words, location), .insurance = location.insurance,
                                   .price = location.price, .accepts_new = location.accepts_new});
}

html::Safe team(db::Read& read, Words const& words, Request const&, Location const& location) { return words.fill(pages::Team{.people = staff_rows(words, read, location.id)}); }

// Reviews come first, then who works there; what a place says of itself is the last. Rooms may add others.
std::size_t rank_of(Tab const& tab) {
    static constexpr std::string_view order[] = {"reviews", "team", "posts", "", "about"};
    auto const found = std::ranges::find(order, tab.code);
    return found != std::end(order) ? static_cast<std::size_t>(found - std::begin(order)) : 3;
}

std::vector<Tab> tabs_of() {
    auto all = added_tabs();
    for (auto const& own : {Tab{"team", "Team", team}, Tab{"about", "About", about}})
        all.insert(std::ranges::upper_bound(all, rank_of(own), {}, rank_of), own);
    return all;
}

html::Safe tab_links(Words const& words, std::vector<Tab> const& all, std::string const& address, Tab const& chosen) {
    html::Safe made;
    for (auto const& each : all) words.fill(made, pages::Tab{.address = address + "?tab=" + each.code, .current = each.code == chosen.code, .words = words.plain(each.words)});
    return made;
}

html::Safe side_of(Words const& words, Request const& request, db::Read& read, Location const& location, accounts::Account const& account) {
    html::Safe made, others;
    for (auto const& part : beside()) made += part(read, words, request, location);
    constexpr int most = 6;
    int count = 0;
    for (auto const& each : locations_of(read, account.id))
        if (each.id != location.id && count++ < most) words.fill(others, pages::Other{.address = address_of(each.id), .name = each.name, .specialty = kind_words(words, each.specialty), .city = each.city});
    made += words.fill(pages::Side{.others = others, .organization = account.name, .stale = is_stale(location, read.now), .confirmed = words.date(location.confirmed_at),
                                   .report = request.person ? moderation::report_link(words, account.id) : html::Safe{}});
    return made;
}

std::string money_in(Location const& location) {
    return location.insurance + (location.insurance.empty() || location.price.empty() ? "" : ", ") + location.price;
}

http::Answer show(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<LocationId>("id");
    auto const location = id ? find(read, *id) : std::nullopt;
    auto const account = location ? accounts::find(read, location->organization) : std::nullopt;
    if (!account || account->hidden()) return refuse(Why::not_found, "There is no such place of care.");
    Words const words(request.locale);
    auto const viewer = request.account();
    auto const organization = organization_of(read, account->id);
    auto const tabs = tabs_of();
    auto chosen = std::ranges::find(tabs, request.fields.text("tab"), &Tab::code);
    if (chosen == tabs.end()) chosen = tabs.front().code == "reviews" ? tabs.begin() : tabs.end() - 1;
    auto const now = opening(*location, read.now);
    bool const other = viewer && viewer != account->id;
    auto const between = other ? std::optional(follows::between(read, viewer, account->id)) : std::nullopt;
    bool const close = between && !between->standing.blocking && !between->standing.blocked_by;
    html::Page page{.title = location->name, .side = side_of(words, request, read, *location, *account), .current = "/care"};
    page.main = words.fill(pages::Care{
        .specialty_code = location->specialty, .specialty = kind_words(words, location->specialty), .closed = !location->active, .stale = location->active && is_stale(*location, read.now) ? words.date(location->confirmed_at) : std::string(),
        .unclaimed = organization.listed_at != 0, .handle = account->handle(), .hue = organization.hue, .cover = cover_of(words, *account), .picture = accounts::picture(*account), .name = location->name,
        .verified = organization.verified_at != 0, .city = location->city, .messages = close, .follow = close ? follows::button(words, *between, *account) : html::Safe{},
        .edit = viewer && allow_editing(read, account->id, viewer) ? "/organizations/" + account->username + "/places/" + location->id.text() : std::string(),
        .known_hours = !location->hours.empty() && location->active, .open = now.open, .until = until_words(words, *location, now, read.now), .address = address_of(location->id), .where = where_words(*location),
        .map = map_of(*location), .phone = location->phone, .dial = dial(location->phone), .access = access_words(words, *location), .languages = languages_words(words, location->languages),
        .money = money_in(*location), .accepts_new = location->accepts_new, .tabs = tab_links(words, tabs, address_of(location->id), *chosen), .content = chosen->part(read, words, request, *location)});
    page.head = html::linked_data(location_as_json_ld(read, *location));
    page.canonical = html::absolute(address_of(location->id));
    page.index = location->active && account->indexable;
    page.description = base::shorten(location->description.empty() ? kind_words(words, location->specialty) + ", " + where_words(*location) : location->description, 200);
    page.image = account->avatar;
    return html::page(request, read, std::move(page));
}

http::Answer show_as_fhir(Request const& request, db::Read& read) {
    auto const id = request.parameters.id<LocationId>("id");
    auto const location = id ? find(read, *id) : std::nullopt;
    auto const account = location ? accounts::find(read, location->organization) : std::nullopt;
    if (!account || account->hidden()) return refuse(Why::not_found, "There is no such place of care.");
    auto answer = http::json(location_as_fhir(*location, score_of(read, location->id)));
    answer.type = "application/fhir+json; charset=utf-8";
    return answer;
}

}  // namespace

// A site that starts again in the same process adds the same once more: the later one counts.
void add_tab(Tab tab) {
    std::erase_if(added_tabs(), [&](Tab const& each) { return each.code == tab.code; });
    added_tabs().insert(std::ranges::upper_bound(added_tabs(), rank_of(tab), {}, rank_of), std::move(tab));
}
void add_beside(Part part) { beside().push_back(std::move(part)); }
void add_door(Door door) {
    std::erase_if(added_doors(), [&](Door const& each) { return each.address == door.address; });
    added_doors().push_back(std::move(door));
}
std::vector<Door> const& doors() { return added_doors(); }

html::Safe profile_part(Words const& words, Request const& request, db::Read& read, accounts::Account const& account) {
    if (!account.is_local() || !account.is_organization()) return {};
    html::Safe rows;
    for (auto const& each : locations_of(read, account.id)) words.fill(rows, pages::Other{.address = address_of(each.id), .name = each.name, .specialty = kind_words(words, each.specialty), .city = each.city});
    auto const organization = organization_of(read, account.id);
    auto const viewer = request.account();
    bool const works = viewer && (teams::may(read, account.id, viewer, teams::Role::analyst) || allow_editing(read, account.id, viewer));
    if (rows.markup.empty() && !organization.verified_at && !organization.listed_at && !works) return {};
    return words.fill(pages::ProfilePart{.verified = organization.verified_at != 0, .rows = rows, .unclaimed = organization.listed_at != 0, .handle = account.handle(), .team = works});
}

void add_pages(http::Router::Section pages) {
    add_door({"/organizations/{username}/team", "Team", "users"});
    pages.get("/care/:id", Open::to_anyone, show);
    pages.get("/care/:id.json", Open::to_anyone, show_as_fhir);
    add_editing_pages(pages);
    add_claim_pages(pages);
}

}  // namespace directory
