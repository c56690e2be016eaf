// The window of a map: degrees to whole units of its picture, and what of a line or a ring is seen in it.
#pragma once
#include "areas/planar.hpp"
#include "areas/topology.hpp"

namespace areas {

struct Dot { double x = 0, y = 0; };  // units of the picture, y down
using Dots = std::vector<Dot>;

class View {
public:
    // Shows the shape with room around it; the whole globe for none.
    View(Shape const&, double width, double height);

    Box box() const;
    double degrees_high() const { return height_ / scale_; }
    double degrees_of(double units) const { return units / scale_; }
    Dots dots(Line const&) const;              // in the turn round the globe that is nearest to the window
    Dots seen_of_ring(Dots const&) const;      // cut off a little outside the window
    std::vector<Dots> seen_of_line(Dots const&) const;
    double width() const { return width_; }
    double height() const { return height_; }
    Point middle() const { return {latitude_, longitude_}; }
    double units_north() const { return scale_; }
    double units_east() const { return scale_ * shrink_; }

private:
    double width_, height_;
    double longitude_ = 0, latitude_ = 10;  // of the middle
    double scale_ = 1, shrink_ = 1;         // units a degree north; degrees north a degree east
};

// As a path of whole units: "M1 2l3-4..."; empty when nothing is left of it.
std::string path_of(Dots const&, bool closed);

}  // namespace areas
