"""What this server and others cost each other: sending, receiving, and many followers at once."""
import contextlib
import http.client
import json
import statistics
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from servers import BUILD, DATA, LOAD_CORE, PORT, ROUNDS, SERVER_CORE, SINK_PORT, commits, load, median, read_every_home, salve, settle, tokens, wait_for_search


def measure_federation(table):
    """Signed, taken by a thousand hosts on loopback, and written down. The sink shares the cores with the sender."""
    runs = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(dir=DATA) as folder:
            runs.append(deliveries(folder, 1000, 10))
    run = sorted(runs, key=lambda each: each["ratio"])[len(runs) // 2]
    table.add("federation", "deliveries to 1,000 hosts", f"{run['deliveries']:,.0f} a second; RSA-2048 alone signs {run['signatures']:,.0f} times; {run['cpu_ratio']:.0%} of the sender's CPU time is the signature", "0.6 of that or more", run["ratio"] >= 0.6)
    with tempfile.TemporaryDirectory(dir=DATA) as folder:
        run = deliveries(folder, 2000, 1)
    table.add("federation", "a post to 2,000 hosts", f"queued in {run['queue_milliseconds']:.0f} ms, the last delivery after {run['seconds']:.1f} s", "queued in 100 ms", run["queue_milliseconds"] <= 100)
    runs = {"": [], "trouble": []}
    for _ in range(ROUNDS):
        for trouble in runs:
            with tempfile.TemporaryDirectory(dir=DATA) as folder:
                runs[trouble].append(deliveries(folder, 1000, 3, *trouble.split()))
    alone, beside = (median(run["seconds"] for run in each) for each in runs.values())
    table.add("federation", "3 posts to 1,000 hosts, beside one that never answers and one that is dead", f"the last delivery after {beside:.2f} s; without those two {alone:.2f} s: "
              f"{beside / alone:.2f} times", "at most 1.1", beside / alone <= 1.1)


def deliveries(folder, hosts, posts, *trouble):
    return json.loads(subprocess.run([BUILD / "bench_deliveries", folder, str(hosts), str(posts), *trouble], check=True, capture_output=True, text=True).stdout)


def others(*words):
    return subprocess.run(["taskset", "-c", LOAD_CORE, BUILD / "bench_others", *map(str, words)], check=True, capture_output=True, text=True).stdout


@contextlib.contextmanager
def sink(each):
    """Every host on loopback takes what is sent to it; its output has a line for each so many."""
    process = subprocess.Popen(["taskset", "-c", LOAD_CORE, BUILD / "bench_others", "sink", str(SINK_PORT), str(each)], stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


# Its own name, as bench_others has it; what is sent to loopback leaves, and at once.
AMONG_OTHERS = {"SALVE_SERVER_URL": "http://bench.example", "SALVE_HTTP_CLIENT_MAY_REACH_LOOPBACK": "true", "SALVE_POSTS_UNDO_SECONDS": "0"}


LETTERS, FOLLOWERS, HOSTS = 6_000, 100_000, 2_000


def prepare_others(letters, followers):
    """On both cores: making keys and signing takes longer than anything that is measured."""
    subprocess.run(["taskset", "-c", f"{SERVER_CORE},{LOAD_CORE}", BUILD / "bench_others", "prepare", DATA / "run", str(SINK_PORT), DATA / "letters", str(letters), str(followers)], check=True)


def measure_incoming(table):
    """Signed requests of 120 people on 40 servers: posts, likes, boosts, follows, all new; each is stored before its answer."""
    prepare_others(LETTERS, 0)
    with sink(LETTERS), salve(AMONG_OTHERS) as server:
        wait_for_search(server)
        read_every_home()
        best = [json.loads(others("verify"))["verifications"]]
        cpu, before = server.cpu(), commits()
        run = json.loads(others("send", PORT, DATA / "letters"))
        cpu, made = server.cpu() - cpu, commits() - before
        best.append(json.loads(others("verify"))["verifications"])
    if run["refused"]:
        raise SystemExit(f"{run['refused']} signed activities were refused")
    rate, best = run["count"] / run["seconds"], statistics.mean(best)
    table.add("incoming", "signed activities verified and stored", f"{rate:,.0f} a second; p50 {run['p50']:.1f} ms, p99 {run['p99']:.1f} ms; {cpu * 1000 / run['count']:.3f} CPU s per 1,000; {run['count'] / made:.1f} in one commit")
    table.add("incoming", "ratio to RSA-2048 verifications of one core", f"{rate / best:.3f}, by CPU time {run['count'] / best / cpu:.3f}: a core that does nothing else verifies {best:,.0f} a second")


def measure_fanout(table):
    """One account with followers on two thousand servers posts, again and again, while others read their timelines."""
    began = time.perf_counter()
    prepare_others(0, FOLLOWERS)
    filled = time.perf_counter() - began
    with sink(HOSTS) as taken, salve(AMONG_OTHERS) as server:
        wait_for_search(server)
        read_every_home()
        author = tokens()[0]
        post(author, "The first one, before anything is measured")
        taken.stdout.readline()
        calm, beside, times, answers = [], [], [], []
        for _ in range(ROUNDS):
            settle(server)
            calm.append(load(server, PORT, "calm", 32))
            with ThreadPoolExecutor() as pool:
                reading = pool.submit(load, server, PORT, "calm", 32)
                while not reading.done():
                    sent = time.monotonic()
                    post(author, f"To everybody who follows, at {sent}")
                    answers.append((time.monotonic() - sent) * 1000)
                    times.append(float(taken.stdout.readline()) - sent)
                beside.append(reading.result())
    calm, beside = (median(run["p99"] for run in runs) for runs in (calm, beside))
    table.add("fanout", f"a post by an account with {FOLLOWERS:,} followers on {HOSTS:,} hosts", f"answered after {median(answers):.0f} ms, the last delivery after {median(times):.1f} s (slowest {max(times):.1f} s)")
    table.add("fanout", "p99 of others' home timelines meanwhile, about 1,000 requests/s", f"{beside:.2f} ms; without it {calm:.2f} ms: {beside / calm:.2f} times", "at most 1.5", beside / calm <= 1.5)
    print(f"        filling took {filled:.0f} s", flush=True)


def post(token, text):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    connection.request("POST", "/api/v1/statuses", json.dumps({"status": text}), {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"a post was refused: {answer.status}")
