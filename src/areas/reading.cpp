// A file is read whole before anything is kept, and says which of its outlines is at fault.
#include "areas/reading.hpp"
#include "base/text.hpp"
#include "http/document.hpp"
#include <cmath>
#include <map>

namespace areas {
using base::refuse, base::Result, base::Why;
using http::Document;

namespace {

constexpr std::size_t largest_file = 100u << 20, most_outlines = 50'000, most_corners = 5'000'000;
constexpr std::size_t longest_name = 200, longest_code = 60;
constexpr int deepest_collection = 8;

class Reader {
public:
    explicit Reader(Document const& file) : file_(file) {}

    Result<std::vector<Named>> read(std::string_view object) {
        auto const type = file_["type"].text();
        if (type == "Topology") TRY(topology(object));
        else if (type == "FeatureCollection")
            for (auto const& feature : file_["features"].list(most_outlines + 1)) TRY(take(feature, feature["geometry"]));
        else if (type == "Feature") TRY(take(file_, file_["geometry"]));
        else return refuse(Why::invalid, "This is neither TopoJSON nor GeoJSON with features: its type is missing or another.");
        if (all_.empty()) return refuse(Why::invalid, "The file holds no outlines.");
        return std::move(all_);
    }

private:
    Result<base::Done> topology(std::string_view object) {
        if (auto const scale = file_["transform"]; scale.is_there()) {
            scale_ = TRY(pair(scale["scale"]));
            offset_ = TRY(pair(scale["translate"]));
        }
        for (auto const& arc : file_["arcs"].list(most_corners)) arcs_.push_back(TRY(arc_of(arc)));
        auto const objects = file_["objects"];
        if (!object.empty() && !objects[object].is_there()) return refuse(Why::invalid, "The file has no object named " + std::string(object) + ".");
        for (auto const& [name, each] : objects.members(most_outlines))
            if (object.empty() || object == name) TRY(collection(each, 0));
        return base::Done{};
    }

    Result<base::Done> collection(Document const& object, int depth) {
        if (object["type"].text() != "GeometryCollection") return take(object, object);
        if (depth == deepest_collection) return refuse(Why::invalid, "Collections lie too deep within each other.");
        for (auto const& each : object["geometries"].list(most_outlines + 1)) TRY(collection(each, depth + 1));
        return base::Done{};
    }

    Result<std::pair<double, double>> pair(Document const& list) {
        auto const numbers = list.list(3);
        auto const x = numbers.empty() ? std::nullopt : numbers[0].number(), y = numbers.size() < 2 ? std::nullopt : numbers[1].number();
        if (!list.is_list() || !x || !y) return refuse(Why::invalid, at() + "a position is not a list of two numbers.");
        return std::pair{*x, *y};
    }

    Result<Spot> spot(double x, double y) {
        constexpr double rounding = 1e-4;  // of a file's quantization
        if (std::abs(x) > 180 + rounding || std::abs(y) > 90 + rounding)
            return refuse(Why::invalid, at() + "a position is outside the globe; positions are longitude, latitude in degrees.");
        if (++corners_ > most_corners) return refuse(Why::too_large, "The file has more than " + std::to_string(most_corners) + " corners.");
        return spot_of({std::clamp(y, -90.0, 90.0), std::clamp(x, -180.0, 180.0)});
    }

    Result<Line> arc_of(Document const& arc) {
        Line line;
        double x = 0, y = 0;
        bool const is_quantized = scale_.first != 0;
        for (auto const& each : arc.list(most_corners)) {
            auto const [px, py] = TRY(pair(each));
            x = is_quantized ? x + px : px, y = is_quantized ? y + py : py;
            line.push_back(TRY(is_quantized ? spot(x * scale_.first + offset_.first, y * scale_.second + offset_.second) : spot(x, y)));
        }
        return line;
    }

    // A ring of a topology is a list of arcs, each by its number; one's complement is the arc backwards.
    Result<Line> ring_of(Document const& ring) {
        Line line;
        for (auto const& each : ring.list(most_corners)) {
            if (!is_topology()) {
                auto const [x, y] = TRY(pair(each));
                line.push_back(TRY(spot(x, y)));
                continue;
            }
            auto const number = each.integer();
            auto const index = number && *number < 0 ? ~*number : number.value_or(-1);
            if (index < 0 || static_cast<std::size_t>(index) >= arcs_.size()) return refuse(Why::invalid, at() + "it names an arc that is not there.");
            auto arc = arcs_[static_cast<std::size_t>(index)];
            if (*number < 0) std::ranges::reverse(arc);
            if ((corners_ += arc.size()) > most_corners) return refuse(Why::too_large, "The file has more than " + std::to_string(most_corners) + " corners.");
            line.insert(line.end(), line.empty() || arc.empty() ? arc.begin() : arc.begin() + 1, arc.end());
        }
        // A topology whose positions were rounded one by one may miss its beginning by a step.
        constexpr auto step = static_cast<std::int32_t>(0.005 * Spot::per_degree);
        if (is_topology() && line.size() > 1 && line.front() != line.back() && std::abs(line.front().x - line.back().x) <= step && std::abs(line.front().y - line.back().y) <= step)
            line.push_back(line.front());
        if (line.size() < 4) return refuse(Why::invalid, at() + "a ring has fewer than four positions.");
        if (line.front() != line.back()) return refuse(Why::invalid, at() + "a ring is open: its last position must be the first again.");
        return line;
    }

