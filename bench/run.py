"""Measures the release build against the targets it was promised: script/bench [home|posts|streams|start ...].

The server has one core, the load the other. Prints a table; when everything was measured on a quiet machine, it also
writes the figures into docs/performance.md. Everything runs on loopback, in build/bench-data, and is stopped at the end.
"""
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import time

from table import ROOT, TICKS, Table, busy_cores, write_down

BUILD = ROOT / "build" / os.environ.get("SALVE_PRESET", "release")
DATA = ROOT / "build" / "bench-data"
PORT, COMPARED_PORT = 18471, 18472
SERVER_CORE, LOAD_CORE = "0", "1"
HOME = "/api/v1/timelines/home?limit=20"
ROUNDS, SECONDS = 3, 5
STREAMS = 10_000
median = statistics.median


class Process:
    """A server on its own core, with what it used so far."""

    def __init__(self, *command):
        environment = dict(os.environ, SALVE_HTTP_RATE_PER_PERSON="0", SALVE_HTTP_RATE_PER_ADDRESS="0", SALVE_HTTP_LOOPS="1")
        self.log = open(DATA / (command[0].name + ".log"), "wb")
        # Not through a shell and not through a supervisor: this is the process whose figures we read.
        self.process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *map(str, command)], env=environment,
                                        stdout=self.log, stderr=self.log)

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def megabytes(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024

    def wait_until_ready(self, port):
        began = time.perf_counter()
        while time.perf_counter() - began < 30:
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended; see {self.log.name}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                if get(port, "/health/ready")[0] == 200:
                    return
            time.sleep(0.005)
        raise SystemExit("the server did not become ready")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


@contextlib.contextmanager
def salve():
    server = Process(BUILD / "salve", "--data", DATA / "run", "serve", "--listen", f"127.0.0.1:{PORT}")
    try:
        server.wait_until_ready(PORT)
        yield server
    finally:
        server.stop()


def get(port, path, token=None, connection=None):
    one = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    one.request("GET", path, headers={"Authorization": "Bearer " + token} if token else {})
    answer = one.getresponse()
    body = answer.read()
    if not connection:
        one.close()
    return answer.status, answer.headers, body


def load(server, port, kind, connections):
    """One run of wrk; what came of it, and what it cost the server."""
    before = server.cpu()
    printed = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "-s", ROOT / "bench/load.lua",
                              f"http://127.0.0.1:{port}", "--", kind, DATA / "run/tokens"],
                             check=True, capture_output=True, text=True).stdout
    run = json.loads(printed[printed.index("{"):])
    if run["faults"]:
        raise SystemExit(f"{kind}: {run['faults']} requests failed; see {server.log.name}")
    used, seconds = server.cpu() - before, run["microseconds"] / 1e6
    return {"count": run["requests"], "rate": run["requests"] / seconds, "p50": run["p50"] / 1000, "p99": run["p99"] / 1000,
            "cpu": used * 1000 / run["requests"], "busy": used / seconds, "size": run["bytes"] / run["requests"]}


def middle(runs):
    return {name: median(run[name] for run in runs) for name in runs[0]}


def tokens():
    return (DATA / "run/tokens").read_text().split()


def prepare():
    """A copy of the filled database, made anew when the tables or what fills them changed."""
    sources = [ROOT / "bench/fill.cpp", *sorted(ROOT.glob("src/*/migrations/*.sql"))]
    mark = hashlib.sha256(b"".join(each.read_bytes() for each in sources)).hexdigest()
    filled, done = DATA / "filled", DATA / "filled/done"
    if not done.exists() or done.read_text() != mark:
        shutil.rmtree(filled, ignore_errors=True)
        print("Filling a database of 1,000 accounts and 100,000 posts, once", flush=True)
        subprocess.run([BUILD / "bench_fill", filled], check=True)
        done.write_text(mark)
    shutil.rmtree(DATA / "run", ignore_errors=True)
    shutil.copytree(filled, DATA / "run")
    os.sync()


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


def read_every_home():
    """Every account's first page: how long SQL takes for it, and the bytes to compare with."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    times = []
    for token in tokens():
        began = time.perf_counter()
        assert get(PORT, HOME, token, connection)[0] == 200
        times.append((time.perf_counter() - began) * 1000)
    with open(DATA / "answers", "wb") as file:
        for token in tokens():
            status, headers, body = get(PORT, HOME, token, connection)
            assert status == 200 and len(json.loads(body)) == 20
            file.write(f"{token}\n{headers['Link']}\n{len(body)}\n".encode() + body + b"\n")
    return times, headers


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


def commits():
    """Commits so far, from /metrics. Each is one fsync; moving the log into the file adds about one to ten of them."""
    lines = get(PORT, "/metrics")[2].decode().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("salve_database_commits_total "))


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


def main(names):
    parts = {"start": measure_start, "home": measure_home, "posts": measure_posts, "streams": measure_streams}
    if os.cpu_count() < 2:
        raise SystemExit("two cores are needed: one for the server, one for the load")
    if unknown := set(names) - set(parts):
        raise SystemExit(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    os.sched_setaffinity(0, {int(LOAD_CORE)})
    DATA.mkdir(parents=True, exist_ok=True)
    prepare()
    busy = busy_cores()
    table = Table()
    for name in names or parts:
        parts[name](table)
    busy = max(busy, busy_cores())
    shutil.rmtree(DATA / "run")
    if busy > 0.2:
        print(f"Others kept {busy:.1f} cores busy before or after: do not trust the figures, and nothing is written down")
    elif not names:
        write_down(table)
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
