"""Measures the release build against the targets it was promised: script/bench [start|home|posts|streams|pages|api|federation|incoming|fanout|areas|directory|appointments|messages|alert_push|alert_streams ...],
of api also one kind of request alone: script/bench api:notifications; of alert_streams other numbers of streams: alert_streams:1000.

The server has one core, the load the other. Prints a table; when everything was measured on a quiet machine, it also
writes the figures into docs/performance.md. Everything runs on loopback, in build/bench-data, and is stopped at the end.
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

from alert_streams import measure_alert_streams
from federation import measure_fanout, measure_federation, measure_incoming
from servers import (BUILD, COMPARED_PORT, DATA, HOME, LOAD_CORE, PORT, POSTS, ROUNDS, SECONDS, Process, commits, get, load, median, middle, nginx, prepare, read_every_home, read_every_page, salve,
                     settle, tokens, wait_for_search)
from table import Table, busy_cores, write_down

STREAMS = 10_000


def measure_start(table):
    times = []
    for _ in range(5):
        began = time.perf_counter()
        with salve() as server:
            times.append((time.perf_counter() - began) * 1000)
            time.sleep(0.5)
            idle = server.megabytes()
    table.add("start", "start to ready, median of 5 (slowest)", f"{median(times):.0f} ms ({max(times):.0f})", "under 1 s", max(times) < 1000)
    table.add("start", "resident memory, idle", f"{idle:.0f} MB")


def compare(*both):
    """The same headers, but for the moment and the request's number."""
    one, other = ({name: value for name, value in headers.items() if name not in ("Date", "X-Request-Id")} for headers in both)
    if one != other:
        raise SystemExit(f"not the same headers:\n{one}\n{other}")


def measure_home(table):
    with salve() as server:
        first, headers = read_every_home()
        compared = Process(BUILD / "bench_same_bytes", COMPARED_PORT, DATA / "answers", DATA)
        try:
            compared.wait_until_ready(COMPARED_PORT)
            compare(headers, get(COMPARED_PORT, HOME, tokens()[-1])[1])
            memory, home = [], []
            for _ in range(ROUNDS):
                memory.append(load(compared, COMPARED_PORT, "home", 32))
                home.append(load(server, PORT, "home", 32))
        finally:
            compared.stop()
        after = server.megabytes()
    rates = median(one["rate"] / other["rate"] for one, other in zip(home, memory))
    costs = median(other["cpu"] / one["cpu"] for one, other in zip(home, memory))
    for name, run in (("home timeline of 20 posts", middle(home)), ("the same bytes from memory", middle(memory))):
        table.add("home", name, f"{run['rate']:,.0f} requests/s; p50 {run['p50']:.2f} ms, p99 {run['p99']:.2f} ms; "
                  f"{run['cpu']:.3f} CPU s per 1,000; {run['size'] / 1000:.1f} KB each; core {run['busy']:.0%} busy")
    table.add("home", "ratio of requests/s", f"{rates:.2f}", "at least 0.5", rates >= 0.5)
    table.add("home", "ratio by server CPU per request", f"{costs:.2f}", "at least 0.5", costs >= 0.5)
    table.add("home", "an account's first page after start, from SQL", f"p50 {median(first):.1f} ms, p99 {statistics.quantiles(first, n=100)[98]:.1f} ms")
    table.add("home", "resident memory after that load", f"{after:.0f} MB")


def syncs_per_second():
    """How often this disk makes 4 KB durable, in place: the least that one durable write can cost."""
    descriptor = os.open(DATA / "run/probe", os.O_RDWR | os.O_CREAT)
    block = os.urandom(4096)
    os.pwrite(descriptor, block * 256, 0)
    os.fsync(descriptor)
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < 1:
        os.pwrite(descriptor, block, count % 256 * 4096)
        os.fdatasync(descriptor)
        count += 1
    os.close(descriptor)
    return count / (time.perf_counter() - began)


