#!/usr/bin/env python3
"""Prints folders of src/, separated by semicolons.

Usage: folders.py             all, in an order in which each comes after all that it may use
       folders.py --for NAME  the folder and those whose headers it includes, directly or through others; the highest first
"""
import graphlib, pathlib, re, sys

tiers, edges = [], []
for line in pathlib.Path("src/LAYERS").read_text().splitlines():
    line = line.split("#")[0].strip()
    if "->" in line:
        source, target = line.split("->")
        edges.append((source.strip(), target.split()[0]))
    elif line:
        tiers.append(line.removeprefix("closed:").split())

ordered = []
for tier in tiers:
    graph = {folder: {b for a, b in edges if a == folder} for folder in tier}
    ordered += graphlib.TopologicalSorter(graph).static_order()


def included(folder):
    # Its own tests count as well: they may look at more than the room does.
    texts = (path.read_text() for pattern in ("*.?pp", "tests/*_fuzz.cpp") for path in pathlib.Path("src", folder).glob(pattern))
    return {name for text in texts for name in re.findall(r'^#include "([a-z_]+)/', text, re.M)} & set(ordered)


def needed(folder):
    found, new = set(), {folder}
    while new:
        found |= new
        new = set().union(*map(included, new)) - found
    return found


if sys.argv[1:2] == ["--for"]:
    wanted = needed(sys.argv[2])
    print(";".join(folder for folder in reversed(ordered) if folder in wanted))
else:
    print(";".join(ordered))
