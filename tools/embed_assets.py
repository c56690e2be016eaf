#!/usr/bin/env python3
"""Makes the static assets: joins and minifies style sheets, gathers scripts, fingerprints and compresses all of it, and
writes assets.cpp (the bytes, by .incbin) and catalogs.cpp (web/locales). Fails above the byte budgets.

app.css     web/css/{tokens,base,layout,parts}.css, then every capability's src/*/*.css
*.mjs       web/js and src/*/*.mjs, in one fingerprinted folder, so that modules import each other by plain names
the rest    web/icons, web/fonts, web/pictures
In a style sheet url(asset:NAME) becomes the address of another asset.
Usage: embed_assets.py SOURCE_ROOT TARGET_FOLDER
"""
import gzip, hashlib, json, pathlib, re, subprocess, sys

TYPES = {".css": "text/css; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
         ".woff2": "font/woff2", ".webp": "image/webp"}
PACKED = (".woff2", ".webp")  # already as small as they get
# Bytes as sent. What the desk of alerts alone asks for stands for itself.
BUDGETS = {"app.css": 10_000, "i.svg": 4_200, "area-map.mjs": 900, ".mjs": 6_000, ".woff2": 20_000}
# Scripts that one kind of page asks for: a page has one of them at most, so the largest counts.
ON_SOME_PAGES = {"compose.mjs", "passkeys.mjs", "position.mjs", "area-map.mjs", "push.mjs"}


def fingerprint(content):
    return hashlib.sha256(content).hexdigest()[:10]


def minified_css(text):
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s*\n\s*", "", text)
    text = re.sub(r"\s*([{};])\s*", r"\1", text)
    return text.replace(";}", "}")


def minified_script(text):
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def compressed(content):
    brotli = subprocess.run(["brotli", "-q", "11", "-c", "-"], input=content, capture_output=True, check=True).stdout
    return brotli, gzip.compress(content, 9, mtime=0)


def address(name, content):
    stem, suffix = name.rsplit(".", 1)
    return f"/assets/{stem}.{fingerprint(content)}.{suffix}"


def gather(root):
    """name -> (address, content), style sheet last: it names the others."""
    assets = {}
    for path in sorted([*root.glob("web/icons/*.svg"), *root.glob("web/fonts/*.woff2"), *root.glob("web/pictures/*.webp")]):
        assets[path.name] = (address(path.name, path.read_bytes()), path.read_bytes())
    scripts = {path.name: minified_script(path.read_text()).encode()
               for path in sorted([*root.glob("web/js/*.mjs"), *root.glob("src/*/*.mjs")])}
    folder = fingerprint(b"\0".join(name.encode() + b"\0" + content for name, content in scripts.items()))
    for name, content in scripts.items():
        assets[name] = (f"/assets/{folder}/{name}", content)
    sheets = [root / f"web/css/{name}.css" for name in ("tokens", "base", "layout", "parts")]
    css = minified_css("\n".join(path.read_text() for path in [*sheets, *sorted(root.glob("src/*/*.css"))]))
    css = re.sub(r"url\(asset:([\w.-]+)\)", lambda found: f"url({assets[found[1]][0]})", css).encode()
    assets["app.css"] = (address("app.css", css), css)
    return assets


def check_budgets(sizes):
    for pattern, most in BUDGETS.items():
        fits = {name: size for name, size in sizes.items() if name.endswith(pattern)}
        apart = [size for name, size in fits.items() if name.rsplit("/", 1)[-1] in ON_SOME_PAGES]
        size = sum(fits.values()) - sum(apart) + max(apart, default=0)
        if size > most:
            sys.exit(f"{pattern}: {size} bytes as sent, {most} allowed")


def write(path, text):
    text = text.encode() if isinstance(text, str) else text
    if not path.exists() or path.read_bytes() != text:
        path.write_bytes(text)


def write_assets(assets, target):
    blobs, rows, sizes = [], [], {}
    for name, (where, content) in assets.items():
        forms = [content, *(compressed(content) if not name.endswith(PACKED) else (b"", b""))]
        symbols = []
        for form, kind in zip(forms, ("plain", "brotli", "gzip")):
            symbol = f"salve_asset_{len(blobs)}"
            path = target / f"{name}.{fingerprint(form)}.{kind}"
            write(path, form)
            blobs.append((symbol, path.resolve()))
            symbols.append(f"std::string_view({symbol}, {symbol}_end)")
        sizes[name] = len(forms[1] or content)
        rows.append(f'{{"{name}", "{where}", "{TYPES["." + name.rsplit(".", 1)[1]]}", {", ".join(symbols)}}},')
    check_budgets(sizes)
    lines = ['#include "html/assets.hpp"', 'asm(R"(', ".section .rodata"]
    for symbol, path in blobs:
        lines += [f".global {symbol}, {symbol}_end", f"{symbol}:", f'.incbin "{path}"', f"{symbol}_end:", ".byte 0"]
    lines += [".previous", ')");', 'extern "C" {']
    lines += [f"extern char const {symbol}[], {symbol}_end[];" for symbol, _ in blobs]
    lines += ["}", "namespace html {", "std::span<Asset const> assets() {", "static Asset const all[] = {", *rows, "};",
              "return all;", "}", "}"]
    write(target / "assets.cpp", "\n".join(lines) + "\n")


def literal(text):
    return json.dumps(text, ensure_ascii=False)


def write_catalogs(root, target):
    lines = ['#include "html/words.hpp"', "namespace html {", "namespace {"]
    rows = []
    for path in sorted(root.glob("web/locales/*.json")):
        words = json.loads(path.read_text())
        name = "words_" + path.stem.replace("-", "_")
        lines.append(f"constexpr std::pair<std::string_view, std::string_view> {name}[] = {{")
        lines += [f"{{{literal(english)}, {literal(translated)}}}," for english, translated in words.items()]
        lines.append("};")
        rows.append(f'{{"{path.stem}", {name}}},')
    lines += ["}", "std::span<Catalog const> catalogs() {",
              *(["static constexpr Catalog all[] = {", *rows, "};", "return all;"] if rows else ["return {};"]), "}", "}"]
    write(target / "catalogs.cpp", "\n".join(lines) + "\n")


if __name__ == "__main__":
    root, target = map(pathlib.Path, sys.argv[1:])
    target.mkdir(parents=True, exist_ok=True)
    write_assets(gather(root), target)
    write_catalogs(root, target)
