"""One alert, issued on the desk, to very many open pages; beside a plain program that writes the same bytes to as many sockets,
and beside nginx nchan where it is installed. Each has one core, the pages the other."""
import contextlib
import datetime
import json
import pathlib
import resource
import subprocess
import sys
import time

import requests

from servers import BUILD, COMPARED_PORT, DATA, PORT, Process, median, middle, salve, settle, wait_for_search
from table import ROOT

sys.path.insert(0, str(ROOT))
from tests.clients.pages import Browser  # noqa: E402

ROUNDS = 5
NCHAN = pathlib.Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
EVENT = DATA / "alert_event"


class Crowd:
    """Open streams, told line by line what to send."""

    def __init__(self, port, count, streams):
        (DATA / "streams").write_text("\n".join(streams) + "\n")
        self.count = count
        self.process = subprocess.Popen([BUILD / "bench_alert_streams", str(port), str(count), DATA / "streams", EVENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != "open\n":
            raise SystemExit("the streams could not be opened")

    def send(self, request, mark):
        """Milliseconds until each stream had it; and the bytes that came."""
        (DATA / "alert_request").write_bytes(request)
        print(DATA / "alert_request", mark, file=self.process.stdin, flush=True)
        run = json.loads(self.process.stdout.readline() or "{}")
        if run.get("reached") != self.count:
            raise SystemExit(f"not everybody heard of the alert: {run}")
        return run, EVENT.read_bytes()

    def close(self):
        self.process.kill()
        self.process.wait()


def signed_in(session):
    browser = Browser(f"http://localhost:{PORT}")
    browser.session.cookies.set("salve_session", session)
    return browser


def make_administrator():
    """Before the server starts: somebody who may let the hospital issue alerts."""
    subprocess.run([BUILD / "salve", "--data", DATA / "run", "account", "role", "--username", "person1", "--role", "admin"], check=True, capture_output=True)


def let_issue(sessions):
    chief = signed_in(sessions[1]).open("/admin/alerts")
    chief.submit(chief.form_with("organization", "sender"), organization="hospital", sender="alerts@larkspur.example", needs_approval="")


class Pressed(Exception):
    """The button was pressed; what it sends is kept."""


def last_press(desk, form, button):
    """The request of the button that issues, as bytes: the crowd sends it, and starts the clock."""
    def keep(method, target, timeout, headers, data):
        raise Pressed(desk.session.prepare_request(requests.Request(method, target, headers=headers, data=data)))
    ask, desk.session.request = desk.session.request, keep
    try:
        desk.submit(form, button)
    except Pressed as pressed:
        made = pressed.args[0]
    finally:
        desk.session.request = ask
    body = (made.body or "").encode() if isinstance(made.body, str) else made.body
    fields = {**made.headers, "Host": f"localhost:{PORT}", "Content-Length": len(body)}
    return f"{made.method} {made.path_url} HTTP/1.1\r\n".encode() + "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode() + b"\r\n" + body


def draft(desk, mark):
    """An alert that is ready to be issued."""
    until = (datetime.datetime.now() + datetime.timedelta(hours=6)).strftime("%Y-%m-%dT%H:%M")
    desk.open("/alerts/desk")
    desk.submit(desk.form_with("organization"))
    desk.submit(desk.form_with("severity", "headline_0"), severity="Severe", urgency="Immediate", certainty="Observed", category="Infra", status="Actual", expires=until,
                area_name="Larkspur", circle="42.33,-122.87 25", language_0="en", event_0="Water", headline_0=f"Boil water in Larkspur until told otherwise {mark}",
                description_0="A main broke. Water from the tap can make you ill.", instruction_0="Boil water for one minute before you drink it or cook with it.")
    return last_press(desk, desk.form_with("version"), "issue")


def cost(runs, cpu, count):
    return middle(runs) | {"cpu": cpu / count / len(runs) * 1e6}


def ours(count, streams_of):
    """Salve: each round is one more alert; the bytes of each are kept for the others."""
    events, runs, cpu = [], [], 0.0
    make_administrator()
    with salve({"SALVE_SERVER_URL": f"http://localhost:{PORT}"}) as server:
        wait_for_search(server)
        sessions = (DATA / "run/sessions").read_text().split()
        let_issue(sessions)
        desk = signed_in(sessions[0])
        requests_ready = [(draft(desk, mark), mark) for mark in (f"round{time.time_ns()}x{number}" for number in range(ROUNDS))]
        settle(server)
        before = server.megabytes()
        crowd = Crowd(PORT, count, streams_of(sessions))
        try:
            settle(server)
            memory = (server.megabytes() - before) * 1024 / count
            for request, mark in requests_ready:
                used = server.cpu()
                run, event = crowd.send(request, mark)
                cpu += server.cpu() - used
                runs.append(run)
                events.append((event, mark))
                settle(server)
        finally:
            crowd.close()
    return cost(runs, cpu, count) | {"memory": memory}, events


@contextlib.contextmanager
def bare():
    server = Process(BUILD / "bench_bare_writer", COMPARED_PORT)
    try:
        server.wait_until_ready(COMPARED_PORT)
        yield server
    finally:
        server.process.kill()
        server.stop()


@contextlib.contextmanager
def nchan():
    root = DATA / "nchan"
    (root / "files/health").mkdir(parents=True, exist_ok=True)
    (root / "files/health/ready").write_text("OK")
    (root / "nginx.conf").write_text(f"""daemon off; master_process off; worker_processes 1; pid {root}/pid; error_log {root}/error.log; load_module {NCHAN};
worker_rlimit_nofile 120000; events {{ worker_connections 110000; }}
http {{ access_log off; nchan_shared_memory_size 1G;
  client_body_temp_path {root}/body; proxy_temp_path {root}/proxy; fastcgi_temp_path {root}/fastcgi; uwsgi_temp_path {root}/uwsgi; scgi_temp_path {root}/scgi;
  server {{ listen 127.0.0.1:{COMPARED_PORT} backlog=4096; root {root}/files;
    location = /stream {{ nchan_subscriber eventsource; nchan_channel_id alerts; nchan_eventsource_ping_interval 0; }}
    location = /publish {{ nchan_publisher; nchan_channel_id alerts; client_max_body_size 1m; client_body_buffer_size 1m; nchan_message_buffer_length 1; }} }} }}
""")
    server = Process(pathlib.Path("/usr/sbin/nginx"), "-p", root, "-c", root / "nginx.conf")
    try:
        server.wait_until_ready(COMPARED_PORT)
        yield server
    finally:
        server.stop()


def posted(body, *headers):
    return "".join(f"{line}\r\n" for line in ("POST /publish HTTP/1.1", f"Host: 127.0.0.1:{COMPARED_PORT}", f"Content-Length: {len(body)}", *headers, "")).encode() + body


def told_to_nchan(event):
    """The same text: it writes the lines of an event itself."""
    lines = event.decode().split("\n")
    text = "\n".join(line.removeprefix("data: ") for line in lines if line.startswith("data: "))
    return posted(text.encode(), "Content-Type: text/plain", "X-EventSource-Event: html")


def others(started, count, events, request_of):
    runs, cpu = [], 0.0
    with started() as server:
        before = server.megabytes()
        crowd = Crowd(COMPARED_PORT, count, ["/stream"])
        try:
            time.sleep(1)
            memory = (server.megabytes() - before) * 1024 / count
            for event, mark in events:
                used = server.cpu()
                run, _ = crowd.send(request_of(event), mark)
                time.sleep(0.2)
                cpu += server.cpu() - used
                runs.append(run)
        finally:
            crowd.close()
    return cost(runs, cpu, count) | {"memory": memory}


def told(run):
    return (f"first {run['first']:.0f} ms, p50 {run['p50']:.0f} ms, p99 {run['p99']:.0f} ms, last {run['last']:.0f} ms; {run['cpu']:.1f} µs of CPU a message of "
            f"{run['size'] / 1000:.1f} KB; {run['memory']:.1f} KB of memory a stream")


def most_sockets(wanted):
    """How many streams one program may hold here: the limit is raised as far as the machine lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limit in (max(hard, wanted), hard):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
            break
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 2_000


def measure_alert_streams(table, *counts):
    counts = [int(each) for each in counts] or [10_000, 50_000]
    most = most_sockets(max(counts) + 2_000)
    if max(counts) > most:
        table.add("alerts", f"{max(counts):,} open pages", f"NOT MEASURED: one program may open only {most + 2_000:,} files here (ulimit -Hn); {most:,} pages instead")
        counts = sorted({min(count, most) for count in counts})
    if not NCHAN.exists():
        print("nginx nchan is not installed and is left out: apt-get install libnginx-mod-nchan", flush=True)
    members = lambda sessions: [f"/live/bell salve_session={each}" for each in sessions[2:]]
    visitors = lambda sessions: ["/live/local"]
    parts = [(count, name, streams) for count in counts for name, streams in (("signed-in pages", members), ("visitors' pages", visitors))]
    for count, name, streams in parts:
        run, events = ours(count, streams)
        limit = others(bare, count, events, posted)
        ratio = run["last"] / limit["last"]
        small = count <= 10_000
        table.add("alerts", f"one alert to {count:,} open {name}, from the press that issues it, median of {ROUNDS}", told(run), "last under 250 ms" if small else "", not small or run["last"] < 250)
        table.add("alerts", "the same bytes by a plain program", told(limit))
        table.add("alerts", "the last of all, times that program's", f"{ratio:.2f}; by CPU a message {run['cpu'] / limit['cpu']:.2f}", "at most 2" if small else "", not small or ratio <= 2)
        if NCHAN.exists():
            beside = others(nchan, count, events, told_to_nchan)
            table.add("alerts", "the same text by nginx nchan", told(beside) + f"; its last after {beside['last'] / run['last']:.2f} times ours")
