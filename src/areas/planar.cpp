// Even-odd, crossing edges, and how far a point is from an edge.
#include "areas/planar.hpp"
#include <cmath>
#include <numbers>

namespace areas {
namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr double hair = 1e-9;  // degrees: a tenth of a millimeter
constexpr double slack = 1e-6;  // kilometers: what rounding may hide from a quick look

double cross(Corner from, Corner to, Corner at) { return (to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x); }

// Which side of the edge's line a point lies on: 1, -1, or 0 when it is on the line.
int turn(Edge const& edge, Corner at) {
    auto const length = std::hypot(edge.b.x - edge.a.x, edge.b.y - edge.a.y);
    auto const twice_area = cross(edge.a, edge.b, at);
    return twice_area > hair * length ? 1 : twice_area < -hair * length ? -1 : 0;
}

// How far along an edge, from 0 to 1, the point nearest to `at` lies.
double along(Edge const& edge, Corner at) {
    auto const dx = edge.b.x - edge.a.x, dy = edge.b.y - edge.a.y, length = dx * dx + dy * dy;
    return length > 0 ? std::clamp(((at.x - edge.a.x) * dx + (at.y - edge.a.y) * dy) / length, 0.0, 1.0) : 0;
}

Corner at(Edge const& edge, double t) { return {edge.a.x + t * (edge.b.x - edge.a.x), edge.a.y + t * (edge.b.y - edge.a.y)}; }

// The short way round. Exactly half a turn is left as it was drawn.
double nearest_turn(double x, double to) {
    while (x - to > 180) x -= 360;
    while (x - to < -180) x += 360;
    return x;
}

double kilometers(Corner a, Corner b) {
    auto const across = std::sin((b.x - a.x) * degree / 2), up = std::sin((b.y - a.y) * degree / 2);
    auto const half_chord = up * up + std::cos(a.y * degree) * std::cos(b.y * degree) * across * across;
    return 2 * earth_radius * std::asin(std::sqrt(std::min(1.0, half_chord)));
}

Corner corner_of(Point point) { return {point.longitude, point.latitude}; }

}  // namespace

void Extent::take(Corner corner) { take(Extent{corner.x, corner.y, corner.x, corner.y}); }

void Extent::take(Extent const& more) {
    if (west > east) { *this = more; return; }
    west = std::min(west, more.west), east = std::max(east, more.east);
    south = std::min(south, more.south), north = std::max(north, more.north);
}

bool Extent::meets(Extent const& other) const {
    if (south > other.north || north < other.south) return false;
    auto apart = std::abs((west + east) - (other.west + other.east)) / 2;
    while (apart > 180) apart = std::abs(apart - 360);
    return apart <= (width() + other.width()) / 2;
}

Extent extent_of(Edge const& edge) {
    return {std::min(edge.a.x, edge.b.x), std::min(edge.a.y, edge.b.y), std::max(edge.a.x, edge.b.x), std::max(edge.a.y, edge.b.y)};
}

Extent widened(Extent extent, double kilometers) {
    auto const angle = (kilometers + slack) / earth_radius, up = angle / degree;
    extent.south -= up, extent.north += up;
    auto const highest = std::max(std::abs(extent.south), std::abs(extent.north));
    // A circle is widest, in degrees, at the highest latitude that its middle may have.
    auto const reach = highest >= 90 ? 2.0 : std::sin(angle) / std::cos((highest - up) * degree);
    auto const across = reach >= 1 || angle >= std::numbers::pi / 2 ? 180 : std::asin(reach) / degree + hair;
    extent.west -= across, extent.east += across;
    return extent;
}

std::vector<Corner> unrolled(Ring const& ring) {
    std::vector<Corner> corners;
    for (auto const& point : ring) {
        auto corner = corner_of(point);
        if (!corners.empty()) corner.x = nearest_turn(corner.x, corners.back().x);
        corners.push_back(corner);
    }
    if (corners.empty()) return corners;
    auto const first = corners.front(), last = corners.back();
    if (std::abs(last.x - first.x) > 180) {
        double sum = 0;
        for (auto const& corner : corners) sum += corner.y;
        auto const pole = sum < 0 ? -90.0 : 90.0;
        for (auto const& corner : {Corner{last.x, pole}, Corner{first.x, pole}, first}) corners.push_back(corner);
    }
    return corners;
}

