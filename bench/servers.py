"""The servers that are measured, each on its own core, the world they serve, and the load on them."""
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
import time

from table import ROOT, TICKS

BUILD = ROOT / "build" / os.environ.get("SALVE_PRESET", "release")
DATA = ROOT / "build" / "bench-data"
PORT, COMPARED_PORT, SINK_PORT = 18471, 18472, 18473
SERVER_CORE, LOAD_CORE = "0", "1"
HOME = "/api/v1/timelines/home?limit=20"
ROUNDS, SECONDS = 3, 5
POSTS = int(os.environ.get("SALVE_BENCH_POSTS", 100_000))
median = statistics.median


class Process:
    """A server on its own core, with what it used so far."""

    def __init__(self, *command, settings=None):
        environment = dict(os.environ, SALVE_HTTP_RATE_PER_PERSON="0", SALVE_HTTP_RATE_PER_ADDRESS="0", SALVE_HTTP_LOOPS="1",
                           SALVE_LINKS_FETCH_PREVIEWS="false", **(settings or {}))
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
def salve(settings=None, folder=DATA / "run"):
    server = Process(BUILD / "salve", "--data", folder, "serve", "--listen", f"127.0.0.1:{PORT}", settings=settings)
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


def load(server, port, kind, connections, *path, seconds=SECONDS):
    """One run of wrk; what came of it, and what it cost the server."""
    before = server.cpu()
    printed = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", ROOT / "bench/load.lua",
                              f"http://127.0.0.1:{port}", "--", kind, DATA / "run" / ("sessions" if kind == "page" else "tokens"), *path],
                             check=True, capture_output=True, text=True).stdout
    run = json.loads(printed[printed.index("{"):])
    if run["faults"]:
        raise SystemExit(f"{kind}: {run['faults']} requests failed; see {server.log.name}")
    used, seconds = server.cpu() - before, run["microseconds"] / 1e6
    return {"count": run["requests"], "rate": run["requests"] / seconds, "p50": run["p50"] / 1000, "p95": run["p95"] / 1000, "p99": run["p99"] / 1000,
            "cpu": used * 1000 / run["requests"], "busy": used / seconds, "size": run["bytes"] / run["requests"]}


def middle(runs):
    return {name: median(run[name] for run in runs) for name in runs[0]}


def tokens():
    return (DATA / "run/tokens").read_text().split()


def mark_of(*files):
    return hashlib.sha256(b"".join(each.read_bytes() for each in files)).hexdigest()


def prepare():
    """A copy of the filled database: made anew when what fills it changed, brought up to date when the tables did."""
    filled = DATA / f"filled-{POSTS}"
    done = filled / "done"
    marks = [mark_of(ROOT / "bench/fill.cpp"), mark_of(*sorted(ROOT.glob("src/*/migrations/*.sql")))]
    known = done.read_text().split() if done.exists() else []
    if known[:1] != marks[:1]:
        shutil.rmtree(filled, ignore_errors=True)
        print(f"Filling a database of 1,000 accounts and {POSTS:,} posts, once", flush=True)
        subprocess.run([BUILD / "bench_fill", filled, str(POSTS)], check=True)
    elif known != marks:
        with salve(folder=filled):
            pass
    done.write_text(" ".join(marks))
    shutil.rmtree(DATA / "run", ignore_errors=True)
    shutil.copytree(filled, DATA / "run", ignore=shutil.ignore_patterns("*.sock"))
    os.sync()


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


def read_every_page():
    """Every account's first home page: how long it takes."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    times = []
    for session in (DATA / "run/sessions").read_text().split():
        began = time.perf_counter()
        connection.request("GET", "/home", headers={"Cookie": f"salve_session={session}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        times.append((time.perf_counter() - began) * 1000)
    return times


def commits():
    """Commits so far, from /metrics. Each is one fsync; moving the log into the file adds about one to ten of them."""
    lines = get(PORT, "/metrics")[2].decode().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("salve_database_commits_total "))


@contextlib.contextmanager
def nginx(size):
    """nginx with one process on the server's core, sending a file of that size: what a request costs at least."""
    root = DATA / "nginx"
    (root / "files/health").mkdir(parents=True, exist_ok=True)
    (root / "files/health/ready").write_text("OK")
    (root / "files/answer.json").write_bytes(b"x" * size)
    (root / "nginx.conf").write_text(f"""daemon off; master_process off; worker_processes 1; pid {root}/pid; error_log {root}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; types {{ application/json json; }}
  client_body_temp_path {root}/body; proxy_temp_path {root}/proxy; fastcgi_temp_path {root}/fastcgi; uwsgi_temp_path {root}/uwsgi;
  scgi_temp_path {root}/scgi; server {{ listen 127.0.0.1:{COMPARED_PORT}; root {root}/files; }} }}
""")
    server = Process(pathlib.Path("/usr/sbin/nginx"), "-p", root, "-c", root / "nginx.conf")
    try:
        server.wait_until_ready(COMPARED_PORT)
        yield server
    finally:
        server.stop()


def settle(server):
    """Waits until the server does nothing of its own: what a part before left to do must not count into the next."""
    began = time.perf_counter()
    while time.perf_counter() - began < 3600:
        before = server.cpu()
        time.sleep(2)
        if server.cpu() - before <= 0.04:
            return
    raise SystemExit("the server is still busy with itself after an hour")


def wait_for_search(server):
    """A world that was filled at once gets its entries after the start, the newest first."""
    began = time.perf_counter()
    while not json.loads(get(PORT, "/api/v2/search?type=statuses&limit=1&q=river", tokens()[0])[2])["statuses"]:
        time.sleep(1)
    settle(server)
    return time.perf_counter() - began
