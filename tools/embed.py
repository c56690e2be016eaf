#!/usr/bin/env python3
"""Turns a capability's .sql and .html files into headers.

queries.hpp  <folder>::sql::<name>          from queries.sql ("-- name: x" before each statement)
schema.hpp   <folder>::sql::schema_of_folder from migrations/NNNN_name.sql, invariants.sql and queries.sql
pages.hpp    <folder>::pages::<PageName>     from pages/*.html (see html/html.hpp)
Usage: embed.py SOURCE_FOLDER TARGET_FOLDER
"""
import pathlib, re, sys

source, target = map(pathlib.Path, sys.argv[1:])
folder = source.name


def named_statements(path):
    if not path.exists():
        return []
    parts = re.split(r"^-- name: (\w+)[^\n]*\n", path.read_text(), flags=re.M)[1:]
    # A heading above the next statement is not part of this one.
    return [(name, re.sub(r"(\n+-- (?!both|only:)[^\n]*)+$", "", text.strip()).rstrip(";")) for name, text in zip(parts[::2], parts[1::2])]


def write(name, lines):
    target.mkdir(parents=True, exist_ok=True)
    text = "\n".join(lines) + "\n"
    path = target / name
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def query(name, text):
    return f'inline constexpr db::Query {name}{{"{folder}.{name}", R"sql({text})sql"}};'


queries = named_statements(source / "queries.sql")
invariants = named_statements(source / "invariants.sql")
if queries:
    write("queries.hpp", ["#pragma once", '#include "db/database.hpp"', f"namespace {folder}::sql {{",
                          *(query(*each) for each in queries), "}"])
migrations = sorted((source / "migrations").glob("*.sql"))
if migrations:
    lines = ["#pragma once", '#include "db/database.hpp"', f"namespace {folder}::sql {{",
             "inline constexpr db::Migration migrations_of_folder[] = {"]
    for path in migrations:
        number, name = re.fullmatch(r"(\d{4})_(\w+)", path.stem).groups()
        lines.append(f'{{{int(number)}, "{name}", R"sql({path.read_text()})sql"}},')
    lines.append("};")
    for kind, statements in (("invariants", invariants), ("queries", queries)):
        if statements:
            lines.append(f"inline constexpr db::Query {kind}_of_folder[] = {{")
            lines += [f'{{"{folder}.{name}", R"sql({text})sql"}},' for name, text in statements]
            lines.append("};")
    spans = [f"{kind}_of_folder" if statements else "{}" for kind, statements in (("invariants", invariants), ("queries", queries))]
    lines.append(f'inline constexpr db::Schema schema_of_folder{{"{folder}", migrations_of_folder, {spans[0]}, {spans[1]}}};')
    write("schema.hpp", [*lines, "}"])
pages = sorted((source / "pages").glob("*.html"))
if pages:
    from embed_pages import header
    write("pages.hpp", header(folder, pages))
