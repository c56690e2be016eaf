#!/usr/bin/env python3
"""Draws web/pictures: the landscapes of the icon sprite in each palette of web/css/parts.css, as pictures for apps that
cannot draw SVG. Run it when the drawings or the palettes change; it needs Chromium. Usage: draw_landscapes.py [CHROMIUM]
"""
import base64, json, pathlib, re, subprocess, sys, tempfile

root = pathlib.Path(__file__).resolve().parent.parent
sprite = (root / "web/icons/i.svg").read_text()
style = (root / "web/css/parts.css").read_text()
side = 200

drawings = {name: (box, body) for name, box, body in re.findall(r'<symbol id="(\w+)" viewBox="([^"]+)">(.*?)</symbol>', sprite, re.S)}
palettes = [dict(re.findall(r"--([a-d]):(#[0-9a-f]+)", line)) for line in re.findall(r"^\.av\d?\{[^}]*--a[^}]*\}", style, re.M)]
assert len(palettes) == 6


def svg(drawing, palette, width, height):
    box, body = drawings[drawing]
    body = re.sub(r"var\(--([a-d])\)", lambda found: palette[found[1]], body)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width}" height="{height}" '
            f'preserveAspectRatio="xMidYMid slice">{body}</svg>')


wanted = [(f"landscape-{drawing}-{number}", svg(f"h{drawing}", palette, side, side), side, side)
          for drawing in range(1, 5) for number, palette in enumerate(palettes, 1)]
wanted.append(("landscape-wide", svg("cover", palettes[0], 1200, 400), 1200, 400))

page = """<!doctype html><body><script>
const wanted = %s, done = {};
const draw = ([name, svg, width, height]) => new Promise(ready => {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    canvas.width = width; canvas.height = height;
    canvas.getContext('2d').drawImage(image, 0, 0, width, height);
    done[name] = canvas.toDataURL('image/webp', .9);
    ready();
  };
  image.src = 'data:image/svg+xml;base64,' + btoa(svg);
});
Promise.all(wanted.map(draw)).then(() => document.body.textContent = 'START' + JSON.stringify(done) + 'STOP');
</script>""" % json.dumps(wanted)

with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "draw.html"
    file.write_text(page)
    chromium = sys.argv[1] if len(sys.argv) > 1 else "chromium"
    shown = subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--virtual-time-budget=10000",
                            "--dump-dom", str(file)], capture_output=True, text=True, check=True).stdout
made = json.loads(re.search(r"START(.*)STOP", shown, re.S)[1])
for name, data in sorted(made.items()):
    content = base64.b64decode(data.split(",", 1)[1])
    (root / "web/pictures" / f"{name}.webp").write_bytes(content)
    print(name, len(content))