bool is_on(Corner point, Edge const& edge) {
    auto const box = extent_of(edge);
    if (point.x < box.west - hair || point.x > box.east + hair || point.y < box.south - hair || point.y > box.north + hair) return false;
    return turn(edge, point) == 0;
}

// An edge that is straight in degrees is bent on the sphere: pieces of it are looked at, and the best one closely.
double kilometers(Corner point, Edge const& edge) {
    Edge const near{{nearest_turn(edge.a.x, point.x), edge.a.y}, {nearest_turn(edge.a.x, point.x) + edge.b.x - edge.a.x, edge.b.y}};
    auto const size = std::max(std::abs(near.b.x - near.a.x), std::abs(near.b.y - near.a.y));
    auto const pieces = std::clamp(static_cast<int>(size / 2), 1, 180);
    auto best = 0;
    auto least = kilometers(point, near.a);
    for (int i = 1; i <= pieces; ++i)
        if (auto const distance = kilometers(point, at(near, double(i) / pieces)); distance < least) least = distance, best = i;
    auto low = std::max(0.0, double(best - 1) / pieces), high = std::min(1.0, double(best + 1) / pieces);
    constexpr int halvings = 24;
    constexpr double golden = 0.6180339887498949;
    auto left = high - golden * (high - low), right = low + golden * (high - low);
    auto left_distance = kilometers(point, at(near, left)), right_distance = kilometers(point, at(near, right));
    for (int i = 0; i < halvings; ++i) {
        if (left_distance < right_distance) {
            high = right, right = left, right_distance = left_distance;
            left_distance = kilometers(point, at(near, left = high - golden * (high - low)));
        } else {
            low = left, left = right, left_distance = right_distance;
            right_distance = kilometers(point, at(near, right = low + golden * (high - low)));
        }
    }
    return std::min({least, left_distance, right_distance});
}

Field::Field(Polygon const& polygon) : extent_{1, 0, 0, 0} {
    for (auto const& ring : polygon.rings) {
        auto const corners = unrolled(ring);
        if (corners.size() < 2) continue;
        Extent extent{1, 0, 0, 0};
        for (auto const& corner : corners) extent.take(corner);
        extent_.take(extent);
        for (auto shift : {0.0, -360.0, 360.0}) {
            if (extent.east + shift < -180 || extent.west + shift > 180) continue;
            for (std::size_t i = 1; i < corners.size(); ++i)
                edges_.push_back({{corners[i - 1].x + shift, corners[i - 1].y}, {corners[i].x + shift, corners[i].y}});
            ring_ends_.push_back(edges_.size());
        }
    }
    auto const bands = std::max<std::size_t>(1, edges_.size() / 8);
    auto const band_of = [&](double y) {
        auto const height = extent_.north - extent_.south;
        return height > 0 ? static_cast<std::size_t>(std::clamp((y - extent_.south) / height * double(bands), 0.0, double(bands - 1))) : 0;
    };
    std::vector<std::vector<std::uint32_t>> by_band(bands);
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        auto const box = extent_of(edges_[i]);
        for (auto band = band_of(box.south - hair); band <= band_of(box.north + hair); ++band) by_band[band].push_back(static_cast<std::uint32_t>(i));
    }
    band_starts_.push_back(0);
    for (auto const& band : by_band) {
        bands_.insert(bands_.end(), band.begin(), band.end());
        band_starts_.push_back(static_cast<std::uint32_t>(bands_.size()));
    }
}

Field::Side Field::side(Corner point) const {
    if (edges_.empty() || point.y < extent_.south - hair || point.y > extent_.north + hair) return Side::outside;
    auto const bands = band_starts_.size() - 1;
    auto const height = extent_.north - extent_.south;
    auto const band = height > 0 ? static_cast<std::size_t>(std::clamp((point.y - extent_.south) / height * double(bands), 0.0, double(bands - 1))) : 0;
    bool odd = false;
    for (auto i = band_starts_[band]; i < band_starts_[band + 1]; ++i) {
        auto const& edge = edges_[bands_[i]];
        if (is_on(point, edge)) return Side::edge;
        if ((edge.a.y > point.y) != (edge.b.y > point.y) &&
            point.x < edge.a.x + (point.y - edge.a.y) / (edge.b.y - edge.a.y) * (edge.b.x - edge.a.x)) odd = !odd;
    }
    return odd ? Side::inside : Side::outside;
}