    Result<Rings> rings_of(Document const& polygon) {
        Rings rings;
        for (auto const& ring : polygon.list(most_corners)) rings.push_back(TRY(ring_of(ring)));
        return rings;
    }

    Result<base::Done> polygons_of(Document const& geometry, std::vector<Rings>& onto, int depth) {
        auto const type = geometry["type"].text();
        auto const parts = geometry[is_topology() ? "arcs" : "coordinates"];
        if (type == "Polygon") onto.push_back(TRY(rings_of(parts)));
        else if (type == "MultiPolygon") for (auto const& each : parts.list(most_corners)) onto.push_back(TRY(rings_of(each)));
        else if (type == "GeometryCollection" && depth < deepest_collection)
            for (auto const& each : geometry["geometries"].list(most_outlines)) TRY(polygons_of(each, onto, depth + 1));
        else return refuse(Why::invalid, at() + "it is neither a Polygon nor a MultiPolygon.");
        return base::Done{};
    }

    static std::string first_text(Document const& of, std::initializer_list<std::string_view> names) {
        for (auto const name : names) {
            auto const value = of[name];
            if (value.is_text() && !value.text().empty()) return std::string(value.text());
            if (auto const number = value.integer(); number && !value.is_text()) return std::to_string(*number);
        }
        return "";
    }

    Result<base::Done> take(Document const& feature, Document const& geometry) {
        ++place_;
        auto const properties = feature["properties"];
        Named one;
        one.name = base::trim(base::normalize(first_text(properties, {"name", "NAME", "Name", "title"})));
        one.code = first_text(feature, {"id"});
        if (one.code.empty()) one.code = first_text(properties, {"code", "CODE", "id", "ID", "GEOID", "ISO_A2", "iso_3166_2"});
        one.code = base::trim(base::normalize(one.code));
        one.within = base::trim(base::normalize(first_text(properties, {"within"})));
        about_ = one.name;
        if (one.name.empty()) return refuse(Why::invalid, at() + "it has no name (a property \"name\").");
        if (one.code.empty()) return refuse(Why::invalid, at() + "it has no code (its id, or a property \"code\").");
        if (one.name.size() > longest_name || one.code.size() > longest_code || one.within.size() > longest_code)
            return refuse(Why::invalid, at() + "its name or code is too long.");
        TRY(polygons_of(geometry, one.polygons, 0));
        if (one.polygons.empty()) return refuse(Why::invalid, at() + "it has no polygons.");
        auto const [known, is_new] = by_code_.try_emplace(one.code, all_.size());
        if (is_new) all_.push_back(std::move(one));
        else std::ranges::move(one.polygons, std::back_inserter(all_[known->second].polygons));
        if (all_.size() > most_outlines) return refuse(Why::too_large, "The file has more than " + std::to_string(most_outlines) + " outlines.");
        return base::Done{};
    }

    bool is_topology() const { return file_["type"].text() == "Topology"; }
    std::string at() const { return place_ ? "Outline " + std::to_string(place_) + (about_.empty() ? "" : " (" + about_ + ")") + ": " : ""; }

    Document file_;
    std::pair<double, double> scale_{0, 0}, offset_{0, 0};
    std::vector<Line> arcs_;
    std::vector<Named> all_;
    std::map<std::string, std::size_t> by_code_;
    std::size_t place_ = 0, corners_ = 0;
    std::string about_;  // the name of the outline that is read
};

}  // namespace

Result<std::vector<Named>> read_outlines(std::string_view json, std::string_view object) {
    if (json.size() > largest_file) return refuse(Why::too_large, "The file is larger than 100 MB.");
    auto file = Document::read(json);
    if (!file) return refuse(Why::invalid, "The file is not JSON.");
    return Reader(*file).read(object);
}

void simplify(std::vector<Named>& all, double meters) {
    constexpr double meters_per_degree = 111'195;
    std::vector<Line> rings;
    for (auto const& each : all)
        for (auto const& polygon : each.polygons) rings.insert(rings.end(), polygon.begin(), polygon.end());
    Topology topology(rings);
    topology.simplify(meters / meters_per_degree);
    std::size_t number = 0;
    for (auto& each : all) {
        std::vector<Rings> left;
        for (auto const& polygon : each.polygons) {
            auto const first = number;
            number += polygon.size();
            Rings kept;
            // Where the outer ring is gone, so are its holes.
            for (auto i = first; i < number && (i == first || !kept.empty()); ++i)
                if (auto ring = topology.ring(i); !ring.empty()) kept.push_back(std::move(ring));
            if (!kept.empty()) left.push_back(std::move(kept));
        }
        if (!left.empty()) each.polygons = std::move(left);
    }
}

}  // namespace areas
