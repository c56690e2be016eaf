"""The table that script/bench prints and writes down, and the machine it was measured on."""
import datetime
import os
import pathlib
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


class Table:
    def __init__(self):
        self.rows, self.missed = [], 0

    def add(self, part, what, figure, target="", reached=True):
        self.missed += not reached
        self.rows.append((part, what, figure, f"{target}: {'yes' if reached else 'NO'}" if target else ""))
        print(f"{part:8} {what}: {figure}" + (f"   [{self.rows[-1][3]}]" if target else ""), flush=True)

    def text(self):
        return "\n".join(["| part | what | measured | target |", "| --- | --- | --- | --- |"] + ["| " + " | ".join(row) + " |" for row in self.rows])


def machine():
    cpu = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    memory = int(pathlib.Path("/proc/meminfo").read_text().split()[1]) / 1024 / 1024
    return f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GB of memory, Linux {os.uname().release.split('-')[0]}, SQLite"


def busy_cores():
    """How many cores others keep busy right now."""
    def used():
        numbers = [int(each) for each in open("/proc/stat").readline().split()[1:]]
        return sum(numbers[:3]) + sum(numbers[5:8])
    before = used()
    time.sleep(2)
    return (used() - before) / TICKS / 2


def write_down(table):
    """Into docs/performance.md, between its markers."""
    file = ROOT / "docs/performance.md"
    start, end = "<!-- figures of script/bench -->\n", "<!-- end of figures -->"
    head, rest = file.read_text().split(start)
    figures = f"Measured {datetime.date.today()} on {machine()}.\n\n{table.text()}\n"
    file.write_text(head + start + figures + end + rest.split(end)[1])
    print("Written to docs/performance.md")
