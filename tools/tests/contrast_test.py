"""The colors of web/css/tokens.css against each other, in both themes: WCAG 2.2, 1.4.3 and 1.4.11."""
import math, pathlib, re, unittest

root = pathlib.Path(__file__).resolve().parents[2]
css = (root / "web/css/tokens.css").read_text()


def theme(selector):
    block = css[css.index(selector + "{"):]
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", block[:block.index("}")]))


def luminance(color):
    digits = color[1:] if len(color) == 7 else "".join(2 * each for each in color[1:])
    channels = (int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def from_oklch(lightness, chroma, hue):
    """A color of CSS Color 4 in sRGB, cut where a screen cannot show it."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    l, m, s = ((lightness + x * a + y * b) ** 3 for x, y in ((0.3963377774, 0.2158037573), (-0.1055613458, -0.0638541728), (-0.0894841775, -1.2914855480)))
    linear = (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
              -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
    channels = (max(0.0, min(1.0, 12.92 * each if each <= 0.0031308 else 1.055 * max(each, 0) ** (1 / 2.4) - 0.055)) for each in linear)
    return "#" + "".join(f"{round(255 * each):02x}" for each in channels)


def brands(line):
    """The colors of each hue that an organization may choose: what the rule that begins so says, over its theme."""
    hues = {name: float(angle) for name, angle in re.findall(r"\.(hue\d+)\{--h:(\d+)\}", css)}
    rule = next(each for each in css.splitlines() if each.startswith(line))
    mixed = re.findall(r"--([\w-]+):oklch\(([\d.]+) ([\d.]+) var\(--h\)\)", rule)
    plain = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", rule))
    return {name: {**plain, **{color: from_oklch(float(lightness), float(chroma), angle) for color, lightness, chroma in mixed}} for name, angle in hues.items()}


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


GROUNDS = ["bg", "surface", "sunken"]
TINTS = ["tint", "lark-tint", "sun-tint", "red-tint", "amber-tint", "green-tint"]
TEXT = [("ink", [*GROUNDS, *TINTS], 7), ("ink-2", [*GROUNDS, *TINTS], 4.5), ("brand", [*GROUNDS, "tint"], 4.5), ("tint-ink", ["tint"], 7),
        ("on-brand", ["brand", "brand-2"], 7), ("lark", [*GROUNDS, "lark-tint"], 4.5), ("on-lark", ["lark", "lark-2"], 7),
        ("sun-ink", ["sun-tint"], 7), ("red", ["surface", "bg", "red-tint"], 4.5), ("on-red", ["red"], 7), ("amber", ["surface", "amber-tint"], 4.5),
        ("green", ["surface", "green-tint"], 4.5), ("bg", ["ink"], 7)]
GRAPHICS = [("edge", GROUNDS, 3), ("star", ["surface"], 3), ("focus", GROUNDS, 3), ("brand", ["surface", "bg", "tint"], 3)]


class Contrast(unittest.TestCase):
    def compare(self, colors):
        low = [f"{front} on {back}: {contrast(colors[front], colors[back]):.2f}, {least} wanted" for front, backs, least in TEXT + GRAPHICS
               for back in backs if contrast(colors[front], colors[back]) < least]
        self.assertEqual(low, [])

    def test_the_measure_is_the_standards(self):
        self.assertAlmostEqual(contrast("#000", "#ffffff"), 21)
        self.assertAlmostEqual(contrast("#767676", "#fff"), 4.54, 2)

    def test_light(self):
        self.compare(theme(":root"))

    def test_dark(self):
        self.compare(theme(":root[data-theme=dark]"))

    def test_the_devices_wish_is_the_same_dark(self):
        self.assertEqual(theme(":root[data-theme=auto]"), theme(":root[data-theme=dark]"))

    def test_colors_are_mixed_as_css_says(self):
        self.assertEqual(from_oklch(1, 0, 0), "#ffffff")
        self.assertEqual(from_oklch(0.627966, 0.257704, 29.2346), "#ff0000")
        self.assertEqual(from_oklch(0.451937, 0.313319, 264.059), "#0000ff")

    def test_every_hue_that_an_organization_may_choose_reads_in_light_and_dark(self):
        for line, selector in ((":is(.hue1", ":root"), ("[data-theme=dark] :is(.hue1", ":root[data-theme=dark]")):
            hues = brands(line)
            self.assertEqual(len(hues), 11)  # the twelfth is the theme's own
            for name, colors in hues.items():
                with self.subTest(hue=name, theme=selector):
                    self.assertLessEqual({"brand", "brand-2", "on-brand", "tint", "tint-ink"}, colors.keys())
                    self.compare({**theme(selector), **colors})

    def test_hues_are_the_same_where_the_device_wishes_dark(self):
        rule = lambda start: next(each for each in css.splitlines() if each.startswith(start))
        inner = re.search(r"\{(--brand[^}]*)\}", rule("[data-theme=dark] :is(.hue1"))[1]
        self.assertEqual(re.search(r"\{(--brand[^}]*)\}", rule("@media(prefers-color-scheme:dark){[data-theme=auto] :is(.hue1"))[1], inner)


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    print(f"{result.testsRun - len(result.failures) - len(result.errors)} passed, {len(result.failures) + len(result.errors)} failed")
    raise SystemExit(not result.wasSuccessful())
