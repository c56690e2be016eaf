#!/usr/bin/env python3
"""Collects the English texts that pages and code show, and checks web/locales/*.json against them.

A catalog's key must be a text that exists, and its translation must use the same arguments. Missing translations are
counted, not refused: they are shown in English. `--list` prints the texts, one JSON string a line, for translators.
"""
import json, pathlib, re, sys
from embed_pages import arguments, shrink

texts = set()
for path in pathlib.Path("src").glob("*/pages/*.html"):
    texts |= set(re.findall(r"\[\[(.*?)\]\]", shrink(path.read_text())))
# words("..."), words.plain("..."), Refusal{Why, "..."}, refuse(Why, "..."), refuse_field("field", "CODE", "...")
LITERAL = r'"((?:[^"\\]|\\.)*)"'
SHOWN = [rf"words(?:\.plain)?\({LITERAL}", rf"(?:Refusal\{{|refuse\()\s*(?:base::)?Why::\w+,\s*{LITERAL}",
         rf"refuse_field\(\s*[^,]+,\s*[^,]+,\s*{LITERAL}"]
for path in pathlib.Path("src").glob("*/*.cpp"):
    for pattern in SHOWN:
        texts |= {json.loads(f'"{found}"') for found in re.findall(pattern, path.read_text())}

if "--list" in sys.argv:
    print("\n".join(json.dumps(text, ensure_ascii=False) for text in sorted(texts)))
    sys.exit()
faults = 0
for path in sorted(pathlib.Path("web/locales").glob("*.json")):
    catalog = json.loads(path.read_text())
    for english, translated in catalog.items():
        if english not in texts:
            faults += 1
            print(f"{path}: nothing shows {english!r}")
        elif set(arguments(english)[0]) != set(arguments(translated)[0]):
            faults += 1
            print(f"{path}: other arguments than {english!r}")
    print(f"{path}: {len(texts - catalog.keys())} of {len(texts)} texts are shown in English")
print(f"{len(texts)} texts, {faults} faults")
sys.exit(faults > 0)
