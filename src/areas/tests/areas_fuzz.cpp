// Whatever an alert or a file says of an area, it is read or refused; what is read can be asked and written again.
#include "areas/areas.hpp"
#include "areas/reading.hpp"
#include <cmath>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* bytes, std::size_t count) {
    std::string_view const text(reinterpret_cast<char const*>(bytes), count);
    areas::Shape shape;
    if (auto polygon = areas::read_polygon(text)) {
        if (auto const again = areas::read_polygon(areas::text_of(*polygon)); !again) std::abort();
        shape.polygons.push_back(std::move(*polygon));
    }
    if (auto const circle = areas::read_circle(text)) {
        if (!areas::read_circle(areas::text_of(*circle))) std::abort();
        shape.circles.push_back(*circle);
    }
    if (auto outlines = areas::read_outlines(text, "")) {
        areas::simplify(*outlines, 500);
        for (auto const& each : *outlines) {
            if (each.polygons.empty()) std::abort();
            auto const unpacked = areas::unpacked(areas::packed(each.polygons));
            if (unpacked.polygons.size() != each.polygons.size()) std::abort();
            shape.polygons.insert(shape.polygons.end(), unpacked.polygons.begin(), unpacked.polygons.end());
        }
    }
    if (shape.empty()) return 0;
    auto const box = areas::box_of(shape);
    if (!(box.south <= box.north && box.south >= -90 && box.north <= 90 && std::abs(box.west) <= 180 && std::abs(box.east) <= 180)) std::abort();
    areas::Shape const other{{{{{{10, 10}, {10, 20}, {20, 20}, {20, 10}, {10, 10}}}}}, {{{0, 179.9}, 100}}};
    if (areas::meets(shape, other) != areas::meets(other, shape)) std::abort();
    areas::holds(shape, areas::middle(shape));
    return 0;
}