bool Field::holds(Corner point) const { return side({nearest_turn(point.x, 0), point.y}) != Side::outside; }
bool Field::holds_within(Corner point) const { return side({nearest_turn(point.x, 0), point.y}) == Side::inside; }

// Halfway between two latitudes where corners lie, in the widest part that is inside.
std::optional<Corner> Field::inside() const {
    std::vector<double> heights;
    for (auto const& edge : edges_) heights.push_back(edge.a.y);
    std::ranges::sort(heights);
    double level = 0, tallest = 0;
    for (std::size_t i = 1; i < heights.size(); ++i)
        if (heights[i] - heights[i - 1] > tallest) tallest = heights[i] - heights[i - 1], level = (heights[i] + heights[i - 1]) / 2;
    std::vector<double> crossings;
    for (auto const& edge : edges_)
        if ((edge.a.y > level) != (edge.b.y > level)) crossings.push_back(edge.a.x + (level - edge.a.y) / (edge.b.y - edge.a.y) * (edge.b.x - edge.a.x));
    std::ranges::sort(crossings);
    std::optional<Corner> found;
    double widest = hair;
    for (std::size_t i = 1; i < crossings.size(); i += 2)
        if (crossings[i] - crossings[i - 1] > widest) widest = crossings[i] - crossings[i - 1], found = Corner{(crossings[i] + crossings[i - 1]) / 2, level};
    return found;
}

// Whether an edge of ours runs through the other's inside. Between the places where edges touch, a piece is on one side.
bool Field::enters(Field const& other, std::vector<std::vector<double>> const& touched) const {
    std::size_t begin = 0;
    for (auto const end : ring_ends_) {
        bool touches = false;
        for (auto i = begin; i < end && !touches; ++i) touches = !touched[i].empty();
        if (!touches && end > begin && other.holds_within(edges_[begin].a)) return true;
        for (auto i = begin; touches && i < end; ++i) {
            auto places = touched[i];
            places.insert(places.end(), {0.0, 1.0});
            std::ranges::sort(places);
            for (std::size_t k = 1; k < places.size(); ++k)
                if (places[k] > places[k - 1] && other.holds_within(at(edges_[i], (places[k] + places[k - 1]) / 2))) return true;
        }
        begin = end;
    }
    return false;
}

bool Field::meets(Field const& other) const {
    if (edges_.empty() || other.edges_.empty() || !extent_.meets(other.extent_)) return false;
    std::vector<std::vector<double>> ours(edges_.size()), theirs(other.edges_.size());
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        auto const box = extent_of(edges_[i]);
        if (!box.meets(other.extent_)) continue;
        for (std::size_t k = 0; k < other.edges_.size(); ++k) {
            auto const& a = edges_[i];
            auto const& b = other.edges_[k];
            auto const beside = extent_of(b);
            // Rings stand in every turn that they reach, so edges that meet do so without another turn.
            if (box.south > beside.north + hair || box.north < beside.south - hair || box.west > beside.east + hair || box.east < beside.west - hair) continue;
            int const sides[] = {turn(a, b.a), turn(a, b.b), turn(b, a.a), turn(b, a.b)};
            if (sides[0] * sides[1] < 0 && sides[2] * sides[3] < 0) return true;
            if (is_on(b.a, a)) ours[i].push_back(along(a, b.a));
            if (is_on(b.b, a)) ours[i].push_back(along(a, b.b));
            if (is_on(a.a, b)) theirs[k].push_back(along(b, a.a));
            if (is_on(a.b, b)) theirs[k].push_back(along(b, a.b));
        }
    }
    if (enters(other, ours) || other.enters(*this, theirs)) return true;
    auto const our_inside = inside(), their_inside = other.inside();
    // A polygon without an inside, a line, meets what holds it.
    return other.holds(our_inside.value_or(edges_.front().a)) || holds(their_inside.value_or(other.edges_.front().a));
}

