// The map as SVG. On pages its colors are classes; the light page has no style sheet, so there they stand in the picture.
#include "areas/sheet.hpp"
#include "base/text.hpp"
#include "html/template.hpp"
#include <cmath>
#include <map>
#include <ranges>

namespace areas {
namespace {

constexpr double units_a_letter = 6, line_height = 12;
constexpr double marker_radius = 12, around_a_marker = 1;  // units; kilometers
constexpr std::size_t most_bytes = 12'000, most_bytes_small = 3'000, bytes_around = 700;
constexpr std::int64_t longest_name = 24;  // graphemes
constexpr std::size_t most_names = 40, most_names_small = 8, most_other_names = 12;
constexpr std::string_view tones[] = {"v", "u", "p"};                              // by Shaded::Tone
constexpr std::string_view fills[] = {"#a8312f", "#efbc92", "#35788b"}, inks[] = {"#fff", "#3b1d08", "#fff"};

struct Room { double x, y, width; };  // of a name's middle

// Where a name of a width has room on a line through a part, the middle of the part first.
std::vector<Room> rooms(std::vector<Dots> const& rings, View const& view, double width) {
    auto top = view.height(), bottom = 0.0;
    for (auto const& ring : rings)
        for (auto const dot : ring) top = std::min(top, dot.y), bottom = std::max(bottom, dot.y);
    constexpr int levels = 13;
    std::vector<Room> found;
    for (int i = 1; i < levels; ++i) {
        auto const y = top + (bottom - top) * i / levels + 0.01;
        std::vector<double> crossings;
        for (auto const& ring : rings)
            for (std::size_t k = 0; k < ring.size(); ++k) {
                auto const a = ring[k], b = ring[(k + 1) % ring.size()];
                if ((a.y > y) != (b.y > y)) crossings.push_back(std::clamp(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x), 0.0, view.width()));
            }
        std::ranges::sort(crossings);
        for (std::size_t k = 1; k < crossings.size(); k += 2) found.push_back({(crossings[k] + crossings[k - 1]) / 2, y, crossings[k] - crossings[k - 1]});
    }
    auto const middle = (top + bottom) / 2;
    std::ranges::sort(found, std::greater{}, [&](Room const& room) { return std::min(room.width, width) - std::abs(room.y - middle) / 2; });
    return found;
}

class Names {
public:
    Names(View const& view, bool small) : view_(view), small_(small) {}

    void put(Sheet::Part const& part) {
        bool const is_shaded = part.tone >= 0;
        auto& left = is_shaded ? shaded_left_ : others_left_;
        if (left == 0 || (small_ && (!is_shaded || text_.size() > most_bytes_small / 4)) || taken_names_.contains(part.name)) return;
        if (is_shaded) shade_.push_back(part.rings);
        auto const name = base::shorten(part.name, longest_name);
        auto const width = static_cast<double>(base::graphemes(name)) * units_a_letter;
        for (auto const& room : rooms(part.rings, view_, width)) {
            if (!is_shaded && (room.width < width + 4 || is_shade(room))) continue;
            if (!fits(room, width)) continue;
            taken_.push_back({room.x, room.y, width});
            taken_names_.insert({part.name, true});
            write(name, part.tone, room);
            --left;
            return;
        }
    }

    std::string const& text() const { return text_; }

private:
    // By where a line to the left crosses.
    bool is_shade(Room const& room) const {
        return std::ranges::any_of(shade_, [&](auto const& rings) {
            bool odd = false;
            for (auto const& ring : rings)
                for (std::size_t k = 0; k < ring.size(); ++k) {
                    auto const a = ring[k], b = ring[(k + 1) % ring.size()];
                    if ((a.y > room.y) != (b.y > room.y) && a.x + (room.y - a.y) / (b.y - a.y) * (b.x - a.x) < room.x) odd = !odd;
                }
            return odd;
        });
    }

    bool fits(Room const& room, double width) const {
        if (room.x < width / 2 || room.x > view_.width() - width / 2 || room.y < line_height || room.y > view_.height() - line_height / 2) return false;
        return std::ranges::none_of(taken_, [&](Room const& other) { return std::abs(other.x - room.x) < (other.width + width) / 2 && std::abs(other.y - room.y) < line_height; });
    }

    void write(std::string_view name, int tone, Room const& room) {
        auto const at = "x=\"" + std::to_string(std::lround(room.x)) + "\" y=\"" + std::to_string(std::lround(room.y + line_height / 3)) + "\"";
        if (small_) text_ += "<text " + at + " fill=\"" + std::string(inks[tone]) + "\" stroke=\"" + std::string(fills[tone]) + "\">";
        else text_ += "<text class=\"" + std::string(tone < 0 ? "o" : tones[tone]) + "\" " + at + ">";
        html::escape(text_, name);
        text_ += "</text>";
    }

