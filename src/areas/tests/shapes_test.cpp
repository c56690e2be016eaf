// What lies where: known answers on the globe, and refusals that name what is wrong.
#include "areas/areas.hpp"
#include <cmath>
#include <doctest/doctest.h>

using namespace areas;

namespace {

Shape shape(std::string_view text) { return {{*read_polygon(text)}, {}}; }
Shape circle(std::string_view text) { return {{}, {*read_circle(text)}}; }
std::string fault_of(std::string_view polygon) { return read_polygon(polygon).error().message; }

constexpr auto square = "10,10 10,20 20,20 20,10 10,10";

}  // namespace

TEST_CASE("CAP's polygon is read latitude first and written again") {
    auto const polygon = read_polygon("38.47,-120.14 38.34,-119.95\n38.52,-119.74  38.62,-119.89 38.47,-120.14 ");
    REQUIRE(polygon);
    CHECK(polygon->rings.front().size() == 5);
    CHECK(polygon->rings.front()[1] == Point{38.34, -119.95});
    CHECK(text_of(*polygon) == "38.47,-120.14 38.34,-119.95 38.52,-119.74 38.62,-119.89 38.47,-120.14");
    CHECK(text_of(*read_circle("+32.9525,-115.5527 0")) == "32.9525,-115.5527 0");
    CHECK(text_of(*read_circle("-0.000001,1 1.5")) == "0,1 1.5");
}

