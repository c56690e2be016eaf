#!/usr/bin/env python3
"""Runs the tests and counts them; script/test calls it after the set-up.

Usage: run_tests.py [--list] [--postgresql] [NAME...]
NAME is a suite, or a folder of src/ for its unit tests alone (on SQLite; with --postgresql also there).
The last line is "N passed, N failed" over all that ran. What passes is silent; what fails shows its output.
"""
import concurrent.futures, contextlib, os, pathlib, queue, re, subprocess, sys, tempfile, threading, time

root = pathlib.Path(__file__).resolve().parent.parent
PYTHON = "/usr/bin/python3"  # the one that Debian's packages for Python belong to
FUZZ_SECONDS = 60            # for all targets together; CONTRIBUTING.md says how to run them longer
passed = failed = 0
counting = threading.Lock()


def counts(output):
    """The numbers in the last summary of a program's output, or None when it died before it summed up."""
    doctest = re.findall(r"\[doctest\] test cases:\s*\d+\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed", output)
    plain = re.findall(r"^(\d+) passed, (\d+) failed$", output, re.M)
    last = (doctest or plain or [None])[-1]
    return last and (int(last[0]), int(last[1]))


def run(name, command, *, single=False, limit=600, **environment):
    """`single`: the command is one test, which passes by its exit status."""
    global passed, failed
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", errors="replace") as log:
        try:
            status = subprocess.run([str(part) for part in command], cwd=root, stdin=subprocess.DEVNULL, stdout=log,
                                    stderr=subprocess.STDOUT, timeout=limit, env={**os.environ, **environment}).returncode
        except (OSError, subprocess.TimeoutExpired) as problem:
            status = 1
            log.write(f"\n{problem}\n")
        log.seek(0)
        output = log.read()
    good, bad = (0, 0) if single else counts(output) or (0, 0)
    if single and status == 0:
        good = 1
    elif status != 0 and bad == 0 or good + bad == 0:
        bad += 1  # it died, or ran nothing
    with counting:
        passed, failed = passed + good, failed + bad
        print(f"{name:.<32} {good} passed, {bad} failed in {time.monotonic() - started:.1f} s", flush=True)
        if bad:
            print(output[-20_000:], flush=True)


def build(preset, *targets):
    """Fails as one test; a build that succeeds is not counted."""
    global failed
    command = ["bash", "-c", '. script/common; compile "$@"', "script/test", preset, *targets]
    print(f"==> building {preset}: {' '.join(targets)}", flush=True)
    if subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL).returncode == 0:
        return True
    failed += 1
    print(f"build of {preset}: 1 failed", flush=True)
    return False


@contextlib.contextmanager
def postgresql():
    """The address of a private cluster, gone at the end or with this process."""
    wait = f'echo "$SALVE_TEST_POSTGRESQL"; exec tail -f --pid={os.getpid()} /dev/null'
    cluster = subprocess.Popen(["tools/with_postgres", "sh", "-c", wait], cwd=root, stdout=subprocess.PIPE, text=True)
    try:
        address = cluster.stdout.readline().strip()
        if not address:
            raise SystemExit("PostgreSQL did not start")
        yield address
    finally:
        cluster.terminate()
        cluster.wait()


def folders():
    return sorted({path.parent.parent.name for path in (root / "src").glob("*/tests/*_test.cpp")})


def units(names, engines):
    if not build("dev", *(f"test_{name}" for name in names)):
        return
    programs = {name: root / f"build/dev/test_{name}" for name in names}
    runs = [(f"{name}, SQLite", program, None) for name, program in programs.items()]
    # Programs that open no database would only do the same again.
    again = {name: program for name, program in programs.items() if b"SALVE_TEST_POSTGRESQL" in program.read_bytes()}
    workers = min(os.cpu_count() or 1, len(runs))
    with contextlib.ExitStack() as open_clusters:
        # A cluster for each worker: what one program notifies must not reach another.
        clusters = queue.SimpleQueue()
        if again and "postgresql" in engines:
            runs += [(f"{name}, PostgreSQL", program, clusters) for name, program in again.items()]
            for _ in range(workers):
                clusters.put(open_clusters.enter_context(postgresql()))
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            for done in [pool.submit(run_unit, *one) for one in runs]:
                done.result()


def run_unit(name, program, clusters):
    """`clusters`: the addresses that no program uses now, or None for SQLite."""
    if clusters is None:
        return run(name, [program])
    address = clusters.get()
    try:
        run(name, [program], SALVE_TEST_POSTGRESQL=address)
    finally:
        clusters.put(address)


def layers():
    run("layers", [PYTHON, "tools/check_layers.py"], single=True)
    run("tools", [PYTHON, "tools/tests/check_layers_test.py"])
    run("pages and assets", [PYTHON, "tools/tests/embed_test.py"])
    run("finding words", [PYTHON, "tools/tests/words_test.py"])
    run("contrast", [PYTHON, "tools/tests/contrast_test.py"])
    run("words", [PYTHON, "tools/check_words.py"], single=True)


def settings():
    if build("release", "salve"):
        run("config/example.toml is current", ["bash", "-c", "diff config/example.toml <(env -i build/release/salve --data build/no-such-folder settings)"], single=True)


def stories():
    units(["stories", "routes"], {"postgresql"})


def clients():
    if build("release", "salve"):
        with postgresql() as address:
            run("clients", [PYTHON, "-m", "tests.clients"], limit=1600, SALVE_TEST_POSTGRESQL=address)


def browser():
    if build("release", "salve"):
        run("browser", [PYTHON, "-m", "tests.browser"], limit=2300)


def durability():
    if not build("release", "salve"):
        return
    run("durability, SQLite", [PYTHON, "-m", "tests.durability"])
    with postgresql() as address:
        run("durability, PostgreSQL", [PYTHON, "-m", "tests.durability"], limit=1000, SALVE_TEST_POSTGRESQL=address)


def fuzz():
    targets = sorted((root / "src").glob("*/tests/*_fuzz.cpp"))
    if not targets or not build("fuzz", *(path.stem for path in targets)):
        return
    each = max(1, FUZZ_SECONDS // len(targets))
    for path in targets:
        seeds = path.with_suffix("")  # a folder beside the target, named like it
        with tempfile.TemporaryDirectory() as corpus:
            run(path.stem, [root / "build/fuzz" / path.stem, corpus, *([seeds] if seeds.is_dir() else []),
                            f"-max_total_time={each}", "-rss_limit_mb=2048", "-timeout=5", "-print_final_stats=1",
                            f"-artifact_prefix={root}/build/fuzz/"], single=True)


SUITES = {"layers": layers, "units": lambda: units(folders(), {"postgresql"}), "stories": stories, "settings": settings,
          "clients": clients, "browser": browser, "durability": durability, "fuzz": fuzz}


def main(arguments):
    engines = {"postgresql"} if "--postgresql" in arguments else set()
    names = [name for name in arguments if not name.startswith("--")]
    if "--list" in arguments:
        return print("suites:", *SUITES, "\nfolders:", *folders())
    unknown = [name for name in names if name not in SUITES and name not in folders()]
    if unknown:
        sys.exit(f"no suite and no folder with tests: {', '.join(unknown)}; see script/test --list")
    started = time.monotonic()
    for name in names or SUITES:
        SUITES.get(name, lambda: units([name], engines))()
    print(f"in {time.monotonic() - started:.0f} s")
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed or not passed))


if __name__ == "__main__":
    main(sys.argv[1:])
