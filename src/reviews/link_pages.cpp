// Links that a place hands out after visits, as letters to print. They are shown once: only their hashes are kept.
#include "base/time.hpp"
#include "reviews/showing.hpp"
#include "teams/teams.hpp"

namespace reviews {

namespace {

struct Typed { std::string location, month; std::int64_t count = 10; std::vector<std::string> tokens; };

base::Result<accounts::Account> organization_in(Request const& request, db::Read& read) {
    auto const found = accounts::find_by_handle(read, request.parameters.text("username"));
    if (!found || !found->is_local()) return base::refuse(base::Why::not_found, "There is nothing at this address.");
    TRY(teams::allow(read, found->id, request.account(), teams::Role::responder));
    return *found;
}

html::Safe letters(Words const& words, db::Read& read, Typed const& typed) {
    html::Safe made;
    auto const id = base::parse<LocationId>(typed.location);
    auto const location = id ? directory::find(read, *id) : std::nullopt;
    if (!location) return made;
    for (auto const& token : typed.tokens)
        words.fill(made, pages::Letter{.place = location->name, .until = words.date(read.now + token_lasts), .link = html::absolute(directory::address_of(location->id) + "/review?visit=" + token)});
    return made;
}

Answer show(Request const& request, db::Read& read, accounts::Account const& organization, Typed const& typed, base::Refusal const* refusal) {
    Words const words(request.locale);
    auto const error = [&](std::string_view field) { return html::field_error(words, refusal, field); };
    html::Safe places;
    for (auto const& each : directory::locations_of(read, organization.id)) places += option(words, each.id.text(), each.name, each.id.text() == typed.location);
    html::Page page{.title = words("Links for reviews"), .current = "/care"};
    page.main = words.fill(pages::Links{.summary = html::summary(words, refusal), .action = "/organizations/" + organization.username + "/review-links", .csrf = html::csrf_field(request), .locations = places,
                                        .location_error = error("location"), .months = months(words, read.now, 2, typed.month), .month_error = error("month"), .count = typed.count, .count_error = error("count"),
                                        .letters = letters(words, read, typed)});
    page.status = refusal ? http::status_of(refusal->why) : 200;
    return unkept(html::page(request, read, std::move(page)));
}

Answer make(Request const& request, db::Write& write) {
    auto const organization = TRY(organization_in(request, write));
    Typed typed{std::string(request.fields.text("location").substr(0, 20)), std::string(request.fields.text("month").substr(0, 10)), request.fields.integer("count").value_or(0), {}};
    auto const id = base::parse<LocationId>(typed.location);
    auto const location = id ? directory::find(write, *id) : std::nullopt;
    if (!location || location->organization != organization.id) {
        auto const refused = base::refuse_field("location", "ERR_INVALID", "Choose a place.");
        return show(request, write, organization, typed, &refused.error());
    }
    auto made = give_tokens(write, request.account(), {location->id, typed.month}, typed.count);
    if (!made) return show(request, write, organization, typed, &made.error());
    typed.tokens = std::move(*made);
    return show(request, write, organization, typed, nullptr);
}

}  // namespace

void add_link_pages(http::Router::Section& pages) {
    directory::add_door({.address = "/organizations/{username}/review-links", .words = "Links for reviews", .icon = "star"});
    pages.get("/organizations/:username/review-links", Open::to_members, [](Request const& request, db::Read& read) -> Answer {
        return show(request, read, TRY(organization_in(request, read)), {}, nullptr);
    }).says("Links to hand out after visits");
    pages.post("/organizations/:username/review-links", Open::to_members, make);
}

}  // namespace reviews
