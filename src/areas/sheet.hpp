// What a map shows, before it is written: land, lines and shaded parts that share their corners, and room for names.
#pragma once
#include "areas/outlines.hpp"
#include "areas/view.hpp"

namespace areas {

Ring round(Circle const&);

enum class Level { country, state, county, shaded };

class Sheet {
public:
    Sheet(db::Read&, Map const&, View const&);

    struct Drawn { std::string land, state_lines, county_lines, shaded[3]; };
    enum class Lines { none, states, all };
    Drawn draw(double units, Lines) const;  // simplified to so many units of the picture

    // What is shaded, and what is not but has a name: each with the rings that are seen.
    struct Part { std::string name; Level level; int tone = -1; std::vector<Dots> rings; };
    std::vector<Part> parts() const;

private:
    struct Piece { Level level; int tone; std::string name; std::vector<std::vector<std::size_t>> polygons; };

    void take(Shape const&, Level, int tone, std::string name);
    bool is_land(Piece const&) const;
    std::string land(Topology const&, double units) const;
    std::string lines(Topology const&, double units, Level, Lines) const;
    std::string shaded(Topology const&, double units, Piece const&) const;

    View const& view_;
    std::vector<Line> rings_;
    std::vector<Piece> pieces_;
    Topology topology_{{}};
};

}  // namespace areas
