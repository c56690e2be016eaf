// Outlines that come with the program and from files, on both engines; and the maps drawn of them.
#include "areas/areas.hpp"
#include "db/testing.hpp"
#include <chrono>

using namespace areas;

namespace {

db::Schema const schemas[] = {areas::schema};

struct World : db::testing::World {
    World() : db::testing::World(schemas) {}

    base::Result<std::int64_t> import(std::string_view json, Import const& how) {
        return database.write([&](db::Write& write) { return import_outlines(write, json, how); });
    }
    std::string fault(std::string_view json, Import const& how = {"own", "US"}) {
        auto const outcome = import(json, how);
        return outcome ? "" : outcome.error().message;
    }
    std::string found(std::string_view scheme, std::string_view code) {
        auto const outline = database.read([&](db::Read& read) { return find(read, scheme, code); });
        return outline ? outline->scheme + " " + outline->code + " " + outline->name + " in " + outline->within + ", " + outline->country : "";
    }
    Shape shape(std::string_view scheme, std::string_view code) {
        return database.read([&](db::Read& read) { return *shape_of(read, *find(read, scheme, code)); });
    }
    std::string names_at(Point point) {
        std::string names;
        for (auto const& each : database.read([&](db::Read& read) { return at(read, point); })) names += (names.empty() ? "" : ", ") + each.name;
        return names;
    }
};

struct BuiltIn : World {
    BuiltIn() { import_built_in(database); }
};

constexpr auto two_squares = R"({"type":"FeatureCollection","features":[
  {"type":"Feature","id":"n","properties":{"name":"North"},"geometry":{"type":"Polygon","coordinates":[[[0,1],[2,1],[2,2],[0,2],[0,1]]]}},
  {"type":"Feature","properties":{"name":"Süd","code":7,"within":"n"},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[2,1],[0,1],[0,0]]]]}}]})";

std::size_t count(std::string const& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
}

}  // namespace

TEST_CASE_FIXTURE(World, "statements are taken by the engine") { check_statements(); }

TEST_CASE_FIXTURE(World, "GeoJSON is imported with names and codes, and replaced by the same codes") {
    CHECK(import(two_squares, {"wards", "de"}) == 2);
    CHECK(found("wards", "n") == "wards n North in DE, DE");
    CHECK(found("wards", "7") == "wards 7 Süd in n, DE");
    CHECK(names_at({1.5, 1}) == "North");
    CHECK(names_at({1, 1}) == "North, Süd");
    CHECK(names_at({3, 1}) == "");
    auto const before = database.read([](db::Read& read) { return *find(read, "wards", "n"); });
    CHECK(database.read([&](db::Read& read) { return find(read, before.id)->code; }) == "n");
    CHECK(database.read([&](db::Read& read) { return find(read, before.id - 1).has_value(); }) == false);
    CHECK(holds(shape("wards", "n"), {1.5, 1.5}));
    std::string moved = two_squares;
    moved.replace(moved.find("[2,2],[0,2]"), 11, "[2,9],[0,9]");
    CHECK(import(moved, {"wards", "de"}) == 2);
    CHECK(holds(shape("wards", "n"), {8, 1}));
    CHECK(database.read([&](db::Read& read) { return find(read, "wards", "n")->id; }) == before.id);
    auto const parts = database.read([](db::Read& read) { return within(read, "DE"); });
    REQUIRE(parts.size() == 1);
    CHECK(parts[0].name == "North");
    check();
}