def measure_posts(table):
    os.sync()
    runs, disk = [], []
    with salve() as server:
        read_every_home()  # so that each post also has to reach feeds in memory
        for _ in range(ROUNDS):
            disk.append(syncs_per_second())
            before = commits()
            run = load(server, PORT, "posts", 64)
            made = commits() - before
            runs.append(run | {"together": run["count"] / made, "commits": made / SECONDS})
        disk.append(syncs_per_second())
        after = server.megabytes()
    run, syncs = middle(runs), median(disk)
    table.add("posts", "durable posts, 64 at once", f"{run['rate']:,.0f} posts/s; p50 {run['p50']:.1f} ms, p99 {run['p99']:.1f} ms; "
              f"{run['cpu']:.3f} CPU s per 1,000; core {run['busy']:.0%} busy")
    table.add("posts", "posts made durable by one commit, which is one fsync", f"{run['together']:.1f} ({run['commits']:,.0f} commits/s)", "at least 5", run["together"] >= 5)
    table.add("posts", "fsync of 4 KB alone on this disk", f"{syncs:,.0f} a second; posts/s are {run['rate'] / syncs:.2f} times that")
    table.add("posts", "resident memory after that load", f"{after:.0f} MB")


def kernel_megabytes():
    """What the kernel keeps for sockets: both ends of every stream are on this machine."""
    lines = pathlib.Path("/proc/meminfo").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Slab:")) / 1024


