// Where an alert holds: places of the list, places of the map, and an area drawn by hand.
#include "alerts/composing.hpp"
#include "alerts/pages.hpp"
#include "alerts/showing.hpp"
#include "base/text.hpp"
#include <algorithm>
#include <set>

namespace alerts {

using html::Words;

namespace {

constexpr int most_offered = 40, most_searched = 200;

// A place of the list as one value: "FIPS6:41029:Jackson County".
std::string value_of(std::string_view scheme, std::string_view code, std::string_view name) { return std::string(scheme) + ":" + std::string(code) + ":" + std::string(name); }

Area area_of(std::string_view value) {
    auto const first = value.find(':'), second = value.find(':', first + 1);
    if (second == value.npos) return {};
    auto const scheme = value.substr(0, first), code = value.substr(first + 1, second - first - 1);
    Area area{.description = std::string(value.substr(second + 1))};
    // What receivers know counties by.
    if (scheme == "FIPS6") area.geocodes.push_back({"SAME", "0" + std::string(code)});
    else area.geocodes.push_back({std::string(scheme), std::string(code)});
    return area;
}

bool is_chosen(Area const& area) { return area.polygons.empty() && area.circles.empty() && !area.geocodes.empty(); }

// What an outline lies in, as people call it: "Oregon".
std::string around(db::Read& read, areas::Outline const& outline) {
    if (outline.within.empty()) return {};
    auto const whole = areas::find(read, "ISO3166-2", outline.within);
    return whole ? whole->name : outline.within;
}

std::string id_of(std::string_view value) {
    auto id = "place-" + std::string(value.substr(0, value.find(':', value.find(':') + 1)));
    std::ranges::replace(id, ':', '-');
    return id;
}

// A place that was chosen, by what it is on the map: "FIPS6:41029".
struct Chosen { std::string key, value, name; };
std::string key_of(std::string_view scheme, std::string_view code) { return std::string(scheme) + ":" + std::string(code); }

std::vector<Chosen> chosen_in(Info const& info) {
    std::vector<Chosen> all;
    for (auto const& area : info.areas) {
        if (!is_chosen(area)) continue;
        auto const& [scheme, code] = area.geocodes.front();
        bool const county = scheme == "SAME" && code.size() == 6;
        auto const kept_scheme = county ? std::string("FIPS6") : scheme, kept_code = county ? code.substr(1) : code;
        all.push_back({key_of(kept_scheme, kept_code), value_of(kept_scheme, kept_code, area.description), area.description});
    }
    return all;
}

std::string name_with_region(db::Read& read, areas::Outline const& outline) {
    auto const region = around(read, outline);
    return region.empty() ? outline.name : outline.name + ", " + region;
}

// "Jackson, Oregon" and "Jackson, OR" mean the one in Oregon.
html::Safe offered_places(Words const& words, db::Read& read, std::string_view asked, std::set<std::string> const& chosen) {
    auto const comma = asked.find(',');
    auto const start = base::trim(asked.substr(0, comma)), where = comma == asked.npos ? std::string() : base::fold_plain(base::trim(asked.substr(comma + 1)));
    html::Safe made;
    if (start.empty()) return made;
    int offered = 0;
    for (auto const& outline : areas::search(read, start, most_searched)) {
        auto const region = around(read, outline);
        auto const code = base::fold_plain(outline.within.substr(std::min(outline.within.size(), outline.within.find('-') + 1)));
        if (!where.empty() && code != where && !base::fold_plain(region).starts_with(where)) continue;
        if (chosen.contains(key_of(outline.scheme, outline.code))) continue;
        if (++offered > most_offered) break;
        auto const name = region.empty() ? outline.name : outline.name + ", " + region;
        words.fill(made, pages::PlaceChoice{.id = "", .value = value_of(outline.scheme, outline.code, name), .chosen = false, .name = name});
    }
    return made;
}

// Whose map is open: what was asked for, else what holds the first place that was chosen.
std::string map_of_what(http::Request const& request, db::Read& read, std::vector<Chosen> const& chosen) {
    if (auto const asked = request.fields.maybe("look")) return std::string(*asked);
    if (chosen.empty()) return {};
    auto const& key = chosen.front().key;
    auto const colon = key.find(':');
    auto const outline = areas::find(read, key.substr(0, colon), key.substr(colon + 1));
    return outline ? outline->within : std::string();
}

html::Safe map_part(Words const& words, db::Read& read, std::string look, std::set<std::string> const& chosen, areas::Shape const& own) {
    html::Safe maps, outlines, others;
    words.fill(maps, pages::Option{.value = "", .chosen = look.empty(), .words = words.plain("The world")});
    bool known = look.empty();
    for (auto const& each : areas::with_others_inside(read)) {
        known |= each.code == look;
        words.fill(maps, pages::Option{.value = each.code, .chosen = each.code == look, .words = each.name});
    }
    if (!known) look.clear();
    auto const map = areas::choice_map(read, look, own);
    auto const box = "0 0 " + std::to_string(map.width) + " " + std::to_string(map.height);
    std::string region;
    for (auto const& [outline, path, beyond] : map.choices) {
        auto const key = key_of(outline.scheme, outline.code);
        if (region.empty() && !beyond) region = around(read, outline);
        auto const name = beyond ? name_with_region(read, outline) : region.empty() ? outline.name : outline.name + ", " + region;
        auto const value = value_of(outline.scheme, outline.code, name);
        bool const held = chosen.contains(key);
        if (!path.empty()) words.fill(outlines, pages::MapChoice{.held = held, .id = id_of(value), .name = name, .box = box, .path = path, .value = value});
        else if (!held) words.fill(others, pages::PlaceChoice{.id = "", .value = value, .chosen = false, .name = name});
    }
    return words.fill(pages::ComposeMap{.maps = maps, .latitude = std::to_string(map.middle.latitude), .longitude = std::to_string(map.middle.longitude), .north = std::to_string(map.units_north), .east = std::to_string(map.units_east), .box = box, .width = map.width,
                                        .height = map.height, .outlines = outlines,
                                        .own = map.own, .others = others});
}

// The area drawn by hand, if there is one.
Area const& drawn_area(Info const& info) {
    static Area const none;
    auto const found = std::ranges::find_if_not(info.areas, is_chosen);
    return found == info.areas.end() ? none : *found;
}

areas::Shape shape_of_area(Area const& area) {
    areas::Shape shape;
    for (auto const& text : area.polygons)
        if (auto polygon = areas::read_polygon(text)) shape.polygons.push_back(*polygon);
    for (auto const& text : area.circles)
        if (auto circle = areas::read_circle(text)) shape.circles.push_back(*circle);
    return shape;
}

std::string first(std::vector<std::string> const& texts) { return texts.empty() ? std::string() : texts.front(); }

}  // namespace

std::vector<Area> places_in(http::Request const& request) {
    std::vector<Area> all;
    for (auto const& place : request.fields.list("place")) {
        auto area = area_of(place);
        // A place can stand on the map and in the list.
        if (!area.description.empty() && std::ranges::none_of(all, [&](Area const& other) { return other.geocodes == area.geocodes; })) all.push_back(std::move(area));
    }
    auto const polygon = typed(request, "polygon"), circle = typed(request, "circle"), name = typed(request, "area_name");
    if (!polygon.empty() || !circle.empty() || !name.empty()) {
        Area area{.description = name};
        if (!polygon.empty()) area.polygons.push_back(polygon);
        if (!circle.empty()) area.circles.push_back(circle);
        all.push_back(std::move(area));
    }
    return all;
}

html::Safe place_part(Words const& words, http::Request const& request, db::Read& read, Info const& info, base::Refusal const* refusal) {
    auto const& drawn = drawn_area(info);
    auto const all = chosen_in(info);
    std::set<std::string> keys;
    html::Safe chosen;
    for (auto const& one : all) {
        keys.insert(one.key);
        words.fill(chosen, pages::PlaceChoice{.id = id_of(one.value), .value = one.value, .chosen = true, .name = one.name});
    }
    return words.fill(pages::ComposePlaces{
        .chosen = chosen, .offered = offered_places(words, read, request.fields.text("find"), keys),
        .open = request.fields.has("look"), .map = map_part(words, read, map_of_what(request, read, all), keys, shape_of_area(drawn)),
        .area_name = drawn.description, .area_error = html::field_error(words, refusal, "area_name"), .circle = first(drawn.circles), .circle_error = html::field_error(words, refusal, "circle"),
        .polygon = first(drawn.polygons), .polygon_error = html::field_error(words, refusal, "polygon")});
}

}  // namespace alerts
