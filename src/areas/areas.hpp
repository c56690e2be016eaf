// Areas: where on the globe something holds, which places people call by name, and whether two of them meet.
//
// Positions are WGS 84 degrees. Between two corners an edge runs straight in degrees, as CAP 1.2 and GeoJSON draw it;
// shapes may cross the antimeridian.
#pragma once
#include "base/result.hpp"
#include "db/database.hpp"
#include "html/html.hpp"
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace areas {

extern db::Schema const schema;

struct Point { double latitude = 0, longitude = 0; bool operator==(Point const&) const = default; };
using Ring = std::vector<Point>;                  // closed: the last point is the first again
struct Polygon { std::vector<Ring> rings; };      // even-odd: a ring within another is a hole
struct Circle { Point center; double kilometers = 0; };
struct Shape {
    std::vector<Polygon> polygons;
    std::vector<Circle> circles;
    bool empty() const { return polygons.empty() && circles.empty(); }
};
// West is greater than east where a box crosses the antimeridian.
struct Box { double south = 0, west = 0, north = 0, east = 0; };

// CAP 1.2's texts: "38.47,-120.14 38.34,-119.95 ..." (latitude first) and "32.9525,-115.5527 10". Refused (invalid): numbers
// that are none, outside the globe, fewer than four points, an open ring, a negative radius.
base::Result<Polygon> read_polygon(std::string_view text);
base::Result<Circle> read_circle(std::string_view text);
std::string text_of(Polygon const&);  // of its outer ring; five decimals, about a meter
std::string text_of(Circle const&);

double kilometers(Point, Point);             // along the great circle (haversine)
Box box_of(Shape const&);
bool holds(Shape const&, Point);             // a point on the edge is inside
bool meets(Shape const&, Circle const&);     // whether any of the circle lies in the shape
bool meets(Shape const&, Shape const&);
Point middle(Shape const&);                  // of its box: where a name is written

// Outlines that have a name: counties, states, countries, and what an administrator imported.
// `scheme` and `code` are CAP's geocode: SAME (six digits), FIPS6 (five), UGC ("ORC029"), ISO3166-1 ("US"), ISO3166-2
// ("US-OR"), or one's own. Outlines are kept under FIPS6, ISO3166-1, ISO3166-2 and one's own schemes.
struct Outline {
    std::int64_t id = 0;
    std::string scheme, code, name;
    std::string within;   // code of what it lies in: the state of a county, the country of a state; "" for none
    std::string country;  // ISO 3166-1, two letters; "" for none
    std::int64_t mark = 0;  // of its corners: another when they changed
};
// Finds also by other spellings of the same: SAME and UGC counties, "US-OR" by the state's FIPS number.
std::optional<Outline> find(db::Read&, std::string_view scheme, std::string_view code);
std::optional<Outline> find(db::Read&, std::int64_t id);
std::vector<Outline> within(db::Read&, std::string_view code);                    // by name
std::vector<Outline> search(db::Read&, std::string_view start_of_name, int limit);
std::shared_ptr<Shape const> shape_of(db::Read&, Outline const&);                 // kept in memory once read
std::vector<Outline> at(db::Read&, Point);                                        // what holds a point, smallest first

// TopoJSON or GeoJSON, with outlines simplified to about `meters`. Returns how many outlines were added or replaced.
// Refused: no such file format, an outline without name or code, coordinates outside the globe.
// `object` picks one of a TopoJSON's objects; "" takes all.
struct Import { std::string scheme, country; double meters = 500; std::string object; };
base::Result<std::int64_t> import_outlines(db::Write&, std::string_view json, Import const&);
// The outlines that come with this program, at the first start; again only when their text changed.
void import_built_in(db::Database&);

// A map drawn by the server: outlines around, what is shaded, its names, title and description for those who do not see it.
struct Shaded { Shape shape; std::string name; enum class Tone { severe, moderate, plain } tone = Tone::plain; };
struct Marker { Point point; std::string label, address, name; };  // a short label in a dot, a link with its name
struct Map {
    std::string title, description;
    std::vector<Shaded> shaded;
    bool small = false;  // for the light page: no labels but those shaded, coarse lines
    std::vector<Marker> markers = {};  // the first lies on top
};
html::Safe drawn(db::Read&, Map const&);

// A map to choose from: what lies in `within` ("": all countries), each as a path of its own, then neighbours that are seen.
struct Choice { Outline outline; std::string path; bool around = false; };  // path "": not on this map
struct ChoiceMap {
    int width = 0, height = 0;
    Point middle;
    double units_north = 1, units_east = 1;  // of a degree, so that a script can tell where somebody pressed
    std::vector<Choice> choices;
    std::string own;                         // the path of a shape of one's own
};
ChoiceMap choice_map(db::Read&, std::string_view within, Shape const& own);
std::vector<Outline> with_others_inside(db::Read&);  // whose map can be chosen from: countries, then states

// Which of very many places meet a shape. Any thread may ask; changes wait for those who ask.
// Places are circles (a point is one of 0 km) or outlines, each with a number that is its owner's.
class Index {
public:
    Index();
    ~Index();
    void add(std::int64_t place, Circle const&);
    void add_outline(std::int64_t place, std::int64_t outline);
    void remove(std::int64_t place);
    std::size_t size() const;
    // A number that was added several times stands for several places, until it is removed.
    // Numbers, in order. `outlines` tells the shape of an outline, asked once for each that is in use near.
    std::vector<std::int64_t> meeting(Shape const&, std::function<std::shared_ptr<Shape const>(std::int64_t outline)> const& outlines) const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace areas
