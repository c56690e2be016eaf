"""A running Salve of our own: on a free port, with a fresh data folder, gone at the end.

    with Salve() as salve:
        ada = salve.account("ada")              # an Account: username, email, password, token
        salve.get("/api/v1/timelines/home", ada).json()

SALVE_BINARY names another program than build/release/salve.
"""
import os, pathlib, shutil, signal, socket, subprocess, sys, tempfile, time, types
import requests

root = pathlib.Path(__file__).resolve().parents[2]
binary = os.environ.get("SALVE_BINARY", str(root / "build/release/salve"))
PASSWORD = "quiet harbour lantern 42"
SCOPES = "read write follow push"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Salve:
    def __init__(self, settings={}, data=None, database=None):
        """`settings`: {"posts.longest": 500}. `data`: a folder that outlives this object. `database`: postgresql://..."""
        self.data = data or tempfile.mkdtemp(prefix="salve-test-")
        self.keeps_data = data is not None
        self.database = database
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        # A test is one busy address: the limits would refuse it. Tests of the limits set their own.
        chosen = {"http.rate_per_address": 0, "http.rate_per_person": 0, "server.url": self.url, **settings}
        spelled = {"SALVE_" + name.replace(".", "_").upper(): str(value).lower() if isinstance(value, bool) else str(value)
                   for name, value in chosen.items()}
        self.environment = {**os.environ, **spelled}
        self.process = None
        self.log = os.path.join(self.data, "test.log")
        self.http = requests.Session()
        self.http.trust_env = False

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind, *_):
        self.close(show_log=kind is not None)

    def close(self, show_log=False):
        died = self.process is not None and self.process.poll() is not None
        if self.process:
            self.stop()
        if (show_log or died) and os.path.exists(self.log):
            sys.stdout.write(pathlib.Path(self.log).read_text(errors="replace")[-8000:])
        if not self.keeps_data:
            shutil.rmtree(self.data, ignore_errors=True)

    def arguments(self, *command):
        place = ["--data", self.data, *(["--database", self.database] if self.database else [])]
        return [binary, *place, *command]

    def start(self, seconds=20):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.arguments("serve", "--listen", f"127.0.0.1:{self.port}", "--url", self.url),
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError("the server ended at once:\n" + pathlib.Path(self.log).read_text(errors="replace")[-4000:])
            try:
                if self.http.get(f"{self.url}/health/ready", timeout=2).status_code == 200:
                    return
            except requests.RequestException:  # also one that took too long
                pass
            time.sleep(0.02)
        raise RuntimeError(f"the server was not ready in {seconds} s")

    def stop(self):
        """As an operator does; gives the exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            status = None
        self.process = None
        return status

    def kill(self):
        """As a crash does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def command(self, *arguments, check=True):
        done = subprocess.run(self.arguments(*arguments), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              env=self.environment, timeout=60)
        if check and done.returncode:
            raise RuntimeError(f"salve {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done

    def account(self, username, *more, scopes=SCOPES):
        email = f"{username}@example.org"
        self.command("account", "create", "--username", username, "--email", email, "--password", PASSWORD, *more)
        return types.SimpleNamespace(username=username, email=email, password=PASSWORD, token=self.token(username, scopes))

    def token(self, username, scopes=SCOPES):
        return self.command("token", "create", "--username", username, "--scopes", scopes).stdout.strip()

    def call(self, method, path, account=None, **more):
        """`account`: an Account or a token. A path may be a whole address, as Link headers give it."""
        headers = dict(more.pop("headers", {}))
        if account is not None:
            headers["Authorization"] = f"Bearer {getattr(account, 'token', account)}"
        address = path if path.startswith("http") else self.url + path
        return self.http.request(method, address, headers=headers, timeout=20, **{"allow_redirects": False, **more})

    def get(self, path, account=None, **more):
        return self.call("GET", path, account, **more)

    def post(self, path, account=None, **more):
        return self.call("POST", path, account, **more)

    def delete(self, path, account=None, **more):
        return self.call("DELETE", path, account, **more)

    def say(self, account, text, **fields):
        """A post through the API, as JSON."""
        answer = self.post("/api/v1/statuses", account, json={"status": text, **fields})
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return answer.json()