def measure_streams(table):
    with salve() as server:
        time.sleep(0.5)
        before, kernel = server.megabytes(), kernel_megabytes()
        crowd = subprocess.Popen([BUILD / "bench_streams", str(PORT), DATA / "run/tokens", str(STREAMS), "5"],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            began = time.perf_counter()
            if crowd.stdout.readline() != "open\n":
                raise SystemExit("the streams could not be opened")
            opening = time.perf_counter() - began
            time.sleep(2)
            each = (server.megabytes() - before) * 1024 / STREAMS
            both_ends = (kernel_megabytes() - kernel) * 1024 / STREAMS
            out, _ = crowd.communicate("\n", timeout=120)
        finally:
            crowd.kill()
            crowd.wait()
        time.sleep(2)
        after = server.megabytes()
    rounds = [json.loads(line) for line in out.splitlines()]
    if len(rounds) != 5 or any(one["reached"] != STREAMS for one in rounds):
        raise SystemExit(f"not everybody heard of the post: {rounds}")
    worst = max(one["p99"] for one in rounds)
    run = middle(rounds)
    table.add("streams", f"a post to {STREAMS:,} open streams, from sending it, median of 5 posts",
              f"p50 {run['p50']:.0f} ms, p99 {run['p99']:.0f} ms, last {run['last']:.0f} ms; answered after {run['answered']:.0f} ms")
    table.add("streams", "p99 of the slowest of the 5 posts", f"{worst:.0f} ms", "under 1 s", worst < 1000)
    table.add("streams", "memory for each idle stream", f"{each:.1f} KB, its part of 999 feeds in memory included", "at most 20 KB", each <= 20)
    table.add("streams", "kernel memory for each, both ends", f"{both_ends:.1f} KB")
    table.add("streams", "opening all of them", f"{opening:.1f} s; resident memory after they closed {after:.0f} MB")


# What apps ask, and how many times the CPU of nginx with a file of the same size it may cost.
API = {"reader": ("home timeline, one reader", 2.5), "home": ("home timeline, 1,000 readers", 4), "public": ("public timeline", 2.5),
       "notifications": ("notifications", 3), "search": ("search for words, common and rare", 8), "common": ("search for words of most posts", 8), "fanout": ("a post to 999 followers here", 20)}


def measure_one(server, kind):
    """Salve and nginx in turns, so that both meet the same machine; the medians of three."""
    runs, floors = [load(server, PORT, kind, 32)], []  # the first is to warm up, and tells the size
    with nginx(round(runs.pop()["size"])) as compared:
        for _ in range(ROUNDS):
            settle(server)
            runs.append(load(server, PORT, kind, 32))
            floors.append(load(compared, COMPARED_PORT, "file", 32, "/answer.json"))
    ratio = median(run["cpu"] / floor["cpu"] for run, floor in zip(runs, floors))
    return middle(runs), middle(floors), ratio


def measure_api(table, *only):
    if unknown := set(only) - set(API):
        raise SystemExit(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(API)}")
    with salve() as server:
        table.add("api", f"entries of {POSTS:,} posts for searching, after the first start", f"{wait_for_search(server):.0f} s")
        read_every_home()
        for kind in only or API:
            name, most = API[kind]
            run, floor, ratio = measure_one(server, kind)
            slow = kind in ("search", "common") and run["p95"] >= 50
            table.add("api", name, f"{run['rate']:,.0f} requests/s; p50 {run['p50']:.2f} ms, p95 {run['p95']:.2f} ms; {run['cpu']:.3f} CPU s per 1,000, "
                      f"nginx {floor['cpu']:.3f} with {run['size'] / 1000:.1f} KB: {ratio:.1f} times",
                      f"at most {most}" + (", p95 under 50 ms" if kind in ("search", "common") else ""), ratio <= most and not slow)
        table.add("api", "resident memory after that load", f"{server.megabytes():.0f} MB")


def measure_areas(table):
    """One alert matched with a million places, and alerts with areas, each checked against asking all of them."""
    run = json.loads(subprocess.run([BUILD / "bench_areas"], check=True, capture_output=True, text=True).stdout)
    table.add("areas", "one alert matched with 1,000,000 places and 32,200 people's counties", f"p50 {run['p50']:.1f} ms, p99 {run['p99']:.1f} ms; CPU p99 {run['cpu_p99']:.1f} ms, slowest of 500 {run['cpu_slowest']:.1f} ms; "
              f"up to {run['found_most']:,} concerned", "under 50 ms", run["p99"] < 50 and run["cpu_slowest"] < 50)
    table.add("areas", "the same, found by asking every place", f"{run['wrong']} of {run['checked']} alerts differ", "none", run["wrong"] == 0)
    table.add("areas", "an alert for the whole globe", f"{run['everywhere_milliseconds']:.0f} ms of CPU for {run['everywhere_found']:,}")
    table.add("areas", "4,786 shapes with 2,126 areas", f"{run['seconds']:.2f} s of CPU, {run['meeting']:,} meet; asking every edge {run['plain_seconds']:.1f} s; {run['different']} differ", "under 2 s, none differ", run["seconds"] < 2 and run["different"] == 0)
    table.add("areas", "the outlines of the program, imported at the first start", f"{run['import_milliseconds']:.0f} ms", "under 2 s", run["import_milliseconds"] < 2000)


def measure_directory(table):
    """Care found among 20,000 places within 25 km, with filters, one question at a time."""
    run = json.loads(subprocess.run([BUILD / "bench_directory"], check=True, capture_output=True, text=True).stdout)
    table.add("directory", "a search among 20,000 places within 25 km, filtered", f"p50 {run['p50']:.1f} ms, p99 {run['p99']:.1f} ms, slowest of 2,000 {run['slowest']:.1f} ms; {run['found']:,.0f} fit on average", "p99 under 20 ms", run["p99"] < 20)
    table.add("directory", "read into memory when the server starts; the same search from the tables", f"{run['load_milliseconds']:.0f} ms; p50 {run['tables_p50']:.0f} ms")


def measure_appointments(table):
    run = json.loads(subprocess.run([BUILD / "bench_appointments"], check=True, capture_output=True, text=True).stdout)
    if run["booked"] != run["wanted"]:
        raise SystemExit(f"only {run['booked']} of {run['wanted']} bookings were made")
    table.add("appointments", f"a search for free times across 1,000 practitioners and 60 days ({run['slots']:,} slots)", f"p50 {run['p50']:.1f} ms, p99 {run['p99']:.1f} ms, slowest of 2,000 {run['slowest']:.1f} ms", "p99 under 30 ms", run["p99"] < 30)
    table.add("appointments", "durable bookings by 64 patients at once, with their letters and reminders", f"{run['per_second']:,.0f} a second", "200 a second", run["per_second"] >= 200)


def measure_messages(table):
    run = json.loads(subprocess.run([BUILD / "bench_messages"], check=True, capture_output=True, text=True).stdout)
    table.add("messages", "the page of a sealed thread of 200 messages, with the look on record", f"p50 {run['p50']:.1f} ms, p99 {run['p99']:.1f} ms, slowest of 2,000 {run['slowest']:.1f} ms", "p99 under 20 ms", run["p99"] < 20)
    table.add("messages", "opening its words alone; a message more, durable", f"p99 {run['words_p99']:.1f} ms; p50 {run['write_p50']:.1f} ms, p99 {run['write_p99']:.1f} ms")


def measure_alert_push(table):
    """One alert to 100,000 stored subscriptions, to a push service on loopback; beside the bare cryptography of each message."""
    folder = DATA / "run/alert_push"
    shutil.rmtree(folder, ignore_errors=True)
    out = subprocess.run([BUILD / "bench_alert_push", folder, "100000"], check=True, capture_output=True, text=True).stdout
    run = json.loads(out)
    shutil.rmtree(folder)
    if run["sent"] != run["subscriptions"]:
        raise SystemExit(f"not every device was reached: {run}")
    ratio = run["encrypted_cpu"] / run["floor_cpu"]
    table.add("alert_push", "messages encrypted, one thread, without network", f"{run['encrypted']:,.0f}/s; {run['encrypted_cpu'] * 1e6:.0f} µs of CPU each, {run['bytes']} bytes of text")
    table.add("alert_push", "the same key, ECDH P-256 and AES-128-GCM by OpenSSL alone", f"{run['floor']:,.0f}/s; {run['floor_cpu'] * 1e6:.0f} µs of CPU each")
    table.add("alert_push", "ratio by CPU", f"{ratio:.2f}", "at most 2", ratio <= 2)
    table.add("alert_push", f"{run['subscriptions']:,} subscriptions from the database to a push service on loopback, outcomes written down", f"{run['seconds']:.1f} s, {run['rate']:,.0f}/s; {run['cpu'] * 1e6:.0f} µs of CPU each")


def measure_pages(table):
    """The home page of all people in turn, one after the other: the time is the server's own, and the way over loopback."""
    with salve() as server:
        wait_for_search(server)
        first = read_every_page()
        run, busy = load(server, PORT, "page", 1), load(server, PORT, "page", 32)
        if run["size"] < 20_000:
            raise SystemExit(f"that was not the home page: {run['size']} bytes")
    table.add("pages", "home page, signed in", f"p50 {run['p50']:.2f} ms, p99 {run['p99']:.2f} ms; {run['size'] / 1000:.1f} KB", "p50 under 2 ms", run["p50"] < 2)
    table.add("pages", "an account's first home page after start, from SQL", f"p50 {median(first):.1f} ms, p99 {statistics.quantiles(first, n=100)[98]:.1f} ms")
    table.add("pages", "home page, 32 at once", f"{busy['rate']:,.0f} requests/s; p50 {busy['p50']:.1f} ms, p99 {busy['p99']:.1f} ms; {busy['cpu']:.3f} CPU s per 1,000")


def main(names):
    parts = {"start": measure_start, "home": measure_home, "posts": measure_posts, "streams": measure_streams, "pages": measure_pages, "api": measure_api,
             "federation": measure_federation, "incoming": measure_incoming, "fanout": measure_fanout, "areas": measure_areas, "directory": measure_directory, "appointments": measure_appointments, "messages": measure_messages, "alert_push": measure_alert_push, "alert_streams": measure_alert_streams}
    if os.cpu_count() < 2:
        raise SystemExit("two cores are needed: one for the server, one for the load")
    asked = [name.split(":") for name in names or parts]
    if unknown := {name for name, *_ in asked} - set(parts):
        raise SystemExit(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    DATA.mkdir(parents=True, exist_ok=True)
    prepare()
    busy = busy_cores()
    table = Table()
    for name, *only in asked:
        parts[name](table, *only)
    busy = max(busy, busy_cores())
    shutil.rmtree(DATA / "run")
    if busy > 0.2:
        print(f"Others kept {busy:.1f} cores busy before or after: do not trust the figures, and nothing is written down")
    elif not names:
        write_down(table)
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
