// Equirectangular, shrunk by the cosine of the middle latitude.
#include "areas/view.hpp"
#include <cmath>
#include <numbers>

namespace areas {
namespace {

constexpr double part_for_the_shape = 0.72;  // of the window; the rest shows where it is
constexpr double smallest_window = 0.5;      // degrees: a neighborhood is shown with its surroundings
constexpr double outside = 3;                // units beyond the window where lines are cut

// One side of the window: what lies within, and where an edge crosses.
struct Side {
    bool across;   // x, or else y
    double limit;
    bool above;    // whether what is kept lies above the limit
    double of(Dot dot) const { return (across ? dot.x : dot.y) - limit; }
    bool keeps(Dot dot) const { return above ? of(dot) >= 0 : of(dot) <= 0; }
    Dot crossing(Dot a, Dot b) const {
        auto const t = of(a) / (of(a) - of(b));
        return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
    }
};

std::array<Side, 4> sides(double width, double height) {
    return {Side{true, -outside, true}, {true, width + outside, false}, {false, -outside, true}, {false, height + outside, false}};
}

void number(std::string& onto, long value) {
    if (value >= 0 && !onto.empty() && onto.back() >= '0' && onto.back() <= '9') onto += ' ';
    onto += std::to_string(value);
}

}  // namespace

View::View(Shape const& shape, double width, double height) : width_(width), height_(height), scale_(width / 360) {
    if (shape.empty()) return;
    auto const box = box_of(shape);
    auto const wide = box.west > box.east ? box.east + 360 - box.west : box.east - box.west;
    latitude_ = (box.south + box.north) / 2;
    longitude_ = box.west + wide / 2;
    shrink_ = std::max(0.15, std::cos(latitude_ * std::numbers::pi / 180));
    auto const fit = std::min(height * part_for_the_shape / std::max(box.north - box.south, 1e-6), width * part_for_the_shape / std::max(wide * shrink_, 1e-6));
    scale_ = std::clamp(fit, width / (360 * shrink_), height / smallest_window);
}

Box View::box() const {
    auto const up = height_ / scale_ / 2, across = width_ / (scale_ * shrink_) / 2;
    Box box{std::max(-90.0, latitude_ - up), -180, std::min(90.0, latitude_ + up), 180};
    if (across >= 179) return box;
    auto const turned = [](double x) { return x - 360 * std::floor((x + 180) / 360); };
    box.west = turned(longitude_ - across), box.east = turned(longitude_ + across);
    return box;
}

Dots View::dots(Line const& line) const {
    if (line.empty()) return {};
    auto const [low, high] = std::ranges::minmax(line, {}, &Spot::x);
    auto const middle = (double(low.x) + high.x) / 2 / Spot::per_degree;
    auto const turn = 360 * std::round((longitude_ - middle) / 360);
    Dots dots;
    for (auto const spot : line)
        dots.push_back({width_ / 2 + (spot.x / Spot::per_degree + turn - longitude_) * shrink_ * scale_,
                        height_ / 2 - (spot.y / Spot::per_degree - latitude_) * scale_});
    return dots;
}

Dots View::seen_of_ring(Dots const& ring) const {
    auto left = ring;
    for (auto const& side : sides(width_, height_)) {
        Dots kept;
        for (std::size_t i = 0; i < left.size(); ++i) {
            auto const from = left[i], to = left[(i + 1) % left.size()];
            if (side.keeps(from)) kept.push_back(from);
            if (side.keeps(from) != side.keeps(to)) kept.push_back(side.crossing(from, to));
        }
        left = std::move(kept);
    }
    return left;
}

std::vector<Dots> View::seen_of_line(Dots const& line) const {
    std::vector<Dots> all;
    bool is_open = false;
    for (std::size_t i = 1; i < line.size(); ++i) {
        auto from = line[i - 1], to = line[i];
        bool is_seen = true, reaches_end = true;
        for (auto const& side : sides(width_, height_)) {
            if (!is_seen) break;
            if (!side.keeps(from) && !side.keeps(to)) is_seen = false;
            else if (!side.keeps(from)) from = side.crossing(from, to), is_open = false;
            else if (!side.keeps(to)) to = side.crossing(from, to), reaches_end = false;
        }
        if (!is_seen) { is_open = false; continue; }
        if (!is_open) all.push_back({from});
        all.back().push_back(to);
        is_open = reaches_end;
    }
    return all;
}

std::string path_of(Dots const& dots, bool closed) {
    std::vector<std::pair<long, long>> whole;
    for (auto const dot : dots) {
        std::pair const next{std::lround(dot.x), std::lround(dot.y)};
        if (whole.empty() || whole.back() != next) whole.push_back(next);
    }
    while (closed && whole.size() > 1 && whole.front() == whole.back()) whole.pop_back();
    // Corners on a straight line say nothing.
    for (std::size_t i = 1; i + 1 < whole.size();) {
        auto const [ax, ay] = whole[i - 1];
        auto const [bx, by] = whole[i];
        auto const [cx, cy] = whole[i + 1];
        bool const straight = (bx - ax) * (cy - by) == (by - ay) * (cx - bx) && (bx - ax) * (cx - bx) >= 0 && (by - ay) * (cy - by) >= 0;
        if (straight) whole.erase(whole.begin() + static_cast<std::ptrdiff_t>(i)); else ++i;
    }
    if (whole.size() < (closed ? 3u : 2u)) return "";
    std::string path = "M";
    number(path, whole.front().first), number(path, whole.front().second);
    path += 'l';
    for (std::size_t i = 1; i < whole.size(); ++i) number(path, whole[i].first - whole[i - 1].first), number(path, whole[i].second - whole[i - 1].second);
    return closed ? path + "z" : path;
}

}  // namespace areas
