#!/usr/bin/env python3
"""Makes src/areas/outlines/outlines.json.br from the npm packages us-atlas and world-atlas: TopoJSON of counties, states and
countries, with lines simplified where neighbours share them, names and codes only, packed with brotli.

Needed only to make that file anew; the server neither needs npm nor these packages. Usage, with both packages unpacked:
make_outlines.py us-atlas/counties-10m.json world-atlas/countries-50m.json
"""
import json, math, pathlib, subprocess, sys

METERS = {"us": 400, "world": 2500}
STEPS = 1_000_000  # positions along each side of the globe: 40 meters and less
SCALE = [360 / (STEPS - 1), 180 / (STEPS - 1)]
TARGET = pathlib.Path(__file__).parent.parent / "src/areas/outlines/outlines.json.br"
# Places without a number of ISO 3166-1: the code in use, or the country that the standard counts them to. Left out where
# it names none.
NUMBERS = {"Kosovo": "XK", "Somaliland": "706", "N. Cyprus": "196", "Indian Ocean Ter.": "036"}


def positions(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        yield line


def distance(at, start, end):
    shrink = math.cos(math.radians((start[1] + end[1]) / 2))
    dx, dy = (end[0] - start[0]) * shrink, end[1] - start[1]
    px, py = (at[0] - start[0]) * shrink, at[1] - start[1]
    length = dx * dx + dy * dy
    t = min(1, max(0, (px * dx + py * dy) / length)) if length else 0
    return math.hypot(px - t * dx, py - t * dy) * 111_195


def simplified(line, meters):
    """Douglas-Peucker; a closed line keeps two corners more, so that something is left of it."""
    kept, open_ = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_:
        first, last = open_.pop()
        far, at = max(((distance(line[i], line[first], line[last]), i) for i in range(first + 1, last)), default=(0, 0))
        if far > meters or (at and len(kept) < 4 and line[0] == line[-1]):
            kept.add(at)
            open_ += [(first, at), (at, last)]
    return [line[i] for i in sorted(kept)]


def quantized(line):
    spots = [(round((x + 180) / SCALE[0]), round((y + 90) / SCALE[1])) for x, y in line]
    last, steps = (0, 0), []
    for spot in spots:
        if not steps or spot != last:
            steps.append([spot[0] - last[0], spot[1] - last[1]])
        last = spot
    return steps if len(steps) > 1 else steps * 2 if not steps else steps + [[0, 0]]


def polygons(geometry):
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]


def corners(whole, ring):
    return 1 + sum(len(whole["arcs"][arc if arc >= 0 else ~arc]) - 1 for arc in ring)


def add(whole, topology, name, meters):
    """One object of a topology, with the arcs that it uses."""
    if "lines" not in topology:
        topology["lines"], topology["numbers"] = list(positions(topology)), {}

    def number(arc):
        index = arc if arc >= 0 else ~arc
        if index not in topology["numbers"]:
            topology["numbers"][index] = len(whole["arcs"])
            whole["arcs"].append(quantized(simplified(topology["lines"][index], meters)))
        return topology["numbers"][index] if arc >= 0 else ~topology["numbers"][index]

    outlines = {}
    for geometry in topology["objects"][name]["geometries"]:
        title = geometry["properties"]["name"]
        code = geometry.get("id") or NUMBERS.get(title)
        if not code:
            continue
        def numbered():
            """Without islets and holes of which simplifying left a stroke."""
            arcs = [[[number(arc) for arc in ring] for ring in polygon] for polygon in polygons(geometry)]
            return [[ring for ring in polygon if corners(whole, ring) >= 4] for polygon in arcs if corners(whole, polygon[0]) >= 4]

        arcs = numbered()
        if not arcs:  # the smallest keep all their corners
            for index in (arc if arc >= 0 else ~arc for polygon in polygons(geometry) for ring in polygon for arc in ring):
                whole["arcs"][topology["numbers"][index]] = quantized(topology["lines"][index])
            arcs = numbered()
        if not arcs:  # a stroke in the package too (Falls Church): the box around it
            spots = [spot for polygon in polygons(geometry) for arc in polygon[0] for spot in topology["lines"][arc if arc >= 0 else ~arc]]
            west, east, south, north = (pick(spot[axis] for spot in spots) for axis in (0, 1) for pick in (min, max))
            whole["arcs"].append(quantized([(west, south), (west, north), (east, north), (east, south), (west, south)]))
            arcs = [[[len(whole["arcs"]) - 1]]]
        known = outlines.get(code)
        if not known:
            outlines[code] = {"type": "MultiPolygon", "arcs": arcs, "id": code, "properties": {"name": title}}
            continue
        if "id" in geometry and sum(map(len, arcs)) > sum(map(len, known["arcs"])):
            known["properties"]["name"] = title
        known["arcs"] += arcs
    # Whoever has a number of their own gives the name, not what was counted to them.
    for geometry in topology["objects"][name]["geometries"]:
        title = geometry["properties"]["name"]
        if title in NUMBERS and outlines.get(NUMBERS[title], {}).get("properties", {}).get("name") == title:
            own = [each["properties"]["name"] for each in topology["objects"][name]["geometries"] if each.get("id") == NUMBERS[title]]
            outlines[NUMBERS[title]]["properties"]["name"] = own[0] if own else title
    whole["objects"][name] = {"type": "GeometryCollection", "geometries": [outlines[code] for code in sorted(outlines)]}


if __name__ == "__main__":
    states, world = (json.loads(pathlib.Path(path).read_text()) for path in sys.argv[1:])
    whole = {"type": "Topology", "transform": {"scale": SCALE, "translate": [-180, -90]}, "objects": {}, "arcs": []}
    add(whole, states, "counties", METERS["us"])
    add(whole, states, "states", METERS["us"])
    add(whole, world, "countries", METERS["world"])
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    TARGET.write_bytes(subprocess.run(["brotli", "-q", "11", "-w", "24", "-c", "-"], input=text, capture_output=True, check=True).stdout)
    print(f"{len(text):,} bytes, {TARGET.stat().st_size:,} packed, {sum(map(len, whole['arcs'])):,} positions")
