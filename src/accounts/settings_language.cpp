// The language pages speak and the time zone they tell the time in: for everybody, from the foot of each page.
#include "accounts/forms.hpp"
#include "accounts/inside.hpp"
#include "accounts/pages.hpp"
#include <algorithm>

namespace accounts {

namespace {

using http::Answer, http::Request, http::Response;

constexpr std::int64_t a_year = 365 * 24 * 3600;

html::Safe language_buttons(html::Words const& words) {
    html::Safe made;
    for (auto const& locale : html::locales())
        words.fill(made, pages::LanguageButton{.locale = locale, .current = locale == words.locale(), .name = html::language_name(locale)});
    return made;
}

// A member's clock goes with their account; a visitor's stays in the browser.
html::Safe zone_choice(Request const& request, db::Read& read, html::Words const& words, base::Refusal const* refusal) {
    if (request.person) return place_fields(words, place(read, request.account()), refusal);
    auto by_device = words("As my device says");
    std::vector<Choice> zones{{"", by_device}};
    for (auto const& name : html::time_zones()) zones.push_back({name, name});
    return choice(words, "zone", words("Time zone, in this browser"), zones, request.cookie("zone"), refusal);
}

Response form(Request const& request, db::Read& read, base::Refusal const* refusal) {
    html::Words words(request.locale);
    auto main = words.fill(pages::Language{.csrf = html::csrf_field(request), .back = local_path(request.fields.text("return_to")),
                                           .languages = language_buttons(words), .zone = zone_choice(request, read, words, refusal), .now = words.date_time(read.now)});
    return narrow_page(request, read, words("Language and time"), std::move(main), refusal);
}

Answer show(Request const& request, db::Read& read) { return form(request, read, nullptr); }

Answer choose_language(Request const& request, db::Write& write) {
    auto wanted = std::string(request.fields.text("language"));
    auto const known = html::locales();
    if (std::ranges::find(known, wanted) == known.end())
        return base::refuse_field("language", "ERR_INVALID", "Choose a language from the list.");
    // A member's language goes with them; the made-up ones are for looking at pages only.
    if (request.person && is_language(wanted)) TRY(change_profile(write, request.account(), {.language = wanted}));
    auto response = http::redirect(local_path(request.fields.text("return_to")));
    http::set_cookie(response, {.name = "lang", .value = wanted, .seconds = a_year});
    return response;
}

Answer choose_zone(Request const& request, db::Write& write) {
    auto wanted = std::string(request.fields.text("zone"));
    if (request.person) {
        auto placed = set_place(write, request.account(), place_in(request, write));
        return placed ? http::redirect(local_path(request.fields.text("return_to"))) : form(request, write, &placed.error());
    }
    if (!wanted.empty() && !html::is_time_zone(wanted)) {
        auto wrong = base::refuse_field("zone", "ERR_INVALID", "Choose one of the list.").error();
        return form(request, write, &wrong);
    }
    auto response = http::redirect(local_path(request.fields.text("return_to")));
    http::set_cookie(response, {.name = "zone", .value = wanted, .seconds = wanted.empty() ? -1 : a_year});
    return response;
}

}  // namespace

html::Safe place_fields(html::Words const& words, Place const& where, base::Refusal const* refusal) {
    auto by_device = words("As my device says"), not_told = words("Not told");
    std::vector<Choice> zones{{"", by_device}}, regions{{"", not_told}};
    for (auto const& name : html::time_zones()) zones.push_back({name, name});
    auto const named = html::regions(words);
    for (auto const& each : named) regions.push_back({each.code, each.name});
    auto fields = choice(words, "zone", words("Time zone"), zones, where.zone, refusal);
    return fields += choice(words, "region", words("Country or area: which help lines are shown. Nobody else learns it"), regions, where.region, refusal);
}

Place place_in(Request const& request, db::Read& read) {
    auto where = place(read, request.account());
    if (request.fields.has("zone")) where.zone = request.fields.text("zone");
    if (request.fields.has("region")) where.region = request.fields.text("region");
    return where;
}

void add_language_page(http::Router::Section pages) {
    pages.get("/language", http::Open::to_anyone, show).says("The languages of pages, and the time zone");
    pages.post("/language", http::Open::to_anyone, choose_language).says("Changes the language of pages");
    pages.post("/language/zone", http::Open::to_anyone, choose_zone).says("Changes the time zone in this browser");
}

}  // namespace accounts