    View const& view_;
    bool small_;
    std::vector<Room> taken_;
    std::vector<std::vector<Dots>> shade_;  // the rings of what is shaded
    std::map<std::string, bool> taken_names_;
    std::size_t shaded_left_ = small_ ? most_names_small : most_names, others_left_ = most_other_names;
    std::string text_;
};

std::string path(std::string const& shape, std::string_view look) {
    return shape.empty() ? "" : "<path " + std::string(look) + " d=\"" + shape + "\"/>";
}

std::string body(Sheet::Drawn const& drawn, bool small) {
    auto text = small ? std::string("<rect width=\"100%\" height=\"100%\" fill=\"#d5e4ea\"/>") : "";
    text += path(drawn.land, small ? "fill=\"#f3f1ec\"" : "class=\"ld\"");
    for (auto const tone : {2u, 1u, 0u})  // the gravest on top
        text += path(drawn.shaded[tone], small ? "fill=\"" + std::string(fills[tone]) + "\"" : "class=\"" + std::string(tones[tone]) + "\"");
    text += path(drawn.county_lines, small ? "fill=\"none\" stroke=\"#8f8a80\" stroke-width=\".6\"" : "class=\"ln\"");
    return text + path(drawn.state_lines, small ? "fill=\"none\" stroke=\"#6f6a60\"" : "class=\"bd\"");
}

// Coarser until it is small enough; then without the lines of counties, which are many, at the last without any.
std::string small_enough(Sheet const& sheet, bool small, std::size_t bytes) {
    std::string text;
    using enum Sheet::Lines;
    for (auto const lines : {all, states, none})
        for (auto const units : {0.5, 0.8, 1.2, 1.8, 2.6, 4.0, 6.0}) {
            text = body(sheet.draw(units, lines), small);
            if (text.size() <= bytes) return text;
        }
    return text;
}

// The last one first, so that the first lies on top of what is too near.
std::string dots(std::vector<Marker> const& markers, View const& view) {
    std::string text;
    for (auto const& each : std::ranges::reverse_view(markers)) {
        auto const seen = view.dots({Spot{static_cast<std::int32_t>(std::lround(each.point.longitude * Spot::per_degree)), static_cast<std::int32_t>(std::lround(each.point.latitude * Spot::per_degree))}});
        if (seen.empty()) continue;
        auto const x = std::to_string(std::lround(std::clamp(seen.front().x, marker_radius, view.width() - marker_radius)));
        auto const y = std::lround(std::clamp(seen.front().y, marker_radius, view.height() - marker_radius));
        text += "<a href=\"";
        html::escape(text, each.address);
        text += "\"><title>";
        html::escape(text, each.name);
        text += "</title><circle class=\"mk\" cx=\"" + x + "\" cy=\"" + std::to_string(y) + "\" r=\"" + std::to_string(std::lround(marker_radius)) + "\"/><text class=\"mk\" x=\"" + x + "\" y=\"" + std::to_string(y + 4) + "\">";
        html::escape(text, each.label);
        text += "</text></a>";
    }
    return text;
}

}  // namespace

html::Safe drawn(db::Read& read, Map const& map) {
    double const width = map.small ? 280 : 360, height = map.small ? 220 : 270;
    Shape whole;
    for (auto const& each : map.shaded) {
        whole.polygons.insert(whole.polygons.end(), each.shape.polygons.begin(), each.shape.polygons.end());
        whole.circles.insert(whole.circles.end(), each.shape.circles.begin(), each.shape.circles.end());
    }
    for (auto const& each : map.markers) whole.circles.push_back({each.point, around_a_marker});
    View const view(whole, width, height);
    Sheet const sheet(read, map, view);
    Names names(view, map.small);
    auto const parts = sheet.parts();
    bool const with_counties = std::ranges::any_of(parts, [](Sheet::Part const& part) { return part.level == Level::county; });
    for (auto const& part : parts)
        if (part.level != Level::state || !with_counties) names.put(part);
    auto const most = (map.small ? most_bytes_small : most_bytes) - bytes_around;
    auto const around = names.text().size() + map.title.size() + map.description.size();
    auto const size = std::to_string(std::lround(width)) + " " + std::to_string(std::lround(height));
    // What holds links is no picture as a whole.
    std::string svg = "<svg class=\"area-map\" viewBox=\"0 0 " + size + (map.markers.empty() ? "\" role=\"img\"><title>" : "\" role=\"group\"><title>");
    html::escape(svg, map.title);
    svg += "</title><desc>";
    html::escape(svg, map.description);
    svg += "</desc>" + small_enough(sheet, map.small, most > around ? most - around : 0);
    svg += map.small ? "<g font-family=\"sans-serif\" font-size=\"11\" text-anchor=\"middle\" stroke-width=\"2.5\" stroke-linejoin=\"round\" paint-order=\"stroke\">" + names.text() + "</g></svg>" : names.text() + dots(map.markers, view) + "</svg>";
    return {std::move(svg)};
}

}  // namespace areas