TEST_CASE_FIXTURE(World, "TopoJSON is imported, quantized or not, and neighbours keep one border when it is simplified") {
    // The border between the two runs from 2,0 to 2,4 with bends of 30 km and of 1 km.
    std::string const arcs = R"("arcs":[[[2,0],[2.3,1],[2,2],[2.01,3],[2,4]],[[2,4],[0,4],[0,0],[2,0]],[[2,0],[4,0],[4,4],[2,4]]])";
    std::string const objects = R"("objects":{"wards":{"type":"GeometryCollection","geometries":[
      {"type":"Polygon","id":"w","properties":{"name":"West"},"arcs":[[0,1]]},
      {"type":"Polygon","id":"e","properties":{"name":"East"},"arcs":[[2,-1]]}]},
      "other":{"type":"Polygon","id":"o","properties":{"name":"Other"},"arcs":[[0,1]]}})";
    CHECK(import(R"({"type":"Topology",)" + objects + "," + arcs + "}", {"own", "", 5000, "wards"}) == 2);
    auto const west = shape("own", "w"), east = shape("own", "e");
    CHECK(holds(west, {1, 2.2}));
    CHECK_FALSE(holds(east, {1, 2.2}));
    CHECK(west.polygons[0].rings[0].size() == 7);
    CHECK(east.polygons[0].rings[0].size() == 7);
    CHECK_FALSE(meets(west, east));
    CHECK(found("own", "o") == "");
    CHECK(import(R"({"type":"Topology","transform":{"scale":[0.01,0.01],"translate":[-1,-1]},"objects":{"x":{"type":"Polygon","id":"q","properties":{"name":"Q"},"arcs":[[0]]}},
      "arcs":[[[100,100],[100,0],[0,100],[-100,0],[0,-100]]]})", {"own", ""}) == 1);
    CHECK(box_of(shape("own", "q")).east == doctest::Approx(1));
    CHECK(box_of(shape("own", "q")).south == doctest::Approx(0));
    check();
}

TEST_CASE_FIXTURE(World, "a file that cannot be taken is refused whole, and says why") {
    auto feature = [](std::string_view properties, std::string_view geometry) {
        return R"({"type":"FeatureCollection","features":[{"type":"Feature","id":"ok","properties":{"name":"Fine"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}},
          {"type":"Feature","properties":)" + std::string(properties) + R"(,"geometry":)" + std::string(geometry) + "}]}";
    };
    std::string const square = R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]})";
    CHECK(fault("{") == "The file is not JSON.");
    CHECK(fault("[]").starts_with("This is neither TopoJSON nor GeoJSON"));
    CHECK(fault(R"({"type":"FeatureCollection","features":[]})") == "The file holds no outlines.");
    CHECK(fault(feature(R"({"code":"a"})", square)) == "Outline 2: it has no name (a property \"name\").");
    CHECK(fault(feature(R"({"name":"A"})", square)) == "Outline 2 (A): it has no code (its id, or a property \"code\").");
    CHECK(fault(feature(R"({"name":"A","code":"a"})", R"({"type":"Point","coordinates":[0,0]})")) == "Outline 2 (A): it is neither a Polygon nor a MultiPolygon.");
    CHECK(fault(feature(R"({"name":"A","code":"a"})", R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,95],[0,0]]]})")).starts_with("Outline 2 (A): a position is outside the globe"));
    CHECK(fault(feature(R"({"name":"A","code":"a"})", R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]})")).starts_with("Outline 2 (A): a ring is open"));
    CHECK(fault(feature(R"({"name":"A","code":"a"})", R"({"type":"Polygon","coordinates":[[[0,0],[1,0],["x",1],[0,0]]]})")) == "Outline 2 (A): a position is not a list of two numbers.");
    CHECK(fault(R"({"type":"Topology","objects":{"x":{"type":"Polygon","id":"q","properties":{"name":"Q"},"arcs":[[5]]}},"arcs":[]})") == "Outline 1 (Q): it names an arc that is not there.");
    CHECK(fault(two_squares, {"SAME", "US"}).starts_with("Counties are imported as FIPS6"));
    CHECK(fault(two_squares, {"", "US"}) == "A scheme is a name of 1 to 40 bytes.");
    CHECK(fault(two_squares, {"own", "USAUSA"}) == "USAUSA is no country's code of ISO 3166-1.");
    CHECK(fault(two_squares, {"FIPS6", "US"}) == "North: n is no code of FIPS6.");
    CHECK(fault(two_squares, {"own", "US", -1}) == "Outlines are simplified to between 0 and 100,000 meters.");
    CHECK(found("own", "ok") == "");
    check();
}

