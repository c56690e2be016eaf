#!/usr/bin/env python3
"""Prints the folders of src/ in an order in which each comes after all that it may use, separated by semicolons."""
import graphlib, pathlib

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
print(";".join(ordered))
