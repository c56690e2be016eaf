// CAP's two texts for an area. A warning with a wrong corner warns the wrong people: each refusal names what is wrong.
#include "areas/areas.hpp"
#include "base/text.hpp"
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace areas {
using base::refuse, base::Result, base::Why;

namespace {

constexpr std::size_t most_corners = 20'000;
constexpr double half_of_the_globe = 20'038;  // kilometers: no circle is larger

bool is_space(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }

std::vector<std::string_view> words_of(std::string_view text, std::size_t most) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size() && words.size() < most;) {
        while (at < text.size() && is_space(text[at])) ++at;
        auto const begin = at;
        while (at < text.size() && !is_space(text[at])) ++at;
        if (at > begin) words.push_back(text.substr(begin, at - begin));
    }
    return words;
}

std::optional<double> number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

Result<Point> point(std::string_view text, std::size_t place) {
    auto const where = std::to_string(place);
    auto const comma = text.find(',');
    if (comma == text.npos) return refuse(Why::invalid, "Point " + where + " is not two numbers with a comma between: latitude,longitude.");
    auto const latitude = number(text.substr(0, comma)), longitude = number(text.substr(comma + 1));
    if (!latitude || !longitude) return refuse(Why::invalid, "Point " + where + " is not two numbers with a comma between: latitude,longitude.");
    if (std::abs(*latitude) > 90) return refuse(Why::invalid, "The latitude of point " + where + " is not between -90 and 90.");
    if (std::abs(*longitude) > 180) return refuse(Why::invalid, "The longitude of point " + where + " is not between -180 and 180.");
    return Point{*latitude, *longitude};
}

std::string shortest(double degrees) {
    auto text = fmt::format("{:.5f}", degrees);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string text_of(Point point) { return shortest(point.latitude) + "," + shortest(point.longitude); }

}  // namespace

Result<Polygon> read_polygon(std::string_view text) {
    auto const words = words_of(text, most_corners + 1);
    if (words.size() > most_corners) return refuse(Why::too_large, "A polygon has at most " + std::to_string(most_corners) + " points.");
    if (words.size() < 4) return refuse(Why::invalid, "A polygon needs at least four points, the last of which is the first again.");
    Ring ring;
    for (auto const& word : words) ring.push_back(TRY(point(word, ring.size() + 1)));
    if (ring.front() != ring.back()) return refuse(Why::invalid, "The polygon is open: its last point must be the first again.");
    return Polygon{{std::move(ring)}};
}

Result<Circle> read_circle(std::string_view text) {
    auto const words = words_of(text, 3);
    if (words.size() != 2) return refuse(Why::invalid, "A circle is its middle and its radius in kilometers: latitude,longitude radius.");
    auto const center = TRY(point(words[0], 1));
    auto const radius = number(words[1]);
    if (!radius) return refuse(Why::invalid, "The radius of the circle is not a number.");
    if (*radius < 0) return refuse(Why::invalid, "The radius of the circle is negative.");
    if (*radius > half_of_the_globe) return refuse(Why::invalid, "The radius of the circle is larger than half the globe.");
    return Circle{center, *radius};
}

std::string text_of(Polygon const& polygon) {
    std::string text;
    if (polygon.rings.empty()) return text;
    for (auto const& corner : polygon.rings.front()) text += (text.empty() ? "" : " ") + text_of(corner);
    return text;
}

std::string text_of(Circle const& circle) { return text_of(circle.center) + " " + shortest(circle.kilometers); }

}  // namespace areas