TEST_CASE_FIXTURE(BuiltIn, "counties, states and countries are found by every spelling of their codes") {
    constexpr auto jackson = "FIPS6 41029 Jackson in US-OR, US";
    for (auto const& [scheme, code] : {std::pair{"FIPS6", "41029"}, {"SAME", "041029"}, {"SAME", "341029"}, {"FIPS6", "041029"}, {"UGC", "ORC029"}, {"ugc", "orc029"}}) {
        CAPTURE(code);
        CHECK(found(scheme, code) == jackson);
    }
    constexpr auto oregon = "ISO3166-2 US-OR Oregon in US, US";
    for (auto const& [scheme, code] : {std::pair{"ISO3166-2", "US-OR"}, {"ISO 3166-2", "us-or"}, {"ISO3166-2", "US-41"}, {"FIPS6", "41"}, {"SAME", "041000"}, {"UGC", "ORC000"}, {"UGC", "OR"}}) {
        CAPTURE(code);
        CHECK(found(scheme, code) == oregon);
    }
    CHECK(found("ISO3166-1", "fj") == "ISO3166-1 FJ Fiji in , FJ");
    CHECK(found("ISO3166-1", "DEU") == "ISO3166-1 DE Germany in , DE");
    CHECK(found("ISO3166-1", "004") == "ISO3166-1 AF Afghanistan in , AF");
    CHECK(found("SAME", "000000") == "ISO3166-1 US United States of America in , US");
    for (auto const& [scheme, code] : {std::pair{"UGC", "ORZ026"}, {"SAME", "099029"}, {"SAME", "41029x"}, {"FIPS6", "41028"}, {"ISO3166-1", "ZZ"}, {"ISO3166-2", "US-XX"}, {"", ""}, {"none", "x"}}) {
        CAPTURE(code);
        CHECK(found(scheme, code) == "");
    }
    CHECK(database.read([](db::Read& read) { return within(read, "US-OR"); }).size() == 36);
    CHECK(database.read([](db::Read& read) { return within(read, "US"); }).size() == 56);
    auto const search_one = database.read([](db::Read& read) { return search(read, " dona AN", 5); });
    REQUIRE(search_one.size() == 1);
    CHECK(search_one[0].name == "Doña Ana");
    CHECK(database.read([](db::Read& read) { return search(read, "wash", 7); }).size() == 7);
    CHECK(database.read([](db::Read& read) { return search(read, "", 7); }).empty());
    check();
}

TEST_CASE_FIXTURE(BuiltIn, "what lies at a point is told from the smallest on") {
    CHECK(names_at({42.1946, -122.7095}) == "Jackson, Oregon, United States of America");  // Ashland
    CHECK(names_at({48.8566, 2.3522}) == "France");
    CHECK(names_at({-17.8, 178}) == "Fiji");
    CHECK(names_at({52.9, 172.9}) == "Aleutians West, Alaska, United States of America");  // Attu
    CHECK(names_at({0, -150}) == "");
    CHECK(names_at({-85, 20}) == "Antarctica");
}

TEST_CASE_FIXTURE(BuiltIn, "a county meets its state and not its neighbour") {
    CHECK(meets(shape("FIPS6", "41029"), shape("ISO3166-2", "US-OR")));
    CHECK(meets(shape("ISO3166-2", "US-OR"), shape("FIPS6", "41029")));
    CHECK(meets(shape("FIPS6", "41029"), shape("FIPS6", "41029")));
    CHECK_FALSE(meets(shape("FIPS6", "41029"), shape("FIPS6", "41033")));
    CHECK_FALSE(meets(shape("ISO3166-2", "US-OR"), shape("ISO3166-2", "US-WA")));
    CHECK_FALSE(meets(shape("ISO3166-2", "US-WA"), shape("FIPS6", "41029")));
}

TEST_CASE_FIXTURE(World, "the outlines of the program are imported once, within two seconds") {
    auto const begin = std::chrono::steady_clock::now();
    import_built_in(database);
    auto const mark = database.statistics().changes;
    // Unoptimized builds and busy machines get ten times as long.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
    import_built_in(database);
    CHECK(database.statistics().changes == mark);
    check();
}