TEST_CASE("a refused polygon says which point and what is wrong with it") {
    CHECK(fault_of("") == "A polygon needs at least four points, the last of which is the first again.");
    CHECK(fault_of("1,1 2,2 1,1") == "A polygon needs at least four points, the last of which is the first again.");
    CHECK(fault_of("1,1 2,2 3,1 4,4") == "The polygon is open: its last point must be the first again.");
    CHECK(fault_of("1,1 2;2 3,1 1,1") == "Point 2 is not two numbers with a comma between: latitude,longitude.");
    CHECK(fault_of("1,1 2,2 3,x 1,1") == "Point 3 is not two numbers with a comma between: latitude,longitude.");
    for (auto bad : {"1,1 2,2 3,nan 1,1", "1,1 2,2 3,1e3 1,1", "1,1 2,2 3,0x4 1,1", "1,1 2,2 3,4,5 1,1", "1,1 2,2 3, 1,1"}) CHECK_FALSE(read_polygon(bad));
    CHECK(fault_of("1,1 95,2 3,1 1,1") == "The latitude of point 2 is not between -90 and 90.");
    CHECK(fault_of("1,1 2,200 3,1 1,1") == "The longitude of point 2 is not between -180 and 180.");
    CHECK(read_polygon(std::string(1'000'000, ' ')).error().why == base::Why::invalid);
    std::string long_text;
    for (int i = 0; i < 30'000; ++i) long_text += "1,1 ";
    CHECK(read_polygon(long_text).error().why == base::Why::too_large);
}

TEST_CASE("a refused circle says what is wrong with it") {
    CHECK(read_circle("1,2").error().message == "A circle is its middle and its radius in kilometers: latitude,longitude radius.");
    CHECK(read_circle("1,2 3 4").error().message == "A circle is its middle and its radius in kilometers: latitude,longitude radius.");
    CHECK(read_circle("1,2 x").error().message == "The radius of the circle is not a number.");
    CHECK(read_circle("1,2 -1").error().message == "The radius of the circle is negative.");
    CHECK(read_circle("1,2 50000").error().message == "The radius of the circle is larger than half the globe.");
    CHECK(read_circle("1,222 5").error().message == "The longitude of point 1 is not between -180 and 180.");
}

TEST_CASE("distances are those of great circles") {
    CHECK(kilometers({51.4700, -0.4543}, {40.6413, -73.7781}) == doctest::Approx(5540).epsilon(0.002));  // London to New York
    CHECK(kilometers({0, 0}, {0, 1}) == doctest::Approx(111.195).epsilon(1e-4));
    CHECK(kilometers({0, 179.5}, {0, -179.5}) == doctest::Approx(111.195).epsilon(1e-4));
    CHECK(kilometers({90, 0}, {-90, 77}) == doctest::Approx(20015.1).epsilon(1e-4));
    CHECK(kilometers({12, 34}, {12, 34}) == 0);
}

TEST_CASE("a point is in a polygon, on its edge, or out of it") {
    auto const area = shape(square);
    CHECK(holds(area, {15, 15}));
    CHECK(holds(area, {10, 15}));
    CHECK(holds(area, {20, 20}));
    CHECK_FALSE(holds(area, {9.999, 15}));
    CHECK_FALSE(holds(area, {15, 20.001}));
    CHECK_FALSE(holds(area, {15, -165}));
    CHECK(holds(circle("10,10 112"), {11, 10}));
    CHECK_FALSE(holds(circle("10,10 111"), {11, 10}));
}

TEST_CASE("a ring within another is a hole") {
    auto area = shape(square);
    area.polygons[0].rings.push_back(read_polygon("14,14 14,16 16,16 16,14 14,14")->rings.front());
    CHECK(holds(area, {12, 12}));
    CHECK_FALSE(holds(area, {15, 15}));
    CHECK(holds(area, {14, 15}));
    CHECK_FALSE(meets(area, Circle{{15, 15}, 50}));
    CHECK(meets(area, Circle{{15, 15}, 120}));
    CHECK_FALSE(meets(area, shape("14.5,14.5 14.5,15.5 15.5,15.5 15.5,14.5 14.5,14.5")));
    CHECK(meets(area, shape("13.5,14.5 13.5,15.5 15.5,15.5 15.5,14.5 13.5,14.5")));
}

TEST_CASE("a polygon may cross the antimeridian") {
    auto const fiji = shape("-20,175 -20,-175 -15,-175 -15,175 -20,175");
    CHECK(holds(fiji, {-17, 179.5}));
    CHECK(holds(fiji, {-17, -179.5}));
    CHECK(holds(fiji, {-17, 180}));
    CHECK_FALSE(holds(fiji, {-17, 170}));
    CHECK_FALSE(holds(fiji, {-17, 0}));
    auto const box = box_of(fiji);
    CHECK(box.west == 175);
    CHECK(box.east == -175);
    CHECK(middle(fiji).longitude == doctest::Approx(180));
    CHECK(meets(fiji, Circle{{-17, 174}, 110}));
    CHECK_FALSE(meets(fiji, Circle{{-17, 174}, 100}));
    CHECK(meets(shape("-18,179 -18,179.9 -17,179.9 -17,179 -18,179"), fiji));
    CHECK(meets(fiji, shape("-18,-177 -18,-176 -17,-176 -17,-177 -18,-177")));
    CHECK(meets(shape("-18,-179 -18,-178 -17,-178 -17,-179 -18,-179"), Circle{{-17.5, 179.5}, 160}));
    CHECK_FALSE(meets(shape("-18,-179 -18,-178 -17,-178 -17,-179 -18,-179"), Circle{{-17.5, 179.5}, 158}));
}

TEST_CASE("a box of parts on both sides of the antimeridian leaves out the rest of the globe") {
    Shape parts{{*read_polygon("51,-179 51,-170 53,-170 53,-179 51,-179"), *read_polygon("51,172 51,179 53,179 53,172 51,172")}, {}};
    CHECK(box_of(parts).west == 172);
    CHECK(box_of(parts).east == -170);
    CHECK(box_of(shape(square)).north == 20);
    auto const around = box_of(circle("0,0 111.195"));
    CHECK(around.west == doctest::Approx(-1).epsilon(0.001));
    CHECK(around.north == doctest::Approx(1).epsilon(0.001));
    CHECK(box_of(circle("89.9,0 100")).east == 180);
}

TEST_CASE("a ring round a pole holds the pole") {
    auto const cap = shape("80,-180 80,-90 80,0 80,90 80,180 80,-180");
    CHECK(holds(cap, {89, 45}));
    CHECK(holds(cap, {90, 0}));
    CHECK_FALSE(holds(cap, {79, 45}));
    CHECK(meets(cap, Circle{{70, 45}, 1113}));
    CHECK_FALSE(meets(cap, Circle{{70, 45}, 1110}));
    CHECK(holds(shape("-80,-180 -80,-90 -80,0 -80,90 -80,180 -90,180 -90,-180 -80,-180"), {-85, 12}));
}

TEST_CASE("a circle meets a polygon as far as it reaches") {
    auto const area = shape(square);
    CHECK(meets(area, Circle{{15, 15}, 0}));
    CHECK(meets(area, Circle{{10, 15}, 0}));
    CHECK_FALSE(meets(area, Circle{{9, 15}, 111.0}));
    CHECK(meets(area, Circle{{9, 15}, 111.3}));
    // Along a parallel the edge is not the shortest way: it is bent toward the pole's other side.
    auto const north = shape("60,0 60,20 65,20 65,0 60,0");
    CHECK_FALSE(meets(north, Circle{{55, 10}, 555}));
    CHECK(meets(north, Circle{{55, 10}, 557}));
    CHECK(meets(circle("0,0 100"), Circle{{0, 2}, 123}));
    CHECK_FALSE(meets(circle("0,0 100"), Circle{{0, 2}, 122}));
    CHECK_FALSE(meets(Shape{}, Circle{{0, 0}, 20'000}));
}

TEST_CASE("shapes meet where their insides do: a border in common is not enough") {
    auto const area = shape(square);
    CHECK(meets(area, area));
    CHECK(meets(area, shape("12,12 12,13 13,13 13,12 12,12")));
    CHECK(meets(shape("12,12 12,13 13,13 13,12 12,12"), area));
    CHECK(meets(area, shape("5,15 25,15 25,16 5,16 5,15")));
    CHECK_FALSE(meets(area, shape("10,20 10,30 20,30 20,20 10,20")));
    CHECK_FALSE(meets(area, shape("20,20 20,30 30,30 30,20 20,20")));
    CHECK(meets(area, shape("10,10 10,15 20,15 20,10 10,10")));
    CHECK(meets(area, shape("10,10 20,20 10,20 10,10")));
    CHECK(meets(area, shape("5,15 10,10 10,20 5,15 15,12 5,15")));
    CHECK(meets(area, circle("9,15 112")));
    CHECK_FALSE(meets(circle("9,15 110"), area));
    CHECK(meets(area, circle("15,15 1")));
    CHECK(meets(circle("15,15 5000"), area));
    CHECK_FALSE(meets(area, Shape{}));
}
