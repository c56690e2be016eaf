"""Writes pages.hpp: for each pages/post_card.html a struct PostCard with one member per placeholder, and its render().

The language is described in src/html/html.hpp. Types by use: {name} and arguments of [[..]] html::Text, {!name}
html::Markup, names of sections only html::Flag. A section may also ask for a text or markup: whether there is any.
{icon heart} and {icon reply flip} become one of the sprite's icons, hidden from screen readers.
Comments on lines of their own and indentation are left out; so is white space at both ends.
"""
import keyword, pathlib, re
from embed_assets import address

CPP_KEYWORDS = set("class for default delete new operator template this union struct int long short char bool true false auto "
                   "private public protected export import register static switch case goto namespace friend virtual explicit "
                   "typename using const void enum if else do while return and or not xor".split())


def arguments(message, at=0, names=None):
    """The argument names of an ICU message, nested ones too."""
    names = [] if names is None else names
    while at < len(message) and message[at] != "}":
        if message[at] != "{":
            at += 1
            continue
        name = re.match(r"\{\s*(\w+)\s*", message[at:])
        if not name:
            raise ValueError(f"argument without a name: {message}")
        names.append(name[1])
        at += name.end()
        while at < len(message) and message[at] != "}":  # ", plural, one {# reply} other {# replies}"
            if message[at] == "{":
                at = arguments(message, at + 1, names)[1]
            at += 1
        at += 1
    return names, at


def shrink(text):
    text = re.sub(r"^[ \t]*<!--.*?-->[ \t]*(\n|\Z)", "", text, flags=re.M | re.S)
    text = re.sub(r"\[\[(.*?)\]\]", lambda m: "[[" + " ".join(m[1].split()) + "]]", text, flags=re.S)
    if "<pre" not in text:
        text = re.sub(r"[ \t]*\n\s*", "\n", text)
    return text.strip()


SPRITE = (pathlib.Path(__file__).parent.parent / "web/icons/i.svg").read_bytes()


def icon(match):
    name, extra = match[1], match[2] or ""
    if f'id="{name}"'.encode() not in SPRITE:
        raise ValueError(f"no icon {name} in web/icons/i.svg")
    return (f'<svg class="i{extra}" width="20" height="20" aria-hidden="true">'
            f'<use href="{address("i.svg", SPRITE)}#{name}"/></svg>')


def members(text, where):
    """Name -> type, in order of appearance."""
    uses = {}
    for match in re.finditer(r"\[\[(.*?)\]\]|\{\{|\{([?^/!]?)([^}]*)\}", text, flags=re.S):
        message, sign, name = match.groups()
        if message is not None:
            for each in arguments(message)[0]:
                uses.setdefault(each, set()).add("Text")
        elif name is not None:
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in CPP_KEYWORDS or keyword.iskeyword(name):
                raise ValueError(f"{where}: {{{sign}{name}}} is no placeholder; a brace itself is written {{{{")
            uses.setdefault(name, set()).add({"": "Text", "!": "Markup"}.get(sign, "Flag"))
    types = {}
    for name, kinds in uses.items():
        if {"Text", "Markup"} <= kinds:
            raise ValueError(f"{where}: {name} is both {{{name}}} and {{!{name}}}")
        types[name] = next(kind for kind in ("Text", "Markup", "Flag") if kind in kinds)
    return types


def page(path):
    text = re.sub(r"\{icon ([a-z0-9-]+)((?: [a-z0-9-]+)*)\}", icon, shrink(path.read_text()))
    types = members(text, path.name)
    struct = "".join(part.capitalize() for part in path.stem.split("_"))
    most = 2 * (text.count("{") + text.count("[[")) + 2
    names = ", ".join(f'"{name}"' for name in types)
    slots = ", ".join(f"page.{name}" for name in types)
    return [
        f"struct {struct} {{", *(f"    html::{kind} {name};" for name, kind in types.items()), "};",
        f"namespace {path.stem}_ {{",
        f"inline constexpr std::array<std::string_view, {len(types)}> names{{{names}}};",
        f'inline constexpr html::Template<{most}> checked{{R"html({text})html", names}};',
        f'static_assert(html::compiles<html::explain("{path.name}", checked)>);',
        "}",
        f"inline void render(html::Words const& words, std::string& onto, [[maybe_unused]] {struct} const& page) {{",
        f"    html::Slot const slots[] = {{{slots}}};" if types else "    std::span<html::Slot const> slots;",
        f"    html::render_steps(words, onto, {path.stem}_::checked.view(), slots);",
        "}",
    ]


def header(folder, paths):
    lines = ["#pragma once", '#include "html/html.hpp"', f"namespace {folder}::pages {{"]
    for path in paths:
        lines += page(path)
    return [*lines, "}"]