TEST_CASE_FIXTURE(BuiltIn, "a map shades its areas, names them, and tells what it shows to those who do not see it") {
    Map map{"Air quality <today>", "Very unhealthy in Jackson & Josephine.", {}, false};
    for (auto const* code : {"41029", "41033"}) map.shaded.push_back({shape("FIPS6", code), code == std::string("41029") ? "Jackson" : "Josephine", Shaded::Tone::severe});
    map.shaded.push_back({shape("FIPS6", "41035"), "Klamath", Shaded::Tone::moderate});
    auto const svg = database.read([&](db::Read& read) { return drawn(read, map).markup; });
    CHECK(svg.starts_with("<svg class=\"area-map\" viewBox=\"0 0 360 270\" role=\"img\"><title>Air quality &lt;today&gt;</title><desc>Very unhealthy in Jackson &amp; Josephine.</desc>"));
    for (auto const* name : {">Jackson<", ">Josephine<", ">Klamath<", ">Douglas<", ">Siskiyou<"}) { CAPTURE(name); CHECK(count(svg, name) == 1); }
    CHECK(count(svg, "class=\"ld\"") == 1);
    CHECK(count(svg, "<path class=\"v\"") == 1);
    CHECK(count(svg, "<path class=\"u\"") == 1);
    CHECK(svg.size() < 12'000);
    map.small = true;
    auto const small = database.read([&](db::Read& read) { return drawn(read, map).markup; });
    CHECK(small.size() < 3'000);
    CHECK(count(small, "class=") == 1);
    CHECK(count(small, "<text") == 3);
}

TEST_CASE_FIXTURE(BuiltIn, "maps of any size stay small, also over the antimeridian and at the poles") {
    auto drawn_of = [&](Shape const& of, bool small) {
        return database.read([&](db::Read& read) { return drawn(read, {"t", "d", {{of, "Here", Shaded::Tone::plain}}, small}).markup; });
    };
    for (auto const& [scheme, code] : {std::pair{"ISO3166-1", "FJ"}, {"ISO3166-1", "US"}, {"ISO3166-1", "RU"}, {"ISO3166-1", "AQ"}, {"ISO3166-1", "NO"}, {"ISO3166-2", "US-AK"},
                                       {"ISO3166-2", "US-TX"}, {"ISO3166-2", "US-MD"}, {"FIPS6", "02016"}, {"FIPS6", "51610"}, {"FIPS6", "36061"}, {"ISO3166-1", "VA"}}) {
        CAPTURE(code);
        auto const area = shape(scheme, code);
        auto const svg = drawn_of(area, false), small = drawn_of(area, true);
        CHECK(svg.size() < 12'000);
        CHECK(small.size() < 3'000);
        CHECK(count(svg, "<path class=\"p\"") == 1);
        CHECK(count(small, "fill=\"#35788b\"") == 1);
    }
    auto const circle = drawn_of({{}, {{{44.05, -123.09}, 2}}}, false);
    CHECK(count(circle, "<path class=\"p\"") == 1);
    CHECK(count(circle, ">Lane<") == 1);
    auto const nothing = database.read([&](db::Read& read) { return drawn(read, {"t", "d", {}, false}).markup; });
    CHECK(count(nothing, "class=\"ld\"") == 1);
    CHECK(nothing.size() < 12'000);
}

TEST_CASE_FIXTURE(World, "a map to choose from has a path for every county of a state and for neighbours that are seen, and is of a size to be sent") {
    import_built_in(database);
    database.read([](db::Read& read) {
        auto const oregon = choice_map(read, "US-OR", {.polygons = {}, .circles = {{{42.33, -122.87}, 25}}});
        std::size_t inside = 0, around = 0, bytes = 0;
        for (auto const& choice : oregon.choices) {
            (choice.around ? around : inside) += 1;
            bytes += choice.path.size();
            CHECK(!choice.path.empty());
        }
        CHECK(inside == 36);
        CHECK(around > 10);
        CHECK(bytes < 40'000);
        CHECK(!oregon.own.empty());
        // Alaska and the islands lie far off: they do not shrink the others, and stand without a path.
        auto const states = choice_map(read, "US", {});
        CHECK(std::ranges::count_if(states.choices, [](Choice const& choice) { return !choice.around && choice.path.empty(); }) < 9);
        CHECK(states.units_north > 8);
        CHECK(choice_map(read, "", {}).choices.size() > 200);
        CHECK(choice_map(read, "no-such", {}).choices.empty());
        return 0;
    });
}
