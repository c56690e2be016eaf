// Checks what is typed of locations, services and staff; says which field is wrong, and why.
#include "directory/checking.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "directory/kept.hpp"
#include "html/html.hpp"
#include <algorithm>
#include <cmath>

namespace directory {

using base::Done, base::refuse_field, base::Result;

namespace {

constexpr std::size_t most_hours = 42, most_exceptions = 120, most_languages = 40;
constexpr int day_long = 24 * 60, week_long = 7 * day_long;
// Outlines are simplified, and piers, islets and bridges lie beyond them.
constexpr double kilometers_beyond = 15;

// "<b>" and "</b>", but not "under < 5 years".
bool has_markup(std::string_view text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        if (auto const next = static_cast<char>(text[i + 1] | 0x20); text[i] == '<' && ((next >= 'a' && next <= 'z') || text[i + 1] == '/' || text[i + 1] == '!')) return true;
    return false;
}

Result<std::string> phone(std::string_view typed) {
    auto const text = TRY(checked_text("phone", typed, 40, false));
    auto const digits = std::ranges::count_if(text, [](char each) { return each >= '0' && each <= '9'; });
    bool const odd = text.find_first_not_of("+0123456789 ()-./x#*,") != text.npos;
    if (!text.empty() && (digits < 2 || odd)) return refuse_field("phone", "ERR_INVALID", "Write a telephone number with digits.");
    return text;
}

Result<std::string> email(std::string_view typed) {
    auto const text = TRY(checked_text("email", typed, 254, false));
    auto const at = text.find('@');
    bool const fine = at != text.npos && at > 0 && text.find('@', at + 1) == text.npos && text.find('.', at) != text.npos && text.find_first_of(" \t\n,;") == text.npos && text.back() != '.';
    if (!text.empty() && !fine) return refuse_field("email", "ERR_INVALID", "This is not an e-mail address.");
    return text;
}

Result<std::string> website(std::string_view typed) {
    auto text = TRY(checked_text("website", typed, 500, false));
    if (!text.empty() && !text.contains("://")) text = "https://" + text;
    bool const web = text.starts_with("https://") || text.starts_with("http://");
    if (!text.empty() && (!web || text.find_first_of(" \t\n\"'<>\\") != text.npos || text.find('.') == text.npos)) return refuse_field("website", "ERR_INVALID", "Write the address of a web page.");
    return text;
}

Result<std::string> kind_of_care(std::string field, std::string const& code, bool needed) {
    if (code.empty() && !needed) return code;
    if (!find_specialty(code)) return refuse_field(std::move(field), "ERR_INCLUSION", "Choose a kind of care from the list.");
    return code;
}

Result<std::vector<std::string>> languages(std::vector<std::string> const& typed) {
    std::vector<std::string> made;
    for (auto const& each : typed) {
        auto tag = language_tag(each);
        if (!tag) return refuse_field("languages", "ERR_INVALID", "Write languages as their tags of BCP 47: en, es, pt-BR.");
        if (std::ranges::find(made, *tag) == made.end()) made.push_back(*tag);
    }
    if (made.size() > most_languages) return refuse_field("languages", "ERR_TOO_LONG", "These are too many languages.");
    return made;
}

// Spans within a ring of `length` minutes; what ends past it goes on at its beginning.
bool overlap(std::vector<std::pair<int, int>> spans, int length) {
    std::ranges::sort(spans);
    for (std::size_t i = 1; i < spans.size(); ++i)
        if (spans[i].first < spans[i - 1].second) return true;
    return spans.size() > 1 && spans.back().second - length > spans.front().first;
}

Result<std::vector<Hours>> hours(std::vector<Hours> all) {
    std::vector<std::pair<int, int>> spans;
    for (auto const& each : all) {
        if (each.day < 1 || each.day > 7) return refuse_field("hours", "ERR_INVALID", "A day of the week is wrong.");
        if (each.from < 0 || each.from >= day_long || each.to <= each.from || each.to > each.from + day_long) return refuse_field("hours", "ERR_INVALID", "Opening hours end after they begin, within a day.");
        spans.emplace_back((each.day - 1) * day_long + each.from, (each.day - 1) * day_long + each.to);
    }
    if (all.size() > most_hours) return refuse_field("hours", "ERR_TOO_LONG", "These are too many opening hours.");
    if (overlap(spans, week_long)) return refuse_field("hours", "ERR_OVERLAP", "These opening hours overlap.");
    std::ranges::sort(all, {}, [](Hours const& each) { return std::pair(each.day, each.from); });
    return all;
}

Result<std::vector<Exception>> exceptions(std::vector<Exception> all) {
    if (all.size() > most_exceptions) return refuse_field("exceptions", "ERR_TOO_LONG", "These are too many special days.");
    for (auto& each : all) {
        auto const day = each.date.size() == 10 ? base::parse_iso8601(each.date) : std::nullopt;
        if (!day) return refuse_field("exceptions", "ERR_INVALID", "Write a special day as year, month and day: 2026-12-25.");
        each.reason = TRY(checked_text("exceptions", each.reason, 100, false));
        std::ranges::replace(each.reason, '\n', ' ');
        std::ranges::replace(each.reason, '\t', ' ');
        for (auto& span : each.hours) span.day = 1;
        auto const fine = hours(each.hours);
        if (!fine) return refuse_field("exceptions", fine.error().fields[0].code, fine.error().message);
        each.hours = *fine;
    }
    std::ranges::sort(all, {}, &Exception::date);
    if (std::ranges::adjacent_find(all, {}, &Exception::date) != all.end()) return refuse_field("exceptions", "ERR_TAKEN", "A special day stands here twice.");
    return all;
}

// What countries we know is asked only where it helps: of a country without an outline, a position cannot be judged.
Result<Done> position(db::Read& read, Location const& location) {
    auto const at = location.position;
    if (!std::isfinite(at.latitude) || !std::isfinite(at.longitude) || std::abs(at.latitude) > 90 || std::abs(at.longitude) > 180)
        return refuse_field("latitude", "ERR_INVALID", "Latitude is a number from -90 to 90, and longitude one from -180 to 180.");
    if (at.latitude == 0 && at.longitude == 0) return refuse_field("latitude", "ERR_BLANK", "Say where it lies: its latitude and longitude.");
    auto const country = areas::find(read, "ISO3166-1", location.country);
    if (!country) return Done{};
    for (auto const& each : areas::at(read, at))
        if (each.country == location.country || each.code == location.country) return Done{};
    auto const shape = areas::shape_of(read, *country);
    if (!shape || areas::meets(*shape, areas::Circle{at, kilometers_beyond})) return Done{};
    return refuse_field("latitude", "ERR_INVALID", "This position lies at sea, or outside the country of the address.");
}

Result<Done> address(Location& each) {
    each.street = TRY(checked_text("street", each.street, 200, false));
    each.city = TRY(checked_text("city", each.city, 100, true));
    each.region = TRY(checked_text("region", each.region, 100, false));
    each.postal_code = TRY(checked_text("postal_code", each.postal_code, 20, false));
    if (!html::is_region(each.country)) return refuse_field("country", "ERR_INVALID", "Choose a country.");
    if (!html::is_time_zone(each.zone)) return refuse_field("zone", "ERR_INVALID", "This is no time zone that is known: write one like Europe/Madrid.");
    return Done{};
}

}  // namespace

std::optional<std::string> language_tag(std::string_view typed) {
    auto const text = base::trim(typed);
    if (text.empty() || text.size() > 35) return std::nullopt;
    std::string made;
    for (auto part : base::split(text, '-')) {
        bool const letters = std::ranges::all_of(part, [](char each) { return (each | 0x20) >= 'a' && (each | 0x20) <= 'z'; });
        bool const plain = std::ranges::all_of(part, [](char each) { return ((each | 0x20) >= 'a' && (each | 0x20) <= 'z') || (each >= '0' && each <= '9'); });
        if (part.empty() || part.size() > 8 || !plain || (made.empty() && (!letters || part.size() < 2))) return std::nullopt;
        std::string spelled(part);
        for (auto& each : spelled) each = each >= 'A' && each <= 'Z' ? static_cast<char>(each | 0x20) : each;
        // Regions are written large, scripts with a large first letter.
        auto const large = [](char& each) { each = each >= 'a' && each <= 'z' ? static_cast<char>(each - 32) : each; };
        if (!made.empty() && letters && part.size() == 2) std::ranges::for_each(spelled, large);
        if (!made.empty() && letters && part.size() == 4) large(spelled[0]);
        made += (made.empty() ? "" : "-") + spelled;
    }
    return made;
}

Result<std::string> checked_text(std::string field, std::string_view typed, std::int64_t longest, bool needed) {
    if (typed.size() > static_cast<std::size_t>(longest) * 40) return refuse_field(std::move(field), "ERR_TOO_LONG", "This is too long.");
    auto text = base::trim(base::normalize(typed));
    if (text.empty() && needed) return refuse_field(std::move(field), "ERR_BLANK", "This must not be empty.");
    if (base::graphemes(text) > longest) return refuse_field(std::move(field), "ERR_TOO_LONG", "This is too long.");
    if (has_markup(text)) return refuse_field(std::move(field), "ERR_INVALID", "Write plain text, without HTML.");
    return text;
}

Result<Location> checked(db::Read& read, Location each) {
    each.name = TRY(checked_text("name", each.name, 120, true));
    each.description = TRY(checked_text("description", each.description, 3000, false));
    each.specialty = TRY(kind_of_care("specialty", each.specialty, true));
    TRY(address(each));
    TRY(position(read, each));
    each.phone = TRY(phone(each.phone));
    each.email = TRY(email(each.email));
    each.website = TRY(website(each.website));
    each.hours = TRY(hours(std::move(each.hours)));
    each.exceptions = TRY(exceptions(std::move(each.exceptions)));
    each.languages = TRY(languages(each.languages));
    for (auto const& code : each.access)
        if (!find_access_feature(code)) return refuse_field("access", "ERR_INCLUSION", "Choose from the list of what helps people to get in.");
    std::ranges::sort(each.access);
    auto const twice = std::ranges::unique(each.access);
    each.access.erase(twice.begin(), twice.end());
    each.insurance = TRY(checked_text("insurance", each.insurance, 500, false));
    each.price = TRY(checked_text("price", each.price, 500, false));
    return each;
}

Result<Service> checked(Service each) {
    each.specialty = TRY(kind_of_care("specialty", each.specialty, true));
    each.name = TRY(checked_text("name", each.name, 120, false));
    if (each.name.empty()) each.name = find_specialty(each.specialty)->words;
    each.description = TRY(checked_text("description", each.description, 1000, false));
    each.price = TRY(checked_text("price", each.price, 200, false));
    if (!each.in_person && !each.video && !each.phone) return refuse_field("in_person", "ERR_BLANK", "Say how people come to it: in person, by video or by telephone.");
    return each;
}

Result<Staff> checked(db::Read& read, Staff each) {
    each.name = TRY(checked_text("name", each.name, 100, true));
    each.role = TRY(checked_text("role", each.role, 100, true));
    each.specialty = TRY(kind_of_care("specialty", each.specialty, false));
    each.languages = TRY(languages(each.languages));
    each.credential = TRY(checked_text("credential", each.credential, 200, false));
    each.registry = TRY(checked_text("registry", each.registry, 200, false));
    if (each.account) {
        auto const account = accounts::find(read, each.account);
        if (!account || account->hidden() || account->is_organization()) return refuse_field("account", "ERR_INVALID", "There is no such person here.");
    }
    return each;
}

Result<Organization> checked(Organization each) {
    if (each.hue < 0 || each.hue > 11) return refuse_field("hue", "ERR_INVALID", "Choose a color from the list.");
    each.phone = TRY(phone(each.phone));
    each.email = TRY(email(each.email));
    each.website = TRY(website(each.website));
    return each;
}

}  // namespace directory