Ground::Ground(Shape const& shape) : circles_(shape.circles) {
    for (auto const& polygon : shape.polygons) fields_.emplace_back(polygon);
    for (auto const& circle : circles_) {
        auto const center = corner_of(circle.center);
        circle_extents_.push_back(widened({center.x, center.y, center.x, center.y}, circle.kilometers));
    }
}

bool Ground::holds(Corner point) const {
    return std::ranges::any_of(fields_, [&](Field const& field) { return field.holds(point); }) ||
           std::ranges::any_of(circles_, [&](Circle const& circle) { return kilometers(corner_of(circle.center), point) <= circle.kilometers; });
}

bool Ground::meets(Circle const& circle) const {
    auto const center = corner_of(circle.center);
    for (auto const& each : circles_)
        if (kilometers(corner_of(each.center), center) <= each.kilometers + circle.kilometers) return true;
    auto const reach = widened({center.x, center.y, center.x, center.y}, circle.kilometers);
    for (auto const& field : fields_) {
        if (field.edges().empty() || !field.extent().meets(reach)) continue;
        if (field.holds(center)) return true;
        for (auto const& edge : field.edges())
            if (extent_of(edge).meets(reach) && kilometers(center, edge) <= circle.kilometers) return true;
    }
    return false;
}

bool Ground::meets(Ground const& other) const {
    for (auto const& field : fields_)
        for (auto const& theirs : other.fields_)
            if (field.meets(theirs)) return true;
    return std::ranges::any_of(circles_, [&](Circle const& circle) { return other.meets(circle); }) ||
           std::ranges::any_of(other.circles_, [&](Circle const& circle) { return meets(circle); });
}

bool Ground::may_meet(Extent const& extent) const {
    return std::ranges::any_of(fields_, [&](Field const& field) { return !field.edges().empty() && field.extent().meets(extent); }) ||
           std::ranges::any_of(circle_extents_, [&](Extent const& each) { return each.meets(extent); });
}

// The faces of all this for those who ask once.

double kilometers(Point a, Point b) { return kilometers(corner_of(a), corner_of(b)); }
bool holds(Shape const& shape, Point point) { return Ground(shape).holds(corner_of(point)); }
bool meets(Shape const& shape, Circle const& circle) { return Ground(shape).meets(circle); }
bool meets(Shape const& a, Shape const& b) { return Ground(a).meets(Ground(b)); }

// The box leaves out the widest gap between what the parts cover.
Box box_of(Shape const& shape) {
    std::vector<std::pair<double, double>> covered;
    Box box{90, 0, -90, 0};
    auto take = [&](Extent extent) {
        box.south = std::min(box.south, std::max(-90.0, extent.south)), box.north = std::max(box.north, std::min(90.0, extent.north));
        if (extent.width() >= 360) extent.west = -180, extent.east = 180;
        auto const shift = std::floor((extent.west + 180) / 360) * 360;
        covered.emplace_back(extent.west - shift, extent.east - shift);
    };
    for (auto const& polygon : shape.polygons)
        for (auto const& ring : polygon.rings) {
            Extent extent{1, 0, 0, 0};
            for (auto const& corner : unrolled(ring)) extent.take(corner);
            if (extent.west <= extent.east) take(extent);
        }
    for (auto const& circle : shape.circles) {
        auto const center = corner_of(circle.center);
        take(widened({center.x, center.y, center.x, center.y}, circle.kilometers));
    }
    if (covered.empty()) return {};
    std::ranges::sort(covered);
    auto last = covered.front().second;
    for (auto const& [west, east] : covered) last = std::max(last, east);
    auto reach = last - 360, widest = 0.0, before = 0.0, after = 0.0;
    for (auto const& [west, east] : covered) {
        if (west - reach > widest) widest = west - reach, before = west, after = reach;
        reach = std::max(reach, east);
    }
    if (widest == 0) return {box.south, -180, box.north, 180};
    box.west = before;
    box.east = after > 180 ? after - 360 : after < -180 ? after + 360 : after;
    return box;
}

Point middle(Shape const& shape) {
    auto const box = box_of(shape);
    auto const east = box.west > box.east ? box.east + 360 : box.east;
    return {(box.south + box.north) / 2, nearest_turn((box.west + east) / 2, 0)};
}

}  // namespace areas
